/** Quick fixes of findings, and all safe ones of a document at once. */
import { type CodeAction, CodeActionKind, type CodeActionParams } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { type FileFinding, type FileFix, fixesOf } from '../service/file-findings.ts';
import { ignoreActions } from '../service/ignore-finding.ts';
import { touches } from '../text/span.ts';
import { answerFor, type ServerContext, type ServerFeature } from './context.ts';
import { toCodeAction, toDiagnostic } from './convert.ts';
import { FIX_ALL, fixAllActions, isWanted } from './fix-all-action.ts';
import { toSpan } from './positions.ts';
import type { Look } from './workspace.ts';

export function codeActionFeature(context: ServerContext): ServerFeature {
  context.connection.onCodeAction((params, token) =>
    answerFor(context, params.textDocument.uri, token, [], (document, look) =>
      codeActions(context, document, look, params),
    ),
  );
  const codeActionKinds = [CodeActionKind.QuickFix, FIX_ALL];
  return { capabilities: () => ({ codeActionProvider: { codeActionKinds } }) };
}

function codeActions(
  context: ServerContext,
  document: TextDocument,
  look: Look,
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
  const actions = (of: (finding: FileFinding) => readonly FileFix[]) =>
    found.flatMap((finding) => {
      const diagnostic = toDiagnostic(document, finding, from, features);
      return of(finding).flatMap((fix) => toCodeAction(diagnostic, fix, from, features) ?? []);
    });
  return [
    ...actions((finding) => fixesOf(finding, (analysis) => fixes.get(analysis)?.() ?? new Map())),
    // What only silences a finding comes behind all that repairs one.
    ...actions((finding) => ignoreActions(look.path, finding, look.findings, analyses)),
    ...whole,
  ];
}
