/** All rules, the worst first, since a place keeps its first finding. */

import { chardevReferenceUnresolved } from './chardev-reference-unresolved.ts';
import { configValueDropped } from './config-value-dropped.ts';
import { deprecatedMon } from './deprecated-mon.ts';
import { gdbstubExposed } from './gdbstub-exposed.ts';
import { migrationExposed } from './migration-exposed.ts';
import { monitorAddedAtRunTime } from './monitor-added-at-run-time.ts';
import { monitorConnectsOut } from './monitor-connects-out.ts';
import { monitorHiddenByMux } from './monitor-hidden-by-mux.ts';
import { monitorNoneUseless } from './monitor-none-useless.ts';
import { monitorOnAbstractSocket } from './monitor-on-abstract-socket.ts';
import { monitorOnLoopback } from './monitor-on-loopback.ts';
import { monitorOnNetwork } from './monitor-on-network.ts';
import { monitorOnOpenDisplay } from './monitor-on-open-display.ts';
import { monitorOnUnsuitableBackend } from './monitor-on-unsuitable-backend.ts';
import { monitorOverUdp } from './monitor-over-udp.ts';
import { monitorSocketInSharedDirectory } from './monitor-socket-in-shared-directory.ts';
import { monitorSocketOpenToOthers } from './monitor-socket-open-to-others.ts';
import { monitorTlsUnauthenticated } from './monitor-tls-unauthenticated.ts';
import { monitorTlsWithoutAuthorization } from './monitor-tls-without-authorization.ts';
import { nbdExposed } from './nbd-exposed.ts';
import { qtestExposed } from './qtest-exposed.ts';
import { referenceUnresolved } from './reference-unresolved.ts';
import { refusedByQemu } from './refused-by-qemu.ts';
import type { Rule } from './rule.ts';
import { socketPathShared } from './socket-path-shared.ts';
import { socketWithoutAddress } from './socket-without-address.ts';
import { spiceWithoutTicketing } from './spice-without-ticketing.ts';
import { suppressionMalformed } from './suppression-malformed.ts';
import { suppressionStale } from './suppression-stale.ts';
import { vncWithoutAuthentication } from './vnc-without-authentication.ts';
import { xmlArgumentsIgnored } from './xml-arguments-ignored.ts';

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
  socketPathShared,
  chardevReferenceUnresolved,
  referenceUnresolved,
  monitorSocketInSharedDirectory,
  monitorOnUnsuitableBackend,
  monitorHiddenByMux,
  socketWithoutAddress,
  refusedByQemu,
  xmlArgumentsIgnored,
  monitorNoneUseless,
  deprecatedMon,
  suppressionMalformed,
  suppressionStale,
  gdbstubExposed,
  qtestExposed,
  vncWithoutAuthentication,
  spiceWithoutTicketing,
  migrationExposed,
  nbdExposed,
];
