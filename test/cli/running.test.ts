/** What `running` makes of a `/proc` that a test has written. */
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { readOpenSockets } from '../../server/src/cli/running/open-sockets.ts';
import { realityOf } from '../../server/src/cli/running/reality.ts';
import type { Surroundings } from '../../server/src/cli/running/surroundings.ts';
import { makeFolder, type WorkspaceFolder } from '../protocol/workspace-folder.ts';
import { runCommand } from '../support/command-line.ts';

/** A user whom no machine has. */
const UID = 3_999_999_999;
const STATUS = `Name:\tqemu\nUid:\t${UID}\t${UID}\t${UID}\t${UID}\n`;

const TCP = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:115C 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 101 1 0 100 0 0 10 0
   1: 00000000:115D 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 102 1 0 100 0 0 10 0
   2: 0100007F:115E 0100007F:9999 01 00000000:00000000 00:00000000 00000000     0        0 103 1 0 100 0 0 10 0
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
const NET = { tcp: TCP, tcp6: TCP6, udp: '\n', unix: UNIX };

function processFiles(
  pid: number,
  words: readonly string[],
  net: Readonly<Record<string, string>>,
) {
  const files = Object.entries(net).map(([name, text]) => [`${pid}/net/${name}`, text]);
  return {
    [`${pid}/cmdline`]: words.map((word) => `${word}\0`).join(''),
    [`${pid}/status`]: STATUS,
    [`${pid}/mountinfo`]: '25 1 8:1 / / rw - ext4\n',
    ...Object.fromEntries(files),
  };
}

const FIRST = {
  '1/cmdline': '/sbin/init\0',
  '1/status': STATUS,
  'self/mountinfo': '25 1 8:1 / / rw - ext4\n',
};

/** A `/proc` with one QEMU, whose number is 7. */
function procWith(t: TestContext, words: readonly string[], net = NET): WorkspaceFolder {
  return makeFolder(t, { ...FIRST, ...processFiles(7, ['qemu-system-x86_64', ...words], net) });
}

function running(proc: WorkspaceFolder, ...words: readonly string[]) {
  return runCommand('/', ['running', ...words], { proc: proc.path('.') });
}

describe('/proc', () => {
  it('tells of the addresses that are listened on', (t) => {
    const folder = makeFolder(t, NET);
    const { tcp, udp, unix } = readOpenSockets(folder.path('.')) ?? assert.fail();
    assert.deepEqual(
      tcp.map(({ host, port }) => `${host} ${port}`),
      [
        ...['127.0.0.1 4444', '0.0.0.0 4445', ':: 4447', '::1 4448', '127.0.0.1 4449'],
        '2001:db8:0:0:0:0:0:1 4450',
      ],
    );
    assert.deepEqual(udp, []);
    assert.deepEqual(unix, [
      { path: '/run/a b.sock', inode: '111' },
      { path: '@named@@@@', inode: '112' },
    ]);
    assert.equal(tcp[0]?.inode, '101');
  });

  it('is held against what was meant', (t) => {
    const folder = makeFolder(t, NET);
    const around: Surroundings = {
      sockets: readOpenSockets(folder.path('.')),
      root: '',
      folder: undefined,
      uid: UID,
      socketOf: (descriptor) => ({ '3': '102', '4': '103', '5': '101', '6': '112' })[descriptor],
    };
    const ask = (transport: string, address: string, where = around): string => {
      const monitor = { transport, address, rule: undefined, audience: 'network' as const };
      const found = realityOf(monitor, where);
      return found.kind === 'open' ? `${found.to}` : found.kind;
    };
    assert.equal(ask('tcp', '127.0.0.1:4444'), 'host');
    assert.equal(ask('tcp', '0.0.0.0:4444'), 'unknown');
    assert.equal(ask('tcp', 'localhost:4444'), 'host');
    assert.equal(ask('telnet', ':4445'), 'network');
    assert.equal(ask('tcp', '127.0.0.1:4446'), 'unknown', 'a connection is no listener');
    assert.equal(ask('tcp', '[::1]:4448'), 'host');
    assert.equal(ask('tcp', 'some.host:4447'), 'network');
    assert.equal(ask('tcp', ':4445', { ...around, sockets: undefined }), 'unknown');
    assert.equal(ask('tcp', '0.0.0.0:http'), 'unknown');
    assert.equal(ask('unix', 'relative.sock'), 'unknown');
    assert.equal(ask('stdio', ''), 'none');
    assert.equal(ask('socket', 'fd=3'), 'network', 'a descriptor that was handed over');
    assert.equal(ask('socket', 'fd=5'), 'host');
    assert.equal(ask('socket', 'fd=6'), 'host', 'an abstract socket');
    assert.equal(ask('socket', 'fd=4'), 'unknown', 'a connection');
    assert.equal(ask('socket', 'fd=9'), 'unknown', 'a descriptor that cannot be seen');
  });
});

describe('a UNIX socket', () => {
  /** Who can open it, with these modes of it and of the folders `a/b` around it. */
  async function openTo(t: TestContext, modes: readonly [number, number, number], uid?: number) {
    const folder = makeFolder(t, { 'a/b/keep': '' });
    const path = folder.path('a/b/m.sock');
    const server = createServer();
    await new Promise<void>((done) => server.listen(path, done));
    server.unref();
    chmodSync(folder.path('.'), 0o755);
    chmodSync(path, modes[2]);
    chmodSync(folder.path('a/b'), modes[1]);
    chmodSync(folder.path('a'), modes[0]);
    const sockets = { tcp: [], udp: [], unix: [{ path, inode: '1' }] };
    const found = realityOf(
      { transport: 'unix', address: path, rule: undefined, audience: 'user' },
      {
        sockets,
        root: '',
        folder: undefined,
        uid: uid ?? process.getuid?.() ?? 0,
        socketOf: () => undefined,
      },
    );
    chmodSync(folder.path('a'), 0o755);
    return found.kind === 'open' ? found : assert.fail(found.kind);
  }

  it('is judged by its mode and by all folders above it', async (t) => {
    assert.equal((await openTo(t, [0o755, 0o755, 0o777])).to, 'host');
    assert.equal((await openTo(t, [0o755, 0o755, 0o755])).to, 'user');
    assert.equal((await openTo(t, [0o755, 0o750, 0o777])).to, 'group');
    const hidden = await openTo(t, [0o700, 0o777, 0o777]);
    assert.equal(hidden.to, 'user');
    assert.match(hidden.words, /mode 777, behind a private folder$/);
    assert.equal((await openTo(t, [0o755, 0o777, 0o755])).isFixed, false);
  });

  it('is its owner’s if another user runs QEMU', async (t) => {
    if (process.getuid?.() === 0) return;
    assert.equal((await openTo(t, [0o700, 0o755, 0o777], UID)).to, 'owner');
  });
});

describe('running', () => {
  it('sees QEMUs only, and survives processes that end meanwhile', async (t) => {
    const words = [
      '/usr/bin/qemu-system-x86_64',
      '-name',
      'a b',
      '-qmp',
      'tcp:127.0.0.1:4444,server',
    ];
    const folder = makeFolder(t, {
      ...FIRST,
      ...processFiles(7, words, NET),
      ...processFiles(8, ['bash', '-c', 'qemu-system-x86_64 -monitor tcp::1,server'], NET),
      ...processFiles(9, ['sudo', 'qemu-system-x86_64', '-monitor', 'tcp::1,server'], NET),
      ...processFiles(10, ['qemu-img', 'info', 'x'], NET),
      '11/cmdline': '',
    });
    mkdirSync(folder.path('12'));
    const { code, out, err } = await running(folder);
    assert.equal(
      out,
      `a b (pid 7, user ${UID})\n  QMP tcp 127.0.0.1:4444  any local user (open now on 127.0.0.1), warning[monitor-on-loopback]\n`,
    );
    assert.equal(err, '1 QEMU running, 1 monitor\n');
    assert.equal(code, 1);
  });

  it('takes words as they are, whatever a shell would make of them', async (t) => {
    const name = "$(touch x); it's\nme";
    const folder = procWith(t, ['-name', name, '-qmp', 'unix:/run/$USER/*.sock,server']);
    const { out } = await running(folder, '-f', 'json');
    const { machines } = JSON.parse(out);
    assert.equal(machines[0].name, "$(touch x); it's\nme");
    assert.equal(machines[0].monitors[0].address, '/run/$USER/*.sock');
    const { out: text } = await running(folder);
    assert.match(text, /^\$\(touch x\); it's\ufffdme \(pid 7/);
  });

  it('reads the sockets of the namespace in which each QEMU runs', async (t) => {
    const words = ['-monitor', 'tcp::4445,server'];
    const none = { ...NET, tcp: '\n', tcp6: '\n' };
    const seen = await running(procWith(t, words));
    assert.match(seen.out, /anyone on the network \(open now on 0\.0\.0\.0\), error/);
    assert.equal(seen.code, 1);
    const unseen = await running(procWith(t, words, none));
    assert.match(
      unseen.out,
      /unknown: nothing is seen to listen there; meant for anyone on the network/,
    );
    assert.match(unseen.err, /1 thing could not be seen, marked unknown/);
    assert.equal(unseen.code, 2, 'a monitor that was not seen is no monitor that is closed');
    const unread = await running(procWith(t, words, {} as typeof NET));
    assert.match(unread.out, /unknown: the sockets of its network namespace cannot be read/);
    assert.equal(unread.code, 2);
    assert.equal(
      (await running(procWith(t, words, none), '--quiet', '--fail-on', 'never')).code,
      2,
    );
  });

  it('judges a socket that was handed over by what it is', async (t) => {
    const words = ['-chardev', 'socket,id=c,fd=3,server=on,wait=off', '-mon', 'c'];
    const folder = procWith(t, words);
    const blind = await running(folder);
    assert.match(blind.out, /HMP socket fd=3 +unknown: the descriptor that it was handed/);
    assert.equal(blind.code, 2);
    mkdirSync(folder.path('7/fd'));
    symlinkSync('socket:[102]', folder.path('7/fd/3'));
    const { out, code } = await running(folder);
    assert.match(
      out,
      /HMP socket fd=3 +anyone on the network \(open now on 0\.0\.0\.0\), error\[monitor-on-network\]/,
    );
    assert.equal(code, 1);
    const off = await running(folder, '--rule', 'monitor-on-network=off');
    assert.equal(off.code, 0);
  });

  it('knows the sockets of one QEMU from those of another on the same port', async (t) => {
    const folder = procWith(t, ['-monitor', 'tcp:127.0.0.1:4444,server,to=4450']);
    mkdirSync(folder.path('7/fd'));
    symlinkSync('socket:[102]', folder.path('7/fd/9'));
    const { out, code } = await running(folder);
    assert.match(out, /unknown: nothing is seen to listen there/);
    assert.equal(code, 2);
  });

  it('follows a config file from the folder of the process, and says that one cannot be read', async (t) => {
    const config =
      '[chardev "m"]\nbackend = "socket"\nhost = "0.0.0.0"\nport = "4445"\nserver = "on"\n[mon]\nchardev = "m"\n';
    const there = makeFolder(t, { 'lab/vm.cfg': config });
    const folder = procWith(t, ['-readconfig', 'vm.cfg']);
    const blind = await running(folder);
    assert.match(blind.out, /unknown: 1 config file cannot be read, and may open monitors/);
    assert.doesNotMatch(blind.out, /no monitor|vm\.cfg/);
    assert.equal(blind.code, 2);
    symlinkSync(there.path('lab'), folder.path('7/cwd'));
    const { out, code } = await running(folder);
    assert.match(out, /HMP tcp 0\.0\.0\.0:4445 +anyone on the network \(open now on 0\.0\.0\.0\)/);
    assert.equal(code, 1);
    const daemon = procWith(t, ['-daemonize', '-readconfig', 'vm.cfg']);
    symlinkSync(join(there.path('lab')), daemon.path('7/cwd'));
    assert.equal((await running(daemon)).code, 2, 'a daemon has left the folder');
  });

  it('shows related services where they are wanted', async (t) => {
    const folder = procWith(t, ['-nodefaults', '-gdb', 'tcp::4445', '-vnc', '127.0.0.1:1']);
    const { out, code } = await running(folder);
    assert.match(out, /no monitor/);
    assert.equal(code, 0);
    const more = await running(folder, '--neighbours');
    assert.match(
      more.out,
      /GDB tcp :4445 +anyone on the network \(open now on 0\.0\.0\.0\), warning\[gdbstub-exposed\]/,
    );
    assert.match(more.out, /VNC tcp 127\.0\.0\.1:5901 +unknown: nothing is seen to listen there/);
    assert.equal(more.code, 2);
  });

  it('says that others are hidden', async (t) => {
    const folder = makeFolder(t, {
      'self/mountinfo': '',
      ...processFiles(7, ['qemu-system-x86_64', '-monitor', 'stdio'], NET),
    });
    const { code, err } = await running(folder);
    assert.match(err, /processes of other users are hidden here/);
    assert.equal(code, 2);
  });

  it('is of no use where there is no /proc', async (t) => {
    const proc = makeFolder(t).path('nowhere');
    const { code, err } = await runCommand('/', ['running'], { proc });
    assert.equal(code, 2);
    assert.match(err, /only Linux has/);
  });
});
