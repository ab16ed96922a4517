/** The server's capabilities. The supervisor answers before the server has loaded, so this imports no library. */
import type {
  ClientCapabilities,
  CodeActionKind,
  InitializeParams,
  InitializeResult,
  SemanticTokensLegend,
  ServerCapabilities,
} from 'vscode-languageserver';
import { chooseEncoding } from '../workspace/positions.ts';

/** Our kind of fix-all actions. */
export const FIX_ALL: CodeActionKind = 'source.fixAll.qemuMonitorGuard';

/** Types and modifiers of tokens, all from the protocol. */
export const LEGEND = {
  tokenTypes: ['keyword', 'type', 'property', 'string', 'number', 'variable'],
  tokenModifiers: ['definition', 'readonly'],
} satisfies SemanticTokensLegend;

/** Characters that begin a word or its part: option, property, value, path, quotes, section, element. */
const TRIGGERS: readonly string[] = ['-', ',', '=', ':', '"', "'", '[', '<', ' '];

/** Folding is for config files only: VS Code would turn off its own for scripts and XML. */
export const CONFIG_FILES = [{ language: 'qemu-config' }];

const INCREMENTAL = 2;

/** The answer to `initialize`. */
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
