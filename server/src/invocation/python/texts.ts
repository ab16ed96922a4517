import { filledEncodings, literalOf, PYTHON } from '../../syntax/python/encodings.ts';
import { shlexWords } from '../../syntax/shlex/reader.ts';
import { readAgainAs } from '../../text/again.ts';
import { readAgain } from '../../text/encoding.ts';
import { LIMITS } from '../../text/limits.ts';
import {
  concat,
  isKnown,
  type MappedText,
  mappedText,
  type Piece,
  slice,
  split,
  type Use,
  unknownText,
  withMarks,
} from '../../text/mapped-text.ts';
import { waysOf, wordsOf } from '../../text/operations.ts';
import { mayOpenMonitor } from '../monitor-options.ts';
import { either, optionsOf, TOO_LONG, textThrough, UNKNOWN_VALUE, type Value } from './values.ts';

/** Texts seen so far. */
export interface KnownTexts {
  /** Records a text; false if known. */
  readonly isNew: (text: MappedText) => boolean;
}

/** An empty set. */
export function knownTexts(): KnownTexts {
  const known = new Set<string>();
  return {
    isNew: ({ decoded, pieces }) => {
      const before = known.size;
      return known.add(`${pieces.map(({ at }) => at.start)} ${decoded}`).size > before;
    },
  };
}

/** A value as text; else undefined. */
export function asText(value: Value): MappedText | undefined {
  return value.kind === 'text' || value.kind === 'number' ? value.text : undefined;
}

/** A value as `str` shows it: bytes in a notation of their own. */
export function asShown(value: Value): MappedText | undefined {
  const text = asText(value);
  return text?.pieces.some(({ encodings }) => literalOf(encodings)?.isBytes) ? undefined : text;
}

/** Concatenations of one text of each part. */
export function joinedTexts(parts: readonly (readonly MappedText[])[]): Value {
  if (areTooLong(parts)) return TOO_LONG;
  const { ways, isWhole } = waysOf(parts, LIMITS.several);
  const some = isWhole ? ways : waysOf(parts.map(withoutFragments), LIMITS.several).ways;
  const joined = some.map((texts): Value => ({ kind: 'text', text: concat(texts) }));
  return isWhole ? either(...joined) : either(...joined, UNKNOWN_VALUE);
}

/** Replaces alternatives by one unknown text, unless one may be an option or address, to avoid false combinations. */
function withoutFragments(part: readonly MappedText[]): readonly MappedText[] {
  const [piece] = part.find(({ decoded }) => decoded !== '')?.pieces ?? [];
  const holdsOption = part.some(
    ({ decoded }) => /(?:^|\s)-\w|(?:addr|host)=/.test(decoded) || mayOpenMonitor(decoded),
  );
  if (piece === undefined || part.length === 1 || holdsOption) return part;
  const { at, encodings } = piece;
  return [unknownText(piece.kind === 'known' ? piece.text : piece.source, { at, encodings })];
}

function areTooLong(parts: readonly (readonly MappedText[])[]): boolean {
  let cost = 0;
  for (const part of parts) {
    const costs = part.map(({ pieces, decoded }) => pieces.length + decoded.length / 1_000);
    cost += Math.max(0, ...costs);
    if (cost > LIMITS.pieces) return true;
  }
  return false;
}

/** A value's texts in a placeholder: `{port}`, `%d`. */
export function shownAt(value: Value, use: Use, isPlain: boolean): readonly MappedText[] {
  const { source, at, encodings } = use;
  return optionsOf(value).map((own) => {
    const text = isPlain ? asShown(own) : undefined;
    return text ? textThrough(text, use) : unknownText(source, { at, encodings });
  });
}

/** Flags, width, precision, type. */
const PERCENT =
  /%(?:\((\w+)\))?([#0\- +]*)(\*|[1-9]\d*|)(?:\.(\*|\d*))?[hlL]?([diouxXeEfFgGcrsa%])/g;
const FORMAT = /\{\{|\}\}|\{([\w.[\]]*)(![rsa])?(:[^{}]*)?\}/g;

interface Place {
  readonly start: number;
  readonly end: number;
  /** Of an escape such as `%%`. */
  readonly text: string | undefined;
  readonly name: string;
  readonly isPlain: boolean;
}

/** `template % values`; undefined if not understood. */
export function fillPercent(
  template: MappedText,
  valueFor: (name: string, count: number) => Value,
): Value | undefined {
  const places: Place[] = [];
  let count = 0;
  for (const match of template.decoded.matchAll(PERCENT)) {
    const [own, name, flags, width, precision, type] = match;
    const range = { start: match.index, end: match.index + own.length };
    if (type === '%') places.push({ ...range, text: '%', name: '', isPlain: true });
    else if (width === '*' || precision === '*') return undefined;
    else {
      const isPlain =
        flags === '' && width === '' && precision === undefined && 'sdi'.includes(type ?? '');
      places.push({ ...range, text: undefined, name: name ?? String(count++), isPlain });
    }
  }
  const isNamed = count === 0;
  const percents = places.reduce((sum, { start, end }) => {
    return sum + (template.decoded.slice(start, end).match(/%/g)?.length ?? 0);
  }, 0);
  if ((template.decoded.match(/%/g)?.length ?? 0) !== percents) return undefined;
  return fill(template, places, 'percent', isNamed, (name) => valueFor(name, count));
}

/** `template.format(…)` */
export function fillFormat(
  template: MappedText,
  valueFor: (name: string) => Value,
): Value | undefined {
  const places: Place[] = [];
  let count = 0;
  let isNamed = true;
  for (const match of template.decoded.matchAll(FORMAT)) {
    const [own, name, conversion, spec] = match;
    const range = { start: match.index, end: match.index + own.length };
    if (own === '{{' || own === '}}') {
      places.push({ ...range, text: own.charAt(0), name: '', isPlain: true });
      continue;
    }
    const isPlain = (conversion === undefined || conversion === '!s') && spec === undefined;
    if (name === '') isNamed = false;
    places.push({ ...range, text: undefined, name: name || String(count++), isPlain });
  }
  return /[{}]/.test(template.decoded.replaceAll(FORMAT, ''))
    ? undefined
    : fill(template, places, 'format', isNamed, valueFor);
}

/** Fills a template with unknown values; unchanged without placeholders. */
export function asTemplate(text: MappedText): MappedText {
  if (!/[%{]/.test(text.decoded)) return text;
  const nothing = () => UNKNOWN_VALUE;
  const definition = text.pieces[0]?.definition;
  for (const filled of [fillPercent(text, nothing), fillFormat(text, nothing)]) {
    if (filled?.kind !== 'text' || isKnown(filled.text)) continue;
    // Values are part of the definition here.
    return withMarks(filled.text, (piece) => (piece.definition ? piece : { ...piece, definition }));
  }
  return text;
}

function fill(
  template: MappedText,
  places: readonly Place[],
  kind: 'percent' | 'format',
  isNamed: boolean,
  valueFor: (name: string) => Value,
): Value {
  const parts: MappedText[][] = [];
  let position = 0;
  let holes = 0;
  const layer = (isHole: boolean) => filledEncodings(kind, isNamed ? undefined : holes, isHole);
  const add = (end: number) => {
    if (end > position) {
      const own = slice(template, position, end);
      parts.push([readAgainAs(own, layer(false))]);
    }
  };
  for (const { start, end, text, name, isPlain } of places) {
    add(start);
    position = end;
    const under = slice(template, start, end);
    const [first] = under.pieces;
    const last = under.pieces.at(-1);
    // A composed place, or a value.
    if (first === undefined || last === undefined) continue;
    if (!isKnown(under)) {
      parts.push([mappedText(under.pieces.filter(({ kind }) => kind === 'unknown'))]);
      continue;
    }
    const at = { start: first.at.start, end: Math.max(first.at.end, last.at.end) };
    if (text !== undefined) {
      const encodings = readAgain(first.encodings, layer(false));
      const piece: Piece = { ...first, text, at, verbatim: false, encodings } as Piece;
      parts.push([mappedText([piece])]);
      continue;
    }
    const encodings = readAgain(first.encodings, layer(true));
    const use: Use = { at, source: under.decoded, encodings, definition: first.definition };
    const shown = shownAt(valueFor(name), use, isPlain);
    const { through } = first;
    const uses = through.toReversed();
    parts.push(shown.map((own) => uses.reduce(textThrough, own)));
    holes++;
  }
  add(template.decoded.length);
  return joinedTexts(parts);
}

/** Splits as `str.split`: at blanks, or at each match of a separator. */
export function divided(text: MappedText, separator?: RegExp): readonly MappedText[] {
  const fields = separator ? split(text, separator) : wordsOf(text);
  return fields.map((field) => readAgainAs(field, PYTHON.divided));
}

/** Splits as `shlex.split`, if it accepts. */
export function dividedByShlex(text: MappedText): readonly MappedText[] | undefined {
  const words = shlexWords(text);
  return words.every(({ isWhole }) => isWhole) ? words.map((word) => word.value) : undefined;
}
