import type { MappedText } from '../../text/mapped-text.ts';
import { isTcp } from '../chardev/socket.ts';
import type { Machine } from '../machine/machine.ts';
import { danglingAuthz, serverProtection } from '../object/protection.ts';
import { knownValue } from '../options/fact.ts';
import { closest } from '../options/refusal.ts';

interface DanglingAuthz {
  readonly id: MappedText;
  readonly instead: string | undefined;
}

/** Dangling `tls-authz`, with which QEMU starts, but its sockets refuse every client. */
export function danglingAuthorizations(machine: Machine): readonly DanglingAuthz[] {
  return [...machine.chardevs.values()].flatMap(({ backend }) => {
    if (backend.kind !== 'socket' || !isTcp(backend)) return [];
    if (knownValue(backend.server) !== true) return [];
    // Anonymous credentials, PSK and `verify-peer=off` need no object.
    if (serverProtection(machine, backend).kind !== 'unusable') return [];
    const id = danglingAuthz(machine, backend);
    if (id === undefined) return [];
    const candidates = machine.objects.filter(({ type }) => type?.startsWith('authz-'));
    const ids = candidates.flatMap((object) => object.id?.decoded ?? []);
    return [{ id, instead: closest(id.decoded, ids) }];
  });
}
