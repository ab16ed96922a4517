/** The handlers of the language server. Each asks the service and converts; none of them thinks. */
import * as l10n from '@vscode/l10n';
import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type Connection,
  type Diagnostic,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  type InitializeResult,
  LSPErrorCodes,
  ResponseError,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { type FileFinding, type FileFix, fixesOf } from '../service/file-findings.ts';
import { hoverInFile } from '../service/hover.ts';
import { ignoreActions } from '../service/ignore-finding.ts';
import { DEFAULT_SETTINGS, parseSettings, type Settings } from '../service/settings.ts';
import { touches } from '../text/span.ts';
import { analysisCache } from './analysis-cache.ts';
import {
  type ClientFeatures,
  type FindDocument,
  RULE_PAGES,
  toCodeAction,
  toDiagnostic,
  toHover,
} from './convert.ts';
import { diskAccess } from './file-access.ts';
import { pathOfFile, uriOfFile } from './file-paths.ts';
import { fileStore } from './file-store.ts';
import { FIX_ALL, fixAllActions, isWanted } from './fix-all-action.ts';
import { FIX_WORKSPACE, type FixWorkspaceParams, fixWorkspace } from './fix-workspace.ts';
import { workspaceFolders } from './folders.ts';
import { chooseLanguage } from './language.ts';
import { namedDocuments } from './named-documents.ts';
import { chooseEncoding, documentFactory, toSpan } from './positions.ts';
import { keepReports } from './reports.ts';
import { scriptIndex } from './script-index.ts';
import { type Look, openWorkspace } from './workspace.ts';

/** The section of the editor's settings that is ours. */
const SECTION = 'qemuMonitorGuard';
/** Tells the client that a document is a QEMU config file by its content; parameters: `{ uri }`. */
const IS_QEMU_CONFIG = 'qemuMonitorGuard/isQemuConfig';
/** How long diagnostics wait for the scripts that bring a file in, in milliseconds. */
const PATIENCE = 2000;
/** Beyond so many changes at once, such as another branch being checked out, everything is looked for anew. */
const MANY_CHANGES = 500;

/** Serves a connection until the client ends it. */
export function serve(connection: Connection): void {
  let features: ClientFeatures = readFeatures({ capabilities: {} });
  let capabilities: InitializeParams['capabilities'] = {};
  let settings: Settings = DEFAULT_SETTINGS;
  let settingsAsked = 0;
  let settingsReady: Promise<void> = Promise.resolve();
  /** Whether the client tells of files that change. */
  let watched = false;
  const documents = new TextDocuments<TextDocument>(documentFactory(() => features.encoding));
  const names = namedDocuments();
  const folders = workspaceFolders();
  const access = diskAccess(folders.paths);
  const say = (message: string): void => connection.console.info(message);
  const store = fileStore(access, names.openText, say);
  const index = scriptIndex(access, say);
  const failed = (failure: string): void => connection.console.error(failure);
  const cache = analysisCache(store, { failed, leftOut: say });
  const surroundings = {
    ...{ access, store, documents: () => documents.all(), isInside: folders.contain },
    turn: () => new Promise<void>((resolve) => setImmediate(resolve)),
    leftOut: say,
  };
  const workspace = openWorkspace({
    ...{ ...surroundings, cache, index },
    patience: () => new Promise((resolve) => setTimeout(resolve, PATIENCE).unref()),
    onFound: () => reports.changed(),
  });
  const reports = keepReports({
    documents: () => documents.all(),
    look,
    closedFiles: () => workspace.closedFiles(settings),
    diagnose,
    diagnoseClosed: (path, findings) => {
      const file = find(path);
      if (file === undefined) return [];
      return findings.map((finding) => toDiagnostic(file.document, finding, find, features));
    },
    pulls,
    send: ({ uri, version }, diagnostics) =>
      attempt(connection.sendDiagnostics({ uri, version, diagnostics })),
    sendClosed: (path, diagnostics) =>
      attempt(connection.sendDiagnostics({ uri: uriOfFile(path), diagnostics })),
    refresh,
    attempt,
  });

  connection.onInitialize((params): InitializeResult => {
    chooseLanguage(params.initializationOptions?.l10n);
    capabilities = params.capabilities;
    features = readFeatures(params);
    settings = parseSettings(params.initializationOptions?.settings);
    folders.start(params);
    return {
      serverInfo: { name: 'qemu-monitor-guard' },
      capabilities: {
        positionEncoding: features.encoding,
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
        hoverProvider: true,
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL] },
        ...(pulls() && {
          diagnosticProvider: {
            identifier: 'qemu-monitor-guard',
            interFileDependencies: true,
            workspaceDiagnostics: false,
          },
        }),
        ...(capabilities.workspace?.workspaceFolders && {
          workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
        }),
      },
    };
  });

  connection.onInitialized(() => {
    const client = capabilities.workspace;
    if (client?.didChangeConfiguration?.dynamicRegistration) {
      const section = { section: SECTION };
      attempt(connection.client.register(DidChangeConfigurationNotification.type, section));
    }
    if (client?.didChangeWatchedFiles?.dynamicRegistration) attempt(watchFiles());
    if (client?.workspaceFolders) {
      connection.workspace.onDidChangeWorkspaceFolders((event) => {
        for (const folder of folders.change(event)) store.changed(folder);
        index.clear();
        reports.changed();
      });
    }
    if (client?.configuration) settingsReady = fetchSettings();
  });

  connection.onDidChangeConfiguration((change) => {
    const pushed = change.settings as Readonly<Record<string, unknown>> | null;
    if (capabilities.workspace?.configuration) settingsReady = fetchSettings();
    else takeSettings(pushed?.[SECTION]);
  });

  connection.onDidChangeWatchedFiles(({ changes }) => {
    const paths = changes.flatMap(({ uri }) => pathOfFile(uri) ?? []);
    const known = paths.filter((path) => store.changed(path));
    if (known.length > 0) reports.changed();
    if (paths.length > MANY_CHANGES) {
      index.clear();
      reports.changed();
    } else attempt(updateIndex(paths));
  });

  connection.languages.diagnostics.on(async ({ textDocument, previousResultId }, token) => {
    await settingsReady;
    if (token.isCancellationRequested) throw cancelled();
    const document = documents.get(textDocument.uri);
    if (document === undefined) return { kind: 'full', items: [] };
    const report = await reports.report(document, () => token.isCancellationRequested);
    if (report === undefined || token.isCancellationRequested) throw cancelled();
    const { resultId, items } = report;
    if (resultId === previousResultId) return { kind: 'unchanged', resultId };
    return { kind: 'full', resultId, items: items() };
  });

  connection.onHover(async ({ textDocument, position }, token) => {
    await settingsReady;
    if (token.isCancellationRequested) throw cancelled();
    const document = documents.get(textDocument.uri);
    if (document === undefined) return null;
    const current = await look(document, () => token.isCancellationRequested);
    if (current === undefined) throw cancelled();
    const { path, own, others } = current;
    const { start } = toSpan(document, { start: position, end: position }, features.encoding);
    const analyses = [own, ...others].map(({ analysis }) => analysis);
    const hover = hoverInFile(path, start, analyses);
    return hover ? toHover(document, hover, features) : null;
  });

  connection.onCodeAction(async (params, token) => {
    await settingsReady;
    if (token.isCancellationRequested) throw cancelled();
    const document = documents.get(params.textDocument.uri);
    if (document === undefined) return [];
    const current = await look(document, () => token.isCancellationRequested);
    if (current === undefined) throw cancelled();
    return codeActions(document, current, params);
  });

  connection.onRequest(FIX_WORKSPACE, async (params: FixWorkspaceParams, token) => {
    await settingsReady;
    const answer = await fixWorkspace({
      ...{ ...surroundings, openText: names.openText, find: names.find, failed },
      ...{ settings, features },
      progress: connection.window.attachWorkDoneProgress(params?.workDoneToken),
      isUnwanted: () => token.isCancellationRequested,
    });
    if (answer === undefined) throw cancelled();
    return answer;
  });

  documents.onDidOpen(({ document }) => {
    names.opened(document);
    const path = pathOfFile(document.uri);
    if (path !== undefined) reports.opened(path);
    // For those whom nobody tells, now is the time to look again.
    if (!watched) index.clear();
    const { host } = cache.ofDocument(document, settings).analysis;
    if (host?.id === 'readconfig' && document.languageId !== 'qemu-config') {
      attempt(connection.sendNotification(IS_QEMU_CONFIG, { uri: document.uri }));
    }
  });
  documents.onDidChangeContent(({ document }) => {
    reports.changed(document);
    if (!pulls()) attempt(push(document));
  });
  documents.onDidClose(({ document }) => {
    names.closed(document);
    const path = pathOfFile(document.uri);
    if (path !== undefined) store.changed(path);
    if (!pulls()) attempt(connection.sendDiagnostics({ uri: document.uri, diagnostics: [] }));
    reports.changed();
  });

  /** Whether the client asks for diagnostics; then those of open documents are never sent unasked. */
  function pulls(): boolean {
    return capabilities.textDocument?.diagnostic !== undefined;
  }

  async function push({ uri }: TextDocument): Promise<void> {
    await settingsReady;
    const document = documents.get(uri);
    if (document) await reports.push(document);
  }

  async function look(
    document: TextDocument,
    isUnwanted?: () => boolean,
  ): Promise<Look | undefined> {
    if (!watched) await store.revalidate();
    return await workspace.look(document, settings, isUnwanted);
  }

  function find(path: string): ReturnType<FindDocument> {
    return names.find(path, (other) => store.get(other));
  }

  /** Finds files, and the document itself, which need not be one. */
  function findFrom(document: TextDocument, { path }: Look): FindDocument {
    const { uri, version } = document;
    return (other) => (other === path ? { uri, document, version } : find(other));
  }

  function diagnose(document: TextDocument, current: Look): Diagnostic[] {
    const from = findFrom(document, current);
    return current.findings.map((finding) => toDiagnostic(document, finding, from, features));
  }

  function codeActions(
    document: TextDocument,
    current: Look,
    { range, context }: CodeActionParams,
  ): CodeAction[] {
    const from = findFrom(document, current);
    const whole = isWanted(FIX_ALL, context.only)
      ? fixAllActions(current, settings, from, features)
      : [];
    if (!isWanted(CodeActionKind.QuickFix, context.only)) return [...whole];
    const at = toSpan(document, range, features.encoding);
    const fixes = new Map([current.own, ...current.others].map((one) => [one.analysis, one.fixes]));
    const found = current.findings.filter((finding) => touches(finding.at, at));
    const analyses = [current.own, ...current.others].map(({ analysis }) => analysis);
    const actions = (of: (finding: FileFinding) => readonly FileFix[]) =>
      found.flatMap((finding) => {
        const diagnostic = toDiagnostic(document, finding, from, features);
        return of(finding).flatMap((fix) => toCodeAction(diagnostic, fix, from, features) ?? []);
      });
    return [
      ...actions((finding) => fixesOf(finding, (analysis) => fixes.get(analysis)?.() ?? new Map())),
      // What only silences a finding comes behind all that repairs one.
      ...actions((finding) => ignoreActions(current.path, finding, current.findings, analyses)),
      ...whole,
    ];
  }

  /** Any file may be one that a script brings in, whatever its name. */
  async function watchFiles(): Promise<void> {
    const everything = { watchers: [{ globPattern: '**/*' }] };
    await connection.client.register(DidChangeWatchedFilesNotification.type, everything);
    watched = true;
  }

  async function updateIndex(paths: readonly string[]): Promise<void> {
    let different = false;
    for (const path of paths) if (await index.changed(path)) different = true;
    if (different) reports.changed();
  }

  async function fetchSettings(): Promise<void> {
    const asked = ++settingsAsked;
    try {
      const answer: unknown = await connection.workspace.getConfiguration(SECTION);
      // Answers may overtake each other; only the one to the last question is up to date.
      if (asked === settingsAsked) takeSettings(answer);
    } catch (error) {
      connection.console.warn(
        l10n.t('The settings could not be read and stay as they are: {0}', String(error)),
      );
    }
  }

  function takeSettings(value: unknown): void {
    const next = parseSettings(value);
    if (sameSettings(next, settings)) return;
    settings = next;
    if (!pulls()) for (const document of documents.all()) attempt(push(document));
    else refresh();
  }

  function refresh(): void {
    if (capabilities.workspace?.diagnostics?.refreshSupport) {
      attempt(connection.languages.diagnostics.refresh());
    }
  }

  /** What the client may refuse without harm: it is logged, and the server goes on. */
  function attempt(request: Promise<unknown>): void {
    request.catch((error: unknown) => connection.console.warn(String(error)));
  }

  documents.listen(connection);
  connection.listen();
}

/** The answer to a request that the client does not want answered any more. */
function cancelled(): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestCancelled, l10n.t('The request was cancelled'));
}

function sameSettings(a: Settings, b: Settings): boolean {
  const plain = ({ severities, ...rest }: Settings) =>
    JSON.stringify({ ...rest, severities: [...severities] });
  return plain(a) === plain(b);
}

function readFeatures(
  params: Pick<InitializeParams, 'capabilities' | 'initializationOptions'>,
): ClientFeatures {
  const { textDocument, workspace, general } = params.capabilities;
  const diagnostics = textDocument?.diagnostic ?? textDocument?.publishDiagnostics;
  const edits = workspace?.workspaceEdit;
  const documentChanges = edits?.documentChanges === true;
  const pages: unknown = params.initializationOptions?.rulePages;
  const commands: unknown = params.initializationOptions?.commands;
  return {
    encoding: chooseEncoding(general?.positionEncodings),
    relatedInformation: diagnostics?.relatedInformation === true,
    codeDescription: diagnostics?.codeDescriptionSupport === true,
    markdown: textDocument?.hover?.contentFormat?.includes('markdown') ?? false,
    documentChanges,
    changeAnnotations: documentChanges && edits?.changeAnnotationSupport !== undefined,
    snippets: documentChanges && edits?.snippetEditSupport === true,
    rulePages: typeof pages === 'string' && pages !== '' ? pages : RULE_PAGES,
    asksReasons: Array.isArray(commands) && commands.includes('ignore'),
  };
}
