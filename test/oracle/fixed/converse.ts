/** Speaks to one monitor: hears which it is, has its QEMU quit, and lets another user try to get in. */
import { connect, type Socket } from 'node:net';
import { NEXT_FOCUS } from '../judge/greet.ts';
import type { Answer } from './world.ts';

export interface Conversation {
  /** Which monitor has greeted so far. */
  readonly mode: () => Answer['mode'];
  readonly quit: () => void;
  /** Resolves when QEMU has closed its end. */
  readonly closed: Promise<void>;
}

const NOBODY = 65534;
/** How long a front end of a mux may be silent before the next one gets the focus, in milliseconds. */
const SILENCE = 60;

/** Listens to a monitor. Behind a mux the focus goes round until one speaks. */
export function converse(socket: Socket, mux: boolean): Conversation {
  let heard = '';
  socket.on('error', () => undefined);
  socket.on('data', (data: Buffer) => {
    heard += data.toString('latin1');
  });
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
  const mode = (): Answer['mode'] => {
    if (heard.includes('(qemu)')) return 'HMP';
    return heard.includes('"QMP"') && heard.endsWith('\n') ? 'QMP' : 'nothing';
  };
  const turn = setInterval(() => {
    if (!mux || mode() !== 'nothing' || socket.destroyed) clearInterval(turn);
    else socket.write(NEXT_FOCUS);
  }, SILENCE);
  void closed.then(() => clearInterval(turn));
  return {
    mode,
    closed,
    quit: () => {
      const quit = mode() === 'QMP' ? '{"execute":"qmp_capabilities"}{"execute":"quit"}' : 'quit\n';
      if (!socket.destroyed) socket.write(quit);
      // The focus may have gone on before the greeting came.
      const again = setInterval(() => {
        if (!mux || socket.destroyed) clearInterval(again);
        else socket.write(NEXT_FOCUS + quit);
      }, SILENCE);
      void closed.then(() => clearInterval(again));
    },
  };
}

/**
 * Has another user connect to a socket. The user changes for the one system call only; what the kernel
 * looks at is the effective id, with which root's powers go and come.
 */
export async function isRefusedToStrangers(path: string): Promise<Answer['stranger']> {
  const { getuid, setegid, seteuid, setgroups, getgroups } = process;
  if (getuid?.() !== 0 || !setegid || !seteuid || !setgroups || !getgroups) return 'untried';
  const groups = getgroups();
  try {
    setgroups([]);
    setegid(NOBODY);
    seteuid(NOBODY);
  } catch {
    // A namespace of an ordinary user has no other user.
    seteuid(0);
    setegid(0);
    return 'untried';
  }
  const socket = connect(path);
  seteuid(0);
  setegid(0);
  setgroups(groups);
  return new Promise((resolve) => {
    socket.on('connect', () => {
      socket.destroy();
      resolve('connected');
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code === 'EACCES' ? 'refused' : 'untried');
    });
  });
}
