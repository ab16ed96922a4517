/**
 * The device strings of `-monitor`, `-qmp`, `-serial` and their like, after `qemu_chr_parse_compat` in
 * chardev/char.c: prefixes are tried in a fixed order, host and port come first and may be overridden
 * by properties behind them.
 */
import { type MappedText, slice, UNKNOWN, unknownAt } from '../text/mapped-text.ts';
import { type Backend, type Chardev, socketBackend, udpBackend } from './chardev.ts';
import { ABSENT, knownValue, textFact } from './fact.ts';
import { booleanFact, type Property, parsePropertyList } from './keyval.ts';
import type { Option } from './options.ts';

/** What a device string asks for. */
export type LegacyDevice =
  /** `chardev:ID`. */
  | { readonly kind: 'reference'; readonly id: MappedText }
  | { readonly kind: 'chardev'; readonly chardev: Chardev; readonly monPrefix: boolean };

/** Device names that stand alone, without anything behind them. */
const EXACT = new Set(['null', 'pty', 'msmouse', 'wctablet', 'braille', 'testdev', 'stdio']);
const STREAM = /^(tcp|telnet|tn3270|websocket):/;

/** Reads the device string that is the value of `option`. */
export function readLegacyDevice(text: MappedText, option: Option): LegacyDevice {
  if (text.text.startsWith('chardev:')) {
    return { kind: 'reference', id: slice(text, 'chardev:'.length) };
  }
  const monPrefix = text.text.startsWith('mon:');
  const device = monPrefix ? slice(text, 'mon:'.length) : text;
  const chardev = deviceChardev(device, option);
  return { kind: 'chardev', chardev: monPrefix ? { ...chardev, mux: true } : chardev, monPrefix };
}

interface ParsedDevice {
  readonly backend: Backend;
  readonly properties: readonly Property[];
  readonly openEnded: boolean;
  readonly addressEnd: number;
}

function deviceChardev(device: MappedText, option: Option): Chardev {
  const { backend, properties, openEnded, addressEnd } = parseDevice(device);
  const mux = knownValue(booleanFact(properties, 'mux')) === true;
  const origin = { kind: 'legacy', option, device, addressEnd } as const;
  return { id: undefined, backend, properties, openEnded, mux, origin };
}

function parseDevice(device: MappedText): ParsedDevice {
  const text = device.text;
  const whole = (backend: Backend): ParsedDevice => {
    return { backend, properties: [], openEnded: false, addressEnd: text.length };
  };
  const other = (name: string, pathStart: number) =>
    whole({ kind: 'other', name, path: textFact(slice(device, pathStart)) });
  if (EXACT.has(text)) return whole({ kind: 'other', name: text, path: ABSENT });
  if (text.startsWith('vc')) return whole({ kind: 'other', name: 'vc', path: ABSENT });
  if (text === 'con:') return whole({ kind: 'other', name: 'console', path: ABSENT });
  if (text.startsWith('COM')) return other('serial', 0);
  if (text.startsWith('file:')) return other('file', 'file:'.length);
  if (text.startsWith('pipe:')) return other('pipe', 'pipe:'.length);
  if (text.startsWith('pty:')) return other('pty', 'pty:'.length);
  const stream = STREAM.exec(text)?.[1];
  if (stream !== undefined) return parseStream(device, stream);
  if (text.startsWith('udp:')) return parseUdp(device);
  if (text.startsWith('unix:')) return parseUnix(device);
  if (/^\/dev\/(?:parport|ppi)/.test(text)) return other('parallel', 0);
  if (text.startsWith('/dev/')) return other('serial', 0);
  if (text.includes(UNKNOWN)) return whole({ kind: 'unknown' });
  return whole({ kind: 'refused', message: `'${text}' is not a valid char driver` });
}

/** A property that a device string implies by position. */
function positional(device: MappedText, key: string, start: number, end: number): Property {
  return {
    key,
    keyText: undefined,
    value: slice(device, start, end),
    flag: undefined,
    origin: { kind: 'item', list: device, start, end },
  };
}

/**
 * `tcp:HOST:PORT[,k=v…]`: HOST has no `:` and may be empty, PORT has no `,` and may not. The prefix
 * decides about telnet and its like after all properties.
 */
function parseStream(device: MappedText, scheme: string): ParsedDevice {
  const { text } = device;
  const hostStart = scheme.length + 1;
  const colon = text.indexOf(':', hostStart);
  const comma = text.indexOf(',', hostStart);
  const addressEnd = comma === -1 ? text.length : comma;
  const rest = parsePropertyList(device, addressEnd + 1, undefined);
  const address = splitAddress(device, hostStart, colon, addressEnd);
  if (address === undefined) {
    const message = `parse error: ${text}`;
    return { backend: { kind: 'refused', message }, ...rest, addressEnd };
  }
  const prefix: Property = {
    ...positional(device, scheme, 0, scheme.length),
    flag: 'on',
  };
  const properties = [...address, ...rest.properties, ...(scheme === 'tcp' ? [] : [prefix])];
  return { backend: socketBackend(properties), properties, openEnded: rest.openEnded, addressEnd };
}

function splitAddress(
  device: MappedText,
  hostStart: number,
  colon: number,
  end: number,
): readonly Property[] | undefined {
  if (colon !== -1 && colon < end) {
    if (colon + 1 >= end) return undefined;
    return [
      positional(device, 'host', hostStart, colon),
      positional(device, 'port', colon + 1, end),
    ];
  }
  // `tcp:$ADDRESS`: host and port in one unknown piece.
  if (end - hostStart === 1 && unknownAt(device, hostStart)) {
    return [positional(device, 'host', hostStart, end), positional(device, 'port', hostStart, end)];
  }
  return undefined;
}

/** `unix:` and properties of which the first is `path`. */
function parseUnix(device: MappedText): ParsedDevice {
  const list = parsePropertyList(device, 'unix:'.length, 'path');
  const paths = list.properties.some((property) => property.key === 'path');
  const empty = positional(device, 'path', device.text.length, device.text.length);
  const properties = paths ? list.properties : [empty, ...list.properties];
  const first = properties[0]?.origin;
  const addressEnd = first?.kind === 'item' ? first.end : device.text.length;
  return { backend: socketBackend(properties), properties, openEnded: list.openEnded, addressEnd };
}

/** `udp:[HOST]:PORT[@[LOCALADDR]:LOCALPORT]`; what follows is ignored. */
function parseUdp(device: MappedText): ParsedDevice {
  const { text } = device;
  const match = /^udp:([^:]*):([^@,]*)/.exec(text);
  const hostStart = 'udp:'.length;
  if (match === null) {
    const unknown = unknownAt(device, hostStart);
    const host = positional(device, 'host', hostStart, text.length);
    const backend: Backend = unknown
      ? udpBackend([host, { ...host, key: 'port' }])
      : { kind: 'refused', message: `parse error: ${text}` };
    return {
      backend,
      properties: unknown ? [host] : [],
      openEnded: false,
      addressEnd: text.length,
    };
  }
  const portStart = hostStart + (match[1] ?? '').length + 1;
  const properties = [
    positional(device, 'host', hostStart, portStart - 1),
    positional(device, 'port', portStart, match[0].length),
  ];
  const backend = udpBackend(properties);
  return { backend, properties, openEnded: false, addressEnd: text.length };
}
