/** Quick fixes of findings, and fix-all. */
import * as l10n from '@vscode/l10n';
import { type CodeAction, CodeActionKind, type CodeActionParams } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Analysis } from '../../service/analysis/analyze.ts';
import type { FileFinding, FileFix } from '../../service/analysis/file-findings.ts';
import type { AnalysisMemory } from '../../service/analysis/included-files.ts';
import type { Project } from '../../service/fixes/clients/project.ts';
import {
  acceptanceOf,
  analysisMemory,
  analyze,
  findingsOf,
  fixAll,
  fixesOf,
  ignoreActions,
  NO_PROJECT,
  pathInFolder,
  releasedAddresses,
  renderFixes,
  settledEdits,
  withClients,
} from '../../service/language-service.ts';
import type { Settings } from '../../service/settings/settings.ts';
import { LIMITS } from '../../text/limits.ts';
import { folderOf } from '../../text/paths.ts';
import { touches } from '../../text/span.ts';
import type { CachedAnalysis } from '../../workspace/analysis-cache.ts';
import { placeInFolder } from '../../workspace/folder-files.ts';
import type { FindDocument } from '../../workspace/named-documents.ts';
import { toSpan } from '../../workspace/positions.ts';
import type { Snapshot } from '../../workspace/workspace.ts';
import { FIX_ALL } from '../capabilities.ts';
import { answerFor, makeRoomFor, type ServerContext, type ServerFeature } from '../context.ts';
import { toAcceptAction, toCodeAction, toDiagnostic, toldMoved } from '../convert/convert.ts';
import { toWorkspaceEdit } from '../convert/workspace-edit.ts';

export function codeActionFeature(context: ServerContext): ServerFeature {
  context.connection.onCodeAction((params, token) =>
    answerFor(context, params.textDocument, token, async (document, look) => {
      const project = await projectOf(context, document, look, params);
      const { source } = look.own.analysis;
      return context.attention.on(source, () => {
        return codeActions(context, document, look, project, params);
      });
    }),
  );
  return {};
}

async function projectOf(
  { around, features }: ServerContext,
  document: TextDocument,
  { own, others, findings }: Snapshot,
  { range, context: { only } }: CodeActionParams,
): Promise<Project> {
  // Nothing can be a client of an unsaved document.
  if (document.uri.startsWith('untitled:')) return NO_PROJECT;
  const at = toSpan(document, range, features().encoding);
  const isAsked = isWanted(FIX_ALL, only) || findings.some((finding) => touches(finding.at, at));
  const made = isAsked ? [own, ...others].map(({ analysis }) => analysis) : [];
  return await around(made.flatMap(releasedAddresses), { made });
}

function accepting(
  context: ServerContext,
  document: TextDocument,
  look: Snapshot,
  finding: FileFinding,
): CodeAction | undefined {
  const features = context.features();
  const folder = context.folders.of(document.uri);
  if (!features.asksToAccept || folder === undefined) return undefined;
  const file = context.folderFileOf(document.uri);
  const inner = file?.isInner && file.path !== undefined ? folderOf(file.path) : undefined;
  const path = pathInFolder(inner ?? folder.root, look.path);
  const acceptance = path === undefined ? undefined : acceptanceOf(finding, path);
  if (acceptance === undefined) return undefined;
  const diagnostic = toDiagnostic(document, finding, context.findFrom(document, look), features);
  return toAcceptAction(diagnostic, acceptance, file?.uri ?? placeInFolder(folder).uri);
}

function codeActions(
  context: ServerContext,
  document: TextDocument,
  look: Snapshot,
  project: Project,
  { range, context: { only } }: CodeActionParams,
): CodeAction[] {
  const features = context.features();
  const settings = context.settingsOf(document.uri);
  const from = context.findFrom(document, look);
  const whole = isWanted(FIX_ALL, only)
    ? fixAllActions(look, project, settings, from, context)
    : [];
  if (!isWanted(CodeActionKind.QuickFix, only)) return [...whole];
  const at = toSpan(document, range, features.encoding);
  const fixes = new Map([look.own, ...look.others].map((one) => [one.analysis, one.fixes]));
  const found = look.findings.filter((finding) => touches(finding.at, at));
  const analyses = [look.own, ...look.others].map(({ analysis }) => analysis);
  let edits = 0;
  const actions = (of: (finding: FileFinding) => readonly FileFix[]) =>
    found.flatMap((finding) => {
      if (edits >= LIMITS.actionEdits) return [];
      const all = of(finding);
      const shown = { ...finding, related: withClients(finding, all) };
      const diagnostic = toDiagnostic(document, shown, from, features);
      return all.flatMap((fix) => {
        edits += fix.edits.length;
        return toCodeAction(diagnostic, fix, from, features) ?? [];
      });
    });
  return [
    ...actions((finding) =>
      fixesOf(finding, (analysis) => fixes.get(analysis)?.(project) ?? new Map()),
    ),
    ...found.flatMap((finding) => accepting(context, document, look, finding) ?? []),
    // What silences comes last.
    ...actions((finding) => ignoreActions(look.path, finding, look.findings, analyses)),
    ...whole,
  ];
}

/** By its kind or a prefix. Editors apply a bare `source.fixAll` on save, too much for fixes that move sockets. */
function isWanted(kind: string, only: readonly string[] | undefined): boolean {
  if (only === undefined) return kind === CodeActionKind.QuickFix;
  return only.some((wanted) => {
    if (wanted === CodeActionKind.SourceFixAll) return false;
    return wanted === CodeActionKind.Empty || `${kind}.`.startsWith(`${wanted}.`);
  });
}

/** All safe fixes inside this document, for findings shown or not. */
function fixAllActions(
  { path, own, others, isComplete, isSearched }: Snapshot,
  project: Project,
  settings: Settings,
  find: FindDocument,
  { platform, ...context }: Pick<ServerContext, 'platform' | 'features'>,
): readonly CodeAction[] {
  const moved = new Set<string>();
  const choose = (analyses: readonly Analysis[]) => {
    const [document, ...roots] = analyses.map((one) => one.whole());
    const all = fixAll([{ path, findings: findingsOf(path, document, roots, isComplete) }], {
      within: path,
      isComplete: isSearched,
      render: (analysis, taken) => renderFixes(analysis, settings, taken, 'safe', project),
    });
    for (const { finding, fix } of all.chosen)
      if (fix.moves && finding.address) moved.add(finding.address.replace(/^:/, '*:'));
    return all;
  };
  const all = [own, ...others];
  const first = choose(all.map(({ analysis }) => analysis));
  const [fix] = first.fixes;
  if (fix === undefined) return [];
  const kept = all.map((one) => ({ one, memory: analysisMemory(one.analysis.trees) }));
  const { edits, isSettled } = settledEdits(own.analysis.source.text, first, (text) => {
    for (const { analysis } of all) analysis.trees.forget(path);
    makeRoomFor(text, platform);
    return choose(kept.map(({ one, memory }) => analyzedWith(one, path, text, memory)));
  });
  const title = isSettled
    ? l10n.t('Apply all safe fixes of Monitor Guard')
    : l10n.t('Apply safe fixes of Monitor Guard (repeat for the rest)');
  // Edits of several rounds are of no single fix.
  const whole = edits && {
    ...fix,
    title,
    kind: title,
    edits: edits.map((one) => ({ path, ...one })),
  };
  const features = context.features();
  const edit = toWorkspaceEdit(whole ? [whole] : first.fixes, find, features);
  return edit
    ? [
        {
          title,
          kind: FIX_ALL,
          edit,
          ...(moved.size > 0 && toldMoved(title, [...moved], features)),
        },
      ]
    : [];
}

function analyzedWith(
  { analysis, asked }: CachedAnalysis,
  path: string,
  text: string,
  memory: AnalysisMemory,
): Analysis {
  const { source, settings } = analysis;
  const own = source.path === path ? { ...source, text } : source;
  const get = (wanted: string) => (wanted === path ? text : (asked.get(wanted) ?? null));
  return analyze(own, settings, { get }, memory);
}
