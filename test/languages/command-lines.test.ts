/** Files in which commands stand on lines: justfiles, tables of cron, desktop entries, supervisord, Proxmox. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lowerBitbake } from '../../server/src/invocation/from-bitbake.ts';
import {
  lowerCrontab,
  lowerJustfile,
  lowerKeys,
  lowerProxmox,
  lowerQemuboot,
} from '../../server/src/invocation/from-command-lines.ts';
import { languageOf, languageOfFile } from '../../server/src/languages/detect.ts';
import {
  applyIgnore,
  check,
  checkFix,
  checkSilent,
  checksIn,
  fixedBy,
  fixIds,
} from '../support/check.ts';
import { startedWith } from '../support/started.ts';

const JUST = { languageId: 'just', path: '/w/justfile' };
const inJust = checksIn(JUST);
const BITBAKE = { languageId: 'bitbake', path: '/w/conf/machine/vm.conf' };
const PROXMOX = { languageId: 'properties', path: '/etc/pve/qemu-server/100.conf' };

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
      ['/w/meta-vm/recipes-core/images/vm.bb', 'bitbake'],
      ['/w/meta-vm/recipes-core/images/vm.bbappend', 'bitbake'],
      ['/w/meta-vm/classes/vm.bbclass', 'bitbake'],
      ['/w/meta-vm/conf/machine/vm.conf', 'bitbake'],
      ['/w/meta-vm/conf/machine/include/vm.inc', 'bitbake'],
      ['/w/build/conf/local.conf', 'bitbake'],
      ['/w/deploy/vm-qemux86-64.qemuboot.conf', 'qemuboot'],
    ] as const) {
      assert.equal(languageOfFile(path, ''), id, path);
      assert.equal(languageOf('plaintext', path, '')?.id, id, path);
    }
    assert.notEqual(languageOf('ini', '/w/vm.conf', '')?.id, 'proxmox');
    const program = '[supervisord]\n\n[program:vm]\ncommand=kvm -S\n';
    for (const path of ['/w/vm.conf', '/w/vm.ini']) {
      assert.equal(languageOf('ini', path, program)?.id, 'supervisord');
      assert.equal(languageOf('ini', path, '[a]\ncommand=kvm -S\n'), undefined);
    }
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
    assert.deepEqual(startedWith(lowerJustfile(text)), ['-m|1G|-smp|2', '-S|-name|1|-smp|$M']);
  });

  it('takes a default of a recipe, unless another recipe replaces it', () => {
    const text = `m := "1G" # "1G"
run x *m='2G' $y=(m + m): build
    kvm -m {{m}} -name {{x}}
go:
    kvm -m {{m}}
`;
    const startedIn = (more: string) => startedWith(lowerJustfile(text + more));
    const own = ['-m|2G|-name|{{x}}', '-m|1G'];
    assert.deepEqual(startedIn(''), own);
    assert.deepEqual(startedIn('other: (go "3G")\n'), own);
    const unknown = ['-m|{{m}}|-name|{{x}}', '-m|1G'];
    assert.deepEqual(startedIn('other: (run "vm" "3G")\n'), unknown);
    assert.deepEqual(startedIn('other:\n  just run vm 3G\n'), unknown);
  });

  it('takes the default of a variable of the environment', () => {
    for (const call of ['env_var_or_default("M", "1G")', "env('M', '1G')"]) {
      const text = `m := ${call}\nrun:\n    kvm -m {{m}}\n`;
      assert.deepEqual(startedWith(lowerJustfile(text)), ['-m|1G']);
    }
  });

  it('joins lines without a margin, and has expressions over several lines', () => {
    const text = 'run:\n    kvm -name a\\\n      b -S\n    kvm -m {{\n      m}}G\n';
    assert.deepEqual(startedWith(lowerJustfile(text)), ['-name|ab|-S', '-m|{{']);
  });

  it('has no expression behind four braces', () => {
    const text = "run:\n    #!/bin/sh\n    echo '{{{{'\n    kvm -name {{{{x}} -S\n    echo '}}'\n";
    assert.deepEqual(startedWith(lowerJustfile(text)), ['-name|{{x}}|-S']);
  });

  it('is read though variables are made of each other, of which the long ones are unknown', () => {
    const names = Array.from(
      { length: 40 },
      (_, index) => `a${index + 1} := a${index} + a${index}`,
    );
    const text = `a0 := "x"\n${names.join('\n')}\nm := "1G"\nrun:\n  kvm -m {{m}} -name {{a2}} -bios {{a40}}`;
    assert.deepEqual(startedWith(lowerJustfile(text)), ['-m|1G|-name|xxxx|-bios|{{a40}}']);
  });

  it('may have a script as a recipe, in a language that says so', () => {
    const recipe = (line: string) => `run:\n    #!${line}\n    M=1G\n    kvm -m $M\n`;
    assert.deepEqual(startedWith(lowerJustfile(recipe('/bin/bash'))), ['-m|1G']);
    assert.deepEqual(startedWith(lowerJustfile(recipe('/usr/bin/env python3'))), []);
  });

  it('may have another shell', () => {
    const text = 'set shell := ["pwsh", "-c"]\nrun:\n  kvm -S\n';
    assert.deepEqual(startedWith(lowerJustfile(text)), []);
    assert.deepEqual(startedWith(lowerJustfile(text.replace('pwsh', 'bash'))), ['-S']);
  });

  it('has findings and fixes where its author wrote them', () => {
    inJust.check(`
run:
    kvm -monitor tcp:0.0.0.0:4444,server,nowait
                     ^^^^^^^ 💡 error monitor-on-network
`);
    inJust.checkFix(
      'run:\n  kvm -monitor tcp:0.0.0.0:{{port}},server,nowait\n',
      'run:\n  kvm -monitor "unix:${XDG_RUNTIME_DIR:-$HOME}/w-{{port}}-monitor.sock,server,nowait"\n',
    );
  });

  it('has options in variables, which are written in their quotes', () => {
    inJust.checkFix(
      'o := "-monitor tcp:0.0.0.0:1,server,nowait" + " -m 1"\nall := o + \' -S\'\nrun:\n  kvm {{all}}\n',
      'o := "-monitor \\"unix:${XDG_RUNTIME_DIR:-$HOME}/w-monitor.sock,server,nowait\\"" + " -m 1"\nall := o + \' -S\'\nrun:\n  kvm {{all}}\n',
    );
    // The same once more is what it was.
    inJust.check(`
o := "-m 1 " + \\
    "-monitor tcp:0.0.0.0:1,server"
                  ^^^^^^^ 💡 error monitor-on-network
`);
    const escaped = 'o := \'-qmp \' + "\\"tcp::1,server\\""\nrun:\n  kvm {{o}}\n';
    assert.deepEqual(startedWith(lowerJustfile(escaped)), ['-qmp|tcp::1,server']);
    inJust.check(`
o := '-monitor tcp:0.0.0.0:1,server'
                   ^^^^^^^ 💡 error monitor-on-network
`);
  });

  it('has a directory for its socket also where the shell ends at what is not set', () => {
    inJust.checkFix(
      'run:\n  set -u; kvm -monitor tcp::1,server,nowait\n',
      'run:\n  set -u; kvm -monitor "unix:${XDG_RUNTIME_DIR:-${HOME:-/run}}/w-monitor.sock,server,nowait"\n',
    );
  });

  it('is silenced by a comment above the line', () => {
    const comment = '# qemu-monitor-guard: ignore[monitor-on-network] a lab without a network';
    const line = '  kvm -monitor tcp::1,server\n';
    inJust.checkSilent(`run:\n  ${comment}\n${line}`);
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
    assert.deepEqual(startedWith(lowerCrontab(text)), ['-S', '-name|a%b']);
    assert.deepEqual(startedWith(lowerCrontab('0 3 * * * root qemu-system-arm -nographic\n')), [
      '-nographic',
    ]);
  });
});

describe('a command behind a key', () => {
  it('is divided without a shell', () => {
    const entry = '[Desktop Entry]\nName=kvm\nExec=kvm -name "a b" %f\n#Exec=kvm -S\n';
    assert.deepEqual(startedWith(lowerKeys(entry, /^Exec=/)), ['-name|a b|%f']);
    const program = '[program:vm]\ncommand=/bin/sh -c "exec kvm -S"\n';
    assert.deepEqual(startedWith(lowerKeys(program, /^command=/)), ['-S']);
    const lines = '[program:vm]\ncommand=kvm -m 1G\n  -S\nuser=vm\n';
    assert.deepEqual(startedWith(lowerKeys(lines, /^command=/, 'indent')), ['-m|1G|-S']);
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
    assert.deepEqual(startedWith(lowerProxmox(text)), ['-qmp|tcp:0.0.0.0:1,server,nowait|-S']);
    checkFix(text, text.replace('tcp:0.0.0.0:1', 'unix:/run/100-qmp.sock'), PROXMOX);
  });
});

/** What a file of BitBake holds, and which options QEMU gets of it, a line for each QEMU that may be. */
const RECIPES: Readonly<Record<string, readonly [text: string, ...words: string[]]>> = {
  'an assignment': ['QB_OPT_APPEND = "-qmp tcp::1,server -S"\n', '-qmp|tcp::1,server|-S'],
  'single quotes': ["QB_OPT_APPEND ?= '-qmp tcp::1,server'\n", '-qmp|tcp::1,server'],
  'lines that go on': [
    'QB_OPT_APPEND += " \\\n    -qmp \\\n    tcp::1,server \\\n"\n',
    '-qmp|tcp::1,server',
  ],
  'what is appended': [
    'QB_OPT_APPEND = "-m 1G"\nQB_OPT_APPEND:append = " -qmp tcp::1,server"\n',
    '-m|1G|-qmp|tcp::1,server',
  ],
  machines: [
    'QB_OPT_APPEND:append:arm = " -qmp tcp::1,server"\nQB_OPT_APPEND_append_x86 = " -qmp tcp::2,server"\n',
    '-qmp|tcp::1,server',
    '-qmp|tcp::2,server',
  ],
  'names that exclude each other': [
    'QB_SERIAL_OPT = "-chardev null,id=m -mon m"\nQB_TCPSERIAL_OPT = "-chardev pty,id=m -mon m"\n',
    '-chardev|null,id=m|-mon|m',
    '-chardev|pty,id=m|-mon|m',
  ],
  'two that exclude each other': [
    'QB_OPT_APPEND = "-qmp tcp::1,server"\nQB_OPT_APPEND = "-qmp tcp::2,server"\n',
    '-qmp|tcp::1,server',
    '-qmp|tcp::2,server',
  ],
  variables: [
    'MON := "tcp:0.0.0.0:${PORT},server"\nPORT = "1"\nQB_OPT_APPEND = "-qmp ${MON} -name ${PN}"\n',
    '-qmp|tcp:0.0.0.0:1,server|-name|${PN}',
  ],
  'a variable with two values': [
    'M = "stdio"\nM:arm = "null"\nQB_OPT_APPEND = "-monitor ${M} -qmp tcp::1,server"\n',
    '-monitor|${M}|-qmp|tcp::1,server',
  ],
  'what is put in later': [
    'QB_SERIAL_OPT = "-chardev socket,id=m,port=@PORT@,host=127.0.0.1 -mon m"\n',
    '-chardev|socket,id=m,port=@PORT@,host=127.0.0.1|-mon|m',
  ],
  'quotes in it': [
    'QB_OPT_APPEND = "-name \'a "b"\' -qmp tcp::1,server"\n',
    '-name|a "b"|-qmp|tcp::1,server',
  ],
  'options for others': ['TEST_QEMUPARAMS = "-qmp tcp::1,server"\n', 'held -qmp|tcp::1,server'],
  'what is removed': ['QB_OPT_APPEND:remove = "-qmp tcp::1,server"\n'],
  'a comment': ['# QB_OPT_APPEND = "-qmp tcp::1,server"\n'],
  documentation: ['QB_OPT_APPEND[doc] = "-qmp tcp::1,server"\n'],
  'a value that is open': ['QB_OPT_APPEND = "-qmp tcp::1,server\n'],
  'no monitor': ['QB_OPT_APPEND = "-S"\n'],
};

describe('a file of BitBake', () => {
  for (const [what, [text, ...expected]] of Object.entries(RECIPES)) {
    it(`says what runqemu starts in ${what}`, () => {
      assert.deepEqual(startedWith(lowerBitbake(text)), expected);
    });
  }

  it('is read though variables are made of many others, of which the long ones are unknown', () => {
    const many = (name: string) => `\${${name}}`.repeat(100);
    const text = `D = "-m "\nC = "${many('D')}"\nB = "${many('C')}"\nA = "${many('B')}"
QB_A = "-qmp tcp::1 -m \${A}"\n${'QB_B:append = " -qmp tcp::2"\n'.repeat(3)}`;
    const [first, second] = startedWith(lowerBitbake(text));
    assert.match(first ?? '', /^-qmp\|tcp::1\|-m\|\$\{/);
    assert.equal(second, '-qmp|tcp::2|-qmp|tcp::2|-qmp|tcp::2');
  });

  it('has findings and fixes where its author wrote them', () => {
    check(
      `
QB_OPT_APPEND = " \\
    -monitor tcp:0.0.0.0:4444,server,nowait \\
                 ^^^^^^^ 💡 error monitor-on-network
"
`,
      BITBAKE,
    );
    for (const [text, fixed] of [
      [
        'QB_OPT_APPEND = "-qmp tcp::1,server"\n',
        'QB_OPT_APPEND = "-qmp unix:vm-qmp.sock,server"\n',
      ],
      [
        'P = "1"\nMON = "tcp::${P},server"\nQB_OPT_APPEND = "-qmp ${MON}"\n',
        'P = "1"\nMON = "unix:vm-${P}-qmp.sock,server"\nQB_OPT_APPEND = "-qmp ${MON}"\n',
      ],
    ] as const) {
      checkFix(text, fixed, BITBAKE);
    }
  });

  it('keeps its lines where options are added', () => {
    const text = 'QB_OPT_APPEND = " \\\n  -S \\\n  -qmp tcp:0.0.0.0:1,server,nowait \\\n"\n';
    assert.equal(
      fixedBy('require-tls', text, BITBAKE)?.replace(/-(object|chardev|mon) \S+/g, '-$1 …'),
      'QB_OPT_APPEND = " \\\n  -S \\\n  -object … \\\n  -object … \\\n  -chardev … -mon … \\\n"\n',
    );
  });

  it('is silenced by a comment above the assignment', () => {
    const comment = '# qemu-monitor-guard: ignore[monitor-on-network] a lab without a network';
    checkSilent(`${comment}\nQB_OPT_APPEND = "-qmp tcp::1,server"\n`, BITBAKE);
    // With all of its lines.
    checkSilent(`${comment}\nQB_OPT_APPEND = " \\\n  -qmp tcp::1,server \\\n"\n`, BITBAKE);
  });
});

describe('what an image of BitBake is started with', () => {
  it('is read where the build has written it', () => {
    const text = '[config_bsp]\nqb_mem = -m 512\nqb_opt_append = -qmp tcp::1,server\n';
    assert.deepEqual(startedWith(lowerQemuboot(text)), ['-qmp|tcp::1,server']);
    assert.deepEqual(startedWith(lowerQemuboot('qb_mem = -m 512\n')), []);
  });
});
