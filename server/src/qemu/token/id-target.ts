/** What the ids of QEMU name, and which properties refer to them. */
import { FILTER_CHARDEVS } from '../machine/chardev-users.ts';

/**
 * The group in which an id is unique: `chardev`, `object`, `mon`, or any other option's name, such as
 * `device`, `netdev` or `drive`.
 */
export type IdTarget = string;

/** Properties that hold the id of something, whatever they belong to (qemu-options.hx of QEMU 10.0). */
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

/** What the value of a property names by its id; undefined for one that is no id. */
export function targetOf(group: string, key: string): IdTarget | undefined {
  // A hub's chardevs are `chardevs.0`, `chardevs.1` and so on.
  if (group === 'chardev' && /^chardevs\.\d+$/.test(key)) return 'chardev';
  if (group === 'object' && FILTER_CHARDEVS.has(key)) return 'chardev';
  // In JSON and dotted keys alike: `encrypt.key-secret`, `iothread-vq-mapping.0.iothread`.
  return BY_KEY.get(key.slice(key.lastIndexOf('.') + 1));
}
