/** What the findings about neighbours of monitors have in common: displays, gdb, qtest, migration, NBD. */
import * as l10n from '@vscode/l10n';
import type { Change } from '../qemu/change/change.ts';
import { type Endpoint, endpointsOf } from '../qemu/display/endpoint.ts';
import type { Listener } from '../qemu/display/listener.ts';
import type { Machine } from '../qemu/machine/machine.ts';
import { written } from '../text/mapped-text.ts';
import { addressWords, reviewFix, waysTo } from './common-finding.ts';
import type { Finding, Fix, Rule } from './rule.ts';

/** How mild a neighbour is that only this machine can reach. */
export const MILDER_HERE: NonNullable<Rule['milder']> = {
  severities: ['information'],
  when: 'By default a warning where other machines can connect, and information on this machine.',
};

/** `on every network interface (tcp port 5900)`: where something listens, as `addressWords` says it. */
export function listenerWords(
  listener: Pick<Listener, 'who' | 'address' | 'host' | 'port'>,
): string {
  const { who, address, host, port } = listener;
  if (who === 'directory') return l10n.t('on a UNIX socket in a shared directory');
  if (who === 'user') return l10n.t('on a UNIX socket');
  const where = who === 'host' ? l10n.t('on loopback') : addressWords(address, written(host));
  return port === undefined
    ? where
    : l10n.t('{0} ({1})', where, l10n.t('{0} port {1}', 'tcp', port));
}

/** The fix that keeps something to this machine, where it is open to others and the file says so. */
export function loopbackFix(
  { who, address }: Pick<Endpoint, 'address'> & { readonly who: string },
  changes: readonly Change[] | undefined,
): readonly Fix[] {
  // `$HOST` may well be 127.0.0.1, and whoever sets it decides.
  if (who !== 'network' || address === 'unknown') return [];
  const risk = l10n.t(
    'Other machines cannot connect any more; every user of this machine still can',
  );
  const title = l10n.t('Listen on 127.0.0.1 only');
  return reviewFix({ id: 'listen-on-loopback', title, risk }, changes);
}

/**
 * What is wrong with an endpoint, as a sentence that advice can follow. `where` says where it listens, or for
 * others through which port they come: `tcp port 1234`.
 */
export type EndpointWords = (who: Endpoint['who'], where: string) => string;

/** The endpoints of a kind that let somebody in who proved nothing. */
export function* openEndpoints(
  machine: Machine,
  kind: Endpoint['kind'],
  words: EndpointWords,
): Iterable<Finding> {
  for (const endpoint of endpointsOf(machine)) {
    if (endpoint.kind !== kind || isAuthenticated(endpoint)) continue;
    const remote = isRemote(endpoint);
    const what = words(endpoint.who, whereWords(endpoint));
    yield {
      at: endpoint.at,
      message: remote
        ? l10n.t('{0}; use 127.0.0.1 or a UNIX socket', what)
        : l10n.t('{0}; use a UNIX socket', what),
      related: waysTo(
        endpoint,
        [{ at: endpoint.option.word.at, message: l10n.t('It is asked for here') }],
        machine,
      ),
      certainty: endpoint.certain ? 'certain' : 'possible',
      ...(remote ? {} : { severity: 'information' as const }),
      fixes: () => loopbackFix(endpoint, endpoint.toLoopback),
    };
  }
}

function isAuthenticated({ protection }: Endpoint): boolean {
  return protection.kind === 'authenticated' || protection.kind === 'authorized';
}

function isRemote({ who, local }: Endpoint): boolean {
  return who === 'network' || (who !== 'host' && !local);
}

function whereWords(endpoint: Endpoint): string {
  const { who, port } = endpoint;
  if (who === 'network' || who === 'host') return listenerWords({ ...endpoint, who });
  const transport = who === 'datagrams' ? 'UDP' : 'tcp';
  return port === undefined ? transport : l10n.t('{0} port {1}', transport, port);
}
