import { describe, it } from 'node:test';
import { check, checkFix, checkSilent, WITHOUT_REFUSALS } from '../support/check.ts';

describe('monitor-connects-out', () => {
  it('marks the address that QEMU connects to', () => {
    check(`
qemu-system-x86_64 -qmp tcp:10.0.0.1:4444 -monitor telnet:localhost:4445,reconnect-ms=500
                            ^^^^^^^^ 💡 warning monitor-connects-out: QMP connects to tcp 10.0.0.1:4444 without verified TLS: any host that answers can control QEMU
                                                          ^^^^^^^^^ 💡 warning monitor-connects-out: HMP connects to telnet localhost:4445: any local user who listens there first can control QEMU
`);
  });

  it('takes server=off and noserver at their word', () => {
    check(`
kvm -monitor tcp:10.0.0.1:4444,server=off -monitor tcp:10.0.0.1:4444,server,noserver
                 ^^^^^^^^ 💡 warning monitor-connects-out
                                                       ^^^^^^^^ 💡 warning monitor-connects-out
`);
  });

  it('is silent where the server is verified', () => {
    checkSilent(`
kvm -object tls-creds-x509,id=t,dir=/d,endpoint=client \\
  -chardev socket,id=m,host=example.org,port=1,tls-creds=t -mon m,mode=control
`);
  });

  it('does not take anonymous credentials for verification', () => {
    check(`
kvm -object tls-creds-anon,id=t -chardev socket,id=m,host=example.org,port=1,tls-creds=t -mon m
                                                          ^^^^^^^^^^^ 💡 warning monitor-connects-out
`);
  });

  it('is silent on UNIX clients and on what QEMU refuses', () => {
    checkSilent(
      'kvm -monitor unix:/run/x.sock -monitor tcp::4444 -monitor tcp:h:1,nowait',
      WITHOUT_REFUSALS,
    );
  });

  it('connects to a UNIX socket instead and keeps reconnecting', () => {
    checkFix(
      'kvm -qmp tcp:10.0.0.1:4444,reconnect=5\n',
      'kvm -qmp "unix:${XDG_RUNTIME_DIR:-$HOME}/run-qmp.sock,reconnect=5"\n',
      WITHOUT_REFUSALS,
    );
  });
});
