import type { ConfigEntry, ConfigSection } from '../../invocation/invocation.ts';
import type { Change, ValuePart } from '../../qemu/change/change.ts';
import { READCONFIG } from '../../syntax/readconfig/encodings.ts';
import { plain, spell } from '../../syntax/spell.ts';
import type { Edit } from '../../text/edit.ts';
import { spanOf } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import { editWithPlaceholders, literalText } from '../placeholders.ts';

/** Adds a line after another, with its indentation. */
export function addEntry(
  source: string,
  { after, key, value }: Extract<Change, { kind: 'add-entry' }>,
): Edit | undefined {
  const parts: readonly ValuePart[] =
    typeof value === 'string' ? [{ kind: 'text', text: value }] : value;
  const line = entryLine(marginOf(source, after), key, parts);
  return line === undefined ? undefined : addLines(source, after.at, [line], parts);
}

/** Adds sections after another, with its indentation. */
export function addSections(
  source: string,
  { after, sections }: Extract<Change, { kind: 'add-sections' }>,
): Edit | undefined {
  const last = after.entries.at(-1);
  const margin = last ? marginOf(source, last) : '  ';
  const lines: string[] = [];
  for (const { group, id, entries } of sections) {
    const name = spell(plain(id), READCONFIG['quoted-id'], READCONFIG['quoted-id']);
    if (name === undefined) return undefined;
    lines.push('', `[${group} "${name}"]`);
    for (const { key, value } of entries) {
      const line = entryLine(margin, key, value);
      if (line === undefined) return undefined;
      lines.push(line);
    }
  }
  const parts = sections.flatMap(({ entries }) => entries.flatMap(({ value }) => value));
  return addLines(source, last?.at ?? after.at, lines, parts);
}

function entryLine(margin: string, key: string, parts: readonly ValuePart[]): string | undefined {
  const text = literalText(parts);
  const spelled =
    text === undefined ? undefined : spell(plain(text), READCONFIG.quoted, READCONFIG.quoted);
  return spelled === undefined ? undefined : `${margin}${key} = "${spelled}"`;
}

function marginOf(source: string, { at, key }: ConfigEntry): string {
  return source.slice(at.start, spanOf(key).start);
}

/** Adds lines after a line, which may lack its ending. QEMU refuses blank lines with a carriage return. */
function addLines(
  source: string,
  line: Span,
  lines: readonly string[],
  parts: readonly ValuePart[],
): Edit {
  // A key's span includes its line ending, a header's does not.
  const rest = /^\r?\n/.exec(source.slice(line.end, line.end + 2))?.[0];
  const own = /\r?\n$/.exec(source.slice(line.start, line.end))?.[0];
  const ending = own ?? rest ?? '\n';
  const kept = ending === '\n' ? lines : lines.filter((added) => added !== '');
  const text = kept.map((added) => (own ? added + ending : ending + added)).join('');
  return editWithPlaceholders({ start: line.end, end: line.end }, text, parts);
}

/** Removes a section with the comments in it. Those before it stay, since they may be about more. */
export function removeSection(source: string, { at, entries }: ConfigSection): Edit {
  const { start } = at;
  const lineEnd = source.indexOf('\n', at.end);
  let end = entries.at(-1)?.at.end ?? (lineEnd === -1 ? source.length : lineEnd + 1);
  const blankBefore = start === 0 || /\n\r?\n$/.test(source.slice(Math.max(0, start - 3), start));
  while (blankBefore && /^\r?\n/.test(source.slice(end, end + 2))) {
    end = source.indexOf('\n', end) + 1;
  }
  return { at: { start, end }, text: '' };
}
