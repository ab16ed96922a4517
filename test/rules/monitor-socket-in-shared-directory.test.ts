import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { applyEdits } from '../../server/src/text/edit.ts';
import {
  check,
  checkFix,
  checkNoFix,
  checkSilent,
  inXml,
  shownFixes,
  shownIn,
} from '../support/check.ts';

describe('monitor-socket-in-shared-directory', () => {
  it('marks the directory and says what others can do there', () => {
    check(`
qemu-system-x86_64 -monitor unix:/tmp/vm.sock,server=on,wait=off
                                 ^^^^ 💡 information monitor-socket-in-shared-directory: HMP socket in /tmp: any local user can impersonate the monitor
kvm -qmp unix:/var/tmp/vm.sock,server=on
              ^^^^^^^^ 💡 information monitor-socket-in-shared-directory: QMP socket in /var/tmp: any local user can impersonate the monitor
kvm -qmp unix:/dev/shm/vm.sock,server=on
              ^^^^^^^^ 💡 information monitor-socket-in-shared-directory: QMP socket in /dev/shm: any local user can impersonate the monitor
`);
  });

  it('marks an empty path, for which QEMU makes up a name in /tmp', () => {
    check(`
kvm -monitor unix:,server=on,wait=off
             ^^^^^ 💡 information monitor-socket-in-shared-directory: HMP socket in /tmp: any local user can impersonate the monitor
`);
  });

  it('is one finding with a dropped path, which is empty as well', () => {
    const languageId = 'qemu-config';
    const config = (path: string) =>
      `[chardev "m"]\n  backend = "socket"\n${path}\n  server = "on"\n[mon]\n  chardev = "m"\n`;
    check(
      config(
        '  path = /run/m\n         ^^^^^^ 💡 error config-value-dropped: `path` lacks double quotes, so QEMU reads it as empty',
      ),
      { languageId },
    );
    check(config('  path = ""\n  ^^^^ 💡 information monitor-socket-in-shared-directory'), {
      languageId,
    });
  });

  it('marks a FIFO, for which there is no fix', () => {
    checkNoFix(`
kvm -monitor pipe:/tmp/vm
                  ^^^^ information monitor-socket-in-shared-directory: HMP FIFO in /tmp: any local user can impersonate the monitor
`);
  });

  it('stands where the directory is written, once for all that share it', () => {
    check(`
SOCKETS=/tmp
        ^^^^ 💡 information monitor-socket-in-shared-directory
kvm -monitor unix:$SOCKETS/monitor.sock,server=on -qmp unix:$SOCKETS/qmp.sock,server=on
`);
    check(`
kvm -monitor "unix:\${TMPDIR:-/tmp}/vm.sock,server=on"
                             ^^^^ 💡 information monitor-socket-in-shared-directory
`);
  });

  it('is silent elsewhere, for a client, and for what is no monitor', () => {
    checkSilent('kvm -monitor unix:/run/vm/monitor.sock,server=on\n');
    checkSilent('kvm -monitor unix:monitor.sock,server=on -qmp unix:./tmp/q.sock,server=on\n');
    checkSilent('kvm -monitor unix:/tmpfs/vm.sock,server=on\n');
    checkSilent('kvm -monitor unix:/tmp/vm.sock\n');
    checkSilent('kvm -serial unix:/tmp/vm.sock,server=on\n');
  });

  it('is silent where the directory is unknown, or is the user’s own', () => {
    checkSilent('dir=$(mktemp -d)\nkvm -monitor "unix:$dir/vm.sock,server=on"\n');
    checkSilent('kvm -monitor "unix:$TMPDIR/vm.sock,server=on"\n');
    checkSilent('kvm -monitor "unix:${XDG_RUNTIME_DIR:-/tmp}/vm.sock,server=on"\n');
  });

  it('is silent where the script makes the directory for its user alone', () => {
    const launch = 'kvm -monitor unix:/tmp/vm/monitor.sock,server=on\n';
    for (const made of [
      'mkdir /tmp/vm',
      'mkdir -m 700 -p /tmp/vm',
      'mkdir -pm700 /tmp/vm/',
      'mkdir --mode=u=rwx,go= --parents /tmp/vm',
      'mkdir -p /tmp/vm; chmod 0750 /tmp/vm',
      'mkdir -p /tmp/vm; chmod go-w /tmp/vm',
      'umask 077; mkdir -p /tmp/vm',
      '(umask 077; mkdir -p /tmp/vm)',
      'install -d -m 700 /tmp/vm',
      '[ -d /tmp/vm ] || mkdir /tmp/vm',
    ]) {
      checkSilent(`${made}\n${launch}`);
    }
    checkSilent(
      'D=/tmp/vm-$USER\nmkdir -m 700 "$D"\nkvm -monitor "unix:$D/monitor.sock,server=on"\n',
    );
  });

  it('is not silenced by a directory of an unknown owner', () => {
    for (const made of [
      'mkdir -p /tmp/vm',
      'mkdir -p -m $MODE /tmp/vm',
      'mkdir /tmp/other',
      'mkdir -p /tmp/vm; chmod 1777 /tmp/vm',
      'install -m 700 run.sh /tmp/vm',
      'mkdir -m g+w -p /tmp/vm; chmod 1777 /tmp/vm',
    ]) {
      check(`${made}
kvm -monitor unix:/tmp/vm/monitor.sock,server=on
                  ^^^^^^^ 💡 information monitor-socket-in-shared-directory`);
    }
  });

  it('moves the socket and keeps its name', () => {
    checkFix(
      'kvm -monitor unix:/tmp/vm-$i.sock,server=on\n',
      'kvm -monitor unix:"${XDG_RUNTIME_DIR:-$HOME}"/vm-$i.sock,server=on\n',
    );
    checkFix(
      'SOCK=/var/tmp/vm.sock\nkvm -monitor "unix:$SOCK,server=on" &\nnc -U $SOCK\n',
      'SOCK="${XDG_RUNTIME_DIR:-$HOME}"/vm.sock\nkvm -monitor "unix:$SOCK,server=on" &\nnc -U $SOCK\n',
    );
    checkFix(
      'kvm -monitor unix:path=/tmp/vm.sock,server=on -qmp unix:,server=on\n',
      'kvm -monitor unix:path="${XDG_RUNTIME_DIR:-$HOME}"/vm.sock,server=on -qmp "unix:${XDG_RUNTIME_DIR:-$HOME}/run-qmp.sock",server=on\n',
    );
  });

  it('moves it to a directory that is private to the script or to its QEMU', () => {
    checkFix(
      'kvm -pidfile "$HOME/vm/pid" -monitor unix:/tmp/vm.sock,server=on\n',
      'kvm -pidfile "$HOME/vm/pid" -monitor unix:"$HOME/vm"/vm.sock,server=on\n',
    );
    checkFix(
      'dir=$(mktemp -d)\nkvm -monitor "unix:/tmp/vm.sock,server=on"\n',
      'dir=$(mktemp -d)\nkvm -monitor "unix:$dir/vm.sock,server=on"\n',
    );
  });

  it('leaves such a directory alone where another socket has the same name', () => {
    checkFix(
      'kvm -qmp "unix:$HOME/vm/m.sock,server=on" -monitor unix:/tmp/m.sock,server=on\n',
      'kvm -qmp "unix:$HOME/vm/m.sock,server=on" -monitor unix:"${XDG_RUNTIME_DIR:-$HOME}"/m.sock,server=on\n',
    );
  });

  it('moves it in domain XML and in config files', () => {
    const domain = (value: string) =>
      `<domain xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'><qemu:commandline><qemu:arg value='-qmp'/><qemu:arg value='${value}'/></qemu:commandline></domain>`;
    inXml.checkFix(
      domain('unix:/tmp/vm.sock,server=on'),
      domain('unix:/var/lib/libvirt/qemu/vm.sock,server=on'),
    );
    const config = (path: string) =>
      `[chardev "m"]\n  backend = "socket"\n  path = "${path}"\n  server = "on"\n[mon]\n  chardev = "m"\n`;
    checkFix(config('/tmp/vm.sock'), config('./vm.sock'), { languageId: 'qemu-config' });
  });

  it('makes the directory of a socket that lies deeper a part of its name', () => {
    checkFix(
      'mkdir -p /tmp/vm1\nkvm -monitor unix:/tmp/vm1/m.sock,server=on\nnc -U /tmp/vm1/m.sock\n',
      'mkdir -p /tmp/vm1\nkvm -monitor unix:"${XDG_RUNTIME_DIR:-$HOME}"/vm1-m.sock,server=on\nnc -U "${XDG_RUNTIME_DIR:-$HOME}"/vm1-m.sock\n',
    );
    checkFix(
      'kvm -monitor unix:/tmp/a$i//b/m.sock,server=on\n',
      'kvm -monitor unix:"${XDG_RUNTIME_DIR:-$HOME}"/a$i-b-m.sock,server=on\n',
    );
    checkFix(
      'S=/dev/shm/vm/m.sock\nkvm -monitor "unix:$S,server=on" &\nnc -U $S\n',
      'S="${XDG_RUNTIME_DIR:-$HOME}"/vm-m.sock\nkvm -monitor "unix:$S,server=on" &\nnc -U $S\n',
    );
    const config = (path: string) =>
      `[chardev "m"]\n  backend = "socket"\n  path = "${path}"\n  server = "on"\n[mon]\n  chardev = "m"\n`;
    checkFix(config('/tmp/vm/m.sock'), config('./vm-m.sock'), { languageId: 'qemu-config' });
  });

  it('moves a directory that the script makes by the same text', () => {
    const script = (directory: string) =>
      `D=${directory}\nmkdir -p "$D"\nkvm -monitor "unix:$D/m.sock,server=on"\n`;
    const [finding] = shownIn(script('/tmp/vm'));
    assert.ok(finding);
    const [fix] = shownFixes(finding);
    assert.equal(
      applyEdits(script('/tmp/vm'), fix?.edits ?? []),
      script('"${XDG_RUNTIME_DIR:-$HOME}"/vm'),
    );
    assert.equal(fix?.preferred, false, 'the variable is used for other things too');
  });

  it('leaves a directory that other code makes to its author', () => {
    for (const made of ['', 'mkdir -p /tmp/vm\n', 'mkdir -p "$D/other"\n']) {
      checkNoFix(`
D=/tmp/vm
  ^^^^^^^ information monitor-socket-in-shared-directory
${made}kvm -monitor "unix:$D/m.sock,server=on"
`);
    }
  });

  it('is not the one to take where another place has the same expansion', () => {
    for (const [loop, use] of [
      ['', 'nc -U /tmp/vm$i/m.sock'],
      ['for i in 1 2; do ', 'nc -U "/tmp/vm${i}/m.sock"; done'],
      ['for i in 1 2; do ', 'nc -U "/tmp/vm"$i"/m.sock"; done'],
    ] as const) {
      const [finding] = shownIn(`${loop}kvm -monitor unix:/tmp/vm$i/m.sock,server=on &\n${use}\n`);
      assert.ok(finding);
      const [fix] = shownFixes(finding);
      assert.equal(fix?.preferred, false, use);
      assert.match(fix?.risk ?? '', /still uses the old address/);
    }
  });
});
