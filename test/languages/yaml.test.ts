/** YAML with shells and QEMUs in it: read, found, fixed, commented and completed like every other language. */
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { lowerYaml } from '../../server/src/invocation/yaml/lower.ts';
import { languageOf, languageOfFile, mayHaveFindings } from '../../server/src/languages/detect.ts';
import { YAML } from '../../server/src/languages/yaml/index.ts';
import { applyFix, applyIgnore, checksIn, fixedBy, fixIds, shownIn } from '../support/check.ts';
import { completeText } from '../support/complete.ts';
import { startedWith } from '../support/started.ts';

const OPTIONS = { languageId: 'yaml', path: '/w/boot.yml' };
const inYaml = checksIn(OPTIONS);

before(() => YAML.loading?.load());

/** The words that a file starts QEMU with, a line for each; `held` are those that it only holds. */
function started(text: string): readonly string[] {
  return startedWith(lowerYaml(text));
}

function workflow(step: string): string {
  return `on: push\njobs:\n  boot:\n    steps:\n      - ${step}\n`;
}

function compose(service: string): string {
  return `services:\n  vm:\n    ${service}\n`;
}

describe('a YAML file', () => {
  it('is known by its name, whatever an editor calls its language', () => {
    assert.equal(languageOfFile('/w/.github/workflows/ci.yml', ''), 'yaml');
    assert.equal(languageOfFile('/w/user-data', '#cloud-config\n'), 'yaml');
    assert.equal(languageOf('plaintext', '/w/user-data', '#cloud-config\n')?.id, 'yaml');
    assert.notEqual(languageOfFile('/w/user-data', '#!/bin/sh\n'), 'yaml');
    for (const id of ['yaml', 'dockercompose', 'github-actions-workflow', 'ansible', 'plaintext']) {
      assert.equal(languageOf(id, '/w/ci.yaml', '')?.id, 'yaml', id);
    }
    assert.equal(languageOf('dockercompose', 'Untitled-1', '')?.id, 'yaml');
  });

  it('is not read where nothing in it speaks of QEMU', () => {
    assert.equal(mayHaveFindings('yaml', 'a: monitoring\nb: storage\nc: vnc\n'), false);
    assert.equal(mayHaveFindings('yaml', 'a: kvm\n'), true);
    assert.equal(mayHaveFindings('yaml', 'args: [-qmp, x]\n'), true);
  });
});

/** What a step leaves as `M`, undefined where nobody knows. */
const LEFT: readonly (readonly [step: string, m: string | undefined])[] = [
  ['run: echo M=2G >> $GITHUB_ENV', '2G'],
  ['run: echo "M=2G" >>"${GITHUB_ENV}"\n        shell: sh', '2G'],
  ['run: echo M=2G | tee -a "$GITHUB_ENV"', '2G'],
  ['run: |\n          cat >> $GITHUB_ENV <<E\n          A=1\n          M=2G\n          E', '2G'],
  ['run: printf "M<<E\\n%s\\nE\\n" 2G >> $GITHUB_ENV', '2G'],
  ['run: put() { echo "$1=$2" >> $GITHUB_ENV; }; put M 2G', '2G'],
  ['run: echo N=2G >> $GITHUB_ENV', '1G'],
  ['run: echo M=$(nproc)G >> $GITHUB_ENV', '$(nproc)G'],
  ['run: echo "$NAME=2G" >> $GITHUB_ENV', undefined],
  ['run: ./settings >> $GITHUB_ENV', undefined],
  ['run: echo M=2G; ./settings | tee -a $GITHUB_ENV', undefined],
  ['run: python3 -c "import os; f(os.environ[\'GITHUB_ENV\'])"', undefined],
  ['run: echo M=2G >> ${{ github.env }}', undefined],
  ['run: printf "M<<E\\n2G\\n" >> $GITHUB_ENV', undefined],
  ['run: Add-Content $env:GITHUB_ENV M=2G\n        shell: pwsh', undefined],
];

/** What a file holds, and with which words QEMU is started there. */
const READ: readonly (readonly [what: string, text: string, words: readonly string[]])[] = [
  ['a step', workflow('run: kvm -S'), ['-S']],
  ['a step of lines', workflow('run: |\n          kvm \\\n            -S -m 1G'), ['-S|-m|1G']],
  ['a folded step', workflow('run: >-\n          kvm\n          -S'), ['-S']],
  ['a step in quotes', workflow('run: "kvm -name \\"a b\\" -\\x53"'), ['-name|a b|-S']],
  ['a step in single quotes', workflow("run: 'kvm -name ''a b'''"), ['-name|a b']],
  ['a step on several lines', workflow('run: kvm\n          -S'), ['-S']],
  ['a step for sh', workflow('run: kvm -S\n        shell: sh -e {0}'), ['-S']],
  ['a step for PowerShell', workflow('run: kvm -S\n        shell: pwsh'), []],
  ['a step for Python', workflow('run: kvm -S\n        shell: python'), []],
  ['an expression', workflow('run: kvm -m ${{ inputs.m }} -S'), ['-m|${{ inputs.m }}|-S']],
  [
    'the environment of a workflow',
    `env: { M: 1G }\n${workflow('run: kvm -m $M -name ${{ env.M }}')}`,
    ['-m|1G|-name|1G'],
  ],
  [
    'the environment of a step',
    workflow('env:\n          M: 2G\n        run: kvm -m "$M"'),
    ['-m|2G'],
  ],
  ...LEFT.map(([step, m]): (typeof READ)[number] => [
    `the environment behind a step that does ${step.split('\n')[0]}`,
    `env: { M: 1G }\n${workflow(`${step}\n      - run: kvm -m $M -name \${{ env.M }}\n        env: { N: 1 }`)}`,
    [`-m|${m ?? '$M'}|-name|${m ?? '${{ env.M }}'}`],
  ]),
  [
    'the environment of a step behind what others leave',
    workflow('run: echo M=2G >> $GITHUB_ENV\n      - run: kvm -m $M\n        env: { M: 3G }'),
    ['-m|3G'],
  ],
  [
    'the environment of another job than the one that leaves something',
    `env: { M: 1G }\n${workflow('run: echo M=2G >> $GITHUB_ENV')}  other:\n    steps:\n      - run: kvm -m $M\n`,
    ['-m|1G'],
  ],
  [
    'a machine for Windows',
    'on: push\njobs:\n  a:\n    runs-on: windows-latest\n    steps:\n      - run: kvm -S\n',
    [],
  ],
  ['a composite action', 'runs:\n  using: composite\n  steps:\n    - run: kvm -S\n', ['-S']],
  [
    'a script of an action that is JavaScript',
    workflow('uses: x\n        with:\n          github-token: t\n          script: kvm -S'),
    [],
  ],
  ['a script', 'boot:\n  script: kvm -S\n', ['-S']],
  ['a script of lines', 'boot:\n  script:\n    - M=1G\n    - kvm -m $M\n', ['-m|1G']],
  [
    'what runs before a script',
    'default:\n  before_script:\n    - export M=1G\nboot:\n  script:\n    - kvm -m $M\n',
    ['-m|1G'],
  ],
  ['variables', 'boot:\n  variables: { M: 1G }\n  script: kvm -m $M\n', ['-m|1G']],
  ['a script in lists', 'boot:\n  script: [[A=1, "kvm -m $A"], "kvm -S"]\n', ['-m|1', '-S']],
  ['a reference', 'boot:\n  script:\n    - !reference [.a, script]\n    - kvm -S\n', ['-S']],
  ['an alias', '.a: &a\n  - kvm -S\nboot:\n  script: *a\n', ['-S']],
  [
    'a step of CircleCI',
    'jobs:\n  a:\n    steps:\n      - run:\n          command: kvm -S\n',
    ['-S'],
  ],
  ['a step of Buildkite', 'steps:\n  - command: kvm -S\n', ['-S']],
  ['a step of Azure', 'steps:\n  - bash: |\n      kvm -S\n', ['-S']],
  ['commands of Woodpecker', 'steps:\n  - name: a\n    commands:\n      - kvm -S\n', ['-S']],
  ['a task that is called run', 'tasks:\n  run:\n    cmds:\n      - kvm -S\n', ['-S']],
  ['a job that is called run', 'run:\n  before_script: [V=-S]\n  script: [kvm $V]\n', ['-S']],
  ['a Taskfile', 'tasks:\n  a:\n    cmds:\n      - kvm -S\n      - cmd: kvm -s\n', ['-S', '-s']],
  ['cloud-init', 'runcmd:\n  - kvm -S\n', ['-S']],
  [
    'words for cloud-init',
    'runcmd:\n  - M=1\n  - [kvm, -name, "a b"]\n  - [sh, -c, kvm -s]\n  - kvm -m $M\n',
    ['-name|a b', '-s', '-m|1'],
  ],
  [
    'variables of a Taskfile, but for one that a task gives another',
    "version: '3'\nvars: {A: 1, B: '-m 2'}\ntasks:\n  a: {vars: {C: 3}, cmds: ['kvm -smp {{.A}} {{.B}} -name {{.C}}']}\n  b: [{task: a, vars: {A: 2}}]\n",
    ['-smp|{{.A}}|-m|2|-name|3'],
  ],
  [
    'lines of AppVeyor',
    'test_script:\n  - sh: M=1\n  - ps: kvm -s\n  - sh: kvm -m $M\n  - kvm -S\n',
    ['-m|1', '-S'],
  ],
  ['a file that is written', 'data:\n  a.sh: |\n    #!/bin/sh\n    kvm -S\n', ['-S']],
  ['a command', compose('command: kvm -name "a b" -m ${M:-1G}'), ['-name|a b|-m|1G']],
  ['a command in a list', compose('command: [kvm, -name, "a b", $$x]'), ['-name|a b|$x']],
  ['a command of lines', compose('command:\n      - kvm\n      - -S'), ['-S']],
  ['a command with a shell', compose('command: sh -c "kvm -m $$M; kvm -S"'), ['-m|$M', '-S']],
  ['a shell and its script', compose('entrypoint: [bash, -c]\n    command: ["kvm -S"]'), ['-S']],
  [
    'options for an entry point',
    compose('entrypoint: /run.sh\n    command: -monitor tcp::1,server'),
    ['-monitor|tcp::1,server'],
  ],
  [
    'a container',
    'apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - command: [kvm]\n      args: [-m, $(M)]\n',
    ['-m|$(M)'],
  ],
  [
    'a task with a shell',
    '- hosts: all\n  tasks:\n    - shell: kvm -m {{ m }}\n      when: x\n',
    ['-m|{{ m }}'],
  ],
  ['a task', '- ansible.builtin.command:\n    cmd: kvm -S\n', ['-S']],
  ['a task in a line', '- command: kvm -S\n', ['-S']],
  ['a task with words', '- command:\n    argv:\n      - kvm\n      - -S\n', ['-S']],
  [
    'an option in a variable',
    compose('environment:\n      ARGS: -qmp tcp::1,server'),
    ['held -qmp|tcp::1,server'],
  ],
  [
    'an option in a list of variables',
    compose('environment:\n      - ARGS=-qmp tcp::1,server'),
    ['held -qmp|tcp::1,server'],
  ],
  [
    'the arguments of a machine of LXD',
    'config:\n  raw.qemu: -monitor tcp::1,server\n',
    ['held -monitor|tcp::1,server'],
  ],
  [
    'a list of options',
    'machine:\n  extra:\n    - -m\n    - 1G\n    - -monitor\n    - tcp::1,server\n',
    ['held -monitor|tcp::1,server'],
  ],
  ['a command in a value', 'cmdline: kvm -monitor tcp::1\n', ['held -monitor|tcp::1']],
];

describe('what is started in YAML', () => {
  for (const [what, text, words] of READ) {
    it(`is known of ${what}`, () => assert.deepEqual(started(text), words));
  }

  it('is found in every job, though what they do before is too much to be followed', () => {
    const jobs = Array.from({ length: 100 }, (_, n) => `j${n}:\n  script: kvm -m ${n}\n`);
    const words = started(`before_script:\n${'  - A=$A$A\n'.repeat(100)}${jobs.join('')}`);
    assert.deepEqual(words.toSorted(), jobs.map((_, n) => `-m|${n}`).toSorted());
  });

  it('is known of what two hundred steps leave, and unknown behind more of them', () => {
    for (const [count, m] of [
      [200, '199'],
      [201, '$M'],
    ] as const) {
      const steps = Array.from({ length: count }, (_, n) => `run: echo M=${n} >> $GITHUB_ENV`);
      assert.deepEqual(started(workflow([...steps, 'run: kvm -m $M'].join('\n      - '))), [
        `-m|${m}`,
      ]);
    }
  });

  it('is found behind aliases that stand for more than is looked at', () => {
    const aliases = (name: string) => `[*${name}, *${name}]`;
    const doubled = Array.from({ length: 40 }, (_, level) => {
      return `b${level}: &b${level} ${aliases(level === 0 ? 'a' : `b${level - 1}`)}`;
    });
    for (const [text, words] of [
      [`a: &a [kvm]\n${doubled.join('\n')}\nscript: *b39\n`, []],
      ['x: &x\n  y:\n    run: *x\n  command: *x\n  script: [*x, kvm]\n', ['']],
      [`a: &a [${'kvm, '.repeat(3_000)}]\nb:\n${'- script: [*a]\n'.repeat(1_000)}`, []],
    ] as const) {
      assert.deepEqual(
        started(`${text}z:\n  script: kvm -S\n`),
        [...words, '-S'],
        text.slice(0, 80),
      );
    }
  });

  it('is found though variables are made of each other, of which the long ones are unknown', () => {
    const level = "{env: {A: '${{ env.A }}${{ env.A }}'}, a: ";
    const inside = `${level.repeat(40)}{run: 'kvm -S -m 1G -name \${{ env.A }}'}${'}'.repeat(40)}`;
    const [words, ...others] = started(`on: push\nenv: {A: x}\njobs: ${inside}\n`);
    assert.match(words ?? '', /^-S\|-m\|1G\|-name\|\$\{\{/);
    assert.deepEqual(others, []);
  });

  it('is found in front of what stands too deep to be read, which is said', () => {
    for (const [open, close] of [
      ['[', ']'],
      ['{a: ', '}'],
    ] as const) {
      for (const depth of [100, 30_000]) {
        const found = lowerYaml(
          `run: kvm -S\ncommand: ${open.repeat(depth)}x${close.repeat(depth)}\n`,
        );
        assert.deepEqual(startedWith(found), ['-S']);
        assert.equal(found.at(-1)?.kind, 'unfollowed');
      }
    }
  });

  it('is nothing in texts for people, and in comments', () => {
    for (const text of [
      'description: start it with kvm -monitor tcp::1,server\n',
      '# run: kvm -monitor tcp::1,server\na: 1\n',
      workflow('name: kvm -monitor tcp::1,server'),
      'monitor: tcp::1,server\n',
      'args: [--monitor, "true"]\n',
      compose('command: prog --monitor http://x'),
      compose('command: kvm -serial tcp::1,server -gdb tcp::2'),
      compose('ports: ["4444:4444"]'),
    ]) {
      inYaml.checkSilent(text);
    }
  });
});

describe('a finding in YAML', () => {
  it('stands in the step that leaves the value to another one, beside those that may be there as well', () => {
    for (const step of ['run: %', 'if: x\n        run: %', 'run: if x; then %; fi']) {
      const text = `env: { H: 0.0.0.0 }\n${workflow(
        `${step.replace('%', 'echo H=127.0.0.1 >> $GITHUB_ENV')}\n      - run: kvm -qmp tcp:$H:1,server`,
      )}`;
      const rules = shownIn(text, OPTIONS).map(({ rule }) => rule);
      const before = step === 'run: %' ? [] : ['monitor-on-network'];
      assert.deepEqual(rules, [...before, 'monitor-on-loopback'], step);
    }
  });

  it('stands where its author wrote the text', () => {
    inYaml.check(`
on: push
jobs:
  boot:
    steps:
      - run: |
          qemu-system-x86_64 -m 1G \\
            -monitor tcp:0.0.0.0:4444,server,nowait
                         ^^^^^^^ 💡 error monitor-on-network
      - run: "kvm -qmp \\"tcp::4445,server\\""
                         ^^^^^^^^^ 💡 error monitor-on-network
`);
  });

  it('stands in the variable whose value it is', () => {
    inYaml.check(`
on: push
env:
  MONITOR: tcp:0.0.0.0:4444,server,nowait
               ^^^^^^^ 💡 error monitor-on-network
jobs:
  boot:
    steps:
      - run: kvm -monitor "$MONITOR"
`);
  });

  it('says under which condition it is there', () => {
    const text = workflow('if: inputs.debug\n        run: kvm -monitor tcp::1,server');
    const [finding] = inYaml.analyzeText(text).findings;
    assert.match(finding?.message ?? '', / \(if inputs\.debug\)$/);
  });
});

/** The new text of a monitor, in each way in which it may be written. */
const FIXED: readonly (readonly [before: string, after: string])[] = [
  [
    workflow('run: kvm -monitor tcp:0.0.0.0:4444,server,nowait'),
    workflow('run: kvm -monitor "unix:${XDG_RUNTIME_DIR:-$HOME}/boot-monitor.sock,server,nowait"'),
  ],
  [
    workflow('run: "kvm -monitor tcp:0.0.0.0:4444,server,nowait"'),
    workflow(
      'run: "kvm -monitor \\"unix:${XDG_RUNTIME_DIR:-$HOME}/boot-monitor.sock,server,nowait\\""',
    ),
  ],
  [
    workflow("run: 'kvm -monitor ''tcp:0.0.0.0:4444,server,nowait'''"),
    workflow(
      `run: 'kvm -monitor ''''"unix:\${XDG_RUNTIME_DIR:-$HOME}/boot-monitor.sock"'',server,nowait'''`,
    ),
  ],
  [
    workflow('run: >\n          kvm -S\n          -monitor "tcp:0.0.0.0:4444,server,nowait"'),
    workflow(
      'run: >\n          kvm -S\n          -monitor "unix:${XDG_RUNTIME_DIR:-$HOME}/boot-monitor.sock,server,nowait"',
    ),
  ],
  [
    workflow('run: kvm -monitor "tcp:0.0.0.0:${{ inputs.port }},server,nowait"'),
    workflow(
      'run: kvm -monitor "unix:${XDG_RUNTIME_DIR:-$HOME}/boot-${{ inputs.port }}-monitor.sock,server,nowait"',
    ),
  ],
  [
    compose('command: kvm -monitor tcp:0.0.0.0:$PORT,server,nowait'),
    compose('command: kvm -monitor unix:/run/boot-$PORT-monitor.sock,server,nowait'),
  ],
  [
    compose('command: [kvm, "-monitor", \'tcp:0.0.0.0:1,server,nowait\']'),
    compose('command: [kvm, "-monitor", \'unix:/run/boot-monitor.sock,server,nowait\']'),
  ],
  [
    compose('command:\n      - kvm\n      - -monitor\n      - tcp:0.0.0.0:1,server,nowait'),
    compose(
      'command:\n      - kvm\n      - -monitor\n      - unix:/run/boot-monitor.sock,server,nowait',
    ),
  ],
  [
    compose('command: sh -c "kvm -monitor tcp:0.0.0.0:$$P,server,nowait"'),
    compose(
      'command: sh -c "kvm -monitor \\"unix:$${XDG_RUNTIME_DIR:-$$HOME}/boot-$$P-monitor.sock,server,nowait\\""',
    ),
  ],
  [
    compose('environment:\n      ARGS: "-m 1G -qmp tcp:0.0.0.0:1,server,nowait"'),
    compose('environment:\n      ARGS: "-m 1G -qmp unix:/run/boot-qmp.sock,server,nowait"'),
  ],
  [
    compose('environment:\n      - ARGS=-qmp tcp:0.0.0.0:1,server,nowait'),
    compose('environment:\n      - ARGS=-qmp unix:/run/boot-qmp.sock,server,nowait'),
  ],
  [
    'version: 3\nvars:\n  M: "-qmp tcp:0.0.0.0:1,server,nowait"\ntasks: {a: {cmds: ["kvm {{.M}}"]}}',
    'version: 3\nvars:\n  M: "-qmp \\"unix:${XDG_RUNTIME_DIR:-$HOME}/boot-qmp.sock,server,nowait\\""\ntasks: {a: {cmds: ["kvm {{.M}}"]}}',
  ],
  [
    'runcmd:\n  - [kvm, -monitor, "tcp:0.0.0.0:1,server,nowait"]\n',
    'runcmd:\n  - [kvm, -monitor, "unix:/run/boot-monitor.sock,server,nowait"]\n',
  ],
];

describe('a fix in YAML', () => {
  for (const [text, fixed] of FIXED) {
    it(`is written through all layers of ${text.trim().split('\n').at(-1)?.trim()}`, () => {
      inYaml.checkFix(text, fixed);
    });
  }

  it('puts a socket of root into /run, and of others where QEMU is started', () => {
    const words = 'command: [kvm, -monitor, "tcp:0.0.0.0:1,server"]';
    const pod = (context: string, own = ''): string =>
      `apiVersion: v1\nkind: Pod\nspec:\n${context}  containers:\n    - name: vm\n${own}      ${words}\n`;
    const others = '  securityContext: { runAsUser: 1000 }\n';
    const root = '      securityContext:\n        runAsUser: 0\n';
    for (const [text, place] of [
      [compose(`user: vm\n    ${words}`), ''],
      [compose(`${words}\n    user: "1000:1000"`), ''],
      [compose(`user: \${UID}\n    ${words}`), ''],
      [`x-vm: &vm\n  user: vm\n${compose(`<<: *vm\n    ${words}`)}`, ''],
      [compose(`user: root:kvm\n    ${words}`), '/run/'],
      [compose(`user: 0\n    ${words}`), '/run/'],
      [`${compose(words)}  other:\n    user: vm\n`, '/run/'],
      [pod(others), ''],
      [pod('  securityContext:\n    runAsNonRoot: true\n'), ''],
      [pod('', '      securityContext: { runAsUser: 1000 }\n'), ''],
      [pod('  securityContext: { fsGroup: 0 }\n'), '/run/'],
      [pod(others, root), '/run/'],
      [`${pod(others).replace(words, 'command: [true]')}---\n${pod('')}`, '/run/'],
    ] as const) {
      const fixed = text.replace('tcp:0.0.0.0:1', `unix:${place}boot-monitor.sock`);
      inYaml.checkFix(text, fixed);
    }
  });

  it('ends its lines as the file does', () => {
    for (const items of [
      ['- kvm', '- -qmp', '- tcp::1,server'],
      ['["kvm",', '"-qmp",', '"tcp::1,server"]'],
    ]) {
      const text = compose(`command:\n      ${items.join('\n      ')}`).replaceAll('\n', '\r\n');
      const fixed = fixedBy('require-tls', text, OPTIONS);
      assert.match(fixed ?? '', /tls-creds/);
      assert.doesNotMatch(fixed ?? '', /[^\r]\n/);
    }
  });

  it('takes the words of a monitor away, and no others', () => {
    for (const [text, fixed] of [
      [
        compose('command: [kvm, -nodefaults, -monitor, "tcp::1,server", -S]'),
        compose('command: [kvm, -nodefaults, -S]'),
      ],
      [
        compose('command: [kvm, -nodefaults, -monitor, "tcp::1,server"]'),
        compose('command: [kvm, -nodefaults]'),
      ],
      [
        compose(
          'command:\n      - kvm\n      - -nodefaults\n      - -monitor\n      - tcp::1,server\n      - -S',
        ),
        compose('command:\n      - kvm\n      - -nodefaults\n      - -S'),
      ],
      [
        compose(
          'command: ["kvm",\n      "-nodefaults",\n      "-monitor", "tcp::1,server",\n      "-S"]',
        ),
        compose('command: ["kvm",\n      "-nodefaults",\n      "-S"]'),
      ],
      [
        compose('command: kvm -nodefaults -monitor tcp::1,server -S'),
        compose('command: kvm -nodefaults -S'),
      ],
      [
        workflow(
          'run: |\n          kvm -nodefaults \\\n            -monitor tcp::1,server \\\n            -S',
        ),
        workflow('run: |\n          kvm -nodefaults \\\n            -S'),
      ],
    ] as const) {
      assert.equal(applyFix(text, 'remove-monitor', OPTIONS), fixed);
    }
  });

  it('makes two items of one that was meant to be two', () => {
    for (const [words, split] of [
      ['[kvm, -S, "-monitor stdio"]', '[kvm, -S, "-monitor", "stdio"]'],
      ['\n      - kvm\n      - -qmp stdio', '\n      - kvm\n      - -qmp\n      - stdio'],
    ]) {
      const fixed = applyFix(compose(`command: ${words}`), 'split-word', OPTIONS);
      assert.equal(fixed, compose(`command: ${split}`));
    }
  });

  it('puts nothing that a shell has to expand into a document that none reads again', () => {
    const lines = "cat >> $GITHUB_ENV <<'E'\n          M=tcp::1,server\n          E";
    const text = workflow(`run: |\n          ${lines}\n      - run: kvm -monitor "$M"`);
    assert.deepEqual(fixIds(text, OPTIONS), [['deny-spawn']]);
  });

  it('is written into an item of a list, which is one word for any reader', () => {
    const fixed = 'args: ["-monitor", "unix:boot-monitor.sock,server,nowait"]\n';
    const text = 'args: ["-monitor", "tcp:0.0.0.0:1,server,nowait"]\n';
    inYaml.checkFix(text, fixed);
  });

  it('is not offered for a text that an unknown reader divides', () => {
    assert.deepEqual(fixIds('config:\n  raw.qemu: -monitor tcp::1,server\n', OPTIONS), [[]]);
    assert.deepEqual(fixIds('- command: kvm -monitor tcp::1,server\n', OPTIONS), [[]]);
  });
});

describe('a comment in YAML', () => {
  const reason = 'a lab without a network';
  const comment = `# qemu-monitor-guard: ignore[monitor-on-network] ${reason}`;

  it('is not called stale where the file cannot be read', () => {
    const text = workflow('run: kvm -monitor stdio').replace(
      '      - ',
      `      ${comment}\n      - `,
    );
    const rulesIn = (one: string) => shownIn(one, OPTIONS).map(({ rule }) => rule);
    assert.deepEqual(rulesIn(text), ['suppression-stale']);
    assert.deepEqual(rulesIn(`${text}other: [a, "b\n`), []);
  });

  it('silences what it stands above: an entry, an item, a command', () => {
    const step = 'run: kvm -monitor tcp::1,server,nowait';
    inYaml.checkSilent(workflow(step).replace('      - ', `      ${comment}\n      - `));
    inYaml.checkSilent(compose(`${comment}\n    command: kvm -monitor tcp::1,server,nowait`));
    const lines = `run: |\n          echo a\n          ${comment}\n          kvm -monitor tcp::1,server`;
    inYaml.checkSilent(workflow(lines));
    const other = workflow(`name: x\n      ${comment}\n      - name: y\n      - ${step}`);
    assert.equal(inYaml.analyzeText(other).findings.length, 1);
  });

  it('is written above the command in a block of lines, and above the step elsewhere', () => {
    const title = 'Ignore monitor-on-network here…';
    const block = workflow('run: |\n          echo a\n          kvm -monitor tcp::1,server');
    const titleOf = (text: string) => applyIgnore(text, title, reason, OPTIONS);
    assert.equal(
      titleOf(block),
      block.replace('          kvm', `          ${comment}\n          kvm`),
    );
    const line = workflow('run: kvm -monitor tcp::1,server');
    assert.equal(titleOf(line), line.replace('      - ', `      ${comment}\n      - `));
  });
});

describe('completion in YAML', () => {
  it('offers options and devices in a step', () => {
    const options = completeText(workflow('run: kvm -m 1G -mon|'), OPTIONS);
    assert.ok(options.labels.includes('-monitor'), options.labels.join(' '));
    const devices = completeText(workflow('run: >\n          kvm -monitor unix:/x,ser|'), OPTIONS);
    assert.ok(devices.items.some(({ edit }) => edit.text.startsWith('server')));
  });

  it('offers devices in a list of options, whatever reads it', () => {
    for (const text of [
      'args: ["-monitor", "un|"]\n',
      'vm:\n  extra:\n    - -m\n    - 1G\n    - -qmp\n    - un|\n',
      'command: ["qemu-system-x86_64", "-monitor", "|"]\n',
    ]) {
      const { labels } = completeText(text, OPTIONS);
      assert.ok(
        labels.some((label) => /^unix:[^/]*\.sock/.test(label)),
        `${text}: ${labels}`,
      );
    }
  });

  it('goes on in quotes and lists that are open', () => {
    for (const text of [
      workflow('run: "kvm -monitor unix:/x,ser|'),
      compose('command: ["kvm", "-monitor", "unix:/x,ser|'),
    ]) {
      const done = completeText(text, OPTIONS);
      assert.ok(
        done.items.some(({ edit }) => edit.text.startsWith('server')),
        text,
      );
    }
  });
});
