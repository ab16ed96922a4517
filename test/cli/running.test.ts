/** What `running` makes of a `/proc` that a test has written. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { describe, it } from 'node:test';
import { readOpenSockets } from '../../server/src/cli/running/open-sockets.ts';
import { realityOf } from '../../server/src/cli/running/reality.ts';
import { makeFolder } from '../protocol/workspace-folder.ts';
import { runCommand } from '../support/command-line.ts';

const STATUS = 'Name:\tqemu\nUid:\t987654\t987654\t987654\t987654\nNSpid:\t7\n';

function processFiles(pid: number, words: readonly string[], status = STATUS) {
  return {
    [`${pid}/cmdline`]: words.map((word) => `${word}\0`).join(''),
    [`${pid}/status`]: status,
  };
}

const TCP = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:115C 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1 0 100 0 0 10 0
   1: 00000000:115D 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1 0 100 0 0 10 0
   2: 0100007F:115E 0100007F:9999 01 00000000:00000000 00:00000000 00000000     0        0 1 1 0 100 0 0 10 0
`;
const TCP6 = `  sl  local_address                         remote_address                        st
   0: 00000000000000000000000000000000:115F 00000000000000000000000000000000:0000 0A 0 0
   1: 00000000000000000000000001000000:1160 00000000000000000000000000000000:0000 0A 0 0
   2: 0000000000000000FFFF00000100007F:1161 00000000000000000000000000000000:0000 0A 0 0
   3: B80D0120000000000000000001000000:1162 00000000000000000000000000000000:0000 0A 0 0
`;
const UNIX = `Num       RefCount Protocol Flags    Type St Inode Path
0000000000000000: 00000002 00000000 00010000 0001 01 111 /run/a b.sock
0000000000000000: 00000002 00000000 00010000 0001 01 112 @named@@@@
0000000000000000: 00000003 00000000 00000000 0001 03 113 /run/client.sock
`;

describe('/proc', () => {
  it('tells of the addresses that are listened on', (t) => {
    const folder = makeFolder(t, { 'net/tcp': TCP, 'net/tcp6': TCP6, 'net/unix': UNIX });
    const { tcp, udp, unix } = readOpenSockets(folder.path('.'));
    assert.deepEqual(
      tcp.map(({ host, port }) => `${host} ${port}`),
      [
        ...['127.0.0.1 4444', '0.0.0.0 4445', ':: 4447', '::1 4448', '127.0.0.1 4449'],
        '2001:db8:0:0:0:0:0:1 4450',
      ],
    );
    assert.deepEqual(udp, []);
    assert.deepEqual([...unix], ['/run/a b.sock', '@named@@@@']);
  });

  it('is held against what was meant', (t) => {
    const folder = makeFolder(t, { 'net/tcp': TCP, 'net/tcp6': TCP6, 'net/unix': UNIX });
    const sockets = readOpenSockets(folder.path('.'));
    const ask = (transport: string, address: string, isContained = false): string => {
      const monitor = { transport, address, rule: undefined, audience: 'network' as const };
      const found = realityOf(monitor, sockets, isContained);
      return found.kind === 'open' ? `${found.to}` : found.kind;
    };
    assert.equal(ask('tcp', '127.0.0.1:4444'), 'host');
    assert.equal(ask('tcp', '0.0.0.0:4444'), 'unseen');
    assert.equal(ask('tcp', 'localhost:4444'), 'host');
    assert.equal(ask('telnet', ':4445'), 'network');
    assert.equal(ask('tcp', '127.0.0.1:4446'), 'unseen', 'a connection is no listener');
    assert.equal(ask('tcp', '[::1]:4448'), 'host');
    assert.equal(ask('tcp', 'some.host:4447'), 'network');
    assert.equal(ask('tcp', ':4445', true), 'unseen');
    assert.equal(ask('tcp', '0.0.0.0:http'), 'unseen');
    assert.equal(ask('unix', 'relative.sock'), 'unseen');
    assert.equal(ask('stdio', ''), 'none');
  });
});

describe('running', () => {
  it('sees QEMUs and nobody else, and survives who ends meanwhile', async (t) => {
    const folder = makeFolder(t, {
      ...processFiles(1, ['/sbin/init']),
      ...processFiles(7, [
        '/usr/bin/qemu-system-x86_64',
        '-name',
        'a b',
        '-qmp',
        'tcp:127.0.0.1:4444,server',
      ]),
      ...processFiles(8, ['bash', '-c', 'qemu-system-x86_64 -monitor tcp::1,server']),
      ...processFiles(9, ['sudo', 'qemu-system-x86_64', '-monitor', 'tcp::1,server']),
      ...processFiles(10, ['qemu-img', 'info', 'x']),
      '11/cmdline': '',
      'net/tcp': TCP,
    });
    mkdirSync(folder.path('12'));
    const { code, out, err } = await runCommand('/', ['running'], { proc: folder.path('.') });
    assert.equal(
      out,
      'a b (pid 7, user 987654)\n  QMP tcp 127.0.0.1:4444  any local user (open now on 127.0.0.1), warning[monitor-on-loopback]\n',
    );
    assert.equal(err, '1 QEMU running, 1 monitor\n');
    assert.equal(code, 1);
  });

  it('takes words as they are, whatever a shell would make of them', async (t) => {
    const folder = makeFolder(t, {
      ...processFiles(1, ['init']),
      ...processFiles(7, [
        'qemu-system-x86_64',
        '-name',
        "$(touch x); it's\nme",
        '-qmp',
        'unix:/run/$USER/*.sock,server',
      ]),
      ...processFiles(8, ['qemu-system-x86_64', '-monitor', 'vc']),
    });
    const options = { proc: folder.path('.') };
    const { out } = await runCommand('/', ['running', '-f', 'json'], options);
    const { machines } = JSON.parse(out);
    assert.equal(machines[0].name, "$(touch x); it's\nme");
    assert.equal(machines[0].monitors[0].address, '/run/$USER/*.sock');
    const { out: text } = await runCommand('/', ['running'], options);
    assert.match(text, /^\$\(touch x\); it's\ufffdme \(pid 7/);
  });

  it('says that others are hidden, and of a container that it cannot look into it', async (t) => {
    const status = STATUS.replace('NSpid:\t7', 'NSpid:\t7\t1');
    const words = ['qemu-system-x86_64', '-monitor', 'tcp::4445,server'];
    const folder = makeFolder(t, { ...processFiles(7, words, status), 'net/tcp': TCP });
    const { out, err } = await runCommand('/', ['running'], { proc: folder.path('.') });
    assert.match(
      out,
      /anyone on the network \(in a container: what is open there cannot be seen from here\)/,
    );
    assert.match(err, /processes of other users are hidden here/);
  });

  it('is of no use where there is no /proc', async (t) => {
    const proc = makeFolder(t).path('nowhere');
    const { code, err } = await runCommand('/', ['running'], { proc });
    assert.equal(code, 2);
    assert.match(err, /only Linux has/);
  });
});
