/** What a document starts, in records: a line for each monitor. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyze } from '../../server/src/service/analyze.ts';
import { inventoryOf } from '../../server/src/service/inventory.ts';
import { DEFAULT_SETTINGS } from '../../server/src/service/settings.ts';

/** `hmp compat_monitor0: tcp 0.0.0.0:4444, network, at 0.0.0.0` for each monitor. */
function monitors(text: string, languageId = 'shellscript'): readonly string[] {
  const analysis = analyze({ text, languageId, path: '/vm/run.sh' }, DEFAULT_SETTINGS);
  return inventoryOf(analysis).flatMap((machine) =>
    machine.monitors.map(({ mode, name, transport, address, audience, at }) => {
      const place = at ? text.slice(at.at.start, at.at.end) : 'nowhere';
      return `${mode} ${name}: ${transport} ${address}, ${audience}, at ${place}`;
    }),
  );
}

it('monitors that are safe are listed like those that are not', () => {
  const script = 'kvm -monitor stdio -qmp tcp:0.0.0.0:$PORT,server -qmp unix:/run/q.sock,server\n';
  assert.deepEqual(monitors(script), [
    'hmp compat_monitor0: stdio , user, at stdio',
    'qmp compat_monitor1: tcp 0.0.0.0:$PORT, network, at 0.0.0.0',
    'qmp compat_monitor2: unix /run/q.sock, user, at /run/q.sock',
  ]);
});

it('the monitor that QEMU makes stands at the program', () => {
  assert.deepEqual(monitors('kvm -m 1G\n'), ['hmp compat_monitor0: vc , user, at kvm']);
});

it('a config file is a machine of its own', () => {
  const config = '[chardev "m"]\n  backend = "stdio"\n[mon]\n  chardev = "m"\n';
  assert.deepEqual(monitors(config, 'qemu-config'), ['hmp m: stdio , user, at [chardev "m"]']);
});

it('a script that only talks to a QEMU has no machine', () => {
  assert.deepEqual(monitors('echo quit | socat - UNIX:/run/m.sock\n'), []);
});

describe('the chardevs of a machine', () => {
  /** `0 m socket: tcp 0.0.0.0:4444 network; monitors 0; guest` for each chardev. */
  function chardevs(text: string, languageId = 'shellscript'): readonly string[] {
    const analysis = analyze({ text, languageId, path: '/vm/run.sh' }, DEFAULT_SETTINGS);
    return inventoryOf(analysis).flatMap((machine) =>
      machine.chardevs.map(({ id, backend, ways, members, monitors, users, at }, place) => {
        const way = ways.map(({ transport, address, audience, connectsOut }) =>
          [...(connectsOut ? ['out'] : []), ...[transport, address, audience]].join(' '),
        );
        const parts = [
          ...way,
          ...(members.length > 0 ? [`members ${members}`] : []),
          ...monitors.map((records) => `monitor ${records}`),
          ...users,
          at ? text.slice(at.at.start, at.at.end) : 'nowhere',
        ];
        return `${place} ${id} ${backend}: ${parts.join('; ')}`;
      }),
    );
  }

  it('are listed with the ways to them and with what talks through them', () => {
    const script =
      'kvm -monitor tcp:0.0.0.0:4444,server -serial tcp:10.0.0.1:5555 -gdb tcp::1234\n';
    assert.deepEqual(chardevs(script), [
      '0 compat_monitor0 socket: tcp 0.0.0.0:4444 network; monitor 0; tcp:0.0.0.0:4444',
      '1 serial0 socket: out tcp 10.0.0.1:5555 network; guest; tcp:10.0.0.1:5555',
      '2 gdb socket: tcp :1234 network; gdb; tcp::1234',
    ]);
  });

  it('tell that a guest and a monitor share one', () => {
    assert.deepEqual(chardevs('kvm -serial mon:stdio\n'), [
      '0 serial0 stdio: stdio  user; monitor 0; guest; stdio',
    ]);
    assert.deepEqual(chardevs('kvm -M pc -nographic\n'), [
      '0 serial0 stdio: stdio  user; monitor 0; guest; kvm',
    ]);
  });

  it('stand behind a hub, whose monitor has a record for each of them', () => {
    const script =
      'kvm -chardev socket,id=a,port=1,host=::,server=on -chardev pty,id=b ' +
      '-chardev hub,id=h,chardevs.0=a,chardevs.1=b -mon h -qmp stdio\n';
    assert.deepEqual(
      chardevs(script).map((line) => line.replace(/; [^;]*$/, '')),
      [
        '0 a socket: tcp :::1 network',
        '1 b pty: pty  user',
        '2 h hub: members 0,1; monitor 0,1',
        '3 compat_monitor0 stdio: stdio  user; monitor 2',
      ],
    );
  });

  it('have the ids of a loop as they are written', () => {
    const script = 'kvm -chardev "null,id=c$N" -device "x,chardev=c$N"\n';
    assert.match(chardevs(script)[0] ?? '', /^0 c\$N null: {3}nobody; guest;/);
  });

  it('are reached by the viewers of a display that shows them', () => {
    assert.deepEqual(chardevs('kvm -vnc :0\n'), [
      '0 compat_monitor0 vc: vc  user; vnc :5900 network; monitor 0; kvm',
    ]);
    assert.deepEqual(chardevs('kvm -vnc 127.0.0.1:1,password=on -monitor vc\n'), [
      '0 compat_monitor0 vc: vc  user; vnc 127.0.0.1:5901 user; monitor 0; vc',
    ]);
  });

  it('are open to the viewers of a display only as far as is known', () => {
    assert.match(chardevs('kvm -vnc ":0,$MORE"\n')[0] ?? '', /vnc :5900 unknown;/);
    assert.match(chardevs('kvm -vnc host:1,reverse=on\n')[0] ?? '', /out vnc host:1 network;/);
  });

  it('of a config file belong to the devices of its sections', () => {
    const config = '[chardev "m"]\n backend = "stdio"\n[device "d"]\n chardev = "m"\n';
    assert.deepEqual(chardevs(config, 'qemu-config'), [
      '0 m stdio: stdio  user; guest; [chardev "m"]',
    ]);
  });
});
