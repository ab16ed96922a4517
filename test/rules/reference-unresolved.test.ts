import { describe, it } from 'node:test';
import { check, checkFix, checkNoFix, checkSilent } from '../support/check.ts';

const SERVER = '-object tls-creds-x509,id=t,dir=/d,endpoint=server,verify-peer=on';
const SOCKET = '-chardev socket,id=m,host=10.0.0.1,port=1,server=on,tls-creds=t,tls-authz';

describe('reference-unresolved', () => {
  it('reports an authorization that turns every client away', () => {
    const before = `kvm ${SERVER} -object authz-simple,id=auth0,identity=a ${SOCKET}=`;
    check(`
${before}other -mon m
${' '.repeat(before.length)}^^^^^ 💡 warning reference-unresolved: Nobody can connect: there is no authorization object 'other'
${before}auht0 -mon m
${' '.repeat(before.length)}^^^^^ 💡 warning reference-unresolved: Nobody can connect: there is no authorization object 'auht0'; did you mean 'auth0'?
${before}t -mon m
${' '.repeat(before.length)}^ warning reference-unresolved
`);
  });

  it('tells of credentials without which QEMU does not start', () => {
    check(`
kvm -chardev socket,id=m,host=10.0.0.1,port=1,server=on,tls-creds=nowhere -mon m
                                                                  ^^^^^^^ 💡 warning reference-unresolved: QEMU does not start: No TLS credentials with id 'nowhere'
`);
  });

  it('names the nearest object', () => {
    checkFix(
      `kvm ${SERVER} -object authz-simple,id=auth0,identity=a ${SOCKET}=auth -mon m\n`,
      `kvm ${SERVER} -object authz-simple,id=auth0,identity=a ${SOCKET}=auth0 -mon m\n`,
    );
  });

  it('is silent if the authorization is unused', () => {
    const anonymous = SERVER.replace('x509', 'anon').replace(',verify-peer=on', '');
    check(`
kvm ${anonymous} ${SOCKET}=x -mon m
${' '.repeat(`kvm ${anonymous} ${SOCKET}`.length - 'tls-authz'.length - 2)}^ 💡 error monitor-tls-unauthenticated
`);
  });

  it('is silent where something is out of sight', () => {
    checkSilent(`
kvm "$@" ${SERVER} ${SOCKET}=x -mon m
kvm ${SERVER} ${SOCKET}=$AUTHZ -mon m
kvm ${SERVER} ${SOCKET}=x -mon m -readconfig vm.cfg
`);
  });

  it('defines what is not there', () => {
    const authz = '-object authz-simple,id=other,identity=CN=client';
    checkFix(
      `kvm ${SERVER} ${SOCKET}=other -mon m\n`,
      `kvm ${SERVER} ${authz} ${SOCKET}=other -mon m\n`,
    );
    const creds = 'tls-creds-x509,id=x,dir=/etc/pki/qemu,endpoint=server,verify-peer=on';
    const string = 'tcp:10.0.0.1:1,server,tls-creds=x,tls-authz=other';
    checkFix(`kvm -monitor ${string}\n`, `kvm -object ${creds} ${authz} -monitor ${string}\n`);
  });

  it('defines the credentials of a client as one, and adds the authorization that a server lacks', () => {
    const client = '-qmp tcp:10.0.0.1:1,tls-creds=x';
    const creds = (endpoint: string) =>
      `-object tls-creds-x509,id=x,dir=/etc/pki/qemu,endpoint=${endpoint},verify-peer=on`;
    checkFix(`kvm ${client}\n`, `kvm ${creds('client')} ${client}\n`);
    const authz = '-object authz-simple,id=monauthz0,identity=CN=client';
    const server = '-qmp tcp:10.0.0.1:1,server=on,tls-creds=x';
    checkFix(`kvm ${server}\n`, `kvm ${creds('server')} ${authz} ${server},tls-authz=monauthz0\n`);
    // A guest's line is no monitor.
    const serial = '-serial tcp:10.0.0.1:1,server=on,tls-creds=x';
    checkFix(`kvm ${serial}\n`, `kvm ${creds('server')} ${serial}\n`);
    const named = authz.replace('monauthz0', 'who');
    checkFix(
      `kvm ${serial},tls-authz=who\n`,
      `kvm ${creds('server')} ${named} ${serial},tls-authz=who\n`,
    );
  });

  it('defines nothing with a name that QEMU takes for none, or that would be two things', () => {
    checkNoFix(`
kvm -monitor tcp::1,server,tls-creds=x,tls-authz=x
                                     ^ warning reference-unresolved
kvm ${SERVER} ${SOCKET}=0 -mon m
${' '.repeat(`kvm ${SERVER} ${SOCKET}=`.length)}^ warning reference-unresolved
`);
  });
});
