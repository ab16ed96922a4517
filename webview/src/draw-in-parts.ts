/**
 * Draws what can be seen at once, and the rest of a large map in small parts behind it, so that nobody waits. In the
 * end all of it is there, for the Tab key and for those who hear it.
 */
import type { MapLayout } from './layout/layout.ts';
import { patchChildren } from './patch-dom.ts';
import { drawMap, type PictureOptions } from './picture.ts';

/** How many machines one part has. */
const PART = 20;

/** How many machines an element shows, and what draws the next ones. */
const drawings = new WeakMap<Element, { readonly count: number; readonly timer: number }>();

/**
 * `bottom` is the height down to which somebody sees the map. What was drawn before stays. Gives what draws as much
 * again, by other options.
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

/** Leaves the rest, as before something else is drawn. */
export function stopDrawing(target: Element): void {
  window.clearTimeout(drawings.get(target)?.timer);
}
