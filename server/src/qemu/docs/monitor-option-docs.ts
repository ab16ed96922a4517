/**
 * The options of qemu-system about monitors, chardevs and what else reaches into the machine, after
 * qemu-options.hx of QEMU 10.0 and 11.1.
 */
import * as l10n from '@vscode/l10n';
import { MON_DEPRECATED } from '../change/monitor-object.ts';
import type { Words } from './description.ts';

export const MONITOR_OPTION_WORDS: ReadonlyMap<string, Words> = new Map<string, Words>([
  [
    'monitor',
    {
      says: () =>
        l10n.t(
          'Makes an HMP monitor, which controls the machine, on a device string; none leaves out the default one',
        ),
      default: 'vc',
    },
  ],
  [
    'qmp',
    { says: () => l10n.t('Makes a QMP monitor, which programs control the machine through') },
  ],
  [
    'qmp-pretty',
    { says: () => l10n.t('Makes a QMP monitor whose answers are laid out for people') },
  ],
  [
    'mon',
    {
      says: () => l10n.t('Makes a monitor on a chardev that another option defines'),
      deprecated: { since: MON_DEPRECATED, instead: '-object monitor-hmp|monitor-qmp' },
    },
  ],
  [
    'chardev',
    { says: () => l10n.t('Defines a character device, which monitors and devices talk through') },
  ],
  [
    'object',
    {
      says: () =>
        l10n.t('Makes an object, such as TLS credentials, that others refer to by its id'),
    },
  ],
  [
    'serial',
    {
      says: () => l10n.t("Connects the guest's next serial port; mon: adds an HMP monitor to it"),
      default: 'vc',
    },
  ],
  [
    'parallel',
    {
      says: () => l10n.t("Connects the guest's next parallel port; mon: adds an HMP monitor to it"),
      default: 'vc',
    },
  ],
  ['debugcon', { says: () => l10n.t("Connects the debug console of a PC's firmware, port 0xe9") }],
  [
    'gdb',
    {
      says: () =>
        l10n.t(
          'Lets gdb control the machine from a device string; monitor commands work there too',
        ),
    },
  ],
  [
    's',
    {
      says: () =>
        l10n.t('Lets gdb control the machine from TCP port 1234 of every network interface'),
    },
  ],
  ['S', { says: () => l10n.t('Starts with the processor halted, until a monitor says cont') }],
  [
    'qtest',
    {
      says: () =>
        l10n.t("Opens the protocol of QEMU's tests, which reads and writes the guest's memory"),
    },
  ],
  ['qtest-log', { says: () => l10n.t('Writes what qtest is asked to a file'), valueType: 'path' }],
  [
    'nodefaults',
    { says: () => l10n.t('Leaves out all default devices, the default HMP monitor among them') },
  ],
  [
    'nographic',
    {
      says: () => l10n.t('Opens no window; the serial port and an HMP monitor share the terminal'),
    },
  ],
  ['daemonize', { says: () => l10n.t('Detaches QEMU from its terminal once it has started') }],
  [
    'readconfig',
    { says: () => l10n.t('Reads options from a file with sections'), valueType: 'path' },
  ],
  [
    'writeconfig',
    {
      says: () => l10n.t('Writes options to a file with sections'),
      valueType: 'path',
      until: 701,
    },
  ],
  [
    'no-user-config',
    { says: () => l10n.t('Leaves out the config file of the host, such as /etc/qemu/qemu.conf') },
  ],
  ['set', { says: () => l10n.t('Changes a property of what an earlier option has defined') }],
  [
    'sandbox',
    { says: () => l10n.t('Has QEMU give up system calls that it does not need'), default: 'off' },
  ],
  [
    'echr',
    {
      says: () => l10n.t('Sets the key that a mux listens to in place of Ctrl-a'),
      default: '0x01',
    },
  ],
  [
    'vnc',
    {
      says: () =>
        l10n.t(
          'Shows the display by VNC; port 5900 and up on every interface where no host is given',
        ),
    },
  ],
  ['spice', { says: () => l10n.t('Shows the display by SPICE, with sound and USB') }],
  ['display', { says: () => l10n.t('Chooses how the display is shown') }],
  [
    'incoming',
    {
      says: () =>
        l10n.t('Waits for a machine to migrate here, and takes its state from whoever connects'),
    },
  ],
  ['h', { says: () => l10n.t('Prints a help text and ends') }],
  ['device', { says: () => l10n.t('Adds a device to the guest') }],
  ['name', { says: () => l10n.t('Names the machine') }],
  ['msg', { says: () => l10n.t('Says how messages of QEMU look') }],
  [
    'pidfile',
    { says: () => l10n.t("Writes the number of QEMU's process to a file"), valueType: 'path' },
  ],
  [
    'run-with',
    {
      says: () => l10n.t('Sets the user and the root directory of QEMU once it has started'),
      since: 801,
    },
  ],
  ['add-fd', { says: () => l10n.t('Adds an open file of whoever starts QEMU to a set of files') }],
  ['preconfig', { says: () => l10n.t('Waits for QMP commands before the machine is made') }],
]);
