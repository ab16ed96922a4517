/** What QEMU refuses: where it is said to be, in which words, and what was probably meant. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { closest, isTemplate } from '../../server/src/qemu/options/refusal.ts';
import { parseVersion } from '../../server/src/qemu/options/version.ts';
import { modelOf } from '../oracle/model.ts';

/** The refusals of a command line: the text each stands at, and its message. */
function refusals(line: string, version = '11.1') {
  const argv = line.split(' ');
  const source = argv.join('\n');
  const machine = modelOf(argv, {}, parseVersion(version) ?? assert.fail());
  return machine.refusals.map(({ place: { at }, message, repair }) => {
    const text = source.slice(at.start, at.end);
    return repair ? `${text} | ${message} | ${repair.instead}` : `${text} | ${message}`;
  });
}

describe('a refusal', () => {
  const table: Readonly<Record<string, readonly string[]>> = {
    'kvm -monitor tcp::1,servre,nowait': ["servre | Invalid parameter 'servre' | server"],
    'kvm -monitor tcp::1,server=1': ["1 | Parameter 'server' expects 'on' or 'off' | on"],
    'kvm -monitor tcp::1,server=On,wait=of': ["On | Parameter 'server' expects 'on' or 'off' | on"],
    'kvm -monitor tcp::1,server=x': ["x | Parameter 'server' expects 'on' or 'off'"],
    'kvm -chardev null,id=m -mon m,mode=controll': [
      "controll | Parameter 'mode' does not accept value 'controll' | control",
    ],
    'kvm -chardev null,id=m -mon m,mode=QMP': [
      "QMP | Parameter 'mode' does not accept value 'QMP' | control",
    ],
    'qemu-storage-daemon --chardev null,id=m --monitor m,mode=hmp': [
      "hmp | Parameter 'mode' does not accept value 'hmp'",
    ],
    'kvm -chardev unix,id=m,path=/x': ["unix | 'unix' is not a valid char driver name | socket"],
    'kvm -chardev tty,id=m,path=/x': [
      "tty | 'tty' is not a valid char driver name: QEMU 8.0 removed it | serial",
    ],
    'kvm -monitor unxi:/x,server': [
      "unxi:/x,server | 'unxi:/x,server' is not a valid char driver | unix",
    ],
    'kvm -serial stido': ["stido | 'stido' is not a valid char driver | stdio"],
    'kvm -moniter stdio': ['-moniter | invalid option | monitor'],
    'kvm -seria null': ['-seria | invalid option | serial'],
    'kvm -object tls-creds-x509,id=t,dir=/d,endpoint=serve': [
      "serve | Parameter 'endpoint' does not accept value 'serve' | server",
    ],
    'kvm -object authz-simpel,id=t,identity=x': [
      "authz-simpel | Parameter 'qom-type' does not accept value 'authz-simpel' | authz-simple",
    ],
    'kvm -monitor tcp::1,server,to=x': ["x | Parameter 'to' expects a number"],
    'kvm -monitor tcp:1': ['tcp:1 | parse error: tcp:1'],
    'kvm -mon chardev=mm -chardev stdio,id=m': ['mm | chardev "mm" not found | m'],
    'kvm -chardev sockt,id=m,path=/x': ["sockt | 'sockt' is not a valid char driver name | socket"],
    'kvm -chardev stdio,id=a -chardev null,id=a': ["a | Duplicate ID 'a' for chardev"],
    'kvm -monitor': ['-monitor | requires an argument'],
    'kvm -monitor=stdio': ['-monitor=stdio | invalid option'],
    'kvm -serial mon:stdio -monitor stdio': [
      'stdio | cannot use stdio by multiple character devices',
    ],
    'kvm -set chardev.m.host=x': ['m | there is no chardev "m" defined'],
    'kvm -nographic -daemonize': ['-daemonize | -nographic cannot be used with -daemonize'],
    'kvm -unknown-option -bogus x': [],
    'kvm -object memory-backend-ram,id=m,sizee=1G': [],
  };
  for (const [line, expected] of Object.entries(table)) {
    it(`is right for: ${line}`, () => assert.deepEqual(refusals(line), expected));
  }

  it('depends on the version', () => {
    const reconnect = 'kvm -chardev socket,id=m,path=/x,reconnect=1';
    assert.deepEqual(refusals(reconnect, '10.1'), []);
    assert.deepEqual(refusals(reconnect, '10.2'), [
      "reconnect | Invalid parameter 'reconnect' (removed in QEMU 10.2)",
    ]);
    const qmp = 'kvm -chardev stdio,id=m -object monitor-qmp,id=q,chardev=m';
    assert.deepEqual(refusals(qmp, '11.1'), []);
    assert.deepEqual(refusals(qmp, '11.0'), [
      "monitor-qmp | Parameter 'qom-type' does not accept value 'monitor-qmp' (new in QEMU 11.1)",
    ]);
  });

  it('is never said of a template', () => {
    assert.deepEqual(refusals('kvm -monitor tcp:{{host}}:{{port}},server={{on}},<x>'), []);
    assert.deepEqual(refusals('kvm -chardev socket,id=m,fd=@mon-fd@,server=on -mon m'), []);
    assert.deepEqual(refusals('kvm -monitor @MONITOR@ -qmp %(qmp)s -chardev __KIND__,id=c'), []);
  });
});

describe('the closest word', () => {
  it('differs by one slip of the hand', () => {
    assert.equal(closest('hots', ['host', 'port']), 'host');
    assert.equal(closest('hosst', ['host']), 'host');
    assert.equal(closest('hst', ['host']), 'host');
    assert.equal(closest('host', ['host']), undefined);
    assert.equal(closest('xyz', ['host']), undefined);
  });

  it('is none where two are as close', () => {
    assert.equal(closest('ma', ['mb', 'mc']), undefined);
  });

  it('is none of what no shell has read', () => {
    assert.equal(closest("'tcp", ['tcp']), undefined);
    assert.equal(closest('nowait"', ['nowait']), undefined);
    assert.equal(closest('server;', ['server']), undefined);
  });
});

describe('a template', () => {
  it('is what other code fills in', () => {
    for (const text of [
      '@MON-FD@',
      '{{ x }}',
      '${x}',
      '<port>',
      '@PORT@',
      '%(p)s',
      '__P__',
      '%port%',
    ]) {
      assert.ok(isTemplate(text), text);
    }
    for (const text of [
      'host',
      'a_b',
      '@name',
      '100%',
      'fe80::1%eth0'.slice(0, 7),
      '/run/vm/a=b',
    ]) {
      assert.ok(!isTemplate(text), text);
    }
  });
});
