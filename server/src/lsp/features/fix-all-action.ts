/** All safe fixes of a document as one action, for `editor.codeActionsOnSave` and for whoever asks. */
import * as l10n from '@vscode/l10n';
import { type CodeAction, CodeActionKind } from 'vscode-languageserver';
import type { Analysis } from '../../service/analysis/analyze.ts';
import {
  analyze,
  findingsOf,
  fixAll,
  renderFixes,
  settledEdits,
} from '../../service/language-service.ts';
import type { Settings } from '../../service/settings/settings.ts';
import type { CachedAnalysis } from '../../workspace/analysis-cache.ts';
import type { FindDocument } from '../../workspace/named-documents.ts';
import type { Snapshot } from '../../workspace/workspace.ts';
import { FIX_ALL } from '../capabilities.ts';
import type { ClientFeatures } from '../convert/convert.ts';
import { toWorkspaceEdit } from '../convert/workspace-edit.ts';

/**
 * Whether actions of a kind are asked for: by its name, or by one that it is a part of, as `source` is of
 * `source.fixAll`. Who asks for nothing in particular wants to choose among fixes of a place.
 */
export function isWanted(kind: string, only: readonly string[] | undefined): boolean {
  if (only === undefined) return kind === CodeActionKind.QuickFix;
  return only.some(
    (wanted) => wanted === CodeActionKind.Empty || `${kind}.`.startsWith(`${wanted}.`),
  );
}

/** The action with all safe fixes that change this document alone; none where there is no such fix. */
export function fixAllActions(
  { path, own, others, findings, isComplete, isSearched }: Snapshot,
  settings: Settings,
  find: FindDocument,
  features: ClientFeatures,
): readonly CodeAction[] {
  const rendered = new Map([own, ...others].map(({ analysis, fixes }) => [analysis, fixes]));
  const options = { within: path, isComplete: isSearched };
  const first = fixAll([{ path, findings }], {
    ...options,
    render: (analysis, taken) =>
      taken.size > 0
        ? renderFixes(analysis, settings, taken)
        : (rendered.get(analysis)?.() ?? new Map()),
  });
  const [fix] = first.fixes;
  if (fix === undefined) return [];
  const edits = settledEdits(own.analysis.source.text, first, (text) => {
    const analyses = [own, ...others].map((one) => analyzedWith(one, path, text));
    const [document, ...roots] = analyses;
    return fixAll([{ path, findings: findingsOf(path, document, roots, isComplete) }], {
      ...options,
      render: (analysis, taken) => renderFixes(analysis, settings, taken),
    });
  });
  const title = l10n.t('Fix all safe findings of Monitor Guard');
  // What was changed twice is of no single fix.
  const whole = edits && {
    ...fix,
    title,
    kind: title,
    edits: edits.map((one) => ({ path, ...one })),
  };
  const edit = toWorkspaceEdit(whole ? [whole] : first.fixes, find, features);
  return edit ? [{ title, kind: FIX_ALL, edit }] : [];
}

/** The same analysis with another text of one file; what else it looks at is what it was told before. */
function analyzedWith({ analysis, asked }: CachedAnalysis, path: string, text: string): Analysis {
  const { source, settings } = analysis;
  const own = source.path === path ? { ...source, text } : source;
  return analyze(own, settings, {
    get: (wanted) => (wanted === path ? text : (asked.get(wanted) ?? null)),
  });
}
