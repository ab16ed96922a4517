// Opens a folder in a real editor that has the extension, for `npm start`: desktop VS Code where
// there is a display, the user's own or one downloaded into .vscode-test/; otherwise code-server,
// whose address it prints, until Ctrl+C. Listens on 127.0.0.1 only.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageExtension } from '../package-extension.mjs';
import { endWithParent, findProgram, runToEnd, say } from '../processes.mjs';
import { preferToolchain, ROOT } from '../toolchain.mjs';
import { installCodeServer, installExtension, startCodeServer } from './code-server.mjs';
import { downloadDesktop, hasDisplay } from './desktop-vscode.mjs';

const folder = process.argv[2] ?? ROOT;

preferToolchain();
endWithParent();
try {
  if (!(await openDesktop())) await openCodeServer();
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : error}`);
  process.exit(1);
}

/** @returns {Promise<boolean>} whether there was a desktop to open it on */
async function openDesktop() {
  if (!hasDisplay()) return false;
  const own = findProgram(['code']);
  const program = own ?? (await downloadDesktop(say));
  if (!program) return false;
  say(`Opening ${folder} in ${program}; this ends when its window is closed`);
  const profile = join(ROOT, '.vscode-test', 'profile');
  const code = await runToEnd(
    program,
    [
      `--extensionDevelopmentPath=${ROOT}`,
      '--new-window',
      // The user's own VS Code keeps its settings; a downloaded one must not share them.
      ...(own ? ['--wait'] : [`--user-data-dir=${profile}`, '--skip-welcome', '--disable-updates']),
      folder,
    ],
    // A script of Windows' (code.cmd) can only be started through its shell.
    { shell: process.platform === 'win32' && program.endsWith('.cmd') },
  );
  if (code !== 0) say(`${program} did not open (exit code ${code})`);
  return code === 0;
}

async function openCodeServer() {
  if (process.platform === 'win32') {
    say('Install VS Code (https://code.visualstudio.com) to see the findings in an editor');
    return;
  }
  await installCodeServer(say);
  say('Packaging the extension and installing it into code-server');
  const dataDir = mkdtempSync(join(tmpdir(), 'monitor-guard-'));
  process.on('exit', () => rmSync(dataDir, { recursive: true, force: true }));
  const extensionsDir = join(dataDir, 'extensions');
  await installExtension(await packageExtension(), { dataDir, extensionsDir });
  const server = await startCodeServer({
    dataDir,
    extensionsDir,
    // A folder that the command line names is trusted without a question.
    flags: ['--disable-workspace-trust'],
  });
  const address = new URL(server.origin);
  address.searchParams.set('folder', folder);
  console.log(`\nVS Code runs at ${address.href}\nOpen it in a browser here; Ctrl+C ends it.`);
  await server.ended;
}
