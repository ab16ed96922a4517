import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyzeText, check, checkFix, checkSilent } from '../support/check.ts';
import { lines } from '../support/shell-lines.ts';

/** Writes a domain with a monitor, and hands it to libvirt. */
const DOMAIN = `
cat > vm.xml <<EOF
<domain type='kvm' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
  <name>vm</name>
  <qemu:commandline>
    <qemu:arg value='-qmp'/>
    <qemu:arg value='tcp:0.0.0.0:4444,server'/>
                         ^^^^^^^ 💡 error monitor-on-network
  </qemu:commandline>
</domain>
EOF
virsh define vm.xml
`;

describe('files that a script writes', () => {
  it('are run where the script runs them', () => {
    const body = "<<'EOF'\nkvm -S $1\nEOF\n";
    for (const use of ['bash a.sh 1', 'sh ./a.sh 1', '. ./a.sh 1', 'source a.sh 1', './a.sh 1']) {
      assert.deepEqual(lines(`cat > a.sh ${body}${use}\n`), ['-S 1'], use);
    }
    assert.deepEqual(lines("echo 'kvm -S' > a\necho 'kvm -s' >> a\nsh a\n"), ['-S', '-s']);
    assert.deepEqual(lines("echo 'kvm -S' | tee a >/dev/null\nsh a\n"), ['-S']);
    assert.deepEqual(lines('{ echo "kvm \\\\"; echo "-S"; } > "$D/a"\nbash "$D/a"\n'), ['-S']);
    assert.deepEqual(lines('echo kvm -S > a\nsh b\n'), ['-S']);
  });

  it('are what each branch leaves of them', () => {
    const twice = "if x; then echo 'kvm 2' > a; echo 'kvm 3' > a; fi";
    assert.deepEqual(lines(`echo 'kvm 1' > a; ${twice}; sh a`), ['1', '2', '3']);
    assert.deepEqual(lines("if x; then echo 'kvm 1' > a; else sh a; fi; sh a"), ['1']);
    assert.deepEqual(lines("if x; then echo 'kvm 1' > a; exit; fi; sh a"), ['1']);
    assert.deepEqual(lines("(echo 'kvm 1' > a; x && exit; echo 'kvm 2' > a); sh a"), ['1', '2']);
  });

  it('are run by others where they begin as scripts do, or with a QEMU', () => {
    assert.deepEqual(lines('cat > a <<EOF\n#!/bin/sh\nkvm -S\nEOF\n'), ['-S']);
    assert.deepEqual(lines('cat > a <<EOF\nkvm -S\nEOF\n'), ['-S']);
    assert.deepEqual(lines('cat > a <<EOF\nsee kvm -S\nEOF\n'), []);
    assert.deepEqual(lines("echo '#!/bin/sh' > a; if x; then echo 'kvm -S' >> a; exit; fi"), [
      '-S',
    ]);
  });

  it('are run by a reader that has them when they are removed or written anew', () => {
    const script = (option: string) => `cat > a <<EOF\n#!/bin/sh\nkvm ${option}\nEOF\n`;
    assert.deepEqual(lines(`${script('-S')}scp a h:\nrm -f a\n`), ['-S']);
    assert.deepEqual(lines(`${script('1')}scp a h:\n${script('2')}scp a h:\n`), ['1', '2']);
    assert.deepEqual(lines(`f() { local a=$(mktemp); echo '#!/bin/sh' > $a; rm $a; }; f`), []);
    const temporary = `t=$(mktemp)\nprintf '#!/bin/sh\\nkvm %s\\n' "-S" > "$t"\nscp $t h:\nrm "$t"\n`;
    assert.deepEqual(lines(temporary), ['-S']);
    const each = `for h in x y; do\n${script('-m $h')}scp a $h:\nrm a\ndone\n`;
    assert.deepEqual(lines(each), ['-m x', '-m y']);
    const branches = `if x; then\n${script('1')}else\n${script('2')}fi\n`;
    assert.deepEqual(lines(branches), ['1', '2']);
    // What the script itself uses is in no other machine.
    assert.deepEqual(lines("echo 'kvm -S' > a\nsh a\nrm a\n"), ['-S']);
    assert.deepEqual(lines(`rm -f a\n${script('-S')}`), ['-S']);
    check(`${DOMAIN}rm vm.xml\n`);
  });

  it('change nothing for other commands than those that read them', () => {
    const handed = 'if x; then A="-monitor stdio"; exit; fi; ./b.sh "$A"; kvm -S';
    assert.deepEqual(lines(handed), ['-S']);
    assert.deepEqual(lines(`date > a; ${handed}`), ['-S']);
  });

  it('give their text to who reads them', () => {
    assert.deepEqual(lines('echo "A=1" > a\n. ./a\nkvm $A\n'), ['1']);
    assert.deepEqual(lines('echo -S > a\nkvm $(cat a) $(<a)\n'), ['-S -S']);
    assert.deepEqual(lines('echo -S > a\nread A < a\nkvm $A\n'), ['-S']);
    assert.deepEqual(lines('date > a\nkvm $(cat a)\n'), ['?']);
    assert.deepEqual(lines('echo -S > a\nkvm $(cat b)\n'), ['?']);
  });

  it('are read by QEMU with the command that names them', () => {
    check(`
cat > vm.cfg <<EOF
[chardev "m"]
  backend = "socket"
  host = "0.0.0.0"
          ^^^^^^^ 💡 error monitor-on-network
  port = "4444"
  server = "on"
EOF
kvm -readconfig vm.cfg -mon m
`);
    check(`
cat > vm.cfg <<EOF
[chardev "m"]
  backend = "socket"
  host = "0.0.0.0"
          ^^^^^^^ 💡 error monitor-on-network
  port = "4444"
  server = "on"
[mon "x"]
  chardev = "m"
EOF
`);
  });

  it('may be domains', () => {
    check(DOMAIN);
  });
});

describe('options that a file holds for others', () => {
  it('are reported where they stand if the file starts no QEMU', () => {
    check(`
MONITOR="-monitor telnet:0.0.0.0:4444,server,nowait"
                         ^^^^^^^ 💡 error monitor-on-network: HMP on telnet 0.0.0.0:4444: anyone on the network can run commands on this host (unused here)
QEMU_ARGS+=(-m 1G -qmp tcp::1,server)
                       ^^^^^^ 💡 error monitor-on-network
SERIAL="-serial mon:tcp::1,server"
                    ^^^^^^ 💡 error monitor-on-network
command="daemon -o log -- kvm $parms -monitor tcp::1,server"
                                              ^^^^^^ 💡 error monitor-on-network
other="daemon -o log -- watch -monitor tcp::1,server"
`);
    checkFix(
      'export MONITOR="-m 1 -monitor tcp::1,server"\n',
      'export MONITOR="-m 1 -monitor unix:${XDG_RUNTIME_DIR:-$HOME}/run-monitor.sock,server"\n',
    );
  });

  it('are reported behind an unknown program', () => {
    check(`
CMD="$(which daemonize) -x kvm -monitor telnet:0.0.0.0:4444,server"
                                               ^^^^^^^ 💡 error monitor-on-network
ALL=("$daemon" /usr/bin/kvm -monitor telnet:0.0.0.0:4444,server)
                                            ^^^^^^^ 💡 error monitor-on-network
`);
  });

  it('are silent where they are dead, or a QEMU is started without them', () => {
    checkSilent('MONITOR="-monitor tcp::1,server"\nMONITOR=\n');
    checkSilent('MONITOR="-monitor tcp::1,server"\nkvm -monitor none\n');
    checkSilent('USAGE="use -monitor tcp::1,server"\n');
    checkSilent('USAGE="use kvm -monitor tcp::1,server"\n');
    checkSilent('PATTERN="-monitor"\nA="-monitor $B"\nMODE="-m tcp::1"\n');
    checkSilent('MONITOR="-monitor unix:/run/vm/m.sock,server -serial tcp::1,server"\n');
    checkSilent('f() { local M="-monitor tcp::1,server"; M=; }\n');
  });

  it('are reported where they are handed to a command of another file', () => {
    check(`
vm_setup --memory=1G --qemu-args="-qmp tcp:0.0.0.0:1,server"
                                           ^^^^^^^ 💡 error monitor-on-network: QMP on tcp 0.0.0.0:1: anyone on the network can run commands on this host (unused here)
`);
    const isCut = (text: string) => analyzeText(text).unfollowed !== undefined;
    assert.ok(isCut('vm_create --cmd "qemu-system-arm -m 1G -qmp tcp:0.0.0.0:1,server"\n'));
    assert.ok(
      !isCut('pgrep -f "kvm -qmp tcp::1,server"\nassert_has "$o" "kvm -qmp tcp::1,server"\n'),
    );
    checkSilent('echo "run with -monitor tcp::1,server"\nlog "-monitor tcp::1,server"\n');
    checkSilent('grep -e "-monitor tcp::1,server" a\nusage "-monitor tcp::1,server -S"\n');
    checkSilent('myprog --monitor tcp::1\nmyprog --monitor "tcp::1,server"\n');
  });
});

describe('options in the environment', () => {
  it('are reported where a script in a string exports them', () => {
    const quoted = `
ssh host 'export QEMU_OPTS="-qmp tcp:0.0.0.0:1,server"; ./run-vm'
                                     ^^^^^^^ 💡 error monitor-on-network: QMP on tcp 0.0.0.0:1: anyone on the network can run commands on this host (unused here)
`;
    check(quoted);
    check(`kvm -S${quoted}`);
    check(`
bash <<'END'
export QEMU_OPTS="-qmp tcp:0.0.0.0:1,server"
                           ^^^^^^^ 💡 error monitor-on-network
./run-vm
END
`);
    checkSilent(`ssh host 'QEMU_OPTS="-qmp tcp::1,server"; ./run-vm'`);
    checkSilent(`ssh host 'export QEMU_OPTS="-qmp tcp::1,server"; kvm -S'`);
    checkSilent(`export A="-qmp unix:/run/a,server"; bash -c 'echo $A; ./run-qemu'`);
  });

  it('are reported where a script exports them that starts a QEMU without them', () => {
    check(`
export QEMU_OPTS="-m 1G -monitor tcp:0.0.0.0:1,server"
                                     ^^^^^^^ 💡 error monitor-on-network: HMP on tcp 0.0.0.0:1: anyone on the network can run commands on this host (unused here)
if [ -t 0 ]; then
  exec qemu-system-arm -S
fi
`);
    checkSilent('export A="-m 1G -monitor tcp::1,server"\nexport -n A\nkvm -S\n');
    check(`
export OPTS="-m 1G -monitor tcp:0.0.0.0:1,server"
                                ^^^^^^^ 💡 error monitor-on-network: HMP on tcp 0.0.0.0:1: anyone on the network can run commands on this host
ALL="$OPTS -S"
kvm $ALL
`);
  });

  it('are those that a variable holds when something is run, whatever it holds in the end', () => {
    check(`
export QEMU_OPTS="-monitor tcp:0.0.0.0:1,server"
                               ^^^^^^^ 💡 error monitor-on-network: HMP on tcp 0.0.0.0:1: anyone on the network can run commands on this host (unused here)
./run-vm
export QEMU_OPTS="-monitor none"
./run-vm
unset QEMU_OPTS
`);
    check(`
run() {
  local QEMU_OPTS="-monitor tcp:0.0.0.0:1,server"
                                ^^^^^^^ 💡 error monitor-on-network
  export QEMU_OPTS
  sudo -E ./run-vm
}
run
`);
    check(`
OPTS="-monitor tcp:0.0.0.0:1,server"
                   ^^^^^^^ 💡 error monitor-on-network
. ./elsewhere.sh
OPTS=
`);
    check(`
A="-monitor tcp:0.0.0.0:1,server"
                ^^^^^^^ 💡 error monitor-on-network
vm_setup "--qemu-args=$A -m 1G"
A="-monitor tcp:0.0.0.0:2,server"
vm_setup "--qemu-args=-m 1G"
A=
`);
    checkSilent('export A="-m 1G -monitor tcp::1,server"\necho "$A"\nexport A=\n./run-vm\n');
    check(`
. ./elsewhere.sh
OPTS="-monitor tcp:0.0.0.0:1,server"
                   ^^^^^^^ 💡 error monitor-on-network
start_vm
OPTS=
`);
    checkSilent('OPTS="-monitor tcp::1,server"\nstart_vm\nOPTS=\n');
    checkSilent('. ./elsewhere.sh\nA="-m 1G -monitor tcp::1,server"\n./run-vm\nA=\n');
    checkSilent('A="-m 1G -monitor tcp::1,server"\n. ./elsewhere.sh\nA=\nkvm -S\n');
    check(`
export A="-m 1G -monitor tcp:0.0.0.0:1,server"
                             ^^^^^^^ 💡 error monitor-on-network: HMP on tcp 0.0.0.0:1: anyone on the network can run commands on this host
./run-vm
kvm $A
A=
`);
  });

  it('are reported where a function runs the string, known or not', () => {
    check(`
remote() { $SSH "root@$1" "\${@:2}"; }
remote "$IP" 'export QEMU_OPTS="-qmp tcp:0.0.0.0:1,server"; ./run-vm'
                                         ^^^^^^^ 💡 error monitor-on-network
on_host 'export QEMU_OPTS="-qmp tcp:0.0.0.0:2,server"; ./run-vm'
                                    ^^^^^^^ 💡 error monitor-on-network
`);
    checkSilent(`echo 'export QEMU_OPTS="-qmp tcp::1,server"'`);
  });

  it('are reported where a command is given them', () => {
    check(`
env QEMU_OPTS="-qmp tcp:0.0.0.0:1,server" ./run-vm
                        ^^^^^^^ 💡 error monitor-on-network
sudo QEMU_OPTS="-qmp tcp:0.0.0.0:2,server" ./run-vm
                         ^^^^^^^ 💡 error monitor-on-network
docker run -e "QEMU_OPTS=-qmp tcp:0.0.0.0:3,server" vm
                                  ^^^^^^^ 💡 error monitor-on-network
`);
    checkSilent('grep QEMU_OPTS="-qmp tcp::1,server" file');
  });
});

describe('conditions', () => {
  it('are named in the message where they are short', () => {
    check(`
if [ "$1" = debug ]; then
  M="-monitor tcp:0.0.0.0:1,server"
                  ^^^^^^^ 💡 error monitor-on-network: HMP on tcp 0.0.0.0:1: anyone on the network can run commands on this host (if [ "$1" = debug ])
fi
kvm $M
[ -n "$D" ] && kvm -qmp tcp:0.0.0.0:2,server
                            ^^^^^^^ 💡 error monitor-on-network: QMP on tcp 0.0.0.0:2: anyone on the network can run commands on this host (if [ -n "$D" ])
`);
  });
});

describe('a file that a script writes', () => {
  const launch = 'qemu-system-x86_64 -monitor tcp:0.0.0.0:4444,server';
  const script = `cat >start.sh <<E\n#!/bin/sh\n${launch}\nE\n`;
  for (const reading of [
    'wc -l <start.sh',
    'X=$(<start.sh)',
    'cat start.sh',
    'envsubst <start.sh >other.sh',
  ]) {
    it(`counts although the script also reads it: ${reading}`, () => {
      const { findings } = analyzeText(`${script}${reading}\n`);
      assert.deepEqual([...new Set(findings.map(({ rule }) => rule))], ['monitor-on-network']);
    });
  }

  for (const writing of [
    `echo "${launch}" >>run.sh`,
    `echo "${launch}" >>run.sh; sh run.sh`,
    `printf "${launch}\\n" >run.sh`,
    `cat >start <<E\n${launch}\nE`,
    `cat >start <<E\ncd /srv\nexec ${launch}\nE`,
    `cat >run.sh <<E\nQEMU=qemu-system-arm\n\\$QEMU -monitor tcp:0.0.0.0:4444,server\nE`,
    `echo 'qemu-system-arm \\' >>run; echo ' -monitor tcp:0.0.0.0:4444,server' >>run; sh run`,
    `cat part >run; echo "${launch}" >>run; ./run`,
  ]) {
    it(`is a script where a command in it starts QEMU: ${writing}`, () => {
      const { findings } = analyzeText(`${writing}\n`);
      assert.deepEqual(
        findings.map(({ rule }) => rule),
        ['monitor-on-network'],
      );
    });
  }

  it('is none where it is a log', () => {
    const { findings } = analyzeText(`echo "${launch}" >>vm.log\n`);
    assert.deepEqual(findings, []);
  });
});
