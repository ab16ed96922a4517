/** Complete monitors: words of a script, elements of a domain. */
import * as l10n from '@vscode/l10n';
import type { Word } from '../../invocation/invocation.ts';
import { joinStopped } from '../../languages/placeholders.ts';
import type { Separators, StoppedText } from '../../languages/support.ts';
import type { NewOption } from '../../qemu/change/change.ts';
import { type MonitorRecipe, monitorRecipes } from '../../qemu/completion/monitor-recipes.ts';
import type { Machine } from '../../qemu/machine/machine.ts';
import { plain, spell } from '../../syntax/spell.ts';
import { type Line, paragraph, text } from '../hover/prose.ts';
import type { CompletionItem, CompletionQuery } from './completion-item.ts';
import { type Writing, type WrittenPlace, writeParts } from './completion-text.ts';
import type { Cursor } from './cursor.ts';

export function monitorItems(
  query: CompletionQuery,
  cursor: Cursor,
  place: WrittenPlace,
  machine: Machine,
  word: Word,
): readonly CompletionItem[] {
  const { at, anchor } = place;
  const { from, to } = anchor;
  const source = query.source.text;
  const of = { source, readIn: cursor.readIn, at, from, to };
  const between = query.host.complete.separators?.(of, word);
  if (between === undefined) return [];
  return monitorRecipes(machine).flatMap((recipe) => {
    const written = writeOptions(place, recipe.options, between);
    return written ? [recipeItem(recipe, query, place.at, written)] : [];
  });
}

function writeOptions(
  { anchor: { from, to }, writing }: WrittenPlace,
  options: readonly NewOption[],
  between: Separators,
): StoppedText | undefined {
  return joinStopped(
    options.flatMap(({ name, value }, index) => [
      ...(index === 0 ? [] : [between.option]),
      ...[spell(plain(name), from, to), between.value],
      writeParts(writing, value, from, to),
    ]),
  );
}

/** Completes a monitor outside QEMU's words; empty if the language has no place there. */
export function completeMonitors(query: CompletionQuery): readonly CompletionItem[] {
  const { host, source, offset, settings } = query;
  const { text, path } = source;
  const place = host.complete.monitorPlace?.({ text, offset, version: settings.qemuVersion });
  if (place === undefined) return [];
  const { machine, name, at, also, filter, write } = place;
  const writing: Writing = { host, settings, text, path, name };
  return monitorRecipes(machine).flatMap((recipe) => {
    const written = write(recipe, (...words) => writeParts(writing, ...words));
    return written ? [{ ...recipeItem(recipe, query, at, written, filter(recipe)), also }] : [];
  });
}

function recipeItem(
  recipe: MonitorRecipe,
  { offset }: CompletionQuery,
  at: CompletionItem['edit']['at'],
  { text, stops }: StoppedText,
  filter: string = recipe.words,
): CompletionItem {
  return {
    label: recipe.title(),
    kind: 'snippet',
    edit: { at, text },
    stops,
    cursor: offset,
    also: [],
    filter,
    deprecated: false,
    detail: recipeDetail(recipe),
    documentation: () => recipeLines(recipe),
  };
}

function recipeDetail({ kind }: MonitorRecipe): string {
  return kind === 'unix'
    ? l10n.t('Only you can open the socket, as long as its directory is yours')
    : l10n.t('Only the client whose certificate has this name can connect');
}

function recipeLines({ kind }: MonitorRecipe): readonly Line[] {
  if (kind === 'unix') return [];
  const words = l10n.t('Fill in the address, the directory of the certificates and the name.');
  return [paragraph(text(words))];
}
