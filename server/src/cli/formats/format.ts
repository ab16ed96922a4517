/** What a format is: a pure function from a report to a text. */

import { VERSION } from '../../workspace/front-end.ts';
import type { Request } from '../arguments/parse.ts';
import type { Report } from '../check/report.ts';
import type { Paint } from '../terminal/colours.ts';
import { printable } from '../terminal/printable.ts';

export interface FormatContext {
  readonly paint: Paint;
  /** How many characters a line of the terminal has. */
  readonly columns: number;
  /** Whether all is told that there is to a finding. */
  readonly verbose: boolean;
  /** From which severity on a finding is a failure. */
  readonly failOn: Request['failOn'];
  /** The page of a rule as it is written; undefined where the pages did not come along. */
  readonly pageOf: (rule: string) => string | undefined;
  /** The folder from which shown paths count, absolute and with `/`. */
  readonly cwd: string;
}

/** The text of a report, with the line end at its end; empty for one that says nothing. */
export type Format = (report: Report, context: FormatContext) => string;

/** A value as JSON, which commands nothing where it is printed. */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value, null, 2);
  return `${printable(text, (one) => (one === '\n' ? one : `\\u${hexOf(one)}`))}\n`;
}

function hexOf(character: string): string {
  return character.charCodeAt(0).toString(16).padStart(4, '0');
}

/** What the program is called on a command line. */
export const TOOL_NAME = 'qemu-monitor-guard';
/** What made a report, as reports say it. */
export const TOOL = { name: TOOL_NAME, version: VERSION };
/** What people know it as. */
export const DISPLAY_NAME = 'Monitor Guard for QEMU';
