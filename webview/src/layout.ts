/**
 * Where everything of the map stands: who on the left, machines on the right, and between them a lane for each
 * audience, from which branches lead to the chardevs. Pure, linear, and the same for the same model: what is
 * added further down moves nothing above it.
 */
import type { MapMachine, MapModel, MapWay } from './map-model.ts';
import { type PlacedAudience, placeAudiences } from './place-audiences.ts';
import { machineTextWidth, type PlacedMachine, placeMachine } from './place-machine.ts';
import { bottomOf, roomFor, SPACE, type TextMetrics } from './spacing.ts';
import { type Branch, placeWires, type Trunk } from './wires.ts';

export interface MapLayout {
  readonly width: number;
  readonly height: number;
  readonly audiences: readonly PlacedAudience[];
  readonly machines: readonly PlacedMachine[];
  readonly trunks: readonly Trunk[];
  readonly branches: readonly Branch[];
}

/** `room` is the width of the page: where all would be wider, those on the left make do with a sign and a number. */
export function layOut(
  model: Pick<MapModel, 'audiences' | 'machines'>,
  metrics: TextMetrics,
  room: number,
): MapLayout {
  const wide = place(model, metrics, false);
  return wide.width <= room ? wide : place(model, metrics, true);
}

function place(
  { audiences, machines }: Pick<MapModel, 'audiences' | 'machines'>,
  metrics: TextMetrics,
  isNarrow: boolean,
): MapLayout {
  const { em } = metrics;
  const margin = SPACE.margin * em;
  const who = placeAudiences(audiences, metrics, isNarrow);
  const whoEnd = who.reduce((end, { rect }) => Math.max(end, rect.x + rect.width), margin);
  const lanesEnd = whoEnd + (audiences.length + 1) * SPACE.lane * em;
  const labelWidth = widestLabel(machines, metrics);
  const x = lanesEnd + labelWidth + 1.5 * em;
  const widest = machines.reduce(
    (width, machine) => Math.max(width, machineTextWidth(machine, metrics)),
    0,
  );
  const textWidth = roomFor(widest, SPACE.maxMachine * em);
  let y = margin;
  const placed = machines.map((machine) => {
    const result = placeMachine(machine, { x, y, textWidth }, metrics);
    y += result.rect.height + SPACE.machineGap * em;
    return result;
  });
  const wires = placeWires(who, placed, { whoEnd, lanesEnd, labelWidth }, metrics);
  const bottom = Math.max(bottomOf(who, 0), bottomOf(placed, 0));
  const right = placed.reduce((end, { rect }) => Math.max(end, rect.x + rect.width), whoEnd);
  return {
    ...{ width: right + margin, height: bottom + margin },
    ...{ audiences: who, machines: placed, ...wires },
  };
}

/** The room for what is written along the wires. */
function widestLabel(machines: readonly MapMachine[], { em, measure }: TextMetrics): number {
  let widest = 0;
  for (const { boxes } of machines) {
    for (const { label, who } of allWays(boxes)) {
      widest = Math.max(widest, measure(label, 'code'), measure(who, 'small'));
    }
  }
  return roomFor(widest, SPACE.maxLabel * em);
}

function allWays(boxes: MapMachine['boxes']): readonly MapWay[] {
  return boxes.flatMap(({ ways, members }) => [...ways, ...allWays(members)]);
}
