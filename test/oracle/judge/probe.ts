/** Knocks at everything that a QEMU has opened, and at its stdio, and collects what greets. */
import { constants, openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { ReadStream } from 'node:tty';
import type { Credentials } from './credentials.ts';
import {
  collect,
  describe,
  NEXT_FOCUS,
  ROTATIONS,
  type Surroundings,
  tryDoors,
  untilQuiet,
} from './greet.ts';
import type { Peers } from './peers.ts';
import type { Qmp } from './qmp.ts';
import { OWN_ID, type Running } from './running.ts';
import type { Chardev, Door, Greeting, Listener, Peer } from './verdict.ts';

interface Scene {
  readonly running: Running;
  readonly qmp: Qmp | undefined;
  readonly chardevs: readonly Chardev[] | undefined;
  readonly listeners: readonly Listener[];
  readonly peers: Peers;
  readonly credentials: Credentials;
}

/** How long silence lasts where QMP cannot tell that QEMU has had its turn, in milliseconds. */
const SILENCE = 40;
/** `memory` is the old name. */
const RING_BUFFERS = ['ringbuf', 'memory'];
/** QEMU checks once a second whether a pty is open. */
const PTY_PATIENCE = 3000;
/** How long QEMU may take to connect to a peer, in milliseconds. It does so in a thread. */
const PEER_PATIENCE = 3000;
/** A line that HMP and QMP both answer with an error. QMP over UDP does not survive a good one. */
const NONSENSE = 'junk\n';

/** Probes everything, in the order of the listeners. */
export async function probe(scene: Scene): Promise<readonly Greeting[]> {
  const { running, qmp, chardevs, listeners, credentials } = scene;
  const settle = qmp === undefined ? () => sleep(SILENCE) : () => turnMainLoop(qmp);
  const mux = chardevs?.some(({ filename }) => filename === 'mux');
  let before: readonly Chardev[] | undefined;
  let chardev: string | undefined;
  const whileConnected = async (): Promise<void> => {
    if (qmp === undefined) return;
    const now = await askChardevs(qmp);
    chardev ??= now.find((one) => hasConnected(one, before))?.label;
  };
  const given = { settle, mux, credentials, whileConnected };
  const greetings: Greeting[] = [];
  await settle();
  for (const at of listeners) {
    if (at.kind === 'udp') continue;
    chardev = undefined;
    before = qmp && (await askChardevs(qmp));
    const doors = await tryDoors(at, given);
    greetings.push({ at, chardev, doors });
    await settle();
  }
  greetings.push(...(await probePeers(scene, given)));
  for (const { label, filename } of chardevs ?? []) {
    const pty = filename.startsWith('pty:') ? filename.slice('pty:'.length) : undefined;
    if (filename === 'stdio') {
      greetings.push({
        at: { kind: 'stdio' },
        chardev: label,
        doors: [await probeStdio(running, given)],
      });
    } else if (pty !== undefined) {
      const at = { kind: 'pty', path: pty } as const;
      greetings.push({ at, chardev: label, doors: [await probePty(pty, given)] });
    } else if (RING_BUFFERS.includes(filename) && qmp !== undefined) {
      const text = await qmp.ask('ringbuf-read', { device: label, size: 4096 });
      const door = describe('plain', typeof text === 'string' ? text : '', '', true);
      greetings.push({ at: { kind: 'ringbuf' }, chardev: label, doors: [door] });
    }
  }
  if (chardevs === undefined && running.stdout !== '') {
    const door = describe('plain', running.stdout, '', true);
    greetings.push({ at: { kind: 'stdio' }, chardev: undefined, doors: [door] });
  }
  return greetings;
}

/**
 * A command is read by the thread of the monitors and run by the main loop, so what came to a socket
 * before the second command has been seen.
 */
async function turnMainLoop(qmp: Qmp): Promise<void> {
  await qmp.ask('query-version');
  await qmp.ask('query-version');
}

/** The answer of query-chardev, without the judge's own. */
export async function askChardevs(qmp: Qmp): Promise<readonly Chardev[]> {
  const list = ((await qmp.ask('query-chardev')) ?? []) as readonly {
    readonly label: string;
    readonly filename: string;
    readonly 'frontend-open': boolean;
  }[];
  return list
    .map((one) => ({
      label: one.label,
      filename: one.filename,
      frontendOpen: one['frontend-open'],
    }))
    .filter(({ label }) => label !== OWN_ID);
}

/** QEMU writes `disconnected:` before the address of a socket that has no client. */
function hasConnected({ label, filename }: Chardev, before: readonly Chardev[] = []): boolean {
  const old = before.find((one) => one.label === label)?.filename ?? '';
  return old.startsWith('disconnected:') && !filename.startsWith('disconnected:');
}

/** Endpoints of ours that QEMU connects to. */
async function probePeers(scene: Scene, given: Surroundings): Promise<readonly Greeting[]> {
  const greetings: Greeting[] = [];
  const greet = (peer: Peer, text: string): void => {
    const doors = [describe('plain', text, '', true)];
    greetings.push({ at: { kind: 'peer', peer }, chardev: undefined, doors });
  };
  for (const { peer, connection } of scene.peers.streams) {
    const deadline = Date.now() + PEER_PATIENCE;
    while (connection() === undefined && Date.now() < deadline) await sleep(5);
    const stream = connection();
    if (stream !== undefined) await untilQuiet(stream, given);
    greet(peer, stream?.text() ?? '');
  }
  for (const { peer, received, send } of scene.peers.datagrams) {
    for (const listener of scene.listeners) {
      if (listener.kind !== 'udp' || peer.kind !== 'udp' || listener.peer.port !== peer.port)
        continue;
      send(NONSENSE, listener.port, listener.peer.address);
    }
    await untilQuiet({ progress: () => received().length }, given);
    const text = received();
    // Without a greeting, the monitors are told apart by how they complain.
    const control = text.includes('"error"') ? '"QMP"' : '';
    const readline = text.includes("unknown command: 'junk'") ? '(qemu)' : '';
    greet(peer, control + readline);
  }
  return greetings;
}

async function probeStdio(running: Running, given: Surroundings): Promise<Door> {
  const stream = { progress: () => running.stdout.length };
  await untilQuiet(stream, given);
  const first = running.stdout;
  for (let rotation = 0; given.mux && rotation < ROTATIONS; rotation++) {
    running.child.stdin?.write(NEXT_FOCUS);
    await untilQuiet(stream, given);
  }
  return describe('plain', first, running.stdout.slice(first.length), true);
}

async function probePty(path: string, given: Surroundings): Promise<Door> {
  const terminal = new ReadStream(openSync(path, constants.O_RDWR | constants.O_NOCTTY));
  // Otherwise the terminal types back to QEMU whatever QEMU prints.
  terminal.setRawMode(true);
  const stream = collect(terminal);
  const deadline = Date.now() + PTY_PATIENCE;
  while (stream.text() === '' && Date.now() < deadline) await sleep(20);
  await untilQuiet(stream, given);
  stream.close();
  return describe('plain', stream.text(), '', true);
}
