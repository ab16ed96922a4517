/** TLS and authorization of a socket, tried with QEMU 10.0 and 11.1. Why: docs/decisions/tls.md */
import type { MappedText } from '../../text/mapped-text.ts';
import type { SocketBackend } from '../chardev/socket.ts';
import { idKey } from '../options/fact.ts';
import { booleanOf } from '../options/keyval.ts';
import { type Refusal, refusal } from '../options/refusal.ts';
import { objectProperty, type QemuObject } from './object.ts';

export type Protection =
  | { readonly kind: 'none' }
  /** Any client is admitted. `ignoresAuthz`: `tls-authz` has no effect. */
  | {
      readonly kind: 'unauthenticated';
      readonly reason: 'anonymous' | 'verify-peer-off';
      readonly ignoresAuthz: boolean;
    }
  | {
      readonly kind: 'authenticated';
      readonly reason: 'no-authz' | 'permissive-authz' | 'pre-shared-key';
      readonly ignoresAuthz: boolean;
    }
  | { readonly kind: 'authorized' }
  /** `tls-authz` names no object, so every client is refused. */
  | { readonly kind: 'unusable' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'refused' };

/** Objects, and whether all are in sight. */
export interface ObjectScope {
  readonly objectsById: ReadonlyMap<string, QemuObject>;
  readonly complete: boolean;
}

const CREDENTIALS = new Set(['tls-creds-anon', 'tls-creds-psk', 'tls-creds-x509']);
const AUTHORIZATION = new Set(['authz-simple', 'authz-list', 'authz-list-file', 'authz-pam']);

/** Refuses credentials that are missing, of the wrong type, or for the wrong endpoint. */
export function credentialsRefusal(scope: ObjectScope, socket: SocketBackend): Refusal | undefined {
  const { tlsCreds, server } = socket;
  if (tlsCreds.kind !== 'known') return undefined;
  const creds = findObject(scope, tlsCreds.text);
  if (creds === undefined) {
    const message = `No TLS credentials with id '${tlsCreds.value}'`;
    return scope.complete ? refusal(tlsCreds.text, message, 'object') : undefined;
  }
  if (creds.type === undefined) return undefined;
  if (!CREDENTIALS.has(creds.type)) {
    return refusal(tlsCreds.text, `Object with id '${tlsCreds.value}' is not TLS credentials`);
  }
  const endpoint = objectProperty(creds, 'endpoint') ?? 'client';
  const needed = server.kind === 'unknown' ? undefined : server.kind === 'known' && server.value;
  if (needed === undefined || objectProperty(creds, 'endpoint') === null) return undefined;
  const expected = needed ? 'server' : 'client';
  return endpoint === expected
    ? undefined
    : refusal(tlsCreds.text, `Expected TLS credentials for a ${expected} endpoint`);
}

/** The protection of a listening TCP socket. */
export function serverProtection(scope: ObjectScope, socket: SocketBackend): Protection {
  const { tlsCreds, tlsAuthz } = socket;
  if (tlsCreds.kind === 'absent') return { kind: 'none' };
  const creds = findObject(scope, tlsCreds.text);
  if (credentialsRefusal(scope, { ...socket, server: SERVER })) return { kind: 'refused' };
  if (creds?.type === undefined || objectProperty(creds, 'endpoint') === null) {
    return { kind: 'unknown' };
  }
  const ignoresAuthz = tlsAuthz.kind !== 'absent';
  if (creds.type === 'tls-creds-anon') {
    return { kind: 'unauthenticated', reason: 'anonymous', ignoresAuthz };
  }
  if (creds.type === 'tls-creds-psk') {
    return { kind: 'authenticated', reason: 'pre-shared-key', ignoresAuthz };
  }
  const verify = objectProperty(creds, 'verify-peer');
  if (verify === null) return { kind: 'unknown' };
  if (isOff(verify)) return { kind: 'unauthenticated', reason: 'verify-peer-off', ignoresAuthz };
  if (tlsAuthz.kind === 'absent') {
    return { kind: 'authenticated', reason: 'no-authz', ignoresAuthz: false };
  }
  const authz = findObject(scope, tlsAuthz.text);
  if (authz) return authorization(authz);
  return { kind: scope.complete && tlsAuthz.kind === 'known' ? 'unusable' : 'unknown' };
}

const SERVER = {
  kind: 'known',
  value: true,
  text: { decoded: '', pieces: [], starts: [], place: { start: 0, end: 0 } },
} as const;

/** Whether a client verifies the server, by x509 or key. */
export function verifiesServer(scope: ObjectScope, socket: SocketBackend): boolean | 'unknown' {
  if (socket.tlsCreds.kind === 'absent') return false;
  const creds = findObject(scope, socket.tlsCreds.text);
  if (creds?.type === undefined) return 'unknown';
  const verify = objectProperty(creds, 'verify-peer');
  if (verify === null) return 'unknown';
  if (creds.type === 'tls-creds-psk') return true;
  return creds.type === 'tls-creds-x509' && !isOff(verify);
}

/** A `tls-authz` that names no object, if all are in sight. */
export function danglingAuthz(scope: ObjectScope, socket: SocketBackend): MappedText | undefined {
  const { tlsAuthz } = socket;
  if (tlsAuthz.kind !== 'known') return undefined;
  const authz = findObject(scope, tlsAuthz.text);
  const wrong = authz ? authz.type !== undefined && !AUTHORIZATION.has(authz.type) : scope.complete;
  return wrong ? tlsAuthz.text : undefined;
}

/** The object of an id. */
export function findObject({ objectsById }: ObjectScope, id: MappedText): QemuObject | undefined {
  return objectsById.get(idKey(id));
}

function isOff(value: string | undefined): boolean {
  return value !== undefined && booleanOf(value) === false;
}

function authorization(authz: QemuObject): Protection {
  if (authz.type === undefined) return { kind: 'unknown' };
  if (!AUTHORIZATION.has(authz.type)) return { kind: 'unusable' };
  if (authz.type !== 'authz-list') return { kind: 'authorized' };
  switch (admitsEveryone(authz)) {
    case true:
      return { kind: 'authenticated', reason: 'permissive-authz', ignoresAuthz: false };
    case false:
      return { kind: 'authorized' };
    case undefined:
      return { kind: 'unknown' };
  }
}

/** `qauthz_list_is_allowed`: the first match decides, the default is `deny`. Undefined if unknown. */
function admitsEveryone(authz: QemuObject): boolean | undefined {
  for (let index = 0; ; index++) {
    const part = (key: string) => objectProperty(authz, `rules.${index}.${key}`);
    const match = part('match');
    if (match === undefined) break;
    const format = part('format');
    if (match === null || format === null) return undefined;
    if (format !== 'glob' || !/^\*+$/.test(match)) continue;
    const policy = part('policy');
    return policy === null ? undefined : policy === 'allow';
  }
  const policy = objectProperty(authz, 'policy');
  return policy === null ? undefined : policy === 'allow';
}
