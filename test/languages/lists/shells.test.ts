/** Shells in the literals of other languages: steps of a Jenkinsfile, scripts in Nix. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lowerLists } from '../../../server/src/invocation/lists/lower.ts';
import { languageOf, languageOfFile } from '../../../server/src/languages/detect.ts';
import { written } from '../../../server/src/text/mapped-text.ts';
import { applyIgnore, checksIn } from '../../support/check.ts';
import { completeText } from '../../support/complete.ts';
import { LITERAL_LANGUAGES } from './literal-languages.ts';

const JENKINS = { languageId: 'groovy', path: '/w/Jenkinsfile' };
const inJenkins = checksIn(JENKINS);
const NIX = { languageId: 'nix', path: '/w/vm.nix' };
const inNix = checksIn(NIX);

/** The words that a file starts QEMU with, a line for each; `listed` are those that are read without a shell. */
function started(language: 'groovy' | 'nix', text: string): readonly string[] {
  return lowerLists(text, LITERAL_LANGUAGES[language]).flatMap((found) => {
    if (found.kind !== 'argv') return [];
    const words = found.words.map((word) => written(word.value)).join('|');
    return found.partial === 'list' ? `listed ${words}` : words;
  });
}

type Row = readonly [what: string, text: string, words: readonly string[]];

const STEPS: readonly Row[] = [
  ['a step', 'sh \'kvm -name "a b" -S\'', ['-name|a b|-S']],
  [
    'a step of lines',
    "node {\n  sh '''\n    M=1G\n    kvm -m $M \\\\\n      -S\n  '''\n}",
    ['-m|1G|-S'],
  ],
  ['lines that Groovy continues', "sh '''kvm -m 1G \\\n  -S'''", ['-m|1G|-S']],
  [
    'what Groovy puts in',
    'sh "kvm -m ${size} -smp $env.CPUS -name \\$N"',
    ['-m|${size}|-smp|$env.CPUS|-name|$N'],
  ],
  ['what Groovy knows', 'def size = \'1G\'\nsh "kvm -m ${size}"', ['-m|1G']],
  ['options in a variable', 'def o = \'-m 1G -S\'\nsh """kvm ${o}"""', ['-m|1G|-S']],
  ['two strings', "sh 'kvm -m ' + size + ' -S'", ['-m|size|-S']],
  ['brackets', "def out = sh(returnStdout: true, script: 'kvm -S').trim()", ['-S']],
  ['brackets and no name', "sh('kvm -S')", ['-S']],
  ['names without brackets', "sh label: 'a, b', script: 'kvm -S'", ['-S']],
  ['names on two lines', "sh label: 'a',\n   script: 'kvm -S'", ['-S']],
  ['a step of a library', "steps.sh 'kvm -S'", ['-S']],
  ['a step with a label', "labelledShell label: 'a', script: 'kvm -S'", ['-S']],
  ['a script of bash', "sh '''#!/bin/bash\na=(-m 1G)\nkvm \"${a[@]}\"'''", ['-m|1G']],
  ['a script of Python', "sh '''#!/usr/bin/env python3\nkvm -S'''", []],
  [
    'a script without its margin',
    "sh '''\n  cat >x <<EOF\n  a\n  EOF\n  kvm -S\n'''.stripIndent()",
    ['-S'],
  ],
  [
    'a step whose first line is empty, so that it is for sh whatever the next one says',
    "sh '''\n  #!/usr/bin/env python3\n  kvm -S\n'''.stripIndent()",
    ['-S'],
  ],
  [
    'a variable that the pipeline puts in, which is not followed',
    "environment { M = '1G' }\nwithEnv(['M=2G']) { sh 'kvm -m $M' }",
    ['-m|$M'],
  ],
  ['a method of that name', 'sh.run("kvm -S")', []],
  ['a name of that name', "sh = 'kvm -S'", []],
  ['a step without a script', 'sh label: "kvm -S"', []],
  ['a step without a script, and another call', "sh label: 'a'\nrun script: 'kvm -S'", []],
  ['a comment', "// sh 'kvm -S'", []],
  [
    'a step for another shell',
    "bat 'kvm -m 1G -monitor tcp::1,server'",
    ['listed -monitor|tcp::1,server'],
  ],
];

const SCRIPTS: readonly Row[] = [
  ['a script', "writeShellScript \"a\" ''\n  M=1G\n  kvm -m $M\n''", ['-m|1G']],
  [
    'a script with a name that is put together',
    'pkgs.writeShellScriptBin (n + "b") "kvm -S"',
    ['-S'],
  ],
  ['an application', "writeShellApplication { name = \"a\"; text = ''kvm -S''; }", ['-S']],
  ['a command', "runCommand \"a\" { inputs = [ x ]; } ''kvm -S''", ['-S']],
  ['a script that says what it is', "writeScript \"a\" ''\n  #!/bin/sh\n  kvm -S\n''", ['-S']],
  ['a script of Python', "writeScript \"a\" ''\n  #!/usr/bin/python3\n  kvm -S\n''", []],
  ['a phase', "{ checkPhase = ''kvm -S''; postInstall = \"kvm -s\"; }", ['-S', '-s']],
  ['a service', "{ systemd.services.vm.script = ''exec kvm -S''; }", ['-S']],
  [
    'what Nix puts in',
    "{ script = ''${qemu}/bin/kvm -m ${toString m} -name ''${N}''; }",
    ['-m|${toString m}|-name|${N}'],
  ],
  ['what Nix knows', "let m = \"1G\"; in { script = ''kvm -m ${m}''; }", ['-m|1G']],
  [
    'a document in it',
    "{ script = ''\n    cat >x <<EOF\n    a\n    EOF\n    kvm -S\n  ''; }",
    ['-S'],
  ],
  ['quotes in it', "{ script = ''kvm -name ''' a '''''; }", ['-name||a|']],
  ['another attribute', "{ description = ''kvm -S''; }", []],
  ['the name of a script', 'writeShellScript "kvm -S" x', []],
  [
    'options of a machine',
    '{ virtualisation.qemu.options = [ "-qmp tcp::1,server" "-S" ]; }',
    ['-qmp|tcp::1,server'],
  ],
  [
    'quotes in options of a machine',
    '{ virtualisation.qemu = { options = [ \'\'-qmp tcp:"$H":1,server -name "a b"\'\' ]; }; }',
    ['-qmp|tcp:$H:1,server|-name|a b'],
  ],
  [
    'options one by one',
    '{ virtualisation.qemu.options = [ "-qmp" "tcp::1,server" ]; }',
    ['listed -qmp|tcp::1,server'],
  ],
];

for (const [language, rows] of [
  ['groovy', STEPS],
  ['nix', SCRIPTS],
] as const) {
  describe(`a shell in ${language}`, () => {
    for (const [what, text, words] of rows) {
      it(`is read in ${what}: ${text}`, () => {
        assert.deepEqual(started(language, text), words);
      });
    }
  });
}

describe('a Jenkinsfile', () => {
  it('is known by its name, whatever an editor calls its language', () => {
    for (const name of [
      'Jenkinsfile',
      'Jenkinsfile.nightly',
      'Jenkinsfile-arm',
      'vm.jenkinsfile',
      'vm.Jenkinsfile',
    ]) {
      assert.equal(languageOfFile(`/w/${name}`, ''), 'groovy', name);
      assert.equal(languageOf('plaintext', `/w/${name}`, '')?.id, 'groovy', name);
    }
    assert.notEqual(languageOfFile('/w/Jenkinsfile.md', ''), 'groovy');
  });

  it('has findings where its author wrote them', () => {
    inJenkins.check(`
node {
  sh '''
    kvm -m 1G \\\\
      -monitor tcp:0.0.0.0:4444,server,nowait &
                   ^^^^^^^ 💡 error monitor-on-network
  '''
}
`);
  });

  it('has fixes in the quotes that it has', () => {
    const path = 'unix:${XDG_RUNTIME_DIR:-$HOME}/w-monitor.sock';
    inJenkins.checkFix(
      "sh 'kvm -monitor tcp::4444,server,nowait'\n",
      `sh 'kvm -monitor "${path},server,nowait"'\n`,
    );
    inJenkins.checkFix(
      'sh "kvm -monitor tcp::${port},server,nowait"\n',
      'sh "kvm -monitor \\"unix:\\${XDG_RUNTIME_DIR:-\\$HOME}/w-${port}-monitor.sock,server,nowait\\""\n',
    );
    inJenkins.checkFix(
      'def opts = """-m 1G -monitor tcp::4444,server,nowait"""\nsh "kvm ${opts}"\n',
      'def opts = """-m 1G -monitor \\"unix:\\${XDG_RUNTIME_DIR:-\\$HOME}/w-monitor.sock,server,nowait\\""""\nsh "kvm ${opts}"\n',
    );
  });

  it('has one machine for options that it hands to a step', () => {
    const text = 'def opts = "-m 1G -monitor tcp::4444,server"\nsh "kvm ${opts}"\n';
    assert.equal(inJenkins.analyzeText(text).connections.machines.length, 1);
  });

  it('is silenced by a comment of its own or of its script', () => {
    const ignore = 'qemu-monitor-guard: ignore[monitor-on-network] a lab without a network';
    const step = "  sh '''\n    kvm -monitor tcp::1,server\n  '''\n";
    inJenkins.checkSilent(`node {\n  // ${ignore}\n${step}}\n`);
    inJenkins.checkSilent(`node {\n${step.replace('    kvm', `    # ${ignore}\n    kvm`)}}\n`);
    assert.equal(
      applyIgnore(
        `node {\n${step}}\n`,
        'Ignore monitor-on-network here…',
        'a lab without a network',
        JENKINS,
      ),
      `node {\n  // ${ignore}\n${step}}\n`,
    );
  });

  it('is completed in a step', () => {
    const done = completeText("node {\n  sh '''\n    kvm -monitor un|\n  '''\n}\n", JENKINS);
    assert.ok(
      done.labels.some((label) => label.startsWith('unix:')),
      done.labels.join(' '),
    );
  });
});

describe('a script in Nix', () => {
  it('has findings where its author wrote them, and fixes in its quotes', () => {
    inNix.check(`
{
  systemd.services.vm.script = ''
    exec \${pkgs.qemu}/bin/qemu-system-x86_64 \\
      -monitor tcp:0.0.0.0:\${toString port},server,nowait
                   ^^^^^^^ 💡 error monitor-on-network
  '';
}
`);
    inNix.checkFix(
      "{ script = ''kvm -monitor tcp::${p},server,nowait''; }\n",
      "{ script = ''kvm -monitor \"unix:''${XDG_RUNTIME_DIR:-$HOME}/vm-${p}-monitor.sock,server,nowait\"''; }\n",
    );
    inNix.checkFix(
      '{ script = "kvm -monitor tcp::1,server,nowait"; }\n',
      '{ script = "kvm -monitor \\"unix:\\${XDG_RUNTIME_DIR:-\\$HOME}/vm-monitor.sock,server,nowait\\""; }\n',
    );
  });

  it('is silenced by a comment above it or in it', () => {
    const ignore = '# qemu-monitor-guard: ignore[monitor-on-network] a lab without a network';
    const script = "  script = ''\n    kvm -monitor tcp::1,server\n  '';\n";
    inNix.checkSilent(`{\n  ${ignore}\n${script}}\n`);
    inNix.checkSilent(`{\n${script.replace('    kvm', `    ${ignore}\n    kvm`)}}\n`);
  });
});
