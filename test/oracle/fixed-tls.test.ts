/**
 * The real QEMU runs with fixes that keep TCP, after the directory and the name are filled in. It refuses a client without
 * TLS, without a certificate or with another name, and the named client reaches the monitor.
 */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { applyEdits, type Edit } from '../../server/src/text/edit.ts';
import { analyzeText, type CheckOptions, fixesOf } from '../support/check.ts';
import { recorder } from '../support/recorder.ts';
import { type Door, PKI_DIRECTORY } from './judge/verdict.ts';
import { BARE, judgeHere, nameWhatIsMissing, questionOf, QEMU as SYSTEM } from './needs.ts';

const DAEMON = 'qemu-storage-daemon';
const QEMU = `${SYSTEM} ${BARE}`;

/** What a fix leaves to fill in, and what is right for the judge's certificates. */
const FILLED: ReadonlyMap<string, string> = new Map([
  ['/etc/pki/qemu', PKI_DIRECTORY],
  ['CN=client', 'O=Test,CN=client'],
]);

type Mode = 'readline' | 'control';

const X509 = `tls-creds-x509,id=t,dir=${PKI_DIRECTORY}`;
const SOCKET = 'socket,id=m,host=127.0.0.1,port=4444,server=on,wait=off';
const TLS_SOCKET = `-chardev ${SOCKET},tls-creds=t`;
const AUTHORIZED = `-object authz-simple,id=a,identity=O=Test,,CN=client`;
const list = (text: string) => `-object '{"qom-type":"authz-list","id":"a",${text}}'`;

/** Scripts whose monitors are in the clear, or lack something of TLS. */
const SCRIPTS: Readonly<Record<string, readonly [Mode, string]>> = {
  'a device string': ['readline', `${QEMU} -monitor tcp:127.0.0.1:4444,server,nowait,nodelay\n`],
  'a quoted telnet string': ['control', `${QEMU} -qmp "telnet::4444,server=on,wait=off"\n`],
  'a name for an address': ['control', `${QEMU} -qmp tcp:localhost:4444,server,nowait\n`],
  'a websocket': ['readline', `${QEMU} -monitor websocket:127.0.0.1:4444,server=on,wait=off\n`],
  'a string in a variable': ['readline', `M=tcp::4444,server,nowait\n${QEMU} -monitor "$M"\n`],
  'options in a variable': ['control', `M='-qmp tcp::4444,server,nowait'\n${QEMU} $M\n`],
  'an array and a port in a variable': [
    'readline',
    `P=4444\na=(${BARE}\n  -monitor "tcp::$P,server,nowait"\n)\n${SYSTEM} "\${a[@]}"\n`,
  ],
  'a continued command behind a runner': [
    'readline',
    `env A=1 nice \\\n  ${QEMU} \\\n  -monitor tcp::4444,server,nowait \\\n  -name x\n`,
  ],
  'a command in a string': ['control', `bash -c "${QEMU} -qmp \\"tcp::4444,server,nowait\\""\n`],
  'a chardev': ['control', `${QEMU} -chardev ${SOCKET},telnet=on -mon m,mode=control\n`],
  'a chardev behind a mux': [
    'readline',
    `${QEMU} -chardev ${SOCKET} -chardev mux,id=x,chardev=m -mon x\n`,
  ],
  'a serial line': ['readline', `${QEMU} -serial mon:telnet:127.0.0.1:4444,server,nowait\n`],
  'a parallel port': ['readline', `${QEMU} -parallel mon:tcp:127.0.0.1:4444,server,nowait\n`],
  'the storage daemon': ['control', `${DAEMON} --chardev ${SOCKET} --monitor m\n`],
  'two monitors': [
    'control',
    `${QEMU} -qmp tcp::4444,server,nowait -qmp tcp:127.0.0.1:4445,server,nowait\n`,
  ],
  'peers that are not verified': [
    'readline',
    `${QEMU} -object ${X509},endpoint=server,verify-peer=off ${TLS_SOCKET} -mon m\n`,
  ],
  'anonymous credentials': [
    'readline',
    `${QEMU} -object tls-creds-anon,id=t,endpoint=server ${TLS_SOCKET} -mon m\n`,
  ],
  'pre-shared keys': [
    'readline',
    `${QEMU} -object tls-creds-psk,id=t,dir=/run/psk,endpoint=server ${TLS_SOCKET} -mon m\n`,
  ],
  'no authorization': [
    'control',
    `${QEMU} -object ${X509},endpoint=server ${TLS_SOCKET} -mon m,mode=control\n`,
  ],
  'no authorization in the storage daemon': [
    'control',
    `${DAEMON} --object ${X509},endpoint=server -${TLS_SOCKET} --monitor m\n`,
  ],
  'a list that allows everyone': [
    'readline',
    `${QEMU} -object ${X509},endpoint=server -object authz-list,id=a,policy=allow ${TLS_SOCKET},tls-authz=a -mon m\n`,
  ],
  'a rule that allows everyone': [
    'readline',
    `${QEMU} -object ${X509},endpoint=server ${list('"policy":"allow","rules":[{"match":"*","format":"glob","policy":"allow"}]')} ${TLS_SOCKET},tls-authz=a -mon m\n`,
  ],
  'a policy that allows unnamed clients': [
    'readline',
    `${QEMU} -object ${X509},endpoint=server ${list('"policy":"allow","rules":[{"match":"O=Test,CN=client","policy":"allow"}]')} ${TLS_SOCKET},tls-authz=a -mon m\n`,
  ],
  'a missing authorization object': [
    'readline',
    `${QEMU} -object ${X509},endpoint=server ${TLS_SOCKET},tls-authz=who -mon m\n`,
  ],
  'credentials that are not there': [
    'readline',
    `${QEMU} ${TLS_SOCKET} -mon m -serial tcp::4445,server,nowait\n`,
  ],
  'credentials of a client': [
    'readline',
    `${QEMU} -object ${X509} ${AUTHORIZED} ${TLS_SOCKET},tls-authz=a -mon m\n`,
  ],
  'credentials of a client in JSON that verify no peer': [
    'readline',
    `${QEMU} -object '{"qom-type":"tls-creds-x509","id":"t","dir":"${PKI_DIRECTORY}","verify-peer":false}' ${TLS_SOCKET} -mon m\n`,
  ],
};

const CHARDEV =
  '[chardev "m"]\n  backend = "socket"\n  host = "127.0.0.1"\n  port = "4444"\n  server = "on"\n  wait = "off"\n';
const MON = '[mon]\n  chardev = "m"\n  mode = "control"\n';
const CONFIGS: Readonly<Record<string, readonly [Mode, string]>> = {
  'a section': ['control', `${CHARDEV}  telnet = "on"\n\n${MON}`],
  'no line ending at its end': ['control', (MON + CHARDEV).trimEnd()],
  'carriage returns': ['control', (MON + CHARDEV).replaceAll('\n', '\r\n')],
  'anonymous credentials': [
    'control',
    `[object "t"]\n  qom-type = "tls-creds-anon"\n  endpoint = "server"\n${CHARDEV}  tls-creds = "t"\n${MON}`,
  ],
  'a list that allows everyone': [
    'control',
    `[object "t"]\n  qom-type = "tls-creds-x509"\n  dir = "${PKI_DIRECTORY}"\n[object "a"]\n  qom-type = "authz-list"\n  policy = "allow"\n${CHARDEV}  tls-creds = "t"\n  tls-authz = "a"\n${MON}`,
  ],
};

const DOMAIN = (
  name: string,
  socket: string,
) => `<domain xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
  <qemu:commandline>
    <qemu:arg value='${name}'/>
    <qemu:arg value='${socket}'/>
  </qemu:commandline>
</domain>
`;

const shell = recorder();
after(() => shell.close());

/** The fixes under test are those that keep the address. */
const OTHERS = /UNIX socket|mux/;

/** Takes the fixes that keep TCP until nothing is found, and fills in what they leave to fill in. */
function fixAll(source: string, options: CheckOptions, inList: boolean): string {
  let text = source;
  for (let round = 0; round < 5; round++) {
    const analysis = analyzeText(text, options);
    const [finding] = analysis.findings;
    if (finding === undefined) {
      assert.notEqual(text, source, 'nothing was found');
      return text;
    }
    const fix = fixesOf(analysis, finding, options).find(({ title }) => !OTHERS.test(title));
    assert.ok(fix, `no fix for\n${text}`);
    const edits = fix.edits.map((edit) => fillIn(edit, inList));
    text = applyEdits(text, edits) ?? assert.fail('the edits overlap');
  }
  return assert.fail(`fixing does not end:\n${text}`);
}

/** Puts what is right into the places that an edit names, with its commas doubled where a list is. */
function fillIn({ at, text, placeholders = [] }: Edit, inList: boolean): Edit {
  let filled = text;
  for (const { start, end } of placeholders.toReversed()) {
    const value = FILLED.get(text.slice(start, end)) ?? assert.fail(text.slice(start, end));
    const spelled = inList ? value.replaceAll(',', ',,') : value;
    filled = filled.slice(0, start) + spelled + filled.slice(end);
  }
  return { at, text: filled };
}

const judge = await judgeHere(1);

/** Starts QEMU and asserts whom it admits where the script listens, and how many such places there are. */
async function admitsTheNamed(
  text: string,
  mode: Mode,
  languageId?: string,
  monitors = 1,
): Promise<void> {
  const question = questionOf(shell, text, languageId);
  const verdict = await judge?.judge({ ...question, probe: true });
  assert.ok(verdict);
  assert.ok(verdict.accepted, `QEMU refuses ${question.argv.join(' ')}: ${verdict.stderr}`);
  assert.doesNotMatch(verdict.stderr, /deprecated/);
  const secured = verdict.greetings.filter(({ doors }) => doors.some(isTls));
  const distinct = new Set(secured.map(({ chardev }) => chardev));
  assert.equal(distinct.size, monitors, JSON.stringify(verdict.greetings));
  for (const { doors } of secured) {
    const met = doors.map((door) => [door.door, [...door.modes, ...door.behind]] as const);
    const expected = met.map(([door]) => [door, door === 'tls-client' ? [mode] : []] as const);
    assert.deepEqual(met, expected);
    for (const door of ['plain', 'tls-bare', 'tls-other', 'tls-client'] as const) {
      assert.ok(
        met.some(([tried]) => tried === door),
        `no client tried ${door}`,
      );
    }
  }
}

function isTls({ door, spoken }: Door): boolean {
  return spoken && door.startsWith('tls-');
}

if (judge?.hasCertificates === false) nameWhatIsMissing('openssl made no certificates');
else if (judge) {
  describe('QEMU admits only the named client', () => {
    for (const [name, [mode, script]] of Object.entries(SCRIPTS)) {
      it(`after a fix of a script with ${name}`, async () => {
        const fixed = fixAll(script, {}, !script.includes('{"qom-type":"authz'));
        await admitsTheNamed(fixed, mode, undefined, name === 'two monitors' ? 2 : 1);
      });
    }
    for (const [name, [mode, config]] of Object.entries(CONFIGS)) {
      it(`after a fix of a config file with ${name}`, async () => {
        const text = fixAll(config, { languageId: 'qemu-config' }, false);
        await admitsTheNamed(text, mode, 'qemu-config');
      });
    }
    it('after a fix of an argument file', async () => {
      const text = `/usr/bin/${SYSTEM} \\\n${BARE} \\\n-chardev ${SOCKET} \\\n-mon m\n`;
      const fixed = fixAll(text, { languageId: 'qemu-args' }, true);
      await admitsTheNamed(fixed.replace('/usr/bin/', ''), 'readline');
    });
    for (const [name, socket, mode] of [
      ['-monitor', 'tcp:127.0.0.1:4444,server,nowait', 'readline'],
      ['-qmp', 'telnet:0.0.0.0:4444,server=on,wait=off', 'control'],
    ] as const) {
      it(`after a fix of a domain that passes ${name}`, async () => {
        const fixed = fixAll(DOMAIN(name, socket), { languageId: 'xml' }, true);
        await admitsTheNamed(fixed, mode, 'xml');
      });
    }
    it('sends no data to a server without TLS after a fix of a client', async () => {
      const peer = { kind: 'tcp', address: '127.0.0.1', port: 4444 } as const;
      const greeted = async (script: string): Promise<readonly string[]> => {
        const question = { ...questionOf(shell, script), probe: true, peers: [peer] };
        const verdict = await judge.judge(question);
        assert.ok(verdict.accepted, verdict.accepted ? '' : verdict.stderr);
        return verdict.greetings.flatMap(({ doors }) => doors.flatMap(({ modes }) => modes));
      };
      const script = `${QEMU} -chardev socket,id=m,host=127.0.0.1,port=4444,reconnect-ms=500 -mon m\n`;
      assert.deepEqual(await greeted(script), ['readline']);
      assert.deepEqual(await greeted(fixAll(script, {}, true)), []);
    });
  });
}
