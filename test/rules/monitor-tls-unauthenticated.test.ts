import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { applyFix, check, checkFix, checkSilent, inConfig } from '../support/check.ts';

const SOCKET = '-chardev socket,id=m,host=0.0.0.0,port=4444,server=on,wait=off,tls-creds=t';
const MARK = `${' '.repeat(SOCKET.length - 1)}^`;

describe('monitor-tls-unauthenticated', () => {
  it('knows anonymous credentials', () => {
    check(`
kvm -object tls-creds-anon,id=t,endpoint=server \\
${SOCKET} -mon m
${MARK} 💡 error monitor-tls-unauthenticated: HMP on tcp 0.0.0.0:4444: anonymous TLS lets anyone control QEMU
`);
  });

  it('knows verify-peer in all its spellings of off', () => {
    for (const off of ['verify-peer=off', 'verify-peer=no', 'noverify-peer']) {
      check(`
kvm -object tls-creds-x509,id=t,dir=/d,endpoint=server,${off} \\
${SOCKET} -mon m
${MARK} 💡 error monitor-tls-unauthenticated: HMP on tcp 0.0.0.0:4444: verify-peer=off lets anyone control QEMU
`);
    }
  });

  it('says that an authorization object is never asked', () => {
    check(`
kvm -object tls-creds-anon,id=t,endpoint=server -object authz-simple,id=a,identity=x \\
${SOCKET},tls-authz=a -mon m
${MARK} 💡 error monitor-tls-unauthenticated: HMP on tcp 0.0.0.0:4444: anonymous TLS lets anyone control QEMU and ignores tls-authz
`);
  });

  it('reads credentials of a config file', () => {
    inConfig.check(`[object "t"]
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
`);
  });

  it('drops the TLS properties, which QEMU refuses on UNIX sockets', () => {
    checkFix(
      `kvm -object tls-creds-anon,id=t,endpoint=server ${SOCKET} -mon m\n`,
      'kvm -object tls-creds-anon,id=t,endpoint=server -chardev "socket,id=m,path=${XDG_RUNTIME_DIR:-$HOME}/run-monitor.sock,server=on,wait=off" -mon m\n',
    );
  });

  it('adds what credentials lack and leaves the rest', () => {
    const authz = '-object authz-simple,id=monauthz0,identity=CN=client';
    const fixed = `${authz} ${SOCKET},tls-authz=monauthz0 -mon m`;
    for (const [off, on] of [
      ['dir=/d,endpoint=server,verify-peer=off', 'dir=/d,endpoint=server,verify-peer=on'],
      ['noverify-peer,dir=/d,endpoint=server', 'verify-peer=on,dir=/d,endpoint=server'],
    ] as const) {
      const creds = (properties: string) => `kvm -object tls-creds-x509,id=t,${properties} `;
      const after = applyFix(`${creds(off)}${SOCKET} -mon m`, 'verify-client');
      assert.equal(after, creds(on) + fixed);
      checkSilent(after);
    }
    const id = 'use-certificates';
    const anonymous = `kvm -object tls-creds-anon,id=t,endpoint=server ${SOCKET} -mon m`;
    const after = applyFix(anonymous, id);
    const creds = 'tls-creds-x509,id=t,endpoint=server,dir=/etc/pki/qemu';
    assert.equal(after, `kvm -object ${creds} ${fixed}`);
    checkSilent(after);
  });

  it('defines the authorization object that was never asked for', () => {
    const after = applyFix(
      `kvm -object tls-creds-x509,id=t,dir=/d,endpoint=server,verify-peer=off ${SOCKET},tls-authz=who -mon m`,
      'verify-client',
    );
    const creds = '-object tls-creds-x509,id=t,dir=/d,endpoint=server,verify-peer=on';
    const authz = '-object authz-simple,id=who,identity=CN=client';
    assert.equal(after, `kvm ${creds} ${authz} ${SOCKET},tls-authz=who -mon m`);
    checkSilent(after);
  });

  it('repairs credentials in JSON and in a config file', () => {
    const json = (verify: string) =>
      `kvm -object '{"qom-type":"tls-creds-x509","id":"t","dir":"/d","endpoint":"server","verify-peer":${verify}}' -object authz-simple,id=a,identity=CN=a ${SOCKET},tls-authz=a -mon m`;
    const id = 'verify-client';
    assert.equal(applyFix(json('false'), id), json('true'));
    checkSilent(json('true'));
    const config = (creds: string, socket: string, rest: string) =>
      `[object "t"]\n${creds}[chardev "m"]\n  backend = "socket"\n  host = "0.0.0.0"\n  port = "1"\n  server = "on"\n  tls-creds = "t"\n${socket}${rest}[mon]\n  chardev = "m"\n`;
    const options = { languageId: 'qemu-config' };
    const after = applyFix(
      config('  qom-type = "tls-creds-anon"\n  endpoint = "server"\n', '', ''),
      'use-certificates',
      options,
    );
    assert.equal(
      after,
      config(
        '  qom-type = "tls-creds-x509"\n  endpoint = "server"\n  dir = "/etc/pki/qemu"\n',
        '  tls-authz = "monauthz0"\n',
        '\n[object "monauthz0"]\n  qom-type = "authz-simple"\n  identity = "CN=client"\n',
      ),
    );
    checkSilent(after, options);
  });
});
