/**
 * The server is started for a folder only where a file tells of QEMU: what the server has something to say of must tell.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mentionsQemu } from '../../client/src/mentions-qemu.ts';
import { unreadFile } from '../../server/src/service/analysis/unread-file.ts';
import { corpus } from '../mutation/corpus.ts';
import { hostOf } from '../mutation/hosts.ts';
import { analyzeText, shownIn } from '../support/check.ts';

const SETTINGS = { neighbours: true, showPossible: true };

describe('a text that the server has something to say of', () => {
  it('tells of QEMU where anything is found in it, or a machine is listed', () => {
    const found = corpus().filter(({ ending, text }) => {
      const { languageId, path } = hostOf(ending);
      const options = { languageId, path, settings: SETTINGS };
      return (
        shownIn(text, options).length > 0 ||
        analyzeText(text, options).connections.machines.length > 0
      );
    });
    assert.ok(found.length > 300, `${found.length} documents`);
    const wrong = found.filter(({ text }) => !mentionsQemu(text)).map(({ text }) => text);
    assert.deepEqual(wrong, []);
  });

  it('tells of QEMU within a line, since only changed lines are looked at', () => {
    const apart = corpus().filter(
      ({ text }) => mentionsQemu(text) !== text.split(/\r\n?|\n/).some(mentionsQemu),
    );
    assert.deepEqual(apart, []);
  });

  it('tells of QEMU where it is listed as not checked', () => {
    const texts = [
      'run:\n\tqemu-system-x86_64 -nographic',
      'subprocess.run([binary, "-monitor", "tcp:0.0.0.0:4444,server"])',
      'args := []string{"-qmp", fmt.Sprintf("tcp:%s", address)}',
      'Command::new(emulator).arg("-chardev").arg("socket,id=m,port=4444")',
      "spawn(vm, ['--mon', 'chardev=m', '--chardev', 'socket,host=0.0.0.0'])",
    ];
    for (const text of texts) {
      assert.notEqual(unreadFile('/w/file.x', text), undefined, text);
      assert.ok(mentionsQemu(text), text);
    }
  });

  it('is no other text that many folders have', () => {
    const texts = [
      '#!/bin/sh\nset -e\nmake -j"$(nproc)"\nexec ./a.out --monitoring "$@"\n',
      '<project><modelVersion>4.0.0</modelVersion></project>',
      '[core]\n\tbare = false\n[remote "origin"]\n',
      '"integrity": "sha512-kVmqEmuMonQmpXs4H8vNbe==",',
      'const monitor = chardev - qmp;',
      // The user's settings, which an editor opens on its own.
      '{ "qemuMonitorGuard.workspaceScan": true }',
    ];
    assert.deepEqual(texts.filter(mentionsQemu), []);
  });
});
