/** The outline of a document, and the search for symbols of the workspace. */
import type { DocumentSymbol, SymbolInformation } from 'vscode-languageserver';
import { outlineOf } from '../../service/language-service.ts';
import { uriOfFile } from '../../workspace/files/file-paths.ts';
import { keepPace } from '../../workspace/pace.ts';
import {
  type FileSymbol,
  searchedSymbols,
  symbolMatcher,
  toFlatSymbols,
} from '../../workspace/review/file-symbols.ts';
import { answerFor, cancelled, type ServerContext, type ServerFeature } from '../context.ts';
import { inFile, toDocumentSymbols } from '../convert/symbols.ts';

export function symbolFeature(context: ServerContext): ServerFeature {
  const { connection, documents, features, review, surroundings } = context;

  connection.onDocumentSymbol(({ textDocument: { uri } }, token) =>
    answerFor<DocumentSymbol[] | SymbolInformation[]>(
      context,
      { uri },
      token,
      (document, { own }) => {
        const { encoding } = features();
        const items = outlineOf(own.analysis);
        const client = context.capabilities().textDocument?.documentSymbol;
        return client?.hierarchicalDocumentSymbolSupport
          ? toDocumentSymbols(document, items, encoding)
          : toFlatSymbols(document, items, encoding).map((symbol) => inFile(uri, symbol));
      },
    ),
  );

  connection.onWorkspaceSymbol(async ({ query }, token) => {
    await context.settingsReady();
    const { encoding } = features();
    const isWanted = symbolMatcher(query);
    const found: SymbolInformation[] = [];
    const pace = keepPace(surroundings.turn);
    const find = async (uri: string, symbols: readonly FileSymbol[]) => {
      for (const symbol of symbols) if (isWanted(symbol)) found.push(inFile(uri, symbol));
      await pace.rest();
      if (token.isCancellationRequested) throw cancelled();
    };
    for (const document of documents.all()) {
      await surroundings.turn();
      if (token.isCancellationRequested) throw cancelled();
      const look = await context.look(document);
      if (look) await find(document.uri, searchedSymbols(document, look.own.analysis, encoding));
    }
    for (const path of review.files()) await find(uriOfFile(path), review.symbols(path));
    return found;
  });

  return {};
}
