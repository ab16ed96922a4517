/** The options of qemu-storage-daemon (docs/tools/qemu-storage-daemon.rst of QEMU 10.0). */
import * as l10n from '@vscode/l10n';
import type { Words } from './description.ts';

export const STORAGE_DAEMON_WORDS: ReadonlyMap<string, Words> = new Map<string, Words>([
  ['blockdev', { says: () => l10n.t('Defines a node of block devices, which others refer to') }],
  ['chardev', { says: () => l10n.t('Defines a character device, which monitors talk through') }],
  ['export', { says: () => l10n.t('Lets others use a block device, by NBD, vhost-user or FUSE') }],
  ['monitor', { says: () => l10n.t('Makes a QMP monitor on a chardev that is defined before') }],
  ['nbd-server', { says: () => l10n.t('Opens the server that NBD exports are reached by') }],
  [
    'object',
    {
      says: () =>
        l10n.t('Makes an object, such as TLS credentials, that others refer to by its id'),
    },
  ],
  [
    'pidfile',
    {
      says: () => l10n.t("Writes the number of the daemon's process to a file"),
      valueType: 'path',
      since: 600,
    },
  ],
  ['trace', { says: () => l10n.t('Turns trace events on') }],
  ['help', { says: () => l10n.t('Prints a help text and ends') }],
  ['version', { says: () => l10n.t('Prints the version and ends') }],
  [
    'daemonize',
    { says: () => l10n.t('Detaches the daemon from its terminal once it has started'), since: 700 },
  ],
]);
