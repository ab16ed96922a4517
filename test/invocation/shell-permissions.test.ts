import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lowerShell } from '../../server/src/invocation/from-shell.ts';
import type { Permissions } from '../../server/src/invocation/invocation.ts';
import { readShell } from '../../server/src/syntax/shell/reader.ts';

/** What the script says for each of its command lines. */
function permissions(script: string): readonly (Permissions | undefined)[] {
  return lowerShell(readShell(script)).map((line) => line.permissions);
}

/** The umasks of each command line, with `|` between those of different ways. */
function umasks(script: string): readonly (string | undefined)[] {
  return permissions(script).map((found) => {
    const masks = found?.umasks.map(({ decoded }) => decoded) ?? [];
    return masks.length > 0 ? masks.join('|') : undefined;
  });
}

/** The mode changes of a script that starts QEMU at its end: `KIND MODE PATHS`. */
function changes(script: string): readonly string[] {
  const [found] = permissions(`${script}\nkvm\n`);
  return (found?.modeChanges ?? []).map(({ kind, mode, umask, fresh, paths }) => {
    const names = paths.map(({ decoded }) => decoded.replaceAll('\uFFFC', '?')).join(' ');
    const words = [kind, mode?.decoded ?? `umask ${umask?.decoded ?? '?'}`, names];
    return [...words, ...(fresh ? ['fresh'] : [])].join(' ');
  });
}

describe('the umask of a command line', () => {
  it('is the last one that its own shell has set', () => {
    assert.deepEqual(umasks('kvm\numask 022\nkvm\numask 077\nkvm\n'), [undefined, '022', '077']);
    assert.deepEqual(umasks('umask 022\n(umask 0; kvm)\nkvm\n'), ['0', '022']);
    assert.deepEqual(umasks('umask -S u=rwx\nkvm\n'), ['u=rwx']);
    assert.deepEqual(umasks('umask\numask -p\nkvm\n'), [undefined]);
    assert.deepEqual(umasks('umask 0 | cat\nx=$(umask 0)\numask 0 & kvm\n'), [undefined]);
  });

  it('is the one of each way that leads there', () => {
    assert.deepEqual(umasks('umask 022\nif a; then umask 0; kvm; fi\nkvm\n'), ['0', '022|0']);
    assert.deepEqual(umasks('a && umask 0\nkvm\n'), ['0']);
    assert.deepEqual(umasks('(if a; then umask 0; fi)\nkvm\n'), [undefined]);
    assert.deepEqual(umasks('umask 022\n(if a; then umask 0; fi; kvm)\nkvm\n'), ['022|0', '022']);
    assert.deepEqual(umasks('umask 0; if a; then umask 1; else umask 2; fi; kvm'), ['1|2']);
    assert.deepEqual(umasks('if a; then umask 0; exit; fi; kvm'), [undefined]);
    assert.deepEqual(umasks('if a; then umask 0; else kvm; fi'), [undefined]);
  });

  it('is handed to children, but not to other users or machines', () => {
    assert.deepEqual(umasks(`umask 0; bash -c 'kvm'`), ['0']);
    assert.deepEqual(umasks(`umask 0; ssh host 'kvm'`), [undefined]);
    assert.deepEqual(umasks(`umask 077; ssh host 'umask 0; kvm'`), ['0']);
    assert.deepEqual(umasks(`ssh host 'umask 0; sudo -u vm kvm'`), [undefined]);
  });

  it('is the one that holds when its function is called', () => {
    assert.deepEqual(umasks('f() { umask 0; kvm; }\nkvm\n'), ['0', undefined]);
    assert.deepEqual(umasks('umask 0\nf() { kvm; }\nf\n'), ['0']);
    assert.deepEqual(umasks('umask 0\nf() { kvm; }\numask 022\nf\n'), ['022']);
    assert.deepEqual(umasks('f() { kvm; }\numask 0\nf\n'), ['0']);
  });
});

describe('mode changes', () => {
  it('are those of chmod', () => {
    assert.deepEqual(changes('chmod 777 a b'), ['change 777 a b']);
    assert.deepEqual(changes('sudo /bin/chmod -Rv o+w "$D/a"'), ['change o+w ?/a']);
    assert.deepEqual(changes('chmod -w a'), ['change -w a']);
    assert.deepEqual(changes('chmod --reference=b a\nchmod 777\necho chmod 1 a'), []);
    assert.deepEqual(changes('M=777\nchmod $M a'), ['change 777 a']);
  });

  it('are those of mkdir, with the umask where there is no mode', () => {
    assert.deepEqual(changes('mkdir a'), ['make umask ? a fresh']);
    assert.deepEqual(changes('umask 077\nmkdir -p a b'), ['make umask 077 a b']);
    assert.deepEqual(changes('mkdir -m 700 a'), ['make 700 a fresh']);
    assert.deepEqual(changes('mkdir -pm700 a'), ['make 700 a']);
    assert.deepEqual(changes('mkdir -vpm 700 -- a'), ['make 700 a']);
    assert.deepEqual(changes('mkdir --mode=700 --parents a'), ['make 700 a']);
    assert.deepEqual(changes('mkdir a --mode 700'), ['make 700 a fresh']);
    assert.deepEqual(changes('mkdir -m'), []);
  });

  it('are those of install -d with a mode', () => {
    assert.deepEqual(changes('install -d -m 777 a'), ['change 777 a']);
    assert.deepEqual(changes('install -dm777 -o qemu -g kvm a'), ['change 777 a']);
    assert.deepEqual(changes('install -d a\ninstall -m 777 a b'), []);
  });

  it('are one list for all command lines', () => {
    const [first, second] = permissions('chmod 1 a\nkvm\nf() { chmod 2 b; kvm; }\n');
    assert.equal(first?.modeChanges.length, 2);
    assert.equal(first?.modeChanges, second?.modeChanges);
    assert.deepEqual(
      first?.modeChanges.map(({ inFunction }) => inFunction === undefined),
      [true, false],
    );
  });
});
