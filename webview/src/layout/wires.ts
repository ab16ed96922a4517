/**
 * The lines of the map. A trunk runs from an audience along its lane; a branch leaves the lane for a box,
 * with the address on it. Shared parts are drawn once.
 */
import type { Audience, MapWay } from '../map-model.ts';
import type { PlacedAudience } from './place-audiences.ts';
import { allBoxes, type PlacedMachine } from './place-machine.ts';
import { type PlacedText, placeText, SPACE, type TextMetrics } from './spacing.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Trunk {
  readonly audience: Audience;
  /** At the audience's right edge. */
  readonly start: Point;
  readonly lane: number;
  /** The range of the lane with branches. */
  readonly top: number;
  readonly bottom: number;
  /** Whether it leads to monitors; other targets of the audience have a separate trunk. */
  readonly powerful: boolean;
}

/** The part of a wire to one box. */
export interface Branch {
  readonly way: MapWay;
  /** The index of its machine. */
  readonly machine: number;
  /** The target box and the index of the way. */
  readonly key: string;
  /** The corner of lane and branch, before rounding. */
  readonly start: Point;
  /** At the left edge of the box. */
  readonly end: Point;
  /** The vertical distance from its audience at the top of the page; negative above. */
  readonly fall: number;
  readonly label: PlacedText;
  readonly who: PlacedText;
}

interface Columns {
  readonly whoEnd: number;
  readonly lanesEnd: number;
  readonly labelWidth: number;
}

/** Places a trunk for each audience and a branch for each way. */
export function placeWires(
  audiences: readonly PlacedAudience[],
  machines: readonly PlacedMachine[],
  columns: Columns,
  metrics: TextMetrics,
): { readonly trunks: readonly Trunk[]; readonly branches: readonly Branch[] } {
  const { em } = metrics;
  const starts = new Map(
    audiences.map(({ audience: { audience }, rect }, index) => {
      // The top audience has the rightmost lane, so that lower ones need not cross it.
      const lane = columns.whoEnd + (audiences.length - index) * SPACE.lane * em;
      const start = { x: rect.x + rect.width, y: rect.y + rect.height / 2 };
      return [audience, { start, lane }] as const;
    }),
  );
  const branches: Branch[] = [];
  for (const [machine, { boxes }] of machines.entries()) {
    for (const { box, rect, ports } of allBoxes(boxes)) {
      for (const [index, way] of box.ways.entries()) {
        const from = starts.get(way.audience);
        const y = ports[index];
        if (from === undefined || y === undefined) continue;
        branches.push({
          way,
          machine,
          key: `${box.key} ${index}`,
          start: { x: from.lane, y },
          end: { x: rect.x, y },
          fall: y - from.start.y,
          ...labels(way, y, columns, metrics),
        });
      }
    }
  }
  return { trunks: trunksOf(starts, branches), branches };
}

function trunksOf(
  starts: ReadonlyMap<Audience, { readonly start: Point; readonly lane: number }>,
  branches: readonly Branch[],
): readonly Trunk[] {
  const heights = { quiet: extents(branches, false), powerful: extents(branches, true) };
  // Wires to monitors are drawn above others.
  return [heights.quiet, heights.powerful].flatMap((found) =>
    [...starts].flatMap(([audience, { start, lane }]): readonly Trunk[] => {
      const extent = found.get(audience);
      if (extent === undefined) return [];
      return [{ audience, start, lane, ...extent, powerful: found === heights.powerful }];
    }),
  );
}

/** The vertical range of each audience's branches. */
function extents(
  branches: readonly Branch[],
  powerful: boolean,
): ReadonlyMap<Audience, { readonly top: number; readonly bottom: number }> {
  const found = new Map<Audience, { top: number; bottom: number }>();
  for (const { way, start } of branches) {
    if (way.powerful !== powerful) continue;
    const known = found.get(way.audience);
    if (known === undefined) found.set(way.audience, { top: start.y, bottom: start.y });
    else {
      known.top = Math.min(known.top, start.y);
      known.bottom = Math.max(known.bottom, start.y);
    }
  }
  return found;
}

function labels(
  { label, who }: MapWay,
  y: number,
  { lanesEnd: x, labelWidth }: Columns,
  metrics: TextMetrics,
): Pick<Branch, 'label' | 'who'> {
  const { em } = metrics;
  return {
    label: placeText(label, 'code', { x, y: y - 0.4 * em }, labelWidth, metrics, 'middle'),
    who: placeText(who, 'small', { x, y: y + 1.05 * em }, labelWidth, metrics),
  };
}
