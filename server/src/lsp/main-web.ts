/** The server in a browser: a worker that supervises a worker, or is the server itself where workers cannot be nested. */
import { SERVER_THREAD } from '../workspace/supervision.ts';

/** The part of a worker's global scope that is used. */
declare const self: { readonly name?: string; readonly Worker?: unknown };

const isSupervisor = self.name !== SERVER_THREAD && self.Worker !== undefined;
void (isSupervisor ? import('./supervisor/supervisor-web.ts') : import('./server-web.ts'));
