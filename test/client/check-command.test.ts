import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { checkCommand } from '../../client/src/check-command.ts';
import { parseCommandLine } from '../../server/src/cli/arguments/parse.ts';

/** As the editor has them where nobody has set any. */
const DEFAULTS: Readonly<Record<string, unknown>> = {
  neighbours: false,
  showPossible: false,
  qemuVersion: '',
  exclude: [],
  rules: { 'monitor-over-udp': 'default', 'monitor-on-network': 'error' },
};

function commandOf(settings: Readonly<Record<string, unknown>>, ...folders: string[]): string {
  const inspect = (key: string) => ({ defaultValue: DEFAULTS[key] });
  return checkCommand({ get: (key) => settings[key], inspect }, folders);
}

/** The words that a shell makes of a command. */
function wordsOf(command: string): readonly string[] {
  const { stdout } = spawnSync('sh', ['-c', `printf '%s\\0' ${command}`], { encoding: 'utf8' });
  return stdout.split('\0').slice(0, -1);
}

describe('a review as a command', () => {
  it('says nothing of settings that are as they are by default', () => {
    assert.equal(commandOf(DEFAULTS, '/w/lab'), 'npx qemu-monitor-guard check /w/lab');
  });

  it('has an option for all others, which the command line reads as they were meant', () => {
    const command = commandOf(
      {
        neighbours: true,
        showPossible: true,
        qemuVersion: '7.2',
        exclude: ["it's/*"],
        rules: { 'monitor-on-loopback': 'off', 'monitor-on-network': 'warning' },
      },
      '/w/my lab',
      '/w/$(touch x)',
    );
    const words = wordsOf(command);
    assert.deepEqual(words.slice(0, 2), ['npx', 'qemu-monitor-guard']);
    const request = parseCommandLine(words.slice(2));
    assert.ok(request.kind === 'request');
    assert.equal(request.command, 'check');
    assert.deepEqual(request.words, ['/w/my lab', '/w/$(touch x)']);
    assert.ok(request.neighbours && request.showPossible);
    assert.equal(request.qemuVersion, '7.2');
    assert.deepEqual(request.exclude, ["it's/*"]);
    assert.deepEqual(
      [...request.rules],
      [
        ['monitor-on-loopback', 'off'],
        ['monitor-on-network', 'warning'],
      ],
    );
  });
});
