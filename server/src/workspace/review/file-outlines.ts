/** Analyzes one file that is not open, for a review, and keeps an outline of the result. */
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

/** The size of all kept trees of brought-in scripts, in code units of their texts. */
const MAX_TREES = 256 * 1024;

interface FileOutlinesParts<M> extends Omit<FileAnalyzerParts, 'filesOf'> {
  readonly access: FileAccess;
  readonly encoding: () => PositionEncoding;
  readonly find: FindDocument;
  readonly unfollowed: NoteUnfollowed;
  /** What clients list of the machines of a file. */
  readonly machinesOf: (uri: string, analysis: Analysis, find: FindDocument) => readonly M[];
}

export function fileOutlines<M>(parts: FileOutlinesParts<M>) {
  const { access, store, attention } = parts;
  const trees = scriptTrees(MAX_TREES);
  /** The paths that the last analysis asked for. Files are analyzed one at a time. */
  let asked = new Set<string>();
  const analyze = fileAnalyzer({
    ...parts,
    filesOf: ({ quiet }) => {
      // What a quiet file would bring in counts as asked for: a change there may end the quiet.
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
    // Other files have no use for the file's own tree, and related places need its statements once more.
    const own = scriptTrees(Number.POSITIVE_INFINITY);
    const analysis = await analyze<never>(() => ({ text, languageId, path, quiet }), {
      ...own,
      get: (other, otherText) => (other === path ? own : trees).get(other, otherText),
    });
    parts.unfollowed(analysis);
    return analysis;
  }

  return {
    /** The outline of a file; undefined without findings, machines and dependencies. Never rejects: a failure is logged. */
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
          return outlineOf(analysis, { asked, find, encoding, hasMachines, machines });
        });
      } catch (error) {
        parts.failed(l10n.t('The review failed on {0}: {1}', file.path, String(error)));
        return undefined;
      }
    },
    /** The findings in a file's comments, for which it is read again. Never rejects. */
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
