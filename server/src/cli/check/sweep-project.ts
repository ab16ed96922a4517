/** Checks a project as an editor would: named files are open documents, named folders are searched. */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Analysis } from '../../service/analysis/analyze.ts';
import type { FileFinding } from '../../service/analysis/file-findings.ts';
import type { Unread } from '../../service/analysis/unread-file.ts';
import type { MachineRecord } from '../../service/inventory/inventory.ts';
import type { Attention } from '../../workspace/attention.ts';
import type { FileAccess } from '../../workspace/files/file-access.ts';
import {
  fileStore,
  inventoryOf,
  isBelow,
  PortIndex,
  projectsAround,
  renderFixes,
  stoppedAt,
  sweepWorkspace,
} from '../../workspace/front-end.ts';
import type { Sweep } from '../../workspace/review/sweep.ts';
import { type OpenOptions, openProject } from './open-project.ts';
import type { Project } from './project.ts';

interface SweepOptions extends OpenOptions {
  readonly attention: Attention;
  readonly known?: Known | undefined;
  readonly isUnwanted: () => boolean;
  readonly onProgress: (done: number, all: number) => void;
  readonly say: (message: string) => void;
  readonly failed: (failure: string) => void;
}

export interface SweptProject {
  readonly root: string;
  readonly sweep: Sweep;
  /** All files checked. Of most only this summary is kept, since analyses are large. */
  readonly looked: ReadonlyMap<string, LookedFile>;
  readonly excusing: readonly Analysis[];
  /** Whether a path was named, lies below a named folder, or is brought in by such a file. */
  readonly isWanted: (path: string) => boolean;
  readonly refused: ReadonlyMap<string, string>;
  /** Sentences about unreadable paths below named folders, by path. */
  readonly unreadable: ReadonlyMap<string, string>;
  readonly unread: ReadonlyMap<string, Unread | undefined>;
  /** Whether only files of unsupported languages were named. */
  readonly isForeign: boolean;
  readonly quiet: number;
  readonly documentOf: (path: string) => TextDocument | undefined;
  /** Renders an analysis's fixes with socket names outside `taken`; cached without `taken`. */
  readonly render: (analysis: Analysis, taken?: ReadonlySet<string>) => RenderedFixes;
}

/** Gets the findings of a path. */
export type Known = (
  documentOf: SweptProject['documentOf'],
  path: string,
  findings: readonly FileFinding[],
) => void;

interface LookedFile {
  readonly isOurs: boolean;
  /** As `stoppedAt` returns it; undefined for files that were not begun. */
  readonly stoppedAt: number | undefined;
  readonly used: readonly string[];
  readonly machines: readonly MachineRecord[];
}

type RenderedFixes = ReturnType<typeof renderFixes>;

/** Undefined if cancelled. */
export async function sweepProject(
  project: Project,
  options: SweepOptions,
): Promise<SweptProject | undefined> {
  const opened = await openProject(project, options);
  const { root, named, unread, quiet, access, names, documents, paths } = opened;
  const { attention, config, failed } = options;
  const refused = new Map(opened.refused);
  const looked = new Map<string, LookedFile>();
  const excusing = new Map<string, Analysis>();
  const take = (analysis: Analysis): void => {
    const { source, excused } = analysis;
    if (source.passedOver !== undefined) refused.set(source.path, source.passedOver);
    looked.set(source.path, lookedFile(analysis));
    if (excused.length > 0) excusing.set(source.path, analysis);
    else excusing.delete(source.path);
  };
  const unreadable = new Map<string, string>();
  const store = fileStore(access, names.openText, options.say);
  const parts = {
    access,
    isOpen: names.isOpen,
    leftOut: (message: string, path?: string) =>
      path === undefined ? options.say(message) : void unreadable.set(path, message),
    ...(paths && { paths }),
    excluded: () => config.excluded,
    hasSettings: config.enter,
    turn: nextTurn,
    documents: () => documents,
    openText: names.openText,
    failed,
    store,
    listing: store.listing,
    attention,
    isInside: (path: string) => isBelow(root, path),
    settingsOf: opened.settingsOf,
  };
  const around = projectsAround({ ...parts, index: portIndexOf(project, access) });
  const isNamed = wantedPaths(named, new Set());
  const known = ({ source: { path }, files }: Analysis, findings: readonly FileFinding[]): void => {
    const textOf = (asked: string) => files.files.find((one) => one.path === asked)?.text;
    if (isNamed(path))
      options.known?.((asked) => names.find(asked, textOf)?.document, path, findings);
  };
  const isOfFiles = named.every(({ isFolder }) => !isFolder);
  const files = isOfFiles ? named.map(({ path }) => path) : undefined;
  const sweep = await sweepWorkspace(
    { ...parts, named: files, around, ready: async () => {}, looked: take, known },
    opened.settingsOf,
    { isUnwanted: options.isUnwanted, onProgress: options.onProgress },
  );
  if (sweep === undefined) return undefined;
  const isNamedOrUsed = wantedPaths(named, usedByNamed(named, looked));
  const isUnchanged = (path: string): boolean => {
    const text = sweep.textOf(path);
    return typeof text === 'string' && project.isUnchanged?.(path, text) === true;
  };
  return {
    root,
    sweep,
    looked,
    excusing: [...excusing.values()],
    refused,
    isForeign: named.every(({ path }) => unread.has(path)),
    unreadable: new Map([...unreadable].filter(([path]) => isNamed(path) || path === root)),
    unread,
    quiet,
    isWanted: (path) => isNamedOrUsed(path) && !isUnchanged(path),
    documentOf: (path) => names.find(path, sweep.textOf)?.document,
    render: cachedRender(attention, failed, () => sweep.project),
  };
}

/** Indexes the ports of a project; without one, only files beside the named ones count. */
function portIndexOf({ isMarked, named, root }: Project, access: FileAccess) {
  return new PortIndex({
    access: { ...access, folders: () => [root] },
    // The check reports these itself.
    leftOut: () => undefined,
    turn: nextTurn,
    isFlat: !isMarked && named.every(({ isFolder }) => !isFolder),
  });
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function lookedFile(analysis: Analysis): LookedFile {
  const { host, unfollowed, used } = analysis;
  return {
    isOurs: host !== undefined,
    stoppedAt: unfollowed && stoppedAt(analysis),
    used: [...used.keys()],
    machines: inventoryOf(analysis),
  };
}

/** Renders all fixes of an analysis, cached until the project changes. A failure costs one analysis. */
function cachedRender(
  { on }: Attention,
  failed: (failure: string) => void,
  project: () => Sweep['project'],
): SweptProject['render'] {
  const known = new WeakMap<Analysis, { readonly around: object; readonly fixes: RenderedFixes }>();
  return (analysis, taken) => {
    const isPlain = taken === undefined || taken.size === 0;
    const around = project();
    const kept = isPlain ? known.get(analysis) : undefined;
    if (kept?.around === around) return kept.fixes;
    try {
      const fixes = on(analysis.source, () =>
        renderFixes(analysis, analysis.settings, taken, 'all', around),
      );
      if (isPlain) known.set(analysis, { around, fixes });
      return fixes;
    } catch (error) {
      failed(`Spelling fixes failed on ${analysis.source.path}: ${String(error)}`);
      return new Map();
    }
  };
}

function usedByNamed(
  named: Project['named'],
  looked: ReadonlyMap<string, LookedFile>,
): ReadonlySet<string> {
  const isNamed = wantedPaths(named, new Set());
  const files = [...looked].filter(([path]) => isNamed(path));
  return new Set(files.flatMap(([, { used }]) => used));
}

function wantedPaths(
  named: Project['named'],
  used: ReadonlySet<string>,
): (path: string) => boolean {
  return (path) => used.has(path) || named.some((one) => isBelow(one.path, path));
}
