/** Device strings as `qemu_chr_parse_compat` in chardev/char.c; later properties override the address. */
import {
  decodedPiece,
  type MappedText,
  mappedText,
  slice,
  UNKNOWN,
  unknownAt,
} from '../../text/mapped-text.ts';
import { type Property, parsePropertyList } from '../options/keyval.ts';
import type { Option } from '../options/options.ts';
import { closest, isTemplate, type Refusal, refusal, withRepair } from '../options/refusal.ts';
import type { QemuVersion } from '../options/version.ts';
import { buildChardev, type Chardev, positional } from './chardev.ts';

type LegacyDevice =
  /** `chardev:ID`. */
  | { readonly kind: 'reference'; readonly id: MappedText }
  | { readonly kind: 'chardev'; readonly chardev: Chardev; readonly monPrefix: boolean };

interface DeviceContext {
  readonly option: Option;
  readonly version: QemuVersion;
  /** False for `-qtest`, which accepts no `mon:`. */
  readonly permitsMonitor?: boolean;
  readonly nested?: boolean;
}

/** Names without an address or path. */
const EXACT = new Set(['null', 'pty', 'msmouse', 'wctablet', 'braille', 'testdev', 'stdio']);
const STREAM = /^(tcp|telnet|tn3270|websocket):/;

export function readLegacyDevice(text: MappedText, context: DeviceContext): LegacyDevice {
  if (text.decoded.startsWith('chardev:')) {
    return { kind: 'reference', id: slice(text, 'chardev:'.length) };
  }
  const monPrefix = text.decoded.startsWith('mon:');
  const device = monPrefix ? slice(text, 'mon:'.length) : text;
  const parsed = parseDevice(device);
  const forbidden = monPrefix && context.permitsMonitor === false;
  const found = forbidden ? refusal(text, "mon: isn't supported in this context") : parsed.refusal;
  const { option, version, nested = false } = context;
  const { properties, openEnded, addressEnd } = parsed;
  const origin = { kind: 'legacy', option, device, addressEnd, nested } as const;
  const source = { id: undefined, properties, openEnded, origin, monPrefix, parseRefusal: found };
  return { kind: 'chardev', chardev: buildChardev(source, version), monPrefix };
}

interface ParsedDevice {
  readonly properties: readonly Property[];
  readonly openEnded: boolean;
  readonly addressEnd: number;
  readonly refusal?: Refusal;
}

function parseDevice(device: MappedText): ParsedDevice {
  const text = device.decoded;
  const whole = (properties: readonly Property[]): ParsedDevice => {
    return { properties, openEnded: false, addressEnd: text.length };
  };
  const simple = (name: string, pathStart?: number) => {
    const path =
      pathStart === undefined ? [] : [positional(device, 'path', pathStart, text.length)];
    return whole([named(device, name), ...path]);
  };
  if (EXACT.has(text)) return simple(text);
  if (text.startsWith('vc')) return parseVc(device);
  if (text === 'con:') return simple('console');
  if (text.startsWith('COM')) return simple('serial', 0);
  for (const name of ['file', 'pipe', 'pty']) {
    if (text.startsWith(`${name}:`)) return simple(name, name.length + 1);
  }
  const stream = STREAM.exec(text)?.[1];
  if (stream !== undefined) return parseStream(device, stream);
  if (text.startsWith('udp:')) return parseUdp(device);
  if (text.startsWith('unix:')) return parseUnix(device);
  if (/^\/dev\/(?:parport|ppi)/.test(text)) return simple('parallel', 0);
  if (text.startsWith('/dev/')) return simple('serial', 0);
  if (isUndecided(device)) return undecided(device);
  const found = refusal(device, `'${text}' is not a valid char driver`);
  const name = slice(device, 0, /^[^:,]*/.exec(text)?.[0].length ?? 0);
  return { ...whole([]), refusal: withRepair(found, name, meantName(text, name.decoded)) };
}

/** Names with an address or path. */
const SCHEMES = ['tcp', 'telnet', 'tn3270', 'websocket', 'udp', 'unix', 'file', 'pipe', 'mon'];

function meantName(device: string, name: string): string | undefined {
  const lower = name.toLowerCase();
  const names = device.startsWith(`${name}:`) ? [...SCHEMES, 'chardev'] : [...EXACT];
  return names.includes(lower) && lower !== name ? lower : closest(lower, names);
}

/** Whether an unknown part may change the kind. */
function isUndecided({ decoded }: MappedText): boolean {
  return decoded.includes(UNKNOWN) || isTemplate(decoded);
}

function undecided({ decoded }: MappedText): ParsedDevice {
  return { properties: [], openEnded: true, addressEnd: decoded.length };
}

function named(device: MappedText, name: string): Property {
  const prefix = /^[a-z0-9]*:?/.exec(device.decoded)?.[0] ?? '';
  const piece = decodedPiece(device, 0, Math.max(1, prefix.length), name);
  const property = positional(device, 'backend', 0, prefix.length);
  return piece ? { ...property, value: mappedText([piece]) } : property;
}

function parseError(device: MappedText): Refusal {
  return refusal(device, `parse error: ${device.decoded}`);
}

/** `vc` with anything behind it but a `:` and no size. */
function parseVc(device: MappedText): ParsedDevice {
  const { decoded } = device;
  // sscanf reads two numbers and ignores the rest.
  const size = /^vc:\d{1,7}(?:x|Cx)\d/.test(decoded);
  const parsed = {
    properties: [named(device, 'vc')],
    openEnded: false,
    addressEnd: decoded.length,
  };
  if (!decoded.startsWith('vc:') || size || isUndecided(device)) return parsed;
  return { ...parsed, refusal: parseError(device) };
}

/** Characters that sscanf reads. */
const HOST_LENGTH = 64;
const PORT_LENGTH = 32;

/** HOST may be empty and has no `:`, PORT has no `,`. The prefix overrides properties such as `telnet`. */
function parseStream(device: MappedText, scheme: string): ParsedDevice {
  const { decoded } = device;
  const hostStart = scheme.length + 1;
  const backend = named(device, 'socket');
  const address = splitAddress(device, hostStart, /,/g);
  if (address === undefined && isUndecided(device)) return undecided(device);
  if (address === undefined) {
    const addressEnd = endOf(decoded, hostStart, /,/g);
    const rest = parsePropertyList(device, addressEnd + 1, undefined);
    const properties = [backend, ...rest.properties];
    return { ...rest, properties, addressEnd, refusal: parseError(device) };
  }
  const { end } = address;
  const rest =
    decoded[end] === ','
      ? parsePropertyList(device, end + 1, undefined)
      : { properties: [], openEnded: false };
  const prefix: Property = { ...positional(device, scheme, 0, scheme.length), flag: 'on' };
  const properties = [
    backend,
    ...address.properties,
    ...rest.properties,
    ...(scheme === 'tcp' ? [] : [prefix]),
  ];
  return { properties, openEnded: rest.openEnded, addressEnd: end };
}

function endOf(text: string, start: number, stop: RegExp): number {
  stop.lastIndex = start;
  return stop.exec(text)?.index ?? text.length;
}

/** `HOST:PORT` as `%64[^:]:%32[^,]`, which cuts a long port. Undefined if unreadable. */
function splitAddress(
  device: MappedText,
  start: number,
  stop: RegExp,
): { readonly properties: readonly Property[]; readonly end: number } | undefined {
  const { decoded } = device;
  const colon = decoded.indexOf(':', start);
  const portEnd = colon === -1 ? -1 : endOf(decoded, colon + 1, stop);
  if (colon !== -1 && portEnd > colon + 1 && colon - start <= HOST_LENGTH) {
    const end = Math.min(portEnd, colon + 1 + PORT_LENGTH);
    const host = positional(device, 'host', start, colon);
    return { properties: [host, positional(device, 'port', colon + 1, end)], end };
  }
  // `tcp:$ADDRESS`.
  const end = endOf(decoded, start, stop);
  if (end - start === 1 && unknownAt(device, start)) {
    const host = positional(device, 'host', start, end);
    return { properties: [host, { ...host, key: 'port' }], end };
  }
  return undefined;
}

function parseUnix(device: MappedText): ParsedDevice {
  const list = parsePropertyList(device, 'unix:'.length, 'path');
  const first = list.properties[0]?.origin;
  const addressEnd = first?.kind === 'item' ? first.end : device.decoded.length;
  const properties = [named(device, 'socket'), ...list.properties];
  if (list.properties.length > 0 || list.openEnded) {
    return { properties, openEnded: list.openEnded, addressEnd };
  }
  // A socket without an address.
  return { properties, openEnded: false, addressEnd };
}

/** `udp:[HOST]:PORT[@[LOCALADDR]:LOCALPORT]`; the rest is ignored. */
function parseUdp(device: MappedText): ParsedDevice {
  const { decoded } = device;
  const start = 'udp:'.length;
  const backend = named(device, 'udp');
  const remote = splitAddress(device, start, /[@,]/g);
  const parsed = { properties: [backend], openEnded: false, addressEnd: decoded.length };
  if (isUndecided(device) && remote === undefined) return undecided(device);
  if (remote === undefined) return { ...parsed, refusal: parseError(device) };
  const properties = [backend, ...remote.properties];
  if (decoded[remote.end] !== '@') return { ...parsed, properties };
  const local = splitAddress(device, remote.end + 1, /,/g);
  if (local === undefined && isUndecided(device)) return { ...parsed, properties };
  if (local === undefined) return { ...parsed, properties, refusal: parseError(device) };
  const keys = ['localaddr', 'localport'];
  const renamed = local.properties.map((property, index) => {
    return { ...property, key: keys[index] ?? property.key };
  });
  return { ...parsed, properties: [...properties, ...renamed] };
}
