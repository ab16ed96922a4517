/**
 * Tells one listener what there is to show about files that are not open: all of it at first, and then what
 * changes, some files at a time, so that nobody waits while very many are told.
 * Why: docs/decisions/the-stream-has-open-documents-too.md
 */
import type { Diagnostic } from 'vscode-languageserver';
import { pathOfFile, uriOfFile } from '../../workspace/files/file-paths.ts';
import type { ShownFile } from '../../workspace/review/review-contract.ts';

/** How many files are told at a time. */
const AT_ONCE = 100;

/** What there is to tell of a file. */
export interface ToldFile {
  readonly uri: string;
  /** The version of a document; null for a file that is not open. */
  readonly version: number | null;
  /** Undefined where there is nothing to show any more. */
  readonly resultId: string | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

interface PublisherParts {
  readonly shown: (path: string) => ShownFile<Diagnostic> | undefined;
  readonly isOpen: (path: string) => boolean;
  readonly tell: (files: readonly ToldFile[]) => void;
  /** Resolves when all others that wait have had their turn. */
  readonly turn: () => Promise<void>;
}

/** Tells the client of findings in files that are not open. */
export interface Publisher {
  /** Told of files about which there may be something else to tell. */
  readonly news: (paths: Iterable<string>) => void;
  /** Told of a document that was opened: what the listener shows of it comes from elsewhere. */
  readonly opened: (path: string) => void;
  /** Tells what there is to show about an open document. */
  readonly document: (path: string, file: ToldFile) => void;
  /** Tells that there is nothing to show any more of a document that nobody else tells about. */
  readonly forget: (uri: string) => void;
  /** Tells nothing any more. */
  readonly stop: () => void;
}

/** `known` has the results that the listener has, by path. */
export function closedFilePublisher(
  parts: PublisherParts,
  known: ReadonlyMap<string, string>,
): Publisher {
  const told = new Map<string, string | undefined>(known);
  const waiting = new Set<string>();
  let isTelling = false;
  let isStopped = false;

  /** What the listener does not know yet of a file. */
  function toTell(path: string): readonly ToldFile[] {
    if (parts.isOpen(path)) return [];
    const file = { uri: uriOfFile(path), version: null };
    const found = parts.shown(path);
    if (found === undefined) {
      return told.delete(path) ? [{ ...file, resultId: undefined, diagnostics: [] }] : [];
    }
    const { resultId } = found;
    if (told.get(path) === resultId) return [];
    told.set(path, resultId);
    return [{ ...file, resultId, diagnostics: found.findings() }];
  }

  /** Never rejects. */
  async function tellAll(): Promise<void> {
    isTelling = true;
    while (waiting.size > 0 && !isStopped) {
      const files: ToldFile[] = [];
      for (const path of waiting) {
        waiting.delete(path);
        files.push(...toTell(path));
        if (files.length >= AT_ONCE) break;
      }
      if (files.length > 0) parts.tell(files);
      if (waiting.size > 0) await parts.turn();
    }
    isTelling = false;
  }

  return {
    news: (paths) => {
      for (const path of paths) waiting.add(path);
      if (!isTelling) void tellAll();
    },
    opened: (path) => {
      told.set(path, undefined);
    },
    document: (path, file) => {
      if (isStopped || told.get(path) === file.resultId) return;
      told.set(path, file.resultId);
      parts.tell([file]);
    },
    forget: (uri) => {
      const path = pathOfFile(uri);
      if (path !== undefined) told.delete(path);
      if (!isStopped) parts.tell([{ uri, version: null, resultId: undefined, diagnostics: [] }]);
    },
    stop: () => {
      isStopped = true;
    },
  };
}

/** The results that a client names, by path; those of documents that are no files are none of ours. */
export function resultsByPath(
  results: readonly { readonly uri: string; readonly value: string }[],
): ReadonlyMap<string, string> {
  return new Map(
    results.flatMap(({ uri, value }): readonly (readonly [string, string])[] => {
      const path = pathOfFile(uri);
      return path === undefined ? [] : [[path, value]];
    }),
  );
}
