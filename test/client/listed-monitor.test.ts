import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { InventoryMachine } from '../../client/src/inventory/inventory.ts';
import {
  byAudience,
  byUri,
  isOpen,
  listMonitors,
  worstAudience,
} from '../../client/src/monitors/listed-monitor.ts';
import { inventoryOf, lineOf, machineWith, monitorWith } from './monitors.ts';

const A = 'file:///vm/a.sh';
const B = 'file:///vm/b.sh';

describe('the id of a listed monitor', () => {
  const ids = (...machines: readonly InventoryMachine[]) =>
    listMonitors(inventoryOf(...machines)).map(({ id }) => id);

  it('stays the same when its address, its place or its reach changes', () => {
    const before = monitorWith({ transport: 'tcp', address: ':1', location: lineOf(A, 1) });
    const after = monitorWith({
      transport: 'unix',
      address: '/run/m.sock',
      location: lineOf(A, 7),
      audience: 'network',
      severity: 'error',
      rule: 'r',
    });
    assert.deepEqual(ids(machineWith(A, 'a', [before])), ids(machineWith(A, 'a', [after])));
  });

  it('is its own among monitors and machines of the same name', () => {
    const twice = () => [monitorWith(), monitorWith()];
    const all = ids(
      machineWith(A, 'a', twice()),
      machineWith(A, 'a', twice()),
      machineWith(B, 'a', twice()),
    );
    assert.equal(new Set(all).size, 6);
  });

  it('is not made equal by names that contain what stands between them', () => {
    const one = machineWith(A, 'a","b', [monitorWith({ name: 'm' })]);
    const other = machineWith(A, 'a', [monitorWith({ name: '","b"]/m' })]);
    assert.equal(new Set(ids(one, other)).size, 2);
  });

  it('is not that of a monitor in another file, whatever was opened first', () => {
    const one = machineWith(A, undefined, [monitorWith()]);
    const other = machineWith(B, undefined, [monitorWith()]);
    assert.deepEqual(ids(one, other), ids(other, one));
  });
});

it('a monitor that several launches have is listed once, with the first of them', () => {
  const shared = () => monitorWith({ key: 'shared', audience: 'network' });
  const launches = [
    machineWith(A, 'a', [shared(), monitorWith()]),
    machineWith(B, 'b', [shared()]),
  ];
  const listed = listMonitors(inventoryOf(...launches));
  assert.deepEqual(
    listed.map(({ machine }) => machine.name),
    ['a', 'a'],
  );
});

describe('groups of monitors', () => {
  const listed = listMonitors(
    inventoryOf(
      machineWith(A, 'a', [
        monitorWith({ audience: 'user' }),
        monitorWith({ audience: 'network', location: lineOf(B, 3) }),
      ]),
      machineWith(B, 'b', [
        monitorWith({ audience: 'unknown' }),
        monitorWith({ audience: 'host' }),
      ]),
    ),
  );

  it('go from the most to the fewest who can open them, without empty ones', () => {
    const groups = byAudience(listed).map(([audience, some]) => [audience, some.length]);
    assert.deepEqual(groups, [
      ['network', 1],
      ['host', 1],
      ['user', 1],
      ['unknown', 1],
    ]);
    assert.equal(worstAudience(listed), 'network');
    assert.equal(worstAudience([]), undefined);
  });

  it('by file have a monitor where its address is written', () => {
    const groups = byUri(listed).map(([uri, some]) => [uri, some.length]);
    assert.deepEqual(groups, [
      [A, 1],
      [B, 3],
    ]);
  });
});

it('a monitor wants a look if others can open it and something is found about it', () => {
  const isOpenWith = (some: Parameters<typeof monitorWith>[0]) =>
    listMonitors(inventoryOf(machineWith(A, 'a', [monitorWith(some)]))).map(isOpen)[0];
  const found = { severity: 'error', rule: 'monitor-on-network' } as const;
  assert.equal(isOpenWith({ audience: 'network', ...found }), true);
  assert.equal(isOpenWith({ audience: 'host', ...found }), true);
  assert.equal(isOpenWith({ audience: 'network' }), false);
  assert.equal(isOpenWith({ audience: 'directory', ...found }), false);
});
