/**
 * A random session with a server: documents are opened, changed, closed, files and folders change on the disk, settings
 * change, and in the end a fresh server that is shown only how things are by then must say the same of every
 * open document. The same seed makes the same session.
 */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type LspClient, startClient } from '../support/lsp-client.ts';
import { numbersFrom } from '../support/random.ts';
import { WATCHING_EDITOR } from './workspace-folder.ts';

/** The names in both folders, which bring each other in. */
const NAMES = ['run.sh', 'lib.sh', 'env.sh', 'vm.cfg', 'domain.xml'];
const FOLDERS = ['a', 'b'];
const LANGUAGES: Readonly<Record<string, string>> = {
  sh: 'shellscript',
  cfg: 'qemu-config',
  xml: 'xml',
};
/** Pieces of text, of which documents are made and changed; half of one is half-typed. */
const PIECES = [
  'kvm -monitor tcp:0.0.0.0:4444,server\n',
  'kvm -qmp "$QMP" -readconfig vm.cfg\n',
  'QMP=tcp::5555,server\n',
  '. ./lib.sh\n',
  'source "$(dirname "$0")/env.sh"\n',
  'for x in 1 2; do kvm -monitor telnet::$x,server; done\n',
  '# qemu-monitor-guard: ignore[monitor-on-network] in a lab\n',
  '[chardev "m"]\n  backend = "socket"\n  host = "0.0.0.0"\n  port = "1"\n  server = "on"\n',
  '[mon]\n  chardev = "m"\n',
  "<domain type='kvm' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>",
  "<qemu:commandline><qemu:arg value='-monitor'/><qemu:arg value='tcp::7,server'/></qemu:commandline>",
  '</domain>\n',
  'f() { kvm -monitor "$1"; }\nf tcp::9,server\n',
  '\u{1F600}é "\n',
];
const SETTINGS = [
  {},
  { rules: { 'monitor-on-network': 'warning' } },
  { showPossible: true },
  { exclude: ['b/**'] },
];

interface SessionResult {
  readonly steps: number;
  /** What the two servers say differently, by document. */
  readonly differences: readonly string[];
}

interface OpenDocument {
  readonly languageId: string;
  text: string;
  version: number;
}

/** Runs one session of so many steps. */
export async function runSession(seed: number, steps: number): Promise<SessionResult> {
  const next = numbersFrom(seed);
  const random = (below: number): number => Math.floor(next() * below);
  const pick = <T>(from: readonly T[]): T => from[random(from.length)] as T;
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'monitor-guard-session-')));
  const uriOf = (name: string): string => pathToFileURL(join(root, name)).href;
  const open = new Map<string, OpenDocument>();
  const pieces = (count: number): string =>
    Array.from({ length: count }, () => pick(PIECES)).join('');
  let settings = pick(SETTINGS);
  const start = async (): Promise<LspClient> => {
    const client = await startClient({ capabilities: WATCHING_EDITOR, rootUri: uriOf('') });
    client.answer('workspace/configuration', (params) =>
      (params as { items: { section?: string }[] }).items.map(({ section }) =>
        section === 'qemuMonitorGuard' ? settings : null,
      ),
    );
    return client;
  };
  const client = await start();

  function write(name: string): void {
    mkdirSync(join(root, dirname(name)), { recursive: true });
    writeFileSync(join(root, name), pieces(1 + random(4)));
  }

  function tell(...changes: readonly (readonly [name: string, type: number])[]): void {
    client.notify('workspace/didChangeWatchedFiles', {
      changes: changes.map(([name, type]) => ({ uri: uriOf(name), type })),
    });
  }

  function openOne(): void {
    const name = `${pick(FOLDERS)}/${pick(NAMES)}`;
    const uri = uriOf(name);
    if (open.has(uri)) return;
    const languageId = LANGUAGES[name.replace(/^.*\./, '')] ?? 'plaintext';
    const document = { languageId, text: pieces(1 + random(4)), version: 1 };
    open.set(uri, document);
    client.open(uri, languageId, document.text);
  }

  /** A change of some lines, which may end in the middle of one. */
  function changeOne(): void {
    const [uri, document] = pick([...open]) ?? [];
    if (uri === undefined || document === undefined) return;
    const lines = document.text.split('\n');
    const place = () => {
      const line = random(lines.length);
      return { line, character: random((lines[line]?.length ?? 0) + 1) };
    };
    const offset = ({ line, character }: { line: number; character: number }): number =>
      lines.slice(0, line).reduce((sum, one) => sum + one.length + 1, 0) + character;
    const [from, to] = [place(), place()].toSorted((a, b) => offset(a) - offset(b));
    if (from === undefined || to === undefined) return;
    const piece = pick(PIECES);
    const text = random(2) === 0 ? piece : piece.slice(0, random(piece.length));
    const end = random(3) === 0 ? to : from;
    document.text = document.text.slice(0, offset(from)) + text + document.text.slice(offset(end));
    document.version++;
    client.change(uri, document.version, [{ range: { start: from, end }, text }]);
  }

  const step: readonly (() => unknown)[] = [
    openOne,
    openOne,
    ...[changeOne, changeOne, changeOne, changeOne],
    () => {
      const uri = pick([...open.keys()]);
      if (uri === undefined) return;
      open.delete(uri);
      client.close(uri);
    },
    () => {
      const name = `${pick(FOLDERS)}/${pick(NAMES)}`;
      write(name);
      tell([name, 2]);
    },
    () => {
      const name = `${pick(FOLDERS)}/${pick(NAMES)}`;
      rmSync(join(root, name), { force: true });
      tell([name, 3]);
    },
    () => {
      // Both folders change places, as with another branch.
      renameSync(join(root, 'a'), join(root, 'c'));
      renameSync(join(root, 'b'), join(root, 'a'));
      renameSync(join(root, 'c'), join(root, 'b'));
      tell(['a', 3], ['b', 3], ['a', 1], ['b', 1]);
    },
    () => {
      settings = pick(SETTINGS);
      client.notify('workspace/didChangeConfiguration', { settings: null });
    },
    () => {
      const uri = pick([...open.keys()]);
      if (uri === undefined) return;
      client.hold('textDocument/diagnostic', { textDocument: { uri } });
      client.hold('textDocument/hover', {
        textDocument: { uri },
        position: { line: 0, character: 5 },
      });
    },
  ];

  try {
    for (const folder of FOLDERS) for (const name of NAMES) write(`${folder}/${name}`);
    for (let count = 0; count < steps; count++) {
      pick(step)();
      // Some of it comes while the server still works on what came before.
      if (random(4) === 0) await client.request('textDocument/hover', NOTHING);
    }
    const differences: string[] = [];
    const fresh = await start();
    for (const [uri, document] of open) {
      // One whose file is gone counts as gone too until it is edited, and the other server saw no file go.
      if (!existsSync(fileURLToPath(uri))) {
        const start = { line: 0, character: 0 };
        document.text = `\n${document.text}`;
        client.change(uri, ++document.version, [{ range: { start, end: start }, text: '\n' }]);
      }
      const { languageId, text } = document;
      // Half a word is not reported while typing, and the other server has seen no typing.
      client.notify('textDocument/didSave', { textDocument: { uri } });
      fresh.open(uri, languageId, text);
    }
    for (const uri of open.keys()) {
      const was = await settled(client, uri);
      const is = await settled(fresh, uri);
      if (was !== is) differences.push(`${uri}\n  ${was}\n  ${is}`);
    }
    for (const one of [client, fresh]) {
      const { stderr } = await one.stop();
      if (stderr !== '') differences.push(stderr);
    }
    return { steps, differences };
  } finally {
    client.kill();
    rmSync(root, { recursive: true, force: true });
  }
}

const NOTHING = { textDocument: { uri: 'file:///nothing' }, position: { line: 0, character: 0 } };

/** What is said of a document once nothing new comes: who brings it in may be found a moment later. */
async function settled(client: LspClient, uri: string): Promise<string> {
  let last = '';
  for (let same = 0; same < 3; ) {
    const now = JSON.stringify(await client.diagnostics(uri));
    same = now === last ? same + 1 : 0;
    last = now;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return last;
}
