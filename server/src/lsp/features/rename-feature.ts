/** Renames ids in all files, or says why not. */
import * as l10n from '@vscode/l10n';
import { LSPErrorCodes, ResponseError, type WorkspaceEdit } from 'vscode-languageserver';
import { renamableAt, renameAt } from '../../service/language-service.ts';
import type { Refused } from '../../service/navigation/rename-id.ts';
import { offsetOf, toRange } from '../../workspace/positions.ts';
import { answerFor, type ServerContext, type ServerFeature } from '../context.ts';
import { editOfFiles } from '../convert/workspace-edit.ts';
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
      const lost = found.find(({ path }) => users.find(path) === undefined);
      if (lost) throw refusal({ kind: 'refused', why: gone(lost.path) });
      return editOfFiles(found, users.find, features()) ?? null;
    }),
  );

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
