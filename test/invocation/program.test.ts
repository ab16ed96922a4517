import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lowerShellScript } from '../../server/src/invocation/from-shell.ts';
import {
  mayConcernQemu,
  mayHoldQemu,
  mayOpenSomething,
} from '../../server/src/invocation/program.ts';
import { readShell } from '../../server/src/syntax/shell/reader.ts';
import { filesBelow, readRepositoryFile } from '../support/repository.ts';

describe('whether a file may hold QEMU', () => {
  it('is true for its names, its options, and what is sent to its monitors', () => {
    for (const text of [
      'CMD kvm -S',
      'args: "a\\nkvm-spice -S"',
      'run: [$KVM, -S]',
      'args: [-qmp, "tcp::1"]',
      'ENV A="mon:tcp::1"',
      'run: $EMULATOR -m 1G -nographic -kernel x',
      'args: "-m 1G\\n-nographic"',
      "run: echo 'gdbserver tcp::1' | nc -U m",
      `run: echo '{"execute":"object-add"}' | nc -U m`,
    ]) {
      assert.ok(mayHoldQemu(text), text);
    }
  });

  it('is false for other files', () => {
    for (const text of [
      'common: true\nsalmon: 1\n',
      'RUN make -j4\n',
      'name: block-device\n',
      'LIBS += rte_power_kvm_vm power/kvm_vm\n',
    ]) {
      assert.ok(!mayHoldQemu(text), text);
    }
  });
});

describe('whether there may be something to find in a script', () => {
  it('is true for the words of which options are made that open something', () => {
    for (const source of [
      'kvm -monitor stdio',
      'kvm --qmp=tcp::1',
      `printf 'kvm\\n-serial tcp::1'`,
      'for o in serial qmp; do a+=("-$o" tcp::1,server); done',
      'declare -A o=([monitor]=tcp::1)',
      'o=vnc; kvm -$o :0',
      'kvm "$O"-mon chardev=c',
      "echo 'gdbserver tcp::1' | nc -U m",
      `echo '{"execute":"nbd-server-start"}' | nc -U m`,
      'qemu-storage-daemon --nbd-server addr.type=inet',
      'kvm -chardev "$C" -gdb tcp::1',
    ]) {
      assert.ok(mayOpenSomething({ source }), source);
    }
  });

  it('is false for other programs of such names, and for comments', () => {
    for (const source of [
      'kata-monitor --listen 0.0.0.0',
      'rbd-nbd map x; qemu-nbd -c /dev/nbd0 disk',
      '# kvm -monitor tcp::1\n  # monitor all\nkvm -m 1G',
      'parallel -j4 gzip ::: *.log; gdb ./vm',
      'MONITOR_PORT=1; kvm $MONITOR',
      'local monitor; for monitor in "${all[@]}"; do stop "$monitor"; done',
      '/usr/lib/monitor.sh; ./serial/run',
    ]) {
      assert.ok(!mayOpenSomething({ source }), source);
    }
  });
});

describe('whether a script may concern QEMU', () => {
  it('is true for whatever names it, has options of its kind, or brings in files', () => {
    for (const script of [
      'qemu-system-x86_64 -S',
      '"$1" -drive file=x -serial stdio',
      '$EMULATOR -nographic -kernel x',
      'MON="-monitor tcp::1"',
      '. ./lib.sh',
      'if x; then source lib; fi',
      'a; . b',
      `eval ". ./lib.sh; vm"`,
      "eval '. ./lib.sh'",
      '(\n  . "$D/b"\n)',
      '[ -s "$D/lib.sh" ] && \\. "$D/lib.sh"',
      'command -p . lib; source -- lib',
      'A=1 . lib',
      '2>log . lib',
      '\t@. ./lib.sh && make',
      "echo 'gdbserver tcp::1' | nc -U m",
      'virsh qemu-monitor-command vm a',
      '$QSD --nbd-server addr.type=inet',
    ]) {
      assert.ok(mayConcernQemu(script), script);
    }
  });

  it('is false for other scripts', () => {
    for (const script of [
      '',
      '#!/bin/sh\nset -e\nmake -j4 && ./configure --prefix=/usr\ncp -r a. b.\n',
      'for f in *.c; do cc -c "$f" -o "${f%.c}.o"; done\n',
      'mkdir -p a; rm -M b -m c; ls .\n',
      '# Redistribution and use in source and binary forms\n# open source code. See there\n',
      'find . -name x; grep -c y . | sort; (cd . ; ls . )',
    ]) {
      assert.ok(!mayConcernQemu(script), script);
    }
  });

  it('is true for every example that starts a QEMU or sends it something', () => {
    const scripts = filesBelow('examples').filter((path) => path.endsWith('.sh'));
    const found = scripts.filter((path) => {
      return lowerShellScript(readShell(readRepositoryFile(path))).length > 0;
    });
    assert.ok(found.length > 10);
    for (const path of found) assert.ok(mayConcernQemu(readRepositoryFile(path)), path);
  });
});
