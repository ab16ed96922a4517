/** A format is a pure function from a report to text. */

import { VERSION } from '../../workspace/front-end.ts';
import type { Request } from '../arguments/parse.ts';
import type { Report } from '../check/report.ts';
import type { Paint } from '../terminal/colours.ts';
import { printable } from '../terminal/printable.ts';

export interface FormatContext {
  readonly paint: Paint;
  readonly columns: number;
  readonly verbose: boolean;
  readonly failOn: Request['failOn'];
  /** Undefined if the package lacks the page. */
  readonly pageOf: (rule: string) => string | undefined;
  /** Base of shown paths: absolute, with `/`. */
  readonly cwd: string;
}

/** Ends with a newline, or is empty. */
export type Format = (report: Report, context: FormatContext) => string;

/** JSON without control characters for terminals. */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value, null, 2);
  return `${printable(text, (one) => (one === '\n' ? one : `\\u${hexOf(one)}`))}\n`;
}

function hexOf(character: string): string {
  return character.charCodeAt(0).toString(16).padStart(4, '0');
}

/** The name of the command. */
export const TOOL_NAME = 'qemu-monitor-guard';
/** The producer named in reports. */
export const TOOL = { name: TOOL_NAME, version: VERSION };
/** The name in titles. */
export const DISPLAY_NAME = 'Monitor Guard for QEMU';
