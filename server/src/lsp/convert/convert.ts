/** From findings and fixes to the protocol's types. */
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
import { uriOfFile } from '../../workspace/files/file-paths.ts';
import type { FindDocument } from '../../workspace/named-documents.ts';
import { type PositionEncoding, toRange } from '../../workspace/positions.ts';
import type { PlacedFinding } from '../../workspace/review/file-summary.ts';
import { toWorkspaceEdit } from './workspace-edit.ts';

export const SOURCE = 'Monitor Guard';

/** A command of the client: asks for a reason and writes the comment with it. */
const IGNORE_COMMAND = 'qemuMonitorGuard.ignore';

/** A command of the client: says which monitors have just moved to sockets; parameters: `MovedMonitors`. */
const TELL_MOVED_COMMAND = 'qemuMonitorGuard.tellMoved';
/** A command of the client: asks why a monitor may stay, and has that written into a file of settings. */
const ACCEPT_COMMAND = 'qemuMonitorGuard.accept';

/** What the client can show. */
export interface ClientFeatures {
  readonly encoding: PositionEncoding;
  readonly relatedInformation: boolean;
  readonly codeDescription: boolean;
  readonly documentChanges: boolean;
  /** Whether edits may say what they do and risk; with `documentChanges` only. */
  readonly changeAnnotations: boolean;
  /** Whether edits may have tab stops; with `documentChanges` only. */
  readonly snippets: boolean;
  /** Whether hovers may be Markdown. */
  readonly markdown: boolean;
  /** The folder of the rules' pages, with the `/` at its end. */
  readonly rulePages: string;
  /** Whether it asks people for the reason of a comment, by our command. */
  readonly asksReasons: boolean;
  /** Whether it asks people why a monitor may stay, by our command, and writes that into a file of settings. */
  readonly asksToAccept: boolean;
  /** Whether it says which monitors a fix has just moved. */
  readonly tellsMoved: boolean;
  /** Whether it checks JSON files by the schemas that it was given. */
  readonly checksSchemas: boolean;
  /** Whether it lists monitors, and wants to hear when there are others. */
  readonly listsMonitors: boolean;
  /** Whether it answers requests for files that are not on this machine. */
  readonly readsFiles: boolean;
}

/** How the protocol says it. */
export const SEVERITIES: Readonly<Record<FileFinding['severity'], DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** A finding as a diagnostic of the document that it is in. */
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

/** A finding of a review, whose places are known in lines and characters already. */
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

/**
 * A fix as a quick fix that names the diagnostic it removes. Undefined where a file that it changes is not
 * known any more.
 */
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
  const clients = (fix.clients ?? []).slice(0, MAX_TOLD).map(({ path, line }) => {
    const start = { line: line - 1, character: 0 };
    return { uri: find(path)?.uri ?? uriOfFile(path), range: { start, end: start } };
  });
  const told = fix.id === 'switch-to-unix' && toldMoved(title, [], features, clients);
  return edit && { ...action, edit, ...told };
}

/** How many of the clients left behind are reported. */
const MAX_TOLD = 100;

/** Which monitors have just moved to sockets. */
interface MovedMonitors {
  /** The addresses that they had, `0.0.0.0:4444`; none if the user chose the fix at its place. */
  readonly addresses: readonly string[];
  /** Where something goes on using the old address: the beginnings of lines. */
  readonly clients: readonly Location[];
}

/** What has the client say that monitors of these addresses have moved. */
export function toldMoved(
  title: string,
  addresses: MovedMonitors['addresses'],
  { tellsMoved }: ClientFeatures,
  clients: MovedMonitors['clients'] = [],
): Pick<CodeAction, 'command'> {
  const moved: MovedMonitors = { addresses, clients };
  return tellsMoved ? { command: { title, command: TELL_MOVED_COMMAND, arguments: [moved] } } : {};
}

/** What the client needs to have a monitor accepted, besides a reason. */
export interface AskedAcceptance extends Acceptance {
  /** The file of settings, which need not be there. */
  readonly uri: string;
}

/** The quick fix that asks why a finding may stay, and has it accepted. */
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

/** What the client needs to ask for a reason and to write a comment with it. */
interface AskedEdit {
  readonly uri: string;
  /** The version of the document that the range counts in; null for a file that is not open. */
  readonly version: number | null;
  readonly range: Range;
  /** What is written in front of the reason and behind it. */
  readonly before: string;
  readonly behind: string;
  /** Whether the reason may have no `--`, since it goes into an XML comment. */
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
