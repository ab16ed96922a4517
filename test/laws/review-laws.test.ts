/**
 * Most files of a workspace are put aside by a look at their bytes. Nothing may be lost by that: what the real
 * reading finds something in must get through, whatever characters are in it.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { lowerShellScript } from '../../server/src/invocation/from-shell.ts';
import { mayActOnQemu } from '../../server/src/invocation/program.ts';
import { mayHaveFindings } from '../../server/src/languages/detect.ts';
import { buildMachine } from '../../server/src/qemu/machine/build-machine.ts';
import { analyze } from '../../server/src/service/analysis/analyze.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../server/src/service/settings/settings.ts';
import { readShell } from '../../server/src/syntax/shell/reader.ts';
import { comparedScripts } from '../support/blocks.ts';
import { filesBelow, readRepositoryFile } from '../support/repository.ts';

/** As the review sees a file before it is decoded. */
function asBytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

const EVERYTHING: Settings = { ...DEFAULT_SETTINGS, showPossible: true, neighbours: true };

/** Whether the real reading has anything to say of a file, or goes on to read others. */
function matters(languageId: string, path: string, text: string): boolean {
  const asked: string[] = [];
  const files = {
    get: (other: string) => {
      asked.push(other);
      return null;
    },
  };
  const { connections, findings } = analyze({ text, languageId, path }, EVERYTHING, files);
  const { machines } = connections;
  return machines.length + findings.length + asked.length > 0;
}

const ENDINGS: readonly (readonly [languageId: string, ending: string])[] = [
  ['shellscript', 'sh'],
  ['xml', 'xml'],
  ['', 'cfg'],
  ['qemu-config', 'qemu'],
  ['qemu-args', 'args'],
];

/** Pieces of files that matter, cut and joined with what decoding could go wrong on. */
const pieces = fc.constantFrom(
  ...[
    'kvm -monitor tcp:0.0.0.0:4444,server',
    'qemu-system-x86_64 ',
    '-qmp ',
    'QEMU',
    '$X -mon chardev=c',
  ],
  ...[
    '. ./lib.sh',
    'source lib.sh',
    'eval ". ./lib.sh"',
    'virsh qemu-monitor-command d x',
    '\n',
    ' ',
    '\t',
  ],
  ...[
    '[chardev "c"]\n',
    '[mon]\n',
    '# qemu config file\n',
    '  backend = "socket"\n',
    '  host = "0.0.0.0"\n',
  ],
  ...[
    "<domain xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>",
    '<qemu:commandline>',
    '</domain>',
  ],
  ...[
    '\u00a0',
    '\u2003',
    '\u2028',
    '\ufeff',
    'é',
    '😀',
    '\u017f',
    '\u212a',
    '\ud800',
    '\r\n',
    '\\\n',
    '#',
    '"',
  ],
);
const texts = fc
  .array(fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 5 })))
  .map((all) => all.join(''));

/** What a script does that something may be found in, or that depends on other files. */
function deedsIn(text: string): readonly string[] {
  const deeds: string[] = [];
  const asks = (): undefined => {
    deeds.push('asks for a file');
    return undefined;
  };
  const found = lowerShellScript(readShell(text), { path: '/w/a.sh', script: asks, config: asks });
  for (const invocation of found) {
    if (invocation.kind === 'sent') {
      const { addedAtRunTime = [] } = buildMachine(invocation);
      for (const { kind } of addedAtRunTime) deeds.push(`adds a ${kind}`);
    } else if (invocation.kind !== 'clients' && invocation.kind !== 'unfollowed') {
      deeds.push(`has a ${invocation.kind}`);
    }
  }
  return deeds;
}

/** Scripts of all kinds, and the same without any name of QEMU's, so that only options and other words are left. */
const SCRIPTS: readonly string[] = [
  ...[...filesBelow('examples'), ...filesBelow('test/vscode/fixtures')]
    .filter((path) => path.endsWith('.sh'))
    .map(readRepositoryFile),
  ...Object.values(comparedScripts()),
].flatMap((text) => [
  text,
  text.replaceAll(/qemu[\w-]*|\bkvm\b/gi, 'prog'),
  text
    .replaceAll(/(?<![\w$./-])(?:qemu-system-\w+|qemu|kvm)(?![\w.-])/g, '"$EMULATOR"')
    .replaceAll(/qemu|kvm/gi, 'vm'),
]);

describe('the look at what a script may do', () => {
  it('lets through each script that does something', () => {
    let count = 0;
    for (const text of SCRIPTS) {
      if (mayActOnQemu(text)) continue;
      count++;
      assert.deepEqual(deedsIn(text), [], text);
    }
    assert.ok(count > 50, `${count} scripts do nothing`);
  });

  it('lets through each line of such a script that does something, and each part of it', () => {
    const lines = [...new Set(SCRIPTS.flatMap((text) => text.split('\n')))];
    let count = 0;
    for (const line of lines) {
      if (mayActOnQemu(line)) continue;
      count++;
      assert.deepEqual(deedsIn(line), [], line);
    }
    assert.ok(count > 500, `${count} lines do nothing`);
  });

  it('lets through whatever does something, whatever characters are in it', () => {
    fc.assert(
      fc.property(texts, (text) => {
        if (!mayActOnQemu(text)) assert.deepEqual(deedsIn(text), [], JSON.stringify(text));
      }),
      { numRuns: 500 },
    );
  });

  it('stops at words that others have as well', () => {
    for (const text of [
      'rails db:migrate && storage/clean --execute',
      'pip install virtualenv; echo monitor spice',
      'bootstrap --append-path x --device-name y',
      'virsh list; nbd-client -l',
    ]) {
      assert.ok(!mayActOnQemu(text), text);
    }
  });
});

describe('the look at the bytes of a file', () => {
  for (const [languageId, ending] of ENDINGS) {
    it(`lets through what matters in .${ending} files, whatever characters are in it`, () => {
      fc.assert(
        fc.property(texts, (text) => {
          // What a file holds is what is read from its bytes.
          const decoded = new TextDecoder().decode(Buffer.from(text, 'utf8'));
          if (!matters(languageId, `/w/a.${ending}`, decoded)) return;
          assert.ok(mayHaveFindings(languageId, asBytes(text)), JSON.stringify(text));
        }),
        { numRuns: 300 },
      );
    });

    it(`lets through whatever a look at the text of .${ending} files does`, () => {
      fc.assert(
        fc.property(texts, (text) => {
          if (!mayHaveFindings(languageId, text)) return;
          assert.ok(mayHaveFindings(languageId, asBytes(text)), JSON.stringify(text));
        }),
        { numRuns: 300 },
      );
    });
  }

  it('lets through every example in which something is found', () => {
    const known = new Map(ENDINGS.map(([languageId, ending]) => [ending, languageId]));
    let count = 0;
    for (const path of [...filesBelow('examples'), ...filesBelow('test/vscode/fixtures')]) {
      const languageId = known.get(path.slice(path.lastIndexOf('.') + 1));
      if (languageId === undefined) continue;
      const text = readRepositoryFile(path);
      if (!matters(languageId, `/w/${path}`, text)) continue;
      count++;
      assert.ok(mayHaveFindings(languageId, asBytes(text)), path);
    }
    assert.ok(count > 20, `${count} files are enough to tell`);
  });

  it('puts aside what is nothing like QEMU', () => {
    const others: readonly (readonly [string, string])[] = [
      ['shellscript', '#!/bin/sh\nset -e\nmake -j4 && make install PREFIX=/usr\n'],
      ['xml', '<project><build><plugins/></build></project>\n'],
      ['', '[core]\n  bare = false\n[remote "origin"]\n  url = https://example.org\n'],
    ];
    for (const [languageId, text] of others) assert.ok(!mayHaveFindings(languageId, text), text);
    assert.ok(mayHaveFindings('xml', '<vm args="-m 1G -monitor tcp:0.0.0.0:1,server"/>'));
  });
});
