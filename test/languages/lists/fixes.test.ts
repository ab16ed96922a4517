/** What is done about monitors in lists of strings: fixes, comments, completion. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { languageOf, languageOfFile } from '../../../server/src/languages/detect.ts';
import { LISTS } from '../../../server/src/languages/lists/index.ts';
import type { FixId } from '../../../server/src/rules/fix-ids.ts';
import {
  analyzeText,
  type CheckOptions,
  checkSilent,
  firstFixes,
  fixedBy,
  fixesOf,
} from '../../support/check.ts';
import { completeText } from '../../support/complete.ts';

const FILES: Readonly<Record<string, CheckOptions>> = Object.fromEntries(
  [
    ...[['javascript', '/w/vm.js'] as const, ['go', '/w/vm.go'] as const],
    ...[['rust', '/w/vm.rs'] as const, ['cpp', '/w/vm.cpp'] as const],
    ...[['csharp', '/w/vm.cs'] as const, ['nix', '/w/vm.nix'] as const],
    ...[['ruby', '/w/vm.rb'] as const, ['perl', '/w/vm.pl'] as const],
    ['vagrantfile', '/w/Vagrantfile'] as const,
    ...[['json', '/w/vm.json'] as const, ['jsonc', '/w/vm.jsonc'] as const],
    ...[['powershell', '/w/vm.ps1'] as const, ['bat', '/w/vm.bat'] as const],
    ...[['hcl', '/w/vm.hcl'] as const, ['groovy', '/w/vm.groovy'] as const],
    ...[['cmake', '/w/CMakeLists.txt'] as const, ['toml', '/w/vm.toml'] as const],
  ].map(([languageId, path]) => [languageId, { languageId, path }]),
);

/** The ids of the fixes that the only finding of a text has, in their order. */
function offered(text: string, options: CheckOptions): readonly FixId[] {
  const analysis = analyzeText(text, options);
  const [finding, ...more] = analysis.findings;
  assert.ok(finding && more.length === 0, `one finding in ${text}`);
  return fixesOf(analysis, finding, options).map(({ id }) => id);
}

/** What a UNIX socket makes of texts; undefined where the fix would lose something. */
const SWITCHED: readonly (readonly [language: string, text: string, fixed: string | undefined])[] =
  [
    [
      'perl',
      'push @a, "-qmp", "tcp:0.0.0.0:$vars->{PORT},server" if $b;',
      'push @a, "-qmp", "unix:vm-$vars->{PORT}-qmp.sock,server" if $b;',
    ],
    [
      'perl',
      "push @a, '-qmp', 'tcp:0.0.0.0:' . $port . ',server';",
      "push @a, '-qmp', 'unix:vm-' . $port . '-qmp.sock' . ',server';",
    ],
    ['perl', "push @a, '-qmp', 'tcp:' . $h{ost} . ':1,server';", undefined],
    [
      'vagrantfile',
      'config.vm.provider "qemu" do |q|\n  q.extra_qemu_args = %w(-qmp tcp::1,server)\nend',
      'config.vm.provider "qemu" do |q|\n  q.extra_qemu_args = %w(-qmp unix:w-qmp.sock,server)\nend',
    ],
    [
      'vagrantfile',
      'config.vm.provider :libvirt do |v|\n  v.qemuargs :value => "-qmp"\n  v.qemuargs :value => "tcp::1,server"\nend',
      'config.vm.provider :libvirt do |v|\n  v.qemuargs :value => "-qmp"\n  v.qemuargs :value => "unix:/var/lib/libvirt/qemu/w-qmp.sock,server"\nend',
    ],
    [
      'javascript',
      'const p = 4444;\nrun(`kvm -qmp tcp:127.0.0.1:${p},server -S`);',
      'const p = 4444;\nrun(`kvm -qmp unix:vm-${p}-qmp.sock,server -S`);',
    ],
    [
      'javascript',
      "const p = 4444;\nrun('kvm -qmp tcp:127.0.0.1:' + p + ',server -S');",
      "const p = 4444;\nrun('kvm -qmp unix:vm-' + p + '-qmp.sock' + ',server -S');",
    ],
    // What a shell replaces stays hidden from the program, and goes along whole.
    [
      'javascript',
      'exec(`kvm -qmp tcp:localhost:\\${1:-4444},server`);',
      'exec(`kvm -qmp unix:vm-\\${1:-4444}-qmp.sock,server`);',
    ],
    [
      'perl',
      'exec "kvm -qmp tcp:localhost:\\$PORT,server";',
      'exec "kvm -qmp unix:vm-\\$PORT-qmp.sock,server";',
    ],
    [
      'csharp',
      'class A { int p = 4444; void F() { Run($"-m 1 -qmp tcp::{p},server -S"); } }',
      'class A { int p = 4444; void F() { Run($"-m 1 -qmp unix:vm-{p}-qmp.sock,server -S"); } }',
    ],
    ['perl', 'exec qw(kvm -qmp tcp::1,server);', 'exec qw(kvm -qmp unix:vm-qmp.sock,server);'],
    [
      'javascript',
      "run(['-qmp', 'tcp:0.0.0.0:4444,server,nowait']);",
      "run(['-qmp', 'unix:vm-qmp.sock,server,nowait']);",
    ],
    [
      'javascript',
      "run(['-qmp', `tcp:0.0.0.0:${port},server`]);",
      "run(['-qmp', `unix:vm-${port}-qmp.sock,server`]);",
    ],
    [
      'ruby',
      'run(*%w[-monitor telnet:localhost:1,nodelay,server,nowait -S])',
      'run(*%w[-monitor unix:vm-monitor.sock,server,nowait -S])',
    ],
    // What is replaced would begin before a bracket and end inside of it.
    ['javascript', "run(['-qmp', 'tcp:' + (h ?? '0.0.0.0:4444') + ',server']);", undefined],
    // The port is no part of a literal.
    [
      'javascript',
      "run(['-qmp', 'tcp:0.0.0.0:' + port + ',server']);",
      "run(['-qmp', 'unix:vm-' + port + '-qmp.sock' + ',server']);",
    ],
    [
      'go',
      'a := []string{"-monitor", "tcp:127.0.0.1:"+strconv.Itoa(p)+",server"}',
      'a := []string{"-monitor", "unix:vm-" + strconv.Itoa(p) + "-monitor.sock"+",server"}',
    ],
    [
      'csharp',
      'class A { void F() { a.Add("-qmp"); a.Add("tcp:127.0.0.1:" + port + ",server"); } }',
      'class A { void F() { a.Add("-qmp"); a.Add("unix:vm-" + port + "-qmp.sock" + ",server"); } }',
    ],
    ['javascript', "run(['-qmp', 'tcp:0.0.0.0:' + (port + 1) + ',server']);", undefined],
    [
      'javascript',
      "run(['-qmp', 'tcp:0.0.0.0:' + port.toString()+',server']);",
      "run(['-qmp', 'unix:vm-' + port.toString() + '-qmp.sock'+',server']);",
    ],
    [
      'javascript',
      "const p = await f({\n  a,\n});\nrun(['-qmp', `tcp:0.0.0.0:${p},server`]);",
      "const p = await f({\n  a,\n});\nrun(['-qmp', `unix:vm-${p}-qmp.sock,server`]);",
    ],
    // A host that is in no name any more may be used nowhere then, which Go refuses.
    ['go', 'a := []string{"-qmp", "tcp:"+host+":"+p+",server"}', undefined],
    ['javascript', "run(['-qmp', 'tcp:0.0.0.0:' + port + `,server`]);", undefined],
    ['javascript', "run(['-qmp', `tcp:${host}:4444,server`]);", undefined],
    [
      'go',
      'run("-qmp", fmt.Sprintf("tcp:0.0.0.0:%d,server", port))',
      'run("-qmp", fmt.Sprintf("unix:vm-%d-qmp.sock,server", port))',
    ],
    // The number of interpolated parts counts.
    ['go', 'run("-qmp", fmt.Sprintf("tcp:%s:4444,server", host))', undefined],
    ['go', 'run("-qmp", fmt.Sprintf("tcp:%s:%d,server", host, port))', undefined],
    [
      'go',
      'func f() {\n\tmon := fmt.Sprintf("telnet::%d,server", p)\n\trun("-monitor", mon)\n}',
      'func f() {\n\tmon := fmt.Sprintf("unix:vm-%d-monitor.sock,server", p)\n\trun("-monitor", mon)\n}',
    ],
    [
      'rust',
      'fn f() { c.arg("-qmp").arg(format!("tcp:0.0.0.0:{},server", p)); }',
      'fn f() { c.arg("-qmp").arg(format!("unix:vm-{}-qmp.sock,server", p)); }',
    ],
    [
      'cpp',
      'void f() { a << "-qmp" << QString("tcp:0.0.0.0:%1,server").arg(p); }',
      'void f() { a << "-qmp" << QString("unix:vm-%1-qmp.sock,server").arg(p); }',
    ],
    [
      'csharp',
      'class A { string a = $"-m 1G -qmp tcp:0.0.0.0:{port},server"; }',
      'class A { string a = $"-m 1G -qmp unix:vm-{port}-qmp.sock,server"; }',
    ],
    ['nix', '[ "-qmp" "tcp:0.0.0.0:4444,server" ]', '[ "-qmp" "unix:vm-qmp.sock,server" ]'],
    [
      'json',
      '{"a": ["-chardev", "socket,id=m,host=0.0.0.0,port=1,server=on", "-mon", "chardev=m"]}',
      '{"a": ["-chardev", "socket,id=m,path=vm-monitor.sock,server=on", "-mon", "chardev=m"]}',
    ],
    [
      'toml',
      'runner = "qemu-system-arm -monitor tcp::4444,server -kernel"',
      'runner = "qemu-system-arm -monitor unix:vm-monitor.sock,server -kernel"',
    ],
    [
      'cmake',
      'set(P 1)\nadd_custom_target(run COMMAND q -monitor tcp:0.0.0.0:${P},server)',
      'set(P 1)\nadd_custom_target(run COMMAND q -monitor unix:CMakeLists-${P}-monitor.sock,server)',
    ],
    [
      'powershell',
      '$a = @("-monitor", "tcp:127.0.0.1:$port,server")',
      '$a = @("-monitor", "unix:$env:LOCALAPPDATA/vm-$port-monitor.sock,server")',
    ],
    // In single quotes nothing is replaced.
    ['powershell', "$a = @('-monitor', 'tcp:127.0.0.1:4444,server')", undefined],
    [
      'bat',
      'qemu ^\r\n  -monitor telnet:localhost:%PORT%,server ^\r\n  -m 1G',
      'qemu ^\r\n  -monitor "unix:%LOCALAPPDATA%/vm-%PORT%-monitor.sock",server ^\r\n  -m 1G',
    ],
  ];

/** What a text becomes with TLS, its new values in brief, and without its monitor; undefined where that is not offered. */
interface Changed {
  readonly language: string;
  readonly text: string;
  readonly tls: string | undefined;
  readonly gone: string | undefined;
}

const CHANGED: readonly Changed[] = [
  {
    language: 'json',
    text: '{"a": ["-S", "-qmp", "tcp::1,server"]}',
    tls: '{"a": ["-S", "-object", "CREDS", "-object", "AUTHZ", "-chardev", "SOCKET", "-mon", "MON"]}',
    gone: '{"a": ["-S", "-monitor", "none"]}',
  },
  {
    language: 'json',
    text: '{"a": [\n  "-qmp",\n  "tcp::1,server",\n  "-monitor",\n  "stdio"\n]}',
    tls: '{"a": [\n  "-object",\n  "CREDS",\n  "-object",\n  "AUTHZ",\n  "-chardev",\n  "SOCKET",\n  "-mon",\n  "MON",\n  "-monitor",\n  "stdio"\n]}',
    gone: '{"a": [\n  "-monitor",\n  "stdio"\n]}',
  },
  {
    // No comma is left behind the last.
    language: 'json',
    text: '{"a": [\n  "-monitor", "stdio",\n  "-qmp", "tcp::1,server"\n]}',
    tls: '{"a": [\n  "-monitor", "stdio",\n  "-object", "CREDS",\n  "-object", "AUTHZ",\n  "-chardev", "SOCKET",\n  "-mon", "MON"\n]}',
    gone: '{"a": [\n  "-monitor", "stdio"\n]}',
  },
  {
    language: 'json',
    text: '{"a": ["-monitor", "stdio", "-chardev", "socket,id=m,host=,port=1,server=on", "-mon", "chardev=m"]}',
    tls: '{"a": ["-monitor", "stdio", "-object", "CREDS", "-object", "AUTHZ", "-chardev", "SOCKET", "-mon", "chardev=m"]}',
    gone: '{"a": ["-monitor", "stdio"]}',
  },
  {
    // A note goes with nothing.
    language: 'jsonc',
    text: '{"a": ["-monitor", "stdio", // HMP\n  "-qmp", "tcp::1,server"]}',
    tls: '{"a": ["-monitor", "stdio", // HMP\n  "-object", "CREDS",\n  "-object", "AUTHZ",\n  "-chardev", "SOCKET",\n  "-mon", "MON"]}',
    gone: undefined,
  },
  {
    language: 'javascript',
    text: 'a.push(\n  "-qmp",\n  `tcp::${p},server`,\n);',
    tls: 'a.push(\n  "-object",\n  "CREDS",\n  "-object",\n  "AUTHZ",\n  "-chardev",\n  `SOCKET`,\n  "-mon",\n  "MON",\n);',
    gone: 'a.push(\n  "-monitor",\n  "none",\n);',
  },
  {
    language: 'javascript',
    text: 'const m = "tcp::1,server";\nrun(["-S", "-qmp", m]);',
    tls: 'const m = "tcp::1,server,tls-creds=montls0,tls-authz=monauthz0";\nrun(["-S", "-object", "CREDS", "-object", "AUTHZ", "-qmp", m]);',
    // The name would be unused.
    gone: undefined,
  },
  // Who takes two words may not take four.
  { language: 'javascript', text: 'add("-qmp", "tcp::1,server")', tls: undefined, gone: undefined },
  {
    language: 'javascript',
    text: 'const [a, b] = ["-qmp", "tcp::1,server"];',
    tls: undefined,
    gone: undefined,
  },
  {
    language: 'javascript',
    text: 'a.push("-qmp");\na.push("tcp::1,server");',
    tls: undefined,
    gone: undefined,
  },
  {
    language: 'go',
    text: 'var a = []string{\n\t"-monitor", "stdio",\n\t"-qmp", "tcp::1,server",\n}\n',
    tls: 'var a = []string{\n\t"-monitor", "stdio",\n\t"-object", "CREDS",\n\t"-object", "AUTHZ",\n\t"-chardev", "SOCKET",\n\t"-mon", "MON",\n}\n',
    gone: 'var a = []string{\n\t"-monitor", "stdio",\n}\n',
  },
  {
    language: 'go',
    text: 'func f() {\n\ta = append(a, "-qmp", fmt.Sprintf("tcp::%d,server", p))\n}\n',
    tls: 'func f() {\n\ta = append(a, "-object", "CREDS", "-object", "AUTHZ", "-chardev", fmt.Sprintf("SOCKET", p), "-mon", "MON")\n}\n',
    // The port would be left unused.
    gone: undefined,
  },
  {
    language: 'go',
    text: 'var a = [2]string{"-qmp", "tcp::1,server"}\n',
    tls: undefined,
    gone: undefined,
  },
  {
    language: 'rust',
    text: 'fn f() {\n  c.arg("-S")\n    .arg("-qmp")\n    .arg("tcp::1,server");\n}',
    tls: 'fn f() {\n  c.arg("-S")\n    .arg("-object")\n    .arg("CREDS")\n    .arg("-object")\n    .arg("AUTHZ")\n    .arg("-chardev")\n    .arg("SOCKET")\n    .arg("-mon")\n    .arg("MON");\n}',
    gone: 'fn f() {\n  c.arg("-S")\n    .arg("-monitor")\n    .arg("none");\n}',
  },
  {
    language: 'rust',
    text: 'fn f() { c.arg("-monitor").arg("stdio").arg("-qmp").arg("tcp::1,server"); }',
    tls: 'fn f() { c.arg("-monitor").arg("stdio").arg("-object").arg("CREDS").arg("-object").arg("AUTHZ").arg("-chardev").arg("SOCKET").arg("-mon").arg("MON"); }',
    gone: 'fn f() { c.arg("-monitor").arg("stdio"); }',
  },
  {
    language: 'rust',
    text: 'fn f() { let v = vec!["-qmp".to_string(), "tcp::1,server".to_string()]; }',
    tls: 'fn f() { let v = vec!["-object".to_string(), "CREDS".to_string(), "-object".to_string(), "AUTHZ".to_string(), "-chardev".to_string(), "SOCKET".to_string(), "-mon".to_string(), "MON".to_string()]; }',
    gone: 'fn f() { let v = vec!["-monitor".to_string(), "none".to_string()]; }',
  },
  {
    language: 'rust',
    text: 'fn f() { let v: [&str; 2] = ["-qmp", "tcp::1,server"]; }',
    tls: undefined,
    gone: undefined,
  },
  {
    language: 'rust',
    text: 'const A: &[&str; 2] = &["-qmp", "tcp::1,server"];',
    tls: undefined,
    gone: undefined,
  },
  {
    language: 'cpp',
    text: 'const char *a[] = {"-qmp", "tcp::" "1,server", nullptr};',
    tls: 'const char *a[] = {"-object", "CREDS", "-object", "AUTHZ", "-chardev", "SOCKET" "1,server=on,tls-creds=montls0,tls-authz=monauthz0", "-mon", "MON", nullptr};',
    gone: 'const char *a[] = {"-monitor", "none", nullptr};',
  },
  {
    language: 'cpp',
    text: 'const char *a[3] = {"-qmp", "tcp::1,server"};',
    tls: undefined,
    gone: undefined,
  },
  {
    language: 'csharp',
    text: 'class A { string[] a = { "-qmp", "tcp::1,server" }; }',
    tls: 'class A { string[] a = { "-object", "CREDS", "-object", "AUTHZ", "-chardev", "SOCKET", "-mon", "MON" }; }',
    gone: 'class A { string[] a = { "-monitor", "none" }; }',
  },
  {
    language: 'hcl',
    text: 'a = [\n  ["-monitor", "stdio"],\n  ["-qmp", "tcp::1,server"],\n]',
    tls: 'a = [\n  ["-monitor", "stdio"],\n  ["-object", "CREDS"],\n  ["-object", "AUTHZ"],\n  ["-chardev", "SOCKET"],\n  ["-mon", "MON"],\n]',
    gone: 'a = [\n  ["-monitor", "stdio"],\n]',
  },
  {
    language: 'javascript',
    text: "run([\r\n  '-S',\r\n  '-monitor', 'stdio',\r\n  '-qmp', 'tcp::1,server',\r\n]);\r\n",
    tls: "run([\r\n  '-S',\r\n  '-monitor', 'stdio',\r\n  '-object', 'CREDS',\r\n  '-object', 'AUTHZ',\r\n  '-chardev', 'SOCKET',\r\n  '-mon', 'MON',\r\n]);\r\n",
    gone: "run([\r\n  '-S',\r\n  '-monitor', 'stdio',\r\n]);\r\n",
  },
  {
    language: 'nix',
    text: '[ "-monitor" "stdio" "-qmp" "tcp::1,server" ]',
    tls: '[ "-monitor" "stdio" "-object" "CREDS" "-object" "AUTHZ" "-chardev" "SOCKET" "-mon" "MON" ]',
    gone: '[ "-monitor" "stdio" ]',
  },
  {
    language: 'cmake',
    text: 'set(A -monitor stdio\n  -qmp tcp::1,server\n)',
    tls: 'set(A -monitor stdio\n  -object CREDS\n  -object AUTHZ\n  -chardev SOCKET\n  -mon MON\n)',
    gone: 'set(A -monitor stdio\n)',
  },
  {
    language: 'powershell',
    text: '$a = @("-monitor", "stdio", "-qmp", "tcp::1,server")',
    tls: '$a = @("-monitor", "stdio", "-object", "CREDS", "-object", "AUTHZ", "-chardev", "SOCKET", "-mon", "MON")',
    gone: '$a = @("-monitor", "stdio")',
  },
  // Words of a command, which a line may not hold.
  { language: 'bat', text: 'qemu -qmp tcp::1,server', tls: undefined, gone: undefined },
];

/** A text with the long values in it named. */
function brief(text: string | undefined): string | undefined {
  return text
    ?.replace(/tls-creds-x509,[^"'`\s]*/g, 'CREDS')
    .replace(/authz-simple,[^"'`\s]*/g, 'AUTHZ')
    .replace(/socket,id=[^"'`\s]*/g, 'SOCKET')
    .replace(/chardev=mon0,mode=control/g, 'MON');
}

describe('a list of strings', () => {
  for (const { language, text, tls, gone } of CHANGED) {
    const options = FILES[language] ?? {};
    it(`${tls === undefined ? 'gets no' : 'gets'} words for TLS in ${language}: ${text}`, () => {
      assert.equal(brief(fixedBy('require-tls', text, options)), tls);
    });
    it(`${gone === undefined ? 'keeps' : 'is without'} its monitor in ${language}: ${text}`, () => {
      const fixed = fixedBy('remove-monitor', text, options);
      assert.equal(fixed, gone);
      if (language === 'json') JSON.parse(fixed ?? '');
    });
  }
});

describe('a fix in a list of strings', () => {
  for (const [language, text, fixed] of SWITCHED) {
    it(`${fixed === undefined ? 'is none' : 'writes a UNIX socket'} in ${language}: ${text}`, () => {
      assert.equal(fixedBy('switch-to-unix', text, FILES[language] ?? {}), fixed);
    });
  }

  it('never counts as safe, since the program itself may be the client', () => {
    for (const [language, text] of SWITCHED) {
      const options = FILES[language] ?? {};
      const analysis = analyzeText(text, options);
      const fixes = analysis.findings.flatMap((finding) => fixesOf(analysis, finding, options));
      const wrong = [...new Set(fixes.map(({ safety }) => safety))].filter((one) => one === 'safe');
      assert.deepEqual(wrong, []);
    }
  });

  it('is loopback first on Windows, and a UNIX socket only for a QEMU that has them there', () => {
    const text = '$a = @("-monitor", "tcp:0.0.0.0:4444,server")';
    const powershell = FILES['powershell'] ?? {};
    assert.deepEqual(offered(text, powershell).slice(0, 2), [
      'listen-on-loopback',
      'switch-to-unix',
    ]);
    const old = { ...powershell, settings: { qemuVersion: 701 } };
    assert.ok(!offered(text, old).includes('switch-to-unix'));
    assert.ok(firstFixes(text, powershell).every(({ preferred }) => !preferred));
  });
});

/** Comments that silence what they stand above. */
const SILENCED: readonly (readonly [language: string, text: string])[] = [
  ['javascript', '// MARK\nrun(["-monitor", "tcp::4444,server"]);\n'],
  ['javascript', 'run([\n  "-m", "1G",\n  // MARK\n  "-monitor", "tcp::4444,server",\n]);\n'],
  ['javascript', '// MARK\nconst m = "tcp::4444,server";\nrun(["-monitor", m]);\n'],
  ['go', 'func f() {\n\t// MARK\n\targs = append(args, "-qmp",\n\t\t"tcp::4444,server")\n}\n'],
  [
    'rust',
    'fn f() {\n  // MARK\n  c.arg("-m").arg("1G")\n    .arg("-qmp").arg("tcp::4444,server");\n}\n',
  ],
  ['nix', '{\n  # MARK\n  options = [ "-monitor" "tcp::4444,server" ];\n}\n'],
  ['ruby', '# MARK\nargs = [\n  "-qmp",\n  "tcp::4444,server"\n]\n'],
  [
    'ruby',
    'a do |v|\n  v.qemuargs :value => "-qmp"\n  # MARK\n  v.qemuargs :value => "tcp::4444,server"\nend\n',
  ],
  ['jsonc', '{\n  "a": 1,\n  // MARK\n  "args": ["-monitor", "tcp::4444,server"]\n}\n'],
  ['toml', 'a = 1\n# MARK\nrunner = ["q", "-monitor", "tcp::4444,server"]\n'],
  ['powershell', '# MARK\n& $q -m 1G `\n  -monitor tcp::4444,server\n'],
  ['bat', 'rem MARK\nqemu -m 1G ^\n  -monitor tcp::4444,server\n'],
  ['cmake', '# MARK\nset(ARGS -monitor tcp::4444,server)\n'],
];

describe('a comment in a program', () => {
  const mark = 'qemu-monitor-guard: ignore[monitor-on-network] a lab without a network';
  for (const [language, text] of SILENCED) {
    it(`silences what it stands above in ${language}: ${text}`, () => {
      checkSilent(text.replace('MARK', mark), FILES[language] ?? {});
      const without = analyzeText(text.replace('MARK', 'a note'), FILES[language] ?? {});
      assert.equal(without.findings.length, 1);
    });
  }

  it('silences nothing else', () => {
    const text = `// ${mark}\nother();\nrun(["-monitor", "tcp::4444,server"]);\n`;
    assert.equal(analyzeText(text, FILES['javascript'] ?? {}).findings.length, 1);
  });
});

describe('completion in a list of strings', () => {
  it('goes on inside of an address', () => {
    for (const text of [
      "run(['-monitor', 'tcp:127.0.0.1:4444,ser|'])",
      "run(['-monitor', 'tcp:127.0.0.1:4444,ser|\n",
    ]) {
      const done = completeText(text, FILES['javascript'] ?? {});
      assert.ok(
        done.items.some(({ edit }) => edit.text.startsWith('server')),
        done.labels.join(' '),
      );
    }
  });

  it('offers devices where an address is typed', () => {
    for (const [language, text] of [
      ['javascript', "run(['-monitor', '|'])"],
      ['rust', 'fn f() { c.arg("-qmp").arg("|"); }'],
      ['go', 'func f() {\n\tx := "un|"\n\trun("-qmp", x)\n}\n'],
      ['json', '{"args": ["-monitor", "un|'],
    ] as const) {
      const done = completeText(text, FILES[language] ?? {});
      assert.ok(
        done.labels.some((label) => label.startsWith('unix:')),
        `${text}: ${done.labels.join(' ')}`,
      );
    }
  });

  it('offers nothing in other strings', () => {
    const done = completeText("run(['-x', 'ser|'])", FILES['javascript'] ?? {});
    assert.deepEqual(done.labels, []);
  });
});

describe('a file with lists', () => {
  it('is known by its name and by what editors call its language', () => {
    for (const [path, languageId] of [
      ...[['/w/a.mjs', 'javascript'] as const, ['/w/a.tsx', 'typescriptreact'] as const],
      ...[['/w/CMakeLists.txt', 'cmake'] as const, ['/w/x.pkr.hcl', 'hcl'] as const],
      ...[['/w/.vscode/tasks.json', 'jsonc'] as const, ['/w/package.json', 'json'] as const],
      ...[['/w/.cargo/config', 'toml'] as const, ['/w/RUN.BAT', 'bat'] as const],
      ...[['/w/a.H', undefined] as const, ['/w/a.hh', 'cpp'] as const],
    ]) {
      assert.equal(languageOfFile(path, ''), languageId, path);
    }
    assert.equal(languageOfFile('/w/run', '#!/usr/bin/perl -w'), 'perl');
    assert.equal(languageOfFile('/w/run', '#!/usr/bin/env node'), 'javascript');
    assert.equal(languageOfFile('/w/run', '#!/usr/bin/ruby'), 'ruby');
    assert.equal(languageOf('plaintext', '/w/a.zig', '')?.id, 'zig');
    assert.equal(languageOf('rust', 'Untitled-1', '')?.id, 'rust');
  });

  it('is loaded for the first of them, and costs nothing before', () => {
    for (const language of LISTS) assert.ok(language.loading, language.id);
  });
});
