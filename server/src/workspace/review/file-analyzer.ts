/** Looks at one file that no editor has open, as its part of a review, and keeps an outline of it. */
import * as l10n from '@vscode/l10n';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { languageOfFile } from '../../languages/detect.ts';
import type { Analysis } from '../../service/analysis/analyze.ts';
import type { Files } from '../../service/analysis/included-files.ts';
import { analysisMemory, findingsInComments, scriptTrees } from '../../service/language-service.ts';
import type { Settings } from '../../service/settings/settings.ts';
import type { CommentWitness } from '../../service/suppression/comment-findings.ts';
import { analyzeSettled } from '../analyze-settled.ts';
import type { Attention } from '../attention.ts';
import { expectedFiles } from '../files/expected-files.ts';
import type { FileAccess } from '../files/file-access.ts';
import { uriOfFile } from '../files/file-paths.ts';
import type { FileStore } from '../files/file-store.ts';
import type { FindDocument } from '../named-documents.ts';
import { type PositionEncoding, toRange } from '../positions.ts';
import type { NoteUnfollowed } from '../unfollowed-log.ts';
import type { WorkspaceFile } from '../walk/walk-files.ts';
import { noFixes, outlineOf } from './file-summary.ts';
import { searchedSymbols } from './file-symbols.ts';

/** How many code units the trees of scripts have together that others bring in. */
const MAX_TREES = 256 * 1024;
/** The longest file whose comments are read once more. */
const MAX_BYTES = 1024 * 1024;

interface FileLookParts<M> {
  readonly access: FileAccess;
  readonly store: FileStore;
  readonly settingsOf: (uri: string) => Settings;
  /** In which lines and characters count. */
  readonly encoding: () => PositionEncoding;
  readonly attention: Attention;
  /** Finds open documents and files that were read. */
  readonly find: FindDocument;
  /** Gets what went wrong inside. */
  readonly failed: (failure: string) => void;
  /** Gets each analysis, to say where it was not followed. */
  readonly unfollowed: NoteUnfollowed;
  /** What else is to be told of the machines of a file. */
  readonly machinesOf: (uri: string, analysis: Analysis, find: FindDocument) => readonly M[];
}

export function fileLook<M>(parts: FileLookParts<M>) {
  const { access, store, settingsOf, attention } = parts;
  const trees = scriptTrees(MAX_TREES);
  const expected = expectedFiles();

  async function analyzeFile({ path, languageId, text, quiet }: WorkspaceFile) {
    // Its own tree is of no use to anybody else; its statements are asked for once more when related places are told.
    const own = scriptTrees(Number.POSITIVE_INFINITY);
    const memory = analysisMemory({
      ...own,
      get: (other, otherText) => (other === path ? own : trees).get(other, otherText),
    });
    const source = { text, languageId, path, quiet };
    // Without what it names it would be gone through for nothing.
    if (!quiet) await store.load(expected.of(path, text));
    const uri = uriOfFile(path);
    const made = await analyzeSettled({
      analyze: (isLast) => {
        // What would make another file of a quiet one is asked for as if it were run.
        const asked = new Set(quiet);
        const files: Files = {
          isRead: !isLast,
          resolve: store.resolve,
          get: (other) => {
            asked.add(other);
            return store.get(other);
          },
        };
        const settings = settingsOf(uri);
        return { asked, analysis: attention.analyze(source, settings, files, memory) };
      },
      unreadBy: ({ analysis }) => analysis.unread,
      wantedBy: ({ analysis: { wanted } }) => {
        expected.note(path, wanted);
        return wanted;
      },
      load: store.load,
    });
    for (const failure of made.analysis.failures) parts.failed(failure);
    parts.unfollowed(made.analysis);
    return made;
  }

  return {
    /**
     * The outline of a file; undefined where there is nothing to be said of it. Never rejects: whatever fails
     * costs this file and no other.
     */
    outline: async (file: WorkspaceFile) => {
      try {
        const { analysis, asked } = await analyzeFile(file);
        const uri = uriOfFile(file.path);
        const document = TextDocument.create(uri, file.languageId, 0, file.text);
        const find: FindDocument = (path) =>
          path === file.path ? { uri, document, version: null } : parts.find(path);
        const encoding = parts.encoding();
        return attention.on(file, () => {
          const hasMachines = analysis.connections.machines.length > 0;
          const machines = hasMachines ? parts.machinesOf(uri, analysis, find) : [];
          const symbols = hasMachines ? searchedSymbols(document, analysis, encoding) : [];
          return outlineOf(analysis, { asked, find, encoding, hasMachines, machines, symbols });
        });
      } catch (error) {
        parts.failed(l10n.t('The review failed on {0}: {1}', file.path, String(error)));
        return undefined;
      }
    },
    /** What there is to say of a file's comments, for which it is read once more. Never rejects. */
    inComments: async (path: string, others: readonly CommentWitness[], isComplete: boolean) => {
      try {
        const read = await access.read(path, MAX_BYTES);
        if (read.kind !== 'text') return [];
        const { text } = read;
        const languageId = languageOfFile(path, text) ?? '';
        const { analysis } = await analyzeFile({ path, languageId, text });
        const document = TextDocument.create(uriOfFile(path), languageId, 0, text);
        const encoding = parts.encoding();
        return findingsInComments(path, [analysis, ...others], isComplete).map((finding) => {
          const range = toRange(document, finding.at, encoding);
          return { ...finding, range, related: [], fixes: noFixes };
        });
      } catch (error) {
        parts.failed(l10n.t('The review failed on {0}: {1}', path, String(error)));
        return [];
      }
    },
  };
}
