import { lowerReadConfig } from '../../invocation/from-readconfig.ts';
import type { NewSection } from '../../qemu/change/change.ts';
import { buildMachine } from '../../qemu/machine/build-machine.ts';
import { READCONFIG } from '../../syntax/readconfig/encodings.ts';
import { readConfig } from '../../syntax/readconfig/reader.ts';
import { endOf, lineEnd, lineStart } from '../marked-text.ts';
import { joinStopped } from '../placeholders.ts';
import type { FreePlace, MonitorPlace, PartsWriter, Repair, StoppedText } from '../support.ts';

/** A cursor in a word alone at the start of a line. */
export function placeInConfig({ text, offset, version }: FreePlace): MonitorPlace | undefined {
  const start = lineStart(text, offset);
  const behind = /^\r?(?:\n|$)/.test(text.slice(offset, offset + 2));
  if (!/^[\w-]*$/.test(text.slice(start, offset)) || !behind) return undefined;
  const machine = buildMachine(lowerReadConfig(readConfig(text)), version);
  const layout = layoutAt(text, start);
  return {
    machine,
    name: machine.name,
    at: { start, end: offset },
    also: [],
    filter: () => 'monitor',
    write: ({ sections }, parts) => writeSections(parts, sections, layout),
  };
}

interface Layout {
  readonly ending: string;
  readonly gap: string;
  readonly lead: string;
  readonly margin: string;
}

/** How the sections above are written. QEMU refuses a blank line with a carriage return. */
function layoutAt(text: string, start: number): Layout {
  const ending = text.includes('\r\n') ? '\r\n' : '\n';
  const gap = ending === '\n' ? '\n' : '';
  const before = text.slice(0, start);
  const margin = /^([ \t]*)[\w.-]+[ \t]*=/m.exec(before)?.[1] ?? '  ';
  const isAlone = before === '' || /\n\n$/.test(before);
  return { ending, gap, lead: isAlone ? '' : gap, margin };
}

function writeSections(
  parts: PartsWriter,
  sections: readonly NewSection[],
  { ending, gap, lead, margin }: Layout,
): StoppedText | undefined {
  const items: (string | StoppedText | undefined)[] = [];
  for (const { group, id, entries } of sections) {
    items.push(items.length === 0 ? lead : ending + gap, `[${group} "${id}"]`);
    for (const { key, value } of entries) {
      const written = parts(value, READCONFIG.quoted, READCONFIG.quoted);
      items.push(`${ending}${margin}${key} = "`, written, '"');
    }
  }
  return joinStopped(items);
}

const CONFIG_TAIL = /[^\s"\]]*/y;

/** Adds missing quotes and brackets; none for a complete line. */
export function configRepairs(text: string, offset: number): readonly Repair[] {
  const before = text.slice(lineStart(text, offset), offset);
  const behind = text.slice(offset, lineEnd(text, offset));
  const at = endOf(CONFIG_TAIL, text, offset);
  const isOpen = before.split('"').length % 2 === 0;
  const lacksQuote = isOpen && !behind.includes('"');
  const lacksBracket = before.startsWith('[') && !behind.includes(']') && !before.includes(']');
  const missing = (lacksQuote ? '"' : '') + (lacksBracket ? ']' : '');
  return missing === '' ? [] : [[{ at, text: missing }]];
}
