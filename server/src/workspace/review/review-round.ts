/** A round of a review: of all files, or of changed ones and their users. */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Unread } from '../../service/analysis/unread-file.ts';
import { stoppedAt, unreadFile } from '../../service/language-service.ts';
import { LIMITS } from '../../text/limits.ts';
import { type AnalysisCache, ownAnalysis } from '../analysis-cache.ts';
import { isBelow, isBelowAny, pathOfFile } from '../files/file-paths.ts';
import type { FindDocument } from '../named-documents.ts';
import { keepPace, type Pace } from '../pace.ts';
import { type WalkParts, walkFiles } from '../walk/walk-files.ts';
import type { fileOutlines } from './file-outlines.ts';
import { outlineOf } from './file-summary.ts';
import type { ReviewResults } from './review-results.ts';
import type { ReviewEvent } from './review-steps.ts';

interface ReviewRoundParts<Told, Shown>
  extends WalkParts,
    Pick<Parameters<typeof fileOutlines>[0], 'store' | 'settingsOf' | 'encoding'> {
  readonly cache: AnalysisCache;
  readonly documents: () => readonly TextDocument[];
  readonly folders: () => readonly string[];
  readonly find: FindDocument;
  readonly outlines: ReturnType<typeof fileOutlines<Told>>;
  readonly results: ReviewResults<Told, Shown>;
  readonly isCut: () => boolean;
  readonly isComplete: () => boolean;
  readonly send: (event: ReviewEvent) => void;
}

export class ReviewRound<Told, Shown> {
  readonly #parts: ReviewRoundParts<Told, Shown>;
  readonly #seen = new Set<string>();
  readonly #notRead = new Set<string>();
  readonly #pace: Pace;

  constructor(parts: ReviewRoundParts<Told, Shown>) {
    this.#parts = parts;
    this.#pace = keepPace(parts.turn, () => parts.results.flushSome());
  }

  async lookAtAll(changed: ReadonlySet<string>): Promise<void> {
    const { store, results, folders, isCut, send } = this.#parts;
    // A document that closed has no outline yet.
    results.showLater(changed);
    await store.revalidate();
    if (folders().length === 0) {
      results.clear();
      send({ kind: 'emptied' });
      return;
    }
    send({ kind: 'counted', done: 0, known: 0 });
    const walk = await this.#lookThrough(undefined);
    if (!isCut()) this.#forgetOthers(results.memory.paths(), results.unread.paths());
    send({ kind: 'looked', limit: walk.isLimited() ? LIMITS.walkFiles : undefined });
    if (this.#parts.isComplete()) results.showComments();
    await this.#showAll();
  }

  async lookAtChanged(changed: ReadonlySet<string>): Promise<void> {
    const { results, isCut } = this.#parts;
    const { memory, unread } = results;
    const paths = new Set([...changed, ...memory.dependents(changed)]);
    results.showLater(changed);
    await this.#lookThrough(paths);
    if (isCut()) return;
    this.#forgetOthers(memory.below(paths), unread.paths(paths));
    await this.#showAll();
  }

  async #lookThrough(paths: ReadonlySet<string> | undefined) {
    const { results, outlines, isCut, send } = this.#parts;
    await this.#lookAtDocuments(paths ?? this.#openPaths());
    const walk = walkFiles(this.#parts, {
      folders: this.#parts.folders(),
      isUnwanted: isCut,
      onUnread: (path, kind) => this.#putUnread(path, kind),
      ...(paths && { paths: [...paths].filter((path) => !this.#seen.has(path)) }),
    });
    for await (const files of walk.files) {
      for (const file of files) {
        const outline = await outlines.outline(file);
        results.put(file.path, outline);
        this.#putUnread(file.path, outline?.stoppedAt);
        this.#seen.add(file.path);
        if (isCut()) break;
        await this.#pace.rest();
      }
      if (paths === undefined) send({ kind: 'counted', ...walk.counts() });
      if (isCut()) break;
      await this.#pace.rest();
    }
    return walk;
  }

  async #lookAtDocuments(paths: ReadonlySet<string>): Promise<void> {
    const { documents, folders, results, store, find, isCut } = this.#parts;
    for (const document of documents()) {
      const path = pathOfFile(document.uri);
      if (path === undefined || !isBelowAny(paths, path)) continue;
      if (!folders().some((folder) => isBelow(folder, path))) continue;
      this.#seen.add(path);
      const own = await ownAnalysis({ ...this.#parts, load: store.load }, document);
      const { analysis } = own;
      const isRead = analysis.host || analysis.source.passedOver !== undefined;
      this.#putUnread(path, isRead ? stoppedAt(analysis) : unreadFile(path, document.getText()));
      const asked = new Set(own.asked.keys());
      const encoding = this.#parts.encoding();
      const nothing = { hasMachines: false, machines: [], symbols: [] };
      results.put(path, outlineOf<Told>(analysis, { asked, find, encoding, ...nothing }));
      await this.#pace.rest();
      if (isCut()) break;
    }
  }

  #openPaths(): ReadonlySet<string> {
    return new Set(this.#parts.documents().flatMap(({ uri }) => pathOfFile(uri) ?? []));
  }

  #putUnread(path: string, kind: Unread | undefined): void {
    if (kind !== undefined) this.#notRead.add(path);
    this.#parts.results.putUnread(path, kind);
  }

  #forgetOthers(known: readonly string[], unread: readonly string[]): void {
    const { results } = this.#parts;
    for (const path of known) if (!this.#seen.has(path)) results.put(path, undefined);
    for (const path of unread) if (!this.#notRead.has(path)) results.putUnread(path, undefined);
  }

  async #showAll(): Promise<void> {
    const { results, outlines, isComplete } = this.#parts;
    await results.showAll(this.#pace, (path) => {
      const others = results.memory.usersOf(path).map(({ comments }) => comments);
      return outlines.inComments(path, others, isComplete());
    });
  }
}
