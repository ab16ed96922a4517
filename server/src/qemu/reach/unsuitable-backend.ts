/** Backends that accept a monitor but do not suit one. */
import { isKnown } from '../../text/mapped-text.ts';
import { wordSet } from '../../text/split-words.ts';
import type { Chardev } from '../chardev/chardev.ts';
import { findProperty } from '../options/keyval.ts';

/** `pty`: a new name at each start; `cable`: a port; `written-file`: no commands; `read-file`: `input-path`. */
export type UnsuitableBackend =
  | 'pty'
  | 'linked-pty'
  | 'cable'
  | 'read-file'
  | 'written-file'
  | 'other';

const OTHERS = wordSet('ringbuf memory msmouse wctablet braille testdev qemu-vdagent dbus');

/** Terminals of the user, and paths that are no port. */
const NO_PORT = /^\/dev\/(?:tty$|tty\d+$|pts\/|null$|std|fd\/|console$)/;

/** The unsuitable backend of a chardev; SPICE ports are judged with the display. */
export function unsuitableBackend(chardev: Chardev): UnsuitableBackend | undefined {
  const { backend, properties } = chardev;
  if (backend.kind !== 'other') return undefined;
  const { name, path } = backend;
  switch (name) {
    case 'pty':
      return path.kind === 'absent' ? 'pty' : 'linked-pty';
    case 'serial':
    case 'parallel': {
      // An unknown path may or may not be a port.
      const fixed = path.kind !== 'absent' && isKnown(path.text);
      return fixed && !NO_PORT.test(path.text.decoded) ? 'cable' : undefined;
    }
    case 'file':
      return findProperty(properties, 'input-path') ? 'read-file' : 'written-file';
    default:
      return OTHERS.has(name) ? 'other' : undefined;
  }
}
