/** Renames ids in all files, or says why not. */
import * as l10n from '@vscode/l10n';
import {
  LSPErrorCodes,
  ResponseError,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { FileEdit } from '../../service/analysis/file-findings.ts';
import { renamableAt, renameAt } from '../../service/language-service.ts';
import type { Refused } from '../../service/navigation/rename-id.ts';
import { getOrInsert } from '../../text/lookup.ts';
import type { FindDocument, NamedDocument } from '../../workspace/named-documents.ts';
import { offsetOf, toRange } from '../../workspace/positions.ts';
import { answerFor, type ServerContext, type ServerFeature } from '../context.ts';
import { usersOfId } from './known-users.ts';

export function renameFeature(context: ServerContext): ServerFeature {
  const { connection, features } = context;

  connection.onPrepareRename(({ textDocument, position }, token) =>
    answerFor<{ range: ReturnType<typeof toRange>; placeholder: string }>(
      context,
      textDocument,
      token,
      async (document, look) => {
        const { encoding } = features();
        const offset = offsetOf(document, position, encoding);
        const isUnwanted = () => token.isCancellationRequested;
        const users = await usersOfId(context, document, look, offset, isUnwanted);
        const found = renamableAt(look.path, offset, users.analyses);
        if (found === undefined) return null;
        if (found.kind === 'refused') throw refusal(found);
        return { range: toRange(document, found.at, encoding), placeholder: found.name };
      },
    ),
  );

  connection.onRenameRequest(({ textDocument, position, newName }, token) =>
    answerFor<WorkspaceEdit>(context, textDocument, token, async (document, look) => {
      const offset = offsetOf(document, position, features().encoding);
      const isUnwanted = () => token.isCancellationRequested;
      const users = await usersOfId(context, document, look, offset, isUnwanted);
      const found = renameAt(look.path, offset, newName, users.analyses);
      if (found === undefined) return null;
      if ('kind' in found) throw refusal(found);
      // A user that is still to be found would keep the old id.
      if (!users.isSearched) throw refusal({ kind: 'refused', why: stillSearching() });
      return toEdit(found, users.find);
    }),
  );

  function toEdit(edits: readonly FileEdit[], find: FindDocument): WorkspaceEdit {
    const files = new Map<string, { readonly file: NamedDocument; readonly edits: TextEdit[] }>();
    for (const { path, at, text } of edits) {
      const file = find(path);
      if (file === undefined) throw refusal({ kind: 'refused', why: gone(path) });
      const known = getOrInsert(files, file.uri, () => ({ file, edits: [] }));
      const range = toRange(file.document, at, features().encoding);
      known.edits.push({ range, newText: text });
    }
    if (!features().documentChanges) {
      return { changes: Object.fromEntries([...files].map(([uri, file]) => [uri, file.edits])) };
    }
    // A client refuses an edit of another version.
    const documentChanges = [...files.values()].map(({ file, edits: own }) => ({
      textDocument: { uri: file.uri, version: file.version },
      edits: own,
    }));
    return { documentChanges };
  }

  return {};
}

function refusal({ why }: Refused): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestFailed, why);
}

function stillSearching(): string {
  return l10n.t('Not all scripts that may use this file are known yet, so nothing is renamed');
}

function gone(path: string): string {
  return l10n.t('The file {0} cannot be read any more, so nothing is renamed', path);
}
