import { FILTER_CHARDEVS } from '../machine/chardev-users.ts';

/** `chardev`, `object`, `mon`, or another option such as `device`, `netdev`. */
export type IdTarget = string;

/** Properties that hold an id (qemu-options.hx of QEMU 10.0). */
const BY_KEY: ReadonlyMap<string, IdTarget> = new Map([
  ['chardev', 'chardev'],
  ['tls-creds', 'object'],
  ['tls-authz', 'object'],
  ['sasl-authz', 'object'],
  ['password-secret', 'object'],
  ['passwordid', 'object'],
  ['keyid', 'object'],
  ['memdev', 'object'],
  ['memory-backend', 'object'],
  ['confidential-guest-support', 'object'],
  ['memory-encryption', 'object'],
  ['key-secret', 'object'],
  ['throttle-group', 'object'],
  ['iothread', 'object'],
  ['rng', 'object'],
  ['cryptodev', 'object'],
  ['netdev', 'netdev'],
  ['drive', 'drive'],
  ['audiodev', 'audiodev'],
  ['tpmdev', 'tpmdev'],
  ['fsdev', 'fsdev'],
]);

/** What the id in a property names; undefined for a property without an id. */
export function targetOf(group: string, key: string): IdTarget | undefined {
  // `chardevs.0` of a hub.
  if (group === 'chardev' && /^chardevs\.\d+$/.test(key)) return 'chardev';
  if (group === 'object' && FILTER_CHARDEVS.has(key)) return 'chardev';
  // `encrypt.key-secret`, `iothread-vq-mapping.0.iothread`.
  return BY_KEY.get(key.slice(key.lastIndexOf('.') + 1));
}
