/** Merges launches of equal place and audience; ports may differ. */
import { addTo } from '../../text/lookup.ts';
import { spanKey } from '../../text/span.ts';
import type { MachineRecord, MonitorRecord } from './inventory.ts';

const LISTED_NAMES = 3;
const KEPT_COMMANDS = 12;

/** Makes keys, different ones for monitors of one launch. */
export function monitorKeys(): (record: Omit<MonitorRecord, 'key'>) => string {
  const counts = new Map<string, number>();
  return ({ at, mode, audience }) => {
    const key = `${at ? spanKey(at.at) : ''} ${mode} ${audience} ${at?.path ?? ''}`;
    const count = counts.get(key) ?? 0;
    counts.set(key, count + 1);
    return `${count} ${key}`;
  };
}

/** Joins launches of one command. */
export function joinLaunches(machines: readonly MachineRecord[]): readonly MachineRecord[] {
  const launches = new Map<string, MachineRecord[]>();
  for (const machine of machines) {
    const { at, program, monitors, chardevs } = machine;
    const own = monitors.map(({ key }) => key);
    const place = at && `${spanKey(at.at)} ${at.path}`;
    addTo(launches, JSON.stringify([place, program, chardevs.length, own]), machine);
  }
  return [...launches.values()].flatMap(joinMachines);
}

function joinMachines(machines: readonly MachineRecord[]): readonly MachineRecord[] {
  const [first] = machines;
  if (first === undefined || machines.length === 1) return machines;
  const monitors = first.monitors.map((monitor, index): MonitorRecord => {
    const all = machines.flatMap((machine) => machine.monitors[index] ?? []);
    const connect = all.flatMap((one) => one.connect);
    const byCommand = new Map(connect.map((one) => [one.command, one]));
    return {
      ...monitor,
      address: listed(all.map(({ address }) => address)),
      connect: [...byCommand.values()].slice(0, KEPT_COMMANDS),
    };
  });
  const chardevs = first.chardevs.map((chardev, index) => ({
    ...chardev,
    ways: chardev.ways.map((way, which) => ({
      ...way,
      address: listed(machines.map((one) => one.chardevs[index]?.ways[which]?.address ?? '')),
    })),
  }));
  const name = listed(machines.map((one) => one.name ?? ''));
  return [{ ...first, name: name === '' ? undefined : name, monitors, chardevs }];
}

/** `0.0.0.0:4401, 0.0.0.0:4402` */
function listed(texts: readonly string[]): string {
  const all = [...new Set(texts)].filter((text) => text !== '');
  return all.length > LISTED_NAMES ? `${all.slice(0, LISTED_NAMES).join(', ')} …` : all.join(', ');
}
