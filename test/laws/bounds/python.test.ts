/** Python that is half written or changes: quiet, and the same as if it were read for the first time. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lowerPython } from '../../../server/src/invocation/from-python.ts';
import { readPython } from '../../../server/src/syntax/python/reader.ts';
import { analyzeText } from '../../support/check.ts';
import { startedWith } from '../../support/started.ts';

const OPTIONS = { languageId: 'python', path: '/w/vm.py' };

/** The words that a file starts QEMU with, a line for each command; what is unknown as it is written. */
function started(text: string): readonly string[] {
  return startedWith(lowerPython(readPython(text), text));
}

describe('half-written Python', () => {
  it('is quiet', () => {
    for (const text of [
      'import subprocess\nsubprocess.run(["kvm", "-monitor", "tcp::1,server',
      'import subprocess\nsubprocess.run(["kvm", "-monitor", "tcp::1,server"',
      'args = ["-monitor", "tcp:',
      'def f(',
      'class A:\n    def',
      'x = f"{',
      'if x:\n  y = [\n',
    ]) {
      assert.deepEqual(analyzeText(text, OPTIONS).failures, [], text);
    }
  });

  it('has no text and no list that double without end', () => {
    const kvm = 'import subprocess\nsubprocess.run(["kvm", "-S"])\n';
    for (const [first, line] of [
      ['"x"', 'a = a + a'],
      ['"x"', 'a += a'],
      ['"x"', 'a = f"{a}{a}"'],
      ['"x"', 'a = "{} {}".format(a, a)'],
      ['"x"', 'a = "%s %s" % (a, a)'],
      ['"x x"', 'a = a.replace("x", a)'],
      ['"x"', 'a = a + ("y" if c else "z")'],
      ['["x"]', 'a = a + a'],
      ['["x"]', 'a = [*a, *a]'],
      ['["x"]', 'a.extend(a)'],
      ['["x"]', 'a = [" ".join(a), " ".join(a)]'],
    ] as const) {
      const found = started(`${kvm}a = ${first}\n${`${line}\n`.repeat(300)}b = ["-qmp", a]\n`);
      assert.equal(found[0], '-S', line);
    }
    const grown = `a = ["kvm"]\n${'a += ["-m", "1"]\nsubprocess.run(a)\n'.repeat(600)}`;
    const words = started(`import subprocess\n${grown}`).map((line) => line.split('|').length);
    assert.deepEqual(
      words.slice(0, 100),
      Array.from({ length: 100 }, (_, index) => 2 * index + 2),
    );
    assert.ok(words.length < 600);
  });

  it('has an item of a loop in a loop once, however often the outer one goes round', () => {
    const loop = 'for p in P:\n    for e in x():\n        if e:\n            continue\n';
    const add = '        o = [e]\n        c.append(o)\n';
    for (const rounds of [1, 8]) {
      const head = `import subprocess\nP = [${'"a", '.repeat(rounds)}]\nc = ["kvm"]\n`;
      const [line = ''] = started(`${head}${loop}${add}subprocess.run(c)\n`);
      assert.equal(line.split('|').length, rounds, line);
    }
  });

  it('keeps the items of a list when an unknown one is changed', () => {
    const list = 'import subprocess\nc = ["kvm", "-qmp", "tcp::1,server"]\n';
    for (const change of ['c[n] = "x"', 'del c[n]', 'c.insert(n, "x")', 'c.remove(n)']) {
      const lines = started(`${list}${change}\nsubprocess.run(c)\n`);
      assert.ok(lines.includes('-qmp|tcp::1,server'), change);
    }
  });

  it('is read however it is nested, and what stands behind it unless something is open', () => {
    const behind = '\nimport subprocess\nsubprocess.run(["kvm", "-S"])\n';
    for (const part of ['"', "'''", 'not ', 'lambda:', '-', 'a+']) {
      assert.deepEqual(started(part.repeat(20_000 / part.length) + behind), ['-S'], part);
    }
    for (const part of ['[', '(', '{"a":', 'f"{', 'a.b(']) {
      assert.ok(started(part.repeat(20_000 / part.length) + behind).length < 2, part);
    }
    const deep = `${'[[['.repeat(5_000)}"-monitor"${']]]'.repeat(5_000)}`;
    assert.deepEqual(started(deep), []);
  });

  it('is read but for a long line that is no Python, and the rest of a long text that is none', () => {
    const start = 'import subprocess\nsubprocess.run(["kvm", "-S"])\n';
    const stops = (text: string) => readPython(text).stopped;
    const picture = `a = "${'x'.repeat(100_000)}"\n`;
    const garbage = `${'"a" b '.repeat(10_000)}\n`;
    for (const [text, stopped] of [
      [`${picture}${start}`, undefined],
      [`a b\n${picture}${start}`, undefined],
      [`${garbage}${start}`, 0],
      [`${picture}${garbage}${start}`, picture.length],
    ] as const) {
      assert.deepEqual([started(text), stops(text)], [['-S'], stopped]);
    }
    const long = '# a\n'.repeat(60_000);
    assert.equal(stops(`${long}${start}`), undefined);
    assert.equal(stops(`a b\n${long}${start}`), 200_000);
    assert.deepEqual(started(`a b\n${start}${long}`), ['-S']);
    // Of a very long one what is whole.
    const last = `${long}${long}${start}if a:\n    b = [\n`;
    const cut = `${last}${'        "x",\n'.repeat(5_000)}    ]\n`;
    assert.equal(stops(cut), last.lastIndexOf('if a'));
    assert.ok(readPython(cut).isWhole, 'nothing is missing in what is read');
    assert.deepEqual(started(cut), ['-S']);
  });
});

describe('a Python file with too much in each other', () => {
  const start = 'subprocess.run(["kvm", "-monitor", "tcp::1,server"])\n';

  it('is read up to there, which is said', () => {
    for (const [open, close] of [
      ['[', ']'],
      ['str(', ')'],
      ['{1: ', '}'],
    ] as const) {
      const deep = `a = ${open.repeat(20_000)}1${close.repeat(20_000)}\n`;
      const { findings, unfollowed } = analyzeText(`import subprocess\n${start}${deep}`, OPTIONS);
      assert.equal(findings.length, 1, open);
      assert.ok(unfollowed, open);
      const broken = `a = 1 ${open} ${close}\n`.repeat(2_000);
      assert.equal(analyzeText(`import subprocess\n${broken}`, OPTIONS).unfollowed, undefined);
    }
  });

  it('is followed to where a list that grows in each if has too many elements', () => {
    const wordsOf = (count: number) => {
      const grown = 'if c:\n    a += ["-m", "1"]\n'.repeat(count);
      const text = `import subprocess\na = ["kvm"]\n${grown}subprocess.run(a)\n`;
      return analyzeText(text, OPTIONS).invocations.map((one) => {
        return one.kind === 'argv' ? [one.words.length, one.words.at(-1)?.many] : [];
      });
    };
    assert.deepEqual(wordsOf(900), [[1_800, false]]);
    assert.deepEqual(wordsOf(1_100), [[2_000, true]]);
  });

  it('is read to its end whatever brackets its strings and comments have', () => {
    const strings = `a = "("  # [\n`.repeat(1_200);
    const { findings, unfollowed } = analyzeText(`import subprocess\n${strings}${start}`, OPTIONS);
    assert.equal(findings.length, 1);
    assert.equal(unfollowed, undefined);
  });

  it('is followed to where a function returns on too many ways', () => {
    const returns = (count: number): string =>
      Array.from({ length: count }, (_, index) => `    if x == ${index}: return "${index}"\n`).join(
        '',
      );
    const found = (count: number) => {
      const text = `import subprocess\n${start}def f(x):\n${returns(count)}    return "y"\nsubprocess.run(["kvm", "-m", f(z)])\n`;
      return analyzeText(text, OPTIONS);
    };
    assert.equal(found(60).unfollowed, undefined);
    assert.ok(found(70).unfollowed);
    assert.equal(found(70).findings.length, 1);
  });

  it('is followed up to where values that may be very many have been compared too often', () => {
    const loop = 'while x:\n    while y:\n        b = list(a)\n        a = b or c\n';
    const found = (count: number) =>
      analyzeText(`import subprocess\na = b = []\n${start}${loop.repeat(count)}`, OPTIONS);
    assert.equal(found(40).unfollowed, undefined);
    assert.ok(found(1_500).unfollowed);
    assert.equal(found(1_500).findings.length, 1);
  });
  it('is followed up to where texts that are put into themselves have taken too much', () => {
    for (const line of [
      'a = "%s %s" % (a, a)',
      'a = f"{a}{a}"',
      'a = " ".join([a, a])',
      'a = ("{}" + a).format("{}" + a)',
    ]) {
      const texts = (count: number) =>
        analyzeText(`import subprocess\na = "x"\n${start}${`${line}\n`.repeat(count)}`, OPTIONS);
      assert.equal(texts(5).unfollowed, undefined, line);
      const many = texts(3_000);
      assert.ok(many.unfollowed, line);
      assert.equal(many.findings.length, 1, line);
    }
  });

  it('says which texts and lists are too long to be followed', () => {
    const long = (count: number) => [
      `subprocess.run("kvm ${'%s '.repeat(count)}" % (${'a, '.repeat(count)}), shell=True)\n`,
      `subprocess.run("kvm ${'{} '.repeat(count)}".format(${'a, '.repeat(count)}), shell=True)\n`,
      `subprocess.run(["kvm", ${'"-m", '.repeat(count)}"-monitor", "tcp::1,server"])\n`,
    ];
    const unfollowed = (text: string) =>
      analyzeText(`import subprocess\n${text}`, OPTIONS).unfollowed !== undefined;
    assert.deepEqual(long(100).map(unfollowed), [false, false, false]);
    assert.deepEqual(long(3_000).map(unfollowed), [true, true, true]);
  });
});
