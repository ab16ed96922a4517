/**
 * The commands that lead to a monitor, as they are written. That they do is what
 * test/oracle/connect-commands.test.ts tries.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { monitorReaches } from '../../../server/src/rules/findings/monitor-finding.ts';
import { connectCommands } from '../../../server/src/service/hover/connect-command.ts';
import { analyzeText, type CheckOptions } from '../../support/check.ts';

/** The commands for all monitors of a document, those that QEMU connects to in brackets. */
function ways(text: string, options: CheckOptions = {}): readonly string[] {
  return analyzeText(text, options).connections.machines.flatMap((machine) =>
    monitorReaches(machine).flatMap(({ monitor, reach }) =>
      connectCommands(machine, monitor, reach).map(({ command, listens }) =>
        listens ? `[${command}]` : command,
      ),
    ),
  );
}

const HMP = 'socat -,raw,echo=0,escape=0x1d';

const ROWS: Readonly<Record<string, readonly [line: string, ...commands: string[]]>> = {
  'everywhere is this machine for who sits at it': [
    '-monitor tcp:0.0.0.0:4444,server',
    `${HMP} TCP:127.0.0.1:4444`,
    'nc 127.0.0.1 4444',
  ],
  'IPv6 addresses have brackets where a port follows': [
    '-chardev socket,id=m,host=::,port=4444,server=on -mon m',
    `${HMP} TCP:[::1]:4444`,
    'nc ::1 4444',
  ],
  'QMP has a shell of its own, which knows no IPv6': [
    '-qmp tcp:h:4444,server -chardev socket,id=m,host=::1,port=5,server=on -mon m,mode=control',
    'qmp-shell h:4444',
    'socat - TCP:h:4444',
    'nc h 4444',
    'socat - TCP:[::1]:5',
    'nc ::1 5',
  ],
  'telnet is for telnet': ['-monitor telnet:h:1,server', 'telnet h 1'],
  'nothing speaks WebSocket': ['-monitor websocket:h:1,server'],
  'unknown parts are as they are written': [
    '-monitor tcp::$((4400 + i)),server -qmp unix:$DIR/q.sock,server',
    `${HMP} TCP:127.0.0.1:"$((4400 + i))"`,
    'nc 127.0.0.1 "$((4400 + i))"',
    'qmp-shell "$DIR/q.sock"',
    'socat - UNIX-CONNECT:"$DIR/q.sock"',
    'nc -U "$DIR/q.sock"',
  ],
  'what is another text each time leads nowhere': [
    '-monitor unix:"$(mktemp -d)/m",server -qmp unix:/run/vm-$$,server -qmp tcp::$RANDOM,server',
  ],
  'a path is spelled for socat and for the shell': [
    `-monitor 'unix:/run/a b,,c:d.sock,server'`,
    `${HMP} UNIX-CONNECT:'/run/a b\\,c\\:d.sock'`,
    `nc -U '/run/a b,c:d.sock'`,
  ],
  'a path with a colon is none to qmp-shell': [
    '-qmp unix:/run/a:b,server',
    `socat - UNIX-CONNECT:'/run/a\\:b'`,
    'nc -U /run/a:b',
  ],
  'a ~ that the shell has expanded is a directory, and another one is a name': [
    '-chardev socket,id=m,path=~/a,server=on -mon m',
    `${HMP} UNIX-CONNECT:'~/a'`,
    `nc -U '~/a'`,
  ],
  'an abstract socket may be longer than its name': [
    '-monitor unix:a,server,abstract=on -qmp unix:b,server,abstract=on,tight=off',
    `${HMP} ABSTRACT-CONNECT:a`,
    'socat - ABSTRACT-CONNECT:b,unix-tightsocklen=0',
  ],
  'whom QEMU connects to on this machine comes first': [
    '-monitor tcp:localhost:1 -qmp unix:/run/q -qmp tcp:elsewhere:1',
    `[${HMP} TCP-LISTEN:1,bind=localhost,reuseaddr]`,
    '[socat - UNIX-LISTEN:/run/q]',
  ],
  'datagrams come from the port that QEMU sends to, if it has a known one itself': [
    '-monitor udp::1@:2 -monitor udp::3',
    `${HMP} UDP:127.0.0.1:2,sourceport=1,reuseaddr`,
  ],
  'TLS shows a certificate where one is wanted': [
    '-object tls-creds-x509,id=t,dir=/e,endpoint=server -chardev socket,id=m,host=h,port=1,server=on,tls-creds=t -mon m',
    'openssl s_client -quiet -connect h:1 -CAfile /e/ca-cert.pem -cert /e/client-cert.pem -key /e/client-key.pem',
    `${HMP} OPENSSL:h:1,cafile=/e/ca-cert.pem,cert=/e/client-cert.pem,key=/e/client-key.pem`,
  ],
  'TLS with a key that only the user who runs QEMU knows has none': [
    '-object tls-creds-psk,id=t,dir=/e,endpoint=server -chardev socket,id=m,host=h,port=1,server=on,tls-creds=t -mon m',
  ],
  'a pseudo-terminal is found by its link': [
    '-chardev pty,id=m,path=/run/m -mon m -qmp pty',
    `${HMP} FILE:/run/m,raw,echo=0`,
  ],
  'what is on a terminal, on a display or nowhere has none': [
    '-monitor stdio -qmp null -monitor vc',
  ],
};

describe('the ways to a monitor', () => {
  for (const [title, [line, ...commands]] of Object.entries(ROWS)) {
    it(title, () => {
      assert.deepEqual(ways(`kvm ${line}\n`), commands);
    });
  }

  it('begin at home where a variable does', () => {
    assert.deepEqual(
      ways('S=~/m.sock\nT=~joe/m.sock\nkvm -monitor unix:$S,server -monitor unix:$T,server\n'),
      [
        `${HMP} UNIX-CONNECT:"$HOME/m.sock"`,
        'nc -U "$HOME/m.sock"',
        `${HMP} UNIX-CONNECT:"$(echo ~joe)/m.sock"`,
        'nc -U "$(echo ~joe)/m.sock"',
      ],
    );
  });

  it('keep the expression of a directory, as a shell has it', () => {
    const nc = (text: string, options: CheckOptions = {}) =>
      ways(text, options).filter((way) => way.startsWith('nc '));
    for (const directory of ['${XDG_RUNTIME_DIR:-$HOME}', '${XDG_RUNTIME_DIR:-${HOME:-/run}}']) {
      const command = `nc -U "${directory}/vm-qmp.sock"`;
      assert.deepEqual(nc(`kvm -qmp "unix:${directory}/vm-qmp.sock,server"\n`), [command]);
      assert.deepEqual(nc(`D=${directory}\nkvm -qmp unix:$D/vm-qmp.sock,server\n`), [command]);
    }
    const unit =
      '[Service]\nExecStart=/usr/bin/kvm -qmp unix:%t/a,server -monitor unix:%h/b,server\n';
    assert.deepEqual(nc(unit, { languageId: 'systemd', path: '/etc/systemd/system/vm.service' }), [
      'nc -U "${XDG_RUNTIME_DIR:-/run}/a"',
      'nc -U "$HOME/b"',
    ]);
    const recipe = 'run:\n\tkvm -qmp unix:$(HOME)/a,server\n';
    assert.deepEqual(nc(recipe, { languageId: 'makefile', path: '/w/Makefile' }), [
      'nc -U "$HOME/a"',
    ]);
  });

  for (const [path, isRisky] of [
    ['$DIR/m', false],
    ['${DIR}/m', false],
    ['${XDG_RUNTIME_DIR:-$HOME}/m', false],
    ['${XDG_RUNTIME_DIR:-${HOME:-/run}}/m', false],
    ['/run/$(id -u; touch /tmp/x)/m', true],
    ['/run/`id -u`/m', true],
    ['${DIR:-$(id -u)}/m', true],
    ['/run/$((n + 1))/m', true],
    ['$1/m', true],
    ['${DIR//a/b}/m', true],
  ] as const) {
    it(`are ${isRisky ? 'only shown' : 'copied'} with ${path}`, () => {
      const [machine] = analyzeText(`kvm -monitor "unix:${path},server"\n`).connections.machines;
      assert.ok(machine);
      const [first] = monitorReaches(machine);
      assert.ok(first);
      const commands = connectCommands(machine, first.monitor, first.reach);
      assert.deepEqual(
        commands.map((command) => command.isRisky ?? false),
        commands.map(() => isRisky),
      );
      assert.ok(commands.length > 0);
    });
  }

  it('are only shown where a terminal could take a character for a key', () => {
    const [machine] = analyzeText("kvm -monitor $'unix:/run/a\\nb,server'\n").connections.machines;
    assert.ok(machine);
    const [first] = monitorReaches(machine);
    assert.ok(first);
    const commands = connectCommands(machine, first.monitor, first.reach);
    assert.ok(commands.length > 0 && commands.every((command) => command.isRisky));
  });

  it('lead through libvirt too', () => {
    const domain = (
      name: string,
    ) => `<domain type='kvm' xmlns:q='http://libvirt.org/schemas/domain/qemu/1.0'>
<name>${name}</name><q:commandline><q:arg value='-qmp'/><q:arg value='stdio'/></q:commandline></domain>`;
    assert.deepEqual(ways(domain('web'), { languageId: 'xml' }), [
      `virsh qemu-monitor-command web '{"execute":"query-status"}'`,
    ]);
    assert.deepEqual(ways(domain('my web'), { languageId: 'xml' }), [
      `virsh qemu-monitor-command 'my web' '{"execute":"query-status"}'`,
    ]);
  });

  it('make no text of what says nothing of an address, however much there is of it', () => {
    const line = 'kvm -monitor tcp::1,server,a=b,,c';
    const [machine] = analyzeText(line).connections.machines;
    assert.ok(machine);
    const [first] = monitorReaches(machine);
    const other = first?.monitor.chardev?.properties.find(({ key }) => key === 'a');
    assert.ok(first && other);
    Object.defineProperty(other, 'value', { get: () => assert.fail('Its text was made') });
    assert.ok(connectCommands(machine, first.monitor, first.reach).length > 0);
  });
});
