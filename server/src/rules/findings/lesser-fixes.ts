/** Further fixes, none preferred: loopback, removal, separation from a guest device, no spawning. */
import * as l10n from '@vscode/l10n';
import { listenOnLoopback } from '../../qemu/change/loopback.ts';
import { removeMonitor } from '../../qemu/change/monitor-removal.ts';
import { splitMonitor } from '../../qemu/change/monitor-split.ts';
import { denySpawn } from '../../qemu/change/spawn-denial.ts';
import type { Machine, Monitor } from '../../qemu/machine/machine.ts';
import { spawnDeniedBy } from '../../qemu/reach/confinement.ts';
import type { Reach } from '../../qemu/reach/reach.ts';
import type { Fix } from '../rule.ts';
import { reviewFix } from './common-finding.ts';
import { loopbackWords } from './neighbour-finding.ts';

/** Fixes, most useful first. */
export function lesserFixes(machine: Machine, monitor: Monitor, reach: Reach): readonly Fix[] {
  if (!('transport' in reach)) return [];
  return [
    ...splitFix(machine, monitor),
    ...loopbackFix(reach),
    ...removalFix(machine, monitor, reach),
    ...sandboxFix(machine, monitor, reach),
  ];
}

function splitFix(machine: Machine, monitor: Monitor): readonly Fix[] {
  const title = l10n.t('Move the monitor to its own UNIX socket');
  const risk = l10n.t(
    'The guest keeps this port; people who used the monitor there must use the socket',
  );
  return reviewFix(
    { id: 'own-socket', title, risk, preferred: false },
    splitMonitor(machine, monitor),
  );
}

/** Still open to local users. */
function loopbackFix(reach: Extract<Reach, { transport: unknown }>): readonly Fix[] {
  // `$HOST` may be 127.0.0.1.
  if (reach.who !== 'network' || reach.address === 'unknown' || !isUnprotected(reach)) return [];
  const words = { ...loopbackWords(), preferred: false };
  return reviewFix(words, listenOnLoopback(reach.chardev));
}

function removalFix(machine: Machine, monitor: Monitor, reach: Reach): readonly Fix[] {
  const removal = removeMonitor(machine, monitor);
  const title = machine.begunByLibvirt
    ? l10n.t('Remove the monitor (use virsh qemu-monitor-command)')
    : l10n.t('Remove the monitor');
  const outwards = reach.who === 'peer' || reach.who === 'datagrams';
  const loss = outwards
    ? l10n.t('The program that waits for this connection gets none')
    : l10n.t('Its clients can no longer connect');
  const risk = removal?.leavesNone
    ? l10n.t('{0}; -monitor none replaces it, or QEMU would add its default monitor', loss)
    : loss;
  return reviewFix({ id: 'remove-monitor', title, risk, preferred: false }, removal?.changes);
}

function isUnprotected(reach: Reach): boolean {
  if (reach.who !== 'network' && reach.who !== 'host') return false;
  return reach.protection.kind === 'none' || reach.protection.kind === 'unknown';
}

/** The monitor stays open, with file access. */
function sandboxFix(machine: Machine, monitor: Monitor, reach: Reach): readonly Fix[] {
  if (!isUnprotected(reach) || spawnDeniedBy(machine) !== undefined) return [];
  const title = l10n.t('Add -sandbox on,spawn=deny (the port stays open)');
  const risk = l10n.t(
    'The monitor stays open; QEMU needs seccomp support and can no longer start helper programs',
  );
  return reviewFix(
    { id: 'deny-spawn', title, risk, preferred: false },
    denySpawn(machine, monitor),
  );
}
