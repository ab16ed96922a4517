/** The lines of here-documents (bash manual 3.6.6) as words. */

import type { HereDoc, WordPart } from 'unbash';
import { mappedText, verbatim } from '../../../text/mapped-text.ts';
import type { Span } from '../../../text/span.ts';
import { SHELL } from '../encodings.ts';
import type { ShellPart, ShellWord } from '../tree.ts';
import { decodeText } from './decode.ts';
import { type ReadContext, spanOfNode } from './read-context.ts';
import { DOCUMENT } from './word-modes.ts';
import { readPart } from './words.ts';

/** The lines of a here-document. Nothing expands in them where the delimiter is quoted (`<<'EOF'`). */
export function readHereDocument(context: ReadContext, document: HereDoc): ShellWord {
  return new LazyDocument(context, document);
}

/**
 * The expansions of a here-document that run commands; undefined where there surely are none. They are the same as among
 * all of its parts, so that nothing is read twice.
 */
export function actingParts(
  { body, delimiter }: HereDoc,
  document: ShellWord,
): ShellWord | undefined {
  if (delimiter?.quoted === true || !/`|\$\(/.test(body.text)) return undefined;
  const { at } = document;
  return {
    at,
    inert: false,
    get parts() {
      return document.parts.filter(({ kind }) => kind === 'substitution' || kind === 'opaque');
    },
  };
}

/** Read when it is asked for, as words are: most here-documents are none of our business. */
class LazyDocument implements ShellWord {
  readonly at: Span;
  /** The commands inside are visited with those of the other redirections. */
  readonly inert = true;
  readonly #context: ReadContext;
  #document: HereDoc | undefined;
  #parts: readonly ShellPart[] | undefined;

  constructor(context: ReadContext, document: HereDoc) {
    this.at = spanOfNode(context, document.body);
    this.#context = context;
    this.#document = document;
  }

  get parts(): readonly ShellPart[] {
    const document = this.#document;
    this.#document = undefined;
    if (document) this.#parts = readLines(this.#context, document, this.at);
    return this.#parts ?? NO_PARTS;
  }
}

const NO_PARTS: readonly ShellPart[] = [];

function readLines(context: ReadContext, document: HereDoc, at: Span): readonly ShellPart[] {
  const { source } = context;
  const { body, delimiter, operator } = document;
  const quoted = delimiter?.quoted === true;
  const read = (span: Span): ShellPart => {
    const spans = operator === '<<-' ? withoutTabs(source, span, at.start, quoted) : [span];
    const texts = spans.map((line) =>
      quoted
        ? verbatim(source, line, SHELL['quoted-document'])
        : decodeText(source, line, 'here-document'),
    );
    const pieces = texts.flatMap((text) => text.pieces);
    return { kind: 'text', text: mappedText(pieces, span), quoted: true };
  };
  if (quoted || body.parts === undefined) return [read(at)];
  // Each is given up once it is taken: the parser's commands in it need as much room as what is made of them.
  const left = body.parts as WordPart[];
  left.reverse();
  const parts: ShellPart[] = [];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    if (next.type === 'Literal') parts.push(read(spanOfNode(context, next)));
    else parts.push(...readPart(context, next, DOCUMENT));
  }
  return parts;
}

/**
 * What `<<-` leaves of the lines in a span: all but the tabs in front of each. A line that a backslash
 * continues is one with the next, whose tabs stay.
 */
function withoutTabs(
  source: string,
  at: Span,
  bodyStart: number,
  quoted: boolean,
): readonly Span[] {
  const spans: Span[] = [];
  let start = at.start;
  let lineStart = at.start === bodyStart;
  let escaped = false;
  for (let index = at.start; index < at.end; index++) {
    const char = source[index];
    if (lineStart && char === '\t') {
      if (start < index) spans.push({ start, end: index });
      start = index + 1;
      continue;
    }
    lineStart = char === '\n' && !escaped;
    escaped = !quoted && char === '\\' && !escaped;
  }
  if (start < at.end) spans.push({ start, end: at.end });
  return spans;
}
