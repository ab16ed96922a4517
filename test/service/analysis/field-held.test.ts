/**
 * Options and whole commands that a file holds for others: in variables that nothing here runs, in the environment of
 * a command, and in files of settings, whatever they are called.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyzeText, check, checkFix, checkSilent } from '../../support/check.ts';

describe('a command that a variable holds', () => {
  it('counts where nothing here runs it', () => {
    check(`
QEMU_CMD="qemu-system-x86_64 -m 1G -monitor telnet:0.0.0.0:4445,server"
                                                   ^^^^^^^ 💡 error monitor-on-network
export RUN='sudo -u vm kvm -m 1G -qmp tcp:0.0.0.0:1,server'
                                          ^^^^^^^ 💡 error monitor-on-network
readonly BOOT=(nice qemu-system-arm -monitor tcp:0.0.0.0:2,server)
                                                 ^^^^^^^ 💡 error monitor-on-network
`);
  });

  it('is silent in texts that only name it, and where it has no monitor', () => {
    checkSilent('USAGE="qemu-system-x86_64 is started with -monitor tcp:0.0.0.0:4444,server"\n');
    checkSilent('PACKAGES="qemu-system-x86 qemu-kvm"\nQEMU="qemu-system-x86_64 -m 1G"\n');
    checkSilent('HINT="run: qemu-system-x86_64 -monitor tcp:0.0.0.0:4444,server"\n');
    checkSilent('PATTERN="qemu-system-.*-monitor tcp:"\nNAME="kvm"\n');
    checkSilent('CMD="grep qemu-system-x86_64 -monitor tcp:0.0.0.0:1,server"\n');
    checkSilent('CMD="echo kvm -m 1 -monitor tcp:0.0.0.0:1,server"\n');
  });
});

describe('what a subshell exports', () => {
  it('is for what it runs', () => {
    check(`
( export X="-monitor tcp:0.0.0.0:1,server"; ./start.sh )
                         ^^^^^^^ 💡 error monitor-on-network
{ export Y="-monitor tcp:0.0.0.0:2,server"; ./start.sh; } &
                         ^^^^^^^ 💡 error monitor-on-network
`);
    checkSilent('( X="-monitor tcp:0.0.0.0:1,server"; ./start.sh )\n');
    checkSilent('( export X="-monitor tcp:0.0.0.0:1,server"; kvm -S )\n');
  });
});

describe('a file of settings', () => {
  const files = ['.env', '.env.local', 'qemu.env', 'settings.conf', 'vm.cfg', 'defaults', 'vm.ini'];
  const texts = [
    'MONITOR="-monitor tcp:0.0.0.0:4444,server"\n',
    "# for the launcher\nexport QEMU_OPTS='-m 1G -qmp tcp:0.0.0.0:4444,server'\n\nMEM=2G\n",
    'MEM=2G\r\nQEMU_OPTS=-m 1G -monitor telnet:0.0.0.0:4444,server,nowait\r\n',
    'QEMU_CMD="qemu-system-x86_64 -m 1G -monitor telnet:0.0.0.0:4445,server"\nA=b\n',
  ];
  for (const file of files) {
    it(`may be called ${file}, and is not written into, since its reader is unknown`, () => {
      for (const text of texts) {
        const path = `/w/${file}`;
        const { findings, host } = analyzeText(text, { languageId: '', path });
        const found = findings.map(({ rule, at }) => [rule, text.slice(at.start, at.end)]);
        assert.deepEqual(found, [['monitor-on-network', '0.0.0.0']], text);
        assert.equal(host?.isReadOnly, true);
      }
    });
  }

  it('is one of OpenRC by its path, where root has its sockets in /run', () => {
    for (const path of ['/etc/conf.d/vm', '/w/root/etc/conf.d/qemu.d/vm.one', '/w/vm.confd']) {
      const options = { languageId: '', path };
      const text = (address: string) =>
        `MEM=2G\nQEMU_OPTS="-m 1G -monitor ${address},server,nowait"\n`;
      check(
        `\nMEM=2G\nQEMU_OPTS="-m 1G -monitor tcp:0.0.0.0:1,server"\n                              ^^^^^^^ 💡 error monitor-on-network\n`,
        options,
      );
      checkFix(text('tcp:0.0.0.0:1'), text('unix:/run/vm-monitor.sock'), options);
      checkSilent('A script that says OPTS="-monitor tcp:0.0.0.0:1,server"\n', options);
    }
    for (const path of ['/etc/nginx/conf.d/vm', '/etc/conf.d/vm.conf']) {
      const { host } = analyzeText('A="-monitor tcp::1,server"\n', { languageId: '', path });
      assert.equal(host?.isReadOnly, true, path);
    }
  });

  it('has nothing in it but variables with values', () => {
    const others: readonly (readonly [path: string, text: string])[] = [
      ['/w/README', 'Set OPTS="-monitor tcp:0.0.0.0:4444,server" to see it.\n'],
      ['/w/notes', 'OPTS="-monitor tcp:0.0.0.0:4444,server"\nand then run it\n'],
      ['/w/i3.conf', 'exec swaymsg -monitor tcp:0.0.0.0:4444\n'],
      ['/w/a.ini', '[petsc]\nopts=-ksp_monitor -monitor tcp:0.0.0.0:4444,server\n'],
      ['/w/petsc.conf', 'PETSC_OPTIONS=-ksp_monitor -snes_monitor -monitor draw\n'],
    ];
    for (const [path, text] of others) checkSilent(text, { languageId: '', path });
  });
});

describe('what two conditions put on one line', () => {
  const script = (command: string) => `
mig() { if [ "$MIGRATION" = yes ]; then echo run_migration; fi; }
panic() { if [ "$PANIC" = yes ]; then echo run_panic; fi; }
run_migration() {
  line=("$@")
  "\${line[@]}" -chardev socket,id=mon,path=$src,server=on,wait=off -mon chardev=mon
}
run_panic() { "$@" -chardev pipe,id=mon,path=$dst -mon chardev=mon; }
run_test() { "$@" -S; }
command="${command} $QEMU -nodefaults -chardev stdio,id=con"
run_test $command
`;
  const refusals = (text: string) => {
    const rules = ['refused-by-qemu', 'reference-unresolved', 'chardev-reference-unresolved'];
    return analyzeText(text).findings.filter(({ rule }) => rules.includes(rule)).length;
  };

  it('is not called refused where one does not follow from the other', () => {
    assert.equal(refusals(script('$(panic) $(mig)')), 0);
    assert.equal(refusals(script('$(mig) $(panic)')), 0);
  });

  it('is refused where it needs one condition, or none', () => {
    assert.ok(refusals(script('$(mig)').replace('id=con', 'id=mon')) > 0);
    assert.ok(refusals(script('run_panic run_migration')) > 0);
  });
});
