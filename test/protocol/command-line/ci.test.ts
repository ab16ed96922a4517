/** The action as GitHub runs it: its steps are read out of action.yml and run as plain commands, also in a tree that attacks. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { pathToFileURL } from 'node:url';
import { parse } from 'yaml';
import { ROOT } from '../../../scripts/toolchain.mjs';
import { plainEnvironment } from '../../support/lsp-client.ts';
import { codeBlocks } from '../../support/markdown.ts';
import { readRepositoryFile } from '../../support/repository.ts';
import { makeFolder, type WorkspaceFolder } from '../workspace-folder.ts';

const OPEN = 'qemu-system-x86_64 -monitor tcp::4444,server,nowait\n';
const STRACE = '/usr/bin/strace';

interface Step {
  readonly id?: string;
  readonly shell?: string;
  readonly if?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly run?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string>>;
  readonly 'continue-on-error'?: boolean;
}

const action = parse(readRepositoryFile('action.yml'));
const steps: readonly Step[] = action.runs.steps;
const [check = {}, upload = {}, gate = {}, ...more] = steps;

/** Where a runner keeps what the steps of a job write. */
interface Runner {
  readonly tree: WorkspaceFolder;
  readonly temp: WorkspaceFolder;
  readonly values: Map<string, string>;
}

function runnerIn(
  t: TestContext,
  tree: WorkspaceFolder,
  inputs: Readonly<Record<string, string>> = {},
): Runner {
  const defaults = Object.entries<{ default: string }>(action.inputs);
  const all = { ...Object.fromEntries(defaults.map(([k, { default: d }]) => [k, d])), ...inputs };
  return {
    tree,
    temp: makeFolder(t, { summary: '', output: '' }),
    values: new Map(Object.entries(all).map(([name, value]) => [`inputs.${name}`, value])),
  };
}

/** Runs a step as the runner does, and keeps what it gives out. */
function run({ tree, temp, values }: Runner, step: Step, home = ROOT, ...tracer: string[]) {
  assert.equal(step.shell, 'bash');
  const env = Object.entries(step.env ?? {}).map(([name, text]) => [
    name,
    text.replace(/\$\{\{ ([\w.-]+) \}\}/g, (_, key: string) => values.get(key) ?? ''),
  ]);
  temp.write('output', '');
  temp.write('step.sh', step.run ?? '');
  const bash = ['bash', '--noprofile', '--norc', '-eo', 'pipefail', temp.path('step.sh')];
  const [program = '', ...words] = [...tracer, ...bash];
  const result = spawnSync(program, words, {
    cwd: tree.path('.'),
    encoding: 'utf8',
    env: {
      ...plainEnvironment(),
      ...Object.fromEntries(env),
      GITHUB_ACTION_PATH: home,
      GITHUB_OUTPUT: temp.path('output'),
      GITHUB_STEP_SUMMARY: temp.path('summary'),
      RUNNER_TEMP: temp.path('.'),
    },
  });
  const given = readFileSync(temp.path('output'), 'utf8').matchAll(/^([\w-]+)=(.*)$/gm);
  for (const [, name, value = ''] of given) values.set(`steps.${step.id}.outputs.${name}`, value);
  return result;
}

describe('the action', () => {
  it('shows what is found, then uploads a report, then fails', (t) => {
    assert.deepEqual(more, []);
    const tree = makeFolder(t, {
      'run.sh': OPEN,
      'my lab/safe.sh': 'qemu-system-x86_64 -qmp stdio\n',
      'other.sh': OPEN,
    });
    const runner = runnerIn(t, tree, {
      paths: 'run.sh\nmy lab\n',
      args: '--rule=monitor-on-loopback=off\n--show-possible',
    });
    const first = run(runner, check);
    assert.equal(first.status, 0, first.stderr);
    assert.match(first.stdout, /^::error title=monitor-on-network,file=run\.sh,line=1/);
    assert.equal(first.stdout.split('\n').length, 2);
    assert.match(first.stderr, /; 2 files checked$/m);
    assert.match(readFileSync(runner.temp.path('summary'), 'utf8'), /: 1 finding\n/);
    const sarif = runner.values.get('steps.check.outputs.sarif-file') ?? '';
    assert.equal(JSON.parse(readFileSync(sarif, 'utf8')).runs[0].results.length, 1);

    assert.match(upload.uses ?? '', /^github\/codeql-action\/upload-sarif@/);
    assert.equal(upload['continue-on-error'], true);
    assert.match(
      upload.if ?? '',
      /^inputs\.upload == 'true' && steps\.check\.outputs\.sarif-file != ''$/,
    );
    assert.equal(upload.with?.['sarif_file'], '${{ steps.check.outputs.sarif-file }}');

    runner.values.set('steps.upload.outcome', 'failure');
    const last = run(runner, gate);
    assert.equal(last.status, 1);
    assert.match(last.stdout, /^::warning::The report was not uploaded/);
  });

  it('does not fail where it is told not to, and says all the same what there is', (t) => {
    const runner = runnerIn(t, makeFolder(t, { 'run.sh': OPEN }), { 'fail-on': 'never' });
    assert.match(run(runner, check).stdout, /^::error title=monitor-on-network/);
    assert.equal(run(runner, gate).status, 0);
  });

  it('fails with 2 where something is not there, and shows what was found elsewhere', (t) => {
    const tree = makeFolder(t, { 'run.sh': OPEN });
    const runner = runnerIn(t, tree, { paths: 'nowhere\nrun.sh', 'fail-on': 'never' });
    assert.match(run(runner, check).stdout, /^::error title=monitor-on-network/);
    assert.equal(run(runner, gate).status, 2);
  });

  it('hands each input on as a word of its own', (t) => {
    const home = makeFolder(t, {
      'dist/cli.js': 'console.log(JSON.stringify(process.argv.slice(2)))',
    });
    const inputs = {
      'changed-since': '-x $(touch a)',
      'no-suppressions': 'true',
      args: '--exclude=a b\n\n--neighbours',
      paths: 'a b\n-\n--help\n',
    };
    const { stdout } = run(runnerIn(t, makeFolder(t), inputs), check, home.path('.'));
    const words: readonly string[] = JSON.parse(stdout);
    assert.equal(words[0], 'check');
    for (const word of ['--changed=-x $(touch a)', '--no-suppressions', '--exclude=a b']) {
      assert.ok(words.includes(word), word);
    }
    assert.deepEqual(words.slice(words.indexOf('--')), ['--', 'a b', './-', '--help']);
  });

  it('names no suppressions by true or false, and by nothing that is taken for either', (t) => {
    const runner = runnerIn(t, makeFolder(t), { 'no-suppressions': 'yes' });
    const { status, stdout } = run(runner, check);
    assert.equal(status, 2);
    assert.match(stdout, /^::error::no-suppressions is true or false$/m);
  });

  it('says what is missing where it is no release', (t) => {
    const home = makeFolder(t, { 'action.yml': '' });
    const { status, stdout } = run(runnerIn(t, makeFolder(t)), check, home.path('.'));
    assert.equal(status, 2);
    assert.match(stdout, /^::error::This is no release of the action: name a release's tag/);
  });

  it('takes no input for text of a script', () => {
    for (const { run: script = '' } of steps) assert.doesNotMatch(script, /\$\{\{/);
  });
});

/** What would make a file of that name, if it was run. */
const ATTACK = '#!/bin/sh\ntouch taken\n';

/** A tree that wants to decide what runs, with a monitor in each file of which the name attacks. */
function hostileTree(t: TestContext) {
  const programs = ['node', 'npx', 'npm', 'rm', 'qemu-monitor-guard'];
  const names = [
    ...[
      '--rule=monitor-on-network=off',
      '--fail-on=never',
      '-',
      'rules',
      '$(touch taken)',
      '`touch taken`',
    ],
    ...[
      '::stop-commands::x',
      '##[stop-commands]x',
      'a b',
      '; touch taken',
      '*',
      '::set-env name=PATH::.',
    ],
  ];
  const tree = makeFolder(t, {
    '.npmrc':
      'registry=http://127.0.0.1:9/\nscript-shell=./take.sh\nnode-options=--require ./take.js\n',
    '.env': 'NODE_OPTIONS=--require=./take.js\n',
    '.node-version': '0.10\n',
    'node.config.json': '{ "nodeOptions": { "import": ["./take.js"] } }\n',
    'take.js': "require('node:fs').writeFileSync('taken', '')\n",
    'dist/cli.js': "require('node:fs').writeFileSync('taken', '')\n",
    'package.json': JSON.stringify({
      name: 'qemu-monitor-guard',
      version: '9.9.9',
      type: 'module',
      main: 'take.js',
      bin: { 'qemu-monitor-guard': 'take.sh' },
      scripts: { preinstall: './take.sh', prepare: './take.sh' },
    }),
    'take.sh': ATTACK,
    'node_modules/qemu-monitor-guard/package.json':
      '{ "name": "qemu-monitor-guard", "main": "x.js" }',
    'node_modules/qemu-monitor-guard/x.js': "require('node:fs').writeFileSync('taken', '')\n",
    ...Object.fromEntries(programs.map((name) => [`node_modules/.bin/${name}`, ATTACK])),
    ...Object.fromEntries(names.map((name) => [name, `#!/bin/sh\n${OPEN}`])),
  });
  for (const name of ['take.sh', ...programs.map((name) => `node_modules/.bin/${name}`)]) {
    chmodSync(tree.path(name), 0o755);
  }
  return { tree, names };
}

describe('the action in a tree that attacks', () => {
  it('finds what is in each file, whatever that is called, and lets none of them command the runner', (t) => {
    const { tree, names } = hostileTree(t);
    const runner = runnerIn(t, tree, { paths: names.join('\n') });
    const { stdout, stderr } = run(runner, check);
    const lines = stdout.trimEnd().split('\n');
    assert.equal(lines.length, names.length, stderr);
    for (const line of lines) assert.match(line, /^::error title=monitor-on-network,file=/);
    assert.doesNotMatch(`${stdout}${stderr}`, /##\[/);
    assert.doesNotMatch(stderr, /^\s*::/m);
    assert.equal(run(runner, gate).status, 1);
    assert.ok(!existsSync(tree.path('taken')));
  });

  it('runs nothing of it', (t) => {
    if (!existsSync(STRACE)) {
      t.diagnostic('strace is not installed, so what runs was not checked');
      assert.notEqual(process.env['CI'], 'true', 'CI needs the Debian package strace');
      return;
    }
    const { tree } = hostileTree(t);
    const runner = runnerIn(t, tree);
    const log = runner.temp.path('strace');
    const tracer = [STRACE, '-f', '-qq', '-e', 'trace=execve,connect', '-o', log];
    assert.match(run(runner, check, ROOT, ...tracer).stdout, /^::error title=monitor-on-network/m);
    assert.ok(!existsSync(tree.path('taken')));
    const calls = readFileSync(log, 'utf8');
    const ran = [...calls.matchAll(/execve\("([^"]+)".* = 0$/gm)].map(([, path = '']) => path);
    assert.ok(
      ran.some((path) => path.endsWith('/node')),
      ran.join(' '),
    );
    assert.deepEqual(
      ran.filter((path) => resolve(tree.path('.'), path).startsWith(tree.path('.'))),
      [],
    );
    assert.doesNotMatch(calls, /connect\(.*sa_family=AF_INET/);
  });
});

/** The job of our page, with a stand-in for a release's file that runs the built program. */
describe('the job for GitLab, in a tree that attacks', () => {
  const [block] = codeBlocks(readRepositoryFile('docs/ci.md')).filter(
    ({ section }) => section === 'GitLab',
  );
  const { script, variables } = parse(block?.text ?? '')['monitor-guard'];

  function runJob(t: TestContext, checksum: (sum: string) => string) {
    const { tree } = hostileTree(t);
    const cli = JSON.stringify(join(ROOT, 'dist', 'cli.js'));
    const packed = makeFolder(t, { 'package/dist/cli.js': `require(${cli});\n` });
    const file = packed.path('guard.tgz');
    execFileSync('tar', ['-czf', file, '-C', packed.path('.'), 'package']);
    const sum = createHash('sha256').update(readFileSync(file)).digest('hex');
    assert.deepEqual(Object.keys(variables), ['GUARD_URL', 'GUARD_SHA256']);
    const result = spawnSync('bash', ['-eo', 'pipefail', '-c', script.join('\n')], {
      cwd: tree.path('.'),
      encoding: 'utf8',
      env: {
        ...plainEnvironment(),
        GUARD_URL: pathToFileURL(file).href,
        GUARD_SHA256: checksum(sum),
      },
    });
    assert.ok(!existsSync(tree.path('taken')));
    return { ...result, report: tree.path('gl-code-quality-report.json') };
  }

  it('writes a report and fails', (t) => {
    const { status, report, stderr } = runJob(t, (sum) => sum);
    assert.equal(status, 1, stderr);
    assert.ok(JSON.parse(readFileSync(report, 'utf8')).length > 5);
  });

  it('runs no file of another checksum', (t) => {
    const { status, report } = runJob(t, (sum) =>
      sum.replace(/^./, (one) => (one === '0' ? '1' : '0')),
    );
    assert.equal(status, 1);
    assert.ok(!existsSync(report));
  });
});
