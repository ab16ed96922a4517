/** Measures of the map, relative to the font size. */
import { fitText, type Measure, type TextStyle } from './fit-text.ts';

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A line of text. */
export interface PlacedText {
  readonly x: number;
  /** The baseline. */
  readonly y: number;
  /** The drawn text, possibly shortened. */
  readonly text: string;
  readonly style: TextStyle;
  readonly width: number;
}

/** Inputs of a layout besides the model. */
export interface TextMetrics {
  /** The font size in pixels. */
  readonly em: number;
  readonly measure: Measure;
}

/** Distances in em. */
export const SPACE = {
  margin: 1.25,
  padding: 0.75,
  line: 1.5,
  smallLine: 1.25,
  /** Between machines, and between their parts. */
  machineGap: 1.75,
  boxGap: 0.75,
  icon: 1.25,
  lane: 1,
  /** The distance of labels of two wires to one box. */
  wire: 3,
  corner: 0.6,
  maxWho: 22,
  maxLabel: 26,
  maxMachine: 30,
  /** Minimal widths on a narrow page. */
  minLabel: 9,
  minMachine: 10,
  minBox: 5,
} as const;

/** A fitted text. */
export function placeText(
  full: string,
  style: TextStyle,
  { x, y }: Pick<Rect, 'x' | 'y'>,
  room: number,
  { measure }: TextMetrics,
  where: 'end' | 'middle' = 'end',
): PlacedText {
  const text = fitText(full, style, Math.max(0, room), measure, where);
  return { x, y, text, style, width: measure(text, style) };
}

/** The lower edge of the last item. */
export function bottomOf(placed: readonly { readonly rect: Rect }[], otherwise: number): number {
  const last = placed.at(-1);
  return last ? last.rect.y + last.rect.height : otherwise;
}

/** The room for the widest text, plus a pixel for rounding. */
export function roomFor(widest: number, maximum: number): number {
  return Math.min(Math.ceil(widest) + 1, maximum);
}
