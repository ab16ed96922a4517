/** All safe fixes of a document as one action, for `editor.codeActionsOnSave` and for whoever asks. */
import * as l10n from '@vscode/l10n';
import { type CodeAction, CodeActionKind } from 'vscode-languageserver';
import { fixAll } from '../service/fix-all.ts';
import { renderFixes } from '../service/render-fix.ts';
import type { Settings } from '../service/settings.ts';
import type { ClientFeatures, FindDocument } from './convert.ts';
import type { Look } from './workspace.ts';
import { toWorkspaceEdit } from './workspace-edit.ts';

/** Ours among the actions that fix all of a document. */
export const FIX_ALL = `${CodeActionKind.SourceFixAll}.qemuMonitorGuard`;

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
  { path, own, others, findings, isSearched }: Look,
  settings: Settings,
  find: FindDocument,
  features: ClientFeatures,
): readonly CodeAction[] {
  const rendered = new Map([own, ...others].map(({ analysis, fixes }) => [analysis, fixes]));
  const { fixes } = fixAll([{ path, findings }], {
    ...{ within: path, isComplete: isSearched },
    render: (analysis, taken) =>
      taken.size > 0
        ? renderFixes(analysis, settings, taken)
        : (rendered.get(analysis)?.() ?? new Map()),
  });
  const edit = fixes.length > 0 && toWorkspaceEdit(fixes, find, features);
  return edit
    ? [{ title: l10n.t('Fix all safe findings of Monitor Guard'), kind: FIX_ALL, edit }]
    : [];
}
