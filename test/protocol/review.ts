/** What tests of the review of a workspace do over and over: ask for it, and follow what is streamed. */
import type {
  Diagnostic,
  WorkspaceDiagnosticReport,
  WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver';
import type { LspClient } from '../support/lsp-client.ts';
import type { WorkspaceFolder } from './workspace-folder.ts';

export const WORKSPACE_DIAGNOSTIC = 'workspace/diagnostic';

/** A result that the client has of a file. */
interface KnownResult {
  readonly uri: string;
  readonly value: string;
}

/** All reports of files that are not open, once all files were looked at. */
export async function reportsOf(
  client: LspClient,
  previousResultIds: readonly KnownResult[] = [],
): Promise<readonly WorkspaceDocumentDiagnosticReport[]> {
  const params = { previousResultIds };
  return (await client.request<WorkspaceDiagnosticReport>(WORKSPACE_DIAGNOSTIC, params)).items;
}

/** The rules of the diagnostics of each file that has any, by the file's name. */
export function rulesByFile(
  folder: WorkspaceFolder,
  reports: readonly WorkspaceDocumentDiagnosticReport[],
): Readonly<Record<string, readonly unknown[]>> {
  return Object.fromEntries(
    reports.flatMap((report) => {
      if (report.kind !== 'full' || report.items.length === 0) return [];
      const name = report.uri.slice(folder.uri('').length + 1);
      return [[name, report.items.map(({ code }) => code)]];
    }),
  );
}

/** A request that is kept open, and what a client that streams shows because of it. */
interface Stream {
  /** The diagnostics that the client shows of a file; undefined for none. */
  readonly shown: (uri: string) => readonly Diagnostic[] | undefined;
  /** Every report in its order. */
  readonly log: readonly WorkspaceDocumentDiagnosticReport[];
  /** Resolves when a file has so many diagnostics. */
  readonly until: (uri: string, count: number) => Promise<readonly Diagnostic[]>;
  /** The next report of a file that comes after this call. */
  readonly next: (uri: string) => Promise<WorkspaceDocumentDiagnosticReport>;
  readonly id: number;
  readonly answer: Promise<WorkspaceDiagnosticReport>;
}

let streams = 0;

/** Asks as VS Code's client does: with a token, and the request stays open. */
export function openStream(
  client: LspClient,
  previousResultIds: readonly KnownResult[] = [],
): Stream {
  const token = `stream-${++streams}`;
  const { id, answer } = client.hold<WorkspaceDiagnosticReport>(WORKSPACE_DIAGNOSTIC, {
    previousResultIds,
    partialResultToken: token,
  });
  const shown = new Map<string, readonly Diagnostic[]>();
  const log: WorkspaceDocumentDiagnosticReport[] = [];
  let taken = 0;
  /** Takes in what has come so far. */
  const take = (): void => {
    for (; taken < client.log.length; taken++) {
      const { method, params } = client.log[taken] ?? {};
      const progress = params as { readonly token?: unknown; readonly value?: unknown } | undefined;
      if (method !== '$/progress' || progress?.token !== token) continue;
      for (const report of (progress.value as WorkspaceDiagnosticReport).items) {
        log.push(report);
        if (report.kind !== 'full') continue;
        if (report.items.length > 0) shown.set(report.uri, report.items);
        else shown.delete(report.uri);
      }
    }
  };
  return {
    id,
    answer,
    shown: (uri) => {
      take();
      return shown.get(uri);
    },
    get log() {
      take();
      return log;
    },
    next: async (uri) => {
      take();
      const before = log.length;
      for (;;) {
        const found = log.slice(before).find((report) => report.uri === uri);
        if (found) return found;
        await client.next('$/progress');
        take();
      }
    },
    until: async (uri, count) => {
      for (;;) {
        take();
        const found = shown.get(uri) ?? [];
        const isTold = count > 0 || log.some((report) => report.uri === uri);
        if (isTold && found.length === count) return found;
        await client.next('$/progress');
      }
    },
  };
}
