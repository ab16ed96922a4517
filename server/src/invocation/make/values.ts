/**
 * What a variable of a Makefile may hold. Conditionals go both ways, so that it may hold several values, each with the
 * branches that lead to it; what grows in a branch (`+=` inside of `ifeq`) stays one value whose new part may be missing.
 * Why: docs/decisions/unknown-values.md
 */
import { MAKE } from '../../syntax/make/encodings.ts';
import {
  type Branch,
  concat,
  inBranch,
  type MappedText,
  mappedText,
  type Piece,
  withMarks,
} from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import {
  type Alternative,
  aroundBlock,
  goesThrough,
  staysOut,
  throughBlock,
} from '../shell/domain/alternatives.ts';
import type { Block } from '../shell/domain/blocks.ts';

type MakeText =
  /** What is expanded again each time that it is used: `NAME = …`. */
  | { readonly kind: 'recursive'; readonly text: MappedText }
  /** What was expanded where it was assigned: `NAME := …`. */
  | { readonly kind: 'simple'; readonly text: MappedText }
  /** Never assigned here: it comes from the environment or the command line, or is empty. Surely empty after `undefine`. */
  | { readonly kind: 'unset'; readonly surely?: boolean }
  /** One of too many, or too long. */
  | { readonly kind: 'unknown'; readonly isLong?: true };

/** One value of a variable, as make keeps it; `isHeld` where nothing but `override` changes it. */
export type MakeValue = MakeText & { readonly isHeld?: true };

/** What a variable can be; never empty. */
export type MakeValues = readonly Alternative<MakeValue>[];

/** What a text becomes, with the branches that lead to each. */
export type Texts = readonly Alternative<MappedText>[];

/** Of a variable that nobody has assigned here. */
export const UNSET: MakeValues = [{ value: { kind: 'unset' }, path: [] }];
/** What `undefine` leaves. */
export const EMPTIED: MakeValues = [{ value: { kind: 'unset', surely: true }, path: [] }];

/** How many values of a variable are followed. Beside more of them it is unknown. */
const MAX_VALUES = 24;
/** How many pieces a value may have. */
export const MAX_PIECES = 2_000;

/** Values as far as they are followed. */
export function bounded(values: MakeValues): MakeValues {
  const kept = values.map((one): Alternative<MakeValue> => {
    const { value } = one;
    const isLong = 'text' in value && value.text.pieces.length > MAX_PIECES;
    return isLong ? { value: { kind: 'unknown', isLong }, path: one.path } : one;
  });
  if (kept.length <= MAX_VALUES) return kept;
  return [...kept.slice(0, MAX_VALUES), { value: { kind: 'unknown' }, path: [] }];
}

/** What is left of values by the runs that leave a branch out. */
export function around(values: MakeValues, block: Block | undefined): MakeValues {
  if (block === undefined) return [];
  return values.flatMap((one) => {
    if (staysOut(one.path, block)) return [one];
    const path = goesThrough(one.path, block) ? undefined : aroundBlock(one.path, block);
    return path ? [{ ...one, path }] : [];
  });
}

/** Values as they are assigned in a branch, which their text knows as well. */
export function through(values: MakeValues, block: Block | undefined): MakeValues {
  if (block === undefined) return values;
  return values.map(({ value, path }) => ({
    value: 'text' in value ? { ...value, text: inBranch(value.text, block) } : value,
    path: throughBlock(path, block),
  }));
}

/** Values that are assigned where a variable has none: `?=`. */
export function defaulted(values: MakeValues, added: MakeValues, block: Block | undefined) {
  return values.flatMap((one): MakeValues => {
    if (one.value.kind !== 'unset') return [one];
    return [...around([one], block), ...through(added, block)];
  });
}

/** A value with more behind it, as `+=` makes it; `branch` where that may be missing. */
function grown(old: MakeValue, added: MappedText, branch: Branch | undefined): MakeValue {
  if (old.kind === 'unknown') return old;
  const more = branch ? inBranch(added, branch) : added;
  if (old.kind === 'unset') return { kind: 'recursive', text: added };
  if (old.text.decoded === '') return { kind: old.kind, text: more };
  // With nothing behind it there is no blank either (`do_variable_definition`).
  if (more.decoded === '') return old;
  // Nor is there one behind what nobody knows, which may be nothing.
  const mayBeAlone = old.kind === 'simple' && (isOpen(old.text) || isOpen(more));
  // Two at a time, so that nothing of what is there already is looked at again.
  const grownBy = concat([blankBefore(more, mayBeAlone ? {} : branch), more]);
  return { kind: old.kind, text: concat([old.text, grownBy]) };
}

/** Each of some values with more behind it; what the block leaves out stays as it is. */
export function grownAll(
  values: MakeValues,
  added: (old: MakeValue) => readonly Alternative<MappedText>[],
  block: Block | undefined,
): MakeValues {
  return values.flatMap((one): MakeValues => {
    if (block && staysOut(one.path, block)) return [one];
    const more = added(one.value);
    const isSure = block === undefined || goesThrough(one.path, block);
    const [only] = more;
    const isEmpty = !('text' in one.value) || one.value.text.decoded === '';
    if (isSure || more.length !== 1 || only === undefined || isEmpty) {
      const rest = isSure ? [] : around([one], block);
      const all = more.map(({ value, path }) => {
        return { value: grown(one.value, value, undefined), path: [...one.path, ...path] };
      });
      return [...rest, ...through(all, block)];
    }
    return [{ value: grown(one.value, only.value, block), path: one.path }];
  });
}

/** A blank in front of a text, written nowhere. */
export function blankBefore(text: MappedText, branch?: Branch): MappedText {
  const [first] = text.pieces;
  const start = first?.at.start ?? text.place.start;
  const piece: Piece = {
    kind: 'known',
    text: ' ',
    verbatim: false,
    at: { start, end: start },
    encodings: first?.encodings ?? MAKE['make-line'],
    through: first?.through ?? [],
    definition: first?.definition,
    // It is there with any of the words, of which the first may be missing alone.
    branch: branchAround(text) ?? branch,
  };
  return mappedText([piece]);
}

/** Whether it may be any number of words, or none. */
export function isOpen({ pieces }: MappedText): boolean {
  const [only] = pieces;
  return pieces.every(({ branch }) => branch) || (pieces.length === 1 && only?.kind === 'unknown');
}

/** The branch that all of a text is in, so that it is there as a whole or not at all. */
export function branchAround({ pieces }: MappedText): Branch | undefined {
  const [first] = pieces;
  return pieces.every(({ branch }) => branch === first?.branch) ? first?.branch : undefined;
}

/** A text as it is where all of it is there. */
export function unmarked(text: MappedText): MappedText {
  const branch = branchAround(text);
  return branch ? withMarks(text, (piece) => ({ ...piece, branch: undefined })) : text;
}

/** A text as a part of the assignment that it is written in. */
export function definedAt(text: MappedText, definition: Span): MappedText {
  return withMarks(text, (piece) => (piece.definition ? piece : { ...piece, definition }));
}
