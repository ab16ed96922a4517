/** What the client said, for the next server: introduction, folders, settings, open documents. */
import type {
  DidChangeTextDocumentParams,
  DidChangeWorkspaceFoldersParams,
  DidCloseTextDocumentParams,
  DidOpenTextDocumentParams,
  InitializeParams,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import {
  chooseEncoding,
  documentFactory,
  type PositionEncoding,
} from '../../workspace/positions.ts';

/** A message of the protocol. */
export interface Message {
  readonly jsonrpc: '2.0';
  readonly id?: number | string;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown };
}

/** Of these only the last counts. */
const LAST_COUNTS: ReadonlySet<string> = new Set([
  'workspace/didChangeConfiguration',
  '$/setTrace',
]);

/** Makes an empty record. */
export function sessionRecord() {
  let introduction: InitializeParams | undefined;
  let isInitialized = false;
  let encoding: PositionEncoding = 'utf-16';
  const factory = documentFactory(() => encoding);
  const documents = new Map<string, TextDocument>();
  const last = new Map<string, Message>();

  function note({ method = '', params, ...rest }: Message): void {
    switch (method) {
      case 'initialize':
        introduction = params as InitializeParams;
        encoding = chooseEncoding(introduction.capabilities.general?.positionEncodings);
        break;
      case 'initialized':
        isInitialized = true;
        break;
      case 'textDocument/didOpen': {
        const { uri, languageId, version, text } = (params as DidOpenTextDocumentParams)
          .textDocument;
        documents.set(uri, factory.create(uri, languageId, version, text));
        break;
      }
      case 'textDocument/didChange': {
        const { textDocument, contentChanges } = params as DidChangeTextDocumentParams;
        const known = documents.get(textDocument.uri);
        if (known === undefined) break;
        const changed = factory.update(known, contentChanges, textDocument.version);
        documents.set(textDocument.uri, changed);
        break;
      }
      case 'textDocument/didClose':
        documents.delete((params as DidCloseTextDocumentParams).textDocument.uri);
        break;
      case 'workspace/didChangeWorkspaceFolders':
        changeFolders(params as DidChangeWorkspaceFoldersParams);
        break;
      default:
        if (LAST_COUNTS.has(method)) last.set(method, { ...rest, method, params });
    }
  }

  function changeFolders({ event: { added, removed } }: DidChangeWorkspaceFoldersParams): void {
    if (introduction === undefined) return;
    const { workspaceFolders, rootUri } = introduction;
    const before = workspaceFolders ?? (rootUri ? [{ uri: rootUri, name: '' }] : []);
    const moved = new Set([...removed, ...added].map(({ uri }) => uri));
    const kept = before.filter(({ uri }) => !moved.has(uri));
    introduction = { ...introduction, workspaceFolders: [...kept, ...added] };
  }

  return {
    note,
    /** The parameters of `initialize` with the current folders. */
    introduction: () => introduction,
    further: () => [
      ...(isInitialized ? [notification('initialized', {})] : []),
      ...last.values(),
      ...[...documents.values()].map((document) => {
        const { uri, languageId, version } = document;
        const textDocument = { uri, languageId, version, text: document.getText() };
        return notification('textDocument/didOpen', { textDocument });
      }),
    ],
    document: (uri: string) => documents.get(uri),
  };
}

/** A message without an answer. */
export function notification(method: string, params: unknown): Message {
  return { jsonrpc: '2.0', method, params };
}
