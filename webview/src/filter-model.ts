/** Filters the map: monitors only, or what one audience reaches. */
import type { Audience, MapBox, MapMachine, MapModel } from './map-model.ts';

/** A part of the model to draw. */
export type MapPart = Pick<MapModel, 'audiences' | 'machines'>;

/** The model without what is folded. A model without monitors is returned whole. */
export function monitorsOnly({ audiences, machines }: MapPart): MapPart {
  const shown = machines.filter(({ isFolded }) => !isFolded);
  if (shown.length === 0) return { audiences, machines };
  return {
    audiences: audiences.filter(({ isFolded }) => !isFolded),
    machines: shown.map((machine) => ({
      ...machine,
      boxes: machine.boxes.filter(({ isFolded }) => !isFolded),
    })),
  };
}

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
