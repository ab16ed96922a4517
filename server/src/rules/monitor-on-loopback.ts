/** A monitor on a local TCP port without TLS. */
import type { Machine, Monitor } from '../qemu/machine/machine.ts';
import { hostSentence } from '../qemu/reach/host-sentence.ts';
import { isKnown } from '../text/mapped-text.ts';
import {
  monitorFinding,
  monitorName,
  type NetworkReach,
  reachableMonitors,
} from './findings/monitor-finding.ts';
import type { Rule } from './rule.ts';

export const monitorOnLoopback: Rule = {
  id: 'monitor-on-loopback',
  severity: 'warning',
  rating: 7.8,
  summary: 'A monitor listens on a loopback port that every local user and web page can reach.',
  *check(machine) {
    for (const { monitor, reach } of reachableMonitors(machine)) {
      if (reach.who !== 'host') continue;
      if (reach.protection.kind !== 'none' && reach.protection.kind !== 'unknown') continue;
      yield monitorFinding(machine, monitor, reach, messageOf(machine, monitor, reach));
    }
  },
};

function messageOf(machine: Machine, monitor: Monitor, reach: NetworkReach): string {
  const [name, address] = [monitorName(monitor), addressOf(reach)];
  return machine.program === 'storage-daemon'
    ? hostSentence(
        machine,
        'Any user of this host, or a web page, can control QEMU: {0} on {1}',
        name,
        address,
      )
    : hostSentence(
        machine,
        'Any user of this host, or a web page, can control this VM: {0} on {1}',
        name,
        address,
      );
}

/** `127.0.0.1:4444`, or the host if the port is not literal. */
function addressOf({ host, port }: NetworkReach): string {
  const name = host.decoded.includes(':') ? `[${host.decoded}]` : host.decoded;
  return port && isKnown(port) && port.decoded !== '' ? `${name}:${port.decoded}` : name;
}
