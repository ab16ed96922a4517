/** `check --fix` and `check --diff`: makes fixes and prints the rest, or prints the changes. */
import { setImmediate } from 'node:timers/promises';
import type { Request } from '../arguments/parse.ts';
import {
  type Checked,
  type CheckedProject,
  checkProjects,
  complain,
} from '../check/check-projects.ts';
import { shownPath } from '../check/project.ts';
import { reportOf } from '../check/report.ts';
import { plural } from '../check/summary.ts';
import { type ChangedFile, type MadeFixes, makeFixes } from '../fix/make-fixes.ts';
import { unifiedDiff } from '../fix/unified-diff.ts';
import { type LeftFile, writeChanges } from '../fix/write-changes.ts';
import { printable } from '../terminal/printable.ts';
import { EXIT, type UsageError, usageError, type World } from '../world.ts';
import { isFailing, printReport } from './print-report.ts';
import { writeResult } from './write-result.ts';

export async function fix(
  request: Request,
  checked: Checked,
  world: World,
): Promise<number | UsageError> {
  const { input } = checked;
  if (input && request.words.length > 1) {
    return usageError('With --fix or --diff the standard input is fixed alone');
  }
  if (request.outputs.length > 0 && (request.diff || input)) {
    return usageError('--output writes a report, and with --diff or a fixed input there is none');
  }
  const made: MadeFixes[] = [];
  for (const project of checked.projects) {
    const given = input ? [input] : [];
    const one = await makeFixes(project, { request, world, given, within: input?.path });
    if (one === undefined) return EXIT.interrupted;
    made.push(one);
  }
  const code = request.diff
    ? printDiff(made, request, world)
    : input
      ? printFixed(made, input.text, request, world)
      : await write(made, request, world);
  return checked.isBroken && code !== EXIT.interrupted ? EXIT.failed : code;
}

function printDiff(made: readonly MadeFixes[], request: Request, world: World): number {
  const changes = changesOf(made).toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const isWritten = writeResult(request, world, () =>
    changes
      .map(({ path, before, after }) => unifiedDiff(shownPath(path, world.cwd), before, after))
      .join(''),
  );
  if (!isWritten) return EXIT.failed;
  if (!request.quiet) {
    world.err.write(`${fixedWords(made, 'would be fixed', changes.length)}\n`);
    printSpared(made, world);
  }
  return changes.length > 0 ? EXIT.found : EXIT.fine;
}

function printFixed(
  made: readonly MadeFixes[],
  text: string,
  request: Request,
  world: World,
): number {
  const [change] = changesOf(made);
  if (!writeResult(request, world, () => change?.after ?? text)) return EXIT.failed;
  const projects = made.map(({ project }) => project);
  const report = reportOf(projects, world.cwd);
  if (!request.quiet) {
    const left = plural(report.findings.length, 'finding');
    world.err.write(`${fixedWords(made, 'fixed', change ? 1 : 0)}; ${left} left\n`);
  }
  return isFailing(report, request.failOn) ? EXIT.found : EXIT.fine;
}

async function write(made: readonly MadeFixes[], request: Request, world: World): Promise<number> {
  // Signals arrive between turns of the event loop.
  await setImmediate();
  if (world.isInterrupted()) return EXIT.interrupted;
  const { written, left } = writeChanges(made.flatMap(({ groups }) => groups));
  printFiles(request.quiet ? [] : written, left, world);
  let projects: readonly CheckedProject[] = made.map(({ project }) => project);
  if (left.length > 0) {
    const again = await checkProjects(request, world);
    if (typeof again === 'number' || again.kind === 'usage') return EXIT.failed;
    projects = again.projects;
  } else if (!request.quiet) {
    world.err.write(`${fixedWords(made, 'fixed', written.length)}\n`);
  }
  if (!request.quiet) printSpared(made, world);
  const report = reportOf(projects, world.cwd);
  // Another call would leave the rest as well.
  const { review } = report.fixable;
  const fixable = { ...report.fixable, safe: 0, review: request.fix === 'all' ? 0 : review };
  const code = printReport(left.length > 0 ? { ...report, fixable } : report, request, world);
  return left.length > 0 ? EXIT.failed : code;
}

function printFiles(
  written: readonly ChangedFile[],
  left: readonly LeftFile[],
  world: World,
): void {
  for (const { path } of written)
    world.err.write(`Fixed ${printable(shownPath(path, world.cwd))}\n`);
  for (const { path, reason } of left) {
    complain(world, `${shownPath(path, world.cwd)} is left as it is: ${reason}`);
  }
}

const MAX_SPARED = 10;

function printSpared(made: readonly MadeFixes[], world: World): void {
  const spared = made.flatMap((one) => one.spared.map((fix) => ({ ...fix, of: one.project })));
  if (spared.length === 0) return;
  const lines = spared.slice(0, MAX_SPARED).map(({ path, finding, fix, of }) => {
    const line = (of.documentOf(path)?.positionAt(finding.at.start).line ?? 0) + 1;
    const clients = (fix.clients ?? []).map(
      (one) => `${shownPath(one.path, world.cwd)}:${one.line}`,
    );
    const more = clients.length - MAX_SPARED;
    const names = clients.slice(0, MAX_SPARED).join(', ') + (more > 0 ? ` and ${more} more` : '');
    return `  ${shownPath(path, world.cwd)}:${line}: used by ${names}`;
  });
  const more = spared.length - lines.length;
  const all = [...lines, ...(more > 0 ? [`  and ${more} more`] : [])];
  const left = `${plural(spared.length, 'finding')} left, since a fix would cut off clients:`;
  world.err.write([left, ...all].map((line) => `${printable(line)}\n`).join(''));
}

function changesOf(made: readonly MadeFixes[]): readonly ChangedFile[] {
  return made.flatMap(({ groups }) => groups.flat());
}

function fixedWords(made: readonly MadeFixes[], what: string, files: number): string {
  const fixed = made.reduce((sum, one) => sum + one.fixed, 0);
  return `${plural(fixed, 'finding')} ${what} in ${plural(files, 'file')}`;
}
