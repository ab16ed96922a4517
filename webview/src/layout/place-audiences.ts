/** Places audiences in a column of equal width. */
import type { MapAudience } from '../map-model.ts';
import {
  type PlacedText,
  placeText,
  type Rect,
  roomFor,
  SPACE,
  type TextMetrics,
} from './spacing.ts';

/** An audience. */
export interface PlacedAudience {
  readonly audience: MapAudience;
  readonly rect: Rect;
  /** The upper left corner of its square icon. */
  readonly icon: Pick<Rect, 'x' | 'y'>;
  /** Absent on narrow pages. */
  readonly label: PlacedText | undefined;
  readonly count: PlacedText;
}

/** Places the audiences, the widest on top. */
export function placeAudiences(
  audiences: readonly MapAudience[],
  metrics: TextMetrics,
  isNarrow: boolean,
): readonly PlacedAudience[] {
  const { em, measure } = metrics;
  const margin = SPACE.margin * em;
  const padding = SPACE.padding * em;
  const inset = (2 * SPACE.padding + SPACE.icon) * em;
  const widest = audiences.reduce(
    (width, { label, count, shortCount }) =>
      isNarrow
        ? Math.max(width, measure(shortCount, 'title'))
        : Math.max(width, measure(label, 'title'), measure(count, 'small')),
    0,
  );
  const textWidth = roomFor(widest, SPACE.maxWho * em);
  const width = inset + textWidth + padding;
  const height = padding * 1.5 + (isNarrow ? SPACE.line : SPACE.line + SPACE.smallLine) * em;
  return audiences.map((audience, index): PlacedAudience => {
    const { label, count, shortCount } = audience;
    const y = margin + index * (height + SPACE.boxGap * em);
    const firstLine = y + padding * 0.75 + (SPACE.line - 0.4) * em;
    const first = { x: margin + inset, y: firstLine };
    const second = { x: margin + inset, y: firstLine + SPACE.smallLine * em };
    return {
      audience,
      rect: { x: margin, y, width, height },
      icon: { x: margin + padding, y: y + (height - SPACE.icon * em) / 2 },
      label: isNarrow ? undefined : placeText(label, 'title', first, textWidth, metrics),
      count: isNarrow
        ? placeText(shortCount, 'title', first, textWidth, metrics)
        : placeText(count, 'small', second, textWidth, metrics),
    };
  });
}
