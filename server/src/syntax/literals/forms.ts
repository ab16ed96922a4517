/**
 * The kinds of string literals that programming languages have: how one begins and ends, what a backslash means in it,
 * and what is replaced. Languages are rows of these in `languages.ts`.
 */
import {
  type Encode,
  type Encoding,
  type Encodings,
  type LayerPart,
  writtenIn,
} from '../../text/encoding.ts';
import { oncePer } from '../../text/lookup.ts';

/**
 * What stands for another character in a literal. `backslash`: as in C; `backtick`: as in PowerShell; `doubled`: the
 * quote twice; `indented`: as in the `''` of Nix; `quote`: a backslash in front of a quote or of another one; `none`:
 * nothing does.
 */
type Escapes = 'backslash' | 'quote' | 'backtick' | 'doubled' | 'indented' | 'none';

/**
 * What begins something that is replaced, such as `${`; `$scope:name` may also be `$env:TEMP`, `$path.name` `$params.PORT`,
 * and `$name->{key}` and `@name` are Perl's variables with all that leads into them.
 */
export type HoleOpening =
  | ('${' | '$(' | '{' | '%{' | '#{')
  | ('$name' | '$path.name' | '$scope:name' | '%name%' | '!name!' | '$name->{key}' | '@name');

/** One kind of string literal. */
export interface StringForm {
  /** Unique among all forms. */
  readonly id: string;
  /** What it begins with; a group is what its end repeats. Sticky. */
  readonly open: RegExp;
  /** What it ends with. */
  readonly close: (group: string) => string;
  /** Whether it may go on over lines. */
  readonly multiline: boolean;
  /** Whether brackets like its own may stand in it, in pairs. */
  readonly nests?: boolean;
  readonly escapes: Escapes;
  readonly holes: readonly HoleOpening[];
  /** For a word without quotes all that belongs to it. Sticky. */
  readonly word?: RegExp;
  /** Whether lines of it are continued by a backslash whose blanks behind it go too. */
  readonly trims?: boolean;
  /** Whether a line end behind a backslash is one all the same. */
  readonly keepsLines?: boolean;
  readonly encodings: Encodings;
}

/** The notation of all literals; what is spelled for one is not for another. */
const LITERAL = 'literal';

type FormParts = Omit<StringForm, 'encodings' | 'holes' | 'multiline' | 'close'> &
  Partial<Pick<StringForm, 'holes' | 'multiline'>> & {
    readonly close: string | ((group: string) => string);
  };

/** A form with the encodings of its texts. */
export function stringForm(parts: FormParts): StringForm {
  const { close, holes = [], multiline = false } = parts;
  const end = typeof close === 'string' ? () => close : close;
  const whole = { ...parts, close: end, holes, multiline };
  const encode = encodeIn(whole);
  const { id } = parts;
  return { ...whole, encodings: writtenIn({ id, notation: LITERAL, encode }) };
}

/** Source code between literals, in which nothing is spelled. */
export const CODE: Encodings = {
  layers: [{ id: 'code', notation: 'code', encode: () => undefined }],
  written: 0,
};

/** How many places in one literal are told apart that a program fills in by their order. */
const MAX_PLACES = 6;

const placeOf = new WeakMap<Encoding, { readonly of: Encoding; readonly number: number }>();

/**
 * How text is written at a place of a literal such as `tcp:0.0.0.0:%d,server`, so that what is written there goes on
 * having as many `%d` as before: somebody counts them. Even numbers are what stands between two of them. Undefined for
 * too many.
 */
export function formattedPlace(encodings: Encodings, number: number): Encodings | undefined {
  return placesOf(encodings)[number];
}

/** The places of a literal whose parts are filled in by their order: 0 is in front of the first, 1 is the first, and so on. */
const placesOf = oncePer((encodings: Encodings): readonly Encodings[] => {
  const [of, ...inner] = encodings.layers;
  if (of.notation !== LITERAL) return [];
  return Array.from({ length: 2 * MAX_PLACES + 1 }, (_, number): Encodings => {
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

/** How many parts of a sum of strings are told apart. */
const MAX_SUMMANDS = 8;

/**
 * How text is written in a sum such as `'tcp:0.0.0.0:' + port + ',server'`, whose strings are all written alike: even
 * numbers are strings, odd ones the code between them, of which none may get lost. Undefined for too many.
 */
export function summandPlace(string: Encodings, number: number): Encodings | undefined {
  return summandsOf(string)[number];
}

const summandsOf = oncePer((string: Encodings): readonly Encodings[] => {
  const [of, ...inner] = string.layers;
  const quote = QUOTES.get(of.id);
  if (quote === undefined || inner.length > 0) return [];
  const mark = of.id.startsWith('perl') ? '.' : '+';
  return Array.from({ length: MAX_SUMMANDS }, (_, number): Encodings => {
    const encode: Encode = (parts, from, to, position) => {
      const [first, last] = [summandOf.get(from), summandOf.get(to)];
      // What begins with code has no string to begin in.
      if (!first || !last || first.of !== last.of || first.number % 2 === 1) return undefined;
      if (first === last) return of.encode(parts, of, of, position);
      const code = parts.filter(({ kind }) => kind === 'source').length;
      // Another string may come in the place of all from one string to another.
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
});

/** The quotes of the strings that programs add. */
const QUOTES: ReadonlyMap<string, string> = new Map([
  ['single', "'"],
  ['ruby-single', "'"],
  ['perl-single', "'"],
  ['template', '`'],
  ...['double', 'c-double', 'dollar-double', 'groovy-double', 'ruby-double', 'perl-double'].map(
    (id) => [id, '"'] as const,
  ),
]);

const summandOf = new WeakMap<Encoding, { readonly of: Encoding; readonly number: number }>();

function encodeIn(form: Omit<StringForm, 'encodings'>): Encode {
  return (parts, from, to, { level }) => {
    if (from !== to) return undefined;
    const encoded: LayerPart[] = [];
    for (const part of parts) {
      if (part.kind === 'source') {
        // What is replaced in the literal stays as it is; code between two literals has no place in one.
        if (part.level < level) return undefined;
        // A variable of the environment is replaced where the literal has others replaced.
        if (/^\$env:|^%\w+%$/.test(part.source) && form.holes.length === 0) return undefined;
        encoded.push({ kind: 'text', text: part.source });
        continue;
      }
      const text = encodeText(part.text, form);
      if (text === undefined) return undefined;
      encoded.push({ kind: 'text', text });
    }
    // A word ends at a blank, and the name of a user may have one.
    const mayHaveBlanks = parts.some(
      (part) => part.kind === 'source' && /^%\w+%$/.test(part.source),
    );
    if (form.word && mayHaveBlanks) {
      const quote = { kind: 'text', text: '"' } as const;
      return [quote, ...encoded, quote];
    }
    // Blanks at the ends may be some of the margin.
    const ends = [encoded[0], encoded.at(-1)].map((part) =>
      part?.kind === 'text' ? part.text : '',
    );
    if (form.escapes === 'indented' && /^\s|\s$/.test(`${ends[0]}\0${ends[1]}`)) return undefined;
    // Without anything in it a raw literal may be all quotes, unless brackets are around it.
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

/** Text as it is written in a literal; undefined where that has no way to say it. */
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
  switch (escapes) {
    case 'backslash': {
      const named = NAMED_ESCAPES.get(character);
      if (named) return `\\${named}`;
      if (isControl) return undefined;
      if ((character === '{' || character === '}') && form.holes.includes('{')) {
        return character + character;
      }
      if (form.holes.includes('%{') && (character === '$' || character === '%')) {
        return next === '{' ? character + character : character;
      }
      return character === '\\' || character === quote || opens ? `\\${character}` : character;
    }
    case 'backtick': {
      const named = NAMED_ESCAPES.get(character);
      if (named) return `\`${named}`;
      if (isControl) return undefined;
      return character === '`' || character === quote || opens ? `\`${character}` : character;
    }
    case 'doubled':
      if (isControl) return undefined;
      if (form.holes.includes('{') && (character === '{' || character === '}')) {
        return character + character;
      }
      if (opens) return undefined;
      return character === quote ? quote + quote : character;
    case 'quote':
      if (isControl) return undefined;
      return character === '\\' || character === quote ? `\\${character}` : character;
    case 'indented':
      // Two quotes are its end, and what the next part begins with nobody knows here.
      if (isControl || character === "'" || (character === '$' && next === '')) return undefined;
      return character === '$' && next === '{' ? "''$" : character;
    case 'none':
      // A blank divides a list of words, unless there is a backslash in front of it.
      if (form.nests && /[ \\]/.test(character)) return undefined;
      // What may be a part of its end is not worth finding out.
      return isControl || /["'`()[\]{}<>|!]/.test(character) || opens ? undefined : character;
  }
}
