/** Keeps audiences visible while scrolling. */
import type { MapLayout } from './layout/layout.ts';
import { bottomOf, SPACE } from './layout/spacing.ts';

/** The visible part of the picture. */
export interface Sight {
  readonly top: number;
  readonly height: number;
}

/**
 * The offset of the audiences in pixels; 0 if they do not all fit, since then the page must scroll to them.
 */
export function shiftOf({ audiences, height }: MapLayout, { top, ...sight }: Sight, em: number) {
  const margin = SPACE.margin * em;
  const bottom = bottomOf(audiences, 0) + margin;
  if (bottom > sight.height) return 0;
  return Math.max(0, Math.min(top, height - bottom));
}
