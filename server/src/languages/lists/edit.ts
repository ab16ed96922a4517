/** Edits command words that are literals in lists or chained calls. */
import type { Program } from '../../invocation/lists/program.ts';
import { plain, spell, type Template } from '../../syntax/spell.ts';
import type { Edit } from '../../text/edit.ts';
import type { Span } from '../../text/span.ts';
import { editInFront } from '../placeholders.ts';
import type { EditSupport } from '../support.ts';
import { wholeLines } from '../whole-lines.ts';
import { type PairPlace, pairPlace, pairPlaceOfValue } from './pair-place.ts';

export function literalEdit(programOf: (text: string) => Program): EditSupport {
  return {
    addWords: ({ source }, after, words) => {
      const place = pairPlaceOfValue(programOf(source), after.at);
      const pairs = place && pairsLike(source, place, words);
      if (place === undefined || pairs === undefined) return undefined;
      const { end } = place.at;
      return { at: { start: end, end }, text: pairs.map((pair) => place.gap + pair).join('') };
    },
    addOptions: ({ source }, [option, value], options) => {
      const place = option && value && pairPlace(programOf(source), option.at, value.at);
      if (place === undefined) return undefined;
      const written = editInFront(option, options, (_, texts) => {
        const pairs = pairsLike(source, place, texts.map(plain));
        return pairs?.map((pair) => pair + place.gap).join('');
      });
      const { start } = place.at;
      return written && { ...written, at: { start, end: start } };
    },
    removeWords: ({ source }, options, instead) => {
      const places = options.map(({ words: [option, value] }) => {
        return option && value && pairPlace(programOf(source), option.at, value.at);
      });
      const [first, ...others] = places;
      if (first === undefined || !places.every((place) => place?.isPlainValue)) return undefined;
      const pairs = instead.length === 0 ? [] : pairsLike(source, first, instead.map(plain));
      if (pairs === undefined) return undefined;
      const gone = (pairs.length > 0 ? others : places).flatMap((place) => place ?? []);
      const replaced = pairs.length > 0 ? [{ at: first.at, text: pairs.join(first.gap) }] : [];
      const edits = mergeNeighbours(gone).map((place) => without(source, place));
      return edits.every((edit) => edit !== undefined) ? [...replaced, ...edits] : undefined;
    },
  };
}

function pairsLike(
  source: string,
  { at, option, literal, value }: PairPlace,
  words: readonly Template[],
): readonly string[] | undefined {
  const { start, end, inner, form } = literal;
  const items = words.map((word) => {
    const spelled = spell(word, form.encodings, form.encodings);
    if (spelled === undefined) return undefined;
    const opening = source.slice(option.start, inner.start);
    return opening + spelled + source.slice(inner.end, end) + source.slice(end, option.end);
  });
  if (items.includes(undefined) || items.length % 2 === 1 || start < option.start) return undefined;
  const [before, between, behind] = [
    source.slice(at.start, option.start),
    source.slice(option.end, value.start),
    source.slice(value.end, at.end),
  ];
  return Array.from({ length: items.length / 2 }, (_, index) => {
    return before + items[2 * index] + between + items[2 * index + 1] + behind;
  });
}

type Gone = Pick<PairPlace, 'at' | 'before' | 'behind' | 'isRemovable'>;

/** Merges places with only commas between them. */
function mergeNeighbours(places: readonly PairPlace[]): readonly Gone[] {
  const stretches: Gone[] = [];
  for (const place of places.toSorted((one, other) => one.at.start - other.at.start)) {
    const last = stretches.at(-1);
    if (last?.behind && last.behind.start === place.before?.start) {
      const at = { start: last.at.start, end: place.at.end };
      stretches[stretches.length - 1] = { ...last, at, behind: place.behind };
    } else stretches.push(place);
  }
  return stretches;
}

function without(source: string, { at, before, behind, isRemovable }: Gone): Edit | undefined {
  if (!isRemovable) return undefined;
  if (behind) {
    const lines = wholeLines(source, { start: at.start, end: behind.end });
    const blanks = /^\s*/.exec(source.slice(behind.end, behind.end + 200))?.[0].length ?? 0;
    return { at: lines ?? { start: at.start, end: behind.end + blanks }, text: '' };
  }
  if (before) {
    const isNext = source.slice(before.end, at.start).trim() === '';
    return isNext ? { at: { start: before.start, end: at.end }, text: '' } : undefined;
  }
  return { at: wholeLines(source, at) ?? withBlanks(source, at), text: '' };
}

function withBlanks(source: string, { start, end }: Span): Span {
  const blanks =
    /(?<![^\S\n])[^\S\n]+$/.exec(source.slice(Math.max(0, start - 200), start))?.[0] ?? '';
  return { start: start - blanks.length, end };
}
