import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lowerShell } from '../../server/src/invocation/from-shell.ts';
import { buildMachine } from '../../server/src/qemu/machine/build-machine.ts';
import { findOpenings, isPrivateByScript } from '../../server/src/qemu/machine/permissions.ts';
import { readShell } from '../../server/src/syntax/shell/reader.ts';
import { verbatim } from '../../server/src/text/mapped-text.ts';
import { encodingsOf } from '../support/encodings.ts';

const LAUNCH = 'kvm -monitor unix:/run/vm/m.sock,server=on &\n';

function machineOf(script: string) {
  const [invocation] = lowerShell(readShell(script));
  assert.ok(invocation);
  return buildMachine(invocation);
}

/** The openings of the one machine of a script: `WHAT MODE -> CLOSED`. */
function openings(script: string): readonly string[] {
  const machine = machineOf(script);
  return machine.monitors.flatMap((monitor) =>
    findOpenings(machine, monitor).map(
      ({ what, mode, closed }) => `${what} ${mode.decoded} -> ${closed}`,
    ),
  );
}

/** What GNU chmod made of a file of mode 0755 (under a umask of 022) and whether others may write then. */
const CHMOD: readonly (readonly [mode: string, result: string, write: boolean])[] = [
  ['o+w', '757', true],
  ['a+w', '777', true],
  ['+w', '755', false],
  ['+rwx', '755', false],
  ['o=u', '757', true],
  ['o=g', '755', false],
  ['u=rwx,go=', '700', false],
  ['777', '777', true],
  ['o=wx', '753', true],
  ['a=rw', '666', true],
  ['go+rw,o-w', '775', false],
  ['+t', '1755', false],
  ['7', '7', true],
  ['00777', '777', true],
  ['u+w,o=u=', '750', false],
  ['+w,o+w', '757', true],
  ['rubbish', '755', false],
];

/** What GNU mkdir -m made under a umask of 022: it starts from 0777. */
const MKDIR: readonly (readonly [mode: string, result: string, write: boolean])[] = [
  ['o+w', '777', true],
  ['+w', '777', true],
  ['g+w', '777', true],
  ['o=u', '777', true],
  ['u=rwx,go=', '700', false],
  ['go-w', '755', false],
  ['o=wx', '773', true],
];

describe('openings', () => {
  it('read modes as chmod does', () => {
    for (const [mode, result, write] of CHMOD) {
      const found = openings(`${LAUNCH}chmod ${mode} /run/vm/m.sock\n`);
      assert.equal(found.length > 0, write, `${mode} gives ${result}`);
    }
  });

  it('read modes as mkdir does', () => {
    for (const [mode, result, write] of MKDIR) {
      const found = openings(`mkdir -m ${mode} /run/vm\n${LAUNCH}`);
      assert.equal(found.length > 0, write, `${mode} gives ${result}`);
    }
  });

  it('say in the same manner how to close them', () => {
    assert.deepEqual(openings(`umask 0\n${LAUNCH}`), ['umask 0 -> 077']);
    assert.deepEqual(openings(`umask a=rwx\n${LAUNCH}`), ['umask a=rwx -> u=rwx,go=']);
    assert.deepEqual(openings(`${LAUNCH}chmod 777 /run/vm/m.sock`), ['socket 777 -> 600']);
    assert.deepEqual(openings(`${LAUNCH}chmod o+w /run/vm/m.sock`), ['socket o+w -> u=rw,go=']);
    assert.deepEqual(openings(`mkdir -m 777 /run/vm\n${LAUNCH}`), ['directory 777 -> 700']);
  });

  it('are all that there are', () => {
    const script = `umask 0\nmkdir -p /run/vm\nchmod 777 /run/vm\n${LAUNCH}chmod 666 /run/vm/m.sock\n`;
    assert.deepEqual(openings(script), [
      'socket 666 -> 600',
      'umask 0 -> 077',
      'directory 777 -> 700',
    ]);
  });

  it('lie behind a mux too', () => {
    const script =
      'umask 0\nkvm -chardev socket,id=a,path=/run/vm/m,server=on,mux=on -mon a -serial chardev:a\n';
    assert.deepEqual(openings(script), ['umask 0 -> 077']);
  });
});

describe('a directory', () => {
  it('is private if the script says so of it, or of one above it', () => {
    const path = '/tmp/a/b/m.sock';
    const text = verbatim(path, { start: 0, end: path.length }, encodingsOf('unknown'));
    const isPrivate = (script: string) =>
      isPrivateByScript(machineOf(`${script}\n${LAUNCH}`), text);
    assert.equal(isPrivate('mkdir /tmp/a/b'), true);
    assert.equal(isPrivate('mkdir -m 700 /tmp/a\nmkdir -p /tmp/a/b'), true);
    assert.equal(isPrivate('mkdir -p /tmp/a/b'), false);
    assert.equal(isPrivate('mkdir -m 700 /tmp/a\nmkdir -m 777 /tmp/a/b'), false);
    assert.equal(isPrivate('umask 002\nmkdir -p /tmp/a/b'), true);
    assert.equal(isPrivate('umask 0\nmkdir -p /tmp/a/b'), false);
    assert.equal(isPrivate(':'), false);
  });
});
