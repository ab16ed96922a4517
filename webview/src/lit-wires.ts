/** The branches of the element under the mouse. */
import type { MapLayout } from './layout/layout.ts';
import type { PlacedBox } from './layout/place-machine.ts';

/** Branch keys by the key of a link or audience. */
export function wiresByKey(layout: MapLayout): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  const ofBox = ({ box, ports, members, rows }: PlacedBox): readonly string[] => {
    const own = ports.map((_, index) => `${box.key} ${index}`);
    const all = [...own, ...members.flatMap(ofBox)];
    found.set(box.key, all);
    for (const { row } of rows) found.set(row.key, all);
    return all;
  };
  for (const { machine, boxes } of layout.machines) found.set(machine.key, boxes.flatMap(ofBox));
  for (const { audience } of layout.audiences) {
    const own = layout.branches.filter(({ way }) => way.audience === audience.audience);
    found.set(
      `audience ${audience.audience}`,
      own.map(({ key }) => key),
    );
  }
  return found;
}
