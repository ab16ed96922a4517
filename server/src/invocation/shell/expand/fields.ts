/**
 * From the parts of a shell word to the words it becomes: quotes hold together, white space in an
 * unquoted expansion divides, an array gives a word for each element (bash manual 3.5.7).
 */
import { SHELL } from '../../../syntax/shell/encodings.ts';
import { standingSpan } from '../../../text/edit-anchor.ts';
import { type MappedText, mappedText, type Piece, slice } from '../../../text/mapped-text.ts';
import type { Span } from '../../../text/span.ts';
import type { Word } from '../../invocation.ts';
import { unknownWords } from '../../unknown-words.ts';
import { MAX_SPLIT } from '../domain/limits.ts';

/**
 * Words in one text with a blank between them, as `"${a[*]}"` and an assignment give them, or with what else
 * IFS begins with.
 */
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
    const space: Piece = {
      kind: 'known',
      text: separator,
      at: place,
      verbatim: false,
      encodings: SHELL.bare,
      through,
      // No blank stands beside words that are not there.
      ...(optional ? { branch: first?.branch ?? {} } : {}),
    };
    return [space, ...word.value.pieces];
  });
}

/** Whether a word may be any number of words. */
function mayBeMissing({ value, many }: Word): boolean {
  const { pieces } = value;
  const [first] = pieces;
  if (first?.branch !== undefined && pieces.every(({ branch }) => branch === first.branch)) {
    return true;
  }
  return many && pieces.length === 1 && first?.kind === 'unknown';
}

/**
 * Puts the words together that one word of the script expands to, behind those that there are. A class, since each word
 * of a script that is followed has one, and methods on a prototype cost it nothing.
 */
export class Fields {
  readonly #at: Span;
  readonly #words: Word[];
  #pieces: readonly Piece[] = NO_PIECES;
  /** The same, where they are of several texts and so in an array of their own. */
  #own: Piece[] | undefined;
  /** The text that the pieces are all of, where there is such a one. */
  #whole: MappedText | undefined;
  #exists = false;
  #many = false;
  #elementAt: Span | undefined;
  #isElement = true;
  /** Whether a text had so many words that those behind them are unknown. */
  isCut = false;

  constructor(at: Span, into: Word[] = []) {
    this.#at = at;
    this.#words = into;
  }

  /** Adds text to the current word; `mayBeMany` if the text may turn out to be any number of words. */
  add(added: readonly Piece[], mayBeMany = false): void {
    if (added.length === 0) return;
    if (this.#elementAt !== undefined) this.#isElement = false;
    this.#many ||= mayBeMany;
    this.#append(added);
  }

  /** Quotes were seen: the current word exists even if it is empty. */
  open(): void {
    this.#exists = true;
  }

  /** Adds text that is split at white space, or at the characters of `separators`; behind so many words it is unknown. */
  addSplit(text: MappedText | undefined, separators?: string, most = MAX_SPLIT): void {
    if (text === undefined) return;
    let first = true;
    const fields = splitFields(text, separators, most);
    this.isCut ||= fields.length > most;
    for (const { field, divided } of fields) {
      if (!first) this.end();
      first = false;
      // What is one word stands where it is used: behind it where it comes from may be another element of a list.
      const at = fields.length > 1 ? standingSpan(field) : undefined;
      if (field.decoded.length > 0) this.#addElement(field, at, true);
      // Two commas that divide have an empty word between them.
      this.#exists ||= divided;
    }
  }

  /** Adds the elements of an array: the first joins what stands before it, the last what follows. */
  addWords(added: readonly Word[], quoted: boolean): void {
    let first = true;
    for (const { value, at, many } of added) {
      if (!first) this.end();
      first = false;
      this.#addElement(value, at, many);
      this.#exists ||= quoted;
    }
  }

  /** Ends the current word, if there is one. */
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

/**
 * Splits at white space as the shell does with the default IFS. A text with white space at its start
 * begins with an empty field and so ends the word before it. What stands behind `most` words is unknown.
 */
function splitFields(
  text: MappedText,
  separators: string | undefined,
  most: number,
): readonly Field[] {
  if (separators === '') return [{ field: text, divided: false }];
  // Most values have nothing that divides them.
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
  /** Whether something other than white space ends it, so that it is a word even if it is empty. */
  readonly divided: boolean;
}

const BLANKS = /[ \t\n]+/g;

/** What stands between fields: white space of IFS in any number, or one of its other characters. */
function separatorOf(separators: string): RegExp {
  const blanks = [...separators].filter((letter) => ' \t\n'.includes(letter)).join('');
  const others = [...separators].filter((letter) => !' \t\n'.includes(letter));
  const letters = others.map((letter) => letter.replace(/[\]\\^-]/, '\\$&')).join('');
  if (letters === '') return new RegExp(`[${blanks}]+`, 'g');
  const around = blanks === '' ? '' : `[${blanks}]*`;
  return new RegExp(`${around}[${letters}]${around}${blanks === '' ? '' : `|[${blanks}]+`}`, 'g');
}
