/** The TLS protection of displays, exports and migrations, as of a listening socket. */
import { mappedText } from '../../text/mapped-text.ts';
import { socketBackend } from '../chardev/socket.ts';
import { addedProperty, type Property } from '../options/keyval.ts';
import type { QemuVersion } from '../options/version.ts';
import { type ObjectScope, type Protection, serverProtection } from './protection.ts';

const SERVER = addedProperty('server', mappedText([]), 'on');

export function tlsProtection(
  machine: ObjectScope & { readonly version: QemuVersion },
  properties: readonly Property[],
): Protection {
  const tls = properties.filter(({ key }) => key === 'tls-creds' || key === 'tls-authz');
  const socket = socketBackend([SERVER, ...tls], machine.version);
  return socket.kind === 'refused' ? { kind: 'refused' } : serverProtection(machine, socket);
}
