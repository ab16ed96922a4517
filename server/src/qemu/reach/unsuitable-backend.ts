/** Chardevs on which QEMU puts a monitor when told so, and which are no place for one. */
import { isKnown } from '../../text/mapped-text.ts';
import { wordSet } from '../../text/split-words.ts';
import type { Chardev } from '../chardev/chardev.ts';
import { findProperty } from '../options/keyval.ts';

/**
 * `pty` has a name of its own with each start, unless it has a link (`linked-pty`). `cable` is a serial
 * or parallel port. A file hears nothing (`written-file`) unless it has an `input-path` (`read-file`).
 * `other` is made for another purpose: a mouse, a tablet, a buffer.
 */
export type UnsuitableBackend =
  | 'pty'
  | 'linked-pty'
  | 'cable'
  | 'read-file'
  | 'written-file'
  | 'other';

const OTHERS = wordSet('ringbuf memory msmouse wctablet braille testdev qemu-vdagent dbus');

/** Terminals that belong to whoever started QEMU, and what is no port at all. */
const NO_PORT = /^\/dev\/(?:tty$|tty\d+$|pts\/|null$|std|fd\/|console$)/;

/** What a chardev is, if it is no place for a monitor. SPICE's ports belong to the display. */
export function unsuitableBackend(chardev: Chardev): UnsuitableBackend | undefined {
  const { backend, properties } = chardev;
  if (backend.kind !== 'other') return undefined;
  const { name, path } = backend;
  switch (name) {
    case 'pty':
      return path.kind === 'absent' ? 'pty' : 'linked-pty';
    case 'serial':
    case 'parallel': {
      // Of a path that the file does not fix nobody knows whether it is a port.
      const fixed = path.kind !== 'absent' && isKnown(path.text);
      return fixed && !NO_PORT.test(path.text.decoded) ? 'cable' : undefined;
    }
    case 'file':
      return findProperty(properties, 'input-path') ? 'read-file' : 'written-file';
    default:
      return OTHERS.has(name) ? 'other' : undefined;
  }
}
