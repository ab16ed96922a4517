/** The measures of the map: how much room things take, all in relation to the size of the letters. */
import { fitText, type Measure, type TextStyle } from './fit-text.ts';

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** One line of text. */
export interface PlacedText {
  readonly x: number;
  /** The baseline. */
  readonly y: number;
  /** What is drawn: all of it, or what fits. */
  readonly text: string;
  readonly style: TextStyle;
  readonly width: number;
}

/** What a layout depends on besides the model. */
export interface TextMetrics {
  /** The size of the letters in pixels; all distances grow with it. */
  readonly em: number;
  readonly measure: Measure;
}

/** Distances in multiples of the letters' size. */
export const SPACE = {
  margin: 1.25,
  padding: 0.75,
  line: 1.5,
  smallLine: 1.25,
  /** Between machines, and between what stands in them. */
  machineGap: 1.75,
  boxGap: 0.75,
  icon: 1.25,
  lane: 1,
  /** How far the labels of two wires that end at one box are apart. */
  wire: 3,
  corner: 0.6,
  maxWho: 22,
  maxLabel: 26,
  maxMachine: 30,
  /** What a narrow page leaves of them at least. */
  minLabel: 9,
  minMachine: 10,
  minBox: 5,
} as const;

/** A text, or what fits of it. */
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

/** The lower edge of the last of things that stand below each other. */
export function bottomOf(placed: readonly { readonly rect: Rect }[], otherwise: number): number {
  const last = placed.at(-1);
  return last ? last.rect.y + last.rect.height : otherwise;
}

/** The room for texts of which the widest is that wide. A pixel more, since sums of fractions are not exact. */
export function roomFor(widest: number, maximum: number): number {
  return Math.min(Math.ceil(widest) + 1, maximum);
}
