/** Findings about neighbours: displays, gdb, qtest, migration, NBD. */
import * as l10n from '@vscode/l10n';
import type { Change } from '../../qemu/change/change.ts';
import { type Endpoint, endpointsOf } from '../../qemu/display/endpoint.ts';
import type { Machine } from '../../qemu/machine/machine.ts';
import type { Finding, Fix, Rule } from '../rule.ts';
import { reviewFix, waysTo } from './common-finding.ts';
import { addressWords, subjectOf } from './subject.ts';

/** The milder severity on this machine. */
export const MILDER_HERE: NonNullable<Rule['milder']> = {
  severities: ['information'],
  when: 'By default a warning where other machines can connect, and information on this machine.',
};

/** Restricts an endpoint that the file opens to this machine. */
export function loopbackFix(
  { who, address }: Pick<Endpoint, 'address'> & { readonly who: string },
  changes: readonly Change[] | undefined,
): readonly Fix[] {
  // `$HOST` may be 127.0.0.1.
  if (who !== 'network' || address === 'unknown') return [];
  return reviewFix(loopbackWords(), changes);
}

/** The texts of loopback fixes. */
export function loopbackWords(): Pick<Fix, 'id' | 'title' | 'risk'> {
  return {
    id: 'listen-on-loopback',
    title: l10n.t('Listen on 127.0.0.1 only (still open to local users)'),
    risk: l10n.t('Other machines can no longer connect; any local user still can'),
  };
}

type Who = Endpoint['who'] | 'reachable';
type Words = (subject: string, machine: Machine) => string;

/** Words by audience; `reachable` is for unknown addresses, `peer` and `datagrams` for those that connect. */
export type EndpointWords = Readonly<
  Record<'network' | 'reachable' | 'host', Words> &
    Partial<Record<Who, Words>> & { name: () => string }
>;

/** Findings about endpoints without authentication. */
export function* openEndpoints(
  machine: Machine,
  kind: Endpoint['kind'],
  words: EndpointWords,
): Iterable<Finding> {
  for (const endpoint of endpointsOf(machine)) {
    if (endpoint.kind !== kind || isAuthenticated(endpoint)) continue;
    const remote = isRemote(endpoint);
    const { who, address } = endpoint;
    const reaches = who === 'network' && address === 'unknown' ? 'reachable' : who;
    const transport = who === 'datagrams' ? 'udp' : 'tcp';
    const subject = subjectOf(words.name(), who, addressWords(endpoint, transport));
    yield {
      at: endpoint.at,
      message: (words[reaches] ?? words.network)(subject, machine),
      related: waysTo(endpoint, [], machine),
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
