/** Definitions visible at a use, with appended values. */
import { costOf } from '../../text/fuel.ts';
import { LIMITS } from '../../text/limits.ts';
import { concat, type MappedText, withMarks } from '../../text/mapped-text.ts';
import { waysOf } from '../../text/operations.ts';
import { cover, type Span } from '../../text/span.ts';
import { isTelling, withFormats } from './addresses.ts';
import type { Definition, Program } from './program.ts';

/** An expression: possible values and the token after it. */
export interface Expression {
  readonly alternatives: readonly MappedText[];
  readonly end: number;
  readonly at: Span;
}

/** A name's values at a token, after `depth` names; undefined if unknown. */
export type ValuesOfName = (
  path: string,
  index: number,
  depth: number,
) => readonly MappedText[] | undefined;

/** Whether a text has known characters. */
export function isKnownInPart({ pieces }: MappedText): boolean {
  return pieces.some((piece) => piece.kind !== 'unknown' && piece.text !== '');
}

/** The values that are known in part; all if there are none. */
export function knownAmong(values: readonly MappedText[]): readonly MappedText[] {
  const known = values.filter(isKnownInPart);
  return known.length > 0 ? known : values;
}

function costOfAll(texts: readonly MappedText[]): number {
  return texts.reduce((sum, text) => sum + costOf(text), 0);
}

/** Concatenations of one alternative per part, up to a limit; undefined if too long. */
export function combined(
  parts: readonly (readonly MappedText[])[],
): readonly MappedText[] | undefined {
  if (parts.length > LIMITS.pieces) return undefined;
  const { ways } = waysOf(parts, LIMITS.kept);
  const cost = ways.reduce((sum, texts) => sum + costOfAll(texts), 0);
  return parts.length > 1 && cost > LIMITS.pieces ? undefined : ways.map(concat);
}

const HOST = /^(?:localhost|\d{1,3}(?:\.\d{1,3}){3}|\[[\da-fA-F:]+\]):/;

function mayBeOfField(value: MappedText): boolean {
  return isTelling(value) || HOST.test(value.decoded);
}

interface Names extends Program {
  readonly expression: (index: number, depth: number) => Expression;
  readonly defined: Map<string, readonly MappedText[]>;
  left: number;
}

/** The names of a file; `expression` reads values. */
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
  if (depth >= LIMITS.few) return undefined;
  const bare = path.replace(/^(?:this|self|Self|local|var)(?:\.|::|->)/, '');
  // An environment variable differs from a variable of the same name.
  const name = /(?:\benv:)?(?<![\w$-])[\w$-]+$/i.exec(bare)?.[0];
  if (name === undefined) return undefined;
  // Nix packages are not attributes of the file.
  if (bare.startsWith('pkgs.')) return undefined;
  // `Config.MONITOR` is a constant if it is written like one.
  if (bare !== name && !/^\$?\{?(?:\w+[.:])?[\w-]+\}?$/.test(bare)) {
    if (!/^[A-Z][A-Z\d_]*$/.test(name)) return undefined;
  }
  const near = visible(on, name, index);
  // Functions share a field if its value is an address.
  const isField = near.length === 0 && /(?:\.|->)[\w$]+$/.test(path);
  const known = isField ? on.definitionsOf(name).filter((one) => isOfField(on, one)) : near;
  if (known.length === 0 || known.length > LIMITS.kept * 4) return undefined;
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
  if (values.length === 0 || values.length > LIMITS.kept) return undefined;
  if (base.some((one) => one.isDefault || fillsAbsent(on, one))) return knownAmong(values);
  if ((isField && !values.every(mayBeOfField)) || values.every(spansLines)) return undefined;
  on.left -= costOfAll(values);
  return on.left < 0 ? undefined : values;
}

/** A call of several lines says less than the name that holds its value. */
function spansLines({ pieces }: MappedText): boolean {
  return pieces.some((piece) => piece.kind === 'unknown' && piece.source.includes('\n'));
}

/** Drops an initial empty string that an `if` with `else` replaces. */
function withoutFirst(on: Names, definitions: readonly Definition[]): readonly Definition[] {
  const [first, second, ...others] = definitions;
  const last = others.at(-1);
  const empty = first && on.tokenAt(first.value);
  if (!second || !last || empty?.kind !== 'literal' || empty.inner.end > empty.inner.start)
    return definitions;
  for (let at = second.index; at < Math.min(last.index, second.index + LIMITS.pieces); at++) {
    if (on.textAt(at) === 'else' && on.textAt(at + 1) !== 'if') return [second, ...others];
  }
  return definitions;
}

/** `mon ||= "…"`, `if (!mon) mon = "…"`: the condition is about the name itself. */
function fillsAbsent(on: Names, { name, index }: Definition): boolean {
  if (/^(?:\|\||\/\/|\?\?)=$/.test(on.textAt(index + 1))) return true;
  const block = on.blockOf(index);
  const isDirect = on.textAt(on.statementStart(index)) === 'if';
  const end = isDirect ? index : block;
  for (let at = on.statementStart(end); at >= 0 && at < end; at++) {
    if (on.textAt(at) === name && /^(?:if|unless)$/.test(on.textAt(on.statementStart(end))))
      return true;
  }
  return false;
}

function isOfField(on: Names, { index, isDefault }: Definition): boolean {
  return isDefault || /^(?:\.|->)$/.test(on.textAt(index - 1));
}

/** Definitions visible at a token: in its block or function, or the nearest. */
function visible(on: Names, name: string, index: number): readonly Definition[] {
  const all = on.definitionsOf(name);
  if (all.length === 0) return all;
  let block = on.blockOf(index);
  for (let steps = 0; block !== -1 && steps < LIMITS.steps; steps++, block = on.blockOf(block)) {
    const close = on.plainAt(block)?.match ?? -1;
    const isDeclared = all.some((one) => {
      return !one.adds && one.index < index && on.blockOf(one.index) === block;
    });
    if (isDeclared) return all.filter((one) => one.index > block && one.index < close);
  }
  for (let scope = on.scopeOf(index); ; scope = on.scopeOf(scope)) {
    const here = all.filter((one) => one.scope === scope && one.index !== index);
    if (here.length > 0) return here;
    if (scope === -1) break;
  }
  // Constants are visible everywhere.
  return /^[A-Z][A-Z\d_]*$/.test(name) ? all.filter((one) => one.index !== index) : [];
}

/** Values with text appended before the next definition. */
function grownFrom(
  on: Names,
  definition: Definition,
  known: readonly Definition[],
  depth: number,
): readonly MappedText[] | undefined {
  const parts = [definedBy(on, definition, depth)];
  const at = known.indexOf(definition);
  for (const next of known.slice(at + 1, at + LIMITS.combinations)) {
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
  return value.alternatives.map((whole) => {
    const text = isTelling(whole) ? withFormats(whole) : whole;
    return withMarks(text, (piece) => ({
      ...piece,
      definition: piece.definition ?? at,
      through: piece.through.map((use) => (use.definition ? use : { ...use, definition: at })),
    }));
  });
}
