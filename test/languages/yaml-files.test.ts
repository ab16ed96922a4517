/** Files whose text a YAML file holds, and what cloud-init runs as root. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lowerYaml } from '../../server/src/invocation/yaml/lower.ts';
import { checksIn } from '../support/check.ts';
import { startedWith } from '../support/started.ts';

const inYaml = checksIn({ languageId: 'yaml', path: '/w/user-data' });

describe('a file that YAML holds', () => {
  it('is what its first line or its path says', () => {
    const UNIT = '[Service]\\nExecStart=/bin/kvm -S';
    for (const [entries, words] of [
      ['path: /a.sh, content: "M=1\\nkvm -m $M"', ['-m|1']],
      ['path: /a, content: "#!/bin/sh\\nkvm -S"', ['-S']],
      [`dest: /etc/vm.service, content: "${UNIT}"`, ['-S']],
      [`name: vm.service, contents: "${UNIT}"`, ['-S']],
      ['path: /a.sh, contents: {inline: kvm -S}', ['-S']],
      [`dest: /a/README.md, content: "${UNIT}"`, []],
      [
        'path: /etc/cron.d/vm, content: "@reboot root kvm -qmp tcp::1,server"',
        ['-qmp|tcp::1,server'],
      ],
      ['path: /etc/pve/1.conf, content: "args: -qmp tcp::1"', ['held -qmp|tcp::1']],
      [`path: /etc/default/vm, content: 'A="-qmp tcp::1"'`, ['held -qmp|tcp::1']],
      [`path: /etc/default/vm, line: 'A="-qmp tcp::1"'`, ['held -qmp|tcp::1']],
      ['path: /a.sh, block: kvm -S', ['-S']],
      [`vm.service: "${UNIT}", a.sh: kvm -s`, ['-S', '-s']],
      [
        "xml: \"<domain xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'><qemu:commandline><qemu:arg value='-S'/></qemu:commandline></domain>\"",
        ['-S'],
      ],
      ['path: /x, content: -qmp tcp::1', ['held -qmp|tcp::1']],
      ['path: /x, content: [-qmp, "tcp::1"]', ['held -qmp|tcp::1']],
    ] as const) {
      assert.deepEqual(startedWith(lowerYaml(`write_files:\n  - {${entries}}\n`)), words, entries);
    }
  });

  it('has findings where its author wrote them', () => {
    inYaml.check(`
write_files:
  - path: /etc/systemd/system/vm.service
    content: |
      [Service]
      ExecStart=/usr/bin/qemu-system-x86_64 -m 1G \\
        -monitor tcp:0.0.0.0:4444,server,nowait
                     ^^^^^^^ error monitor-on-network
      Environment=A=tcp:0.0.0.0:1
  - path: /usr/local/bin/vm.sh
    content: |
      kvm -qmp "tcp:0.0.0.0:$1,server,nowait"
                    ^^^^^^^ 💡 error monitor-on-network
  - path: /etc/vm.cfg
    content: |
      [chardev "m"]
        backend = "socket"
        host = "0.0.0.0"
                ^^^^^^^ error monitor-on-network
        port = "4444"
        server = "on"
      [mon]
        chardev = "m"
`);
  });

  it('keeps its script for its reader', () => {
    const file = (address: string) =>
      `write_files:\n  - path: /vm.sh\n    content: |\n      kvm -qmp ${address}\n`;
    inYaml.checkFix(
      file('tcp::1,server'),
      file('"unix:${XDG_RUNTIME_DIR:-$HOME}/user-data-qmp.sock,server"'),
    );
  });
});

describe('what cloud-init runs', () => {
  it('has its sockets in /run, and so have its clients', () => {
    const file = (address: string, client: string) =>
      `#cloud-config\nruncmd:\n  - kvm -monitor ${address},server,nowait -daemonize\n  - echo info | nc ${client}\n`;
    inYaml.checkFix(
      file('tcp::4444', 'localhost 4444'),
      file('unix:/run/user-data-monitor.sock', '-U /run/user-data-monitor.sock'),
    );
    const words = (address: string) =>
      `bootcmd:\n  - [sh, -c, "sudo kvm -qmp ${address},server,nowait"]\n`;
    inYaml.checkFix(words('tcp::4444'), words('unix:/run/user-data-qmp.sock'));
  });

  it('is what an installer runs too', () => {
    for (const key of ['early-commands', 'late-commands']) {
      const file = (address: string) =>
        `autoinstall:\n  ${key}:\n    - echo "kvm -qmp tcp::1,server"\n    - curtin in-target -- kvm -qmp ${address},server,nowait\n`;
      inYaml.checkFix(file('tcp::4444'), file('unix:/run/user-data-qmp.sock'));
    }
  });

  it('has those of another user where that can make them', () => {
    const file = (address: string) => `runcmd:\n  - su - vm -c 'kvm -qmp ${address}'\n`;
    inYaml.checkFix(
      file('tcp::4444,server'),
      file('"unix:${XDG_RUNTIME_DIR:-$HOME}/user-data-qmp.sock,server"'),
    );
  });
});

describe('a pipeline', () => {
  it('has the socket of a variable where it is run, since its user may not write to /run', () => {
    for (const around of [
      'on: push\njobs: {a: {steps: [run: kvm -qmp $M]}}\nenv:\n',
      'a: {script: [kvm -qmp $M]}\nvariables:\n',
    ]) {
      const file = (address: string) => `${around}  M: ${address},server,nowait\n`;
      inYaml.checkFix(file('tcp::4444'), file('unix:user-data-qmp.sock'));
    }
  });
});

describe('how Compose looks whether a service is well', () => {
  it('follows the monitor that it asks', () => {
    for (const test of ['["CMD-SHELL", "%"]', '%']) {
      const file = (address: string, client: string) =>
        `services:\n  vm:\n    command: kvm -qmp ${address},server,nowait\n    healthcheck:\n      test: ${test.replace('%', `echo | nc ${client}`)}\n`;
      inYaml.checkFix(
        file('tcp::4444', 'localhost 4444'),
        file('unix:/run/user-data-qmp.sock', '-U /run/user-data-qmp.sock'),
      );
    }
    assert.deepEqual(
      startedWith(lowerYaml('services: {vm: {healthcheck: {test: [CMD, kvm -S]}}}')),
      [],
    );
  });
});
