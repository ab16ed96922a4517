/**
 * What people feel on trees and files that they have: `check` of whole trees and of one file of each, and a key typed in a
 * file, in CPU time, which others on the machine do not make longer. Beside them bash-language-server and ShellCheck, where
 * they can be had, and a program that reads and parses the same files and does nothing with them.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { languageOfFile } from '../server/src/languages/detect.ts';
import { startClient } from '../test/support/lsp-client.ts';
import { FOLDER, OUR_SERVER } from './bundles.ts';
import { cpuSeconds } from './processes.ts';
import { analyzedByPeer, PEER, readTree, scriptsIn } from './scan.ts';
import { median, milliseconds, printTable, quantile } from './statistics.ts';

/** How often each tree is checked, in turn with the floor. */
const ROUNDS = 3;
/** How many keys are typed in a file. */
const KEYS = 20;

/** Has a program say at its end what it took. */
const METER = `data:text/javascript,${encodeURIComponent(`
  process.on('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    process.stderr.write('\\ntook ' + JSON.stringify({ cpu: (userCPUTime + systemCPUTime) / 1e6, peak: maxRSS / 1024 }));
  });
`)}`;

interface Taken {
  readonly cpu: number;
  /** In MiB. */
  readonly peak: number;
}

function check(words: readonly string[], cwd: string): Taken {
  const program = join(FOLDER, 'cli.js');
  const options = { cwd, encoding: 'utf8', maxBuffer: 2 ** 30 } as const;
  const { stderr } = spawnSync(
    process.execPath,
    ['--import', METER, program, 'check', ...words],
    options,
  );
  return JSON.parse(/\ntook (.*)$/.exec(stderr)?.[1] ?? '{"cpu":null,"peak":null}');
}

/** Checks folders as a whole, and one script of each. */
export async function measureTrees(folders: readonly string[]): Promise<void> {
  console.log(`\nCPU seconds of checking trees, medians of ${ROUNDS}`);
  const rows = [['', 'check', 'MiB', 'one file', 'read, parsed', PEER, 'shellcheck']];
  for (const folder of folders.map((one) => resolve(one))) {
    const scripts = scriptsIn(folder);
    const [some] = scripts.toSorted((a, b) => b.length - a.length);
    const all: Taken[] = [];
    const one: number[] = [];
    const floor: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      all.push(check(['.'], folder));
      if (some) one.push(check([some], folder).cpu);
      floor.push(readTree(folder, '--parsed').cpu);
    }
    const [, peer = '–'] = await analyzedByPeer(folder);
    rows.push([
      basename(folder),
      median(all.map(({ cpu }) => cpu)).toFixed(2),
      median(all.map(({ peak }) => peak)).toFixed(0),
      one.length > 0 ? median(one).toFixed(2) : '–',
      median(floor).toFixed(2),
      peer,
      shellcheck(scripts),
    ]);
  }
  printTable(rows);
}

/** The CPU seconds that ShellCheck takes for some scripts. */
function shellcheck(scripts: readonly string[]): string {
  const counted = 'shellcheck --format=json "$@" >/dev/null 2>&1; [ $? -lt 126 ] && times';
  const { stdout } = spawnSync('bash', ['-c', counted, '-', ...scripts], { encoding: 'utf8' });
  const [, children = ''] = stdout.trim().split('\n');
  const parts = [...children.matchAll(/(\d+)m([\d.]+)s/g)];
  if (parts.length === 0) return '–';
  return parts.reduce((sum, [, m, s]) => sum + 60 * Number(m) + Number(s), 0).toFixed(2);
}

/** Opens files and types words in their middles, each in a server that knows the folder of the file. */
export async function measureTyping(files: readonly string[]): Promise<void> {
  console.log(`\nCPU time of a server until the diagnostics are there; ${KEYS} keys in a word`);
  const rows = [['', 'lines', 'opened', 'first key', 'key', 'p95']];
  for (const path of files.map((one) => resolve(one))) {
    const text = readFileSync(path, 'utf8');
    const rootUri = pathToFileURL(dirname(path)).href;
    const client = await startClient({ ...OUR_SERVER, rootUri });
    const uri = pathToFileURL(path).href;
    const took = async (run: () => void): Promise<number> => {
      const before = cpuSeconds(client.child.pid);
      run();
      await client.diagnostics(uri);
      return 1000 * (cpuSeconds(client.child.pid) - before);
    };
    // What the server does when it has started is none of the file's.
    await new Promise((done) => setTimeout(done, 3000));
    const languageId = languageOfFile(path, text) ?? 'shellscript';
    const opened = await took(() => client.open(uri, languageId, text));
    const lines = text.split('\n');
    const line = typedLine(lines);
    const keys: number[] = [];
    for (let key = 0; key < KEYS; key++) {
      const place = { line, character: (lines[line] ?? '').length + key };
      const typed = { range: { start: place, end: place }, text: 'word'.charAt(key % 4) };
      keys.push(await took(() => client.change(uri, key + 2, [typed])));
    }
    await client.stop();
    const [first = Number.NaN, ...others] = keys;
    const times = [opened, first, median(others), quantile(others, 0.95)];
    rows.push([basename(path), `${lines.length}`, ...times.map(milliseconds)]);
  }
  printTable(rows);
}

/** The line behind the middle that ends in a word, so that a key at its end is a part of it. */
function typedLine(lines: readonly string[]): number {
  const middle = Math.floor(lines.length / 2);
  const found = lines.findIndex((line, index) => index >= middle && /^\s*[^#\s].*\w$/.test(line));
  return Math.max(found, 0);
}
