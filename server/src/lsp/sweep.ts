/**
 * Looks at every file of the workspace once, open or not, as somebody asks who wants all of it. Others have
 * their turn meanwhile. What comes out is consistent: all of it holds for the same texts.
 */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { type Analysis, analyze } from '../service/analyze.ts';
import {
  hasNoEnding,
  isShellLine,
  languageOfPath,
  mayHaveFindings,
} from '../service/closed-file.ts';
import { findingsOf } from '../service/file-findings.ts';
import type { FindingsOfFile } from '../service/fix-all.ts';
import { analysisMemory, type Files, MAX_FILES } from '../service/included-files.ts';
import { scriptTrees } from '../service/script-trees.ts';
import type { Settings } from '../service/settings.ts';
import { mentionedSockets } from '../service/socket-names.ts';
import type { FileAccess } from './file-access.ts';
import { pathOfFile, uriOfFile } from './file-paths.ts';
import type { FileStore } from './file-store.ts';
import { walkFolder } from './folder-walk.ts';

/** How many entries of folders are looked at, and how many files that no editor has open are read. */
const MAX_ENTRIES = 200_000;
const MAX_READ = 10_000;
/** The longest file that is read, and how many code units are kept of all. */
const MAX_BYTES = 1024 * 1024;
const MAX_KEPT = 64 * 1024 * 1024;
/** How many files are read at the same time. */
const AT_ONCE = 8;
/** How often what was fetched may lead to something else to fetch, or a text change while others are read. */
const MAX_ROUNDS = 32;
/** How long everybody else may have to wait, in milliseconds. */
const SLICE = 30;

/** Nobody keeps sources of their own in these. */
const SKIPPED = new Set(['.git', '.hg', '.svn', 'node_modules']);

export interface SweepParts {
  readonly access: FileAccess;
  readonly store: FileStore;
  /** The open documents. */
  readonly documents: () => readonly TextDocument[];
  readonly openText: (path: string) => string | undefined;
  readonly isInside: (path: string) => boolean;
  /** Resolves when all others that wait have had their turn. */
  readonly turn: () => Promise<void>;
  /** Gets what went wrong inside. */
  readonly failed: (failure: string) => void;
  /** Gets what was left out, and why. */
  readonly leftOut: (message: string) => void;
}

/** Whoever waits for a sweep. */
export interface Sweeper {
  readonly isUnwanted: () => boolean;
  readonly onProgress: (done: number, all: number) => void;
}

export interface Sweep {
  /** The files with findings, in the order of their paths. */
  readonly files: readonly FindingsOfFile[];
  /** How many files were looked into. */
  readonly count: number;
  /** Whether there were not too many of them to look into all. */
  readonly isComplete: boolean;
  /** Whether nothing at all was left out, not even one file. */
  readonly isWhole: boolean;
  /** The rules whose findings were accepted under settings, by the places of the entries in these. */
  readonly acceptedBy: (settings: Settings) => ReadonlyMap<number, ReadonlySet<string>>;
  /** The names of sockets that anything in the workspace mentions. */
  readonly sockets: ReadonlySet<string>;
  /** The text of a file for which all of this holds. */
  readonly textOf: Files['get'];
}

/** Looks at all files of the workspace; undefined where nobody wants to know any more. Never rejects. */
export async function sweepWorkspace(
  parts: SweepParts,
  settingsOf: (uri: string) => Settings,
  { isUnwanted, onProgress }: Sweeper,
): Promise<Sweep | undefined> {
  const { access, store, openText, turn } = parts;
  let isWhole = true;
  const leftOut = (message: string): void => {
    isWhole = false;
    parts.leftOut(message);
  };
  const trees = scriptTrees();
  const texts = new Map<string, string>();
  const sockets = new Set<string>();
  const analyses = new Map<string, Analysis>();
  const languages = await candidates({ ...parts, leftOut }, isUnwanted);
  if (isUnwanted()) return undefined;
  const files: Files = {
    resolve: store.resolve,
    get: (path) => openText(path) ?? texts.get(path) ?? store.get(path),
  };
  let kept = 0;
  let count = 0;
  let full = false;

  async function read(path: string): Promise<void> {
    if (openText(path) !== undefined || texts.has(path)) return;
    const result = await access.read(path, MAX_BYTES);
    if (result.kind === 'refused') leftOut(`${path} is not looked into: ${result.reason}`);
    if (result.kind !== 'text') return;
    if (!mayHaveFindings(languages.get(path) ?? '', result.text)) return;
    kept += result.text.length;
    full ||= kept > MAX_KEPT;
    if (!full) texts.set(path, result.text);
  }

  /** The analysis of one file; undefined if it cannot be read, or has nothing to do with QEMU. */
  async function look(path: string, languageId: string): Promise<Analysis | undefined> {
    const memory = analysisMemory(trees);
    for (let round = 0; ; round++) {
      const text = openText(path) ?? texts.get(path);
      if (text === undefined) return undefined;
      const analysis = analyze(
        { text, languageId, path },
        settingsOf(uriOfFile(path)),
        files,
        memory,
      );
      for (const failure of analysis.failures) parts.failed(failure);
      const { wanted } = analysis;
      if (wanted.length === 0 || round >= MAX_ROUNDS || isUnwanted()) return analysis;
      await store.load(wanted.slice(0, MAX_FILES));
    }
  }

  function take(path: string, analysis: Analysis | undefined): void {
    if (analysis && saysSomething(analysis)) analyses.set(path, analysis);
    else analyses.delete(path);
    if (analysis) for (const name of mentionedSockets(analysis.source.text)) sockets.add(name);
  }

  /** Whether a text that was looked at is another one by now. */
  function isStale(path: string): boolean {
    const looked = analyses.get(path)?.files.files ?? [];
    return looked.some((file) => files.get(file.path) !== file.text);
  }

  let queue = [...languages];
  for (let round = 0; queue.length > 0 && round < MAX_ROUNDS; round++) {
    let end = performance.now() + SLICE;
    for (let next = 0; next < queue.length; next += AT_ONCE) {
      const batch = queue.slice(next, next + AT_ONCE);
      await Promise.all(batch.map(([path]) => read(path)));
      for (const [path, languageId] of batch) {
        const analysis = await look(path, languageId);
        if (round === 0 && analysis?.host) count++;
        take(path, analysis);
        if (performance.now() > end) {
          if (round === 0) onProgress(next, queue.length);
          await turn();
          end = performance.now() + SLICE;
        }
        if (isUnwanted()) return undefined;
      }
    }
    // From here to the answer nothing is waited for, unless something has changed until here.
    queue = [...languages].filter(([path]) => isStale(path));
  }
  for (const [path] of queue) analyses.delete(path);
  if (full) leftOut('The workspace is too large, and not all of its files are looked into');
  return {
    files: findingsByFile(analyses, isWhole),
    count,
    isComplete: !full && languages.size < MAX_READ,
    isWhole,
    acceptedBy: (settings) => acceptedUnder(settings, analyses.values()),
    sockets,
    textOf: files.get,
  };
}

/** The files to look at, each with its language id: what is open, and what the disk has besides. */
async function candidates(
  { access, documents, isInside, leftOut }: SweepParts,
  isUnwanted: () => boolean,
): Promise<ReadonlyMap<string, string>> {
  const languages = new Map<string, string>();
  for (const { uri, languageId } of documents()) {
    const path = pathOfFile(uri);
    if (path !== undefined && isInside(path)) languages.set(path, languageId);
  }
  const options = {
    maxEntries: MAX_ENTRIES,
    isSkipped: (name: string) => SKIPPED.has(name),
  };
  for (const folder of access.folders()) {
    for await (const path of walkFolder(access, folder, options)) {
      if (isUnwanted()) return languages;
      if (languages.size >= MAX_READ) {
        leftOut(`Only the first ${MAX_READ} files of the workspace are looked into`);
        return languages;
      }
      if (languages.has(path)) continue;
      const languageId = await languageOf(access, path);
      if (languageId !== undefined) languages.set(path, languageId);
    }
  }
  return languages;
}

async function languageOf(access: FileAccess, path: string): Promise<string | undefined> {
  if (!hasNoEnding(path)) return languageOfPath(path);
  return isShellLine((await access.firstLine(path)) ?? '') ? 'shellscript' : undefined;
}

function saysSomething({ findings, used, silenced, accepted }: Analysis): boolean {
  return findings.length + used.size + silenced.size + accepted.size > 0;
}

/** What all analyses together have accepted, of those that were made under the same settings. */
function acceptedUnder(
  settings: Settings,
  analyses: Iterable<Analysis>,
): ReadonlyMap<number, ReadonlySet<string>> {
  const all = new Map<number, ReadonlySet<string>>();
  for (const analysis of analyses) {
    if (analysis.settings !== settings) continue;
    for (const [entry, ids] of analysis.accepted) {
      all.set(entry, new Set([...(all.get(entry) ?? []), ...ids]));
    }
  }
  return all;
}

/** What all analyses together say about each file that one of them looked at. */
function findingsByFile(
  analyses: ReadonlyMap<string, Analysis>,
  isWhole: boolean,
): readonly FindingsOfFile[] {
  const users = new Map<string, Analysis[]>();
  for (const path of analyses.keys()) users.set(path, []);
  for (const analysis of analyses.values()) {
    for (const path of analysis.used.keys()) {
      const known = users.get(path);
      if (known) known.push(analysis);
      else users.set(path, [analysis]);
    }
  }
  return [...users]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, others]) => ({
      path,
      findings: findingsOf(path, analyses.get(path), others, isWhole),
    }))
    .filter(({ findings }) => findings.length > 0);
}
