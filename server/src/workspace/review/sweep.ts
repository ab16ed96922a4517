/** Analyzes all files of the workspace once, in one state of all texts. */
import * as l10n from '@vscode/l10n';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { mayBeBroughtIn, mayHaveFindings } from '../../languages/detect.ts';
import type { Analysis } from '../../service/analysis/analyze.ts';
import type { FileFinding } from '../../service/analysis/file-findings.ts';
import type { Files } from '../../service/analysis/included-files.ts';
import type { Project } from '../../service/fixes/clients/project.ts';
import type { FindingsOfFile } from '../../service/fixes/fix-all.ts';
import {
  findingsBy,
  findingsOf,
  mentionedSockets,
  releasedAddresses,
  type Witness,
  witnessOf,
} from '../../service/language-service.ts';
import type { Settings } from '../../service/settings/settings.ts';
import { LIMITS } from '../../text/limits.ts';
import { addTo, addToSet, compareTexts } from '../../text/lookup.ts';
import type { Attention } from '../attention.ts';
import { pathOfFile } from '../files/file-paths.ts';
import type { FileStore } from '../files/file-store.ts';
import { keepPace, type Pace } from '../pace.ts';
import type { ProjectAround } from '../project-around.ts';
import { type WalkParts, walkFiles } from '../walk/walk-files.ts';
import { fileAnalyzer } from './analyze-file.ts';
import { type UnreadFiles, unreadMemory } from './unread-memory.ts';

export interface SweepParts extends WalkParts {
  readonly ready: () => Promise<void>;
  readonly store: FileStore;
  readonly documents: () => readonly TextDocument[];
  readonly openText: (path: string) => string | undefined;
  readonly isInside: (path: string) => boolean;
  readonly attention: Attention;
  readonly failed: (failure: string) => void;
  /** Only at and below these paths, and open files. */
  readonly paths?: readonly string[];
  readonly around: ProjectAround;
  /** Only these files and those that bring one in. */
  readonly named?: readonly string[] | undefined;
  /** Gets each analysis; a file's last one counts. */
  readonly looked?: (analysis: Analysis) => void;
  /** Gets a file's findings once no other file changes them. */
  readonly known?: (analysis: Analysis, findings: readonly FileFinding[]) => void;
}

interface Sweeper {
  readonly isUnwanted: () => boolean;
  readonly onProgress: (done: number, all: number) => void;
}

interface SweptFile extends Witness {
  /** Ports that its fixes release. */
  readonly ports: readonly string[];
}

/** The result of a sweep. */
export interface Sweep {
  readonly files: readonly FindingsOfFile[];
  readonly count: number;
  /** Whether no limit left a file out. */
  readonly isComplete: boolean;
  /** Whether no file was left out or incomplete. */
  readonly isWhole: boolean;
  readonly unread: UnreadFiles;
  readonly broughtIn: ReadonlySet<string>;
  /** Rules that each entry of the settings accepted. */
  readonly acceptedBy: (settings: Settings) => ReadonlyMap<number, ReadonlySet<string>>;
  readonly sockets: ReadonlySet<string>;
  readonly project: Project;
  /** The texts that the result is about. */
  readonly textOf: Files['get'];
}

/** Undefined if cancelled. Never rejects. */
export async function sweepWorkspace(
  parts: SweepParts,
  settingsOf: (uri: string) => Settings,
  sweeper: Sweeper,
): Promise<Sweep | undefined> {
  await parts.ready();
  return await new SweepRun(parts, settingsOf, sweeper).run();
}

class SweepRun {
  readonly #parts: SweepParts;
  readonly #sweeper: Sweeper;
  readonly #broughtIn = new Set<string>();
  readonly #sockets = new Set<string>();
  readonly #unread = unreadMemory((path) => this.#broughtIn.has(path));
  readonly #texts = new Map<string, string>();
  readonly #analyses = new Map<string, SweptFile>();
  /** Analyses of files with findings, which refer to them. */
  readonly #made = new Map<string, Analysis>();
  readonly #languages = new Map<string, string>();
  readonly #files: Files;
  readonly #analyze: ReturnType<typeof fileAnalyzer>;
  readonly #pace: Pace;
  readonly #walk: ReturnType<typeof walkFiles>;
  #count = 0;
  #isWhole = true;
  #isFollowed = true;
  #kept = 0;

  constructor(parts: SweepParts, settingsOf: (uri: string) => Settings, sweeper: Sweeper) {
    const { store, openText } = parts;
    this.#parts = parts;
    this.#sweeper = sweeper;
    this.#files = {
      resolve: store.resolve,
      get: (path) => openText(path) ?? this.#texts.get(path) ?? store.get(path),
    };
    const { isUnwanted, onProgress } = sweeper;
    this.#analyze = fileAnalyzer({ ...parts, filesOf: () => this.#files, settingsOf, isUnwanted });
    this.#walk = this.#walkFiles();
    this.#pace = keepPace(parts.turn, () => {
      const { done, known } = this.#walk.counts();
      if (known > 0) onProgress(done, known);
    });
  }

  async run(): Promise<Sweep | undefined> {
    const { isUnwanted } = this.#sweeper;
    for (const [path, languageId] of this.#newDocuments()) await this.#take(path, languageId);
    for await (const found of this.#walk.files) {
      for (const { path, languageId, text, quiet } of found) {
        this.#keep(path, text);
        await this.#take(path, languageId, quiet);
        await this.#pace.rest();
        if (isUnwanted()) return undefined;
      }
    }
    if (isUnwanted() || !(await this.#lookAgain())) return undefined;
    this.#sayLimits();
    const ports = [...this.#analyses.values()].flatMap((file) => file.ports);
    const project = await this.#parts.around(ports, { made: [...this.#made.values()] });
    return isUnwanted() ? undefined : this.#result(project);
  }

  #walkFiles() {
    const { named, paths } = this.#parts;
    const parts: WalkParts = { ...this.#parts, leftOut: this.#leftOut };
    return walkFiles(parts, {
      folders: parts.access.folders(),
      isUnwanted: this.#sweeper.isUnwanted,
      ...(paths && { paths }),
      about: named && (() => [...named, ...this.#broughtIn]),
      met: ({ text }) => this.#noteSockets(text),
      onUnread: (path, kind) => void this.#unread.put(path, kind),
    });
  }

  readonly #leftOut: WalkParts['leftOut'] = (message, path) => {
    this.#isWhole = false;
    this.#parts.leftOut(message, path);
  };

  #keep(path: string, text: string): void {
    this.#kept += text.length;
    if (this.#kept <= LIMITS.sweepLength) this.#texts.set(path, text);
  }

  async #read(path: string, languageId: string): Promise<void> {
    const result = await this.#parts.access.read(path, LIMITS.fileBytes);
    if (result.kind === 'refused')
      this.#leftOut(l10n.t('{0} is not checked: {1}', path, result.reason), path);
    if (result.kind === 'text' && mayHaveFindings(languageId, result.text))
      this.#keep(path, result.text);
  }

  async #take(path: string, languageId: string, quiet?: ReadonlySet<string>): Promise<void> {
    const { openText, looked, known } = this.#parts;
    const isFirst = !this.#languages.has(path);
    this.#languages.set(path, languageId);
    const analysis = await this.#analyze(() => {
      const text = openText(path) ?? this.#texts.get(path);
      return text === undefined ? undefined : { text, languageId, path, quiet };
    });
    if (isFirst && analysis?.host) this.#count++;
    if (analysis && isRelevant(analysis))
      this.#analyses.set(path, { ...witnessOf(analysis), ports: releasedAddresses(analysis) });
    else this.#analyses.delete(path);
    this.#made.delete(path);
    if (analysis === undefined) return;
    if (analysis.findings.length > 0) this.#made.set(path, analysis);
    this.#isFollowed &&= analysis.unfollowed === undefined;
    for (const used of analysis.used.keys()) this.#broughtIn.add(used);
    looked?.(analysis);
    if (known && standsAlone(analysis) && analysis.findings.every(({ unused }) => !unused))
      known(analysis, findingsOf(path, analysis, [], false));
    this.#noteSockets(analysis.source.text);
  }

  #noteSockets(text: string): void {
    for (const name of mentionedSockets(text)) this.#sockets.add(name);
  }

  #newDocuments(): (readonly [path: string, languageId: string])[] {
    return this.#parts.documents().flatMap(({ uri, languageId }) => {
      const path = pathOfFile(uri);
      const isOurs = path !== undefined && this.#parts.isInside(path);
      return isOurs && !this.#languages.has(path) ? [[path, languageId] as const] : [];
    });
  }

  /** Repeats until no text changes; false if cancelled. */
  async #lookAgain(): Promise<boolean> {
    let queue = this.#newDocuments();
    for (let round = 0; round < LIMITS.steps; round++) {
      queue.push(...[...this.#languages].filter(([path]) => this.#isStale(path)));
      // Nothing is awaited between the last check and the answer.
      if (queue.length === 0) break;
      for (const [path, languageId] of queue) {
        const isKnown = this.#parts.openText(path) !== undefined || this.#texts.has(path);
        if (!isKnown) await this.#read(path, languageId);
        await this.#take(path, languageId);
        await this.#pace.rest();
        if (this.#sweeper.isUnwanted()) return false;
      }
      queue = this.#newDocuments();
    }
    for (const path of this.#languages.keys()) {
      if (this.#isStale(path)) this.#analyses.delete(path);
    }
    return true;
  }

  #isStale(path: string): boolean {
    const looked = this.#analyses.get(path)?.files ?? [];
    return looked.some((file) => this.#files.get(file.path) !== file.text);
  }

  #sayLimits(): void {
    const [folder] = this.#parts.access.folders();
    if (this.#walk.isLimited())
      this.#leftOut(
        l10n.t('Only the first {0} files of the workspace are checked', LIMITS.walkFiles),
        folder,
      );
    if (this.#kept > LIMITS.sweepLength)
      this.#leftOut(
        l10n.t('The workspace is too large, so not all of its files are checked'),
        folder,
      );
  }

  #result(project: Project): Sweep {
    const analyses = this.#analyses;
    const isSwept = this.#parts.paths === undefined;
    const isWhole = this.#isWhole;
    const isFull = this.#kept > LIMITS.sweepLength || this.#walk.isLimited();
    return {
      files: findingsByFile(analyses, isSwept, isWhole),
      count: this.#count,
      isComplete: isSwept ? !isFull : [...analyses.values()].every(standsAlone),
      isWhole: isSwept && isWhole && this.#isFollowed,
      unread: this.#unread.files(),
      broughtIn: this.#broughtIn,
      acceptedBy: (settings) => acceptedUnder(settings, analyses.values()),
      sockets: this.#sockets,
      project,
      textOf: this.#files.get,
    };
  }
}

/** Whether no file can change its findings by bringing it in. */
function standsAlone({ starts, host }: Pick<Analysis, 'starts' | 'host'>): boolean {
  return starts || !mayBeBroughtIn(host);
}

function isRelevant({ findings, used, silenced, accepted }: Analysis): boolean {
  return findings.length + used.size + silenced.size + accepted.size > 0;
}

function acceptedUnder(
  settings: Settings,
  analyses: Iterable<Witness>,
): ReadonlyMap<number, ReadonlySet<string>> {
  const all = new Map<number, Set<string>>();
  // Several settings files may extend one with entries.
  const numbers = new Map(settings.accept.map((one, entry) => [JSON.stringify(one), entry]));
  for (const { settings: own, accepted } of analyses) {
    for (const [number, ids] of accepted) {
      const entry =
        own.accept === settings.accept ? number : numbers.get(JSON.stringify(own.accept[number]));
      if (entry === undefined) continue;
      for (const id of ids) addToSet(all, entry, id);
    }
  }
  return all;
}

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
    for (const path of analysis.used.keys()) addTo(users, path, analysis);
  }
  return [...users]
    .toSorted(([a], [b]) => compareTexts(a, b))
    .map(([path, others]) => ({
      path,
      findings: findingsBy(path, analyses.get(path), others, isKnownWhole(analyses.get(path))),
    }))
    .filter(({ findings }) => findings.length > 0);
}
