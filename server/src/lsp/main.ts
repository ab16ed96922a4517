/**
 * The entry point of the server itself, one for every kind of machine: what only one of them has is not touched on
 * the others. Both kinds in one file are half the size of two. Under Node it is what `supervisor-node.ts` starts in a
 * thread, with its memory; the command line, in whatever thread, requires it for what both stand on.
 * Why: docs/decisions/processes.md
 */
const isNode = typeof process === 'object' && process.versions?.node !== undefined;

// A message that comes before the import is through waits: both are done before the next event.
if (!isNode) void import('./main-web.ts');
else if (require('node:worker_threads').workerData instanceof SharedArrayBuffer) {
  void import('./server-node.ts');
} else module.exports = require('../workspace/front-end.ts');
