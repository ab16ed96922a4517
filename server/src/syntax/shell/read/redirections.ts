/** Redirections (bash manual 3.6). */
import type { HereDoc, HereString, Redirect, Redirection, WordPart } from 'unbash';
import { mappedText, verbatim } from '../../../text/mapped-text.ts';
import type { Span } from '../../../text/span.ts';
import { SHELL } from '../encodings.ts';
import type { FileRedirection, Redirections, ShellPart, ShellWord } from '../tree.ts';
import { decodeText } from './decode.ts';
import { readPart } from './parts.ts';
import { type ReadContext, spanOfNode } from './read-context.ts';
import { DOCUMENT, PLAIN } from './word-modes.ts';
import { readWord } from './words.ts';

const NO_WORDS: readonly ShellWord[] = [];
const NO_REDIRECTIONS: readonly FileRedirection[] = [];
const NO_DOCUMENTS: readonly Span[] = [];

/** Of a command without redirections. */
export const NOT_REDIRECTED: Redirections = {
  redirected: NO_WORDS,
  input: undefined,
  redirections: NO_REDIRECTIONS,
  documents: NO_DOCUMENTS,
};

/** Reads redirections in order. */
export function readRedirections(
  context: ReadContext,
  list: readonly Redirection[] | undefined,
): Redirections {
  if (list === undefined || list.length === 0) return NOT_REDIRECTED;
  const redirected: ShellWord[] = [];
  const redirections: FileRedirection[] = [];
  const documents: Span[] = [];
  let input: ShellWord | undefined;
  for (const item of list) {
    if (item.type === 'HereDoc') {
      const document = new LazyDocument(context, item);
      const acting = actingParts(item, document);
      if (acting) redirected.push(acting);
      documents.push(document.at);
      if (isInput(item)) input = document;
      continue;
    }
    const target = item.target && readWord(context, item.target, PLAIN);
    if (target?.inert === false) redirected.push(target);
    if (item.type === 'HereString') {
      if (isInput(item)) input = target;
      continue;
    }
    if (target === undefined) continue;
    const redirection = readFile(context, item, target);
    redirections.push(redirection);
    // Of several inputs the last one counts.
    if (readsInput(redirection)) input = undefined;
  }
  return { redirected, input, redirections, documents };
}

function isInput({ descriptor }: HereDoc | HereString): boolean {
  return !descriptor || (descriptor.type === 'FileDescriptor' && descriptor.value === 0);
}

function readsInput({ operator, descriptor }: FileRedirection): boolean {
  return operator.startsWith('<') ? (descriptor ?? 0) === 0 : descriptor === 0;
}

function readFile(context: ReadContext, item: Redirect, target: ShellWord): FileRedirection {
  const { operator, descriptor } = item;
  return {
    operator,
    descriptor: descriptor?.type === 'FileDescriptorVariable' ? 'variable' : descriptor?.value,
    target,
    at: spanOfNode(context, item),
  };
}

/** Expansions of a here-document that run commands, if any. */
function actingParts({ body, delimiter }: HereDoc, document: ShellWord): ShellWord | undefined {
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

class LazyDocument implements ShellWord {
  readonly at: Span;
  /** Commands are in `redirected`. */
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
  // Takes nodes off the list, so that converted ones need no memory.
  const left = body.parts as WordPart[];
  left.reverse();
  const parts: ShellPart[] = [];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    if (next.type === 'Literal') {
      parts.push(read(spanOfNode(context, next)));
      continue;
    }
    // Unterminated: no line end follows. The parser does not report it.
    if (next.end === body.end) context.open.add(spanOfNode(context, next).start);
    parts.push(...readPart(context, next, DOCUMENT));
  }
  return parts;
}

/** `<<-` removes leading tabs, but not after a continued line. */
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
