/** Lists of texts that are divided, and texts that lists are joined to. */
import { PYTHON } from '../../syntax/python/encodings.ts';
import { inBranch, isKnown, type MappedText } from '../../text/mapped-text.ts';
import { listOf, type Run } from './run.ts';
import { asText, dividedByShlex, joinedTexts, unknownText } from './texts.ts';
import { type Item, optionsOf, UNKNOWN_VALUE, type Value } from './values.ts';
import { itemsThrough, ownText, wordsAt } from './words.ts';

/** The words of a text as `shlex.split` divides it, as a list. */
export function shlexList(text: MappedText, at: Item['at'], run: Run): Value {
  const words = dividedByShlex(text);
  return words ? listOf(run, textItems(words, at)) : UNKNOWN_VALUE;
}

/** Texts as items; each where it stands in the text that was divided. */
export function textItems(texts: readonly MappedText[], at: Item['at']): readonly Item[] {
  return wordsAt(texts, at).map(({ value, at: place }) => {
    // Nobody knows how many words something unknown becomes that stands by itself.
    const many = value.pieces.every(({ kind }) => kind === 'unknown') && !isKnown(value);
    return { value: { kind: 'text', text: value }, at: place, many };
  });
}

/** The items of a list as one text with something between them. */
export function joinedList(
  value: Value,
  separator: string | MappedText,
  at: Item['at'],
  run: Run,
): Value {
  const items = itemsThrough(run, value);
  if (items === undefined) return UNKNOWN_VALUE;
  const mark = typeof separator === 'string' ? separator : separator.decoded;
  // Which of these is the first one decides where the commas are; blanks too many do no harm.
  if (items[0]?.branch && !/^\s*$/.test(mark)) return UNKNOWN_VALUE;
  const between =
    typeof separator === 'string'
      ? ownText(separator, { start: at.start, end: at.start })
      : separator;
  const parts = items.map((item) => {
    return optionsOf(item.value).map(({ value: own, path }) => {
      const text = asText(own) ?? unknownItem(item, run);
      return { text: item.branch ? inBranch(text, item.branch) : text, path };
    });
  });
  const joined = parts.flatMap((part, index) => {
    const branch = items[index]?.branch;
    const space = branch ? inBranch(between, branch) : between;
    return index === 0 ? [part] : [[{ text: space, path: [] }], part];
  });
  return joinedTexts(joined);
}

function unknownItem({ at }: Item, run: Run): MappedText {
  return unknownText(run.source.slice(at.start, at.end), at, PYTHON.expression);
}
