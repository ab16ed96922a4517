/**
 * What the server says of itself to a client, which follows from what the client says of itself and from nothing else.
 * The supervisor says it before there is a server, so that nobody waits for that; therefore it imports no library.
 * Why: docs/decisions/processes.md
 */
import type {
  ClientCapabilities,
  CodeActionKind,
  InitializeParams,
  InitializeResult,
  SemanticTokensLegend,
  ServerCapabilities,
} from 'vscode-languageserver';
import { chooseEncoding } from '../workspace/positions.ts';

/** Ours among the actions that fix all of a document. */
export const FIX_ALL: CodeActionKind = 'source.fixAll.qemuMonitorGuard';

/** The types and modifiers of our tokens, all of them the protocol's own. */
export const LEGEND = {
  tokenTypes: ['keyword', 'type', 'property', 'string', 'number', 'variable'],
  tokenModifiers: ['definition', 'readonly'],
} satisfies SemanticTokensLegend;

/**
 * What begins a word or a part of one: an option, the next property and its value, what stands behind `unix:`,
 * quotes, a section, an element, and behind a blank the value of an option.
 */
const TRIGGERS: readonly string[] = ['-', ',', '=', ':', '"', "'", '[', '<', ' '];

/**
 * Editors fold scripts and XML by themselves, and VS Code would leave that to whoever says that he folds. So this
 * is said of config files alone.
 */
export const CONFIG_FILES = [{ language: 'qemu-config' }];

/** How the protocol says that changes of documents are told one by one. */
const INCREMENTAL = 2;

/** What the server can do for the client that introduces itself. */
export function introduction({ capabilities: client }: InitializeParams): InitializeResult {
  return { serverInfo: { name: 'qemu-monitor-guard' }, capabilities: capabilitiesFor(client) };
}

function capabilitiesFor(client: ClientCapabilities): ServerCapabilities {
  const { general, workspace, textDocument } = client;
  return {
    positionEncoding: chooseEncoding(general?.positionEncodings),
    textDocumentSync: { openClose: true, change: INCREMENTAL, save: true },
    ...(workspace?.workspaceFolders && {
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    }),
    ...(textDocument?.diagnostic && {
      diagnosticProvider: {
        identifier: 'qemu-monitor-guard',
        interFileDependencies: true,
        workspaceDiagnostics: true,
      },
    }),
    hoverProvider: true,
    completionProvider: { triggerCharacters: [...TRIGGERS] },
    codeActionProvider: { codeActionKinds: ['quickfix', FIX_ALL] },
    ...(textDocument?.definition && { definitionProvider: true }),
    ...(textDocument?.references && { referencesProvider: true }),
    ...(textDocument?.documentHighlight && { documentHighlightProvider: true }),
    ...(textDocument?.rename && { renameProvider: renameProvider(textDocument.rename) }),
    ...(textDocument?.documentSymbol && { documentSymbolProvider: true }),
    ...(workspace?.symbol && { workspaceSymbolProvider: true }),
    ...(textDocument?.documentLink && { documentLinkProvider: { resolveProvider: false } }),
    ...(textDocument?.foldingRange && { foldingRangeProvider: { documentSelector: CONFIG_FILES } }),
    ...(textDocument?.selectionRange && {
      selectionRangeProvider: { documentSelector: CONFIG_FILES },
    }),
    ...semanticTokens(textDocument?.semanticTokens?.requests),
  };
}

function renameProvider({
  prepareSupport,
}: NonNullable<NonNullable<ClientCapabilities['textDocument']>['rename']>): NonNullable<
  ServerCapabilities['renameProvider']
> {
  return prepareSupport === true ? { prepareProvider: true } : true;
}

type TokenRequests = NonNullable<
  NonNullable<ClientCapabilities['textDocument']>['semanticTokens']
>['requests'];

function semanticTokens(
  requests: TokenRequests | undefined,
): Pick<ServerCapabilities, 'semanticTokensProvider'> {
  if (requests === undefined) return {};
  const { full, range } = requests;
  const hasDelta = typeof full === 'object' && full.delta === true;
  return {
    semanticTokensProvider: {
      legend: LEGEND,
      ...(full && { full: hasDelta ? { delta: true } : true }),
      ...(range && { range: true }),
    },
  };
}
