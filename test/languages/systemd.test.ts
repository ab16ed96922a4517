/** Units of systemd: read, found, fixed, commented and completed like every other language. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { languageOf, languageOfFile } from '../../server/src/languages/detect.ts';
import { UNIT } from '../../server/src/languages/systemd/encodings.ts';
import { lowerUnit } from '../../server/src/languages/systemd/lower.ts';
import { readUnit } from '../../server/src/languages/systemd/reader.ts';
import { unitWords } from '../../server/src/languages/systemd/words.ts';
import { plain, spell } from '../../server/src/syntax/spell.ts';
import { applyFix, checksIn } from '../support/check.ts';
import { completeText } from '../support/complete.ts';
import { startedWith } from '../support/started.ts';

const OPTIONS = { languageId: 'systemd', path: '/etc/systemd/system/vm.service' };
const inSystemd = checksIn(OPTIONS);

/** The words that a unit starts QEMU with, a line for each command; what is unknown as it is written. */
function started(text: string): readonly string[] {
  return startedWith(lowerUnit(text));
}

describe('a unit', () => {
  it('is known by its name, whatever an editor calls its language', () => {
    assert.equal(languageOfFile('/w/vm.service', ''), 'systemd-unit-file');
    assert.equal(languageOfFile('/w/vm.service.d/monitor.conf', ''), 'systemd-unit-file');
    for (const id of ['plaintext', 'ini', 'systemd-unit-file', 'systemd-conf', 'systemd']) {
      assert.equal(languageOf(id, '/w/vm.service', '')?.id, 'systemd', id);
    }
    assert.equal(languageOf('systemd-unit-file', 'Untitled-1', '')?.id, 'systemd');
    assert.equal(languageOf('properties', '/w/vm.service.d/a.conf', '')?.id, 'systemd');
    assert.equal(languageOf('ini', '/w/vm.d/a.conf', '')?.id, undefined);
  });

  it('has findings where its author wrote them', () => {
    inSystemd.check(`
[Service]
ExecStart=/usr/bin/qemu-system-x86_64 -m 1G -monitor tcp:0.0.0.0:4444,server,nowait
                                                         ^^^^^^^ 💡 error monitor-on-network
`);
  });

  it('goes on over lines, with comments between them', () => {
    inSystemd.check(`
[Service]
ExecStart=/usr/bin/qemu-system-x86_64 \\
  # the console of its admin
  -monitor \\
  tcp:0.0.0.0:4444,server,nowait
      ^^^^^^^ 💡 error monitor-on-network
`);
  });

  it('has prefixes, quotes and escapes as systemd reads them', () => {
    assert.deepEqual(
      started(`[Service]
ExecStartPre=-/bin/true
ExecStart=-@/usr/bin/qemu-system-x86_64 vm "-name" 'a b' c\\x20d "e\\"f" "g"h 100%%
ExecStartPost=+/usr/bin/kvm -S ; /usr/bin/kvm -m \\; ; /bin/true
ExecStop=!!/usr/bin/numactl -N 0 /usr/bin/qemu-kvm -nographic
`),
      ['-name|a b|c d|e"f|gh|100%', '-S', '-m|;', '-nographic'],
    );
  });

  it('takes back what a drop-in begins anew', () => {
    assert.deepEqual(
      started('[Service]\nExecStart=/usr/bin/kvm -S\nExecStart=\nExecStart=/usr/bin/kvm -s\n'),
      ['-s'],
    );
  });

  it('is not read where a quote is open', () => {
    assert.deepEqual(started('[Service]\nExecStart=/usr/bin/kvm "-S\n'), []);
  });

  it('knows the variables that it sets itself, and no others', () => {
    const unit = (more: string) => `[Service]
Environment=PORT=4444 "ARGS=-m 1G" A=1
Environment=A=2
${more}ExecStart=/usr/bin/kvm $ARGS -name \${A}-\${B} -pidfile %t/vm.pid $MORE $$x
`;
    assert.deepEqual(started(unit('')), ['-m|1G|-name|2-${B}|-pidfile|%t/vm.pid|$MORE|$x']);
    assert.deepEqual(started(unit('EnvironmentFile=-/etc/default/vm\n')), [
      '$ARGS|-name|${A}-${B}|-pidfile|%t/vm.pid|$MORE|$x',
    ]);
  });

  it('is read though it puts very long variables into its commands, which are unknown then', () => {
    const commands = 'ExecStart=/usr/bin/kvm -m 1G -name ${A}\n'.repeat(2_000);
    const words = started(`[Service]\nEnvironment="A=${'\\x41'.repeat(1_500)}"\n${commands}`);
    assert.equal(words[0], `-m|1G|-name|${'A'.repeat(1_500)}`);
    assert.equal(words.at(-1), '-m|1G|-name|${A}');
  });

  it('has the commands that its shells run in their order, and none that a later setting takes back', () => {
    const settings = ["'kvm -m 1'", "'kvm -m 2'", '', "'kvm -m 3'"].map((script) => {
      return script === '' ? 'ExecStart=' : `ExecStart=/bin/ash -c ${script}`;
    });
    const text = `[Service]\n${settings.join('\n')}\nExecStop=/usr/bin/kvm -m 4\n`;
    assert.deepEqual(started(text), ['-m|3', '-m|4']);
  });

  it('has the finding in the variable whose value it is', () => {
    inSystemd.check(`
[Service]
Environment="MONITOR=tcp:0.0.0.0:4444,server,nowait"
                         ^^^^^^^ 💡 error monitor-on-network
ExecStart=/usr/bin/kvm -monitor \${MONITOR}
`);
  });

  it('has the options that it hands to others, who may start a QEMU', () => {
    inSystemd.check(`
[Service]
Environment="QEMU_OPTS=-m 1G -monitor tcp:0.0.0.0:4441,server"
                                          ^^^^^^^ 💡 error monitor-on-network: HMP on tcp 0.0.0.0:4441: anyone on the network can run commands on this host (unused here)
ExecStart=/opt/vm/start -m 1G -qmp tcp:0.0.0.0:4442,server
                                       ^^^^^^^ 💡 error monitor-on-network: QMP on tcp 0.0.0.0:4442: anyone on the network can run commands on this host (unused here)
ExecStartPost=/usr/bin/docker run -e "ARGUMENTS=-qmp tcp:0.0.0.0:4443,server" qemux/qemu
                                                         ^^^^^^^ 💡 error monitor-on-network: QMP on tcp 0.0.0.0:4443: anyone on the network can run commands on this host (unused here)
ExecReload=/opt/vm/start --args "-qmp tcp:0.0.0.0:4445,server"
                                          ^^^^^^^ 💡 error monitor-on-network: QMP on tcp 0.0.0.0:4445: anyone on the network can run commands on this host (unused here)
ExecStop=/bin/echo -qmp tcp:0.0.0.0:4444,server
`);
  });

  it('is fixed where it starts QEMU', () => {
    inSystemd.checkFix(
      '[Service]\nExecStart=/usr/bin/kvm -name vm -monitor tcp:0.0.0.0:4444,server,nowait -m 1G\n',
      '[Service]\nExecStart=/usr/bin/kvm -name vm -monitor unix:%t/vm-monitor.sock,server,nowait -m 1G\n',
    );
  });

  it('loses what only a network address has, wherever that stands in a bare word', () => {
    const unit = (words: string) => `[Service]\nExecStart=kvm ${words} -S\n`;
    inSystemd.checkFix(
      unit('-monitor telnet:localhost:1,nodelay,server,nowait'),
      unit('-monitor unix:%t/vm-monitor.sock,server,nowait'),
    );
    inSystemd.checkFix(
      unit('-chardev socket,id=m,host=localhost,port=1,server=on -mon m'),
      unit('-chardev socket,id=m,path=%t/vm-monitor.sock,server=on -mon m'),
    );
  });

  it('puts no socket into a directory that another user of it may not write to', () => {
    for (const lines of [
      'ExecStart=/usr/bin/kvm -monitor tcp:0.0.0.0:4444,server,nowait\n',
      'Environment=M=tcp:0.0.0.0:4444,server\nExecStart=/usr/bin/kvm -monitor ${M}\n',
    ]) {
      const ids = inSystemd.firstFixes(`[Service]\nUser=vm\n${lines}`).map(({ id }) => id);
      assert.ok(!ids.includes('switch-to-unix'), ids.join(' '));
      assert.ok(ids.includes('listen-on-loopback'), ids.join(' '));
    }
  });

  it('loses the lines of a monitor that is removed, and no others', () => {
    const text = `[Service]
ExecStart=/usr/bin/kvm -nodefaults \\
    -monitor tcp:0.0.0.0:4444,server,nowait \\
    -m 1G
`;
    assert.equal(
      applyFix(text, 'remove-monitor', OPTIONS),
      '[Service]\nExecStart=/usr/bin/kvm -nodefaults \\\n    -m 1G\n',
    );
  });

  it('keeps a monitor without which the rest of its line would be a comment', () => {
    const unit = (more: string) => `[Service]
ExecStart=/bin/sh -c 'kvm -nodefaults \\
  # a lab
  ${more}-qmp tcp:localhost:1,server ; kvm -S'
`;
    const offered = (text: string) => inSystemd.firstFixes(text).map(({ id }) => id);
    assert.ok(offered(unit('-m 1G ')).includes('remove-monitor'));
    assert.ok(!offered(unit('')).includes('remove-monitor'));
  });

  it('has what a shell starts that it runs', () => {
    assert.deepEqual(
      started(`[Service]
Environment=M=1G
ExecStartPre=/bin/bash -ec 'P=2; exec kvm -m \${M} -smp $$P -S'
ExecStart=/usr/bin/env sh -c "sleep 1 && kvm -s"
`),
      ['-m|1G|-smp|2|-S', '-s'],
    );
  });

  it('is fixed in what a shell of the unit runs, in the quotes of both', () => {
    const fixes = [
      ["'exec kvm -monitor tcp::1,server'", `'exec kvm -monitor "unix:%t/vm-monitor.sock,server"'`],
      ['"kvm -monitor tcp::1,server"', '"kvm -monitor \\"unix:%t/vm-monitor.sock,server\\""'],
      [`"kvm -monitor 'tcp::1,server'"`, `"kvm -monitor 'unix:%t/vm-monitor.sock,server'"`],
      [
        "'P=4; kvm -monitor tcp::$${P}00,server'",
        `'P=4; kvm -monitor "unix:%t/vm-$\${P}00-monitor.sock,server"'`,
      ],
    ] as const;
    for (const [from, to] of fixes) {
      const unit = (script: string) => `[Service]\nExecStart=/bin/sh -c ${script}\n`;
      inSystemd.checkFix(unit(from), unit(to));
    }
    const others = "[Service]\nUser=vm\nExecStart=/bin/sh -c 'kvm -monitor tcp::1,server'\n";
    const ids = inSystemd.firstFixes(others).map(({ id }) => id);
    assert.ok(!ids.includes('switch-to-unix'), 'the directory is not that of its user');
  });

  it('is silenced by a comment with a reason above the command', () => {
    inSystemd.checkSilent(`[Service]
# qemu-monitor-guard: ignore[monitor-on-network] a lab without a network
ExecStart=/usr/bin/kvm -monitor tcp:0.0.0.0:4444,server,nowait
`);
  });
});

describe('completion in a unit', () => {
  it('offers options and whole monitors in a command', () => {
    const done = completeText('[Service]\nExecStart=/usr/bin/kvm -m 1G -mon|\n', OPTIONS);
    assert.ok(done.labels.includes('-monitor'), done.labels.join(' '));
    const whole = done.items.find(({ kind }) => kind === 'snippet');
    assert.ok(whole);
    assert.match(
      done.accept(whole.label),
      /^\[Service\]\nExecStart=\S+ -m 1G -(?:monitor|qmp) unix:%t\//,
    );
  });

  it('goes on in a quote that is open', () => {
    const done = completeText(
      '[Service]\nExecStart=/usr/bin/kvm -monitor "unix:/x,ser|\n',
      OPTIONS,
    );
    assert.ok(
      done.items.some(({ edit }) => edit.text.startsWith('server')),
      done.labels.join(' '),
    );
  });
});

describe('text in a unit', () => {
  it('is read as it was written, in all quotes', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('bare', 'single', 'double'),
        fc.string({ unit: fc.constantFrom(...'aé %$;#"\'\\\t\n{}t') }),
        (quotes, text) => {
          const { [quotes]: encodings } = UNIT.command;
          const spelled = spell(plain(text), encodings, encodings);
          if (spelled === undefined) return quotes === 'bare' && (text === '' || text === ';');
          const quote = { bare: '', single: "'", double: '"' }[quotes];
          const [setting] = readUnit(`[S]\nK=x ${quote}${spelled}${quote} y`).settings;
          const words = setting && unitWords(setting.value, 'command');
          const texts = words?.map((word) => word.text.decoded);
          assert.deepEqual(texts, ['x', text, 'y']);
          return true;
        },
      ),
    );
  });

  it('takes along who asks the monitor when the unit is stopped', () => {
    for (const [before, address] of [
      ['', 'telnet:127.0.0.1:4444,server'],
      ['Environment=M=telnet:127.0.0.1:4444,server\n', '${M}'],
    ] as const) {
      const text = `[Service]\n${before}ExecStart=/usr/bin/kvm -monitor ${address}\nExecStop=/bin/sh -c 'echo quit | nc localhost 4444'\n`;
      const fixed = text
        .replace('telnet:127.0.0.1:4444', 'unix:%t/vm-monitor.sock')
        .replace('localhost 4444', '-U "%t/vm-monitor.sock"');
      inSystemd.checkFix(text, fixed);
    }
  });
});
