/** The SPICE display (`qemu_spice_init` in ui/spice-core.c of QEMU 10.0, spice-server 0.15). */
import { knownText } from '../../text/mapped-text.ts';
import { knownValue } from '../options/fact.ts';
import { booleanFact, findProperty, type Property } from '../options/keyval.ts';
import { checkProperties, type KeyRow, keyRows } from '../options/property-check.ts';
import type { QemuVersion } from '../options/version.ts';
import type { Authentication, Display, DisplaySource } from './display.ts';
import {
  hostListener,
  hostlessListener,
  type Listener,
  propertyPlace,
  unixListener,
} from './listener.ts';

/** `qemu_spice_opts`. `password`, which process lists show, was removed in 8.0. */
export const SPICE_KEYS: readonly KeyRow[] = keyRows({
  string: `
    addr display image-compression jpeg-wan-compression password<800 password-secret>=600
    plaintext-channel rendernode streaming-video tls-channel tls-ciphers x509-cacert-file
    x509-cert-file x509-dh-key-file x509-dir x509-key-file x509-key-password
    zlib-glz-wan-compression
  `,
  boolean: `
    agent-mouse disable-agent-file-xfer disable-copy-paste disable-ticketing gl ipv4 ipv6
    playback-compression sasl seamless-migration unix
  `,
  number: 'head port tls-port',
});

/** The display of all `-spice` options; undefined if it does not listen or is refused. */
export function spiceDisplay(source: DisplaySource, version: QemuVersion): Display | undefined {
  const { properties, openEnded } = source;
  const refusal = checkProperties(properties, SPICE_KEYS, version);
  // `-spice` has no id.
  if ((refusal && refusal.kind !== 'version') || findProperty(properties, 'id')) return undefined;
  const listener = spiceListener(properties);
  if (listener === undefined) return undefined;
  return {
    protocol: 'spice',
    ...source,
    listeners: [listener],
    connectsOut: false,
    authentication: spiceAuthentication(properties, openEnded),
    pinned: false,
  };
}

function spiceListener(properties: readonly Property[]): Listener | undefined {
  const addr = findProperty(properties, 'addr');
  const unix = booleanFact(properties, 'unix');
  if (unix.kind === 'unknown') return undefined;
  if (knownValue(unix) === true) {
    // An empty path gives a random abstract name.
    return addr && addr.value.decoded !== '' ? unixListener(addr.value) : undefined;
  }
  const port = ['port', 'tls-port']
    .map((key) => findProperty(properties, key))
    .find((property) => property && property.value.decoded !== '0');
  if (port === undefined) return undefined;
  if (addr === undefined) return hostlessListener(port, 'addr');
  const listener = hostListener(addr, knownText(port.value));
  return addr.value.decoded === '' ? { ...listener, ...propertyPlace(addr, true) } : listener;
}

/** SASL if on, else a ticket unless `disable-ticketing`. TLS authenticates only the server. */
function spiceAuthentication(properties: readonly Property[], openEnded: boolean): Authentication {
  const sasl = booleanFact(properties, 'sasl');
  if (knownValue(sasl) === true) return 'sasl';
  const open = booleanFact(properties, 'disable-ticketing');
  if (open.kind === 'unknown') return 'unknown';
  if (knownValue(open) !== true) return openEnded ? 'unknown' : 'password';
  return sasl.kind === 'unknown' || openEnded ? 'unknown' : 'none';
}
