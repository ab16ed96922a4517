/** Files in which commands stand on lines: justfiles, tables of cron, desktop entries, supervisord, Proxmox. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  lowerCrontab,
  lowerJustfile,
  lowerKeys,
  lowerProxmox,
} from '../../server/src/invocation/from-command-lines.ts';
import type { Invocation } from '../../server/src/invocation/invocation.ts';
import { languageOf, languageOfFile } from '../../server/src/languages/detect.ts';
import { written } from '../../server/src/text/mapped-text.ts';
import { applyIgnore, check, checkFix, checkSilent, fixIds } from '../support/check.ts';

const JUST = { languageId: 'just', path: '/w/justfile' };
const PROXMOX = { languageId: 'properties', path: '/etc/pve/qemu-server/100.conf' };

function words(found: readonly Invocation[]): readonly string[] {
  return found.flatMap((one) => {
    return one.kind === 'argv' ? [one.words.map(({ text }) => written(text)).join('|')] : [];
  });
}

describe('a file with commands on its lines', () => {
  it('is known by its name, whatever an editor calls its language', () => {
    for (const [path, id] of [
      ['/w/justfile', 'just'],
      ['/w/.justfile', 'just'],
      ['/w/vm.just', 'just'],
      ['/etc/crontab', 'crontab'],
      ['/etc/cron.d/vm', 'crontab'],
      ['/w/vm.desktop', 'desktop-entry'],
      ['/etc/supervisor/conf.d/vm.conf', 'supervisord'],
      ['/etc/pve/qemu-server/100.conf', 'proxmox'],
    ] as const) {
      assert.equal(languageOfFile(path, ''), id, path);
      assert.equal(languageOf('plaintext', path, '')?.id, id, path);
    }
    assert.notEqual(languageOf('ini', '/w/vm.conf', '')?.id, 'proxmox');
  });
});

describe('a justfile', () => {
  it('gives each line of a recipe to a shell', () => {
    const text = `m := "1G"
run port='1': build
    @M=2; kvm -m {{m}} -smp $M
    -kvm -S \\
      -name {{ port }} -smp $M
x: # a comment
  # kvm -s
  echo
`;
    assert.deepEqual(words(lowerJustfile(text)), ['-m|1G|-smp|2', '-S|-name|{{ port }}|-smp|$M']);
  });

  it('may have a script as a recipe, in a language that says so', () => {
    const recipe = (line: string) => `run:\n    #!${line}\n    M=1G\n    kvm -m $M\n`;
    assert.deepEqual(words(lowerJustfile(recipe('/bin/bash'))), ['-m|1G']);
    assert.deepEqual(words(lowerJustfile(recipe('/usr/bin/env python3'))), []);
  });

  it('may have another shell', () => {
    const text = 'set shell := ["pwsh", "-c"]\nrun:\n  kvm -S\n';
    assert.deepEqual(words(lowerJustfile(text)), []);
    assert.deepEqual(words(lowerJustfile(text.replace('pwsh', 'bash'))), ['-S']);
  });

  it('has findings and fixes where its author wrote them', () => {
    check(
      `
run:
    kvm -monitor tcp:0.0.0.0:4444,server,nowait
                     ^^^^^^^ 💡 error monitor-on-network
`,
      JUST,
    );
    checkFix(
      'run:\n  kvm -monitor tcp:0.0.0.0:{{port}},server,nowait\n',
      'run:\n  kvm -monitor "unix:${XDG_RUNTIME_DIR:-$HOME}/justfile-{{port}}-monitor.sock",server,nowait\n',
      JUST,
    );
  });

  it('is silenced by a comment above the line', () => {
    const comment = '# qemu-monitor-guard: ignore[monitor-on-network] a lab without a network';
    const line = '  kvm -monitor tcp::1,server\n';
    checkSilent(`run:\n  ${comment}\n${line}`, JUST);
    assert.equal(
      applyIgnore(
        `run:\n${line}`,
        'Ignore monitor-on-network here…',
        'a lab without a network',
        JUST,
      ),
      `run:\n  ${comment}\n${line}`,
    );
  });
});

describe('a table of cron', () => {
  it('runs commands behind a time, and a user', () => {
    const text =
      'M=1\n@reboot kvm -S\n0 3 * * 1-5 cd /vm && kvm -name a\\%b%stdin\n# 0 3 * * * kvm -s\n';
    assert.deepEqual(words(lowerCrontab(text)), ['-S', '-name|a%b']);
    assert.deepEqual(words(lowerCrontab('0 3 * * * root qemu-system-arm -nographic\n')), [
      '-nographic',
    ]);
  });
});

describe('a command behind a key', () => {
  it('is divided without a shell', () => {
    const entry = '[Desktop Entry]\nName=kvm\nExec=kvm -name "a b" %f\n#Exec=kvm -S\n';
    assert.deepEqual(words(lowerKeys(entry, /^Exec=/)), ['-name|a b|%f']);
    const program = '[program:vm]\ncommand=/bin/sh -c "exec kvm -S"\n';
    assert.deepEqual(words(lowerKeys(program, /^command=/)), ['-S']);
  });

  it('has a finding and no fix', () => {
    const desktop = { languageId: 'plaintext', path: '/w/vm.desktop' };
    const text = '[Desktop Entry]\nExec=kvm -monitor tcp::1,server\n';
    assert.deepEqual(fixIds(text, desktop), [[]]);
  });
});

describe('a machine of Proxmox', () => {
  it('has the options behind args', () => {
    const text = 'name: vm\nargs: -qmp tcp:0.0.0.0:1,server,nowait -S\nmemory: 512\n';
    assert.deepEqual(words(lowerProxmox(text)), ['-qmp|tcp:0.0.0.0:1,server,nowait|-S']);
    checkFix(text, text.replace('tcp:0.0.0.0:1', 'unix:/run/100-qmp.sock'), PROXMOX);
  });
});
