import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { buildMachine } from '../../server/src/qemu/machine/build-machine.ts';
import { monitorReach } from '../../server/src/qemu/reach/reach.ts';
import { type MappedText, mappedText, verbatim } from '../../server/src/text/mapped-text.ts';
import { encodingsOf } from '../support/encodings.ts';

function text(source: string): MappedText {
  return verbatim(source, { start: 0, end: source.length }, encodingsOf('unknown'));
}

/** What commands add: `KIND MODE WHO HOST:PORT`. */
function added(
  source: string | MappedText,
  options: { readonly language?: 'hmp' | 'qmp'; readonly version?: number } = {},
): readonly string[] {
  const { language, version } = options;
  const at = { start: 0, end: 0 };
  const sent = { text: typeof source === 'string' ? text(source) : source, language, at };
  const machine = buildMachine({ kind: 'sent', texts: [sent] }, version);
  assert.equal(machine.program, 'commands');
  assert.deepEqual(machine.monitors, []);
  return (machine.addedAtRunTime ?? []).flatMap(({ kind, monitor }) =>
    monitorReach(machine, monitor).map((reach) => {
      const address = 'host' in reach ? ` ${reach.host.decoded}:${reach.port?.decoded ?? ''}` : '';
      return `${kind} ${monitor.mode} ${reach.who}${address}`;
    }),
  );
}

const SOCKET = 'chardev-add socket,id=x,host=::1,port=1,server=on,wait=off';

describe('commands of HMP', () => {
  it('open a gdb port that listens whatever they say', () => {
    assert.deepEqual(added('gdbserver'), ['gdb hmp network :1234']);
    assert.deepEqual(added('gdbserver tcp:0:1,server=off'), ['gdb hmp network 0:1']);
    assert.deepEqual(added(' gdbserver  "tcp::1" '), ['gdb hmp network :1']);
    assert.deepEqual(added('gdbserver telnet:h:1'), ['gdb hmp peer h:1']);
    assert.deepEqual(added('gdbserver unix:/run/a,server=on'), ['gdb hmp user']);
    assert.deepEqual(added(`${SOCKET}\ngdbserver chardev:x`), ['gdb hmp host ::1:1']);
    assert.deepEqual(added('gdbserver chardev:y'), ['gdb hmp unknown']);
    assert.deepEqual(added('gdbserver :1'), ['gdb hmp nobody']);
    for (const nothing of ['gdbserver none', 'gdbserver tcp::1 b', 'Gdbserver', 'x gdbserver']) {
      assert.deepEqual(added(nothing), [], nothing);
    }
  });

  it('add chardevs and monitor objects, in any order of lines', () => {
    const object = 'object_add monitor-hmp,id=m,chardev=x';
    assert.deepEqual(added(`${SOCKET}\n${object}`), ['monitor hmp host ::1:1']);
    assert.deepEqual(added(`${object}\r\n${SOCKET}\r\n`), ['monitor hmp host ::1:1']);
    assert.deepEqual(added(`${SOCKET}\nobject_add qom-type=monitor-qmp,id=m,chardev=x`), [
      'monitor qmp host ::1:1',
    ]);
    assert.deepEqual(
      added(`${SOCKET}\nobject_add {"qom-type": "monitor-qmp", "id": "m", "chardev": "x"}`),
      ['monitor qmp host ::1:1'],
    );
    assert.deepEqual(added(object), ['monitor hmp unknown']);
    assert.deepEqual(added(SOCKET), ['chardev hmp host ::1:1']);
    assert.deepEqual(added('chardev-change x udp,host=h,port=1'), ['chardev hmp datagrams h:1']);
    assert.deepEqual(added(`${SOCKET}\ndevice_add isa-serial,chardev=x`), []);
    assert.deepEqual(added(`${SOCKET} more`), []);
    assert.deepEqual(added('chardev-add'), []);
    assert.deepEqual(added('chardev-change x'), []);
    assert.deepEqual(added('object_add rng-random,id=r'), []);
  });

  it('add what the version of QEMU has', () => {
    const commands = `${SOCKET}\nobject_add monitor-hmp,id=m,chardev=x\ngdbserver tcp::2`;
    assert.deepEqual(added(commands, { version: 1002 }), ['gdb hmp network :2']);
    assert.deepEqual(added(commands, { version: 1101 }), [
      'monitor hmp host ::1:1',
      'gdb hmp network :2',
    ]);
  });

  it('keep what the file does not fix', () => {
    const unknown = {
      kind: 'unknown',
      source: '$H',
      at: { start: 14, end: 16 },
      encodings: encodingsOf('unknown'),
      through: [],
    };
    const command = mappedText([
      ...text('gdbserver tcp:').pieces,
      { ...unknown, kind: 'unknown' },
      ...text(':1').pieces,
    ]);
    assert.deepEqual(added(command), ['gdb hmp network \uFFFC:1']);
  });
});

describe('commands of QMP', () => {
  const inet = (rest = '') =>
    `{'execute': 'chardev-add', 'arguments': {'id': 'x', 'backend': {'type': 'socket', 'data': {${rest}'addr': {'type': 'inet', 'data': {'host': 'h', 'port': '1'}}}}}}`;

  it('make sockets that listen by default', () => {
    assert.deepEqual(added(inet()), ['chardev hmp network h:1']);
    assert.deepEqual(added(inet(`'server': false, `)), ['chardev hmp peer h:1']);
    assert.deepEqual(added(inet(`'server': false, 'wait': true, 'reconnect-ms': 1, `)), [
      'chardev hmp peer h:1',
    ]);
    assert.deepEqual(added(inet().replace("'port': '1'", "'port': 1").replace("'h'", '1')), [
      'chardev hmp network 1:1',
    ]);
  });

  it('name other backends', () => {
    const backend = (type: string, data: string) =>
      added(
        `{"execute":"chardev-add","arguments":{"id":"x","backend":{"type":"${type}","data":${data}}}}`,
      );
    assert.deepEqual(backend('udp', '{"remote":{"type":"inet","data":{"host":"h","port":"1"}}}'), [
      'chardev hmp datagrams h:1',
    ]);
    assert.deepEqual(backend('socket', '{"addr":{"type":"unix","data":{"path":"/run/a"}}}'), [
      'chardev hmp user',
    ]);
    assert.deepEqual(
      backend('socket', '{"addr":{"type":"unix","data":{"path":"a","abstract":true}}}'),
      ['chardev hmp abstract'],
    );
    assert.deepEqual(backend('pipe', '{"device":"/tmp/a"}'), ['chardev hmp directory']);
    assert.deepEqual(backend('pty', '{}'), ['chardev hmp device']);
    assert.deepEqual(backend('stdio', '{}'), ['chardev hmp user']);
  });

  it('may carry HMP, and come several in a text with anything between them', () => {
    const hmp = `{"execute":"human-monitor-command","arguments":{"command-line":"gdbserver \\"tcp::1\\""}}`;
    const object = `{"execute":"object-add","arguments":{"qom-type":"monitor-qmp","id":"m","chardev":"x"}}`;
    assert.deepEqual(added(` ${inet()}\n${object}} {"a":"}"} ${hmp}`), [
      'monitor qmp network h:1',
      'gdb hmp network :1',
    ]);
    assert.deepEqual(added(hmp, { language: 'qmp' }), ['gdb hmp network :1']);
    assert.deepEqual(added(hmp, { language: 'hmp' }), []);
    assert.deepEqual(added('gdbserver', { language: 'qmp' }), []);
  });

  it('add nothing where they are broken or something else', () => {
    for (const nothing of [
      '{"execute":"chardev-add"}',
      '{"execute":"chardev-add","arguments":',
      '{"execute":"chardev-remove","arguments":{"id":"x"}}',
      '{"arguments":{"command-line":"gdbserver"}}',
      '{"execute":"human-monitor-command","arguments":{"command-line":1}}',
      '{"event":"gdbserver","data":{}}',
      '{{{{"gdbserver',
    ]) {
      assert.deepEqual(added(nothing), [], nothing);
    }
    assert.deepEqual(added('{"execute":"chardev-add","arguments":{"id":"x"}}'), [
      'chardev hmp nobody',
    ]);
  });
});
