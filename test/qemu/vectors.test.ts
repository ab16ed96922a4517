/** The model on the known command lines: the same monitors, the same refusals. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { NEWEST_VERSION, parseVersion } from '../../server/src/qemu/options/version.ts';
import { argvOf, loadVectors, type Vector, type VectorMonitor } from '../oracle/data/vectors.ts';
import { describeChardevs, describeMonitors, modelOf } from '../oracle/model.ts';

/** The version that the vectors were tried with. */
const BASELINE = parseVersion('10.0') ?? NEWEST_VERSION;

/**
 * Lines that QEMU refuses for what only the machine it runs on knows: whether a file is there. To us they
 * are fine.
 */
const NEEDS_THE_MACHINE = new Set(['unix-missing-dir', 'pipe-missing', 'com-is-serial']);

describe('known command lines', () => {
  for (const vector of loadVectors()) {
    it(`${vector.id} is what QEMU makes of it`, () => {
      const machine = modelOf(argvOf(vector), vector.files, BASELINE);
      const messages = machine.refusals.map(({ message }) => message);
      if (!vector.accepted) {
        const accepted = NEEDS_THE_MACHINE.has(vector.id);
        assert.equal(messages.length === 0, accepted, `QEMU says: ${vector.error}`);
        return;
      }
      assert.deepEqual(messages, [], 'QEMU accepts it');
      assert.deepEqual(describeMonitors(machine).map(comparable), vector.monitors.map(comparable));
      const { chardevs = describeChardevs(machine) } = vector;
      assert.deepEqual(describeChardevs(machine), chardevs);
    });
  }

  for (const [version, vector, accepted] of otherVersions()) {
    it(`${vector.id} is ${accepted ? 'accepted' : 'refused'} by QEMU ${version}`, () => {
      const machine = modelOf(argvOf(vector), vector.files, parseVersion(version) ?? assert.fail());
      assert.equal(machine.refusals.length === 0, accepted);
    });
  }
});

/**
 * Which front end has the focus is no question of safety, and our model leaves it out; vectors give the
 * end of a range of ports only where it matters.
 */
function comparable({ focus, to, ...monitor }: VectorMonitor) {
  return monitor;
}

function otherVersions(): readonly (readonly [string, Vector, boolean])[] {
  return loadVectors().flatMap((vector) =>
    Object.entries(vector.differs).flatMap(([version, { accepted, error = '' }]) => {
      // Whether a peer listens there is no question of grammar.
      if (error.startsWith('Failed to connect')) return [];
      return [[version, vector, accepted] as const];
    }),
  );
}
