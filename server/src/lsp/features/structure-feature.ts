/**
 * How a config file is divided: what can be folded, and what a selection grows to.
 * Why: docs/decisions/editors-fold-scripts.md
 */
import { type FoldingRange, FoldingRangeKind, type SelectionRange } from 'vscode-languageserver';
import { foldsOfConfig, selectionsOfConfig } from '../../service/language-service.ts';
import { offsetOf, toRange } from '../../workspace/positions.ts';
import { answerFor, type ServerContext, type ServerFeature } from '../context.ts';

export function structureFeature(context: ServerContext): ServerFeature {
  const { connection, features } = context;

  connection.onFoldingRanges(({ textDocument }, token) =>
    answerFor<FoldingRange[] | null>(
      context,
      textDocument.uri,
      token,
      null,
      (document, { own }) => {
        if (own.analysis.host?.edit.sections === undefined) return null;
        const limit = context.capabilities().textDocument?.foldingRange?.rangeLimit;
        const folds = foldsOfConfig(own.analysis.source.text).slice(0, limit);
        return folds.map(({ at, kind }) => ({
          startLine: document.positionAt(at.start).line,
          endLine: document.positionAt(at.end).line,
          ...(kind === 'comment' && { kind: FoldingRangeKind.Comment }),
        }));
      },
    ),
  );

  connection.onSelectionRanges(({ textDocument, positions }, token) =>
    answerFor<SelectionRange[] | null>(
      context,
      textDocument.uri,
      token,
      null,
      (document, { own }) => {
        if (own.analysis.host?.edit.sections === undefined) return null;
        const { encoding } = features();
        return positions.map((position): SelectionRange => {
          const offset = offsetOf(document, position, encoding);
          const spans = selectionsOfConfig(own.analysis.source.text, offset);
          // Each position wants an answer, and they are told apart by their order.
          const none = { range: { start: position, end: position } };
          return (
            spans.reduceRight<SelectionRange | undefined>((parent, span) => {
              return { range: toRange(document, span, encoding), ...(parent && { parent }) };
            }, undefined) ?? none
          );
        });
      },
    ),
  );

  return {};
}
