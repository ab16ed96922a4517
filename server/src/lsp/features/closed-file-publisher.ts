/** Tells a listener what is shown of files that are not open: first all, then changes. */
import type { Diagnostic } from 'vscode-languageserver';
import { pathOfFile, uriOfFile } from '../../workspace/files/file-paths.ts';
import type { ShownFile } from '../../workspace/review/review-contract.ts';

const AT_ONCE = 100;

export interface ToldFile {
  readonly uri: string;
  /** Null for a file that is not open. */
  readonly version: number | null;
  readonly resultId: string | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

interface PublisherParts {
  readonly shown: (path: string) => ShownFile<Diagnostic> | undefined;
  readonly isOpen: (path: string) => boolean;
  readonly tell: (files: readonly ToldFile[]) => void;
  readonly turn: () => Promise<void>;
}

/** Owns the listener's results, by path. Why: docs/decisions/diagnostics.md */
export class ClosedFilePublisher {
  readonly #parts: PublisherParts;
  readonly #told: Map<string, string | undefined>;
  readonly #waiting = new Set<string>();
  #isTelling = false;
  #isStopped = false;

  /** `known` are results from an earlier request. */
  constructor(parts: PublisherParts, known: ReadonlyMap<string, string>) {
    this.#parts = parts;
    this.#told = new Map(known);
  }

  /** Tells what changed in these files, some at a time. */
  news(paths: Iterable<string>): void {
    for (const path of paths) this.#waiting.add(path);
    if (!this.#isTelling) void this.#tellAll();
  }

  /** An opened document gets its diagnostics in another way. */
  opened(path: string): void {
    this.#told.set(path, undefined);
  }

  document(path: string, file: ToldFile): void {
    if (this.#isStopped || this.#told.get(path) === file.resultId) return;
    this.#told.set(path, file.resultId);
    this.#parts.tell([file]);
  }

  forget(uri: string): void {
    const path = pathOfFile(uri);
    if (path !== undefined) this.#told.delete(path);
    if (this.#isStopped) return;
    this.#parts.tell([{ uri, version: null, resultId: undefined, diagnostics: [] }]);
  }

  stop(): void {
    this.#isStopped = true;
  }

  #toTell(path: string): readonly ToldFile[] {
    const { isOpen, shown } = this.#parts;
    if (isOpen(path)) return [];
    const file = { uri: uriOfFile(path), version: null };
    const found = shown(path);
    if (found === undefined) {
      return this.#told.delete(path) ? [{ ...file, resultId: undefined, diagnostics: [] }] : [];
    }
    const { resultId } = found;
    if (this.#told.get(path) === resultId) return [];
    this.#told.set(path, resultId);
    return [{ ...file, resultId, diagnostics: found.findings() }];
  }

  async #tellAll(): Promise<void> {
    this.#isTelling = true;
    while (this.#waiting.size > 0 && !this.#isStopped) {
      const files: ToldFile[] = [];
      for (const path of this.#waiting) {
        this.#waiting.delete(path);
        files.push(...this.#toTell(path));
        if (files.length >= AT_ONCE) break;
      }
      if (files.length > 0) this.#parts.tell(files);
      if (this.#waiting.size > 0) await this.#parts.turn();
    }
    this.#isTelling = false;
  }
}
