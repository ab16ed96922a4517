/** Prints only monitor options of running QEMUs: others may hold secrets. Why: docs/decisions/running-qemus.md */
import type { MonitorRecord } from '../../service/inventory/inventory.ts';
import type { Settings } from '../../service/settings/settings.ts';
import { audienceWords, inventoryOf, neighboursOf } from '../../workspace/front-end.ts';
import type { Request } from '../arguments/parse.ts';
import { complain } from '../check/check-projects.ts';
import { flagSettings } from '../check/cli-settings.ts';
import { plural } from '../check/summary.ts';
import { type FormatContext, jsonText, TOOL } from '../formats/format.ts';
import {
  findRunning,
  type RunningProcess,
  type RunningProcesses,
  userName,
} from '../running/processes.ts';
import { readProcess } from '../running/read-process.ts';
import { type OpenTo, type Reality, realityOf } from '../running/reality.ts';
import { surroundingsOf } from '../running/surroundings.ts';
import { COLOUR_OF_SEVERITY } from '../terminal/colours.ts';
import { printable, printableLine, widthOf } from '../terminal/printable.ts';
import { EXIT, type UsageError, usageError, type World } from '../world.ts';
import { isAnyFailing } from './print-report.ts';
import { writeResult } from './write-result.ts';

interface RunningMachine {
  readonly pid: number;
  readonly user: string;
  readonly name: string | undefined;
  readonly monitors: readonly RunningMonitor[];
  /** What could not be read, besides monitors that are `unknown`. */
  readonly unknown: readonly string[];
}

interface RunningMonitor
  extends Pick<MonitorRecord, 'transport' | 'address' | 'audience' | 'severity' | 'rule'> {
  /** `hmp`, `qmp`, or a neighbour: `gdb`, `vnc` … */
  readonly mode: string;
  readonly reality: Reality;
}

type RunningFormat = (machines: readonly RunningMachine[], context: FormatContext) => string;

const FORMATS: Readonly<Partial<Record<Request['format'], RunningFormat>>> = {
  text: asText,
  concise: asLines,
  json: asJson,
};

export async function running(request: Request, world: World): Promise<number | UsageError> {
  const format = FORMATS[request.format];
  if (format === undefined) return usageError('running prints text, concise or json');
  if (request.words.length > 0) return usageError('running takes no paths');
  const found = findRunning(world.proc);
  if (found === undefined) return usageError('running reads /proc, which only Linux has');
  const settings = flagSettings(request);
  const machines: RunningMachine[] = [];
  for (const one of found.all) machines.push(await machineOf(one, settings, world.proc));
  if (!writeResult(request, world, (context) => format(machines, context))) return EXIT.failed;
  const isAllSeen = printCounts(machines, found, request.quiet ? undefined : world);
  if (!isAllSeen) return EXIT.failed;
  return isAnyFailing(machines, request.failOn) ? EXIT.found : EXIT.fine;
}

async function machineOf(
  process: RunningProcess,
  settings: Settings,
  proc: string,
): Promise<RunningMachine> {
  const around = surroundingsOf(proc, process);
  const { analysis, unread } = await readProcess(process, around, settings);
  const [machine] = inventoryOf(analysis);
  const monitors = (machine?.monitors ?? []).map((record) => {
    const { mode, transport, address, audience, severity, rule } = record;
    const reality = realityOf(record, around);
    return rateObserved({ mode, transport, address, audience, severity, rule, reality }, settings);
  });
  const neighbours = neighboursOf(analysis).map(({ kind, connectsOut, ...record }) => {
    const reality: Reality = connectsOut ? { kind: 'none' } : realityOf(record, around);
    return { mode: kind, ...record, reality };
  });
  return {
    pid: process.pid,
    user: userName(process.uid),
    name: machine?.name,
    monitors: [...monitors, ...neighbours],
    unknown: [
      ...(machine ? [] : ['its command line cannot be understood']),
      ...(unread > 0 ? [`${plural(unread, 'config file')} cannot be read`] : []),
    ],
  };
}

/** An observed socket overrules the command line. */
function rateObserved(monitor: RunningMonitor, settings: Settings): RunningMonitor {
  const { reality, audience, transport } = monitor;
  if (reality.kind !== 'open') return monitor;
  const as = (
    seen: 'host' | 'network',
    rule: string,
    severity: 'error' | 'warning',
  ): RunningMonitor => {
    const set = settings.severities.get(rule) ?? severity;
    const isOff = set === 'off';
    return {
      ...monitor,
      audience: seen,
      severity: isOff ? undefined : set,
      rule: isOff ? undefined : rule,
    };
  };
  if (transport === 'unix' && reality.to === 'host' && audience !== 'host') {
    return as('host', 'monitor-socket-open-to-others', 'warning');
  }
  // A folder above the socket keeps other users out, although all share `/tmp`.
  if (monitor.rule === 'monitor-socket-in-shared-directory' && reality.isFixed) {
    return { ...monitor, audience: 'user', severity: undefined, rule: undefined };
  }
  // More open than meant: a name with several addresses, or a passed descriptor.
  const isWider = audience === 'host' || transport === 'socket';
  if (reality.to === 'network' && isWider) return as('network', 'monitor-on-network', 'error');
  if (reality.to === 'host' && transport === 'socket') {
    const isPath = reality.isFixed !== undefined;
    const rule = isPath ? 'monitor-socket-open-to-others' : 'monitor-on-loopback';
    return as('host', rule, 'warning');
  }
  return monitor;
}

function printCounts(
  machines: readonly RunningMachine[],
  { all, unread, isHidden }: RunningProcesses,
  world: World | undefined,
): boolean {
  const monitors = machines.flatMap((one) => one.monitors);
  const unknown =
    monitors.filter(({ reality }) => reality.kind === 'unknown').length +
    machines.reduce((sum, one) => sum + one.unknown.length, 0);
  const missing = [
    ...(isHidden ? ['the processes of other users are hidden here'] : []),
    ...(unread > 0 ? [`${unread} processes may not be looked at`] : []),
    ...(unknown > 0 ? [`${plural(unknown, 'thing')} could not be seen, marked unknown`] : []),
  ];
  world?.err.write(
    `${plural(all.length, 'QEMU')} running, ${plural(monitors.length, 'monitor')}\n`,
  );
  if (world) for (const one of missing) complain(world, `${one}: root may see more`);
  return missing.length === 0;
}

const OPEN_TO: Readonly<Record<OpenTo, string>> = {
  network: 'anyone on the network',
  host: 'any local user',
  group: 'the group of the socket',
  owner: 'the owner of the socket or its folder',
  user: 'only the user who runs QEMU',
};

function whoWords({ audience, reality }: RunningMonitor): string {
  if (reality.kind === 'unknown') {
    const meant = audience === 'unknown' ? '' : `; meant for ${audienceWords(audience)}`;
    return `unknown: ${reality.words}${meant}`;
  }
  if (reality.kind === 'open' && audience !== 'authorized') {
    return `${OPEN_TO[reality.to]} (${reality.words})`;
  }
  return audienceWords(audience);
}

function wayWords({ mode, transport, address }: RunningMonitor): string {
  const name = mode === 'unknown' ? 'monitor' : mode.toUpperCase();
  return printable([name, transport ?? '', address].filter((word) => word !== '').join(' '));
}

function titleOf({ pid, user, name }: RunningMachine): string {
  return printableLine(`${name ?? 'QEMU'} (pid ${pid}, user ${user})`);
}

function asText(machines: readonly RunningMachine[], { paint }: FormatContext): string {
  const width = Math.max(
    0,
    ...machines.flatMap(({ monitors }) => monitors.map((one) => widthOf(wayWords(one)))),
  );
  return machines
    .map((machine) => {
      const lines = machine.monitors.map((monitor) => {
        const { severity, rule } = monitor;
        const way = wayWords(monitor);
        const who = whoWords(monitor);
        const what =
          severity && rule
            ? paint(COLOUR_OF_SEVERITY[severity], `${who}, ${severity}[${rule}]`)
            : who;
        return `  ${way}${' '.repeat(width - widthOf(way))}  ${what}`;
      });
      const rest = machine.unknown.map((reason) => `  unknown: ${reason}, and may open monitors`);
      const none = lines.length + rest.length === 0 ? ['  no monitor'] : [];
      return [paint('bold', titleOf(machine)), ...lines, ...rest, ...none, ''].join('\n');
    })
    .join('\n');
}

function asLines(machines: readonly RunningMachine[]): string {
  return machines
    .flatMap((machine) => [
      ...machine.monitors.map((monitor) => {
        const { severity, rule } = monitor;
        const what = severity && rule ? ` ${severity}[${rule}]` : '';
        return `${titleOf(machine)}: ${wayWords(monitor)}: ${whoWords(monitor)}${what}\n`;
      }),
      ...machine.unknown.map((reason) => `${titleOf(machine)}: unknown: ${reason}\n`),
    ])
    .join('');
}

function asJson(machines: readonly RunningMachine[]): string {
  return jsonText({ version: 1, tool: TOOL, machines });
}
