/** The line above the map: what it is, how much there is, and what can be done with it. */
import { element, type TreeElement } from './element-tree.ts';
import type { MapAudience, MapWords } from './map-model.ts';

/** What is chosen at the moment. */
export interface BarState {
  readonly filter: MapAudience | undefined;
  readonly outline: boolean;
}

export function drawBar(words: MapWords, { filter, outline }: BarState): readonly TreeElement[] {
  const hasMap = words.summary.length > 0;
  return [
    element('h1', {}, words.title),
    element(
      'ul',
      { class: 'summary' },
      words.summary.map((fact) => element('li', {}, fact)),
    ),
    element('p', { id: 'filter', role: 'status' }, filter?.filtered ?? ''),
    ...(filter ? [element('button', { type: 'button', id: 'show-all' }, words.showAll)] : []),
    ...(hasMap
      ? [
          element(
            'button',
            { type: 'button', id: 'outline', 'aria-pressed': String(outline) },
            words.outline,
          ),
        ]
      : []),
  ];
}
