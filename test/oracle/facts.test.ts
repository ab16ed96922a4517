/**
 * The installed QEMU agrees with the file of facts of its version, which holds our tables (test/qemu/tables.test.ts). It
 * differs after an update of QEMU, or when scripts/qemu-facts.mjs asks a new question. Needs QEMU; fails without it under CI.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { it } from 'node:test';
import { isInRepository, readRepositoryFile } from '../support/repository.ts';
import { readFacts } from './data/facts-text.mjs';
import { isHere, QEMU } from './needs.ts';

const COMMAND = 'node scripts/qemu-facts.mjs';
const SCRIPT = new URL('../../scripts/qemu-facts.mjs', import.meta.url);

interface Facts {
  readonly version: string;
  readonly groups: Readonly<Record<string, unknown>>;
  readonly configGroups: readonly string[];
}

const canAsk = isHere(QEMU);

it('the installed QEMU has the facts of its file', (t) => {
  if (!canAsk) return;
  const asked = spawnSync(process.execPath, [SCRIPT.pathname, '--print'], { encoding: 'utf8' });
  assert.equal(asked.status, 0, `${COMMAND} failed: ${asked.stderr}`);
  const present = readFacts(asked.stdout) as Facts;
  const path = `test/oracle/data/qemu-facts/${present.version}.txt`;
  assert.ok(
    isInRepository(path),
    `${path} is missing: ${COMMAND} writes it. Then let test/qemu/tables.test.ts say what is new`,
  );
  let kept = readFacts(readRepositoryFile(path)) as Facts;
  if (present.groups['spice'] === undefined) {
    t.diagnostic("without QEMU's module for SPICE, whose options were not compared");
    kept = withoutSpice(kept);
  }
  assert.deepEqual(
    present,
    kept,
    `QEMU ${present.version} is not what ${path} says: ${COMMAND} rewrites it, and its diff tells why`,
  );
});

/** The facts of a QEMU that has no SPICE: nothing else depends on the module. */
function withoutSpice(facts: Facts): Facts {
  const { spice, ...groups } = facts.groups;
  return { ...facts, groups, configGroups: facts.configGroups.filter((name) => name !== 'spice') };
}
