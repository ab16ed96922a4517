// Takes pictures by living through a user's session, into .vscode-test/screenshots/. With
// --update-screenshots those that docs/images/ holds are renewed there; to keep another one, name it
// behind that: node scripts/screenshots.mjs --update-screenshots shell-fixed.png
import { cpSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { installCodeServer } from './editor/code-server.mjs';
import { say } from './processes.mjs';
import { runUserSession } from './session/user-session.mjs';
import { preferToolchain, ROOT } from './toolchain.mjs';

const PICTURES = join(ROOT, '.vscode-test', 'screenshots');
const KEPT = join(ROOT, 'docs', 'images');

const { values, positionals } = parseArgs({
  options: { 'update-screenshots': { type: 'boolean' } },
  allowPositionals: true,
});

preferToolchain();
await installCodeServer(say);
const { failed } = await runUserSession({ say, pictures: PICTURES });
say(`The pictures are in ${PICTURES}`);
if (failed > 0) process.exitCode = 1;
else if (values['update-screenshots']) {
  mkdirSync(KEPT, { recursive: true });
  const taken = new Set(readdirSync(PICTURES));
  for (const name of new Set([...readdirSync(KEPT), ...positionals])) {
    if (taken.has(name)) cpSync(join(PICTURES, name), join(KEPT, name));
    else say(`The session takes no picture ${name}`);
  }
}
