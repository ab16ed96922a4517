/** Sentences about the host that runs QEMU: this one, or the target of `ssh`. */
import * as l10n from '@vscode/l10n';
import type { Machine } from '../machine/machine.ts';

/**
 * Replaces `this host` by `the remote host` if the machine runs there. Both forms are extracted for
 * translation, so `sentence` is a literal with placeholders.
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
