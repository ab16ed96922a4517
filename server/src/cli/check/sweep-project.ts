/**
 * Looks at what was named of one project, as an editor does that has the project open: files that are named count as
 * open ones, so that nothing leaves them out, and what lies below named folders is looked for.
 */
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Analysis } from '../../service/analysis/analyze.ts';
import type { Unread } from '../../service/analysis/unread-file.ts';
import type { MachineRecord } from '../../service/inventory/inventory.ts';
import type { Settings } from '../../service/settings/settings.ts';
import type { FileAccess } from '../../workspace/files/file-access.ts';
import {
  diskAccess,
  fileStore,
  inventoryOf,
  isBelow,
  languageOf,
  languageOfFile,
  MAX_FILE_BYTES,
  mayBeBroughtIn,
  mayHaveFindings,
  namedDocuments,
  pathOfFile,
  renderFixes,
  sweepWorkspace,
  UNSUPERVISED,
  unreadFile,
  uriOfFile,
} from '../../workspace/front-end.ts';
import type { Sweep } from '../../workspace/review/sweep.ts';
import type { Project } from './project.ts';

/** A text that is given instead of that of a file: the standard input, or what a fix has made of it. */
export interface GivenText {
  readonly path: string;
  readonly text: string;
  /** What it is read as if neither its name nor its content says; nothing for a file. */
  readonly otherwise?: string;
}

export interface SweepOptions {
  readonly settings: Settings;
  readonly noIgnore: boolean;
  readonly forceExclude: boolean;
  readonly given: readonly GivenText[];
  /** Whether it is asked for what files start. */
  readonly wantsMachines: boolean;
  readonly isUnwanted: () => boolean;
  readonly onProgress: (done: number, all: number) => void;
  /** Gets what was left out, and why. */
  readonly say: (message: string) => void;
  /** Gets what went wrong inside. */
  readonly failed: (failure: string) => void;
}

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
  /** Files that were named and are in no language that is read; what they say of QEMU where they do. */
  readonly unread: ReadonlyMap<string, Unread | undefined>;
  /** How many files were named that are ours and say nothing of QEMU. */
  readonly quiet: number;
  readonly documentOf: (path: string) => TextDocument | undefined;
  /** The fixes of an analysis, with names of sockets that are none of the taken ones; those without any are kept. */
  readonly render: (analysis: Analysis, taken?: ReadonlySet<string>) => RenderedFixes;
}

/** What is kept of a file that was looked at. */
export interface LookedFile {
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
  { root, isMarked, named }: Project,
  options: SweepOptions,
): Promise<SweptProject | undefined> {
  const disk = diskAccess(() => [root]);
  const access = options.noIgnore ? withoutIgnoreLists(disk) : disk;
  const names = namedDocuments();
  const refused = new Map<string, string>();
  const unread = new Map<string, Unread | undefined>();
  const open: TextDocument[] = [];
  let quiet = 0;
  /** Whether other scripts may bring in what is named. */
  let hasUsers = options.given.length > 0;
  const openAs = (path: string, text: string, languageId: string): void => {
    const document = TextDocument.create(uriOfFile(path), languageId, 0, text);
    open.push(document);
    names.opened(document);
  };
  const given = new Set(options.given.map(({ path }) => path));
  for (const { path, text, otherwise } of options.given) {
    openAs(path, text, languageOf('', path, text) === undefined ? (otherwise ?? '') : '');
  }
  const files = named.filter(({ path, isFolder }) => !isFolder && !given.has(path));
  for (const { path } of files) {
    const result = await access.read(path, MAX_FILE_BYTES);
    if (result.kind !== 'text') {
      refused.set(path, reasonOf(result));
      continue;
    }
    const { text } = result;
    const language = languageOf('', path, text);
    if (language === undefined) {
      unread.set(path, unreadFile(path, text));
      continue;
    }
    // Text that says nothing of QEMU may be the host of somebody else's monitor.
    hasUsers ||= mayBeBroughtIn(language);
    if (mayHaveFindings(languageOfFile(path, text) ?? '', text)) openAs(path, text, '');
    else quiet++;
  }
  const folders = named.filter(({ isFolder }) => isFolder).map(({ path }) => path);
  const isWhole = folders.includes(root) || (isMarked && (folders.length > 0 || hasUsers));
  const looked = new Map<string, LookedFile>();
  const excusing = new Map<string, Analysis>();
  const take = (analysis: Analysis): void => {
    const { source, host, unfollowed, used, excused } = analysis;
    looked.set(source.path, {
      ...{
        isOurs: host !== undefined,
        isUnfollowed: unfollowed !== undefined,
        used: [...used.keys()],
      },
      machines: options.wantsMachines ? inventoryOf(analysis) : [],
    });
    if (excused.length > 0) excusing.set(source.path, analysis);
    else excusing.delete(source.path);
  };
  const sweep = await sweepWorkspace(
    {
      ...{ access, documents: () => open, openText: names.openText, isOpen: names.isOpen },
      store: fileStore(access, names.openText, options.say),
      attention: UNSUPERVISED,
      isInside: (path) => isBelow(root, path),
      excluded: () => options.settings.exclude,
      ready: async () => {},
      turn: () => new Promise((resolve) => setImmediate(resolve)),
      ...{ failed: options.failed, leftOut: options.say },
      ...(!isWhole && { paths: folders }),
      looked: take,
    },
    settingsFor(
      options,
      new Set(named.filter(({ isFolder }) => !isFolder).map(({ path }) => path)),
    ),
    { isUnwanted: options.isUnwanted, onProgress: options.onProgress },
  );
  if (sweep === undefined) return undefined;
  return {
    ...{ root, sweep, looked, excusing: [...excusing.values()], refused, unread, quiet },
    isWanted: wantedPaths(named, looked),
    documentOf: (path) => names.find(path, sweep.textOf)?.document,
    render: keptRender(options.failed),
  };
}

/** Whoever names a file wants to hear of it, whatever the settings leave out. */
function settingsFor({ settings, forceExclude }: SweepOptions, named: ReadonlySet<string>) {
  const ofNamed = { ...settings, exclude: [] };
  return (uri: string): Settings => {
    const path = pathOfFile(uri);
    return path !== undefined && named.has(path) && !forceExclude ? ofNamed : settings;
  };
}

/** All fixes of an analysis are spelled together. One whose fixes cannot be spelled costs only its own. */
function keptRender(failed: (failure: string) => void): SweptProject['render'] {
  const known = new WeakMap<Analysis, RenderedFixes>();
  return (analysis, taken) => {
    const isPlain = taken === undefined || taken.size === 0;
    const kept = isPlain ? known.get(analysis) : undefined;
    if (kept) return kept;
    try {
      const rendered = renderFixes(analysis, analysis.settings, taken);
      if (isPlain) known.set(analysis, rendered);
      return rendered;
    } catch (error) {
      failed(`Spelling fixes failed on ${analysis.source.path}: ${String(error)}`);
      return new Map();
    }
  };
}

function wantedPaths(
  named: Project['named'],
  looked: ReadonlyMap<string, LookedFile>,
): (path: string) => boolean {
  const isNamed = (path: string): boolean => named.some((one) => isBelow(one.path, path));
  const used = new Set<string>();
  for (const [path, file] of looked) {
    if (isNamed(path)) for (const other of file.used) used.add(other);
  }
  return (path) => isNamed(path) || used.has(path);
}

function reasonOf(result: { readonly kind: 'absent' } | { readonly reason: string }): string {
  return 'reason' in result ? result.reason : 'there is no such file';
}

/** The same without the lists of what git ignores. */
function withoutIgnoreLists(access: FileAccess): FileAccess {
  return {
    ...access,
    read: async (path, maxBytes) =>
      /\/(?:\.gitignore|\.git\/info\/exclude)$/.test(path)
        ? { kind: 'absent' }
        : access.read(path, maxBytes),
  };
}
