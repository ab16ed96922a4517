/**
 * Repairs credentials and authorization objects that are there: certificates instead of keys or of nothing,
 * peers that are verified, the right endpoint, a list that names whom it admits.
 */
import { objectProperty, type QemuObject } from '../object/object.ts';
import { booleanOf, findProperty, type Property } from '../options/keyval.ts';
import { type Change, replace, text } from './change.ts';
import { CERTIFICATES, type Endpoint, IDENTITY } from './new-object.ts';
import {
  addProperty,
  allOf,
  lastWritten,
  removeProperty,
  setProperty,
  turnOn,
} from './property-change.ts';

/**
 * The changes that make credentials such that the other end must prove who it is; none for those that are
 * so already. Undefined where an unknown part decides, or where it is written so that nothing can be changed.
 */
export function repairCredentials(
  creds: QemuObject,
  endpoint: Endpoint,
): readonly Change[] | undefined {
  const { type, properties } = creds;
  const property = (key: string) => findProperty(properties, key);
  const changes: (Change | undefined)[] = [];
  const added: (readonly [key: string, value: Parameters<typeof setProperty>[1]])[] = [];
  if (type === 'tls-creds-anon' || type === 'tls-creds-psk') {
    const name = property('qom-type');
    const directory = property('dir');
    const own = ['username', 'priority'].flatMap((key) => property(key) ?? []);
    changes.push(name && setProperty(name, [text('tls-creds-x509')]));
    // The directory of keys has no certificates, and priorities name what keys are exchanged by.
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
    // What listens with credentials of a client does not start, and the reverse is somebody else's server.
    if (endpoint === 'client') return undefined;
    if (other) changes.push(setProperty(other, [text(endpoint)]));
    else added.push(['endpoint', [text(endpoint)]]);
  }
  const last = lastWritten(properties);
  const behind = added.map(([key, parts]) => last && addProperty(last, key, parts));
  return allOf([...changes, ...behind]);
}

/**
 * The changes that make an `authz-list` admit only whom it names; none for one that does so already. The
 * rule that matches everybody gets one name, and what no rule matches is denied. A list without rules
 * becomes an `authz-simple`. Undefined for one that only says who is turned away.
 */
export function narrowList(list: QemuObject): readonly Change[] | undefined {
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
    // Nothing behind it is ever looked at.
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
