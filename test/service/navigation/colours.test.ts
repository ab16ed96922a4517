/** What is coloured: QEMU's text where it stands in the document, in its order, and nothing else. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { coloursIn } from '../../../server/src/service/navigation/colours.ts';
import { analysesFor, type Files } from '../../support/cursor.ts';

function colours(files: Files, path: string): readonly string[] {
  const text = files[path] ?? '';
  return coloursIn(path, text, analysesFor(files, path)).map(
    ({ at, kind }) => `${kind} ${text.slice(at.start, at.end)}`,
  );
}

const inScript = (text: string) => colours({ '/w/run.sh': text }, '/w/run.sh');

describe('colours', () => {
  it('tell options, types, properties, values, addresses and ids', () => {
    assert.deepEqual(
      inScript(
        'sudo kvm -m 1G -chardev socket,id=m,host=h,port=1,server=on -mon m -qmp mon:tcp:x:2',
      ),
      [
        ...['option -m', 'argument 1G', 'option -chardev', 'type socket'],
        ...['property id', 'definition m', 'property host', 'address h', 'property port'],
        ...['address 1', 'property server', 'value on', 'option -mon', 'reference m'],
        ...['option -qmp', 'prefix mon', 'type tcp', 'address x', 'address 2'],
      ],
    );
  });

  it('are in a variable that reaches QEMU, and not in one that does not', () => {
    assert.deepEqual(inScript('M=tcp:h:1\nN=tcp:h:2\nkvm -monitor "$M" # -monitor pty\n'), [
      ...['type tcp', 'address h', 'address 1', 'option -monitor'],
    ]);
  });

  it('leave expansions to the shell', () => {
    assert.deepEqual(inScript('kvm -monitor tcp:$H:44$i,server'), [
      ...['option -monitor', 'type tcp', 'address 44', 'property server'],
    ]);
  });

  it('end with their line', () => {
    assert.deepEqual(inScript('kvm -name "a\nb" -monitor "tcp:\\\nh:1"'), [
      ...['option -name', 'value a', 'value b', 'option -monitor', 'type tcp'],
      ...['address h', 'address 1'],
    ]);
  });

  it('end with a line that only has a carriage return', () => {
    assert.deepEqual(inScript('kvm -name "a\rb"'), ['option -name', 'value a', 'value b']);
  });

  it('are inside of strings for other shells, once', () => {
    assert.deepEqual(inScript(`for i in 1 2; do bash -c 'kvm -monitor "tcp:h:1"'; done`), [
      ...['option -monitor', 'type tcp', 'address h', 'address 1'],
    ]);
  });

  it('are in domain XML and config files', () => {
    const xml = `<domain xmlns:q='http://libvirt.org/schemas/domain/qemu/1.0'><q:commandline><q:arg value='-name'/><q:arg value='a&amp;b,,c'/></q:commandline></domain>`;
    assert.deepEqual(colours({ '/w/d.xml': xml }, '/w/d.xml'), [
      ...['option -name', 'value a', 'value &amp;', 'value b', 'value ,,', 'value c'],
    ]);
    const config = '[chardev "m"]\n  backend = "socket"\n  host = 0.0.0.0\n  port = "1\n[mon]\n';
    assert.deepEqual(colours({ '/w/c.qemu': config }, '/w/c.qemu'), [
      ...['section chardev', 'definition m', 'property backend', 'type socket'],
      ...['property host', 'property port', 'address 1', 'section mon'],
    ]);
  });

  it('are in a file that a script brings in, also where it alone says nothing', () => {
    const files = { '/w/run.sh': '. ./s.sh\nkvm -monitor $M\n', '/w/s.sh': 'M=pty\n' };
    assert.deepEqual(colours(files, '/w/s.sh'), ['type pty']);
    assert.deepEqual(colours(files, '/w/run.sh'), ['option -monitor']);
  });

  it('can be asked for in a part of a file', () => {
    const text = 'kvm -S\nkvm -monitor pty\nkvm -s\n';
    const path = '/w/run.sh';
    const within = { start: 7, end: 24 };
    const found = coloursIn(path, text, analysesFor({ [path]: text }, path), within);
    const texts = found.map(({ at }) => text.slice(at.start, at.end));
    assert.deepEqual(texts, ['-monitor', 'pty']);
  });
});
