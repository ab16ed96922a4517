/** What a variable of a script holds, and the marks that its text gets on its way to a command. */
import type { ParameterPart, SubstitutionPart } from '../syntax/shell/tree.ts';
import {
  concat,
  type MappedText,
  mappedText,
  type Piece,
  throughUse,
  type Use,
} from '../text/mapped-text.ts';
import type { Span } from '../text/span.ts';
import type { Word } from './invocation.ts';
import { type FieldBuilder, joinWords } from './shell-fields.ts';
import type { Scope } from './shell-scan.ts';

export type Value =
  | {
      readonly kind: 'scalar';
      readonly text: MappedText;
      /** True where all of it is what the user or the environment says: `HOST=$1`. */
      readonly foreign?: boolean;
    }
  | {
      readonly kind: 'array';
      readonly words: readonly Word[];
      /** True where all words are meant, whatever the expansion: the `a b` of `${x:+a b}`. */
      readonly spread?: boolean;
    }
  /** Never assigned in this file: it comes from the environment, or is empty. Surely empty after `unset`. */
  | { readonly kind: 'unset'; readonly surely?: boolean }
  /** Foreign where the user says it: `read x`. */
  | { readonly kind: 'unknown'; readonly foreign: boolean };

/** What `unset x` leaves. */
export const NO_VALUE: Value = { kind: 'unset', surely: true };
export const UNKNOWN_VALUE: Value = { kind: 'unknown', foreign: false };

/** How many pieces a value may have: beyond it is no hand-written script, and the value is unknown. */
export const MAX_PIECES = 2_000;

/** Whether it is surely empty, or unset as far as this file says. */
export function isEmpty(value: Value): boolean {
  switch (value.kind) {
    case 'scalar':
      return value.text.text.trim() === '';
    case 'array':
      return value.words.length === 0;
    case 'unset':
      return true;
    case 'unknown':
      return false;
  }
}

/** Whether somebody outside of the file says all of it. */
export function isForeign(value: Value): boolean {
  return (value.kind === 'scalar' || value.kind === 'unknown') && value.foreign === true;
}

/** Its number of pieces. */
export function sizeOf(value: Value): number {
  switch (value.kind) {
    case 'scalar':
      return value.text.pieces.length;
    case 'array':
      return value.words.reduce((sum, word) => sum + 1 + word.text.pieces.length, 0);
    case 'unset':
    case 'unknown':
      return 0;
  }
}

/** `x+=…`: an array grows by words, a scalar by text. */
export function append(before: Value, after: Value): Value {
  if (before.kind === 'unset') return after;
  if (before.kind === 'array' && after.kind === 'array') {
    return { kind: 'array', words: [...before.words, ...after.words] };
  }
  if (before.kind === 'scalar' && after.kind === 'scalar') {
    return { kind: 'scalar', text: concat([before.text, after.text]) };
  }
  return before.kind === 'scalar' && before.text.text === '' ? after : UNKNOWN_VALUE;
}

function mapTexts(value: Value, change: (text: MappedText) => MappedText): Value {
  if (value.kind === 'scalar') return { ...value, text: change(value.text) };
  if (value.kind !== 'array') return value;
  return {
    ...value,
    words: value.words.map((word) => ({ ...word, text: change(word.text) })),
  };
}

/** A value as a command sees it: every piece has come through the place of use. */
export function seen(value: Value, use: Use): Value {
  return mapTexts(value, (text) => throughUse(text, use));
}

/** Marks what a branch assigns, as it may be skipped. */
export function inBranch(value: Value, { conditional, block }: Scope): Value {
  return conditional ? mayBeSkipped(value, block) : value;
}

/** Marks what is not there in every run; `branch` tells it from what other branches bring. */
export function mayBeSkipped(value: Value, branch: object | undefined): Value {
  return mapTexts(value, (text) => {
    const pieces = text.pieces.map((piece) => (piece.branch ? piece : { ...piece, branch }));
    return mappedText(pieces, text.place);
  });
}

/** Marks what is written in a definition, literal text and expansions, as belonging together. */
export function definedAt(text: MappedText, definition: Span): MappedText {
  const pieces = text.pieces.map((piece): Piece => {
    const { defaultOf } = piece;
    const marked =
      defaultOf && !defaultOf.definition
        ? { ...piece, defaultOf: { ...defaultOf, definition } }
        : piece;
    const [use, ...others] = piece.through;
    if (use === undefined) return piece.definition ? marked : { ...marked, definition };
    return use.definition ? marked : { ...marked, through: [{ ...use, definition }, ...others] };
  });
  return mappedText(pieces, text.place);
}

/** Marks the text of a default, which somebody outside may replace. */
export function asDefault(text: MappedText, use: Use): MappedText {
  const pieces = text.pieces.map((piece): Piece => ({ ...piece, defaultOf: use }));
  return mappedText(pieces, text.place);
}

/** The piece of an expansion whose value this file does not say. */
export function unknownPiece(part: Pick<ParameterPart, 'at' | 'source' | 'context'>): Piece {
  const { at, source, context } = part;
  return { kind: 'unknown', at, source, context, through: [] };
}

/** Adds to a word what an expansion in it gives. */
export function addValue(
  fields: FieldBuilder,
  part: ParameterPart | SubstitutionPart,
  value: Value,
): void {
  const subscript = part.kind === 'parameter' ? part.subscript : undefined;
  const list = part.kind === 'parameter' ? (part.subscript ?? part.name) : undefined;
  const all = list === '@' || (list === '*' && !part.quoted);
  switch (value.kind) {
    case 'scalar':
      if (part.quoted) {
        fields.add(value.text.pieces);
        fields.open();
      } else {
        fields.addSplit(value.text);
      }
      break;
    case 'array':
      if (all || value.spread) fields.addWords(value.words, part.quoted);
      else if (list === '*') fields.add(joinWords(value.words));
      else if (subscript === undefined) fields.addSplit(value.words[0]?.text);
      else fields.add([unknownPiece(part)]);
      break;
    case 'unset':
    case 'unknown':
      if (value.kind === 'unknown' || !value.surely) {
        fields.add([unknownPiece(part)], !part.quoted || all);
      } else if (part.quoted && !all) {
        fields.open();
      }
      break;
  }
}
