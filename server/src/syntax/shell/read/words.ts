/** Words of commands, read on demand. */

import type { Word } from 'unbash';
import type { MappedText } from '../../../text/mapped-text.ts';
import type { Span } from '../../../text/span.ts';
import type { ShellPart, ShellWord } from '../tree.ts';
import { plainText } from './decode.ts';
import { isQuoted } from './literals.ts';
import { ACTS, notRead, readAll } from './parts.ts';
import { isTooDeep, type ReadContext, spanOfNode } from './read-context.ts';
import { BARE, type WordMode } from './word-modes.ts';

const PLAIN_CODES = Array.from({ length: 128 }, (_, code) =>
  /[A-Za-z0-9_./:,@%+-]/.test(String.fromCharCode(code)),
);

function isPlainText(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    if (PLAIN_CODES[text.charCodeAt(index)] !== true) return false;
  }
  return text !== '';
}

/** Converts a word. */
export function readWord(context: ReadContext, word: Word, mode: WordMode = BARE): ShellWord {
  const { text, pos, end } = word;
  const isPlain = isPlainText(text);
  return isPlain && text.length === end - pos
    ? new PlainWord(text, pos + context.offset, mode)
    : new LazyWord(context, word, isPlain ? text : undefined, mode);
}

/** A word of plain characters, without a parser's node: a script may have 100,000. */
class PlainWord implements ShellWord {
  readonly plain: string;
  readonly at: Span;
  readonly #mode: WordMode;

  constructor(plain: string, start: number, mode: WordMode) {
    this.plain = plain;
    this.at = { start, end: start + plain.length };
    this.#mode = mode;
  }

  get inert(): boolean {
    return true;
  }

  textAt(at: Span, definition: Span | undefined): MappedText {
    return plainText(this.plain, at, this.#mode.context, definition);
  }

  get parts(): readonly ShellPart[] {
    const text = this.textAt(this.at, undefined);
    return [{ kind: 'text', text, quoted: isQuoted(this.#mode) }];
  }
}

/** Reads parts on demand and releases the parser's word. */
class LazyWord implements ShellWord {
  readonly at: Span;
  readonly plain: string | undefined;
  readonly #mode: WordMode;
  #context: ReadContext | undefined;
  #word: Word | undefined;
  #inert: boolean | undefined;
  #parts: readonly ShellPart[] | undefined;

  constructor(context: ReadContext, word: Word, plain: string | undefined, mode: WordMode) {
    this.at = spanOfNode(context, word);
    this.plain = plain;
    this.#context = context;
    this.#mode = mode;
    this.#word = word;
  }

  get inert(): boolean {
    this.#inert ??= this.plain !== undefined || !ACTS.test(this.#word?.text ?? '');
    return this.#inert;
  }

  get parts(): readonly ShellPart[] {
    this.#parts ??= this.#read();
    return this.#parts;
  }

  #read(): readonly ShellPart[] {
    const [context, word] = [this.#context, this.#word];
    if (context === undefined || word === undefined) return [];
    this.#inert = this.inert;
    this.#word = undefined;
    this.#context = undefined;
    return readParts(context, word, this.at, this.#mode);
  }
}

function readParts(
  context: ReadContext,
  word: Word,
  at: Span,
  mode: WordMode,
): readonly ShellPart[] {
  if (isTooDeep(context, word.text)) {
    const source = context.source.slice(at.start, at.end);
    return [notRead({ at, source, quoted: isQuoted(mode), context: mode.context })];
  }
  const { text, value, pos, end } = word;
  return readAll(context, word.parts ?? [{ type: 'Literal', text, value, pos, end }], mode);
}
