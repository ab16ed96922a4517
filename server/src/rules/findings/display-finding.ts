/** Findings about displays without authentication. */
import * as l10n from '@vscode/l10n';
import type { Change } from '../../qemu/change/change.ts';
import { type Display, displaysOf, PROTOCOL_NAMES } from '../../qemu/display/display.ts';
import { type Listener, widest } from '../../qemu/display/listener.ts';
import type { Machine } from '../../qemu/machine/machine.ts';
import { hostSentence } from '../../qemu/reach/host-sentence.ts';
import type { Finding } from '../rule.ts';
import { waysTo } from './common-finding.ts';
import { loopbackFix } from './neighbour-finding.ts';
import { addressWords, subjectOf } from './subject.ts';

/** Findings about displays without authentication. */
export function* openDisplays(machine: Machine, protocol: Display['protocol']): Iterable<Finding> {
  for (const display of displaysOf(machine)) {
    const { authentication, connectsOut, listeners } = display;
    const listener = widest(listeners);
    if (display.protocol !== protocol || connectsOut || listener === undefined) continue;
    if (authentication !== 'none' && authentication !== 'unknown') continue;
    if (listener.who !== 'network' && listener.who !== 'host') continue;
    yield {
      at: listener.at,
      message: messageOf(machine, listener, openWords(display)),
      related: waysTo(listener, [], machine),
      certainty: authentication === 'none' ? 'certain' : 'possible',
      ...(listener.who === 'host' ? { severity: 'information' as const } : {}),
      fixes: () => loopbackFix(listener, allToLoopback(listeners)),
    };
  }
}

function allToLoopback(listeners: readonly Listener[]): readonly Change[] | undefined {
  const open = listeners.filter(({ who }) => who === 'network');
  const changes = open.flatMap(({ address, toLoopback }) => {
    return address === 'unknown' || toLoopback === undefined ? [] : [toLoopback];
  });
  return changes.length === open.length ? changes : undefined;
}

function openWords({ protocol, authentication }: Display): string {
  const name = PROTOCOL_NAMES[protocol];
  return authentication === 'none'
    ? l10n.t('{0} without authentication', name)
    : l10n.t('{0} without authentication in this file', name);
}

function messageOf(machine: Machine, listener: Listener, display: string): string {
  const { who, address } = listener;
  const subject = subjectOf(display, who, addressWords(listener, 'tcp'));
  if (who === 'host') {
    return hostSentence(machine, '{0}: any local user can see and control this VM', subject);
  }
  return address === 'unknown'
    ? l10n.t('{0}: anyone who reaches it can see and control this VM', subject)
    : l10n.t('{0}: anyone on the network can see and control this VM', subject);
}
