/**
 * The map as SVG in plain data. Roles and labels make it nested lists in reading order; lines and text are
 * hidden from screen readers, since each label is a full sentence.
 */
import { element, type TreeElement } from './element-tree.ts';
import type { MapLayout } from './layout/layout.ts';
import type { PlacedAudience } from './layout/place-audiences.ts';
import type { PlacedBox, PlacedMachine, PlacedRow } from './layout/place-machine.ts';
import { type PlacedText, type Rect, SPACE } from './layout/spacing.ts';
import type { Branch, Trunk } from './layout/wires.ts';
import type { Audience, MapLink, MapModel } from './map-model.ts';

/** An icon for each audience, so that colour is not needed to tell them apart. Outlines on 16 × 16. */
const AUDIENCE_ICONS: Readonly<Record<Audience, string>> = {
  // A globe.
  network:
    'M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13zM1.5 8h13M8 1.5c-4.2 3.7-4.2 9.3 0 13c4.2-3.7 4.2-9.3 0-13z',
  // A screen.
  host: 'M1.5 2.5h13v8.5h-13zM8 11v3M5 14h6',
  // A folder.
  directory: 'M1.5 3.5h4.5l1.5 2h7v7.5h-13zM1.5 5.5h6',
  // A key.
  authorized: 'M4.75 5a3 3 0 1 0 0 6a3 3 0 1 0 0-6zM7.75 8h6.75v2.75M11.25 8v2',
  // A person.
  user: 'M8 2a2.75 2.75 0 1 0 0 5.5a2.75 2.75 0 1 0 0-5.5zM2.5 14c0-6 11-6 11 0z',
  // A circle with a bar.
  nobody: 'M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13zM3.4 3.4l9.2 9.2',
  // A question mark.
  unknown:
    'M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13zM5.8 6.2c0-3 4.4-3 4.4 0c0 1.6-2.2 1.6-2.2 3.4M8 11.2v1.2',
};

/** What a picture needs besides its layout. */
export interface PictureOptions {
  readonly words: MapModel['words'];
  /** The font size in pixels. */
  readonly em: number;
  /** The audience to filter by. */
  readonly filter: Audience | undefined;
  /** The offset of the audiences, to stay visible. */
  readonly shift: number;
  /** The number of machines to draw, from the top. */
  readonly machines: number;
}

/** Draws a layout. */
export function drawMap(layout: MapLayout, options: PictureOptions): TreeElement {
  const { width, height } = layout;
  const { words, em, shift } = options;
  const machines = layout.machines.slice(0, options.machines);
  const size = { width: Math.ceil(width), height: Math.ceil(height) };
  return element(
    'svg',
    {
      ...size,
      viewBox: `0 0 ${size.width} ${size.height}`,
      role: 'group',
      'aria-labelledby': 'map-title',
      'aria-describedby': 'map-description',
    },
    [
      // On the svg element it would be a tooltip everywhere.
      element('defs', {}, [
        element('title', { id: 'map-title' }, words.title),
        element('desc', { id: 'map-description' }, words.description),
      ]),
      element(
        'g',
        {
          role: 'list',
          'aria-label': words.whoList,
          transform: shift === 0 ? undefined : `translate(0 ${round(shift)})`,
        },
        layout.audiences.map((placed) => drawAudience(placed, options)),
      ),
      element(
        'g',
        { 'aria-hidden': 'true', class: 'frames' },
        machines.map(({ machine, rect }) =>
          element('rect', { class: 'machine', ...rect, rx: 0.5 * em }, [], machine.key),
        ),
      ),
      element(
        'g',
        { role: 'list', 'aria-label': words.machineList },
        machines.map((placed) => rememberedMachine(placed, em)),
      ),
      // Last, so that wires are drawn over hubs; they take no mouse events.
      element('g', { 'aria-hidden': 'true', class: 'wires' }, [
        ...layout.trunks.map((trunk) => drawTrunk(trunk, options)),
        ...layout.branches
          .filter(({ machine }) => machine < options.machines)
          .map((branch) => rememberedBranch(branch, options)),
      ]),
    ],
  );
}

/** Trees that were drawn before. */
const drawnMachines = new WeakMap<PlacedMachine, TreeElement>();
const drawnBranches = new WeakMap<Branch, { readonly bend: number; readonly tree: TreeElement }>();

function rememberedMachine(placed: PlacedMachine, em: number): TreeElement {
  const known = drawnMachines.get(placed);
  if (known) return known;
  const tree = drawMachine(placed, em);
  drawnMachines.set(placed, tree);
  return tree;
}

/** A branch changes when its audience moves to its other side. */
function rememberedBranch(branch: Branch, { em, shift }: PictureOptions): TreeElement {
  const bend = bendOf(branch.fall - shift, em);
  const known = drawnBranches.get(branch);
  if (known?.bend === bend) return known.tree;
  const tree = drawBranch(branch, bend, em);
  drawnBranches.set(branch, { bend, tree });
  return tree;
}

function drawAudience(
  { audience, rect, icon, label, count }: PlacedAudience,
  { em, filter }: PictureOptions,
): TreeElement {
  const scale = (SPACE.icon * em) / 16;
  const button = element(
    'g',
    {
      role: 'button',
      tabindex: 0,
      class: `audience ${audience.audience}`,
      'aria-label': audience.sentence,
      'aria-pressed': String(filter === audience.audience),
      'data-audience': audience.audience,
      'data-key': `audience ${audience.audience}`,
    },
    [
      element('rect', { class: 'frame', ...rect, rx: 0.4 * em }),
      element('path', {
        class: 'icon',
        d: AUDIENCE_ICONS[audience.audience],
        transform: `translate(${round(icon.x)} ${round(icon.y)}) scale(${round(scale)})`,
      }),
      ...(label ? [drawText(label)] : []),
      drawText(count),
    ],
  );
  return element('g', { role: 'listitem' }, [button], audience.audience);
}

function drawMachine(placed: PlacedMachine, em: number): TreeElement {
  const { machine, head, title, place, nothing, boxes } = placed;
  const texts = [title, place, ...(nothing ? [nothing] : [])];
  return element(
    'g',
    { role: 'listitem' },
    [
      drawLink(machine, 'head', head, 0.5 * em, texts),
      ...(boxes.length > 0
        ? [
            element(
              'g',
              { role: 'list' },
              boxes.map((box) => drawBox(box, em)),
            ),
          ]
        : []),
    ],
    machine.key,
  );
}

function drawBox({ box, rect, title, kind, members, rows }: PlacedBox, em: number): TreeElement {
  const inner = [
    ...members.map((member) => drawBox(member, em)),
    ...rows.map((row) => drawRow(row, em)),
  ];
  return element(
    'g',
    { role: 'listitem' },
    [
      drawLink(box, 'box', rect, 0.35 * em, [title, kind]),
      ...(inner.length > 0 ? [element('g', { role: 'list' }, inner)] : []),
    ],
    box.key,
  );
}

function drawRow({ row, rect, label }: PlacedRow, em: number): TreeElement {
  const kind = row.audience === undefined ? 'row' : `row monitor ${row.audience}`;
  const link = drawLink(row, kind, rect, 0.3 * em, [label]);
  return element('g', { role: 'listitem' }, [link], row.key);
}

/** An element with a place in a file, or only a tooltip. */
function drawLink(
  link: MapLink,
  kind: string,
  rect: Rect,
  rx: number,
  texts: readonly PlacedText[],
): TreeElement {
  return element(
    'g',
    {
      role: link.opens ? 'link' : 'note',
      tabindex: 0,
      class: `link ${kind}`,
      'aria-label': link.sentence,
      'aria-description': link.details.length === 0 ? undefined : link.details.join('. '),
      'data-key': link.key,
    },
    [element('rect', { class: 'frame', ...rect, rx }), ...texts.map(drawText)],
  );
}

function drawText({ x, y, text, style }: PlacedText): TreeElement {
  return element('text', { class: style, x, y, 'aria-hidden': 'true' }, text);
}

/** Draws from the audience to the lane and along it. */
function drawTrunk(
  { audience, start, lane, top, bottom, powerful }: Trunk,
  { em, shift }: PictureOptions,
): TreeElement {
  const y = start.y + shift;
  const stub = `M${round(start.x)} ${round(y)}H`;
  const arm = (fall: number): string => {
    if (fall === 0) return '';
    const bend = bendOf(fall, em);
    // The last branch draws the corner.
    return (
      `${stub}${round(lane - Math.abs(bend))}` +
      `Q${round(lane)} ${round(y)} ${round(lane)} ${round(y + bend)}` +
      `V${round(y + fall - bend)}`
    );
  };
  const arms = arm(Math.min(0, top - y)) + arm(Math.max(0, bottom - y));
  const d = arms === '' ? `${stub}${round(lane)}` : arms;
  const weight = powerful ? '' : ' quiet';
  return element('path', { class: `wire ${audience}${weight}`, d }, [], audience + weight);
}

/** The signed height of a rounded corner, at most half the fall. */
function bendOf(fall: number, em: number): number {
  return Math.sign(fall) * Math.min(SPACE.corner * em, Math.abs(fall) / 2);
}

/** Draws from the lane, along its label, to the box. */
function drawBranch(
  { way, key, start, end, label, who }: Branch,
  bend: number,
  em: number,
): TreeElement {
  const y = round(end.y);
  const from =
    `M${round(start.x)} ${round(end.y - bend)}` +
    `Q${round(start.x)} ${y} ${round(start.x + Math.abs(bend))} ${y}`;
  // For an outgoing connection the arrow is at the other end.
  const tip = way.connectsOut ? label.x - 0.6 * em : end.x;
  const back = way.connectsOut ? tip + 0.55 * em : tip - 0.55 * em;
  const half = 0.35 * em;
  const arrow =
    `M${round(back)} ${round(end.y - half)}L${round(tip)} ${y}` +
    `L${round(back)} ${round(end.y + half)}z`;
  return element(
    'g',
    { class: `branch ${way.audience}${way.powerful ? '' : ' quiet'}`, 'data-branch': key },
    [
      element('path', { class: 'wire', d: `${from}H${round(end.x)}` }),
      element('path', { class: 'arrow', d: arrow }),
      drawText(label),
      drawText(who),
    ],
    key,
  );
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
