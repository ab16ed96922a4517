/** Values of variables of shells and make. Why: docs/decisions/one-domain.md */

import { SHELL } from '../../syntax/shell/encodings.ts';
import type { Placement } from '../../syntax/shell/placement.ts';
import type { ShellNode } from '../../syntax/shell/tree.ts';
import { LIMITS } from '../../text/limits.ts';
import {
  type Branch,
  definedAt,
  inBranch,
  isKnown,
  type MappedText,
  type Piece,
  type Use,
  unknownText,
  withMark,
  withMarks,
} from '../../text/mapped-text.ts';
import type { Word } from '../invocation.ts';
import { mayOpenMonitor } from '../monitor-options.ts';
import { type Alternative, type Path, throughBlock } from './alternatives.ts';
import type { Block } from './blocks.ts';
import type { Growth } from './growth.ts';

export interface Scalar {
  readonly kind: 'scalar';
  readonly text: MappedText;
  /** Whether all of it is the user's: `HOST=$1`. */
  readonly userProvided?: boolean;
  /** Whether each use expands it again: `NAME = …` of make. */
  readonly recursive?: boolean;
  readonly grown?: Growth | undefined;
}

/** An array with its words. */
export interface List {
  readonly kind: 'array';
  readonly words: readonly Word[];
  /** Indexes or keys; undefined if unknown, absent for 0, 1, 2, … */
  readonly keys?: readonly (string | undefined)[] | undefined;
  readonly associative?: boolean | undefined;
  readonly unordered?: boolean | undefined;
  /** Whether all words of a list are meant: `a b` of `${x:+a b}`. */
  readonly spread?: boolean;
  /** The subscript of `${!x}`, where `x` is `a[@]`. */
  readonly all?: '@' | '*';
  /** Whether blanks separate it from other text. */
  readonly apart?: { readonly before: boolean; readonly after: boolean };
  readonly grown?: Growth | undefined;
}

/** A function of the script. */
export interface ShellFunction {
  readonly name: string;
  readonly body: readonly ShellNode[];
  readonly start: number;
  readonly placement: Placement;
  readonly path: string | undefined;
}

interface FunctionValue {
  readonly kind: 'function';
  readonly definition: ShellFunction;
}

/** A value of a variable. */
export type ConcreteValue =
  | Scalar
  | List
  | FunctionValue
  /** Unset by the script. `surely`: after `unset`; else the environment may set it. */
  | { readonly kind: 'unset'; readonly surely?: boolean }
  /** Known at run time; `userProvided` after `read x`, `refersTo` after `declare -n x=y`. */
  | { readonly kind: 'unknown'; readonly userProvided: boolean; readonly refersTo?: string };

/** Possible values, at least one. */
export type AbstractValue = readonly Alternative<ConcreteValue>[];

/** After `unset x`. */
export const NO_VALUE: ConcreteValue = { kind: 'unset', surely: true };

/** Known at run time. */
export const UNKNOWN_VALUE: ConcreteValue = { kind: 'unknown', userProvided: false };

/** An unknown variable's. */
export const UNKNOWN_VALUES: AbstractValue = [{ value: UNKNOWN_VALUE, path: [] }];

/** From the user. */
export const USER_PROVIDED: AbstractValue = [
  { value: { kind: 'unknown', userProvided: true }, path: [] },
];

/** Only the environment sets it. */
export const UNSET: AbstractValue = [{ value: { kind: 'unset' }, path: [] }];

/** An unset variable's. */
export const NO_VALUES: AbstractValue = [{ value: NO_VALUE, path: [] }];

/** Makes a sole value. */
export function only(value: ConcreteValue): AbstractValue {
  return [{ value, path: [] }];
}

/** A sole value's text; else undefined. */
export function soleText([first, ...others]: AbstractValue): MappedText | undefined {
  return first?.value.kind === 'scalar' && others.length === 0 ? first.value.text : undefined;
}

/** Whether a value is empty or unset. */
export function isEmpty(value: ConcreteValue): boolean {
  switch (value.kind) {
    case 'scalar':
      return value.text.decoded.trim() === '';
    case 'array':
      return value.words.length === 0;
    case 'unset':
      return true;
    case 'function':
    case 'unknown':
      return false;
  }
}

/** Whether `${x:-d}` gives `d` for a value. */
export function isNothing(value: ConcreteValue): boolean {
  return value.kind === 'scalar' ? value.text.decoded === '' : isEmpty(value);
}

/** Whether all of a value may be missing. */
export function mayBeNothing(value: ConcreteValue): boolean {
  if (value.kind !== 'scalar') return value.kind === 'unknown' || isEmpty(value);
  return value.text.pieces.every(({ kind, branch }) => kind === 'unknown' || branch !== undefined);
}

/** Whether all of a value is the user's. */
export function isUserProvided(value: ConcreteValue): boolean {
  return (value.kind === 'scalar' || value.kind === 'unknown') && value.userProvided === true;
}

/** Counts pieces, and words of an array. */
export function sizeOf(value: ConcreteValue): number {
  switch (value.kind) {
    case 'scalar':
      return value.text.pieces.length;
    case 'array': {
      const { words } = value;
      let size = words.length;
      for (let index = 0; index < words.length; index++) {
        size += words[index]?.value.pieces.length ?? 0;
      }
      return size;
    }
    case 'function':
    case 'unset':
    case 'unknown':
      return 0;
  }
}

/** Changes texts; the value forgets its origin. */
export function mapTexts(
  value: ConcreteValue,
  change: (text: MappedText) => MappedText,
): ConcreteValue {
  if (value.kind === 'scalar') return { ...value, text: change(value.text), grown: undefined };
  if (value.kind !== 'array') return value;
  const words = value.words.map(({ value, at, many }) => ({ value: change(value), at, many }));
  return { ...value, words, grown: undefined };
}

/** Adds uses to a value's pieces. */
export function seen(value: ConcreteValue, uses: readonly Use[]): ConcreteValue {
  if (uses.length === 0 || (value.kind !== 'scalar' && value.kind !== 'array')) return value;
  if (hasTravelled(value)) return UNKNOWN_VALUE;
  const mark = (piece: Piece): Piece => {
    return withMark(piece, {
      through: piece.through.length === 0 ? uses : uses.concat(piece.through),
    });
  };
  return mapTexts(value, (text) => withMarks(text, mark));
}

function hasTravelled(value: ConcreteValue): boolean {
  if (value.kind === 'scalar') return isFar(value.text);
  return value.kind === 'array' && value.words.some(({ value }) => isFar(value));
}

function isFar({ pieces }: MappedText): boolean {
  for (let index = 0; index < pieces.length; index++) {
    if ((pieces[index]?.through.length ?? 0) >= LIMITS.steps) return true;
  }
  return false;
}

/** Marks text as skipped in some runs. */
export function mayBeSkipped(value: ConcreteValue, branch: Branch | undefined): ConcreteValue {
  if (isMarked(value)) return value;
  return mapTexts(value, (text) => inBranch(text, branch));
}

/** Marks words that a value grows by; an empty word becomes unknown. */
export function mayBeSkippedPart(value: ConcreteValue, branch: Branch): ConcreteValue {
  const marked = mayBeSkipped(value, branch);
  if (marked.kind !== 'array' || marked.words.every(({ value }) => value.pieces.length > 0)) {
    return marked;
  }
  const words = marked.words.map((word): Word => {
    if (word.value.pieces.length > 0) return word;
    const { at } = word;
    return { ...word, value: unknownText('""', { at, encodings: SHELL.double, branch }) };
  });
  return { ...marked, words };
}

function isMarked(value: ConcreteValue): boolean {
  if (value.kind === 'scalar') return value.grown === undefined && allMarked(value.text);
  if (value.kind !== 'array') return true;
  return value.grown === undefined && value.words.every(({ value }) => allMarked(value));
}

function allMarked({ pieces }: MappedText): boolean {
  for (const { branch } of pieces) if (branch === undefined) return false;
  return true;
}

/** Marks a default's text. */
export function asDefault(text: MappedText, use: Use): MappedText {
  return withMarks(text, (piece) => withMark(piece, { defaultOf: use }));
}

/** A word as a variable's value. */
export function valueOfWord({ value }: Pick<Word, 'value'>): ConcreteValue {
  if (value.pieces.length > 0 && value.pieces.every(({ kind }) => kind === 'unknown')) {
    if (value.pieces.some((piece) => piece.kind === 'unknown' && piece.path !== undefined)) {
      return { kind: 'scalar', text: value };
    }
    return { kind: 'unknown', userProvided: value.pieces.every(isParameter) };
  }
  return { kind: 'scalar', text: value };
}

function isParameter(piece: Piece): boolean {
  return piece.kind === 'unknown' && !/^(?:\$\(|`)/.test(piece.source);
}

/** Words as the value of `${x[@]}`. */
export function listOf(words: readonly Word[]): ConcreteValue {
  return {
    kind: 'array',
    words: words.map((word) => ({ ...word, value: definedAt(word.value, word.at) })),
  };
}

/** Prefers the file's values to the user's; empty ones count only for paths without another. Never empty. */
export function relevant(values: AbstractValue): AbstractValue {
  if (values.length === 1) return values;
  const held = values.filter(({ value }) => !isEmpty(value) && !isUserProvided(value));
  if (held.length > 0) {
    const empty = values.filter(({ value }) => isEmpty(value));
    return [...held, ...empty.map(({ value, path }) => ({ value, path, fallbackOnly: true }))];
  }
  const other =
    values.find(({ value }) => isUserProvided(value)) ??
    values.findLast(({ value }) => value.kind !== 'unset') ??
    values.find(({ value }) => value.kind === 'unset' && !value.surely);
  return other ? [other] : values.slice(0, 1);
}

/** The sole text that a use considers. */
export function onlyText(values: AbstractValue): MappedText | undefined {
  const held = relevant(values).filter(({ fallbackOnly }) => !fallbackOnly);
  const [first] = held;
  return held.length === 1 && first?.value.kind === 'scalar' ? first.value.text : undefined;
}

/** Texts; empty if one value is not a text. */
export function textsIn(values: AbstractValue): readonly MappedText[] {
  const only = onlyText(values);
  if (only) return [only];
  const texts = values.flatMap(({ value }) => (value.kind === 'scalar' ? value.text : []));
  return texts.length === values.length ? texts : [];
}

/** Selects values to which a default applies. */
export function defaultApplies(values: AbstractValue, emptyToo: boolean): AbstractValue {
  const userProvided = values.every(({ value }) => isUserProvided(value) || isEmpty(value));
  return values.filter(({ value }) => {
    return (
      value.kind === 'unset' ||
      (emptyToo && isNothing(value)) ||
      (userProvided && isUserProvided(value))
    );
  });
}

/** The path of a sole value. */
export function commonPath(values: AbstractValue): Path {
  return values.length === 1 ? (values[0]?.path ?? []) : [];
}

/** Values that a block leaves. */
export function leftBy(values: AbstractValue, block: Block): AbstractValue {
  return values.map(({ value, path }) => {
    return { value: mayBeSkipped(value, block), path: throughBlock(path, block) };
  });
}

/** The size of all values. */
export function sizeOfAll(values: AbstractValue): number {
  return values.reduce((sum, { value }) => sum + sizeOf(value), 0);
}

/** Limits values; an unknown one replaces the rest. */
export function limited(values: AbstractValue, size = sizeOfAll(values)): AbstractValue {
  if (values.length === 1) return size > LIMITS.pieces ? UNKNOWN_VALUES : values;
  // Joins repeat what `IFS=$OLD` restores.
  if (values.length > LIMITS.kept && values.every(({ value }) => isWhollyUnknown(value))) {
    return values.every(({ value }) => isUserProvided(value)) ? USER_PROVIDED : UNKNOWN_VALUES;
  }
  if (size > LIMITS.pieces) return someOf(values);
  if (values.length <= LIMITS.values) return values;
  const empty = values.filter(({ value }) => isEmpty(value));
  const held = values.filter(({ value }) => !isEmpty(value));
  if (held.length > LIMITS.values) return someOf(values);
  return [...empty.slice(-1).map(({ value }) => ({ value, path: [] })), ...held];
}

function isWhollyUnknown(value: ConcreteValue): boolean {
  if (value.kind !== 'scalar') return value.kind === 'unknown';
  const { pieces } = value.text;
  return (
    pieces.length > 0 && pieces.every((one) => one.kind === 'unknown' && one.path === undefined)
  );
}

/** Some values and an unknown one; those that may open a monitor stay. */
function someOf(values: AbstractValue): AbstractValue {
  let size = 0;
  const kept: Alternative<ConcreteValue>[] = [];
  const opening = values.filter(({ value }) => mayOpen(value)).slice(0, LIMITS.values);
  for (const alternative of new Set([...opening, ...values])) {
    if (alternative.value.kind === 'unknown' || isEmpty(alternative.value)) continue;
    size += sizeOf(alternative.value);
    const fits = size <= (kept.length === 0 ? LIMITS.pieces : LIMITS.pieces / 4);
    if (!fits || kept.length >= Math.max(LIMITS.kept, opening.length)) break;
    kept.push(alternative);
  }
  return [...kept, ...UNKNOWN_VALUES];
}

function mayOpen(value: ConcreteValue): boolean {
  if (value.kind === 'scalar') return mayOpenMonitor(value.text.decoded);
  return value.kind === 'array' && value.words.some((word) => mayOpenMonitor(word.value.decoded));
}

/** Whether texts are equal. */
export function sayTheSame(one: ConcreteValue, other: ConcreteValue): boolean {
  if (one === other) return true;
  if (one.kind === 'scalar' && other.kind === 'scalar')
    return one.text.decoded === other.text.decoded;
  if (one.kind === 'array' && other.kind === 'array') {
    return (
      one.words.length === other.words.length &&
      one.words.every((word, index) => word.value.decoded === other.words[index]?.value.decoded)
    );
  }
  if (one.kind === 'function') {
    return other.kind === 'function' && one.definition.start === other.definition.start;
  }
  return one.kind === other.kind && one.kind !== 'scalar' && one.kind !== 'array';
}

/** Whether `${x:+d}` is `d`; undefined if only a run can tell. */
export function isSet(
  value: ConcreteValue,
  alone: boolean,
  emptyToo: boolean,
): boolean | undefined {
  if (isUserProvided(value) || (value.kind === 'unset' && alone && !value.surely)) return undefined;
  if (value.kind === 'unknown') return undefined;
  if (value.kind === 'unset' || (value.kind === 'array' && value.words.length === 0)) return false;
  if (!isNothing(value) && mayBeNothing(value)) return undefined;
  return !(emptyToo && isNothing(value));
}

/** Whether some text may be skipped while other text stays. */
export function hasOptionalPart(texts: readonly MappedText[]): boolean {
  let first: Piece | undefined;
  for (const { pieces } of texts) {
    for (const piece of pieces) {
      first ??= piece;
      if (piece.branch !== first.branch) return true;
    }
  }
  return false;
}

/** Whether the number of words is known. */
export function countKnown(words: readonly Word[]): boolean {
  return areCounted(words) && !hasOptionalPart(words.map(({ value }) => value));
}

/** Whether every run has exactly these words. */
export function allGuaranteed(words: readonly Word[]): boolean {
  return (
    areCounted(words) && words.every(({ value }) => value.pieces.every(({ branch }) => !branch))
  );
}

/** Whether a loop may repeat a word. */
export function mayRepeat({ value: { pieces } }: Pick<Word, 'value'>): boolean {
  return pieces.some(({ branch }) => branch?.looped === true);
}

/** Whether each is exactly one word. */
export function areCounted(words: readonly Word[]): boolean {
  return words.every(({ many, value }) => !many || isKnown(value));
}
