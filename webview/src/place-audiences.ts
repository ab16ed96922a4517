/** Places those on the left below each other, all as wide as the widest. */
import type { MapAudience } from './map-model.ts';
import {
  type PlacedText,
  placeText,
  type Rect,
  roomFor,
  SPACE,
  type TextMetrics,
} from './spacing.ts';

/** Somebody on the left. */
export interface PlacedAudience {
  readonly audience: MapAudience;
  readonly rect: Rect;
  /** The upper left corner of the icon, which is a square. */
  readonly icon: Pick<Rect, 'x' | 'y'>;
  readonly label: PlacedText;
  readonly count: PlacedText;
}

export function placeAudiences(
  audiences: readonly MapAudience[],
  metrics: TextMetrics,
): readonly PlacedAudience[] {
  const { em, measure } = metrics;
  const margin = SPACE.margin * em;
  const padding = SPACE.padding * em;
  const inset = (2 * SPACE.padding + SPACE.icon) * em;
  const widest = audiences.reduce(
    (width, { label, count }) => Math.max(width, measure(label, 'title'), measure(count, 'small')),
    0,
  );
  const textWidth = roomFor(widest, SPACE.maxWho * em);
  const width = inset + textWidth + padding;
  const height = padding * 1.5 + (SPACE.line + SPACE.smallLine) * em;
  return audiences.map((audience, index): PlacedAudience => {
    const y = margin + index * (height + SPACE.boxGap * em);
    const firstLine = y + padding * 0.75 + (SPACE.line - 0.4) * em;
    const secondLine = firstLine + SPACE.smallLine * em;
    const x = margin + inset;
    return {
      audience,
      rect: { x: margin, y, width, height },
      icon: { x: margin + padding, y: y + (height - SPACE.icon * em) / 2 },
      label: placeText(audience.label, 'title', { x, y: firstLine }, textWidth, metrics),
      count: placeText(audience.count, 'small', { x, y: secondLine }, textWidth, metrics),
    };
  });
}
