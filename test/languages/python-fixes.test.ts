/** Python: fixed, commented and completed like every other language. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readPython } from '../../server/src/syntax/python/reader.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import { applyFix, checksIn, fixesOf, fixIds } from '../support/check.ts';
import { completeText } from '../support/complete.ts';

const OPTIONS = { languageId: 'python', path: '/w/vm.py' };
const inPython = checksIn(OPTIONS);

describe('a fix in Python', () => {
  it('asks for the directory of the user who runs the program, where it can', () => {
    inPython.checkFix(
      'import os, subprocess\nsubprocess.run(["kvm", "-monitor", "tcp::1,server,nowait"])\n',
      'import os, subprocess\nsubprocess.run(["kvm", "-monitor", "unix:" + (os.environ.get("XDG_RUNTIME_DIR") or os.path.expanduser("~")) + "/vm-monitor.sock,server,nowait"])\n',
    );
    inPython.checkFix(
      "import os, subprocess\nsubprocess.run(['kvm', '-monitor', f'tcp::{p},server,nowait'])\n",
      "import os, subprocess\nsubprocess.run(['kvm', '-monitor', f'unix:{os.environ.get(\"XDG_RUNTIME_DIR\") or os.path.expanduser(\"~\")}/vm-{p}-monitor.sock,server,nowait'])\n",
    );
  });

  it('asks for the directory of the user of another machine in what ssh is given', () => {
    const file = (address: string) =>
      `import subprocess\nsubprocess.run(["ssh", host, "kvm -monitor ${address}"])\n`;
    inPython.check(`
import subprocess
subprocess.run(["ssh", host, "kvm -monitor tcp::1,server,nowait"])
                                           ^^^^^^ 💡 error monitor-on-network: HMP on tcp *:1: anyone on the network can run commands on the remote host
`);
    inPython.checkFix(
      file('tcp::1,server'),
      file('\\"unix:${XDG_RUNTIME_DIR:-$HOME}/vm-monitor.sock,server\\"'),
    );
  });

  it('replaces the address of an option that is a key, and adds no option', () => {
    const file = (address: string) => `def f(args):\n    args["-monitor"] = f"${address}"\n`;
    inPython.checkFix(file('tcp::{port},server'), file('unix:vm-{port}-monitor.sock,server'));
    const entries = (address: string) =>
      `run({"-m": "1G", "-monitor": "${address}", "-S": None})\n`;
    const fixed = applyFix(entries('tcp::1,server'), 'remove-monitor', OPTIONS);
    assert.equal(fixed, entries('none'));
    const all = fixIds(entries('tcp::1,server'), OPTIONS).flat();
    assert.deepEqual(all, ['switch-to-unix', 'listen-on-loopback', 'remove-monitor']);
  });

  it('takes a part out of a word of a text that is divided', () => {
    const file = (device: string) =>
      `import subprocess\nsubprocess.run("kvm -S -monitor ${device},server,nowait".split())\n`;
    inPython.checkFix(file('telnet:localhost:1,nodelay'), file('unix:vm-monitor.sock'));
  });

  it('divides no word of a list that a shell changes as a whole', () => {
    const file = (use: string) =>
      `import os\nos.system('''a=("-monitor unix:/run/vm/m,server")\nkvm "\${a[@]${use}}"\n''')\n`;
    assert.equal(
      applyFix(file(''), 'split-word', OPTIONS),
      file('').replace('-monitor unix', '-monitor" "unix'),
    );
    assert.deepEqual(fixIds(file(','), OPTIONS), [[]]);
  });

  it('leaves what a call makes of a value as it is', () => {
    const file = (text: string) =>
      `import subprocess\ndef f(p):\n    subprocess.run(["kvm", "-monitor", ${text}])\nf(1)\n`;
    for (const [from, to] of [
      ['"tcp::" + str(p) + ",server"', '"unix:vm-" + str(p) + "-monitor.sock" + ",server"'],
      ['"tcp::" + f"{p}".strip() + ",server"', undefined],
      ['f"tcp::{str(p)},server"', 'f"unix:vm-{str(p)}-monitor.sock,server"'],
      ['"tcp::" + g() + ",server"', '"unix:vm-" + g() + "-monitor.sock" + ",server"'],
    ] as const) {
      const g = 'def g():\n    return "4444"\n';
      if (to) inPython.checkFix(g + file(from), g + file(to));
      else {
        const analysis = inPython.analyzeText(g + file(from));
        const fixes = analysis.findings.flatMap((finding) => fixesOf(analysis, finding, OPTIONS));
        for (const { edits } of fixes) {
          const after = applyEdits(g + file(from), edits) ?? '';
          assert.ok(readPython(after).isWhole, after);
        }
      }
    }
  });

  it('changes what a shell is given, in however many ways the rest of its command may be', () => {
    const rest = ['a', 'b', 'c', 'd', 'e'].map((name) => `"-device", ${name} if ${name} else "x"`);
    const file = (address: string) =>
      `import subprocess
class VM:
    def __init__(self, num, a, b, c, d="1", e="2"):
        self.args = ["kvm", "-monitor", ${address}, ${rest.join(', ')}]
    def start(self):
        subprocess.Popen(" ".join(self.args), shell=True)
`;
    inPython.checkFix(
      file('f"tcp:0.0.0.0:40{num:02d},server"'),
      file('f"\\"unix:${{XDG_RUNTIME_DIR:-$HOME}}/vm-40{num:02d}-monitor.sock,server\\""'),
    );
  });

  it('writes what shlex.quote leaves as it is, and puts nothing beside it', () => {
    const file = (text: string) =>
      `import shlex, subprocess\nsubprocess.run(${text}, shell=True)\n`;
    for (const [before, after] of [
      [
        '"kvm -m 1 -qmp " + shlex.quote(f"tcp::{p},server")',
        '"kvm -m 1 -qmp " + shlex.quote(f"unix:vm-{p}-qmp.sock,server")',
      ],
      [
        'shlex.join(["kvm", "-qmp", "tcp:0.0.0.0:1,server"])',
        'shlex.join(["kvm", "-qmp", "unix:vm-qmp.sock,server"])',
      ],
    ] as const) {
      inPython.checkFix(file(before), file(after));
      const ids = fixIds(file(before), OPTIONS).flat();
      assert.ok(!ids.includes('require-tls') && !ids.includes('remove-monitor'), ids.join());
    }
  });

  it('writes a command for an unknown reader without need of a shell, for review', () => {
    const file = (address: string) =>
      `lib.run_async(f"qemu-system-arm -m 1G -qmp ${address},server")\n`;
    inPython.checkFix(file('tcp::{p}'), file('unix:vm-{p}-qmp.sock'));
    assert.equal(inPython.firstFixes(file('tcp::{p}'))[0]?.safety, 'review');
    assert.ok(fixIds(file('tcp::1'), OPTIONS).flat().includes('require-tls'));
  });

  it('keeps the placeholders of a template that other code fills in', () => {
    for (const [before, after] of [
      ["F = '-qmp tcp:127.0.0.1:%d,server'", "F = '-qmp unix:vm-%d-qmp.sock,server'"],
      ["F = '-qmp tcp:{host}:{port},server'", "F = '-qmp unix:vm-{port}-qmp.sock,server'"],
      [
        "F = ['-monitor', 'telnet:0.0.0.0:{}']\nrun(F[0], F[1].format(p))",
        "F = ['-monitor', 'unix:vm-{}-monitor.sock']\nrun(F[0], F[1].format(p))",
      ],
      ["F = '-qmp tcp::1,server -m 50%'", "F = '-qmp unix:vm-qmp.sock,server -m 50%'"],
    ] as const) {
      inPython.checkFix(`${before}\n`, `${after}\n`);
    }
  });

  it('takes no place away whose value would then be that of another', () => {
    const ids = (text: string) => fixIds(`${text}\n`, OPTIONS).flat();
    assert.ok(!ids("F = '-qmp tcp:127.0.0.1:%d,server'").includes('remove-monitor'));
    assert.ok(!ids("f('-qmp tcp::{},server -m {}'.format(p, 3))").includes('remove-monitor'));
    assert.ok(ids("F = '-qmp tcp:127.0.0.1:{p},server'").includes('remove-monitor'));
  });

  it('wants a look where the port is handed on to something else', () => {
    for (const [text, line] of [
      ['subprocess.run(["kvm", "-qmp", "tcp::%d,server" % self.port])\nQmp(self.port, 1)', 3],
      ['subprocess.run(["kvm", "-qmp", "tcp::{},server".format(p)])\nQmp(p)', 3],
      ['subprocess.run(["kvm", "-qmp", f"tcp::{p},server"])\nQmp(port=p)', 3],
      ['def a(p):\n  subprocess.run(["kvm", "-qmp", f"tcp::{p},server"])\n  talk(p)', 4],
      // A parameter, another name, and the list itself are no clients.
      ['def a(x, p):\n  subprocess.run(["kvm", "-qmp", f"tcp::{p},server"])', undefined],
      ['subprocess.run(["kvm", "-qmp", "tcp::%d,server" % self.p])\nQmp(self.q, p)', undefined],
      ['c = ["kvm", "-qmp", f"tcp:127.0.0.1:{p},server"]\nsubprocess.run(c)', undefined],
      ['c = ["kvm", "-qmp", f"tcp::{p:02d},server"]\nd = list(c)\nsubprocess.run(d)', undefined],
      ['c = ["kvm", "-qmp", "tcp::1,server"]\nsubprocess.run(list(c))', undefined],
      ['subprocess.run(["kvm", "-qmp", "tcp::" + p + ",server"])\nQmp(p)', 3],
    ] as const) {
      const { safety, risk } = inPython.firstFixes(`import subprocess\n${text}\n`)[0] ?? {};
      const expected = line === undefined ? 'safe' : `vm.py:${line} still uses the old address`;
      assert.equal(line === undefined ? safety : risk, expected, text);
    }
  });

  it('adds elements behind a literal that is filled in, and splits none', () => {
    for (const port of ['%d" % p', '{}".format(p)', '" + str(p)']) {
      const text = `import subprocess\nsubprocess.run(["kvm", "-qmp", "tcp:127.0.0.1:${port}, "-S"])\n`;
      const listening = text.replace(/(%d|\{\}|str\(p\))/, (hole) =>
        hole.startsWith('str') ? `${hole} + ",server"` : `${hole},server`,
      );
      const fixes = inPython.firstFixes(listening);
      const tls = fixes.find(({ id }) => id === 'require-tls');
      assert.ok(tls, listening);
      assert.match(
        applyEdits(listening, tls.edits) ?? '',
        /, "-mon", "chardev=mon0,[^"]*", "-S"\]/,
      );
    }
    const glued = 'import subprocess\nsubprocess.run(["kvm", "-qmp tcp::%d,server" % p])\n';
    const analysis = inPython.analyzeText(glued);
    const ids = analysis.findings.flatMap((one) => fixesOf(analysis, one, OPTIONS));
    assert.ok(!ids.some(({ id }) => id === 'split-word'));
  });

  it('takes a path from where QEMU is started otherwise', () => {
    for (const [from, to] of [
      ['"tcp::1,server"', '"unix:vm-monitor.sock,server"'],
      ["r'tcp::1,server'", "r'unix:vm-monitor.sock,server'"],
      ["b'tcp::1,server'", "b'unix:vm-monitor.sock,server'"],
      ['f"tcp::{p},server"', 'f"unix:vm-{p}-monitor.sock,server"'],
      ['"tcp::%d,server" % p', '"unix:vm-%d-monitor.sock,server" % p'],
      ['"tcp::{},server".format(p)', '"unix:vm-{}-monitor.sock,server".format(p)'],
      ['"tcp::{:d},server".format(p)', '"unix:vm-{:d}-monitor.sock,server".format(p)'],
      ['"tcp::" + str(p) + ",server"', '"unix:vm-" + str(p) + "-monitor.sock" + ",server"'],
      ['"tcp:" ":1,server"', '"unix:vm-monitor.sock,server"'],
      ['"tcp::" f"{p},server"', '"unix:vm-" f"{p}-monitor.sock,server"'],
    ] as const) {
      const file = (text: string) =>
        `import subprocess\nsubprocess.run(["kvm", "-monitor", ${text}])\n`;
      inPython.checkFix(file(from), file(to));
    }
  });

  it('makes two literals of one that was meant to be two', () => {
    const file = (words: string) => `import subprocess\nsubprocess.run(["kvm", ${words}])\n`;
    const fixed = applyFix(file(`'-monitor stdio'`), 'split-word', OPTIONS);
    assert.equal(fixed, file(`'-monitor', 'stdio'`));
  });

  it('writes what a shell reads through the text around it', () => {
    for (const [from, to] of [
      [
        'os.system("kvm -monitor tcp::1,server")',
        'os.system("kvm -monitor \\"unix:${XDG_RUNTIME_DIR:-$HOME}/vm-monitor.sock,server\\"")',
      ],
      [
        "os.system(f'kvm -monitor tcp::{p},server')",
        `os.system(f'kvm -monitor "unix:\${{XDG_RUNTIME_DIR:-$HOME}}/vm-{p}-monitor.sock,server"')`,
      ],
      [
        'os.system("kvm -monitor tcp::%d,server" % p)',
        'os.system("kvm -monitor \\"unix:${XDG_RUNTIME_DIR:-$HOME}/vm-%d-monitor.sock,server\\"" % p)',
      ],
    ] as const) {
      inPython.checkFix(`import os\n${from}\n`, `import os\n${to}\n`);
    }
  });

  it('leaves as many places to fill in as there are values', () => {
    const text = 'import os\nos.system("kvm -monitor tcp:%s:%d,server" % (h, p))\n';
    const ids = inPython.firstFixes(text).map(({ id }) => id);
    assert.ok(!ids.includes('switch-to-unix'), ids.join());
  });
});

describe('a comment in Python', () => {
  it('silences the statement or the element that it stands above', () => {
    const ignore = '# qemu-monitor-guard: ignore[monitor-on-network] a lab';
    inPython.checkSilent(
      `import subprocess\n${ignore}\nsubprocess.run(["kvm", "-monitor", "tcp::1,server"])\n`,
    );
    inPython.checkSilent(
      `import subprocess\nsubprocess.run([\n    "kvm",\n    ${ignore}\n    "-monitor",\n    "tcp::1,server",\n])\n`,
    );
  });
});

describe('completion in Python', () => {
  it('offers what QEMU takes where its argument is written', () => {
    const { labels } = completeText(
      'import subprocess\nsubprocess.run(["kvm", "-monitor", "uni|"])\n',
      OPTIONS,
    );
    assert.ok(
      labels.some((label) => label.startsWith('unix')),
      labels.join(),
    );
  });

  it('does so in a list that is not closed, and in a text for a shell', () => {
    for (const text of [
      'import subprocess\nsubprocess.run(["kvm", "-monitor", "uni|\n\nx = 1\n',
      'import subprocess\nargs = [\n    "kvm",\n    "-chardev", "socket,id=a,ho|\n',
      'import os\nos.system("kvm -monitor uni|")\n',
    ]) {
      assert.ok(completeText(text, OPTIONS).labels.length > 0, text);
    }
  });

  it('does so in a list of options that another file starts QEMU with', () => {
    for (const text of [
      'args += ["-monitor", "|"]\n',
      'def f(vm):\n    vm.add_args("-qmp", "un|")\n',
      'class Machine:\n    def f(self):\n        self.args.extend(["-qmp", "|"])\n',
      'def f(port):\n    return ["-qmp", f"tcp:127.0.0.1:{port},|"]\n',
    ]) {
      const { labels } = completeText(text, OPTIONS);
      assert.match(labels[0] ?? '', /server=on,wait=off$/, text);
    }
  });

  it('offers nothing where no QEMU reads the text', () => {
    const { labels } = completeText('import os\nprint("kvm -monitor uni|")\n', OPTIONS);
    assert.deepEqual(labels, []);
  });
});
