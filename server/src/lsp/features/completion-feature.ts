import type { CompletionItem, CompletionParams } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Files } from '../../service/analysis/included-files.ts';
import { complete, scriptTrees } from '../../service/language-service.ts';
import { pathOfFile, pathOfUri } from '../../workspace/files/file-paths.ts';
import { toSpan } from '../../workspace/positions.ts';
import type { Snapshot } from '../../workspace/workspace.ts';
import { answerFor, makeRoomFor, type ServerContext, type ServerFeature } from '../context.ts';
import { readCompletionFeatures, toCompletionItem } from '../convert/completion-convert.ts';

/** For a document that is not a file. */
const NO_FILES: Files = { get: () => null };

/** Answers completely, so that nothing is left to resolve. */
export function completionFeature(context: ServerContext): ServerFeature {
  // Trees of the last request, of files brought in.
  const trees = scriptTrees();

  function items(
    document: TextDocument,
    look: Snapshot,
    params: CompletionParams,
  ): CompletionItem[] {
    const { analysis } = look.own;
    const { host, source, settings } = analysis;
    if (host === undefined) return [];
    const { encoding } = context.features();
    const at = { start: params.position, end: params.position };
    const query = {
      source,
      host,
      settings,
      trees,
      offset: toSpan(document, at, encoding).start,
      files: pathOfFile(document.uri) === undefined ? NO_FILES : context.surroundings.store,
      roots: look.others.flatMap(({ analysis: of }) => {
        return of.host ? [{ source: of.source, host: of.host }] : [];
      }),
      known: [analysis, ...look.others.map((other) => other.analysis)] as const,
      trigger: params.context?.triggerCharacter,
    };
    const features = readCompletionFeatures(context.capabilities());
    makeRoomFor(document.getText(), context.platform);
    return complete(query).map((item, index) => {
      return toCompletionItem(document, item, index, encoding, features);
    });
  }

  context.connection.onCompletion((params, token) =>
    answerFor(context, params.textDocument, token, (document, look) =>
      items(document, look, params),
    ),
  );
  return {
    closed: ({ uri }) => trees.forget(pathOfFile(uri) ?? pathOfUri(uri)),
  };
}
