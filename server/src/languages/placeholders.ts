import type { Word } from '../invocation/invocation.ts';
import type { NewOption, ValuePart } from '../qemu/change/change.ts';
import type { Edit } from '../text/edit.ts';
import type { Span } from '../text/span.ts';
import type { StoppedText, TabStop } from './support.ts';

/** An edit with the spans of its placeholders, whose text no language changes. Why: docs/decisions/fix-edits.md */
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

/** The text of parts; undefined if one depends on the document. */
export function literalText(parts: readonly ValuePart[]): string | undefined {
  let text = '';
  for (const part of parts) {
    if (part.kind !== 'text' && part.kind !== 'placeholder') return undefined;
    text += part.text;
  }
  return text;
}

/** Inserts options before a word. `write` gets options and values in turn. Undefined if a value has no text. */
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

/** Concatenates texts with their tab stops; undefined if one is missing. */
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
