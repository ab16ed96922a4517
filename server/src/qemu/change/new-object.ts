/** New TLS credentials and authorization objects beside a socket. */

import { once } from '../../text/lookup.ts';
import type { Chardev } from '../chardev/chardev.ts';
import type { Machine } from '../machine/machine.ts';
import { idKey } from '../options/fact.ts';
import { type Change, type NewSection, text, type ValuePart } from './change.ts';

export interface NewObject {
  readonly type: string;
  readonly id: string;
  readonly properties: readonly (readonly [key: string, value: ValuePart])[];
}

/** The first version with `tls-authz`. */
export const AUTHORIZATION_SINCE = 400;

/** The end of a connection that credentials serve. */
export type Endpoint = 'server' | 'client';

/** The directory in QEMU's documentation and libvirt. */
export const CERTIFICATES: ValuePart = { kind: 'placeholder', text: '/etc/pki/qemu' };

/** A distinguished name without commas, for the user to replace. */
export const IDENTITY: ValuePart = { kind: 'placeholder', text: 'CN=client' };

/** x509 credentials that verify the peer. */
export function newCredentials(id: string, endpoint: Endpoint): NewObject {
  return {
    type: 'tls-creds-x509',
    id,
    // The default endpoint is `client`.
    properties: [
      ['dir', CERTIFICATES],
      ['endpoint', text(endpoint)],
      ['verify-peer', text('on')],
    ],
  };
}

/** `authz-list` needs JSON (QEMU 6.0), and QEMU 6.0 broke `authz-list-file`. */
export function newAuthorization(id: string): NewObject {
  return { type: 'authz-simple', id, properties: [['identity', IDENTITY]] };
}

/** An unused id: `montls0`, `montls1` … */
export function freeId(machine: Machine, stem: string): string {
  const taken = takenIds(machine);
  for (let number = 0; ; number++) {
    const id = `${stem}${number}`;
    if (!taken.has(id)) return id;
  }
}

const takenIds = once(({ objectsById, chardevs, monitors }: Machine) => {
  const ofMonitors = monitors.flatMap(({ properties }) => {
    return properties.filter(({ key }) => key === 'id').map(({ value }) => idKey(value));
  });
  return new Set([...objectsById.keys(), ...chardevs.keys(), ...ofMonitors]);
});

const WELL_FORMED = /^[A-Za-z][\w.-]*$/;

/** Defines objects before the chardev's option, or after its section; undefined without a place or valid id. */
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

/** An object as an option's list: `tls-creds-x509,id=montls0,dir=…`. */
export function objectList({ type, id, properties }: NewObject): readonly ValuePart[] {
  const items = properties.flatMap(([key, value]) => [text(`,${key}=`), value]);
  return [text(`${type},id=${id}`), ...items];
}

/** An object as a config section. */
export function objectSection({ type, id, properties }: NewObject): NewSection {
  const entries = properties.map(([key, value]) => ({ key, value: [value] }));
  return { group: 'object', id, entries: [{ key: 'qom-type', value: [text(type)] }, ...entries] };
}
