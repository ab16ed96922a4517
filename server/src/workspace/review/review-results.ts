/** Owns the results of a review: outlines, shown findings, and files with news. */
import type { Unread } from '../../service/analysis/unread-file.ts';
import { comparePlaces } from '../../text/span.ts';
import type { NamedDocuments } from '../named-documents.ts';
import type { Pace } from '../pace.ts';
import { findingsInOutlines, type Outline, type PlacedFinding } from './file-summary.ts';
import type { ShownFile } from './review-contract.ts';
import { reviewMemory } from './review-memory.ts';
import { unreadMemory } from './unread-memory.ts';

/** Milliseconds between calls of `onNews`. */
const BETWEEN_NEWS = 100;

interface ReviewResultsParts<Shown> {
  readonly names: Pick<NamedDocuments, 'isOpen'>;
  readonly toShown: (finding: PlacedFinding) => Shown;
  readonly session: string;
  /** Gets files whose results changed; others may have changed too. */
  readonly onNews: (paths: ReadonlySet<string>) => void;
}

export class ReviewResults<Told, Shown> {
  readonly memory = reviewMemory<Told>();
  readonly unread = unreadMemory((path) => this.memory.usersOf(path).length > 0);
  readonly shown: ReturnType<typeof shownFiles<Shown>>;
  readonly #parts: ReviewResultsParts<Shown>;
  /** Files whose findings depend on others, so that they are shown at the end of a round. */
  readonly #unshown = new Set<string>();
  #news = new Set<string>();
  #flushed = Number.NEGATIVE_INFINITY;

  constructor(parts: ReviewResultsParts<Shown>) {
    this.#parts = parts;
    this.shown = shownFiles(parts);
  }

  /** Keeps an outline, or removes it if undefined, and shows what it decides. */
  put(path: string, outline: Outline<Told> | undefined): void {
    const before = this.memory.get(path);
    if (before === undefined && outline === undefined) return;
    if (before?.hasMachines || outline?.hasMachines) this.#news.add(path);
    for (const affected of this.memory.put(path, outline)) {
      this.unread.reconsider(affected);
      const isOwn = affected === path && outline?.starts && !this.#hasComments(path);
      if (isOwn && this.memory.usersOf(path).length === 0) this.#show(path, []);
      else this.#unshown.add(affected);
    }
    outline?.settle();
  }

  /** Records why a file is not read completely; undefined if it is. */
  putUnread(path: string, kind: Unread | undefined): void {
    if (this.unread.put(path, kind)) this.#news.add(path);
  }

  showLater(paths: Iterable<string>): void {
    for (const path of paths) this.#unshown.add(path);
  }

  /** Shows comments, which say more once all files are known. */
  showComments(): void {
    this.showLater(this.memory.paths().filter((path) => this.#hasComments(path)));
  }

  async showAll(
    pace: Pace,
    inComments: (path: string) => Promise<readonly PlacedFinding[]>,
  ): Promise<void> {
    for (const path of this.#unshown) {
      this.#unshown.delete(path);
      this.#show(path, this.#hasComments(path) ? await inComments(path) : []);
      await pace.rest();
    }
  }

  clear(): void {
    const paths = [this.shown.paths(), this.memory.paths(), this.#unshown, this.unread.paths()];
    for (const some of paths) for (const path of some) this.#news.add(path);
    this.memory.clear();
    this.unread.clear();
    this.shown.clear();
    this.#unshown.clear();
    this.flush();
  }

  flush(): void {
    if (this.#news.size === 0) return;
    const paths = this.#news;
    this.#news = new Set();
    this.#parts.onNews(paths);
  }

  flushSome(): void {
    const now = performance.now();
    if (now - this.#flushed < BETWEEN_NEWS) return;
    this.#flushed = now;
    this.flush();
  }

  #hasComments(path: string): boolean {
    return this.memory.get(path)?.comments.silenced.has(path) ?? false;
  }

  #show(path: string, comments: readonly PlacedFinding[]): void {
    this.#news.add(path);
    const found = () => findingsInOutlines(path, this.memory.get(path), this.memory.usersOf(path));
    this.shown.put(path, this.#parts.names.isOpen(path) ? [] : [...found(), ...comments]);
  }
}

function shownFiles<Shown>({ session, toShown }: ReviewResultsParts<Shown>) {
  const shown = new Map<string, { readonly resultId: string; readonly json: string }>();
  let made = 0;
  return {
    /** Equal findings keep their result id. */
    put: (path: string, findings: readonly PlacedFinding[]): void => {
      if (findings.length === 0) {
        shown.delete(path);
        return;
      }
      const all = findings.toSorted(comparePlaces).map(toShown);
      const json = JSON.stringify(all);
      if (shown.get(path)?.json === json) return;
      shown.set(path, { resultId: `${session}.${++made}`, json });
    },
    get: (path: string): ShownFile<Shown> | undefined => {
      const found = shown.get(path);
      return found && { resultId: found.resultId, findings: () => JSON.parse(found.json) };
    },
    paths: () => [...shown.keys()],
    clear: () => shown.clear(),
  };
}
