/** Adds the certificates and authorization that a TCP socket lacks. Why: docs/decisions/tls.md */

import { once } from '../../text/lookup.ts';
import { isKnown, type MappedText, spanOf } from '../../text/mapped-text.ts';
import { type Span, spanKey } from '../../text/span.ts';
import type { Chardev } from '../chardev/chardev.ts';
import { isTcp, type SocketBackend } from '../chardev/socket.ts';
import { leafChardevs, type Machine, type Monitor } from '../machine/machine.ts';
import { objectProperty, type QemuObject } from '../object/object.ts';
import { findObject, serverProtection } from '../object/protection.ts';
import { ABSENT, type Fact, knownValue, textFact } from '../options/fact.ts';
import { booleanOf, findProperty, type Property } from '../options/keyval.ts';
import { type Change, replace, text } from './change.ts';
import {
  AUTHORIZATION_SINCE,
  CERTIFICATES,
  defineObjects,
  type Endpoint,
  freeId,
  IDENTITY,
  type NewObject,
  newAuthorization,
  newCredentials,
} from './new-object.ts';
import {
  addProperty,
  allOf,
  lastWritten,
  removeProperty,
  setProperty,
  turnOn,
} from './property-change.ts';
import { protectSocket } from './socket-tls.ts';

/** Adds TLS with one authorized client. Undefined unless it is a TCP server whose deciding parts can be changed. */
export function authorizeClients(
  machine: Machine,
  monitor: Monitor,
  chardev: Chardev,
): readonly Change[] | undefined {
  const { backend } = chardev;
  if (machine.version < AUTHORIZATION_SINCE || !isListening(backend)) return undefined;
  if (backend.tlsCreds.kind !== 'absent') return completeServer(machine, chardev, backend);
  const shared = authorizedElsewhere(machine, chardev, backend);
  const ids = shared ?? {
    creds: freeId(machine, CREDENTIALS),
    authz: freeId(machine, AUTHORIZATION),
  };
  const objects = shared ? [] : [newCredentials(ids.creds, 'server'), newAuthorization(ids.authz)];
  return concatChanges(
    protectSocket(machine, monitor, chardev, ids),
    defineObjects(machine, chardev, objects),
  );
}

/** Makes a connecting monitor verify the server. */
export function verifyServer(
  machine: Machine,
  monitor: Monitor,
  chardev: Chardev,
): readonly Change[] | undefined {
  const { backend } = chardev;
  if (backend.kind !== 'socket' || !isTcp(backend) || chardev.openEnded) return undefined;
  const { server, tlsCreds } = backend;
  if (server.kind !== 'absent' && knownValue(server) !== false) return undefined;
  if (tlsCreds.kind === 'absent') {
    const creds = freeId(machine, CREDENTIALS);
    return concatChanges(
      protectSocket(machine, monitor, chardev, { creds, authz: undefined }),
      defineObjects(machine, chardev, [newCredentials(creds, 'client')]),
    );
  }
  const object = findObject(machine, tlsCreds.text);
  const changes = object && repairCredentials(object, 'client');
  return changes?.length === 0 ? undefined : changes;
}

/** Repairs `tls-creds=tls0` at `at`. A monitor also gets what else it needs. */
export function repairSocketAt(machine: Machine, at: Span): readonly Change[] | undefined {
  const chardev = chardevsByReference(machine).get(spanKey(at));
  if (chardev?.backend.kind !== 'socket') return undefined;
  const { backend } = chardev;
  const type =
    backend.tlsCreds.kind === 'known' && findObject(machine, backend.tlsCreds.text)?.type;
  if (type && type !== 'tls-creds-x509') return undefined;
  const ofMonitor = chardevsOfMonitors(machine).has(chardev);
  if (ofMonitor && isListening(backend) && machine.version >= AUTHORIZATION_SINCE) {
    return completeServer(machine, chardev, backend);
  }
  const { server, tlsCreds, tlsAuthz } = backend;
  if (server.kind === 'unknown' || tlsCreds.kind !== 'known') return undefined;
  const creds = planCredentials(
    machine,
    tlsCreds.text,
    knownValue(server) === true ? 'server' : 'client',
  );
  // A guest's device gets no more protection than it asked for.
  const names = tlsAuthz.kind === 'known' && findObject(machine, tlsAuthz.text) === undefined;
  const authz = names ? planAuthorization(machine, tlsAuthz.text) : NOTHING;
  return creds && authz && carryOut(machine, chardev, [creds, authz]);
}

const chardevsByReference = once(({ chardevs }: Machine) => {
  const found = new Map<string, Chardev>();
  for (const chardev of chardevs.values()) {
    for (const property of chardev.properties) {
      if (property.key !== 'tls-creds' && property.key !== 'tls-authz') continue;
      found.set(spanKey(spanOf(property.value)), chardev);
    }
  }
  return found;
});

const chardevsOfMonitors = once(({ chardevs, monitors }: Machine) => {
  return new Set(
    monitors.flatMap(({ chardev }) => (chardev ? leafChardevs(chardevs, chardev) : [])),
  );
});

function isListening(backend: Chardev['backend']): backend is SocketBackend {
  return backend.kind === 'socket' && isTcp(backend) && knownValue(backend.server) === true;
}

interface Plan {
  readonly objects: readonly NewObject[];
  readonly changes: readonly Change[];
}

const NOTHING: Plan = { objects: [], changes: [] };

function completeServer(
  machine: Machine,
  chardev: Chardev,
  backend: SocketBackend,
): readonly Change[] | undefined {
  const { tlsCreds, tlsAuthz } = backend;
  if (tlsCreds.kind !== 'known' || tlsAuthz.kind === 'unknown') return undefined;
  const creds = planCredentials(machine, tlsCreds.text, 'server');
  const authz =
    tlsAuthz.kind === 'absent'
      ? addAuthorization(machine, chardev)
      : planAuthorization(machine, tlsAuthz.text);
  if (creds === undefined || authz === undefined) return undefined;
  return carryOut(machine, chardev, [creds, authz]);
}

function carryOut(
  machine: Machine,
  chardev: Chardev,
  plans: readonly Plan[],
): readonly Change[] | undefined {
  const objects = plans.flatMap((plan) => plan.objects);
  const changes = plans.flatMap((plan) => plan.changes);
  if (objects.length === 0 && changes.length === 0) return undefined;
  // Credentials and authorization cannot have the same id.
  if (new Set(objects.map(({ id }) => id)).size < objects.length) return undefined;
  return concatChanges(changes, defineObjects(machine, chardev, objects));
}

function concatChanges(
  one: readonly Change[] | undefined,
  other: readonly Change[] | undefined,
): readonly Change[] | undefined {
  return one && other && [...one, ...other];
}

function planCredentials(machine: Machine, id: MappedText, endpoint: Endpoint): Plan | undefined {
  const creds = findObject(machine, id);
  if (creds) {
    const changes = repairCredentials(creds, endpoint);
    return changes && { objects: [], changes };
  }
  // An unseen part of the command line may define it.
  if (!machine.complete || !isKnown(id)) return undefined;
  return { objects: [newCredentials(id.decoded, endpoint)], changes: [] };
}

/** Adds `tls-authz=monauthz0` after `tls-creds=tls0`, with its object. */
function addAuthorization(machine: Machine, chardev: Chardev): Plan | undefined {
  const creds = findProperty(chardev.properties, 'tls-creds');
  const id = freeId(machine, AUTHORIZATION);
  const nested = chardev.origin.kind === 'legacy' && chardev.origin.nested;
  const change = creds && addProperty(creds, 'tls-authz', [text(id)], nested ? ',,' : ',');
  return change && { objects: [newAuthorization(id)], changes: [change] };
}

function planAuthorization(machine: Machine, id: MappedText): Plan | undefined {
  const authz = findObject(machine, id);
  if (authz === undefined) {
    if (!machine.complete || !isKnown(id)) return undefined;
    return { objects: [newAuthorization(id.decoded)], changes: [] };
  }
  switch (authz.type) {
    case 'authz-list': {
      const changes = narrowList(authz);
      return changes && { objects: [], changes };
    }
    case 'authz-simple':
    case 'authz-pam':
      return { objects: [], changes: [] };
    default:
      // Unknown, or `authz-list-file`, which current QEMU cannot create.
      return undefined;
  }
}

const CREDENTIALS = 'montls';
const AUTHORIZATION = 'monauthz';

interface Pair {
  readonly creds: string;
  readonly authz: string;
}

/** The ids of another monitor, or of a fix for the same option, that authorize clients. */
function authorizedElsewhere(
  machine: Machine,
  chardev: Chardev,
  socket: SocketBackend,
): Pair | undefined {
  return pairsInUse(machine).find((pair) => {
    const tlsCreds = idOf(machine, chardev, pair.creds);
    const tlsAuthz = idOf(machine, chardev, pair.authz);
    return serverProtection(machine, { ...socket, tlsCreds, tlsAuthz }).kind === 'authorized';
  });
}

const pairsInUse = once(({ monitors }: Machine) => {
  const pairs = new Map<string, Pair>();
  for (const { chardev } of monitors) {
    if (chardev?.backend.kind !== 'socket' || !isTcp(chardev.backend)) continue;
    const creds = knownValue(chardev.backend.tlsCreds);
    const authz = knownValue(chardev.backend.tlsAuthz);
    if (creds !== undefined && authz !== undefined)
      pairs.set(`${creds},${authz}`, { creds, authz });
  }
  return [...pairs.values(), { creds: `${CREDENTIALS}0`, authz: `${AUTHORIZATION}0` }];
});

function idOf(machine: Machine, chardev: Chardev, id: string): Fact<string> {
  const object = machine.objectsById.get(id);
  return object && isThereFor(machine, object, chardev) ? textFact(object.id) : ABSENT;
}

/** Whether an object exists in each run with the chardev; the storage daemon must read it first. */
function isThereFor(machine: Machine, object: QemuObject, { origin }: Chardev): boolean {
  if (origin.kind === 'section') return object.form === 'section';
  if (origin.kind === 'default') return false;
  const { word } = origin.option;
  const branch = object.id?.pieces[0]?.branch;
  if (branch !== undefined && branch !== word.value.pieces[0]?.branch) return false;
  if (machine.program !== 'storage-daemon') return true;
  const places = optionPlaces(machine);
  const place = places.get(spanKey(object.at));
  const own = places.get(spanKey(word.at));
  return place !== undefined && own !== undefined && place < own;
}

const optionPlaces = once(({ options }: Machine) => {
  return new Map(options.map(({ word }, index) => [spanKey(word.at), index]));
});

/** Makes credentials protect the socket; empty if they do already, undefined if they cannot be changed. */
function repairCredentials(creds: QemuObject, endpoint: Endpoint): readonly Change[] | undefined {
  const { type, properties } = creds;
  const property = (key: string) => findProperty(properties, key);
  const changes: (Change | undefined)[] = [];
  const added: (readonly [key: string, value: Parameters<typeof setProperty>[1]])[] = [];
  if (type === 'tls-creds-anon' || type === 'tls-creds-psk') {
    const name = property('qom-type');
    const directory = property('dir');
    const own = ['username', 'priority'].flatMap((key) => property(key) ?? []);
    changes.push(name && setProperty(name, [text('tls-creds-x509')]));
    // PSK has no certificates.
    if (directory) changes.push(setProperty(directory, [CERTIFICATES]));
    else added.push(['dir', [CERTIFICATES]]);
    changes.push(...own.map(removeProperty));
  } else if (type !== 'tls-creds-x509') {
    return undefined;
  }
  const verify = objectProperty(creds, 'verify-peer');
  const written = objectProperty(creds, 'endpoint');
  if (verify === null || written === null) return undefined;
  const verifies = property('verify-peer');
  if (verifies && verify !== undefined && booleanOf(verify) === false) {
    changes.push(turnOn(verifies));
  }
  if ((written ?? 'client') !== endpoint) {
    const other = property('endpoint');
    // A socket that listens needs server credentials. Server credentials belong to another socket.
    if (endpoint === 'client') return undefined;
    if (other) changes.push(setProperty(other, [text(endpoint)]));
    else added.push(['endpoint', [text(endpoint)]]);
  }
  const last = lastWritten(properties);
  const behind = added.map(([key, parts]) => last && addProperty(last, key, parts));
  return allOf([...changes, ...behind]);
}

/** Makes an `authz-list` admit only named clients, and deny by default. Undefined if it only denies. */
function narrowList(list: QemuObject): readonly Change[] | undefined {
  const property = (key: string) => findProperty(list.properties, key);
  const changes: (Change | undefined)[] = [];
  let admitted = 0;
  let index = 0;
  for (; ; index++) {
    const match = property(`rules.${index}.match`);
    if (match === undefined) break;
    const format = objectProperty(list, `rules.${index}.format`);
    const matchesAll = format === 'glob' && /^\*+$/.test(match.value.decoded);
    const allows = objectProperty(list, `rules.${index}.policy`) === 'allow';
    if (allows) admitted++;
    if (allows && matchesAll) changes.push(setProperty(match, [IDENTITY]));
    if (!allows && matchesAll) return allOf(changes);
  }
  const policy = property('policy');
  if (policy === undefined || objectProperty(list, 'policy') !== 'allow') return allOf(changes);
  if (admitted > 0) return allOf([...changes, setProperty(policy, [text('deny')])]);
  return index > 0 ? undefined : allOf(toSimple(property('qom-type'), policy));
}

/** `authz-list,id=a,policy=allow` becomes `authz-simple,id=a,identity=CN=client`. */
function toSimple(type: Property | undefined, policy: Property): readonly (Change | undefined)[] {
  const { origin, keyText, value } = policy;
  const named = type && setProperty(type, [text('authz-simple')]);
  if (origin.kind === 'item') {
    const { list, start, end } = origin;
    return [named, replace(list, [text('identity='), IDENTITY], start, end)];
  }
  const key = origin.kind === 'entry' ? origin.entry.key : keyText;
  if (key === undefined || value.decoded === '') return [undefined];
  return [named, replace(key, [text('identity')]), setProperty(policy, [IDENTITY])];
}
