/** The server in a browser: a worker that supervises another, or is the server itself where workers cannot nest. */
import { SERVER_THREAD } from '../workspace/supervision.ts';

/** The part of a worker's global scope in use. */
declare const self: { readonly name?: string; readonly Worker?: unknown };

const isSupervisor = self.name !== SERVER_THREAD && self.Worker !== undefined;
void (isSupervisor ? import('./supervisor/supervisor-web.ts') : import('./server-web.ts'));
