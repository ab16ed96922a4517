/**
 * Descriptions of QEMU's names are complete and true: all that the tables of the model know is described, and versions are
 * those of the tables and of what QEMU itself said.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BACKENDS, CHARDEV_KEYS, MON_KEYS } from '../../server/src/qemu/chardev/chardev-table.ts';
import { SPICE_KEYS } from '../../server/src/qemu/display/spice.ts';
import { VNC_KEYS } from '../../server/src/qemu/display/vnc.ts';
import { describeBackend, describeScheme } from '../../server/src/qemu/docs/backend-docs.ts';
import { chardevKeysOf, describeChardevKey } from '../../server/src/qemu/docs/chardev-key-docs.ts';
import type { Description } from '../../server/src/qemu/docs/description.ts';
import {
  describeObjectKey,
  describeObjectType,
  objectKeysOf,
} from '../../server/src/qemu/docs/object-docs.ts';
import {
  type DescribedProgram,
  describeGroup,
  describeOption,
} from '../../server/src/qemu/docs/option-docs.ts';
import { describeProperty, describeValue } from '../../server/src/qemu/docs/property-docs.ts';
import { CONFIG_GROUPS } from '../../server/src/qemu/machine/config-groups.ts';
import { OBJECTS } from '../../server/src/qemu/object/object.ts';
import {
  STORAGE_DAEMON_OPTIONS,
  SYSTEM_VALUED,
} from '../../server/src/qemu/options/option-table.ts';
import type { KeyRow } from '../../server/src/qemu/options/property-check.ts';
import {
  isIn,
  NEWEST_VERSION,
  parseVersion,
  type Versioned,
} from '../../server/src/qemu/options/version.ts';
import { splitWords } from '../../server/src/text/split-words.ts';
import { readQemuFacts } from '../support/repository.ts';

const ALL_FACTS = readQemuFacts();

/** Keys of chardevs that have no part in who can reach one: QEMU's manual explains them. */
const IN_THE_MANUAL = splitWords(`
  signal width height cols rows encoding mouse clipboard debug
`);

/** A sentence that begins like one, has no full stop, and is the summary of a description. */
function assertSays(found: Description | undefined, what: string): Description {
  assert.ok(found, `${what} is not described`);
  for (const text of [found.summary, ...(found.values ?? []).map(({ summary }) => summary)]) {
    assert.match(text, /^[\p{Lu}0-9]/u, `${what}: ${text}`);
    assert.doesNotMatch(text, /[.\s]$/, `${what}: ${text}`);
    assert.ok(text.length <= 120, `${what} is told at length: ${text}`);
  }
  const { default: byDefault, values, valueType } = found;
  if (byDefault !== undefined && values !== undefined) {
    assert.ok(
      values.some(({ value }) => value === byDefault),
      `the default of ${what} is none of its values`,
    );
  }
  if (valueType === 'boolean' && values) {
    assert.deepEqual(
      values?.map(({ value }) => value),
      ['on', 'off'],
      what,
    );
  }
  return found;
}

function assertVersions(found: Versioned, row: Versioned, what: string): void {
  assert.deepEqual([found.since, found.until], [row.since, row.until], what);
}

/** The options that are described among those that a QEMU has said it has. */
function describedOptions(program: DescribedProgram): readonly string[] {
  const all = ALL_FACTS.flatMap(({ options, storageDaemonOptions }) =>
    Object.keys(program === 'system' ? options : storageDaemonOptions),
  );
  const described = [...new Set(all)].filter((name) => describeOption(name, program));
  assert.ok(described.length > 10);
  return described;
}

describe('the descriptions', () => {
  it('say what every backend is', () => {
    for (const row of BACKENDS) {
      const found = assertSays(describeBackend(row.name), row.name);
      assertVersions(found, row, row.name);
      assert.ok(chardevKeysOf(row.name), `the keys of ${row.name}`);
    }
    assert.equal(describeBackend('tcp'), undefined);
  });

  it('say what every beginning of a device string is', () => {
    const schemes = `
      null pty msmouse wctablet braille testdev stdio vc file pipe udp tcp telnet tn3270 websocket unix none chardev con mon
    `;
    for (const name of splitWords(schemes)) assertSays(describeScheme(name), name);
    assert.equal(describeScheme('socket'), undefined);
  });

  it('say what every key of a chardev is, by backend, and which of them it ignores', () => {
    for (const row of CHARDEV_KEYS) {
      if (IN_THE_MANUAL.includes(row.key)) continue;
      assertVersions(assertSays(describeChardevKey(undefined, row.key), row.key), row, row.key);
      const readers = BACKENDS.filter(({ name }) => {
        const what = `${row.key} of ${name}`;
        const found = assertSays(describeChardevKey(name, row.key), what);
        const type = row.type === 'string' ? undefined : row.type;
        if (type) assert.equal(found.valueType, type, what);
        return found.ignored !== true;
      });
      assert.ok(readers.length > 0, `who reads ${row.key}`);
    }
    for (const { name } of BACKENDS) {
      for (const key of chardevKeysOf(name) ?? []) {
        const known = key === 'id' || CHARDEV_KEYS.some((row) => row.key === key);
        assert.ok(known, `${key} of ${name}`);
      }
    }
    assert.equal(describeChardevKey('socket', 'hosts'), undefined);
  });

  it('say what every key of a monitor is', () => {
    const id: KeyRow = { key: 'id', type: 'string' };
    for (const row of [...MON_KEYS, id]) {
      assertVersions(
        assertSays(describeProperty('mon', undefined, row.key), row.key),
        row,
        row.key,
      );
    }
    const said = new Set(ALL_FACTS.flatMap(({ groups }) => Object.keys(groups['mon'] ?? {})));
    for (const key of said) assertSays(describeProperty('mon', undefined, key), key);
  });

  it('say what a key of a display is that decides who gets in', () => {
    for (const [group, rows] of [
      ['vnc', VNC_KEYS],
      ['spice', SPICE_KEYS],
    ] as const) {
      const described = rows.filter(({ key }) => describeProperty(group, undefined, key));
      assert.ok(described.length > 0, group);
      for (const row of described) {
        const found = assertSays(describeProperty(group, undefined, row.key), row.key);
        assertVersions(found, row, row.key);
      }
    }
  });

  it('say what every object of the model and its properties are', () => {
    for (const [type, table] of OBJECTS) {
      // No version has it, but its refusal names it.
      if (table.until === 0) continue;
      assertVersions(assertSays(describeObjectType(type), type), table, type);
      for (const row of table.keys) {
        const what = `${row.key} of ${type}`;
        const found = assertSays(describeObjectKey(type, row.key), what);
        assertVersions(found, row, what);
        assert.equal(found.required === true, table.required.includes(row.key), what);
        const words = table.words?.[row.key];
        if (words)
          assert.deepEqual(
            found.values?.map(({ value }) => value),
            words,
            what,
          );
      }
    }
    assertSays(describeObjectKey('authz-list', 'rules.0.policy'), 'a rule');
  });

  it('describe no property that QEMU does not have', () => {
    for (const type of new Set(ALL_FACTS.flatMap(({ objects }) => Object.keys(objects)))) {
      const said = ALL_FACTS.flatMap(({ objects }) => Object.keys(objects[type] ?? {}));
      for (const key of objectKeysOf(type) ?? []) {
        assertSays(describeObjectKey(type, key), `${key} of ${type}`);
        assert.ok(said.includes(key), `${type} has no ${key}`);
      }
    }
    assert.equal(describeObjectKey('authz-simple', 'policy'), undefined);
    assert.equal(describeObjectType('tls-creds'), undefined);
  });

  it('say what every option is that they know', () => {
    for (const name of describedOptions('system')) {
      const found = assertSays(describeOption(name), `-${name}`);
      assert.equal(
        found.valueType !== undefined,
        SYSTEM_VALUED.has(name),
        `-${name} takes a value`,
      );
    }
    for (const name of STORAGE_DAEMON_OPTIONS) {
      assertSays(describeOption(name, 'storage-daemon'), `--${name}`);
    }
    assert.equal(describeOption('monitors'), undefined);
    assert.equal(describeOption('qmp', 'storage-daemon'), undefined);
  });

  for (const facts of ALL_FACTS) {
    it(`say which options QEMU ${facts.version} has`, () => {
      const version = parseVersion(facts.version) ?? assert.fail(facts.version);
      const programs: readonly [DescribedProgram, (typeof ALL_FACTS)[number]['options']][] = [
        ['system', facts.options],
        ['storage-daemon', facts.storageDaemonOptions],
      ];
      for (const [program, said] of programs) {
        for (const name of describedOptions(program)) {
          const found = describeOption(name, program) ?? assert.fail(name);
          assert.equal(isIn(found, version), name in said, `${program} ${name}`);
        }
      }
    });
  }

  it('say what a section of a config file is, where they say it of the option', () => {
    for (const row of CONFIG_GROUPS) {
      const found = describeGroup(row.name);
      assert.equal(found !== undefined, describeOption(row.name) !== undefined, row.name);
      if (found) assertVersions(assertSays(found, row.name), row, row.name);
    }
    assert.equal(describeGroup('monitor'), undefined);
  });

  it('name no version that is still to come', () => {
    for (const name of describedOptions('system')) {
      const { since = 0, until = 0, deprecated } = describeOption(name) ?? assert.fail(name);
      assert.ok(Math.max(since, until, deprecated?.since ?? 0) <= NEWEST_VERSION, name);
    }
  });
});

describe('the description of a property', () => {
  it('depends on the backend', () => {
    assert.match(describeProperty('chardev', 'socket', 'path')?.summary ?? '', /UNIX socket/);
    assert.match(describeProperty('chardev', 'file', 'path')?.summary ?? '', /written/);
    assert.equal(describeProperty('chardev', 'udp', 'host')?.default, 'localhost');
    assert.equal(describeProperty('chardev', 'stdio', 'host')?.ignored, true);
    assert.equal(describeProperty('chardev', 'tty', 'path')?.required, true);
    assert.equal(describeProperty('chardev', 'pty', 'path')?.since, 902);
  });

  it('is the same in a device string as in a chardev, but for what mux does to a guest device', () => {
    const socket = describeProperty('chardev', 'socket', 'server');
    assert.deepEqual(describeProperty('monitor', 'tcp', 'server'), socket);
    assert.deepEqual(describeProperty('serial', 'unix', 'server'), socket);
    assert.match(describeValue('serial', 'tcp', 'mux', 'on')?.summary ?? '', /HMP monitor/);
    assert.doesNotMatch(describeValue('chardev', 'socket', 'mux', 'on')?.summary ?? '', /HMP/);
  });

  it('knows what else may stand for on and off', () => {
    const on = describeValue('chardev', 'socket', 'wait', 'on');
    assert.deepEqual(describeValue('chardev', 'socket', 'wait', 'yes'), on);
    assert.equal(describeValue('chardev', 'socket', 'wait', 'maybe'), undefined);
  });

  it('has a monitor of the storage daemon speak QMP only', () => {
    const found = describeProperty('monitor', undefined, 'mode', 'storage-daemon');
    assert.equal(found?.default, 'control');
    const values = found?.values?.map(({ value }) => value);
    assert.deepEqual(values, ['control']);
  });
});
