import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lowerShell } from '../../server/src/invocation/from-shell.ts';
import { readShell } from '../../server/src/syntax/shell/reader.ts';
import { splitWords } from '../../server/src/text/split-words.ts';
import { startedBy } from '../support/shell-lines.ts';

/** The commands of a script: program and words, with `?` for each unknown piece. */
describe('finding QEMU', () => {
  it('knows the program by the last component of its path', () => {
    const programs = [
      ...['qemu-system-x86_64', '/usr/bin/qemu-system-aarch64', '../build/qemu-system-riscv64'],
      ...splitWords('qemu-kvm /usr/libexec/qemu-kvm kvm kvm-spice qemu qemu-9.2 qemu-kvm-7.2'),
      ...[
        'qemu-system-x86_64-microvm',
        'qemu-system-i386.exe',
        '~/bin/kvm',
        '"$DIR"/qemu-system-arm',
      ],
      ...['qemu-system-$(uname -m)', 'qemu-system-${ARCH}', "'kvm'"],
    ];
    for (const program of programs)
      assert.deepEqual(startedBy(`${program} -S`), ['system -S'], program);
    assert.deepEqual(startedBy('qemu-storage-daemon --daemonize'), ['storage-daemon --daemonize']);
  });

  it('leaves other programs alone', () => {
    const others = [
      ...['qemu-img -S', 'qemu-nbd -S', 'qemu-ga -S', 'qemu-arm -S', 'kvm-ok -S', 'kvm_stat -S'],
      ...[
        'echo kvm -S',
        'pkill qemu-system-x86_64',
        'apt install qemu-kvm',
        'which kvm',
        'man qemu',
      ],
      ...['command -v kvm', 'command -pv kvm', 'sudo -l kvm', 'screen -r kvm', 'screen -ls'],
      ...[
        './run.sh -monitor stdio',
        'sudo pkill kvm -S',
        'type qemu-system-x86_64',
        'kvm() { :; }',
      ],
    ];
    for (const other of others) assert.deepEqual(startedBy(other), [], other);
  });

  it('finds it behind the commands that run another', () => {
    const runners = [
      ...[
        'sudo',
        'sudo -u bob -E',
        'sudo A=1 --',
        'doas',
        'env',
        'env -i A=1 B=2',
        'env -u X',
        'exec',
      ],
      ...[
        'exec -a vm',
        'nohup',
        'timeout 10',
        'timeout -k 5 --foreground 10s',
        'nice',
        'nice -n 19',
      ],
      ...['nice -19', 'ionice -c 3', 'chrt -f 50', 'numactl -N 0 -m 0', 'numactl --membind=0'],
      ...['taskset 0x3', 'taskset -c 0-3', 'setsid', 'setsid -w', 'time', 'time -p', 'stdbuf -oL'],
      ...['strace -f -o log', 'strace -e trace=open', 'ltrace -f', 'valgrind --tool=memcheck'],
      ...[
        'gdb --args',
        'gdb -q -ex run --args',
        'xvfb-run -a',
        'xvfb-run -s "-screen 0"',
        'rr record',
      ],
      ...['systemd-run --user --scope', 'systemd-run -p MemoryMax=1G --', 'systemd-inhibit'],
      ...[
        'unshare -n',
        'unshare -r --map-user 0',
        'chroot /srv/root',
        'ip netns exec ns0',
        'nsenter -t 1',
      ],
      ...[
        'sudo nohup nice -n 5',
        'command',
        'A=1 B=2',
        '/usr/bin/sudo',
        'flock /tmp/lock',
        'perf stat -e cycles',
        'perf record -g',
        'daemon -n vm -o log --',
      ],
      ...[
        'runuser -u qemu --',
        'bwrap --ro-bind / / --dev /dev',
        '$SUDO',
        '${WRAPPER:-} sudo',
        '!',
      ],
    ];
    for (const runner of runners)
      assert.deepEqual(startedBy(`${runner} kvm -S`), ['system -S'], runner);
  });

  it('takes a command word it does not know for QEMU only by its arguments', () => {
    assert.deepEqual(startedBy('$QEMU -m 1G'), ['system -m 1G']);
    assert.deepEqual(startedBy('$QEMU --monitor x'), ['system --monitor x']);
    assert.deepEqual(startedBy('$QSD --chardev x --monitor y'), [
      'storage-daemon --chardev x --monitor y',
    ]);
    assert.deepEqual(startedBy('/usr/bin/qemu-system -m 1G'), ['system -m 1G']);
    assert.deepEqual(startedBy('"${KVM_BIN}" -nographic'), ['system -nographic']);
    assert.deepEqual(startedBy('$(find_qemu) -kernel x'), ['system -kernel x']);
    assert.deepEqual(startedBy('$NICE $QEMU -m 1'), ['system -m 1']);
    assert.deepEqual(startedBy('"$1" -drive file=x -serial stdio'), [
      'system -drive file=x -serial stdio',
    ]);
    assert.deepEqual(startedBy('$QEMU --version'), []);
    assert.deepEqual(startedBy('$RUN_QEMU --qmp --cxl --monitor'), [
      'system --qmp --cxl --monitor',
    ]);
    assert.deepEqual(startedBy('$RUN_QEMU --qmp --cxl'), []);
    assert.deepEqual(startedBy('$QEMU_IMG create x'), []);
    assert.deepEqual(startedBy('"$1" -m 1G'), []);
    assert.deepEqual(startedBy('$CMD -m "a message" -b'), []);
    assert.deepEqual(startedBy('eval $PIN $ROOT/bin/netperf -t TCP -- -m 1 -M 2'), []);
  });

  it('finds it behind another program that stands there only on some way', () => {
    for (const run of [
      '[ $X ] && RUN=echo; $RUN',
      'RUN=; if [ $X ]; then RUN="foo -n 1 --"; fi; $RUN',
    ]) {
      assert.ok(startedBy(`${run} kvm -S`).includes('system -S'), run);
    }
    const line = 'if [[ $RUN ]]; then RUN="foo -n "; fi; C="$RUN kvm $X -S"; $C';
    assert.deepEqual(startedBy(line), ['system ? -S']);
    assert.deepEqual(startedBy('RUN=echo; $RUN kvm -S'), []);
  });

  it('takes a script that is called like it for QEMU by what it hands over', () => {
    const options = '-m 1G -nographic -monitor tcp::1,server';
    for (const wrapper of ['qemu-start -u vm --', '/usr/bin/kvm-run -- ', 'nice -5 ./run-vm.sh']) {
      assert.deepEqual(startedBy(`${wrapper} ${options}`), [`system ${options}`], wrapper);
    }
    assert.deepEqual(startedBy(`$DIR/uefi-run -q qemu-system-x86_64 a.img -- ${options}`), [
      `system ${options}`,
    ]);
    for (const own of ['uefi-run -q qemu-system-arm a.efi', 'cset shield --exec qemu-system-arm']) {
      assert.deepEqual(startedBy(`${own} -- ${options}`), [`system ${options}`], own);
    }
    assert.deepEqual(startedBy(`./run.sh ${options}`), [`system ${options}`]);
    for (const other of [`log ${options}`, 'qemu-start -hda a -m 1G -smp 2 -monitor alpha']) {
      assert.deepEqual(startedBy(other), [], other);
    }
  });

  it('finds it in every kind of body', () => {
    const script = `
if kvm -a; then kvm -b; else kvm -c; fi | kvm -d && kvm -e || kvm -f &
f() { local x; kvm -g; }; ( kvm -h ); { kvm -i; }
for i in $(kvm -j); do kvm -k; done; while kvm -l; do kvm -m x; done
case x in x) kvm -n;; esac; y=$(kvm -o); echo "$(kvm -p)" <(kvm -q) <<EOF
$(kvm -r) kvm -s
EOF
kvm -t < <(kvm -u); ! kvm -v; until kvm -w; do :; done; exec 3< <(kvm -x)
`;
    const found = startedBy(script).map((line) => line.split(' ')[1]);
    assert.deepEqual(
      found.toSorted(),
      'abcdefghijklmnopqrtuvwx'.split('').map((letter) => `-${letter}`),
    );
  });
});

describe('expanding words', () => {
  const table: Readonly<Record<string, readonly [string, string]>> = {
    'a scalar': ['M="-monitor stdio"; kvm $M', '-monitor stdio'],
    'a quoted scalar as one word': ['M="a b"; kvm "$M" -S', 'a b -S'],
    'a scalar inside a word': ['P=44; kvm tcp::$P,server', 'tcp::44,server'],
    'a chain of scalars': ['A=1; B=$A; C="$B"; kvm $C', '1'],
    'an empty scalar as no word': ['A=; kvm $A -S "$A"', '-S '],
    'an array': ['a=(-m 1G "x y"); kvm "${a[@]}"', '-m 1G x y'],
    'an array that grows': ['a=(1); a+=(2); [ x ] && a+=(3); kvm "${a[@]}"', '1 2 3'],
    'an array in one word': ['a=(1 2); kvm "${a[*]}"', '1 2'],
    'the first element': ['a=(1 2); kvm $a', '1'],
    'a scalar that grows': ['A="-S"; A+=" -s"; A="$A -x"; kvm $A', '-S -s -x'],
    'comments between elements': ['a=(1 # -no\n 2); kvm "${a[@]}"', '1 2'],
    'a comment in backticks': ['kvm -S `# about` -s', '-S -s'],
    'the default of an unset variable': ['kvm ${X:-1 2} "${Y-3}"', '1 2 3'],
    'the default of an empty variable': ['X=; kvm ${X:-1}', '1'],
    'the value in front of a default': ['X=2; kvm ${X:-1}', '2'],
    'a default that assigns': [': "${X:=5}"; kvm $X', '5'],
    'a value that names itself': ['Q=${Q:-kvm}; $Q -S', '-S'],
    'the value before the command': ['A=1; kvm $A; A=2', '1'],
    'the last of two values': ['A=1; A=2; kvm $A', '2'],
    'a value set only on some path': ['A=; if x; then A=1; fi; kvm $A', '1'],
    'exported and declared values': [
      'export A=1; declare -r B=2; readonly C=3; kvm $A $B $C',
      '1 2 3',
    ],
    'a local array': ['f() { local a=(1); a+=(2); kvm "${a[@]}"; }; g() { local a=(9); }', '1 2'],
    'a value assigned behind the function': ['f() { kvm $A; }\nA=1\nf', '1'],
    'two values on two paths, the first in the first line': [
      'if x; then A=1; else A=2; fi; kvm $A',
      '1',
    ],
    'read and for without words as unknown': ['read A; for B; do kvm "$A" "$B"; done', '? ?'],
    'what only the environment knows': ['kvm "$HOME" "$1" "$@" $X', '? ? ? ?'],
    'what programs say as unknown': ['kvm $(date) `x` <(x)', '? ? ?'],
    arithmetic: ['i=3; kvm $((1+1)) $((4440+i)) $((i*$i)) $((i>2?7:8))', '2 4443 9 ?'],
    'arithmetic in what is cut out, behind other arithmetic': [
      'A=123; : $((${B:-5}+${B:-6})); kvm "${A:$((${#A}-1)):1}"',
      '3',
    ],
    'arithmetic with unknown values': ['kvm $((4440+$N)) $((N+1)) $((1/0))', '? ? ?'],
    braces: ['x=1; kvm -{a,b$x} tcp::444{1..3} {a}', '-a -b1 tcp::4441 tcp::4442 tcp::4443 {a}'],
    'parts of values': [
      'A=vm.old.cfg; kvm "${A#vm}" "${A##*.}" "${A%.*}" "${A%%.*}" "${A:3}" "${A:3:2}" "${A: -3}"',
      '.old.cfg cfg vm.old vm old.cfg ol cfg',
    ],
    'values with something replaced': [
      'A=a-b-c; kvm "${A/-/+}" "${A//-/+}" "${A/#a/x}" "${A/%c/x}" "${A//-}" "${A/\'-\'b}"',
      'a+b-c a+b+c x-b-c a-b-x abc a-c',
    ],
    'lengths, names and letters': [
      'A=abc; B=A; a=(1 "2 3"); kvm ${#A} ${!B} ${#a[@]} $# ${A^} ${A^^}',
      '3 abc 2 ? Abc ABC',
    ],
    'a part of an unknown value': ['kvm "${A#a}" "${A:1}" "${#A}" "${A/a/b}" "${!A}"', '? ? ? ? ?'],
    elements: [
      'a=(1 "2 3"); i=1; b=(7 8 9); a[4]=5; kvm "${a[1]}" "${a[i]}" ${a[-1]} "${b[@]:1:1}"',
      '2 3 2 3 5 8',
    ],
    'elements by name': [
      'declare -A m=([a]=1); m[b]=2; k=b; kvm "${m[a]}" "${m[$k]}" ${m[c]}',
      '1 2',
    ],
    'a variable for one command only': ['A=1 kvm $A; A=2 true; kvm "$A"', '?'],
    'what unset leaves': ['A=1; unset A; kvm $A "$A"', ''],
  };
  for (const [title, [script, expected]] of Object.entries(table)) {
    it(`gives ${title}`, () => {
      assert.equal(startedBy(script)[0], `system ${expected}`);
    });
  }

  it('tells words that may be several', () => {
    const [invocation] = lowerShell(
      readShell('a=(x $Y); kvm $A "$B" "$@" "${c[@]}" "$*" x$D "${a[@]}" ${E[@]}'),
    );
    const many = invocation?.words.map((word) => word.many);
    assert.deepEqual(many, [true, false, true, true, false, false, false, true, true]);
  });

  it('ends for variables that name each other without end', () => {
    assert.deepEqual(startedBy('f() { A=$B; }; g() { B=$A; }; kvm "$A" "$B"'), ['system ? ?']);
    const chain = Array.from({ length: 500 }, (_, i) => `V${i + 1}=$V${i}`).join('\n');
    assert.deepEqual(startedBy(`V0=x\n${chain}\nkvm "$V500" "$V9"`), ['system ? x']);
  });
});
