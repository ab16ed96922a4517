// Takes the pictures of the documentation by living through a user's session: into
// .vscode-test/screenshots/, or with --update-screenshots into docs/images/, where they are kept.
import { join } from 'node:path';
import { installCodeServer } from './code-server.mjs';
import { preferToolchain, ROOT } from './toolchain.mjs';
import { runUserSession } from './user-session.mjs';

const update = process.argv.includes('--update-screenshots');
const pictures = update ? join(ROOT, 'docs', 'images') : join(ROOT, '.vscode-test', 'screenshots');
const say = (/** @type {string} */ sentence) => console.log(`-- ${sentence}`);

preferToolchain();
await installCodeServer(say);
const { failed } = await runUserSession({ say, pictures });
say(`The pictures are in ${pictures}`);
process.exitCode = failed > 0 ? 1 : 0;
