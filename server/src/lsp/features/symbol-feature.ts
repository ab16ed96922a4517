/** The outline of a document. */
import type { DocumentSymbol } from 'vscode-languageserver';
import { outlineOf } from '../../service/language-service.ts';
import { answerFor, type ServerContext, type ServerFeature } from '../context.ts';
import { toDocumentSymbols } from '../convert/symbols.ts';

export function symbolFeature(context: ServerContext): ServerFeature {
  context.connection.onDocumentSymbol(({ textDocument: { uri } }, token) =>
    answerFor<DocumentSymbol[] | null>(context, uri, token, null, (document, { own }) =>
      toDocumentSymbols(document, outlineOf(own.analysis), context.features().encoding),
    ),
  );
  return {};
}
