import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { applyEdits } from '../../server/src/text/edit.ts';
import {
  analyzeText,
  type CheckOptions,
  check,
  checkFix,
  checkNoFix,
  checkSilent,
  fixesOf,
  fixIds,
  inConfig,
  inXml,
} from '../support/check.ts';

/** Takes preferred fixes until there are none, since QEMU stops at the first thing that it refuses. */
function checkRepairs(before: string, after: string, options: CheckOptions = {}): void {
  let text = before;
  for (let round = 0; round < 10; round++) {
    const analysis = analyzeText(text, options);
    const [finding] = analysis.findings;
    const fix = finding && fixesOf(analysis, finding, options).find(({ preferred }) => preferred);
    if (fix === undefined) break;
    assert.equal(fix.safety, 'safe');
    text = applyEdits(text, fix.edits) ?? assert.fail('the edits overlap');
  }
  assert.equal(text, after);
  assert.deepEqual(analyzeText(text, options).findings, []);
}

describe('refused-by-qemu', () => {
  it('says what QEMU says, at the text that it stumbles over', () => {
    check(`
kvm -monitor unix:/run/x.sock,sever,wait=off
                              ^^^^^ 💡 information refused-by-qemu: QEMU refuses this: Invalid parameter 'sever'; did you mean 'server'?
kvm -qmp unix:/run/x.sock,server=ON
                                 ^^ 💡 information refused-by-qemu: QEMU refuses this: Parameter 'server' expects 'on' or 'off'; did you mean 'on'?
kvm -chardev stdo,id=a -serial chardev:a
             ^^^^ 💡 information refused-by-qemu: QEMU refuses this: 'stdo' is not a valid char driver name; did you mean 'stdio'?
kvm -monitor unix:/run/x.sock,server,bogus=1
                                     ^^^^^ information refused-by-qemu: QEMU refuses this: Invalid parameter 'bogus'
kvm -qmp none
         ^^^^ information refused-by-qemu
`);
  });

  it('tells apart what a version refuses and what all do', () => {
    const script = 'kvm -chardev socket,id=a,path=/run/a,reconnect=1 -serial chardev:a\n';
    const carets = `${' '.repeat('kvm -chardev socket,id=a,path=/run/a,'.length)}^^^^^^^^^`;
    const message = `this: Invalid parameter 'reconnect' (removed in QEMU 10.2)`;
    check(`${script}${carets} hint refused-by-qemu: Newer QEMU refuses ${message}`);
    check(`${script}${carets} information refused-by-qemu: QEMU refuses ${message}`, {
      settings: { qemuVersion: 1101 },
    });
    checkSilent(script, { settings: { qemuVersion: 1001 } });
  });

  it('says why every version refuses what the newest does not even know', () => {
    const script = 'kvm -chardev socket,id=a,path=/run/a,server=on,reconnect=1 -serial chardev:a\n';
    const carets = `${' '.repeat(script.indexOf('reconnect'))}^^^^^^^^^ information refused-by-qemu: QEMU`;
    check(
      `${script}${carets} refuses this: 'reconnect' option is incompatible with socket in server listen mode`,
    );
    check(`${script}${carets} refuses this: Invalid parameter 'reconnect' (removed in QEMU 10.2)`, {
      settings: { qemuVersion: 1101 },
    });
  });

  it('judges a property of other versions all the same', () => {
    check(`
kvm -qmp tcp:10.0.0.1:4444,reconnect=5
             ^^^^^^^^ 💡 warning monitor-connects-out
                           ^^^^^^^^^ hint refused-by-qemu
`);
  });

  it('folds into what else is said of the same place', () => {
    check(`
kvm -monitor tcp:0.0.0.0:4444,server -monitor tcp:0.0.0.0:4445,server -qmp tcp:0.0.0.0:x/y,server
                 ^^^^^^^ 💡 error monitor-on-network
                                                  ^^^^^^^ 💡 error monitor-on-network
                                                                                       ^^^ information refused-by-qemu
`);
  });

  it('says that an option and its value are two arguments', () => {
    check(`
args=(-m 1G "-qmp unix:/run/q.sock,server")
             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ 💡 information refused-by-qemu: -qmp and its value must be two arguments (QEMU: invalid option)
kvm "\${args[@]}" -monitor=stdio
                 ^^^^^^^^^^^^^^ 💡 information refused-by-qemu
`);
    inXml.check(`<domain type='kvm' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
  <qemu:commandline>
    <qemu:arg value='-qmp unix:/run/q.sock,server'/>
                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ 💡 information refused-by-qemu
  </qemu:commandline>
</domain>
`);
  });

  it('splits them where they are written', () => {
    checkFix(
      `args=("-qmp unix:/run/$VM.sock,server" '-monitor  stdio')\nkvm "\${args[@]}" -qmp\\ null\n`,
      `args=("-qmp" "unix:/run/$VM.sock,server" '-monitor' 'stdio')\nkvm "\${args[@]}" -qmp null\n`,
    );
    inXml.checkFix(
      `<domain xmlns:q="http://libvirt.org/schemas/domain/qemu/1.0">\n  <q:commandline>\n    <q:arg value="-qmp null"/>\n  </q:commandline>\n</domain>\n`,
      `<domain xmlns:q="http://libvirt.org/schemas/domain/qemu/1.0">\n  <q:commandline>\n    <q:arg value="-qmp"/>\n    <q:arg value="null"/>\n  </q:commandline>\n</domain>\n`,
    );
  });

  it('offers no split where the quotes stand elsewhere', () => {
    checkNoFix(`
MONITOR="-monitor stdio"
         ^^^^^^^^^^^^^^ information refused-by-qemu
kvm "$MONITOR"
`);
    for (const assigned of [
      'M="-qmp null,"',
      'M=-qmp\\ null,',
      'M=${M-"-qmp null"}',
      'a[1]="-qmp null"',
    ]) {
      const use = assigned.startsWith('a') ? '"${a[@]}"' : '$M';
      assert.deepEqual(fixIds(`IFS=,\n${assigned}\nkvm ${use}\n`), [[]], assigned);
    }
  });

  it('corrects what is misspelt, in every language', () => {
    checkFix(
      'S=unix:/run/x.sock,sever=on\nkvm -monitor "$S",nowait -qmp unix:/run/q,server,nowiat\n',
      'S=unix:/run/x.sock,server=on\nkvm -monitor "$S",nowait -qmp unix:/run/q,server,nowait\n',
    );
    inConfig.checkFix(
      '[chardev "a"]\n  backend = "socket"\n  pth = "/run/x.sock"\n',
      '[chardev "a"]\n  backend = "socket"\n  path = "/run/x.sock"\n',
    );
  });

  it('corrects values and names that QEMU refuses, in every language', () => {
    checkRepairs(
      `kvm -chardev "sokcet,id=m,path=/run/m,server=TRUE" -mon 'm,mode=controll'\n`,
      `kvm -chardev "socket,id=m,path=/run/m,server=true" -mon 'm,mode=control'\n`,
    );
    checkRepairs(
      'args=(-moniter unxi:/run/m,server=1)\nkvm "${args[@]}"\n',
      'args=(-monitor unix:/run/m,server=on)\nkvm "${args[@]}"\n',
    );
    checkRepairs(
      `<domain xmlns:q="http://libvirt.org/schemas/domain/qemu/1.0"><q:commandline><q:arg value="-mon"/><q:arg value="m,mode=qmp"/><q:arg value="-chardev"/><q:arg value="nul,id=m"/></q:commandline></domain>\n`,
      `<domain xmlns:q="http://libvirt.org/schemas/domain/qemu/1.0"><q:commandline><q:arg value="-mon"/><q:arg value="m,mode=control"/><q:arg value="-chardev"/><q:arg value="null,id=m"/></q:commandline></domain>\n`,
      { languageId: 'xml' },
    );
    checkRepairs(
      '[chardv "a"]\n  backend = "null"\n[mon]\n  chardev = "a"\n  mode = "contol"\n',
      '[chardev "a"]\n  backend = "null"\n[mon]\n  chardev = "a"\n  mode = "control"\n',
      { languageId: 'qemu-config' },
    );
  });

  it('writes a blank in front of the = of a config file, which would be a part of the key', () => {
    const languageId = 'qemu-config';
    const section = (lines: string, ending = '\n') =>
      ['[chardev "a"]', ...lines.split('\n'), ''].join(ending);
    checkRepairs(
      section('  backend= "socket"   # why\n  path="/run/a"'),
      section('  backend = "socket"   # why\n  path = "/run/a"'),
      { languageId },
    );
    checkRepairs(
      section('  backend=\'socket\'\n  path=/run/a # here\n  server="on"', '\r\n'),
      section('  backend = "socket"\n  path = "/run/a" # here\n  server = "on"', '\r\n'),
      { languageId },
    );
    check(section('backend=\n^^^^^^^^ information refused-by-qemu'), { languageId });
    check(section('backend="socket\n^^^^^^^^^^^^^^^ information refused-by-qemu'), { languageId });
  });

  it('reads config files as QEMU does', () => {
    inConfig.check(`key = "value"
^^^ information refused-by-qemu: QEMU refuses a key before the first section
[chardv "a"]
 ^^^^^^ 💡 information refused-by-qemu: QEMU refuses this: There is no option group 'chardv'; did you mean 'chardev'?
[chardev "m"]
  backend = "null"
  ; comment = "no"
  ^ information refused-by-qemu: QEMU refuses this: Invalid parameter ';'
`);
  });

  it('closes the header that took in the end of its line', () => {
    const chardev = '[chardev "m"]\n  backend = "null"\n';
    inConfig.checkFix(
      `${chardev}[mon\n\n  chardev = "m"\n  mode = "control"\n`,
      `${chardev}[mon]\n\n  chardev = "m"\n  mode = "control"\n`,
    );
  });

  it('says of a config file only where QEMU stops reading', () => {
    inConfig.check(
      `
host = "0.0.0.0"
^^^^ information refused-by-qemu: QEMU refuses a key before the first section
port = "4444"
[mon]
  chardev = "m"
`.slice(1),
    );
  });

  it('is silent on questions to QEMU', () => {
    checkSilent(`
kvm -chardev help | grep -q braille
kvm -object authz-simple,help -mon m
kvm -cpu help -monitor bogus
kvm -version -qmp bogus
`);
    check(`
kvm -monitor help
             ^^^^ information refused-by-qemu
`);
  });

  it('is silent where two branches exclude each other', () => {
    checkSilent(`
args=()
if [ "$1" = arm ]; then
  args+=(-chardev socket,id=tpm,path=/run/v/tpm.sock -serial stdio)
else
  args+=(-chardev socket,id=tpm,path=/run/v/tpm.sock -monitor stdio)
fi
case $2 in
  quiet) args+=(-daemonize) ;;
  *) args+=(-nographic) ;;
esac
kvm "\${args[@]}"
if [ "$GUI" ]; then V=(-display gtk -serial stdio); else V+=(-nographic); fi
kvm -M q35 "\${V[@]}"
`);
    check(`
kvm -M q35 -nographic -serial stdio
                              ^^^^^ information refused-by-qemu: QEMU refuses this: cannot use stdio by multiple character devices
`);
    check(`
args=(-chardev null,id=a)
[ "$1" = tpm ] && args+=(-chardev null,id=a)
                                          ^ information refused-by-qemu: QEMU refuses this: Duplicate ID 'a' for chardev
kvm "\${args[@]}"
`);
  });

  it('is silent on what something else replaces, and on what no version refuses', () => {
    checkSilent(`
kvm -monitor tcp:@HOST@,server -qmp {{ qmp }} -chardev socket,id=a,path={path},{more}
kvm -monitor "$MONITOR" -qmp $QMP -chardev "$C" -mon "$M" -serial $SERIAL $REST
kvm -chardev socket,id=a,path=/run/a.sock,server,nowait,$MORE -mon a,mode=$MODE
kvm -chardev $BACKEND,id=a -serial chardev:a -chardev file\${COMMA}id=b,path=/x
kvm -chardev socket,$ADDRESS -chardev socket,id=a,wait=off,$MORE -mon mode=$MODE -qmp tcp:$A$B
kvm -chardev udp,id=u,host=$PEER -chardev pipe,id=p,$PATH -object authz-simple,id=a,$IDENTITY -netdev user,id=n,guestfwd=tcp:10.0.2.100:80-cmd:cat
`);
  });

  it('makes credentials those of a server where one listens with them', () => {
    const rest =
      '-object authz-simple,id=a,identity=CN=a -monitor tcp::1,server,tls-creds=t,tls-authz=a\n';
    const creds = '-object tls-creds-x509,id=t,dir=/d';
    checkFix(`kvm ${creds} ${rest}`, `kvm ${creds},endpoint=server ${rest}`);
    checkFix(`kvm ${creds},endpoint=client ${rest}`, `kvm ${creds},endpoint=server ${rest}`);
    const json = `-object '{"qom-type":"tls-creds-x509","id":"t","dir":"/d"`;
    checkFix(`kvm ${json}}' ${rest}`, `kvm ${json},"endpoint":"server"}' ${rest}`);
    // QEMU takes strings in single quotes, too.
    const single = `-object "{'qom-type':'tls-creds-x509','id':'t','dir':'/d'`;
    checkFix(`kvm ${single}}" ${rest}`, `kvm ${single},'endpoint':'server'}" ${rest}`);
  });

  it('does not take a server for a client, nor keys for certificates', () => {
    checkNoFix(`
kvm -object tls-creds-psk,id=t,dir=/d -monitor tcp::1,server,tls-creds=t
                                                                       ^ information refused-by-qemu: QEMU refuses this: Expected TLS credentials for a server endpoint
kvm -object tls-creds-x509,id=t,dir=/d,endpoint=server -qmp tcp:h:1,tls-creds=t
                                                                              ^ information refused-by-qemu: QEMU refuses this: Expected TLS credentials for a client endpoint
`);
  });
});
