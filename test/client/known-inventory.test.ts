import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { InventoryAnswer, InventoryMachine } from '../../client/src/inventory/inventory.ts';
import { knownInventory } from '../../client/src/inventory/known-inventory.ts';
import { machineWith, monitorWith } from './monitors.ts';

function machine(uri: string, name: string): InventoryMachine {
  return machineWith(uri, name, [monitorWith({ key: `${uri} ${name}` })]);
}

/** An answer with a machine of each name in a file of its own; none of a file without a name. */
function answer(names: Readonly<Record<string, string>>, some: Partial<InventoryAnswer> = {}) {
  return {
    state: 'next',
    isWhole: false,
    isComplete: true,
    isRunning: false,
    limit: null,
    ...some,
    files: Object.entries(names).map(([uri, name]) => ({
      uri,
      machines: name === '' ? [] : [machine(uri, name)],
    })),
  };
}

describe('the inventory that is known', () => {
  it('is what answers make it, one after the other', () => {
    const known = knownInventory();
    const names = () => known.inventory().machines.map(({ name }) => name);
    assert.equal(known.state(), undefined);
    assert.equal(known.take(answer({ a: 'one', b: 'two' }, { isWhole: true, state: '1' })), true);
    assert.equal(known.state(), '1');
    assert.deepEqual(names(), ['one', 'two']);
    assert.equal(known.take(answer({ b: 'other', c: 'three' })), true);
    assert.deepEqual(names(), ['one', 'other', 'three']);
    assert.equal(known.take(answer({ a: '' })), true);
    assert.deepEqual(names(), ['other', 'three']);
    assert.equal(known.take(answer({ d: 'last' }, { isWhole: true })), true);
    assert.deepEqual(names(), ['last']);
  });

  it('is no other one where an answer says what is known', () => {
    const known = knownInventory();
    known.take(answer({ a: 'one', b: 'two' }, { isWhole: true }));
    const [before] = known.inventory().machines;
    assert.equal(known.take(answer({})), false);
    assert.equal(known.take(answer({ a: 'one' })), false);
    assert.equal(known.take(answer({ c: '' })), false, 'an unknown file');
    assert.equal(known.take(answer({ b: 'two', a: 'one' }, { isWhole: true })), false);
    assert.equal(known.take(answer({ b: 'changed' })), true);
    assert.equal(known.inventory().machines[0]?.name, 'changed');
    assert.ok(known.inventory().machines.includes(before as InventoryMachine), 'the same object');
  });

  it('is another one where less is there, or where files are looked at', () => {
    const known = knownInventory();
    known.take(answer({ a: 'one', b: 'two' }, { isWhole: true }));
    assert.equal(known.take(answer({ a: 'one' }, { isWhole: true })), true);
    assert.equal(known.take(answer({}, { isComplete: false })), true);
    assert.equal(known.take(answer({}, { isComplete: false, isRunning: true })), true);
    assert.equal(known.take(answer({}, { isComplete: false, limit: 7 })), true);
    const { isComplete, isRunning, limit } = known.inventory();
    assert.deepEqual([isComplete, isRunning, limit], [false, false, 7]);
  });
});
