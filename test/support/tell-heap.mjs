// @ts-check
/**
 * Loaded into a server that is measured: when its process gets SIGUSR2, the thread that does the work collects all
 * garbage and says on the standard error how many bytes of its heap are left.
 */
import { writeSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

const channel = new BroadcastChannel('tell-heap');
if (isMainThread) process.on('SIGUSR2', () => channel.postMessage(undefined));
else {
  channel.onmessage = () => {
    globalThis.gc?.();
    writeSync(2, `heap left: ${process.memoryUsage().heapUsed}\n`);
  };
}
channel.unref();
