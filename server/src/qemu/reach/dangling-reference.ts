/** Ids of TLS and authorization that name nothing of use, where QEMU starts all the same. */
import type { MappedText } from '../../text/mapped-text.ts';
import { isTcp } from '../chardev/socket.ts';
import type { Machine } from '../machine/machine.ts';
import { danglingAuthz, serverProtection } from '../object/protection.ts';
import { knownValue } from '../options/fact.ts';
import { closest } from '../options/refusal.ts';

interface DanglingAuthz {
  /** The id behind `tls-authz=`. */
  readonly id: MappedText;
  /** An authorization object whose id is one typing error away. */
  readonly instead: string | undefined;
}

/** The `tls-authz` of listening sockets because of which every client is turned away. */
export function danglingAuthorizations(machine: Machine): readonly DanglingAuthz[] {
  return [...machine.chardevs.values()].flatMap(({ backend }) => {
    if (backend.kind !== 'socket' || !isTcp(backend)) return [];
    if (knownValue(backend.server) !== true) return [];
    // Only where it is asked: anonymous credentials, keys and verify-peer=off admit without.
    if (serverProtection(machine, backend).kind !== 'unusable') return [];
    const id = danglingAuthz(machine, backend);
    if (id === undefined) return [];
    const candidates = machine.objects.filter(({ type }) => type?.startsWith('authz-'));
    const ids = candidates.flatMap((object) => object.id?.decoded ?? []);
    return [{ id, instead: closest(id.decoded, ids) }];
  });
}
