/** The catalogue: every rule there is, the worst first, since a place keeps the first finding it gets. */
import { configValueDropped } from './config-value-dropped.ts';
import { monitorConnectsOut } from './monitor-connects-out.ts';
import { monitorOnLoopback } from './monitor-on-loopback.ts';
import { monitorOnNetwork } from './monitor-on-network.ts';
import { monitorOverUdp } from './monitor-over-udp.ts';
import { monitorTlsUnauthenticated } from './monitor-tls-unauthenticated.ts';
import { monitorTlsWithoutAuthorization } from './monitor-tls-without-authorization.ts';
import type { Rule } from './rule.ts';

export const rules: readonly Rule[] = [
  monitorOnNetwork,
  monitorOverUdp,
  monitorTlsUnauthenticated,
  monitorOnLoopback,
  monitorConnectsOut,
  monitorTlsWithoutAuthorization,
  configValueDropped,
];
