import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { throughSsh } from '../../client/src/monitors/through-ssh.ts';

describe('a command through ssh', () => {
  it('reaches the shell of the other machine as it would reach the one here', () => {
    const command = `nc -U '/run/it'\\''s a "socket"/'"$HOME"/m.sock`;
    // A shell takes the line apart as the user's does; the last word is what ssh hands over.
    const words = execFileSync('sh', ['-c', `printf '%s\\n' ${throughSsh('me@host', command)}`], {
      encoding: 'utf8',
    });
    assert.deepEqual(words.split('\n'), ['ssh', '-t', 'me@host', command, '']);
  });
});
