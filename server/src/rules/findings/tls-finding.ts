/** Fixes that keep TCP: certificates and authorization. */
import * as l10n from '@vscode/l10n';
import { authorizeClients, repairSocketAt, verifyServer } from '../../qemu/change/tls.ts';
import type { Machine, Monitor } from '../../qemu/machine/machine.ts';
import type { Reach } from '../../qemu/reach/reach.ts';
import type { Span } from '../../text/span.ts';
import type { Fix } from '../rule.ts';
import { reviewFix } from './common-finding.ts';

type Words = Pick<Fix, 'id' | 'title' | 'risk'>;

const REQUIRE = (): Words => ({
  id: 'require-tls',
  title: l10n.t('Require TLS and an authorized client'),
  risk: l10n.t(
    'QEMU needs certificates in that directory to start, and only the client you name can connect',
  ),
});
const CERTIFICATES = (): Words => ({
  id: 'use-certificates',
  title: l10n.t('Use certificates and an authorized client'),
  risk: l10n.t(
    'QEMU needs certificates in that directory to start, and so does everything else that uses these credentials',
  ),
});
const VERIFY = (): Words => ({
  id: 'verify-client',
  title: l10n.t('Verify and authorize the client'),
  risk: l10n.t(
    'Clients without a certificate are turned away, and so is every client but the one you name',
  ),
});
const AUTHORIZE = (): Words => ({
  id: 'authorize-client',
  title: l10n.t('Authorize one client'),
  risk: l10n.t('Every client but the one you name is turned away'),
});
const VERIFY_SERVER = (): Words => ({
  id: 'verify-server',
  title: l10n.t('Require TLS and verify the server'),
  risk: l10n.t(
    'QEMU needs certificates in that directory to start, and the program that listens there must use TLS with a certificate of that name',
  ),
});

/** The fix that adds what QEMU's policy requires; empty if it cannot be added. */
export function tlsFix(machine: Machine, monitor: Monitor, reach: Reach): readonly Fix[] {
  if (reach.who === 'peer') {
    const changes = verifyServer(machine, monitor, reach.chardev);
    return reviewFix({ ...VERIFY_SERVER(), preferred: false }, changes);
  }
  if (reach.who !== 'network' && reach.who !== 'host') return [];
  const words = wordsFor(reach.protection);
  if (words === undefined) return [];
  const changes = authorizeClients(machine, monitor, reach.chardev);
  // With authenticating TLS only one step is missing; else a UNIX socket is better.
  const preferred = reach.protection.kind === 'authenticated';
  return reviewFix({ ...words, preferred }, changes);
}

function wordsFor(
  protection: Extract<Reach, { protection: unknown }>['protection'],
): Words | undefined {
  switch (protection.kind) {
    case 'none':
      return REQUIRE();
    case 'unauthenticated':
      return protection.reason === 'anonymous' ? CERTIFICATES() : VERIFY();
    case 'authenticated':
      return protection.reason === 'pre-shared-key' ? CERTIFICATES() : AUTHORIZE();
    default:
      return undefined;
  }
}

/** Defines the object that `tls-creds` or `tls-authz` names. */
export function definitionFix(machine: Machine, at: Span): readonly Fix[] {
  const title = l10n.t('Define the missing object');
  const risk = l10n.t(
    'QEMU needs certificates where the credentials say to start, and only the client you name can connect',
  );
  return reviewFix({ id: 'define-object', title, risk }, repairSocketAt(machine, at));
}

/** Makes credentials those of a listening socket; `at` is the place that names them. */
export function endpointFix(machine: Machine, at: Span): readonly Fix[] {
  const title = l10n.t('Set endpoint=server');
  const risk = l10n.t('QEMU starts, and the socket is open to clients that its credentials admit');
  return reviewFix({ id: 'set-endpoint', title, risk }, repairSocketAt(machine, at));
}
