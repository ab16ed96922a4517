import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { wrongSettings } from '../../../server/src/service/settings/wrong-settings.ts';
import { readManifest } from '../../support/repository.ts';

function keys(section: unknown): readonly string[] {
  return wrongSettings(section).map(
    ({ key, value }) => `${key}${value === undefined ? '' : `: ${JSON.stringify(value)}`}`,
  );
}

describe('settings without effect', () => {
  it('are those that have another type, a number that cannot be, or a name that there is not', () => {
    const section = {
      showPossible: 'yes',
      neighbours: 1,
      qemuVersion: 'seven',
      socketDirectory: ['/run'],
      workspaceScan: 'yes',
      workspaceScanLimit: -1,
      exclude: ['lab', '/abs', 7],
      rules: { 'monitor-on-network': 'fatal', 'monitor-on-netwrok': 'off' },
      nothing: true,
    };
    assert.deepEqual(keys(section), [
      'showPossible: "yes"',
      'neighbours: 1',
      'qemuVersion: "seven"',
      'socketDirectory: ["/run"]',
      'workspaceScan: "yes"',
      'workspaceScanLimit: -1',
      'exclude: "/abs"',
      'exclude: 7',
      'rules.monitor-on-network: "fatal"',
      'rules.monitor-on-netwrok',
      'nothing',
    ]);
    assert.deepEqual(keys({ rules: [], exclude: 'lab', workspaceScanLimit: 0.5 }), [
      'rules: []',
      'exclude: "lab"',
      'workspaceScanLimit: 0.5',
    ]);
  });

  it('are none where nothing is set', () => {
    for (const section of [undefined, null, {}, [], 7, { rules: null, exclude: null }]) {
      assert.deepEqual(keys(section), []);
    }
  });

  it('are none of the defaults in the manifest, which names every setting', () => {
    const section: Record<string, unknown> = {};
    const rules: Record<string, unknown> = {};
    for (const { properties } of readManifest().contributes.configuration) {
      for (const [name, { default: value }] of Object.entries(properties)) {
        const [, key = '', id] = /^qemuMonitorGuard\.(\w+)(?:\.(.*))?$/.exec(name) ?? [];
        if (key === 'rules') rules[id ?? ''] = value;
        else section[key] = value;
      }
    }
    assert.ok(Object.keys(rules).length > 20);
    assert.deepEqual(keys({ ...section, rules }), []);
  });
});
