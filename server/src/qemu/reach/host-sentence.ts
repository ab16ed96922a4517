/** A sentence about this host or the target of `ssh`: a literal, so that both forms are extracted. */
import * as l10n from '@vscode/l10n';
import type { Machine } from '../machine/machine.ts';

export function hostSentence(
  { onOtherHost }: Pick<Machine, 'onOtherHost'>,
  sentence: string,
  ...values: readonly string[]
): string {
  return l10n.t(onOtherHost ? onRemoteHost(sentence) : sentence, ...values);
}

/** `any local user can run commands on this host` becomes `any user of the remote host can run commands there`. */
export function onRemoteHost(sentence: string): string {
  const users = sentence.replace(/any local user(?: or web page)?/, 'any user of the remote host');
  return users === sentence
    ? sentence.replace('this host', 'the remote host')
    : users.replace('on this host', 'there');
}
