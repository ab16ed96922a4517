/** VNC displays (ui/vnc.c of QEMU 10.0). */
import { isKnown, knownText, type MappedText, slice } from '../../text/mapped-text.ts';
import type { Machine } from '../machine/machine.ts';
import { tlsProtection } from '../object/tls.ts';
import { knownValue } from '../options/fact.ts';
import { booleanFact, findProperty, propertyFact } from '../options/keyval.ts';
import { placeOf } from '../options/place.ts';
import { checkProperties, type KeyRow, keyRows } from '../options/property-check.ts';
import type { Authentication, Display, DisplaySource } from './display.ts';
import { addressListener, type Listener, portListener, unixListener } from './listener.ts';

/** `qemu_vnc_opts` of QEMU 5.2, 7.2, 10.0 and 11.1 (`query-command-line-options`). */
export const VNC_KEYS: readonly KeyRow[] = keyRows({
  string: `
    audiodev display password-secret>=600 sasl-authz>=400 share tls-authz>=400 tls-creds vnc
    websocket
  `,
  boolean: `
    acl<600 ipv4 ipv6 lock-key-sync lossy non-adaptive password power-control>=600 reverse sasl
  `,
  number: 'connections head key-delay-ms to',
});

const VNC_PORT = 5900;
const WEBSOCKET_PORT = 5700;

/** The display of a `-vnc`; undefined for `none` or if refused. */
export function vncDisplay(machine: Machine, source: DisplaySource): Display | undefined {
  const { properties } = source;
  const refusal = checkProperties(properties, VNC_KEYS, machine.version);
  if (refusal && refusal.kind !== 'version') return undefined;
  const last = findProperty(properties, 'vnc');
  if (last === undefined || last.value.decoded === 'none') return undefined;
  const reverse = knownValue(booleanFact(properties, 'reverse')) === true;
  const addresses = properties.filter(({ key }) => key === 'vnc');
  const primary: VncAddress[] = [];
  for (const { value } of addresses) {
    const address = parseAddress(value, reverse ? 0 : VNC_PORT);
    // A reverse connection needs a host.
    const hasNoPeer = reverse && /^(?::|$)/.test(value.decoded);
    if (address === 'refused' || hasNoPeer) return undefined;
    if (address !== 'unknown') primary.push(address);
  }
  const authentication = vncAuthentication(machine, source);
  if (authentication === 'refused') return undefined;
  const listeners = primary.map(({ listener }) => listener);
  const websockets = addresses.length === primary.length ? websocketListeners(source, primary) : [];
  return {
    protocol: 'vnc',
    ...source,
    listeners: [...listeners, ...websockets],
    connectsOut: reverse,
    authentication,
    pinned: findProperty(properties, 'display') !== undefined,
  };
}

interface VncAddress {
  readonly listener: Listener;
  readonly isUnix: boolean;
  /** `3` of `:3`; 0 for UNIX; undefined if unknown. */
  readonly display: number | undefined;
}

/** `HOST:DISPLAY`, split at the last colon, or `unix:PATH`. */
function parseAddress(value: MappedText, basePort: number): VncAddress | 'refused' | 'unknown' {
  const { decoded } = value;
  if (decoded.startsWith('unix:')) {
    const path = slice(value, 'unix:'.length);
    const listener = unixListener(path, placeOf(path.decoded === '' ? value : path));
    return { listener, isUnix: true, display: 0 };
  }
  const colon = decoded.lastIndexOf(':');
  if (colon === -1) return isKnown(value) ? 'refused' : 'unknown';
  const number = slice(value, colon + 1);
  if (isKnown(number) && !/^\d+$/.test(number.decoded)) return 'refused';
  const display = isKnown(number) ? Number(number.decoded) : undefined;
  if (display !== undefined && display + basePort > 65535) return 'refused';
  const range = { start: 0, hostStart: 0, hostEnd: colon, end: decoded.length };
  const port = display === undefined ? undefined : String(display + basePort);
  return { listener: addressListener(value, range, port), isUnix: false, display };
}

/** `websocket` is a port or `on`, 5700 plus the display; its host that of the only TCP address, or any. */
function websocketListeners(
  { properties }: DisplaySource,
  primary: readonly VncAddress[],
): readonly Listener[] {
  const only = primary.length === 1 ? primary[0] : undefined;
  return properties.flatMap((property) => {
    if (property.key !== 'websocket') return [];
    const { value, flag } = property;
    if (value.decoded.startsWith('unix:'))
      return [unixListener(slice(value, 'unix:'.length), placeOf(value))];
    const colon = value.decoded.lastIndexOf(':');
    // A text without a colon is usually a port.
    if (colon <= 0 && only && !only.isUnix) return [];
    if (colon !== -1) {
      const range = { start: 0, hostStart: 0, hostEnd: colon, end: value.decoded.length };
      return [addressListener(value, range, knownText(slice(value, colon + 1)))];
    }
    const named = flag === 'on' || value.decoded === 'on' || value.decoded === '';
    const number = only?.display === undefined ? undefined : WEBSOCKET_PORT + only.display;
    const port = named ? number?.toString() : knownText(value);
    return [portListener(property, port)];
  });
}

/** What viewers need: a password wins over SASL; TLS counts if it verifies clients. */
function vncAuthentication(
  machine: Machine,
  { properties, openEnded }: DisplaySource,
): Authentication | 'refused' {
  const protection = tlsProtection(machine, properties);
  switch (protection.kind) {
    case 'authorized':
      return 'tls';
    case 'authenticated':
      // QEMU: Unsupported TLS cred type tls-creds-psk.
      return protection.reason === 'pre-shared-key' ? 'refused' : 'tls';
    case 'unknown':
      return 'unknown';
    case 'refused':
    case 'unusable':
      return 'refused';
    case 'none':
    case 'unauthenticated':
      break;
  }
  const secret = propertyFact(properties, 'password-secret').kind !== 'absent';
  const password = booleanFact(properties, 'password');
  const sasl = booleanFact(properties, 'sasl');
  if (password.kind === 'unknown' || openEnded) return 'unknown';
  if (secret || knownValue(password) === true) return 'password';
  if (sasl.kind === 'unknown') return 'unknown';
  return knownValue(sasl) === true ? 'sasl' : 'none';
}
