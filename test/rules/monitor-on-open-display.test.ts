import { describe, it } from 'node:test';
import { check, checkFix, checkNoFix, checkSilent, inConfig, inXml } from '../support/check.ts';

describe('monitor-on-open-display', () => {
  it('marks the display that shows the default monitor', () => {
    check(`
qemu-system-x86_64 -m 1G -vnc :0
                              ^^ 💡 error monitor-on-open-display: VNC shows the default HMP monitor (Ctrl-Alt-2): anyone on the network can run commands on this host
qemu-system-x86_64 -vnc 192.168.1.2:3
                        ^^^^^^^^^^^ 💡 error monitor-on-open-display: VNC shows the default HMP monitor (Ctrl-Alt-2): anyone on the network can run commands on this host
qemu-system-x86_64 -display vnc=:$N
                                ^^^ 💡 error monitor-on-open-display: VNC shows the default HMP monitor (Ctrl-Alt-2): anyone on the network can run commands on this host
qemu-system-x86_64 -vnc $HOST:0
                        ^^^^^ 💡 error monitor-on-open-display: VNC shows the default HMP monitor (Ctrl-Alt-2): anyone who reaches it can run commands on this host
`);
  });

  it('is milder on this machine, and where a password is asked for', () => {
    check(`
kvm -vnc localhost:0
         ^^^^^^^^^ 💡 warning monitor-on-open-display: VNC shows the default HMP monitor (Ctrl-Alt-2): any local user can control QEMU
kvm -vnc unix:/tmp/vnc.sock
              ^^^^^^^^^^^^^ 💡 warning monitor-on-open-display: VNC shows the default HMP monitor (Ctrl-Alt-2): any local user can impersonate the display
kvm -vnc :0,password
         ^^ 💡 information monitor-on-open-display: VNC shows the default HMP monitor (Ctrl-Alt-2): anyone with the VNC password can control QEMU
kvm -vnc 10.0.0.1:5500,reverse=on
         ^^^^^^^^ 💡 warning monitor-on-open-display: VNC shows the default HMP monitor (Ctrl-Alt-2): any host that answers can control QEMU
`);
  });

  it('marks the most open address of a display', () => {
    check(`
kvm -vnc unix:/run/vnc,websocket=5700
                                 ^^^^ 💡 error monitor-on-open-display: VNC shows the default HMP monitor (Ctrl-Alt-2): anyone on the network can run commands on this host
kvm -vnc localhost:0,websocket=0.0.0.0:5700
                               ^^^^^^^ 💡 error monitor-on-open-display
`);
  });

  it('marks a monitor that an option puts there', () => {
    check(`
kvm -vnc :0 -monitor vc
                     ^^ 💡 error monitor-on-open-display: VNC shows the HMP monitor (Ctrl-Alt-2): anyone on the network can run commands on this host
kvm -vnc :0 -chardev vc,id=m -mon m,mode=control
                     ^^^^^^^ error monitor-on-open-display: VNC shows the QMP monitor (Ctrl-Alt-2): anyone on the network can run commands on this host
kvm -vnc :0 -serial mon:vc
                        ^^ error monitor-on-open-display
`);
  });

  it('reads config files', () => {
    inConfig.check(`[vnc "v"]
  vnc = ":0"
[chardev "m"]
^^^^^^^^^^^^^ error monitor-on-open-display
  backend = "vc"
[mon]
  chardev = "m"
`);
  });

  it('knows monitors on SPICE ports', () => {
    check(`
kvm -spice port=1,disable-ticketing -chardev spiceport,id=m,name=n -mon m
                                             ^^^^^^^^^^^^^^^^^^^^^ error monitor-on-open-display: A SPICE port opens the HMP monitor: anyone on the network can run commands on this host
kvm -spice port=1,addr=::1,disable-ticketing -chardev spiceport,id=m,name=n -mon m
                                                      ^^^^^^^^^^^^^^^^^^^^^ warning monitor-on-open-display
kvm -spice port=1 -chardev spiceport,id=m,name=n -mon m
                           ^^^^^^^^^^^^^^^^^^^^^ information monitor-on-open-display: A SPICE port opens the HMP monitor: anyone with the SPICE password can control QEMU
kvm -spice port=1,sasl=on -chardev spiceport,id=m,name=n -mon m
                                   ^^^^^^^^^^^^^^^^^^^^^ information monitor-on-open-display: A SPICE port opens the HMP monitor: anyone with a SPICE login can control QEMU
kvm -spice unix=on,addr=/run/s,disable-ticketing -chardev spiceport,id=m,name=n -mon m
`);
  });

  it('is silent if no monitor is on a console, or no other user sees the display', () => {
    for (const command of [
      'kvm -vnc :0 -monitor none',
      'kvm -vnc :0 -monitor stdio',
      'kvm -vnc :0 -serial mon:stdio',
      'kvm -vnc :0 -qmp unix:/run/q,server=on,wait=off',
      'kvm -vnc :0 -nodefaults',
      'kvm -vnc :0 -nographic',
      'kvm -vnc none',
      'kvm -vnc unix:/run/vnc.sock',
      'kvm -vnc unix:vnc.sock',
      'kvm -vnc :0,sasl=on',
      'kvm -vnc :0,tls-creds=t -object tls-creds-x509,id=t,dir=/d,endpoint=server',
      'kvm -display gtk',
      'kvm -display sdl',
      'kvm -spice port=5930,disable-ticketing=on',
      // QEMU refuses these.
      'kvm -vnc 0',
      'kvm -vnc :0,tls',
      'kvm -vnc :0,reverse=on',
    ]) {
      checkSilent(command);
    }
  });

  it('is silent where the file does not say what the command line is', () => {
    for (const command of [
      'kvm -vnc :0 "$@"',
      '"$TESTS"/run-qemu -m 1G -smp 2 -vnc :0',
      'kvm $OPTS -vnc :0',
      'kvm -vnc $VNC',
    ]) {
      checkSilent(command);
    }
    inXml.checkSilent(`<domain type='kvm' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'><qemu:commandline>
<qemu:arg value='-vnc'/><qemu:arg value=':0'/></qemu:commandline></domain>`);
  });

  it('is only possible where an unknown part could keep viewers away', () => {
    const fixture = `
kvm -vnc :0,$MORE
         ^^ 💡 error monitor-on-open-display: VNC shows the default HMP monitor (Ctrl-Alt-2): anyone on the network can run commands on this host
kvm -display gtk -vnc :1
                      ^^ 💡 error monitor-on-open-display
`;
    check(fixture, { settings: { showPossible: true } });
    checkSilent('kvm -vnc :0,$MORE\nkvm -display gtk -vnc :1');
  });

  it('is fixed by -monitor none behind the display', () => {
    checkFix('kvm -vnc :0 -m 1G\n', 'kvm -vnc :0 -monitor none -m 1G\n');
    checkFix('kvm -m 1G -vnc :0,password=on\n', 'kvm -m 1G -vnc :0,password=on -monitor none\n');
    checkFix('kvm -vnc :0 \\\n  -m 1G\n', 'kvm -vnc :0 -monitor none \\\n  -m 1G\n');
  });

  it('is fixed by none in the place of vc', () => {
    checkFix('kvm -vnc :0 -monitor vc\n', 'kvm -vnc :0 -monitor none\n');
  });

  it('has one finding and one fix where the display of two machines is written', () => {
    checkFix(
      'args=(-m 1G -vnc :0)\nkvm "${args[@]}"\nkvm "${args[@]}" -S\n',
      'args=(-m 1G -vnc :0 -monitor none)\nkvm "${args[@]}"\nkvm "${args[@]}" -S\n',
    );
  });

  it('is not fixed where the monitor has a chardev of its own', () => {
    checkNoFix(`
kvm -vnc :0 -nodefaults -chardev vc,id=m -mon m
                                 ^^^^^^^ error monitor-on-open-display
`);
  });
});
