import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type LspClient, startClient } from '../../support/lsp-client.ts';
import { EVERY_LANGUAGE, SHELL } from '../documents.ts';
import { rangeOf, textIn } from '../positions.ts';

let client: LspClient;
before(async () => {
  client = await startClient();
});
after(async () => {
  // A server that logged an error, or wrote one, has not got through as well as it seemed.
  const logged = client.logged();
  // A document may have more findings than are shown, and that is said.
  const failures = logged.filter((message) => !message.includes('analysis stopped at line'));
  assert.deepEqual(failures, []);
  assert.deepEqual(await client.stop(), { code: 0, signal: null, stderr: '' });
});

const MIXED_BYTES = String.fromCharCode(
  ...Array.from({ length: 4096 }, (_, i) => (i * 7919) % 256),
);
const CODE_UNITS = String.fromCharCode(
  ...Array.from({ length: 4096 }, (_, i) => (i * 7919) % 65_536),
);
const EXPOSED = '-monitor tcp:0.0.0.0:4444,server,nowait';

const GARBAGE: readonly { readonly name: string; readonly text: string }[] = [
  { name: 'nothing', text: '' },
  { name: 'white space', text: ' \t\r\n\f\v\u00a0\u2028\u2029\ufeff\r\r' },
  { name: 'NUL characters', text: '\0'.repeat(1000) },
  { name: 'bytes', text: MIXED_BYTES },
  { name: 'code units, lone surrogates among them', text: CODE_UNITS },
  { name: 'surrogates the wrong way round', text: '\udc00\ud800'.repeat(500) },
  { name: 'byte order marks', text: '\ufeff'.repeat(500) },
  { name: 'a single line of 2 MB', text: `echo ${'x'.repeat(2 * 1024 * 1024)}` },
  { name: 'a single line of 500 KB of words', text: 'qemu -m '.repeat(64 * 1024) },
  { name: '3,000 single quotes and one', text: "'".repeat(3001) },
  { name: '3,000 double quotes and one', text: '"'.repeat(3001) },
  { name: '3,000 open command substitutions', text: '$('.repeat(3000) },
  { name: '3,000 open expansions', text: '${a:-'.repeat(3000) },
  { name: '3,000 backticks and one', text: '`'.repeat(3001) },
  { name: '3,000 open groups', text: '{ ( '.repeat(3000) },
  { name: '3,000 open here-documents', text: 'cat <<EOF\n'.repeat(3000) },
  { name: '3,000 open conditions', text: 'if '.repeat(3000) },
  { name: '3,000 open tags', text: "<domain type='kvm'>".repeat(3000) },
  { name: '3,000 closing tags', text: '</domain>'.repeat(3000) },
  { name: '3,000 open attributes', text: "<qemu:arg value='".repeat(3000) },
  { name: '3,000 references to entities', text: `<domain>${'&a;'.repeat(3000)}` },
  { name: 'entities that multiply', text: entities() },
  { name: '3,000 open comments', text: '<!--'.repeat(3000) },
  { name: '3,000 open sections', text: '[chardev "'.repeat(3000) },
  { name: '3,000 sections', text: '[chardev "a"]\n backend = "socket"\n'.repeat(3000) },
  { name: '3,000 equals signs', text: '= "\n'.repeat(3000) },
  { name: '3,000 backslashes and one', text: '\\'.repeat(3001) },
  { name: '3,000 continued lines', text: 'qemu-system-arm \\\n'.repeat(3000) },
];

/** Ten levels of an entity that is ten times the one below: expanded, 10 GB. */
function entities(): string {
  const levels = Array.from({ length: 10 }, (_, level) => {
    const value = level === 0 ? '-monitor' : `&e${level - 1};`.repeat(10);
    return `<!ENTITY e${level} "${value}">`;
  });
  return `<!DOCTYPE domain [${levels.join('')}]>\n<domain xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
<qemu:commandline><qemu:arg value='&e9;'/></qemu:commandline></domain>`;
}

const LANGUAGES = [...EVERY_LANGUAGE.map(({ languageId }) => languageId), 'ini', 'log'];

for (const { name, text } of GARBAGE) {
  test(`a document of ${name} is answered in every language, and so is a script behind it`, async () => {
    for (const languageId of LANGUAGES) {
      const uri = languageId === 'log' ? 'file:///libvirt/qemu/a.log' : 'file:///vm/a.cfg';
      client.open(uri, languageId, text);
      const report = await client.report(uri);
      assert.equal(report.kind, 'full');
      const all = { start: { line: 0, character: 0 }, end: { line: 1e6, character: 0 } };
      assert.ok(Array.isArray(await client.actions(uri, all)));
      client.change(uri, 2, [{ range: { start: all.start, end: all.start }, text: 'x' }]);
      assert.equal((await client.report(uri)).kind, 'full');
      client.close(uri);
    }
    // The server that had to cope with it is still the same one.
    client.open(SHELL.uri, SHELL.languageId, SHELL.text);
    const [diagnostic] = await client.diagnostics(SHELL.uri);
    assert.deepEqual(diagnostic?.range, rangeOf(SHELL.text, SHELL.found));
    client.close(SHELL.uri);
  });
}

for (const { name, text } of [
  { name: 'a byte order mark', text: `\ufeff#!/bin/sh\nqemu-system-arm ${EXPOSED}\n` },
  { name: 'a NUL', text: `echo 'a\0b'\nqemu-system-arm ${EXPOSED}\n` },
  { name: 'a lone surrogate', text: `echo '\ud800'\nqemu-system-arm -name \udc00 ${EXPOSED}\n` },
  { name: 'a word of 2 MB', text: `echo ${'x'.repeat(2 ** 21)}; qemu-system-arm ${EXPOSED}\n` },
  {
    name: '3,000 pairs of quotes',
    text: `echo ${`'"' "'" `.repeat(3000)}\nqemu-system-arm ${EXPOSED}\n`,
  },
]) {
  test(`${name} before it does not hide a monitor`, async () => {
    const uri = 'file:///vm/odd.sh';
    client.open(uri, 'shellscript', text);
    const [diagnostic, ...others] = await client.diagnostics(uri);
    assert.ok(diagnostic);
    assert.deepEqual(others, []);
    assert.equal(textIn(text, diagnostic.range), '0.0.0.0');
    client.close(uri);
  });
}
