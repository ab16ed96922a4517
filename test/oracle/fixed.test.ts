/**
 * The preferred fix leaves a working launch. Hundreds of documents are fixed and then run as their authors would: the
 * monitors of a real QEMU answer on UNIX sockets in their modes, none has a network socket, and every other word is the
 * same.
 *
 * `GUARD_FIX_SEED=7 GUARD_FIX_TIMES=3` tries other documents, and more of them.
 * Why: docs/decisions/judges.md
 */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { BY_HAND } from './fixed/by-hand.ts';
import type { Document } from './fixed/document.ts';
import { missingLinters, newComments, schemaTrouble } from './fixed/linters.ts';
import { makefiles } from './fixed/makefiles.ts';
import { programs } from './fixed/programs.ts';
import { type Proof, type ProofSlot, prove } from './fixed/prove.ts';
import { scripts } from './fixed/scripts.ts';
import { argsFiles, configs, domains } from './fixed/texts.ts';
import type { Order, Outcome, Report } from './fixed/world.ts';
import { isHere } from './needs.ts';
import { openSlot } from './slot.ts';

const seed = Number(process.env['GUARD_FIX_SEED'] ?? 1);
const times = Number(process.env['GUARD_FIX_TIMES'] ?? 1);

/** Of so many documents one is run before its fix too, to see that the network did reach it. */
const EXPOSED = 4;
const SLOTS = 2;
/** How many troubles a failure shows. */
const SHOWN = 3;

const GROUPS: Readonly<Record<string, () => readonly Document[]>> = {
  'scripts written by hand': () => BY_HAND.filter(isPossible),
  'generated scripts': () => scripts(seed, times),
  'config files': () => configs(seed, times),
  domains: () => domains(seed, times),
  '.args files': () => argsFiles(seed, times),
  Makefiles: () => makefiles(),
  'Python programs': () => programs(),
};

const slots: ProofSlot[] = [];
const proofs: Proof[] = [];

async function proveAll(documents: readonly Document[]): Promise<readonly Proof[]> {
  const queue = documents.map((document, index) => ({ document, index }));
  const proven: Proof[] = [];
  await Promise.all(
    slots.map(async (slot) => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        proven.push(await prove(slot, next.document, next.index % EXPOSED === 0));
      }
    }),
  );
  return proven;
}

/** Runs a script with one socket and says what became of it. */
async function runScript(
  script: string,
  environment: Order['environment'],
): Promise<Outcome['answers']> {
  const [slot] = slots;
  assert.ok(slot);
  const report: Report = await slot.obey({
    kind: 'answer',
    environment,
    machine: 'none',
    mux: false,
    atOnce: 1,
    peers: [],
    files: { 'run.sh': script },
    command: ['dash', 'run.sh'],
  });
  return report.kind === 'outcome' ? report.outcome.answers : assert.fail(report.message);
}

if (isHere('qemu-system-x86_64')) {
  describe('a fixed launch works', () => {
    before(() => {
      const worker = join(import.meta.dirname, 'fixed', 'worker.ts');
      for (let index = 0; index < SLOTS; index++) slots.push(openSlot<Order, Report>(worker));
    });
    after(() => Promise.all(slots.map((slot) => slot.close())));

    for (const [name, documents] of Object.entries(GROUPS)) {
      it(`in ${name}`, async () => {
        const proven = await proveAll(documents());
        proofs.push(...proven);
        const wrong = proven.filter(({ trouble }) => trouble.length > 0);
        const shown = wrong.slice(0, SHOWN).map(({ document, trouble, fixed }) => {
          const [text] = Object.values(fixed?.files ?? document.files);
          return `${document.title}\n${trouble.join('\n')}\n${text}`;
        });
        assert.equal(wrong.length, 0, `${wrong.length} of ${proven.length}\n${shown.join('\n')}`);
      });
    }

    it('in more than four hundred documents', (context) => {
      const fixed = proofs.filter((proof) => proof.fixed);
      const run = fixed.filter((proof) => proof.ran);
      const answered = run.filter((proof) => proof.answered);
      context.diagnostic(
        `Of ${proofs.length} documents ${fixed.length} were fixed, ${run.length} run, and ${answered.length} answered on UNIX sockets alone`,
      );
      assert.ok(answered.length >= 400);
    });

    it('without new warnings of ShellCheck', (context) => {
      if (lacks('shellcheck')) return context.diagnostic('shellcheck is not installed');
      const isScript = ({ document }: Proof) => document.host.endsWith('script');
      const pairs = proofs
        .filter(isScript)
        .flatMap(({ document, fixed }) => (fixed ? [{ document, files: fixed.files }] : []));
      assert.deepEqual(newComments(pairs), []);
    });

    it('as a valid domain by the schema of libvirt', (context) => {
      if (lacks('virt-xml-validate') || lacks('xmllint')) {
        return context.diagnostic('virt-xml-validate or xmllint is not installed');
      }
      const texts = proofs
        .filter(({ document }) => document.host === 'domain XML')
        .flatMap(({ document, fixed }) => [
          document.files['domain.xml'] ?? '',
          fixed?.files['domain.xml'] ?? '',
        ]);
      assert.deepEqual(schemaTrouble(texts), []);
    });

    it('keeps other users out of the default place', async (context) => {
      const script = (path: string) =>
        `umask 022\nexec kvm -monitor "unix:${path}/vm.sock,server=on,wait=off"\n`;
      const [open] = await runScript(`umask 0\n${script('/tmp').replace('umask 022', '')}`, 'root');
      if (open?.stranger === 'untried') return context.diagnostic('only root can be another user');
      assert.equal(open?.stranger, 'connected', 'a place that is open to everybody');
      for (const environment of ['user', 'no-session', 'sudo', 'root'] as const) {
        const [answer] = await runScript(script('${XDG_RUNTIME_DIR:-$HOME}'), environment);
        assert.equal(answer?.stranger, 'refused', environment);
      }
    });
  });
}

/** Whether this machine has what a document needs: only root can be another user. */
function isPossible({ files }: Document): boolean {
  const asAnother = Object.values(files).some((text) => text.includes('sudo '));
  return !asAnother || (process.getuid?.() === 0 && !lacks('sudo'));
}

function lacks(program: string): boolean {
  const missing = missingLinters().includes(program);
  assert.ok(!missing || process.env['CI'] !== 'true', `CI must have ${program}`);
  return missing;
}
