/** Encodes text for Python: literals, expressions, and texts that are filled in (`%`, `.format`) or split. */
import { type Encode, type Encodings, type LayerPart, writtenIn } from '../../text/encoding.ts';

/** A literal's quotes and prefix. */
export interface Literal {
  readonly quote: "'" | '"' | "'''" | '"""';
  readonly isRaw: boolean;
  readonly isFormat: boolean;
  readonly isBytes: boolean;
  /** It is a whole expression, so that `+ …` can be added. */
  readonly isAlone: boolean;
  /** Whether the file imports `os`, for the runtime directory. */
  readonly hasOs: boolean;
}

/** The notation of text in literals. */
export const PYTHON_NOTATION = 'python';

/** `{port}` of an f-string. */
const HOLE = /^\{[\s\S]*\}$/;

const literals = new Map<string, Encodings>();
const literalsById = new Map<string, Literal>();

/** Encodes text inside a literal. */
export function literalEncodings(literal: Literal): Encodings {
  const { quote, isRaw, isFormat, isBytes, isAlone, hasOs } = literal;
  const letters = [isBytes && 'b', isRaw && 'r', isFormat && 'f', isAlone && 'a', hasOs && 'o'];
  const id = `${letters.filter(Boolean).join('')}${quote}`;
  const known = literals.get(id);
  if (known) return known;
  const encodings = writtenIn({
    id,
    notation: PYTHON_NOTATION,
    // Source that needs an f-string goes beside the literal if possible.
    expands: true,
    encode: encodeLiteral,
  });
  literals.set(id, encodings);
  literalsById.set(id, literal);
  return encodings;
}

/** The literal of an encoding; undefined for other texts. */
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
    // The rest of the place is an expression, outside the literal.
    return to.id === EXPRESSION_ID ? text(`${written.join('')}${literal.quote}`) : undefined;
  }
  if (from !== to && opening(literal) !== opening(end)) change(end);
  return text(written.join(''));
};

function text(written: string): readonly LayerPart[] {
  return [{ kind: 'text', text: written }];
}

/** The prefix and opening quotes. */
export function opening({ quote, isRaw, isFormat, isBytes }: Literal): string {
  return `${isRaw ? 'r' : ''}${isFormat ? 'f' : ''}${isBytes ? 'b' : ''}${quote}`;
}

function escaped(own: string, { quote, isRaw, isFormat, isBytes }: Literal): string | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what no launch has in its arguments.
  if (/[\u0000-\u001f\u007f]/.test(own) || (isBytes && /[^ -~]/.test(own))) return undefined;
  const braced = isFormat ? own.replace(/[{}]/g, '$&$&') : own;
  if (isRaw) return /[\\'"]/.test(braced) ? undefined : braced;
  const letter = quote.charAt(0);
  return braced.replace(/\\/g, '\\\\').replaceAll(letter, `\\${letter}`);
}

/** The session's runtime directory or the home directory, known even without `HOME`. */
export const USER_DIRECTORY = "os.environ.get('XDG_RUNTIME_DIR') or os.path.expanduser('~')";

function userDirectoryIn({ quote, isAlone, hasOs, ...literal }: Literal): string | undefined {
  if (!hasOs || literal.isBytes) return undefined;
  // Before Python 3.12, an f-string cannot contain its own quotes.
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

/** Every `%s` of a template needs its value, and each `{}` counts. */
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

/** The placeholder before which an encoding's text begins or after which it ends. */
function countOf(id: string, isEnd: boolean): number {
  const [, count = '0', hole] = /(?<!\d)(\d+)(hole)?$/.exec(id) ?? [];
  return Number(count) + (hole !== undefined && isEnd ? 1 : 0);
}

const filled = new Map<string, Encodings>();

/** The layer of a template after `count` placeholders, or of one (`isHole`); no `count` for named or numbered ones. */
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
  // A home directory may contain a blank.
  const isOne = parts.every((part) => {
    return part.kind === 'source' ? part.source !== USER_DIRECTORY : !/\s/.test(part.text);
  });
  return isOne ? parts : undefined;
};

/** Characters that `shlex.quote` leaves unquoted. */
export const UNQUOTED = /^[\w@%+=:,./-]*$/;

const encodeUnquoted =
  (plain: RegExp): Encode =>
  (parts) => {
    const encoded = parts.map((part): LayerPart => {
      // The value stays one word even without shell quotes.
      return part.kind === 'source' ? part : { kind: 'text', text: part.text.replaceAll('"', '') };
    });
    const isPlain = encoded.every((part) => {
      return part.kind === 'source' ? /^[%{]/.test(part.source) : plain.test(part.text);
    });
    return isPlain ? encoded : undefined;
  };

/** Text outside literals: expressions, numbers, words for `.split()`. */
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
  unquoted: writtenIn({
    id: 'unquoted',
    notation: 'unquoted',
    encode: encodeUnquoted(UNQUOTED),
  }),
  /** A command for an unknown receiver, which shells and `.split()` divide alike. */
  handed: writtenIn({
    id: 'handed',
    notation: 'handed',
    encode: encodeUnquoted(/^[\w@%+=:,./ -]*$/),
  }),
} as const;
