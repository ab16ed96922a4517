/** What is found in examples/, line by line, and that the fixes of it leave scripts that a shell reads. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { rules } from '../../server/src/rules/index.ts';
import type { Rule } from '../../server/src/rules/rule.ts';
import { analyze } from '../../server/src/service/analysis/analyze.ts';
import type { FileFinding } from '../../server/src/service/analysis/file-findings.ts';
import { renderFixes } from '../../server/src/service/fixes/render-fix.ts';
import { DEFAULT_SETTINGS } from '../../server/src/service/settings/settings.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import { shownFixes, shownIn } from '../support/check.ts';
import { linkTargets } from '../support/markdown.ts';
import { filesBelow, readRepositoryFile } from '../support/repository.ts';

/** For each file its findings as `line: severity rule-id text`. */
const FINDINGS: Readonly<Record<string, readonly string[]>> = {
  'ci-boot-test.sh': ['9: error monitor-on-network 0.0.0.0'],
  'debug-box.sh': [
    '5: warning monitor-connects-out collector.lab.example',
    '10: error monitor-over-udp 192.0.2.15',
    '11: error monitor-on-network tcp::7002',
  ],
  'decoys.sh': [],
  'domain.xml': [
    '23: error monitor-on-network 0.0.0.0',
    '25: warning monitor-on-loopback localhost',
  ],
  'excused.sh': [
    '9: warning suppression-malformed open-port',
    '13: information suppression-stale monitor-on-network',
  ],
  'export-disks.sh': ['11: error monitor-on-network 10.20.0.5'],
  'fuzz-farm.sh': [
    '20: warning monitor-on-loopback 127.0.0.1',
    '21: error monitor-on-network 0.0.0.0',
  ],
  'guest.args': ['13: warning monitor-on-loopback 127.0.0.1'],
  'lab-machine.sh': ['11: error monitor-on-network 10.20.0.7'],
  // What is in it is decided by the script that brings it in.
  'lab-settings.sh': [],
  'leftovers.sh': [
    '8: information socket-without-address 4444',
    '9: information monitor-hidden-by-mux mux=on',
    '10: information monitor-on-unsuitable-backend pty',
    '11: hint monitor-none-useless none',
    '19: warning socket-path-shared /run/test/control.sock',
  ],
  'machine-safe.qemu': [],
  'machine.qemu': [
    '14: error monitor-on-network 127.0.0.1',
    '25: error config-value-dropped /run/machine/log.sock',
  ],
  'refused.sh': [
    '5: information refused-by-qemu -qmp unix:/run/one/qmp.sock,server=on,wait=off',
    '6: information refused-by-qemu wiat',
    '10: warning chardev-reference-unresolved mon',
    '16: warning reference-unresolved operator',
  ],
  'remote-desktop.sh': ['8: error monitor-on-open-display :3'],
  'run-kernel.sh': ['26: warning monitor-on-loopback 127.0.0.1'],
  'safe.sh': [],
  'shared-host.sh': [
    '5: warning monitor-socket-open-to-others 000',
    '6: warning monitor-socket-open-to-others 777',
    '13: warning monitor-on-abstract-socket abstract=on',
    '14: information monitor-socket-in-shared-directory /tmp',
    '17: warning monitor-added-at-run-time tcp::1234',
  ],
  'snapshot.xml': ['15: error monitor-on-network 192.168.122.1'],
  'tls-monitor.sh': [
    '16: warning monitor-tls-without-authorization tls0',
    '18: error monitor-tls-unauthenticated tls1',
  ],
  'two-machines.sh': ['10: error monitor-on-network 0.0.0.0', '18: error monitor-on-network host='],
  'unheard.xml': [
    '8: information xml-arguments-ignored <qemu:commandline>',
    '13: information xml-arguments-ignored <commandline>',
  ],
};

/** What an editor calls the files; `.args` files are known by their name alone. */
const LANGUAGE_IDS: ReadonlyMap<string, string> = new Map([
  ['sh', 'shellscript'],
  ['xml', 'xml'],
  ['qemu', 'qemu-config'],
  ['args', 'plaintext'],
]);

const WITHOUT_PREFERRED_FIX: ReadonlySet<string> = new Set([
  // What opens a pty opens no socket.
  'monitor-on-unsuitable-backend',
  // Leaving TLS is no step forward.
  'monitor-tls-without-authorization',
  // What was meant is not for us to say.
  'monitor-added-at-run-time',
  'monitor-none-useless',
  'xml-arguments-ignored',
]);

/** Text of a config file in a here-document: two languages are written through each other there. */
const WITHOUT_FIX: ReadonlySet<string> = new Set(['lab-machine.sh']);

const hasBash = spawnSync('bash', ['--version']).status === 0;
const files = filesBelow('examples').map((path) => path.slice('examples/'.length));
const examples = files.filter((file) => !/^(?:README\.md|\..*)$/.test(file));

describe('the examples', () => {
  it('are all in the table of this test and in their readme', () => {
    assert.deepEqual(examples, Object.keys(FINDINGS).sort());
    assert.deepEqual(linkTargets(readRepositoryFile('examples/README.md')).toSorted(), examples);
  });

  it('show every rule at least once that runs by default', () => {
    const shown = Object.values(FINDINGS).flat().join('\n');
    const silent = (rule: Rule) => rule.neighbour || rule.needsVersion;
    const missing = rules.filter((rule) => !silent(rule) && !shown.includes(` ${rule.id} `));
    const ids = missing.map(({ id }) => id);
    assert.deepEqual(ids, []);
  });

  for (const file of examples) {
    it(`find in ${file} what the table says`, () => {
      const text = readExample(file);
      const found = findingsIn(file, text).map((finding) => describeFinding(text, finding));
      assert.deepEqual(found, FINDINGS[file]);
    });
  }

  it('find in the settings of the lab what its machines make of them, and repair it there', () => {
    const settings = readExample('lab-settings.sh');
    const read = (text: string) => {
      const files = { get: (path: string) => (path === '/examples/lab-settings.sh' ? text : null) };
      const machine = readExample('lab-machine.sh');
      const source = { text: machine, ...optionsFor('lab-machine.sh') };
      const analysis = analyze(source, DEFAULT_SETTINGS, files);
      const [, first] = analysis.files.files;
      assert.ok(first);
      const found = analysis.findings.filter(({ at }) => at.start >= first.start);
      return { analysis, found, start: first.start };
    };
    const { analysis, found, start } = read(settings);
    const shown = found.map(({ at, rule }) => {
      return `${rule} ${settings.slice(at.start - start, at.end - start)}`;
    });
    assert.deepEqual(shown, ['monitor-on-loopback 127.0.0.1', 'monitor-on-network 0.0.0.0']);
    const [finding] = found;
    const [fix] = (finding && renderFixes(analysis, DEFAULT_SETTINGS).get(finding)) ?? [];
    const edits = fix?.edits.map(({ at, text }) => {
      return { at: { start: at.start - start, end: at.end - start }, text };
    });
    const fixed = applyEdits(settings, edits ?? []) ?? '';
    assert.ok(
      fixed.includes(
        'echo "-monitor unix:${XDG_RUNTIME_DIR:-$HOME}/lab-settings-$((4400 + $1))-monitor.sock',
      ),
      fixed,
    );
    assert.deepEqual(read(fixed).found, []);
  });

  if (!hasBash) {
    it('need bash to be read as scripts, which this machine does not have', () => {
      assert.notEqual(process.env['CI'], 'true', 'CI must have bash');
    });
  }
  for (const file of examples.filter((it) => hasBash && it.endsWith('.sh'))) {
    it(`hold in ${file} a script that bash reads`, () => {
      assert.equal(bashComplaints(readExample(file)), '');
    });
  }

  for (const file of examples.filter((it) => FINDINGS[it]?.length !== 0 && !WITHOUT_FIX.has(it))) {
    it(`lose the findings of ${file} to the preferred fixes, one by one`, () => {
      let text = readExample(file);
      let findings = findingsIn(file, text);
      for (;;) {
        const fixed = takePreferredFix(file, text);
        if (fixed === undefined) break;
        const left = findingsIn(file, fixed);
        assert.equal(
          left.length,
          findings.length - 1,
          `the fix did not take one finding:\n${fixed}`,
        );
        if (file.endsWith('.sh') && hasBash) assert.equal(bashComplaints(fixed), '', fixed);
        [text, findings] = [fixed, left];
      }
      const rest = findings.filter(({ rule }) => !WITHOUT_PREFERRED_FIX.has(rule));
      const wrong = rest.map((finding) => describeFinding(text, finding));
      assert.deepEqual(wrong, []);
    });
  }
});

function readExample(file: string): string {
  return readRepositoryFile(`examples/${file}`);
}

function optionsFor(file: string) {
  const languageId = LANGUAGE_IDS.get(file.slice(file.lastIndexOf('.') + 1));
  assert.ok(languageId, `no language for ${file}`);
  return { languageId, path: `/examples/${file}` };
}

function findingsIn(file: string, text: string): readonly FileFinding[] {
  return shownIn(text, optionsFor(file));
}

function describeFinding(text: string, { at, severity, rule }: FileFinding): string {
  const line = text.slice(0, at.start).split('\n').length;
  return `${line}: ${severity} ${rule} ${text.slice(at.start, at.end)}`;
}

/** The text after the preferred fix of the first finding that has one; undefined where none has. */
function takePreferredFix(file: string, text: string): string | undefined {
  for (const finding of shownIn(text, optionsFor(file))) {
    const fix = shownFixes(finding, optionsFor(file)).find(({ preferred }) => preferred);
    if (fix) return applyEdits(text, fix.edits) ?? assert.fail('the edits overlap');
  }
  return undefined;
}

/** What `bash -n` says of a script; empty if it reads it. */
function bashComplaints(script: string): string {
  const { stderr, status } = spawnSync('bash', ['-n'], { input: script, encoding: 'utf8' });
  return status === 0 ? stderr : `exit code ${status}: ${stderr}`;
}
