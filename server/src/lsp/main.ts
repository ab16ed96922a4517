/**
 * The entry point of the server for Node and browsers; one file is half the size of two. Under Node it runs in a
 * thread, and the command line requires the front end. Why: docs/decisions/processes.md
 */
const isNode = typeof process === 'object' && process.versions?.node !== undefined;

// A message may wait for the import: both come before the next event.
if (!isNode) void import('./main-web.ts');
else if (require('node:worker_threads').workerData instanceof SharedArrayBuffer) {
  void import('./server-node.ts');
} else module.exports = require('../workspace/front-end.ts');
