/**
 * The proof of the fix: the real QEMU is started with what the preferred fix leaves behind, its monitor
 * answers on a UNIX socket, and no network socket belongs to it.
 */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { lowerDomainXml } from '../../server/src/invocation/from-domain-xml.ts';
import { readXml } from '../../server/src/syntax/xml/reader.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import { analyzeText, type CheckOptions, fixesOf } from '../support/check.ts';
import { qemuVersion } from './qemu.ts';

const BARE = '-machine none -nodefaults -display none -S -no-user-config -pidfile pid';
const QEMU = `qemu-system-x86_64 ${BARE}`;

/** Scripts with one monitor on the network each; `HMP` or `QMP` is what must answer afterwards. */
const SCRIPTS: Readonly<Record<string, readonly ['HMP' | 'QMP', string]>> = {
  'a device string': ['HMP', `${QEMU} -monitor tcp:0.0.0.0:0,server,nowait\n`],
  'a quoted device string': ['QMP', `${QEMU} -qmp "telnet::0,server=on,wait=off,nodelay"\n`],
  'a port from a variable': ['HMP', `P=0\n${QEMU} -monitor tcp:localhost:$P,server,nowait\n`],
  arithmetic: ['QMP', `i=3\n${QEMU} -qmp tcp::$((4000 + i)),server,nowait\n`],
  'a chardev': [
    'QMP',
    `${QEMU} -chardev socket,id=m,host=0.0.0.0,port=0,ipv4=on,server=on,wait=off,telnet=on -mon m,mode=control\n`,
  ],
  'a serial line': ['HMP', `${QEMU} -serial mon:tcp::0,server=on,wait=off\n`],
  'a websocket': ['HMP', `${QEMU} -monitor websocket:127.0.0.1:0,server=on,wait=off\n`],
  datagrams: ['HMP', `${QEMU} -monitor udp:127.0.0.1:9@127.0.0.1:0\n`],
  'an array': [
    'HMP',
    `a=(${BARE})\na+=(-monitor tcp::0,server,nowait)\nqemu-system-x86_64 "\${a[@]}"\n`,
  ],
  'an option in a variable': ['QMP', `M='-qmp tcp::0,server,nowait'\n${QEMU} $M\n`],
  'a default': ['HMP', `${QEMU} -monitor "\${MON:-tcp::0,server,nowait}"\n`],
  'a continued command behind a runner': [
    'HMP',
    `env A=1 nice \\\n  ${QEMU} \\\n  -monitor tcp::0,server,nowait \\\n  -name x\n`,
  ],
  'credentials that verify nobody': [
    'HMP',
    `${QEMU} -object tls-creds-anon,id=t,endpoint=server -chardev socket,id=m,host=,port=0,server=on,wait=off,tls-creds=t -mon m\n`,
  ],
};

const CONFIGS: Readonly<Record<string, readonly ['HMP' | 'QMP', string]>> = {
  'a section': [
    'QMP',
    '[chardev "m"]\n  backend = "socket"\n  host = "0.0.0.0"\n  port = "0"\n  server = "on"\n  wait = "off"\n  telnet = "on"\n[mon]\n  chardev = "m"\n  mode = "control"\n',
  ],
  'a dropped host': [
    'HMP',
    '[chardev "m"]\n  backend = "socket"\n  host = 127.0.0.1\n  port = "0"\n  server = "on"\n  wait = "off"\n[mon]\n  chardev = "m"\n',
  ],
  'a section of datagrams': [
    'HMP',
    '[chardev "m"]\n  backend = "udp"\n  host = "127.0.0.1"\n  port = "9"\n[mon]\n  chardev = "m"\n',
  ],
};

const folder = mkdtempSync(join(tmpdir(), 'monitor-guard-'));
const children = new Set<ChildProcess>();
after(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** Applies preferred fixes until nothing is found. */
function fixAll(source: string, options: CheckOptions): string {
  let text = source;
  for (let round = 0; round < 5; round++) {
    const analysis = analyzeText(text, options);
    const [finding] = analysis.findings;
    if (finding === undefined) {
      assert.notEqual(text, source, 'nothing was found');
      return text;
    }
    const fix = fixesOf(analysis, finding, options).find((candidate) => candidate.preferred);
    assert.ok(fix, `no fix for\n${text}`);
    text = applyEdits(text, fix.edits) ?? assert.fail();
  }
  return assert.fail(`fixing does not end:\n${text}`);
}

/** Starts a command in a folder of its own and holds its QEMU to the promise. */
async function checkRunning(
  name: string,
  answers: 'HMP' | 'QMP',
  prepare: (directory: string) => readonly [string, ...string[]],
): Promise<void> {
  const directory = join(folder, name.replaceAll(' ', '-'));
  mkdirSync(directory, { recursive: true });
  const [program, ...args] = prepare(directory);
  const environment = { PATH: process.env['PATH'], XDG_RUNTIME_DIR: directory };
  const child = spawn(program, args, {
    cwd: directory,
    env: environment,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  children.add(child);
  let errors = '';
  child.stderr?.on('data', (data: Buffer) => {
    errors += data.toString();
  });
  const socket = await waitFor(
    () => readdirSync(directory).find((file) => file.endsWith('.sock')),
    () => errors,
  );
  const pidFile = join(directory, 'pid');
  await waitFor(
    () => existsSync(pidFile) && readFileSync(pidFile, 'utf8').trim() !== '',
    () => errors,
  );
  const pid = Number(readFileSync(pidFile, 'utf8'));
  assert.deepEqual(networkSockets(pid), []);
  const greeting = await converse(join(directory, socket), answers);
  assert.match(greeting, answers === 'QMP' ? /"QMP"/ : /QEMU .* monitor/);
  await new Promise((resolve) =>
    child.exitCode === null ? child.once('exit', resolve) : resolve(0),
  );
  children.delete(child);
}

async function waitFor<T>(ask: () => T, errors: () => string): Promise<NonNullable<T>> {
  for (let tries = 0; tries < 300; tries++) {
    const answer = ask();
    if (answer) return answer;
    await sleep(50);
  }
  return assert.fail(`QEMU did not get there: ${errors()}`);
}

/** Connects, takes the greeting and has QEMU quit. */
function converse(path: string, answers: 'HMP' | 'QMP'): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = '';
    const socket = createConnection(path);
    socket.on('error', reject);
    socket.on('data', (data) => {
      const first = received === '';
      received += data.toString();
      if (!first) return;
      const quit =
        answers === 'QMP' ? '{"execute":"qmp_capabilities"}{"execute":"quit"}' : 'quit\n';
      socket.write(quit);
    });
    socket.on('close', () => resolve(received));
  });
}

/** The inet sockets that a process holds, as lines of /proc/net. */
function networkSockets(pid: number): readonly string[] {
  const inodes = new Set<string>();
  for (const fd of readdirSync(`/proc/${pid}/fd`)) {
    const inode = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1];
    if (inode) inodes.add(inode);
  }
  return ['tcp', 'tcp6', 'udp', 'udp6'].flatMap((table) => {
    const file = `/proc/${pid}/net/${table}`;
    if (!existsSync(file)) return [];
    const lines = readFileSync(file, 'utf8').trim().split('\n').slice(1);
    return lines.filter((line) => inodes.has(line.trim().split(/\s+/)[9] ?? ''));
  });
}

const version = qemuVersion();
if (version === undefined) {
  it('needs qemu-system-x86_64, which this machine does not have', () => {
    assert.notEqual(process.env['CI'], 'true', 'CI must have QEMU (Debian: qemu-system-x86)');
  });
} else {
  describe(`${version} answers where the fix put its monitor`, () => {
    for (const [name, [answers, script]] of Object.entries(SCRIPTS)) {
      it(`in a script with ${name}`, async () => {
        await checkRunning(`script ${name}`, answers, (directory) => {
          const file = join(directory, 'run.sh');
          writeFileSync(file, fixAll(script, {}));
          return ['bash', file];
        });
      });
    }
    for (const [name, [answers, config]] of Object.entries(CONFIGS)) {
      it(`in a config file with ${name}`, async () => {
        await checkRunning(`config ${name}`, answers, (directory) => {
          const file = join(directory, 'machine.qemu');
          writeFileSync(file, fixAll(config, { languageId: 'qemu-config' }));
          return ['qemu-system-x86_64', ...BARE.split(' '), '-readconfig', file];
        });
      });
    }
    it('in the arguments that a domain passes through', async () => {
      await checkRunning('domain', 'QMP', (directory) => {
        const source = `<domain xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
  <name>vm</name>
  <qemu:commandline>
    <qemu:arg value='-chardev'/>
    <qemu:arg value='socket,id=m,host=0.0.0.0,port=0,server=on,wait=off'/>
    <qemu:arg value='-mon'/>
    <qemu:arg value='chardev=m,mode=control'/>
  </qemu:commandline>
</domain>`;
        const options = {
          languageId: 'xml',
          settings: {
            socketDirectory: directory,
            // The folders of tests lie there.
            severities: new Map([['monitor-socket-in-shared-directory', 'off' as const]]),
          },
        };
        const [domain] = lowerDomainXml(readXml(fixAll(source, options)));
        const words = domain?.words.map((word) => word.text.text) ?? [];
        return ['qemu-system-x86_64', ...BARE.split(' '), ...words];
      });
    });
  });
}
