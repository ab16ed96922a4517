/** Whole monitors where an option may stand: several words of a script, several elements of a domain. */
import * as l10n from '@vscode/l10n';
import type { Word } from '../../invocation/invocation.ts';
import type { NewOption } from '../../qemu/change/change.ts';
import { type MonitorRecipe, monitorRecipes } from '../../qemu/completion/monitor-recipes.ts';
import type { Machine } from '../../qemu/machine/machine.ts';
import { plain, spell } from '../../syntax/spell.ts';
import { innermost } from '../../text/encoding.ts';
import type { Site } from '../../text/site.ts';
import { elementFrame } from '../fixes/xml-element.ts';
import { type Line, paragraph, text } from '../hover/prose.ts';
import type { CompletionItem, CompletionQuery, TabStop } from './completion-item.ts';
import { type WrittenPlace, writeParts } from './completion-text.ts';
import type { Cursor } from './cursor.ts';

/** The items that write a whole monitor in the place of a word. */
export function monitorItems(
  query: CompletionQuery,
  cursor: Cursor,
  place: WrittenPlace,
  machine: Machine,
  word: Word,
): readonly CompletionItem[] {
  const between = separators(query, cursor, place, word);
  if (between === undefined) return [];
  return monitorRecipes(machine).flatMap((recipe) => {
    const written = writeOptions(place, recipe.options, between);
    return written ? [recipeItem(recipe, query, place.at, written)] : [];
  });
}

/** What stands between an option and its value, and between two options. */
interface Separators {
  readonly value: string;
  readonly option: string;
}

/** What separates two words of a script: blanks, and line endings, which may have a backslash in front. */
const GAP = /(?:[ \t\r\n]|\\\r?\n)+$/;

/** Undefined where the word is none of a list that more words can stand in. */
function separators(
  { source: { text }, host }: CompletionQuery,
  { marked }: Cursor,
  { at, site }: WrittenPlace,
  word: Word,
): Separators | undefined {
  if (host.id === 'domain-xml') {
    const { before, behind, indent } = elementFrame(marked.text, word);
    const next = behind + indent + before;
    return { value: next, option: next };
  }
  if ((host.id !== 'shell' && host.id !== 'args') || !isBare(site)) return undefined;
  const gap = GAP.exec(text.slice(Math.max(0, at.start - 200), at.start))?.[0];
  if (gap === undefined && text[at.start - 1] !== '(') return undefined;
  return { value: ' ', option: gap ?? ' ' };
}

function writeOptions(
  { site, writing }: WrittenPlace,
  options: readonly NewOption[],
  between: Separators,
): { readonly text: string; readonly stops: readonly TabStop[] } | undefined {
  let text = '';
  const stops: TabStop[] = [];
  for (const { name, value } of options) {
    const option = spell(plain(name), site.from, site.to);
    const written = writeParts(writing, value, site.from, site.to);
    if (option === undefined || written === undefined) return undefined;
    if (text !== '') text += between.option;
    text += option + between.value;
    const { length } = text;
    for (const stop of written.stops) {
      stops.push({ ...stop, start: stop.start + length, end: stop.end + length });
    }
    text += written.text;
  }
  return { text, stops };
}

/** An item that writes a whole monitor. */
export function recipeItem(
  recipe: MonitorRecipe,
  { offset }: CompletionQuery,
  at: CompletionItem['edit']['at'],
  { text, stops }: { readonly text: string; readonly stops: readonly TabStop[] },
  filter: string = recipe.words,
): CompletionItem {
  return {
    label: recipe.title(),
    kind: 'snippet',
    edit: { at, text },
    ...{ stops, cursor: offset, also: [], filter },
    deprecated: false,
    detail: recipeDetail(recipe),
    documentation: () => recipeLines(recipe),
  };
}

/** Whether a place stands outside of all quotes for whoever reads it last. */
function isBare({ from, to }: Site): boolean {
  return [from, to].every((encodings) => innermost(encodings).id === 'bare');
}

/** Who can open it. */
function recipeDetail({ kind }: MonitorRecipe): string {
  return kind === 'unix'
    ? l10n.t('Only you can open the socket, as long as its directory is yours')
    : l10n.t('Only the client whose certificate has this name can connect');
}

/** What is to be filled in. */
function recipeLines({ kind }: MonitorRecipe): readonly Line[] {
  if (kind === 'unix') return [];
  const words = l10n.t('Fill in the address, the directory of the certificates and the name.');
  return [paragraph(text(words))];
}
