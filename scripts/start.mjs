// `npm start [PATH] [-- --no-editor]`: sets the repository up, prints the worst five findings
// in examples/ (or in PATH, a folder or a file), then opens the folder in a real editor with
// the extension: desktop VS Code where there is one and a display, code-server in a browser tab
// otherwise. Needs Node 20, npm and git; everything it downloads lies below this folder.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { runToEnd, say } from './processes.mjs';
import { installPackages, npmRun, ROOT, toolchainNode } from './toolchain.mjs';

const { values, positionals } = parseArgs({
  options: { 'no-editor': { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  allowPositionals: true,
});

const HELP = `Usage: npm start -- [PATH] [--no-editor]

Sets the repository up, prints the worst findings in PATH (a folder or a file; examples/ without one), and
opens the folder in an editor with the extension.

  --no-editor   stop after printing
  --help        print this text and do nothing`;

/** How many findings are printed. */
const SHOWN = 5;

/** How long each part took. @type {string[]} */
const took = [];

try {
  await main();
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : error}`);
  process.exit(1);
}

/**
 * Prints the first findings of the worst severity, and how many there are. The folder says which project is
 * searched for clients.
 * @param {string} folder
 * @param {string} path the folder, or a file in it
 */
function printWorst(folder, path) {
  const cli = join(ROOT, 'dist', 'cli.js');
  const words = [cli, '--format', 'concise', '--quiet', path];
  const { stdout, stderr, status } = spawnSync(process.execPath, words, {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  // Findings are what it is for, so only what the program itself says is wrong ends it.
  if (status !== 0 && status !== 1) throw new Error(`The check failed\n${stderr}`);
  const lines = stdout.split('\n').filter((line) => line !== '');
  const isError = (/** @type {string} */ line) => /:\d+:\d+: error\[/.test(line);
  const worstFirst = [...lines.filter(isError), ...lines.filter((line) => !isError(line))];
  console.log(`\n${worstFirst.slice(0, SHOWN).join('\n')}\n`);
  const rest = lines.length > SHOWN ? `, of which ${SHOWN} are above` : '';
  const all = ['node', cli, relative(folder, path)].join(' ').trim();
  say(`${lines.length} findings${rest}. All, with their fixes:\n   cd ${folder} && ${all}`);
}

/**
 * Does a part of the work, and notes how long it takes.
 * @param {string} name
 * @param {() => void | Promise<void>} work
 */
async function timed(name, work) {
  const start = performance.now();
  await work();
  took.push(`${name} ${((performance.now() - start) / 1000).toFixed(1)} s`);
}

async function main() {
  if (values.help) {
    console.log(HELP);
    return;
  }
  // npm runs us in the repository; INIT_CWD is where the user stood.
  const path = resolve(process.env.INIT_CWD ?? '.', positionals[0] ?? join(ROOT, 'examples'));
  if (!existsSync(path)) throw new Error(`There is no file or folder ${path}`);
  await timed('packages', () => installPackages(say));
  say('Building the extension and the language server');
  await timed('build', async () => {
    if ((await npmRun(['run', '--silent', 'build'])) !== 0) throw new Error('The build failed');
  });
  say(`Checking ${path}`);
  const folder = statSync(path).isDirectory() ? path : dirname(path);
  await timed('check', () => printWorst(folder, path));
  say(`Time: ${took.join(', ')}`);
  if (values['no-editor']) return;
  say('Next, an editor: put the cursor on an underlined address and press Ctrl+. for its fixes');
  // The rest needs packages, which are there by now, and the Node they were written for.
  process.exitCode = await runToEnd(toolchainNode(), [
    join(ROOT, 'scripts', 'editor', 'open-editor.mjs'),
    folder,
  ]);
}
