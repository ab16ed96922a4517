/** A monitor on a local TCP port without TLS. */
import type { Machine, Monitor } from '../qemu/machine/machine.ts';
import { hostSentence } from '../qemu/reach/host-sentence.ts';
import { monitorFinding, reachableMonitors } from './findings/monitor-finding.ts';
import { monitorSubject, type NetworkReach } from './findings/subject.ts';
import { startsPrograms } from './findings/who-can.ts';
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
  const subject = monitorSubject(monitor, reach);
  return startsPrograms(machine)
    ? hostSentence(
        machine,
        '{0}: any local user or web page can run commands on this host',
        subject,
      )
    : hostSentence(machine, '{0}: any local user or web page can control QEMU', subject);
}
