import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Analysis, analyze } from '../../../server/src/service/analysis/analyze.ts';
import { type FileFix, findingsOf } from '../../../server/src/service/analysis/file-findings.ts';
import type { Project } from '../../../server/src/service/fixes/clients/project.ts';
import {
  type FixAll,
  type FixAllOptions,
  fixAll,
  settledEdits,
} from '../../../server/src/service/fixes/fix-all.ts';
import { type RenderedFix, renderFixes } from '../../../server/src/service/fixes/render-fix.ts';
import { DEFAULT_SETTINGS } from '../../../server/src/service/settings/settings.ts';
import { applyEdits, type Edit } from '../../../server/src/text/edit.ts';
import { filesBelow, readRepositoryFile } from '../../support/repository.ts';

type Texts = Readonly<Record<string, string>>;

const DROPPED = `[chardev "c"]
  backend = "socket"
  host = 127.0.0.1
  port = "4444"
  server = "on"
[mon "m"]
  chardev = "c"
[name]
  guest = web
`;
/** Moving the monitor is as safe as quoting its host, and preferred. */
const MOVED = DROPPED.replace(
  'host = 127.0.0.1\n  port = "4444"',
  'path = "a-monitor.sock"',
).replace('web', '"web"');

const LANGUAGES = [
  ['.sh', 'shellscript'],
  ['.qemu', 'qemu-config'],
  ['.xml', 'xml'],
] as const;

function analyzeAll(texts: Texts): ReadonlyMap<string, Analysis> {
  const known = new Map(Object.entries(texts).map(([name, text]) => [`/w/${name}`, text]));
  return new Map(
    [...known].map(([path, text]) => {
      const languageId = LANGUAGES.find(([ending]) => path.endsWith(ending))?.[1] ?? '';
      const files = { get: (other: string) => known.get(other) ?? null };
      return [path, analyze({ text, languageId, path }, DEFAULT_SETTINGS, files)];
    }),
  );
}

const render = (analysis: Analysis, taken?: ReadonlySet<string>) =>
  renderFixes(analysis, DEFAULT_SETTINGS, taken);

/** Fixes all of some files, or one of them alone. */
function fixFiles(texts: Texts, within?: string) {
  const analyses = analyzeAll(texts);
  const paths = within === undefined ? [...analyses.keys()] : [`/w/${within}`];
  const files = paths.map((path) => {
    const others = [...analyses.values()].filter(({ used }) => used.has(path));
    return { path, findings: findingsOf(path, analyses.get(path), others) };
  });
  return fixAll(files, { render, ...(within !== undefined && { within: `/w/${within}` }) });
}

/** The files with fixes. */
function applied(texts: Texts, fixes: readonly FileFix[]): Texts {
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => {
      const edits = fixes.flatMap((fix) => fix.edits.filter(({ path }) => path === `/w/${name}`));
      return [name, applyEdits(text, edits) ?? assert.fail(`the edits of ${name} overlap`)];
    }),
  );
}

/** What a test says of the fix of one finding, instead of what the analysis makes of it. */
type Offer = Partial<Pick<RenderedFix, 'safety' | 'edits'>>;

/** Ten characters before the first monitor. */
const ROOM = '# 3456789\n';

/**
 * Chooses among fixes that say what they change by themselves: one for each monitor of a script, `/w/a.sh`,
 * that has `ROOM` in front. It brings in `/w/b.sh`, whose place the edits are told.
 */
function choose(offers: (b: number) => readonly Offer[], options: Partial<FixAllOptions> = {}) {
  const [, ...monitors] = offers(0).map(() => 'kvm -qmp tcp:0.0.0.0:1,server\n');
  const script = `${ROOM}. ./b.sh\nkvm -qmp tcp:0.0.0.0:1,server\n${monitors.join('')}`;
  const texts = { 'a.sh': script, 'b.sh': '# b\n' };
  const analysis = analyzeAll(texts).get('/w/a.sh') ?? assert.fail();
  const b = analysis.files.place({ path: '/w/b.sh', at: { start: 0, end: 0 } })?.start ?? 0;
  const offered = offers(b);
  assert.equal(analysis.findings.length, offered.length);
  const rendered = new Map(
    analysis.findings.map((finding, index) => {
      const of = finding.fixes()[0] ?? assert.fail();
      const { id, title, risk, preferred } = of;
      const fix = { of, id, title, risk, preferred, safety: 'safe' as const, edits: [] };
      return [finding, [{ ...fix, ...offered[index] }]];
    }),
  );
  const findings = findingsOf('/w/a.sh', analysis, []);
  const result = fixAll([{ path: '/w/a.sh', findings }], { render: () => rendered, ...options });
  return {
    written: result.fixes.flatMap(({ edits }) => edits.map(({ text }) => text)),
    fixed: result.fixed.length,
    left: result.left.map(({ why }) => why),
  };
}

/** An edit, which says nothing else of itself. */
function edit(start: number, end: number, text: string): Edit {
  return { at: { start, end }, text };
}

describe('fixing all of a file', () => {
  it('takes every safe fix, and nothing is left to do the next time', () => {
    const texts = { 'a.qemu': DROPPED };
    const first = fixFiles(texts);
    const fixed = applied(texts, first.fixes);
    assert.equal(fixed['a.qemu'], MOVED);
    const rules = first.fixed.map(({ finding }) => finding.rule);
    assert.deepEqual(rules, ['monitor-on-network', 'config-value-dropped']);
    assert.deepEqual(first.left, []);
    assert.deepEqual(fixFiles(fixed).fixes, []);
  });

  it('prefers the preferred fix where that is safe, and otherwise takes the first one that is', () => {
    const texts = { 'a.qemu': DROPPED };
    const finding = findingsOf('/w/a.qemu', analyzeAll(texts).get('/w/a.qemu'), []).find(
      ({ rule }) => rule === 'monitor-on-network',
    );
    assert.ok(finding && finding.fixes().length > 1);
    const titles = (safe: readonly number[]) =>
      fixAll([{ path: '/w/a.qemu', findings: [finding] }], {
        render: (analysis) =>
          new Map(
            analysis.findings.map((one) => [
              one,
              one.fixes().map((of, index) => ({
                of,
                id: of.id,
                title: `${index}`,
                risk: of.risk,
                preferred: index === 0,
                safety: safe.includes(index) ? ('safe' as const) : ('review' as const),
                edits: [edit(0, 1, 'x')],
              })),
            ]),
          ),
      }).fixes.map(({ title }) => title);
    assert.deepEqual(titles([0]), ['0']);
    assert.deepEqual(titles([1]), ['1']);
    assert.deepEqual(titles([0, 1]), ['0']);
    assert.deepEqual(titles([]), []);
  });

  it('leaves alone what wants a look, and says so', () => {
    const review: Offer = { safety: 'review', edits: [edit(0, 1, 'a')] };
    const result = choose(() => [review, { edits: [edit(2, 3, 'b')] }]);
    assert.deepEqual(result, { written: ['b'], fixed: 1, left: ['wants-a-look'] });
  });

  it('leaves alone what its author has to fill in', () => {
    const asks = { ...edit(0, 1, 'CN=client'), placeholders: [{ start: 3, end: 9 }] };
    assert.deepEqual(choose(() => [{ edits: [asks] }]).left, ['asks']);
  });

  it('changes no other file where only one may be changed', () => {
    const offers = (b: number): readonly Offer[] => [
      { edits: [edit(0, 1, 'a'), edit(b, b + 1, 'b')] },
    ];
    assert.deepEqual(choose(offers, { within: '/w/a.sh' }).left, ['elsewhere']);
    assert.deepEqual(choose(offers).written, ['a', 'b']);
  });

  it('moves no monitor before all scripts are looked at that may connect to it', () => {
    const texts = {
      'a.sh': 'kvm -qmp tcp:0.0.0.0:1,server\n',
      'a.qemu': '[name]\n  guest = web\n',
    };
    const files = [...analyzeAll(texts)].map(([path, own]) => ({
      path,
      findings: findingsOf(path, own, []),
    }));
    assert.equal(fixAll(files, { render }).fixes.length, 2);
    const { fixes, left } = fixAll(files, { render, isComplete: false });
    const titles = fixes.map(({ title }) => title);
    assert.deepEqual(titles, ['Put web in double quotes']);
    const told = left.map(({ path, why }) => `${path} ${why}`);
    assert.deepEqual(told, ['/w/a.sh wants-a-look']);
  });

  it('takes the first of two fixes that change the same text, whole or not at all', () => {
    const result = choose(() => [
      { edits: [edit(2, 5, 'a')] },
      { edits: [edit(0, 1, 'b'), edit(4, 6, 'c')] },
      { edits: [edit(0, 2, 'd')] },
    ]);
    assert.deepEqual(result, { written: ['a', 'd'], fixed: 2, left: ['overlaps'] });
  });

  it('takes two fixes that only stand side by side', () => {
    const side = [{ edits: [edit(2, 4, 'a')] }, { edits: [edit(4, 6, 'b')] }];
    assert.deepEqual(choose(() => side).written, ['a', 'b']);
  });

  for (const [what, one, other] of [
    ['at one place', edit(4, 4, 'a'), edit(4, 4, 'b')],
    ['at the end of what the other changes', edit(2, 4, 'a'), edit(4, 4, 'b')],
    ['at the beginning of what the other changes', edit(4, 6, 'a'), edit(4, 4, 'b')],
    ['beside what the other inserts', edit(4, 4, 'a'), edit(4, 6, 'b')],
  ] as const) {
    it(`takes one of two fixes if it inserts ${what}`, () => {
      const result = choose(() => [{ edits: [one] }, { edits: [other] }]);
      assert.deepEqual(result, { written: ['a'], fixed: 1, left: ['overlaps'] });
    });
  }

  it('applies once what two findings have in common', () => {
    const same = { edits: [edit(4, 4, ' -monitor none')] };
    const result = choose(() => [same, same]);
    assert.deepEqual(result, { written: [' -monitor none'], fixed: 2, left: [] });
  });

  it('finds a clash among thousands of edits of all kinds', () => {
    const many = Array.from({ length: 3000 }, (_, index) => edit(10 * index, 10 * index + 5, 'x'));
    const shuffled = many.toSorted((a, b) => (a.at.start % 7) - (b.at.start % 7));
    const files = {
      'a.sh': `kvm -qmp tcp::1,server -monitor tcp::2,server\n# ${'x'.repeat(40_000)}\n`,
    };
    const [analysis] = analyzeAll(files).values();
    assert.ok(analysis);
    const offered = [shuffled, [edit(12_344, 12_346, 'y')]];
    const result = fixAll([{ path: '/w/a.sh', findings: findingsOf('/w/a.sh', analysis, []) }], {
      render: () =>
        new Map(
          analysis.findings.map((finding, index) => {
            const of = finding.fixes()[0] ?? assert.fail();
            const edits = offered[index] ?? [];
            return [finding, [{ ...of, of, safety: 'safe' as const, edits }]];
          }),
        ),
    });
    const whys = result.left.map(({ why }) => why);
    assert.deepEqual(whys, ['overlaps']);
  });
});

describe('fixing all of several files', () => {
  it('fixes a file that two scripts bring in once', () => {
    const texts = {
      'a.sh': '. ./c.sh\nkvm $MONITOR\n',
      'b.sh': '. ./c.sh\nkvm -m 1G $MONITOR\n',
      'c.sh': 'MONITOR="-monitor unix:/run/x.sock,sever"\n',
    };
    const result = fixFiles(texts);
    assert.equal(result.fixes.length, 1);
    assert.equal(applied(texts, result.fixes)['c.sh'], texts['c.sh'].replace('sever', 'server'));
  });

  it('comes to an end with all examples, each run leaving fewer findings', () => {
    let texts: Texts = Object.fromEntries(
      filesBelow('examples').map((path) => [
        path.slice('examples/'.length),
        readRepositoryFile(path),
      ]),
    );
    const counts: number[] = [];
    for (;;) {
      const { fixes, fixed, left } = fixFiles(texts);
      counts.push(fixed.length + left.length);
      if (fixes.length === 0) break;
      texts = applied(texts, fixes);
      assert.ok(counts.length < 4, `there is always something to fix: ${counts.join()}`);
    }
    assert.ok(counts.length > 1, 'some of the examples can be fixed safely');
    assert.deepEqual(
      counts,
      counts.toSorted((a, b) => b - a),
    );
  });

  it('never gives two machines the same socket', () => {
    const script = 'kvm -monitor tcp:0.0.0.0:1,server=on\n';
    const texts = { 'a/run.sh': script, 'b/run.sh': script, 'c/run.sh': script };
    const analyses = analyzeAll(texts);
    const { fixes } = fixAll(
      [...analyses].map(([path, own]) => ({ path, findings: findingsOf(path, own, []) })),
      {
        sockets: ['run-monitor-2.sock'],
        // As if they had no clients.
        render: (analysis, taken) =>
          new Map(
            [...render(analysis, taken)].map(([finding, all]) => [
              finding,
              all.map((fix) => ({ ...fix, safety: 'safe' as const })),
            ]),
          ),
      },
    );
    const names = fixes.map(({ edits }) => /[\w-]+\.sock/.exec(edits[0]?.text ?? '')?.[0]);
    assert.deepEqual(names, ['run-monitor.sock', 'run-monitor-3.sock', 'run-monitor-4.sock']);
  });
});

describe('fixing all scripts of one address', () => {
  const texts = {
    'a/one.sh': 'kvm -monitor tcp:0.0.0.0:1,server=on\n',
    'a/two.sh': 'kvm -monitor tcp:0.0.0.0:1,server=on\nkvm -name a -monitor tcp::2,server=on\n',
  };
  const place = (path: string) => ({ path, at: { start: 0, end: 1 }, line: 1 });
  const serves = Object.keys(texts).map((name) => ({
    ...place(`/w/${name}`),
    serves: true as const,
  }));
  const project: Project = {
    isWhole: true,
    placesOf: (port) => (port === '1' ? [...serves, place('/w/ctl.lua')] : []),
    analysisOf: () => undefined,
  };

  it('gives them one socket, and no other monitor its name', () => {
    const { chosen, offered } = fixAll(
      [...analyzeAll(texts)].map(([path, own]) => ({ path, findings: findingsOf(path, own, []) })),
      {
        render: (analysis, taken) => renderFixes(analysis, DEFAULT_SETTINGS, taken, 'all', project),
        sockets: ['a-monitor.sock'],
        offersAll: true,
      },
    );
    const names = [...chosen, ...offered].map(
      ({ fix }) => /[\w-]+\.sock/.exec(fix.edits[0]?.text ?? '')?.[0],
    );
    assert.deepEqual(names, ['a-monitor-2.sock', 'a-monitor-3.sock', 'a-monitor-3.sock']);
  });
});

describe('fixing all of a long document again', () => {
  /** A round of a fix that gives no address up, and makes as many edits. */
  const round = (count: number): FixAll => {
    const [only] = fixFiles({ 'a.sh': 'kvm -monitor tcp::1,server\n' }, 'a.sh').chosen;
    assert.ok(only);
    const { moves: _, ...fix } = only.fix;
    const edits = Array.from({ length: count }, (_, index) => {
      return { path: '/w/a.sh', at: { start: 9 * index, end: 9 * index + 1 }, text: 'x' };
    });
    const fixes = count === 0 ? [] : [{ ...fix, edits }];
    const chosen = fixes.map((fix) => ({ ...only, fix }));
    return { fixes, chosen, offered: [], spared: [], fixed: [], left: [] };
  };
  const settle = (length: number, ...[first = 0, ...others]: readonly number[]) => {
    const again = () => round(others.shift() ?? 0);
    const { isSettled } = settledEdits(' '.repeat(length), round(first), again);
    return { isSettled, left: others };
  };

  it('ends after half a million characters, and says that something may be left', () => {
    assert.deepEqual(settle(200_000, 9, 9, 3, 1), { isSettled: false, left: [1] });
    assert.deepEqual(settle(200_000, 9, 9), { isSettled: true, left: [] });
    assert.deepEqual(settle(600_000, 9, 9), { isSettled: false, left: [9] });
  });

  it('ends sooner where much is found', () => {
    const [only] = fixFiles({ 'a.sh': 'kvm -monitor tcp::1,server\n' }, 'a.sh').fixed;
    assert.ok(only);
    const many = { ...round(9), fixed: Array.from({ length: 400 }, () => only) };
    const rounds = [many, round(9), round(0)];
    const { isSettled } = settledEdits(' '.repeat(200_000), many, () => rounds.shift() ?? many);
    assert.equal(isSettled, false);
    assert.equal(rounds.length, 3);
  });

  const looks = (text: string): number => {
    let count = 0;
    const { isSettled } = settledEdits(text, fixFiles({ 'a.sh': text }, 'a.sh'), (fixed) => {
      count++;
      return fixFiles({ 'a.sh': fixed }, 'a.sh');
    });
    assert.ok(isSettled);
    return count;
  };

  it('looks no more where each fix gives up the address that was found', () => {
    assert.equal(looks('kvm -monitor tcp::1,server\nkvm -qmp tcp::2,server\n'), 0);
  });

  it('looks again where an address has further uses, or a word further mistakes', () => {
    assert.equal(looks('H=0.0.0.0\nkvm -monitor tcp:$H:1,server -qmp tcp:$H:2,server\n'), 2);
    assert.equal(looks('kvm -monitor tcp::1,sever,nowit\n'), 3);
  });
});
