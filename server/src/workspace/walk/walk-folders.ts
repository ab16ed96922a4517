/** Lists files worth opening, by folder, near the top first. */
import * as l10n from '@vscode/l10n';
import { languageOfName, mayHoldText } from '../../languages/detect.ts';
import { WORKSPACE_FILE } from '../../service/language-service.ts';
import { addToSet, getOrInsert, once } from '../../text/lookup.ts';
import { folderOf, nameOf } from '../../text/paths.ts';
import type { FolderEntry, FolderVisit } from '../files/file-access.ts';
import { pathIn } from '../files/file-paths.ts';
import { keepPace } from '../pace.ts';
import { readGitIndex, trackedPaths } from './git-index.ts';
import { type FolderRules, isLeftOut, isTooDeep, type LeftOut, leftOut } from './left-out.ts';
import type { WalkOptions, WalkParts } from './walk-files.ts';

const ENTRIES_PER_FILE = 10;
const LEAST_ENTRIES = 1_000_000;

interface Step {
  readonly folder: string;
  readonly visit: () => Promise<FolderVisit>;
  readonly rules: (hasOwn: boolean) => FolderRules | Promise<FolderRules>;
  readonly names?: ReadonlySet<string>;
}

export interface Candidate {
  readonly path: string;
  readonly name: string;
  /** Undefined if the content decides. */
  readonly named: string | undefined;
  readonly visit: FolderVisit;
}

interface FolderWalkParts extends WalkParts {
  readonly onOpen: (path: string) => void;
  readonly notRead: (path: string, reason: string) => void;
}

/** Owns the progress of a walk. */
export class FolderWalk {
  readonly #parts: FolderWalkParts;
  readonly #options: WalkOptions;
  readonly #rules: LeftOut;
  /** How many files may still be read, by whether their name shows the language. */
  readonly #left: { ours: number; others: number };
  readonly #maxEntries: number;
  #entries = 0;
  #isFull = false;
  known = 0;
  isLimited = false;

  constructor(parts: FolderWalkParts, options: WalkOptions, limit: number) {
    const { access } = parts;
    this.#parts = parts;
    this.#options = options;
    this.#left = { ours: limit, others: limit };
    this.#maxEntries = Math.max(limit * ENTRIES_PER_FILE, LEAST_ENTRIES);
    this.#rules = leftOut({
      folders: options.folders,
      excluded: parts.excluded,
      read: async (path, maxBytes) => {
        const result = await access.read(path, maxBytes);
        if (result.kind === 'refused') parts.notRead(path, result.reason);
        return result.kind === 'text' ? result.text : undefined;
      },
      tracked: async (folder) => {
        const bytes = await readGitIndex(access, folder);
        return once(() => trackedPaths(bytes));
      },
      say: parts.leftOut,
    });
  }

  async *candidates(): AsyncGenerator<Candidate[]> {
    const steps = await this.#firstSteps();
    const pace = keepPace(this.#parts.turn);
    // Lists the next folder meanwhile.
    const visits = new Map<Step, Promise<FolderVisit>>();
    const visitOf = (step: Step): Promise<FolderVisit> =>
      getOrInsert(visits, step, () => this.#visit(step));
    for (const [index, step] of steps.entries()) {
      const visit = await visitOf(step);
      visits.delete(step);
      const next = steps[index + 1];
      if (next) void visitOf(next);
      const rules = await this.#rulesIn(step, visit);
      const found: Candidate[] = [];
      const into: string[] = [];
      for (const entry of visit.entries) {
        await pace.rest();
        if (step.names && !step.names.has(entry.name)) continue;
        if (++this.#entries > this.#maxEntries) this.#isFull = true;
        else if (entry.kind === 'folder') into.push(...this.#subfolder(rules, entry));
        else if (entry.kind === 'file') found.push(...this.#file(rules, entry, visit));
        if (this.#isFull) break;
      }
      this.isLimited ||= this.#isFull;
      if (!this.#isFull) steps.push(...into.map((name) => this.#stepInto(rules, visit, name)));
      if (found.length > 0) yield found;
      if (this.#isFull || this.#options.isUnwanted()) return;
    }
  }

  async #visit({ folder, visit }: Step): Promise<FolderVisit> {
    const take = this.#parts.listing?.(folder);
    const found = await visit();
    if (found.refused === undefined) take?.(found.entries);
    return found;
  }

  async #firstSteps(): Promise<Step[]> {
    const { folders, paths } = this.#options;
    const steps: Step[] = [];
    const add = async (folder: string, names?: ReadonlySet<string>): Promise<boolean> => {
      const found = await this.#rules.rulesOf(folder);
      if (found === undefined) return false;
      const visit = () => this.#parts.access.visit(folder);
      steps.push({ folder, rules: () => found, visit, ...(names && { names }) });
      return true;
    };
    if (paths === undefined) for (const folder of folders) await add(folder);
    for (const [folder, names] of byFolder(paths ?? [])) {
      if (await add(folder, names)) continue;
      for (const root of folders) {
        if (names.has(nameOf(root)) && folderOf(root) === folder) await add(root);
      }
    }
    return steps;
  }

  async #rulesIn(step: Step, { entries, refused }: FolderVisit): Promise<FolderRules> {
    const { notRead, hasSettings } = this.#parts;
    const has = (file: string): boolean => entries.some(({ name }) => name === file);
    if (refused !== undefined) notRead(step.folder, refused);
    const rules = await step.rules(has('.gitignore'));
    if (has(WORKSPACE_FILE)) await hasSettings?.(step.folder);
    return rules;
  }

  #stepInto(rules: FolderRules, visit: FolderVisit, name: string): Step {
    return {
      folder: pathIn(rules.folder, name),
      visit: () => visit.enter(name),
      rules: (hasOwn) => this.#rules.enter(rules, name, hasOwn),
    };
  }

  #subfolder(rules: FolderRules, { name }: FolderEntry): readonly string[] {
    const { folders, isFlat } = this.#options;
    const path = pathIn(rules.folder, name);
    if (isFlat || folders.includes(path) || isLeftOut(rules, name, true)) return [];
    const reason = isTooDeep(rules) ? l10n.t('it lies too deep') : nameProblem(name);
    if (reason === undefined) return [name];
    this.#parts.notRead(path, reason);
    return [];
  }

  #file(rules: FolderRules, { name }: FolderEntry, visit: FolderVisit): readonly Candidate[] {
    const { mayBeWanted = mayHoldText, onName } = this.#options;
    const path = pathIn(rules.folder, name);
    if (this.#parts.isOpen(path)) {
      this.#parts.onOpen(path);
      return [];
    }
    if (!mayBeWanted(name) || isLeftOut(rules, name, false)) return [];
    const reason = nameProblem(name);
    if (reason !== undefined) {
      this.#parts.notRead(path, reason);
      return [];
    }
    const named = languageOfName(path);
    const whose = named === undefined ? 'others' : 'ours';
    if (this.#left[whose] === 0) {
      this.isLimited = true;
      this.#isFull ||= whose === 'ours';
      return [];
    }
    this.#left[whose]--;
    this.known++;
    onName?.(path);
    return [{ path, name, named, visit }];
  }
}

/** Node writes U+FFFD for bytes that are not UTF-8. */
function nameProblem(name: string): string | undefined {
  return name.includes('\ufffd') ? l10n.t('its name is not UTF-8') : undefined;
}

function byFolder(paths: Iterable<string>): ReadonlyMap<string, ReadonlySet<string>> {
  const names = new Map<string, Set<string>>();
  for (const path of paths) addToSet(names, folderOf(path), nameOf(path));
  return names;
}
