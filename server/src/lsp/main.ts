/**
 * The entry point of the server itself, one for every kind of machine: what only one of them has is not touched on
 * the others. Both kinds in one file are half the size of two. Under Node it is what `supervisor-node.ts` starts.
 */
const isNode = typeof process === 'object' && process.versions?.node !== undefined;

// A message that comes before the import is through waits: both are done before the next event.
void (isNode ? import('./server-node.ts') : import('./main-web.ts'));
