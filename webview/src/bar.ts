/** The line above the map: what it is, how much there is, and what can be done with it. */
import { element, type TreeElement } from './element-tree.ts';
import type { MapAudience, MapWords } from './map-model.ts';

/** What is chosen at the moment. */
interface BarState {
  readonly filter: MapAudience | undefined;
  readonly outline: boolean;
}

export function drawBar(words: MapWords, { filter, outline }: BarState): readonly TreeElement[] {
  const facts = words.summary.map((fact) => element('li', {}, fact));
  const pressed = String(outline);
  const outlineButton = { type: 'button', id: 'outline', 'aria-pressed': pressed };
  return [
    element('div', {}, [
      element('h1', {}, words.title),
      // One takes the place of the other, so that nothing moves under the mouse that has chosen somebody.
      element('div', { class: 'facts' }, [
        ...(filter ? [] : [element('ul', { class: 'summary' }, facts, 'summary')]),
        // It is there from the beginning, since only then what comes into it is read aloud.
        element('p', { role: 'status' }, filter?.filtered ?? '', 'status'),
        ...(filter ? [element('button', { type: 'button', id: 'show-all' }, words.showAll)] : []),
      ]),
    ]),
    ...(facts.length > 0 ? [element('button', outlineButton, words.outline)] : []),
  ];
}
