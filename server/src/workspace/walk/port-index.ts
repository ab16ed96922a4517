/** Where files name an address that a fix moves, kept current. Why: docs/decisions/clients-follow.md */

import type { PortPlace } from '../../service/fixes/clients/project.ts';
import { portPlacesIn } from '../../service/language-service.ts';
import { LIMITS } from '../../text/limits.ts';
import { addTo, compareTexts } from '../../text/lookup.ts';
import { isBelow } from '../files/file-paths.ts';
import { inTurn } from '../pace.ts';
import { type WalkParts, type WorkspaceFile, walkFiles } from './walk-files.ts';

type PortIndexParts = Omit<WalkParts, 'isOpen' | 'excluded'> & {
  /** Whether only top folders are searched. */
  readonly isFlat?: boolean;
};

type PlacesByPath = Map<string, readonly PortPlace[]>;

/** Knows files on disk; `placesWith` adds open documents. */
export class PortIndex {
  readonly #parts: PortIndexParts;
  readonly #known = new Map<string, PlacesByPath>();
  #isWhole = true;
  readonly #unread = new Set<string>();
  #version = 0;
  readonly #inTurn = inTurn();

  constructor(parts: PortIndexParts) {
    const leftOut = (message: string, path?: string): void => {
      if (path !== undefined) this.#unread.add(path);
      parts.leftOut(message, path);
    };
    this.#parts = { ...parts, leftOut };
  }

  knows(ports: readonly string[]): boolean {
    return ports.every((port) => this.#known.has(port));
  }

  /** Places by file; undefined before a search. */
  placesOf(port: string): ReadonlyMap<string, readonly PortPlace[]> | undefined {
    return this.#known.get(port);
  }

  /** Searches unknown addresses. Never rejects. */
  find(ports: readonly string[]): Promise<void> {
    return this.#inTurn(() => this.#search(ports));
  }

  /** Reads files at and below a path again; true if an answer changed. */
  changed(path: string): Promise<boolean> {
    return this.#inTurn(() => this.#lookAgain(path));
  }

  /** For callers without events. */
  clear(): void {
    this.#known.clear();
    this.#isWhole = true;
    this.#unread.clear();
    this.#version++;
  }

  isWhole(): boolean {
    return this.#isWhole;
  }

  /** A text file or folder that cannot be searched: too long, or not to be opened. */
  unread(): string | undefined {
    const [first] = this.#unread;
    return first;
  }

  /** Changes with every answer. */
  version(): number {
    return this.#version;
  }

  async *#filesWith(
    ports: readonly string[],
    paths?: Iterable<string>,
  ): AsyncGenerator<WorkspaceFile> {
    const { files, isLimited } = walkFiles(
      { ...this.#parts, isOpen: () => false, excluded: () => [] },
      {
        folders: this.#parts.access.folders(),
        isUnwanted: () => false,
        ...(paths && { paths }),
        isOfAnyLanguage: true,
        ...(this.#parts.isFlat && { isFlat: true }),
        isWanted: (_, bytes) => ports.some((port) => bytes.includes(port)),
      },
    );
    for await (const some of files) yield* some;
    this.#isWhole &&= !isLimited();
  }

  async #search(ports: readonly string[]): Promise<void> {
    const missing = ports.filter((port) => !this.#known.has(port));
    if (missing.length === 0) return;
    const found = new Map(missing.map((port): [string, PlacesByPath] => [port, new Map()]));
    const counts = new Map<string, number>();
    for await (const { path, text } of this.#filesWith(missing)) {
      for (const [port, places] of found) {
        const count = counts.get(port) ?? 0;
        if (count >= LIMITS.many || !text.includes(port)) continue;
        const here = portPlacesIn(path, text, port);
        counts.set(port, count + here.length);
        if (here.length > 0) places.set(path, here);
      }
    }
    for (const [port, places] of found) this.#known.set(port, places);
    this.#version++;
  }

  async #lookAgain(changed: string): Promise<boolean> {
    if (this.#known.size === 0) return false;
    let isOther = false;
    for (const path of [...this.#unread]) {
      if (isBelow(changed, path)) isOther = this.#unread.delete(path) || isOther;
    }
    for (const places of this.#known.values()) {
      for (const path of [...places.keys()]) {
        if (isBelow(changed, path)) isOther = places.delete(path) || isOther;
      }
    }
    for await (const { path, text } of this.#filesWith([...this.#known.keys()], [changed])) {
      for (const [port, places] of this.#known) {
        const here = portPlacesIn(path, text, port);
        if (here.length === 0) continue;
        places.set(path, here);
        isOther = true;
      }
    }
    if (isOther) this.#version++;
    return isOther;
  }
}

interface OpenText {
  readonly path: string;
  readonly text: string;
}

/** Places of a port in files and open documents, by path. */
export function placesWith(
  index: Pick<PortIndex, 'placesOf'>,
  open: readonly OpenText[],
  port: string,
): readonly PortPlace[] {
  const byPath = new Map<string, PortPlace[]>();
  const opened = new Set(open.map(({ path }) => path));
  for (const [path, places] of index.placesOf(port) ?? []) {
    if (!opened.has(path)) byPath.set(path, [...places]);
  }
  for (const { path, text } of open) {
    for (const place of portPlacesIn(path, text, port)) addTo(byPath, path, place);
  }
  return [...byPath].toSorted(([a], [b]) => compareTexts(a, b)).flatMap(([, places]) => places);
}
