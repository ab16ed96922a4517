/** The server's machine under Node. */
import { diskAccess } from './file-access.ts';
import type { Platform } from './platform.ts';

export const nodePlatform: Platform = {
  access: diskAccess,
  turn: () => new Promise((resolve) => setImmediate(resolve)),
  pause: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds).unref()),
};
