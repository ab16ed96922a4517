/** Keeps those on the left in sight while somebody goes through a long list of machines. */
import type { MapLayout } from './layout/layout.ts';
import { bottomOf, SPACE } from './layout/spacing.ts';

/** The part of the picture that is seen. */
export interface Sight {
  readonly top: number;
  readonly height: number;
}

/**
 * How far they are moved down, in pixels. Not at all where not all of them are seen at once: what stays where it is
 * on the screen could not be scrolled to.
 */
export function shiftOf({ audiences, height }: MapLayout, { top, ...sight }: Sight, em: number) {
  const margin = SPACE.margin * em;
  const bottom = bottomOf(audiences, 0) + margin;
  if (bottom > sight.height) return 0;
  return Math.max(0, Math.min(top, height - bottom));
}
