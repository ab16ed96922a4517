import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { applyFix, checkSilent, checksIn } from '../support/check.ts';

const NEIGHBOURS = { settings: { neighbours: true } };
const amongNeighbours = checksIn(NEIGHBOURS);

describe('nbd-exposed', () => {
  it('marks the host, and is milder on this machine', () => {
    amongNeighbours.check(`
qemu-storage-daemon --nbd-server addr.type=inet,addr.host=0.0.0.0,addr.port=10809
                                                          ^^^^^^^ 💡 warning nbd-exposed: NBD server on tcp 0.0.0.0:10809: anyone on the network can access the exported disks
qemu-storage-daemon --nbd=addr.type=inet,addr.host=,addr.port=10809
                                         ^^^^^^^^^^ 💡 warning nbd-exposed
qemu-storage-daemon --nbd-server addr.type=inet,addr.host=::1,addr.port=10809
                                                          ^^^ information nbd-exposed: NBD server on tcp [::1]:10809: any local user can access the exported disks
qemu-storage-daemon --nbd-server '{"addr": {"type": "inet", "host": "::", "port": "10809"}}'
                                                                     ^^ 💡 warning nbd-exposed
`);
  });

  it('sees through credentials that verify no client', () => {
    amongNeighbours.check(`
qemu-storage-daemon --object tls-creds-anon,id=t,endpoint=server --nbd-server addr.type=inet,addr.host=0,addr.port=1,tls-creds=t
                                                                                                       ^ 💡 warning nbd-exposed
`);
  });

  it('is silent on UNIX sockets, behind verified TLS, and unless it is on', () => {
    amongNeighbours.checkSilent(
      'qemu-storage-daemon --nbd-server addr.type=unix,addr.path=/run/nbd.sock',
    );
    amongNeighbours.checkSilent(
      'qemu-storage-daemon --object tls-creds-x509,id=t,dir=/d,endpoint=server --nbd-server addr.type=inet,addr.host=0,addr.port=1,tls-creds=t',
    );
    checkSilent('qemu-storage-daemon --nbd-server addr.type=inet,addr.host=0,addr.port=1');
  });

  it('is kept to 127.0.0.1', () => {
    const before =
      'qemu-storage-daemon --nbd-server addr.type=inet,addr.host=0.0.0.0,addr.port=$P\n';
    assert.equal(
      applyFix(before, 'listen-on-loopback', NEIGHBOURS),
      before.replace('0.0.0.0', '127.0.0.1'),
    );
  });
});
