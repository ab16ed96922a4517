/** The server's entry point; one file for Node and browsers is half the size of two. */
const isNode = typeof process === 'object' && process.versions?.node !== undefined;

// A message may wait for the import: both come before the next event.
if (!isNode) void import('./main-web.ts');
else if (require('node:worker_threads').workerData instanceof SharedArrayBuffer) {
  void import('./server-node.ts');
} else module.exports = require('../workspace/front-end.ts');
