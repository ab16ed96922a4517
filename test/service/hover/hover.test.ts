/** What a hover in a script says about each kind of QEMU's text: who can do what first, then what it is. */
import { describe } from 'node:test';
import { checkHovers } from '../../support/hover.ts';

describe('a hover in a script says of', () => {
  checkHovers([
    [
      'an option what it does, and who can reach its monitor',
      'kvm -mon▮itor tcp:0.0.0.0:4444,server',
      '-monitor',
      [
        'Anyone on the network can run commands on this host through this HMP monitor (tcp port 4444) · monitor-on-network',
        '- 0.0.0.0 means every network interface',
        '- Without TLS, clients are not authenticated',
        'Connect from this host (Ctrl+] ends socat):',
        '- socat -,raw,echo=0,escape=0x1d TCP:127.0.0.1:4444',
        '- nc 127.0.0.1 4444',
        '-monitor: Makes an HMP monitor, which controls the machine, on a device string; none leaves out the default one',
        'Default: vc',
      ],
    ],
    [
      'an option that has nothing to do with monitors where something is said of it',
      'kvm -m▮ 1G',
      '-m',
      ["-m: see QEMU's manual"],
    ],
    ['the value of such an option the same', 'kvm -m 1▮G', '1G', ["-m: see QEMU's manual"]],
    [
      'a backend what it is',
      'kvm -chardev p▮ty,id=m -mon m',
      'pty',
      [
        '- It uses pty, which is not a socket',
        'pty: A new pseudo-terminal of the host, whose name QEMU prints at the start',
      ],
    ],
    [
      'the beginning of a device string what it is',
      'kvm -qmp unix▮:/run/q,server',
      'unix',
      [
        'QMP monitor on unix /run/q: only the user who runs QEMU',
        '…',
        'unix: A UNIX socket at a path, which the permissions of files protect',
      ],
    ],
    [
      'mon: what it adds',
      'kvm -serial mo▮n:stdio',
      'mon',
      [
        'HMP monitor on stdio: only the user who runs QEMU',
        '…',
        'mon: Puts an HMP monitor beside the device, and Ctrl-a c switches to it',
      ],
    ],
    [
      'a host what it decides',
      'kvm -monitor tcp:local▮host:1,server',
      'localhost',
      [
        '- localhost is this host: its users, and web pages open on it, can connect',
        '…',
        'host: The address it listens at or connects to; empty means every network interface',
      ],
    ],
    [
      'a port what it is',
      'kvm -monitor udp:10.0.0.1:5▮5',
      '55',
      [
        'Anyone on the network can control QEMU with forged packets: HMP monitor (UDP port 55) · monitor-over-udp',
        '…',
        'port: The port that datagrams are sent to',
      ],
    ],
    [
      'a path what it is, by its backend',
      'kvm -chardev file,id=m,path=/va▮r/log/m -mon m',
      '/var/log/m',
      ['- It uses file, which is not a socket', 'path: The file that output is written to'],
    ],
    [
      'a flag what it is short for',
      'kvm -monitor tcp::1,server,now▮ait',
      'nowait',
      ['nowait: QEMU starts at once', 'Short for wait=off', 'Default: on'],
    ],
    [
      'a flag of a list that QEMU warns of it',
      'kvm -chardev socket,id=m,path=x,ser▮ver -mon m',
      'server',
      [
        'HMP monitor on unix x: only the user who runs QEMU',
        '…',
        'server: QEMU listens, and serves one client at a time',
        'Short for server=on, and deprecated since QEMU 6.0',
        'Default: off',
      ],
    ],
    [
      'a property which values it has, and since when it is there',
      'kvm -chardev socket,id=m,path=x,server=on,abs▮tract=on -mon m',
      'abstract',
      [
        '- An abstract socket has no permissions',
        '…',
        'abstract: Whether the path is a name without a file, which has no permissions',
        'Default: off · Since QEMU 5.1',
        '- on: A name that every process of the host can connect to (Linux)',
        '- off: A file, whose permissions count',
      ],
    ],
    [
      'a value what it means',
      'kvm -chardev socket,id=m,path=x,server=o▮n -mon m',
      'on',
      [
        'HMP monitor on unix x: only the user who runs QEMU',
        '…',
        'server=on: QEMU listens, and serves one client at a time',
        'Default: off',
      ],
    ],
    [
      'a property that another one took the place of when that was',
      'kvm -chardev socket,id=m,path=x,recon▮nect=1 -mon m',
      'reconnect',
      [
        'reconnect: How many seconds QEMU waits before it connects anew; 0 is never',
        'Default: 0 · Since QEMU 2.2, removed in 10.2 · Deprecated since QEMU 9.2; use reconnect-ms',
      ],
    ],
    [
      'a property of another backend that it is ignored',
      'kvm -chardev stdio,id=m,ho▮st=h -mon m',
      'host',
      [
        'HMP monitor on stdio: only the user who runs QEMU',
        '…',
        'host: The address it listens at or connects to; empty means every network interface',
        'QEMU accepts and ignores it here',
      ],
    ],
    [
      'the property of credentials whom it admits to which monitor',
      'kvm -object tls-creds-x509,id=t,dir=/e,endpoint=server,verify-peer=o▮ff -chardev socket,id=m,host=h,port=1,server=on,tls-creds=t -mon m',
      'off',
      [
        'verify-peer=off lets anyone control QEMU: HMP monitor (tcp port 1) · monitor-tls-unauthenticated',
        '- It listens at h, where other machines can connect',
        '- TLS with verify-peer=off admits any client',
        'Connect from this host (Ctrl+] ends socat):',
        '- openssl s_client -quiet -connect h:1 -CAfile /e/ca-cert.pem',
        '- socat -,raw,echo=0,escape=0x1d OPENSSL:h:1,cafile=/e/ca-cert.pem',
        'verify-peer=off: Anyone is admitted, and tls-authz is not looked at',
        'Default: on',
      ],
    ],
    [
      'an object what it is',
      'kvm -object authz-▮simple,id=a,identity=CN=me',
      'authz-simple',
      ['authz-simple: An authorization that admits one identity', 'Since QEMU 4.0'],
    ],
    [
      'an id where it is given',
      'kvm -chardev socket,id=m▮0,path=/run/m,server=on -mon m0',
      'm0',
      [
        'HMP monitor on unix /run/m: only the user who runs QEMU',
        '…',
        'chardev m0 is defined here',
      ],
    ],
    [
      'an id where it is used',
      'kvm -chardev socket,id=m0,path=/run/m,server=on -mon chardev=m▮0',
      'm0',
      [
        'HMP monitor on unix /run/m: only the user who runs QEMU',
        '…',
        'Refers to chardev m0, defined here',
      ],
    ],
    [
      'an id that names nothing that it does not',
      'kvm -device virtserialport,chardev=n▮ix',
      'nix',
      ['Refers to chardev nix, which is not in sight'],
    ],
    [
      '-set what the property of that chardev means',
      'kvm -chardev pipe,id=m,path=/p -mon m -set chardev.m.pa▮th=/q',
      'path',
      [
        'HMP monitor on pipe /q: only the user who runs QEMU',
        '…',
        'path: The named pipe, or what its two ends .in and .out begin with',
        'Required',
      ],
    ],
    [
      'the mode of a monitor what it speaks',
      'kvm -chardev stdio,id=m -mon m,mode=con▮trol',
      'control',
      [
        'QMP monitor on stdio: only the user who runs QEMU',
        '…',
        'mode=control: QMP: JSON for programs',
        'Default: readline',
      ],
    ],
    [
      '-sandbox what it forbids',
      'kvm -sandbox on,spawn=d▮eny',
      'deny',
      [
        'spawn=deny: No program can be started; files stay within reach',
        'Default: allow · Since QEMU 2.11',
      ],
    ],
    [
      'an option of the storage daemon what it does there',
      'qemu-storage-daemon --chardev socket,id=m,path=/run/m,server=on --moni▮tor m',
      '--monitor',
      [
        'QMP monitor on unix /run/m: only the user who runs QEMU',
        '…',
        '--monitor: Makes a QMP monitor on a chardev that is defined before',
      ],
    ],
    [
      'the program what it starts, the monitor that nobody asked for among it',
      'qemu-system▮-x86_64 -name web -vnc :1',
      'qemu-system-x86_64',
      [
        'Anyone on the network can run commands on this host: VNC shows the default HMP monitor (Ctrl-Alt-2) · monitor-on-open-display',
        '- Viewers of the VNC display can open it, and nobody asks who they are',
        "- It is on a console of QEMU's own window",
        '- QEMU adds it by default, since no option asks for a monitor',
        'Starts the machine web with one monitor',
      ],
    ],
    [
      'a program without a monitor that there is none',
      'k▮vm -nodefaults',
      'kvm',
      ['Starts a machine without a monitor'],
    ],
    [
      'a program with several monitors who can open each',
      'k▮vm -monitor stdio -qmp tcp::1,server',
      'kvm',
      [
        'Starts a machine with 2 monitors',
        '- HMP monitor on stdio: only the user who runs QEMU',
        '- QMP monitor on tcp :1: anyone on the network',
      ],
    ],
    [
      'an empty host what it means',
      'kvm -monitor tcp:▮:4444,server',
      '',
      [
        '- An empty host means every network interface',
        '…',
        'host: The address it listens at or connects to; empty means every network interface',
      ],
    ],
  ]);
});

describe('a hover on a socket', () => {
  checkHovers([
    [
      'says whom the script lets at it',
      'umask 0\nkvm -monitor unix:/run/▮m.sock,server\n',
      '/run/m.sock',
      [
        'Any user of this host can control QEMU: umask 0 opens the socket of this HMP monitor · monitor-socket-open-to-others',
        '…',
        'path: The path of the UNIX socket, which takes the place of host and port',
      ],
    ],
  ]);
});

describe('a hover on a display', () => {
  checkHovers([
    [
      'says of a VNC display where it listens, and which monitor it shows',
      'kvm -vnc :▮1',
      ':1',
      [
        '- Viewers of the VNC display can open it, and nobody asks who they are',
        "- It is on a console of QEMU's own window",
        '- QEMU adds it by default, since no option asks for a monitor',
        'vnc=:1: Port 5901 of every network',
      ],
    ],
    [
      'says of its password that viewers need it',
      'kvm -vnc :1,pass▮word=on',
      'password',
      [
        'HMP monitor on vc: authorized clients',
        '…',
        'password: Asks for a password (only eight characters count) that is set through a monitor',
        'Default: off',
      ],
    ],
    [
      'says of a display that shows no monitor what its properties are',
      'kvm -monitor stdio -vnc :1,sas▮l=on',
      'sasl',
      ['sasl: Asks for a login by SASL', 'Default: off'],
    ],
    [
      'says of SPICE what its properties are',
      'kvm -monitor stdio -spice port=1,disable-tick▮eting=on',
      'disable-ticketing',
      ['disable-ticketing: Admits everyone without a password', 'Default: off'],
    ],
    [
      'says of a monitor on a SPICE port who opens that',
      'kvm -nodefaults -chardev spiceport,id=m,name=m -mo▮n m -spice port=1,disable-ticketing=on',
      '-mon',
      [
        'Anyone on the network can run commands on this host: a SPICE port opens the HMP monitor · monitor-on-open-display',
        '…',
        '-mon: Makes a monitor on a chardev that another option defines',
        'Deprecated since QEMU 11.1; use -object monitor-hmp|monitor-qmp',
      ],
    ],
  ]);
});
