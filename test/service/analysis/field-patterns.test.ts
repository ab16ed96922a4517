/**
 * What public launch scripts, domains and config files taught us, written anew: each fixture is a form
 * that was seen in the field and that a simpler reading gets wrong.
 */
import { describe, it } from 'node:test';
import { check, checkSilent } from '../../support/check.ts';

describe('scripts as people write them', () => {
  it('a comment that ends in a backslash does not swallow the command below it', () => {
    check(`
#qemu-system-x86_64 -m 2G \\
kvm -m 4G -monitor tcp:0:5955,server,nowait \\
                       ^ 💡 error monitor-on-network
  -nographic \\
#  -monitor tcp:0.0.0.0:1,server \\
`);
  });

  it('a backslash without a blank before it ends a word with the line, or cuts it in two', () => {
    check(`
kvm -monitor telnet:localhost:4321,server,nowait\\
                    ^^^^^^^^^ 💡 warning monitor-on-loopback
 -qmp tcp:0:59\\
          ^ 💡 error monitor-on-network: Anyone on the network can run commands on this host through this QMP monitor (tcp port 5955)
55,server
`);
  });

  it('a command that ends in a backslash and an empty line', () => {
    check(`
kvm -qmp tcp:0:5956,server,nowait \\
             ^ 💡 error monitor-on-network
  -boot menu=on \\

echo done
`);
  });

  it('lines that are no shell cost only themselves', () => {
    check(`
Boot the (patched) kernel like this:
kvm -monitor tcp::4444,server
             ^^^^^^^^^ 💡 error monitor-on-network
it's prose, with an apostrophe
`);
  });

  it('quotes begin and end in the middle of words', () => {
    check(`
kvm -monitor tcp::"$PORT",server -qmp telnet:"$h:$p",server
             ^^^^^^^^^^^ 💡 error monitor-on-network
                                              ^^ 💡 error monitor-on-network
"kvm" "-monitor" "tcp:127.0.0.1:"'4444',server
                      ^^^^^^^^^ 💡 warning monitor-on-loopback
`);
  });

  it('a port defined elsewhere belongs to the address', () => {
    check(`
PORT=55555
kvm -monitor tcp::$PORT,server
             ^^^^^^^^^^ 💡 error monitor-on-network: Anyone on the network can run commands on this host through this HMP monitor (tcp port 55555)
`);
  });

  it('one array mixes safe and unsafe monitors, with comments in it', () => {
    check(`
args=(
  -qmp unix:/run/vm/qmp.sock,server,nowait # for libvirt-like tools
  # -monitor tcp:0.0.0.0:1,server
  -m 1G
)
if [ -n "$DEBUG" ]; then
  args+=("-monitor" "telnet::45454,server,nowait")
                     ^^^^^^^^^^^^^ 💡 error monitor-on-network
fi
exec "\${QEMU:-qemu-system-aarch64}" "\${args[@]}" "$@"
`);
  });

  it('the host comes from a variable, the option from another', () => {
    check(`
bind=0.0.0.0
     ^^^^^^^ 💡 error monitor-on-network
if [ "$1" = ui ]; then
  UI="-mon chardev=hmp,mode=readline -chardev socket,id=hmp,host=$bind,port=$hmp_port,server=on,wait=off"
  UI="$UI -chardev socket,id=uart,host=$bind,port=4001,server=on,wait=off -serial chardev:uart"
fi
"$QEMU" -m 1G $UI
python3 ui.py --qmp "tcp:127.0.0.1:$qmp_port"
`);
  });

  it('safe values stay safe through variables', () => {
    checkSilent(`
MONITOR=unix:$(pwd)/monitor.sock,server,nowait
CONSOLE=stdio
qemu-system-x86_64 -monitor "$MONITOR" -serial "$CONSOLE" -monitor \${MON2:-none}
`);
  });

  it('values that nothing starts, or that are overwritten, say nothing', () => {
    checkSilent(`
UNUSED="-monitor tcp:0.0.0.0:4444,server"
MON="-monitor tcp:0.0.0.0:4444,server"
MON="-monitor unix:/run/mon.sock,server"
qemu-system-x86_64 $MON
`);
  });

  it('clients, usage texts and other programs with options of the same name', () => {
    checkSilent(`
usage() { echo "usage: $0 [-monitor tcp:0.0.0.0:4444,server]"; }
echo quit | nc localhost 4444; telnet 0.0.0.0 4444; socat - TCP:0.0.0.0:4444
QEMU_MONITOR="socat - unix-connect:/run/mon.sock"
echo q | $QEMU_MONITOR
airodump-ng -mon mon0 --monitor tcp:0.0.0.0:4444
grep -q -- "-monitor tcp:0.0.0.0" run.sh
ps aux | grep "qemu-system-x86_64 -monitor telnet:0.0.0.0:1"
`);
  });

  it('chardevs count only when a monitor owns them', () => {
    checkSilent(`
kvm -chardev socket,id=ipmi,host=localhost,port=9002,reconnect-ms=1000 -device ipmi-bmc-extern,chardev=ipmi \\
  -chardev socket,id=charmonitor,fd=26,server=on,wait=off -mon chardev=charmonitor,mode=control \\
  -chardev file,id=log,path=/tmp/log,server,nowait -serial chardev:log
`);
  });

  it('spellings of -mon', () => {
    check(`
kvm -chardev socket,id=mon0,host=0.0.0.0,port=1,server,nowait,telnet -mon mon0
                                 ^^^^^^^ 💡 error monitor-on-network: Anyone on the network can run commands on this host through this HMP monitor (telnet port 1)
kvm --chardev stdio,id=c,mux=on --mon chardev=mon0,chardev=c -serial chardev:c
kvm -serial mon:tcp::9012,server,telnet,nowait
                ^^^^^^^^^ 💡 error monitor-on-network: Anyone on the network can run commands on this host through this guest port's HMP monitor (telnet port 9012)
`);
  });

  it('odd command words', () => {
    check(`
($SDK/bin/qemu-system-x86_64 -monitor tcp::1,server; echo $?) &
                                      ^^^^^^ 💡 error monitor-on-network
$NO_ACTION $IONICE $QEMU -m 1G -monitor tcp::2,server
                                        ^^^^^^ 💡 error monitor-on-network
DISPLAY=:0 SDL_AUDIO=x $(dirname "$0")/qemu-system-i386 -monitor tcp::3,server; exit
                                                                 ^^^^^^ 💡 error monitor-on-network
`);
  });
});

describe('domains and config files as people write them', () => {
  const XML = { languageId: 'xml' };
  it('comments, prefixes and quotes do not matter, the namespace does', () => {
    check(
      `<domain type="kvm">
  <commandline xmlns="http://libvirt.org/schemas/domain/qemu/1.0">
    <arg value="-redir"/><arg value="tcp:5555::5555"/><!-- <arg value="-qmp"/> -->
    <arg value='-monitor'/> <arg value="tcp:0:1,server"/>
                                            ^ 💡 error monitor-on-network
  </commandline>
</domain>
`,
      XML,
    );
    check(
      `<domain>
  <qemu:commandline><qemu:arg value='-qmp'/><qemu:arg value='tcp:0:1,server'/></qemu:commandline>
  ^^^^^^^^^^^^^^^^^^ 💡 information xml-arguments-ignored
</domain>`,
      XML,
    );
  });

  it('a template that is no XML costs only its own lines', () => {
    check(
      `<domain xmlns:qemu="http://libvirt.org/schemas/domain/qemu/1.0">
  {% if debug < 2 %}
  <qemu:commandline>
    <qemu:arg value="-qmp"/>
    <qemu:arg value="tcp:{{ host }}:1,server"/>
                         ^^^^^^^^^^ 💡 error monitor-on-network
  </qemu:commandline>
</domain>
`,
      XML,
    );
  });

  it('other people’s files with sections of the same name are left alone', () => {
    for (const text of [
      '[global]\nfsid = x\n[mon]\n  mon data = /var/lib/ceph/mon\n[mon.a]\nhost = a\n',
      '[main]\nplugins=keyfile\n[device]\nwifi.scan-rand-mac-address=no\n',
      '[submodule "qemu"]\n\tpath = qemu\n\turl = ../qemu\n',
      '[machine]\nhost = 127.0.0.1\n',
    ]) {
      checkSilent(text, { languageId: 'ini', path: '/w/a.conf' });
    }
  });

  it('text behind the quotes, repeated keys and ports of other devices are normal', () => {
    checkSilent(
      `[device "rp0"]
  driver = "pcie-root-port"
  port = "9"            # CHANGE ME
[chardev "m"]
  backend = "socket"
  path = "/run/a.sock"
  path = "/run/b.sock"
  server = "on"
#[mon "m"]
[mon "m"]
  chardev = "m"
`,
      { languageId: 'ini', path: '/w/vm.cfg' },
    );
  });
});

describe('machines as people start them', () => {
  it('the default monitor counts only where a display shows it', () => {
    check(`
kvm -m 1G -vnc 0.0.0.0:7 -k en-us
               ^^^^^^^ 💡 error monitor-on-open-display
kvm -m 1G -display vnc=:3 -serial telnet:localhost:4321,server -daemonize
                       ^^ 💡 error monitor-on-open-display
kvm -m 1G -nographic -vnc :8
kvm -m 1G -display none -vnc :1 -monitor stdio
kvm -m 1G -vnc :2 -chardev stdio,id=c,mux=on -mon chardev=c -serial chardev:c
kvm -m 1G -vnc :4 -nodefaults
kvm -m 1G -vnc :5 "$@"
kvm -m 1G -vnc none
`);
  });

  it('what puts the monitor out of the way says nothing', () => {
    checkSilent(`
kvm -kernel bzImage -initrd root.cpio -nographic -monitor /dev/null
kvm -display none -monitor none -qmp unix:qmp.sock,server=on,wait=off
kvm -serial null -serial mon:stdio -nographic
kvm -k en-us -monitor null -serial file:serial.txt
kvm -nographic -serial mon:stdio -monitor none
`);
  });

  it('nothing graphical in the background, and a flag that QEMU forgot', () => {
    check(`
kvm -m 192 -nographic -daemonize -k en-us &
                      ^^^^^^^^^^ information refused-by-qemu
kvm -chardev stdio,mux=on,id=s -mon chardev=s,mode=readline,default -device isa-serial,chardev=s
                                                            ^^^^^^^ hint refused-by-qemu: Newer QEMU…
`);
  });

  it('a directory that is made for this start is nobody else’s', () => {
    check(`
work=$(mktemp -d /tmp/vm.XXXXXX)
kvm -monitor unix:$work/mon.sock,server,nowait
(umask 000; touch /tmp/log)
kvm -monitor unix:/run/vm/mon.sock,server,nowait
kvm -monitor unix:/tmp/vm.$ID,server,nowait
                  ^^^^ 💡 information monitor-socket-in-shared-directory
`);
  });

  it('a debugger is let in while the machine runs', () => {
    check(`
kvm -monitor unix:mon.sock,server,nowait &
printf 'gdbserver tcp::1234\\n' | nc -U mon.sock
                  ^^^^^^^^^ 💡 warning monitor-added-at-run-time
echo q | nc localhost 45454
echo 'sendkey home' | socat - UNIX-CONNECT:mon.sock
`);
  });

  it('libvirt hands over a descriptor, and has chardevs of its own', () => {
    checkSilent(
      `/usr/bin/kvm -nodefaults -chardev socket,id=charmonitor,fd=1729,server=on,wait=off \\
-mon chardev=charmonitor,id=monitor,mode=control -vnc 127.0.0.1:0,audiodev=audio1
`,
      { languageId: 'qemu-args' },
    );
    check(
      `
<domain xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
  <qemu:commandline>
    <qemu:arg value='-mon'/><qemu:arg value='chardev=charmonitor,mode=readline'/>
    <qemu:arg value='-vnc'/><qemu:arg value=':5'/>
    <qemu:arg value='-monitor telnet::4444,server,nowait'/>
                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ 💡 information refused-by-qemu
  </qemu:commandline>
</domain>
`,
      { languageId: 'xml' },
    );
  });
});
