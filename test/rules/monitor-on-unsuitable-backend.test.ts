import { describe, it } from 'node:test';
import { check, checkFix, checkNoFix, checkSilent, inConfig, inXml } from '../support/check.ts';

describe('monitor-on-unsuitable-backend', () => {
  it('says of each backend what is wrong with it', () => {
    check(`
kvm -monitor pty
             ^^^ information monitor-on-unsuitable-backend: HMP on a pty that changes at every start: only the user who runs QEMU can open it
kvm -chardev pty,id=m,path=/run/v/mon -mon m
                           ^^^^^^^^^^ information monitor-on-unsuitable-backend: HMP on a pty: only the user who runs QEMU can open it
kvm -qmp /dev/ttyS0
         ^^^^^^^^^^ 💡 information monitor-on-unsuitable-backend: QMP on a serial or parallel port: anyone at the other end can control QEMU
`);
    checkNoFix(`
kvm -serial mon:file:/v/log
                     ^^^^^^ information monitor-on-unsuitable-backend: HMP behind a guest port writes to a file and reads nothing, so it is useless
kvm -chardev file,id=m,path=/v/out,input-path=/v/in -mon m
                            ^^^^^^ information monitor-on-unsuitable-backend: HMP reads commands from a file: anyone who can write it can control QEMU
kvm -chardev ringbuf,id=m -mon m
             ^^^^^^^^^^^^ information monitor-on-unsuitable-backend: HMP on ringbuf, which is made for something else
`);
  });

  it('reads domains and config files', () => {
    inXml.check(`<domain xmlns:q='http://libvirt.org/schemas/domain/qemu/1.0'><q:commandline>
<q:arg value='-monitor'/><q:arg value='pty'/>
                                       ^^^ information monitor-on-unsuitable-backend
</q:commandline></domain>`);
    inConfig.check(`[chardev "m"]
^^^^^^^^^^^^^ information monitor-on-unsuitable-backend
  backend = "pty"
[mon]
  chardev = "m"
`);
  });

  it('puts what is on a cable on a UNIX socket', () => {
    checkFix(
      'kvm -name vm -serial mon:/dev/ttyS0 -chardev serial,id=m,path=/dev/ttyS1,logfile=/v/l -mon m,mode=control\n',
      'kvm -name vm -serial "mon:unix:${XDG_RUNTIME_DIR:-$HOME}/vm-monitor.sock,server=on,wait=off"' +
        ' -chardev "socket,path=${XDG_RUNTIME_DIR:-$HOME}/vm-qmp.sock,server=on,wait=off,id=m,logfile=/v/l" -mon m,mode=control\n',
    );
  });

  it('is silent on terminals, on guests, and on what is not known', () => {
    checkSilent(`
kvm -monitor /dev/tty -qmp /dev/pts/3 -qmp /dev/null
kvm -serial pty -parallel /dev/parport0 -chardev ringbuf,id=r -serial chardev:r
kvm -monitor "$M" -monitor /dev/$TTY -chardev serial,id=s,path=$TTY -mon s
kvm -monitor stdio -monitor vc -monitor null
`);
  });
});
