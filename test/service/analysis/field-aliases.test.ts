/** Aliases that start a QEMU: where they are used, and where nothing uses them. bash, dash and zsh were asked. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lowerShell } from '../../../server/src/invocation/from-shell.ts';
import { readShell } from '../../../server/src/syntax/shell/reader.ts';
import { isKnown } from '../../../server/src/text/mapped-text.ts';
import { check, checkFix, checkSilent } from '../../support/check.ts';

const ON = 'shopt -s expand_aliases\n';

/** How many machines a script starts. */
function started(script: string): number {
  return lowerShell(readShell(script)).length;
}

describe('an alias that nothing here uses', () => {
  it('starts what it says, in whatever file', () => {
    check(`
alias vm='qemu-system-x86_64 -m 1G -monitor tcp:0.0.0.0:4444,server,nowait'
                                                ^^^^^^^ 💡 error monitor-on-network
alias ll='ls -l' boot="cd /vm && sudo kvm -m 1 -qmp tcp:0.0.0.0:1,server"
                                                        ^^^^^^^ 💡 error monitor-on-network
`);
    check(
      `
if [ -x /usr/bin/kvm ]; then
  alias vm='./start.sh -monitor tcp:0.0.0.0:4444,server'
                                    ^^^^^^^ 💡 error monitor-on-network
fi
`,
      { path: '/home/me/.bash_aliases' },
    );
  });

  it('is fixed inside of its quotes', () => {
    checkFix(
      "alias vm='kvm -monitor tcp:0.0.0.0:4444,server'\n",
      `alias vm='kvm -monitor "unix:\${XDG_RUNTIME_DIR:-$HOME}/run-monitor.sock,server"'\n`,
    );
  });

  it('is silent where it only talks, or is safe', () => {
    checkSilent("alias p='pgrep -af qemu-system' k='pkill -f \"kvm -monitor tcp:0.0.0.0:1\"'\n");
    checkSilent("alias i='apt install qemu-system-x86' m='man qemu-system-x86_64'\n");
    checkSilent(
      "alias mon='socat - unix-connect:/run/mon.sock' q='echo kvm -monitor tcp::1,server'\n",
    );
    checkSilent('alias -p\nalias\nalias vm\nalias vm=\n');
  });
});

describe('an alias that is used', () => {
  it('begins the command that its name stands in', () => {
    check(`
shopt -s expand_aliases
alias q='qemu-system-x86_64 -m 1G'
q -nographic -monitor tcp:0.0.0.0:4444,server
                          ^^^^^^^ 💡 error monitor-on-network
`);
    check(`#!/bin/sh
alias q='kvm -m 1G'
if [ -n "$1" ]; then MON=tcp:0.0.0.0:1,server; else MON=none; fi
                             ^^^^^^^ 💡 error monitor-on-network
q -S -monitor $MON
`);
    check(`#!/bin/sh
alias vm='qemu-system-x86_64 -monitor tcp:0.0.0.0:4444,server'
                                          ^^^^^^^ 💡 error monitor-on-network
vm -snapshot
vm
`);
  });

  const Q = "alias q='qemu-system-x86_64'\n";
  const expanded = [
    `${ON}${Q}f() { q -S; }\nf\n`,
    `${ON}if true; then\n${Q}fi\nq -S\n`,
    `${ON}${Q}x=$(q -S)\n`,
    `${ON}${Q}eval "q -S"\n`,
    `${ON}setup() { ${Q}}\nsetup\nq -S\n`,
    `${ON}${Q}alias again='q'\nagain -S\n`,
    `${ON}alias q='echo; qemu-system-x86_64'\nq -S\n`,
    `${ON}alias qemu-system-arm='qemu-system-arm -m 1G'\nqemu-system-arm -S\n`,
    `#!/bin/dash\n${Q}q -S\n`,
    `#!/bin/zsh\n${Q}q -S\n`,
  ];
  for (const script of expanded) {
    it(`is expanded in ${JSON.stringify(script).slice(0, 80)}`, () => {
      assert.equal(started(script), 1);
    });
  }

  const R = "alias r='qemu-system-x86_64'";
  const left = [
    `#!/bin/bash\n${R}\nr -S\n`,
    `#!/bin/bash\n${ON}shopt -u expand_aliases\n${R}\nr -S\n`,
    `${ON}${R}\nenv r -S\n`,
  ];
  for (const script of left) {
    it(`is not expanded in ${JSON.stringify(script).slice(0, 80)}`, () => {
      const [line, ...others] = lowerShell(readShell(script));
      // An unused alias is typed by a user, with words that are not known.
      assert.deepEqual(
        line?.words.map(({ value }) => isKnown(value)),
        [false],
      );
      assert.equal(others.length, 0);
    });
  }
});
