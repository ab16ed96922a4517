/**
 * A share of a project's files, looked at by one thread: what is found in them, as plain data. Of a file that has to do
 * with no other one nothing else is kept, since analyses are large; the others wait until all shares have been looked
 * at, for somebody to say whose findings are told together.
 * Why: docs/decisions/files-are-shared-out-to-threads.md
 */
import type { Analysis } from '../../service/analysis/analyze.ts';
import type { Settings } from '../../service/settings/settings.ts';
import type { FilePlace } from '../../text/file-set.ts';
import {
  allAccepted,
  diskAccess,
  fileLook,
  fileStore,
  findingsByFile,
  NO_PROJECT,
  namedDocuments,
  projectsAround,
  releasedPorts,
  saysSomething,
  standsAlone,
  UNSUPERVISED,
} from '../../workspace/front-end.ts';
import type { WorkspaceFile } from '../../workspace/walk/walk-files.ts';
import { settingsFor } from '../check/open-project.ts';
import type { Project } from '../check/project.ts';
import { countFixable, type Found, type Report, reportedFindings, sumOf } from '../check/report.ts';
import {
  keptRender,
  type LookedFile,
  lookedFile,
  portIndexOf,
  wantedPaths,
} from '../check/sweep-project.ts';

/** The project that a share is of. It is handed to a thread, and so is all else here: plain data. */
export interface ShareOptions extends Project {
  readonly settings: Settings;
  readonly forceExclude: boolean;
  readonly cwd: string;
  /** Whether all files of the project are looked at. */
  readonly isSwept: boolean;
}

/** A file to look at. */
export interface MetFile extends WorkspaceFile {
  /** How many were met before it: what is told of one place by several of them is told in that order. */
  readonly order: number;
}

/** A file that was looked at. */
export interface SharedFile extends LookedFile {
  readonly path: string;
  /** The files in which something is found, silenced or changed by a fix. */
  readonly touched: readonly string[];
  /** Whether there is nobody to be known of who may bring it in; true where it says nothing. */
  readonly standsAlone: boolean;
}

/** What is known once all files were looked at. */
export interface ShareEnd {
  /** The files of the share whose findings are told with those of another share. */
  readonly elsewhere: readonly string[];
  /** All files whose findings are told together with others. */
  readonly together: readonly MetFile[];
  /** Files that what was named brings in. */
  readonly used: ReadonlySet<string>;
  /** Whether nothing was left out. */
  readonly isWhole: boolean;
  readonly isComplete: boolean;
}

/** What is found in a share. */
export interface ShareReport extends Pick<Report, 'findings' | 'excused' | 'fixable'> {
  /** The texts of files that places and edits are in and that were brought in. */
  readonly texts: ReadonlyMap<string, string>;
  readonly accepted: Analysis['accepted'];
}

/** Who looks after a share: it gets what is to be told while files are looked at. */
export interface ShareHost {
  /** Gets what was left out, and why. */
  readonly say: (message: string) => void;
  /** Gets what went wrong inside. */
  readonly failed: (failure: string) => void;
}

/** What is kept of a file that has to do with no other one. */
interface Alone extends Pick<Report, 'findings' | 'excused'> {
  /** How many fixes there are if all files were looked at, and if not. */
  readonly fixable: Report['fixable'];
  readonly fixableInPart: Report['fixable'];
}

/** A share without any file yet, for the thread that looks at it. */
export function projectShare(options: ShareOptions, { say, failed }: ShareHost) {
  const { root, named, settings, cwd } = options;
  const access = diskAccess(() => [root]);
  const store = fileStore(access, () => undefined, say);
  const files = { get: store.get, resolve: store.resolve };
  const settingsOf = settingsFor(options, named);
  const analyze = fileLook({ store, files, settingsOf, failed, attention: UNSUPERVISED });
  let project = NO_PROJECT;
  const render = keptRender(failed, () => project);
  const around = projectsAround({
    ...{ store, failed, settingsOf, attention: UNSUPERVISED },
    index: portIndexOf({ ...options, access }),
    documents: () => [],
    openText: () => undefined,
    isInside: () => true,
  });
  const alone = new Map<string, Alone>();
  const kept = new Map<string, Analysis>();
  const texts = new Map<string, string>();
  /** The files that the share was asked about, as they were met. */
  const orders = new Map<string, number>();
  const accepted: Analysis['accepted'][] = [];

  function found(analyses: ReadonlyMap<string, Analysis>, isWhole: boolean): Found {
    const documents = namedDocuments();
    const ownTexts = new Map(
      [...analyses.values()].flatMap(({ files: { files: all } }) =>
        all.map(({ path, text }) => [path, text] as const),
      ),
    );
    return {
      files: findingsByFile(analyses, options.isSwept, isWhole),
      excusing: [...analyses.values()].filter(({ excused }) => excused.length > 0),
      isWanted: () => true,
      documentOf: (path) =>
        documents.find(path, (one) => ownTexts.get(one) ?? store.get(one))?.document,
      render,
    };
  }

  /** What is printed of findings, with the texts that places in other files need. */
  function report(own: Found): Pick<Report, 'findings' | 'excused'> {
    const reported = reportedFindings(own, cwd);
    for (const { place, related, fixes } of [...reported.findings, ...reported.excused]) {
      for (const { file } of [place, ...related, ...fixes.flatMap(({ edits }) => edits)]) {
        if (orders.has(file)) continue;
        const text = own.documentOf(file)?.getText();
        if (text !== undefined) texts.set(file, text);
      }
    }
    return reported;
  }

  return {
    look: async (file: MetFile) => {
      const { path } = file;
      orders.set(path, file.order);
      const analysis = await analyze<never>(() => file);
      const looked = { ...lookedFile(analysis), path };
      if (analysis.settings === settings) accepted.push(analysis.accepted);
      if (!saysSomething(analysis)) return { ...looked, touched: [], standsAlone: true };
      const touched = touchedBy(analysis, render(analysis));
      // Who moves a monitor asks for its clients once all files were looked at.
      const isAlone =
        analysis.silenced.size === 0 &&
        releasedPorts(analysis).length === 0 &&
        touched.every((other) => other === path);
      if (isAlone) {
        const own = found(new Map([[path, analysis]]), true);
        const fixable = countFixable(own, true);
        alone.set(path, { ...report(own), fixable, fixableInPart: countFixable(own, false) });
      } else kept.set(path, analysis);
      return { ...looked, touched, standsAlone: standsAlone(analysis) };
    },
    /** Looks at a file again that was looked at in another share, or of which nothing was kept. */
    lookAgain: async (file: MetFile) => {
      alone.delete(file.path);
      orders.set(file.path, file.order);
      if (kept.has(file.path)) return;
      const analysis = await analyze<never>(() => file);
      if (saysSomething(analysis)) kept.set(file.path, analysis);
    },
    end: async ({ elsewhere, used, isWhole, isComplete }: Omit<ShareEnd, 'together'>) => {
      for (const path of elsewhere) {
        alone.delete(path);
        kept.delete(path);
      }
      const ports = [...kept.values()].flatMap(releasedPorts);
      project = await around([...new Set(ports)].toSorted());
      const isWanted = wantedPaths(named, used);
      const inOrder = [...kept].toSorted(([a], [b]) => (orders.get(a) ?? 0) - (orders.get(b) ?? 0));
      const shared: Found = { ...found(new Map(inOrder), isWhole), isWanted };
      const parts = [...alone].flatMap(([path, part]) => (isWanted(path) ? [part] : []));
      const { findings, excused } = report(shared);
      return {
        findings: [...findings, ...parts.flatMap((part) => part.findings)],
        excused: [...excused, ...parts.flatMap((part) => part.excused)],
        fixable: sumOf([
          countFixable(shared, isComplete),
          ...parts.map((part) => (isComplete ? part.fixable : part.fixableInPart)),
        ]),
        texts,
        accepted: allAccepted(accepted),
      };
    },
  };
}

/** The files in which an analysis finds or silences something, or in which one of its fixes changes something. */
function touchedBy(analysis: Analysis, rendered: ReturnType<Found['render']>): readonly string[] {
  const { files, findings, excused, silenced } = analysis;
  const fixes = [...rendered.values()].flat();
  const spans = [
    ...[...findings, ...excused.map(({ finding }) => finding)].map(({ at }) => at),
    ...fixes.flatMap(({ edits }) => edits.map(({ at }) => at)),
  ];
  const places = spans.map((at): FilePlace | undefined => files.locate(at));
  return [...new Set([...silenced.keys(), ...places.flatMap((place) => place?.path ?? [])])];
}
