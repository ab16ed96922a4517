/** Analyzes a closed file for a review and keeps an outline. */
import * as l10n from '@vscode/l10n';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { languageOfFile } from '../../languages/detect.ts';
import type { Analysis } from '../../service/analysis/analyze.ts';
import { findingsInComments, scriptTrees } from '../../service/language-service.ts';
import type { CommentWitness } from '../../service/suppression/comment-findings.ts';
import { LIMITS } from '../../text/limits.ts';
import type { FileAccess } from '../files/file-access.ts';
import { uriOfFile } from '../files/file-paths.ts';
import type { FindDocument } from '../named-documents.ts';
import { type PositionEncoding, toRange } from '../positions.ts';
import type { NoteUnfollowed } from '../unfollowed-log.ts';
import type { WorkspaceFile } from '../walk/walk-files.ts';
import { type FileAnalyzerParts, fileAnalyzer } from './analyze-file.ts';
import { noFixes, outlineOf } from './file-summary.ts';
import { searchedSymbols } from './file-symbols.ts';

/** UTF-16 code units of scripts whose trees are kept. */
const MAX_TREES = 256 * 1024;

interface FileOutlinesParts<M> extends Omit<FileAnalyzerParts, 'filesOf'> {
  readonly access: FileAccess;
  readonly encoding: () => PositionEncoding;
  readonly find: FindDocument;
  readonly unfollowed: NoteUnfollowed;
  readonly machinesOf: (uri: string, analysis: Analysis, find: FindDocument) => readonly M[];
}

export function fileOutlines<M>(parts: FileOutlinesParts<M>) {
  const { access, store, attention } = parts;
  const trees = scriptTrees(MAX_TREES);
  let asked = new Set<string>();
  const analyze = fileAnalyzer({
    ...parts,
    filesOf: ({ quiet }) => {
      // A change of these may end the quiet.
      const own = new Set(quiet);
      asked = own;
      return {
        resolve: store.resolve,
        get: (other) => {
          own.add(other);
          return store.get(other);
        },
      };
    },
  });

  async function analyzeFile({ path, languageId, text, quiet }: WorkspaceFile): Promise<Analysis> {
    // Only this analysis needs the file's own tree.
    const own = scriptTrees(Number.POSITIVE_INFINITY);
    const analysis = await analyze<never>(() => ({ text, languageId, path, quiet }), {
      ...own,
      get: (other, otherText) => (other === path ? own : trees).get(other, otherText),
    });
    parts.unfollowed(analysis);
    return analysis;
  }

  return {
    /** Makes an outline; undefined without findings, machines and dependencies. Never rejects. */
    outline: async (file: WorkspaceFile) => {
      try {
        const analysis = await analyzeFile(file);
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
    /** Reads a file again for findings in comments. Never rejects. */
    inComments: async (path: string, others: readonly CommentWitness[], isComplete: boolean) => {
      try {
        const read = await access.read(path, LIMITS.fileBytes);
        if (read.kind !== 'text') return [];
        const { text } = read;
        const languageId = languageOfFile(path, text) ?? '';
        const analysis = await analyzeFile({ path, languageId, text });
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
