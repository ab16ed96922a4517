/**
 * The server in a browser: the worker that the page has started supervises one of its own, which does the work.
 * Where a worker cannot have one it does the work itself.
 */
import { SERVER_THREAD } from '../workspace/supervision.ts';

/** A worker's own world, as far as it is looked at. */
declare const self: { readonly name?: string; readonly Worker?: unknown };

const isSupervisor = self.name !== SERVER_THREAD && self.Worker !== undefined;
void (isSupervisor ? import('./supervisor/supervisor-web.ts') : import('./server-web.ts'));
