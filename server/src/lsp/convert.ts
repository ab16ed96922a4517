/** From findings and fixes to the protocol's types. */
import {
  type CodeAction,
  CodeActionKind,
  type Diagnostic,
  type DiagnosticRelatedInformation,
  DiagnosticSeverity,
  type Hover,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { ShownFinding } from '../service/analyze.ts';
import type { HoverText } from '../service/hover.ts';
import type { RenderedFix } from '../service/render-fix.ts';
import { type PositionEncoding, toRange } from './positions.ts';

export const SOURCE = 'qemu-monitor-guard';
/** Where a rule's page is, unless the client says that it has the pages itself. */
export const RULE_PAGES =
  'https://github.com/qemu-monitor-guard/qemu-monitor-guard/blob/main/docs/rules/';

/** What the client can show. */
export interface ClientFeatures {
  readonly encoding: PositionEncoding;
  readonly relatedInformation: boolean;
  readonly codeDescription: boolean;
  readonly documentChanges: boolean;
  /** Whether hovers may be Markdown. */
  readonly markdown: boolean;
  /** The folder of the rules' pages, with the `/` at its end. */
  readonly rulePages: string;
}

const SEVERITIES: Readonly<Record<ShownFinding['severity'], DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** A finding as a diagnostic. */
export function toDiagnostic(
  document: TextDocument,
  finding: ShownFinding,
  features: ClientFeatures,
): Diagnostic {
  const { encoding } = features;
  const related = finding.related.map(
    (place): DiagnosticRelatedInformation => ({
      location: { uri: document.uri, range: toRange(document, place.at, encoding) },
      message: place.message,
    }),
  );
  return {
    range: toRange(document, finding.at, encoding),
    severity: SEVERITIES[finding.severity],
    code: finding.rule,
    source: SOURCE,
    message: finding.message,
    ...(features.codeDescription && {
      codeDescription: { href: `${features.rulePages}${finding.rule}.md` },
    }),
    ...(features.relatedInformation && related.length > 0 && { relatedInformation: related }),
  };
}

/** A hover, as plain text where the client knows no Markdown. */
export function toHover(
  document: TextDocument,
  { at, markdown }: HoverText,
  features: ClientFeatures,
): Hover {
  const plain = markdown.replace(/\*\*|`|\\(?=\W)/g, '');
  return {
    range: toRange(document, at, features.encoding),
    contents: features.markdown
      ? { kind: 'markdown', value: markdown }
      : { kind: 'plaintext', value: plain },
  };
}

/** A fix as a quick fix that names the diagnostic it removes. */
export function toCodeAction(
  document: TextDocument,
  finding: ShownFinding,
  fix: RenderedFix,
  features: ClientFeatures,
): CodeAction {
  const edits = fix.edits.map(
    (edit): TextEdit => ({
      range: toRange(document, edit.at, features.encoding),
      newText: edit.text,
    }),
  );
  return {
    title: fix.title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [toDiagnostic(document, finding, features)],
    isPreferred: fix.preferred,
    edit: toWorkspaceEdit(document, edits, features),
  };
}

function toWorkspaceEdit(
  document: TextDocument,
  edits: TextEdit[],
  features: ClientFeatures,
): WorkspaceEdit {
  const { uri, version } = document;
  // With the version, a client refuses the edit when the document has changed meanwhile.
  return features.documentChanges
    ? { documentChanges: [{ textDocument: { uri, version }, edits }] }
    : { changes: { [uri]: edits } };
}
