/** A monitor's UNIX socket or FIFO in a world-writable directory. */
import * as l10n from '@vscode/l10n';
import {
  emptyPathPlace,
  leaveDeepDirectory,
  leaveSharedDirectory,
} from '../qemu/change/unix-switch.ts';
import { directoryOf, isPrivateByScript, isUserDirectory } from '../qemu/machine/permissions.ts';
import { sharedDirectory } from '../qemu/machine/shared-directory.ts';
import { placeOf } from '../qemu/options/place.ts';
import { hostSentence } from '../qemu/reach/host-sentence.ts';
import { reviewFix } from './findings/common-finding.ts';
import { monitorFinding, monitorReaches } from './findings/monitor-finding.ts';
import { modeLabel } from './findings/subject.ts';
import type { Rule } from './rule.ts';

export const monitorSocketInSharedDirectory: Rule = {
  id: 'monitor-socket-in-shared-directory',
  severity: 'information',
  rating: 4,
  summary: "A monitor's socket lies where every local user may make files, such as /tmp.",
  *check(machine) {
    for (const { monitor, reach } of monitorReaches(machine)) {
      if (reach.who !== 'directory') continue;
      if (isUserDirectory(reach.path) || isPrivateByScript(machine, reach.path)) continue;
      const isSocket = reach.chardev.backend.kind === 'socket';
      const [name, directory] = [modeLabel(monitor.mode), sharedDirectory(reach.path)];
      const message = isSocket
        ? hostSentence(
            machine,
            '{0} socket in {1}: any local user can impersonate the monitor',
            name,
            directory,
          )
        : hostSentence(
            machine,
            '{0} FIFO in {1}: any local user can impersonate the monitor',
            name,
            directory,
          );
      const title = l10n.t('Move the socket to a private directory');
      const risk = l10n.t('Clients of the old path must use the new one');
      // Sockets that share a directory's variable share the finding.
      const written = directoryOf(reach.path);
      const place = written ? placeOf(written) : (emptyPathPlace(reach.chardev) ?? reach);
      const relocatesSocket = { kind: 'path', name: reach.path } as const;
      yield monitorFinding(machine, monitor, { ...reach, ...place }, message, () => {
        const id = 'private-directory';
        const changes = leaveSharedDirectory(reach.chardev, monitor.mode);
        if (changes) return reviewFix({ id, title, risk, relocatesSocket }, changes);
        const deep = leaveDeepDirectory(machine, reach.chardev);
        const { moved, joints } = deep ?? {};
        return reviewFix(
          { id, title, risk, relocatesSocket: { ...relocatesSocket, moved, joints } },
          deep?.changes,
        );
      });
    }
  },
};
