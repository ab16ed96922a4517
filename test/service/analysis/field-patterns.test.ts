/**
 * What public launch scripts, domains and config files taught us, written anew: each fixture is a form
 * that was seen in the field and that a simpler reading gets wrong.
 */
import { describe, it } from 'node:test';
import { check, inArgs, inXml } from '../../support/check.ts';

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
          ^ 💡 error monitor-on-network: QMP on tcp 0:5955: anyone on the network can run commands on this host
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
});

describe('domains as people write them', () => {
  const XML = { languageId: 'xml' };

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
});

describe('machines as people start them', () => {
  it('nothing graphical in the background, and a flag that QEMU forgot', () => {
    check(`
kvm -m 192 -nographic -daemonize -k en-us &
                      ^^^^^^^^^^ information refused-by-qemu
kvm -chardev stdio,mux=on,id=s -mon chardev=s,mode=readline,default -device isa-serial,chardev=s
                                                            ^^^^^^^ hint refused-by-qemu: Newer QEMU…
`);
  });

  it('libvirt hands over a descriptor, and has chardevs of its own', () => {
    inArgs.checkSilent(`/usr/bin/kvm -nodefaults -chardev socket,id=charmonitor,fd=1729,server=on,wait=off \\
-mon chardev=charmonitor,id=monitor,mode=control -vnc 127.0.0.1:0,audiodev=audio1
`);
    inXml.check(`
<domain xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
  <qemu:commandline>
    <qemu:arg value='-mon'/><qemu:arg value='chardev=charmonitor,mode=readline'/>
    <qemu:arg value='-vnc'/><qemu:arg value=':5'/>
    <qemu:arg value='-monitor telnet::4444,server,nowait'/>
                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ 💡 information refused-by-qemu
  </qemu:commandline>
</domain>
`);
  });
});
