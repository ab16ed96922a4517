/**
 * Draws the visible part of the map at once and the rest in small steps. In the end everything is drawn,
 * for keyboard navigation and screen readers.
 */
import type { MapLayout } from './layout/layout.ts';
import { patchChildren } from './patch-dom.ts';
import { drawMap, type PictureOptions } from './picture.ts';

/** Machines per step. */
const PART = 20;

/** Drawn machines of an element, and the timer of the next step. */
const drawings = new WeakMap<Element, { readonly count: number; readonly timer: number }>();

/**
 * `bottom` is the lower edge of the visible part. Keeps earlier drawings. Returns a function that redraws
 * with other options.
 */
export function drawInParts(
  target: Element,
  layout: MapLayout,
  options: () => Omit<PictureOptions, 'machines'>,
  bottom: number,
): () => void {
  const seen = layout.machines.filter(({ rect }) => rect.y <= bottom).length;
  const patch = (machines: number): void =>
    patchChildren(target, [drawMap(layout, { ...options(), machines })]);
  const draw = (machines: number): void => {
    patch(machines);
    const isDone = machines >= layout.machines.length;
    const timer = isDone ? 0 : window.setTimeout(() => draw(machines + PART));
    drawings.set(target, { count: machines, timer });
  };
  draw(Math.max(seen, drawings.get(target)?.count ?? 0));
  return () => patch(drawings.get(target)?.count ?? seen);
}

/** Cancels the remaining steps. */
export function stopDrawing(target: Element): void {
  window.clearTimeout(drawings.get(target)?.timer);
}
