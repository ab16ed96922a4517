/** A monitor's UNIX socket or FIFO in a directory where every local user may make files. */

import { emptyPathPlace, leaveSharedDirectory } from '../qemu/change/unix-switch.ts';
import { directoryOf, isPrivateByScript, isUserDirectory } from '../qemu/machine/permissions.ts';
import { placeOf } from '../qemu/options/place.ts';
import { reviewFix } from './common-finding.ts';
import { monitorFinding, monitorName, monitorReaches } from './monitor-finding.ts';
import type { Rule } from './rule.ts';

/** What has to move with the socket. */
const FOLLOW = 'Who connects to the old path must use the new one';

export const monitorSocketInSharedDirectory: Rule = {
  id: 'monitor-socket-in-shared-directory',
  severity: 'information',
  summary: "A monitor's socket lies where every local user may make files, such as /tmp.",
  *check(machine) {
    for (const { monitor, reach } of monitorReaches(machine)) {
      if (reach.who !== 'directory') continue;
      if (isUserDirectory(reach.path) || isPrivateByScript(machine, reach.path)) continue;
      const thing = reach.chardev.backend.kind === 'socket' ? "monitor's socket" : "monitor's FIFO";
      const name = monitorName(monitor).replace('monitor', thing);
      const what = `${name} lies in ${sharedDirectory(reach.path.text)}`;
      const who = 'where any local user may take its name first and answer in its place';
      const message = `${what}, ${who}; use a directory of your own`;
      // The directory alone is what has to change; sockets that share a variable share the finding.
      const directory = directoryOf(reach.path);
      const place = directory ? placeOf(directory) : (emptyPathPlace(reach.chardev) ?? reach);
      const changes = leaveSharedDirectory(reach.chardev, monitor.mode);
      const vacates = { kind: 'path', name: reach.path } as const;
      yield {
        ...monitorFinding(machine, monitor, { ...reach, ...place }, message),
        fixes: reviewFix(
          { title: 'Move the socket to a private directory', risk: FOLLOW, vacates },
          changes,
        ),
      };
    }
  },
};

/** The `/var/tmp` of `/var/tmp/vm/monitor.sock`; `/tmp` where QEMU chooses the path. */
function sharedDirectory(path: string): string {
  return /^\/(?:var|dev|run)\/\w+/.exec(path)?.[0] ?? '/tmp';
}
