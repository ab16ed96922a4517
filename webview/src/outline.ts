/** The map as nested text lists, to read, hear or copy. */
import { element, type TreeElement } from './element-tree.ts';
import type { MapBox, MapLink, MapMachine, MapRow } from './map-model.ts';

export function drawOutline(machines: readonly MapMachine[]): TreeElement {
  return element(
    'ul',
    { class: 'outline' },
    machines.map((machine) =>
      element(
        'li',
        {},
        [
          element('h2', {}, [drawLink(machine, machine.title)]),
          element('p', { class: 'place' }, machine.place),
          ...(machine.boxes.length > 0
            ? [element('ul', {}, machine.boxes.map(drawBox))]
            : [element('p', {}, machine.nothing)]),
        ],
        machine.key,
      ),
    ),
  );
}

function drawBox(box: MapBox): TreeElement {
  const { title, kind, ways, members, rows } = box;
  const name = [title, kind].filter((text) => text !== '').join(' ');
  const inner = [...members.map(drawBox), ...rows.map(drawRow)];
  return element(
    'li',
    {},
    [
      drawLink(box, name),
      ...ways.map(({ label, who, audience }) =>
        element('p', { class: `way ${audience}` }, [
          element('span', { class: 'code' }, label),
          element('span', {}, ` ${who}`),
        ]),
      ),
      ...(inner.length > 0 ? [element('ul', {}, inner)] : []),
    ],
    box.key,
  );
}

function drawRow(row: MapRow): TreeElement {
  return element(
    'li',
    {},
    [
      drawLink(row, row.label),
      ...row.details.map((detail) => element('p', { class: 'detail' }, detail)),
    ],
    row.key,
  );
}

function drawLink({ key, opens }: MapLink, text: string): TreeElement {
  return opens
    ? element('a', { role: 'link', tabindex: 0, class: 'link', 'data-key': key }, text)
    : element('span', {}, text);
}
