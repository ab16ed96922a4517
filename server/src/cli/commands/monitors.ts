/** `monitors`: lists monitors and who can open them. */
import type { MachineRecord, MonitorRecord } from '../../service/inventory/inventory.ts';
import type { FilePlace } from '../../text/file-set.ts';
import { audienceWords } from '../../workspace/front-end.ts';
import type { Request } from '../arguments/parse.ts';
import { type CheckedProject, checkProjects, complain } from '../check/check-projects.ts';
import { machinesOf, notCheckedOf, type Place, placeOf } from '../check/report.ts';
import { notCheckedLines, plural } from '../check/summary.ts';
import { type FormatContext, jsonText, TOOL } from '../formats/format.ts';
import { COLOUR_OF_SEVERITY } from '../terminal/colours.ts';
import { printable, printableLine, widthOf } from '../terminal/printable.ts';
import { EXIT, type UsageError, usageError, type World } from '../world.ts';
import { isAnyFailing } from './print-report.ts';
import { writeResult } from './write-result.ts';

interface ListedMachine {
  readonly name: string | undefined;
  readonly program: MachineRecord['program'];
  readonly place: Place | undefined;
  readonly monitors: readonly ListedMonitor[];
}

interface ListedMonitor
  extends Pick<
    MonitorRecord,
    'mode' | 'transport' | 'address' | 'audience' | 'onOtherHost' | 'severity' | 'rule'
  > {
  readonly place: Place | undefined;
  readonly message: string | undefined;
  readonly excused: MonitorRecord['excused'];
}

type MachineFormat = (machines: readonly ListedMachine[], context: FormatContext) => string;

const FORMATS: Readonly<Partial<Record<Request['format'], MachineFormat>>> = {
  text: asText,
  concise: asLines,
  json: asJson,
};

export async function monitors(request: Request, world: World): Promise<number | UsageError> {
  const format = FORMATS[request.format];
  if (format === undefined) return usageError('monitors prints text, concise or json');
  const checked = await checkProjects(request, world);
  if (typeof checked === 'number' || checked.kind === 'usage') return checked;
  const machines = checked.projects.flatMap((project) => machinesIn(project, world.cwd));
  if (!printMachines(machines, format, request, world)) return EXIT.failed;
  if (!request.quiet) {
    const notChecked = notCheckedOf(checked.projects, world.cwd);
    for (const line of notCheckedLines(notChecked, request.verbose)) world.err.write(`${line}\n`);
  }
  if (checked.isBroken) return EXIT.failed;
  return isAnyFailing(machines, request.failOn) ? EXIT.found : EXIT.fine;
}

function printMachines(
  machines: readonly ListedMachine[],
  format: MachineFormat,
  request: Request,
  world: World,
): boolean {
  if (!writeResult(request, world, (context) => format(machines, context))) return false;
  if (request.quiet) return true;
  const count = machines.reduce((sum, one) => sum + one.monitors.length, 0);
  if (count === 0) complain(world, 'no monitors');
  else {
    world.err.write(`${plural(count, 'monitor')} of ${plural(machines.length, 'machine')}\n`);
  }
  return true;
}

function machinesIn(project: CheckedProject, cwd: string): readonly ListedMachine[] {
  const { documentOf } = project;
  const locate = (place: FilePlace | undefined): Place | undefined => {
    const document = place && documentOf(place.path);
    return document && placeOf(document, place.path, place.at, cwd);
  };
  return machinesOf(project).map((machine) => listedMachine(machine, locate));
}

function listedMachine(
  { name, program, at, monitors: all }: MachineRecord,
  locate: (place: FilePlace | undefined) => Place | undefined,
): ListedMachine {
  return {
    name,
    program,
    place: locate(at),
    monitors: all.map((monitor) => ({
      mode: monitor.mode,
      transport: monitor.transport,
      address: monitor.address,
      audience: monitor.audience,
      ...(monitor.onOtherHost && { onOtherHost: true }),
      severity: monitor.severity,
      rule: monitor.rule,
      place: locate(monitor.at),
      message: monitor.problem?.message,
      excused: monitor.excused,
    })),
  };
}

/** A paragraph a machine, a line a monitor. */
function asText(machines: readonly ListedMachine[], { paint }: FormatContext): string {
  const rows = machines.flatMap((machine) => machine.monitors.map(cellsOf));
  const widths = [0, 1].map((column) =>
    Math.max(0, ...rows.map((row) => widthOf(row[column] ?? ''))),
  );
  return machines
    .map((machine) => {
      const where = machine.place ? `${machine.place.path}:${machine.place.startLine}` : '';
      const title = [where, machine.name ?? ''].filter((word) => word !== '').join(' ');
      const lines = machine.monitors.map((monitor) => {
        const [mode = '', address = ''] = cellsOf(monitor);
        const pad = (text: string, column: number): string =>
          text + ' '.repeat(Math.max(0, (widths[column] ?? 0) - widthOf(text)));
        const { severity, rule, audience, excused } = monitor;
        const who = audienceWords(audience, monitor);
        const what =
          severity && rule
            ? paint(COLOUR_OF_SEVERITY[severity], `${who}, ${severity}[${rule}]`)
            : excused
              ? `${who}, excused: ${printable(excused.reason)}`
              : who;
        return `  ${pad(mode, 0)}  ${pad(address, 1)}  ${what}`;
      });
      return [paint('bold', printableLine(title || 'QEMU')), ...lines, ''].join('\n');
    })
    .join('\n');
}

function cellsOf({ mode, transport, address }: ListedMonitor): readonly [string, string] {
  const name = mode === 'unknown' ? 'monitor' : mode.toUpperCase();
  return [
    name,
    printable([transport ?? '', address].filter((word) => word !== '').join(' ') || '?'),
  ];
}

function asLines(machines: readonly ListedMachine[]): string {
  return machines
    .flatMap(({ name, monitors: all }) =>
      all.map((monitor) => {
        const { place } = monitor;
        const where = place ? `${place.path}:${place.startLine}:${place.startColumn}: ` : '';
        const [mode, address] = cellsOf(monitor);
        const rule = monitor.rule ? ` ${monitor.severity}[${monitor.rule}]` : '';
        const machine = name === undefined ? '' : ` (${name})`;
        return `${printableLine(where)}${mode} ${address}: ${audienceWords(monitor.audience, monitor)}${rule}${printable(machine)}\n`;
      }),
    )
    .join('');
}

function asJson(machines: readonly ListedMachine[]): string {
  const place = (at: Place | undefined) =>
    at && { path: at.path, line: at.startLine, column: at.startColumn };
  const whole = {
    version: 1,
    tool: TOOL,
    machines: machines.map(({ place: at, monitors: all, ...machine }) => ({
      ...machine,
      place: place(at),
      monitors: all.map(({ place: where, ...monitor }) => ({ ...monitor, place: place(where) })),
    })),
  };
  return jsonText(whole);
}
