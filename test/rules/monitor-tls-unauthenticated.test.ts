import { describe, it } from 'node:test';
import { check, checkFix } from '../support/check.ts';

const SOCKET = '-chardev socket,id=m,host=0.0.0.0,port=4444,server=on,wait=off,tls-creds=t';
const MARK = `${' '.repeat(SOCKET.length - 1)}^`;

describe('monitor-tls-unauthenticated', () => {
  it('knows anonymous credentials', () => {
    check(`
kvm -object tls-creds-anon,id=t,endpoint=server \\
${SOCKET} -mon m
${MARK} 💡 error monitor-tls-unauthenticated: HMP monitor over TLS (tcp port 4444) admits any client, because its credentials are anonymous; use x509 credentials with verify-peer=on and tls-authz, or a UNIX socket
`);
  });

  it('knows verify-peer in all its spellings of off', () => {
    for (const off of ['verify-peer=off', 'verify-peer=no', 'noverify-peer']) {
      check(`
kvm -object tls-creds-x509,id=t,dir=/d,endpoint=server,${off} \\
${SOCKET} -mon m
${MARK} 💡 error monitor-tls-unauthenticated: HMP monitor over TLS (tcp port 4444) admits any client, because verify-peer is off; …
`);
    }
  });

  it('says that an authorization object is never asked', () => {
    check(`
kvm -object tls-creds-anon,id=t,endpoint=server -object authz-simple,id=a,identity=x \\
${SOCKET},tls-authz=a -mon m
${MARK} 💡 error monitor-tls-unauthenticated: HMP monitor over TLS (tcp port 4444) admits any client, because its credentials are anonymous and tls-authz is never consulted; …
`);
  });

  it('reads credentials of a config file', () => {
    check(
      `[object "t"]
  qom-type = "tls-creds-anon"
  endpoint = "server"
[chardev "m"]
  backend = "socket"
  host = "0.0.0.0"
  port = "4444"
  server = "on"
  tls-creds = "t"
               ^ 💡 error monitor-tls-unauthenticated
[mon]
  chardev = "m"
`,
      { languageId: 'qemu-config' },
    );
  });

  it('drops the TLS properties, which QEMU refuses on UNIX sockets', () => {
    checkFix(
      `kvm -object tls-creds-anon,id=t,endpoint=server ${SOCKET} -mon m\n`,
      'kvm -object tls-creds-anon,id=t,endpoint=server -chardev socket,id=m,"path=${XDG_RUNTIME_DIR:-/run}/run-monitor.sock",server=on,wait=off -mon m\n',
    );
  });
});
