/** The line above the map: what it is, how much there is, and what can be done with it. */
import { element, type TreeElement } from './element-tree.ts';
import type { MapAudience, MapWords } from './map-model.ts';

/** What is chosen at the moment. */
export interface BarState {
  readonly filter: MapAudience | undefined;
  readonly outline: boolean;
}

export function drawBar(words: MapWords, { filter, outline }: BarState): readonly TreeElement[] {
  const facts = words.summary.map((fact) => element('li', {}, fact));
  const pressed = String(outline);
  const outlineButton = { type: 'button', id: 'outline', 'aria-pressed': pressed };
  return [
    element('div', { class: 'heading' }, [
      element('h1', {}, words.title),
      element('ul', { class: 'summary' }, facts),
    ]),
    ...(facts.length > 0 ? [element('button', outlineButton, words.outline)] : []),
    // It is there from the beginning, since only then what comes into it is read aloud.
    element(
      'div',
      { class: 'filter' },
      [
        element('p', { role: 'status' }, filter?.filtered ?? '', 'status'),
        ...(filter ? [element('button', { type: 'button', id: 'show-all' }, words.showAll)] : []),
      ],
      'filter',
    ),
  ];
}
