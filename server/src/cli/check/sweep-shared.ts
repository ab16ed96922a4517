/**
 * Looks at one project for a report. A large one is shared out to threads; what is found is the same.
 * Why: docs/decisions/files-are-shared-out-to-threads.md
 */
import {
  allAccepted,
  isBelow,
  pathOfFile,
  roomForTexts,
  startWalk,
  tellLimits,
} from '../../workspace/front-end.ts';
import type { Sweep, SweepWalk } from '../../workspace/review/sweep.ts';
import type { WorkspaceFile } from '../../workspace/walk/walk-files.ts';
import { shareOut, type Threads } from '../threads/shares.ts';
import { type OpenProject, openProject } from './open-project.ts';
import type { Project } from './project.ts';
import { type Reported, reportedProject, sumOf } from './report.ts';
import {
  type SweepOptions,
  sweepOpen,
  usedByNamed,
  walkPartsOf,
  wantedPaths,
} from './sweep-project.ts';

interface SharedOptions extends SweepOptions {
  /** The threads that there may be; undefined where all is looked at here. */
  readonly threads: Threads | undefined;
  readonly cwd: string;
}

/** A project as it is reported. */
export interface ReportedSweep extends Reported {
  /** Files that were named or met and cannot be read, by their paths, with the reasons. */
  readonly refused: ReadonlyMap<string, string>;
  readonly sweep: Pick<Sweep, 'unread' | 'broughtIn' | 'isWhole' | 'acceptedBy'>;
}

/** Undefined where nobody wants to know any more. */
export async function sweepForReport(
  project: Project,
  options: SharedOptions,
): Promise<ReportedSweep | undefined> {
  const { threads, given } = options;
  const opened = await openProject(project, options);
  if (threads === undefined || threads.count < 2 || given.length > 0) {
    return await sweepHere(opened, options);
  }
  const { documents } = opened;
  const begun = startWalk(walkPartsOf(opened, options), options.isUnwanted);
  const walked = begun.walk.files[Symbol.asyncIterator]();
  const first: WorkspaceFile[] = [];
  let length = documents.reduce((sum, document) => sum + document.getText().length, 0);
  while (length < threads.from) {
    const next = await walked.next();
    if (next.done) {
      const walk = { ...begun.walk, files: walkAgain(first) };
      return await sweepHere(opened, options, { ...begun, walk });
    }
    first.push(...next.value);
    for (const { text } of next.value) length += text.length;
  }
  const rest = { [Symbol.asyncIterator]: () => walked };
  const walk = { ...begun.walk, files: walkAgain(first, rest) };
  return await sweepShared(opened, options, threads, { ...begun, walk });
}

async function sweepHere(
  opened: OpenProject,
  options: SharedOptions,
  begun?: SweepWalk,
): Promise<ReportedSweep | undefined> {
  const swept = await sweepOpen(opened, options, begun);
  if (swept === undefined) return undefined;
  const { sweep, refused } = swept;
  return { ...reportedProject(swept, options.cwd), sweep, refused };
}

async function sweepShared(
  opened: OpenProject,
  options: SharedOptions,
  threads: Threads,
  begun: SweepWalk,
): Promise<ReportedSweep | undefined> {
  const { root, isMarked, named, unread, quiet } = opened;
  const { settings, forceExclude, cwd } = options;
  const isSwept = opened.paths === undefined;
  const texts = new Map<string, string>();
  const room = roomForTexts();
  const files = async function* (): AsyncGenerator<readonly WorkspaceFile[]> {
    yield documentsIn(opened);
    for await (const found of begun.walk.files) yield found.filter(({ text }) => room.take(text));
  };
  const shared = await shareOut({
    threads,
    share: { root, isMarked, named, settings, forceExclude, cwd, isSwept },
    files: keeping(files(), texts),
    met: (looked) => {
      tellLimits(begun, room.isFull());
      const isAll = isSwept
        ? !room.isFull() && !begun.walk.isLimited()
        : [...looked.values()].every(({ standsAlone }) => standsAlone);
      return { isWhole: begun.isWhole(), isComplete: isAll };
    },
    onProgress: (waiting) => {
      const { done, known } = begun.walk.counts();
      if (known > 0) options.onProgress(Math.max(0, done - waiting), known);
    },
    say: options.say,
    failed: options.failed,
    isUnwanted: options.isUnwanted,
  });
  if (shared === undefined) return undefined;
  const { looked, lost, reports } = shared;
  for (const report of reports) for (const [path, text] of report.texts) texts.set(path, text);
  for (const { used } of looked.values()) for (const path of used) begun.broughtIn.add(path);
  const isFollowed = [...looked.values()].every(({ isUnfollowed }) => !isUnfollowed);
  return {
    looked,
    unread,
    quiet,
    isWanted: wantedPaths(named, usedByNamed(named, looked)),
    findings: reports.flatMap(({ findings }) => findings),
    excused: reports.flatMap(({ excused }) => excused),
    fixable: sumOf(reports.map(({ fixable }) => fixable)),
    textOf: (file) => texts.get(file),
    refused: new Map([...opened.refused, ...lost]),
    sweep: {
      unread: begun.unread.files(),
      broughtIn: begun.broughtIn,
      isWhole: isSwept && begun.isWhole() && lost.size === 0 && isFollowed,
      acceptedBy: (asked) =>
        asked === settings ? allAccepted(reports.map(({ accepted }) => accepted)) : new Map(),
    },
  };
}

/** What was named, as files that are met. */
function documentsIn({ root, documents }: OpenProject): readonly WorkspaceFile[] {
  return documents.flatMap((document) => {
    const path = pathOfFile(document.uri);
    if (path === undefined || !isBelow(root, path)) return [];
    return [{ path, languageId: document.languageId, text: document.getText() }];
  });
}

async function* keeping(
  files: AsyncIterable<readonly WorkspaceFile[]>,
  texts: Map<string, string>,
): AsyncGenerator<readonly WorkspaceFile[]> {
  for await (const found of files) {
    for (const { path, text } of found) texts.set(path, text);
    yield found;
  }
}

/** What was met already, and what is met from then on. */
async function* walkAgain(
  met: readonly WorkspaceFile[],
  rest?: AsyncIterable<readonly WorkspaceFile[]>,
): AsyncGenerator<readonly WorkspaceFile[]> {
  yield met;
  if (rest) yield* rest;
}
