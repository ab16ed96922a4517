/**
 * What a shell word expands to, as far as this file alone says so: literals, scalars and arrays that
 * are assigned here, and the defaults of `${x:-d}`. Everything else is an unknown piece. Where branches
 * give a variable different values, each of them is an alternative (`shell-alternatives.ts`). This is the
 * seam where following values further goes; nothing but the `shell-` files knows how far that is.
 */
import type {
  ParameterPart,
  ShellPart,
  ShellWord,
  SubstitutionPart,
} from '../syntax/shell/tree.ts';
import { isKnown, type MappedText, mappedText, type Use } from '../text/mapped-text.ts';
import type { Word } from './invocation.ts';
import { programOfName } from './program.ts';
import {
  type Alternative,
  type Combination,
  combinations,
  joinPaths,
  MAX_ALTERNATIVES,
  staysOut,
  throughBlock,
} from './shell-alternatives.ts';
import { applyChange, type Evaluator, overwrites, valueOfWord } from './shell-changes.ts';
import { fieldBuilder, joinWords } from './shell-fields.ts';
import type { Binding, Block, Choice, ShellScan } from './shell-scan.ts';
import { type Printed, printedBy, substituted } from './shell-substitution.ts';
import {
  addValue,
  asDefault,
  isForeign,
  mayBeSkipped,
  NO_VALUE,
  seen,
  sizeOf,
  UNKNOWN_VALUE,
  unknownPiece,
  type Value,
} from './shell-value.ts';
import {
  absentOf,
  commonPath,
  FOREIGN_VALUES,
  isThere,
  limited,
  present,
  UNKNOWN_VALUES,
  UNSET,
  type Values,
} from './shell-value-sets.ts';
import { type Position, visibleChanges } from './shell-visible.ts';

/** Where a word stands, which decides what its variables hold. */
export interface Place extends Position {
  /** The variable whose new value the word is: in `x="$x more"` the old value stays where it is. */
  readonly assigning?: string;
  /** Whether the words are a command that a function is given: then they are the affair of its calls. */
  readonly forwarding?: boolean;
}

export interface ShellValues {
  /**
   * The words that a word of a command expands to: none for an empty expansion, several for an array. A
   * variable of several values is unknown here.
   */
  readonly expand: (word: ShellWord, place: Place) => readonly Word[];
  /**
   * The lines that the words of a command expand to, one or more: after `if a; then M=x; else M=y; fi` the
   * command `kvm $M` is `kvm x` and `kvm y`. Each value appears in one of them, and what excludes each
   * other never in the same; they are as few as that takes.
   */
  readonly lines: (words: readonly ShellWord[], place: Place) => readonly (readonly Word[])[];
}

/** How far a value may travel from variable to variable. */
const MAX_DEPTH = 64;
/** How many pieces a script's expansions may produce altogether, so that the work stays linear. */
const MAX_EXPANDED = 100_000;
/** How many lines one command may be: two variables of eight values that exclude each other. */
const MAX_LINES = 16;

/** Prepares the evaluation of a scanned script. */
export function shellValues(scan: ShellScan): ShellValues {
  let budget = MAX_EXPANDED;
  /** For each list of changes the values after the first `n` of them, as far as they were asked for. */
  const memory = new Map<readonly Binding[], (Values | undefined)[]>();
  const outside = new Map<string, readonly [Block, Block]>();
  const visible = visibleChanges(scan);

  /** The values of the variables in some words, in reading order, that can be there together. */
  function choices(
    words: readonly ShellWord[],
    place: Place,
    depth: number,
    limit: number,
  ): readonly Combination<Value>[] {
    const sets: Values[] = [];
    for (const { parts } of words) {
      for (const part of parts) {
        if (part.kind === 'parameter') sets.push(valuesOf(part, place, depth));
        const printed = part.kind === 'substitution' ? printedBy(part) : undefined;
        if (part.kind === 'substitution' && printed) {
          sets.push(printedValues(part, printed, place, depth));
        }
      }
    }
    return sets.length === 0 ? NO_VARIABLES : combinations(sets, limit);
  }

  /** What a substitution gives that only prints words; never empty. */
  function printedValues(
    part: SubstitutionPart,
    { words, joined }: Printed,
    place: Place,
    depth: number,
  ): Values {
    if (depth > MAX_DEPTH || budget < 0) return UNKNOWN_VALUES;
    const use: Use = { at: part.at, source: part.source, context: part.context };
    return arraysOf(words, place, depth).map(({ value, path }): Alternative<Value> => {
      const text = substituted(value, joined);
      budget -= text?.pieces.length ?? 0;
      return { value: text ? seen({ kind: 'scalar', text }, use) : UNKNOWN_VALUE, path };
    });
  }

  /** What a parameter stands for; never empty. */
  function valuesOf(part: ParameterPart, place: Place, depth: number): Values {
    const values = parameterValues(part, place, depth);
    for (const { value } of values) budget -= sizeOf(value);
    return budget < 0 ? UNKNOWN_VALUES : values;
  }

  /** The values of an expansion seen from its use, with the `d` of `${x:-d}` taken into account. */
  function parameterValues(part: ParameterPart, place: Place, depth: number): Values {
    const use: Use = { at: part.at, source: part.source, context: part.context };
    const own = place.assigning === part.name;
    const held = lookUp(part.name, place, depth);
    const values = own ? held : held.map(({ value, path }) => ({ value: seen(value, use), path }));
    const { operator, operand } = part;
    if (part.prefix) return UNKNOWN_VALUES;
    switch (operator) {
      case undefined:
      case '?':
      case ':?':
        return present(values);
      case '-':
      case ':-':
      case '=':
      case ':=': {
        const absent = absentOf(values, operator.startsWith(':'));
        if (absent.length === 0 || operand === undefined) return present(values);
        const path = commonPath(absent);
        const defaults = textsOf(operand, place, depth).map((text): Alternative<Value> => {
          const value: Value = { kind: 'scalar', text: asDefault(text.value.text, use) };
          return { value, path: joinPaths(path, text.path) };
        });
        const kept = values.filter((value) => !absent.includes(value) && !isForeign(value.value));
        return present(limited([...kept, ...defaults]));
      }
      case '+':
      case ':+':
        return operand ? insteadOf(part, operand, held, place, depth) : UNKNOWN_VALUES;
      case 'other':
        return UNKNOWN_VALUES;
    }
  }

  /** `${x:+operand}`: nothing, or the operand where the variable has a value. */
  function insteadOf(
    part: ParameterPart,
    operand: ShellWord,
    held: Values,
    place: Place,
    depth: number,
  ): Values {
    const use: Use = { at: part.at, source: part.source, context: part.context };
    const operands = part.quoted
      ? textsOf(operand, place, depth).map(({ value: { text }, path }): Alternative<Value> => {
          return { value: { kind: 'scalar', text }, path };
        })
      : choices([operand], place, depth + 1, MAX_ALTERNATIVES).map(
          ({ values, path }): Alternative<Value> => {
            const words = expandWord(operand, values[Symbol.iterator](), true);
            return { value: { kind: 'array', words, spread: true }, path };
          },
        );
    const empty = mappedText([], { start: part.at.start, end: part.at.start });
    const found: Alternative<Value>[] = [];
    for (const { value, path } of held) {
      const there = isThere(value, held.length === 1, part.operator === ':+');
      const [given, absent] = there === undefined ? fromOutside(part.name) : NOT_ASKED;
      if (there !== false) {
        const way = throughBlock(path, given);
        const mark =
          way.findLast(({ taken }) => taken)?.block ?? (way.length > 0 ? part : undefined);
        for (const instead of operands) {
          const marked = mark ? mayBeSkipped(instead.value, mark) : instead.value;
          const text = place.assigning === part.name ? marked : seen(marked, use);
          found.push({ value: text, path: joinPaths(way, instead.path) });
        }
      }
      if (there !== true) {
        found.push({ value: { kind: 'scalar', text: empty }, path: throughBlock(path, absent) });
      }
    }
    return limited(found);
  }

  /** The runs in which the environment or the user gives a variable a value, and those in which not. */
  function fromOutside(name: string): readonly [Block, Block] {
    let blocks = outside.get(name);
    if (blocks === undefined) {
      const arms: Block[] = [];
      const choice: Choice = { arms, exhaustive: true, repeats: false };
      const arm: Block = { kind: 'branch', parent: undefined, choice, looped: false };
      blocks = [arm, { ...arm }];
      arms.push(...blocks);
      outside.set(name, blocks);
    }
    return blocks;
  }

  /** What a word expands to without word splitting, as in an assignment. */
  function textsOf(
    word: ShellWord,
    place: Place,
    depth: number,
  ): readonly Alternative<{ readonly text: MappedText; readonly foreign: boolean }>[] {
    const parts = word.parts.map((part): ShellPart => {
      return part.kind === 'text' || part.kind === 'braces' ? part : { ...part, quoted: true };
    });
    const quoted = { ...word, parts };
    const start = { start: word.at.start, end: word.at.start };
    return choices([quoted], place, depth + 1, MAX_ALTERNATIVES + 1).map(({ values, path }) => {
      const words = expandWord(quoted, values[Symbol.iterator]());
      const text = mappedText(words.length === 0 ? [] : joinWords(words), start);
      const variables = parts.length > 0 && parts.every(({ kind }) => kind === 'parameter');
      const foreign =
        variables &&
        values.every((value) => isForeign(value) || (value.kind === 'unset' && !value.surely));
      return { value: { text, foreign }, path };
    });
  }

  function evaluatorAt(depth: number): Evaluator {
    return {
      texts: (word, place) => textsOf(word, place, depth),
      arrays: (words, place) => arraysOf(words, place, depth),
      calls: (name) => scan.calls.get(name) ?? [],
    };
  }

  /** The values at a place, with those that are empty or unset; never empty. */
  function lookUp(name: string, place: Place, depth: number): Values {
    if (!POSITIONAL.test(name) || (name !== '@' && scan.bindings.has(name))) {
      return lookUpVariable(name, place, depth);
    }
    if (place.forwarding) return UNSET;
    const all = lookUpVariable('@', place, depth);
    if (name === '@' || name === '*') return all;
    return all.map(({ value, path }) => ({ value: nth(value, name), path }));
  }

  function lookUpVariable(name: string, place: Place, depth: number): Values {
    if (depth > MAX_DEPTH) return UNKNOWN_VALUES;
    const { changes, count } = visible(name, place);
    let known = memory.get(changes);
    if (known === undefined) {
      known = [UNSET];
      memory.set(changes, known);
    }
    // What stands before the last assignment that always happens is overwritten: a dead value.
    let start = count;
    while (known[start] === undefined && !(start < count && overwrites(changes[start]))) start--;
    let values = known[start] ?? UNSET;
    for (let index = start; index < count; index++) {
      const change = changes[index];
      // What leads back here, such as a function that calls itself, finds a value that says nothing.
      known[index + 1] = FOREIGN_VALUES;
      if (change) values = limited(applyChange(values, change, evaluatorAt(depth)));
      known[index + 1] = values;
    }
    const { block } = place.scope;
    if (block === undefined || values.length === 1) return values;
    const possible = values.filter(({ path }) => !staysOut(path, block));
    return possible.length > 0 ? possible : UNSET;
  }

  /** The words that words expand to, as alternatives. */
  function arraysOf(
    words: readonly ShellWord[],
    place: Place,
    depth: number,
  ): readonly Alternative<readonly Word[]>[] {
    return choices(words, place, depth + 1, MAX_ALTERNATIVES + 1).map(({ values, path }) => {
      return { value: expandWords(words, values), path };
    });
  }

  return {
    expand: (word, place) => {
      const only = literalWord(word);
      if (only) return [only];
      const found = choices([word], place, 0, 2);
      const values = found[0]?.values ?? [];
      const single = found.length > 1 ? values.map(() => UNKNOWN_VALUE) : values;
      return expandWord(word, single[Symbol.iterator]());
    },
    lines: (words, place) => {
      const seen = isForwarding(words) ? { ...place, forwarding: true } : place;
      return choices(words, seen, 0, MAX_LINES).map(({ values }) => expandWords(words, values));
    },
  };
}

const NOT_ASKED: readonly Block[] = [];
const NO_VARIABLES: readonly Combination<Value>[] = [{ values: [], path: [] }];

/** Words with the values of their variables in reading order. */
function expandWords(words: readonly ShellWord[], values: readonly Value[]): readonly Word[] {
  const iterator = values[Symbol.iterator]();
  return words.flatMap((word) => {
    const only = literalWord(word);
    return only ?? expandWord(word, iterator);
  });
}

function literalWord({ parts, at }: ShellWord): Word | undefined {
  const [only] = parts;
  if (parts.length !== 1 || only?.kind !== 'text' || only.text.text === '') return undefined;
  return { text: only.text, at, many: false };
}

/** One word with its values; the operand of an expansion is divided at its blanks. */
function expandWord(word: ShellWord, values: Iterator<Value>, divided = false): readonly Word[] {
  const fields = fieldBuilder(word.at);
  for (const part of word.parts) {
    switch (part.kind) {
      case 'text':
        if (divided && !part.quoted) fields.addSplit(part.text);
        else fields.add(part.text.pieces);
        if (part.quoted) fields.open();
        break;
      case 'parameter':
        addValue(fields, part, values.next().value ?? UNKNOWN_VALUE);
        break;
      case 'substitution':
        // A comment in backticks between arguments is how people comment a continued command.
        if (printedBy(part)) addValue(fields, part, values.next().value ?? UNKNOWN_VALUE);
        else if (part.body.length > 0 || part.quoted)
          fields.add([unknownPiece(part)], !part.quoted);
        break;
      case 'opaque':
      case 'arithmetic':
      case 'braces':
        fields.add([unknownPiece(part)], part.kind === 'braces');
        break;
    }
  }
  return fields.finish();
}

/** The parameters of a script or function: `$1`, `$*`; what `$@` is they all are taken from. */
const POSITIONAL = /^(?:[1-9]\d*|[@*])$/;

/** `$2` of `$@`. */
function nth(all: Value, name: string): Value {
  if (all.kind !== 'array') return all;
  const index = Number(name) - 1;
  const word = all.words[index];
  if (all.words.slice(0, index + 1).some(({ many, text }) => many && !isKnown(text))) {
    return { kind: 'unknown', foreign: true };
  }
  return word ? valueOfWord(word) : NO_VALUE;
}

/** Whether a command is what its function is given: `"$@"`, `sudo "$@"`, `eval "$1"`. */
function isForwarding(words: readonly ShellWord[]): boolean {
  for (const [index, { parts }] of words.entries()) {
    const text = parts.length === 1 && parts[0]?.kind === 'text' ? parts[0].text.text : '';
    if (programOfName(text.slice(text.lastIndexOf('/') + 1)) !== undefined) return false;
    const parameter = parts.find((part) => part.kind === 'parameter');
    if (parameter && /^[@*1]$/.test(parameter.name)) return true;
    if (parameter && index === 0) return false;
  }
  return false;
}
