/** Filters the map by audience. */
import type { Audience, MapBox, MapMachine } from './map-model.ts';

/** The machines with the boxes that an audience reaches, without empty ones. */
export function reachedBy(
  machines: readonly MapMachine[],
  audience: Audience,
): readonly MapMachine[] {
  return machines.flatMap((machine) => {
    const boxes = machine.boxes.filter((box) => isReached(box, audience));
    return boxes.length > 0 ? [{ ...machine, boxes }] : [];
  });
}

function isReached({ ways, members }: MapBox, audience: Audience): boolean {
  return (
    ways.some((way) => way.audience === audience) ||
    members.some((member) => isReached(member, audience))
  );
}
