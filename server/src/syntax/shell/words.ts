/** Turns the parser's words into ours: quotes removed, expansions told apart, sources kept. */
import type { DoubleQuotedChild, HereDoc, ParameterExpansionPart, Word, WordPart } from 'unbash';
import { verbatim } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import { decodeText } from './decode.ts';
import { type ReadContext, spanOfNode } from './read-context.ts';
import type { OpaquePart, ParameterPart, ShellContext, ShellPart, ShellWord } from './tree.ts';

/** What may run a command or assign: substitutions, and `${x:=…}`. */
const ACTS = /`|[$<>]\(|\$\{\w+:?=/;

/** A word of the parser as a word of ours. */
export function readWord(context: ReadContext, word: Word, base: ShellContext = 'bare'): ShellWord {
  return new LazyWord(context, word, base);
}

/**
 * A handle on the parser's word that decodes it when it is asked for. A class, the one of the engine,
 * because a script has thousands of words and a getter on a prototype costs them nothing.
 */
class LazyWord implements ShellWord {
  readonly at: Span;
  readonly inert: boolean;
  readonly #context: ReadContext;
  readonly #word: Word;
  readonly #base: ShellContext;
  #parts: readonly ShellPart[] | undefined;

  constructor(context: ReadContext, word: Word, base: ShellContext) {
    this.at = spanOfNode(context, word);
    this.inert = !ACTS.test(word.text);
    this.#context = context;
    this.#word = word;
    this.#base = base;
  }

  get parts(): readonly ShellPart[] {
    this.#parts ??= readParts(this.#context, this.#word, this.at, this.#base);
    return this.#parts;
  }
}

/** The lines of a here-document. Nothing expands in them where the delimiter is quoted (`<<'EOF'`). */
export function readHereDocument(context: ReadContext, document: HereDoc): ShellWord {
  return new LazyDocument(context, document);
}

/** Read when it is asked for, as words are: most here-documents are none of our business. */
class LazyDocument implements ShellWord {
  readonly at: Span;
  /** The commands inside are visited with those of the other redirections. */
  readonly inert = true;
  readonly #context: ReadContext;
  readonly #document: HereDoc;

  constructor(context: ReadContext, document: HereDoc) {
    this.at = spanOfNode(context, document.body);
    this.#context = context;
    this.#document = document;
  }

  get parts(): readonly ShellPart[] {
    const { body, delimiter } = this.#document;
    const text = { kind: 'text', quoted: true } as const;
    if (delimiter?.quoted) {
      return [{ ...text, text: verbatim(this.#context.source, this.at, 'quoted-document') }];
    }
    if (body.parts === undefined) return literal(this.#context, this.at, 'here-document');
    return body.parts.flatMap((part) => readPart(this.#context, part, false, 'here-document'));
  }
}

function readParts(
  context: ReadContext,
  word: Word,
  at: Span,
  base: ShellContext,
): readonly ShellPart[] {
  if (word.parts === undefined) return literal(context, at, base);
  return word.parts.flatMap((part) => readPart(context, part, false, base));
}

/**
 * One part of a word. `inDouble` tells that it stands inside double quotes (or in a here-document's
 * body, which is read like them).
 */
export function readPart(
  context: ReadContext,
  part: WordPart | DoubleQuotedChild,
  inDouble: boolean,
  base: ShellContext = 'bare',
): readonly ShellPart[] {
  const at = spanOfNode(context, part);
  const quoted = inDouble || base === 'double-operand' || base === 'here-document';
  const here: ShellContext = inDouble ? 'double' : base;
  const opaque = (many: boolean): OpaquePart => ({
    kind: 'opaque',
    at,
    source: part.text,
    quoted,
    context: here,
    many,
    body: [],
  });
  switch (part.type) {
    case 'Literal':
      return literal(context, at, here);
    case 'Glob':
    case 'ExtendedGlob':
      // A pattern that matches no file stays as it is, and QEMU's arguments name no files this way.
      return literal(context, at, here);
    case 'SingleQuoted':
      return quotedText(context, inner(at, 1), 'single');
    case 'AnsiCQuoted':
      return quotedText(context, inner(at, 2), 'ansi-c');
    case 'DoubleQuoted':
    case 'LocaleString': {
      const inside = inner(at, part.type === 'DoubleQuoted' ? 1 : 2);
      const parts = part.parts.flatMap((child) => readPart(context, child, true));
      return parts.length > 0 ? parts : quotedText(context, inside, 'double');
    }
    case 'SimpleExpansion': {
      const name = part.text.slice(1);
      return [parameter(at, part.text, quoted, here, name)];
    }
    case 'ParameterExpansion':
      return [readParameter(context, part, quoted, here)];
    case 'CommandExpansion':
      return [
        {
          kind: 'substitution',
          at,
          source: part.text,
          quoted,
          context: here,
          body: context.readScript(part.script),
        },
      ];
    case 'ProcessSubstitution':
      return [{ ...opaque(false), body: context.readScript(part.script) }];
    case 'ArithmeticExpansion':
      return [opaque(false)];
    case 'BraceExpansion':
      return [opaque(true)];
  }
}

/** The span without its opening quote of `open` characters and its closing quote of one. */
function inner(at: Span, open: number): Span {
  const start = Math.min(at.start + open, at.end);
  return { start, end: Math.max(start, at.end - 1) };
}

function quotedText(context: ReadContext, at: Span, quoting: ShellContext): readonly ShellPart[] {
  return [{ kind: 'text', text: decodeText(context.source, at, quoting), quoted: true }];
}

/** Literal text; a leading `~` outside quotes is a directory we do not know. */
function literal(context: ReadContext, at: Span, quoting: ShellContext): readonly ShellPart[] {
  const { source } = context;
  if (quoting === 'bare' && source[at.start] === '~' && isWordStart(source, at.start)) {
    const slash = source.slice(at.start, at.end).indexOf('/');
    const end = slash === -1 ? at.end : at.start + slash;
    const tilde: OpaquePart = {
      kind: 'opaque',
      at: { start: at.start, end },
      source: source.slice(at.start, end),
      quoted: true,
      context: 'bare',
      many: false,
      body: [],
    };
    return end < at.end
      ? [tilde, ...literal(context, { start: end, end: at.end }, quoting)]
      : [tilde];
  }
  const text = decodeText(source, at, quoting);
  return [{ kind: 'text', text, quoted: quoting !== 'bare' }];
}

function isWordStart(source: string, index: number): boolean {
  return index === 0 || /[\s=(;&|]/.test(source[index - 1] ?? ' ');
}

function parameter(
  at: Span,
  source: string,
  quoted: boolean,
  context: ShellContext,
  name: string,
): ParameterPart {
  return {
    kind: 'parameter',
    at,
    source,
    quoted,
    context,
    name,
    subscript: undefined,
    operator: undefined,
    operand: undefined,
  };
}

function readParameter(
  context: ReadContext,
  part: ParameterExpansionPart,
  quoted: boolean,
  here: ShellContext,
): ParameterPart {
  const at = spanOfNode(context, part);
  const plain = parameter(at, part.text, quoted, here, part.parameter);
  const { operation } = part;
  const subscript = part.index?.text;
  if (part.prefix !== undefined) return { ...plain, subscript, operator: 'other' };
  if (operation === undefined) return { ...plain, subscript };
  if (operation.type !== 'Default') return { ...plain, subscript, operator: 'other' };
  const operand = readWord(context, operation.operand, quoted ? 'double-operand' : 'bare');
  return { ...plain, subscript, operator: operation.operator, operand };
}
