/** `lsp`: the language server, in this very process, for editors that start it by the name of this program. */
import { join } from 'node:path';
import type { Request } from '../arguments/parse.ts';
import { type UsageError, usageError, type World } from '../world.ts';

/** Never comes to an end by itself: the server does that when its editor goes. */
export async function lsp({ words }: Request, { home }: World): Promise<number | UsageError> {
  if (words.length > 0) return usageError('lsp takes no paths: an editor tells it what is open');
  // It looks there for how it is spoken to.
  if (!process.argv.some((word) => word === '--stdio' || word === '--node-ipc')) {
    process.argv.push('--stdio');
  }
  await import(join(home, 'dist', 'server.js'));
  return await new Promise(() => {});
}
