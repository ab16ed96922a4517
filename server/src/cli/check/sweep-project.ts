/**
 * Looks at what was named of one project, as an editor does that has the project open: files that are named count as
 * open ones, so that nothing leaves them out, and what lies below named folders is looked for.
 */
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
  portIndex,
  projectsAround,
  renderFixes,
  sweepWorkspace,
} from '../../workspace/front-end.ts';
import type { Sweep } from '../../workspace/review/sweep.ts';
import { type OpenOptions, openProject } from './open-project.ts';
import type { Project } from './project.ts';

interface SweepOptions extends OpenOptions {
  /** Whether it is asked for what files start. */
  readonly wantsMachines: boolean;
  readonly attention: Attention;
  /** Gets what is found in a file as soon as that is known, before all of the project is. */
  readonly known?: Known | undefined;
  readonly isUnwanted: () => boolean;
  readonly onProgress: (done: number, all: number) => void;
  /** Gets what was left out, and why. */
  readonly say: (message: string) => void;
  /** Gets what went wrong inside. */
  readonly failed: (failure: string) => void;
}

/** A project of which all that was named was looked at. */
export interface SweptProject {
  readonly root: string;
  readonly sweep: Sweep;
  /** Each file that was looked at. Analyses are large, so that of most files no more is kept. */
  readonly looked: ReadonlyMap<string, LookedFile>;
  /** The analyses in which something is excused. */
  readonly excusing: readonly Analysis[];
  /** The paths that were named or lie below a named one, and what they bring in. */
  readonly isWanted: (path: string) => boolean;
  /** Files that were named and cannot be read, by their paths, with the reasons. */
  readonly refused: ReadonlyMap<string, string>;
  /** Files and folders below named ones that cannot be read, by their paths, with a sentence on each. */
  readonly unreadable: ReadonlyMap<string, string>;
  /** Files that were named and are in no language that is read; what they say of QEMU where they do. */
  readonly unread: ReadonlyMap<string, Unread | undefined>;
  /** Whether only files were named, and all of them are in languages that are not read. */
  readonly isForeign: boolean;
  /** How many files were named that are ours and say nothing of QEMU. */
  readonly quiet: number;
  readonly documentOf: (path: string) => TextDocument | undefined;
  /** The fixes of an analysis, with names of sockets that are none of the taken ones; those without any are kept. */
  readonly render: (analysis: Analysis, taken?: ReadonlySet<string>) => RenderedFixes;
}

/** Gets findings of the file of a path. */
export type Known = (
  documentOf: SweptProject['documentOf'],
  path: string,
  findings: readonly FileFinding[],
) => void;

/** What is kept of a file that was looked at. */
interface LookedFile {
  /** Whether it is in a language that is read. */
  readonly isOurs: boolean;
  /** Whether it was not followed to its end. */
  readonly isUnfollowed: boolean;
  /** The paths that it brings in. */
  readonly used: readonly string[];
  /** What it starts, if somebody asks for that. */
  readonly machines: readonly MachineRecord[];
}

type RenderedFixes = ReturnType<typeof renderFixes>;

/** Undefined where nobody wants to know any more. */
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
    looked.set(source.path, {
      ...lookedFile(analysis),
      machines: options.wantsMachines ? inventoryOf(analysis) : [],
    });
    if (excused.length > 0) excusing.set(source.path, analysis);
    else excusing.delete(source.path);
  };
  const unreadable = new Map<string, string>();
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
    store: fileStore(access, names.openText, options.say),
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
    render: keptRender(attention, failed, () => sweep.project),
  };
}

/** An index of the ports that a project names; of what is no project only the files beside those that were named count. */
function portIndexOf({ isMarked, named, root }: Project, access: FileAccess) {
  return portIndex({
    access: { ...access, folders: () => [root] },
    // What is left out of the check is told by the check.
    leftOut: () => undefined,
    turn: nextTurn,
    isFlat: !isMarked && named.every(({ isFolder }) => !isFolder),
  });
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** What is kept of an analysis in any case. */
function lookedFile({ host, unfollowed, used }: Analysis): LookedFile {
  return {
    isOurs: host !== undefined,
    isUnfollowed: unfollowed !== undefined,
    used: [...used.keys()],
    machines: [],
  };
}

/**
 * All fixes of an analysis are spelled together, and kept as long as the project around them is the same. One whose fixes
 * cannot be spelled costs only its own.
 */
function keptRender(
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

/** The files that those bring in which were named, or lie below a folder that was. */
function usedByNamed(
  named: Project['named'],
  looked: ReadonlyMap<string, LookedFile>,
): ReadonlySet<string> {
  const isNamed = wantedPaths(named, new Set());
  const files = [...looked].filter(([path]) => isNamed(path));
  return new Set(files.flatMap(([, { used }]) => used));
}

/** Whether a path was named, lies below a named one, or is one of those that such files bring in. */
function wantedPaths(
  named: Project['named'],
  used: ReadonlySet<string>,
): (path: string) => boolean {
  return (path) => used.has(path) || named.some((one) => isBelow(one.path, path));
}
