/** What is said of the host that runs a QEMU: of this one, or of the one that `ssh` goes to. */
import * as l10n from '@vscode/l10n';
import type { Machine } from '../machine/machine.ts';

/**
 * A sentence with `this host` in it as it holds for a machine: with `the remote host` in that place where the script
 * starts it there. Both are extracted, so `sentence` is one literal, with a place for each of the values.
 */
export function hostSentence(
  { onOtherHost }: Pick<Machine, 'onOtherHost'>,
  sentence: string,
  ...values: readonly string[]
): string {
  return l10n.t(
    onOtherHost ? sentence.replace('this host', 'the remote host') : sentence,
    ...values,
  );
}
