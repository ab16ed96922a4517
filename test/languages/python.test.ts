/** Python: read and found like every other language. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lowerPython } from '../../server/src/invocation/from-python.ts';
import { languageOf, languageOfFile } from '../../server/src/languages/detect.ts';
import { readPython } from '../../server/src/syntax/python/reader.ts';
import { analyzeText, checksIn } from '../support/check.ts';
import { startedWith } from '../support/started.ts';

const OPTIONS = { languageId: 'python', path: '/w/vm.py' };
const inPython = checksIn(OPTIONS);

/** The words that a file starts QEMU with, a line for each command; what is unknown as it is written. */
function started(text: string): readonly string[] {
  return startedWith(lowerPython(readPython(text), text));
}

/** The same of one expression that is given to `subprocess.run`. */
function given(expression: string, before = ''): readonly string[] {
  return started(`import os, shlex, subprocess\n${before}subprocess.run(${expression})\n`);
}

describe('a Python file', () => {
  it('is known by its name or its first line', () => {
    assert.equal(languageOfFile('/w/vm.py', ''), 'python');
    assert.equal(languageOfFile('/w/SConstruct', ''), 'python');
    assert.equal(languageOfFile('/w/sub/SConscript', ''), 'python');
    assert.equal(languageOfFile('/w/start', '#!/usr/bin/env python3'), 'python');
    assert.equal(languageOfFile('/w/start', '#!/usr/bin/python3.11 -u'), 'python');
    assert.equal(languageOf('python', 'Untitled-1', '')?.id, 'python');
  });

  it('has the options that a program finds in its environment', () => {
    inPython.check(`
import os, subprocess
subprocess.run(["./run-vm"], env={**os.environ, "QEMU_OPTS": "-qmp tcp:0.0.0.0:4444,server"})
                                                                       ^^^^^^^ 💡 error monitor-on-network
`);
  });

  it('has the options that a container is given for its QEMU', () => {
    inPython.check(`
import subprocess
subprocess.run(["docker", "run", "-e", f"ARGS=-m 1G -qmp tcp:0.0.0.0:{port},server", "qemu"])
                                                             ^^^^^^^ 💡 error monitor-on-network
`);
  });

  it('has options that are keys of a dictionary', () => {
    inPython.check(`
def arguments(args):
    args["-qmp"] = "tcp:0.0.0.0:4444,server"
                        ^^^^^^^ 💡 error monitor-on-network: QMP on tcp 0.0.0.0:4444: anyone on the network can run commands on this host
    more = {"-m": "1G", "-monitor": f"telnet:0.0.0.0:{port},server,nowait"}
                                             ^^^^^^^ 💡 error monitor-on-network
    more["-qmp"] = "tcp:0.0.0.0:4445,server"
                        ^^^^^^^ 💡 error monitor-on-network
    args.update({"-qmp": "tcp:0.0.0.0:4446,server"})
                              ^^^^^^^ 💡 error monitor-on-network
    args.update(more)
opts = {"-monitor": "tcp:0.0.0.0:4447,server"}
                         ^^^^^^^ 💡 error monitor-on-network: HMP on tcp 0.0.0.0:4447: anyone on the network can run commands on this host (unused here)
`);
    inPython.check(`
import subprocess
def start():
    args = {"-qmp": "tcp:0.0.0.0:4444,server"}
                         ^^^^^^^ 💡 error monitor-on-network
    cmd = ["qemu-system-x86_64"]
    for key, value in args.items():
        cmd += [key, value]
    subprocess.run(cmd)
def start_other():
    args = {"-monitor": "tcp:0.0.0.0:4444,server"}
                             ^^^^^^^ 💡 error monitor-on-network
    for key in args:
        subprocess.run(["qemu-system-x86_64", key, args[key]])
`);
  });

  it('has no keys that other programs have, and none that are replaced', () => {
    inPython.checkSilent(`
def f(args):
    args["--monitor"] = "tcp:0.0.0.0:4444"
    args["-monitor"] = "tcp://0.0.0.0:4444"
    args["monitor"] = "telnet:0.0.0.0:4444,server"
    own = {"-monitor": "tcp:0.0.0.0:4444,server"}
    own["-monitor"] = "none"
    assert_equal(args, {"-monitor": "tcp:0.0.0.0:4444,server"})
    return own
`);
  });

  it('connects out with options that something else passes to QEMU', () => {
    inPython.check(`
def words(host, port):
    return ["-qmp", f"tcp:{host}:{port}"]
                          ^^^^^^ 💡 warning monitor-connects-out
def more(args):
    args["-qmp"] = "tcp:10.0.0.1:4444"
                        ^^^^^^^^ 💡 warning monitor-connects-out
`);
    inPython.checkSilent('run(["client.py", "-qmp", "tcp:10.0.0.1:4444"])\n');
  });

  it('has findings where its author wrote them', () => {
    inPython.check(`
import subprocess
subprocess.run(["qemu-system-x86_64", "-monitor", "tcp:0.0.0.0:4444,server,nowait"])
                                                       ^^^^^^^ 💡 error monitor-on-network
`);
  });

  it('takes an empty text that a nested branch may leave out as unknown', () => {
    const text = (name: string) => `
def f(name):
    if x:
        return [name, "-S"]
    return ["-m"]
subprocess.run(["kvm", "-s"] + ([] if y else f(${name})))
`;
    assert.deepEqual(given('["true"]', text('"a"')), ['-s|a|-S|-m']);
    assert.deepEqual(given('["true"]', text('""')), ['-s|name|-S|-m']);
  });

  it('has an option and its value on two lines', () => {
    inPython.check(`
def arguments(port):
    return [
        "-qmp",
        f"tcp:0.0.0.0:{port},server=on,wait=off",
              ^^^^^^^ 💡 error monitor-on-network
    ]
`);
  });

  it('says under which condition a monitor is there', () => {
    inPython.check(`
import subprocess
def run(debug):
    args = ["qemu-system-x86_64"]
    if debug:
        args += ["-monitor", "tcp::4444,server"]
                              ^^^^^^^^^ 💡 error monitor-on-network: HMP on tcp *:4444: anyone on the network can run commands on this host (if debug)
    subprocess.run(args)
`);
  });

  it('knows of an entry that is set on one way alone what stands there on the other', () => {
    const before = 'd = {}\nif x:\n    d["m"] = "2"\n';
    for (const [words, ways] of [
      ['"-m", d["m"]', ['-m|2']],
      ['"-m", d.get("m", "1")', ['-m|2', '-m|1']],
      ['"-m", {**d, "m": "1"}["m"]', ['-m|1']],
      ['"-m", "%(m)s" % d', ['-m|2']],
      ['"-m", d.pop("n", "1")', ['-m|1']],
    ] as const) {
      assert.deepEqual(given(`["kvm", ${words}]`, before).toSorted(), [...ways].toSorted(), words);
    }
    const object = 'class A:\n    m = "1"\na = A()\nif x:\n    a.m = "2"\n';
    assert.deepEqual(given('["kvm", "-m", a.m]', object).toSorted(), ['-m|1', '-m|2']);
  });

  it('has texts for a shell', () => {
    inPython.check(`
import os
def run(port):
    line = "qemu-system-arm -m 64"
    line += " -monitor tcp:0.0.0.0:" + str(port) + ",server,nowait"
                           ^^^^^^^ 💡 error monitor-on-network
    os.system("cd /vm && " + line + " >log 2>&1")
`);
  });
});

describe('a list in Python', () => {
  it('grows as Python lets it grow', () => {
    const grown = `
def start(more):
    args = ["kvm", "-S"]
    args += ["-m", "64"]
    args.append("-nographic")
    args.extend(("-name", 'vm'))
    args.insert(1, "-snapshot")
    args = args + ["-smp", str(2)] + list(more)
    args[2:]
    subprocess.run([*args, "-no-reboot"])
start([])
`;
    assert.deepEqual(started(`import subprocess\n${grown}`), [
      '-snapshot|-S|-m|64|-nographic|-name|vm|-smp|2|-no-reboot',
    ]);
  });

  it('is the same for all who have it', () => {
    assert.deepEqual(given('a', 'a = ["kvm"]\nb = a\nb += ["-S"]\nc = a[:]\nc.append("-s")\n'), [
      '-S',
    ]);
    // Which of two lists loses its last word is not known, so that neither loses it in any case.
    const either = 'a = ["kvm", "-S"]\nb = ["x"] if y else a\nb.pop()\n';
    assert.deepEqual(given('a', either), ['-S']);
  });

  it('has slices, elements and what is put in their place', () => {
    const before = 'a = ["x", "kvm", "-S", "-s", "y"]\na[2] = "-nographic"\n';
    assert.deepEqual(given('a[1:-1]', before), ['-nographic|-s']);
    assert.deepEqual(given('[a[1], a[-2]]', before), ['-s']);
  });

  it('has what each way through a condition puts there', () => {
    const before = 'a = ["kvm"]\nif x:\n    a += ["-S"]\nelse:\n    a += ["-s"]\n';
    assert.deepEqual(given('a', before), ['-S|-s']);
    assert.deepEqual(given('["kvm", "-m", "1G" if x else "2G"]'), ['-m|1G', '-m|2G']);
    assert.deepEqual(given('["kvm", "-m", m]', 'if x:\n    m = "1G"\nelse:\n    m = "2G"\n'), [
      '-m|1G',
      '-m|2G',
    ]);
  });

  it('begins with another program in each arm', () => {
    const start = 'import subprocess\nif a:\n    c = ["qemu-system-arm", "-S"]\nelse:\n    c = ';
    const end = '\nc += ["-s"]\nsubprocess.run(c)\n';
    assert.deepEqual(started(`${start}["kvm", "-nodefaults"]${end}`), ['-S|-s', '-nodefaults|-s']);
    assert.deepEqual(started(`${start}["echo", "kvm"]${end}`), ['-S|-s']);
    const echoed = 'if a:\n    c = ["true"]\n    if b:\n        c.append("kvm")\n';
    assert.deepEqual(started(`import subprocess\nc = ["echo"]\n${echoed}subprocess.run(c)\n`), []);
    inPython.check(`
import subprocess
if a:
    c = ["qemu-system-arm", "-S"]
else:
    c = ["qemu-system-x86_64", "-nodefaults"]
c += ["-monitor", "tcp:0.0.0.0:4444,server,nowait"]
                       ^^^^^^^ 💡 error monitor-on-network
subprocess.run(c)
`);
  });

  it('has what is left in a dictionary', () => {
    for (const [change, lines] of [
      ['o.pop("m")', ['-m|none']],
      ['del o["m"]', ['-m|none']],
      ['o.clear()', ['-m|none']],
      ['o.setdefault("m", "2G")', ['-m|1G']],
      ['o.pop("n")', ['-m|1G']],
      ['o.pop(x)', ['-m|1G', '-m|none']],
      ['del o[x]', ['-m|1G', '-m|none']],
    ] as const) {
      const before = `o = {"m": "1G", "n": "x"}\n${change}\n`;
      assert.deepEqual(given('["kvm", "-m", o.get("m", "none")]', before), lines, change);
    }
    const set = 'o = {}\no.setdefault("m", "2G")\n';
    assert.deepEqual(given('["kvm", "-m", o["m"]]', set), ['-m|2G']);
  });

  it('keeps its length if it is unknown what is taken out of it', () => {
    const steps = Array.from({ length: 12 }, (_, index) => `if c${index}: a.remove(y${index})\n`);
    const [line = ''] = given('["kvm", *a]', `a = ["-m", "1", z]\n${steps.join('')}`);
    assert.match(line, /\|1\|z$/);
    assert.ok(line.split('|').length < 24, line);
  });

  it('goes through a loop over what is there under a condition', () => {
    const pairs = 'pairs = [["-S"]]\nif x:\n    pairs.append(["-m", "1G"])\na = ["kvm"]\n';
    assert.deepEqual(given('a', `${pairs}for pair in pairs:\n    a.extend(pair)\n`), ['-S|-m|1G']);
  });

  it('goes through a loop', () => {
    const loop = 'a = ["kvm"]\nfor d in ("x", "y"):\n    a += ["-drive", "file=" + d]\n';
    assert.deepEqual(given('a', loop), ['-drive|file=x|-drive|file=y']);
    const unknown = 'a = ["kvm"]\nfor d in disks:\n    a += ["-drive", f"file={d}"]\n';
    assert.deepEqual(given('a', unknown), ['-drive|file={d}']);
  });
});

describe('a text in Python', () => {
  it('is joined from literals, values and unknown parts', () => {
    const before = 'p = 4444\nh = "::1"\n';
    for (const [expression, text] of [
      [`f"tcp:{h}:{p},server"`, 'tcp:::1:4444,server'],
      [`f"tcp:{h}:{p:05d},server"`, 'tcp:::1:{p:05d},server'],
      [`f"{{{h!s}}}"`, '{::1}'],
      [`"tcp:" + h + ":" + str(p)`, 'tcp:::1:4444'],
      [`"tcp:%s:%d,%%" % (h, p)`, 'tcp:::1:4444,%'],
      [`"tcp:%(a)s:%(b)s" % {"a": h, "b": p}`, 'tcp:::1:4444'],
      [`"tcp:%s" % h`, 'tcp:::1'],
      [`"tcp:{}:{},{{}}".format(h, p)`, 'tcp:::1:4444,{}'],
      [`"tcp:{1}:{x}".format(p, h, x=port())`, 'tcp:::1:{x}'],
      [`":".join(["tcp", h, str(p)])`, 'tcp:::1:4444'],
      [`"tcp:" 'x' f"{p}" r"\\d"`, 'tcp:x4444\\d'],
      [`"a\\x41\\u0042\\101\\\\\\n\\q"`, 'aABA\\\n\\q'],
      [`h or "x"`, '::1'],
      [`os.environ.get("H", "h")`, 'h'],
    ] as const) {
      assert.deepEqual(
        given(`["kvm", "-append", ${expression}]`, before),
        [`-append|${text}`],
        expression,
      );
    }
  });

  it('is divided as Python divides it', () => {
    assert.deepEqual(given('"kvm -S  -name x".split()'), ['-S|-name|x']);
    assert.deepEqual(given(`"kvm -S  -name x".split(" ")`), ['-S||-name|x']);
    // What needs quotes is another text with them.
    assert.deepEqual(
      given(`["kvm", shlex.quote("a b"), shlex.quote("c"), shlex.join(["-m", "1"])]`),
      ['shlex.quote("a b")|c|-m 1'],
    );
    assert.deepEqual(given(`shlex.split("kvm -name 'a b' \\"c d\\" e\\\\ f")`), [
      '-name|a b|c d|e f',
    ]);
    assert.deepEqual(given('("kvm -m %d" % 64).split()'), ['-m|64']);
  });

  it('is what a shell runs', () => {
    assert.deepEqual(given('"cd /x; exec kvm -S", shell=True'), ['-S']);
    assert.deepEqual(given('["/bin/rbash", "-c", "kvm -S \\"$X\\""]'), ['-S|$X']);
    const run = '"docker", "run", "-d", "--name", n, "-p", "1:1"';
    assert.deepEqual(given(`[${run}, "image", "sh", "-c", "kvm -S"]`), ['-S']);
    for (const [command, words] of [
      ['"ssh", "-p", "22", f"root@{h}", "cd /x && kvm -S &"', ['-S']],
      ['"tmux", "new-session", "-d", "kvm -S"', ['-S']],
      ['"screen", "-dmS", "vm", "kvm", "-S"', ['-S']],
      ['*prefix, "sudo", "bash", "-c", "kvm -S"', ['-S']],
      ['"ssh", h, "pkill kvm"', []],
      ['"echo", "ssh", h, "kvm -S"', []],
    ] as const) {
      assert.deepEqual(given(`[${command}]`), words, command);
    }
  });
});

describe('what Python starts', () => {
  it('is given in the way of each function', () => {
    const calls = [
      'subprocess.Popen(args=["kvm", "-S"])',
      'subprocess.check_output(["sudo", "kvm", "-S"])',
      'os.execvp("kvm", ["kvm", "-S"])',
      'os.execlp("kvm", "kvm", "-S")',
      'os.spawnlp(os.P_WAIT, "kvm", "kvm", "-S")',
      'os.popen("kvm -S")',
      'pexpect.spawn("kvm -S")',
      'pexpect.spawn("kvm", ["-S"])',
      'pexpect.spawn("kvm", args=["-S"])',
      'asyncio.create_subprocess_shell("kvm -S")',
      'asyncio.create_subprocess_exec("kvm", *["-S"])',
    ];
    for (const call of calls) {
      assert.deepEqual(started(`import asyncio, os, pexpect, subprocess\n${call}\n`), ['-S'], call);
    }
  });

  it('is called by other names', () => {
    assert.deepEqual(started('from subprocess import run as r\nr(["kvm", "-S"])\n'), ['-S']);
    assert.deepEqual(started('import subprocess as s\ns.run(["kvm", "-S"])\n'), ['-S']);
  });

  it('comes through functions, classes and their constants', () => {
    const program = `
import subprocess
class VM:
    BASE = ["-m", "64"]
    def __init__(self, name, port=4444):
        self.name = name
        self.args = ["kvm", *self.BASE]
        self.port = port
    def monitor(self):
        return ("-qmp", "tcp::%d,server" % self.port)
    def start(self, *more):
        self.args.extend(self.monitor())
        subprocess.Popen(self.args + list(more))
VM("a").start("-S")
`;
    assert.deepEqual(started(program), ['-m|64|-qmp|tcp::4444,server|-S']);
  });

  it('is run by uncalled methods', () => {
    const program = `
import subprocess
class VM:
    def __init__(self, qemu="kvm"):
        self.args = [qemu, "-S"]
    def start(self):
        subprocess.Popen(self.args)
`;
    assert.deepEqual(started(program), ['-S']);
  });

  it('takes defaults of options for what they are', () => {
    const program = `
import argparse, subprocess
parser = argparse.ArgumentParser()
parser.add_argument("-m", "--monitor-address", default="tcp::1,server")
args = parser.parse_args()
subprocess.run(["kvm", "-monitor", args.monitor_address])
`;
    assert.deepEqual(started(program), ['-monitor|tcp::1,server']);
  });
});

/** A class that keeps options for the code that starts its objects, and one half of a monitor. */
const OWN =
  'class A(B):\n    def __init__(self):\n        self.args = []\n    def add(self, *args):\n        self.args.extend(args)\n';
const CHARDEV = '"-chardev", "socket,id=m,port=1,server"';

describe('what a Python file gives to others', () => {
  it('is found in what helpers, attributes and returned lists have', () => {
    for (const text of [
      'vm.add_args("-qmp", f"tcp:0.0.0.0:{port},server")\n',
      'vm.add_args("-chardev", "socket,id=m,port=1,server")\nvm.add_args("-mon", "chardev=m")\n',
      'def f(self):\n    for vm in self.vms:\n        vm.add_args("-chardev", "socket,id=m,port=1,server")\n        vm.add_args("-mon", "chardev=m")\n',
      'def f(cmd):\n    cmd += ["-monitor", "tcp::1,server"]\n',
      'def f(cmd):\n    cmd.extend(["-monitor", "tcp::1,server"])\n',
      'def f(vm):\n    vm.args = ["-monitor", "tcp::1,server"]\n',
      'def f():\n    return "-monitor tcp::1,server"\n',
      'OPTIONS = {"debug": "-monitor tcp::1,server"}\n',
      'class A:\n    ARGS = ["-monitor", "tcp::1,server"]\n',
      'def f(p):\n    line = qemu + " -monitor tcp:0.0.0.0:" + str(p) + ",server"\n    run(line)\n',
      'def f():\n    run("cd /x && qemu-system-arm -monitor tcp::1,server")\n',
      'def f():\n    return ["-monitor", "tcp::1,server"], 1\n',
      'def f():\n    return [["-monitor", "tcp::1,server"], ["-m", "1"]]\n',
      'def f():\n    yield ["-monitor", "tcp::1,server"]\n',
      'f = lambda q: ["-monitor", "tcp::1,server"]\n',
      'vm.run("taskset -c 1 qemu-system-arm -monitor tcp::1,server")\n',
      'vm.run("docker run image kvm -monitor tcp::1,server")\n',
      'vm.run("kvm -m 1 -monitor tcp::1,server")\n',
      'with open("run", "w") as f:\n    f.write("cd /x\\n")\n    f.write("exec qemu-system-arm -monitor tcp::1,server\\n")\n',
      'p.write_text("[Service]\\nExecStart=/usr/bin/kvm -monitor tcp::1,server\\n")\n',
      'vm.add("-chardev socket,id=m,port=1,server")\nvm.add("-mon chardev=m")\n',
      'def f(n):\n    define(\'<vm name="%s" args="-m 1G -monitor tcp::1,server"/>\' % n)\n',
      'VM = """\nrun:\n  - kvm -m 1G -monitor tcp::1,server\n"""\n',
      'f.write("#!/bin/sh -e\\nexec kvm -monitor tcp::1,server\\n")\n',
      'print("kvm -monitor tcp::1,server", file=f)\n',
      "T = '''#!/bin/bash\nkvm -monitor tcp:{h}:1,server\n'''\np.write_text(T.format(h=\"0.0.0.0\"))\n",
      'run("-monitor tcp::1,server")\nassert words == ["-monitor", "tcp::2,server"]\n',
      'def f(cmd):\n    cmd.append("-monitor")\n    # more\n    cmd.append("tcp::1,server")\n',
      'def f(self):\n    self.args.append("-qmp")\n    self.args.append("tcp::1,server")\n',
      'def f(vm):\n    vm.args += ["-chardev", "socket,id=m,port=1,server"]\n    vm.args += ["-mon", "chardev=m"]\n',
      'class A(B):\n    def f(self):\n        a = ["-chardev", "socket,id=m,port=1,server"]\n        self.args.extend(a)\n        self.args.extend(["-mon", "chardev=m"])\n',
      `class A(B):\n    def f(self):\n        self.add_args(${CHARDEV})\n        self.add_args("-mon", "chardev=m")\n`,
      ...['vm.launch()', ''].flatMap((launch) => [
        `${OWN}vm = A()\nvm.add(${CHARDEV})\nvm.add("-mon", "chardev=m")\n${launch}\n`,
        `${OWN}def f():\n    vm = A()\n    vm.add(${CHARDEV})\n    vm.add("-mon", "chardev=m")\n    ${launch}\n`,
      ]),
    ]) {
      assert.equal(inPython.analyzeText(text).findings.length, 1, text);
    }
  });

  it('is found beside what only its monitor makes a QEMU', () => {
    const run = 'subprocess.run([*cmd, "-monitor", "tcp::2,server"])\n';
    const text = `import subprocess\nX = ["-qmp", "tcp::1,server"]\n${run}`;
    assert.equal(inPython.analyzeText(text).findings.length, 2);
  });

  it('is handed to another program in one of its words', () => {
    for (const words of [
      '"make", "ARGS=-m 1 -qmp tcp::1,server"',
      '"./run.py", "--pass-args=-m 1 -qmp tcp::1,server"',
      '"./run.sh", "--args", "-qmp tcp::1,server"',
      '"docker", "run", "-e", "ARGS=-qmp tcp::1,server", "vm"',
    ]) {
      const text = `import subprocess\nsubprocess.run([${words}])\n`;
      assert.equal(inPython.analyzeText(text).findings.length, 1, text);
    }
  });

  it('has the default of what is asked elsewhere', () => {
    for (const host of [
      'conf.get("host", "127.0.0.1")',
      'getattr(conf, "host", "127.0.0.1")',
      'os.environ.get("HOST", "127.0.0.1")',
      'os.getenv("HOST") or "127.0.0.1"',
      'conf.host or "127.0.0.1"',
    ]) {
      const text = `import os\nimport subprocess\nhost = ${host}\nsubprocess.run(["kvm", "-monitor", f"tcp:{host}:1,server"])\n`;
      const { findings } = inPython.analyzeText(text);
      assert.deepEqual(
        findings.map(({ rule }) => rule),
        ['monitor-on-loopback'],
        host,
      );
    }
  });

  it('has the arguments of a domain, or of a part of one', () => {
    const part = "<qemu:arg value='-qmp'/><qemu:arg value='tcp::1,server'/>";
    for (const text of [
      `conn.defineXML("""<domain xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>\n<qemu:commandline>${part}</qemu:commandline></domain>""")\n`,
      `xml = xml.replace("</domain>", "<qemu:commandline>${part}</qemu:commandline></domain>")\n`,
    ]) {
      assert.equal(inPython.analyzeText(text).findings.length, 1, text);
    }
    inPython.checkSilent(`conn.defineXML("""<domain>${part}</domain>""")\n`);
  });

  it('is nothing in prose', () => {
    for (const text of [
      'import subprocess\nsubprocess.run(["echo", "ARGS=-qmp tcp::1,server"])\n',
      '"""Use qemu-system-arm -monitor tcp::1,server"""\n',
      'assert args == ["-monitor", "tcp::1,server"]\n',
      'self.assertEqual(args, ["-monitor", "tcp::1,server"])\n',
      'self.assertEqual(split("-S -monitor tcp::1,server"), ["-S", "-monitor", "tcp::1,server"])\n',
      'words = split("-monitor tcp::1,server -S")\nassert words == ["-monitor", "tcp::1,server", "-S"]\n',
      'print("qemu-system-arm -monitor tcp::1,server")\n',
      'import sys\nsys.stderr.write("qemu-system-arm -monitor tcp::1,server\\n")\n',
      'import sys\nprint("-monitor tcp::1,server", file=sys.stderr)\n',
      'logging.info("-monitor tcp::1,server")\n',
      'raise ValueError("-monitor tcp::1,server")\n',
      'fail("kvm needs -monitor tcp::1,server here")\n',
      'log("timeout for qemu -monitor tcp::1,server reached")\n',
      'parser.add_argument("--qmp", help="-qmp tcp::1,server")\n',
      'args = ["kvm",\n    # "-monitor", "tcp::1,server",\n]\n',
      'if "-monitor tcp::1,server" in line:\n    pass\n',
      'run(["kvm", "-serial", "tcp::1,server", "-gdb", "tcp::1234"])\n',
      'run(["client.py", "--qmp", "tcp:localhost:4444"])\n',
      's.connect(("localhost", 4444))\n',
      'def f():\n    text = "-monitor tcp::1,server"\n',
      'import subprocess\nX = "-monitor tcp::1,server"\nsubprocess.run(["kvm", "-S"])\n',
    ]) {
      inPython.checkSilent(text);
    }
  });

  it('is followed to its end if only prose tells of QEMU, whatever it computes', () => {
    const work = `a = "x"\n${'a = "%s %s" % (a, a)\n'.repeat(3000)}`;
    const isCut = (text: string) => analyzeText(text, OPTIONS).unfollowed !== undefined;
    assert.ok(isCut(`${work}start("kvm")\n`));
    for (const prose of ['"""Stops kvm."""\n', '# Not for kvm.\n', 'print("see qemu/osv: a")\n']) {
      assert.ok(!isCut(prose + work), prose);
    }
  });
});
