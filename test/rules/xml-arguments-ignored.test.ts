import { describe, it } from 'node:test';
import { check, checkSilent } from '../support/check.ts';

const XML = { languageId: 'xml' };
const DECLARED = `xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'`;
const BLOCK = `<qemu:commandline><qemu:arg value='-s'/></qemu:commandline>`;

describe('xml-arguments-ignored', () => {
  it('marks a block without the namespace', () => {
    check(
      `<domain type='kvm'>
  <commandline><arg value='-qmp'/><arg value='tcp::1,server'/></commandline>
  ^^^^^^^^^^^^^ 💡 information xml-arguments-ignored: libvirt passes this to no QEMU, since it is not in the namespace http://libvirt.org/schemas/domain/qemu/1.0; declare that on <domain>
</domain>`,
      XML,
    );
  });

  it('marks a block in another place, beside one that counts', () => {
    check(
      `<domain type='kvm' ${DECLARED}>
  <devices>${BLOCK}</devices>
           ^^^^^^^^^^^^^^^^^^ 💡 information xml-arguments-ignored: libvirt passes this to no QEMU, since only <qemu:arg> in a <qemu:commandline> directly inside <domain> counts; move it there
  <qemu:commandline><qemu:arg value='-qmp'/><qemu:arg value='tcp:0:1,server'/></qemu:commandline>
                                                                 ^ 💡 error monitor-on-network
</domain>`,
      XML,
    );
  });

  it('is silent on what libvirt passes on, and on other hypervisors', () => {
    checkSilent(`<domain type='kvm' ${DECLARED}>${BLOCK}</domain>`, XML);
    checkSilent(`<domain type='kvm'><name>x</name></domain>`, XML);
    checkSilent(`<domain type='bhyve'><commandline><arg value='-s'/></commandline></domain>`, XML);
    checkSilent(`<domain type='xen'>${BLOCK}</domain>`, XML);
    checkSilent(`<project><commandline><arg value='-s'/></commandline></project>`, XML);
  });
});
