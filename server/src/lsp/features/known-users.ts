/** All analyses with a say about an id: of its file, and of scripts that bring that in. */
import * as l10n from '@vscode/l10n';
import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Analysis } from '../../service/analysis/analyze.ts';
import { filesOfIdAt } from '../../service/language-service.ts';
import type { FindDocument } from '../../workspace/named-documents.ts';
import type { Snapshot } from '../../workspace/workspace.ts';
import { cancelled, type ServerContext } from '../context.ts';

/** A snapshot's analyses, the document's own first. */
export function analysesOf({ own, others }: Snapshot): readonly Analysis[] {
  return [own, ...others].map(({ analysis }) => analysis);
}

/** Analyzes files that share an id, with pauses. Rejects if cancelled or one changes meanwhile. */
export async function usersOfId(
  context: ServerContext,
  document: TextDocument,
  look: Snapshot,
  offset: number,
  isUnwanted: () => boolean,
): Promise<{
  readonly analyses: readonly Analysis[];
  readonly find: FindDocument;
  readonly isSearched: boolean;
}> {
  const find = context.findFrom(document, look);
  const analyses = new Set(analysesOf(look));
  const looked = new Set([look.path]);
  let isSearched = look.isSearched;
  for (let isNew = true; isNew; ) {
    isNew = false;
    for (const path of filesOfIdAt(look.path, offset, [...analyses])) {
      const file = looked.has(path) ? undefined : find(path);
      looked.add(path);
      if (file === undefined) continue;
      await context.surroundings.turn();
      const other = isUnwanted() ? undefined : await context.look(file.document, isUnwanted);
      if (other === undefined) throw cancelled();
      for (const analysis of analysesOf(other)) analyses.add(analysis);
      isSearched &&= other.isSearched;
      isNew = true;
    }
  }
  const all = [...analyses];
  const textOf = (path: string): string => {
    const known = path === look.path ? document.getText() : context.surroundings.store.get(path);
    // A file without text cannot be edited.
    return known ?? '';
  };
  if (!all.every((analysis) => isCurrent(analysis, textOf))) throw changedMeanwhile();
  return { analyses: all, find, isSearched };
}

function isCurrent({ files }: Analysis, textOf: (path: string) => string): boolean {
  return files.files.every(({ path, text }) => textOf(path) === text);
}

function changedMeanwhile(): ResponseError<void> {
  return new ResponseError(
    LSPErrorCodes.ContentModified,
    l10n.t('The files have changed meanwhile'),
  );
}
