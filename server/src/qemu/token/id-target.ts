/** QEMU's ids and the properties that refer to them. */
import { FILTER_CHARDEVS } from '../machine/chardev-users.ts';

/**
 * The namespace of an id: `chardev`, `object`, `mon`, or another option such as `device`, `netdev`,
 * `drive`.
 */
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

/** The namespace that a property refers to; undefined if it is no id. */
export function targetOf(group: string, key: string): IdTarget | undefined {
  // A hub's `chardevs.0`, `chardevs.1` and so on.
  if (group === 'chardev' && /^chardevs\.\d+$/.test(key)) return 'chardev';
  if (group === 'object' && FILTER_CHARDEVS.has(key)) return 'chardev';
  // Nested keys, too: `encrypt.key-secret`, `iothread-vq-mapping.0.iothread`.
  return BY_KEY.get(key.slice(key.lastIndexOf('.') + 1));
}
