/** Prints a report; the exit code says whether anything was found. */
import { isAtLeast } from '../arguments/options.ts';
import type { Request } from '../arguments/parse.ts';
import { NOTHING, type Report, type ReportedFinding, toReported } from '../check/report.ts';
import { summaryLines } from '../check/summary.ts';
import type { Known } from '../check/sweep-project.ts';
import { FORMATS_BY_NAME } from '../formats/index.ts';
import { painter } from '../terminal/colours.ts';
import { EXIT, type World } from '../world.ts';
import { contextOf, isToFile, writeResult } from './write-result.ts';

/** Sends findings to the supervisor early, without fixes. Undefined for formats of one document. */
export function earlyPrinter(request: Request, world: World): Known | undefined {
  const { format } = request;
  if ((format !== 'text' && format !== 'concise') || isToFile(request)) return undefined;
  const context = contextOf(request, world);
  return (documentOf, path, found) => {
    const textOf = (file: string) => documentOf(file)?.getText() ?? '';
    const project = { documentOf, render: () => new Map() };
    const findings = found.flatMap((one) => toReported(project, path, one, world.cwd) ?? []);
    const report = { ...NOTHING, findings, textOf };
    const end = format === 'text' ? '\n' : '';
    if (findings.length > 0) world.known(FORMATS_BY_NAME[format](report, context) + end);
  };
}

/** Prints every requested format even if one fails. Returns the exit code. */
export function printReport(report: Report, request: Request, world: World): number {
  const written = [request, ...request.outputs].map(({ format, outputFile }) =>
    writeResult({ ...request, outputFile }, world, (context) =>
      FORMATS_BY_NAME[format](report, context),
    ),
  );
  if (written.includes(false)) return EXIT.failed;
  if (!request.quiet) {
    const paint = painter(request.color, world.err, world.env);
    world.err.write(`${summaryLines(report, paint, request.verbose).join('\n')}\n`);
  }
  return isFailing(report, request.failOn) ? EXIT.found : EXIT.fine;
}

/** Whether a finding reaches `--fail-on`. */
export function isFailing(
  { findings }: { readonly findings: readonly Pick<ReportedFinding, 'severity'>[] },
  failOn: Request['failOn'],
): boolean {
  return findings.some(({ severity }) => isAtLeast(severity, failOn));
}

/** Whether a monitor's finding reaches `--fail-on`. */
export function isAnyFailing(
  machines: readonly {
    readonly monitors: readonly { readonly severity: ReportedFinding['severity'] | undefined }[];
  }[],
  failOn: Request['failOn'],
): boolean {
  const findings = machines.flatMap(({ monitors }) =>
    monitors.flatMap(({ severity }) => (severity ? [{ severity }] : [])),
  );
  return isFailing({ findings }, failOn);
}
