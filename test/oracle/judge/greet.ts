/**
 * Connects to an endpoint as a stranger would and says which monitor greets. A monitor speaks first, so
 * silence is an answer; how long to wait for it `settle` decides, which lets QEMU's main loop turn.
 */
import type { Duplex } from 'node:stream';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import type { Mode } from '../data/vectors.ts';
import type { Credentials } from './credentials.ts';
import { connectTo } from './running.ts';
import type { Door, DoorKind, Listener } from './verdict.ts';

/** What probing needs to know about the QEMU that runs. */
export interface Surroundings {
  /** Gives QEMU the time to do what it has been asked over a socket. */
  readonly settle: () => Promise<void>;
  /** Whether there is a mux; undefined where QMP cannot tell. */
  readonly mux: boolean | undefined;
  readonly credentials: Credentials;
  /** Called while a connection lasts, to see whose it is. */
  readonly whileConnected: () => Promise<void>;
}

/** Ctrl-a c: the next front end of a mux gets the focus. A mux has four at most. */
export const NEXT_FOCUS = '\x01c';
export const ROTATIONS = 3;
/** How long a handshake may take, in milliseconds. */
const TLS_PATIENCE = 30_000;
/** Each line of a greeting is a record of TLS, which TCP holds back until the one before is acknowledged, after 40 ms. */
const ACKNOWLEDGEMENT = 50;

/** Tries the ways into a listener. */
export async function tryDoors(listener: Listener, given: Surroundings): Promise<readonly Door[]> {
  const { door, silent } = await tryPlain(listener, given);
  if (!silent) return [door];
  const websocket = await tryWebsocket(listener, given);
  if (websocket.spoken) return [door, websocket];
  return [door, websocket, ...(await tryTls(listener, given))];
}

/**
 * The plain door, and what stands behind it: the focus of a mux is moved once around. That comes before
 * other protocols are tried, since a mux whose guest does not read stops at 32 characters.
 */
async function tryPlain(
  listener: Listener,
  given: Surroundings,
): Promise<{ readonly door: Door; readonly silent: boolean }> {
  const stream = collect(connectTo(listener));
  await untilQuiet(stream, given);
  await given.whileConnected();
  const first = stream.text();
  const rotations = (given.mux ?? first === '') ? ROTATIONS : 0;
  for (let rotation = 0; rotation < rotations; rotation++) {
    stream.write(NEXT_FOCUS);
    await untilQuiet(stream, given);
  }
  stream.close();
  const door = describe('plain', first, stream.text().slice(first.length), true);
  return { door, silent: first === '' && door.behind.length === 0 };
}

async function tryWebsocket(listener: Listener, given: Surroundings): Promise<Door> {
  const stream = collect(connectTo(listener));
  stream.write(
    [
      'GET / HTTP/1.1',
      'Host: localhost',
      'Upgrade: websocket',
      'Connection: Upgrade',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Protocol: binary',
      '\r\n',
    ].join('\r\n'),
  );
  await untilQuiet(stream, given);
  await given.whileConnected();
  stream.close();
  return describe('websocket', stream.text(), '', stream.text().startsWith('HTTP/1.1 101'));
}

async function tryTls(listener: Listener, given: Surroundings): Promise<readonly Door[]> {
  const { client, other, psk } = given.credentials;
  const bare = await tryOneTls('tls-bare', {}, listener, given);
  if (!bare.spoken) return [bare];
  const doors = [
    bare,
    await tryOneTls('tls-client', client, listener, given),
    await tryOneTls('tls-other', other, listener, given),
  ];
  if (doors.some(({ modes }) => modes.length > 0)) return doors;
  // GnuTLS offers these only up to TLS 1.2 to a client of OpenSSL.
  const old = { maxVersion: 'TLSv1.2' } as const;
  const withKey = (key: string): ConnectionOptions => ({
    ...old,
    ciphers: 'PSK:@SECLEVEL=0',
    pskCallback: () => ({ psk: Buffer.from(key, 'hex'), identity: psk.user }),
  });
  return [
    ...doors,
    await tryOneTls('tls-anonymous', { ...old, ciphers: 'aNULL:@SECLEVEL=0' }, listener, given),
    await tryOneTls('tls-psk', withKey(psk.key), listener, given),
    await tryOneTls('tls-wrong-psk', withKey('00'.repeat(16)), listener, given),
  ];
}

async function tryOneTls(
  door: DoorKind,
  options: ConnectionOptions,
  listener: Listener,
  given: Surroundings,
): Promise<Door> {
  const raw = connectTo(listener);
  // Whether the server is the right one is not the question, so that its name is not looked at.
  const secure = connectTls({
    socket: raw,
    // None, rather than the machine's, which take long to load.
    ca: [],
    rejectUnauthorized: false,
    checkServerIdentity: () => undefined,
    ...options,
  });
  let agreed = false;
  secure.on('secureConnect', () => {
    agreed = true;
  });
  const stream = collect(secure, () => raw.bytesRead);
  await untilQuiet(stream, given);
  // Once the other end speaks TLS, it closes what it refuses. Keys take time.
  const deadline = Date.now() + TLS_PATIENCE;
  while (raw.bytesRead > 0 && !agreed && !secure.destroyed && Date.now() < deadline) await sleep(1);
  const acknowledge = async (): Promise<void> => {
    await sleep(agreed && !secure.destroyed ? ACKNOWLEDGEMENT : 0);
    await given.settle();
  };
  await untilQuiet(stream, { settle: acknowledge });
  if (stream.text() !== '') await given.whileConnected();
  stream.close();
  raw.destroy();
  return describe(door, stream.text(), '', raw.bytesRead > 0);
}

/** A stream and all that has come out of it. */
export interface Collected {
  readonly text: () => string;
  /** Grows while something is still going on. */
  readonly progress: () => number;
  readonly write: (text: string) => void;
  readonly close: () => void;
}

/** Collects what comes out of a stream. Bytes become characters one by one. */
export function collect(stream: Duplex, bytesRead: () => number = () => 0): Collected {
  let text = '';
  stream.on('error', () => undefined);
  stream.on('data', (data: Buffer) => {
    text += data.toString('latin1');
  });
  return {
    text: () => text,
    progress: () => text.length + bytesRead() + (stream.destroyed ? 1 : 0),
    write: (data) => {
      if (!stream.destroyed) stream.write(data);
    },
    close: () => {
      stream.destroy();
    },
  };
}

/** Waits until nothing has come for a while, or for some seconds if it never ends. */
export async function untilQuiet(
  stream: Pick<Collected, 'progress'>,
  given: Pick<Surroundings, 'settle'>,
): Promise<void> {
  const CALM = 3;
  let calm = 0;
  for (let turn = 0; turn < 200 && calm < CALM; turn++) {
    const before = stream.progress();
    await given.settle();
    await setImmediate();
    calm = stream.progress() === before ? calm + 1 : 0;
  }
}

/** The monitors that text shows, each once. */
export function modesIn(text: string): readonly Mode[] {
  const modes: Mode[] = [];
  if (text.includes('monitor - type') || text.includes('(qemu)')) modes.push('readline');
  if (text.includes('"QMP"')) modes.push('control');
  return modes;
}

/** A door from the text that came at once and the text that came after the focus moved. */
export function describe(door: DoorKind, first: string, later: string, spoken: boolean): Door {
  const modes = modesIn(first);
  return {
    door,
    spoken,
    modes,
    behind: modesIn(later).filter((mode) => !modes.includes(mode)),
    telnet: first.includes('\xff\xfb') || first.includes('\xff\xfd'),
    pretty: first.includes('\n    "QMP"'),
  };
}
