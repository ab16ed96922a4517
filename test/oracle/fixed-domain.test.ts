/**
 * libvirt judges fixed domains: a domain without its monitor is valid by libvirt's schema and passes on nothing, and
 * arguments that libvirt ignored arrive after their fix.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { QEMU_NAMESPACE } from '../../server/src/invocation/from-domain-xml.ts';
import type { FixId } from '../../server/src/rules/fix-ids.ts';
import { applyFix } from '../support/check.ts';
import { EXPOSED } from './data/exposed-documents.ts';
import { DOMAIN_PARTS, type Libvirt, missingPrograms, startLibvirt } from './libvirt.ts';

const XML = { languageId: 'xml' };
const ARGUMENTS = ['-qmp', 'tcp::4444,server=on,wait=off'];

const block = (prefix: string, attributes = '') =>
  `  <${prefix}commandline${attributes}>\n` +
  ARGUMENTS.map((value) => `    <${prefix}arg value='${value}'/>\n`).join('') +
  `  </${prefix}commandline>\n`;

const domain = (attributes: string, content: string) =>
  `<domain type='qemu'${attributes}>\n  <name>vm</name>\n${DOMAIN_PARTS}\n${content}</domain>\n`;

const declared = (uri: string) => ` xmlns:qemu='${uri}'`;

const DECLARE = 'declare-namespace';
const MOVE = 'move-arguments';

/** Domains of which libvirt passes nothing on, with the fix that changes that. */
const IGNORED: Readonly<Record<string, readonly [fix: FixId, domain: string]>> = {
  'an undeclared prefix': [DECLARE, domain('', block('qemu:'))],
  'no prefix at all': [DECLARE, domain('', block(''))],
  'a namespace of another version': [
    DECLARE,
    domain(declared('http://libvirt.org/schemas/domain/qemu/1.1'), block('qemu:')),
  ],
  'another namespace on the block': [DECLARE, domain('', block('', " xmlns='urn:x'"))],
  'a block among the devices': [
    MOVE,
    domain(declared(QEMU_NAMESPACE), `  <devices>\n${block('qemu:')}  </devices>\n`),
  ],
  'a block among the devices on a single line': [
    MOVE,
    domain(declared(QEMU_NAMESPACE), `  <devices>${block('qemu:').replace(/\n */g, '')}</devices>`),
  ],
};

const missing = missingPrograms();
const folder = mkdtempSync(join(tmpdir(), 'monitor-guard-'));
let libvirt: Libvirt | undefined;
before(async () => {
  if (missing.length === 0) libvirt = await startLibvirt();
});
after(async () => {
  await libvirt?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What libvirt passes on of a domain; undefined where it cannot be asked. */
async function passedOn(text: string): Promise<readonly string[] | undefined> {
  if (libvirt === undefined) {
    assert.notEqual(process.env['CI'], 'true', `${missing.join(', ')} must be installed in CI`);
    return undefined;
  }
  const [verdict] = await libvirt.ask([text]);
  assert.ok(verdict?.accepted, text);
  return verdict.passedThrough;
}

/** What `virt-xml-validate` complains of; undefined where it is not installed. */
function complaintsOf(text: string): string | undefined {
  const file = join(folder, 'domain.xml');
  writeFileSync(file, text);
  const { status, stdout, stderr, error } = spawnSync('virt-xml-validate', [file, 'domain'], {
    encoding: 'utf8',
  });
  if (error) {
    assert.notEqual(process.env['CI'], 'true', 'virt-xml-validate must be installed in CI');
    return undefined;
  }
  return status === 0 ? '' : stdout + stderr;
}

describe('a domain without its monitor', () => {
  for (const { title, text } of EXPOSED.filter(({ languageId }) => languageId === 'xml')) {
    it(`is valid by libvirt's schema, after ${title}`, async () => {
      const fixed = applyFix(text, 'remove-monitor', XML);
      const [before, after] = [complaintsOf(text), complaintsOf(fixed)];
      if (before !== undefined) assert.deepEqual([before, after], ['', ''], fixed);
      const left = await passedOn(fixed);
      if (left) assert.ok(!left.some((word) => /^-(?:mon|qmp|chardev)/.test(word)), fixed);
    });
  }
});

describe('arguments that libvirt ignores', () => {
  for (const [name, [fix, text]] of Object.entries(IGNORED)) {
    it(`arrive after the fix of ${name}`, async () => {
      const fixed = applyFix(text, fix, XML);
      const [before, after] = [await passedOn(text), await passedOn(fixed)];
      if (before) assert.deepEqual([before, after], [[], ARGUMENTS], fixed);
      const complaints = complaintsOf(fixed);
      if (complaints !== undefined) assert.equal(complaints, '', fixed);
    });
  }
});
