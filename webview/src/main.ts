/** The page of the exposure map: receives the model, draws it, reports clicks. */
import { drawInParts, stopDrawing } from './draw-in-parts.ts';
import { element, type TreeElement } from './element-tree.ts';
import { type MapPart, monitorsOnly, reachedBy } from './filter-model.ts';
import type { Measure, TextStyle } from './layout/fit-text.ts';
import { layOut } from './layout/layout.ts';
import type { TextMetrics } from './layout/spacing.ts';
import { wiresByKey } from './lit-wires.ts';
import {
  AUDIENCES,
  type Audience,
  type FromPage,
  type MapAudience,
  type MapModel,
  type MapWords,
  type ToPage,
} from './map-model.ts';
import { drawOutline } from './outline.ts';
import { patchChildren } from './patch-dom.ts';
import { type Sight, shiftOf } from './stay-in-sight.ts';
import { attachTooltip } from './tooltip.ts';

interface VsCodeApi {
  readonly postMessage: (message: FromPage) => void;
  readonly getState: () => unknown;
  readonly setState: (state: PageState) => void;
}
declare const acquireVsCodeApi: () => VsCodeApi;

const vscode = acquireVsCodeApi();
const bar = part('bar');
const main = part('map');
const tip = part('tooltip');

let state = readState(vscode.getState());
let model: MapModel | undefined;
let metrics: PageMetrics | undefined;
let wires: ReturnType<typeof wiresByKey> = new Map();

const tooltip = attachTooltip(main, tip, '[data-key]', (target) => {
  if (state.outline) return [];
  const label = target.getAttribute('aria-label') ?? '';
  return [label, ...(details.get(target.getAttribute('data-key') ?? '') ?? [])];
});
/** Keeps audiences visible while scrolling. */
let follow = (): void => {};
/** The reasons of each link. */
let details: ReadonlyMap<string, readonly string[]> = new Map();

attachKeyboard(main, choose);
main.addEventListener('click', (event) => {
  if (event.target instanceof Element) choose(event.target);
});
bar.addEventListener('click', (event) => {
  const button = event.target instanceof Element ? event.target.closest('button') : null;
  if (button?.id === 'outline') setState({ ...state, outline: !state.outline });
  if (button?.id === 'others') setState({ ...state, others: !state.others });
  if (button?.id === 'show-all') setState({ ...state, filter: undefined });
});
for (const type of ['pointerover', 'focusin']) {
  main.addEventListener(type, ({ target }) => light(target));
}
for (const type of ['pointerleave', 'focusout']) main.addEventListener(type, () => light(null));
window.addEventListener('message', ({ data }: MessageEvent<ToPage>) => {
  if (data.kind !== 'show') return;
  model = data.model;
  render();
});
// VS Code changes fonts through the root element's style.
new MutationObserver(() => {
  if (metrics && pageMetrics(metrics) !== metrics) render();
}).observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
window.addEventListener('resize', render);
const scroll = keepScroll(
  () => state.scroll,
  (place) => {
    state = { ...state, scroll: place };
    vscode.setState(state);
    follow();
  },
);
vscode.postMessage({ kind: 'ready' });

function render(): void {
  if (model === undefined) return;
  tooltip.hide();
  stopDrawing(main);
  const { words } = model;
  const folded = monitorsOnly(model);
  const { audiences, machines } = state.others ? model : folded;
  const filter = audiences.find(({ audience }) => audience === state.filter);
  const shown = filter ? reachedBy(machines, filter.audience) : machines;
  const focused = document.activeElement?.getAttribute('data-key');
  document.title = words.title;
  const { outline, others } = state;
  const hasOthers = hasMore(model, folded);
  patchChildren(bar, drawBar(words, { filter, outline, others, hasOthers }));
  details = new Map();
  follow = () => {};
  if (machines.length === 0) {
    const lines = words.empty.map((line) => element('p', {}, line));
    patchChildren(main, [element('div', { class: 'empty' }, lines)]);
  } else if (state.outline) {
    patchChildren(main, [drawOutline(shown)]);
  } else {
    metrics = pageMetrics(metrics);
    const layout = layOut(
      { audiences, machines: shown },
      metrics,
      document.documentElement.clientWidth,
    );
    const { em } = metrics;
    const options = { words, em, filter: filter?.audience };
    const shift = (): number => shiftOf(layout, sight(), em);
    const again = drawInParts(
      main,
      layout,
      () => ({ ...options, shift: shift() }),
      scroll.bottom(),
    );
    let last = shift();
    follow = () => {
      const next = shift();
      if (next !== last) again();
      last = next;
    };
    wires = wiresByKey(layout);
    details = detailsOf(shown);
  }
  // A moved element loses the focus.
  if (focused && !main.contains(document.activeElement)) focusKey(focused);
  scroll.restore();
}

/** The visible part below the bar. */
function sight(): Sight {
  return { top: window.scrollY, height: window.innerHeight - bar.offsetHeight };
}

function detailsOf(machines: MapModel['machines']): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  const look = (boxes: MapModel['machines'][number]['boxes']): void => {
    for (const box of boxes) {
      for (const link of [box, ...box.rows]) found.set(link.key, link.details);
      look(box.members);
    }
  };
  for (const machine of machines) {
    found.set(machine.key, machine.details);
    look(machine.boxes);
  }
  return found;
}

/** Opens the chosen link, or filters by the chosen audience. */
function choose(target: Element): void {
  const chosen = target.closest('[data-key]');
  const audience = chosen?.getAttribute('data-audience');
  if (chosen === null) return;
  if (audience === null) {
    const key = chosen.getAttribute('data-key');
    if (key && chosen.getAttribute('role') === 'link') vscode.postMessage({ kind: 'open', key });
    return;
  }
  const found = model?.audiences.find((one) => one.audience === audience)?.audience;
  setState({ ...state, filter: found === state.filter ? undefined : found });
}

function setState(next: PageState): void {
  state = next;
  vscode.setState(state);
  render();
}

/** Highlights the wires of an element. */
function light(target: EventTarget | null): void {
  for (const lit of main.querySelectorAll('.lit')) lit.classList.remove('lit');
  const key =
    target instanceof Element ? target.closest('[data-key]')?.getAttribute('data-key') : null;
  for (const branch of (key && wires.get(key)) || []) {
    main.querySelector(`[data-branch="${CSS.escape(branch)}"]`)?.classList.add('lit');
  }
}

function focusKey(key: string): void {
  const found = main.querySelector<SVGElement>(`[data-key="${CSS.escape(key)}"]`);
  found?.focus({ preventScroll: true });
}

/** A required element of the page. */
function part(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`The page has no ${id}`);
  return found;
}

interface BarState {
  readonly filter: MapAudience | undefined;
  readonly outline: boolean;
  readonly others: boolean;
  /** Whether anything can be unfolded. */
  readonly hasOthers: boolean;
}

/** Whether `part` leaves out a machine or a box of `whole`. */
function hasMore(whole: MapPart, part: MapPart): boolean {
  const count = ({ machines }: MapPart): number =>
    machines.reduce((sum, { boxes }) => sum + 1 + boxes.length, 0);
  return count(whole) > count(part);
}

/** The bar above the map: title, counts, actions. */
function drawBar(
  words: MapWords,
  { filter, outline, others, hasOthers }: BarState,
): readonly TreeElement[] {
  const facts = words.summary.map((fact) => element('li', {}, fact));
  const toggle = (id: string, isOn: boolean, text: string): TreeElement =>
    element('button', { type: 'button', id, 'aria-pressed': String(isOn) }, text);
  return [
    element('div', {}, [
      element('h1', {}, words.title),
      // One replaces the other, so that nothing moves under the mouse.
      element('div', { class: 'facts' }, [
        ...(filter ? [] : [element('ul', { class: 'summary' }, facts, 'summary')]),
        // Present from the start, since only changes of an existing status are announced.
        element('p', { role: 'status' }, filter?.filtered ?? '', 'status'),
        ...(filter ? [element('button', { type: 'button', id: 'show-all' }, words.showAll)] : []),
      ]),
    ]),
    element('div', { class: 'actions' }, [
      ...(hasOthers ? [toggle('others', others, words.others)] : []),
      ...(facts.length > 0 ? [toggle('outline', outline, words.outline)] : []),
    ]),
  ];
}

/** Arrow keys follow the Tab order; Enter and space choose. */
function attachKeyboard(root: HTMLElement, choose: (target: Element) => void): void {
  root.addEventListener('keydown', (event) => {
    const target = event.target instanceof Element ? event.target : undefined;
    if (target === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      choose(target);
      return;
    }
    const next = neighbour(root, target, event.key);
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  });
}

/** A focusable element of the picture or outline. */
type Focusable = Element & HTMLOrSVGElement;

/** The target of a key; undefined for other keys. */
function neighbour(root: HTMLElement, from: Element, key: string): Focusable | undefined {
  const all = [...root.querySelectorAll<Focusable>('[tabindex="0"]')];
  const place = all.findIndex((one) => one.isSameNode(from));
  switch (key) {
    case 'ArrowDown':
      return all[place + 1];
    case 'ArrowUp':
      return place > 0 ? all[place - 1] : undefined;
    case 'Home':
      return all[0];
    case 'End':
      return all.at(-1);
    default:
      return undefined;
  }
}

/** Sizes of page.css, relative to the page's. */
const SIZES: Readonly<Record<TextStyle, number>> = { title: 1, plain: 1, code: 0.95, small: 0.85 };

/** Limit of cached widths; the cache is cleared as a whole. */
const MAX_REMEMBERED = 20_000;

interface PageMetrics extends TextMetrics {
  /** Changes with fonts and sizes. */
  readonly fonts: string;
}

function pageMetrics(before: PageMetrics | undefined): PageMetrics {
  const style = getComputedStyle(document.body);
  const em = Number.parseFloat(style.fontSize);
  const code = style.getPropertyValue('--vscode-editor-font-family').trim() || 'monospace';
  const fonts = `${em} ${style.fontFamily} ${code}`;
  if (before?.fonts === fonts) return before;
  const font = (kind: TextStyle) => {
    const weight = kind === 'title' ? 600 : 400;
    return `${weight} ${SIZES[kind] * em}px ${kind === 'code' ? code : style.fontFamily}`;
  };
  return { em, measure: measureWith(font), fonts };
}

function measureWith(font: (style: TextStyle) => string): Measure {
  const canvas = document.createElement('canvas').getContext('2d');
  const known = new Map<string, number>();
  let current: TextStyle | undefined;
  return (text, style) => {
    const key = `${style} ${text}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    if (canvas && current !== style) canvas.font = font(style);
    current = style;
    const width = canvas?.measureText(text).width ?? text.length * 8;
    if (known.size > MAX_REMEMBERED) known.clear();
    known.set(key, width);
    return width;
  };
}

/** State kept while hidden and across reloads. */
interface PageState {
  /** The audience to filter by. */
  readonly filter: Audience | undefined;
  /** Whether the outline is shown. */
  readonly outline: boolean;
  /** Whether everything is unfolded. */
  readonly others: boolean;
  readonly scroll: { readonly x: number; readonly y: number };
}

/** The kept state; invalid parts are dropped. */
function readState(kept: unknown): PageState {
  const { filter, outline, others, scroll } = (kept ?? {}) as { readonly [name: string]: unknown };
  const { x, y } = (scroll ?? {}) as { readonly [name: string]: unknown };
  return {
    filter: AUDIENCES.find((audience) => audience === filter),
    outline: outline === true,
    others: others === true,
    scroll: { x: typeof x === 'number' ? x : 0, y: typeof y === 'number' ? y : 0 },
  };
}

/** Restores the scroll position once the content is drawn. */
function keepScroll(kept: () => PageState['scroll'], keep: (place: PageState['scroll']) => void) {
  let isRestored = false;
  let isAsked = false;
  window.addEventListener('scroll', () => {
    if (!isRestored || isAsked) return;
    isAsked = true;
    requestAnimationFrame(() => {
      isAsked = false;
      keep({ x: window.scrollX, y: window.scrollY });
    });
  });
  return {
    /** The lower edge of the visible part, after restoring. */
    bottom: () => (isRestored ? window.scrollY : kept().y) + window.innerHeight,
    restore: () => {
      if (isRestored) return;
      isRestored = true;
      const { x, y } = kept();
      window.scrollTo(x, y);
    },
  };
}
