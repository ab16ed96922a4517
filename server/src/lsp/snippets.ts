/** Edits with placeholders as snippets of the protocol, whose tab stops lead from one to the next. */
import type { Edit } from '../text/edit.ts';

/**
 * The text of an edit as a snippet: `identity=${1:CN=client}` for one whose placeholder is `CN=client`. What
 * means something in a snippet is escaped, `$HOME` as `\$HOME`.
 */
export function toSnippet({ text, placeholders = [] }: Edit): string {
  const parts: string[] = [];
  let position = 0;
  for (const [index, { start, end }] of placeholders.entries()) {
    parts.push(escapeText(text.slice(position, start)));
    parts.push(`\${${index + 1}:${escapeText(text.slice(start, end))}}`);
    position = end;
  }
  parts.push(escapeText(text.slice(position)));
  return parts.join('');
}

function escapeText(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}

/**
 * The same edit, beginning where its line does, if it writes several lines behind the blanks of an
 * indentation. Editors put the indentation of the line in which a snippet begins in front of its other
 * lines; behind nothing there is none.
 */
export function wholeLines<T extends Edit>(source: string, edit: T): T {
  const { at, text, placeholders } = edit;
  const start = at.start === 0 ? 0 : source.lastIndexOf('\n', at.start - 1) + 1;
  const before = source.slice(start, at.start);
  if (!text.includes('\n') || !/^[ \t]/.test(before)) return edit;
  return {
    ...edit,
    at: { start, end: at.end },
    text: before + text,
    ...(placeholders && {
      placeholders: placeholders.map((place) => ({
        start: place.start + before.length,
        end: place.end + before.length,
      })),
    }),
  };
}
