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
  fixedBy,
  fixesOf,
} from '../../support/check.ts';
import { completeText } from '../../support/complete.ts';

const FILES: Readonly<Record<string, CheckOptions>> = Object.fromEntries(
  [
    ...[['javascript', '/w/vm.js'] as const, ['go', '/w/vm.go'] as const],
    ...[['rust', '/w/vm.rs'] as const, ['cpp', '/w/vm.cpp'] as const],
    ...[['csharp', '/w/vm.cs'] as const, ['nix', '/w/vm.nix'] as const],
    ...[['json', '/w/vm.json'] as const, ['jsonc', '/w/vm.jsonc'] as const],
    ...[['powershell', '/w/vm.ps1'] as const, ['bat', '/w/vm.bat'] as const],
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
      'javascript',
      "run(['-qmp', 'tcp:0.0.0.0:4444,server,nowait']);",
      "run(['-qmp', 'unix:vm-qmp.sock,server,nowait']);",
    ],
    [
      'javascript',
      "run(['-qmp', `tcp:0.0.0.0:${port},server`]);",
      "run(['-qmp', `unix:vm-${port}-qmp.sock,server`]);",
    ],
    // The port is no part of a literal.
    ['javascript', "run(['-qmp', 'tcp:0.0.0.0:' + port + ',server']);", undefined],
    ['javascript', "run(['-qmp', `tcp:${host}:4444,server`]);", undefined],
    [
      'go',
      'run("-qmp", fmt.Sprintf("tcp:0.0.0.0:%d,server", port))',
      'run("-qmp", fmt.Sprintf("unix:vm-%d-qmp.sock,server", port))',
    ],
    // Somebody counts the parts that are put in.
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
      'qemu ^\r\n  -monitor unix:%LOCALAPPDATA%/vm-%PORT%-monitor.sock,server ^\r\n  -m 1G',
    ],
  ];

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
      assert.deepEqual(
        [...new Set(fixes.map(({ safety }) => safety))].filter((one) => one === 'safe'),
        [],
      );
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
    const analysis = analyzeText(text, powershell);
    const [finding] = analysis.findings;
    assert.ok(finding);
    assert.ok(fixesOf(analysis, finding, powershell).every(({ preferred }) => !preferred));
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
    assert.equal(languageOf('plaintext', '/w/a.zig', '')?.id, 'zig');
    assert.equal(languageOf('rust', 'Untitled-1', '')?.id, 'rust');
  });

  it('is loaded for the first of them, and costs nothing before', () => {
    for (const language of LISTS) assert.ok(language.loading, language.id);
  });
});
