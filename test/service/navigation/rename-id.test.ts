/** Renaming an id: what changes, and what is refused and why. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { renamableAt, renameAt } from '../../../server/src/service/navigation/rename-id.ts';
import { applyEdits } from '../../../server/src/text/edit.ts';
import { type Files, scene } from '../../support/cursor.ts';

/** The files that a rename changes, afterwards; or why there is none. */
function renamed(fixture: string | Files, name = 'new0', path?: string): Files | string {
  const { files, path: own, offset, analyses } = scene(fixture, path);
  const edits = renameAt(own, offset, name, analyses) ?? 'no id';
  if (typeof edits === 'string') return edits;
  if ('kind' in edits) return edits.why;
  const changed = [...new Set(edits.map((edit) => edit.path))];
  return Object.fromEntries(
    changed.map((one) => {
      const own = edits.filter((edit) => edit.path === one);
      return [one, applyEdits(files[one] ?? '', own) ?? assert.fail('the edits overlap')];
    }),
  );
}

describe('renaming an id', () => {
  const scripts: Readonly<Record<string, readonly [before: string, after: string]>> = {
    'changes the option that gives it and those that name it': [
      'kvm -chardev stdio,id=m -mon chardev=▮m -serial chardev:m -set chardev.m.mux=on',
      'kvm -chardev stdio,id=new0 -mon chardev=new0 -serial chardev:new0 -set chardev.new0.mux=on',
    ],
    'changes the text of a variable and leaves its uses': [
      'ID=m\nkvm -chardev stdio,id=$ID -mon "chardev=▮$ID"',
      'ID=new0\nkvm -chardev stdio,id=$ID -mon "chardev=$ID"',
    ],
    'changes the text of a variable that gives more than the id, in all its users': [
      'O="-chardev stdio,id=m"\nkvm $O -mon ▮m\necho "$O"',
      'O="-chardev stdio,id=new0"\nkvm $O -mon new0\necho "$O"',
    ],
    'changes the default of a variable where that is assigned': [
      'ID=${ID:-m}\nkvm -chardev stdio,id=$ID -mon ▮$ID',
      'ID=${ID:-new0}\nkvm -chardev stdio,id=$ID -mon $ID',
    ],
    'changes what a function is given': [
      'start() { local id=$1; kvm -chardev "stdio,id=$id" -mon "▮$id"; }\nstart m',
      'start() { local id=$1; kvm -chardev "stdio,id=$id" -mon "$id"; }\nstart new0',
    ],
    'changes the default of a variable': [
      'kvm -chardev stdio,id=${ID:-m} -mon ▮${ID:-m}',
      'kvm -chardev stdio,id=${ID:-new0} -mon ${ID:-new0}',
    ],
    'changes what machines share, with what each has': [
      'A=(-chardev stdio,id=m)\nkvm "${A[@]}" -mon ▮m\nkvm "${A[@]}" -qmp chardev:m',
      'A=(-chardev stdio,id=new0)\nkvm "${A[@]}" -mon new0\nkvm "${A[@]}" -qmp chardev:new0',
    ],
    'leaves a machine of its own alone': [
      'kvm -chardev stdio,id=m -mon ▮m\nkvm -chardev stdio,id=m -mon m',
      'kvm -chardev stdio,id=new0 -mon new0\nkvm -chardev stdio,id=m -mon m',
    ],
    'leaves a chardev, an object and a monitor of the same name alone': [
      'kvm -object secret,id=m,data=x -chardev stdio,id=m -mon id=▮m,chardev=m',
      'kvm -object secret,id=m,data=x -chardev stdio,id=m -mon id=new0,chardev=m',
    ],
    'is spelled as each place wants it': [
      `bash -c "kvm -chardev 'stdio,id=m' -mon \\"▮m\\""`,
      `bash -c "kvm -chardev 'stdio,id=new0' -mon \\"new0\\""`,
    ],
    'changes a config file inside a here-document': [
      'cat >vm.qemu <<EOF\n[chardev "m"]\n  backend = "stdio"\n[mon]\n  chardev = "▮m"\nEOF\nkvm -readconfig vm.qemu',
      'cat >vm.qemu <<EOF\n[chardev "new0"]\n  backend = "stdio"\n[mon]\n  chardev = "new0"\nEOF\nkvm -readconfig vm.qemu',
    ],
    'changes JSON': [
      `kvm -chardev stdio,id=m -device '{"driver":"virtconsole","chardev":"▮m"}'`,
      `kvm -chardev stdio,id=new0 -device '{"driver":"virtconsole","chardev":"new0"}'`,
    ],
    'changes what is put together from a variable and more, as a whole': [
      'N=m\nkvm -chardev stdio,id=${N}0 -mon ▮${N}0',
      'N=m\nkvm -chardev stdio,id=new0 -mon new0',
    ],
    'changes credentials and those who name them': [
      'kvm -object tls-creds-x509,id=▮t,dir=/e -chardev socket,id=m,host=h,port=1,tls-creds=t -vnc :0,tls-creds=t',
      'kvm -object tls-creds-x509,id=new0,dir=/e -chardev socket,id=m,host=h,port=1,tls-creds=new0 -vnc :0,tls-creds=new0',
    ],
    'changes the defaults of devices, and hubs of networks': [
      'kvm -netdev user,id=▮n -netdev hubport,id=h,hubid=0,netdev=n -global e1000.netdev=n',
      'kvm -netdev user,id=new0 -netdev hubport,id=h,hubid=0,netdev=new0 -global e1000.netdev=new0',
    ],
    'changes the default that a variable gets where nothing else is done': [
      ': "${ID:=m}"\nkvm -chardev stdio,id=$ID -mon ▮$ID',
      ': "${ID:=new0}"\nkvm -chardev stdio,id=$ID -mon $ID',
    ],
    'changes one element of an array and leaves the others': [
      'declare -A I=([a]=m [b]=n)\nkvm -chardev stdio,id=${I[a]} -mon ▮${I[a]} -chardev pty,id=${I[b]}',
      'declare -A I=([a]=new0 [b]=n)\nkvm -chardev stdio,id=${I[a]} -mon ${I[a]} -chardev pty,id=${I[b]}',
    ],
    'changes the long form of the default of a device': [
      'kvm -chardev stdio,id=▮m -global driver=isa-debugcon,property=chardev,value=m',
      'kvm -chardev stdio,id=new0 -global driver=isa-debugcon,property=chardev,value=new0',
    ],
    'changes what names it deep inside of JSON and of dotted keys': [
      `kvm -object secret,id=▮s,data=x -drive file=x,encrypt.key-secret=s -blockdev '{"driver":"qcow2","encrypt":{"key-secret":"s"}}'`,
      `kvm -object secret,id=new0,data=x -drive file=x,encrypt.key-secret=new0 -blockdev '{"driver":"qcow2","encrypt":{"key-secret":"new0"}}'`,
    ],
    'changes a config file that commands print': [
      `printf '[chardev "%s"]\\nbackend = "stdio"\\n' ▮m >vm.qemu\necho '[mon]\nchardev = "m"' >>vm.qemu\nkvm -readconfig vm.qemu`,
      `printf '[chardev "%s"]\\nbackend = "stdio"\\n' new0 >vm.qemu\necho '[mon]\nchardev = "new0"' >>vm.qemu\nkvm -readconfig vm.qemu`,
    ],
    'changes words that a command prints, and those of a here-document': [
      'O=$(cat <<EOF\n-chardev stdio,id=m\nEOF\n)\nkvm $O $(echo -mon ▮m -S)',
      'O=$(cat <<EOF\n-chardev stdio,id=new0\nEOF\n)\nkvm $O $(echo -mon new0 -S)',
    ],
    'changes one item of braces': [
      "kvm -chardev stdio,id=▮m -chardev pty,id=n -serial 'chardev:m' {-mon,m}",
      "kvm -chardev stdio,id=new0 -chardev pty,id=n -serial 'chardev:new0' {-mon,new0}",
    ],
    'changes the options that a file with settings holds for others': [
      'A="-chardev stdio,id=m"\nB="-mon chardev=▮m"\n',
      'A="-chardev stdio,id=new0"\nB="-mon chardev=new0"\n',
    ],
  };
  for (const [title, [before, after]] of Object.entries(scripts)) {
    it(title, () => {
      assert.deepEqual(renamed(before), { '/w/run.sh': after });
    });
  }

  it('works in domain XML, .args and config files', () => {
    const xml = (id: string) =>
      `<domain xmlns:q='http://libvirt.org/schemas/domain/qemu/1.0'><q:commandline><q:arg value='-chardev'/><q:arg value="stdio,id=${id}"/><q:arg value='-mon'/><q:arg value='${id}'/></q:commandline></domain>`;
    const marked = xml('m').replace("'m'", "'▮m'");
    assert.deepEqual(renamed(marked, 'a.b', '/w/vm.xml'), { '/w/vm.xml': xml('a.b') });
    const args = 'qemu-kvm -chardev stdio,id=▮m \\\n-mon chardev=m\n';
    assert.deepEqual(renamed(args, 'n', '/w/vm.args'), {
      '/w/vm.args': 'qemu-kvm -chardev stdio,id=n \\\n-mon chardev=n\n',
    });
    const config = '[chardev "▮m"]\n  backend = "stdio"\n[mon]\n  chardev = "m"\n';
    assert.deepEqual(renamed(config, 'n', '/w/vm.qemu'), {
      '/w/vm.qemu': '[chardev "n"]\n  backend = "stdio"\n[mon]\n  chardev = "n"\n',
    });
  });

  it('changes all files that are read together', () => {
    const files = {
      '/w/a.sh': '. ./lib.sh\nkvm $OPTS -mon m -readconfig vm.qemu\n',
      '/w/lib.sh': 'OPTS="-chardev stdio,id=▮m"\n',
      '/w/vm.qemu': '[mon]\n  chardev = "m"\n',
    };
    assert.deepEqual(renamed(files), {
      '/w/lib.sh': 'OPTS="-chardev stdio,id=new0"\n',
      '/w/a.sh': '. ./lib.sh\nkvm $OPTS -mon new0 -readconfig vm.qemu\n',
      '/w/vm.qemu': '[mon]\n  chardev = "new0"\n',
    });
  });

  it('gives objects the names that QEMU has for chardevs, and chardevs others that begin like these', () => {
    assert.deepEqual(renamed('kvm -object secret,id=▮s,data=x', 'serial0'), {
      '/w/run.sh': 'kvm -object secret,id=serial0,data=x',
    });
    assert.deepEqual(renamed('kvm -chardev stdio,id=▮m', 'serial-m'), {
      '/w/run.sh': 'kvm -chardev stdio,id=serial-m',
    });
  });

  it('to itself changes nothing', () => {
    assert.deepEqual(renamed('kvm -chardev stdio,id=▮m -mon m', 'm'), {});
  });

  const refusals: readonly [fixture: string, why: RegExp, name?: string][] = [
    ['kvm -m ▮1G', /^no id$/],
    ['kvm -monitor stdio -set chardev.▮compat_monitor0.mux=on', /made up by QEMU/],
    ['kvm -chardev stdio,id=m$1 -mon ▮m$1', /^A part of this id comes from outside/],
    ['kvm -chardev stdio,id=$1 -mon ▮$1', /^This id comes from outside/],
    ['kvm -mon ▮m', /Nothing here defines the id m/],
    ['A="-mon m"\nkvm $A -chardev stdio,id=m\nkvm $A -mon ▮m', /Nothing here defines the id m/],
    [
      'for n in a b; do kvm -chardev stdio,id=$n-x -mon ▮$n-x; done',
      /shares its text with other ids/,
    ],
    [
      'for n in a b; do A+=(-chardev stdio,id=$n-x -mon ▮$n-x); done; kvm "${A[@]}"',
      /shares its text with other ids/,
    ],
    ['N=m\nkvm -chardev socket,id=▮$N,path=/run/$N,server=on', /a part of something else/],
    ['kvm -chardev null,id=m1 -serial chardev:▮m{1,2}', /cannot be changed at one of the places/],
    ['N=1\nkvm -chardev null,id=m1 -serial chardev:▮m{$N,2}', /cannot be changed at one of the/],
    ['kvm -chardev null,id=▮m{1..1} -mon m1', /cannot be changed at one of the places/],
    ['ID=m\n[ -n "$ID" ] || exit\nkvm -chardev stdio,id=▮$ID', /other commands use it as well/],
    ['ID=m\n: >"$ID"\nkvm -chardev stdio,id=▮$ID', /other commands use it as well/],
    [
      'ID=m\nmkdir "/run/$ID"\nkvm -chardev stdio,id=▮$ID',
      /^The variable ID gives the id, and other commands use it as well/,
    ],
    ['A=m B=0,mux=on\nkvm -chardev stdio,id=$A$B -mon chardev=▮m0', /a part of something else/],
    [
      'kvm -chardev stdio,id=▮m\necho chardev-remove m | nc -U s',
      /Commands to a running QEMU name m/,
    ],
    [
      'kvm -drive file=x,id=▮d -device scsi-hd,drive=d,serial=d',
      /where it may or may not mean the same/,
    ],
    [
      'kvm -device virtio-scsi,id=▮s0 -device scsi-hd,bus=s0.0',
      /where it may or may not mean the same/,
    ],
    ['kvm -chardev stdio,id=▮m', /begins with a letter/, '0m'],
    ['kvm -chardev stdio,id=▮m', /begins with a letter/, 'a,b'],
    ['kvm -chardev stdio,id=▮m', /begins with a letter/, ''],
    ['kvm -chardev stdio,id=▮m -chardev pty,id=n', /The id n is taken already/, 'n'],
    ['kvm -chardev stdio,id=▮m -mon n', /The id n is taken already/, 'n'],
    ['kvm -chardev stdio,id=▮m -monitor pty', /compat_monitor0 is taken/, 'compat_monitor0'],
    ['kvm -chardev stdio,id=▮m', /^QEMU gives the id serial0 to devices of its own$/, 'serial0'],
    ['kvm -chardev stdio,id=▮m -mon m', /QEMU gives the id compat_monitor1/, 'compat_monitor1'],
    ['kvm -chardev null,id=m -mon chardev=m,id=▮n', /gives the id compat_m/, 'compat_monitor0'],
    ['kvm -chardev stdio,id=▮m -set chardev.m.mux=on', /-set cannot name/, 'a.b'],
  ];
  for (const [fixture, why, name] of refusals) {
    it(`says of ${fixture.replaceAll('\n', '; ')}${name === undefined ? '' : ` as "${name}"`} why not`, () => {
      const result = renamed(fixture, name);
      assert.equal(typeof result, 'string', JSON.stringify(result));
      assert.match(String(result), why);
    });
  }

  it('keeps variables whose value the new name has in their places', () => {
    const script = (hmp: string) =>
      `VM=web\nkvm -chardev stdio,id=\${VM}${hmp} -mon "$VM${hmp}" -serial chardev:▮web${hmp}`;
    const after = (hmp: string) => script(hmp).replace('▮', '');
    assert.deepEqual(renamed(script('-hmp'), 'web-m'), { '/w/run.sh': after('-m') });
    // `$VM_m` is another variable.
    const kept = 'VM=web\nkvm -chardev stdio,id=${VM}_m -mon "web_m" -serial chardev:web_m';
    assert.deepEqual(renamed(script('-hmp'), 'web_m'), { '/w/run.sh': kept });
    assert.deepEqual(renamed('N=1\nkvm -chardev stdio,id=▮m$N -mon m1', 'mon1'), {
      '/w/run.sh': 'N=1\nkvm -chardev stdio,id=mon$N -mon mon1',
    });
    assert.deepEqual(renamed('N=1\nkvm -chardev stdio,id=▮m$N -mon m1', 'mon2'), {
      '/w/run.sh': 'N=1\nkvm -chardev stdio,id=mon2 -mon mon2',
    });
    assert.deepEqual(
      renamed('A=a B=b\nID="${A}x${B}"\nkvm -chardev stdio,id=$ID -mon ▮axb', 'ayb'),
      { '/w/run.sh': 'A=a B=b\nID="${A}y${B}"\nkvm -chardev stdio,id=$ID -mon ayb' },
    );
    // A variable in the middle cannot stay, since what is on both sides of it changes.
    assert.deepEqual(renamed('A=a\nkvm -chardev stdio,id=▮x${A}y', 'xaz'), {
      '/w/run.sh': 'A=a\nkvm -chardev stdio,id=xaz',
    });
  });

  it('is not offered in a log, which is not read again', () => {
    const log =
      '2026-01-01 00:00:00.000+0000: starting up\nLC_ALL=C \\\n/usr/bin/qemu-kvm -chardev stdio,id=▮m -mon m\n';
    assert.match(String(renamed(log, 'n', '/var/log/libvirt/qemu/vm.log')), /cannot be changed/);
  });

  it('says what is wrong with a name that a place could not even hold', () => {
    const config = '[chardev "▮m"]\n  backend = "stdio"\n';
    assert.match(String(renamed(config, 'a"b', '/w/vm.qemu')), /begins with a letter/);
  });

  it('keeps to the room that config files have for a name', () => {
    const config = '[chardev "▮m"]\n  backend = "stdio"\n';
    const name = 'n'.repeat(64);
    assert.match(String(renamed(config, name, '/w/vm.qemu')), /cannot be changed/);
  });
});

it('what can be renamed is told with the place of the id and its name', () => {
  const told = (fixture: string) => {
    const { path, offset, analyses, files } = scene(fixture);
    const found = renamableAt(path, offset, analyses);
    if (found === undefined || found.kind === 'refused') return found?.why;
    return [files[path]?.slice(found.at.start, found.at.end), found.name];
  };
  assert.deepEqual(told('kvm -chardev stdio,id=▮m'), ['m', 'm']);
  assert.deepEqual(told('I=m\nkvm -chardev stdio,id=▮$I'), ['$I', 'm']);
  assert.equal(told('kvm -nographic▮'), undefined);
  assert.match(String(told('kvm -mon ▮m')), /Nothing here defines/);
});
