/**
 * What names stand for in a file: which definitions count where a name is used, and what they give it, with all that is
 * added behind them.
 */
import { costOf } from '../../text/allowance.ts';
import { LIMITS } from '../../text/limits.ts';
import { concat, type MappedText, slice, withMarks } from '../../text/mapped-text.ts';
import { cover, type Span } from '../../text/span.ts';
import { isTelling, withFormats } from './addresses.ts';
import type { Definition, Program } from './program.ts';

/** An expression: all that it may be, and the token behind it. */
export interface Expression {
  readonly alternatives: readonly MappedText[];
  readonly end: number;
  readonly at: Span;
}

/** What a name has where a token stands, that so many names have led to; undefined where nothing says so. */
export type ValuesOfName = (
  path: string,
  index: number,
  depth: number,
) => readonly MappedText[] | undefined;

function costOfAll(texts: readonly MappedText[]): number {
  return texts.reduce((sum, text) => sum + costOf(text), 0);
}

/** All ways to put one of each behind the other, up to a number of them; undefined where that is too much. */
export function combined(
  parts: readonly (readonly MappedText[])[],
): readonly MappedText[] | undefined {
  if (parts.length > LIMITS.pieces) return undefined;
  let ways: readonly (readonly MappedText[])[] = [[]];
  for (const options of parts) {
    ways = ways
      .flatMap((texts) => options.map((text) => [...texts, text]))
      .slice(0, LIMITS.listValues);
  }
  const cost = ways.reduce((sum, texts) => sum + costOfAll(texts), 0);
  return parts.length > 1 && cost > LIMITS.pieces ? undefined : ways.map(concat);
}

/** A host that is written, with what is its port. */
const HOST = /^(?:localhost|\d{1,3}(?:\.\d{1,3}){3}|\[[\da-fA-F:]+\]):/;

/** Whether what one function gives a field is what others look for in it. */
function mayBeOfField(value: MappedText): boolean {
  return isTelling(value) || HOST.test(value.decoded);
}

/** What is known of the names of a file. */
interface Names extends Program {
  readonly expression: (index: number, depth: number) => Expression;
  /** What definitions give, by their tokens and how many names lead to them. */
  readonly defined: Map<string, readonly MappedText[]>;
  /** How much may still be given. */
  left: number;
}

/** For one file, whose expressions `expression` reads; what a name was given is read once. */
export function namesIn(program: Program, expression: Names['expression']): ValuesOfName {
  const on: Names = { ...program, expression, defined: new Map(), left: LIMITS.listPieces };
  return (path, index, depth) => valuesOfName(on, path, index, depth);
}

function valuesOfName(
  on: Names,
  path: string,
  index: number,
  depth: number,
): readonly MappedText[] | undefined {
  if (depth >= LIMITS.names) return undefined;
  const bare = path.replace(/^(?:this|self|Self|local|var)(?:\.|::|->)/, '');
  // A variable of the environment is another one than that of the same name.
  const name = /(?:\benv:)?(?<![\w$-])[\w$-]+$/i.exec(bare)?.[0];
  if (name === undefined) return undefined;
  // A package of Nix is none of the attributes that are called as it is.
  if (bare.startsWith('pkgs.')) return undefined;
  // `Config.MONITOR` is a constant if it is written like one.
  if (bare !== name && !/^\$?\{?(?:\w+[.:])?[\w-]+\}?$/.test(bare)) {
    if (!/^[A-Z][A-Z\d_]*$/.test(name)) return undefined;
  }
  const near = visible(on, name, index);
  // What one function gives a field, others find there; an address is in none that is called the same by chance.
  const isField = near.length === 0 && /(?:\.|->)[\w$]+$/.test(path);
  const known = isField ? on.definitionsOf(name).filter((one) => isOfField(on, one)) : near;
  if (known.length === 0 || known.length > LIMITS.listValues * 4) return undefined;
  const values: MappedText[] = [];
  const base = withoutFirst(
    on,
    known.filter(({ adds }) => !adds),
  );
  for (const definition of base) {
    const grown = grownFrom(on, definition, known, depth);
    if (grown === undefined) return undefined;
    values.push(...grown);
  }
  if (values.length === 0 || values.length > LIMITS.listValues) return undefined;
  if (isField && !values.every(mayBeOfField)) return undefined;
  on.left -= costOfAll(values);
  return on.left < 0 ? undefined : values;
}

/** Without an empty string that a name begins with, where an `else` sees to it that it gets another one in any case. */
function withoutFirst(on: Names, definitions: readonly Definition[]): readonly Definition[] {
  const [first, second, ...others] = definitions;
  const last = others.at(-1);
  const empty = first && on.tokenAt(first.value);
  if (!second || !last || empty?.kind !== 'literal' || empty.inner.end > empty.inner.start)
    return definitions;
  for (let at = second.index; at < Math.min(last.index, second.index + LIMITS.listArms); at++) {
    if (on.textAt(at) === 'else' && on.textAt(at + 1) !== 'if') return [second, ...others];
  }
  return definitions;
}

function isOfField(on: Names, { index }: Definition): boolean {
  return /^(?:\.|->)$/.test(on.textAt(index - 1));
}

/** The definitions of a name that count at a token: those of its function, or else of the nearest around it. */
function visible(on: Names, name: string, index: number): readonly Definition[] {
  const all = on.definitionsOf(name);
  if (all.length === 0) return all;
  let block = blockOf(on, index);
  for (
    let steps = 0;
    block !== -1 && steps < LIMITS.listBlocks;
    steps++, block = blockOf(on, block)
  ) {
    const close = on.plainAt(block)?.match ?? -1;
    const isDeclared = all.some((one) => {
      return !one.adds && one.index < index && blockOf(on, one.index) === block;
    });
    // What a block gives a name counts in it, with all that its own blocks give it.
    if (isDeclared) return all.filter((one) => one.index > block && one.index < close);
  }
  for (let scope = on.scopeOf(index); ; scope = on.scopeOf(scope)) {
    const here = all.filter((one) => one.scope === scope && one.index !== index);
    if (here.length > 0) return here;
    if (scope === -1) break;
  }
  // What is a constant is one for the whole file.
  return /^[A-Z][A-Z\d_]*$/.test(name) ? all.filter((one) => one.index !== index) : [];
}

/** The block that a token stands in, whatever other brackets are between; -1 for none. */
function blockOf(on: Names, index: number): number {
  let at = on.tokenAt(index)?.parent ?? -1;
  let steps = 0;
  while (at !== -1 && !on.isBlock(at) && steps++ < LIMITS.listBlocks)
    at = on.tokenAt(at)?.parent ?? -1;
  return steps > LIMITS.listBlocks ? -1 : at;
}

/** What a definition gives, with all that is added behind it and in front of the next one. */
function grownFrom(
  on: Names,
  definition: Definition,
  known: readonly Definition[],
  depth: number,
): readonly MappedText[] | undefined {
  const parts = [definedBy(on, definition, depth)];
  const at = known.indexOf(definition);
  for (const next of known.slice(at + 1, at + LIMITS.listStrings)) {
    if (!next.adds) break;
    parts.push(definedBy(on, next, depth));
  }
  return combined(parts);
}

function definedBy(on: Names, definition: Definition, depth: number): readonly MappedText[] {
  const key = `${definition.index} ${depth}`;
  const known = on.defined.get(key) ?? readDefinition(on, definition, depth);
  on.defined.set(key, known);
  return known;
}

function readDefinition(on: Names, definition: Definition, depth: number): readonly MappedText[] {
  const value = on.expression(definition.value, depth + 1);
  const name = on.tokenAt(definition.index);
  const at = name ? cover(name, value.at) : value.at;
  // `set "NAME=value"` is one literal.
  const isWord = definition.value === definition.index;
  return value.alternatives.map((whole) => {
    const text = isTelling(whole) ? withFormats(whole) : whole;
    const own = isWord ? slice(text, text.decoded.indexOf('=') + 1) : text;
    return withMarks(own, (piece) => ({
      ...piece,
      definition: piece.definition ?? at,
      through: piece.through.map((use) => (use.definition ? use : { ...use, definition: at })),
    }));
  });
}
