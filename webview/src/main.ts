/** The page of the exposure map: takes the model from the extension, draws it, and tells what is chosen. */
import { drawBar } from './bar.ts';
import { drawInParts, stopDrawing } from './draw-in-parts.ts';
import { element } from './element-tree.ts';
import { reachedBy } from './filter-model.ts';
import { attachKeyboard } from './keyboard.ts';
import { layOut } from './layout/layout.ts';
import { wiresByKey } from './lit-wires.ts';
import type { FromPage, MapModel, ToPage } from './map-model.ts';
import { drawOutline } from './outline.ts';
import { type PageMetrics, pageMetrics } from './page-metrics.ts';
import { keepScroll, type PageState, readState } from './page-state.ts';
import { patchChildren } from './patch-dom.ts';
import { type Sight, shiftOf } from './stay-in-sight.ts';
import { attachTooltip } from './tooltip.ts';

/** What VS Code gives to every such page. */
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
/** Has those on the left stay in sight when the page was scrolled. */
let follow = (): void => {};
/** The reasons of each link, one by one. */
let details: ReadonlyMap<string, readonly string[]> = new Map();

attachKeyboard(main, choose);
main.addEventListener('click', (event) => {
  if (event.target instanceof Element) choose(event.target);
});
bar.addEventListener('click', (event) => {
  const button = event.target instanceof Element ? event.target.closest('button') : null;
  if (button?.id === 'outline') setState({ ...state, outline: !state.outline });
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
// VS Code changes fonts and sizes by styles of the root element.
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
  const { words, audiences, machines } = model;
  const filter = audiences.find(({ audience }) => audience === state.filter);
  const shown = filter ? reachedBy(machines, filter.audience) : machines;
  const focused = document.activeElement?.getAttribute('data-key');
  document.title = words.title;
  patchChildren(bar, drawBar(words, { filter, outline: state.outline }));
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
  // What moved to another place lost the focus on its way.
  if (focused && !main.contains(document.activeElement)) focusKey(focused);
  scroll.restore();
}

/** The part of the picture that is seen below the bar. */
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

/** Opens what was chosen, or shows only what the chosen one reaches. */
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

/** Makes the wires of what is pointed at stand out. */
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

/** An element that the page is made with. */
function part(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`The page has no ${id}`);
  return found;
}
