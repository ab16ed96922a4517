/**
 * What commands print, to the character. After a change that is meant, all transcripts are renewed with
 *
 *     GUARD_RENEW=1 node_modules/.bin/node --test test/cli/transcripts.test.ts
 */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { makeFolder } from '../protocol/workspace-folder.ts';
import { type CommandOptions, type CommandResult, runCommand } from '../support/command-line.ts';
import { readManifest } from '../support/repository.ts';
import { SAMPLE } from './sample-project.ts';

const FOLDER = join(import.meta.dirname, 'transcripts');
const renews = process.env['GUARD_RENEW'] === '1';

interface Transcript extends CommandOptions {
  readonly words: readonly string[];
}

/** By the names of their files. */
const TRANSCRIPTS: Readonly<Record<string, Transcript>> = {
  check: { words: [] },
  'check-verbosely': { words: ['--verbose'] },
  'check-in-colour': { words: ['check', 'lab', '--color=always'] },
  'check-concise': { words: ['--format', 'concise'] },
  'check-a-file-that-is-brought-in': { words: ['-f', 'concise', 'lab/settings.sh'] },
  'check-a-script-that-brings-one-in': { words: ['-f', 'concise', 'lab/run.sh'] },
  'check-an-excluded-file-by-name': { words: ['-f', 'concise', 'old/run.sh'] },
  'check-an-excluded-file-by-force': { words: ['-f', 'concise', '--force-exclude', 'old/run.sh'] },
  'check-without-settings': { words: ['-f', 'concise', '--no-config', '--verbose'] },
  'check-quietly': {
    words: ['-f', 'concise', '-q', 'domain.xml', '--rule', 'monitor-over-udp=hint'],
  },
  'check-nothing-of-ours': { words: ['start.awk'] },
  'check-what-is-not-there': { words: ['-f', 'concise', 'lab', 'nowhere.sh'] },
  'check-standard-input': {
    words: ['-'],
    input: 'qemu-system-x86_64 -monitor tcp::4444,server,nowait\n',
  },
  'check-an-unknown-monitor': {
    words: ['check', '-'],
    input: 'qemu-system-x86_64 -monitor "$1" -qmp stdio\n',
  },
  'check-with-possible-findings': {
    words: ['check', '--show-possible', '-q', '-'],
    input: 'qemu-system-x86_64 -monitor "$1"\nqemu-system-x86_64 -monitor tcp:localhost:1,server\n',
  },
  'check-named-input': {
    words: ['-f', 'concise', '--stdin-filename', 'lab/settings.sh', '-'],
    input: '# new\nMONITOR_HOST=0.0.0.0\n',
  },
  'check-input-that-commands-the-terminal': {
    words: ['-'],
    input: '\u001b[2Jqemu-system-x86_64 -name größe🖥 -monitor tcp:\u202e:4444,server\n',
  },
  'mistake-in-an-option': { words: ['--formt', 'json'] },
  'mistake-in-a-format': { words: ['--format', 'jsn'] },
  'mistake-in-a-value': { words: ['--format', '--quiet'] },
  'mistake-in-a-rule': { words: ['--rule', 'monitor-on-networks=off'] },
  'mistake-in-a-severity': { words: ['--rule', 'monitor-on-network=loud'] },
  'mistake-in-a-pattern': { words: ['--exclude', 'lab/{run,quiet}.sh'] },
  'mistake-in-a-command': { words: ['chekc'] },
  'mistake-of-two-options': { words: ['--config', 'x.json', '--no-config'] },
  json: { words: ['-f', 'json', 'excused.sh'] },
  sarif: { words: ['-f', 'sarif', '-q', 'excused.sh'] },
  github: { words: ['-f', 'github'] },
  gitlab: { words: ['-f', 'gitlab', 'lab'] },
  junit: { words: ['-f', 'junit'] },
  checkstyle: { words: ['-f', 'checkstyle'] },
  rdjson: { words: ['-f', 'rdjson', 'lab'] },
  markdown: { words: ['-f', 'markdown'] },
  monitors: { words: ['monitors'] },
  'monitors-concise': { words: ['monitors', '-f', 'concise', '--fail-on', 'never', 'lab'] },
  'monitors-json': { words: ['monitors', '-f', 'json', 'lab/run.sh'] },
  rules: { words: ['rules'] },
  explain: { words: ['explain', 'suppression-stale'] },
  'mistake-in-what-to-explain': { words: ['explain', 'supression-stale'] },
  'mistake-in-a-format-of-monitors': { words: ['monitors', '-f', 'sarif'] },
  'mistake-in-an-option-of-rules': { words: ['rules', '--fix'] },
  diff: { words: ['--diff'] },
  'diff-of-everything': { words: ['check', '--fix=all', '--diff', 'domain.xml'] },
  fix: { words: ['--fix', '-f', 'concise'] },
  'fix-standard-input': {
    words: ['--fix', '-'],
    input: 'qemu-system-x86_64 -monitor tcp::4444,server,nowait\necho quit | nc localhost 4444\n',
  },
  'fix-nothing': { words: ['--fix', '-f', 'concise', 'lab/quiet.sh'] },
  'add-accept': { words: ['--add-accept=known to all of us', '-f', 'concise', 'domain.xml'] },
  'mistake-in-accepting-and-fixing': { words: ['--add-accept=x', '--fix'] },
  version: { words: ['--version'] },
  help: { words: ['--help'] },
};

/** Ours, wherever it is said, but for since when there is a rule. */
const VERSION = new RegExp(`(?<!since )${readManifest().version.replaceAll('.', '\\.')}`, 'g');

/** The output without what differs between machines and releases. */
function transcriptOf({ words, input }: Transcript, result: CommandResult, folder: string): string {
  const quoted = words.map((word) => (/^[\w./=-]+$/.test(word) ? word : JSON.stringify(word)));
  const shown = (text: string): string =>
    withoutPages(text).replaceAll(folder, '/w').replaceAll(VERSION, 'VERSION');
  return [
    `$ ${['qemu-monitor-guard', ...quoted].join(' ')}${input === undefined ? '' : ` <<< ${JSON.stringify(input)}`}`,
    shown(result.out),
    `--- standard error, exit ${result.code}`,
    shown(result.err),
  ].join('\n');
}

/** The pages of the rules are not of the command line, and have tests of their own. */
function withoutPages(text: string): string {
  return text.replace(/^( +)"rules": \[\n[\s\S]*?^\1\]/m, '$1"rules": […]');
}

describe('the command line prints what its transcript says', () => {
  for (const [name, transcript] of Object.entries(TRANSCRIPTS)) {
    it(name, async (t) => {
      const folder = makeFolder(t, SAMPLE);
      const root = folder.path('').replace(/\/$/, '');
      const printed = transcriptOf(
        transcript,
        await runCommand(root, transcript.words, transcript),
        root,
      );
      const file = join(FOLDER, `${name}.txt`);
      if (renews) writeFileSync(file, printed);
      else {
        assert.ok(existsSync(file), 'there is no transcript yet: see the beginning of this file');
        assert.equal(printed, readFileSync(file, 'utf8'));
      }
    });
  }

  it('and each transcript is of a command that runs', () => {
    const known = Object.keys(TRANSCRIPTS).map((name) => `${name}.txt`);
    assert.deepEqual(readdirSync(FOLDER).toSorted(), known.toSorted());
  });
});
