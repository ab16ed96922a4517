/**
 * The layout of the map: audiences on the left, machines on the right, a lane for each audience in between
 * with branches to chardevs. Pure, linear, deterministic.
 * Why: docs/decisions/client.md
 */
import type { MapMachine, MapModel, MapWay } from '../map-model.ts';
import { type PlacedAudience, placeAudiences } from './place-audiences.ts';
import {
  leastTextWidth,
  machineTextWidth,
  type PlacedMachine,
  placeMachine,
} from './place-machine.ts';
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

/** `room` is the page's width; on a narrow page audiences shrink to icon and number. */
export function layOut(
  model: Pick<MapModel, 'audiences' | 'machines'>,
  metrics: TextMetrics,
  room: number,
): MapLayout {
  const wide = place(model, metrics, undefined);
  return wide.width <= room ? wide : place(model, metrics, room);
}

function place(
  { audiences, machines }: Pick<MapModel, 'audiences' | 'machines'>,
  metrics: TextMetrics,
  narrow: number | undefined,
): MapLayout {
  const { em } = metrics;
  const margin = SPACE.margin * em;
  const who = placeAudiences(audiences, metrics, narrow !== undefined);
  const whoEnd = who.reduce((end, { rect }) => Math.max(end, rect.x + rect.width), margin);
  const lanesEnd = whoEnd + (audiences.length + 1) * SPACE.lane * em;
  const widest = machines.reduce(
    (width, machine) => Math.max(width, machineTextWidth(machine, metrics)),
    0,
  );
  const gap = 1.5 * em;
  const fixed = lanesEnd + gap + 2 * SPACE.padding * em + margin;
  const rest = narrow === undefined ? undefined : narrow - fixed;
  const least = machines.reduce((width, one) => Math.max(width, leastTextWidth(one, em)), 0);
  const label = widestLabel(machines, metrics);
  const { labelWidth, textWidth } = columns({ label, text: widest, least, rest, em });
  const x = lanesEnd + labelWidth + gap;
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
    width: right + margin,
    height: bottom + margin,
    audiences: who,
    machines: placed,
    ...wires,
  };
}

/** The widths for addresses and machine text; on a narrow page at most what they need. */
function columns(wanted: {
  readonly label: number;
  readonly text: number;
  readonly least: number;
  /** The remaining width on a narrow page; undefined otherwise. */
  readonly rest: number | undefined;
  readonly em: number;
}): { readonly labelWidth: number; readonly textWidth: number } {
  const { label, text, least, rest, em } = wanted;
  const labelWidth = roomFor(label, SPACE.maxLabel * em);
  const textWidth = roomFor(text, Math.max(SPACE.maxMachine * em, least));
  if (rest === undefined || labelWidth + textWidth <= rest) return { labelWidth, textWidth };
  const lessText = Math.max(Math.min(textWidth, least), rest - labelWidth);
  const lessLabel = Math.max(Math.min(labelWidth, SPACE.minLabel * em), rest - lessText);
  return { labelWidth: lessLabel, textWidth: lessText };
}

function widestLabel(machines: readonly MapMachine[], { measure }: TextMetrics): number {
  let widest = 0;
  for (const { boxes } of machines) {
    for (const { label, who } of allWays(boxes)) {
      widest = Math.max(widest, measure(label, 'code'), measure(who, 'small'));
    }
  }
  return widest;
}

function allWays(boxes: MapMachine['boxes']): readonly MapWay[] {
  return boxes.flatMap(({ ways, members }) => [...ways, ...allWays(members)]);
}
