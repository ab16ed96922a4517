/** Uses of released ports and plain clients around a text. Why: docs/decisions/clients-follow.md */

import type { TextDocument } from 'vscode-languageserver-textdocument';
import { languageOfFile, mayHaveFindings } from '../languages/detect.ts';
import type { Analysis } from '../service/analysis/analyze.ts';
import type { Project } from '../service/fixes/clients/project.ts';
import { NO_PROJECT } from '../service/language-service.ts';
import { LIMITS } from '../text/limits.ts';
import { pathOfFile } from './files/file-paths.ts';
import { type FileAnalyzerParts, fileAnalyzer } from './review/analyze-file.ts';
import { type PortIndex, placesWith } from './walk/port-index.ts';

const PLAIN_CLIENT = /\b(?:nc|ncat|netcat|socat|telnet)\b/;

interface AroundParts
  extends Pick<FileAnalyzerParts, 'attention' | 'store' | 'failed' | 'settingsOf'> {
  readonly index: PortIndex;
  readonly documents: () => readonly TextDocument[];
  readonly openText: (path: string) => string | undefined;
  readonly isInside: (path: string) => boolean;
}

interface AroundOptions {
  /** Resolves when the answer should not wait for a search any more, and is not whole. */
  readonly patience?: () => Promise<void>;
  /** Analyses to use again if they have findings; others may lack clients. */
  readonly made?: readonly Analysis[];
}

/** Finds the project around texts that release ports. Never rejects. */
export type ProjectAround = (ports: readonly string[], options?: AroundOptions) => Promise<Project>;

/** Keeps the last answer until ports, documents or files change. */
export function projectsAround(parts: AroundParts): ProjectAround {
  const { index, store, openText } = parts;
  const kept = new Map<string, Analysis>();
  let last: { readonly key: string; readonly project: Project } | undefined;
  const files = { get: store.get, resolve: store.resolve };
  const look = fileAnalyzer({ ...parts, filesOf: () => files });

  function openDocuments(): readonly { path: string; document: TextDocument }[] {
    return parts.documents().flatMap((document) => {
      const path = pathOfFile(document.uri);
      const isOpen = path !== undefined && openText(path) !== undefined && parts.isInside(path);
      return isOpen ? [{ path, document }] : [];
    });
  }

  async function analyze(path: string, made: readonly Analysis[]): Promise<Analysis | undefined> {
    const text = store.get(path);
    if (typeof text !== 'string') return undefined;
    const own = made.find(({ source, findings }) => {
      return source.path === path && source.text === text && findings.length > 0;
    });
    if (own) return own;
    const languageId = languageOfFile(path, text);
    if (languageId === undefined) return undefined;
    // It names no client and starts no QEMU.
    if (!PLAIN_CLIENT.test(text) && !mayHaveFindings(languageId, text)) return undefined;
    const known = kept.get(path);
    if (known?.files.files.every((file) => store.get(file.path) === file.text)) return known;
    if (kept.size >= LIMITS.users) kept.clear();
    const analysis = await look<never>(() => ({ path, text, languageId, wantsClients: true }));
    kept.set(path, analysis);
    return analysis;
  }

  return async (given, { patience, made = [] } = {}) => {
    if (given.length === 0) return NO_PROJECT;
    const ports = [...new Set(given)].toSorted();
    const search = index.find(ports);
    await (patience ? Promise.race([search, patience()]) : search);
    const isKnown = index.knows(ports);
    const open = openDocuments();
    const versions = open.map(({ path, document }) => `${document.version} ${path}`);
    const key = [isKnown, index.version(), ...ports, ...versions].join('\n');
    if (last?.key === key) return last.project;
    const texts = open.map(({ path, document }) => ({ path, text: document.getText() }));
    const places = new Map(ports.map((port) => [port, placesWith(index, texts, port)]));
    const paths = [...new Set([...places.values()].flat().map(({ path }) => path))];
    const analyses = new Map<string, Analysis>();
    const first = paths.slice(0, LIMITS.users);
    await store.load(first);
    for (const path of first) {
      const analysis = await analyze(path, made);
      if (analysis) analyses.set(path, analysis);
    }
    const project: Project = {
      placesOf: (port) => places.get(port) ?? [],
      analysisOf: (path) => analyses.get(path),
      isWhole: isKnown && index.isWhole(),
      unread: index.unread(),
    };
    last = { key, project };
    return project;
  };
}
