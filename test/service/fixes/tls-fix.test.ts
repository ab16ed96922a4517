/**
 * What the fixes that keep TCP write, in every host language, and that nothing is left to say afterwards. Longer
 * than other files, since each piece that may be missing has its texts.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { FixId } from '../../../server/src/rules/fix-ids.ts';
import { applyEdits } from '../../../server/src/text/edit.ts';
import {
  analyzeText,
  applyFix,
  type CheckOptions,
  checkSilent,
  firstFixes,
  fixesOf,
  fixIds,
} from '../../support/check.ts';

const REQUIRE = 'require-tls';
const VERIFY_SERVER = 'verify-server';
const CREDS = 'tls-creds-x509,id=montls0,dir=/etc/pki/qemu,endpoint=server,verify-peer=on';
const AUTHZ = 'authz-simple,id=monauthz0,identity=CN=client';
const OBJECTS = `-object ${CREDS} -object ${AUTHZ}`;
const TLS = 'tls-creds=montls0,tls-authz=monauthz0';

/** Asserts what a fix makes of a text, that the text is silent then, and that no such fix is offered again. */
function becomes(before: string, id: FixId, after: string, options: CheckOptions = {}): void {
  assert.equal(applyFix(before, id, options), after);
  checkSilent(after, options);
}

function offers(text: string, id: FixId, options: CheckOptions = {}): boolean {
  return fixIds(text, options).flat().includes(id);
}

describe('requiring TLS of a device string makes a chardev and a monitor of it', () => {
  it('with what the author said, in full', () => {
    becomes(
      'qemu-system-x86_64 -m 1G -monitor telnet:0.0.0.0:4444,server,nowait,nodelay -S\n',
      REQUIRE,
      `qemu-system-x86_64 -m 1G ${OBJECTS} -chardev socket,id=mon0,host=0.0.0.0,port=4444,server=on,wait=off,delay=off,${TLS} -mon chardev=mon0 -S\n`,
    );
  });

  it('behind a default, and not inside of it', () => {
    const inString = (options: string) => `O="${options}"\nkvm $O -S\n`;
    becomes(
      inString('-monitor tcp:0.0.0.0:${P:-55},server'),
      REQUIRE,
      inString(
        `${OBJECTS} -chardev socket,id=mon0,host=0.0.0.0,port=\${P:-55},server=on,${TLS} -mon chardev=mon0`,
      ),
    );
    const creds = CREDS.replace('server', 'client');
    becomes(
      inString('-monitor tcp:h:${P:-55}'),
      VERIFY_SERVER,
      inString(
        `-object ${creds} -chardev socket,id=mon0,host=h,port=\${P:-55},tls-creds=montls0 -mon chardev=mon0`,
      ),
    );
  });

  it('in control mode, indented where it was', () => {
    const line = (rest: string) => `qemu-system-arm ${rest}\n`;
    const socket = `-chardev socket,id=mon0,host=localhost,port=1,server=on,${TLS}`;
    becomes(
      line('-qmp tcp:localhost:1,server=on'),
      REQUIRE,
      line(`${OBJECTS} ${socket} -mon chardev=mon0,mode=control`),
    );
    becomes(
      line('-qmp-pretty tcp:localhost:1,server=on'),
      REQUIRE,
      line(`${OBJECTS} ${socket} -mon chardev=mon0,mode=control,pretty=on`),
    );
  });

  it('without -mon for a version that deprecates it', () => {
    const options = { settings: { qemuVersion: 1101 } };
    const socket = `-chardev socket,id=mon0,host=,port=1,server=on,${TLS}`;
    becomes(
      'kvm -monitor tcp::1,server\n',
      REQUIRE,
      `kvm ${OBJECTS} ${socket} -monitor chardev:mon0\n`,
      options,
    );
  });

  it('beside options that are laid out like it', () => {
    becomes(
      'kvm \\\n  -m 1G \\\n  -qmp tcp:127.0.0.1:$PORT,server,nowait \\\n  -S\n',
      REQUIRE,
      `kvm \\\n  -m 1G \\\n  -object ${CREDS} \\\n  -object ${AUTHZ} \\\n  -chardev socket,id=mon0,host=127.0.0.1,port=$PORT,server=on,wait=off,${TLS} -mon chardev=mon0,mode=control \\\n  -S\n`,
    );
    becomes(
      'args=(\n\t-m 1G\n\t-monitor\n\t"tcp::$P,server"\n)\nkvm "${args[@]}"\n',
      REQUIRE,
      `args=(\n\t-m 1G\n\t-object\n\t${CREDS}\n\t-object\n\t${AUTHZ}\n\t-chardev\n\t"socket,id=mon0,host=,port=$P,server=on,${TLS}" -mon chardev=mon0\n)\nkvm "\${args[@]}"\n`,
    );
    becomes(
      `O='-monitor tcp::1,server'\nkvm $O\n`,
      REQUIRE,
      `O='${OBJECTS} -chardev socket,id=mon0,host=,port=1,server=on,${TLS} -mon chardev=mon0'\nkvm $O\n`,
    );
  });

  it('inside of a command in a string', () => {
    becomes(
      'bash -c "kvm -monitor \\"tcp::$P,server\\""\n',
      REQUIRE,
      `bash -c "kvm ${OBJECTS} -chardev \\"socket,id=mon0,host=,port=$P,server=on,${TLS}\\" -mon chardev=mon0"\n`,
    );
  });

  it('with two dashes where the author writes two', () => {
    becomes(
      'kvm --monitor tcp::1,server\n',
      REQUIRE,
      `kvm --object ${CREDS} --object ${AUTHZ} --chardev socket,id=mon0,host=,port=1,server=on,${TLS} --mon chardev=mon0\n`,
    );
  });

  it('with unused ids', () => {
    becomes(
      `kvm -chardev null,id=montls0 -object authz-simple,id=monauthz0,identity=CN=x -chardev null,id=mon0 -monitor tcp::1,server\n`,
      REQUIRE,
      `kvm -chardev null,id=montls0 -object authz-simple,id=monauthz0,identity=CN=x -chardev null,id=mon0 -object ${CREDS.replace('montls0', 'montls1')} -object ${AUTHZ.replace('monauthz0', 'monauthz1')} -chardev socket,id=mon1,host=,port=1,server=on,tls-creds=montls1,tls-authz=monauthz1 -mon chardev=mon1\n`,
    );
  });

  it('for the second monitor with the objects of the first', () => {
    const first = applyFix('kvm -monitor tcp::1,server -qmp tcp::2,server\n', REQUIRE);
    const monitor = `-chardev socket,id=mon0,host=,port=1,server=on,${TLS} -mon chardev=mon0`;
    const second = `-chardev socket,id=mon1,host=,port=2,server=on,${TLS} -mon chardev=mon1,mode=control`;
    assert.equal(first, `kvm ${OBJECTS} ${monitor} -qmp tcp::2,server\n`);
    becomes(first, REQUIRE, `kvm ${OBJECTS} ${monitor} ${second}\n`);
  });
});

describe('requiring TLS leaves a device string one', () => {
  it('where a guest’s device has it too', () => {
    becomes(
      'kvm -serial mon:telnet:0.0.0.0:4,server,nowait\n',
      REQUIRE,
      `kvm ${OBJECTS} -serial mon:tcp:0.0.0.0:4,server,nowait,${TLS}\n`,
    );
    becomes(
      'kvm -serial tcp:0.0.0.0:4,server,nowait,mux=on,telnet=on\n',
      REQUIRE,
      `kvm ${OBJECTS} -serial tcp:0.0.0.0:4,server,nowait,mux=on,${TLS}\n`,
    );
  });

  it('where it comes from a variable', () => {
    becomes(
      'MON=tcp::4444,server,nowait\nkvm -monitor "$MON" -S\n',
      REQUIRE,
      `MON=tcp::4444,server,nowait,${TLS}\nkvm ${OBJECTS} -monitor "$MON" -S\n`,
    );
    becomes(
      'FLAGS=server,nowait\nkvm -monitor tcp::1,$FLAGS\n',
      REQUIRE,
      `FLAGS=server,nowait\nkvm ${OBJECTS} -monitor tcp::1,$FLAGS,${TLS}\n`,
    );
    becomes(
      'kvm -monitor tcp:$ADDRESS,server\n',
      REQUIRE,
      `kvm ${OBJECTS} -monitor tcp:$ADDRESS,server,${TLS}\n`,
    );
  });

  it('where two commands have it from the same variable, which both get the objects', () => {
    becomes(
      'MON=tcp::1,server\nkvm -monitor $MON\nkvm -monitor $MON -S\n',
      REQUIRE,
      `MON=tcp::1,server,${TLS}\nkvm ${OBJECTS} -monitor $MON\nkvm ${OBJECTS} -monitor $MON -S\n`,
    );
  });

  it('inside of another list, with its commas doubled', () => {
    const forward = (scheme: string, tls: string) =>
      `kvm -netdev user,id=n,guestfwd=tcp:10.0.2.100:23-mon:${scheme}:0.0.0.0:4,,server=on${tls}\n`;
    const tls = `,,${TLS.replace(',', ',,')}`;
    const fixed = forward('tcp', tls).replace('kvm', `kvm ${OBJECTS}`);
    becomes(forward('telnet', ''), REQUIRE, fixed);
  });

  it('where a mux is asked for', () => {
    becomes(
      'kvm -monitor mon:tcp::1,server\n',
      REQUIRE,
      `kvm ${OBJECTS} -monitor mon:tcp::1,server,${TLS}\n`,
    );
  });

  it('where code relies on the name that QEMU gives to its chardev', () => {
    becomes(
      'kvm -monitor tcp::1,server,mux=on -serial chardev:compat_monitor0\n',
      REQUIRE,
      `kvm ${OBJECTS} -monitor tcp::1,server,mux=on,${TLS} -serial chardev:compat_monitor0\n`,
    );
    const set = '-set chardev.compat_monitor0.host=0.0.0.0';
    becomes(
      `kvm -monitor tcp:localhost:1,server ${set}\n`,
      REQUIRE,
      `kvm ${OBJECTS} -monitor tcp:localhost:1,server,${TLS} ${set}\n`,
    );
  });
});

describe('requiring TLS of a chardev', () => {
  it('adds the properties, and takes out what TLS has no place for', () => {
    becomes(
      'kvm -chardev socket,id=m,telnet=on,host=0.0.0.0,port=1,server=on,wait=off,websocket=off -mon m\n',
      REQUIRE,
      `kvm ${OBJECTS} -chardev socket,id=m,host=0.0.0.0,port=1,server=on,wait=off,${TLS} -mon m\n`,
    );
  });

  it('behind a mux goes into the socket', () => {
    becomes(
      'kvm -chardev socket,id=b,host=,port=1,server=on -chardev mux,id=m,chardev=b -mon m -serial chardev:m\n',
      REQUIRE,
      `kvm ${OBJECTS} -chardev socket,id=b,host=,port=1,server=on,${TLS} -chardev mux,id=m,chardev=b -mon m -serial chardev:m\n`,
    );
  });

  it('of the storage daemon puts the objects in front, where it looks for them', () => {
    becomes(
      'qemu-storage-daemon --chardev=socket,id=m,host=,port=1,server=on --monitor m\n',
      REQUIRE,
      `qemu-storage-daemon --object ${CREDS} --object ${AUTHZ} --chardev=socket,id=m,host=,port=1,server=on,${TLS} --monitor m\n`,
    );
  });

  it('in a config file adds lines and sections', () => {
    becomes(
      '[chardev "m"]\n  backend = "socket"\n  host = "0.0.0.0"\n  port = "1"\n  server = "on"\n  telnet = "on"\n\n[mon]\n  chardev = "m"\n',
      REQUIRE,
      '[chardev "m"]\n  backend = "socket"\n  host = "0.0.0.0"\n  port = "1"\n  server = "on"\n  tls-creds = "montls0"\n  tls-authz = "monauthz0"\n\n[object "montls0"]\n  qom-type = "tls-creds-x509"\n  dir = "/etc/pki/qemu"\n  endpoint = "server"\n  verify-peer = "on"\n\n[object "monauthz0"]\n  qom-type = "authz-simple"\n  identity = "CN=client"\n\n[mon]\n  chardev = "m"\n',
      { languageId: 'qemu-config' },
    );
  });

  it('in a config file that has no line ending at its end, or another kind of it', () => {
    const lines = [
      '[mon]',
      'chardev = "m"',
      '[chardev "m"]',
      'backend = "socket"',
      'host = ""',
      'port = "1"',
      'server = "on"',
    ];
    const added = ['tls-creds = "montls0"', 'tls-authz = "monauthz0"'];
    const creds = [
      '[object "montls0"]',
      'qom-type = "tls-creds-x509"',
      'dir = "/etc/pki/qemu"',
      'endpoint = "server"',
      'verify-peer = "on"',
    ];
    const authz = ['[object "monauthz0"]', 'qom-type = "authz-simple"', 'identity = "CN=client"'];
    const options = { languageId: 'qemu-config' };
    becomes(
      lines.join('\n'),
      REQUIRE,
      [...lines, ...added, '', ...creds, '', ...authz].join('\n'),
      options,
    );
    // QEMU does not take a blank line that ends in a carriage return.
    becomes(
      `${lines.join('\r\n')}\r\n`,
      REQUIRE,
      `${[...lines, ...added, ...creds, ...authz].join('\r\n')}\r\n`,
      options,
    );
  });

  it('in a domain adds elements', () => {
    const domain = (...values: string[]) => {
      const elements = values.map((value) => `    <qemu:arg value='${value}'/>\n`).join('');
      return `<domain xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>\n  <qemu:commandline>\n${elements}  </qemu:commandline>\n</domain>\n`;
    };
    const objects = ['-object', CREDS, '-object', AUTHZ];
    const options = { languageId: 'xml' };
    becomes(
      domain('-monitor', 'tcp:0.0.0.0:1,server,nowait'),
      REQUIRE,
      domain(
        ...objects,
        '-chardev',
        `socket,id=mon0,host=0.0.0.0,port=1,server=on,wait=off,${TLS}`,
        '-mon',
        'chardev=mon0',
      ),
      options,
    );
    becomes(
      domain('-chardev', 'socket,id=m,host=,port=1,server=on', '-mon', 'm'),
      REQUIRE,
      domain(...objects, '-chardev', `socket,id=m,host=,port=1,server=on,${TLS}`, '-mon', 'm'),
      options,
    );
  });

  it('in an argument file adds lines', () => {
    becomes(
      '/usr/bin/kvm \\\n-chardev socket,id=m,host=0.0.0.0,port=1,server=on \\\n-mon m\n',
      REQUIRE,
      `/usr/bin/kvm \\\n-object ${CREDS} \\\n-object ${AUTHZ} \\\n-chardev socket,id=m,host=0.0.0.0,port=1,server=on,${TLS} \\\n-mon m\n`,
      { languageId: 'qemu-args' },
    );
  });
});

describe('requiring TLS is not offered', () => {
  const cases: Readonly<Record<string, string>> = {
    'for a default that others replace': 'kvm -monitor ${MON:-tcp::1,server}\n',
    'for one of several values': 'if a; then M=tcp::1,server; else M=stdio; fi\nkvm -monitor $M\n',
    'for flags that may be missing': 'kvm -monitor tcp::1,${FLAGS:-server}\n',
    'for what -set makes a server':
      'kvm -chardev socket,id=m,host=,port=1 -mon m -set chardev.m.server=on\n',
    'for unknown credentials': 'kvm "$@" -monitor tcp::1,server,tls-creds=$CREDS\n',
    'for a port of which QEMU reads a part': `kvm -monitor tcp::${'0'.repeat(32)}1,server\n`,
    'for datagrams': 'kvm -monitor udp:127.0.0.1:1\n',
    'for a string from several assignments': 'D=tcp:0.0.0.0\nD+=:1,server\nkvm -monitor $D\n',
    'for a name that another use may want with telnet':
      'A=telnet:0.0.0.0:1\nkvm -monitor $A,server\n',
  };
  for (const [name, script] of Object.entries(cases)) {
    it(name, () => {
      const options = { settings: { showPossible: true } };
      assert.notEqual(analyzeText(script, options).findings.length, 0);
      assert.equal(offers(script, REQUIRE, options), false);
    });
  }

  it('for a QEMU that has no authorization', () => {
    const script = 'kvm -monitor tcp::1,server\n';
    assert.equal(offers(script, REQUIRE, { settings: { qemuVersion: 301 } }), false);
    assert.equal(offers(script, REQUIRE, { settings: { qemuVersion: 400 } }), true);
  });
});

describe('a monitor that connects out', () => {
  it('gets the credentials of a client', () => {
    const creds = CREDS.replace('server', 'client');
    becomes(
      'kvm -qmp telnet:10.0.0.1:1\n',
      VERIFY_SERVER,
      `kvm -object ${creds} -chardev socket,id=mon0,host=10.0.0.1,port=1,tls-creds=montls0 -mon chardev=mon0,mode=control\n`,
    );
    becomes(
      'kvm -chardev socket,id=m,host=$H,port=1,reconnect-ms=1 -mon m\n',
      VERIFY_SERVER,
      `kvm -object ${creds} -chardev socket,id=m,host=$H,port=1,reconnect-ms=1,tls-creds=montls0 -mon m\n`,
    );
  });

  it('verifies the server where its credentials did not', () => {
    const line = (creds: string) =>
      `kvm -object ${creds} -chardev socket,id=m,host=h,port=1,tls-creds=t -mon m\n`;
    becomes(
      line('tls-creds-x509,id=t,dir=/d,noverify-peer'),
      VERIFY_SERVER,
      line('tls-creds-x509,id=t,dir=/d,verify-peer=on'),
    );
    becomes(
      line('tls-creds-anon,id=t'),
      VERIFY_SERVER,
      line('tls-creds-x509,id=t,dir=/etc/pki/qemu'),
    );
  });
});

describe('what a fix leaves to fill in', () => {
  const placeholders = (text: string, options: CheckOptions = {}) => {
    const analysis = analyzeText(text, options);
    const fixes = analysis.findings.flatMap((finding) => fixesOf(analysis, finding, options));
    const fix = fixes.find(({ id }) => id === REQUIRE);
    assert.ok(fix);
    assert.ok(applyEdits(text, fix.edits));
    return fix.edits.flatMap(({ text: added, placeholders: spans = [] }) => {
      return spans.map(({ start, end }) => added.slice(start, end));
    });
  };

  it('is known by its place: the directory and the name', () => {
    const names = ['/etc/pki/qemu', 'CN=client'];
    assert.deepEqual(placeholders('kvm -monitor tcp::1,server\n'), names);
    assert.deepEqual(placeholders('bash -c "kvm -monitor tcp::1,server"\n'), names);
    const config =
      '[chardev "m"]\nbackend = "socket"\nhost = ""\nport = "1"\nserver = "on"\n[mon]\nchardev = "m"\n';
    assert.deepEqual(placeholders(config, { languageId: 'qemu-config' }), names);
  });

  it('is in each command that gets the objects', () => {
    const script = 'M=tcp::1,server\nkvm -monitor $M\nkvm -monitor $M -S\n';
    assert.equal(placeholders(script).length, 4);
  });

  it('is said by the risk, and is a choice', () => {
    const fix = firstFixes('kvm -monitor tcp:localhost:1,server\n').find(
      ({ id }) => id === REQUIRE,
    );
    assert.equal(fix?.safety, 'review');
    assert.equal(fix?.preferred, false);
    assert.match(fix?.risk ?? '', /certificates/);
  });
});
