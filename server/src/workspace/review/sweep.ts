/**
 * Looks at every file of the workspace once, open or not, as somebody asks who wants all of it. Others have
 * their turn meanwhile. What comes out is consistent: all of it holds for the same texts.
 */

import * as l10n from '@vscode/l10n';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { mayBeBroughtIn, mayHaveFindings } from '../../languages/detect.ts';
import type { Analysis, Source } from '../../service/analysis/analyze.ts';
import type { FileFinding } from '../../service/analysis/file-findings.ts';
import type { Files } from '../../service/analysis/included-files.ts';
import type { Project } from '../../service/fixes/clients/project.ts';
import type { FindingsOfFile } from '../../service/fixes/fix-all.ts';
import {
  analysisMemory,
  findingsBy,
  findingsOf,
  mentionedSockets,
  releasedAddresses,
  scriptTrees,
  type Witness,
  witnessOf,
} from '../../service/language-service.ts';
import type { Settings } from '../../service/settings/settings.ts';
import { LIMITS } from '../../text/limits.ts';
import { addTo } from '../../text/lookup.ts';
import { analyzeSettled } from '../analyze-settled.ts';
import type { Attention } from '../attention.ts';
import { expectedFiles } from '../files/expected-files.ts';
import { pathOfFile, uriOfFile } from '../files/file-paths.ts';
import type { FileStore } from '../files/file-store.ts';
import { keepPace } from '../pace.ts';
import type { ProjectAround } from '../project-around.ts';
import { MAX_FILES, type WalkParts, walkFiles } from '../walk/walk-files.ts';
import { type UnreadFiles, unreadMemory } from './unread-memory.ts';

/** The longest file that is read, and how many code units are kept of all. */
const MAX_BYTES = 1024 * 1024;
const MAX_KEPT = 64 * 1024 * 1024;
export interface SweepParts extends WalkParts {
  /** Resolves when all is known of the client that a look at all files needs. */
  readonly ready: () => Promise<void>;
  readonly store: FileStore;
  /** The open documents. */
  readonly documents: () => readonly TextDocument[];
  readonly openText: (path: string) => string | undefined;
  readonly isInside: (path: string) => boolean;
  readonly attention: Attention;
  /** Resolves when all others that wait have had their turn. */
  readonly turn: () => Promise<void>;
  /** Gets what went wrong inside. */
  readonly failed: (failure: string) => void;
  /** Files and folders at and below which files are looked at besides open ones; everywhere without them. */
  readonly paths?: readonly string[];
  /** Gives fixes the project around the files. */
  readonly around: ProjectAround;
  /** Files that alone are asked about, with what they bring in; all without them. */
  readonly named?: readonly string[] | undefined;
  /** Gets the analysis of each file that is looked at; the last one of a file is the one that holds. */
  readonly looked?: (analysis: Analysis) => void;
  /** Gets what one analysis finds in its own file as soon as no other file has to be known for that. */
  readonly known?: (analysis: Analysis, findings: readonly FileFinding[]) => void;
}

/** Whoever waits for a sweep. */
interface Sweeper {
  readonly isUnwanted: () => boolean;
  readonly onProgress: (done: number, all: number) => void;
}

/** What is kept of a file that was looked at. Analyses are large, and most find nothing. */
interface SweptFile extends Witness {
  /** The ports that its fixes give up. */
  readonly ports: readonly string[];
}

/** All files of a workspace, looked at once. */
export interface Sweep {
  /** The files with findings, in the order of their paths. */
  readonly files: readonly FindingsOfFile[];
  /** How many files were looked into. */
  readonly count: number;
  /** Whether there were not too many of them to look into all. */
  readonly isComplete: boolean;
  /** Whether nothing at all was left out, not even the end of one file. */
  readonly isWhole: boolean;
  /** What there is to say of files in languages that are not read, and that no script brings in. */
  readonly unread: UnreadFiles;
  /** The paths of files that scripts bring in. */
  readonly broughtIn: ReadonlySet<string>;
  /** The rules whose findings were accepted under settings, by the places of the entries in these. */
  readonly acceptedBy: (settings: Settings) => ReadonlyMap<number, ReadonlySet<string>>;
  /** The names of sockets that anything in the workspace mentions. */
  readonly sockets: ReadonlySet<string>;
  /** What is around the monitors that fixes move. */
  readonly project: Project;
  /** The text of a file for which all of this holds. */
  readonly textOf: Files['get'];
}

/**
 * Looks at all files of the workspace; undefined if cancelled. Never rejects.
 */
export async function sweepWorkspace(
  parts: SweepParts,
  settingsOf: (uri: string) => Settings,
  { isUnwanted, onProgress }: Sweeper,
): Promise<Sweep | undefined> {
  const { access, store, openText } = parts;
  await parts.ready();
  const { named } = parts;
  const folders = access.folders();
  const broughtIn = new Set<string>();
  const sockets = new Set<string>();
  const unread = unreadMemory((path) => broughtIn.has(path));
  let isWhole = true;
  const leftOut: WalkParts['leftOut'] = (message, path) => {
    isWhole = false;
    parts.leftOut(message, path);
  };
  const walkParts = { ...parts, leftOut };
  const walk = walkFiles(walkParts, {
    folders,
    isUnwanted,
    ...(parts.paths && { paths: parts.paths }),
    about: named && (() => [...named, ...broughtIn]),
    met: ({ text }) => {
      for (const name of mentionedSockets(text)) sockets.add(name);
    },
    onUnread: (path, kind) => void unread.put(path, kind),
  });
  const texts = new Map<string, string>();
  const analyses = new Map<string, SweptFile>();
  /** What is looked at, each with its language id: what is open, and what the disk has besides. */
  const languages = new Map<string, string>();
  const files: Files = {
    resolve: store.resolve,
    get: (path) => openText(path) ?? texts.get(path) ?? store.get(path),
  };
  let count = 0;
  let isFollowed = true;
  let kept = 0;

  function keep(path: string, text: string): void {
    kept += text.length;
    if (kept <= MAX_KEPT) texts.set(path, text);
  }

  /** What was open when the walk came along and is not any more is read now. */
  async function read(path: string, languageId: string): Promise<void> {
    const result = await access.read(path, MAX_BYTES);
    if (result.kind === 'refused')
      leftOut(l10n.t('{0} is not looked into: {1}', path, result.reason), path);
    if (result.kind === 'text' && mayHaveFindings(languageId, result.text)) keep(path, result.text);
  }

  /** The analysis of one file; undefined if it cannot be read, or has nothing to do with QEMU. */
  const look = fileLook({ ...parts, files, settingsOf, isUnwanted });

  async function take(
    path: string,
    languageId: string,
    isFirst: boolean,
    quiet?: ReadonlySet<string>,
  ): Promise<void> {
    languages.set(path, languageId);
    const analysis = await look(() => {
      const text = openText(path) ?? texts.get(path);
      return text === undefined ? undefined : { text, languageId, path, quiet };
    });
    if (isFirst && analysis?.host) count++;
    if (analysis && saysSomething(analysis))
      analyses.set(path, { ...witnessOf(analysis), ports: releasedAddresses(analysis) });
    else analyses.delete(path);
    if (analysis === undefined) return;
    isFollowed &&= analysis.unfollowed === undefined;
    for (const used of analysis.used.keys()) broughtIn.add(used);
    parts.looked?.(analysis);
    if (parts.known && standsAlone(analysis) && analysis.findings.every(({ unused }) => !unused))
      parts.known(analysis, findingsOf(path, analysis, [], false));
    for (const name of mentionedSockets(analysis.source.text)) sockets.add(name);
  }

  /** Documents that nobody has looked at, since they were opened a moment ago. */
  function newDocuments(): (readonly [path: string, languageId: string])[] {
    return parts.documents().flatMap(({ uri, languageId }) => {
      const path = pathOfFile(uri);
      if (path === undefined || !parts.isInside(path) || languages.has(path)) return [];
      return [[path, languageId] as const];
    });
  }

  /** Whether a text that was looked at is another one by now. */
  function isStale(path: string): boolean {
    const looked = analyses.get(path)?.files ?? [];
    return looked.some((file) => files.get(file.path) !== file.text);
  }

  const pace = keepPace(parts.turn, () => {
    const { done, known } = walk.counts();
    if (known > 0) onProgress(done, known);
  });
  for (const [path, languageId] of newDocuments()) await take(path, languageId, true);
  for await (const found of walk.files) {
    for (const { path, languageId, text, quiet } of found) {
      keep(path, text);
      await take(path, languageId, true, quiet);
      await pace.rest();
      if (isUnwanted()) return undefined;
    }
  }
  if (isUnwanted()) return undefined;
  let queue = newDocuments();
  // Texts may change while others are read.
  for (let round = 0; round < LIMITS.rounds; round++) {
    // From here to the answer nothing is waited for, unless something has changed until here.
    queue.push(...[...languages].filter(([path]) => isStale(path)));
    if (queue.length === 0) break;
    for (const [path, languageId] of queue) {
      if (openText(path) === undefined && !texts.has(path)) await read(path, languageId);
      await take(path, languageId, !languages.has(path));
      await pace.rest();
      if (isUnwanted()) return undefined;
    }
    queue = newDocuments();
  }
  for (const path of languages.keys()) if (isStale(path)) analyses.delete(path);
  const isFull = kept > MAX_KEPT;
  if (walk.isLimited())
    leftOut(
      l10n.t('Only the first {0} files of the workspace are looked into', MAX_FILES),
      folders[0],
    );
  if (isFull)
    leftOut(
      l10n.t('The workspace is too large, and not all of its files are looked into'),
      folders[0],
    );
  const ports = [...analyses.values()].flatMap((file) => file.ports);
  const project = await parts.around([...new Set(ports)].toSorted());
  if (isUnwanted()) return undefined;
  const isSwept = parts.paths === undefined;
  return {
    files: findingsByFile(analyses, isSwept, isWhole),
    count,
    isComplete: isSwept ? !isFull && !walk.isLimited() : [...analyses.values()].every(standsAlone),
    isWhole: isSwept && isWhole && isFollowed,
    unread: unread.files(),
    broughtIn,
    acceptedBy: (settings) => acceptedUnder(settings, analyses.values()),
    sockets,
    project,
    textOf: files.get,
  };
}

/** What it takes to look at files one by one. */
export interface FileLookParts extends Pick<SweepParts, 'attention' | 'store' | 'failed'> {
  readonly files: Files;
  readonly settingsOf: (uri: string) => Settings;
  readonly isUnwanted?: () => boolean;
}

/** Gives the settled analyses of files, which share what they bring in; none of one that has no source. */
export function fileLook({
  attention,
  store,
  failed,
  files,
  settingsOf,
  isUnwanted = () => false,
}: FileLookParts) {
  const trees = scriptTrees();
  const expected = expectedFiles();
  return async <None extends undefined = never>(
    sourceOf: () => Source | None,
  ): Promise<Analysis | None> => {
    const memory = analysisMemory(trees);
    const first = sourceOf();
    if (first && !first.quiet) await store.load(expected.of(first.path, first.text));
    return analyzeSettled<Analysis | None>({
      analyze: (isLast) => {
        const source = sourceOf();
        if (source === undefined) return source;
        const itsSettings = settingsOf(uriOfFile(source.path));
        const analysis = attention.analyze(
          source,
          itsSettings,
          { ...files, isRead: !isLast },
          memory,
        );
        for (const failure of analysis.failures) failed(failure);
        return analysis;
      },
      unreadBy: (analysis) => analysis?.unread,
      wantedBy: (analysis) => {
        if (analysis) expected.note(analysis.source.path, analysis.wanted);
        return analysis?.wanted ?? [];
      },
      load: store.load,
      isUnwanted,
    });
  };
}

/** Whether all is known of those that may bring a file in, wherever they are. */
function standsAlone({ starts, host }: Pick<Analysis, 'starts' | 'host'>): boolean {
  return starts || !mayBeBroughtIn(host);
}

/** Whether there is anything in an analysis that matters once all files are looked at. */
function saysSomething({ findings, used, silenced, accepted }: Analysis): boolean {
  return findings.length + used.size + silenced.size + accepted.size > 0;
}

/** What all analyses together have accepted, of entries that are among these settings. */
function acceptedUnder(
  settings: Settings,
  analyses: Iterable<Witness>,
): ReadonlyMap<number, ReadonlySet<string>> {
  const all = new Map<number, Set<string>>();
  // What several files of settings extend accepts under each of them.
  const numbers = new Map(settings.accept.map((one, entry) => [JSON.stringify(one), entry]));
  for (const { settings: own, accepted } of analyses) {
    for (const [number, ids] of accepted) {
      const entry =
        own.accept === settings.accept ? number : numbers.get(JSON.stringify(own.accept[number]));
      if (entry === undefined) continue;
      const known = all.get(entry) ?? new Set();
      for (const id of ids) known.add(id);
      all.set(entry, known);
    }
  }
  return all;
}

/**
 * What all analyses together say about each file that one of them looked at: of all that there are, or of some, where
 * only the file itself can tell that nobody else brings it in.
 */
function findingsByFile(
  analyses: ReadonlyMap<string, Witness>,
  isSwept: boolean,
  isWhole: boolean,
): readonly FindingsOfFile[] {
  const isKnownWhole = (own: Witness | undefined): boolean =>
    isSwept ? isWhole : own !== undefined && standsAlone(own);
  const users = new Map<string, Witness[]>();
  for (const path of analyses.keys()) users.set(path, []);
  for (const analysis of analyses.values()) {
    for (const path of analysis.used.keys()) {
      addTo(users, path, analysis);
    }
  }
  return [...users]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, others]) => ({
      path,
      findings: findingsBy(path, analyses.get(path), others, isKnownWhole(analyses.get(path))),
    }))
    .filter(({ findings }) => findings.length > 0);
}
