import { describe, it } from 'node:test';
import { check, checkFix, checkSilent } from '../support/check.ts';

const LAUNCH = 'kvm -monitor unix:/run/vm/monitor.sock,server=on,wait=off &\n';

describe('monitor-socket-open-to-others', () => {
  it('marks the umask that QEMU starts under', () => {
    check(`
umask 0
      ^ 💡 warning monitor-socket-open-to-others: HMP socket opened by umask 0: any local user can control QEMU
qemu-system-x86_64 -monitor unix:/run/vm/monitor.sock,server=on,wait=off
`);
  });

  it('knows every umask that leaves others the right to write', () => {
    for (const umask of ['000', '0000', '011', '0055', 'a=rwx', 'u=rwx,g=rwx,o=rwx', 'o+w', '+w']) {
      const carets = '^'.repeat(umask.length);
      check(`umask ${umask}\n      ${carets} 💡 warning monitor-socket-open-to-others\n${LAUNCH}`);
    }
  });

  it('is silent under every other', () => {
    for (const umask of [
      '022',
      '002',
      '077',
      '0027',
      'u=rwx,g=rwx,o=rx',
      'g=rwx',
      '$MASK',
      '-S',
      '8',
    ]) {
      checkSilent(`umask ${umask}\n${LAUNCH}`);
    }
    checkSilent(LAUNCH);
  });

  it('counts the umask of the shell that starts QEMU, and no other', () => {
    checkSilent(`(umask 0; touch x)\n${LAUNCH}`);
    checkSilent(`umask 0 | cat\n${LAUNCH}`);
    checkSilent(`x=$(umask 0; id)\n${LAUNCH}`);
    checkSilent(`open() { umask 0; }\n${LAUNCH}`);
    checkSilent(`umask 0\numask 077\n${LAUNCH}`);
    checkSilent(`umask 0\nif true; then umask 077; fi\n${LAUNCH}`);
    checkSilent(`${LAUNCH}umask 0\n`);
    check(`
(umask 0; kvm -monitor unix:/run/vm/m.sock,server=on)
       ^ 💡 warning monitor-socket-open-to-others
`);
    check(`
umask 0
      ^ 💡 warning monitor-socket-open-to-others
start() {
  if true; then (cd /; kvm -monitor unix:/run/vm/m.sock,server=on); fi
}
start
`);
    check(`
start() {
  umask 0 && kvm -monitor unix:/run/vm/m.sock,server=on
        ^ 💡 warning monitor-socket-open-to-others
}
`);
  });

  it('says under which condition a umask or a mode holds', () => {
    check(`
if [ "$1" = open ]; then umask 0; fi
                               ^ 💡 warning monitor-socket-open-to-others: HMP socket opened by umask 0: any local user can control QEMU (if [ "$1" = open ])
${LAUNCH}`);
    check(`
mkdir -p /run/vm
if [ "$1" = open ]; then chmod 777 /run/vm; else chmod 700 /run/vm; fi
                               ^^^ 💡 warning monitor-socket-open-to-others: HMP socket in a directory opened by mode 777: any local user can replace it (if [ "$1" = open ])
${LAUNCH}`);
    check(`
chmod 777 /run/vm
      ^^^ 💡 warning monitor-socket-open-to-others
[ "$1" = closed ] && chmod 700 /run/vm
${LAUNCH}`);
  });

  it('says so of a umask that a remote host is told', () => {
    check(`
ssh vmhost 'umask 0; ${LAUNCH.trim()}'
                  ^ 💡 warning monitor-socket-open-to-others: HMP socket opened by umask 0: any user of the remote host can control QEMU
`);
  });

  it('is silent for what other ways do', () => {
    checkSilent(`if a; then umask 0; exit; fi\n${LAUNCH}`);
    checkSilent(`if a; then umask 0; else\n${LAUNCH}fi\n`);
    checkSilent(`if a; then chmod 777 /run/vm; else\n${LAUNCH}fi\n`);
    checkSilent(`umask 0\nif a; then umask 077; else umask 027; fi\n${LAUNCH}`);
    checkSilent(`if a; then chmod 777 /run/vm; chmod 700 /run/vm; fi\n${LAUNCH}`);
    checkSilent(`umask 0; ssh host '${LAUNCH.trim()}'\n`);
  });

  it('does not guess which umask holds when a function is called', () => {
    checkSilent(`umask 0\nstart() {\n${LAUNCH}}\numask 077\nstart\n`);
  });

  it('is silent where -daemonize sets a umask of its own', () => {
    checkSilent('umask 0\nkvm -daemonize -monitor unix:/run/vm/m.sock,server=on\n');
  });

  it('is silent where what starts QEMU sets one', () => {
    for (const runner of ['sudo -u qemu', 'sudo env A=1', 'doas', 'systemd-run --user']) {
      checkSilent(`umask 0\n${runner} kvm -monitor unix:/run/vm/m.sock,server=on\n`);
    }
    check(`
umask 0
      ^ 💡 warning monitor-socket-open-to-others
nice kvm -monitor unix:/run/vm/m.sock,server=on
`);
  });

  it('is silent if no other user can enter the directory', () => {
    checkSilent('umask 0\nkvm -monitor "unix:$XDG_RUNTIME_DIR/m.sock,server=on"\n');
    checkSilent('umask 0\nkvm -monitor "unix:${XDG_RUNTIME_DIR:-$HOME}/m.sock,server=on"\n');
    checkSilent(`umask 0\nmkdir -m 700 /run/vm\n${LAUNCH}`);
    checkSilent(`(umask 077; mkdir -p /run/vm)\numask 0\n${LAUNCH}`);
    checkSilent(`umask 0\n${LAUNCH}chmod 700 /run/vm/monitor.sock\n`);
  });

  it('is silent for what makes no socket', () => {
    checkSilent('umask 0\nkvm -monitor stdio\n');
    checkSilent('umask 0\nkvm -monitor unix:/run/vm/m.sock\n');
    checkSilent('umask 0\nkvm -serial unix:/run/vm/m.sock,server=on\n');
  });

  it('marks a chmod of the socket after the start', () => {
    check(`
kvm -monitor "unix:$SOCK,server=on" &
sudo chmod 666 "$SOCK"
           ^^^ 💡 warning monitor-socket-open-to-others: HMP socket opened by mode 666: any local user can control QEMU
`);
    for (const mode of ['777', '0777', '722', 'o+w', 'a+rw', 'ugo=rwx', 'a=rwx,g-w', 'o=u']) {
      const carets = '^'.repeat(mode.length);
      check(
        `${LAUNCH}chmod -v ${mode} /run/vm/monitor.sock\n         ${carets} 💡 warning monitor-socket-open-to-others`,
      );
    }
  });

  it('is silent for a chmod that gives others nothing, or comes too early, or is of something else', () => {
    // chmod leaves alone what the umask takes where the mode names no class of users.
    for (const mode of [
      '770',
      '660',
      'g+w',
      'u=rwx,go=',
      '+w',
      '+rwx',
      'o-w',
      'a=rwx,o=',
      'o=r',
      '$M',
    ]) {
      checkSilent(`${LAUNCH}chmod ${mode} /run/vm/monitor.sock\n`);
    }
    checkSilent(`chmod 777 /run/vm/monitor.sock\n${LAUNCH}`);
    checkSilent(`${LAUNCH}chmod 777 /run/vm/other.sock\n`);
    checkSilent(`${LAUNCH}chmod 777 /run/vm/monitor.sock\nchmod 600 /run/vm/monitor.sock\n`);
    checkSilent(`${LAUNCH}chmod --reference=x /run/vm/monitor.sock\n`);
    checkSilent(`${LAUNCH}echo chmod 777 /run/vm/monitor.sock\n`);
    checkSilent(`${LAUNCH}chmod a+r /run/vm\n`);
  });

  it('marks a mode that lets others replace what is in the socket’s directory', () => {
    check(`
mkdir -p -m 777 /run/vm
            ^^^ 💡 warning monitor-socket-open-to-others: HMP socket in a directory opened by mode 777: any local user can replace it
${LAUNCH}
`);
    check(`
DIR=/srv/\${1:-vm}
kvm -monitor "unix:$DIR/m.sock,server=on" &
chmod -R a+rwx "$DIR/"
         ^^^^^ 💡 warning monitor-socket-open-to-others
`);
    // mkdir adds to a mode of 0777.
    check(`
mkdir -m g+w /run/vm
         ^^^ 💡 warning monitor-socket-open-to-others
${LAUNCH}
`);
  });

  it('is silent for a directory where only owners may replace, or others may not enter', () => {
    checkSilent(`mkdir -m 1777 /run/vm\n${LAUNCH}`);
    checkSilent(`mkdir -m a=rwxt /run/vm\n${LAUNCH}`);
    checkSilent(`chmod 776 /run/vm\n${LAUNCH}`);
    checkSilent(`mkdir -m 775 /run/vm\n${LAUNCH}`);
    checkSilent(`mkdir -m go-w /run/vm\n${LAUNCH}`);
    checkSilent(`chmod 777 /run\n${LAUNCH}`);
    checkSilent(`mkdir -m 777 /run/vm/\nchmod 700 /run/vm\n${LAUNCH}`);
  });

  it('takes $1 of one function for another thing than $1 of the next', () => {
    checkSilent('a() { kvm -monitor "unix:$1,server=on"; }\nb() { chmod 777 "$1"; }\n');
    check(`
a() { kvm -monitor "unix:$1,server=on"; chmod 777 "$1"; }
                                              ^^^ 💡 warning monitor-socket-open-to-others
`);
    check(`
SOCK=$1
a() { kvm -monitor "unix:$SOCK,server=on"; }
b() { chmod 777 $SOCK; }
            ^^^ 💡 warning monitor-socket-open-to-others
`);
  });

  it('stands where the mode is written', () => {
    check(`
MODE=666
     ^^^ 💡 warning monitor-socket-open-to-others
${LAUNCH}chmod $MODE /run/vm/monitor.sock
`);
  });

  it('is one finding for all the monitors of a script', () => {
    check(`
umask 000
      ^^^ 💡 warning monitor-socket-open-to-others
${LAUNCH}${LAUNCH}
`);
  });

  it('closes what was open', () => {
    checkFix(`umask 000\n${LAUNCH}`, `umask 077\n${LAUNCH}`);
    checkFix(`umask a=rwx\n${LAUNCH}`, `umask u=rwx,go=\n${LAUNCH}`);
    checkFix(
      `${LAUNCH}chmod a+w /run/vm/monitor.sock\n`,
      `${LAUNCH}chmod u=rw,go= /run/vm/monitor.sock\n`,
    );
    // No other user can enter a directory of mode 700, so the socket's own mode does not matter.
    checkFix(
      `mkdir -m 777 /run/vm\n${LAUNCH}chmod 777 /run/vm/monitor.sock\n`,
      `mkdir -m 700 /run/vm\n${LAUNCH}chmod 777 /run/vm/monitor.sock\n`,
    );
  });
});
