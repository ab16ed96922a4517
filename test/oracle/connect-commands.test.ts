/** Connect commands of hovers and lists work: each runs beside a real QEMU, and the monitor answers. */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { monitorReaches } from '../../server/src/rules/findings/monitor-finding.ts';
import {
  type ConnectCommand,
  connectCommands,
  LEAVING,
} from '../../server/src/service/hover/connect-command.ts';
import { analyzeText, applyFix } from '../support/check.ts';
import type { Order, Outcome } from './connect/conversation.ts';
import { makeCredentials } from './judge/credentials.ts';
import { isHere } from './needs.ts';
import { openSlot } from './slot.ts';

const QEMU = 'exec qemu-system-x86_64 -machine none -display none -S -nodefaults';
const SERVER = 'server=on,wait=off';
const X509 = '-object tls-creds-x509,id=t,dir=pki,endpoint=server';

/** Scripts by what is special about them, with the tools that are offered. */
const SCRIPTS: Readonly<Record<string, readonly [line: string, tools: string]>> = {
  'HMP on a TCP port': [`-monitor tcp:127.0.0.1:4444,${SERVER}`, 'socat nc'],
  'HMP on every interface': [`-monitor tcp::4444,${SERVER}`, 'socat nc'],
  'HMP on every interface, by another name': [`-monitor tcp:0:4444,${SERVER}`, 'socat nc'],
  'HMP on IPv6': [`-chardev socket,id=m,host=::1,port=4444,${SERVER} -mon m`, 'socat nc'],
  'HMP over telnet': [`-monitor telnet:127.0.0.1:4444,${SERVER}`, 'telnet'],
  'QMP on a TCP port': [`-qmp tcp:localhost:4444,${SERVER}`, 'qmp-shell socat nc'],
  'QMP over telnet': [`-qmp telnet:localhost:4444,${SERVER}`, 'telnet'],
  'HMP on a UNIX socket': [`-monitor unix:m.sock,${SERVER}`, 'socat nc'],
  'QMP on a UNIX socket': [`-qmp unix:./m.sock,${SERVER}`, 'qmp-shell socat nc'],
  'a UNIX socket whose name needs quotes everywhere': [
    `-monitor 'unix:./a,,b:c!d e"(f)[g]{h}\\i.sock,${SERVER}'`,
    'socat nc',
  ],
  'a UNIX socket that is called like an option': [
    `-qmp unix:-m.sock,${SERVER}`,
    'qmp-shell socat nc',
  ],
  'a UNIX socket with a quote in its name': [`-monitor "unix:it's.sock,${SERVER}"`, 'socat nc'],
  'a UNIX socket whose path the script makes': [
    `-monitor "unix:$PWD/m.sock,${SERVER}"`,
    'socat nc',
  ],
  'a UNIX socket that the shell finds at home': [
    `-chardev socket,id=m,path=$S,${SERVER} -mon m`,
    'socat nc',
  ],
  'an abstract socket': [`-monitor unix:monitor,${SERVER},abstract=on`, 'socat'],
  'an abstract socket with a long name': [
    `-monitor unix:monitor,${SERVER},abstract=on,tight=off`,
    'socat',
  ],
  'TLS that wants a certificate': [
    `${X509} -chardev socket,id=m,host=localhost,port=4444,${SERVER},tls-creds=t -mon m`,
    'openssl socat',
  ],
  'TLS that wants none': [
    `${X509},verify-peer=off -chardev socket,id=m,host=localhost,port=4444,${SERVER},tls-creds=t -mon m,mode=control`,
    'openssl socat',
  ],
  'TLS without certificates': [
    `-object tls-creds-anon,id=t,endpoint=server -chardev socket,id=m,host=localhost,port=4444,${SERVER},tls-creds=t -mon m`,
    'openssl socat',
  ],
  'HMP that connects to a port': ['-monitor tcp:127.0.0.1:4444', 'socat'],
  'QMP that connects to a port': ['-qmp tcp:localhost:4444', 'socat'],
  'HMP that connects to a UNIX socket': ['-monitor unix:peer.sock', 'socat'],
  'HMP by datagrams to a port that only QEMU knows': ['-monitor udp:127.0.0.1:4444', ''],
  'HMP by datagrams between two ports': ['-monitor udp:127.0.0.1:4444@127.0.0.1:4445', 'socat'],
  'HMP on a terminal with a name': ['-chardev pty,id=m,path=tty -mon m', 'socat'],
};

function waysOf(script: string): readonly { command: ConnectCommand; mode: 'hmp' | 'qmp' }[] {
  return analyzeText(script).connections.machines.flatMap((machine) =>
    monitorReaches(machine).flatMap(({ monitor, reach }) =>
      connectCommands(machine, monitor, reach).map((command) => ({
        command,
        mode: monitor.mode === 'qmp' ? ('qmp' as const) : ('hmp' as const),
      })),
    ),
  );
}

const TOOLS = ['qemu-system-x86_64', 'socat', 'nc', 'telnet', 'openssl', 'script'];
if (isHere(...TOOLS)) {
  const credentials = makeCredentials();
  const pki = Object.entries(credentials.files).map(([path, text]): [string, string] => {
    return [`pki/${path.slice(path.lastIndexOf('/') + 1)}`, text];
  });
  const files = Object.fromEntries([
    ...pki,
    ['pki/client-cert.pem', credentials.client.cert],
    ['pki/client-key.pem', credentials.client.key],
  ]);
  const slot = openSlot<Order, Outcome>(new URL('connect/worker.ts', import.meta.url).pathname);
  after(() => slot.close());
  describe('a monitor', () => {
    for (const strict of ['', 'set -u\n']) {
      for (const surroundings of [
        'export HOME="$PWD/a home"; mkdir -p "$HOME"; unset XDG_RUNTIME_DIR\n',
        'export HOME=/nowhere XDG_RUNTIME_DIR=$PWD\n',
      ]) {
        it(`answers where a fix has put its monitor: ${strict}${surroundings}`, async () => {
          const before = `${strict}${QEMU} -name vm -qmp tcp::4444,${SERVER}\n`;
          const fixed = applyFix(before, 'switch-to-unix');
          const ways = waysOf(fixed);
          const [nc] = ways.filter(({ command }) => command.tool === 'nc');
          const directory = strict
            ? '${XDG_RUNTIME_DIR:-${HOME:-/run}}'
            : '${XDG_RUNTIME_DIR:-$HOME}';
          assert.equal(nc?.command.command, `nc -U "${directory}/vm-qmp.sock"`);
          for (const { command, mode } of ways) {
            assert.equal(command.isRisky, undefined);
            if (command.tool === 'qmp-shell') continue;
            const order = { script: surroundings + fixed, mode, isLeft: false, files: {} };
            const pasted = surroundings + command.command;
            const outcome = await slot.obey({ ...order, command: pasted, listens: false });
            assert.ok(outcome.answered, `${command.command}\n${outcome.output}`);
          }
        });
      }
    }
    for (const [title, [line, tools]] of Object.entries(SCRIPTS)) {
      it(`answers each connect command for ${title}`, async () => {
        const script = `export HOME=$PWD\nS=~/home.sock\n${QEMU} ${line}\n`;
        const ways = waysOf(script);
        assert.equal(ways.map(({ command }) => command.tool).join(' '), tools);
        for (const { command, mode } of ways) {
          // It is on no machine of ours; it was written for the port and the path that the others use.
          if (command.tool === 'qmp-shell') continue;
          const isLeft = command.command.includes(LEAVING);
          // The terminal has the variables of the script.
          const set = 'export HOME=$PWD; ';
          const order = { script, command: set + command.command, mode, isLeft, files };
          const outcome = await slot.obey({ ...order, listens: command.listens === true });
          assert.ok(outcome.answered, `${command.command}\n${outcome.output}`);
          if (isLeft) assert.equal(outcome.status, 0, `Ctrl-] leaves ${command.command}`);
        }
      });
    }
  });
}
