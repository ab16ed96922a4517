import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  applyFix,
  check,
  checkSilent,
  firstFixes,
  fixesOf,
  WITHOUT_REFUSALS,
} from '../support/check.ts';

const CREDS = '-object tls-creds-x509,id=t,dir=/d,endpoint=server';
const SOCKET = '-chardev socket,id=m,host=0.0.0.0,port=4444,server=on,wait=off,tls-creds=t';
const MARK = `${' '.repeat(SOCKET.length - 1)}^`;

describe('monitor-tls-without-authorization', () => {
  it('marks the credentials of a socket without tls-authz', () => {
    check(`
kvm ${CREDS} \\
${SOCKET} -mon m
${MARK} 💡 warning monitor-tls-without-authorization: HMP on tcp 0.0.0.0:4444: anyone with a certificate can control QEMU (no tls-authz)
`);
  });

  it('knows pre-shared keys, to which authorization does not apply', () => {
    check(`
kvm -object tls-creds-psk,id=t,dir=/d,endpoint=server \\
${SOCKET} -mon m
${MARK} 💡 warning monitor-tls-without-authorization: HMP on tcp 0.0.0.0:4444: anyone with a TLS key can control QEMU, whatever tls-authz says
`);
  });

  it('knows lists that allow everyone, as properties and as JSON', () => {
    const lists = [
      '-object authz-list,id=a,policy=allow',
      `-object '{"qom-type":"authz-list","id":"a","rules":[{"match":"*","policy":"allow","format":"glob"}]}'`,
    ];
    for (const list of lists) {
      check(`
kvm ${CREDS} ${list} \\
${SOCKET},tls-authz=a -mon m
${MARK} 💡 warning monitor-tls-without-authorization: HMP on tcp 0.0.0.0:4444: anyone with a certificate can control QEMU (tls-authz allows all)
`);
    }
  });

  it('accepts a policy that names clients', () => {
    // An exact `*`, which is the default format, is no client's name.
    const rule = '{"match":"*","policy":"allow"},{"match":"CN=alice","policy":"allow"}';
    checkSilent(
      `kvm ${CREDS} -object '{"qom-type":"authz-list","id":"a","rules":[${rule}]}' ${SOCKET},tls-authz=a -mon m`,
    );
    checkSilent(
      `kvm ${SOCKET},tls-authz=a -mon m ${CREDS} -object authz-simple,id=a,identity=CN=alice`,
    );
  });

  it('is silent where QEMU does not start or the objects are unknown', () => {
    checkSilent(`kvm ${SOCKET} -mon m`, WITHOUT_REFUSALS);
    checkSilent(`kvm -object tls-creds-x509,id=t,dir=/d ${SOCKET} -mon m`, WITHOUT_REFUSALS);
    checkSilent(`kvm "$@" ${SOCKET} -mon m`);
  });

  it('offers the UNIX socket without preferring it to TLS', () => {
    const analysis = check(`
kvm ${CREDS} \\
${SOCKET} -mon m
${MARK} 💡 warning monitor-tls-without-authorization
`);
    const [finding] = analysis.findings;
    assert.ok(finding);
    const offered = fixesOf(analysis, finding).map(({ id, preferred }) => ({
      id,
      preferred,
    }));
    assert.deepEqual(offered, [
      { id: 'switch-to-unix', preferred: false },
      { id: 'authorize-client', preferred: true },
      { id: 'remove-monitor', preferred: false },
    ]);
  });

  it('adds the authorization that is missing', () => {
    for (const options of ['-monitor tcp::1,server,tls-creds=t', `${SOCKET} -mon m`]) {
      const after = applyFix(`kvm ${CREDS} ${options}`, 'authorize-client');
      const authz = '-object authz-simple,id=monauthz0,identity=CN=client';
      const authorized = options.replace('tls-creds=t', 'tls-creds=t,tls-authz=monauthz0');
      assert.equal(after, `kvm ${CREDS} ${authz} ${authorized}`);
      checkSilent(after);
    }
  });

  it('puts the object of the storage daemon where it is looked for', () => {
    const creds = CREDS.replace('-object', '--object');
    const socket = SOCKET.replace('-chardev', '--chardev');
    const after = applyFix(
      `qemu-storage-daemon ${creds} ${socket} --monitor m`,
      'authorize-client',
    );
    const authz = '--object authz-simple,id=monauthz0,identity=CN=client';
    assert.equal(
      after,
      `qemu-storage-daemon ${creds} ${authz} ${socket},tls-authz=monauthz0 --monitor m`,
    );
    checkSilent(after);
  });

  it('makes a list that allows everyone one that names a client', () => {
    const becomes = (before: string, after: string) => {
      const line = (list: string) => `kvm ${CREDS} -object ${list} ${SOCKET},tls-authz=a -mon m`;
      assert.equal(applyFix(line(before), 'authorize-client'), line(after));
      checkSilent(line(after));
    };
    becomes('authz-list,id=a,policy=allow', 'authz-simple,id=a,identity=CN=client');
    becomes(
      `'{"qom-type":"authz-list","id":"a","policy":"allow"}'`,
      `'{"qom-type":"authz-simple","id":"a","identity":"CN=client"}'`,
    );
    const rules = (match: string, policy: string) =>
      `'{"qom-type":"authz-list","id":"a","policy":"${policy}","rules":[{"match":"CN=a","policy":"allow"},{"match":"${match}","policy":"allow","format":"glob"}]}'`;
    becomes(rules('*', 'deny'), rules('CN=client', 'deny'));
    becomes(rules('*', 'allow'), rules('CN=client', 'deny'));
    becomes(rules('CN=b*', 'allow'), rules('CN=b*', 'deny'));
  });

  it('leaves alone a list that only says who is turned away', () => {
    const rules = '"rules":[{"match":"CN=a","policy":"deny"}]';
    const list = `'{"qom-type":"authz-list","id":"a","policy":"allow",${rules}}'`;
    const ids = firstFixes(`kvm ${CREDS} -object ${list} ${SOCKET},tls-authz=a -mon m`).map(
      ({ id }) => id,
    );
    assert.deepEqual(ids, ['switch-to-unix', 'remove-monitor']);
  });

  it('offers certificates in the place of keys', () => {
    const psk = '-object tls-creds-psk,id=t,dir=/keys,endpoint=server,priority=NORMAL';
    const after = applyFix(`kvm ${psk} ${SOCKET} -mon m`, 'use-certificates');
    const creds = '-object tls-creds-x509,id=t,dir=/etc/pki/qemu,endpoint=server';
    const authz = '-object authz-simple,id=monauthz0,identity=CN=client';
    assert.equal(after, `kvm ${creds} ${authz} ${SOCKET},tls-authz=monauthz0 -mon m`);
    checkSilent(after);
  });
});
