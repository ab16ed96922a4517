import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MAX_STARTS } from '../../server/src/invocation/domain/limits.ts';
import { lowerShell } from '../../server/src/invocation/from-shell.ts';
import { readShell } from '../../server/src/syntax/shell/reader.ts';
import { check, checkFix, checkNoFix, checkSilent } from '../support/check.ts';
import { lines, startedBy } from '../support/shell-lines.ts';

/** The commands of a script: program and words, with `?` for each unknown piece. */
function each(scripts: readonly string[], expected: readonly string[] = ['system -S']): void {
  for (const script of scripts) assert.deepEqual(startedBy(script), expected, script);
}

describe('finding QEMU in strings', () => {
  it('reads what a shell is given', () => {
    each([
      "bash -c 'kvm -S'",
      'sh -c "kvm -S"',
      "/bin/bash -lc 'cd /vm && exec kvm -S'",
      "dash -ec 'kvm -S'",
      "bash -eo pipefail -c 'kvm -S | cat'",
      "bash --norc +x -c 'kvm -S'",
      "busybox sh -c 'kvm -S'",
      "sudo -Eu qemu bash -c 'kvm -S'",
      "$SUDO bash -c 'kvm -S'",
      'bash -c "bash -c \'sudo kvm -S\'"',
    ]);
  });

  it('reads the words of eval together, and what other programs give a shell', () => {
    each([
      'eval kvm -S',
      "eval 'kvm' '-S'",
      'C="kvm"; C+=" -S"; eval $C',
      'C="kvm -S"; eval "$C"',
      "trap 'kvm -S' EXIT",
      "su -c 'kvm -S'",
      "su - bob -c 'kvm -S'",
      "su -s /bin/sh --command='kvm -S' bob",
      "runuser -l bob -c 'kvm -S'",
      "sg kvm -c 'kvm -S'",
      "script -qec 'kvm -S' /dev/null",
      "flock /run/lock -c 'kvm -S'",
      "watch -n 1 'kvm -S'",
      'watch -x kvm -S',
      "nix-shell -p qemu --run 'kvm -S'",
      'script -q /dev/null kvm -S',
      "hyperfine -w 3 'kvm -S'",
      "ls | entr -r sh -c 'kvm -S'",
      "ls | entr -s 'kvm -S'",
      "capsh --user=bob -- -c 'kvm -S'",
      "env -S 'kvm -S'",
      'cmd.exe /c "kvm -S"',
      'cmd.exe //c kvm -S',
    ]);
  });

  it('reads what another machine or terminal runs', () => {
    each([
      "ssh host 'kvm -S'",
      'ssh -p 22 -o A=b root@host -t kvm -S',
      "sshpass -p x ssh host 'nohup kvm -S &'",
      "pdsh -w h1,h2 -l root 'cd /x && kvm -S'",
      "clush -w h1,h2 -l root 'cd /x && kvm -S'",
      "salt '*' cmd.run 'cd /x && kvm -S'",
      "virtctl ssh bob@vm --command 'kvm -S'",
      "gcloud compute ssh vm --zone z --command='kvm -S'",
      "fly ssh console -C 'kvm -S'",
      'kitty --title vm kvm -S',
      "ansible all -m shell -a 'cd /x && kvm -S'",
      "ansible -i hosts all --args='kvm -S' -b",
      "tmux new-session -d -s vm 'kvm -S'",
      'tmux new -ds vm kvm -S',
      "tmux -L x split-window -h 'kvm -S'",
      "tmux send-keys -t vm 'kvm -S' Enter",
      'tmux send-keys -t vm kvm Space -S C-m',
      'screen -dmS vm kvm -S',
      'screen -S vm -X stuff "kvm -S\n"',
      'screen -S vm -X screen kvm -S',
      'xterm -T vm -e kvm -S',
      "xterm -e 'kvm -S' &",
      'gnome-terminal --tab -- kvm -S',
      'gnome-terminal --command="kvm -S"',
      "docker run --rm -it -v /a:/b --device /dev/kvm image sh -c 'kvm -S'",
      'podman exec -it box kvm -S',
    ]);
    each(
      [
        "tmux new 'kvm -S' \\; split-window 'kvm -s' \\; attach",
        "xfce4-terminal -e 'kvm -S' --tab -e 'kvm -s'",
      ],
      ['system -S', 'system -s'],
    );
  });

  it('reads here-documents and here-strings of a shell', () => {
    each([
      'bash <<EOF\nkvm -S\nEOF',
      "sudo bash -s <<'EOF'\nkvm -S\nEOF",
      'ssh host <<EOF\nkvm -S\nEOF',
      'ssh host bash <<EOF\nkvm -S\nEOF',
      'su - bob <<EOF\nkvm -S\nEOF',
      "sh <<< 'kvm -S'",
      'at now <<EOF\nkvm -S\nEOF',
      "echo 'kvm -S' | sh",
      "printf 'cd /vm\\nkvm -S\\n' | sudo bash",
      'cat <<EOF | ssh host bash -s\nkvm -S\nEOF',
    ]);
  });

  it('steps over programs with a command of their own in between', () => {
    each([
      'start-stop-daemon --start --pidfile p --exec /usr/bin/kvm -- -S',
      'supervise-daemon vm --start --exec kvm -- -S',
      'daemonize -c /vm /usr/bin/kvm -S',
      'su-exec qemu kvm -S',
      'gosu qemu kvm -S',
      'unshare -n -- kvm -S',
      'firejail --noprofile kvm -S',
      'cgexec -g cpu:vm kvm -S',
      'bwrap --ro-bind-try / / --cap-add ALL kvm -S',
      'tini -- kvm -S',
      'lxc exec box -- kvm -S',
      "bash -c 'exec -a vm kvm -S'",
      'xargs -I{} kvm -S',
      'run() { echo "$@"; "$@"; }; run kvm -S',
      'retry() { local n=$1; shift; until sudo "$@"; do :; done; }; retry 3 kvm -S',
      'run() { eval "$*"; }; run "kvm -S"',
      'run() { bash -c "$1"; }; run "kvm -S"',
    ]);
    each(['parallel kvm -m {} -S ::: 1 2'], ['system -m ? -S']);
    each(['xargs -n1 -I VM kvm -name aVM -S'], ['system -name a? -S']);
  });

  it('sees the variables that the inner shell sees', () => {
    each(
      [
        'M=1; bash -c "kvm $M"',
        "export M=1; bash -c 'kvm $M'",
        'M=1; export M; sh -c \'kvm "$M"\'',
        "declare -x M=1; bash -c 'kvm ${M:-2}'",
        "set -a; M=1; bash -c 'kvm $M'",
        "M=1 bash -c 'kvm $M'",
        "M=2; eval 'M=1; kvm $M'",
        "M=1; eval 'kvm $M'",
        'a=(1); eval \'kvm "${a[@]}"\'',
        "bash -c 'M=1; kvm $M'",
        "bash -c 'kvm $1' _ 1",
        'bash -c \'bash -c "kvm $1"\' _ 1',
      ],
      ['system 1'],
    );
    each(
      [
        "M=1; bash -c 'kvm $M'",
        "export M=1; ssh host 'kvm $M'",
        "export M=1; sudo bash -c 'kvm $M'",
        'bash -c "kvm $M"',
        'bash -c \'kvm $1\' _ "$M"',
      ],
      ['system ?'],
    );
  });

  it('leaves a variable as it is, however many ways run a shell', () => {
    const run = 'sudo -u $USER bash -c make; ';
    const script = `if x; then USER=a PORT=1; else USER=b PORT=2; fi; ${run.repeat(4)}kvm $PORT`;
    assert.deepEqual(lines(script, { every: true }), ['1', '2']);
  });

  it('tells words that may be several', () => {
    const [invocation] = lowerShell(readShell('bash -c "kvm $A \\"$B\\" x$C \\$D"'));
    const manys = invocation?.words.map(({ many }) => many);
    assert.deepEqual(manys, [true, false, false, true]);
  });

  it('runs the last trap for a signal, and what a subshell defines only there', () => {
    each(["trap 'kvm -s' EXIT\ntrap 'kvm -S' EXIT\n"]);
    each(["trap 'kvm -S' EXIT\ntrap 'kvm -s' INT\n"], ['system -S', 'system -s']);
    each(["trap 'kvm -S' EXIT\nif x; then trap 'kvm -s' EXIT; fi\n"], ['system -S', 'system -s']);
    each(['( f() { kvm -s; } )\nf() { kvm -S; }\n(f)\n'], ['system -s', 'system -S']);
    each(['f() { kvm -S "$1"; }\n( f() { :; }; f 1 )\nf 2\n'], ['system -S 2']);
  });

  it('is silent about strings that are not run', () => {
    const texts = [
      'echo "kvm -monitor tcp:0.0.0.0:1,server"',
      "pkill -f 'kvm.*-monitor'",
      "pgrep -f 'kvm -monitor tcp::1,server'",
      "grep -q 'kvm -monitor tcp::1,server' file",
      "sed -i 's/x/kvm -monitor tcp::1,server/' file",
      "git commit -m 'kvm -monitor tcp::1,server'",
      'ssh host cat <<EOF\nkvm -monitor tcp::1,server\nEOF',
      "printf 'kvm -monitor tcp::1,server' > run.log",
      'bash run.sh <<EOF\nkvm -monitor tcp::1,server\nEOF',
      "bash -c 'echo kvm -monitor tcp::1,server'",
      'ssh host \'pkill -f "kvm -monitor tcp::1,server"\'',
      "bash run.sh 'kvm -monitor tcp::1,server'",
      "tmux send-keys -t vm 'telnet localhost 4444' Enter",
      "tmux rename-window 'kvm -monitor tcp::1,server'",
      "trap 'kill $QEMU_PID' EXIT",
      'die() { echo "$@"; exit 1; }; die kvm -monitor tcp::1,server',
      'need() { command -v "$@"; }; need kvm -monitor tcp::1,server',
      'start-stop-daemon --stop --exec kvm -- -monitor tcp::1,server',
      "virt-install --description 'kvm -monitor tcp::1,server'",
      "virt-xml vm --remove-device --qemu-commandline='-monitor tcp::1,server'",
      "virt-install --qemu-commandline='env=X=-monitor tcp::1,server'",
      "bash -c 'kvm -monitor unix:/run/vm.sock,server'",
      "echo 'kvm -monitor tcp::1,server' | ssh host cat",
      "echo 'kvm -monitor tcp::1,server' | bash run.sh",
    ];
    for (const text of texts) checkSilent(text);
  });

  it('ends for strings inside strings', () => {
    let script = 'kvm -S';
    for (let depth = 0; depth < 12; depth++) script = `eval eval ${script}`;
    assert.deepEqual(startedBy(script), []);
    assert.equal(startedBy("bash -c 'kvm -S'\n".repeat(MAX_STARTS)).length, MAX_STARTS);
    assert.equal(startedBy(`eval kvm ${'x'.repeat(500_000)}`).length, 1);
    const doubled = Array.from({ length: 9 }, () => 'x=$x$x').join('; ');
    assert.equal(startedBy(`x=${'x'.repeat(1_000)}; ${doubled}; eval kvm $x`).length, 0);
  });
});

describe('findings in strings', () => {
  it('stand on the address inside the string', () => {
    check(`
bash -c 'kvm -monitor tcp:0.0.0.0:4444,server'
                          ^^^^^^^ 💡 error monitor-on-network
ssh host "kvm -monitor \\"tcp:0.0.0.0:$PORT,server\\""
                             ^^^^^^^ 💡 error monitor-on-network
sudo bash <<EOF
kvm -qmp tcp:0.0.0.0:1,server -monitor tcp:\${HOST:-0.0.0.0}:2,server
             ^^^^^^^ 💡 error monitor-on-network
                                                   ^^^^^^^ 💡 error monitor-on-network
EOF
A=0.0.0.0
  ^^^^^^^ 💡 error monitor-on-network
bash -c "sh -c 'kvm -monitor tcp:$A:3,server'"
`);
  });

  it('are fixed with all levels of quotes', () => {
    checkFix(
      "bash -c 'kvm -monitor tcp:0.0.0.0:4,server'",
      `bash -c 'kvm -monitor "unix:\${XDG_RUNTIME_DIR:-$HOME}/run-monitor.sock,server"'`,
    );
    checkFix(
      'bash -c "kvm -monitor tcp:0.0.0.0:$P,server"',
      'bash -c "kvm -monitor \\"unix:\\${XDG_RUNTIME_DIR:-\\$HOME}/run-$P-monitor.sock,server\\""',
    );
    checkFix(
      'bash -c "kvm -monitor tcp:0.0.0.0:\\$P,server"',
      'bash -c "kvm -monitor \\"unix:\\${XDG_RUNTIME_DIR:-\\$HOME}/run-\\$P-monitor.sock,server\\""',
    );
    checkFix(
      'eval kvm -monitor tcp:0.0.0.0:4,server',
      `eval kvm -monitor '"unix:\${XDG_RUNTIME_DIR:-$HOME}/run-monitor.sock,server"'`,
    );
    checkFix(
      "ssh host <<'EOF'\nkvm -monitor tcp:0.0.0.0:$P,server\nEOF\n",
      'ssh host <<\'EOF\'\nkvm -monitor "unix:${XDG_RUNTIME_DIR:-$HOME}/run-$P-monitor.sock,server"\nEOF\n',
    );
  });

  it('have no fix where a program of another kind reads the string', () => {
    checkNoFix(`
gnome-terminal -e 'kvm -monitor tcp:0.0.0.0:4,server'
                                    ^^^^^^^ error monitor-on-network
printf 'kvm -monitor tcp:0.0.0.0:4,server' | sh
                         ^^^^^^^ error monitor-on-network
screen -X stuff 'kvm -monitor tcp:0.0.0.0:4,server'
                                  ^^^^^^^ error monitor-on-network
`);
  });
});

describe('arguments for libvirt', () => {
  it('are divided as virt-install does', () => {
    const [invocation] = lowerShell(
      readShell(
        `virt-install -n vm --qemu-commandline='-a "b \\" c" d\\ e' --qemu-commandline="args=-f 'g;h' $I"`,
      ),
    );
    assert.equal(invocation?.partial, 'libvirt');
    assert.equal(invocation?.name, 'vm');
    assert.deepEqual(
      invocation?.words.map(({ value, many }) => [value.decoded, many]),
      [
        ['-a', false],
        ['b " c', false],
        ['d e', false],
        ['-f', false],
        ['g;h', false],
        ['\uFFFC', true],
      ],
    );
    assert.deepEqual(startedBy("virt-xml vm --edit --qemu-commandline '-S'"), ['system -S']);
  });
});
