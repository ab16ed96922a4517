/**
 * A bound costs what lies behind it, and is reported: a text with few parts is followed to its end, the same text with many
 * is `unfollowed`, and the monitor in it is found in both. Counts are far from the bounds, which `docs/limits.md` lists.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MAX_STARTS } from '../../../server/src/invocation/domain/limits.ts';
import { lowerMakefile } from '../../../server/src/invocation/from-make.ts';
import { readMakefile } from '../../../server/src/syntax/make/reader.ts';
import { analyzeText } from '../../support/check.ts';
import { inSingleQuotes } from '../../support/quoting.ts';
import { KVM, MONITOR, nested, RUN, times } from './texts.ts';

/** What the analysis of a text says: whether it finds the monitor, and whether it reports a bound. */
function look(languageId: string, text: string): readonly [isFound: boolean, isCut: boolean] {
  const { findings, unfollowed } = analyzeText(text, { languageId, path: PATHS[languageId] ?? '' });
  const isFound = findings.some(({ at }) => text.slice(at.start, at.end).includes('0.0.0.0'));
  return [isFound, unfollowed !== undefined];
}

const PATHS: Readonly<Record<string, string>> = {
  shellscript: '/w/run.sh',
  makefile: '/w/Makefile',
  python: '/w/vm.py',
  yaml: '/w/.gitlab-ci.yml',
  dockerfile: '/w/Dockerfile',
  systemd: '/w/vm.service',
};

type Bound = readonly [what: string, text: (count: number) => string, few: number, many: number];

const BOUNDS: Readonly<Record<string, readonly Bound[]>> = {
  shellscript: [
    ['scripts in each other', (n) => `${KVM}\n${insideOf(n)}\n`, 3, 6],
    [
      'texts for an unknown file',
      (n) => times(n, (i) => `echo "${KVM} -m ${i}" >>run.sh\n`),
      9,
      99,
    ],
    ['words of a text', (n) => `x="-S ${'-m 1 '.repeat(n)}${MONITOR}"\nkvm $x\n`, 99, 300],
    [
      'defaults in each other in a long script',
      (n) => `echo ${'${a:-"'.repeat(n)}\n${'x=1\n'.repeat(100 * n)}${KVM}\n`,
      ...([9, 300] as const),
    ],
    [
      'substitutions',
      (n) => `${times(n, (i) => `a=\`echo \\\`echo ${i}\\\`\`\n`)}${KVM}\n`,
      9,
      11_000,
    ],
    [
      'substitutions in each other',
      (n) => `a=${nested(n, '$(', 'echo 1', ')')}\n${KVM} -m "$a"\n`,
      ...([40, 50_000] as const),
    ],
    ...['$x', '""', '``', `"$x"'b'`].map(
      (part): Bound => [
        `a word of ${part}`,
        (n) => `kvm -name "a"${part.repeat(n)}$(${KVM}) -m 1\n`,
        ...([500, 5000] as const),
      ],
    ),
    ['machines', (n) => `${KVM}\n`.repeat(n), 99, MAX_STARTS + 1],
    [
      'calls of a function',
      (n) => `f() { kvm -m $1; }\n${times(n, (i) => `f ${i}\n`)}${KVM}\n`,
      99,
      9999,
    ],
    ['lines of a broken script', (n) => `${KVM}\n${'fi )\n'.repeat(n)}`, 9, 60_000],
    [
      'words of a command that may start QEMU',
      (n) => `vm_setup ${"'-m 1' ".repeat(n)}'${MONITOR}'\n${KVM}\n`,
      ...([99, 20_000] as const),
    ],
    [
      'loops in each other around a use',
      (n) => `${KVM}\n${nested(n, 'for a in 1 2 3 4; do ', `kvm -qmp tcp::$a,server`, '; done')}\n`,
      ...([2, 40] as const),
    ],
  ],
  makefile: [
    ['machines', (n) => `a:\n\t${KVM}\n`.repeat(n), 99, MAX_STARTS + 1],
    [
      'conditions in each other',
      (n) => `${nested(n, 'ifdef A\n', 'B=1\n', 'endif\n')}b:\n\t${KVM}\n`,
      60,
      20_000,
    ],
    ...['$(', '$(strip ', '$(if a,', '$(foreach v,a,', '$(call V,'].map(
      (open): Bound => [
        `${open} in each other`,
        (n) => `V = ${nested(n, open, 'x', ')')}\nrun:\n\tkvm -m "$(V)" ${MONITOR}\n`,
        ...([9, 20_000] as const),
      ],
    ),
    [
      'rules made by eval',
      (n) =>
        `define R\n$(1):\n\tkvm -name $(1)\nendef\n$(foreach x,${'a '.repeat(n)},$(eval $(call R,$(x))))\nb:\n\t${KVM}\n`,
      ...([99, 5000] as const),
    ],
    [
      'makes that run other targets',
      (n) =>
        `all: ${times(n, (i) => `t${i} `)}run\n${times(n, (i) => `t${i}: ; cc $(F)\n`)}run: ; kvm $(F)\nm: ; make F='${MONITOR}'\nn: ; make F=-S\n`,
      ...([200, 2000] as const),
    ],
    [
      'uses of a long value',
      (n) =>
        `${'A += -m 1\n'.repeat(900)}${times(n, (i) => `t${i}:\n\tkvm $(A)\n`)}B = ${MONITOR}\nz:\n\tkvm $(B)\n`,
      ...([3, 300] as const),
    ],
    [
      'exports beside values of targets',
      (n) =>
        `z:\n\t${KVM}\n${times(n, (i) => `export V${i} = ${i}\nt${i}: A = 1\nt${i}: ; kvm -m $$V${i}\n`)}`,
      ...([30, 1200] as const),
    ],
    [
      'values that grow and are not used',
      (n) => `V0 := ${MONITOR}\n${times(n, (i) => `V${i + 1} := $(V${i}) -m ${i}\n`)}`,
      ...([30, 600] as const),
    ],
    [
      'lines of a value',
      (n) => `define A\n${'-m $(B)\n'.repeat(n)}endef\nrun:\n\tkvm $(A) ${MONITOR}\n`,
      ...([99, 5000] as const),
    ],
    [
      'conditions that append',
      (n) =>
        `${times(n, (i) => `ifeq ($(B${i}),1)\nA += -m ${i}\nendif\n`)}run:\n\tkvm $(A) ${MONITOR}\n`,
      ...([99, 8000] as const),
    ],
    [
      'values of patterns',
      (n) => `${times(n, (i) => `a%: F = ${i}\nab${i}:\n\tkvm -m $(F)\n`)}z:\n\t${KVM}\n`,
      ...([20, 1500] as const),
    ],
    [
      'calls of a function',
      (n) => `f = kvm -m $(1)\n${times(n, (i) => `t${i}:\n\t$(call f,${i})\n`)}c:\n\t${KVM}\n`,
      ...([99, 2500] as const),
    ],
  ],
  python: [
    ...(
      [
        ['[', ']'],
        ['str(', ')'],
        ['{1: ', '}'],
      ] as const
    ).map(
      ([open, close]): Bound => [
        `${open} in each other`,
        (n) => `${RUN}a = ${nested(n, open, '1', close)}\n`,
        ...([9, 20_000] as const),
      ],
    ),
    [
      'returns of a function',
      (n) =>
        `${RUN}def f(x):\n${times(n, (i) => `    if x == ${i}: return "${i}"\n`)}    return "y"\nsubprocess.run(["kvm", "-m", f(z)])\n`,
      ...([9, 200] as const),
    ],
    [
      'comparisons of long values',
      (n) =>
        `${RUN}a = b = []\n${'while x:\n    while y:\n        b = list(a)\n        a = b or c\n'.repeat(n)}`,
      ...([40, 1500] as const),
    ],
    ...['a = "%s %s" % (a, a)', 'a = f"{a}{a}"', 'a = " ".join([a, a])'].map(
      (line): Bound => [line, (n) => `${RUN}a = "x"\n${`${line}\n`.repeat(n)}`, 5, 3000],
    ),
    [
      'items of a list',
      (n) => `${RUN}subprocess.run(["kvm", ${'"-m", '.repeat(n)}"-monitor", "tcp::1,server"])\n`,
      ...([99, 3000] as const),
    ],
    [
      'parts of a format',
      (n) => `${RUN}subprocess.run("kvm ${'%s '.repeat(n)}" % (${'a, '.repeat(n)}), shell=True)\n`,
      ...([99, 3000] as const),
    ],
  ],
  yaml: [
    [
      'aliases of a script',
      (n) => `.s: &s |\n${`  ${KVM}\n`.repeat(n)}${times(n, (i) => `j${i}:\n  script: *s\n`)}`,
      ...([30, 400] as const),
    ],
  ],
  systemd: [
    [
      'words of a command',
      (n) => `[Service]\nExecStart=/usr/bin/${KVM}${' \\\n -m 1'.repeat(n)} -qmp tcp::2,server\n`,
      ...([99, 30_000] as const),
    ],
  ],
};

function insideOf(depth: number): string {
  let script = KVM;
  for (let level = 0; level < depth; level++) script = `bash -c ${inSingleQuotes(script)}`;
  return script;
}

for (const [languageId, bounds] of Object.entries(BOUNDS)) {
  describe(`a bound of ${languageId} is reported, and a monitor is found behind`, () => {
    for (const [what, text, few, many] of bounds) {
      it(what, () => {
        assert.deepEqual(look(languageId, text(few)), [true, false], `${few}`);
        assert.deepEqual(look(languageId, text(many)), [true, true], `${many}`);
      });
    }
  });
}

it('a Makefile is followed up to a number of machines', () => {
  const rules = `a:\n\t${KVM}\n`.repeat(MAX_STARTS);
  const stops = (text: string) =>
    lowerMakefile(readMakefile(text), { length: text.length }).flatMap((one) =>
      one.kind === 'unfollowed' ? one.at.start : [],
    );
  assert.deepEqual(stops(rules), []);
  assert.deepEqual(stops(`${rules}b:\n\t${KVM}\n`), [rules.length + 'b:\n\t'.length]);
});
