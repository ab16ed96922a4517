/**
 * The real QEMU runs with the fixes besides the UNIX socket: on loopback it listens there alone; after a removal it has no
 * monitor, not even its default one; after a split the guest's line keeps its place and the monitor has a UNIX socket.
 */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import type { FixId } from '../../server/src/rules/fix-ids.ts';
import { analyzeText, applyFix } from '../support/check.ts';
import { RUNTIME_DIR, recorder } from '../support/recorder.ts';
import { EXPOSED, type ExposedDocument, type MonitorAddress } from './data/exposed-documents.ts';
import type { Accepted } from './judge/verdict.ts';
import { judgeHere, questionOf } from './needs.ts';

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

const judge = await judgeHere(1);
const shell = recorder();
after(() => shell.close());

if (judge) {
  describe('QEMU after each other fix', () => {
    for (const document of EXPOSED) {
      it(`behaves as the fix says with ${document.title}`, async () => {
        const { text, languageId, ways } = document;
        const launch = async (source: string): Promise<Accepted> => {
          const question = questionOf(shell, source, languageId);
          const files = { [`${RUNTIME_DIR}/here`]: '', ...question.files };
          const verdict = await judge.judge({ ...question, files, probe: true });
          assert.ok(verdict.accepted, `${verdict.accepted ? '' : verdict.stderr}\n${source}`);
          assert.equal(verdict.hung, false);
          return verdict;
        };
        const original = await launch(text);
        assert.ok(tcpListeners(original).some(({ address }) => address !== '127.0.0.1'));
        assert.notDeepEqual(monitorsOf(original), []);
        for (const way of ways) PROMISES[way](await launch(fixedText(document, way)), original);
      });
    }
  });
}

function fixedText({ text, languageId }: ExposedDocument, way: MonitorAddress): string {
  assert.equal(analyzeText(text, { languageId }).findings.length, 1);
  return applyFix(text, FIXES[way], { languageId });
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
