/** Splits a word's parts into words (bash manual 3.5.7). */

import { SHELL } from '../../../syntax/shell/encodings.ts';
import { standingSpan } from '../../../text/edit-anchor.ts';
import { LIMITS } from '../../../text/limits.ts';
import {
  knownPiece,
  type MappedText,
  mappedText,
  type Piece,
  slice,
} from '../../../text/mapped-text.ts';
import { branchAround, isOneUnknown } from '../../../text/operations.ts';
import type { Span } from '../../../text/span.ts';
import type { Word } from '../../invocation.ts';
import { unknownWords } from '../../unknown-words.ts';

/** Joins words as `"${a[*]}"` and assignments do. */
export function joinWords(words: readonly Word[], separator = ' '): readonly Piece[] {
  const [only] = words;
  if (only && words.length === 1) return only.value.pieces;
  let certain = false;
  return words.flatMap((word, index) => {
    const open = mayBeMissing(word);
    const optional = open || !certain;
    certain ||= !open;
    if (index === 0) return word.value.pieces;
    const place = { start: word.at.start, end: word.at.start };
    const [first] = word.value.pieces;
    const through = first?.through ?? [];
    // As optional as its word.
    const branch = optional ? (first?.branch ?? {}) : undefined;
    const space = knownPiece(separator, place, false, SHELL.bare, { through, branch });
    return [space, ...word.value.pieces];
  });
}

function mayBeMissing({ value, many }: Word): boolean {
  return branchAround(value) !== undefined || (many && isOneUnknown(value));
}

/** The words of one word. A class: there are many. */
export class Fields {
  readonly #at: Span;
  readonly #words: Word[];
  #pieces: readonly Piece[] = NO_PIECES;
  /** `#pieces`, if this object may append to it. */
  #own: Piece[] | undefined;
  #whole: MappedText | undefined;
  #exists = false;
  #many = false;
  #elementAt: Span | undefined;
  #isElement = true;
  isCut = false;

  constructor(at: Span, into: Word[] = []) {
    this.#at = at;
    this.#words = into;
  }

  /** Adds text; with `mayBeMany` it is any number of words. */
  add(added: readonly Piece[], mayBeMany = false): void {
    if (added.length === 0) return;
    if (this.#elementAt !== undefined) this.#isElement = false;
    this.#many ||= mayBeMany;
    this.#append(added);
  }

  /** From here on the word counts even if empty. */
  open(): void {
    this.#exists = true;
  }

  /** Adds text split at white space or `separators`; unknown after `most`. */
  addSplit(text: MappedText | undefined, separators?: string, most = LIMITS.group): void {
    if (text === undefined) return;
    let first = true;
    const fields = splitFields(text, separators, most);
    this.isCut ||= fields.length > most;
    for (const { field, divided } of fields) {
      if (!first) this.end();
      first = false;
      // Its origin may be another element of a list.
      const at = fields.length > 1 ? standingSpan(field) : undefined;
      if (field.decoded.length > 0) this.#addElement(field, at, true);
      // A separator other than blanks ends an empty word.
      this.#exists ||= divided;
    }
  }

  /** Adds elements: the first joins the text before, the last the text after. */
  addWords(added: readonly Word[], quoted: boolean): void {
    let first = true;
    for (const { value, at, many } of added) {
      if (!first) this.end();
      first = false;
      this.#addElement(value, at, many);
      this.#exists ||= quoted;
    }
  }

  end(): void {
    const pieces = this.#pieces;
    if (this.#exists || pieces.length > 0) {
      const { start } = this.#at;
      const place = { start, end: start };
      const whole = this.#whole;
      const text = whole
        ? { decoded: whole.decoded, pieces, starts: whole.starts, place }
        : mappedText(pieces, place);
      const many =
        this.#many && pieces.length > 0 && pieces.every(({ kind }) => kind === 'unknown');
      this.#words.push({ value: text, at: (this.#isElement && this.#elementAt) || this.#at, many });
      this.#pieces = NO_PIECES;
      this.#own = undefined;
      this.#whole = undefined;
    }
    this.#exists = false;
    this.#many = false;
    this.#elementAt = undefined;
    this.#isElement = true;
  }

  finish(): readonly Word[] {
    this.end();
    return this.#words;
  }

  #addElement(text: MappedText, span: Span | undefined, mayBeMany: boolean): void {
    if (this.#pieces.length > 0) this.#isElement = false;
    this.#append(text.pieces);
    this.#whole = this.#pieces === text.pieces ? text : undefined;
    this.#many ||= mayBeMany;
    this.#elementAt = span;
  }

  #append(added: readonly Piece[]): void {
    this.#whole = undefined;
    if (this.#pieces.length === 0) {
      this.#pieces = added;
      return;
    }
    if (this.#own === undefined) {
      this.#own = [...this.#pieces];
      this.#pieces = this.#own;
    }
    for (const piece of added) this.#own.push(piece);
  }
}

const NO_PIECES: readonly Piece[] = [];

/** A leading blank gives an empty first field, which ends the word before. */
function splitFields(
  text: MappedText,
  separators: string | undefined,
  most: number,
): readonly Field[] {
  if (separators === '') return [{ field: text, divided: false }];
  if (separators === undefined && !/[ \t\n]/.test(text.decoded))
    return [{ field: text, divided: false }];
  const fields: Field[] = [];
  let start = 0;
  const separator = separators === undefined ? BLANKS : separatorOf(separators);
  separator.lastIndex = 0;
  for (let match = separator.exec(text.decoded); match; match = separator.exec(text.decoded)) {
    if (fields.length === most) {
      const { value: field } = unknownWords(slice(text, start).place, SHELL.bare);
      return [...fields, { field, divided: false }];
    }
    fields.push({ field: slice(text, start, match.index), divided: /[^ \t\n]/.test(match[0]) });
    start = match.index + match[0].length;
  }
  fields.push({ field: slice(text, start), divided: false });
  return fields;
}

interface Field {
  readonly field: MappedText;
  /** Whether it is a word even if empty: ended by other than white space. */
  readonly divided: boolean;
}

const BLANKS = /[ \t\n]+/g;

function separatorOf(separators: string): RegExp {
  const blanks = [...separators].filter((letter) => ' \t\n'.includes(letter)).join('');
  const others = [...separators].filter((letter) => !' \t\n'.includes(letter));
  const letters = others.map((letter) => letter.replace(/[\]\\^-]/, '\\$&')).join('');
  if (letters === '') return new RegExp(`[${blanks}]+`, 'g');
  const around = blanks === '' ? '' : `[${blanks}]*`;
  return new RegExp(`${around}[${letters}]${around}${blanks === '' ? '' : `|[${blanks}]+`}`, 'g');
}
