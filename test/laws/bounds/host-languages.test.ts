/** Host languages with more in each other than is followed: it is said, and what stands beside it is found. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lowerDockerfile } from '../../../server/src/invocation/dockerfile/lower.ts';
import { lowerMakefile } from '../../../server/src/invocation/from-make.ts';
import { lowerLists } from '../../../server/src/invocation/lists/lower.ts';
import { decodeLiteral } from '../../../server/src/syntax/literals/decode.ts';
import type { LiteralLanguage } from '../../../server/src/syntax/literals/language.ts';
import { readLiterals } from '../../../server/src/syntax/literals/reader.ts';
import { readMakefile } from '../../../server/src/syntax/make/reader.ts';
import { written } from '../../../server/src/text/mapped-text.ts';
import { LITERAL_LANGUAGES, nameOf } from '../../languages/lists/literal-languages.ts';
import { analyzeText } from '../../support/check.ts';
import { startedWith } from '../../support/started.ts';

const MAKEFILE = { languageId: 'makefile', path: '/w/Makefile' };
const L = LITERAL_LANGUAGES;

const lowered = (text: string) => lowerMakefile(readMakefile(text), { length: text.length });
const docker = (text: string) => startedWith(lowerDockerfile(text));

describe('a Makefile', () => {
  it('goes into conditions up to a bound, says that there are more, and loses nothing beside them', () => {
    const nested = (depth: number) => {
      return `${'ifdef A\n'.repeat(depth)}a:\n\tkvm -S\n${'endif\n'.repeat(depth)}b:\n\tkvm -s\n`;
    };
    assert.deepEqual(startedWith(lowered(nested(60))), ['-S', '-s']);
    const deep = nested(20_000);
    const found = lowered(deep);
    assert.deepEqual(startedWith(found), ['-s']);
    assert.equal(found.at(-1)?.kind, 'unfollowed');
    const { findings } = analyzeText(deep.replace('-s', '-monitor tcp::1,server'), MAKEFILE);
    const rules = findings.map(({ rule }) => rule);
    assert.deepEqual(rules, ['monitor-on-network']);
  });

  it('is found beside references that stand too deep in each other to be followed, which is said', () => {
    const chain = (open: string) => {
      const values = Array.from({ length: 60 }, (_, index) => {
        return `V${index} = ${open.repeat(31)}$(V${index + 1})${')'.repeat(31)}\n`;
      });
      return values.join('');
    };
    const openings = ['$(strip ', '$(if a,', '$(foreach v,a,', '$(call V1,', '$(x:%=a'];
    for (const values of [
      ...openings.map(chain),
      ...['$(', ...openings].map((open) => `V0 = ${open.repeat(20_000)}x${')'.repeat(20_000)}\n`),
    ]) {
      const text = `${values}run:\n\tkvm -m "$(V0)" -S\n`;
      const found = lowered(text);
      assert.equal(found.at(-1)?.kind, 'unfollowed', values.slice(0, 40));
      assert.equal(startedWith(found).length, 1, values.slice(0, 40));
    }
  });

  it('reads what make is given for each word of a list once where there are too many, which is said', () => {
    const rules = (count: number) => {
      const rule = 'define R\n$(1):\n\tkvm -name $(1) -S\nendef\n';
      return `${rule}$(foreach x,${'a '.repeat(count)},$(eval $(call R,$(x))))\n`;
    };
    assert.notEqual(lowered(rules(100)).at(-1)?.kind, 'unfollowed');
    const found = lowered(rules(5_000));
    assert.ok(startedWith(found)[0]?.endsWith('|-S'));
    assert.equal(found.at(-1)?.kind, 'unfollowed');
  });

  it('is gone through again for makes up to a bound, which is said, and keeps what further ones are told', () => {
    const makes = (count: number) => {
      const numbers = Array.from({ length: count }, (_, index) => index);
      const rules = numbers.map((index) => `t${index}: ; cc $(F)\n`).join('');
      const all = `all: ${numbers.map((index) => `t${index}`).join(' ')} run\n`;
      const told = [1, 2].map((port) => `m${port}: ; make F='-qmp tcp::${port}'\n`).join('');
      const found = lowered(`${all}${rules}run: ; kvm $(F)\n${told}`);
      return { started: startedWith(found), isCut: found.at(-1)?.kind === 'unfollowed' };
    };
    assert.deepEqual(makes(200), { started: ['$(F)', '-qmp|tcp::1', '-qmp|tcp::2'], isCut: false });
    assert.deepEqual(makes(400), {
      started: ['$(F)', '-qmp|tcp::1', 'held -qmp|tcp::2'],
      isCut: true,
    });
  });
});

describe('a variable of a Makefile', () => {
  /** Checks that its address is found, and whether it is said that not all was followed. */
  const checkFound = (text: string, isFollowed: boolean): void => {
    const { findings, unfollowed } = analyzeText(text, MAKEFILE);
    assert.equal(unfollowed === undefined, isFollowed);
    assert.deepEqual(
      findings.map(({ at }) => text.slice(at.start, at.end)),
      ['tcp::1'],
    );
  };

  it('is found that is used behind the recipe up to which values are followed, which is said', () => {
    const recipes = (count: number) => {
      const lines = Array.from({ length: count }, (_, index) => `t${index}:\n\tkvm $(A)\n`);
      return `${'A += -m 1\n'.repeat(900)}${lines.join('')}B = -qmp tcp::1,server\nz:\n\tkvm $(B) -S\n`;
    };
    for (const [count, isFollowed] of [
      [3, true],
      [300, false],
    ] as const) {
      const text = recipes(count);
      checkFound(text, isFollowed);
      // What is written in a recipe stays.
      assert.match(startedWith(lowered(text)).at(-1) ?? '', isFollowed ? /\|-S$/ : /^held -qmp/);
      assert.equal(startedWith(lowered(text)).length, count + (isFollowed ? 1 : 2));
    }
  });

  it('is handed on to recipes with variables of their own up to a bound, which is said', () => {
    const rules = (count: number) => {
      const lines = Array.from({ length: count }, (_, index) => {
        return `export V${index} = ${index}\nt${index}: A = 1\nt${index}: ; kvm -m $$V${index} -S\n`;
      });
      return lines.join('');
    };
    const few = lowered(rules(30));
    assert.notEqual(few.at(-1)?.kind, 'unfollowed');
    assert.equal(startedWith(few).at(-1), '-m|29|-S');
    const many = lowered(rules(1_200));
    assert.equal(many.at(-1)?.kind, 'unfollowed');
    assert.equal(startedWith(many)[0], '-m|0|-S');
    assert.equal(startedWith(many).at(-1), '-m|$V1199|-S');
  });

  it('is held for others up to a bound, which is said', () => {
    const chain = (count: number) => {
      const lines = Array.from({ length: count }, (_, index) => {
        return `V${index + 1} := $(V${index}) -m ${index}\n`;
      });
      return `V0 := -qmp tcp::1,server\n${lines.join('')}`;
    };
    for (const [count, isFollowed] of [
      [30, true],
      [600, false],
    ] as const) {
      const text = chain(count);
      checkFound(text, isFollowed);
    }
  });

  it('is unknown where it is too long, which is said', () => {
    const found = lowered(`define A\n${'-m $(B)\n'.repeat(5_000)}endef\nrun:\n\tkvm $(A) -S\n`);
    assert.deepEqual(startedWith(found), ['$(A)|-S']);
    assert.equal(found.at(-1)?.kind, 'unfollowed');
  });

  it('is added to under very many conditions up to a bound, which is said, and what stands beside it is found', () => {
    const added = (count: number) => {
      const lines = Array.from({ length: count }, (_, index) => {
        return `ifeq ($(B${index}),1)\nA += -m ${index}\nendif\n`;
      });
      return `${lines.join('')}run:\n\tkvm $(A) -S\n`;
    };
    const few = lowered(added(400));
    assert.notEqual(few.at(-1)?.kind, 'unfollowed');
    const many = lowered(added(8_000));
    assert.equal(many.at(-1)?.kind, 'unfollowed');
    assert.deepEqual(startedWith(many), ['$(A)|-S']);
  });

  it('is looked for among those of patterns up to a bound, which is said, and is unknown behind that', () => {
    const patterns = (count: number) => {
      const lines = Array.from({ length: count }, (_, index) => {
        return `a%: F = ${index}\nab${index}:\n\tkvm -m $(F) -S\n`;
      });
      return lines.join('');
    };
    const few = lowered(patterns(20));
    assert.notEqual(few.at(-1)?.kind, 'unfollowed');
    assert.deepEqual(new Set(startedWith(few)), new Set(['-m|19|-S']));
    const many = lowered(patterns(1_500));
    assert.equal(many.at(-1)?.kind, 'unfollowed');
    const started = startedWith(many);
    assert.equal(started.length, 1_500);
    assert.deepEqual(new Set(started), new Set(['-m|1499|-S', '-m|$(F)|-S']));
  });
});

describe('a script of a YAML file', () => {
  it('is that of each alias up to a bound, which is said', () => {
    const jobs = (count: number) => {
      const script = `.s: &s |\n${'  kvm -monitor tcp::1,server\n'.repeat(count)}`;
      const aliases = Array.from({ length: count }, (_, index) => `j${index}:\n  script: *s\n`);
      return analyzeText(script + aliases.join(''), {
        languageId: 'yaml',
        path: '/w/.gitlab-ci.yml',
      });
    };
    assert.equal(jobs(30).unfollowed, undefined);
    const many = jobs(400);
    assert.equal(many.findings.length, 400);
    assert.ok(many.unfollowed);
  });
});

describe('what a Dockerfile starts', () => {
  it('is found behind whatever is open or repeated', () => {
    for (const part of ['RUN <<A\n', '"', '${a:-', '1', '[']) {
      const text = `RUN kvm ${part.repeat(20_000)}\nRUN kvm -S\n`;
      assert.equal(docker(text).at(-1), '-S', part);
    }
    const doubled = `ENV A=x\n${'ENV A=$A$A\n'.repeat(2_000)}RUN kvm -name $A -S\n`;
    assert.match(docker(doubled)[0] ?? '', /^-name\|(?:\$A)+\|-S$/);
    const grown = `ENV A=x\n${'ENV A="$A -m"\n'.repeat(20_000)}ENV B=-s\nENV C=$B\nRUN kvm -S $C\n`;
    assert.deepEqual(docker(grown), ['-S|-s']);
    const words = docker(`RUN kvm ${'RUN x \\\n'.repeat(4_000)}-S\n`)[0]?.split('|');
    assert.deepEqual([words?.length, words?.at(-1)], [8_001, '-S']);
  });
});

describe('a unit', () => {
  it('is looked at up to the limit of words of its command, which is said', () => {
    const start = '[Service]\nExecStart=/usr/bin/kvm -monitor tcp::1,server';
    const text = `${start}${' \\\n -m 1'.repeat(30_000)} -qmp tcp::2,server\n`;
    const { findings, unfollowed } = analyzeText(text, { languageId: 'systemd' });
    assert.deepEqual(
      findings.map(({ at }) => text.slice(at.start, at.end)),
      ['tcp::1'],
    );
    assert.ok(unfollowed && unfollowed.start > start.length);
  });
});

describe('a file of literals', () => {
  it('is read to its end where everything in it is open', () => {
    const many = 2_400;
    const sources = [
      ...['"', "'", '`${', '(', '[', '{', '/*', '/', 'r#"', '$(', '"-monitor",', '"-monitor" + '],
      ...['x = "-monitor tcp:" + x\n', '"-monitor", x ? ', 'if (', 'a.b("-qmp");\n', '"-m" "-n" '],
      ...['sh a: b ', 'sh a: b, ', "sh '''", "sh 'true'\n", 'script = "true"; '],
      ...["script = ''\n", 'x '],
    ];
    for (const language of Object.values(LITERAL_LANGUAGES)) {
      for (const source of sources) {
        const text = source.repeat(many / source.length);
        const { tokens, comments } = readLiterals(text, language);
        const end = Math.max(tokens.at(-1)?.end ?? 0, comments.at(-1)?.at.end ?? 0);
        assert.equal(end, text.trimEnd().length, `${nameOf(language)} ${source}`);
        // A sum needs names and operators; without them it is words of one command.
        const isSum =
          source.startsWith('x = ') && nameOf(language) !== 'cmake' && nameOf(language) !== 'batch';
        const found = lowerLists(`${text}-monitor tcp:`, language);
        assert.equal(
          found.length,
          isSum ? many / source.length : 0,
          `${nameOf(language)} ${source}`,
        );
      }
    }
  });

  it('is read behind very many brackets, comments and strings that are closed wrongly or never', () => {
    const many = 12_000;
    const read = (source: string, language: LiteralLanguage) => {
      const last = readLiterals(`${source}\n"z"`, language).tokens.at(-1);
      return last?.kind === 'literal' && written(decodeLiteral(`${source}\n"z"`, last));
    };
    assert.equal(read('('.repeat(many) + ']'.repeat(many), L.javascript), 'z');
    assert.equal(read('/*'.repeat(many) + '*/'.repeat(many), L.rust), 'z');
    assert.equal(read('a = "${\n'.repeat(many), L.kotlin), 'z');
    const raw = Array.from({ length: many / 3 }, (_, index) => `R"${index}(\n`).join('');
    assert.equal(read(raw, L.c), 'z');
  });
});
