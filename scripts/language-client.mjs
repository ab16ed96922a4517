// The least of an LSP client: starts the bundled language server on its standard streams, opens
// files and asks for their diagnostics. The review of `npm start` is made with it.
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startGroup, stopGroup } from './processes.mjs';
import { ROOT } from './toolchain.mjs';

/** Ten times what the largest file has ever taken. */
const PATIENCE_MS = 20_000;

/**
 * Starts the server for a folder and shakes hands with it.
 * @param {string} folder
 */
export async function startLanguageServer(folder) {
  const child = startGroup(process.execPath, [join(ROOT, 'dist', 'server.js'), '--stdio'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const connection = connect(child);
  const uri = pathToFileURL(folder).href;
  await connection.request('initialize', {
    processId: process.pid,
    rootUri: uri,
    workspaceFolders: [{ uri, name: 'review' }],
    capabilities: {
      general: { positionEncodings: ['utf-16'] },
      textDocument: { diagnostic: { relatedDocumentSupport: false } },
    },
  });
  connection.notify('initialized', {});
  return {
    /**
     * @param {{ uri: string, languageId: string, text: string }} file
     * @returns {Promise<readonly Diagnostic[]>}
     */
    async diagnose({ uri, languageId, text }) {
      connection.notify('textDocument/didOpen', {
        textDocument: { uri, languageId, version: 1, text },
      });
      const report = await connection.request('textDocument/diagnostic', { textDocument: { uri } });
      connection.notify('textDocument/didClose', { textDocument: { uri } });
      return report.items ?? [];
    },
    /**
     * The findings of all files of the folder, and what was not checked.
     * @returns {Promise<{ files: readonly { uri: string, items: readonly Diagnostic[] }[], notChecked: NotChecked }>}
     */
    async reviewFolder() {
      const params = { previousResultIds: [] };
      const { items } = await connection.request('workspace/diagnostic', params, 0);
      const { notChecked } = await connection.request('qemuMonitorGuard/inventory', null);
      return { files: items, notChecked };
    },
    async stop() {
      await connection.request('shutdown', undefined);
      connection.notify('exit', undefined);
      const gone = child.exitCode !== null ? Promise.resolve() : once(child, 'exit');
      const patience = new Promise((resolve) => setTimeout(resolve, 2000).unref());
      await Promise.race([gone, patience]);
      await stopGroup(child);
    },
  };
}

/**
 * @typedef {{ uris: readonly string[], more: number, unfollowed: readonly string[], documentation: number, programs: number }} NotChecked
 * @typedef {object} Diagnostic
 * @property {{ start: Position, end: Position }} range
 * @property {number} severity
 * @property {string} message
 * @property {string} [code]
 * @typedef {{ line: number, character: number }} Position
 */

/**
 * JSON-RPC over the streams of a process.
 * @param {import('node:child_process').ChildProcess} child
 */
function connect(child) {
  const { stdin, stdout } = child;
  if (!stdin || !stdout) throw new Error('The language server has no standard streams');
  /** @type {Map<number, { resolve: (result: any) => void, reject: (error: Error) => void }>} */
  const waiting = new Map();
  let lastId = 0;

  const send = (/** @type {object} */ message) => {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  };

  const failAll = (/** @type {Error} */ error) => {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };

  onMessages(stdout, (message) => {
    if (message.method !== undefined) {
      // The server may ask for settings and the like: it gets its defaults.
      if (message.id !== undefined) send({ id: message.id, result: defaultAnswer(message) });
      return;
    }
    const asked = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.error) asked?.reject(new Error(message.error.message));
    else asked?.resolve(message.result);
  });
  child.once('exit', (code) => failAll(new Error(`The language server ended with ${code}`)));
  stdin.on('error', failAll);

  return {
    /**
     * @param {string} method
     * @param {unknown} params
     * @param {number} [patience] in milliseconds; 0 for something that takes as long as it takes
     * @returns {Promise<any>}
     */
    request(method, params, patience = PATIENCE_MS) {
      const id = ++lastId;
      return new Promise((resolve, reject) => {
        const giveUp = () => reject(new Error(`No answer to ${method} in ${patience / 1000} s`));
        const timer = patience > 0 ? setTimeout(giveUp, patience) : undefined;
        const settle = (/** @type {(value: any) => void} */ how) => (/** @type {any} */ value) => {
          clearTimeout(timer);
          how(value);
        };
        waiting.set(id, { resolve: settle(resolve), reject: settle(reject) });
        send({ id, method, params });
      });
    },
    /**
     * @param {string} method
     * @param {unknown} params
     */
    notify(method, params) {
      send({ method, params });
    },
  };
}

/** @param {{ method: string, params?: any }} message */
function defaultAnswer({ method, params }) {
  return method === 'workspace/configuration' ? params.items.map(() => null) : null;
}

/**
 * Cuts a stream into messages: a header with the length of the body in bytes, an empty line, the body.
 * @param {import('node:stream').Readable} stream
 * @param {(message: any) => void} handle
 */
function onMessages(stream, handle) {
  let buffer = Buffer.alloc(0);
  stream.on('data', (chunk) => {
    buffer = Buffer.concat([buffer, chunk]);
    for (;;) {
      const headerEnd = buffer.indexOf('\r\n\r\n');
      if (headerEnd < 0) return;
      const header = buffer.toString('ascii', 0, headerEnd);
      const length = Number(/Content-Length: *(\d+)/i.exec(header)?.[1]);
      if (!Number.isInteger(length)) throw new Error(`The server said: ${header}`);
      const bodyEnd = headerEnd + 4 + length;
      if (buffer.length < bodyEnd) return;
      const body = buffer.toString('utf8', headerEnd + 4, bodyEnd);
      buffer = buffer.subarray(bodyEnd);
      handle(JSON.parse(body));
    }
  });
}
