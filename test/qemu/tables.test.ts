/**
 * The tables that we read QEMU's options with, against what QEMU of several versions said about itself:
 * test/oracle/data/qemu-facts, which `node scripts/qemu-facts.mjs` writes. Needs no QEMU.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BACKENDS, CHARDEV_KEYS, MON_KEYS } from '../../server/src/qemu/chardev/chardev-table.ts';
import { CONFIG_GROUPS } from '../../server/src/qemu/machine/config-groups.ts';
import {
  STORAGE_DAEMON_OPTIONS,
  STORAGE_DAEMON_VALUED,
  SYSTEM_VALUED,
} from '../../server/src/qemu/options/option-table.ts';
import type { KeyRow } from '../../server/src/qemu/options/property-check.ts';
import {
  isIn,
  NEWEST_VERSION,
  parseVersion,
  type QemuVersion,
} from '../../server/src/qemu/options/version.ts';
import { readQemuFacts } from '../support/repository.ts';

/** Groups of options that only QEMU for other targets than x86 has. */
const OTHER_TARGETS: ReadonlySet<string> = new Set(['semihosting-config']);

/** Backends that only QEMU for Windows has; Debian's schema named them until the schema had conditions. */
const WINDOWS_BACKENDS: ReadonlySet<string> = new Set(['console']);

const ALL_FACTS = readQemuFacts();

function versionOf(facts: (typeof ALL_FACTS)[number]): QemuVersion {
  const version = parseVersion(facts.version);
  assert.ok(version, `${facts.version} is no version`);
  return version;
}

function keysIn(rows: readonly KeyRow[], version: QemuVersion): Readonly<Record<string, string>> {
  const present = rows.filter((row) => isIn(row, version));
  return Object.fromEntries(present.map((row) => [row.key, row.type]));
}

it('there are facts of the newest version that the tables claim, and of older ones', () => {
  const versions = ALL_FACTS.map(versionOf);
  assert.ok(versions.includes(NEWEST_VERSION), `no facts of ${NEWEST_VERSION} in ${versions}`);
  assert.equal(Math.max(...versions), NEWEST_VERSION, 'NEWEST_VERSION is behind the facts');
  assert.ok(versions.length >= 4, `only ${versions}`);
});

for (const facts of ALL_FACTS) {
  describe(`QEMU ${facts.version}`, () => {
    const version = versionOf(facts);

    it('has the groups of config files that the table says', () => {
      const said = CONFIG_GROUPS.filter(
        (row) => isIn(row, version) && !OTHER_TARGETS.has(row.name),
      );
      assert.deepEqual(said.map(({ name }) => name).sort(), facts.configGroups.toSorted());
    });

    it('takes a value where the table of options says so, and only there', () => {
      for (const [name, takes] of Object.entries(facts.options)) {
        assert.equal(SYSTEM_VALUED.has(name), takes === 'value', `-${name} takes ${takes}`);
      }
    });

    it('has a storage daemon whose options are in its tables', () => {
      for (const [name, takes] of Object.entries(facts.storageDaemonOptions)) {
        assert.ok(STORAGE_DAEMON_OPTIONS.includes(name), `--${name} is missing`);
        assert.equal(
          STORAGE_DAEMON_VALUED.has(name),
          takes === 'value',
          `--${name} takes ${takes}`,
        );
      }
    });

    it('has the keys of -chardev that the table gives it, with their types', () => {
      assert.deepEqual(keysIn(CHARDEV_KEYS, version), facts.groups['chardev']);
    });

    it('has the keys of -mon that the table gives it, with their types', () => {
      assert.deepEqual(keysIn(MON_KEYS, version), facts.groups['mon']);
    });

    it('has the backends that the table gives it', () => {
      const known = BACKENDS.filter((row) => isIn(row, version)).map((row) => row.name);
      assert.deepEqual(withoutWindows(known), withoutWindows(facts.backends));
    });
  });
}

function withoutWindows(backends: readonly string[]): readonly string[] {
  return backends.filter((name) => !WINDOWS_BACKENDS.has(name)).sort();
}

it('every backend that is another name for one stands beside that one', () => {
  const names = new Set(BACKENDS.map((row) => row.name));
  for (const { name, aliasOf } of BACKENDS) {
    assert.ok(aliasOf === undefined || names.has(aliasOf), `${name} is ${aliasOf}`);
  }
});

it('no table has a row twice, and no row ends before it begins', () => {
  for (const rows of [
    CHARDEV_KEYS.map((row) => ({ ...row, name: row.key })),
    MON_KEYS.map((row) => ({ ...row, name: row.key })),
    BACKENDS,
    CONFIG_GROUPS,
  ]) {
    assert.equal(new Set(rows.map((row) => row.name)).size, rows.length);
    for (const { name, since = 0, until = Number.POSITIVE_INFINITY } of rows) {
      assert.ok(since < until, name);
      assert.ok(since <= NEWEST_VERSION, `${name} is newer than ${NEWEST_VERSION}`);
    }
  }
});
