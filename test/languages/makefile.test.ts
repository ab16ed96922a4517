/** Makefiles: read, found, fixed, commented and completed like every other language. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { lowerMakefile } from '../../server/src/invocation/from-make.ts';
import {
  type Expander,
  expand,
  makeFuelFor,
  type Scope,
} from '../../server/src/invocation/make/expand.ts';
import { variablesAbove } from '../../server/src/invocation/make/variables.ts';
import { languageOf, languageOfFile } from '../../server/src/languages/detect.ts';
import { MAKE } from '../../server/src/syntax/make/encodings.ts';
import { readMakefile } from '../../server/src/syntax/make/reader.ts';
import { plain, spell } from '../../server/src/syntax/spell.ts';
import { written } from '../../server/src/text/mapped-text.ts';
import { splitWords } from '../../server/src/text/split-words.ts';
import { checksIn } from '../support/check.ts';
import { completeText } from '../support/complete.ts';
import { startedWith } from '../support/started.ts';

const EXPANDER: Expander = {
  fuel: makeFuelFor(1e6),
  every: false,
  path: undefined,
  runs: () => {},
  reads: () => {},
  used: new Set(),
  decisions: new Map(),
  opening: [],
};

const OPTIONS = { languageId: 'makefile', path: '/w/Makefile' };
const inMakefile = checksIn(OPTIONS);

/** The words that a Makefile starts QEMU with, a line for each command; what is unknown as it is written. */
function started(text: string): readonly string[] {
  return startedWith(lowerMakefile(readMakefile(text), { length: text.length }));
}

describe('a Makefile', () => {
  it('is known by its name, whatever an editor calls its language', () => {
    for (const name of ['Makefile', 'makefile', 'GNUmakefile', 'rules.mk', 'x.mak', 'a.make']) {
      assert.equal(languageOfFile(`/w/${name}`, ''), 'makefile', name);
    }
    assert.equal(languageOfFile('/w/Makefile.qemu', ''), 'makefile');
    assert.equal(languageOfFile('/w/run', '#!/usr/bin/make -f\n'), 'makefile');
    assert.equal(languageOf('make', '/w/Makefile', '')?.id, 'makefile');
    assert.notEqual(languageOfFile('/w/Makefile.md', ''), 'makefile');
    assert.notEqual(languageOfFile('/w/Makefile.py', ''), 'makefile');
    assert.equal(languageOfFile('/w/Makefile.toml', ''), 'toml');
    assert.equal(languageOfFile('/w/Makefile.PL', ''), 'perl');
  });

  it('has findings where its author wrote them', () => {
    inMakefile.check(`
VMFLAGS := -m 1G
VMFLAGS += -monitor tcp:0.0.0.0:4444,server,nowait
                        ^^^^^^^ 💡 error monitor-on-network
run:
	qemu-system-x86_64 $(VMFLAGS) \\
		-qmp tcp::$(PORT),server
		     ^^^^^^^^^^^^ 💡 error monitor-on-network
`);
  });

  it('has two dollars where the shell has one, and blanks where lines go on', () => {
    assert.deepEqual(started('run:\n\tkvm -name "$$NAME" \\\n\t  -m 1 # -S $(comment)\n'), [
      '-name|$NAME|-m|1',
    ]);
    assert.deepEqual(started('A = -m \\\n   1 # -S\nB = \\#$$x\nrun:; kvm $(A) "$(B)"\n'), [
      '-m|1|#$x',
    ]);
  });

  it('has all kinds of assignments', () => {
    assert.deepEqual(
      started(`A = $(C)
B := $(C)
C = 1
D ?= 2
C ?= 3
E ::= $(C)
C = 4
E += 5
define F
-name f
endef
override G = 6
undefine D
H != echo -S
run: ; kvm $A $(B) \${C} $(D) $(E) $(F) $(G) $(H)
`),
      ['4|$(C)|4|1|5|-name|f|6|$(H)'],
    );
  });

  it('has the functions of make', () => {
    const text = (value: string) => `A = a.c b.c\nT = 1$$(2)\nrun: ; kvm ${value}\n`;
    const cases: Readonly<Record<string, string>> = {
      '$(subst .c,.o,$(A))': 'a.o|b.o',
      '$(A:.c=.o) $(A:%.c=x/%)': 'a.o|b.o|x/a|x/b',
      '$(patsubst %.c,%.d,$(A))': 'a.d|b.d',
      '$(filter b%,$(A)) $(filter-out b%,$(A))': 'b.c|a.c',
      '$(addprefix -,$(A)) $(addsuffix +,$(A))': '-a.c|-b.c|a.c+|b.c+',
      '$(firstword $(A)) $(lastword $(A))': 'a.c|b.c',
      '$(foreach x,$(A),-$(x):$(x:.c=))': '-a.c:a|-b.c:b',
      '$(if ,yes,no) $(if x,yes,no) $(or ,b) $(and a,b)': 'no|yes|b|b',
      '$(dir /x/y) $(notdir /x/y)': '/x/|y',
      '$(call T,x,y) $(strip  a   b )': '1$(2)|a|b',
      '$(sort b a b) $(word 2,$(A))': 'a|b|$(word 2,$(A))',
      '$(let x y,1 2 3,$(y)-$(x))': '$(let x y,1 2 3,$(y)-$(x))',
      '$(shell echo -S) $(wildcard *.c)': '$(shell echo -S)|$(wildcard *.c)',
    };
    for (const [source, words] of Object.entries(cases)) {
      const expected = source.startsWith('$(call') ? words.replace('$(2)', 'y') : words;
      assert.deepEqual(started(text(source).replace('$$(2)', '$(2)')), [expected], source);
    }
  });

  it('follows variables that read each other, and many that read the next', () => {
    inMakefile.check(`
A := -s
B := $(A)
A := $(B)
A := kvm -monitor tcp::4444,server
                  ^^^^^^^^^ 💡 error monitor-on-network
B := $(A)
first: ; echo $(A)
second: ; $(B)
`);
    const chain = Array.from({ length: 20_000 }, (_, at) => `V${at} = $(V${at + 1})\n`).join('');
    const rules = 'first: ; $(V0)\nsecond: ; kvm -monitor tcp::4444,server\n';
    assert.equal(inMakefile.analyzeText(chain + rules).findings.length, 1);
  });

  it('names the condition of a monitor as it is written', () => {
    inMakefile.check(`
ifdef DEBUG
FLAGS += -monitor tcp::4444,server
                  ^^^^^^^^^ 💡 error monitor-on-network: HMP on tcp *:4444: anyone on the network can run commands on this host (ifdef DEBUG)
endif
run: ; kvm $(FLAGS)
`);
  });

  it('goes both ways where a condition decides', () => {
    assert.deepEqual(
      started(`ifeq ($(M),tcp)
MON = -monitor tcp::1
else ifdef N
MON = -monitor none
else
MON = -monitor stdio
endif
run: ; kvm $(MON)
ifneq ($(M),tcp)
run2: ; kvm -S $(MON)
endif
three: ; kvm $(if $(M),-s,-S)
ifeq (a,b)
four: ; kvm -never
endif
`),
      splitWords(`
        -monitor|tcp::1 -monitor|none -monitor|stdio -S|-monitor|tcp::1 -S|-monitor|none
        -S|-monitor|stdio -s -S
      `),
    );
  });

  it('says the condition of what is only there under one', () => {
    const text = `ifeq ($(DEBUG),1)
FLAGS += -monitor tcp:0.0.0.0:1,server
else
debug:
	qemu-system-arm -monitor tcp:0.0.0.0:2,server
endif
run:
	qemu-system-arm $(FLAGS)
`;
    const { findings } = inMakefile.analyzeText(text);
    const conditions = findings.map(({ related }) => {
      return related.flatMap(({ condition, at }) =>
        condition ? text.slice(at.start, at.end) : [],
      );
    });
    assert.deepEqual(conditions, [['ifeq ($(DEBUG),1)'], []]);
  });

  it('has variables of a target, which what it needs has as well', () => {
    assert.deepEqual(
      started(`F = -m 1
debug: F += -S
debug: run
run: ; kvm $(F) -name $@
%.img: F = -s
a.img: ; kvm $(F)
`),
      ['-m|1|-name|run', '-m|1|-S|-name|run', '-s'],
    );
  });

  it('has rules whose names are read at their places, and recipes that are read at the end', () => {
    assert.deepEqual(
      started(`VM = one
F = -m 1
$(VM): P = -s
VM := $(VM)-more
$(VM): P = -S
one one-more: ; kvm $(P) -name $@ $(F)
F = -m 2
`),
      ['-s|-name|one|-m|2', '-S|-name|one-more|-m|2'],
    );
  });

  it('is followed to its end, however much it builds that has nothing to do with QEMU', () => {
    const files = Array.from({ length: 200 }, (_, n) => `src/file${n}.c`).join(' ');
    const library = (n: number) =>
      `$(OBJECTS): FLAGS += -Dx${n}\nlib${n}: $(OBJECTS)\n\t$(CC) $(FLAGS) -o $@ $^\n`;
    const libraries = Array.from({ length: 100 }, (_, n) => library(n)).join('');
    const text = `FILES = ${files}\nOBJECTS = $(FILES:%.c=out/%.o)\n${libraries}run: ; kvm -m 1\n`;
    const found = lowerMakefile(readMakefile(text), { length: text.length });
    assert.deepEqual([startedWith(found), found.length], [['-m|1'], 1]);
  });

  it('hands on what it exports, and nothing else', () => {
    assert.deepEqual(
      started('export A = 1 2\nB = 3\nexport C\nC = 4\nrun: ; kvm $$A "$$A" $$B $$C\n'),
      ['1|2|1 2|$B|4'],
    );
    assert.deepEqual(started('A = 1\nexport\nunexport B\nB = 2\nrun: ; kvm $$A $$B\n'), ['1|$B']);
    const ofTarget = 'export A = 1\nexport B = $(C)\nexport D = 4\nC = 3\nrun: C = 5\nrun: D = 6\n';
    assert.deepEqual(started(`${ofTarget}run: ; kvm $$A $$B $$D\nall: ; kvm $$A $$B $$D\n`), [
      '1|5|6',
      '1|3|4',
    ]);
  });

  it('takes away what make takes from the beginning of a line', () => {
    assert.deepEqual(
      started('Q ?= @\nrun:\n\t@-kvm -S\n\t $(Q)kvm -s\n\t$(V)kvm -m 1\n\t+ sudo kvm -m 2\n'),
      ['-S', '-s', '-m|1', '-m|2'],
    );
  });

  it('has each line of a recipe in a shell of its own, unless it says .ONESHELL', () => {
    const recipe = 'run:\n\tA=1\n\t@kvm -m $$A\n';
    assert.deepEqual(started(recipe), ['-m|$A']);
    assert.deepEqual(started(`.ONESHELL:\n${recipe}`), ['-m|1']);
    assert.deepEqual(started(`.SUFFIXES .ONESHELL:\n${recipe}`), ['-m|1']);
    assert.deepEqual(started(`define R\nA=1\nkvm -m $$A\nendef\nrun:\n\t$(R)\n`), ['-m|$A']);
  });

  it('may begin the lines of recipes with something else', () => {
    assert.deepEqual(started('.RECIPEPREFIX = >\nrun:\n>kvm -S\n'), ['-S']);
  });

  it('has recipes for the shell that it names, and none for another program', () => {
    assert.deepEqual(started('SHELL = /bin/bash\nrun:\n\tkvm -m $${A:-{1,2}}\n').length, 1);
    assert.deepEqual(started('SHELL = /usr/bin/python3\nrun:\n\tkvm -S\n'), []);
  });

  it('reads what it is made to read', () => {
    assert.deepEqual(
      started(`define T
run-$(1): ; kvm -name $(1) $$(F)
endef
F = -S
$(foreach x,a b,$(eval $(call T,$(x))))
`),
      ['-name|a|-S', '-name|b|-S'],
    );
  });

  it('is made with what a recipe says on the command line of another make', () => {
    assert.deepEqual(
      started(`F ?= -m 1
run: vm
vm: F += -s
vm: ; kvm $(F)
other: ; kvm -never $(F)
debug: ; $(MAKE) --no-print-directory run F='-S -name "$$$$X"'
there: ; $(MAKE) -C there F="-m 2 -monitor tcp::1"
`),
      ['-m|1|-s', '-never|-m|1', '-S|-name|$X', 'held -m|2|-monitor|tcp::1'],
    );
  });

  it('is made with what one make says to another that starts a third one', () => {
    assert.deepEqual(
      started(`F ?= -m 1
vm: ; kvm $(F) $(G)
also: ; $(MAKE) vm G="$(F) -s"
debug: ; $(MAKE) also F=-S
again: ; $(MAKE) again F=-S
`),
      ['-m|1|$(G)', '-m|1|-m|1|-s', '-S|-S|-s'],
    );
  });

  it('is quiet where nothing is unknown that matters, and where a variable asks for itself', () => {
    assert.deepEqual(started('A = $(A)\nrun: ; kvm $(A) -S\n'), ['$(A)|-S']);
  });

  it('has options that it holds for others, where it starts nothing itself', () => {
    inMakefile.check(`
EXTRA=-net none -monitor telnet:0.0.0.0:7001,server,nowait
                                ^^^^^^^ 💡 error monitor-on-network: HMP on telnet 0.0.0.0:7001: anyone on the network can run commands on this host (unused here)
SERIAL ?= -serial null -serial mon:tcp::7002,server
                                   ^^^^^^^^^ 💡 error monitor-on-network
include ../base.mk
`);
    assert.deepEqual(started('A = -monitor tcp::1\nrun: ; kvm -S\n'), ['-S']);
    assert.deepEqual(started('M = -monitor tcp::1\nA = $(M) -m 1\n'), [
      'held -monitor|tcp::1|-m|1',
    ]);
    assert.deepEqual(started('run: F += -monitor tcp::1\n'), ['held -monitor|tcp::1']);
    const exported = 'A = -monitor tcp::1\ncheck: ; export X="$(A)"; ./check\n';
    assert.deepEqual(started(exported), ['held -monitor|tcp::1']);
    assert.deepEqual(started(`${exported}run: ; kvm -S\n`), ['-S', 'held -monitor|tcp::1']);
    const called =
      'include x.mk\nM = -monitor tcp::1\ndefine R\n$(call f,kvm $(M))\nendef\nrun: ; $(R)\n';
    assert.deepEqual(started(called), ['held -monitor|tcp::1']);
  });

  it('is quiet about what only looks like a monitor', () => {
    inMakefile.checkSilent(`# qemu-system-arm -monitor tcp:0.0.0.0:1,server
help:
	@echo "  -monitor tcp:0.0.0.0:1,server"
	@# qemu-system-arm -monitor tcp:0.0.0.0:1,server
run:
	qemu-system-arm -serial tcp:0.0.0.0:1,server -gdb tcp::1 -monitor stdio
`);
  });
});

describe('a value of a Makefile that is made of itself', () => {
  it('is unknown once it is too long, and nothing of a recipe is lost', () => {
    const doubled = (n: number) => `V${n + 1} = $(V${n})$(V${n})\n`;
    const lines = Array.from({ length: 40 }, (_, n) => doubled(n)).join('');
    for (const text of [
      `V0 = -S\n${lines}V = $(V40)\n`,
      `V := -S\n${'V := $(V)$(V)\n'.repeat(300)}`,
    ]) {
      const [words = ''] = started(`${text}t:\n\tkvm $(V) -m 1\n`);
      assert.match(words, /\$\(V\d*\)[^|]*\|-m\|1$/);
    }
  });

  it('is known however often it is appended to', () => {
    const [words] = started(`V := -S\n${'V := $(V) -s\n'.repeat(100)}t:\n\tkvm $(V) -m 1\n`);
    assert.equal(words, `-S|${'-s|'.repeat(100)}-m|1`);
  });
});

describe('what is written into a Makefile', () => {
  /** What make has at a place: behind an `=`, in a recipe, in the last argument of a function. */
  const PLACES: readonly (readonly [keyof typeof MAKE, (text: string) => string])[] = [
    ['make-line', (text) => `A = x${text}y# z\nrun: ; kvm $(A)\n`],
    ['make-recipe', (text) => `define A\nx${text}y\nendef\nrun: ; kvm $(A)\n`],
    ['make-last-argument', (text) => `A = $(if ,a,x${text}y)\nrun: ; kvm $(A)\n`],
    ['make-argument', (text) => `A = $(if a,x${text}y,b)\nrun: ; kvm $(A)\n`],
  ];
  const letters = fc.constantFrom(...'ab$#\\(){},: \'"%=');
  const texts = fc.array(letters, { maxLength: 8 }).map((all) => all.join(''));

  it('is what make reads there', () => {
    fc.assert(
      fc.property(fc.constantFrom(...PLACES), texts, ([context, makefile], text) => {
        const spelled = spell(plain(text), MAKE[context], MAKE[context]);
        fc.pre(spelled !== undefined);
        const { nodes } = readMakefile(makefile(spelled));
        const [node] = nodes;
        assert.ok(node?.kind === 'assignment');
        const scope: Scope = {
          expander: EXPANDER,
          variables: variablesAbove(undefined),
          path: [],
          block: undefined,
          active: undefined,
          depends: { variable: false },
        };
        const expanded = expand(node.value, scope);
        const shown = expanded.map(({ value }) => written(value));
        assert.deepEqual(shown, [`x${text}y`]);
      }),
    );
  });
});

describe('a half-written Makefile', () => {
  const WHOLE = `ifeq ($(A),"b")
define X
kvm $(subst a,b,$(C)) \\
	-S
endef
else
run: F += -m 1
run: a b; kvm '$(F)' $@
	@$(call X,a)
endif
`;

  it('is read up to every character of it', () => {
    for (let end = 0; end <= WHOLE.length; end++) {
      const text = WHOLE.slice(0, end);
      const { failures, findings } = inMakefile.analyzeText(text);
      assert.deepEqual(failures, [], text);
      assert.deepEqual(findings, [], text);
    }
  });
});

describe('a fix in a Makefile', () => {
  it('is written for the shell of the recipe, through make', () => {
    inMakefile.checkFix(
      'run:\n\t@sudo kvm -name vm -monitor tcp:0.0.0.0:$(PORT),server,nowait\n'.replace(
        'sudo ',
        '',
      ),
      'run:\n\t@kvm -name vm -monitor "unix:$${XDG_RUNTIME_DIR:-$$HOME}/vm-$(PORT)-monitor.sock,server,nowait"\n',
    );
  });

  it('is written into the variable that has the option', () => {
    inMakefile.checkFix(
      'F = -name vm \\\n\t-monitor tcp:0.0.0.0:1,server \\\n\t-S\nrun: ; kvm $(F)\n',
      'F = -name vm \\\n\t-monitor "unix:$${XDG_RUNTIME_DIR:-$$HOME}/w-monitor.sock,server" \\\n\t-S\nrun: ; kvm $(F)\n',
    );
  });

  it('stays in the quotes of a text that another shell gets, since make is done before', () => {
    inMakefile.checkFix(
      "F = -monitor tcp::$(PORT),server\nrun: ; tmux new-window 'cd x; kvm -name vm $(F)'\n",
      'F = -monitor "unix:$${XDG_RUNTIME_DIR:-$$HOME}/vm-$(PORT)-monitor.sock,server"\n' +
        "run: ; tmux new-window 'cd x; kvm -name vm $(F)'\n",
    );
  });

  it('is written through both makes where one tells the other', () => {
    inMakefile.checkFix(
      'run: ; kvm -name vm $(F)\ndebug: ; $(MAKE) run F="-S -monitor tcp:0.0.0.0:1,server"\n',
      'run: ; kvm -name vm $(F)\ndebug: ; $(MAKE) run F="-S -monitor \\"unix:\\$$\\$${XDG_RUNTIME_DIR:-\\$$\\$$HOME}/vm-monitor.sock,server\\""\n',
    );
  });

  it('keeps out of an argument that it would end', () => {
    const text = 'run: ; kvm $(if $(D),-monitor tcp:0.0.0.0:1)\n';
    for (const { edits } of inMakefile.firstFixes(text)) {
      for (const edit of edits) assert.doesNotMatch(edit.text, /,/);
    }
  });

  it('writes nothing that would have to be expanded where nothing expands', () => {
    const text = 'export M = tcp:0.0.0.0:1,server\nrun: ; kvm -monitor $$M\n';
    const ids = inMakefile.firstFixes(text).map(({ id }) => id);
    assert.ok(!ids.includes('switch-to-unix'), ids.join(' '));
    assert.ok(ids.includes('listen-on-loopback'), ids.join(' '));
  });
});

describe('a comment in a Makefile', () => {
  const MON = '-monitor tcp:0.0.0.0:4444,server,nowait';
  const IGNORE = '# qemu-monitor-guard: ignore[monitor-on-network] a lab without a network';

  it('covers the assignment, the rule, the line or the conditional that it stands above', () => {
    inMakefile.checkSilent(`${IGNORE}\nF = ${MON}\nrun: ; kvm $(F)\n`);
    inMakefile.checkSilent(`${IGNORE}\nrun:\n\ttrue\n\tkvm ${MON}\n`);
    inMakefile.checkSilent(`run:\n\ttrue\n${IGNORE}\n\tkvm -S \\\n\t  ${MON}\n`);
    inMakefile.checkSilent(`run:\n\ttrue\n\t${IGNORE}\n\tkvm ${MON}\n`);
    inMakefile.checkSilent(`${IGNORE}\nifdef D\nF = ${MON}\nendif\nrun: ; kvm $(F)\n`);
  });

  it('covers nothing else', () => {
    for (const text of [
      `${IGNORE}\nF = -S\nG = ${MON}\nrun: ; kvm $(F) $(G)\n`,
      `run:\n\ttrue ${IGNORE}\n\tkvm ${MON}\n`,
    ]) {
      const rules = inMakefile.analyzeText(text).findings.map(({ rule }) => rule);
      assert.ok(rules.includes('monitor-on-network'), text);
    }
  });
});

describe('completion in a Makefile', () => {
  const labels = (text: string) =>
    completeText(text, { ...OPTIONS, cursor: '‸' }).items.map(({ label }) => label);

  it('offers what QEMU reads, in recipes and in variables', () => {
    assert.ok(labels('run:\n\tkvm -monitor ‸\n').includes('stdio'));
    assert.ok(labels('F = -S -moni‸\nrun: ; kvm $(F)\n').includes('-monitor'));
  });

  it('offers nothing in a name of make', () => {
    assert.deepEqual(labels('run:\n\tkvm -monitor $(‸\n'), []);
  });
});
