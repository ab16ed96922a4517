/**
 * The properties of options that are lists, besides chardevs and objects: monitors, the sandbox, the name
 * (system/vl.c, qemu-options.hx and `query-command-line-options` of QEMU 10.0).
 */
import * as l10n from '@vscode/l10n';
import { MON_KEYS } from '../chardev/chardev-table.ts';
import {
  type Description,
  describe,
  rowOf,
  type Values,
  type Words,
  type WordTable,
} from './description.ts';
import { DISPLAY_WORDS, INCOMING_WORDS, NBD_WORDS } from './listener-docs.ts';

/** What a property means to an option that is described here; undefined for all others. */
export function describeListKey(
  group: string,
  key: string,
  program: 'system' | 'storage-daemon' = 'system',
): Description | undefined {
  const words = rowOf(rowOf(LISTS, group) ?? {}, key);
  if (words === undefined) return undefined;
  const row = group === 'mon' ? MON_KEYS.find((candidate) => candidate.key === key) : undefined;
  const found = describe({ valueType: 'string', ...words }, row ?? words);
  if (program === 'system' || group !== 'mon' || key !== 'mode') return found;
  return { ...found, default: 'control', values: found.values?.filter(isControl) };
}

/** The storage daemon has no HMP. */
function isControl({ value }: { readonly value: string }): boolean {
  return value === 'control';
}

/** The properties of an option that are described here; undefined for all other options. */
export function listKeysOf(group: string): readonly string[] | undefined {
  const keys = rowOf(LISTS, group);
  return keys && Object.keys(keys);
}

const MON: WordTable = {
  chardev: {
    says: () => l10n.t('The chardev that the monitor talks through'),
    valueType: 'id',
    required: true,
  },
  mode: {
    says: () => l10n.t('Which language the monitor speaks'),
    valueType: 'word',
    default: 'readline',
    values: {
      readline: () => l10n.t('HMP: commands for people, with line editing'),
      control: () => l10n.t('QMP: JSON for programs'),
    },
  },
  pretty: {
    says: () => l10n.t('Whether QMP answers are laid out for people'),
    valueType: 'boolean',
    default: 'off',
    values: {
      on: () => l10n.t('JSON comes with line breaks and indentation'),
      off: () => l10n.t('JSON comes in one line'),
    },
  },
  default: {
    says: () => l10n.t('Whether it is the monitor that messages go to'),
    valueType: 'boolean',
    default: 'off',
    values: {
      on: () => l10n.t('Messages go to it'),
      off: () => l10n.t('Messages go elsewhere'),
    },
  },
  id: { says: () => l10n.t('The name by which -set refers to the monitor') },
};

/** What a group of system calls may be. */
function allowOrDeny(allow: () => string, deny: () => string): Pick<Words, 'valueType' | 'values'> {
  const values: Values = { allow, deny };
  return { valueType: 'word', values };
}

/** `qemu_sandbox_opts` in system/qemu-seccomp.c. */
const SANDBOX: WordTable = {
  enable: {
    says: () => l10n.t('Whether QEMU gives up system calls that it does not need (seccomp)'),
    valueType: 'boolean',
    default: 'off',
    values: {
      on: () => l10n.t('The filter is on'),
      off: () => l10n.t('There is no filter'),
    },
  },
  obsolete: {
    says: () => l10n.t('Whether QEMU may use system calls that nobody needs any more'),
    default: 'deny',
    since: 211,
    ...allowOrDeny(
      () => l10n.t('They may be used'),
      () => l10n.t('They are refused'),
    ),
  },
  elevateprivileges: {
    says: () => l10n.t('Whether QEMU may become another user or group'),
    valueType: 'word',
    default: 'allow',
    since: 211,
    values: {
      allow: () => l10n.t('It may'),
      deny: () => l10n.t('It may not'),
      children: () => l10n.t('It may not, and the programs that it starts gain no privileges'),
    },
  },
  spawn: {
    says: () => l10n.t('Whether QEMU, and so whoever has a monitor, may start programs'),
    default: 'allow',
    since: 211,
    ...allowOrDeny(
      () => l10n.t('Programs can be started, by migrate "exec:…" as well'),
      () => l10n.t('No program can be started; files stay within reach'),
    ),
  },
  resourcecontrol: {
    says: () => l10n.t('Whether QEMU may change its priority and its processors'),
    default: 'allow',
    since: 211,
    ...allowOrDeny(
      () => l10n.t('It may'),
      () => l10n.t('It may not'),
    ),
  },
};

/** `qemu_name_opts` in system/vl.c. */
const NAME: WordTable = {
  guest: { says: () => l10n.t('The name of the machine, which its window and VNC show') },
  process: { says: () => l10n.t('The name of the process, as ps and top show it') },
  'debug-threads': {
    says: () => l10n.t('Whether the threads of QEMU have names of their own'),
    valueType: 'boolean',
    values: {
      on: () => l10n.t('Each thread has a name'),
      off: () => l10n.t('All threads have the name of the process'),
    },
  },
};

const LISTS: Readonly<Record<string, WordTable>> = {
  mon: MON,
  sandbox: SANDBOX,
  name: NAME,
  'nbd-server': NBD_WORDS,
  incoming: INCOMING_WORDS,
  display: DISPLAY_WORDS,
};
