/**
 * What TLS and authorization together do for a listening socket. The policy is the monitor section of
 * QEMU's security page: TCP only with TLS *and* an authorization policy. Which combination admits whom
 * was tried with QEMU 10.0 and 11.1 (see docs/architecture.md).
 */
import type { SocketBackend } from './chardev.ts';
import { idKey } from './fact.ts';
import { booleanOf } from './keyval.ts';
import type { Machine } from './machine.ts';
import { objectProperty, type QemuObject } from './object.ts';

export type Protection =
  /** No TLS: anyone who reaches the port is in. */
  | { readonly kind: 'none' }
  /** Encryption, but any client is admitted. `ignoresAuthz`: `tls-authz` is set and never consulted. */
  | {
      readonly kind: 'unauthenticated';
      readonly reason: 'anonymous' | 'verify-peer-off';
      readonly ignoresAuthz: boolean;
    }
  /** Clients prove who they are, and all who can are admitted. */
  | {
      readonly kind: 'authenticated';
      readonly reason: 'no-authz' | 'permissive-authz' | 'pre-shared-key';
    }
  /** What the policy asks for. */
  | { readonly kind: 'authorized' }
  /** An id or a property that this file does not fix decides. */
  | { readonly kind: 'unknown' }
  /** QEMU does not start with these credentials, or admits nobody. */
  | { readonly kind: 'refused' };

/** The protection of a listening TCP socket. */
export function serverProtection(machine: Machine, socket: SocketBackend): Protection {
  const { tlsCreds, tlsAuthz } = socket;
  if (tlsCreds.kind === 'absent') return { kind: 'none' };
  const creds = findObject(machine, tlsCreds.text);
  if (creds === undefined) return missing(machine, tlsCreds.kind === 'unknown');
  const endpoint = objectProperty(creds, 'endpoint');
  if (creds.type === undefined || endpoint === null) return { kind: 'unknown' };
  if (endpoint !== 'server') return { kind: 'refused' };
  const hasAuthz = tlsAuthz.kind !== 'absent';
  switch (creds.type) {
    case 'tls-creds-anon':
      return { kind: 'unauthenticated', reason: 'anonymous', ignoresAuthz: hasAuthz };
    case 'tls-creds-psk':
      return { kind: 'authenticated', reason: 'pre-shared-key' };
    case 'tls-creds-x509': {
      const verify = objectProperty(creds, 'verify-peer');
      if (verify === null) return { kind: 'unknown' };
      if (isOff(verify)) {
        return { kind: 'unauthenticated', reason: 'verify-peer-off', ignoresAuthz: hasAuthz };
      }
      if (tlsAuthz.kind === 'absent') return { kind: 'authenticated', reason: 'no-authz' };
      const authz = findObject(machine, tlsAuthz.text);
      if (authz === undefined) return missing(machine, tlsAuthz.kind === 'unknown');
      return authorization(authz);
    }
    default:
      return { kind: 'refused' };
  }
}

/** Whether a connecting socket knows whom it talks to: x509 credentials of a client, peer verified. */
export function verifiesServer(machine: Machine, socket: SocketBackend): boolean | 'unknown' {
  if (socket.tlsCreds.kind === 'absent') return false;
  const creds = findObject(machine, socket.tlsCreds.text);
  if (creds === undefined)
    return machine.complete && socket.tlsCreds.kind === 'known' ? true : 'unknown';
  const verify = objectProperty(creds, 'verify-peer');
  if (verify === null || creds.type === undefined) return 'unknown';
  return creds.type !== 'tls-creds-anon' && !isOff(verify);
}

function findObject(machine: Machine, id: Parameters<typeof idKey>[0]): QemuObject | undefined {
  const key = idKey(id);
  return machine.objects.find((object) => object.id !== undefined && idKey(object.id) === key);
}

/** An id without an object: QEMU refuses it if really nothing defines it, else we cannot know. */
function missing(machine: Machine, unknownId: boolean): Protection {
  return machine.complete && !unknownId ? { kind: 'refused' } : { kind: 'unknown' };
}

function isOff(value: string | undefined): boolean {
  return value !== undefined && booleanOf(value) === false;
}

function authorization(authz: QemuObject): Protection {
  switch (authz.type) {
    case undefined:
      return { kind: 'unknown' };
    case 'authz-simple':
    case 'authz-list-file':
    case 'authz-pam':
      return { kind: 'authorized' };
    case 'authz-list':
      return admitsEveryone(authz)
        ? { kind: 'authenticated', reason: 'permissive-authz' }
        : { kind: 'authorized' };
    default:
      return { kind: 'refused' };
  }
}

/** A list whose default is to allow, or with a rule that allows `*`. */
function admitsEveryone(authz: QemuObject): boolean {
  if (objectProperty(authz, 'policy') === 'allow') return true;
  if (authz.json) {
    const { rules } = authz.json;
    return Array.isArray(rules) && rules.some(isCatchAll);
  }
  return authz.properties.some((property) => {
    const rule = /^rules\.(\d+)\.match$/.exec(property.key)?.[1];
    if (rule === undefined || property.value.text !== '*') return false;
    return objectProperty(authz, `rules.${rule}.policy`) === 'allow';
  });
}

function isCatchAll(rule: unknown): boolean {
  if (typeof rule !== 'object' || rule === null) return false;
  const { match, policy } = rule as { match?: unknown; policy?: unknown };
  return match === '*' && policy === 'allow';
}
