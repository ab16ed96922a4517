/**
 * `running`: the monitors of the QEMUs that run on this machine, and who can open them now. Prints nothing of a command line
 * but what its monitors are, since other options may hold secrets.
 * Why: docs/decisions/running-qemus.md
 */
import type { MonitorRecord } from '../../service/inventory/inventory.ts';
import { audienceWords, inventoryOf } from '../../workspace/front-end.ts';
import type { Request } from '../arguments/parse.ts';
import { complain } from '../check/check-projects.ts';
import { flagSettings } from '../check/cli-settings.ts';
import { plural } from '../check/summary.ts';
import { type FormatContext, jsonText, TOOL_NAME } from '../formats/format.ts';
import { readOpenSockets } from '../running/open-sockets.ts';
import { findRunning, type RunningProcesses, userName } from '../running/processes.ts';
import { readProcess } from '../running/read-process.ts';
import { type OpenTo, type Reality, realityOf } from '../running/reality.ts';
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
}

interface RunningMonitor
  extends Pick<MonitorRecord, 'mode' | 'transport' | 'address' | 'audience' | 'severity' | 'rule'> {
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
  const sockets = readOpenSockets(world.proc);
  const machines: RunningMachine[] = [];
  let configs = 0;
  for (const one of found.all) {
    const { analysis, unread } = await readProcess(one, settings);
    configs += unread.length;
    const [machine] = inventoryOf(analysis);
    if (machine === undefined) continue;
    const monitors = machine.monitors.map((record) => {
      const { mode, transport, address, audience, severity, rule } = record;
      const reality = realityOf(record, sockets, one.isContained);
      return judged({ mode, transport, address, audience, severity, rule, reality });
    });
    machines.push({ pid: one.pid, user: userName(one.uid), name: machine.name, monitors });
  }
  if (!writeResult(request, world, (context) => format(machines, context))) return EXIT.failed;
  if (!request.quiet) tellRest(machines, found, configs, world);
  return isAnyFailing(machines, request.failOn) ? EXIT.found : EXIT.fine;
}

/** Whom the mode of a socket lets in counts for more than whom its path was meant for. */
function judged(monitor: RunningMonitor): RunningMonitor {
  const { reality, audience } = monitor;
  if (reality.kind !== 'open') return monitor;
  if (monitor.transport === 'unix' && reality.to === 'host' && audience !== 'host') {
    return {
      ...monitor,
      audience: 'host',
      severity: 'warning',
      rule: 'monitor-socket-open-to-others',
    };
  }
  // Below /tmp, and in a folder of its own there.
  if (monitor.rule === 'monitor-socket-in-shared-directory' && reality.isFixed) {
    return { ...monitor, audience: 'user', severity: undefined, rule: undefined };
  }
  // Meant for one address, and open on others as well, as a name may be that has several.
  if (reality.to === 'network' && audience === 'host') {
    return { ...monitor, audience: 'network', severity: 'error', rule: 'monitor-on-network' };
  }
  return monitor;
}

function tellRest(
  machines: readonly RunningMachine[],
  { all, unread, isHidden }: RunningProcesses,
  configs: number,
  world: World,
): void {
  const count = machines.reduce((sum, one) => sum + one.monitors.length, 0);
  world.err.write(`${plural(all.length, 'QEMU')} running, ${plural(count, 'monitor')}\n`);
  if (isHidden)
    complain(world, 'the processes of other users are hidden here: run it as root to see them');
  if (unread > 0)
    complain(world, `${unread} processes may not be looked at: run it as root to see them`);
  if (configs > 0)
    complain(
      world,
      `${plural(configs, 'config file')} cannot be read, and what is in there is not known`,
    );
}

const OPEN_TO: Readonly<Record<OpenTo, string>> = {
  network: 'anyone on the network',
  host: 'any local user',
  group: 'the group of the socket',
  user: 'only the user who runs QEMU',
};

function whoWords({ audience, reality }: RunningMonitor): string {
  if (reality.kind === 'open' && audience !== 'authorized') {
    return `${OPEN_TO[reality.to]} (${reality.words})`;
  }
  const meant = audienceWords(audience);
  return reality.kind === 'none' ? meant : `${meant} (${reality.words})`;
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
      const none = machine.monitors.length === 0 ? ['  no monitor'] : [];
      return [paint('bold', titleOf(machine)), ...lines, ...none, ''].join('\n');
    })
    .join('\n');
}

function asLines(machines: readonly RunningMachine[]): string {
  return machines
    .flatMap((machine) =>
      machine.monitors.map((monitor) => {
        const { severity, rule } = monitor;
        const what = severity && rule ? ` ${severity}[${rule}]` : '';
        return `${titleOf(machine)}: ${wayWords(monitor)}: ${whoWords(monitor)}${what}\n`;
      }),
    )
    .join('');
}

function asJson(machines: readonly RunningMachine[], { version }: FormatContext): string {
  return jsonText({ version: 1, tool: { name: TOOL_NAME, version }, machines });
}
