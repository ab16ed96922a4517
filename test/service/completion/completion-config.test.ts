/** What is offered in a config file: groups, keys, values, and whole sections. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { COMMON, type CompleteOptions, completeText, RECIPES } from '../../support/complete.ts';

const CONFIG: CompleteOptions = { languageId: 'qemu-config' };
const SOCKET = '[chardev "m"]\n  backend = "socket"\n';

/** The first labels at the cursor of each text. */
const OFFERS: Readonly<Record<string, readonly string[]>> = {
  '|': RECIPES,
  '# machine\n\n|': RECIPES,
  'mon|': RECIPES,
  '[|': ['chardev', 'mon', 'object', 'name', 'sandbox', 'vnc', 'spice', 'accel'],
  '[char|]': ['chardev', 'mon', 'object', 'name', 'sandbox', 'vnc', 'spice', 'accel'],
  '[char| "m"]': ['chardev', 'mon', 'object', 'name', 'sandbox', 'vnc', 'spice', 'accel'],
  '[chardev "m"]\n|': ['backend', ...COMMON, ...RECIPES],
  '[chardev "m"]\n  |': ['backend', ...COMMON],
  [`${SOCKET}  pa|`]: ['path', 'server', 'wait', 'abstract', 'tight', 'host', 'port'],
  [`${SOCKET}  path = "/run/m"\n  |\n`]: [
    ...['server', 'wait', 'abstract', 'tight', 'reconnect-ms', 'telnet', 'tn3270', 'websocket'],
    ...COMMON,
  ],
  '[chardev "m"]\n  backend = "|"': ['socket', 'stdio', 'null', 'vc'],
  '[chardev "m"]\n  backend = "|': ['socket', 'stdio', 'null', 'vc'],
  '[chardev "m"]\n  backend = |': ['socket', 'stdio', 'null', 'vc'],
  '[chardev "m"]\n  backend = so|': ['socket', 'stdio', 'null', 'vc'],
  '[chardev "m"]\n  backend |': ['socket', 'stdio', 'null', 'vc'],
  [`${SOCKET}  path = "|"`]: ['machine-monitor.sock'],
  [`${SOCKET}  path = "|"\n[mon]\n  chardev = "m"\n  mode = "control"\n`]: ['machine-qmp.sock'],
  [`${SOCKET}  wait = "|"`]: ['off', 'on'],
  [`${SOCKET}[mon]\n|`]: ['chardev', 'mode', 'pretty', ...RECIPES],
  [`${SOCKET}[mon]\n  chardev = "|"`]: ['m'],
  [`${SOCKET}[mon]\n  mode = "|"`]: ['control', 'readline'],
  '[object "t"]\n|': ['qom-type', ...RECIPES],
  '[object "t"]\n  qom-type = "|"': ['tls-creds-x509', 'authz-simple'],
  '[object "t"]\n  qom-type = "tls-creds-x509"\n  |': ['dir', 'endpoint', 'verify-peer'],
  [`[object "t"]\n  qom-type = "tls-creds-psk"\n${SOCKET}  tls-creds = "|"`]: ['t'],
  '[sandbox]\n  spawn = "|"': ['deny', 'allow'],
  [`${SOCKET}[device "d"]\n  driver = "virtserialport"\n  chardev = "|"`]: ['m'],
};

const QUIET: readonly string[] = [
  '# [char|',
  '[chardev "|"]',
  '[machine]\n  type = "|"',
  '[device "d"]\n  driver = "|"',
  `${SOCKET}  host = "|"`,
  `${SOCKET}  path="/a|"`,
  'server = "|"',
];

const ACCEPTED: readonly (readonly [text: string, label: string, accepted: string])[] = [
  ['[|', 'chardev', '[chardev "mon0"]'],
  ['[|]', 'chardev', '[chardev "mon0"]'],
  ['[|', 'mon', '[mon]'],
  ['[ch| "m"]', 'object', '[object "m"]'],
  ['[chardev "mon0"]\n[ch|\n', 'chardev', '[chardev "mon0"]\n[chardev "mon1"]\n'],
  ['[chardev "m"]\n  ba|', 'backend', '[chardev "m"]\n  backend = "socket"'],
  ['[chardev "m"]\n  ba| = "null"', 'backend', '[chardev "m"]\n  backend = "null"'],
  [`${SOCKET}  pa|`, 'path', `${SOCKET}  path = ""`],
  [`${SOCKET}  se|`, 'server', `${SOCKET}  server = "on"`],
  ['[chardev "m"]\n  backend = |', 'null', '[chardev "m"]\n  backend = "null"'],
  ['[chardev "m"]\n  backend = n|u', 'null', '[chardev "m"]\n  backend = "null"'],
  ['[chardev "m"]\n  backend n|', 'null', '[chardev "m"]\n  backend = "null"'],
  ['[chardev "m"]\n  backend = \'n|\'', 'null', '[chardev "m"]\n  backend = "null"'],
  ['[chardev "m"]\n  backend = "n|', 'null', '[chardev "m"]\n  backend = "null"'],
  ['[chardev "m"]\n  backend = "n|\n', 'null', '[chardev "m"]\n  backend = "null"\n'],
  ['[chardev "m"]\r\n  backend = "n|\r\n', 'null', '[chardev "m"]\r\n  backend = "null"\r\n'],
  ['[chardev "m"]\n  backend = "n|ul"\n', 'null', '[chardev "m"]\n  backend = "null"\n'],
];

describe('completion in a config file', () => {
  for (const [text, labels] of Object.entries(OFFERS)) {
    it(`offers what QEMU understands there: ${JSON.stringify(text)}`, () => {
      assert.deepEqual(completeText(text, CONFIG).labels.slice(0, labels.length), labels);
    });
  }

  for (const text of QUIET) {
    it(`offers nothing: ${JSON.stringify(text)}`, () => {
      assert.deepEqual(completeText(text, CONFIG).labels, []);
    });
  }

  for (const [text, label, accepted] of ACCEPTED) {
    it(`writes ${label} for its place: ${JSON.stringify(text)}`, () => {
      assert.equal(completeText(text, CONFIG).accept(label), accepted);
    });
  }

  it('offers no key that the section has', () => {
    const { labels } = completeText(`${SOCKET}  server = "on"\n  |\n  wait = "off"\n`, CONFIG);
    const wrong = ['backend', 'server', 'wait', 'id'].filter((label) => labels.includes(label));
    assert.deepEqual(wrong, []);
  });

  it('completes the values of a file in a here-document, spelled for the shell around it', () => {
    const text = (cursor: string) =>
      `cat >m.cfg <<EOF\n[chardev "m"]\n  backend = "${cursor}"\nEOF\nkvm -readconfig m.cfg\n`;
    assert.equal(completeText(text('so|')).accept('socket'), text('socket'));
  });

  it('is quiet in files that only look alike', () => {
    const options = { languageId: 'ini', path: '/w/app.qemu' };
    assert.throws(() => completeText('[section]\nkey = |', options), /no host language/);
  });
});
