/** The judge's own QMP connection, which QEMU opens to a UNIX socket of the judge. */
import type { Socket } from 'node:net';

export interface Qmp {
  /** Whether QEMU is still there. */
  readonly isOpen: () => boolean;
  /** What a command returns, or undefined if QEMU refuses it or goes away. */
  readonly ask: (execute: string, given?: Readonly<Record<string, unknown>>) => Promise<unknown>;
}

/** Speaks QMP on a connection. QEMU greets at once and answers when its start is over. */
export function openQmp(socket: Socket): Qmp {
  const waiting: ((value: unknown) => void)[] = [];
  let text = '';
  socket.setEncoding('utf8');
  socket.on('data', (data) => {
    const lines = (text + String(data)).split('\r\n');
    text = lines.pop() ?? '';
    for (const line of lines) {
      const message = JSON.parse(line) as Readonly<Record<string, unknown>>;
      // The greeting and events are not answers.
      if ('return' in message || 'error' in message) waiting.shift()?.(message['return']);
    }
  });
  socket.on('error', () => undefined);
  socket.on('close', () => {
    for (const resolve of waiting.splice(0)) resolve(undefined);
  });
  const ask: Qmp['ask'] = (execute, given) =>
    new Promise((resolve) => {
      if (socket.destroyed) return resolve(undefined);
      waiting.push(resolve);
      socket.write(
        JSON.stringify(given === undefined ? { execute } : { execute, arguments: given }),
      );
    });
  return { ask, isOpen: () => !socket.destroyed };
}
