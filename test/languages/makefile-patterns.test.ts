/**
 * The ways in which public Makefiles write a monitor, each in the words of nobody; and what stands beside one there and is
 * none.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyze } from '../../server/src/service/analysis/analyze.ts';
import { DEFAULT_SETTINGS } from '../../server/src/service/settings/settings.ts';
import { analyzeText, check, checkSilent } from '../support/check.ts';
import { hoverAtCursor } from '../support/hover.ts';

const OPTIONS = { languageId: 'makefile', path: '/w/Makefile' };

/** What is underlined, in the order of the text. */
function found(text: string): readonly string[] {
  return analyzeText(text, OPTIONS).findings.map(({ rule, at }) => {
    return `${rule} ${text.slice(at.start, at.end)}`;
  });
}

const NETWORK: Readonly<Record<string, string>> = {
  'grows option by option':
    'VMFLAGS = -m 1G\nVMFLAGS += -monitor telnet:0.0.0.0:7001,server,nowait\nrun:\n\t$(QEMU) $(VMFLAGS)\n',
  'is on the line of the recipe, behind sudo and a variable':
    'run: a.img\n\t@sudo $(EMU) $(VMFLAGS) -s -monitor tcp:0.0.0.0:7001,server,nowait $< &\n',
  'has host and port in another variable':
    'MON = 0.0.0.0:7001\nrun: ; qemu-system-arm -monitor tcp:$(MON),server,nowait\n',
  'has a port that nobody says':
    'run: ; qemu-system-arm -monitor tcp:0.0.0.0:$(PORT),server,nowait\n',
  'is continued in a variable':
    'VMFLAGS := -m 1G \\\n    -serial stdio \\\n    -monitor telnet:0.0.0.0:7001,server,nowait\nrun: ; qemu-system-arm $(VMFLAGS)\n',
  'is continued in a recipe, with a comment behind it':
    'run:\n\tqemu-system-arm \\\n\t\t-display none \\\n\t\t-monitor telnet:0.0.0.0:7001,server,nowait\n# that was all\n',
  'stands beside other ports':
    'OPTS := -m 4G -serial telnet::7000,server,nowait -monitor telnet:0.0.0.0:7001,server,nowait -gdb tcp::1 -nographic\nrun: ; qemu-system-arm $(OPTS)\n',
  'is there under a condition':
    'ifeq ($(hmp),yes)\n  opts += -monitor tcp:0.0.0.0:7001,server\nendif\nrun: ; qemu-system-arm $(opts)\n',
  'is the default of a variable':
    'PORT ?= 7001\nHMP_FLAGS ?= telnet:0.0.0.0:$(PORT),server,nowait\nrun: ; qemu-system-arm -monitor $(HMP_FLAGS)\n',
  'is for one target':
    'run-debug: OPTS += -monitor tcp:0.0.0.0:7001,server,nowait\nrun-debug: ; qemu-system-arm $(OPTS)\n',
  'is in a call':
    'RUN = @echo $(2); $(1)\nrun:\n\t$(call RUN,docker run --rm img qemu-system-arm -monitor tcp:0.0.0.0:7001,starting)\n',
  'is in a string for tmux':
    'run:\n\ttmux new-window "qemu-system-arm $(OPTS) -monitor tcp:0.0.0.0:7001,server,nowait"\n',
  'is in quotes': "run:\n\tqemu-system-arm -monitor 'tcp:0.0.0.0:7001,server,nowait'\n",
  'is for Windows': 'run:\n\tqemu-system-arm.exe -monitor tcp:0.0.0.0:7001,server,nowait\n',
  'is in what a shell prints':
    'run:\n\tout="$$(qemu-system-arm -monitor tcp:0.0.0.0:7001 $$ARGS)"\n',
  'is in a variable with a dash':
    'vm-flags = -monitor tcp:0.0.0.0:7001,server\nrun: ; qemu-system-arm $(vm-flags)\n',
  'is only held for others':
    'EXTRA=-net none -monitor telnet:0.0.0.0:7001,server,nowait\ninclude ../base.mk\n',
};

describe('a monitor in a Makefile is found that', () => {
  for (const [title, text] of Object.entries(NETWORK)) {
    it(title, () => {
      const [first, ...others] = found(text);
      // Where it connects out nobody is let in.
      const listens = /0,server|7001,server|\$\(MON\),server|\$\(PORT\),server/.test(text);
      const rule = listens ? 'monitor-on-network' : 'monitor-connects-out';
      assert.deepEqual([first, others], [`${rule} 0.0.0.0`, []]);
    });
  }

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

describe('in a Makefile nothing is found', () => {
  const SAFE: readonly string[] = [
    'run: ; qemu-system-arm -serial mon:stdio -gdb tcp::1234 -net user,hostfwd=tcp::8080-:80\n',
    'run: ; qemu-system-arm -monitor stdio -serial tcp::4444,server,nowait\n',
    'run: ; qemu-system-arm -monitor none\nstop: ; echo quit | nc localhost 4444\n',
    '#QEMU_FLAGS+= -monitor telnet:0.0.0.0:9999,server,nowait\nrun: ; qemu-system-arm $(QEMU_FLAGS)\n',
    'help:\n\t@echo "qemu-system-arm -monitor tcp:0.0.0.0:1,server"\n',
    'F = -monitor tcp:0.0.0.0:1,server\nF = -S\nrun: ; qemu-system-arm $(F)\n',
    'check: ; ./prove --monitor tcp:0.0.0.0:1\n',
  ];
  for (const text of SAFE) it(JSON.stringify(text), () => checkSilent(text, OPTIONS));
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
    assert.deepEqual(
      findings.map(({ at, rule, unused }) => [files.locate(at)?.path, rule, unused]),
      [['/w/vm/flags.mk', 'monitor-on-network', false]],
    );
  });

  it('uses in that what it says itself', () => {
    const { findings, files } = withFiles(`${FLAGS}-include run.mk nothing.mk\n`, {
      '/w/run.mk': 'run:\n\tkvm $(FLAGS)\ninclude Makefile\n',
    });
    assert.deepEqual(
      findings.map(({ at, unused }) => [files.locate(at)?.path, unused]),
      [['/w/Makefile', false]],
    );
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
