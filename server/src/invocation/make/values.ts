/** Values of Makefile variables, with paths. Why: docs/decisions/one-domain.md */

import { MAKE } from '../../syntax/make/encodings.ts';
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
  around,
  flatMapValues,
  goesThrough,
  mapValues,
  staysOut,
} from '../domain/alternatives.ts';
import type { Block } from '../domain/blocks.ts';
import type { ConcreteValue } from '../domain/values.ts';
import { leftBy } from '../domain/values.ts';

/** `isHeld`: by the command line or `override`, so only `override` changes it. */
export type MakeValue = ConcreteValue & { readonly isHeld?: true };

/** Expanded at each use: `NAME = …`. */
export type RecursiveValue = Extract<MakeValue, { kind: 'scalar' }> & { readonly recursive: true };

/** Never empty. */
export type MakeValues = readonly Alternative<MakeValue>[];

/** Possible texts with their paths. */
export type Texts = readonly Alternative<MappedText>[];

/** Makes a value that is expanded at each use. */
export function recursive(text: MappedText): RecursiveValue {
  return { kind: 'scalar', text, recursive: true };
}

/** A literal text as values. */
export function textValue(text: MappedText): MakeValues {
  return [{ value: { kind: 'scalar', text }, path: [] }];
}

/** Whether a value is expanded at each use. */
export function isRecursive(value: MakeValue): value is RecursiveValue {
  return value.kind === 'scalar' && value.recursive === true;
}

/** Values after an assignment in a block. */
export function assignedIn(
  old: MakeValues,
  values: MakeValues,
  block: Block | undefined,
): MakeValues {
  return block ? [...around(old, block), ...leftBy(values, block)] : values;
}

/** Assigns where unset: `?=`. */
export function defaulted(values: MakeValues, added: MakeValues, block: Block | undefined) {
  return values.flatMap((one): MakeValues => {
    if (one.value.kind !== 'unset') return [one];
    return assignedIn([one], added, block);
  });
}

/** A value after `+=`; `branch` if conditional. */
function grown(old: MakeValue, added: MappedText, branch: Branch | undefined): MakeValue {
  if (old.kind === 'unset') return recursive(added);
  if (old.kind !== 'scalar') return old;
  const more = inBranch(added, branch);
  if (old.text.decoded === '') return { ...old, text: more };
  // Appending nothing adds no blank (`do_variable_definition`).
  if (more.decoded === '') return old;
  // An unknown value may be empty, and gets no blank.
  const mayBeAlone = !old.recursive && (isOpen(old.text) || isOpen(more));
  // Pairwise, so that existing pieces are not visited.
  const grownBy = concat([blankBefore(more, mayBeAlone ? {} : branch), more]);
  return { ...old, text: concat([old.text, grownBy]) };
}

/** Values after `+=` in a block; they stay on paths around it. */
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
    const isEmpty = one.value.kind !== 'scalar' || one.value.text.decoded === '';
    if (isSure || more.length !== 1 || only === undefined || isEmpty) {
      const all = flatMapValues([one], (value) => {
        return mapValues(more, (text) => grown(value, text, undefined));
      });
      return assignedIn(isSure ? [] : [one], all, block);
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

/** Removes a text's common branch. */
export function unmarked(text: MappedText): MappedText {
  const branch = branchAround(text);
  return branch ? withMarks(text, (piece) => ({ ...piece, branch: undefined })) : text;
}
