/** Describes options and groups (qemu-options.hx of QEMU 10.0 and 11.1, docs/tools/qemu-storage-daemon.rst). */
import * as l10n from '@vscode/l10n';
import { MON_DEPRECATED } from '../change/monitor-object.ts';
import { CONFIG_GROUPS } from '../machine/config-groups.ts';
import { STORAGE_DAEMON_VALUED, SYSTEM_VALUED } from '../options/option-table.ts';
import {
  type Description,
  describe,
  OFF,
  PATH,
  row,
  type WordTable,
  wordsFor,
} from './description.ts';

export type DescribedProgram = 'system' | 'storage-daemon';

/** Describes an option, named without dashes. */
export function describeOption(
  name: string,
  program: DescribedProgram = 'system',
): Description | undefined {
  const words = wordsFor(wordsOf(program), name);
  if (words === undefined) return undefined;
  const valued = program === 'system' ? SYSTEM_VALUED : STORAGE_DAEMON_VALUED;
  return describe(valued.has(name) ? { valueType: 'string', ...words } : words);
}

/** Describes a config group. */
export function describeGroup(name: string): Description | undefined {
  const row = CONFIG_GROUPS.find((candidate) => candidate.name === name);
  if (row === undefined) return undefined;
  const found = describeOption(name);
  if (found === undefined) return undefined;
  const { summary, deprecated } = found;
  return { ...describe({ says: () => summary }, row), ...(deprecated ? { deprecated } : {}) };
}

function wordsOf(program: DescribedProgram): WordTable {
  return program === 'system' ? SYSTEM_OPTIONS : DAEMON_OPTIONS;
}

const SYSTEM_OPTIONS: WordTable = {
  monitor: row({ default: 'vc' }, () =>
    l10n.t(
      'Makes an HMP monitor, which controls the machine, on a device string; none leaves out the default one',
    ),
  ),
  qmp: () => l10n.t('Makes a QMP monitor, which programs control the machine through'),
  'qmp-pretty': () => l10n.t('Makes a QMP monitor whose answers are laid out for people'),
  mon: {
    says: () => l10n.t('Makes a monitor on a chardev that another option defines'),
    deprecated: { since: MON_DEPRECATED, instead: '-object monitor-hmp|monitor-qmp' },
  },
  chardev: () => l10n.t('Defines a character device, which monitors and devices talk through'),
  object: () => l10n.t('Makes an object, such as TLS credentials, that others refer to by its id'),
  serial: row({ default: 'vc' }, () =>
    l10n.t("Connects the guest's next serial port; mon: adds an HMP monitor to it"),
  ),
  parallel: row({ default: 'vc' }, () =>
    l10n.t("Connects the guest's next parallel port; mon: adds an HMP monitor to it"),
  ),
  debugcon: () => l10n.t("Connects the debug console of a PC's firmware, port 0xe9"),
  gdb: () =>
    l10n.t('Lets gdb control the machine from a device string; monitor commands work there too'),
  s: () => l10n.t('Lets gdb control the machine from TCP port 1234 of every network interface'),
  S: () => l10n.t('Starts with the processor halted, until a monitor says cont'),
  qtest: () =>
    l10n.t("Opens the protocol of QEMU's tests, which reads and writes the guest's memory"),
  nodefaults: () => l10n.t('Leaves out all default devices, the default HMP monitor among them'),
  nographic: () => l10n.t('Opens no window; the serial port and an HMP monitor share the terminal'),
  daemonize: () => l10n.t('Detaches QEMU from its terminal once it has started'),
  readconfig: row(PATH, () => l10n.t('Reads options from a file with sections')),
  writeconfig: {
    says: () => l10n.t('Writes options to a file with sections'),
    valueType: 'path',
    until: 701,
  },
  'no-user-config': () =>
    l10n.t('Leaves out the config file of the host, such as /etc/qemu/qemu.conf'),
  set: () => l10n.t('Changes a property of what an earlier option has defined'),
  sandbox: row(OFF, () => l10n.t('Has QEMU give up system calls that it does not need')),
  echr: row({ default: '0x01' }, () =>
    l10n.t('Sets the key that a mux listens to in place of Ctrl-a'),
  ),
  vnc: () =>
    l10n.t('Shows the display by VNC; port 5900 and up on every interface where no host is given'),
  spice: () => l10n.t('Shows the display by SPICE, with sound and USB'),
  display: () => l10n.t('Chooses how the display is shown'),
  incoming: () =>
    l10n.t('Waits for a machine to migrate here, and takes its state from the first client'),
  h: () => l10n.t('Prints a help text and ends'),
  name: () => l10n.t('Names the machine'),
  pidfile: row(PATH, () => l10n.t("Writes the number of QEMU's process to a file")),
  'run-with': {
    says: () => l10n.t('Sets the user and the root directory of QEMU once it has started'),
    since: 801,
  },
  preconfig: () => l10n.t('Waits for QMP commands before the machine is made'),
};

const DAEMON_OPTIONS: WordTable = {
  blockdev: () => l10n.t('Defines a node of block devices, which others refer to'),
  chardev: () => l10n.t('Defines a character device, which monitors talk through'),
  export: () => l10n.t('Lets others use a block device, by NBD, vhost-user or FUSE'),
  monitor: () => l10n.t('Makes a QMP monitor on a chardev that is defined before'),
  'nbd-server': () => l10n.t('Opens the server that NBD exports are reached by'),
  object: () => l10n.t('Makes an object, such as TLS credentials, that others refer to by its id'),
  pidfile: {
    says: () => l10n.t("Writes the number of the daemon's process to a file"),
    valueType: 'path',
    since: 600,
  },
  trace: () => l10n.t('Turns trace events on'),
  help: () => l10n.t('Prints a help text and ends'),
  version: () => l10n.t('Prints the version and ends'),
  daemonize: {
    says: () => l10n.t('Detaches the daemon from its terminal once it has started'),
    since: 700,
  },
};
