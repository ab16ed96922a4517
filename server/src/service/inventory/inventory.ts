/**
 * What a document starts, as plain records: its machines, their monitors, safe ones too, and who can open
 * them. For whoever lists or draws them; findings say what is wrong with them.
 */

import { exposureOf } from '../../qemu/display/exposure.ts';
import {
  leafChardevs,
  type Machine,
  type Monitor,
  type MonitorMode,
} from '../../qemu/machine/machine.ts';
import type { Audience } from '../../qemu/reach/audience.ts';
import { monitorReach } from '../../qemu/reach/reach.ts';
import type { Severity } from '../../rules/rule.ts';
import type { FilePlace } from '../../text/file-set.ts';
import { addTo } from '../../text/lookup.ts';
import { contains, firstFrom, type Span, spanKey } from '../../text/span.ts';
import type { Analysis, ShownFinding } from '../analysis/analyze.ts';
import type { FileRelated } from '../analysis/file-findings.ts';
import { type MonitorAddress, monitorAddressOf } from '../analysis/monitor-address.ts';
import { type ConnectCommand, connectCommands } from '../hover/connect-command.ts';
import { type ChardevRecord, chardevRecords } from './chardev-records.ts';
import { joinLaunches, monitorKeys } from './launches.ts';
import { machineTitle } from './machine-title.ts';

/** One started QEMU, or a config file's part of one. */
export interface MachineRecord {
  /** The name of the machine with unknown parts as they are written, if it has one. */
  readonly name: string | undefined;
  readonly program: Machine['program'];
  /** The program's word, or the first section; undefined where all of it is elsewhere. */
  readonly at: FilePlace | undefined;
  readonly monitors: readonly MonitorRecord[];
  /** Those that monitors talk through, and all others. */
  readonly chardevs: readonly ChardevRecord[];
}

/** One way to a monitor. One behind a hub has as many records as chardevs that lead to it. */
export interface MonitorRecord extends MonitorAddress, FoundAtMonitor {
  /**
   * The same for the same monitor in several launches: it is written at one place, and the same people can open it. Who
   * counts monitors counts different keys.
   */
  readonly key: string;
  readonly mode: MonitorMode;
  /** What QEMU calls its chardev: `mon0`, `compat_monitor0`. */
  readonly name: string | undefined;
  readonly audience: Audience;
  /** Whether it runs on another host, whose users an audience of `host` means. */
  readonly onOtherHost?: true;
  readonly made: Monitor['made'];
  readonly sharedWithGuest: boolean;
  /** The text that decides who can open it, or else what makes it. */
  readonly at: FilePlace | undefined;
  /** Why it has this audience, the deciding link first. */
  readonly evidence: readonly (Omit<FileRelated, keyof FilePlace> & {
    readonly place: FilePlace | undefined;
  })[];
  /** How to get there from a terminal. */
  readonly connect: readonly ConnectCommand[];
}

/**
 * The machines of an analysis in the order of the document. Those without a monitor are listed too; not those that a
 * text for people shows, which nobody runs.
 */
export function inventoryOf(analysis: Analysis): readonly MachineRecord[] {
  if (analysis.host?.isForPeople) return [];
  const started = analysis.connections.machines
    .filter(({ program }) => program !== 'commands' && program !== 'vnc-server')
    .map((machine) => ({
      machine,
      monitors: machine.monitors.map((monitor) => ({ monitor, ways: waysTo(machine, monitor) })),
    }));
  // An option whose value differs from command to command makes another monitor in each.
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

/** The worst that is found, and the worst that may stay as it is. */
interface Worst {
  readonly found: WorstAbout;
  readonly excused: WorstAbout;
}

/** The ways to a monitor, each with the texts that decide who can open it. */
function waysTo(machine: Machine, monitor: Monitor) {
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
  ways: ReturnType<typeof waysTo>,
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

/** What is found about a monitor; all undefined where nothing is. */
interface FoundAtMonitor {
  /** How bad it is, and the id of its rule. */
  readonly severity: Severity | undefined;
  readonly rule: string | undefined;
  /** What is said, and where it stands, which is where its fixes are. */
  readonly problem: { readonly message: string; readonly place: FilePlace | undefined } | undefined;
  /** Where nothing else is found: the rule of what may stay as it is, and the reason that somebody gave. */
  readonly excused: { readonly rule: string; readonly reason: string } | undefined;
}

/** From what wants to be seen first to what wants to be seen last. */
const ORDER: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

/** The worst finding about one way to a monitor, whose texts are `way`. */
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
    excused: worst || !may ? undefined : { rule: may.finding.rule, reason: may.reason },
  };
}

/**
 * The worst finding about one way to a monitor, the first of several that are as bad. It stands at a text of `way`, which
 * decides who can open the monitor (the `0.0.0.0` of its chardev, the `777` of a chmod), or else names the monitor as a
 * related place and stands at no text that decides about another way or another monitor of the same option.
 */
type WorstAbout = (monitor: Monitor, way: readonly Span[]) => ShownFinding | undefined;

/** Looks through findings once, for all monitors of an analysis; `deciding` are the texts that decide, by the option. */
function worstAmong(
  findings: readonly ShownFinding[],
  deciding: ReadonlyMap<string, readonly Span[]>,
): WorstAbout {
  const worstFirst = findings.toSorted((a, b) => {
    return ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity);
  });
  const ranks = new Map(worstFirst.map((finding, index) => [finding, index]));
  const isAt = (finding: ShownFinding, places: readonly Span[]): boolean =>
    places.some((place) => contains(place, finding.at) || contains(finding.at, place));
  /** The worst that names an option: one that a function starts has as many monitors as it has calls. */
  const byOption = new Map<string, ShownFinding>();
  for (const finding of worstFirst) {
    for (const { at } of finding.related) {
      const option = spanKey(at);
      if (byOption.has(option) || isAt(finding, deciding.get(option) ?? [])) continue;
      byOption.set(option, finding);
    }
  }
  const sorted = findings.toSorted((a, b) => a.at.start - b.at.start);
  /** Where the findings up to each end at the latest, so that looking back comes to an end. */
  const ends: number[] = [];
  for (const { at } of sorted) ends.push(Math.max(at.end, ends.at(-1) ?? 0));
  return ({ made, at }, way) => {
    let worst = made === 'default' ? undefined : byOption.get(spanKey(at));
    let rank = (worst && ranks.get(worst)) ?? Number.POSITIVE_INFINITY;
    for (const { start, end } of way) {
      for (let index = firstFrom(sorted, end + 1, (one) => one.at.start) - 1; index >= 0; index--) {
        const finding = sorted[index];
        // Nothing in front of it reaches as far as the place.
        if (finding === undefined || (ends[index] ?? 0) < start) break;
        const own = ranks.get(finding) ?? rank;
        if (own >= rank || !isAt(finding, way)) continue;
        [worst, rank] = [finding, own];
      }
    }
    return worst;
  };
}
