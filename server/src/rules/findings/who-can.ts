/** Who can do what: `HMP on tcp *:4444: anyone on the network can …`. */
import * as l10n from '@vscode/l10n';
import type { Machine } from '../../qemu/machine/machine.ts';
import { spawnDeniedBy } from '../../qemu/reach/confinement.ts';
import { hostSentence } from '../../qemu/reach/host-sentence.ts';

/** An unknown address may be local. */
export function networkMessage(
  machine: Machine,
  subject: string,
  { address }: { readonly address: 'any' | 'one' | 'unknown' },
): string {
  if (!startsPrograms(machine)) {
    return address === 'unknown'
      ? l10n.t('{0}: anyone who reaches it can control QEMU', subject)
      : l10n.t('{0}: anyone on the network can control QEMU', subject);
  }
  return address === 'unknown'
    ? hostSentence(machine, '{0}: anyone who reaches it can run commands on this host', subject)
    : hostSentence(machine, '{0}: anyone on the network can run commands on this host', subject);
}

/** Senders can be forged; `local`: the peer is this machine. */
export function datagramMessage(
  machine: Machine,
  subject: string,
  { local }: { readonly local: boolean },
): string {
  return local
    ? hostSentence(machine, '{0}: any local user can control QEMU with forged packets', subject)
    : l10n.t('{0}: anyone on the network can control QEMU with forged packets', subject);
}

/** Whether a monitor can start programs by `migrate "exec:…"`: not in the storage daemon or with a sandbox. */
export function startsPrograms(machine: Machine): boolean {
  return machine.program !== 'storage-daemon' && spawnDeniedBy(machine) === undefined;
}
