/** The findings about displays that let anybody in. */
import { type Display, displaysOf } from '../qemu/display/display.ts';
import { widest } from '../qemu/display/listener.ts';
import type { Machine } from '../qemu/machine/machine.ts';
import { waysTo } from './common-finding.ts';
import { listenerWords, loopbackFix } from './neighbour-finding.ts';
import type { Finding } from './rule.ts';

/** How people write the protocols. */
export const PROTOCOL_NAMES = { vnc: 'VNC', spice: 'SPICE' } as const;

/** The displays of a protocol that ask nothing of those who connect. */
export function* openDisplays(
  machine: Machine,
  protocol: Display['protocol'],
  advice: string,
): Iterable<Finding> {
  for (const display of displaysOf(machine)) {
    const { authentication, connectsOut, listeners } = display;
    const listener = widest(listeners);
    if (display.protocol !== protocol || connectsOut || listener === undefined) continue;
    if (authentication !== 'none' && authentication !== 'unknown') continue;
    if (listener.who !== 'network' && listener.who !== 'host') continue;
    const what = `${PROTOCOL_NAMES[protocol]} display listens ${listenerWords(listener)}`;
    const power = 'whoever connects sees and controls the guest';
    const { toLoopback } = listener;
    yield {
      at: listener.at,
      message: `${what} without authentication, and ${power}; ${advice}`,
      related: waysTo(listener, [{ at: display.at, message: 'It is asked for here' }], machine),
      certainty: authentication === 'none' ? 'certain' : 'possible',
      ...(listener.who === 'host' ? { severity: 'information' as const } : {}),
      fixes: loopbackFix(listener, toLoopback && [toLoopback]),
    };
  }
}
