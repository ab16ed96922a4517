import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { languageOf, languageOfFile, mayHoldText } from '../../server/src/languages/detect.ts';

/** Names with a first line, and the language that they have; undefined for what is not read. */
const FILES: readonly (readonly [
  path: string,
  firstLine: string,
  languageId: string | undefined,
])[] = [
  ['/w/run.sh', '', 'shellscript'],
  ['/w/run.ksh', '', 'shellscript'],
  ['/home/me/.bashrc', '', 'shellscript'],
  ['/home/me/.bash_aliases', '', 'shellscript'],
  ['/home/me/.zshenv', '', 'shellscript'],
  ['/w/.envrc', '', 'shellscript'],
  ['/w/PKGBUILD', '', 'shellscript'],
  ['/w/start.command', '#!/bin/bash', 'shellscript'],
  ['/w/installer.run', '#! /bin/sh', 'shellscript'],
  ['/w/vm.sh.in', '#!/usr/bin/env bash', 'shellscript'],
  ['/w/start', '#!/usr/bin/env -S bash -e', 'shellscript'],
  ['/w/start', '\xEF\xBB\xBF#!/bin/dash', 'shellscript'],
  ['/w/start', '# -*- mode: shell-script -*-', 'shellscript'],
  ['/etc/init.d/vm', '#!/sbin/openrc-run', 'shellscript'],
  ['/w/vm.initd', '#! /sbin/runscript', 'shellscript'],
  ['/w/start', '#!/usr/bin/env python3', 'python'],
  ['/w/start', '', undefined],
  // A name that is another language's stays that.
  ['/w/polyglot.py', '#!/bin/sh', 'python'],
  ['/w/README.md', '#!/bin/sh', 'markdown'],
  // Shells of another grammar.
  ['/w/run.fish', '', undefined],
  ['/w/run.csh', '', undefined],
  ['/home/me/.tcshrc', '', undefined],
  ['/w/run.sh', '#!/usr/bin/fish', undefined],
  ['/w/start', '#!/usr/bin/env fish', undefined],
  ['/w/start', '#!/bin/tcsh -f', undefined],
  ['/w/start', '#!/usr/bin/env -S SHELL=x csh', undefined],
  ['/w/run.fish', '#!/bin/bash', 'shellscript'],
  ['/w/domain.xml', '', 'xml'],
  ['/w/templates/domain.xml.j2', '', 'xml'],
  ['/w/router.gns3a', '{}', 'json'],
  ['/w/vm.qemucfg', '', 'qemu-config'],
  ['/w/vm.args', '', 'qemu-args'],
  // Its content decides.
  ['/w/vm.cfg', '', ''],
  ['/w/vm.qemu', '[machine]', 'qemu-config'],
  ['/w/vm.qemu', '[chardv "m"]', 'qemu-config'],
  ['/w/vm.qemu', '', undefined],
  ['/w/Dockerfile.qemu', 'FROM debian', 'dockerfile'],
  ['/w/env.qemu', '#!/bin/sh', 'shellscript'],
];

describe('the language of a file', () => {
  for (const [path, firstLine, languageId] of FILES) {
    it(`of ${path} that begins with ${JSON.stringify(firstLine)} is ${languageId}`, () => {
      assert.equal(languageOfFile(path, `${firstLine}\necho\n`), languageId);
    });
  }

  it('is asked for no file that holds no text', () => {
    for (const name of ['disk.qcow2', 'a.PNG', 'vmlinuz.gz', 'x.o']) assert.ok(!mayHoldText(name));
    for (const name of ['Makefile', 'run.py', 'a.sh', '.env']) assert.ok(mayHoldText(name));
  });
});

describe('a document that an editor calls a shell script', () => {
  it('is none that is read where it is for fish or the C shell', () => {
    assert.equal(
      languageOf('shellscript', '/w/run.fish', 'kvm -monitor tcp::1,server\n'),
      undefined,
    );
    assert.equal(languageOf('shellscript', '/w/run', '#!/bin/csh\nkvm\n'), undefined);
    assert.equal(languageOf('shellscript', '/w/run', '#!/bin/zsh\nkvm\n')?.id, 'shell');
    assert.equal(languageOf('zsh', '/w/run', 'kvm\n')?.id, 'shell');
  });
});

describe('a file that is called .qemu', () => {
  it('is a config file of QEMU if it has a section of one', () => {
    const config = '[chardev "m"]\n  backend = "socket"\n';
    assert.equal(languageOf('plaintext', '/w/vm.qemu', config)?.id, 'readconfig');
    const dockerfile = 'FROM debian\nRUN apt-get install qemu-system-x86\n';
    assert.equal(languageOf('plaintext', '/w/Dockerfile.qemu', dockerfile)?.id, 'dockerfile');
  });
});
