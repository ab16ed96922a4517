/** Quick fixes of findings, and all safe ones of a document at once. */
import { type CodeAction, CodeActionKind, type CodeActionParams } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { FileFinding, FileFix } from '../../service/analysis/file-findings.ts';
import {
  acceptanceOf,
  fixesOf,
  ignoreActions,
  pathInFolder,
} from '../../service/language-service.ts';
import { touches } from '../../text/span.ts';
import { placeInFolder } from '../../workspace/folder-files.ts';
import { toSpan } from '../../workspace/positions.ts';
import type { Snapshot } from '../../workspace/workspace.ts';
import { FIX_ALL } from '../capabilities.ts';
import { answerFor, type ServerContext, type ServerFeature } from '../context.ts';
import { toAcceptAction, toCodeAction, toDiagnostic } from '../convert/convert.ts';
import { fixAllActions, isWanted } from './fix-all-action.ts';

/**
 * How many edits the fixes of one answer have together before findings further down get none. An editor asks for
 * a place; who asks for a whole document in which each fix changes all of it chooses among these.
 */
const MAX_EDITS = 10_000;

export function codeActionFeature(context: ServerContext): ServerFeature {
  context.connection.onCodeAction((params, token) =>
    answerFor(context, params.textDocument.uri, token, [], (document, look) =>
      codeActions(context, document, look, params),
    ),
  );
  return {};
}

/** Accepts a finding in the file of the folder that it stands in, for clients that ask for the reason. */
function accepting(
  context: ServerContext,
  document: TextDocument,
  look: Snapshot,
  finding: FileFinding,
): CodeAction | undefined {
  const features = context.features();
  const folder = context.folders.of(document.uri);
  if (!features.asksToAccept || folder === undefined) return undefined;
  const path = pathInFolder(folder.root, look.path);
  const acceptance = path === undefined ? undefined : acceptanceOf(finding, path);
  if (acceptance === undefined) return undefined;
  const diagnostic = toDiagnostic(document, finding, context.findFrom(document, look), features);
  return toAcceptAction(diagnostic, acceptance, placeInFolder(folder).uri);
}

function codeActions(
  context: ServerContext,
  document: TextDocument,
  look: Snapshot,
  { range, context: { only } }: CodeActionParams,
): CodeAction[] {
  const features = context.features();
  const settings = context.settingsOf(document.uri);
  const from = context.findFrom(document, look);
  const whole = isWanted(FIX_ALL, only) ? fixAllActions(look, settings, from, features) : [];
  if (!isWanted(CodeActionKind.QuickFix, only)) return [...whole];
  const at = toSpan(document, range, features.encoding);
  const fixes = new Map([look.own, ...look.others].map((one) => [one.analysis, one.fixes]));
  const found = look.findings.filter((finding) => touches(finding.at, at));
  const analyses = [look.own, ...look.others].map(({ analysis }) => analysis);
  let edits = 0;
  const actions = (of: (finding: FileFinding) => readonly FileFix[]) =>
    found.flatMap((finding) => {
      if (edits >= MAX_EDITS) return [];
      const diagnostic = toDiagnostic(document, finding, from, features);
      return of(finding).flatMap((fix) => {
        edits += fix.edits.length;
        return toCodeAction(document, diagnostic, fix, from, features) ?? [];
      });
    });
  return [
    ...actions((finding) => fixesOf(finding, (analysis) => fixes.get(analysis)?.() ?? new Map())),
    ...found.flatMap((finding) => accepting(context, document, look, finding) ?? []),
    // What only silences a finding comes behind all that repairs one.
    ...actions((finding) => ignoreActions(look.path, finding, look.findings, analyses)),
    ...whole,
  ];
}
