/** What a document starts, in records: a line for each monitor. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyze } from '../../server/src/service/analyze.ts';
import { inventoryOf, type MonitorRecord } from '../../server/src/service/inventory.ts';
import { DEFAULT_SETTINGS } from '../../server/src/service/settings.ts';

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

it('a config file is a machine of its own', () => {
  const config = '[chardev "m"]\n  backend = "stdio"\n[mon]\n  chardev = "m"\n';
  assert.deepEqual(monitors(config, 'qemu-config'), ['hmp m: stdio , user, at [chardev "m"]']);
});

it('a script that only talks to a QEMU has no machine', () => {
  assert.deepEqual(monitors('echo quit | socat - UNIX:/run/m.sock\n'), []);
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
      'A VNC display without authentication shows it to its viewers',
    ]);
    assert.equal(first('kvm -vnc 127.0.0.1:0\n')[0], 'host');
    assert.equal(first('kvm -vnc unix:/run/vnc.sock\n')[0], 'user');
    assert.equal(first('kvm -vnc :0,password=on\n')[0], 'user');
    const spice =
      'kvm -spice port=5900,disable-ticketing=on -chardev spiceport,id=m,name=org.qemu.m -mon m\n';
    assert.deepEqual(first(spice).slice(0, 2), [
      'network',
      'A SPICE display without authentication lets its viewers open it',
    ]);
  });

  it('cannot be known where a part that the file does not fix may ask viewers who they are', () => {
    assert.deepEqual(first('kvm -vnc ":0,$MORE"\n').slice(0, 2), [
      'unknown',
      'A VNC display may show it to viewers who need not authenticate',
    ]);
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
