import { describe, it } from 'node:test';
import { splitWords } from '../../server/src/text/split-words.ts';
import { check, checkFix, checkSilent } from '../support/check.ts';

describe('monitor-on-loopback', () => {
  it('marks the host and says who can reach it', () => {
    check(`
qemu-system-x86_64 -monitor telnet:localhost:5555,server,nowait
                                   ^^^^^^^^^ 💡 warning monitor-on-loopback: HMP on telnet localhost:5555: any local user or web page can run commands on this host
`);
  });

  it('speaks of the host that ssh goes to, and of this one where only a user or a container is another', () => {
    check(`
ssh lab 'kvm -monitor tcp:localhost:1,server -qmp tcp::2,server'
                          ^^^^^^^^^ 💡 warning monitor-on-loopback: HMP on localhost:1: any user of the remote host can run commands there
                                                  ^^^^^^ 💡 error monitor-on-network: QMP on tcp *:2: anyone on the network can run commands on the remote host
ssh lab sudo -u vm kvm -monitor unix:/tmp/m.sock,server
                                     ^^^^ 💡 information monitor-socket-in-shared-directory: HMP socket in /tmp: any user of the remote host can impersonate the monitor
sudo -u vm kvm -monitor tcp:localhost:3,server
                            ^^^^^^^^^ 💡 warning monitor-on-loopback: HMP on localhost:3: any local user or web page can run commands on this host
`);
  });

  it('knows every spelling of loopback', () => {
    for (const host of splitWords('127.0.0.1 127.0.0.2 127.1 0x7f000001 2130706433 LOCALHOST')) {
      const indent = ' '.repeat('kvm -qmp tcp:'.length);
      const carets = '^'.repeat(host.length);
      check(`kvm -qmp tcp:${host}:1,server\n${indent}${carets} 💡 warning monitor-on-loopback`);
    }
    check(`
kvm -chardev socket,id=m,host=::1,port=1,server=on -mon m
                              ^^^ 💡 warning monitor-on-loopback
kvm -chardev socket,id=m,host=::ffff:127.0.0.1,port=1,server=on -mon m
                              ^^^^^^^^^^^^^^^^ 💡 warning monitor-on-loopback
`);
  });

  it('counts the default of an expansion as the value', () => {
    check(`
qemu-system-x86_64 -qmp tcp:\${HOST:-127.0.0.1}:4444,server
                                    ^^^^^^^^^ 💡 warning monitor-on-loopback
`);
  });

  it('is silent where the credentials decide it', () => {
    checkSilent(
      'kvm -object tls-creds-x509,id=t,dir=/d,endpoint=server -object authz-pam,id=a,service=s ' +
        '-chardev socket,id=m,host=localhost,port=1,server=on,tls-creds=t,tls-authz=a -mon m',
    );
  });

  it('carries an unknown port into the name of the socket', () => {
    checkFix(
      'qemu-system-x86_64 -monitor tcp:127.0.0.1:$PORT,server,nowait\n',
      'qemu-system-x86_64 -monitor "unix:${XDG_RUNTIME_DIR:-$HOME}/run-$PORT-monitor.sock,server,nowait"\n',
    );
  });

  it('carries arithmetic, and braces a variable that would run into what follows', () => {
    checkFix(
      'kvm -qmp tcp:localhost:$((4000 + i)),server -monitor tcp:localhost:${P}0,server -monitor tcp:localhost:"$Q"1,server\n',
      'kvm -qmp "unix:${XDG_RUNTIME_DIR:-$HOME}/run-$((4000 + i))-qmp.sock,server" ' +
        '-monitor "unix:${XDG_RUNTIME_DIR:-$HOME}/run-${P}0-monitor.sock,server" ' +
        '-monitor "unix:${XDG_RUNTIME_DIR:-$HOME}/run-${Q}1-monitor.sock,server"\n',
    );
  });

  it('edits the assignment where the option is written', () => {
    checkFix(
      `MONITOR='-monitor telnet:localhost:5555,server,nowait'\nqemu-system-x86_64 $MONITOR\n`,
      `MONITOR='-monitor '"unix:\${XDG_RUNTIME_DIR:-$HOME}/run-monitor.sock"',server,nowait'\nqemu-system-x86_64 $MONITOR\n`,
    );
  });

  it('edits the element of an array and leaves the others', () => {
    checkFix(
      'args=(-m 1G)\nargs+=(-qmp "tcp:localhost:4444,server=on,wait=off")\nkvm "${args[@]}"\n',
      'args=(-m 1G)\nargs+=(-qmp "unix:${XDG_RUNTIME_DIR:-$HOME}/run-qmp.sock,server=on,wait=off")\nkvm "${args[@]}"\n',
    );
  });

  it('edits the command where only the port comes from a variable, and keeps the variable', () => {
    checkFix(
      'PORT=4444\nkvm -monitor tcp:localhost:$PORT,server\n',
      'PORT=4444\nkvm -monitor "unix:${XDG_RUNTIME_DIR:-$HOME}/run-$PORT-monitor.sock,server"\n',
    );
  });

  it('edits inside the default of an expansion', () => {
    checkFix(
      'kvm ${MON:--monitor tcp:localhost:1,server}\n',
      'kvm ${MON:--monitor "unix:${XDG_RUNTIME_DIR:-$HOME}/run-monitor.sock,server"}\n',
    );
  });
});
