/** The handlers of the language server. Each asks the service and converts; none of them thinks. */
import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type Connection,
  DidChangeConfigurationNotification,
  type InitializeParams,
  type InitializeResult,
  LSPErrorCodes,
  ResponseError,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { hoverAt } from '../service/hover.ts';
import { DEFAULT_SETTINGS, parseSettings, type Settings } from '../service/settings.ts';
import { touches } from '../text/span.ts';
import { analysisCache } from './analysis-cache.ts';
import { type ClientFeatures, RULE_PAGES, toCodeAction, toDiagnostic, toHover } from './convert.ts';
import { chooseEncoding, documentFactory, toSpan } from './positions.ts';

/** The section of the editor's settings that is ours. */
const SECTION = 'qemuMonitorGuard';
/** Tells the client that a document is a QEMU config file by its content; parameters: `{ uri }`. */
const IS_QEMU_CONFIG = 'qemuMonitorGuard/isQemuConfig';

/** Serves a connection until the client ends it. */
export function serve(connection: Connection): void {
  let features: ClientFeatures = readFeatures({ capabilities: {} });
  let capabilities: InitializeParams['capabilities'] = {};
  let settings: Settings = DEFAULT_SETTINGS;
  let settingsAsked = 0;
  let settingsReady: Promise<void> = Promise.resolve();
  const documents = new TextDocuments<TextDocument>(documentFactory(() => features.encoding));
  const cache = analysisCache((failure) => connection.console.error(failure));

  connection.onInitialize((params): InitializeResult => {
    capabilities = params.capabilities;
    features = readFeatures(params);
    settings = parseSettings(params.initializationOptions?.settings);
    return {
      serverInfo: { name: 'qemu-monitor-guard' },
      capabilities: {
        positionEncoding: features.encoding,
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
        hoverProvider: true,
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
        ...(pulls() && {
          diagnosticProvider: {
            identifier: 'qemu-monitor-guard',
            interFileDependencies: false,
            workspaceDiagnostics: false,
          },
        }),
      },
    };
  });

  connection.onInitialized(() => {
    const { workspace } = capabilities;
    if (workspace?.didChangeConfiguration?.dynamicRegistration) {
      const section = { section: SECTION };
      attempt(connection.client.register(DidChangeConfigurationNotification.type, section));
    }
    if (workspace?.configuration) settingsReady = fetchSettings();
  });

  connection.onDidChangeConfiguration((change) => {
    const pushed = change.settings as Readonly<Record<string, unknown>> | null;
    if (capabilities.workspace?.configuration) settingsReady = fetchSettings();
    else takeSettings(pushed?.[SECTION]);
  });

  connection.languages.diagnostics.on(async ({ textDocument, previousResultId }, token) => {
    await settingsReady;
    if (token.isCancellationRequested) throw cancelled();
    const document = documents.get(textDocument.uri);
    if (document === undefined) return { kind: 'full', items: [] };
    const { resultId } = cache.get(document, settings);
    if (resultId === previousResultId) return { kind: 'unchanged', resultId };
    return { kind: 'full', resultId, items: diagnose(document) };
  });

  connection.onHover(async ({ textDocument, position }, token) => {
    await settingsReady;
    if (token.isCancellationRequested) throw cancelled();
    const document = documents.get(textDocument.uri);
    if (document === undefined) return null;
    const { start } = toSpan(document, { start: position, end: position }, features.encoding);
    const hover = hoverAt(cache.get(document, settings).analysis, start);
    return hover ? toHover(document, hover, features) : null;
  });

  connection.onCodeAction(async (params, token) => {
    await settingsReady;
    if (token.isCancellationRequested) throw cancelled();
    const document = documents.get(params.textDocument.uri);
    return document ? codeActions(document, params) : [];
  });

  documents.onDidOpen(({ document }) => {
    const { host } = cache.get(document, settings).analysis;
    if (host?.id === 'readconfig' && document.languageId !== 'qemu-config') {
      attempt(connection.sendNotification(IS_QEMU_CONFIG, { uri: document.uri }));
    }
  });
  documents.onDidChangeContent(({ document }) => {
    if (!pulls()) attempt(push(document));
  });
  documents.onDidClose(({ document }) => {
    if (!pulls()) attempt(connection.sendDiagnostics({ uri: document.uri, diagnostics: [] }));
  });

  /** Whether the client asks for diagnostics; then they are never sent unasked. */
  function pulls(): boolean {
    return capabilities.textDocument?.diagnostic !== undefined;
  }

  async function push({ uri }: TextDocument): Promise<void> {
    await settingsReady;
    const document = documents.get(uri);
    if (document === undefined) return;
    const { version } = document;
    await connection.sendDiagnostics({ uri, version, diagnostics: diagnose(document) });
  }

  function diagnose(document: TextDocument) {
    const { findings } = cache.get(document, settings).analysis;
    return findings.map((finding) => toDiagnostic(document, finding, features));
  }

  function codeActions(document: TextDocument, { range, context }: CodeActionParams): CodeAction[] {
    const kinds: readonly string[] = [CodeActionKind.Empty, CodeActionKind.QuickFix];
    if (context.only && !context.only.some((kind) => kinds.includes(kind))) return [];
    const at = toSpan(document, range, features.encoding);
    const { analysis, fixes } = cache.get(document, settings);
    return analysis.findings
      .filter((finding) => touches(finding.at, at))
      .flatMap((finding) =>
        (fixes().get(finding) ?? []).map((fix) => toCodeAction(document, finding, fix, features)),
      );
  }

  async function fetchSettings(): Promise<void> {
    const asked = ++settingsAsked;
    try {
      const answer: unknown = await connection.workspace.getConfiguration(SECTION);
      // Answers may overtake each other; only the one to the last question is up to date.
      if (asked === settingsAsked) takeSettings(answer);
    } catch (error) {
      connection.console.warn(`The settings could not be read and stay as they are: ${error}`);
    }
  }

  function takeSettings(value: unknown): void {
    const next = parseSettings(value);
    if (sameSettings(next, settings)) return;
    settings = next;
    if (!pulls()) for (const document of documents.all()) attempt(push(document));
    else if (capabilities.workspace?.diagnostics?.refreshSupport) {
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
  return new ResponseError(LSPErrorCodes.RequestCancelled, 'The request was cancelled');
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
  const pages: unknown = params.initializationOptions?.rulePages;
  return {
    encoding: chooseEncoding(general?.positionEncodings),
    relatedInformation: diagnostics?.relatedInformation === true,
    codeDescription: diagnostics?.codeDescriptionSupport === true,
    markdown: textDocument?.hover?.contentFormat?.includes('markdown') ?? false,
    documentChanges: workspace?.workspaceEdit?.documentChanges === true,
    rulePages: typeof pages === 'string' && pages !== '' ? pages : RULE_PAGES,
  };
}
