/** What the findings about neighbours of monitors have in common: displays, gdb, qtest, migration, NBD. */
import type { Change } from '../qemu/change/change.ts';
import { type Endpoint, endpointsOf } from '../qemu/display/endpoint.ts';
import type { Listener } from '../qemu/display/listener.ts';
import type { Machine } from '../qemu/machine/machine.ts';
import { addressWords, reviewFix, waysTo } from './common-finding.ts';
import type { Finding, Fix, Rule } from './rule.ts';

/** How mild a neighbour is that only this machine can reach. */
export const MILDER_HERE: NonNullable<Rule['milder']> = {
  severities: ['information'],
  when: 'By default a warning where other machines can connect, and information on this machine.',
};

/** `on every network interface (tcp port 5900)`. */
export function listenerWords(
  listener: Pick<Listener, 'who' | 'address' | 'host' | 'port'>,
): string {
  const { who, address, host, port } = listener;
  if (who === 'directory') return 'on a UNIX socket in a shared directory';
  if (who === 'user') return 'on a UNIX socket';
  const where = who === 'host' ? 'on loopback' : addressWords(address, host.text);
  return port === undefined ? where : `${where} (tcp port ${port})`;
}

/** Who loses by it. */
const AWAY = 'Other machines cannot connect any more; every user of this machine still can';

/** The fix that keeps something to this machine, where it is open to others and the file says so. */
export function loopbackFix(
  { who, address }: Pick<Endpoint, 'address'> & { readonly who: string },
  changes: readonly Change[] | undefined,
): readonly Fix[] {
  // `$HOST` may well be 127.0.0.1, and whoever sets it decides.
  if (who !== 'network' || address === 'unknown') return [];
  return reviewFix({ title: 'Listen on 127.0.0.1 only', risk: AWAY }, changes);
}

const WHOEVER: Readonly<Record<Endpoint['who'], string>> = {
  network: 'whoever connects',
  host: 'whoever connects',
  peer: 'whoever answers',
  datagrams: 'whoever forges the sender',
};

/** The endpoints of a kind that let somebody in who proved nothing. */
export function* openEndpoints(
  machine: Machine,
  kind: Endpoint['kind'],
  name: string,
  power: string,
): Iterable<Finding> {
  for (const endpoint of endpointsOf(machine)) {
    if (endpoint.kind !== kind || isAuthenticated(endpoint)) continue;
    const remote = isRemote(endpoint);
    const advice = remote ? 'use 127.0.0.1 or a UNIX socket' : 'use a UNIX socket';
    const whoever = WHOEVER[endpoint.who];
    const what = `${name} ${whereWords(endpoint)} without authentication`;
    yield {
      at: endpoint.at,
      message: `${what}, and ${whoever} ${power}; ${advice}`,
      related: waysTo(
        endpoint,
        [{ at: endpoint.option.word.at, message: 'It is asked for here' }],
        machine,
      ),
      certainty: endpoint.certain ? 'certain' : 'possible',
      ...(remote ? {} : { severity: 'information' as const }),
      fixes: loopbackFix(endpoint, endpoint.toLoopback),
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
  if (who === 'network' || who === 'host') return `listens ${listenerWords({ ...endpoint, who })}`;
  const transport = who === 'datagrams' ? 'UDP' : 'tcp';
  const words = port === undefined ? transport : `${transport} port ${port}`;
  return who === 'peer' ? `connects out (${words})` : `takes datagrams (${words})`;
}
