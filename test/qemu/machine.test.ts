import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lowerReadConfig } from '../../server/src/invocation/from-readconfig.ts';
import { lowerShell } from '../../server/src/invocation/from-shell.ts';
import { buildMachine } from '../../server/src/qemu/machine/build-machine.ts';
import { leafChardevs, type Machine } from '../../server/src/qemu/machine/machine.ts';
import { monitorReach } from '../../server/src/qemu/reach/reach.ts';
import { readConfig } from '../../server/src/syntax/readconfig/reader.ts';
import { readShell } from '../../server/src/syntax/shell/reader.ts';

function machineOf(command: string): Machine {
  const [invocation] = lowerShell(readShell(command));
  assert.ok(invocation, command);
  return buildMachine(invocation);
}

/** Each monitor as `mode backend`, with the address of sockets, and who can connect. */
function monitors(machine: Machine): readonly string[] {
  return machine.monitors.map((monitor) => {
    const leaves = monitor.chardev ? leafChardevs(machine.chardevs, monitor.chardev) : [];
    const chardevs = leaves.map(({ backend }) => {
      if (backend.kind === 'other') return backend.name;
      if (backend.kind !== 'socket') return backend.kind;
      const part = (fact: typeof backend.host) => (fact.kind === 'known' ? fact.value : fact.kind);
      return backend.path.kind === 'absent'
        ? `socket ${part(backend.host)}:${part(backend.port)}`
        : `socket ${part(backend.path)}`;
    });
    const who = monitorReach(machine, monitor).map((reach) => reach.who);
    return `${monitor.mode} ${chardevs.join('+')} ${who.join('+')}`;
  });
}

describe('monitors of a command line', () => {
  const table: Readonly<Record<string, readonly string[]>> = {
    'kvm -monitor stdio': ['hmp stdio user'],
    'kvm --monitor vc:80Cx24C -qmp-pretty null': ['hmp vc user', 'qmp null nobody'],
    'kvm -monitor none -monitor nonexistent': [],
    'kvm -monitor tcp:h:1,server -monitor none': ['hmp socket h:1 network'],
    'kvm -serial stdio -serial mon:stdio -serial tcp:h:1': ['hmp stdio user'],
    'kvm -parallel mon:pty -debugcon mon:vc -gdb tcp::1,mux=on,server': [
      'hmp pty device',
      'hmp vc user',
      'hmp socket :1 network',
    ],
    'kvm -monitor unix:/a,server -qmp unix:path=/b=c,server': [
      'hmp socket /a user',
      'qmp socket /b=c user',
    ],
    'kvm -monitor unix:/a,,b': ['hmp socket /a,b user'],
    'kvm -mon m -chardev pty,id=m': ['hmp pty device'],
    'kvm -chardev pty,id=m -mon mode=control,chardev=m': ['qmp pty device'],
    'kvm -chardev pty,id=m -qmp chardev:m': ['qmp pty device'],
    'kvm -chardev pty,id=m -mon m,id=x -set mon.x.mode=control': ['qmp pty device'],
    'kvm -chardev pty,id=m -mon m,mode=$M': ['unknown pty device'],
    'kvm -chardev pty,id=m -mon m,mode=wrong': ['unknown pty device'],
    'kvm -chardev stdio,id=c,mux=on -serial chardev:c -mon c': ['hmp stdio user'],
    'kvm -chardev mux,id=m,chardev=m -mon m': ['hmp  nobody'],
    'kvm -monitor -qmp stdio': ['hmp refused nobody'],
    'kvm -append "-monitor tcp::1,server" -name -monitor': ['hmp vc user'],
    'kvm disk.img -monitor': [],
    'kvm -mon gone': ['hmp  nobody'],
    'kvm -mon gone "$@"': ['hmp  unknown'],
    'kvm -monitor $MON': ['hmp unknown unknown'],
    'kvm -monitor tcp:$A,server': ['hmp socket unknown:unknown network'],
    'kvm -monitor tcp:h:1,server$MORE': ['hmp socket h:1 network'],
    'kvm -chardev $X -mon m': ['hmp  unknown'],
    'kvm -chardev socket,id=m$i,path=/x -mon m$i': ['hmp socket /x user'],
    'kvm -chardev socket,id=m$i,path=/x -mon m$j': ['hmp  unknown'],
    'kvm -chardev socket,id=m,fd=3,server=on -mon m': ['hmp socket absent:absent user'],
    'kvm -chardev socket,id=m,port=1,server=on -mon m': ['hmp socket absent:1 nobody'],
    'kvm -chardev socket,id=m,host=h,path=/x,port=1 -mon m': ['hmp refused nobody'],
    'qemu-storage-daemon --chardev=socket,id=m,host=h,port=1,server=on --mon=m': [
      'qmp socket h:1 network',
    ],
    'qemu-storage-daemon --chardev socket,id=m,path=/x --monitor m,mode=readline': [
      'unknown socket /x user',
    ],
    'qemu-storage-daemon -monitor tcp::1,server': [],
  };
  for (const [command, expected] of Object.entries(table)) {
    it(`are right for: ${command}`, () => {
      assert.deepEqual(monitors(machineOf(command)), expected);
    });
  }

  it('take the machine its name where it is literal', () => {
    assert.equal(machineOf('kvm -name vm1').name, 'vm1');
    assert.equal(machineOf('kvm -name guest=vm,,1,debug-threads=on').name, 'vm,1');
    assert.equal(machineOf('kvm -name vm$i').name, undefined);
  });
});

describe('monitors of a config file', () => {
  const configOf = (text: string) => monitors(buildMachine(lowerReadConfig(readConfig(text))));

  it('are found whatever the order of the sections', () => {
    assert.deepEqual(
      configOf('[mon "a"]\nchardev = "m"\nmode = "control"\n[chardev "m"]\nbackend = "pty"\n'),
      ['qmp pty device'],
    );
  });

  it('take an unquoted host for what it is: empty', () => {
    assert.deepEqual(
      configOf(
        '[chardev "m"]\nbackend = "socket"\nhost = ::1\nport = "1"\nserver = "on"\n[mon]\nchardev = "m"\n',
      ),
      ['hmp socket :1 network'],
    );
  });

  it('stay unknown where the chardev is not in the file', () => {
    assert.deepEqual(configOf('[mon]\nchardev = "m"\n'), ['hmp  unknown']);
  });

  it('come from objects of QEMU 11.1 too', () => {
    assert.deepEqual(
      configOf(
        '[object "q"]\nqom-type = "monitor-qmp"\nchardev = "m"\n[chardev "m"]\nbackend = "vc"\n',
      ),
      ['qmp vc user'],
    );
  });
});
