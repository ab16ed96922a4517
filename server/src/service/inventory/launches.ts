/**
 * Which monitors of several launches are one: what is written at one place and open to the same people, whatever else
 * differs, such as the port that each call of a function gives it.
 */
import { addTo } from '../../text/lookup.ts';
import { spanKey } from '../../text/span.ts';
import type { MachineRecord, MonitorRecord } from './inventory.ts';

/** How many names and addresses of launches are named. */
const MAX_NAMED = 3;
/** How many commands lead to the monitors of launches that are one. */
const MAX_COMMANDS = 12;

/** Gives the monitors of one machine their keys, in their order: those that one place of it makes are different ones. */
export function monitorKeys(): (record: Omit<MonitorRecord, 'key'>) => string {
  const counts = new Map<string, number>();
  return ({ at, mode, audience }) => {
    const key = `${at ? spanKey(at.at) : ''} ${mode} ${audience} ${at?.path ?? ''}`;
    const count = counts.get(key) ?? 0;
    counts.set(key, count + 1);
    return `${count} ${key}`;
  };
}

/** One machine for all launches of one command that have the same monitors, with the names and addresses of all. */
export function joinLaunches(machines: readonly MachineRecord[]): readonly MachineRecord[] {
  const launches = new Map<string, MachineRecord[]>();
  for (const machine of machines) {
    const { at, program, monitors, chardevs } = machine;
    const own = monitors.map(({ key }) => key);
    const place = at && `${spanKey(at.at)} ${at.path}`;
    addTo(launches, JSON.stringify([place, program, chardevs.length, own]), machine);
  }
  return [...launches.values()].flatMap(joined);
}

function joined(machines: readonly MachineRecord[]): readonly MachineRecord[] {
  const [first] = machines;
  if (first === undefined || machines.length === 1) return machines;
  const monitors = first.monitors.map((monitor, index): MonitorRecord => {
    const all = machines.flatMap((machine) => machine.monitors[index] ?? []);
    const connect = all.flatMap((one) => one.connect);
    const byCommand = new Map(connect.map((one) => [one.command, one]));
    return {
      ...monitor,
      address: listed(all.map(({ address }) => address)),
      connect: [...byCommand.values()].slice(0, MAX_COMMANDS),
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

/** `0.0.0.0:4401, 0.0.0.0:4402`, each text once. */
function listed(texts: readonly string[]): string {
  const all = [...new Set(texts)].filter((text) => text !== '');
  return all.length > MAX_NAMED ? `${all.slice(0, MAX_NAMED).join(', ')} …` : all.join(', ');
}
