/** A chardev in a few words, whoever can open it: `tcp 0.0.0.0:4444`, `unix /run/m.sock`, `stdio`. */
import type { Chardev } from '../../qemu/chardev/chardev.ts';
import type { SocketBackend } from '../../qemu/chardev/socket.ts';
import { leafChardevs, type Machine } from '../../qemu/machine/machine.ts';
import { type Fact, knownValue } from '../../qemu/options/fact.ts';
import { written } from '../../text/mapped-text.ts';

/** The words for a chardev, or for those that a mux or hub leads to; empty where nothing is known of it. */
export function chardevWords({ chardevs }: Machine, chardev: Chardev | undefined): string {
  const leaves = chardev ? leafChardevs(chardevs, chardev) : [];
  return leaves
    .map(leafWords)
    .filter((words) => words !== '')
    .join(', ');
}

function leafWords({ backend }: Chardev): string {
  switch (backend.kind) {
    case 'socket':
      return socketWords(backend);
    case 'udp':
      return `udp ${address(backend.host, backend.port)}`;
    case 'other':
      return joined(backend.name, ofFact(backend.path));
    default:
      return '';
  }
}

function socketWords(socket: SocketBackend): string {
  if (socket.path.kind !== 'absent') return joined('unix', ofFact(socket.path));
  if (socket.fd.kind !== 'absent') return joined('fd', ofFact(socket.fd));
  const protocols = ['telnet', 'tn3270', 'websocket'] as const;
  const protocol = protocols.find((name) => knownValue(socket[name]) === true);
  return joined(protocol ?? 'tcp', address(socket.host, socket.port));
}

function address(host: Fact<string>, port: Fact<string>): string {
  return port.kind === 'absent' ? ofFact(host) : `${ofFact(host)}:${ofFact(port)}`;
}

function joined(name: string, rest: string): string {
  return rest === '' ? name : `${name} ${rest}`;
}

function ofFact(fact: Fact<string>): string {
  return fact.kind === 'absent' ? '' : written(fact.text);
}
