/** The endpoints that QEMU connects to, and what it says there. */
import { createSocket, type Socket as Datagrams } from 'node:dgram';
import { createServer, type Server } from 'node:net';
import { type Collected, collect } from './greet.ts';
import type { Listener, Peer } from './verdict.ts';

export interface Peers {
  /** A stream peer with the first connection to it, if one has come. */
  readonly streams: readonly {
    readonly peer: Peer;
    readonly connection: () => Collected | undefined;
  }[];
  readonly datagrams: readonly {
    readonly peer: Peer;
    readonly received: () => string;
    readonly send: (text: string, port: number, address: string) => void;
  }[];
  /** Whether a listener is one of these, and not QEMU's. */
  readonly owns: (listener: Listener) => boolean;
  readonly close: () => Promise<void>;
}

export async function openPeers(peers: readonly Peer[]): Promise<Peers> {
  const closing: (() => Promise<void>)[] = [];
  const streams: Peers['streams'][number][] = [];
  const datagrams: Peers['datagrams'][number][] = [];
  for (const peer of peers) {
    if (peer.kind === 'udp') {
      const socket = createSocket('udp4');
      let text = '';
      socket.on('message', (data) => {
        text += data.toString('latin1');
      });
      socket.on('error', () => undefined);
      await new Promise<void>((resolve) => socket.bind(peer.port, peer.address, resolve));
      closing.push(() => closeDatagrams(socket));
      const send = (data: string, port: number, address: string): void =>
        socket.send(data, port, address);
      datagrams.push({ peer, received: () => text, send });
    } else {
      const server = createServer();
      let first: Collected | undefined;
      server.on('connection', (socket) => {
        const connection = collect(socket);
        first ??= connection;
        closing.unshift(async () => connection.close());
      });
      await listen(server, peer);
      closing.push(() => closeServer(server));
      streams.push({ peer, connection: () => first });
    }
  }
  return {
    streams,
    datagrams,
    owns: (listener) => peers.some((peer) => isSame(listener, peer)),
    close: async () => {
      for (const close of closing) await close();
    },
  };
}

function listen(server: Server, peer: Exclude<Peer, { kind: 'udp' }>): Promise<void> {
  const place = peer.kind === 'unix' ? peer : { host: peer.address, port: peer.port };
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(place, resolve);
  });
}

const closeServer = (server: Server): Promise<void> =>
  new Promise((resolve) => server.close(() => resolve()));

const closeDatagrams = (socket: Datagrams): Promise<void> =>
  new Promise((resolve) => socket.close(resolve));

function isSame(listener: Listener, peer: Peer): boolean {
  if (listener.kind === 'unix') return peer.kind === 'unix' && listener.path === peer.path;
  if (listener.kind === 'abstract' || peer.kind === 'unix') return false;
  return (
    listener.kind === peer.kind && listener.address === peer.address && listener.port === peer.port
  );
}
