/** What a selection grows to, and what can be folded. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { foldsOfConfig } from '../../../server/src/service/navigation/folds.ts';
import { selectionsAt } from '../../../server/src/service/navigation/growing-selection.ts';
import { scene } from '../../support/cursor.ts';

function selections(fixture: string, path?: string): readonly string[] {
  const { files, path: own, offset, analyses } = scene(fixture, path);
  const text = files[own] ?? '';
  return selectionsAt(own, offset, text, analyses).map(({ start, end }) => text.slice(start, end));
}

describe('a selection', () => {
  it('grows from a value to its property, its list, its option and its command', () => {
    const script = 'sudo qemu-kvm -S -chardev socket,id=m,path=/r▮un/m -mon m\necho\n';
    assert.deepEqual(selections(script), [
      '/run/m',
      'path=/run/m',
      'socket,id=m,path=/run/m',
      '-chardev socket,id=m,path=/run/m',
      'qemu-kvm -S -chardev socket,id=m,path=/run/m -mon m',
      'sudo qemu-kvm -S -chardev socket,id=m,path=/run/m -mon m\necho\n',
    ]);
  });

  it('grows from an id to its property', () => {
    const script = 'kvm -chardev stdio,id=m▮0,mux=on\n';
    assert.deepEqual(selections(script).slice(0, 3), ['m0', 'id=m0', 'stdio,id=m0,mux=on']);
  });

  it('grows over quotes, with and without them', () => {
    assert.deepEqual(selections('kvm -monitor "tcp:0.0.▮0.0:1,server"'), [
      '0.0.0.0',
      'tcp:0.0.0.0:1,server',
      '"tcp:0.0.0.0:1,server"',
      '-monitor "tcp:0.0.0.0:1,server"',
      'kvm -monitor "tcp:0.0.0.0:1,server"',
    ]);
  });

  it('grows in a variable that QEMU gets', () => {
    assert.deepEqual(selections('M="tcp::44▮44,server"\nkvm -monitor $M\n').slice(0, 3), [
      '4444',
      'tcp::4444,server',
      '"tcp::4444,server"',
    ]);
  });

  it('grows in a config file from a value to its line, its section and the file', () => {
    const config = '[chardev "m"]\n  backend = "so▮cket"\n  host = "h"\n\n[mon]\n';
    const text = config.replace('▮', '');
    assert.deepEqual(selections(config, '/w/vm.qemu'), [
      'socket',
      '"socket"',
      'backend = "socket"',
      '  backend = "socket"',
      '[chardev "m"]\n  backend = "socket"\n  host = "h"',
      text,
    ]);
  });

  it('grows in domain XML to the element and the block', () => {
    const xml = `<domain xmlns:q='http://libvirt.org/schemas/domain/qemu/1.0'><q:commandline><q:arg value='-monitor'/><q:arg value='pt▮y'/></q:commandline></domain>`;
    assert.deepEqual(selections(xml, '/w/d.xml').slice(0, 4), [
      'pty',
      `'pty'`,
      `<q:arg value='pty'/>`,
      `<q:arg value='-monitor'/><q:arg value='pty'/>`,
    ]);
  });

  it('does not grow where no QEMU is', () => {
    assert.deepEqual(selections('echo he▮llo\nkvm -S\n'), []);
  });
});

describe('in a config file', () => {
  const folds = (text: string) =>
    foldsOfConfig(text).map(({ at, kind }) => `${kind} ${text.slice(at.start, at.end)}`);

  it('sections fold without the blank lines and comments behind them', () => {
    const text = '[chardev "m"]\n  backend = "x"\n\n# about mon\n[mon]\r\n  chardev = "m"\r\n';
    assert.deepEqual(folds(text), [
      'section [chardev "m"]\n  backend = "x"',
      'section [mon]\r\n  chardev = "m"',
    ]);
  });

  it('comments of several lines fold, those of one do not', () => {
    assert.deepEqual(folds('# a\n# b\n# c\n\n# d\n[x]\n'), ['comment # a\n# b\n# c']);
  });

  it('a comment inside a section folds by itself', () => {
    assert.deepEqual(folds('[x]\n# a\n# b\nk = "v"\n'), [
      'section [x]\n# a\n# b\nk = "v"',
      'comment # a\n# b',
    ]);
  });
});
