import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Analysis, analyze } from '../../../server/src/service/analysis/analyze.ts';
import { findingsOf } from '../../../server/src/service/analysis/file-findings.ts';
import {
  DEFAULT_SETTINGS,
  mergeSettings,
  type Settings,
} from '../../../server/src/service/settings/settings.ts';
import {
  readWorkspaceFile,
  staleAcceptances,
} from '../../../server/src/service/settings/workspace-file.ts';

const TWO = `#!/bin/bash
kvm -monitor tcp:0.0.0.0:4444,server,nowait
kvm -qmp tcp:0.0.0.0:5555,server,nowait
`;

function fileWith(...entries: readonly object[]) {
  return readWorkspaceFile(JSON.stringify({ accept: entries }));
}

function settingsWith(...entries: readonly object[]): Settings {
  const { settings } = fileWith(...entries);
  assert.ok(settings);
  return mergeSettings(DEFAULT_SETTINGS, settings, '/w');
}

function look(settings: Settings, text = TWO, path = '/w/lab/run.sh'): Analysis {
  return analyze({ text, languageId: 'shellscript', path }, settings);
}

/** The rules of what is still found, with the port of each where its message names one. */
function left(settings: Settings, text?: string, path?: string): readonly string[] {
  return look(settings, text, path).findings.map(({ rule, message }) => {
    return `${rule} ${/(?:port |:)(\d+)/.exec(message)?.[1] ?? ''}`.trim();
  });
}

const NETWORK = { path: 'lab', rules: ['monitor-on-network'], reason: 'lab network' };

describe('an accepted monitor', () => {
  it('is silent in the files of its path, for its rules', () => {
    assert.deepEqual(left(settingsWith(NETWORK)), []);
    assert.equal(left(settingsWith(NETWORK), TWO, '/w/run.sh').length, 2);
    assert.equal(left(settingsWith(NETWORK), TWO, '/other/lab/run.sh').length, 2);
    const loopback = { ...NETWORK, rules: ['monitor-on-loopback'] };
    assert.equal(left(settingsWith(loopback)).length, 2);
  });

  it('is the one at its address, where the entry names one', () => {
    const one = settingsWith({ ...NETWORK, address: '0.0.0.0:4444' });
    assert.deepEqual(left(one), ['monitor-on-network 5555']);
    assert.equal(left(settingsWith({ ...NETWORK, address: '0.0.0.0' })).length, 2);
  });

  it('has its address as its file writes it, variables and paths included', () => {
    const written = 'kvm -monitor "tcp:0.0.0.0:$PORT,server"\n';
    assert.deepEqual(left(settingsWith({ ...NETWORK, address: '0.0.0.0:$PORT' }), written), []);
    const shared = { ...NETWORK, rules: ['monitor-socket-in-shared-directory'] };
    const socket = 'kvm -monitor unix:/tmp/m.sock,server,nowait\n';
    assert.deepEqual(left(settingsWith({ ...shared, address: '/tmp/m.sock' }), socket), []);
  });

  it('of two at one host that a variable holds is the one at the port', () => {
    const shared = 'HOST=0.0.0.0\nkvm -monitor tcp:$HOST:1,server -qmp tcp:$HOST:2,server\n';
    const one = settingsWith({ ...NETWORK, address: '0.0.0.0:2' });
    const [finding, ...others] = look(one, shared).findings;
    assert.deepEqual(others, []);
    assert.match(finding?.message ?? '', /^HMP on tcp 0\.0\.0\.0:1: /);
  });

  it('that is found without an address is accepted without one only', () => {
    const text = 'umask 000\nkvm -monitor unix:/run/vm/m.sock,server,nowait\n';
    const entry = { ...NETWORK, rules: ['monitor-socket-open-to-others'] };
    assert.equal(left(settingsWith(), text).length, 1);
    assert.deepEqual(left(settingsWith(entry), text), []);
    assert.equal(left(settingsWith({ ...entry, address: '/run/vm/m.sock' }), text).length, 1);
  });

  it('leaves what another rule finds at its place', () => {
    const text = 'kvm -monitor tcp:127.0.0.1:4444,server\n';
    const entry = { ...NETWORK, rules: ['monitor-on-network'] };
    assert.deepEqual(left(settingsWith(entry), text), ['monitor-on-loopback 4444']);
  });

  it('is noted with the rule that found it, also where it is only possible', () => {
    const entry = { ...NETWORK, rules: ['monitor-on-network', 'monitor-over-udp'] };
    const maybe = 'kvm -monitor "tcp:0.0.0.0:1,$FLAGS"\n';
    assert.deepEqual(
      [...look(settingsWith(entry), maybe).accepted],
      [[0, new Set(['monitor-on-network'])]],
    );
    assert.deepEqual([...look(settingsWith(entry), TWO, '/w/x.sh').accepted], []);
  });
});

describe('an entry that accepts nothing', () => {
  const file = fileWith(
    { ...NETWORK, rules: ['monitor-on-network', 'monitor-over-udp'] },
    { ...NETWORK, address: '0.0.0.0:1' },
    { ...NETWORK, path: 'gone/**' },
  );
  const told = (settings: Settings, used: ReadonlyMap<number, ReadonlySet<string>>) =>
    staleAcceptances(file.acceptances, used, settings).map(({ severity, message }) => {
      return `${severity}: ${message}`;
    });

  it('is told with its path, address, or the one rule that is of no use', () => {
    assert.deepEqual(told(DEFAULT_SETTINGS, new Map([[0, new Set(['monitor-on-network'])]])), [
      'information: Unused entry: monitor-over-udp finds nothing here',
      'information: This accepts nothing: its rules find no 0.0.0.0:1 in lab any more',
      'information: This accepts nothing: its rules find nothing in gone/** any more',
    ]);
  });

  it('is not reported while its rule is off', () => {
    const severities = new Map([['monitor-on-network', 'off' as const]]);
    assert.deepEqual(told({ ...DEFAULT_SETTINGS, severities }, new Map()), [
      'information: Unused entry: monitor-over-udp finds nothing here',
    ]);
  });
});

describe('a path that is excluded', () => {
  const settings: Settings = {
    ...DEFAULT_SETTINGS,
    root: '/w',
    exclude: ['third_party', '**/*.orig.sh'],
  };

  it('has no findings, no monitors and no remarks about comments', () => {
    const text = `${TWO}# qemu-monitor-guard: ignore[nothing] lab\n`;
    for (const path of ['/w/third_party/a/run.sh', '/w/a.orig.sh']) {
      const analysis = look(settings, text, path);
      assert.deepEqual(analysis.connections.machines, []);
      assert.deepEqual(findingsOf(path, analysis, []), []);
    }
    const analysis = look(settings, text, '/w/run.sh');
    const found = findingsOf('/w/run.sh', analysis, []).map(({ rule }) => rule);
    assert.deepEqual([...new Set(found)], ['monitor-on-network', 'suppression-malformed']);
  });

  it('is brought in all the same, and what is found in it is not said', () => {
    const files = new Map([['/w/third_party/settings.sh', 'HOST=0.0.0.0\nPORT=4444\n']]);
    const text =
      'source third_party/settings.sh\nkvm -monitor tcp:$HOST:$PORT,server -qmp tcp::$PORT,server\n';
    const source = { text, languageId: 'shellscript', path: '/w/run.sh' };
    const known = { get: (path: string) => files.get(path) ?? null };
    const [finding, ...others] = analyze(source, settings, known).findings;
    assert.deepEqual(others, []);
    assert.match(finding?.message ?? '', /^QMP on tcp \*:4444: /);
    assert.equal(analyze(source, DEFAULT_SETTINGS, known).findings.length, 2);
  });
});
