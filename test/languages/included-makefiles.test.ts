/** Monitors in Makefiles that include others, and what a hover says of their variables. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyze } from '../../server/src/service/analysis/analyze.ts';
import { analysisMemory } from '../../server/src/service/analysis/included-files.ts';
import { scriptTrees } from '../../server/src/service/analysis/script-trees.ts';
import { DEFAULT_SETTINGS } from '../../server/src/service/settings/settings.ts';
import { check } from '../support/check.ts';
import { hoverAtCursor } from '../support/hover.ts';

const OPTIONS = { languageId: 'makefile', path: '/w/Makefile' };

describe('a monitor in a Makefile', () => {
  it('is a chardev under a name of another branch', () => {
    check(
      `
ifeq ($(LOCAL),1)
CHARDEV = socket,id=m,path=/run/vm/m.sock
else
CHARDEV = socket,id=m,host=0.0.0.0,port=1
                           ^^^^^^^ 💡 error monitor-on-network
endif
run:
	qemu-system-arm -chardev $(CHARDEV),server=on,wait=off -mon m
`,
      OPTIONS,
    );
  });
});

function withFiles(text: string, others: Readonly<Record<string, string>>) {
  return analyze({ text, ...OPTIONS }, DEFAULT_SETTINGS, { get: (path) => others[path] ?? null });
}

describe('a Makefile that includes another', () => {
  const FLAGS = 'FLAGS = -monitor tcp:0.0.0.0:4444,server\n';

  it('has findings in that, where its variable is used', () => {
    const text =
      'TOP := $(dir $(lastword $(MAKEFILE_LIST)))\ninclude $(TOP)/vm/flags.mk\nrun: ; kvm $(FLAGS)\n';
    const { findings, files, wanted } = withFiles(text, { '/w/vm/flags.mk': FLAGS });
    assert.deepEqual(wanted, []);
    const told = findings.map(({ at, rule, unused }) => [files.locate(at)?.path, rule, unused]);
    assert.deepEqual(told, [['/w/vm/flags.mk', 'monitor-on-network', false]]);
  });

  it('uses in that what it says itself', () => {
    const { findings, files } = withFiles(`${FLAGS}-include run.mk nothing.mk\n`, {
      '/w/run.mk': 'run:\n\tkvm $(FLAGS)\ninclude Makefile\n',
    });
    const told = findings.map(({ at, unused }) => [files.locate(at)?.path, unused]);
    assert.deepEqual(told, [['/w/Makefile', false]]);
  });
});

describe('a Makefile that hands a variable to make in another folder', () => {
  const RUN = 'MON = none\nrun:\n\tkvm -monitor $(MON)\n';
  const told = (text: string, others: Readonly<Record<string, string>>) => {
    const { findings, files } = withFiles(text, others);
    return findings.map(({ at, rule }) => {
      const place = files.locate(at);
      return [place?.path, rule, place && text.slice(place.at.start, place.at.end)];
    });
  };
  const FOUND = ['/w/Makefile', 'monitor-on-network', '0.0.0.0'];

  it('has a finding in the value', () => {
    for (const options of [
      '-C sub',
      '-Csub',
      '--directory=sub',
      '-C . -C sub',
      '-sC $(CURDIR)/sub',
    ]) {
      const text = `all: ; $(MAKE) ${options} run MON=tcp:0.0.0.0:4444,server\n`;
      assert.deepEqual(told(text, { '/w/sub/Makefile': RUN }), [FOUND], options);
    }
    const named = 'all: ; $(MAKE) -f vm.mk -C sub MON="tcp:0.0.0.0:4444,server" run\n';
    assert.deepEqual(told(named, { '/w/sub/vm.mk': RUN }), [FOUND]);
    assert.deepEqual(told(named, { '/w/vm.mk': RUN }), []);
    const own = `all: ; $(MAKE) -f Makefile run MON=tcp:0.0.0.0:4444,server\n${RUN}`;
    assert.deepEqual(told(own, {}), [FOUND]);
  });

  it('has one through a third file', () => {
    const text = 'all: ; $(MAKE) -C sub MON=tcp:0.0.0.0:4444,server\n';
    const others = { '/w/sub/Makefile': 'all: ; $(MAKE) -C vm run\n', '/w/sub/vm/makefile': RUN };
    assert.deepEqual(told(text, others), [FOUND]);
  });

  it('asks for no file if no value may be a monitor', () => {
    const { wanted } = analyze(
      { text: 'all: ; $(MAKE) -C sub QEMU=qemu-system-arm\n', ...OPTIONS },
      DEFAULT_SETTINGS,
      { get: () => undefined },
    );
    assert.deepEqual(wanted, []);
  });
});

describe('an address that a Makefile gives to others', () => {
  const GIVEN: readonly string[] = [
    'run:\n\tfor d in a b; do $(MAKE) -C $$d M=tcp::4444; done',
    'run-%:\n\t$(MAKE) -C $* M=tcp::4444',
    'run:\n\tcd vm && $(MAKE) M=tcp::4444',
    'run:\n\tM=tcp::4444 $(MAKE) start',
    'run:\n\t$(MAKE) --eval=M=tcp::4444 start',
    'run:\n\t@echo M=tcp::4444 >settings.mk',
    'export M := tcp::4444\nrun:\n\t$(MAKE) -C vm',
    'P = 4444\nexport M = tcp::$(P)\nrun:\n\t$(MAKE) -C vm',
    'run: export M = tcp::4444\nrun:\n\t./start',
  ];
  const START = '\nM ?= none\nstart:\n\tkvm -monitor $(M)\n';
  for (const text of GIVEN) {
    it(`is not followed if it reaches no QEMU: ${text}`, () => {
      assert.notEqual(withFiles(text, {}).unfollowed, undefined);
      assert.equal(withFiles(text.replaceAll('tcp:', 'unix'), {}).unfollowed, undefined);
    });
  }
  it('is followed into a QEMU', () => {
    const text = `all:\n\t$(MAKE) start M=tcp::4444${START}`;
    const { findings, unfollowed } = withFiles(text, {});
    assert.deepEqual([findings.length, unfollowed], [1, undefined]);
    const exported = withFiles(`export M = tcp::4444${START}`, {});
    assert.deepEqual([exported.findings.length, exported.unfollowed], [1, undefined]);
  });
});

describe('Makefiles that all include each other', () => {
  it('are read until they were often enough, which is said', () => {
    const names = Array.from({ length: 40 }, (_, index) => `/w/part${index}.mk`);
    const includes = names.map((name) => `include ${name}\n`).join('');
    const others = Object.fromEntries(
      names.map((name, index) => [
        name,
        `${includes}run${index}:\n\tkvm -monitor tcp::${index + 1}\n`,
      ]),
    );
    const { findings, unfollowed } = withFiles(includes, others);
    assert.equal(new Set(findings.map(({ at }) => at.start)).size, 40);
    assert.notEqual(unfollowed, undefined);
    const few = withFiles('include a.mk\ninclude a.mk\n', { '/w/a.mk': 'A = 1\n' });
    assert.equal(few.unfollowed, undefined);
  });
});

describe('a Makefile that starts no QEMU itself', () => {
  const LAUNCH = 'run:\n\tqemu-system-arm -nographic\n';
  const starts = (text: string, others: Readonly<Record<string, string>>): boolean =>
    withFiles(text, others).starts;

  it('is evaluated for what it includes by the variable of another file', () => {
    const others = {
      '/w/a.mk': 'SUB = $(TOP)/sub\ninclude $(SUB)/b.mk\n',
      '/w/sub/b.mk': LAUNCH,
    };
    assert.equal(starts('TOP := $(CURDIR)\ninclude a.mk\n', others), true);
    assert.equal(starts('include a.mk\nTOP := $(CURDIR)\n', others), false);
    const added = { '/w/a.mk': 'PARTS += b\n', '/w/b.mk': LAUNCH };
    assert.equal(starts('PARTS = none\ninclude a.mk\ninclude $(PARTS:%=%.mk)\n', added), true);
  });

  it('is evaluated for what evaluated text includes', () => {
    const others = { '/w/b.mk': LAUNCH };
    assert.equal(
      starts('-include x.mk\n$(foreach m,a b,$(eval -include $(m).mk))\n', others),
      true,
    );
    const defined = 'define add\ninclude $(1).mk\nendef\n$(eval $(call add,b))\n';
    assert.equal(starts(`-include x.mk\n${defined}`, others), true);
  });

  it('is evaluated for a QEMU of another name, and for scripts', () => {
    const others = { '/w/flags.mk': 'FLAGS = -nographic -smp 2\n', '/w/vm.sh': 'kvm -smp 2\n' };
    assert.equal(starts('include flags.mk\nrun:\n\t$(MY_QEMU) $(FLAGS)\n', others), true);
    assert.equal(starts('include flags.mk\nrun:\n\t. ./vm.sh\n', others), true);
  });

  it('is evaluated for its own values if another one with the same files is not', () => {
    const parts = Array.from({ length: 10 }, (_, at) => [`/w/part${at}.mk`, `P${at} = x\n`]);
    const others: Readonly<Record<string, string>> = {
      ...Object.fromEntries(parts),
      '/w/all.mk': `include $(wildcard x) ${parts.map(([path]) => path).join(' ')}\n-include $(CURDIR)/own.mk $(ADDED) $(UP)/vm.mk\n`,
      '/w/vm.mk': LAUNCH,
      '/w/c/own.mk': LAUNCH,
    };
    const trees = scriptTrees();
    const startsIn = (folder: string, text: string): boolean => {
      const source = { text, languageId: 'makefile', path: `/w/${folder}/Makefile` };
      const files = { get: (path: string) => others[path] ?? null };
      return analyze(source, DEFAULT_SETTINGS, files, analysisMemory(trees)).starts;
    };
    const include = 'include ../all.mk\n';
    assert.equal(startsIn('a', `NAME = a\n${include}`), false);
    assert.equal(startsIn('b', `NAME = b\n${include}`), false);
    assert.equal(startsIn('b', `ADDED = ../vm.mk\n${include}`), true);
    assert.equal(startsIn('b', `UP = $(CURDIR)/..\n${include}`), true);
    assert.equal(startsIn('b', `${include}run:\n\tkvm -smp 2\n`), true);
    assert.equal(startsIn('c', `NAME = c\n${include}`), true);
    assert.equal(startsIn('d', `NAME = d\n${include}`), false);
  });

  it('is not evaluated if none of the files starts one either, however large they are', () => {
    const flags = Array.from({ length: 3000 }, (_, at) => `FLAGS := $(FLAGS) $(F${at}) $(OTHERS)`);
    const others = { '/w/flags.mk': `QEMU_BOARDS := microbit\n${flags.join('\n')}\n` };
    const text = 'include flags.mk\nBOARDS := $(QEMU_BOARDS)\n';
    assert.equal(withFiles(text, others).unfollowed, undefined);
    assert.notEqual(withFiles(`${text}${LAUNCH}`, others).unfollowed, undefined);
  });
});

describe('a hover in a Makefile', () => {
  it('says what a variable gives, and who reaches its address', () => {
    const use = hoverAtCursor(
      'MON = tcp:0.0.0.0:4444,server\nrun:\n\tkvm -monitor $(M▮ON)\n',
      OPTIONS,
    );
    assert.equal(use?.about, '$(MON)');
    assert.ok(use.lines.some((line) => line.includes('tcp:0.0.0.0:4444,server')));
    const host = hoverAtCursor(
      'MON = tcp:0.0.▮0.0:4444,server\nrun:\n\tkvm -monitor $(MON)\n',
      OPTIONS,
    );
    assert.ok(
      host?.lines.some((line) => line.includes('network')),
      host?.lines.join('\n'),
    );
  });
});
