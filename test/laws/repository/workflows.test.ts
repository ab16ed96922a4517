/** What runs in our workflows, our action and what our pages show is pinned, and nothing but tested files is published. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { filesBelow, readRepositoryFile } from '../../support/repository.ts';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

interface Job {
  readonly needs?: string;
  readonly environment?: unknown;
  readonly permissions?: unknown;
  readonly steps: readonly Step[];
}

const WORKFLOWS = filesBelow('.github/workflows');
const jobsOf = (path: string) =>
  Object.entries<Job>(parse(readRepositoryFile(path)).jobs).map(([name, job]) => ({
    name,
    ...job,
  }));
const allJobs = WORKFLOWS.flatMap(jobsOf);
const actionSteps: readonly Step[] = parse(readRepositoryFile('action.yml')).runs.steps;
const release = jobsOf('.github/workflows/release.yml');

describe('actions of others', () => {
  const pages = [
    ...WORKFLOWS,
    'action.yml',
    ...filesBelow('docs').filter((path) => path.endsWith('.md')),
  ];

  it('are pinned by commit, with the tag beside it, each by the same one everywhere', () => {
    const pins = new Map<string, string>();
    for (const path of pages) {
      for (const [line, action = ''] of readRepositoryFile(path).matchAll(
        /^.*\buses: ([\w./-]+).*$/gm,
      )) {
        if (action.startsWith('qemu-monitor-guard/')) continue;
        const pin = /@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.exec(line)?.[0];
        assert.ok(pin, `${path}: ${line.trim()}`);
        assert.equal(pins.get(action) ?? pin, pin, action);
        pins.set(action, pin);
      }
    }
    assert.ok(pins.size > 5);
  });

  it('are brought up to date', () => {
    const { updates } = parse(readRepositoryFile('.github/dependabot.yml'));
    const kinds = updates.map((one: Readonly<Record<string, string>>) => one['package-ecosystem']);
    assert.deepEqual(kinds, ['github-actions', 'npm', 'docker']);
  });
});

describe('the workflows', () => {
  it('run no package that is not locked', () => {
    for (const { run = '' } of [...allJobs.flatMap(({ steps }) => steps), ...actionSteps]) {
      assert.doesNotMatch(run, /\bnpx\b|npm (?:install|i|exec)\b/);
    }
  });

  it('have no right that a job does not ask for, and leave no token in the tree', () => {
    for (const path of WORKFLOWS) {
      const { permissions } = parse(readRepositoryFile(path));
      assert.ok(Object.keys(permissions).length === 0 || permissions.contents === 'read', path);
    }
    const checkouts = allJobs
      .flatMap(({ steps }) => steps)
      .filter(({ uses }) => uses?.startsWith('actions/checkout@'));
    assert.ok(checkouts.length > 2);
    for (const step of checkouts) assert.equal(step.with?.['persist-credentials'], false);
  });

  it('put no text of an event into a script', () => {
    for (const { run = '' } of allJobs.flatMap(({ steps }) => steps))
      assert.doesNotMatch(run, /\$\{\{/);
  });
});

describe('a release', () => {
  const needs = (name: string): readonly string[] => {
    const before = release.find((job) => job.name === name)?.needs;
    return before === undefined ? [] : [before, ...needs(before)];
  };

  it('publishes files that were built once and tested, when a person has approved it', () => {
    const publishing = release.filter(({ environment }) => environment !== undefined);
    const names = publishing.map(({ name }) => name);
    assert.deepEqual(names, ['github', 'site', 'marketplace', 'open-vsx', 'npm']);
    for (const { name, steps } of publishing) {
      assert.deepEqual(needs(name), ['attest', 'test', 'build'], name);
      for (const { run = '' } of steps)
        assert.doesNotMatch(run, /npm run|npm pack|vsce package|esbuild/);
    }
    const building = release.filter(({ steps }) =>
      steps.some(({ run }) => run?.includes('npm run package')),
    );
    assert.deepEqual(
      building.map(({ name }) => name),
      ['build'],
    );
  });

  it('tests them as they are, holds the tag to its sources, and attests where they were built', () => {
    const runs = (name: string) =>
      release.find((job) => job.name === name)?.steps.map(({ run, uses }) => run ?? uses ?? '') ??
      [];
    assert.ok(runs('build').includes('npm run release -- --check'));
    assert.ok(runs('build').some((run) => run.includes('sha256sum -- * >SHA256SUMS')));
    assert.ok(runs('test').includes('.ci/run'));
    assert.ok(runs('attest').some((uses) => uses.startsWith('actions/attest-build-provenance@')));
    assert.ok(runs('npm').some((run) => run.includes('--provenance')));
  });
});
