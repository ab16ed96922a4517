/** Edits words that are items of a list: `["kvm", "-qmp", "tcp::1"]`, or dashed lines in YAML. */
import type { Word } from '../invocation/invocation.ts';
import type { NewOption } from '../qemu/change/change.ts';
import { plain, spell, type Template } from '../syntax/spell.ts';
import type { Edit } from '../text/edit.ts';
import { anchorWithin } from '../text/edit-anchor.ts';
import type { Encodings } from '../text/encoding.ts';
import { type Span, stretchesOf } from '../text/span.ts';
import { isWrittenHere } from './divided-words.ts';
import { editInFront } from './placeholders.ts';
import type { EditPlace, EditSupport, RemovedOption } from './support.ts';
import { lineStartBefore, newLine, wholeLines } from './whole-lines.ts';

/** Quotes of an item by the layer of its list. */
const QUOTES: ReadonlyMap<string, string> = new Map([
  ['plain-start', ''],
  ['plain-in-flow-start', ''],
  ['single-quoted', "'"],
  ['double-quoted', '"'],
  ['json-string', '"'],
]);

export const LIST_EDIT: EditSupport = { addWords, addOptions, splitWord, removeWords };

interface ItemStyle {
  readonly quote: string;
  readonly from: Encodings;
  readonly to: Encodings;
  readonly between: string;
}

function styleOf(source: string, word: Word): ItemStyle | undefined {
  const { value, at } = word;
  const [first] = value.pieces;
  const last = value.pieces.at(-1);
  if (first === undefined || last === undefined || !isWrittenHere(word)) return undefined;
  const layer = first.encodings.layers.findLast(({ id }) => QUOTES.has(id));
  const quote = layer && QUOTES.get(layer.id);
  if (quote === undefined) return undefined;
  const style = { quote, from: first.encodings, to: last.encodings };
  const margin = lineStartBefore(source, at.start);
  const next = margin === undefined ? undefined : newLine(source, margin, at.start);
  if (isDashed(source, at)) {
    return next === undefined ? undefined : { ...style, between: `${next}- ` };
  }
  return { ...style, between: next === undefined ? ', ' : `,${next}` };
}

function isDashed(source: string, { start }: Span): boolean {
  return /^-\s/.test(source.slice(start, start + 2));
}

function itemOf(word: Template, { quote, from, to }: ItemStyle): string | undefined {
  const spelled = spell(word, from, to);
  return spelled === undefined ? undefined : `${quote}${spelled}${quote}`;
}

function itemsOf(words: readonly Template[], style: ItemStyle): readonly string[] | undefined {
  const items = words.map((word) => itemOf(word, style));
  return items.every((item) => item !== undefined) ? items : undefined;
}

function addWords(
  { source }: EditPlace,
  after: Word,
  words: readonly Template[],
): Edit | undefined {
  const style = styleOf(source, after);
  const items = style && itemsOf(words, style);
  if (style === undefined || items === undefined) return undefined;
  const { end } = after.at;
  return { at: { start: end, end }, text: items.map((item) => style.between + item).join('') };
}

function addOptions(
  { source }: EditPlace,
  [word]: readonly Word[],
  options: readonly NewOption[],
): Edit | undefined {
  return editInFront(word, options, (first, texts) => {
    const style = styleOf(source, first);
    const items = style && itemsOf(texts.map(plain), style);
    if (style === undefined || items === undefined) return undefined;
    const dash = isDashed(source, first.at) ? '- ' : '';
    const between = dash === '' ? style.between : style.between.slice(0, -dash.length);
    return items.map((item) => `${dash}${item}${between}`).join('');
  });
}

function splitWord(source: string, word: Word, start: number, end: number): Edit | undefined {
  const style = styleOf(source, word);
  const anchor = anchorWithin(word.value, start, end, word.at);
  if (style === undefined || anchor === undefined) return undefined;
  return { at: anchor.at, text: `${style.quote}${style.between}${style.quote}` };
}

function removeWords(
  { source }: EditPlace,
  options: readonly RemovedOption[],
  instead: readonly string[],
): readonly Edit[] | undefined {
  const words = options.flatMap((option) => option.words);
  const [first] = words;
  const style = first && styleOf(source, first);
  const items = style && itemsOf(instead.map(plain), style);
  if (first === undefined || style === undefined || items === undefined) return undefined;
  if (!words.every((word) => styleOf(source, word) !== undefined)) return undefined;
  const stretches = stretchesOf(
    words.map(({ at }) => at),
    (start, end) => SEPARATOR.test(source.slice(start, end)),
  );
  const edits = stretches.map((at, index): Edit | undefined => {
    if (index > 0 || items.length === 0) return withoutItems(source, at);
    const dash = isDashed(source, at) ? '- ' : '';
    return { at, text: dash + items.join(style.between) };
  });
  return edits.every((edit) => edit !== undefined) ? edits : undefined;
}

const SEPARATOR = /^\s*(?:,\s*)?$/;

/** The edit that removes items with their separators; undefined if other text is between them. */
function withoutItems(source: string, at: Span): Edit | undefined {
  if (isDashed(source, at)) {
    const lines = wholeLines(source, at);
    return lines && { at: lines, text: '' };
  }
  const behind = skipBlanks(source, at.end);
  if (source[behind] === ',') {
    const lines = wholeLines(source, { start: at.start, end: behind + 1 });
    const next = skipBlanks(source, behind + 1);
    return { at: lines ?? { start: at.start, end: next }, text: '' };
  }
  if (!/[\])]/.test(source.charAt(behind))) return undefined;
  let before = at.start;
  while (before > 0 && /\s/.test(source.charAt(before - 1))) before--;
  if (source[before - 1] === ',') return { at: { start: before - 1, end: at.end }, text: '' };
  return source[before - 1] === '[' ? { at, text: '' } : undefined;
}

function skipBlanks(source: string, from: number): number {
  let at = from;
  while (at < source.length && /\s/.test(source.charAt(at))) at++;
  return at;
}
