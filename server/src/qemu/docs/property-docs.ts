/** Descriptions of properties and values by group: the entry point of this folder. */
import * as l10n from '@vscode/l10n';
import { DEVICE_MONITORS } from '../../invocation/monitor-options.ts';
import { CHARDEV_KEYS } from '../chardev/chardev-table.ts';
import { MUXABLE_OPTIONS } from '../machine/monitor.ts';
import { booleanOf } from '../options/keyval.ts';
import { targetOf } from '../token/id-target.ts';
import { describeBackend, describeScheme } from './backend-docs.ts';
import { describeChardevKey } from './chardev-key-docs.ts';
import {
  type Description,
  describe,
  ID,
  row,
  rowOf,
  type ValueDescription,
} from './description.ts';
import { describeObjectKey, describeObjectType, objectKeysOf } from './object-docs.ts';
import type { DescribedProgram } from './option-docs.ts';
import { describeListKey, describeVncAddress, hasListKey } from './option-list-docs.ts';

/** `group`: an option or section; `type`: a backend, prefix or object type. */
export function describeProperty(
  group: string,
  type: string | undefined,
  key: string,
  program: DescribedProgram = 'system',
): Description | undefined {
  if (group === 'chardev') return describeChardevKey(type, key);
  if (isDeviceString(group, program)) {
    const found = describeChardevKey(backendOfScheme(type), key);
    return key === 'mux' && MUXABLE_OPTIONS.has(group) ? found && withMonitor(found) : found;
  }
  if (REFERRING.has(group) && objectKeysOf(type ?? '') === undefined) {
    return describeReference(group, key);
  }
  if (group === 'object') return type === undefined ? undefined : describeObjectKey(type, key);
  return describeListKey(listOf(group, program), key, program);
}

/** Groups with other properties that name a chardev. */
const REFERRING: ReadonlySet<string> = new Set(['device', 'netdev', 'tpmdev', 'object']);

function describeReference(group: string, key: string): Description | undefined {
  if (targetOf(group, key) !== 'chardev') return undefined;
  return describe(row(ID, () => l10n.t('The chardev that it talks through')));
}

/** Describes one of few values. */
export function describeValue(
  group: string,
  type: string | undefined,
  key: string,
  value: string,
  program: DescribedProgram = 'system',
): ValueDescription | undefined {
  if (group === 'chardev' && key === 'backend') return valueLike(value, describeBackend(value));
  if (group === 'object' && key === 'qom-type') return valueLike(value, describeObjectType(value));
  if (group === 'vnc' && key === 'vnc') return describeVncAddress(value);
  const values = describeProperty(group, type, key, program)?.values;
  const isOn = booleanOf(value);
  const long = isOn === undefined ? value : isOn ? 'on' : 'off';
  return values?.find((candidate) => candidate.value === long);
}

/** Whether QEMU's manual documents what is not described here. */
export function isInManual(group: string, key: string): boolean {
  if (group === 'chardev') return CHARDEV_KEYS.some((row) => row.key === key);
  return (REFERRING.has(group) && group !== 'object') || hasListKey(group, key);
}

/** Describes a backend, object type, or prefix. */
export function describeType(group: string, type: string): Description | undefined {
  if (group === 'chardev') return describeBackend(type);
  if (group === 'object') return describeObjectType(type);
  return isDeviceString(group) ? describeScheme(type) : undefined;
}

function isDeviceString(group: string, program: DescribedProgram = 'system'): boolean {
  if (program === 'storage-daemon') return false;
  return DEVICE_MONITORS.has(group) || MUXABLE_OPTIONS.has(group) || group === 'qtest';
}

function backendOfScheme(scheme: string | undefined): string | undefined {
  return scheme === undefined ? undefined : (rowOf(SCHEME_BACKENDS, scheme) ?? scheme);
}

const SCHEME_BACKENDS: Readonly<Record<string, string>> = {
  tcp: 'socket',
  telnet: 'socket',
  tn3270: 'socket',
  websocket: 'socket',
  unix: 'socket',
  con: 'console',
};

/** The storage daemon's `--monitor` is `-mon`. */
function listOf(group: string, program: DescribedProgram): string {
  return program === 'storage-daemon' && group === 'monitor' ? 'mon' : group;
}

/** `mux=on` adds a monitor (`qemu_chr_new_permit_mux_mon`). */
function withMonitor(mux: Description): Description {
  return {
    ...mux,
    values: mux.values?.map((value) =>
      value.value === 'on'
        ? { ...value, summary: l10n.t('An HMP monitor shares the device; Ctrl-a c switches') }
        : value,
    ),
  };
}

function valueLike(value: string, of: Description | undefined): ValueDescription | undefined {
  return of && { value, summary: of.summary, ...versionsOf(of) };
}

function versionsOf({ since, until }: Description): Pick<Description, 'since' | 'until'> {
  return {
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
  };
}
