/** What is said of displays: those that let anybody in, and how any other one asks who is there. */
import * as l10n from '@vscode/l10n';
import { type Display, displaysOf } from '../qemu/display/display.ts';
import { widest } from '../qemu/display/listener.ts';
import type { Machine } from '../qemu/machine/machine.ts';
import { waysTo } from './common-finding.ts';
import { listenerWords, loopbackFix } from './neighbour-finding.ts';
import type { Finding } from './rule.ts';

/** How people write the protocols. */
const PROTOCOL_NAMES = { vnc: 'VNC', spice: 'SPICE' } as const;

/** The displays of a protocol that ask nothing of those who connect; `advise` puts behind it what to do. */
export function* openDisplays(
  machine: Machine,
  protocol: Display['protocol'],
  advise: (message: string) => string,
): Iterable<Finding> {
  for (const display of displaysOf(machine)) {
    const { authentication, connectsOut, listeners } = display;
    const listener = widest(listeners);
    if (display.protocol !== protocol || connectsOut || listener === undefined) continue;
    if (authentication !== 'none' && authentication !== 'unknown') continue;
    if (listener.who !== 'network' && listener.who !== 'host') continue;
    const message = l10n.t(
      '{0} display listens {1} without authentication, and whoever connects sees and controls the guest',
      PROTOCOL_NAMES[protocol],
      listenerWords(listener),
    );
    const { toLoopback } = listener;
    yield {
      at: listener.at,
      message: advise(message),
      related: waysTo(
        listener,
        [{ at: display.at, message: l10n.t('It is asked for here') }],
        machine,
      ),
      certainty: authentication === 'none' ? 'certain' : 'possible',
      ...(listener.who === 'host' ? { severity: 'information' as const } : {}),
      fixes: () => loopbackFix(listener, toLoopback && [toLoopback]),
    };
  }
}

/** That a display listens, and what it asks of viewers, as a sentence that goes on. */
export function listeningWords({ protocol, authentication }: Display, where: string): string {
  const name = PROTOCOL_NAMES[protocol];
  switch (authentication) {
    case 'none':
      return l10n.t('{0} display listens {1} without authentication', name, where);
    case 'unknown':
      return l10n.t(
        '{0} display listens {1} without authentication that this file shows',
        name,
        where,
      );
    case 'password':
      return protocol === 'vnc'
        ? l10n.t('{0} display listens {1} behind a password of eight characters', name, where)
        : l10n.t('{0} display listens {1} behind a ticket', name, where);
    case 'sasl':
      return l10n.t('{0} display listens {1} behind a login', name, where);
    case 'tls':
      return l10n.t('{0} display listens {1} behind a certificate', name, where);
  }
}

/** The same for a VNC display that connects to its viewer. */
export function callingWords({ protocol, authentication }: Display, host: string): string {
  const name = PROTOCOL_NAMES[protocol];
  switch (authentication) {
    case 'none':
      return l10n.t('{0} display calls a viewer at {1} without authentication', name, host);
    case 'unknown':
      return l10n.t(
        '{0} display calls a viewer at {1} without authentication that this file shows',
        name,
        host,
      );
    case 'password':
      return l10n.t(
        '{0} display calls a viewer at {1} behind a password of eight characters',
        name,
        host,
      );
    case 'sasl':
      return l10n.t('{0} display calls a viewer at {1} behind a login', name, host);
    case 'tls':
      return l10n.t('{0} display calls a viewer at {1} behind a certificate', name, host);
  }
}
