/** Findings and fixes as types of the protocol. */

import * as l10n from '@vscode/l10n';
import {
  type CodeAction,
  CodeActionKind,
  type Command,
  type Diagnostic,
  type DiagnosticRelatedInformation,
  DiagnosticSeverity,
  type Location,
  type Range,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { FileFinding, FileFix } from '../../service/analysis/file-findings.ts';
import { NOT_CHECKED, rulePageUrl, WORKSPACE_FILE } from '../../service/language-service.ts';
import type { Acceptance } from '../../service/settings/settings.ts';
import { LIMITS } from '../../text/limits.ts';
import { uriOfFile } from '../../workspace/files/file-paths.ts';
import type { FindDocument } from '../../workspace/named-documents.ts';
import { type PositionEncoding, toRange } from '../../workspace/positions.ts';
import type { PlacedFinding } from '../../workspace/review/file-summary.ts';
import { toWorkspaceEdit } from './workspace-edit.ts';

export const SOURCE = 'Monitor Guard';

/** Asks for a reason and writes the comment. */
const IGNORE_COMMAND = 'qemuMonitorGuard.ignore';

/** Says which monitors have moved; takes `MovedMonitors`. */
const TELL_MOVED_COMMAND = 'qemuMonitorGuard.tellMoved';
/** Asks for a reason and accepts a monitor in a settings file. */
const ACCEPT_COMMAND = 'qemuMonitorGuard.accept';

/** What the client can show. */
export interface ClientFeatures {
  readonly encoding: PositionEncoding;
  readonly relatedInformation: boolean;
  readonly codeDescription: boolean;
  readonly documentChanges: boolean;
  /** Whether edits may have annotations; needs `documentChanges`. */
  readonly changeAnnotations: boolean;
  /** Whether edits may have tab stops; needs `documentChanges`. */
  readonly snippets: boolean;
  readonly markdown: boolean;
  /** The folder of the rules' pages, ending with `/`. */
  readonly rulePages: string;
  readonly asksReasons: boolean;
  readonly asksToAccept: boolean;
  readonly tellsMoved: boolean;
  readonly checksSchemas: boolean;
  readonly listsMonitors: boolean;
  readonly readsFiles: boolean;
}

/** The protocol's severities. */
export const SEVERITIES: Readonly<Record<FileFinding['severity'], DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** A finding as a diagnostic of its document. */
export function toDiagnostic(
  document: TextDocument,
  finding: FileFinding,
  find: FindDocument,
  features: ClientFeatures,
): Diagnostic {
  const { encoding } = features;
  const related = finding.related.flatMap((place): readonly DiagnosticRelatedInformation[] => {
    const file = find(place.path);
    if (file === undefined) return [];
    const range = toRange(file.document, place.at, encoding);
    return [{ location: { uri: file.uri, range }, message: place.message }];
  });
  return diagnosticOf(finding, toRange(document, finding.at, encoding), related, features);
}

/** A finding of the review, which has ranges. */
export function toPlacedDiagnostic(finding: PlacedFinding, features: ClientFeatures): Diagnostic {
  const related = finding.related.map(({ uri, range, message }) => {
    return { location: { uri, range }, message };
  });
  return diagnosticOf(finding, finding.range, related, features);
}

function diagnosticOf(
  { rule, severity, message }: FileFinding,
  range: Range,
  related: DiagnosticRelatedInformation[],
  { codeDescription, relatedInformation, rulePages }: ClientFeatures,
): Diagnostic {
  return {
    range,
    severity: SEVERITIES[severity],
    ...(rule !== NOT_CHECKED && { code: rule }),
    source: SOURCE,
    message,
    ...(codeDescription &&
      rule !== NOT_CHECKED && { codeDescription: { href: rulePageUrl(rule, rulePages) } }),
    ...(relatedInformation && related.length > 0 && { relatedInformation: related }),
  };
}

/** A fix as a quick fix; undefined if a file to change is no longer known. */
export function toCodeAction(
  diagnostic: Diagnostic,
  fix: FileFix,
  find: FindDocument,
  features: ClientFeatures,
): CodeAction | undefined {
  const { title, preferred: isPreferred } = fix;
  const action = { title, kind: CodeActionKind.QuickFix, diagnostics: [diagnostic], isPreferred };
  if (fix.asksReason && features.asksReasons) {
    const command = toAskingCommand(fix, find, features);
    return command && { ...action, command };
  }
  const edit = toWorkspaceEdit([fix], find, features);
  const clients = (fix.clients ?? []).slice(0, LIMITS.definitions).map(({ path, line }) => {
    const start = { line: line - 1, character: 0 };
    return { uri: find(path)?.uri ?? uriOfFile(path), range: { start, end: start } };
  });
  const told = fix.id === 'switch-to-unix' && toldMoved(title, [], features, clients);
  return edit && { ...action, edit, ...told };
}

interface MovedMonitors {
  /** Old addresses: `0.0.0.0:4444`; empty if the user saw the place. */
  readonly addresses: readonly string[];
  /** Lines that still use the old address. */
  readonly clients: readonly Location[];
}

/** The command that reports moved monitors. */
export function toldMoved(
  title: string,
  addresses: MovedMonitors['addresses'],
  { tellsMoved }: ClientFeatures,
  clients: MovedMonitors['clients'] = [],
): Pick<CodeAction, 'command'> {
  if (!tellsMoved) return {};
  const moved: MovedMonitors = { addresses, clients };
  const isPlain = addresses.length === 0 && clients.length === 0;
  // VS Code forgets a command with arguments if it asks for actions again while it applies an edit of several files.
  return {
    command: { title, command: TELL_MOVED_COMMAND, ...(!isPlain && { arguments: [moved] }) },
  };
}

/** Parameters of `ACCEPT_COMMAND`. */
export interface AskedAcceptance extends Acceptance {
  readonly uri: string;
}

/** The quick fix that accepts a finding. */
export function toAcceptAction(
  diagnostic: Diagnostic,
  acceptance: Acceptance,
  uri: string,
): CodeAction {
  const [rule = ''] = acceptance.rules;
  const title = l10n.t('Accept {0} in {1}…', rule, WORKSPACE_FILE);
  const asked: AskedAcceptance = { ...acceptance, uri };
  const command = { title, command: ACCEPT_COMMAND, arguments: [asked] };
  return { title, kind: CodeActionKind.QuickFix, diagnostics: [diagnostic], command };
}

/** Parameters of `IGNORE_COMMAND`. */
interface AskedEdit {
  readonly uri: string;
  /** Null for a document that is not open. */
  readonly version: number | null;
  readonly range: Range;
  readonly before: string;
  readonly behind: string;
  /** Whether the reason must not contain `--`. */
  readonly isXml: boolean;
}

function toAskingCommand(
  { title, edits }: FileFix,
  find: FindDocument,
  { encoding }: ClientFeatures,
): Command | undefined {
  const [edit] = edits;
  const placeholder = edit?.placeholders?.[0];
  const file = edit && find(edit.path);
  if (edit === undefined || placeholder === undefined || file === undefined) return undefined;
  const { uri, version, document } = file;
  const asked: AskedEdit = {
    uri,
    version,
    range: toRange(document, edit.at, encoding),
    before: edit.text.slice(0, placeholder.start),
    behind: edit.text.slice(placeholder.end),
    isXml: document.languageId === 'xml',
  };
  return { title, command: IGNORE_COMMAND, arguments: [asked] };
}
