/** A summary for people: counts, files not checked, files left out. */
import { SEVERITIES } from '../arguments/options.ts';
import type { Paint } from '../terminal/colours.ts';
import { printableLine } from '../terminal/printable.ts';
import type { NotChecked, Report, ReportedFinding } from './report.ts';

const MAX_LISTED = 10;

export function summaryLines(report: Report, paint: Paint, verbose: boolean): readonly string[] {
  const { findings, checked, excused } = report;
  const unread = notCheckedLines(report.notChecked, verbose);
  if (checked === 0) {
    const all = report.isForeign ? 'No supported files found' : 'No file was checked';
    return [all, ...unread];
  }
  const files = new Set(findings.map(({ place }) => place.file)).size;
  const counts = SEVERITIES.flatMap((severity) => {
    const count = findings.filter((one) => one.severity === severity).length;
    return count > 0 ? [plural(count, severity)] : [];
  });
  const found =
    findings.length === 0
      ? paint(report.unknown === 0 ? 'green' : 'bold', 'No findings')
      : paint('bold', `${plural(findings.length, 'finding')} (${counts.join(', ')})`);
  const where = findings.length > 0 ? ` in ${plural(files, 'file')}` : '';
  const silent = excused.length > 0 ? `, ${excused.length} excused` : '';
  return [
    `${found}${where}${silent}; ${plural(checked, 'file')} checked`,
    ...fixableLine(report),
    ...unknownLine(report),
    ...(verbose && excused.length > 0 ? ['Excused:', ...excused.map(excusedLine)] : []),
    ...unread,
  ];
}

function excusedLine({ place, rule, excuse }: ReportedFinding): string {
  return `  ${printableLine(`${place.path}:${place.startLine}: ${rule} (${excuse?.reason ?? ''})`)}`;
}

function unknownLine({ unknown }: Report): readonly string[] {
  return unknown === 0
    ? []
    : [`${plural(unknown, 'monitor')} unknown (the command monitors lists all)`];
}

function fixableLine({ fixable }: Report): readonly string[] {
  const { safe, review, spared } = fixable;
  const cut =
    spared > 0 ? [`${plural(spared, 'finding')} left by --fix, which would cut off clients`] : [];
  if (safe + review === 0) return cut;
  const look = '--fix=all (review what it changes)';
  if (safe === 0) return [`${plural(review, 'finding')} can be fixed with ${look}`, ...cut];
  const more = review > 0 ? `, ${review} more with ${look}` : '';
  return [`${plural(safe, 'finding')} can be fixed with --fix${more}`, ...cut];
}

/** Files with a monitor option that are not checked. */
export function notCheckedLines(
  { monitors, unfollowed, documentation, programs }: NotChecked,
  verbose: boolean,
): readonly string[] {
  return [
    ...listed('Not checked (monitor option in an unsupported language)', monitors, verbose),
    ...listed(
      'Analysis stopped',
      unfollowed.map(({ path, line }) => (line > 0 ? `${path}:${line}` : path)),
      verbose,
    ),
    ...(verbose && documentation > 0
      ? [`${plural(documentation, 'documentation file')} with a monitor option`]
      : []),
    ...(verbose && programs > 0
      ? [`${plural(programs, 'file')} naming only a program of QEMU`]
      : []),
  ];
}

function listed(what: string, paths: readonly string[], verbose: boolean): readonly string[] {
  if (paths.length === 0) return [];
  const shown = verbose ? paths : paths.slice(0, MAX_LISTED);
  const more = paths.length - shown.length;
  return [
    `${what}:`,
    ...shown.map((path) => `  ${printableLine(path)}`),
    ...(more > 0 ? [`  and ${more} more (--verbose lists them)`] : []),
  ];
}

/** `1 file`, `2 files`; `information` has no plural. */
export function plural(count: number, noun: string): string {
  return count === 1 || noun === 'information' ? `${count} ${noun}` : `${count} ${noun}s`;
}
