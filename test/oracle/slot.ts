/**
 * A process in namespaces of its own, which does what it is told, one order after the other. Its network
 * is a loopback device that is down, its mounts and its list of processes are private, and with it goes
 * all that it has started. Needs Linux with unshare, and root or namespaces for everybody.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { NAMESPACES } from './namespaces.ts';

export interface Slot<Order, Report> {
  /** Answers once for each order. Rejects if the process is gone. */
  readonly obey: (order: Order) => Promise<Report>;
  readonly close: () => Promise<void>;
}

/** Starts a slot whose process runs `worker`, a file that answers messages of `process`. */
export function openSlot<Order extends object, Report>(worker: string): Slot<Order, Report> {
  const child: ChildProcess = spawn('unshare', [...NAMESPACES, process.execPath, worker], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let complaint = '';
  let waiting: { resolve: (report: Report) => void; reject: (error: Error) => void } | undefined;
  let gone = false;
  const fail = (why: string): void => {
    gone = true;
    waiting?.reject(new Error(`a slot is gone: ${why} ${complaint}`));
    waiting = undefined;
  };
  child.stderr?.setEncoding('utf8').on('data', (text) => {
    complaint += String(text);
  });
  child.on('error', (error) => fail(error.message));
  child.on('close', (code, signal) => fail(`${code ?? signal}`));
  child.on('message', (report: Report) => {
    waiting?.resolve(report);
    waiting = undefined;
  });
  return {
    obey: (order) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        if (gone) fail('it has ended');
        // An error of sending is followed by `close`, which says more.
        else child.send(order, () => undefined);
      }),
    close: async () => {
      if (gone) return;
      const closed = new Promise((resolve) => child.once('exit', resolve));
      // With unshare goes the first process of its list, and with that all others. A worker that was
      // another user for a moment gets no signal, but its channel closes.
      if (child.connected) child.disconnect();
      child.kill('SIGKILL');
      await closed;
    },
  };
}
