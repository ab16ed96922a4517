/**
 * Edits with placeholders as snippets of the protocol, whose tab stops lead from one to the next.
 * Why: docs/decisions/fix-edits.md
 */
import { type Edit, sortEdits } from '../../text/edit.ts';
import type { Span } from '../../text/span.ts';

/**
 * The text of an edit as a snippet: `identity=${1:CN=client}` for one whose placeholder is `CN=client`, its
 * first tab stop being number 1. What means something in a snippet is escaped, `$HOME` as `\$HOME`.
 */
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

/** Text that means nothing in a snippet: `$HOME` as `\$HOME`. */
export function escapeText(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}

/**
 * The same edits in source order, where those that write several lines behind the blanks of an indentation
 * begin where their line does, together with what is changed in front of them there. Editors put the
 * indentation of the line in which a snippet begins in front of its other lines; behind nothing there is none.
 */
export function wholeLines<T extends Edit>(source: string, edits: readonly T[]): readonly T[] {
  const whole: T[] = [];
  for (let edit of sortEdits(edits) as readonly T[]) {
    for (let start = lineStart(source, edit); start < edit.at.start; ) {
      const before = whole.at(-1);
      if (before && before.at.end > start) {
        whole.pop();
        edit = joined(source, before, edit);
        start = lineStart(source, edit);
      } else {
        const nothing = { ...edit, at: { start, end: start }, text: '', placeholders: [] };
        edit = joined(source, nothing, edit);
      }
    }
    whole.push(edit);
  }
  return whole;
}

/** Where an edit has to begin: where it does, or where its line does. */
function lineStart(source: string, { at, text }: Edit): number {
  const start = at.start === 0 ? 0 : source.lastIndexOf('\n', at.start - 1) + 1;
  return text.includes('\n') && /[ \t]/.test(source.charAt(start)) ? start : at.start;
}

/** One edit that does what two do, the second of which stands behind the first. */
function joined<T extends Edit>(source: string, first: T, second: T): T {
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
