/**
 * Which places of the workspace name a port as a client would: those that a fix cuts off, or takes along. Looked for when
 * a monitor is found that a fix moves, by the shared walk, in text files of every language; change events keep it
 * current. Files that git ignores, that are too large or cannot be read do not count.
 * Why: docs/decisions/clients-follow.md
 */

import type { PortPlace } from '../../service/fixes/clients/project.ts';
import { portPlacesIn } from '../../service/language-service.ts';
import { addTo } from '../../text/lookup.ts';
import { isBelow } from '../files/file-paths.ts';
import { type WalkParts, walkFiles } from './walk-files.ts';

/** How many places of one port are kept; more are not counted. */
const MAX_PLACES = 10_000;

export type PortIndex = ReturnType<typeof portIndex>;

type PortIndexParts = Omit<WalkParts, 'isOpen' | 'excluded'> & {
  /** Whether only the files directly in the folders are looked at, since these are no project. */
  readonly isFlat?: boolean;
};

/** An index of no port yet. What is written in open documents is not its business. */
export function portIndex(parts: PortIndexParts) {
  let known = new Map<string, Map<string, readonly PortPlace[]>>();
  let isWhole = true;
  let version = 0;
  /** One search after the other, and changes between them. */
  let queue: Promise<unknown> = Promise.resolve();

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = queue.then(work);
    queue = turn.catch(() => undefined);
    return turn;
  }

  async function* filesWith(ports: readonly string[], paths?: Iterable<string>) {
    const { files, isLimited } = walkFiles(
      { ...parts, isOpen: () => false, excluded: () => [] },
      {
        folders: parts.access.folders(),
        isUnwanted: () => false,
        ...(paths && { paths }),
        isOfAnyLanguage: true,
        ...(parts.isFlat && { isFlat: true }),
        isWanted: (_, bytes) => ports.some((port) => bytes.includes(port)),
      },
    );
    for await (const some of files) yield* some;
    isWhole &&= !isLimited();
  }

  async function search(ports: readonly string[]): Promise<void> {
    const missing = ports.filter((port) => !known.has(port));
    if (missing.length === 0) return;
    const found = new Map(missing.map((port) => [port, new Map<string, readonly PortPlace[]>()]));
    const counts = new Map<string, number>();
    for await (const { path, text } of filesWith(missing)) {
      for (const [port, places] of found) {
        const count = counts.get(port) ?? 0;
        if (count >= MAX_PLACES || !text.includes(port)) continue;
        const here = portPlacesIn(path, text, port);
        counts.set(port, count + here.length);
        if (here.length > 0) places.set(path, here);
      }
    }
    for (const [port, places] of found) known.set(port, places);
    version++;
  }

  async function lookAgain(changed: string): Promise<boolean> {
    if (known.size === 0) return false;
    let isOther = false;
    for (const places of known.values()) {
      for (const path of [...places.keys()]) {
        if (isBelow(changed, path)) isOther = places.delete(path) || isOther;
      }
    }
    for await (const { path, text } of filesWith([...known.keys()], [changed])) {
      for (const [port, places] of known) {
        const here = portPlacesIn(path, text, port);
        if (here.length === 0) continue;
        places.set(path, here);
        isOther = true;
      }
    }
    if (isOther) version++;
    return isOther;
  }

  return {
    /** Whether it is known who names all of some ports. */
    knows: (ports: readonly string[]) => ports.every((port) => known.has(port)),
    /** The places that name a port, by their files; undefined while they are not known. */
    placesOf: (port: string): ReadonlyMap<string, readonly PortPlace[]> | undefined =>
      known.get(port),
    /** Looks for who names some ports. Never rejects. */
    find: (ports: readonly string[]) => inTurn(() => search(ports)),
    /** Looks again at what lies at or below a path; says whether any answer may be another one now. */
    changed: (path: string) => inTurn(() => lookAgain(path)),
    /** Forgets everything, for callers without change events. */
    clear: () => {
      known = new Map();
      isWhole = true;
      version++;
    },
    /** Whether all files were looked at. */
    isWhole: () => isWhole,
    /** Another number for each change of an answer. */
    version: () => version,
  };
}

/** An open document, whose text counts in the place of its file's. */
interface OpenText {
  readonly path: string;
  readonly text: string;
}

/** The places that name a port, in files and in open documents, in the order of their paths. */
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
  return [...byPath].toSorted(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, places]) => places);
}
