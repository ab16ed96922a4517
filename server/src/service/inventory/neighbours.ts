/** Other open services: gdb stub, qtest, displays, migration, NBD; none unless `neighbours` is on. */
import { displaysOf } from '../../qemu/display/display.ts';
import { endpointsOf } from '../../qemu/display/endpoint.ts';
import type { Listener } from '../../qemu/display/listener.ts';
import type { Machine } from '../../qemu/machine/machine.ts';
import type { Severity } from '../../rules/rule.ts';
import { written } from '../../text/mapped-text.ts';
import { spanKey } from '../../text/span.ts';
import type { Analysis } from '../analysis/analyze.ts';

interface NeighbourRecord {
  /** `gdb`, `qtest`, `migration`, `nbd`, `vnc`, `spice` */
  readonly kind: string;
  readonly transport: 'tcp' | 'udp';
  /** `:1234`, `127.0.0.1:5901` */
  readonly address: string;
  readonly audience: 'network' | 'host';
  readonly severity: Severity;
  readonly rule: string;
  readonly connectsOut: boolean;
}

export function neighboursOf({ findings, connections }: Analysis): readonly NeighbourRecord[] {
  const byPlace = new Map(findings.map((finding) => [spanKey(finding.at), finding]));
  return connections.machines.flatMap(servicesOf).flatMap(({ at, ...service }) => {
    const finding = byPlace.get(spanKey(at));
    return finding ? [{ ...service, severity: finding.severity, rule: finding.rule }] : [];
  });
}

function servicesOf(machine: Machine) {
  const endpoints = endpointsOf(machine).map((one) => ({
    kind: one.kind,
    at: one.at,
    transport: one.who === 'datagrams' ? ('udp' as const) : ('tcp' as const),
    address: addressOf(one),
    audience: one.who === 'network' || (one.who !== 'host' && !one.local) ? NETWORK : HOST,
    connectsOut: one.who === 'peer',
  }));
  const displays = displaysOf(machine).flatMap(({ protocol, listeners }) =>
    listeners.map((one) => ({
      kind: protocol,
      at: one.at,
      transport: 'tcp' as const,
      address: addressOf(one),
      audience: one.who === 'network' ? NETWORK : HOST,
      connectsOut: false,
    })),
  );
  return [...endpoints, ...displays];
}

const NETWORK = 'network' as const;
const HOST = 'host' as const;

function addressOf({ host, port }: Pick<Listener, 'host' | 'port'>): string {
  return port === undefined ? written(host) : `${written(host)}:${port}`;
}
