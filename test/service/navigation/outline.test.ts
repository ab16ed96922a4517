/** The outline of a document: what it starts, with places that hold each other. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type OutlineItem, outlineOf } from '../../../server/src/service/navigation/outline.ts';
import { analyzeAmong } from '../../support/cursor.ts';

/** An outline as indented lines: what it is, its name and detail, and the text that is shown first. */
function outline(text: string, path = '/w/run.sh'): string {
  const line = (item: OutlineItem, indent: string): string => {
    const detail = item.detail === '' ? '' : ` (${item.detail})`;
    const shown = text.slice(item.nameAt.start, item.nameAt.end);
    const own = `${indent}${item.kind} ${item.name}${detail}: ${shown}`;
    return [own, ...item.children.map((child) => line(child, `${indent}  `))].join('\n');
  };
  return outlineOf(analyzeAmong({ [path]: text }, path))
    .map((item) => line(item, ''))
    .join('\n');
}

describe('the outline', () => {
  it('has machines with their monitors, chardevs and objects', () => {
    const script = `qemu-system-x86_64 -name web -m 1G \\
  -object tls-creds-x509,id=t,dir=/e \\
  -chardev socket,id=m,host=0.0.0.0,port=44,server=on,tls-creds=t -mon m,mode=control \\
  -monitor unix:/run/$USER.sock,server -serial chardev:m
kvm -nographic
`;
    assert.equal(
      outline(script),
      `machine web (qemu-system-x86_64): qemu-system-x86_64
  object t (tls-creds-x509): t
  chardev m (tcp 0.0.0.0:44): m
  monitor QMP monitor (tcp 0.0.0.0:44): -mon
  monitor HMP monitor (unix /run/$USER.sock): -monitor
machine kvm: kvm`,
    );
  });

  it('has what a config file in a here-document gives the machine', () => {
    const script = `cat >vm.qemu <<EOF
[chardev "m"]
  backend = "stdio"
[mon]
  chardev = "m"
[object "t"]
  qom-type = "tls-creds-x509"
EOF
NAME=web
kvm -name "$NAME-$1" -readconfig vm.qemu
`;
    assert.equal(
      outline(script),
      `machine web-$1 (kvm): kvm
  chardev m (stdio): m
  monitor HMP monitor (stdio): [mon]
  object t (tls-creds-x509): t`,
    );
  });

  it('has the name of a program whole, part of which is in a variable', () => {
    assert.equal(
      outline('ARCH=arm\n"qemu-system-$ARCH" -nographic\nQ=qemu-system-arm\n$Q -nographic\n'),
      'machine qemu-system-$ARCH: qemu-system-$ARCH\nmachine qemu-system-arm: qemu-system-arm',
    );
  });

  it('has what an array brings at its use', () => {
    const script = 'A=(-monitor pty)\nA+=(-chardev stdio,id=c)\nkvm "${A[@]}"\n';
    assert.equal(
      outline(script),
      'machine kvm: kvm\n  monitor HMP monitor (pty): ${A[@]}\n  chardev c (stdio): ${A[@]}',
    );
  });

  it('has the options that a file with settings holds for others', () => {
    assert.equal(
      outline('M="-monitor tcp::1,server"\n'),
      'machine M (Options for QEMU): M="-monitor tcp::1,server"\n  monitor HMP monitor (tcp :1): -monitor',
    );
  });

  it('has the domains of XML by their name', () => {
    const xml = `<domain xmlns:q='http://libvirt.org/schemas/domain/qemu/1.0'><name>d</name><q:commandline><q:arg value='-monitor'/><q:arg value='pty'/></q:commandline></domain>`;
    assert.match(outline(xml, '/w/d.xml'), /^machine d \(.*\n {2}monitor HMP monitor \(pty\): /);
  });

  it('has the sections of a config file with their keys', () => {
    const config =
      '# note\n[chardev "m"]\n  backend = "socket"\n  host = "::"\n  port = "1"\n  server = "on"\n\n[mon]\n  chardev = "m"\n  mode\n';
    assert.equal(
      outline(config, '/w/vm.qemu'),
      `section chardev m (tcp :::1): [chardev "m"]
  key backend (socket): backend
  key host (::): host
  key port (1): port
  key server (on): server
section mon (tcp :::1): [mon]
  key chardev (m): chardev
  key mode: mode`,
    );
  });

  it('is empty where no QEMU is', () => {
    assert.equal(outline('echo kvm -monitor stdio\n'), '');
  });
});
