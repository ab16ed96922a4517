/** What a document starts, in records: a line for each monitor. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyze } from '../../../server/src/service/analysis/analyze.ts';
import {
  inventoryOf,
  type MonitorRecord,
} from '../../../server/src/service/inventory/inventory.ts';
import { DEFAULT_SETTINGS } from '../../../server/src/service/settings/settings.ts';

function records(text: string, languageId = 'shellscript'): readonly MonitorRecord[] {
  const analysis = analyze({ text, languageId, path: '/vm/run.sh' }, DEFAULT_SETTINGS);
  return inventoryOf(analysis).flatMap((machine) => machine.monitors);
}

/** `hmp compat_monitor0: tcp 0.0.0.0:4444, network, at 0.0.0.0` for each monitor. */
function monitors(text: string, languageId = 'shellscript'): readonly string[] {
  return records(text, languageId).map(({ mode, name, transport, address, audience, at }) => {
    const place = at ? text.slice(at.at.start, at.at.end) : 'nowhere';
    return `${mode} ${name}: ${transport} ${address}, ${audience}, at ${place}`;
  });
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

it('a QEMU that only says what it is or has makes no monitor, unless that depends on a branch', () => {
  assert.deepEqual(monitors('kvm --version\nkvm -M help\nkvm -cpu "?"\n'), []);
  const audiences = records('A=(-m 1)\nif x; then A+=(-version); fi\nkvm "${A[@]}"\n');
  assert.equal(audiences.length, 1);
});

it('what is found about an option with one value is not said of its other value', () => {
  const script = 'if x; then M=tcp::1,server; else M=unix:/run/m,server; fi\nkvm -qmp "$M"\n';
  assert.deepEqual(
    records(script).map(({ transport, rule }) => [transport, rule]),
    [
      ['tcp', 'monitor-on-network'],
      ['unix', undefined],
    ],
  );
});

it('a socket without an address is open to no one, unless an expansion may have one', () => {
  const audiences = ['', ',$ADDRESS'].map((more) => {
    return records(`kvm -chardev socket,id=m${more},server=on -mon m\n`)[0]?.audience;
  });
  assert.deepEqual(audiences, ['nobody', 'unknown']);
});

it('a config file is a machine of its own', () => {
  const config = '[chardev "m"]\n  backend = "stdio"\n[mon]\n  chardev = "m"\n';
  assert.deepEqual(monitors(config, 'qemu-config'), ['hmp m: stdio , user, at [chardev "m"]']);
});

it('a script that only talks to a QEMU has no machine', () => {
  assert.deepEqual(monitors('echo quit | socat - UNIX:/run/m.sock\n'), []);
});

describe('a monitor that may stay as it is', () => {
  const [line, comment] = [
    'kvm -monitor tcp::4444,server\n',
    '# qemu-monitor-guard: ignore[monitor-on-network] lab network\n',
  ];
  const of = (text: string, accept: typeof DEFAULT_SETTINGS.accept = []) =>
    inventoryOf(
      analyze(
        { text, languageId: 'shellscript', path: '/vm/run.sh' },
        { ...DEFAULT_SETTINGS, root: '/vm', accept },
      ),
    ).flatMap(({ monitors }) => monitors.map(({ severity, excused }) => ({ severity, excused })));
  const rule = 'monitor-on-network';

  it('has the reason of the comment, or of the settings', () => {
    const excused = (by: string) => [
      { severity: undefined, excused: { rule, reason: 'lab network', by } },
    ];
    assert.deepEqual(of(comment + line), excused('comment'));
    const entry = { path: '*.sh', rules: [rule], address: undefined, reason: 'lab network' };
    assert.deepEqual(of(line, [entry]), excused('settings'));
    assert.deepEqual(of(line, [{ ...entry, path: 'lab' }]), [
      { severity: 'error', excused: undefined },
    ]);
  });

  it('has none while something else is found about it', () => {
    const both = `${comment}kvm -chardev socket,id=m,path=/tmp/m,server=on -mon m -monitor tcp::1,server\n`;
    assert.deepEqual(
      of(both).map(({ severity, excused }) => severity ?? excused?.reason),
      ['information', 'lab network'],
    );
    assert.deepEqual(of(`${comment}kvm -monitor stdio\n`), [
      { severity: undefined, excused: undefined },
    ]);
  });
});

describe('who can open a monitor', () => {
  /** The audience of the first monitor, and why. */
  function first(text: string): readonly (string | undefined)[] {
    const [monitor] = records(text);
    return [monitor?.audience, ...(monitor?.evidence.map(({ message }) => message) ?? [])];
  }

  it("are the viewers of an open display, where QEMU's window has it", () => {
    assert.deepEqual(first('kvm -vnc :0\n').slice(0, 2), [
      'network',
      'Viewers of the VNC display can open it without authentication',
    ]);
    assert.equal(first('kvm -vnc 127.0.0.1:0\n')[0], 'host');
    assert.equal(first('kvm -vnc unix:/run/vnc.sock\n')[0], 'user');
    assert.equal(first('kvm -vnc :0,password=on\n')[0], 'authorized');
    const spice =
      'kvm -spice port=5900,disable-ticketing=on -chardev spiceport,id=m,name=org.qemu.m -mon m\n';
    assert.deepEqual(first(spice).slice(0, 2), [
      'network',
      'Viewers of the SPICE display can open it without authentication',
    ]);
  });

  it('cannot be known where a part that the file does not fix may ask viewers who they are', () => {
    assert.deepEqual(first('kvm -vnc ":0,$MORE"\n').slice(0, 2), [
      'unknown',
      'Viewers of the VNC display can open it; how they authenticate is unknown',
    ]);
  });

  it('are the clients that TLS admits by name', () => {
    const tls =
      'kvm -object tls-creds-x509,id=t,dir=/etc/pki,endpoint=server,verify-peer=on \\\n' +
      ' -object authz-simple,id=a,identity=CN=admin \\\n' +
      ' -chardev socket,id=m,host=0.0.0.0,port=1,server=on,tls-creds=t,tls-authz=a -mon m\n';
    assert.equal(first(tls)[0], 'authorized');
  });

  it('of a socket at home, or in the directory for sockets, are its user', () => {
    for (const path of ['$HOME/m', '~/m', '${XDG_RUNTIME_DIR:-$HOME}/m', '$XDG_RUNTIME_DIR/m']) {
      const [monitor] = records(`kvm -monitor unix:${path},server\n`);
      assert.equal(monitor?.audience, 'user', path);
    }
    const [unit] = records('[Service]\nExecStart=/usr/bin/kvm -qmp unix:%t/m,server\n', 'systemd');
    assert.equal(unit?.audience, 'user');
    const [recipe] = records('run:\n\tkvm -qmp unix:$(HOME)/m,server\n', 'makefile');
    assert.equal(recipe?.audience, 'user');
  });

  it('cannot be known where the file does not say where its socket is, which is told all the same', () => {
    const [monitor] = records('kvm -monitor "unix:$DIR/m.sock,server"\n');
    const { audience, transport, address } = monitor ?? {};
    assert.deepEqual([audience, transport, address], ['unknown', 'unix', '$DIR/m.sock']);
  });

  it('is every local user, where the script lets them at the socket', () => {
    const start = 'kvm -monitor unix:/srv/a/m.sock,server\n';
    assert.deepEqual(first(`umask 000\n${start}`).slice(0, 2), [
      'host',
      'Umask 000 lets every local user connect to its socket',
    ]);
    assert.deepEqual(first(`mkdir -p /srv/a\nchmod 777 /srv/a\n${start}`).slice(0, 2), [
      'host',
      'Mode 777 of its directory lets every local user replace its socket',
    ]);
    const daemon = start.replace('kvm', 'kvm -daemonize');
    assert.deepEqual(first(`${daemon}chmod 666 /srv/a/m.sock\n`).slice(0, 2), [
      'host',
      'Mode 666 lets every local user connect to its socket',
    ]);
    assert.equal(first(start)[0], 'user');
  });
});

describe('the finding of a monitor', () => {
  /** `warning monitor-on-loopback at localhost` for each monitor. */
  function found(text: string): readonly string[] {
    return records(text).map(({ severity, rule, problem }) => {
      const at = problem?.place?.at;
      return at ? `${severity} ${rule} at ${text.slice(at.start, at.end)}` : 'nothing';
    });
  }

  it('stands at what decides who can open it', () => {
    const script = 'kvm -monitor tcp:0.0.0.0:4444,server -qmp stdio -qmp tcp:localhost:1,server\n';
    assert.deepEqual(found(script), [
      'error monitor-on-network at 0.0.0.0',
      'nothing',
      'warning monitor-on-loopback at localhost',
    ]);
    assert.deepEqual(found('kvm -vnc :0\n'), ['error monitor-on-open-display at :0']);
    assert.deepEqual(found('umask 0\nkvm -monitor unix:/srv/m.sock,server\n'), [
      'warning monitor-socket-open-to-others at 0',
    ]);
  });

  it('may stand elsewhere, if it names the monitor', () => {
    const script =
      'kvm -object tls-creds-anon,id=t,endpoint=server,dir=/d -mon a -mon b' +
      ' -chardev socket,id=a,host=0.0.0.0,port=1,server=on,tls-creds=t' +
      ' -chardev socket,id=b,path=/run/b.sock,server=on\n';
    assert.deepEqual(found(script), ['error monitor-tls-unauthenticated at t', 'nothing']);
  });

  it('is not that of another way to the same monitor', () => {
    const script =
      'kvm -chardev hub,id=h,chardevs.0=a,chardevs.1=b -mon h' +
      ' -chardev socket,id=a,host=0.0.0.0,port=1,server=on' +
      ' -chardev socket,id=b,path=/run/b.sock,server=on\n';
    assert.deepEqual(found(script), ['error monitor-on-network at 0.0.0.0', 'nothing']);
  });

  it('is none where a comment says why the monitor may stay', () => {
    const comment = '# qemu-monitor-guard: ignore[monitor-on-network] a lab without a way out\n';
    assert.deepEqual(found(`${comment}kvm -monitor tcp:0.0.0.0:4444,server\n`), ['nothing']);
  });
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
    assert.match(chardevs(script)[0] ?? '', /^0 c\$N null: null {2}nobody; guest;/);
  });

  it('are reached by the viewers of a display that shows them', () => {
    assert.deepEqual(chardevs('kvm -vnc :0\n'), [
      '0 compat_monitor0 vc: vc  user; vnc :5900 network; monitor 0; kvm',
    ]);
    assert.deepEqual(chardevs('kvm -vnc 127.0.0.1:1,password=on -monitor vc\n'), [
      '0 compat_monitor0 vc: vc  user; vnc 127.0.0.1:5901 authorized; monitor 0; vc',
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

describe('a monitor that several launches have', () => {
  const listed = (text: string) => {
    const analysis = analyze(
      { text, languageId: 'shellscript', path: '/vm/run.sh' },
      DEFAULT_SETTINGS,
    );
    const machines = inventoryOf(analysis);
    const all = machines.flatMap(({ monitors: some }) => some);
    return {
      names: machines.map(({ name }) => name),
      addresses: all.map(({ address }) => address),
      count: new Set(all.map(({ key }) => key)).size,
      findings: analysis.findings.length,
    };
  };
  const MON = 'MON="-chardev socket,id=m,host=0.0.0.0,port=99,server=on"\n';

  it('is one, whatever else differs between them', () => {
    const quiet =
      'A=(-m 1)\nif quiet; then A+=(-display none); fi\nkvm "${A[@]}" -monitor tcp:0.0.0.0:1,server\n';
    assert.deepEqual(listed(quiet), {
      names: [undefined],
      addresses: ['0.0.0.0:1'],
      count: 1,
      findings: 1,
    });
    const halves = `${MON}if quiet; then\nkvm $MON -mon m -m 1\nelse\nkvm $MON -mon m -m 2\nfi\n`;
    const { count, findings } = listed(halves);
    assert.deepEqual([count, findings], [1, 1]);
  });

  it('has the names and addresses of the calls of a function', () => {
    const vm = 'vm() { kvm -name "$1" -qmp tcp:0.0.0.0:$2,server; }\nvm a 1\nvm b 2\n';
    assert.deepEqual(listed(vm), {
      names: ['a, b'],
      addresses: ['0.0.0.0:1, 0.0.0.0:2'],
      count: 1,
      findings: 1,
    });
  });

  it('is none of two that share a part of their address, or that others can open', () => {
    const host = 'H=0.0.0.0\nkvm -monitor tcp:$H:1,server -monitor tcp:$H:2,server\n';
    assert.equal(listed(host).count, 2);
    const audiences = 'vm() { kvm -qmp tcp:$1:1,server; }\nvm 0.0.0.0\nvm 127.0.0.1\n';
    assert.equal(listed(audiences).count, 2);
  });
});
