/** Whole monitors for a config file, where a line is empty or begins with a word. */
import type { NewSection } from '../../qemu/change/change.ts';
import { monitorRecipes } from '../../qemu/completion/monitor-recipes.ts';
import { buildMachine } from '../../qemu/machine/build-machine.ts';
import { READCONFIG } from '../../syntax/readconfig/encodings.ts';
import type { CompletionItem, CompletionQuery, TabStop } from './completion-item.ts';
import { type Writing, writeParts } from './completion-text.ts';
import { recipeItem } from './monitor-items.ts';

/** The items that write sections; none elsewhere than at the beginning of a line. */
export function completeLines(query: CompletionQuery): readonly CompletionItem[] {
  const { source, host, offset, settings } = query;
  if (host.id !== 'readconfig') return [];
  const { text } = source;
  const start = offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
  const behind = /^\r?(?:\n|$)/.test(text.slice(offset, offset + 2));
  if (!/^[\w-]*$/.test(text.slice(start, offset)) || !behind) return [];
  const [invocation] = host.lower(text);
  if (invocation?.kind !== 'config') return [];
  const machine = buildMachine(invocation, settings.qemuVersion);
  const writing: Writing = { host, settings, text, path: source.path, name: machine.name };
  const layout = layoutAt(text, start);
  return monitorRecipes(machine).flatMap((recipe) => {
    const written = writeSections(writing, recipe.sections, layout);
    return written ? [recipeItem(recipe, query, { start, end: offset }, written, 'monitor')] : [];
  });
}

/** How sections are laid out in a file. */
interface Layout {
  readonly ending: string;
  /** What stands between two sections, and in front of the first behind others. */
  readonly gap: string;
  readonly lead: string;
  readonly margin: string;
}

/** As the sections in front are laid out. QEMU refuses a blank line that ends in a carriage return. */
function layoutAt(text: string, start: number): Layout {
  const ending = text.includes('\r\n') ? '\r\n' : '\n';
  const gap = ending === '\n' ? '\n' : '';
  const before = text.slice(0, start);
  const margin = /^([ \t]*)[\w.-]+[ \t]*=/m.exec(before)?.[1] ?? '  ';
  const isAlone = before === '' || /\n\n$/.test(before);
  return { ending, gap, lead: isAlone ? '' : gap, margin };
}

function writeSections(
  writing: Writing,
  sections: readonly NewSection[],
  { ending, gap, lead, margin }: Layout,
): { readonly text: string; readonly stops: readonly TabStop[] } | undefined {
  let text = '';
  const stops: TabStop[] = [];
  for (const { group, id, entries } of sections) {
    text += `${text === '' ? lead : ending + gap}[${group} "${id}"]`;
    for (const { key, value } of entries) {
      const written = writeParts(writing, value, READCONFIG.quoted, READCONFIG.quoted);
      if (written === undefined) return undefined;
      text += `${ending}${margin}${key} = "`;
      const { length } = text;
      for (const stop of written.stops) {
        stops.push({ ...stop, start: stop.start + length, end: stop.end + length });
      }
      text += `${written.text}"`;
    }
  }
  return { text, stops };
}
