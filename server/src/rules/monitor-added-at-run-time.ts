/** A monitor, or a step towards one, added by commands to a running QEMU. */
import * as l10n from '@vscode/l10n';
import type { Machine } from '../qemu/machine/machine.ts';
import type { RunTimeAddition } from '../qemu/machine/run-time.ts';
import { monitorReach, type Reach } from '../qemu/reach/reach.ts';
import { monitorFinding } from './findings/monitor-finding.ts';
import { RUN_TIME_WORDS, runTimeFixes } from './findings/run-time-finding.ts';
import { monitorLabel } from './findings/subject.ts';
import type { Finding, Rule, Severity } from './rule.ts';

export const monitorAddedAtRunTime: Rule = {
  id: 'monitor-added-at-run-time',
  severity: 'error',
  rating: 9.1,
  milder: {
    severities: ['warning', 'information'],
    when:
      'By default an error or a warning for a monitor, depending on who can connect; a warning for a ' +
      'gdb port on the network; information for everything else.',
  },
  summary: 'A command adds a monitor, or what can become one, to a running QEMU.',
  *check(machine) {
    for (const addition of machine.addedAtRunTime ?? []) {
      const { monitor, kind } = addition;
      for (const reach of monitorReach(machine, monitor)) {
        const severity = SEVERITIES[kind](reach);
        if (severity !== undefined) yield findingOf(machine, addition, reach, severity);
      }
    }
  },
};

type Judge = (reach: Reach) => Severity | undefined;

const SEVERITIES: Readonly<Record<RunTimeAddition['kind'], Judge>> = {
  monitor: (reach) => {
    switch (reach.who) {
      case 'network':
      case 'host': {
        const { kind } = reach.protection;
        if (kind === 'authorized') return undefined;
        if (kind === 'unauthenticated') return 'error';
        return kind === 'authenticated' || reach.who === 'host' ? 'warning' : 'error';
      }
      case 'datagrams':
        return reach.local ? 'warning' : 'error';
      case 'peer':
      case 'abstract':
        return 'warning';
      case 'directory':
      case 'unknown':
        return 'information';
      case 'device':
      case 'user':
      case 'nobody':
        return undefined;
    }
  },
  gdb: (reach) => {
    if (reach.who === 'network') return 'warning';
    return reach.who === 'host' || reach.who === 'peer' ? 'information' : undefined;
  },
  chardev: (reach) => {
    const open = reach.who === 'network' && reach.protection.kind === 'none';
    return open ? 'information' : undefined;
  },
};

function findingOf(
  machine: Machine,
  { kind, monitor }: RunTimeAddition,
  reach: Reach,
  severity: Severity,
): Finding {
  if (reach.who === 'unknown' || reach.who === 'nobody') {
    const message = l10n.t(
      '{0} added here: its chardev is added elsewhere, so this file does not show who can open it',
      monitorLabel(monitor),
    );
    return {
      at: monitor.at,
      message,
      related: [],
      certainty: 'certain',
      severity,
      fixes: () => [],
    };
  }
  const message = RUN_TIME_WORDS[kind](reach, machine, monitor);
  const fixes = () => runTimeFixes(kind, monitor, reach);
  return { ...monitorFinding(machine, monitor, reach, message, fixes), severity };
}
