import { describe, it } from 'node:test';
import { check, checkSilent } from '../support/check.ts';

describe('monitor-none-useless', () => {
  it('marks none beside another -monitor, in either order', () => {
    check(`
kvm -monitor stdio -monitor none
                            ^^^^ hint monitor-none-useless: -monitor none removes only the default monitor; the HMP monitor stays
kvm -monitor none -monitor unix:/run/v/x.sock,server
             ^^^^ hint monitor-none-useless
`);
  });

  it('marks it beside an HMP monitor on the network stack', () => {
    check(`
kvm -monitor none -serial mon:tcp:localhost:1,server
             ^^^^ hint monitor-none-useless: -monitor none removes only the default monitor; the guest port's HMP monitor stays
                                  ^^^^^^^^^ 💡 warning monitor-on-loopback
`);
  });

  it('is silent where none says what it does', () => {
    checkSilent(`
kvm -monitor none
kvm -monitor none -qmp unix:/run/v/x.sock,server
kvm -nographic -monitor none -serial mon:stdio
kvm -monitor null -monitor none
kvm -monitor stdio -monitor \${SECOND:-none}
if [ "$1" = off ]; then M=(-monitor none); else M+=(-monitor unix:/run/v/x.sock,server); fi
kvm "\${M[@]}"
`);
    check(`
kvm -monitor none -qmp tcp:localhost:1,server
                           ^^^^^^^^^ 💡 warning monitor-on-loopback
`);
  });
});
