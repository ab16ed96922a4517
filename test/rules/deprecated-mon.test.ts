import { describe, it } from 'node:test';
import { checkSilent, checksIn } from '../support/check.ts';

const NEW = { settings: { qemuVersion: 1101 } };
const inNewest = checksIn(NEW);

describe('deprecated-mon', () => {
  it('marks -mon where the files are for a version that deprecates it', () => {
    inNewest.check(`
kvm -chardev null,id=m -mon chardev=m,mode=control
                       ^^^^ 💡 hint deprecated-mon: QEMU 11.1 deprecates -mon in favour of -object monitor-qmp
`);
  });

  it('is silent for older versions, and without a chosen one', () => {
    const script = 'kvm -chardev null,id=m -mon m';
    checkSilent(script);
    checkSilent(script, { settings: { qemuVersion: 1100 } });
  });

  it('is silent on everything else that makes a monitor', () => {
    inNewest.checkSilent(`
kvm -monitor stdio -qmp unix:/run/v/x.sock,server
kvm -chardev null,id=m -object monitor-hmp,id=h,chardev=m
qemu-storage-daemon --chardev null,id=m --monitor m
`);
    const config = '[chardev "m"]\n  backend = "null"\n[mon]\n  chardev = "m"\n';
    checkSilent(config, { languageId: 'qemu-config', ...NEW });
  });

  it('writes the object, with an id of its own', () => {
    inNewest.checkFix(
      'kvm -chardev null,id=m -mon chardev=m,mode=control,pretty=on -chardev null,id=h --mon h,id=human\n',
      'kvm -chardev null,id=m -object monitor-qmp,id=m-monitor,chardev=m,pretty=on -chardev null,id=h -object monitor-hmp,id=human,chardev=h\n',
    );
    inNewest.checkFix(
      'kvm -object iothread,id=m-monitor -chardev null,id=m -mon m\n',
      'kvm -object iothread,id=m-monitor -chardev null,id=m -object monitor-hmp,id=m-monitor2,chardev=m\n',
    );
  });

  it('leaves what it does not know as it is', () => {
    inNewest.checkNoFix(`
kvm -chardev null,id=$M -mon $M
                        ^^^^ hint deprecated-mon
kvm -chardev null,id=m -mon m,mode=$MODE
                       ^^^^ hint deprecated-mon: QEMU 11.1 deprecates -mon in favour of -object monitor-hmp and monitor-qmp
`);
  });
});
