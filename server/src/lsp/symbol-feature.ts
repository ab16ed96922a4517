/** The outline of a document, and the search for machines and monitors in all files of the workspace. */
import type { DocumentSymbol, SymbolInformation } from 'vscode-languageserver';
import { outlineOf } from '../service/navigation/outline.ts';
import { answerFor, cancelled, type ServerContext, type ServerFeature } from './context.ts';
import { keepPace } from './pace.ts';
import {
  type DocumentOutline,
  matchingSymbols,
  symbolsOf,
  toDocumentSymbols,
  toFlatSymbols,
} from './symbols.ts';

export function symbolFeature(context: ServerContext): ServerFeature {
  const { connection, documents, features, review, surroundings } = context;

  connection.onDocumentSymbol(({ textDocument: { uri } }, token) =>
    answerFor<DocumentSymbol[] | SymbolInformation[] | null>(
      context,
      uri,
      token,
      null,
      (document, { own }) => {
        const { encoding } = features();
        const items = outlineOf(own.analysis);
        const client = context.capabilities().textDocument?.documentSymbol;
        return client?.hierarchicalDocumentSymbolSupport
          ? toDocumentSymbols(document, items, encoding)
          : toFlatSymbols({ uri, document, items }, encoding);
      },
    ),
  );

  connection.onWorkspaceSymbol(async ({ query }, token) => {
    await context.settingsReady();
    const outlines: DocumentOutline[] = [];
    for (const document of documents.all()) {
      await surroundings.turn();
      if (token.isCancellationRequested) throw cancelled();
      const look = await context.look(document);
      if (look === undefined) continue;
      outlines.push({ uri: document.uri, document, items: outlineOf(look.own.analysis) });
    }
    const found = matchingSymbols(query, outlines, features().encoding);
    const pace = keepPace(surroundings.turn);
    for (const path of review.files()) {
      for (const machine of review.machines(path)) found.push(...symbolsOf(machine, query));
      await pace.rest();
      if (token.isCancellationRequested) throw cancelled();
    }
    return found;
  });

  return {
    capabilities: ({ textDocument: client, workspace }) => ({
      ...(client?.documentSymbol && { documentSymbolProvider: true }),
      ...(workspace?.symbol && { workspaceSymbolProvider: true }),
    }),
  };
}
