/**
 * Values of Makefile variables: alternatives with paths, since conditions go both ways. `+=` in a branch
 * stays one value with an optional part.
 * Why: docs/decisions/unknown-values.md
 */

import { MAKE } from '../../syntax/make/encodings.ts';
import { LIMITS } from '../../text/limits.ts';
import {
  type Branch,
  concat,
  generated,
  inBranch,
  type MappedText,
  withMarks,
} from '../../text/mapped-text.ts';
import { branchAround, isOneUnknown } from '../../text/operations.ts';
import {
  type Alternative,
  aroundBlock,
  goesThrough,
  staysOut,
  throughBlock,
} from '../shell/domain/alternatives.ts';
import type { Block } from '../shell/domain/blocks.ts';

type MakeText =
  /** Expanded at each use: `NAME = …`. */
  | { readonly kind: 'recursive'; readonly text: MappedText }
  /** Expanded when assigned: `NAME := …`. */
  | { readonly kind: 'simple'; readonly text: MappedText }
  /**
   * A variable that the file does not assign: it comes from the environment or command line, or is empty.
   * `surely`: it is empty, after `undefine`.
   */
  | { readonly kind: 'unset'; readonly surely?: boolean }
  /** A value beyond a limit. */
  | { readonly kind: 'unknown'; readonly isLong?: true };

/**
 * A value as make keeps it. `isHeld`: it was set on the command line or by `override`, so only `override`
 * changes it.
 */
export type MakeValue = MakeText & { readonly isHeld?: true };

/** The alternatives; never empty. */
export type MakeValues = readonly Alternative<MakeValue>[];

/** Possible texts with their paths. */
export type Texts = readonly Alternative<MappedText>[];

/** An unassigned variable. */
export const UNSET: MakeValues = [{ value: { kind: 'unset' }, path: [] }];
/** The value after `undefine`. */
export const EMPTIED: MakeValues = [{ value: { kind: 'unset', surely: true }, path: [] }];
/** An unknown value. */
export const UNKNOWN_VALUES: MakeValues = [{ value: { kind: 'unknown' }, path: [] }];

/** The number of pieces of all values. */
export function piecesIn(values: MakeValues): number {
  return values.reduce((sum, { value }) => {
    return sum + ('text' in value ? value.text.pieces.length : 0);
  }, 0);
}

/** Drops values beyond the limits; an unknown value replaces them. */
export function bounded(values: MakeValues): MakeValues {
  const kept = values.map((one): Alternative<MakeValue> => {
    const { value } = one;
    const isLong = 'text' in value && value.text.pieces.length > LIMITS.pieces;
    return isLong ? { value: { kind: 'unknown', isLong }, path: one.path } : one;
  });
  if (kept.length <= LIMITS.values) return kept;
  return [...kept.slice(0, LIMITS.values), ...UNKNOWN_VALUES];
}

/** The values on the path around a block. */
export function around(values: MakeValues, block: Block | undefined): MakeValues {
  if (block === undefined) return [];
  return values.flatMap((one) => {
    if (staysOut(one.path, block)) return [one];
    const path = goesThrough(one.path, block) ? undefined : aroundBlock(one.path, block);
    return path ? [{ ...one, path }] : [];
  });
}

/** Values assigned in a block. */
export function through(values: MakeValues, block: Block | undefined): MakeValues {
  if (block === undefined) return values;
  return values.map(({ value, path }) => ({
    value: 'text' in value ? { ...value, text: inBranch(value.text, block) } : value,
    path: throughBlock(path, block),
  }));
}

/** Assigns where unset: `?=`. */
export function defaulted(values: MakeValues, added: MakeValues, block: Block | undefined) {
  return values.flatMap((one): MakeValues => {
    if (one.value.kind !== 'unset') return [one];
    return [...around([one], block), ...through(added, block)];
  });
}

/** A value after `+=`; `branch` if conditional. */
function grown(old: MakeValue, added: MappedText, branch: Branch | undefined): MakeValue {
  if (old.kind === 'unknown') return old;
  const more = inBranch(added, branch);
  if (old.kind === 'unset') return { kind: 'recursive', text: added };
  if (old.text.decoded === '') return { kind: old.kind, text: more };
  // Appending nothing adds no blank (`do_variable_definition`).
  if (more.decoded === '') return old;
  // An unknown value may be empty, and gets no blank.
  const mayBeAlone = old.kind === 'simple' && (isOpen(old.text) || isOpen(more));
  // Pairwise, so that existing pieces are not visited.
  const grownBy = concat([blankBefore(more, mayBeAlone ? {} : branch), more]);
  return { kind: old.kind, text: concat([old.text, grownBy]) };
}

/** All values after `+=` in a block; on paths around the block they stay as they are. */
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

/** A generated blank before a text. */
export function blankBefore(text: MappedText, branch?: Branch): MappedText {
  const [first] = text.pieces;
  const start = first?.at.start ?? text.place.start;
  return generated(' ', {
    ...(first ?? { encodings: MAKE['make-line'] }),
    at: { start, end: start },
    // Present with any of the words.
    branch: branchAround(text) ?? branch,
  });
}

/** Whether it may be any number of words. */
export function isOpen(text: MappedText): boolean {
  return text.pieces.every(({ branch }) => branch) || isOneUnknown(text);
}

/** The text without its common branch. */
export function unmarked(text: MappedText): MappedText {
  const branch = branchAround(text);
  return branch ? withMarks(text, (piece) => ({ ...piece, branch: undefined })) : text;
}
