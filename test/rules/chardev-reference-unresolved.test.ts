import { describe, it } from 'node:test';
import { check, checkFix, checkSilent, inXml } from '../support/check.ts';

describe('chardev-reference-unresolved', () => {
  it('marks the id, and names the one that was probably meant', () => {
    check(`
kvm -chardev null,id=mon0 -mon chardev=mno0,mode=control
                                       ^^^^ 💡 warning chardev-reference-unresolved: QEMU does not start: chardev "mno0" not found; did you mean 'mon0'?
kvm -chardev null,id=mon0 -monitor chardev:other
                                           ^^^^^ warning chardev-reference-unresolved: QEMU does not start: chardev "other" not found
kvm -object monitor-qmp,id=q,chardev=m
                                     ^ warning chardev-reference-unresolved
kvm -chardev mux,id=m,chardev=base -chardev null,id=base -mon m
                              ^^^^ warning chardev-reference-unresolved: QEMU does not start: mux: base chardev base not found
`);
  });

  it('knows that the storage daemon works from left to right', () => {
    check(`
qemu-storage-daemon --monitor m --chardev null,id=m
                              ^ warning chardev-reference-unresolved
`);
  });

  it('names the nearest in the place where the id is written', () => {
    checkFix(
      'ID=mon1\nkvm -chardev null,id=mon0 -chardev null,id=other -mon "$ID"\n',
      'ID=mon0\nkvm -chardev null,id=mon0 -chardev null,id=other -mon "$ID"\n',
    );
  });

  it('is silent where something is out of sight', () => {
    checkSilent(`
kvm -mon chardev=m "$@"
kvm -mon chardev=m $EXTRA
kvm -mon chardev=$M
kvm -mon chardev=m -readconfig vm.cfg
kvm -mon chardev=m -chardev "$C"
kvm -mon chardev=@ID@
kvm -mon chardev=m -chardev null,id=m
`);
    checkSilent('[mon]\n  chardev = "m"\n', { languageId: 'qemu-config' });
    inXml.checkSilent(`<domain xmlns:q='http://libvirt.org/schemas/domain/qemu/1.0'><q:commandline>
<q:arg value='-mon'/><q:arg value='chardev=charmonitor'/></q:commandline></domain>`);
  });
});
