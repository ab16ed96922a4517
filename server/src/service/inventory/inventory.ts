/** Machines and monitors as plain records. */

import { exposureOf } from '../../qemu/display/exposure.ts';
import {
  leafChardevs,
  type Machine,
  type Monitor,
  type MonitorMode,
} from '../../qemu/machine/machine.ts';
import type { Audience } from '../../qemu/reach/audience.ts';
import { monitorReach } from '../../qemu/reach/reach.ts';
import { SEVERITIES, type Severity } from '../../rules/rule.ts';
import type { FilePlace } from '../../text/file-set.ts';
import { addTo } from '../../text/lookup.ts';
import { contains, firstFrom, type Span, spanKey } from '../../text/span.ts';
import type { Analysis, ShownFinding } from '../analysis/analyze.ts';
import type { FileRelated } from '../analysis/file-findings.ts';
import { type MonitorAddress, monitorAddressOf } from '../analysis/monitor-address.ts';
import { type ConnectCommand, connectCommands } from '../hover/connect-command.ts';
import type { Excused } from '../suppression/silence.ts';
import { type ChardevRecord, chardevRecords } from './chardev-records.ts';
import { joinLaunches, monitorKeys } from './launches.ts';
import { machineTitle } from './machine-title.ts';

export interface MachineRecord {
  readonly name: string | undefined;
  readonly program: Machine['program'];
  /** The program or first section; undefined elsewhere. */
  readonly at: FilePlace | undefined;
  readonly monitors: readonly MonitorRecord[];
  readonly chardevs: readonly ChardevRecord[];
}

/** A monitor's address; a hub's monitor has one for each member. */
export interface MonitorRecord extends MonitorAddress, FoundAtMonitor {
  /** Equal for launches of one place and audience; counts use distinct keys. */
  readonly key: string;
  readonly mode: MonitorMode;
  /** `mon0`, `compat_monitor0` */
  readonly name: string | undefined;
  readonly audience: Audience;
  readonly onOtherHost?: true;
  readonly made: Monitor['made'];
  readonly sharedWithGuest: boolean;
  readonly at: FilePlace | undefined;
  readonly evidence: readonly (Omit<FileRelated, keyof FilePlace> & {
    readonly place: FilePlace | undefined;
  })[];
  readonly connect: readonly ConnectCommand[];
}

/** All machines in order; none in documentation. */
export function inventoryOf(analysis: Analysis): readonly MachineRecord[] {
  if (analysis.host?.isForPeople) return [];
  const started = analysis.connections.machines
    .filter(({ program }) => program !== 'commands' && program !== 'vnc-server')
    .map((machine) => ({
      machine,
      monitors: monitorsOf(machine).map((monitor) => ({
        monitor,
        ways: reachesOf(machine, monitor),
      })),
    }));
  const deciding = new Map<string, Span[]>();
  for (const { monitor, ways } of started.flatMap(({ monitors }) => monitors)) {
    for (const span of ways.flatMap(({ spans }) => spans)) {
      addTo(deciding, spanKey(monitor.at), span);
    }
  }
  const worst = {
    found: worstAmong(analysis.findings, deciding),
    excused: worstAmong(
      analysis.excused.map(({ finding }) => finding),
      deciding,
    ),
  };
  const records = started.map(({ machine, monitors }): MachineRecord => {
    const keyOf = monitorKeys();
    const ways = monitors.map(({ monitor, ways: all }) =>
      monitorRecords(analysis, worst, machine, monitor, all).map((record) => {
        return { ...record, key: keyOf(record) };
      }),
    );
    let count = 0;
    const places = ways.map((records) =>
      records.map(({ audience }) => ({ place: count++, audience })),
    );
    return {
      name: machineTitle(machine),
      program: machine.program,
      at: locate(analysis, machine.programAt ?? machine.sections[0]?.at),
      monitors: ways.flat(),
      chardevs: chardevRecords(machine, places, (at) => locate(analysis, at)),
    };
  });
  return joinLaunches(records);
}

function monitorsOf({ monitors, unseen: at }: Machine): readonly Monitor[] {
  if (monitors.length > 0 || at === undefined) return monitors;
  const nameless = { option: undefined, chardev: undefined, chardevId: undefined } as const;
  const unknown = { mode: 'unknown', made: 'asked', sharedWithGuest: false } as const;
  return [{ ...unknown, ...nameless, chardevName: undefined, properties: [], at }];
}

interface Worst {
  readonly found: WorstAbout;
  readonly excused: WorstAbout;
}

function reachesOf(machine: Machine, monitor: Monitor) {
  const leaves = monitor.chardev ? leafChardevs(machine.chardevs, monitor.chardev) : [];
  return monitorReach(machine, monitor).map((reach, index) => {
    const exposure = exposureOf(machine, monitor, reach);
    const decides = 'at' in reach && monitor.made !== 'default' ? [reach.at] : [];
    const spans = exposure.evidence.flatMap(({ at }) => at ?? []);
    return {
      reach,
      leaf: leaves[index],
      exposure,
      decides: decides[0],
      spans: [...decides, ...spans],
    };
  });
}

function monitorRecords(
  analysis: Analysis,
  worst: Worst,
  machine: Machine,
  monitor: Monitor,
  ways: ReturnType<typeof reachesOf>,
): readonly Omit<MonitorRecord, 'key'>[] {
  const { mode, made, sharedWithGuest, chardevName: name } = monitor;
  return ways.map((way) => {
    const { reach, leaf, exposure, decides, spans } = way;
    return {
      mode,
      name,
      made,
      sharedWithGuest,
      ...monitorAddressOf(reach, leaf),
      audience: exposure.audience,
      ...(machine.onOtherHost && { onOtherHost: true }),
      at: locate(analysis, decides) ?? locate(analysis, monitor.at),
      ...findingAbout(analysis, worst, monitor, spans),
      evidence: exposure.evidence.map(({ message, at }) => ({
        message,
        place: locate(analysis, at),
      })),
      connect: connectCommands(machine, monitor, reach),
    };
  });
}

function locate({ files }: Analysis, at: Span | undefined): FilePlace | undefined {
  return at && files.locate(at);
}

interface FoundAtMonitor {
  readonly severity: Severity | undefined;
  readonly rule: string | undefined;
  readonly problem: { readonly message: string; readonly place: FilePlace | undefined } | undefined;
  readonly excused:
    | { readonly rule: string; readonly reason: string; readonly by: Excused<unknown>['by'] }
    | undefined;
}

function findingAbout(
  { excused, files }: Analysis,
  about: Worst,
  monitor: Monitor,
  way: readonly Span[],
): FoundAtMonitor {
  const worst = about.found(monitor, way);
  const best = about.excused(monitor, way);
  const may = best && excused.find(({ finding }) => finding === best);
  return {
    severity: worst?.severity,
    rule: worst?.rule,
    problem: worst && { message: worst.message, place: files.locate(worst.at) },
    excused: worst || !may ? undefined : { rule: may.finding.rule, reason: may.reason, by: may.by },
  };
}

/** Finds the worst finding at a text of `way` (`0.0.0.0`, `777` of a chmod), or about the monitor. */
type WorstAbout = (monitor: Monitor, way: readonly Span[]) => ShownFinding | undefined;

function worstAmong(
  findings: readonly ShownFinding[],
  deciding: ReadonlyMap<string, readonly Span[]>,
): WorstAbout {
  const worstFirst = findings.toSorted((a, b) => {
    return SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity);
  });
  const ranks = new Map(worstFirst.map((finding, index) => [finding, index]));
  const isAt = (finding: ShownFinding, places: readonly Span[]): boolean =>
    places.some((place) => contains(place, finding.at) || contains(finding.at, place));
  /** The worst finding by option, which all calls of a function share. */
  const byOption = new Map<string, ShownFinding>();
  for (const finding of worstFirst) {
    for (const { at } of finding.related) {
      const option = spanKey(at);
      if (byOption.has(option) || isAt(finding, deciding.get(option) ?? [])) continue;
      byOption.set(option, finding);
    }
  }
  const sorted = findings.toSorted((a, b) => a.at.start - b.at.start);
  /** The farthest end so far ends the search. */
  const ends: number[] = [];
  for (const { at } of sorted) ends.push(Math.max(at.end, ends.at(-1) ?? 0));
  return ({ made, at }, way) => {
    let worst = made === 'default' ? undefined : byOption.get(spanKey(at));
    let rank = (worst && ranks.get(worst)) ?? Number.POSITIVE_INFINITY;
    for (const { start, end } of way) {
      for (let index = firstFrom(sorted, end + 1, (one) => one.at.start) - 1; index >= 0; index--) {
        const finding = sorted[index];
        if (finding === undefined || (ends[index] ?? 0) < start) break;
        const own = ranks.get(finding) ?? rank;
        if (own >= rank || !isAt(finding, way)) continue;
        [worst, rank] = [finding, own];
      }
    }
    return worst;
  };
}
