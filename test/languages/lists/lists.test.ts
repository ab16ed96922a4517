/** Options of monitors in the lists and strings of other languages. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inventoryOf } from '../../../server/src/service/inventory/inventory.ts';
import { analyzeText } from '../../support/check.ts';
import { FORMS } from './forms.ts';

const NET = '0.0.0.0';

/** The rules that say where a monitor listens. */
const LISTENING = new Set(['monitor-on-network', 'monitor-on-loopback']);

function foundIn(text: string, languageId: string, path: string): readonly string[] {
  return analyzeText(text, { languageId, path }).findings.map(({ at, rule }) => {
    const own = text.slice(at.start, at.end);
    return LISTENING.has(rule) ? own : `${rule} ${own}`;
  });
}

for (const { languageId, path, accepted, rejected } of FORMS) {
  describe(`a list in ${languageId}`, () => {
    for (const [text, found] of Object.entries(accepted)) {
      it(`has a monitor in ${text}`, () => {
        assert.deepEqual(foundIn(text, languageId, path), [found].flat());
      });
    }
    for (const text of rejected) {
      it(`has none in ${text}`, () => {
        assert.deepEqual(foundIn(text, languageId, path), []);
      });
    }
  });
}

/** The findings of a text with settings, also uncertain ones. */
function allIn(text: string, languageId: string, settings: object = { showPossible: true }) {
  const { findings } = analyzeText(text, { languageId, path: '/w/run', settings });
  return findings.map(({ at, rule, certainty }) => {
    return `${certainty} ${rule} ${text.slice(at.start, at.end)}`;
  });
}

describe('a monitor whose device only a run knows', () => {
  const RUN: Readonly<Record<string, readonly string[]>> = {
    javascript: [
      "spawn('qemu-system-x86_64', ['-m', '1G', '-monitor', mon])",
      'exec(`qemu-system-x86_64 -m 1G -monitor ${mon}`)',
      "exec('qemu-system-x86_64 -m 1G -monitor ' + mon)",
      "spawn('qemu-system-x86_64', ['-monitor', c ? 'none' : mon])",
      "spawn('qemu-system-x86_64', ['-monitor', mon ? mon : 'none'])",
    ],
    typescript: ["const args: string[] = ['-qmp', mon];\nspawn(qemuPath, args);"],
    go: [
      'exec.Command("qemu-system-x86_64", "-m", "1G", "-qmp", mon)',
      'args = append(args, "-monitor", mon)\nexec.Command(qemuBin, args...)',
    ],
    rust: [
      'fn f() { Command::new("qemu-system-x86_64").arg("-qmp").arg(mon); }',
      'fn f() { Command::new("qemu-system-x86_64").arg("-qmp").arg(if c { "none" } else { mon }); }',
      'fn f() { Command::new("kvm").arg("-qmp").arg(match k { A => mon, B => "none", _ => panic!() }); }',
    ],
    ruby: ["system('kvm', '-monitor', mon)"],
    c: ['void f() { execlp("qemu-system-arm", "qemu", "-monitor", mon, NULL); }'],
    csharp: ['class A { string[] a = { "qemu-system-arm", "-monitor", mon }; }'],
    java: ['class A { void f() { List.of("qemu-system-arm", "-monitor", mon); } }'],
  };

  for (const [languageId, texts] of Object.entries(RUN)) {
    it(`may be open in ${languageId}`, () => {
      for (const text of texts) {
        const own = text.includes('${mon}') ? '${mon}' : 'mon';
        assert.deepEqual(allIn(text, languageId), [`possible monitor-on-network ${own}`], text);
        assert.deepEqual(allIn(text, languageId, {}), [], text);
      }
    });
  }

  it('is unknown behind a chardev, guest device or display that only a run knows', () => {
    for (const text of [
      "spawn(qemu, ['-chardev', dev, '-mon', 'chardev=m'])",
      "spawn(qemu, ['-mon', mon])",
      "spawn(qemu, ['-mon', 'chardev=' + id])",
      "spawn(qemu, ['-mon', id]); run(['-chardev', 'null,id=' + id])",
      "spawn(qemu, ['-serial', serial])",
      "spawn(qemu, ['-m', '1G', '-vnc', address])",
    ]) {
      const machines = inventoryOf(
        analyzeText(text, { languageId: 'javascript', path: '/w/run.js' }),
      );
      const monitors = machines.flatMap((machine) => machine.monitors);
      assert.deepEqual(
        monitors.map(({ audience }) => audience),
        ['unknown'],
        text,
      );
    }
  });

  it('is none in a file that does not name QEMU, with two dashes, or in no command', () => {
    for (const text of [
      "spawn('top', ['-monitor', mon])",
      "spawn('top', ['-mon', mon])",
      "spawn('qemu-system-x86_64', ['--monitor', mon])",
      "spawn('qemu-system-x86_64', ['-monitor', 'none'])",
      "spawn('qemu-system-x86_64', ['-monitor', mon || 'none'])",
      "assert.deepEqual(args, ['qemu-system-x86_64', '-monitor', mon])",
      "console.log('qemu-system-x86_64 -monitor ' + mon)",
    ]) {
      assert.deepEqual(allIn(text, 'javascript'), [], text);
    }
  });
});

describe('a display', () => {
  const foundWith = (text: string) => allIn(text, 'go');
  const shown = (address: string) => [`possible monitor-on-open-display ${address}`];
  const run = 'exec.Command("qemu-system-x86_64", args...)';

  it('may show the default monitor', () => {
    assert.deepEqual(foundWith(`args := []string{"-m", "1G", "-vnc", ":1"}\n${run}`), shown(':1'));
    assert.deepEqual(
      foundWith(`args = append(args, "-display", "vnc=0.0.0.0:1")\n${run}`),
      shown('0.0.0.0'),
    );
    assert.deepEqual(
      foundWith('exec.Command("sh", "-c", "qemu-system-i386 -m 1G -vnc 0.0.0.0:5")'),
      shown('0.0.0.0'),
    );
  });

  it('may show it if another one replaces it under a condition', () => {
    const args = 'args := []string{"-m", "1G", "-vnc", ":1"}';
    for (const text of [
      `${args}\nif q { args = append(args, "-monitor", "none") }\n${run}`,
      `${args}\nif q {\n\tx()\n} else {\n\targs = append(args, "-nographic")\n}\n${run}`,
    ]) {
      assert.deepEqual(foundWith(text), shown(':1'), text);
    }
    const script = "const a = ['-vnc', ':1'];\nif (q) a.push('-nographic');\nspawn(qemu, a);";
    assert.deepEqual(allIn(script, 'javascript'), shown(':1'));
  });

  it('shows none that its function replaces, none of other programs, and to no other audience', () => {
    for (const text of [
      `args := []string{"-m", "1G", "-vnc", ":1"}\nargs = append(args, "-monitor", "none")\n${run}`,
      `args := []string{"-vnc", "127.0.0.1:1"}\nargs = append(args, "-nographic")\n${run}`,
      `args := []string{"-vnc", "none"}\n${run}`,
      'exec.Command("viewer", "-vnc", ":1")',
      'exec.Command("sh", "-c", "qemu-system-i386 -monitor none -vnc 0.0.0.0:5")',
    ]) {
      assert.deepEqual(foundWith(text), [], text);
    }
  });

  it('has its own findings with neighbours', () => {
    const vnc = ['certain vnc-without-authentication 0.0.0.0'];
    for (const [languageId, text, found] of [
      ['javascript', 'spawn("qemu-system-x86_64", ["-vnc", "0.0.0.0:0"])', vnc],
      [
        'go',
        `args := []string{"-vnc", "0.0.0.0:1"}\nargs = append(args, "-nographic")\n${run}`,
        vnc,
      ],
      ['rust', 'let l = ["qemu-system-x86_64", "-vnc", "0.0.0.0:0", "-monitor", "none"];', vnc],
      ['go', 'run("qemu-system-i386 -nographic -vnc 0.0.0.0:5")', vnc],
      [
        'go',
        'var l = []string{"qemu-system-x86_64", "-spice", "port=5900,disable-ticketing=on"}',
        ['certain spice-without-ticketing port=5900'],
      ],
      ['rust', 'let l = ["qemu-system-x86_64", "-spice", "port=5900,password-secret=s"];', []],
      ['javascript', 'spawn("viewer", ["-spice", "port=5900,disable-ticketing=on"])', []],
      ['javascript', 'spawn("novnc", ["--vnc", "qemu:5900"])', []],
    ] as const) {
      assert.deepEqual(allIn(text, languageId, { neighbours: true }), found, text);
      assert.deepEqual(allIn(text, languageId, {}), [], text);
    }
  });
});

describe('a domain in a string', () => {
  it('has arguments for QEMU', () => {
    const text = `const x = \`<domain xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
  <qemu:commandline>
    <qemu:arg value='-monitor'/>
    <qemu:arg value='tcp:0.0.0.0:4444,server'/>
  </qemu:commandline>
</domain>\``;
    assert.deepEqual(foundIn(text, 'go', '/w/run.go'), [NET]);
  });
});

describe('a value that is put together of names', () => {
  const sum = (name: string) => Array.from({ length: 60 }, () => name).join(' + ');
  const names = `const a = '1';\nconst b = ${sum('a')};\nconst c = ${sum('b')};\nconst d = ${sum('c')};\n`;
  const hostsWith = (name: string) => {
    const started = `spawn(q, ['-qmp', 'tcp:' + ${name} + ':1,server']);\n`;
    const other = "spawn(q, ['-qmp', 'tcp:0.0.0.0:1,server']);\n";
    return foundIn(names + started + other, 'javascript', '/w/run.js');
  };

  it('is known', () => assert.deepEqual(hostsWith('b'), ['1', NET]));

  it('is unknown beyond a bound, though names multiply, and costs nothing else', () => {
    assert.deepEqual(hostsWith('c'), [sum('b'), NET]);
    assert.deepEqual(hostsWith('d'), [sum('c'), NET]);
  });
});

describe('commands one after the other', () => {
  it('are machines of their own in batch files and PowerShell', () => {
    const started = (port: number) =>
      `qemu-system-arm -chardev socket,id=m,host=0.0.0.0,port=${port},server=on -mon chardev=m`;
    for (const [languageId, text] of [
      ['bat', `${started(1)}\r\n${started(2)}\r\n`],
      ['powershell', `& ${started(1)}\n& ${started(2)}\n`],
    ] as const) {
      const machines = inventoryOf(analyzeText(text, { languageId, path: '/w/run' }));
      const addresses = machines.map(({ monitors }) => monitors.map(({ address }) => address));
      assert.deepEqual(addresses, [['0.0.0.0:1'], ['0.0.0.0:2']], languageId);
    }
  });
});

describe('a text that is not read', () => {
  const stopIn = (text: string, languageId: string) => {
    const { unfollowed } = analyzeText(text, { languageId, path: '/w/run' });
    return unfollowed && text.slice(unfollowed.start, unfollowed.end);
  };

  it('is where the analysis stops, if it has a monitor', () => {
    const body = 'CMD\nqemu-system-arm -monitor tcp:0.0.0.0:1,server\nCMD\n';
    for (const [languageId, text] of [
      ['ruby', `system <<~${body}`],
      ['perl', `system(<<${body});`],
      ['hcl', `command = <<-${body}`],
    ] as const) {
      assert.equal(stopIn(text, languageId), '-monitor tcp:', languageId);
    }
    const batch = 'set Q=qemu-system-arm\nset O=-monitor\nset M=tcp:0.0.0.0:1,server\n%Q% %O% %M%';
    assert.equal(stopIn(batch, 'bat'), 'O=-monitor');
    const comment = '# qemu-system-arm -monitor tcp:0.0.0.0:1,server\n';
    assert.equal(stopIn(`${comment}system('kvm')\n`, 'ruby'), undefined);
  });

  it('is an option to which a function adds the dash', () => {
    const vm = (option: string) =>
      `add(k, v) { args.push('-' + k, v); }\nadd(${option});\nspawn('kvm', args);\n`;
    assert.equal(stopIn(vm("'monitor', 'tcp::1,server'"), 'javascript'), "'monitor'");
    assert.equal(stopIn(vm("'monitor', 'none'"), 'javascript'), undefined);
    const entries = (device: string) =>
      `f = Object.entries({ monitor: '${device}' });\nspawn('kvm', f.flatMap(([k, v]) => ['-' + k, v]));\n`;
    assert.equal(stopIn(entries('tcp::1,server'), 'javascript'), 'monitor');
    assert.equal(stopIn(entries('none'), 'javascript'), undefined);
  });
});

describe('an option whose value is elsewhere', () => {
  const stopIn = (line: string) => {
    const text = `impl Tcp { fn f() { write!(f, "tcp:{}", port) } }\n${line}\n`;
    const { unfollowed } = analyzeText(text, { languageId: 'rust', path: '/w/run.rs' });
    return unfollowed && text.slice(unfollowed.start, unfollowed.end);
  };

  it('is where the analysis stops', () => {
    assert.equal(stopIn('write!(f, "-monitor ")?;'), '-monitor ');
    assert.equal(stopIn('cmd.arg("-qmp ").arg(mon);'), '-qmp ');
    assert.equal(stopIn('let o = "-qmp"; run("kvm", o);'), '"-qmp"');
    assert.equal(
      stopIn('sh("kvm -monitor tcp:{}:1,server".replace("{}", h));'),
      'kvm -monitor tcp:{}:1,server',
    );
    assert.equal(stopIn('let s = format!("-m 1G -monitor {} -S", mon);'), '-m 1G -monitor {} -S');
    const perl = analyzeText('@a = (qw(-S -qmp), "tcp::1,server");', {
      languageId: 'perl',
      path: '/a.pl',
    });
    assert.deepEqual(perl.unfollowed, { start: 9, end: 16 });
  });

  it('is none in a list, in prose, or of another program, and nothing beside a monitor', () => {
    for (const line of [
      'let l = ["-monitor", mon];',
      'println!("-monitor {}", mon);',
      'let s = "Give it a -monitor ";',
      'let s = format!("--monitor {}", mon);',
      'let s = "-monitor none";',
      'let s = format!("-monitor {}", mon); c.arg("-qmp").arg("tcp:0.0.0.0:1,server");',
    ]) {
      assert.equal(stopIn(line), undefined, line);
    }
  });
});

describe('a literal in which very much is replaced', () => {
  it('is read as far as it is written', () => {
    const text = `const a = 'x';\nrun(\`-m 1G -monitor tcp:0.0.0.0:1,server ${'${a}'.repeat(20_000)}\`);\n`;
    assert.deepEqual(foundIn(text, 'javascript', '/w/run.js'), [NET]);
  });
});

describe('a list that is half written', () => {
  it('is read as far as it goes, and says nothing of a literal that is open', () => {
    for (const { languageId, path, accepted } of FORMS) {
      for (const text of Object.keys(accepted)) {
        for (let end = text.length - 1; end > 0; end -= 3) {
          const cut = text.slice(0, end);
          const { findings } = analyzeText(cut, { languageId, path });
          for (const { at } of findings) assert.ok(at.end <= cut.length, cut);
        }
      }
    }
    for (const text of [
      "run(['-monitor', 'tcp:0.0.0.0:4444,ser",
      "run(['-monitor', `tcp:0.0.0.0:${por",
      "run(['-monitor', 'tcp:0.0.0.0:' +",
      "const m = '-m 1G -monitor tcp:0.0.0.0:4444",
    ]) {
      assert.deepEqual(
        foundIn(text, 'javascript', '/w/run.js').filter((one) => /^\d/.test(one)),
        [],
        text,
      );
    }
  });
});
