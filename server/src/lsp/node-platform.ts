/** The server's machine under Node. */
import { diskAccess } from '../workspace/disk/disk-access.ts';
import type { Platform } from './platform.ts';

/** `tell` reaches the supervisor. */
export function nodePlatform(tell: Platform['tell']): Platform {
  return {
    disk: diskAccess,
    tell,
    turn: () => new Promise((resolve) => setImmediate(resolve)),
    later: (milliseconds, work) => {
      // Nobody waits for a server that has nothing else to do.
      const timer = setTimeout(work, milliseconds).unref();
      return () => clearTimeout(timer);
    },
  };
}
