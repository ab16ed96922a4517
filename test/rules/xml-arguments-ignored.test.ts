import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { applyFix, fixIds, inXml } from '../support/check.ts';

const XML = { languageId: 'xml' };
const DECLARED = `xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'`;
const BLOCK = `<qemu:commandline><qemu:arg value='-s'/></qemu:commandline>`;

describe('xml-arguments-ignored', () => {
  it('marks a block without the namespace', () => {
    inXml.check(`<domain type='kvm'>
  <commandline><arg value='-qmp'/><arg value='tcp::1,server'/></commandline>
  ^^^^^^^^^^^^^ 💡 information xml-arguments-ignored: libvirt ignores this: it is not in the namespace http://libvirt.org/schemas/domain/qemu/1.0
</domain>`);
  });

  it('marks a block in another place, beside one that counts', () => {
    inXml.check(`<domain type='kvm' ${DECLARED}>
  <devices>${BLOCK}</devices>
           ^^^^^^^^^^^^^^^^^^ 💡 information xml-arguments-ignored: libvirt ignores this: <qemu:commandline> must be directly inside <domain>
  <qemu:commandline><qemu:arg value='-qmp'/><qemu:arg value='tcp:0:1,server'/></qemu:commandline>
                                                                 ^ 💡 error monitor-on-network
</domain>`);
  });

  it('declares the namespace where it is missing or another', () => {
    const URI = 'http://libvirt.org/schemas/domain/qemu/1.0';
    const id = 'declare-namespace';
    const domain = (attributes: string, content: string) =>
      `<domain type='kvm'${attributes}>\n  ${content}\n</domain>\n`;
    const plain = (attributes: string) =>
      `<commandline${attributes}><arg value='-S'/></commandline>`;
    for (const [before, after] of [
      [domain('', BLOCK), domain(` ${DECLARED}`, BLOCK)],
      [domain(' id="1"', BLOCK), domain(` id="1" ${DECLARED}`, BLOCK)],
      [domain('', plain('')), domain('', plain(` xmlns='${URI}'`))],
      [domain('', plain(' xmlns="urn:x"')), domain('', plain(` xmlns="${URI}"`))],
      [
        domain(" xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.1'", BLOCK),
        domain(` ${DECLARED}`, BLOCK),
      ],
    ] as const) {
      assert.equal(applyFix(before, id, XML), after);
    }
    // The namespace belongs to another program.
    const shared = domain(" xmlns:qemu='urn:x'", `<metadata><qemu:a/></metadata>${BLOCK}`);
    assert.deepEqual(fixIds(shared, XML), [[]]);
  });

  it('moves a block to the end of its domain', () => {
    const id = 'move-arguments';
    const block = `    <qemu:commandline>\r\n      <qemu:arg value='-S'/>\r\n    </qemu:commandline>\r\n`;
    const domain = (inside: string, behind: string) =>
      `<domain type='kvm' ${DECLARED}>\r\n  <devices>\r\n${inside}  </devices>\r\n${behind}</domain>`;
    assert.equal(applyFix(domain(block, ''), id, XML), domain('', block));
    const line = (inside: string, behind: string) =>
      `<domain type='kvm' ${DECLARED}><devices>${inside}</devices>${behind}</domain>`;
    assert.equal(applyFix(line(BLOCK, ''), id, XML), line('', BLOCK));
    const inner = (inside: string) => `<domain type='kvm'>${inside}</domain>`;
    assert.equal(applyFix(line(inner(BLOCK), ''), id, XML), line(inner(''), BLOCK));
    // At the new place the prefix is not declared, and an argument alone is no block.
    const declaredInside = `<domain type='kvm'><devices ${DECLARED}>${BLOCK}</devices></domain>`;
    assert.deepEqual(fixIds(declaredInside, XML), [[]]);
    assert.deepEqual(fixIds(line("<qemu:arg value='-S'/>", ''), XML), [[]]);
  });

  it('is silent on what libvirt passes on, and on other hypervisors', () => {
    inXml.checkSilent(`<domain type='kvm' ${DECLARED}>${BLOCK}</domain>`);
    inXml.checkSilent(`<domain type='kvm'><name>x</name></domain>`);
    inXml.checkSilent(`<domain type='bhyve'><commandline><arg value='-s'/></commandline></domain>`);
    inXml.checkSilent(`<domain type='xen'>${BLOCK}</domain>`);
    inXml.checkSilent(`<project><commandline><arg value='-s'/></commandline></project>`);
  });
});
