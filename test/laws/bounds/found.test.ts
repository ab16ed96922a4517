/** Long, deep and half-typed texts: a monitor in them is found, whatever else becomes unknown. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MAX_STARTS } from '../../../server/src/invocation/domain/limits.ts';
import { analyzeText } from '../../support/check.ts';
import { KVM, MONITOR, nested, RUN, times } from './texts.ts';

/** Calls of functions in each other, each with the next one's output in a place. */
function calls(place: string): string {
  return `${times(14, (i) => `f${i}() { ${place.replace('%', `$(f${i + 1})`)}; echo 1; }\n`)}f14() { echo 14; }\nf0\n${KVM}\n`;
}

const ARMS = (count: number) => times(count, (i) => `a${i}) x="-m ${i}";;\n`);
const LONG = 'x="$x$y"; y="$y$x";\n'.repeat(3000);

const SCRIPTS: Readonly<Record<string, string>> = {
  'arms that let one text grow': `while getopts a: o; do case $o in
${times(2000, (i) => `a${i}) x="$x -m $OPTARG";;\n`)}esac; done\n${KVM} $x\n`,
  'loops in loops': `${nested(80, 'for x in 0 1; do ', `${KVM} -m $x`, '; done')}\n`,
  'tests in tests': `${nested(60, 'while ', 'read x', '; do y=$x; done')}\n${KVM} $y\n`,
  'conditions in conditions': `${nested(200, 'if a; then x="$x b"\n', KVM, '\nfi')}\n`,
  'arms in arms': `${nested(100, 'case $a in b) x="$x c"\n', KVM, ';; esac\n')}`,
  'functions that call others twice': `${times(20, (i) => `f${i}() { f${i + 1} $1; f${i + 1} $1; }\n`)}f20() { kvm -m $1; }\nf0 1\n${KVM}\n`,
  'a text that doubles in eval': `x="a b"\n${'eval "x=\\"$x$x\\""\n'.repeat(300)}${KVM} $x\n`,
  'a text that doubles': `v0=a\n${times(800, (i) => `v${i + 1}="$v${i}$v${i}"\n`)}${KVM} $v9\n`,
  'early exits of a function': `f() {\n${times(1000, (i) => `x${i}=1; a && return\n`)}}\nf\n${KVM}\n`,
  'children that see every variable': `set -a\n${times(1000, (i) => `v${i}=1\n`)}${"bash -c 'kvm -S $v1'\n".repeat(200)}${KVM}\n`,
  'arguments that double': `${times(16, (i) => `f${i}() { f${i + 1} "$@" "$@"; }\n`)}f16() { kvm "$@"; }\nf0 -m 1\n${KVM}\n`,
  'variables before a star': `ls ${'$abcdefgh'.repeat(80)}*\n${KVM}\n`,
  'blanks in a pattern': `ss -ltn | grep "4444${' '.repeat(80)}x"\n${KVM}\n`,
  'filters of one text': `x=$(echo -S${" | tr -s ' '".repeat(3000)})\nkvm $x\n${KVM}\n`,
  'open cases': `${'case $a in\n'.repeat(5000)}${KVM}\n`,
  clients: `${KVM}\n${times(5000, (i) => `nc localhost ${i}\n`)}`,
  'uncalled functions': times(MAX_STARTS, (i) => `f${i}() { ${KVM} -m ${i}; }\n`),
  'a long array': `a=(${MONITOR})\n${times(3000, (i) => `a+=(-m ${i})\n`)}kvm "\${a[@]}"\n`,
  'many arguments': `set -- ${MONITOR}\n${'set -- "$@" -m 1\n'.repeat(3000)}kvm "$@"\n`,
  'one of many arms': `case $1 in\n${ARMS(60)}m) x="${MONITOR}";;\nesac\nkvm $x\n`,
  'one of many returns': `f() {\n${times(20, (i) => `a && { x="-m ${i}"; return; }\n`)}a && { x="${MONITOR}"; return; }\nx=; }\nf; kvm $x\n`,
  'keys of an array': `declare -A a=([o]=-monitor [v]=tcp:0.0.0.0:4444,server ${times(3000, (i) => `[k${i}]=v `)})\nkvm "\${a[@]}"\n`,
  'an option beside an unknown value': `read x; x="$x ${MONITOR}"; kvm $x\n`,
  'a loop over many words before an option': `note() { for k in "\${!seen[@]}"; do [[ "$k" == *=* ]] && return 1; done; seen["$f"]=1; }
start() { case $g in a|b) for f in ${times(64, (i) => `f${i} `)}; do [[ -n "$x" ]] && note "\${x#,}"; done ;; esac
  [ "$OS" == Darwin ] && args+=(-m 1G)
  args+=(${MONITOR}); kvm "\${args[@]}"; }\nstart\n`,
  'an option that no command takes': `${nested(60, 'for i in 1 2 3 4 5 6 7 8; do ', ':', '; done')}
f() { a+=("$@"); }; ${'f -m 1; '.repeat(30)}f ${MONITOR}; kvm "\${a[@]}"\n`,
  'a file behind the end': `${LONG}cat >run.sh <<E\n${KVM}\nE\n`,
  'a script for another machine behind the end': `${LONG}ssh host sh <<E\n${KVM}\nE\n`,
};

/** Texts that are followed to their end, although a part in each part would double the work. */
const ONCE: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['local x=%', 'declare x=%', 'rm "%"', '. "%/a.sh"', 'other "%"', 'x=% other', 'sudo "%"']
      .concat(['{ :; } > "%"', ': >> "%"', 'cat < "%" >&2'])
      .map((place) => [place, calls(place)]),
  ),
  'unknown commands in each other': `${`${nested(24, 'other -$(', 'a', ')')}\n`.repeat(40)}${KVM}\n`,
  'file names in each other': `${`${nested(24, 'other -x <(', 'a', ')')}\n`.repeat(40)}${KVM}\n`,
  'a here-document': `cat 3<<EOF\n$(${KVM})\nEOF\n`,
};

/** Texts behind whose bound nothing more is looked for. */
const REPORTED: Readonly<Record<string, string>> = {
  'words of machines': `${'a+=(-m 1)\nkvm "${a[@]}"\n'.repeat(1500)}${KVM}\n`,
  'lines of a script': `${'a\n'.repeat(200_000)}${KVM}\n`,
  'lines of a broken script': `${'fi )\n'.repeat(30_000)}${KVM}\n`,
};

const OTHERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  dockerfile: {
    ...Object.fromEntries(
      ['RUN <<A\n', '"', '${a:-', '1', '['].map((part) => [
        `many ${part.trim()}`,
        `RUN kvm ${part.repeat(20_000)}\nRUN ${KVM}\n`,
      ]),
    ),
    'a value that doubles': `ENV A=x\n${'ENV A=$A$A\n'.repeat(2000)}RUN ${KVM} -name $A\n`,
    'a value that grows': `ENV A=x\n${'ENV A="$A -m"\n'.repeat(20_000)}ENV B=tcp:0.0.0.0:1,server\nRUN kvm -qmp $B\n`,
  },
  python: {
    ...Object.fromEntries(
      [
        ...['a = a + a', 'a += a', 'a = "{} {}".format(a, a)', 'a = a.replace("x", a)'],
        ...['a = a + ("y" if c else "z")', 'a = [*a, *a]', 'a = [" ".join(a), " ".join(a)]'],
      ].map((line) => [line, `${RUN}a = "x"\n${`${line}\n`.repeat(300)}`]),
    ),
    ...Object.fromEntries(
      ['c[n] = "x"', 'del c[n]', 'c.insert(n, "x")', 'c.remove(n)'].map((change) => [
        change,
        `import subprocess\nc = ["kvm", "-qmp", "tcp:0.0.0.0:1,server"]\n${change}\nsubprocess.run(c)\n`,
      ]),
    ),
    ...Object.fromEntries(
      ['"', "'".repeat(3), 'not ', 'lambda:', '-', 'a+'].map((part) => [
        `many ${part}`,
        `${part.repeat(20_000 / part.length)}\n${RUN}`,
      ]),
    ),
    'a long string': `a = "${'x'.repeat(100_000)}"\n${RUN}`,
    'a long line that is no Python': `${'"a" b '.repeat(10_000)}\n${RUN}`,
    'brackets in strings and comments': `${'a = "("  # [\n'.repeat(1200)}${RUN}`,
    'a long list that is open': `${RUN}if a:\n    b = [\n${'        "x",\n'.repeat(5000)}`,
  },
};

const PATHS: Readonly<Record<string, string>> = {
  dockerfile: '/w/Dockerfile',
  python: '/w/vm.py',
};

function isFound(text: string, languageId = 'shellscript'): boolean {
  const { findings } = analyzeText(text, { languageId, path: PATHS[languageId] ?? '/w/run.sh' });
  return findings.some(({ at }) => text.slice(at.start, at.end).includes('0.0.0.0'));
}

describe('a monitor of a script is found with', () => {
  for (const [what, script] of Object.entries({ ...SCRIPTS, ...ONCE })) {
    it(what, () => assert.ok(isFound(script)));
  }
});

describe('a script is followed to its end with', () => {
  for (const [what, script] of Object.entries(ONCE)) {
    it(what, () => assert.equal(analyzeText(script).unfollowed, undefined));
  }
});

describe('the end of the analysis is reported behind many', () => {
  for (const [what, script] of Object.entries(REPORTED)) {
    it(what, () => assert.notEqual(analyzeText(script).unfollowed, undefined));
  }
});

for (const [languageId, texts] of Object.entries(OTHERS)) {
  describe(`a monitor of ${languageId} is found with`, () => {
    for (const [what, text] of Object.entries(texts)) {
      it(what, () => assert.ok(isFound(text, languageId)));
    }
  });
}

describe('no monitor is found', () => {
  it('in a value that is overwritten in each arm', () => {
    const script = `x="${MONITOR}"\ncase $1 in\n${ARMS(20)}*) x=;;\nesac\nkvm $x\n`;
    assert.ok(!isFound(script));
  });

  it('twice, if a bound ends a script within the loops around its launch', () => {
    const loops = nested(8, 'for a in 1 2 3 4 5 6 7 8; do ', `kvm -qmp tcp::$a,server`, '; done');
    for (const script of [`${loops}\n`.repeat(12), `sh -c '${loops}'\n`.repeat(50)]) {
      const { invocations, unfollowed } = analyzeText(script);
      assert.ok(unfollowed);
      assert.ok(invocations.every((one) => one.kind !== 'argv' || one.partial !== 'fragment'));
    }
  });
});

describe('a script says that it does not follow a program in', () => {
  for (const [what, program] of [
    ['a word of Python', `python3 -u -c "run(['kvm', '-qmp', 'tcp::1,server'])"`],
    ['a word of Perl', `sudo perl -we 'system("kvm -monitor tcp::1,server")'`],
    ['a word of PowerShell', `powershell.exe -NoProfile -Command "qemu -qmp tcp::1,server"`],
    ['a here-document', `python3 - <<'EOF'\nrun(['kvm', '-qmp', 'tcp::1,server'])\nEOF`],
    ['a file', `cat > run.py <<'EOF'\nrun(['kvm', '-qmp', 'tcp::1,server'])\nEOF`],
    ['a script', `cat > run <<'EOF'\n#!/usr/bin/perl\nexec "kvm", "-qmp", "tcp::1,server"\nEOF`],
  ] as const) {
    it(what, () => {
      const { start = 0, end = 0 } = analyzeText(`${KVM}\n${program}\n`).unfollowed ?? {};
      const text = `${KVM}\n${program}\n`.slice(start, end);
      assert.match(text, /(?:qmp|monitor).*tcp::1,server/);
      const silent = `${KVM}\n${program.replace(/-(?:qmp|monitor)/, '-x')}\n`;
      assert.equal(analyzeText(silent).unfollowed, undefined);
    });
  }
});
