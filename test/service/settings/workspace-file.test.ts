import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readEditorSettings } from '../../../server/src/service/settings/editor-settings.ts';
import { settingsAt } from '../../../server/src/service/settings/overrides.ts';
import {
  DEFAULT_SETTINGS,
  mergeSettings,
  NO_SETTINGS,
  sameSettings,
} from '../../../server/src/service/settings/settings.ts';
import { readWorkspaceFile } from '../../../server/src/service/settings/workspace-file.ts';

const REASON = '"reason": "lab network"';

/** The problems of a file: the text that each stands on, how bad it is, and what it says. */
function problems(text: string): readonly string[] {
  return readWorkspaceFile(text).problems.map(
    ({ at, severity, message }) => `${text.slice(at.start, at.end)} ${severity}: ${message}`,
  );
}

/** What a file sets. */
function settings(text: string) {
  const file = readWorkspaceFile(text);
  assert.deepEqual(file.problems, []);
  assert.ok(file.settings);
  return file.settings;
}

describe('a file with settings', () => {
  it('sets what it names, and nothing else', () => {
    assert.deepEqual(settings('{}').values, {});
    const { values, severities } = settings(`{
      "$schema": "anything",
      "rules": { "monitor-on-loopback": "information", "monitor-on-network": "default" },
      "showPossible": true,
      "neighbours": false,
      "qemuVersion": "7.2",
      "socketDirectory": " /run/vms ",
      "exclude": ["third_party", "**/*.orig"]
    }`);
    assert.deepEqual(values, {
      showPossible: true,
      neighbours: false,
      qemuVersion: 702,
      socketDirectory: '/run/vms',
      exclude: ['third_party', '**/*.orig'],
    });
    assert.deepEqual(
      [...severities],
      [
        ['monitor-on-loopback', 'information'],
        ['monitor-on-network', 'default'],
      ],
    );
  });

  it('may be empty, have comments, and commas behind last members', () => {
    assert.deepEqual(settings('').values, {});
    assert.deepEqual(settings('\n// nothing yet\n').values, {});
    const text = '{\n  // for all\n  "showPossible": true, /* for now */\n}\n';
    assert.deepEqual(settings(text).values, { showPossible: true });
  });

  it('accepts monitors by path, rules and address, for a reason', () => {
    const entry = `{
      "path": "lab/**", "rules": ["monitor-on-network", "monitor-on-loopback"],
      "address": "0.0.0.0:4444", "reason": " lab network "
    }`;
    const text = `{ "accept": [${entry}] }`;
    assert.deepEqual(settings(text).accept, [
      {
        path: 'lab/**',
        rules: ['monitor-on-network', 'monitor-on-loopback'],
        address: '0.0.0.0:4444',
        reason: 'lab network',
      },
    ]);
    const [placed] = readWorkspaceFile(text).acceptances;
    assert.equal(placed?.reason, 'lab network');
  });

  it('tells of the first place at which it is no JSON, and then sets nothing', () => {
    const stays = '; the last valid settings stay in effect';
    const cases: readonly [text: string, problem: string][] = [
      ['{ "neighbours" true }', `true error: A colon is missing here${stays}`],
      ['{ "neighbours": true "exclude": [] }', `"exclude" error: A comma is missing here${stays}`],
      ['{ "neighbours": }', `} error: A value is missing here${stays}`],
      ['{ "exclude": [', ` error: A closing bracket is missing here${stays}`],
      ['{} {}', `{ error: The file should end here${stays}`],
      [
        '{ neighbours: true }',
        'neighbours error: This is not JSON; the last valid settings stay in effect',
      ],
      [
        "{ 'neighbours': true }",
        "'neighbours' error: This is not JSON; the last valid settings stay in effect",
      ],
      ['{ 7: 1 }', `7 error: A key in double quotes is missing here${stays}`],
      [
        '['.repeat(99_999),
        '[ error: This is nested too deeply; the last valid settings stay in effect',
      ],
    ];
    for (const [text, problem] of cases) {
      assert.deepEqual(problems(text), [problem]);
      assert.equal(readWorkspaceFile(text).settings, undefined);
    }
  });

  it('tells what is wrong at its place, and sets the rest', () => {
    const text = `{
      "showPosible": true,
      "neighbors": true,
      "nothing": 1,
      "showPossible": "yes",
      "neighbours": true,
      "qemuVersion": "seven",
      "socketDirectory": 7,
      "exclude": ["ok", 7, "/abs", "../up", "a//b", "*.{sh,x}"],
      "rules": { "monitor-on-netwrok": "off", "x": "off", "monitor-on-network": "fatal", "monitor-on-loopback": "off" },
      "accept": {}
    }`;
    assert.deepEqual(problems(text), [
      `"showPosible" warning: Unknown setting 'showPosible'; did you mean 'showPossible'?`,
      `"neighbors" warning: Unknown setting 'neighbors'; did you mean 'neighbours'?`,
      `"nothing" warning: Unknown setting 'nothing'`,
      '"yes" warning: showPossible must be true or false',
      '"seven" warning: A version of QEMU is written as "7.2", and the newest as ""',
      '7 warning: A path must be in double quotes',
      '7 warning: A path must be in double quotes',
      '"/abs" warning: Paths are relative to the folder of this file, so none begins with / or ~',
      '"../up" warning: Paths are relative to the folder of this file and have no . or .. in them',
      '"a//b" warning: A name is empty in this path',
      '"*.{sh,x}" warning: Paths use / and may contain *, ? and **',
      `"monitor-on-netwrok" warning: Unknown rule 'monitor-on-netwrok'; did you mean 'monitor-on-network'?`,
      `"x" warning: Unknown rule 'x'`,
      '"fatal" warning: The severity of a rule must be one of these: default, error, warning, information, hint, off',
      '{} error: Accepted monitors must be a list in brackets',
    ]);
    const read = readWorkspaceFile(text).settings;
    assert.deepEqual(read?.values, { neighbours: true, exclude: ['ok'] });
    assert.deepEqual([...(read?.severities ?? [])], [['monitor-on-loopback', 'off']]);
  });

  it('leaves what the editor excludes where its own list is none', () => {
    const { settings: file } = readWorkspaceFile('{ "exclude": "lab" }');
    assert.ok(file);
    assert.deepEqual(
      mergeSettings(readEditorSettings({ exclude: ['mine'] }).settings, file, '/w').exclude,
      ['mine'],
    );
  });

  it('says what was probably meant, in any spelling, and as it is in the settings of an editor', () => {
    const cases: readonly [text: string, meant: string][] = [
      ['{ "rules": { "monitor_on_network": "off" } }', 'monitor-on-network'],
      ['{ "rules": { "Monitor-On-Loopback": "off" } }', 'monitor-on-loopback'],
      ['{ "socket-directory": "/run" }', 'socketDirectory'],
      ['{ "qemuMonitorGuard.showPossible": true }', 'showPossible'],
    ];
    for (const [text, meant] of cases) {
      const [problem = ''] = problems(text);
      assert.ok(problem.endsWith(`; did you mean '${meant}'?`), problem);
    }
  });

  it('may begin with a byte order mark', () => {
    assert.deepEqual(settings('\ufeff{ "neighbours": true }').values, { neighbours: true });
    assert.equal(
      problems('\ufeff{ "neighbours": 1 }')[0],
      '1 warning: neighbours must be true or false',
    );
  });

  it('takes the last of two members with one key, and tells of the others', () => {
    const text = '{ "neighbours": false, "neighbours": true }';
    assert.deepEqual(problems(text), [
      `"neighbours" warning: 'neighbours' is set again below, and only the last one counts`,
    ]);
    assert.equal(readWorkspaceFile(text).problems[0]?.at.start, 2);
    assert.deepEqual(readWorkspaceFile(text).settings?.values, { neighbours: true });
  });

  it('is an object', () => {
    assert.deepEqual(problems('[]'), ['[] error: The settings must be an object in braces']);
    assert.deepEqual(problems('"x"'), ['"x" error: The settings must be an object in braces']);
  });
});

describe('an entry for accepted monitors', () => {
  const path = '"path": "lab"';
  const rule = '"rules": ["monitor-on-network"]';
  const cases: readonly [entry: string, problem: string][] = [
    [`{ ${path}, ${rule} }`, '{ error: This entry accepts nothing: it gives no reason'],
    [
      `{ ${path}, ${rule}, "reason": " - " }`,
      '" - " error: This entry accepts nothing: it gives no reason',
    ],
    [
      `{ ${path}, ${rule}, "reason": "say why" }`,
      '"say why" error: This entry accepts nothing: it gives no reason',
    ],
    [
      `{ ${path}, ${rule}, "reason": 7 }`,
      '7 error: This entry accepts nothing: it gives no reason',
    ],
    [`{ ${rule}, ${REASON} }`, '{ error: This entry accepts nothing: it names no path'],
    [`{ ${path}, ${REASON} }`, '{ error: This entry accepts nothing: it names no rule'],
    [
      `{ ${path}, "rules": [], ${REASON} }`,
      '[] error: This entry accepts nothing: it names no rule',
    ],
    [`{ ${path}, "rules": "x", ${REASON} }`, '"x" error: Rules must be a list of ids in brackets'],
    [`{ ${path}, "rules": [7], ${REASON} }`, '7 error: A rule id must be in double quotes'],
    [
      `{ ${path}, ${rule}, "adress": "x", ${REASON} }`,
      `"adress" error: Unknown setting 'adress'; did you mean 'address'?`,
    ],
    [
      `{ ${path}, ${rule}, "address": "", ${REASON} }`,
      '"" error: An address must be in double quotes, as in its file: "0.0.0.0:4444"',
    ],
    [
      `{ "path": "/lab", ${rule}, ${REASON} }`,
      '"/lab" error: Paths are relative to the folder of this file, so none begins with / or ~',
    ],
    [`7`, '7 error: An accepted monitor must be an object with a path, rules and a reason'],
  ];
  for (const [entry, problem] of cases) {
    it(`accepts nothing where it is ${entry}`, () => {
      const text = `{ "accept": [${entry}] }`;
      assert.deepEqual(problems(text), [problem]);
      assert.deepEqual(readWorkspaceFile(text).settings?.accept, []);
    });
  }

  it('loses an id that it cannot have, and keeps the others', () => {
    const ids = '"monitor-on-netwrok", "suppression-stale", "monitor-on-loopback"';
    const text = `{ "accept": [{ ${path}, "rules": [${ids}], ${REASON} }] }`;
    assert.deepEqual(problems(text), [
      `"monitor-on-netwrok" warning: Unknown rule 'monitor-on-netwrok'; did you mean 'monitor-on-network'?`,
      '"suppression-stale" warning: No entry accepts suppression-stale',
    ]);
    const [entry] = readWorkspaceFile(text).settings?.accept ?? [];
    assert.deepEqual(entry?.rules, ['monitor-on-loopback']);
  });
});

describe('an override', () => {
  const text = `{
    "rules": { "monitor-on-network": "warning", "monitor-on-loopback": "off" },
    "qemuVersion": "7.2",
    "overrides": [
      {
        "files": ["lab"],
        "rules": { "monitor-on-network": "hint", "monitor-on-loopback": "default" },
        "showPossible": true, "qemuVersion": "", "socketDirectory": "/run/lab"
      },
      { "files": ["*.py", "lab/*.sh"], "rules": { "monitor-on-network": "off" }, "neighbours": true }
    ]
  }`;
  const folder = mergeSettings(DEFAULT_SETTINGS, settings(text), '/w');

  it('holds for the files that it names, on top of the rest', () => {
    assert.equal(settingsAt(folder, '/w/run.sh'), folder);
    assert.equal(settingsAt(folder, '/elsewhere/lab/a'), folder);
    const inLab = settingsAt(folder, '/w/lab/deep/run.sh');
    assert.deepEqual([...inLab.severities], [['monitor-on-network', 'hint']]);
    assert.deepEqual(
      [inLab.showPossible, inLab.neighbours, inLab.qemuVersion, inLab.socketDirectory],
      [true, false, undefined, '/run/lab'],
    );
  });

  it('wins over those before it', () => {
    const both = settingsAt(folder, '/w/lab/run.sh');
    assert.deepEqual([...both.severities], [['monitor-on-network', 'off']]);
    assert.deepEqual([both.showPossible, both.neighbours], [true, true]);
    assert.equal(settingsAt(folder, '/w/lab/other.sh'), both);
  });

  it('makes other settings where only it differs', () => {
    const other = settings(text.replace('"hint"', '"error"'));
    assert.ok(sameSettings(folder, mergeSettings(DEFAULT_SETTINGS, settings(text), '/w')));
    assert.ok(!sameSettings(folder, mergeSettings(DEFAULT_SETTINGS, other, '/w')));
  });

  it('has no effect without files, and tells what else is wrong', () => {
    const wrong = `{ "overrides": [
      { "showPossible": true }, { "files": [] }, { "files": "lab" }, 7,
      { "files": ["../up", "ok"], "exclude": [], "neighbours": 1 }
    ] }`;
    assert.deepEqual(problems(wrong), [
      '{ warning: This override has no effect: it names no files',
      '[] warning: The files of an override must be a list of paths in brackets',
      '"lab" warning: The files of an override must be a list of paths in brackets',
      '7 warning: An override must be an object with files and the settings for them',
      '"../up" warning: Paths are relative to the folder of this file and have no . or .. in them',
      `"exclude" warning: Unknown setting 'exclude'`,
      '1 warning: neighbours must be true or false',
    ]);
    assert.deepEqual(readWorkspaceFile(wrong).settings?.overrides, [
      { files: ['ok'], severities: new Map(), values: {} },
    ]);
    assert.deepEqual(problems('{ "overrides": {} }'), [
      '{} warning: Overrides must be a list in brackets',
    ]);
  });
});

describe('the settings of a folder', () => {
  const { settings: editor } = readEditorSettings({
    rules: { 'monitor-on-network': 'hint', 'monitor-on-loopback': 'off' },
    showPossible: true,
    qemuVersion: '7.2',
    socketDirectory: '/run/mine',
  });

  it('are those of its file, key by key and rule by rule, and the editor’s for the rest', () => {
    const file = settings(`{
      "rules": { "monitor-on-network": "warning", "monitor-over-udp": "off" }, "showPossible": false
    }`);
    const merged = mergeSettings(editor, file, '/w');
    assert.deepEqual(Object.fromEntries(merged.severities), {
      'monitor-on-network': 'warning',
      'monitor-on-loopback': 'off',
      'monitor-over-udp': 'off',
    });
    assert.equal(merged.showPossible, false);
    assert.equal(merged.qemuVersion, 702);
    assert.equal(merged.socketDirectory, '/run/mine');
    assert.equal(merged.root, undefined);
  });

  it('count the paths of both from the folder; those of the file replace the editor’s', () => {
    const { settings: excluding } = readEditorSettings({ exclude: ['mine', '/abs', 7] });
    assert.deepEqual(excluding.exclude, ['mine']);
    const merged = mergeSettings(excluding, NO_SETTINGS, '/w');
    assert.deepEqual([merged.root, merged.exclude], ['/w', ['mine']]);
    const file = mergeSettings(excluding, settings('{ "exclude": ["ours"] }'), '/w');
    assert.deepEqual([file.root, file.exclude], ['/w', ['ours']]);
    assert.equal(mergeSettings(excluding, settings('{ "exclude": [] }'), '/w').root, undefined);
  });

  it('can be the defaults again, whatever the editor says', () => {
    const file = settings(`{
      "rules": { "monitor-on-network": "default", "monitor-on-loopback": "default" },
      "showPossible": false, "qemuVersion": "", "socketDirectory": ""
    }`);
    assert.deepEqual(mergeSettings(editor, file, '/w'), DEFAULT_SETTINGS);
  });
});
