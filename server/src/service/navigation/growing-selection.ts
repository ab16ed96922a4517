/** What a selection grows to, step by step: a piece of QEMU's text, its property, its list, its option, its command. */
import type { ConfigSection } from '../../invocation/invocation.ts';
import type { Machine } from '../../qemu/machine/machine.ts';
import type { Property } from '../../qemu/options/keyval.ts';
import type { Option } from '../../qemu/options/options.ts';
import type { Token } from '../../qemu/token/token.ts';
import { anchorOf } from '../../text/edit-anchor.ts';
import { type MappedText, slice } from '../../text/mapped-text.ts';
import { contains, cover, type Span, sameSpan } from '../../text/span.ts';
import type { Analysis } from '../analysis/analyze.ts';
import { withoutLineEnding } from './folds.ts';
import { coverAll, type PlacedToken, tokensOf, wordPlace } from './placed-tokens.ts';

/**
 * The spans of a file around an offset, the innermost first; each holds the one before it. Empty where no text
 * of QEMU is. The last one is the file.
 */
export function selectionsAt(
  path: string,
  offset: number,
  text: string,
  analyses: readonly Analysis[],
): readonly Span[] {
  const candidates = analyses.flatMap((analysis) => {
    const start = analysis.files.place({ path, at: { start: 0, end: 0 } })?.start;
    if (start === undefined) return [];
    const position = start + offset;
    const around = (span: Span | undefined) =>
      span && span.start <= position && position <= span.end ? [span] : [];
    const isAround = ({ pieces }: MappedText) => pieces.some(({ at }) => around(at).length > 0);
    const isNear = ({ token }: PlacedToken) =>
      isAround(token.text) || ('property' in token && isAround(token.property.value));
    const tokens = tokensOf(analysis).filter(isNear);
    const spans = [
      ...tokens.flatMap(({ token }) => spansOfToken(token).flatMap(around)),
      ...analysis.connections.machines.flatMap((machine) =>
        spansOfMachine(machine).flatMap(around),
      ),
    ];
    return spans.flatMap((span) => {
      const place = analysis.files.locate(span);
      return place?.path === path ? [place.at] : [];
    });
  });
  if (candidates.length === 0) return [];
  const whole = { start: 0, end: text.length };
  const spans = candidates.flatMap((span) => withQuotes(text, span));
  // Without its line ending, a section ends before the cursor in the line behind it.
  const isAround = ({ start, end }: Span) => start <= offset && offset <= end;
  return nested([...spans.filter(isAround), whole]);
}

/** A piece of text, and the `key=value` that it belongs to. */
function spansOfToken(token: Token): readonly (Span | undefined)[] {
  const own = anchorOf(token.text)?.at;
  return 'property' in token ? [own, placeOfProperty(token.property)] : [own];
}

function placeOfProperty({ keyText, value, origin }: Property): Span | undefined {
  switch (origin.kind) {
    case 'item':
      return anchorOf(slice(origin.list, origin.start, origin.end))?.at;
    case 'entry':
      return origin.entry.at;
    case 'set': {
      const [from, to] = [keyText && anchorOf(keyText)?.at, anchorOf(value)?.at];
      return from && to && cover(from, to);
    }
    // Its two halves are not written next to each other alone.
    case 'json':
      return undefined;
  }
}

function spansOfMachine(machine: Machine): readonly (Span | undefined)[] {
  const options = machine.options.flatMap(spansOfOption);
  const sections = machine.sections.flatMap((section) => [section.at, placeOfSection(section)]);
  return [...options, ...sections, commandPlace(machine)];
}

/** Each word of an option, its value, and the option as a whole. */
function spansOfOption({ words, value }: Option): readonly (Span | undefined)[] {
  const places = words.map(wordPlace);
  return [value && anchorOf(value)?.at, ...words.map(({ at }) => at), ...places, coverAll(places)];
}

/** A section from its header to the end of its last line. */
export function placeOfSection({ at, entries }: ConfigSection): Span {
  const last = entries.at(-1)?.at;
  return last ? cover(at, last) : at;
}

/** A command from its program to its last word, without what stands in front of it; undefined without any. */
export function commandPlace({ programAt, options }: Machine): Span | undefined {
  const places = options.map(optionPlace).filter((place) => place !== undefined);
  return coverAll(programAt ? [programAt, ...places] : places);
}

/** Where an option and its value stand in their command. */
export function optionPlace({ words }: Option): Span | undefined {
  return coverAll(words.map(wordPlace));
}

/** A span and the same with the quotes around it; of whole lines what is between blanks and endings. */
function withQuotes(text: string, span: Span): readonly Span[] {
  const { start, end } = withoutLineEnding(text, span);
  const [before, behind] = [text[start - 1], text[end]];
  const isQuoted = before === behind && (before === '"' || before === "'");
  if (isQuoted)
    return [
      { start, end },
      { start: start - 1, end: end + 1 },
    ];
  const indent = /^[ \t]*/.exec(text.slice(start, end))?.[0].length ?? 0;
  return [
    { start: start + indent, end },
    { start, end },
  ];
}

/** The spans that hold each other, from the smallest to the largest. */
function nested(spans: readonly Span[]): readonly Span[] {
  const chain: Span[] = [];
  const sorted = spans.toSorted((a, b) => a.end - a.start - (b.end - b.start));
  for (const span of sorted) {
    const last = chain.at(-1);
    if (span.start === span.end || (last && (sameSpan(last, span) || !contains(span, last))))
      continue;
    chain.push(span);
  }
  return chain;
}
