/**
 * A language client for tests. It starts the built server as an editor does, speaks JSON-RPC over the
 * server's standard streams, answers what the server asks, and ends it. Nothing between the two is a
 * stand-in; only the editor is us.
 */
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, Socket } from 'node:net';
import type { Readable } from 'node:stream';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import type {
  ClientCapabilities,
  CodeAction,
  CodeActionContext,
  ConfigurationParams,
  Diagnostic,
  DocumentDiagnosticReport,
  InitializeResult,
  PublishDiagnosticsParams,
  Range,
  TextDocumentContentChangeEvent,
} from 'vscode-languageserver';

export const SERVER = fileURLToPath(new URL('../../dist/server.js', import.meta.url));
/** What it starts a thread with, which does the work. */
export const SERVER_THREAD = fileURLToPath(new URL('../../dist/server-thread.js', import.meta.url));
/** `npm test` names the oldest Node it finds, since users run the server under an old one. */
export const SERVER_NODE = process.env['GUARD_SERVER_NODE'] ?? process.execPath;

/** Far more than anything takes: what is not there by then never comes. */
const PATIENCE_MS = 30_000;

/** What an editor such as VS Code declares, as far as this server looks at it. */
export const PULLING_EDITOR: ClientCapabilities = {
  general: { positionEncodings: ['utf-16'] },
  workspace: {
    configuration: true,
    didChangeConfiguration: { dynamicRegistration: true },
    diagnostics: { refreshSupport: true },
    workspaceEdit: { documentChanges: true },
  },
  textDocument: {
    diagnostic: { relatedInformation: true, codeDescriptionSupport: true },
    publishDiagnostics: { relatedInformation: true, codeDescriptionSupport: true },
  },
};

/** An editor that waits for diagnostics, and pushes settings instead of being asked for them. */
export const PLAIN_EDITOR: ClientCapabilities = {
  textDocument: {
    publishDiagnostics: { relatedInformation: true, codeDescriptionSupport: true },
  },
};

export interface ClientOptions {
  readonly capabilities?: ClientCapabilities;
  readonly initializationOptions?: unknown;
  /** The section `qemuMonitorGuard` of the user's settings, for servers that ask. */
  readonly settings?: unknown;
  /** A server other than the built one. */
  readonly server?: string;
  /** Which Node runs the server, and with which flags. */
  readonly node?: string;
  readonly nodeFlags?: readonly string[];
  /** What a server is told that wants something else than to hear that it is spoken to over its streams. */
  readonly serverWords?: readonly string[];
  readonly rootUri?: string;
  /** What is added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A message that the server sent unasked. */
interface Received {
  readonly method: string;
  readonly params: unknown;
}

/** How an error answer arrives: its code is LSP's. */
export class ResponseError extends Error {
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

interface Message {
  readonly id?: number | string;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

export type LspClient = Awaited<ReturnType<typeof startClient>>;

/** Starts the server and shakes hands with it. */
export async function startClient(options: ClientOptions = {}) {
  const client = connectOverStdio(options);
  const initialized = await client.request<InitializeResult>('initialize', {
    processId: process.pid,
    rootUri: options.rootUri ?? null,
    capabilities: options.capabilities ?? PULLING_EDITOR,
    initializationOptions: options.initializationOptions,
  });
  client.notify('initialized', {});
  return { ...client, initialized };
}

/** Starts the server for one test, and ends it behind that however it goes. */
export async function startFor(t: TestContext, options: ClientOptions = {}): Promise<LspClient> {
  const client = await startClient(options);
  t.after(() => client.kill());
  return client;
}

/** Starts the server and says nothing yet. */
export function connectOverStdio({
  server = SERVER,
  node = SERVER_NODE,
  nodeFlags = [],
  serverWords = ['--stdio'],
  settings,
  env = {},
}: ClientOptions = {}) {
  const child = spawn(node, [...nodeFlags, server, ...serverWords], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...plainEnvironment(), ...env },
  });
  const { stdin, stdout } = child;
  // A server that has ended must fail the requests, not the test process.
  stdin.on('error', () => {});
  const client = speak(child, settings, (message) => stdin.write(framed(message)));
  cutIntoMessages(stdout, client.receive);
  return { ...client, stdin };
}

/** Listens on a path, or on a port of 127.0.0.1 for 0, and starts a server that is told where, as some editors do. */
export async function connectOverSocket(
  address: string | 0,
  words: (address: string) => readonly string[],
) {
  const listener = createServer();
  if (address === 0) listener.listen(0, '127.0.0.1');
  else listener.listen(address);
  await once(listener, 'listening');
  const bound = listener.address();
  const told = typeof bound === 'object' ? `${bound?.port}` : bound;
  const child = spawn(SERVER_NODE, words(told), {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: plainEnvironment(),
  });
  const [socket] = (await inTime('a connection', once(listener, 'connection'))) as [Socket];
  listener.close();
  socket.unref();
  const client = speak(child, undefined, (message) => socket.write(framed(message)));
  cutIntoMessages(socket, client.receive);
  return { ...client, socket };
}

/** Starts the server on Node's own channel, as VS Code's client does. */
export function connectOverIpc(words: readonly string[] = [SERVER, '--node-ipc']) {
  const options: SpawnOptions = {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: plainEnvironment(),
  };
  const child = spawn(SERVER_NODE, words, options);
  const client = speak(child, undefined, (message) => child.send(message as object));
  child.on('message', (message) => client.receive(message as Message));
  return client;
}

function framed(message: unknown): string {
  const body = JSON.stringify(message);
  return `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

/** Without the flags by which the test runner speaks to the Nodes that it starts itself. */
export function plainEnvironment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS, NODE_TEST_CONTEXT, ...rest } = process.env;
  return rest;
}

function speak(child: ChildProcess, settings: unknown, send: (message: unknown) => void) {
  const exchange = jsonRpc(send, settings);
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = once(child, 'close').then(([code, signal]) => {
    exchange.fail(new Error(`The server has ended (${code ?? signal}): ${stderr}`));
    return { code: code as number | null, signal: signal as string | null, stderr };
  });
  letGo(child);
  const { request, notify } = exchange;
  return {
    ...exchange,
    ...talk(exchange),
    child,
    /** How the server ended; pending while it runs. */
    ended: () => inTime('the end of the server', ended),
    /** Ends the server as the protocol asks for, and tells how it ended. */
    stop: async () => {
      await request('shutdown');
      notify('exit');
      return inTime('the end of the server', ended);
    },
    /** For the end of a test, whatever state the server is in. */
    kill: async () => {
      child.kill('SIGKILL');
      await inTime('the end of the server', ended);
    },
  };
}

/** The messages of one connection to a server, whatever that runs on, and what an editor says over it. */
export function converse(send: (message: unknown) => void, settings?: unknown) {
  const exchange = jsonRpc(send, settings);
  return { ...exchange, ...talk(exchange) };
}

/** What an editor says, in words of its own. */
function talk(exchange: ReturnType<typeof jsonRpc>) {
  const { request, notify } = exchange;
  return {
    open: (uri: string, languageId: string, text: string) =>
      notify('textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text } }),
    change: (
      uri: string,
      version: number,
      contentChanges: readonly TextDocumentContentChangeEvent[],
    ) => notify('textDocument/didChange', { textDocument: { uri, version }, contentChanges }),
    close: (uri: string) => notify('textDocument/didClose', { textDocument: { uri } }),
    report: (uri: string, previousResultId?: string) =>
      request<DocumentDiagnosticReport>('textDocument/diagnostic', {
        textDocument: { uri },
        ...(previousResultId !== undefined && { previousResultId }),
      }),
    /** What the server has logged. */
    logged: (): readonly string[] =>
      exchange.sent('window/logMessage').map((params) => (params as { message: string }).message),
    /** The diagnostics of a document, asked for. */
    diagnostics: async (uri: string): Promise<readonly Diagnostic[]> => {
      const report = await request<DocumentDiagnosticReport>('textDocument/diagnostic', {
        textDocument: { uri },
      });
      if (report.kind !== 'full') throw new Error('Expected a full report');
      return report.items;
    },
    /** The next diagnostics that the server pushes for a document. */
    pushed: async (uri: string): Promise<PublishDiagnosticsParams> => {
      for (;;) {
        const { params } = await exchange.next('textDocument/publishDiagnostics');
        const pushed = params as PublishDiagnosticsParams;
        if (pushed.uri === uri) return pushed;
      }
    },
    actions: (uri: string, range: Range, context: Partial<CodeActionContext> = {}) =>
      request<readonly CodeAction[]>('textDocument/codeAction', {
        textDocument: { uri },
        range,
        context: { diagnostics: [], ...context },
      }),
  };
}

/**
 * A test that fails leaves its server behind. That must not keep the test's process, whose end is the
 * server's end as well; a wait for a message ends at the limit of `inTime`.
 */
function letGo(child: ChildProcess): void {
  child.unref();
  child.channel?.unref();
  for (const stream of child.stdio) if (stream instanceof Socket) stream.unref();
}

/** The messages of one connection: whose answer is whose, and what came unasked. */
function jsonRpc(send: (message: unknown) => void, settings: unknown) {
  const waiting = new Map<number, Waiting>();
  const inbox: Received[] = [];
  const log: Received[] = [];
  const expected: { readonly method: string; readonly take: (message: Received) => void }[] = [];
  const answers = new Map<string, (params: unknown) => unknown>([
    [
      'workspace/configuration',
      (params) => (params as ConfigurationParams).items.map(() => settings ?? null),
    ],
    ['client/registerCapability', () => null],
    ['workspace/diagnostic/refresh', () => null],
  ]);
  let lastId = 0;
  let failure: Error | undefined;

  const answerServer = async ({ id, method = '', params }: Message) => {
    const answer = answers.get(method);
    if (answer) send({ jsonrpc: '2.0', id, result: await answer(params) });
    else send({ jsonrpc: '2.0', id, error: { code: -32601, message: `No ${method} here` } });
  };

  const receive = (message: Message): void => {
    const { id, method, params, result, error } = message;
    if (method !== undefined) {
      const received = { method, params };
      log.push(received);
      const index = expected.findIndex((other) => other.method === method);
      if (index < 0) inbox.push(received);
      else expected.splice(index, 1)[0]?.take(received);
      if (id !== undefined) answerServer(message).catch(fail);
      return;
    }
    const asked = waiting.get(id as number);
    waiting.delete(id as number);
    if (error) asked?.reject(new ResponseError(error.code, error.message));
    else asked?.resolve(result);
  };

  const fail = (error: Error): void => {
    failure = error;
    for (const asked of waiting.values()) asked.reject(error);
    waiting.clear();
  };

  /** Sends a request and gives its id too, by which it can be cancelled. */
  const ask = <T>(
    method: string,
    params?: unknown,
  ): { readonly id: number; readonly answer: Promise<T> } => {
    const id = ++lastId;
    const asked = new Promise<unknown>((resolve, reject) => {
      if (failure) reject(failure);
      else waiting.set(id, { resolve, reject });
    });
    send({ jsonrpc: '2.0', id, method, ...(params !== undefined && { params }) });
    return { id, answer: inTime(`the answer to ${method}`, asked) as Promise<T> };
  };

  /** Sends a request that is answered when the server wants to, which may be never. */
  const hold = <T>(
    method: string,
    params: unknown,
  ): { readonly id: number; readonly answer: Promise<T> } => {
    const id = ++lastId;
    const asked = new Promise<unknown>((resolve, reject) => waiting.set(id, { resolve, reject }));
    // A caller that waits for it gets the error; otherwise it is no failure.
    asked.catch(() => {});
    send({ jsonrpc: '2.0', id, method, params });
    return { id, answer: asked as Promise<T> };
  };

  return {
    receive,
    fail,
    ask,
    hold,
    request: <T>(method: string, params?: unknown): Promise<T> => ask<T>(method, params).answer,
    notify: (method: string, params?: unknown): void =>
      send({ jsonrpc: '2.0', method, ...(params !== undefined && { params }) }),
    /** What the server sent unasked, requests and notifications, in its order. */
    log: log as readonly Received[],
    /** The parameters of those of one method. */
    sent: (method: string): readonly unknown[] =>
      log.flatMap((message) => (message.method === method ? [message.params] : [])),
    /** The next unasked message of a method, which each caller gets for itself. */
    next: (method: string): Promise<Received> => {
      const index = inbox.findIndex((message) => message.method === method);
      const [found] = index < 0 ? [] : inbox.splice(index, 1);
      if (found) return Promise.resolve(found);
      const coming = new Promise<Received>((take) => expected.push({ method, take }));
      return inTime(method, coming);
    },
    /** Changes how a request of the server is answered. */
    answer: (method: string, how: (params: unknown) => unknown): void => {
      answers.set(method, how);
    },
    /** From now on a request of the server is answered with an error. */
    refuse: (method: string): void => {
      answers.delete(method);
    },
  };
}

async function inTime<T>(what: string, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const seconds = PATIENCE_MS / 1000;
    timer = setTimeout(
      () => reject(new Error(`Waited ${seconds} s in vain for ${what}`)),
      PATIENCE_MS,
    );
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Cuts a stream into messages: a header with the body's length in bytes, an empty line, the body. */
function cutIntoMessages(stream: Readable, handle: (message: Message) => void): void {
  let buffer = Buffer.alloc(0);
  let chunks: Buffer[] = [];
  /** How many bytes it takes at least to go on, so that a long message is put together once. */
  let missing = 0;
  stream.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    missing -= chunk.length;
    if (missing > 0) return;
    buffer = Buffer.concat([buffer, ...chunks]);
    chunks = [];
    for (;;) {
      const headerEnd = buffer.indexOf('\r\n\r\n');
      if (headerEnd < 0) return;
      const header = buffer.toString('ascii', 0, headerEnd);
      const length = Number(/^Content-Length: *(\d+)$/im.exec(header)?.[1]);
      if (!Number.isInteger(length)) throw new Error(`The server said: ${header}`);
      const bodyEnd = headerEnd + 4 + length;
      missing = bodyEnd - buffer.length;
      if (missing > 0) return;
      const body = buffer.toString('utf8', headerEnd + 4, bodyEnd);
      buffer = buffer.subarray(bodyEnd);
      handle(JSON.parse(body) as Message);
    }
  });
}
