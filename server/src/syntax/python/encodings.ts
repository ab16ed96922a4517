/**
 * How text is written in a Python file, so that Python gives it back: in each kind of literal, where an expression
 * stands, and in texts that are filled in (`%`, `.format`) or divided (`.split()`) afterwards.
 */
import { type Encode, type Encodings, type LayerPart, writtenIn } from '../../text/encoding.ts';

/** A literal's quotes, and what its prefix says. */
export interface Literal {
  readonly quote: "'" | '"' | "'''" | '"""';
  readonly isRaw: boolean;
  readonly isFormat: boolean;
  readonly isBytes: boolean;
  /** Whether it is all of an expression, so that another can be added to it. */
  readonly isAlone: boolean;
  /** Whether the file imports `os`, so that the directory of a user's sockets can be asked for. */
  readonly hasOs: boolean;
}

/** The notation of everything that is written in a Python literal. */
export const PYTHON_NOTATION = 'python';

/** Such as `{port}` in an f-string. */
const HOLE = /^\{[\s\S]*\}$/;

const literals = new Map<string, Encodings>();
const literalsById = new Map<string, Literal>();

/** How text is written inside of a literal. */
export function literalEncodings(literal: Literal): Encodings {
  const { quote, isRaw, isFormat, isBytes, isAlone, hasOs } = literal;
  const letters = [isBytes && 'b', isRaw && 'r', isFormat && 'f', isAlone && 'a', hasOs && 'o'];
  const id = `${letters.filter(Boolean).join('')}${quote}`;
  const known = literals.get(id);
  if (known) return known;
  const encodings = writtenIn({
    id,
    notation: PYTHON_NOTATION,
    // What only an f-string could hold is put beside another literal, where that can be.
    expands: true,
    encode: encodeLiteral,
  });
  literals.set(id, encodings);
  literalsById.set(id, literal);
  return encodings;
}

/** The literal that text of these encodings stands in; undefined for anything else. */
export function literalOf({ layers: [outer] }: Encodings): Literal | undefined {
  return literalsById.get(outer.id);
}

const encodeLiteral: Encode = (parts, from, to) => {
  const [own, end] = [literalsById.get(from.id), literalsById.get(to.id)];
  if (own === undefined) return undefined;
  const written: string[] = [];
  let literal = own;
  const change = (next: Literal) => {
    written.push(`${literal.quote} ${opening(next)}`);
    literal = next;
  };
  for (const part of parts) {
    if (part.kind === 'text') {
      const text = escaped(part.text, literal);
      if (text === undefined) return undefined;
      written.push(text);
      continue;
    }
    const { source } = part;
    if (HOLE.test(source)) {
      if (!literal.isFormat && end?.isFormat) change(end);
      if (!literal.isFormat) return undefined;
      written.push(source);
    } else if (source === USER_DIRECTORY) {
      const added = userDirectoryIn(literal);
      if (added === undefined) return undefined;
      written.push(added);
    } else {
      written.push(`${literal.quote} + ${source} + ${opening(literal)}`);
    }
  }
  if (end === undefined) {
    // What stands in its place to the end is an expression, and not a part of a literal.
    return to.id === EXPRESSION_ID ? text(`${written.join('')}${literal.quote}`) : undefined;
  }
  if (from !== to && opening(literal) !== opening(end)) change(end);
  return text(written.join(''));
};

function text(written: string): readonly LayerPart[] {
  return [{ kind: 'text', text: written }];
}

/** A literal's prefix and its first quotes. */
export function opening({ quote, isRaw, isFormat, isBytes }: Literal): string {
  return `${isRaw ? 'r' : ''}${isFormat ? 'f' : ''}${isBytes ? 'b' : ''}${quote}`;
}

/** Text between quotes; undefined where these cannot hold it. */
function escaped(own: string, { quote, isRaw, isFormat, isBytes }: Literal): string | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what no launch has in its arguments.
  if (/[\u0000-\u001f\u007f]/.test(own) || (isBytes && /[^ -~]/.test(own))) return undefined;
  const braced = isFormat ? own.replace(/[{}]/g, '$&$&') : own;
  if (isRaw) return /[\\'"]/.test(braced) ? undefined : braced;
  const letter = quote.charAt(0);
  return braced.replace(/\\/g, '\\\\').replaceAll(letter, `\\${letter}`);
}

/**
 * Where a user's sockets lie, as an expression: the runtime directory of a session, or the home directory, which is
 * known without `HOME` too.
 */
export const USER_DIRECTORY = "os.environ.get('XDG_RUNTIME_DIR') or os.path.expanduser('~')";

function userDirectoryIn({ quote, isAlone, hasOs, ...literal }: Literal): string | undefined {
  if (!hasOs || literal.isBytes) return undefined;
  // Before 3.12 an f-string cannot hold its own quotes.
  const other = quote.startsWith("'") ? '"' : "'";
  const expression = USER_DIRECTORY.replaceAll("'", other);
  if (literal.isFormat) return `{${expression}}`;
  if (!isAlone) return undefined;
  const own = USER_DIRECTORY.replaceAll("'", quote.charAt(0));
  return `${quote} + (${own}) + ${opening({ quote, isAlone, hasOs, ...literal })}`;
}

const EXPRESSION_ID = 'python-expression';

const encodeExpression: Encode = (parts, from, to) => {
  const end = literalsById.get(to.id);
  if (from !== to && end === undefined) return undefined;
  const items: string[] = [];
  for (const [index, part] of parts.entries()) {
    const isLast = end !== undefined && index === parts.length - 1;
    if (part.kind === 'source') {
      if (HOLE.test(part.source) || part.source === USER_DIRECTORY || isLast) return undefined;
      items.push(part.source);
      continue;
    }
    const literal: Literal = end && isLast ? end : PLAIN;
    const own = escaped(part.text, literal);
    if (own === undefined) return undefined;
    items.push(`${opening(literal)}${own}${isLast ? '' : literal.quote}`);
  }
  return items.length === 0 ? undefined : text(items.join(' + '));
};

const PLAIN: Literal = {
  quote: '"',
  isRaw: false,
  isFormat: false,
  isBytes: false,
  isAlone: true,
  hasOs: false,
};

const encodeNumber: Encode = (parts) => {
  const isNumber = parts.every((part) => part.kind === 'text' && /^\d+$/.test(part.text));
  return isNumber && parts.length > 0 ? parts : undefined;
};

/** A text that is filled in: each `%s` needs its value, and those of `{}` are counted. */
const encodeFilled = (escapes: RegExp, isCounted: boolean): Encode => {
  return (parts, from, to) => {
    const first = countOf(from.id, false);
    const last = countOf(to.id, true);
    let filled = 0;
    const encoded: LayerPart[] = [];
    for (const part of parts) {
      if (part.kind === 'text') {
        encoded.push({ kind: 'text', text: part.text.replace(escapes, '$&$&') });
        continue;
      }
      if (!/^[%{]/.test(part.source) || part.source === USER_DIRECTORY) return undefined;
      filled++;
      encoded.push({ kind: 'text', text: part.source });
    }
    return !isCounted || filled === last - first ? encoded : undefined;
  };
};

/** Before which of the places to fill in a text of an encoding begins, or behind which it ends. */
function countOf(id: string, isEnd: boolean): number {
  const [, count = '0', hole] = /(?<!\d)(\d+)(hole)?$/.exec(id) ?? [];
  return Number(count) + (hole !== undefined && isEnd ? 1 : 0);
}

const filled = new Map<string, Encodings>();

/**
 * The layer of a template's text behind so many places to fill in, or of such a place itself. Where values are named
 * or numbered nothing is counted.
 */
export function filledEncodings(
  kind: 'percent' | 'format',
  count: number | undefined,
  isHole: boolean,
): Encodings {
  const id = `${kind}${count ?? ''}${isHole && count !== undefined ? 'hole' : ''}`;
  const known = filled.get(id);
  if (known) return known;
  const encodings = writtenIn({
    id,
    notation: kind,
    encode: encodeFilled(kind === 'percent' ? /%/g : /[{}]/g, count !== undefined),
  });
  filled.set(id, encodings);
  return encodings;
}

const encodeDivided: Encode = (parts) => {
  // There may be a blank in the name of a user's directory.
  const isOne = parts.every((part) => {
    return part.kind === 'source' ? part.source !== USER_DIRECTORY : !/\s/.test(part.text);
  });
  return isOne ? parts : undefined;
};

/** What has no quotes where a shell gets it (`shlex.quote`), and is nothing else for that shell. */
export const UNQUOTED = /^[\w@%+=:,./-]*$/;

const encodeUnquoted =
  (plain: RegExp): Encode =>
  (parts) => {
    const encoded = parts.map((part): LayerPart => {
      // Whatever is filled in stays one word without the quotes of the shell, too.
      return part.kind === 'source' ? part : { kind: 'text', text: part.text.replaceAll('"', '') };
    });
    const isPlain = encoded.every((part) => {
      return part.kind === 'source' ? /^[%{]/.test(part.source) : plain.test(part.text);
    });
    return isPlain ? encoded : undefined;
  };

/** Text of no literal: an expression, a number, and a word of a text that `.split()` divides. */
export const PYTHON = {
  expression: writtenIn({
    id: EXPRESSION_ID,
    notation: PYTHON_NOTATION,
    expands: true,
    encode: encodeExpression,
  }),
  number: writtenIn({
    id: 'python-number',
    notation: 'python-number',
    encode: encodeNumber,
  }),
  divided: writtenIn({
    id: 'divided',
    notation: 'divided',
    encode: encodeDivided,
  }),
  /** What `shlex.quote` gets, which puts quotes around all that needs some. */
  unquoted: writtenIn({
    id: 'unquoted',
    notation: 'unquoted',
    encode: encodeUnquoted(UNQUOTED),
  }),
  /** A command that somebody else gets, who may be no shell: the same for all that divide it at its blanks. */
  handed: writtenIn({
    id: 'handed',
    notation: 'handed',
    encode: encodeUnquoted(/^[\w@%+=:,./ -]*$/),
  }),
} as const;
