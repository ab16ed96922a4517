import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Analysis, analyze } from '../../../server/src/service/analysis/analyze.ts';
import { findingsOf, fixesOf } from '../../../server/src/service/analysis/file-findings.ts';
import { analysisMemory } from '../../../server/src/service/analysis/included-files.ts';
import { scriptTrees } from '../../../server/src/service/analysis/script-trees.ts';
import { renderFixes } from '../../../server/src/service/fixes/render-fix.ts';
import { hoverInFile } from '../../../server/src/service/hover/hover.ts';
import { DEFAULT_SETTINGS } from '../../../server/src/service/settings/settings.ts';
import { applyEdits } from '../../../server/src/text/edit.ts';
import { LIMITS } from '../../../server/src/text/limits.ts';

type Texts = Readonly<Record<string, string>>;

const SETTINGS = 'MONITOR="-monitor tcp:0.0.0.0:4444,server"\n';
const RUN = '. ./settings.sh\nkvm $MONITOR\n';

/** Analyzes one of several files of a folder `/w`, all of which are at hand. */
function analyzeOf(texts: Texts, name: string, languageId = 'shellscript'): Analysis {
  const text = texts[name] ?? assert.fail(`no file ${name}`);
  const known = new Map(Object.entries(texts).map(([of, other]) => [`/w/${of}`, other]));
  const analysis = analyze({ text, languageId, path: `/w/${name}` }, DEFAULT_SETTINGS, {
    get: (path) => known.get(path) ?? null,
  });
  assert.deepEqual(analysis.failures, []);
  return analysis;
}

/** The text of each finding of a file, by its own analysis and those of others. */
function found(texts: Texts, name: string, own: Analysis | undefined, others: readonly Analysis[]) {
  return findingsOf(`/w/${name}`, own, others).map(
    ({ at, rule }) => `${rule} ${texts[name]?.slice(at.start, at.end)}`,
  );
}

/** The files after the preferred fix of the first finding in one of them. */
function fixed(texts: Texts, name: string, analysis: Analysis): Texts {
  const [finding] = findingsOf(`/w/${name}`, undefined, [analysis]);
  assert.ok(finding, `no finding in ${name}`);
  const fixes = fixesOf(finding, (of) => renderFixes(of, DEFAULT_SETTINGS));
  const fix = fixes.find(({ preferred }) => preferred) ?? assert.fail('no preferred fix');
  return Object.fromEntries(
    Object.entries(texts).map(([of, text]) => {
      const edits = fix.edits.filter(({ path }) => path === `/w/${of}`);
      return [of, applyEdits(text, edits) ?? assert.fail('the edits overlap')];
    }),
  );
}

describe('a finding of a file', () => {
  it('has the address of its monitor where there is one', () => {
    const address = (word: string) => {
      const own = analyzeOf({ 'run.sh': `kvm -monitor ${word} -daemonize\n` }, 'run.sh');
      return findingsOf('/w/run.sh', own, []).map((finding) => finding.address);
    };
    assert.deepEqual(address('tcp:0.0.0.0:4444,server'), ['0.0.0.0:4444']);
    assert.deepEqual(address('pty'), [undefined]);
  });
});

describe('a document and what it brings in', () => {
  it('is analyzed as one, and names what was brought in and how', () => {
    const texts = {
      'run.sh': `${RUN}kvm -readconfig vm.cfg\n`,
      'settings.sh': SETTINGS,
      'vm.cfg': '[mon]\n',
    };
    const analysis = analyzeOf(texts, 'run.sh');
    assert.deepEqual(
      [...analysis.used],
      [
        ['/w/settings.sh', 'script'],
        ['/w/vm.cfg', 'config'],
      ],
    );
    assert.deepEqual(analysis.wanted, []);
    assert.equal(analysis.starts, true);
    assert.deepEqual(found(texts, 'settings.sh', undefined, [analysis]), [
      'monitor-on-network 0.0.0.0',
    ]);
    assert.deepEqual(found(texts, 'run.sh', analysis, []), []);
  });

  it('is read where a child shell brings it in, but not where another machine does', () => {
    const run = (script: string) => {
      const texts = { 'run.sh': script, 'settings.sh': SETTINGS };
      return found(texts, 'settings.sh', undefined, [analyzeOf(texts, 'run.sh')]);
    };
    const seen = ['monitor-on-network 0.0.0.0'];
    assert.deepEqual(run(`bash -c '. ./settings.sh; kvm $MONITOR'\n`), seen);
    assert.deepEqual(
      run(`cd "$(dirname "$0")"; sh -c '. ./settings.sh; exec kvm $MONITOR'\n`),
      seen,
    );
    assert.deepEqual(run(`cat >go <<'E'\n. ./settings.sh\nkvm $MONITOR\nE\nbash ./go\n`), seen);
    assert.deepEqual(run(`cd /elsewhere; bash -c '. ./other.sh; kvm $MONITOR'\n`), []);
    assert.deepEqual(run(`ssh host '. ./settings.sh; kvm $MONITOR'\n`), []);
    // Its `$0` is not the script's.
    assert.deepEqual(run(`bash -c '. "$0"/settings.sh; kvm $MONITOR'\n`), []);
  });

  it('finds files beside itself, however it asks where that is', () => {
    const own = ['$(command -v "$0")', '$(which "$0")', '$(readlink -f "$0")'];
    for (const here of [...own, '${0%/*}', '${BASH_SOURCE[0]%/*}']) {
      const folder = own.includes(here) ? `$(dirname "${here}")` : here;
      const run = `. "${folder}/settings.sh"\nkvm $MONITOR\n`;
      const texts = { 'run.sh': run, 'settings.sh': SETTINGS };
      const analysis = analyzeOf(texts, 'run.sh');
      assert.deepEqual([...analysis.used.keys()], ['/w/settings.sh'], here);
    }
  });

  it('says what it would like to know, and takes what is known already', () => {
    const source = { text: `. ./a.sh\n${RUN}`, languageId: 'shellscript', path: '/w/run.sh' };
    const analysis = analyze(source, DEFAULT_SETTINGS, new Map([['/w/settings.sh', SETTINGS]]));
    assert.ok(analysis.wanted.includes('/w/a.sh'));
    assert.deepEqual([...analysis.used.keys()], ['/w/settings.sh']);
    assert.equal(findingsOf('/w/settings.sh', undefined, [analysis]).length, 1);
  });

  it('says nothing of machines before all files are read, if they are read later', () => {
    const source = { text: `. ./a.sh\n${RUN}`, languageId: 'shellscript', path: '/w/run.sh' };
    const known = new Map([['/w/settings.sh', SETTINGS]]);
    const ask = (a: null | undefined) => {
      const get = (path: string) => (path === '/w/a.sh' ? a : (known.get(path) ?? null));
      const { wanted, findings } = analyze(source, DEFAULT_SETTINGS, { get, isRead: true });
      return [wanted, findings.length];
    };
    assert.deepEqual(ask(undefined), [['/w/a.sh'], 0]);
    assert.deepEqual(ask(null), [[], 1]);
  });

  it('brings in nothing without files, nor in a language that has no way to', () => {
    const source = { text: RUN, languageId: 'shellscript', path: '/w/run.sh' };
    const alone = analyze(source, DEFAULT_SETTINGS);
    assert.deepEqual([alone.wanted, [...alone.used]], [[], []]);
    const other = analyzeOf(
      { 'guest.args': RUN, 'settings.sh': SETTINGS },
      'guest.args',
      'qemu-args',
    );
    assert.deepEqual([...other.used], []);
  });

  it('knows a file by the path of what a link leads to', () => {
    const source = { text: RUN, languageId: 'shellscript', path: '/w/run.sh' };
    const analysis = analyze(source, DEFAULT_SETTINGS, {
      get: (path) => (path === '/w/settings.sh' ? SETTINGS : null),
      resolve: (path) => (path === '/w/settings.sh' ? '/w/real/settings.sh' : path),
    });
    assert.deepEqual([...analysis.used.keys()], ['/w/real/settings.sh']);
    assert.equal(findingsOf('/w/real/settings.sh', undefined, [analysis]).length, 1);
  });

  it('may be brought in by what it brings in, and stands at its own place', () => {
    const texts = {
      'run.sh': '. ./lib.sh\nM=tcp:0.0.0.0:1,server\n',
      'lib.sh': '. ./run.sh\nkvm -qmp $M\n',
    };
    const analysis = analyzeOf(texts, 'run.sh');
    assert.deepEqual([...analysis.used.keys()], ['/w/lib.sh']);
    assert.deepEqual(analyzeOf(texts, 'lib.sh').failures, []);
  });

  it('leaves out what is too much, and says so', () => {
    const names = Array.from({ length: LIMITS.files + 3 }, (_, index) => `f${index}.sh`);
    const texts = {
      ...Object.fromEntries(names.map((name) => [name, '\n'])),
      'run.sh': `${names.map((name) => `. ./${name}\n`).join('')}`,
    };
    const analysis = analyzeOf(texts, 'run.sh');
    assert.equal(analysis.used.size, LIMITS.files);
    assert.notEqual(analysis.unfollowed, undefined);
  });

  it('asks for no more names than it may bring in, and says which is the first one too many', () => {
    const names = Array.from({ length: LIMITS.files + 3 }, (_, index) => `f${index}.x`);
    for (const [languageId, command] of [
      ['shellscript', '\n. '],
      ['shellscript', ' -readconfig '],
      ['makefile', '\ninclude '],
    ] as const) {
      const text = `kvm${names.map((name) => `${command}${name}`).join('')}`;
      const source = { text, languageId, path: '/a/b/run' };
      const { wanted, unfollowed } = analyze(source, DEFAULT_SETTINGS, { get: () => undefined });
      const asked = new Set(wanted.map((path) => path.split('/').at(-1)));
      assert.deepEqual([...asked], names.slice(0, LIMITS.files));
      assert.equal(text.slice(unfollowed?.start, unfollowed?.end), names[LIMITS.files]);
    }
  });
});

describe('findings across files', () => {
  it('of options that are not used in their file are dropped once a script decides', () => {
    const texts = {
      'run.sh': '. ./settings.sh\nMONITOR=\nkvm $MONITOR\n',
      'settings.sh': SETTINGS,
    };
    const own = analyzeOf(texts, 'settings.sh');
    assert.deepEqual(found(texts, 'settings.sh', own, []), ['monitor-on-network 0.0.0.0']);
    assert.deepEqual(found(texts, 'settings.sh', own, [analyzeOf(texts, 'run.sh')]), []);
  });

  it('of options that are not used stay where the script that brings them in starts nothing', () => {
    const texts = { 'lib.sh': '. ./settings.sh\n', 'settings.sh': SETTINGS };
    const own = analyzeOf(texts, 'settings.sh');
    const findings = findingsOf('/w/settings.sh', own, [analyzeOf(texts, 'lib.sh')]);
    assert.deepEqual(
      findings.map(({ message }) => /\(unused here\)$/.test(message)),
      [true],
    );
  });

  it('are one for each place, with the related places of all files', () => {
    const texts = { 'a.sh': RUN, 'b.sh': RUN, 'settings.sh': SETTINGS };
    const [finding, ...others] = findingsOf('/w/settings.sh', undefined, [
      analyzeOf(texts, 'a.sh'),
      analyzeOf(texts, 'b.sh'),
    ]);
    assert.deepEqual(others, []);
    const told = finding?.related.map(({ path, at }) => `${path} ${at.start}`);
    assert.deepEqual(told, ['/w/a.sh 20', '/w/b.sh 20']);
  });

  it('are as bad as the worst of those who use the place', () => {
    const texts = {
      'a.sh': '. ./host.sh\nkvm -monitor tcp:$HOST:1\n',
      'b.sh': '. ./host.sh\nkvm -monitor tcp:$HOST:1,server\n',
      'host.sh': 'HOST=10.0.0.1\n',
    };
    const analyses = ['a.sh', 'b.sh'].map((name) => analyzeOf(texts, name));
    const [finding] = findingsOf('/w/host.sh', undefined, analyses);
    assert.equal(finding?.severity, 'error');
    assert.equal(finding.rule, 'monitor-on-network');
  });
});

describe('fixes across files', () => {
  it('are spelled for the file in which they stand, and named after it', () => {
    const texts = {
      'run.sh': 'kvm -mon chardev=m -readconfig vm.cfg\n',
      'vm.cfg': '[chardev "m"]\nbackend = "socket"\nhost = "::"\nport = "1"\nserver = "on"\n',
    };
    assert.deepEqual(fixed(texts, 'vm.cfg', analyzeOf(texts, 'run.sh')), {
      ...texts,
      'vm.cfg': '[chardev "m"]\nbackend = "socket"\npath = "vm-monitor.sock"\nserver = "on"\n',
    });
  });

  it('take only the words that stand in another file', () => {
    const texts = { 'run.sh': '. ./settings.sh\nkvm $MONITOR\n', 'settings.sh': SETTINGS };
    const after = fixed(texts, 'settings.sh', analyzeOf(texts, 'run.sh'));
    assert.equal(after['run.sh'], texts['run.sh']);
    assert.match(
      after['settings.sh'] ?? '',
      /unix:\$\{XDG_RUNTIME_DIR:-\$HOME\}\/settings-monitor/,
    );
    assert.deepEqual(findingsOf('/w/settings.sh', undefined, [analyzeOf(after, 'run.sh')]), []);
  });
});

describe('a hover across files', () => {
  it('is about the file it was asked in', () => {
    const texts = { 'run.sh': RUN, 'settings.sh': SETTINGS };
    const analyses = [analyzeOf(texts, 'settings.sh'), analyzeOf(texts, 'run.sh')];
    const offset = SETTINGS.indexOf('tcp');
    const hover = hoverInFile('/w/settings.sh', offset, analyses.slice(1));
    assert.match(JSON.stringify(hover?.lines), /HMP/);
    assert.ok(hover && hover.at.start <= offset && hover.at.end <= SETTINGS.length);
    assert.equal(hoverInFile('/w/other.sh', offset, analyses), undefined);
  });
});

describe('the memory of a document', () => {
  it('keeps files at their places while it is typed in, and changes no result', () => {
    const memory = analysisMemory();
    const files = new Map([
      ['/w/settings.sh', SETTINGS],
      ['/w/more.sh', 'X=1\n'],
    ]);
    const run = (text: string, kept?: typeof memory) =>
      analyze(
        { text, languageId: 'shellscript', path: '/w/run.sh' },
        DEFAULT_SETTINGS,
        files,
        kept,
      );
    const places = ({ files: set }: Analysis) => set.files.map(({ path, start }) => [path, start]);
    const first = run(RUN, memory);
    const texts = [
      `# typed\n${RUN}`,
      `${RUN}. ./more.sh\n`,
      `. ./more.sh\n${RUN}`,
      RUN,
      'echo\n',
      RUN,
      `${'#'.repeat(10_000)}\n${RUN}`,
      RUN,
    ];
    for (const text of texts) {
      const [with_, without] = [run(text, memory), run(text)];
      const shown = (of: Analysis) =>
        findingsOf('/w/settings.sh', undefined, [of]).map(({ at, message }) => [at, message]);
      assert.deepEqual(shown(with_), shown(without), text.slice(0, 40));
    }
    const typed = run(`# typed\n${RUN}`, memory);
    const again = run(`# typed again\n${RUN}`, memory);
    assert.deepEqual(places(again), places(typed));
    assert.notDeepEqual(places(first), []);
  });

  it('never lets places overlap, whatever comes and goes', () => {
    const memory = analysisMemory();
    for (let round = 0; round < 50; round++) {
      const files = new Map(
        Array.from({ length: 8 }, (_, index): [string, string] => [
          `/w/${index}.sh`,
          '#'.repeat((round * 977 + index * 4093) % 9000),
        ]),
      );
      const text = [...files.keys()]
        .filter((_, index) => (round + index) % 3 > 0)
        .map((path) => `. ${path}\n`)
        .join('');
      const { files: set } = analyze(
        { text, languageId: 'shellscript', path: '/w/run.sh' },
        DEFAULT_SETTINGS,
        files,
        memory,
      );
      for (const [index, file] of set.files.entries()) {
        const next = set.files[index + 1];
        assert.ok(next === undefined || file.start + file.text.length < next.start);
      }
      // Holes do not pile up.
      assert.ok(set.text().length < 400_000);
    }
  });

  it('reads a file once for all who bring it in, and again when it changed', () => {
    const trees = scriptTrees();
    const first = trees.get('/w/a.sh', 'echo 1\n');
    assert.equal(trees.get('/w/a.sh', 'echo 1\n'), first);
    assert.notEqual(trees.get('/w/a.sh', 'echo 2\n'), first);
    const long = `#${'x'.repeat(1_500_000)}\n`;
    const kept = trees.get('/w/b.sh', 'echo\n');
    trees.get('/w/long1.sh', long);
    assert.equal(trees.get('/w/b.sh', 'echo\n'), kept);
    trees.get('/w/long2.sh', long);
    assert.equal(trees.get('/w/b.sh', 'echo\n'), kept, 'what was used last stays');
  });
});

describe('the budget of a document', () => {
  it('grows with what it brings in, so that long files are followed to their end', () => {
    const lines = Array.from({ length: 6000 }, (_, index) => `echo "line ${index}"\n`).join('');
    const texts = {
      'run.sh': '. ./lib.sh\nstart 0.0.0.0\n',
      'lib.sh': `${lines}start() {\n  kvm -monitor "tcp:$1:4444,server"\n}\n`,
    };
    assert.deepEqual(found(texts, 'run.sh', analyzeOf(texts, 'run.sh'), []), [
      'monitor-on-network 0.0.0.0',
    ]);
  });
});

describe('a monitor that several scripts open', () => {
  const MONITOR_FILE = 'MONITOR=telnet:0.0.0.0:4444,server,nowait\n';
  const TEXTS = {
    'settings.sh': MONITOR_FILE,
    'follows.sh': '. ./settings.sh\nkvm -monitor "$MONITOR" &\necho stop | nc -N localhost 4444\n',
    'too.sh':
      '. ./settings.sh\nkvm -m 1G -monitor "$MONITOR" &\necho stop | nc -N localhost 4444\n',
    'alone.sh': '. ./settings.sh\nkvm -m 2G -monitor "$MONITOR" &\n',
    'stays.sh':
      '. ./settings.sh\nkvm -monitor "$MONITOR" &\ntelnet localhost 4444 | grep Connected\n',
  };

  /** The first fix of the monitor, by the scripts that open it. */
  function fixFor(...names: readonly (keyof typeof TEXTS)[]) {
    const others = names.map((name) => analyzeOf(TEXTS, name));
    const [finding] = findingsOf('/w/settings.sh', undefined, others);
    const [fix] = finding ? fixesOf(finding, (of) => renderFixes(of, DEFAULT_SETTINGS)) : [];
    return fix ?? assert.fail('no fix');
  }

  it('moves with the clients of all of them', () => {
    const { title, safety, preferred, edits } = fixFor('follows.sh', 'too.sh');
    assert.equal(title, 'Switch to a UNIX socket and update 2 clients');
    assert.deepEqual([safety, preferred], ['safe', true]);
    const paths = edits.map(({ path }) => path);
    assert.deepEqual(paths, ['/w/settings.sh', '/w/follows.sh', '/w/too.sh']);
  });

  it('moves with the one client, whichever script comes first', () => {
    for (const names of [
      ['follows.sh', 'alone.sh'] as const,
      ['alone.sh', 'follows.sh'] as const,
    ]) {
      const { title, safety, edits } = fixFor(...names);
      assert.equal(title, 'Switch to a UNIX socket and update 1 client');
      assert.equal(safety, 'safe');
      assert.equal(edits.length, 2);
    }
  });

  it('has no safe move if the client of one of them cannot follow', () => {
    for (const other of ['follows.sh', 'alone.sh'] as const) {
      for (const names of [[other, 'stays.sh'] as const, ['stays.sh', other] as const]) {
        const { title, safety, preferred } = fixFor(...names);
        assert.match(title, /then update stays.sh:3/);
        assert.deepEqual([safety, preferred], ['review', false]);
      }
    }
  });
});
