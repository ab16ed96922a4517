/** String literal forms of programming languages: delimiters, escapes, interpolation. */

import {
  type Encode,
  type Encoding,
  type Encodings,
  type LayerPart,
  writtenIn,
} from '../../text/encoding.ts';
import { LIMITS } from '../../text/limits.ts';
import { once } from '../../text/lookup.ts';

/** `doubled`: the quote twice; `indented`: Nix's `''`; `quote`: a backslash before quotes and backslashes only. */
type Escapes = 'backslash' | 'quote' | 'backtick' | 'doubled' | 'indented' | 'none';

/** What begins an interpolation. `$scope:name` includes `$env:TEMP`; `$name->{key}` and `@name` are Perl's. */
export type HoleOpening =
  | ('${' | '$(' | '{' | '%{' | '#{')
  | ('$name' | '$path.name' | '$scope:name' | '%name%' | '!name!' | '$name->{key}' | '@name');

/** A kind of string literal. */
export interface StringForm {
  /** Unique among all forms. */
  readonly id: string;
  /** Sticky; the end repeats its group. */
  readonly open: RegExp;
  readonly close: (group: string) => string;
  readonly multiline: boolean;
  /** Whether it may contain balanced brackets of its own kind. */
  readonly nests?: boolean;
  readonly escapes: Escapes;
  readonly holes: readonly HoleOpening[];
  /** For unquoted words, a sticky pattern of the whole word. */
  readonly word?: RegExp;
  /** Whether a backslash at a line's end removes the blanks after it. */
  readonly trims?: boolean;
  /** Whether a backslash before a line ending keeps it. */
  readonly keepsLines?: boolean;
  /** The quote, if a sum of strings and names can replace the string. */
  readonly sums?: string;
  readonly encodings: Encodings;
}

/** Of all literals. Text encoded for one form is invalid in another. */
const LITERAL = 'literal';

type FormParts = Omit<StringForm, 'encodings' | 'holes' | 'multiline' | 'close'> &
  Partial<Pick<StringForm, 'holes' | 'multiline'>> & {
    readonly close: string | ((group: string) => string);
  };

/** Builds a form with its encodings. */
export function stringForm(parts: FormParts): StringForm {
  const { close, holes = [], multiline = false } = parts;
  const end = typeof close === 'string' ? () => close : close;
  const whole = { ...parts, close: end, holes, multiline };
  const encode = encodeIn(whole);
  const { id, sums } = parts;
  const encodings = writtenIn({ id, notation: LITERAL, encode });
  if (sums) quotes.set(encodings, sums);
  return { ...whole, encodings };
}

/** Code between literals; it accepts no edits. */
export const CODE: Encodings = {
  layers: [{ id: 'code', notation: 'code', encode: () => undefined }],
  written: 0,
};

const placeOf = new WeakMap<Encoding, { readonly of: Encoding; readonly number: number }>();

/** The encoding of part `number` of `tcp:0.0.0.0:%d,server`: text is even, `%d` odd. Undefined beyond the limit. */
export function formattedPlace(encodings: Encodings, number: number): Encodings | undefined {
  return placesOf(encodings)[number];
}

/** Part 0 is before the first placeholder, 1 is that placeholder. */
const placesOf = once((encodings: Encodings): readonly Encodings[] => {
  const [of, ...inner] = encodings.layers;
  if (of.notation !== LITERAL) return [];
  return Array.from({ length: 2 * LIMITS.kept + 1 }, (_, number): Encodings => {
    const encode: Encode = (parts, from, to, position) => {
      const [first, last] = [placeOf.get(from), placeOf.get(to)];
      if (first === undefined || last === undefined || first.of !== last.of) return undefined;
      const filled = parts.filter(({ kind }) => kind === 'source').length;
      if (filled !== Math.ceil(last.number / 2) - Math.floor(first.number / 2)) return undefined;
      return of.encode(parts, of, of, position);
    };
    const place: Encoding = { ...of, id: `${of.id}-${number}`, encode };
    placeOf.set(place, { of, number });
    return { ...encodings, layers: [place, ...inner] };
  });
});

/** The encoding of an operand of `'tcp:' + port + ',server'`: strings even, code odd. Undefined beyond the limit. */
export function summandPlace(
  string: Encodings,
  number: number,
  joins: readonly string[],
): Encodings | undefined {
  return summandsOf(joins)(string)[number];
}

const quotes = new WeakMap<Encodings, string>();

const summandsOf = once((joins: readonly string[]) =>
  once((string: Encodings): readonly Encodings[] => {
    const [mark] = joins;
    const [of, ...inner] = string.layers;
    const quote = quotes.get(string);
    if (quote === undefined || inner.length > 0) return [];
    return Array.from({ length: LIMITS.kept }, (_, number): Encodings => {
      const encode: Encode = (parts, from, to, position) => {
        const [first, last] = [summandOf.get(from), summandOf.get(to)];
        // Text that begins with code has no string to start in.
        if (!first || !last || first.of !== last.of || first.number % 2 === 1) return undefined;
        if (first === last) return of.encode(parts, of, of, position);
        const code = parts.filter(({ kind }) => kind === 'source').length;
        // A replacement may span from one string to another.
        const isOther = code === 0 && last.number % 2 === 0;
        if (!isOther && code !== Math.ceil(last.number / 2) - first.number / 2) return undefined;
        let written = '';
        for (const part of parts) {
          if (part.kind === 'source') {
            written += `${quote} ${mark} ${part.source} ${mark} ${quote}`;
            continue;
          }
          const [own] = of.encode([part], of, of, position) ?? [];
          if (own?.kind !== 'text') return undefined;
          written += own.text;
        }
        return [{ kind: 'text', text: last.number % 2 === 1 ? written + quote : written }];
      };
      const place: Encoding = { ...of, id: `${of.id}-sum-${number}`, encode };
      summandOf.set(place, { of, number });
      return { layers: [place], written: 1 };
    });
  }),
);

const summandOf = new WeakMap<Encoding, { readonly of: Encoding; readonly number: number }>();

function encodeIn(form: Omit<StringForm, 'encodings'>): Encode {
  return (parts, from, to, { level }) => {
    if (from !== to) return undefined;
    const encoded: LayerPart[] = [];
    for (const part of parts) {
      if (part.kind === 'source') {
        // The literal's interpolations stay; code between literals cannot move into one.
        if (part.level < level) return undefined;
        // Environment variables are expanded only in literals with interpolation.
        if (/^\$env:|^%\w+%$/.test(part.source) && form.holes.length === 0) return undefined;
        encoded.push({ kind: 'text', text: part.source });
        continue;
      }
      const text = encodeText(part.text, form);
      if (text === undefined) return undefined;
      encoded.push({ kind: 'text', text });
    }
    // A blank ends an unquoted word; the value of `%USERNAME%` may contain one.
    const mayHaveBlanks = parts.some(
      (part) => part.kind === 'source' && /^%\w+%$/.test(part.source),
    );
    if (form.word && mayHaveBlanks) {
      const quote = { kind: 'text', text: '"' } as const;
      return [quote, ...encoded, quote];
    }
    // Leading blanks could join the margin.
    const ends = [encoded[0], encoded.at(-1)].map((part) =>
      part?.kind === 'text' ? part.text : '',
    );
    if (form.escapes === 'indented' && /^\s|\s$/.test(`${ends[0]}\0${ends[1]}`)) return undefined;
    // An empty raw literal would be quotes only, unless it has brackets.
    const isEmpty = encoded.every((part) => part.kind === 'text' && part.text === '');
    return isEmpty && form.escapes === 'none' && form.multiline && !form.nests
      ? undefined
      : encoded;
  };
}

const NAMED_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\n', 'n'],
  ['\r', 'r'],
  ['\t', 't'],
]);

function encodeText(text: string, form: Omit<StringForm, 'encodings'>): string | undefined {
  let written = '';
  const characters = [...text];
  for (const [index, character] of characters.entries()) {
    const one = encodeCharacter(character, characters[index + 1] ?? '', form);
    if (one === undefined) return undefined;
    written += one;
  }
  return written;
}

function encodeCharacter(
  character: string,
  next: string,
  form: Omit<StringForm, 'encodings'>,
): string | undefined {
  const { escapes, word } = form;
  const quote = form.close('').charAt(0);
  const opens = form.holes.some((hole) => hole.startsWith(character));
  const isControl = character < ' ' || character === '\u007f';
  if (word) return /^[\w.:,=+@/-]$/.test(character) && !opens ? character : undefined;
  const sign = escapes === 'backslash' ? '\\' : escapes === 'backtick' ? '`' : undefined;
  const named = sign && NAMED_ESCAPES.get(character);
  if (named) return sign + named;
  if (isControl) return undefined;
  switch (escapes) {
    case 'backslash':
      if ((character === '{' || character === '}') && form.holes.includes('{')) {
        return character + character;
      }
      if (form.holes.includes('%{') && (character === '$' || character === '%')) {
        return next === '{' ? character + character : character;
      }
      return character === '\\' || character === quote || opens ? `\\${character}` : character;
    case 'backtick':
      return character === '`' || character === quote || opens ? `\`${character}` : character;
    case 'doubled':
      if (form.holes.includes('{') && (character === '{' || character === '}')) {
        return character + character;
      }
      if (opens) return undefined;
      return character === quote ? quote + quote : character;
    case 'quote':
      return character === '\\' || character === quote ? `\\${character}` : character;
    case 'indented':
      // Two quotes would end the literal; what a final `$` means depends on the next part.
      if (character === "'" || (character === '$' && next === '')) return undefined;
      return character === '$' && next === '{' ? "''$" : character;
    case 'none':
      // An unescaped blank separates words of a list.
      if (form.nests && /[ \\]/.test(character)) return undefined;
      // Rejects characters that could belong to the closing delimiter.
      return /["'`()[\]{}<>|!]/.test(character) || opens ? undefined : character;
  }
}
