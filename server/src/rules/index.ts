/** The catalogue: every rule there is, the worst first, since a place keeps the first finding it gets. */
import { configValueDropped } from './config-value-dropped.ts';
import { gdbstubExposed } from './gdbstub-exposed.ts';
import { migrationExposed } from './migration-exposed.ts';
import { monitorAddedAtRunTime } from './monitor-added-at-run-time.ts';
import { monitorConnectsOut } from './monitor-connects-out.ts';
import { monitorOnAbstractSocket } from './monitor-on-abstract-socket.ts';
import { monitorOnLoopback } from './monitor-on-loopback.ts';
import { monitorOnNetwork } from './monitor-on-network.ts';
import { monitorOnOpenDisplay } from './monitor-on-open-display.ts';
import { monitorOverUdp } from './monitor-over-udp.ts';
import { monitorSocketInSharedDirectory } from './monitor-socket-in-shared-directory.ts';
import { monitorSocketOpenToOthers } from './monitor-socket-open-to-others.ts';
import { monitorTlsUnauthenticated } from './monitor-tls-unauthenticated.ts';
import { monitorTlsWithoutAuthorization } from './monitor-tls-without-authorization.ts';
import { nbdExposed } from './nbd-exposed.ts';
import { qtestExposed } from './qtest-exposed.ts';
import type { Rule } from './rule.ts';
import { spiceWithoutTicketing } from './spice-without-ticketing.ts';
import { vncWithoutAuthentication } from './vnc-without-authentication.ts';

export const rules: readonly Rule[] = [
  monitorOnNetwork,
  monitorOverUdp,
  monitorTlsUnauthenticated,
  monitorOnOpenDisplay,
  monitorAddedAtRunTime,
  monitorOnLoopback,
  monitorOnAbstractSocket,
  monitorSocketOpenToOthers,
  monitorConnectsOut,
  monitorTlsWithoutAuthorization,
  configValueDropped,
  monitorSocketInSharedDirectory,
  gdbstubExposed,
  qtestExposed,
  vncWithoutAuthentication,
  spiceWithoutTicketing,
  migrationExposed,
  nbdExposed,
];
