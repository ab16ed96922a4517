/** The map as elements: what a screen reader says, and that names from files stay text. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { TreeElement } from '../../webview/src/element-tree.ts';
import { reachedBy } from '../../webview/src/filter-model.ts';
import { layOut } from '../../webview/src/layout/layout.ts';
import { wiresByKey } from '../../webview/src/lit-wires.ts';
import type { MapModel } from '../../webview/src/map-model.ts';
import { drawOutline } from '../../webview/src/outline.ts';
import { drawMap } from '../../webview/src/picture.ts';
import { shiftOf } from '../../webview/src/stay-in-sight.ts';
import { mapOf, SAMPLE } from '../support/sample-map.ts';
import { anyMap, HOSTILE, METRICS, ROOM } from './arbitrary-map.ts';

const { words } = mapOf(SAMPLE);

function draw(model: Pick<MapModel, 'audiences' | 'machines'>, machines = 1000): TreeElement {
  const options = { words, em: METRICS.em, filter: undefined, shift: 0, machines };
  return drawMap(layOut(model, METRICS, ROOM), options);
}

/** An element and all in it, in the order in which they are read. */
function allOf(tree: TreeElement): readonly TreeElement[] {
  return [tree, ...tree.children.flatMap(allOf)];
}

function focusable(tree: TreeElement): readonly TreeElement[] {
  return allOf(tree).filter(({ attributes }) => attributes['tabindex'] !== undefined);
}

/** Numbers of a path in their order. */
function numbersIn(path: string | undefined): readonly number[] {
  return [...(path ?? '').matchAll(/-?\d+(?:\.\d+)?/g)].map(([number]) => Number(number));
}

describe('those on the left', () => {
  const many = Array.from({ length: 30 }, (_, index) => {
    const how = index % 2 === 0 ? 'tcp::1,server' : 'stdio';
    return [`/${index}.sh`, `kvm -name n${index} -monitor ${how}\n`];
  });
  const layout = layOut(mapOf(Object.fromEntries(many)), METRICS, ROOM);

  it('stay in sight, down to the end of the picture, where all of them are seen at once', () => {
    const shift = (top: number, height = 600) => shiftOf(layout, { top, height }, METRICS.em);
    assert.equal(shift(0), 0);
    assert.equal(shift(500), 500);
    const last = shift(1e6);
    assert.ok(last > 500 && last < layout.height);
    assert.equal(shift(500, 100), 0);
  });

  it('lead to each branch wherever they are', () => {
    const from = new Map(layout.trunks.map((trunk) => [trunk.audience, trunk]));
    for (const shift of [0, 33, 700, 3000]) {
      const options = { words, em: METRICS.em, filter: undefined, shift, machines: 1000 };
      const wires = allOf(drawMap(layout, options)).filter(({ key }) => key !== undefined);
      for (const { way, key, start } of layout.branches) {
        const trunk = wires.find((wire) => wire.tag === 'path' && wire.key === way.audience);
        const branch = wires.find((wire) => wire.key === key)?.children[0];
        const [x, y = 0] = numbersIn(branch?.attributes['d']);
        assert.equal(x, Math.round(start.x * 10) / 10);
        const stub = (from.get(way.audience)?.start.y ?? 0) + shift;
        const path = trunk?.attributes['d'] ?? '';
        const ends = [stub, ...[...path.matchAll(/V(-?[\d.]+)/g)].map(([, end]) => Number(end))];
        const [low, high] = [Math.min(...ends) - 0.2, Math.max(...ends) + 0.2];
        assert.ok(y >= low && y <= high, `${y} between ${low} and ${high} at ${shift}`);
      }
    }
  });
});

describe('the picture', () => {
  const tree = draw(mapOf(SAMPLE));

  it('has a name and a description', () => {
    const { role, 'aria-labelledby': name, 'aria-describedby': text } = tree.attributes;
    assert.equal(role, 'group');
    const byId = (id: string | undefined) =>
      allOf(tree).find(({ attributes }) => attributes['id'] === id)?.text;
    assert.equal(byId(name), 'Who can open QEMU’s monitors');
    assert.match(byId(text) ?? '', /^On the left who can connect, on the right the machines/);
  });

  it('is gone through as it is read: who, then each machine with its chardevs and monitors', () => {
    assert.deepEqual(
      focusable(tree)
        .map(({ attributes }) => attributes['aria-label'])
        .filter((_, index) => index < 12),
      [
        'Anyone on the network: 2 monitors',
        'Any local user: 1 monitor',
        'Anyone who can write to its directory: 1 monitor',
        'Only the user who runs QEMU: 3 monitors',
        'Nobody: 2 monitors',
        'Machine second, started by machines/lab.sh:4',
        'Chardev of the kind vc',
        'HMP monitor by default. Only the user who runs QEMU can open it: vc. Anyone on the network can open it: vnc :5900',
        'Machine web, started by machines/web.sh:1',
        'Chardev of the kind socket',
        'HMP monitor. Anyone on the network can open it: telnet 0.0.0.0:4444',
        'Chardev of the kind socket',
      ],
    );
  });

  it('gives reasons as a description', () => {
    const monitor = focusable(tree).find(({ attributes }) =>
      attributes['aria-label']?.includes('telnet 0.0.0.0:4444'),
    );
    assert.equal(
      monitor?.attributes['aria-label'],
      'HMP monitor. Anyone on the network can open it: telnet 0.0.0.0:4444',
    );
    assert.equal(
      monitor?.attributes['aria-description'],
      '0.0.0.0 means every network interface. Without TLS, clients are not authenticated',
    );
  });

  it('has lists of items, and says nothing twice', () => {
    fc.assert(
      fc.property(anyMap, (model) => {
        for (const one of allOf(draw(model))) {
          const { role } = one.attributes;
          if (role === 'list') {
            for (const { attributes } of one.children) assert.equal(attributes['role'], 'listitem');
          }
          // A sentence says all of it, so the letters are not read.
          if (one.tag === 'text') assert.equal(one.attributes['aria-hidden'], 'true');
        }
      }),
      { numRuns: 30 },
    );
  });

  it('has a role and a key of its own for everything that the keyboard gets to', () => {
    fc.assert(
      fc.property(anyMap, (model) => {
        const all = focusable(draw(model));
        for (const { attributes } of all) {
          assert.match(attributes['role'] ?? '', /^(button|link|note)$/);
          assert.equal(attributes['tabindex'], '0');
          assert.notEqual(attributes['aria-label'], undefined);
        }
        const keys = all.map(({ attributes }) => attributes['data-key']);
        assert.equal(new Set(keys).size, keys.length);
      }),
      { numRuns: 30 },
    );
  });

  it('keeps whatever stands in files as text and values, in elements and attributes of its own', () => {
    const tags = /^(svg|defs|title|desc|g|rect|path|text|ul|li|h2|p|span|a)$/;
    const names =
      /^(x|y|rx|width|height|viewBox|d|transform|id|class|role|tabindex|aria-[a-z]+|data-[a-z]+)$/;
    const hostile = HOSTILE.map((text, index) => [`/${index}.sh`, `kvm -name '${text}'`]);
    const models = [mapOf(Object.fromEntries(hostile))];
    const check = (model: Pick<MapModel, 'audiences' | 'machines'>): void => {
      for (const tree of [draw(model), drawOutline(model.machines)]) {
        for (const { tag, attributes, text, children } of allOf(tree)) {
          assert.match(tag, tags);
          for (const name of Object.keys(attributes)) assert.match(name, names);
          assert.ok(text === undefined || children.length === 0);
        }
      }
    };
    for (const model of models) check(model);
    fc.assert(fc.property(anyMap, check), { numRuns: 30 });
  });

  it('draws the first machines with their wires, when all are too many at once', () => {
    const model = mapOf(SAMPLE);
    const machines = (count: number) => {
      const lists = draw(model, count).children.filter(({ attributes }) => attributes['role']);
      return lists.at(-1)?.children.map(({ key }) => key);
    };
    const all = machines(1000);
    assert.equal(all?.length, 5);
    assert.deepEqual(machines(2), all?.slice(0, 2));
    const branches = allOf(draw(model, 1)).filter(({ attributes }) => attributes['data-branch']);
    assert.equal(branches.length, 2);
  });
});

describe('the outline', () => {
  it('says the same in lists of text', () => {
    const model = mapOf({ '/a.sh': SAMPLE['/machines/web.sh'] ?? '' });
    const texts = allOf(drawOutline(model.machines)).flatMap(({ text }) => text?.trim() ?? []);
    assert.deepEqual(texts, [
      'web',
      'a.sh:1',
      ...['socket', 'telnet 0.0.0.0:4444', 'Anyone on the network'],
      ...['HMP monitor', '0.0.0.0 means every network interface'],
      'Without TLS, clients are not authenticated',
      ...['socket', 'unix /run/web-qmp.sock', 'Only the user who runs QEMU', 'QMP monitor'],
      'Other users cannot connect unless umask or the directory lets them',
      ...['socket', 'connects to tcp 10.0.0.5:5555', 'Anyone on the network'],
      'Guest serial port',
    ]);
  });
});

describe('what belongs together', () => {
  it('are the wires of a hub, of its monitor, of what it stands in front of, and of its machine', () => {
    const model = mapOf(SAMPLE);
    const wires = wiresByKey(layOut(model, METRICS, ROOM));
    const lab = model.machines.find(({ title }) => title === 'lab');
    const hub = lab?.boxes.find(({ title }) => title === 'both');
    assert.ok(lab && hub);
    const members = hub.members.map(({ key }) => `${key} 0`);
    assert.equal(members.length, 2);
    assert.deepEqual(wires.get(hub.key), members);
    assert.deepEqual(wires.get(hub.rows[0]?.key ?? ''), members);
    assert.deepEqual(wires.get(hub.members[1]?.key ?? ''), members.slice(1));
    assert.equal(wires.get(lab.key)?.length, 4);
    assert.equal(wires.get('audience network')?.length, 4);
  });

  it('is all that an audience reaches, with the hub in front of it', () => {
    const { machines } = mapOf(SAMPLE);
    const titles = (audience: 'host' | 'unknown') =>
      reachedBy(machines, audience).map(({ title, boxes }) => [title, boxes.map((it) => it.title)]);
    assert.deepEqual(titles('host'), [['lab', ['both']]]);
    assert.deepEqual(titles('unknown'), []);
  });
});
