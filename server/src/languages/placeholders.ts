/**
 * Where in a new text its author has something to fill in.
 * Why: docs/decisions/what-only-the-author-knows-is-a-placeholder.md
 */
import type { Word } from '../invocation/invocation.ts';
import type { NewOption, ValuePart } from '../qemu/change/change.ts';
import type { Edit } from '../text/edit.ts';
import type { Span } from '../text/span.ts';
import type { StoppedText, TabStop } from './support.ts';

/**
 * An edit whose text says `parts`, with the spans of the placeholders among them. A placeholder is spelled
 * alike in every language, so it is found as it stands.
 */
export function editWithPlaceholders(at: Span, text: string, parts: readonly ValuePart[]): Edit {
  const placeholders: Span[] = [];
  let position = 0;
  for (const part of parts) {
    if (part.kind !== 'placeholder') continue;
    const start = text.indexOf(part.text, position);
    if (start === -1) continue;
    position = start + part.text.length;
    placeholders.push({ start, end: position });
  }
  return placeholders.length === 0 ? { at, text } : { at, text, placeholders };
}

/** The text of parts that say the same in every document; undefined for one that the document decides. */
export function literalText(parts: readonly ValuePart[]): string | undefined {
  let text = '';
  for (const part of parts) {
    if (part.kind !== 'text' && part.kind !== 'placeholder') return undefined;
    text += part.text;
  }
  return text;
}

/**
 * The edit that puts options in front of a word. `write` gets the word and the texts of options and values by turns;
 * undefined where it has no place for them, and for a value that the document decides.
 */
export function editInFront(
  word: Word | undefined,
  options: readonly NewOption[],
  write: (word: Word, texts: readonly string[]) => string | undefined,
): Edit | undefined {
  if (word === undefined) return undefined;
  const texts: string[] = [];
  for (const option of options) {
    const text = literalText(option.value);
    if (text === undefined) return undefined;
    texts.push(option.name, text);
  }
  const written = write(word, texts);
  if (written === undefined) return undefined;
  const at = { start: word.at.start, end: word.at.start };
  const parts = options.flatMap((option) => option.value);
  return editWithPlaceholders(at, written, parts);
}

/** Texts behind each other, with the tab stops of those that have some; undefined where one could not be written. */
export function joinStopped(
  items: readonly (string | StoppedText | undefined)[],
): StoppedText | undefined {
  let text = '';
  const stops: TabStop[] = [];
  for (const item of items) {
    if (item === undefined) return undefined;
    const own = typeof item === 'string' ? { text: item, stops: [] } : item;
    for (const { start, end, ...stop } of own.stops) {
      stops.push({ ...stop, start: start + text.length, end: end + text.length });
    }
    text += own.text;
  }
  return { text, stops };
}
