import { isKnown } from '../../text/mapped-text.ts';
import type { Chardev } from '../chardev/chardev.ts';
import type { Machine, Monitor } from '../machine/machine.ts';
import { findProperty } from '../options/keyval.ts';
import type { Option } from '../options/options.ts';
import { type Change, type NewWord, replace, text } from './change.ts';
import { removeMonitor } from './monitor-removal.ts';
import { allOf, removeProperty } from './property-change.ts';

/** `-serial mon:tcp::1` becomes `-serial tcp::1 -monitor unix:PATH`. Undefined if not shared, or nested. */
export function splitMonitor(machine: Machine, monitor: Monitor): readonly Change[] | undefined {
  const { option, mode, sharedWithGuest, chardev } = monitor;
  if (!sharedWithGuest || option === undefined || chardev === undefined) return undefined;
  // The gdb stub offers HMP itself.
  if (option.name === 'gdb') return undefined;
  const port = findProperty(chardev.properties, 'port')?.value;
  const path = { kind: 'socket-path', mode, port, inList: true } as const;
  const device: NewWord = [text('unix:'), path, text(','), { kind: 'server-flags' }];
  const words = [mode === 'qmp' ? '-qmp' : '-monitor', device];
  const { origin } = chardev;
  if (origin.kind === 'legacy') {
    const parted = origin.nested ? undefined : withoutMonitor(option, chardev);
    const after = option.words.at(-1);
    return parted && after && [...parted, { kind: 'add-words', after, words }];
  }
  if (option.name !== 'mon' || machine.program !== 'system' || mode === 'unknown') return undefined;
  // The monitor also replaces the default one.
  const removed = removeMonitor(machine, monitor);
  const after = guestOption(machine, monitor)?.words.at(-1);
  if (removed === undefined || after === undefined) return undefined;
  return [
    { kind: 'remove-words', options: [option], instead: [] },
    { kind: 'add-words', after, words },
  ];
}

function withoutMonitor({ value }: Option, chardev: Chardev): readonly Change[] | undefined {
  const prefix = value?.decoded.startsWith('mon:') ? value : undefined;
  const muxed = chardev.properties.some(({ key }) => key === 'mux');
  const changes = muxed ? withoutMux(chardev) : [];
  if (changes === undefined || prefix === undefined) return changes;
  return [replace(prefix, [], 0, 'mon:'.length), ...changes];
}

/** Removes `mux=on` with the monitor that it adds; undefined without it. */
export function withoutMux({ properties }: Chardev): readonly Change[] | undefined {
  const muxes = properties.filter(({ key }) => key === 'mux');
  return muxes.length === 0 ? undefined : allOf(muxes.map(removeProperty));
}

function guestOption({ options }: Machine, { chardevId }: Monitor): Option | undefined {
  if (chardevId === undefined || !isKnown(chardevId)) return undefined;
  const names = [`chardev:${chardevId.decoded}`, `chardev=${chardevId.decoded}`];
  return options.find(({ name, value }) => {
    return (
      name !== 'mon' &&
      value !== undefined &&
      names.some((part) => {
        return value.decoded === part || value.decoded.endsWith(`,${part}`);
      })
    );
  });
}
