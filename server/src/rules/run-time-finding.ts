/** What is said of a monitor, a gdb port or a chardev that a command adds to a QEMU which runs. */
import * as l10n from '@vscode/l10n';
import type { RunTimeAddition } from '../qemu/machine/run-time.ts';
import { written } from '../text/mapped-text.ts';
import { addressWords } from './common-finding.ts';
import { type KnownReach, portWords } from './monitor-finding.ts';

/** Where what is added listens or whom it hears, as a sentence that advice can follow. */
type Words = (reach: KnownReach, name: string) => string;

/** What is said of each kind; of a gdb port and a chardev only for the reaches that are worth a finding. */
export const RUN_TIME_WORDS: Readonly<Record<RunTimeAddition['kind'], Words>> = {
  monitor: (reach, name) => {
    switch (reach.who) {
      case 'network':
        return l10n.t('{0} added at run time listens {1} ({2})', name, ...networkWords(reach));
      case 'host':
        return l10n.t(
          '{0} added at run time listens on loopback ({1}), where every local user can connect',
          name,
          portWords(reach),
        );
      case 'peer':
        return l10n.t(
          '{0} added at run time connects out ({1}) to whoever answers there',
          name,
          portWords(reach),
        );
      case 'datagrams':
        return l10n.t(
          '{0} added at run time takes datagrams ({1}), whose sender can be forged',
          name,
          portWords(reach),
        );
      case 'abstract':
        return l10n.t(
          '{0} added at run time listens on an abstract socket, where every local process can connect',
          name,
        );
      case 'directory':
        return l10n.t(
          '{0} added at run time listens in a directory where every local user may make files',
          name,
        );
      case 'device':
      case 'user':
        return l10n.t('{0} added at run time listens', name);
    }
  },
  gdb: (reach) => {
    if (reach.who === 'host') {
      return l10n.t(
        "GDB port opened at run time listens on loopback ({0}), where every local user can connect, and gdb's monitor command runs HMP commands",
        portWords(reach),
      );
    }
    if (reach.who === 'peer') {
      return l10n.t(
        "GDB port opened at run time connects out ({0}) to whoever answers there, and gdb's monitor command runs HMP commands",
        portWords(reach),
      );
    }
    return l10n.t(
      "GDB port opened at run time listens {0} ({1}), and gdb's monitor command runs HMP commands",
      ...networkWords(reach),
    );
  },
  chardev: (reach) =>
    l10n.t(
      'Chardev added at run time listens {0} ({1}), and one object-add of QEMU 11.1 makes it a monitor',
      ...networkWords(reach),
    ),
};

/** The address that is listened on, and its port. */
function networkWords(reach: KnownReach): [where: string, port: string] {
  if (reach.who !== 'network') return ['', ''];
  return [addressWords(reach.address, written(reach.host)), portWords(reach)];
}
