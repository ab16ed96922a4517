/** A monitor's UNIX socket or FIFO in a directory where every local user may make files. */
import * as l10n from '@vscode/l10n';
import { leaveDeepDirectory } from '../qemu/change/deep-socket.ts';
import { emptyPathPlace, leaveSharedDirectory } from '../qemu/change/unix-switch.ts';
import type { Monitor } from '../qemu/machine/machine.ts';
import { directoryOf, isPrivateByScript, isUserDirectory } from '../qemu/machine/permissions.ts';
import { sharedDirectory } from '../qemu/machine/shared-directory.ts';
import { placeOf } from '../qemu/options/place.ts';
import { reviewFix } from './common-finding.ts';
import { MODE_NAMES, monitorFinding, monitorReaches } from './monitor-finding.ts';
import type { Rule } from './rule.ts';

export const monitorSocketInSharedDirectory: Rule = {
  id: 'monitor-socket-in-shared-directory',
  severity: 'information',
  summary: "A monitor's socket lies where every local user may make files, such as /tmp.",
  *check(machine) {
    for (const { monitor, reach } of monitorReaches(machine)) {
      if (reach.who !== 'directory') continue;
      if (isUserDirectory(reach.path) || isPrivateByScript(machine, reach.path)) continue;
      const isSocket = reach.chardev.backend.kind === 'socket';
      const message = l10n.t(
        '{0} lies in {1}, where any local user may take its name first and answer in its place; use a directory of your own',
        isSocket ? socketName(monitor) : fifoName(monitor),
        sharedDirectory(reach.path),
      );
      const title = l10n.t('Move the socket to a private directory');
      const risk = l10n.t('Who connects to the old path must use the new one');
      // The directory alone is what has to change; sockets that share a variable share the finding.
      const directory = directoryOf(reach.path);
      const place = directory ? placeOf(directory) : (emptyPathPlace(reach.chardev) ?? reach);
      const vacates = { kind: 'path', name: reach.path } as const;
      yield {
        ...monitorFinding(machine, monitor, { ...reach, ...place }, message),
        fixes: () => {
          const id = 'private-directory';
          const changes = leaveSharedDirectory(reach.chardev, monitor.mode);
          if (changes) return reviewFix({ id, title, risk, vacates }, changes);
          const deep = leaveDeepDirectory(machine, reach.chardev);
          const { moved, joints } = deep ?? {};
          return reviewFix(
            { id, title, risk, vacates: { ...vacates, moved, joints } },
            deep?.changes,
          );
        },
      };
    }
  },
};

/** The name of a monitor's socket, as `monitorName` has it for the monitor. */
function socketName({ mode, sharedWithGuest, made }: Monitor): string {
  const name = MODE_NAMES[mode];
  if (!sharedWithGuest) return l10n.t("{0} monitor's socket", name);
  return made === 'hidden'
    ? l10n.t(
        "{0} monitor's socket behind a guest's serial line (mux=on makes it without saying so)",
        name,
      )
    : l10n.t("{0} monitor's socket behind a guest's serial line", name);
}

/** The same for its FIFO. */
function fifoName({ mode, sharedWithGuest, made }: Monitor): string {
  const name = MODE_NAMES[mode];
  if (!sharedWithGuest) return l10n.t("{0} monitor's FIFO", name);
  return made === 'hidden'
    ? l10n.t(
        "{0} monitor's FIFO behind a guest's serial line (mux=on makes it without saying so)",
        name,
      )
    : l10n.t("{0} monitor's FIFO behind a guest's serial line", name);
}
