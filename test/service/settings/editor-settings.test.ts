import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readEditorSettings } from '../../../server/src/service/settings/editor-settings.ts';
import { DEFAULT_SETTINGS } from '../../../server/src/service/settings/settings.ts';
import { readManifest } from '../../support/repository.ts';

function keys(section: unknown): readonly string[] {
  return readEditorSettings(section).wrong.map(
    ({ key, value }) => `${key}${value === undefined ? '' : `: ${JSON.stringify(value)}`}`,
  );
}

describe('settings without effect', () => {
  it('are those that have another type, or a name that there is not', () => {
    const section = {
      showPossible: 'yes',
      neighbours: 1,
      qemuVersion: 'seven',
      socketDirectory: ['/run'],
      workspaceScan: 'yes',
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
      'exclude: "/abs"',
      'exclude: 7',
      'rules.monitor-on-network: "fatal"',
      'rules.monitor-on-netwrok',
      'nothing',
    ]);
    assert.deepEqual(keys({ rules: [], exclude: 'lab', workspaceScanLimit: 5 }), [
      'rules: []',
      'exclude: "lab"',
      'workspaceScanLimit',
    ]);
  });

  it('are none where nothing is set', () => {
    for (const section of [undefined, null, {}, [], 7, { rules: null, exclude: null }]) {
      assert.deepEqual(keys(section), []);
    }
  });

  it('are none of the defaults in the manifest, which an editor sends as if they were chosen', () => {
    const section: Record<string, unknown> = {};
    for (const { properties } of readManifest().contributes.configuration) {
      for (const [name, schema] of Object.entries(properties)) {
        const [, key = ''] = /^qemuMonitorGuard\.(\w+)/.exec(name) ?? [];
        section[key] = schema.default;
      }
    }
    assert.deepEqual(readEditorSettings(section), { settings: DEFAULT_SETTINGS, wrong: [] });
  });
});

describe('settings of an editor', () => {
  it('reads what fits and takes the default for the rest', () => {
    const { settings } = readEditorSettings({
      rules: { 'monitor-on-network': 'warning', 'monitor-on-loopback': 'loud', nonsense: 'off' },
      showPossible: true,
      socketDirectory: ' /run/vm ',
      neighbours: true,
      qemuVersion: '7.2',
      workspaceScan: false,
      exclude: ['lab/old', 7],
    });
    assert.deepEqual(settings, {
      ...DEFAULT_SETTINGS,
      severities: new Map([['monitor-on-network', 'warning']]),
      showPossible: true,
      socketDirectory: '/run/vm',
      neighbours: true,
      qemuVersion: 702,
      workspaceScan: false,
      exclude: ['lab/old'],
    });
    for (const nonsense of [
      undefined,
      null,
      3,
      'x',
      [],
      { rules: 7 },
      { showPossible: 'yes' },
      { qemuVersion: 'new' },
      { workspaceScan: 'no' },
      { exclude: 'lab' },
    ]) {
      assert.deepEqual(readEditorSettings(nonsense).settings, DEFAULT_SETTINGS);
    }
  });
});
