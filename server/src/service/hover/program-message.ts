/** What a command starts: the machine, and its monitors, the one that QEMU makes unasked among them. */
import * as l10n from '@vscode/l10n';
import type { Machine } from '../../qemu/machine/machine.ts';
import { monitorReaches } from '../../rules/findings/monitor-finding.ts';
import type { Analysis } from '../analysis/analyze.ts';
import { code, fill, type Line, paragraph, text } from './prose.ts';
import { reachLines, shortLines } from './reach-message.ts';
import type { Pointed } from './token-at.ts';

/** The machines whose program stands at an offset; all of them have the same place. */
export function programsAt(machines: readonly Machine[], offset: number): readonly Machine[] {
  return machines.filter(({ programAt, isHeldForOthers }) => {
    return programAt && !isHeldForOthers && offset >= programAt.start && offset < programAt.end;
  });
}

/** The lines about a program where it is started. */
export function programLines(analysis: Analysis, machine: Machine, here: Pointed): readonly Line[] {
  const reached = monitorReaches(machine);
  const [only] = reached;
  const head = paragraph(...headline(machine, reached.length));
  if (only === undefined) return [head];
  return reached.length === 1
    ? reachLines(analysis, machine, only, here, [head])
    : [head, ...shortLines(machine, reached)];
}

function headline(machine: Machine, count: number): ReturnType<typeof fill> {
  const { program, name } = machine;
  if (program === 'storage-daemon') {
    return [text(l10n.t("QEMU's storage daemon, which lets others use disks without a machine"))];
  }
  if (program === 'vnc-server') {
    return [
      text(l10n.t("QEMU's VNC server, which shows the screen of a machine that runs already")),
    ];
  }
  const words = (slot: string) => {
    if (name === undefined) {
      if (count === 0) return l10n.t('Starts a machine without a monitor');
      return count === 1
        ? l10n.t('Starts a machine with one monitor')
        : l10n.t('Starts a machine with {0} monitors', count);
    }
    if (count === 0) return l10n.t('Starts the machine {0} without a monitor', slot);
    return count === 1
      ? l10n.t('Starts the machine {0} with one monitor', slot)
      : l10n.t('Starts the machine {0} with {1} monitors', slot, count);
  };
  return fill(words, ...(name === undefined ? [] : [code(name)]));
}
