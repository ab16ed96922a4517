/** One line a finding, like a compiler's. */
import type { ReportedFinding } from '../check/report.ts';
import { COLOUR_OF_SEVERITY } from '../terminal/colours.ts';
import { printable, printableLine } from '../terminal/printable.ts';
import type { Format } from './format.ts';

export const concise: Format = ({ findings }, { paint }) =>
  findings
    .map((finding) => {
      const { place, message, isPossible } = finding;
      const where = `${place.path}:${place.startLine}:${place.startColumn}:`;
      const what = paint(COLOUR_OF_SEVERITY[finding.severity], headOf(finding));
      return `${paint('bold', printableLine(where))} ${what} ${printable(message)}${isPossible ? ' (possible)' : ''}\n`;
    })
    .join('');

/** Example: `error[monitor-on-network]`. */
export function headOf({ severity, rule }: ReportedFinding): string {
  return `${severity}[${rule}]`;
}
