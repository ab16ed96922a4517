import { describe, it } from 'node:test';
import { check, checkFix, checkNoFix, checkSilent, inConfig, inXml } from '../support/check.ts';

describe('monitor-on-abstract-socket', () => {
  it('marks what makes the socket abstract and says who can connect', () => {
    check(`
qemu-system-x86_64 -monitor unix:vm,abstract=on,server=on,wait=off
                                    ^^^^^^^^^^^ 💡 warning monitor-on-abstract-socket: HMP on an abstract socket: any local user can control QEMU
kvm -chardev socket,id=m,path=vm,abstract,tight=off,server,nowait -mon m,mode=control
                                 ^^^^^^^^ 💡 warning monitor-on-abstract-socket: QMP on an abstract socket: any local user can control QEMU
`);
  });

  it('marks the value in a config file', () => {
    inConfig.check(`
[chardev "m"]
  backend = "socket"
  path = "vm"
  abstract = "on"
              ^^ 💡 warning monitor-on-abstract-socket
  server = "on"
[mon]
  chardev = "m"
`);
  });

  it('is silent for a client, for abstract=off, and where a variable decides', () => {
    checkSilent('kvm -monitor unix:vm,abstract=on\n');
    checkSilent('kvm -monitor unix:vm,abstract=off,server=on\n');
    checkSilent('kvm -monitor unix:vm,abstract=$A,server=on\n');
  });

  it('is silent for an abstract socket that is no monitor', () => {
    checkSilent('kvm -serial unix:vm,abstract=on,server=on\n');
  });

  it('gives the socket a path and leaves the rest', () => {
    checkFix(
      'kvm -monitor unix:vm,abstract=on,tight=off,server,nowait\n',
      'kvm -monitor unix:"${XDG_RUNTIME_DIR:-$HOME}/run-monitor.sock",server,nowait\n',
    );
    checkFix(
      'kvm -chardev socket,id=m,abstract=on,path=vm,server=on -mon m\n',
      'kvm -chardev socket,id=m,"path=${XDG_RUNTIME_DIR:-$HOME}/run-monitor.sock",server=on -mon m\n',
    );
  });

  it('carries what is not literal in the name over', () => {
    checkFix(
      'kvm -qmp "unix:vm$i,abstract=on,server=on"\n',
      'kvm -qmp "unix:${XDG_RUNTIME_DIR:-$HOME}/run-vm$i-qmp.sock,server=on"\n',
    );
  });

  it('has no fix where the abstract name is not the first thing of its string', () => {
    checkNoFix(`
kvm -monitor unix:abstract=on,path=vm,server=on
                  ^^^^^^^^^^^ warning monitor-on-abstract-socket
`);
  });

  it('fixes domain XML and config files', () => {
    const domain = (value: string) =>
      `<domain xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'><qemu:commandline><qemu:arg value='-qmp'/><qemu:arg value='${value}'/></qemu:commandline></domain>`;
    inXml.checkFix(
      domain('unix:vm,abstract=on,server=on'),
      domain('unix:/var/lib/libvirt/qemu/domain-qmp.sock,server=on'),
    );
    inConfig.checkFix(
      '[chardev "m"]\n  backend = "socket"\n  path = "vm"\n  abstract = "on"\n  tight = "off"\n  server = "on"\n[mon]\n  chardev = "m"\n',
      '[chardev "m"]\n  backend = "socket"\n  path = "machine-monitor.sock"\n  server = "on"\n[mon]\n  chardev = "m"\n',
    );
  });
});
