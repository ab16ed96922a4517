/**
 * Objects that TLS needs and that are not there: credentials and an authorization object, with ids that
 * nobody has, and written where the socket that names them is written.
 */

import { oncePer } from '../../text/lookup.ts';
import type { Chardev } from '../chardev/chardev.ts';
import type { Machine } from '../machine/machine.ts';
import { idKey } from '../options/fact.ts';
import { type Change, type NewSection, text, type ValuePart } from './change.ts';

/** An object that is to be written. */
export interface NewObject {
  readonly type: string;
  readonly id: string;
  readonly properties: readonly (readonly [key: string, value: ValuePart])[];
}

/** The first version with `tls-authz` and objects for it. */
export const AUTHORIZATION_SINCE = 400;

/** The end of a connection that credentials are for. */
export type Endpoint = 'server' | 'client';

/** Where QEMU's documentation and libvirt keep certificates. */
export const CERTIFICATES: ValuePart = { kind: 'placeholder', text: '/etc/pki/qemu' };

/** A client's distinguished name. It holds no comma, which would have to be doubled in a list. */
export const IDENTITY: ValuePart = { kind: 'placeholder', text: 'CN=client' };

/** Credentials with certificates, whose other end has to have one. */
export function newCredentials(id: string, endpoint: Endpoint): NewObject {
  return {
    type: 'tls-creds-x509',
    id,
    // QEMU takes credentials for a client's unless they say otherwise.
    properties: [
      ['dir', CERTIFICATES],
      ['endpoint', text(endpoint)],
      ['verify-peer', text('on')],
    ],
  };
}

/**
 * An object that admits one client. It is no list: the rules of one can only be written in JSON, which QEMU
 * takes since 6.0, and `authz-list-file` cannot be made since then.
 */
export function newAuthorization(id: string): NewObject {
  return { type: 'authz-simple', id, properties: [['identity', IDENTITY]] };
}

/** Ids for what a fix adds, which no chardev, object or monitor of a machine has: `montls0`, `montls1` … */
export function freeId(machine: Machine, stem: string): string {
  const taken = takenIds(machine);
  for (let number = 0; ; number++) {
    const id = `${stem}${number}`;
    if (!taken.has(id)) return id;
  }
}

const takenIds = oncePer(({ objectsById, chardevs, monitors }: Machine) => {
  const ofMonitors = monitors.flatMap(({ properties }) => {
    return properties.filter(({ key }) => key === 'id').map(({ value }) => idKey(value));
  });
  return new Set([...objectsById.keys(), ...chardevs.keys(), ...ofMonitors]);
});

/** What QEMU takes as an id, and no list has to double or quote. */
const WELL_FORMED = /^[A-Za-z][\w.-]*$/;

/**
 * The change that defines objects for a chardev: options in front of its own, since the storage daemon
 * reads from left to right, or sections behind its section. Undefined for a chardev that is written
 * nowhere, and for an id that QEMU takes for none.
 */
export function defineObjects(
  machine: Machine,
  { origin }: Chardev,
  objects: readonly NewObject[],
): readonly Change[] | undefined {
  if (objects.length === 0) return [];
  if (objects.some(({ id }) => !WELL_FORMED.test(id))) return undefined;
  switch (origin.kind) {
    case 'legacy':
    case 'option': {
      const { word, words } = origin.option;
      const long = machine.program === 'storage-daemon' || word.value.decoded.startsWith('--');
      const name = long ? '--object' : '-object';
      const options = objects.map((object) => ({ name, value: objectList(object) }));
      return [{ kind: 'add-options', before: words, options }];
    }
    case 'section':
      return [
        { kind: 'add-sections', after: origin.section, sections: objects.map(objectSection) },
      ];
    case 'default':
      return undefined;
  }
}

/** `tls-creds-x509,id=montls0,dir=…`, which qemu-system and the storage daemon read alike. */
export function objectList({ type, id, properties }: NewObject): readonly ValuePart[] {
  const items = properties.flatMap(([key, value]) => [text(`,${key}=`), value]);
  return [text(`${type},id=${id}`), ...items];
}

/** The same as a section of a config file. */
export function objectSection({ type, id, properties }: NewObject): NewSection {
  const entries = properties.map(([key, value]) => ({ key, value: [value] }));
  return { group: 'object', id, entries: [{ key: 'qom-type', value: [text(type)] }, ...entries] };
}
