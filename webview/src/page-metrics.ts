/** How wide text is on this page, with the fonts that the page has. */
import type { Measure, TextStyle } from './layout/fit-text.ts';
import type { TextMetrics } from './layout/spacing.ts';

/** As page.css sets them, in relation to the page's own size. */
const SIZES: Readonly<Record<TextStyle, number>> = { title: 1, plain: 1, code: 0.95, small: 0.85 };

/** Widths that were measured, which are thrown away together rather than kept without end. */
const MAX_REMEMBERED = 20_000;

export interface PageMetrics extends TextMetrics {
  /** Another one for other fonts or sizes. */
  readonly fonts: string;
}

/** The fonts of the page at this moment. */
export function pageMetrics(before: PageMetrics | undefined): PageMetrics {
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
