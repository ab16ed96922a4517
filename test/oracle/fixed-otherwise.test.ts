/**
 * The real QEMU runs with the fixes besides the UNIX socket: on loopback it listens there alone; after a removal it has no
 * monitor, not even its default one; after a split the guest's line keeps its place and the monitor has a UNIX socket.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { lowerDomainXml } from '../../server/src/invocation/from-domain-xml.ts';
import type { FixId } from '../../server/src/rules/fix-ids.ts';
import { readXml } from '../../server/src/syntax/xml/reader.ts';
import { analyzeText, applyFix, type CheckOptions } from '../support/check.ts';
import { type Recorder, RUNTIME_DIR, recorder } from '../support/recorder.ts';
import {
  BARE,
  EXPOSED,
  type ExposedDocument,
  type MonitorAddress,
} from './data/exposed-documents.ts';
import type { Accepted, Question, Verdict } from './judge/verdict.ts';
import { type Judge, openJudge, versionOf } from './judge.ts';

/** The fix that each way is. */
const FIXES: Readonly<Record<MonitorAddress, FixId>> = {
  loopback: 'listen-on-loopback',
  removal: 'remove-monitor',
  split: 'own-socket',
};

/** What each of them promises, of what QEMU made of the document before and after. */
const PROMISES: Readonly<Record<MonitorAddress, (fixed: Accepted, original: Accepted) => void>> = {
  loopback: (fixed, original) => {
    const addresses = tcpListeners(fixed).map(({ address }) => address);
    assert.deepEqual(addresses, ['127.0.0.1']);
    assert.deepEqual(monitorsOf(fixed), monitorsOf(original));
  },
  removal: (fixed) => {
    assert.deepEqual(fixed.listeners, []);
    assert.deepEqual(monitorsOf(fixed), []);
    const own = fixed.chardevs?.filter(({ label }) => /^compat_monitor|^[msc]$/.test(label));
    assert.deepEqual(own ?? [], []);
  },
  split: (fixed, original) => {
    assert.deepEqual(tcpListeners(fixed), tcpListeners(original));
    const found = monitorsOf(fixed);
    assert.deepEqual(found, ['unix readline']);
  },
};

let judge: Judge | undefined;
let shell: Recorder | undefined;
const version = versionOf('qemu-system-x86_64');
const why = version === undefined ? 'qemu-system-x86_64 is not installed' : undefined;

describe(`QEMU ${version ?? ''} after each other fix`, () => {
  let broken = why;
  before(async () => {
    const opened = await openJudge(1).catch((error: Error) => error);
    if (opened instanceof Error) broken = opened.message;
    else judge = opened;
    shell = recorder();
  });
  after(async () => {
    await judge?.close();
    shell?.close();
  });

  for (const document of EXPOSED) {
    it(`behaves as the fix says with ${document.title}`, async (t) => {
      if (broken !== undefined || judge === undefined) {
        assert.notEqual(process.env['CI'], 'true', broken);
        t.diagnostic(`QEMU cannot be asked: ${broken}`);
        return;
      }
      const original = accepted(await judge.judge(questionOf(document, document.text)));
      assert.ok(tcpListeners(original).some(({ address }) => address !== '127.0.0.1'));
      assert.notDeepEqual(monitorsOf(original), []);
      for (const way of document.ways) {
        const fixed = fixedText(document, way);
        const verdict = accepted(await judge.judge(questionOf(document, fixed)), fixed);
        PROMISES[way](verdict, original);
      }
    });
  }
});

function optionsOf({ languageId }: ExposedDocument): CheckOptions {
  return { languageId };
}

function fixedText(document: ExposedDocument, way: MonitorAddress): string {
  const options = optionsOf(document);
  const { findings } = analyzeText(document.text, options);
  assert.equal(findings.length, 1);
  return applyFix(document.text, FIXES[way], options);
}

/** What QEMU is started with: what bash makes of a script, what libvirt would pass on, or a file. */
function questionOf({ languageId }: ExposedDocument, text: string): Question {
  const seen = { probe: true, files: { [`${RUNTIME_DIR}/here`]: '' } };
  switch (languageId) {
    case 'shellscript':
    case 'qemu-args': {
      const [command, ...others] = shell?.record(text) ?? [];
      assert.ok(command && others.length === 0, text);
      const [program = '', ...argv] = command;
      return { program, argv, ...seen };
    }
    case 'xml': {
      const [domain] = lowerDomainXml(readXml(text));
      const argv = domain?.words.map((word) => word.value.decoded) ?? [];
      return {
        program: 'qemu-system-x86_64',
        argv: [...BARE.split(' '), '-nodefaults', ...argv],
        ...seen,
      };
    }
    case 'qemu-config': {
      const argv = [...BARE.split(' '), '-nodefaults', '-readconfig', 'machine.qemu'];
      const files = { ...seen.files, 'machine.qemu': text };
      return { program: 'qemu-system-x86_64', argv, ...seen, files };
    }
  }
}

function accepted(verdict: Verdict, text = ''): Accepted {
  assert.ok(verdict.accepted, `${verdict.accepted ? '' : verdict.stderr}\n${text}`);
  assert.equal(verdict.hung, false);
  return verdict;
}

function tcpListeners({ listeners }: Accepted) {
  return listeners.filter((listener) => listener.kind === 'tcp');
}

/** The monitors that greet a client, or appear after Ctrl-a c, each with its way in. */
function monitorsOf({ greetings }: Accepted): readonly string[] {
  const found = greetings.flatMap(({ at, doors }) =>
    doors.flatMap(({ modes, behind }) => [...modes, ...behind].map((mode) => `${at.kind} ${mode}`)),
  );
  // An empty host is one socket for each family.
  return [...new Set(found)];
}
