import { type Edit, sortEdits } from '../../text/edit.ts';
import type { Span } from '../../text/span.ts';

/** `identity=${1:CN=client}` for the placeholder `CN=client`, with `first` tab stop 1. */
export function toSnippet({ text, placeholders = [] }: Edit, first: number): string {
  const parts: string[] = [];
  let position = 0;
  for (const [index, { start, end }] of placeholders.entries()) {
    parts.push(escapeText(text.slice(position, start)));
    parts.push(`\${${first + index}:${escapeText(text.slice(start, end))}}`);
    position = end;
  }
  parts.push(escapeText(text.slice(position)));
  return parts.join('');
}

/** Escapes a snippet's characters: `\$HOME` for `$HOME`. */
export function escapeText(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}

/** Edits in order, whole lines if several: editors indent each line of a snippet. */
export function wholeLines<T extends Edit>(source: string, edits: readonly T[]): readonly T[] {
  const whole: T[] = [];
  for (let edit of sortEdits(edits) as readonly T[]) {
    for (let start = lineStart(source, edit); start < edit.at.start; ) {
      const before = whole.at(-1);
      if (before && before.at.end > start) {
        whole.pop();
        edit = joinEdits(source, before, edit);
        start = lineStart(source, edit);
      } else {
        const nothing = { ...edit, at: { start, end: start }, text: '', placeholders: [] };
        edit = joinEdits(source, nothing, edit);
      }
    }
    whole.push(edit);
  }
  return whole;
}

function lineStart(source: string, { at, text }: Edit): number {
  const start = at.start === 0 ? 0 : source.lastIndexOf('\n', at.start - 1) + 1;
  return text.includes('\n') && /[ \t]/.test(source.charAt(start)) ? start : at.start;
}

function joinEdits<T extends Edit>(source: string, first: T, second: T): T {
  const between = source.slice(first.at.end, second.at.start);
  const offset = first.text.length + between.length;
  const moved = (second.placeholders ?? []).map(({ start, end }): Span => {
    return { start: start + offset, end: end + offset };
  });
  return {
    ...second,
    at: { start: first.at.start, end: second.at.end },
    text: first.text + between + second.text,
    placeholders: [...(first.placeholders ?? []), ...moved],
  };
}
