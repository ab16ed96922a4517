/** Places a machine: name, chardevs, and their users. */
import type { MapBox, MapMachine, MapRow } from '../map-model.ts';
import {
  bottomOf,
  type PlacedText,
  placeText,
  type Rect,
  SPACE,
  type TextMetrics,
} from './spacing.ts';

export interface PlacedMachine {
  readonly machine: MapMachine;
  readonly rect: Rect;
  /** The name, linked to the file. */
  readonly head: Rect;
  readonly title: PlacedText;
  readonly place: PlacedText;
  /** Text for a machine without boxes. */
  readonly nothing: PlacedText | undefined;
  readonly boxes: readonly PlacedBox[];
}

/** A chardev's box with fitted texts. */
export interface PlacedBox {
  readonly box: MapBox;
  readonly rect: Rect;
  readonly title: PlacedText;
  readonly kind: PlacedText;
  /** The y of each way's end, at the left edge. */
  readonly ports: readonly number[];
  readonly members: readonly PlacedBox[];
  readonly rows: readonly PlacedRow[];
}

/** A monitor in a box. */
export interface PlacedRow {
  readonly row: MapRow;
  readonly rect: Rect;
  readonly label: PlacedText;
}

interface Start {
  readonly x: number;
  readonly y: number;
  readonly textWidth: number;
}

/** The preferred text width, with the padding of nested boxes. */
export function machineTextWidth(machine: MapMachine, metrics: TextMetrics): number {
  const { measure } = metrics;
  return Math.max(
    measure(machine.title, 'title'),
    measure(machine.place, 'small'),
    machine.boxes.length === 0 ? measure(machine.nothing, 'small') : 0,
    ...machine.boxes.map((box) => boxTextWidth(box, metrics)),
  );
}

function boxTextWidth(box: MapBox, metrics: TextMetrics): number {
  const { em, measure } = metrics;
  const padding = 2 * SPACE.padding * em;
  const head = measure(box.title, 'code') + gapOf(box) * em + measure(box.kind, 'small');
  const inner = [
    ...box.rows.map(({ label }) => measure(label, 'plain') + padding),
    ...box.members.map((member) => boxTextWidth(member, metrics)),
  ];
  return padding + Math.max(head, ...inner);
}

/** The minimal text width for the innermost boxes. */
export function leastTextWidth({ boxes }: MapMachine, em: number): number {
  return Math.max(SPACE.minMachine, depthOf(boxes) * 2 * SPACE.padding + SPACE.minBox) * em;
}

function depthOf(boxes: readonly MapBox[]): number {
  return boxes.reduce((depth, { members }) => Math.max(depth, 1 + depthOf(members)), 0);
}

/** The gap between id and backend, if both exist. */
function gapOf({ title, kind }: MapBox): number {
  return title === '' || kind === '' ? 0 : 0.75;
}

/** Places a machine; `x` and `y` are its upper left corner. */
export function placeMachine(
  machine: MapMachine,
  { x, y, textWidth }: Start,
  metrics: TextMetrics,
): PlacedMachine {
  const { em } = metrics;
  const padding = SPACE.padding * em;
  const textX = x + padding;
  const titleY = y + padding + (SPACE.line - 0.45) * em;
  const placeY = titleY + SPACE.smallLine * em;
  const headEnd = placeY + 0.45 * em + padding * 0.75;
  const title = placeText(machine.title, 'title', { x: textX, y: titleY }, textWidth, metrics);
  const place = placeText(
    machine.place,
    'small',
    { x: textX, y: placeY },
    textWidth,
    metrics,
    'middle',
  );
  const inside = { x: textX, y: headEnd, textWidth };
  const boxes = stack(machine.boxes, inside, metrics);
  const nothing =
    boxes.length === 0
      ? placeText(machine.nothing, 'small', { x: textX, y: headEnd + em }, textWidth, metrics)
      : undefined;
  const contentEnd = nothing ? headEnd + 1.5 * em : bottomOf(boxes, headEnd);
  const width = textWidth + 2 * padding;
  return {
    machine,
    rect: { x, y, width, height: contentEnd + padding - y },
    head: { x, y, width, height: headEnd - y - padding * 0.4 },
    title,
    place,
    nothing,
    boxes,
  };
}

function stack(boxes: readonly MapBox[], start: Start, metrics: TextMetrics): readonly PlacedBox[] {
  let { y } = start;
  return boxes.map((box) => {
    const placed = placeBox(box, { ...start, y }, metrics);
    y = placed.rect.y + placed.rect.height + SPACE.boxGap * metrics.em;
    return placed;
  });
}

function placeBox(box: MapBox, { x, y, textWidth }: Start, metrics: TextMetrics): PlacedBox {
  const { em, measure } = metrics;
  const padding = SPACE.padding * em;
  const inner = textWidth - 2 * padding;
  // The first wire ends at the id's line.
  const port = y + SPACE.wire * 0.5 * em;
  const baseline = port + 0.35 * em;
  const kindWidth = Math.min(measure(box.kind, 'small'), inner / 2);
  const gap = gapOf(box) * em;
  const titleRoom = inner - kindWidth - gap;
  const title = placeText(box.title, 'code', { x: x + padding, y: baseline }, titleRoom, metrics);
  const kindX = title.x + title.width + gap;
  const kindRoom = x + padding + inner - kindX;
  const kind = placeText(box.kind, 'small', { x: kindX, y: baseline }, kindRoom, metrics);
  const ports = box.ways.map((_, index) => port + index * SPACE.wire * em);
  const portsEnd = (ports.at(-1) ?? port) + SPACE.wire * 0.5 * em;
  const contentY = port + (SPACE.line / 2 + 0.25) * em;
  // Rows may be beside addresses; members with own addresses may not.
  const membersY = ports.length > 0 ? portsEnd : contentY;
  const members = stack(box.members, { x: x + padding, y: membersY, textWidth: inner }, metrics);
  const rowsY = members.length === 0 ? contentY : bottomOf(members, y) + SPACE.boxGap * em;
  const rows = placeRows(box.rows, { x: x + padding, y: rowsY, textWidth: inner }, metrics);
  const contents = [...members, ...rows];
  const end = Math.max(portsEnd, contents.length > 0 ? bottomOf(contents, y) + padding : 0);
  return {
    box,
    rect: { x, y, width: textWidth, height: end - y },
    title,
    kind,
    ports,
    members,
    rows,
  };
}

function placeRows(
  rows: readonly MapRow[],
  { x, y, textWidth }: Start,
  metrics: TextMetrics,
): readonly PlacedRow[] {
  const { em } = metrics;
  const padding = SPACE.padding * em;
  const height = 1.75 * em;
  return rows.map((row, index): PlacedRow => {
    const top = y + index * (height + 0.4 * em);
    const baseline = top + height / 2 + 0.35 * em;
    const room = textWidth - 2 * padding;
    const label = placeText(row.label, 'plain', { x: x + padding, y: baseline }, room, metrics);
    return { row, rect: { x, y: top, width: textWidth, height }, label };
  });
}

/** All boxes, outer ones first. */
export function allBoxes(boxes: readonly PlacedBox[]): readonly PlacedBox[] {
  return boxes.flatMap((box) => [box, ...allBoxes(box.members)]);
}
