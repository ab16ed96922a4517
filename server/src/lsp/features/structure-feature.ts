/** Folds and selections of config files. Why: docs/decisions/client.md */
import {
  type CancellationToken,
  type FoldingRange,
  FoldingRangeKind,
  type SelectionRange,
  type TextDocumentIdentifier,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { foldsOfConfig, selectionsOfConfig } from '../../service/language-service.ts';
import { offsetOf, toRange } from '../../workspace/positions.ts';
import { answerFor, type ServerContext, type ServerFeature } from '../context.ts';

export function structureFeature(context: ServerContext): ServerFeature {
  const { connection, features } = context;

  const answerForConfig = <T>(
    identifier: TextDocumentIdentifier,
    token: CancellationToken,
    answer: (document: TextDocument, text: string) => T,
  ) =>
    answerFor<T>(context, identifier, token, (document, { own: { analysis } }) => {
      return analysis.host?.edit.sections ? answer(document, analysis.source.text) : null;
    });

  connection.onFoldingRanges(({ textDocument }, token) =>
    answerForConfig(textDocument, token, (document, text) => {
      const limit = context.capabilities().textDocument?.foldingRange?.rangeLimit;
      return foldsOfConfig(text)
        .slice(0, limit)
        .map(
          ({ at, kind }): FoldingRange => ({
            startLine: document.positionAt(at.start).line,
            endLine: document.positionAt(at.end).line,
            ...(kind === 'comment' && { kind: FoldingRangeKind.Comment }),
          }),
        );
    }),
  );

  connection.onSelectionRanges(({ textDocument, positions }, token) =>
    answerForConfig(textDocument, token, (document, text) => {
      const { encoding } = features();
      const selectionsAt = selectionsOfConfig(text);
      return positions.map((position): SelectionRange => {
        const spans = selectionsAt(offsetOf(document, position, encoding));
        // Each position needs an answer.
        const none = { range: { start: position, end: position } };
        return (
          spans.reduceRight<SelectionRange | undefined>((parent, span) => {
            return { range: toRange(document, span, encoding), ...(parent && { parent }) };
          }, undefined) ?? none
        );
      });
    }),
  );

  return {};
}
