/**
 * QEMU behind unknown programs, and options for a QEMU that other code starts. Beside each
 * form stands what must stay silent: programs that only talk about QEMU, and other programs' options.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyzeText, check, fixedBy } from '../../support/check.ts';

const MONITOR = 'telnet:0.0.0.0:4444,server,nowait';

/** Claims exactly one monitor on every network interface, at the host that is written in the script. */
function checkFound(script: string): void {
  const { findings } = analyzeText(`${script}\n`);
  const found = findings.map(({ rule, at }) => [rule, script.slice(at.start, at.end)]);
  const expected = [['monitor-on-network', '0.0.0.0']];
  assert.deepEqual(found, expected, script);
}

function checkNothing(script: string): void {
  const { findings } = analyzeText(`${script}\n`);
  const found = findings.map(({ rule, message }) => `${rule}: ${message}`);
  assert.deepEqual(found, [], script);
}

describe('a QEMU behind another program', () => {
  const commands = [
    ...['retry 3 QEMU', 'daemon -- QEMU', 'log_cmd QEMU', '"$WRAPPER" QEMU', 'run QEMU'],
    ...['./helpers/with-net.sh --tap tap0 QEMU', 'python3 launch.py QEMU', 'bash run.sh QEMU'],
    ...['find . -name "*.img" -exec QEMU \\;', 'sudo retry 3 QEMU', 'retry 3 sudo QEMU'],
    ...['gdbserver :1234 QEMU', 'libtool --mode=execute gdb --args QEMU', 'proot -r root QEMU'],
    ...['wine QEMU', 'poetry run QEMU', 'direnv exec . QEMU', 'nix shell nixpkgs#qemu -c QEMU'],
    ...['distrobox enter box -- QEMU', 'kubectl run vm --image=img -- QEMU', 'adb shell QEMU'],
    ...['machinectl shell root@vm QEMU', 'flatpak-spawn --host QEMU', 'echo_and_run QEMU'],
    ...['nix develop --command QEMU', 'toolbox run -c box QEMU', 'incus exec vm -- QEMU'],
    ...['x=$(capture QEMU)', 'if ! try QEMU; then exit 1; fi', 'launch QEMU &'],
  ];
  for (const command of commands) {
    it(command, () => {
      checkFound(command.replace('QEMU', `qemu-system-x86_64 -m 1G -monitor ${MONITOR}`));
    });
  }

  it('is one by its name alone, or by several of its options', () => {
    checkFound(`retry 3 qemu-system-arm -monitor ${MONITOR}`);
    checkFound(`retry 3 kvm -m 1G -monitor ${MONITOR}`);
    checkFound(`retry 3 /opt/qemu/bin/qemu-system-arm -monitor ${MONITOR}`);
    checkFound(`retry 3 qemu-system-arm disk.img -m 1 -monitor ${MONITOR}`);
    checkFound(`panda-system-x86_64 -monitor ${MONITOR}`);
    checkFound(`xemu -monitor ${MONITOR}`);
  });

  it('may stand in a variable, in an array, and in what a function is given', () => {
    checkFound(`QEMU=qemu-system-x86_64\nretry 3 "$QEMU" -monitor ${MONITOR}`);
    checkFound(`cmd=(qemu-system-x86_64 -monitor ${MONITOR})\nretry 3 "\${cmd[@]}"`);
    checkFound(`cmd="qemu-system-x86_64 -monitor ${MONITOR}"\nretry 3 $cmd`);
    checkFound(`boot() { retry 3 "$@"; }\nboot qemu-system-x86_64 -monitor ${MONITOR}`);
  });

  it('may be all of a string that some command is given', () => {
    checkFound(`run_in_pane "qemu-system-x86_64 -m 1G -monitor ${MONITOR}"`);
    checkFound(`start_bg vm 'sudo qemu-system-x86_64 -m 1G -monitor ${MONITOR}'`);
  });

  it('may wait for a port of another program, which is a client', () => {
    checkFound(`./wait-for-it.sh localhost:5432 -- qemu-system-x86_64 -monitor ${MONITOR}`);
  });

  it('may be spawned by expect', () => {
    checkFound(`expect -c 'spawn qemu-system-x86_64 -monitor ${MONITOR}; expect login'`);
    checkFound(`expect <<'E'\nspawn qemu-system-x86_64 -monitor ${MONITOR}\nexpect login\nE`);
  });

  it('has its fix at the address, and the rest of the command stays', () => {
    check(`
retry 3 qemu-system-x86_64 -m 1G -monitor telnet:0.0.0.0:4444,server,nowait
                                                 ^^^^^^^ 💡 error monitor-on-network
emulator -avd phone -no-window -qemu -m 2G -monitor telnet:0.0.0.0:4445,server,nowait
                                                           ^^^^^^^ 💡 error monitor-on-network
`);
  });

  it('may have a monitor in front of its name', () => {
    check(`
./boot -monitor telnet:0.0.0.0:4444,server,nowait kvm -m 1G -qmp tcp:0.0.0.0:4445,server=on
                       ^^^^^^^ 💡 error monitor-on-network
                                                                     ^^^^^^^ 💡 error monitor-on-network
`);
  });
});

describe('options for a QEMU that other code starts', () => {
  const O = `-monitor ${MONITOR}`;
  const commands = [
    ...[`make run QEMU_EXTRA="${O}"`, `QEMU_EXTRA="${O}" make run`, `make run QEMUFLAGS='${O}'`],
    ...[`cargo run -- ${O}`, `cargo xtask qemu -- ${O}`, `run-nixos-vm ${O}`],
    ...[`./start.sh -nographic ${O}`, `nix run .#vm -- ${O}`, `flatpak run org.vm.Vm ${O}`],
    ...[`incus config set vm raw.qemu="${O}"`, `incus create img vm -c raw.qemu="${O}"`],
    ...[`lxc config set vm raw.qemu "${O}"`, `west build -t run -- -DQEMU_EXTRA_FLAGS="${O}"`],
    ...[`qm set 100 --args "${O}"`, `qm set 100 -args '${O}'`, `sudo make run QEMUFLAGS="${O}"`],
    ...[`env QEMU_OPTS="${O}" ./result/bin/run-vm`, `QEMU_OPTS="${O}" ./result/bin/run-vm`],
    ...[`just run "${O}"`, `npm run vm -- ${O}`, `./x.py run ${O}`, `python3 run.py ${O}`],
    ...[`runqemu qemux86-64 qemuparams="${O}"`, `docker run --rm qemux/qemu ${O}`],
    ...[`docker run -e ARGUMENTS="${O}" qemux/qemu`, `scripts/boot --arch x86 ${O} "$@"`],
    ...[`export QEMU_OPTS="${O}"`, `./launch -smp 4 --kvm ${O} -drive file=x.img`],
    ...[`vagga run-vm ${O}`, `"$LAUNCHER" vm1 ${O} -smp 2`, `./vm -qmp ${MONITOR}`],
    ...[`./vm -chardev socket,id=m,host=0.0.0.0,port=4444,server=on,wait=off -mon m`],
  ];
  for (const command of commands) {
    it(command, () => {
      const { findings } = analyzeText(`${command}\n`);
      const rules = findings.map(({ rule }) => rule);
      assert.deepEqual(rules, ['monitor-on-network']);
    });
  }

  it('stand in the profile or the machine that LXD is given as YAML', () => {
    for (const value of [
      O,
      `"${O}"`,
      `'${O}'`,
      `|\n    -m 1G\n    ${O}`,
      `>-\n    ${O}\n\n    -S`,
    ]) {
      const profile = `config:\n  raw.qemu: ${value}\n  user.a: b\ndescription: ""`;
      checkFound(`incus profile edit vm <<EOF\n${profile}\nEOF`);
      checkFound(`cat <<'EOF' | sudo lxc config edit vm\n${profile}\nEOF`);
      checkFound(`cat >vm.yaml <<EOF\n${profile}\nEOF\nincus init debian vm --vm <vm.yaml`);
    }
    check(`
incus profile edit vm <<EOF
config:
  raw.qemu: -m 1G -qmp tcp:0.0.0.0:$PORT,server
                           ^^^^^^^ error monitor-on-network
  user.note: -qmp tcp:0.0.0.0:4444,server
EOF
incus config edit vm <<EOF
config:
  user.raw.qemu: -qmp tcp:0.0.0.0:4444,server
EOF
`);
  });

  it('have their socket in /run where Proxmox keeps them and starts the machine as root', () => {
    assert.equal(
      fixedBy('switch-to-unix', `qm set 100 --args "${O}"\n`),
      'qm set 100 --args "-monitor unix:/run/run-monitor.sock,server,nowait"\n',
    );
  });
});

describe('what only talks about QEMU, and options of other programs', () => {
  const Q = `qemu-system-x86_64 -m 1G -monitor ${MONITOR}`;
  const O = `-monitor ${MONITOR}`;
  const lines = [
    // Text that is printed, looked for, asked about.
    ...[`echo ${Q}`, `echo "${Q}"`, `printf '%s\\n' ${Q}`, `grep -- "${O}" run.sh`, `which ${Q}`],
    ...[`log ${Q}`, `log_info ${Q}`, `log_info "${Q}"`, `die "${Q}"`, `msg_error ${Q}`],
    ...[`logger -t vm ${Q}`, `echo_cmd ${Q}`, `print_cmd ${Q}`, `debug "$(date)" ${Q}`],
    ...[`usage ${O}`, `show_help "${O}"`, `say "Start it with ${Q}"`, `: ${Q}`, `true ${Q}`],
    ...[`assert_output "${Q}"`, `assert_line --partial "${O}"`, `expect_match "${O}" run.log`],
    ...[`sudo echo ${Q}`, `env LANG=C echo ${Q}`, `time grep ${Q}`, `notify-send "${Q}"`],
    // Packages, processes, manuals.
    ...['apt install qemu-system-x86', 'sudo apt-get install -y qemu-system-x86 qemu-kvm'],
    ...['dnf install qemu-kvm', 'pacman -S qemu-system-x86_64', 'brew install qemu'],
    ...[`man qemu-system-x86_64`, `pkill -f "${Q}"`, `pgrep -f ${Q}`, `killall qemu-system-x86_64`],
    ...[`sudo pkill -f ${Q}`, `ps aux | grep ${Q}`, `command -v ${Q}`, `type ${Q}`, `hash ${Q}`],
    ...[`[ -x qemu-system-x86_64 ] && echo ${Q}`, `test -n "${O}"`, `[ "$x" = "${O}" ]`],
    ...[`git commit -m "${Q}"`, `git log -S "${O}"`, `git grep -e ${O}`, `sudo -l ${Q}`],
    ...[`gh issue create --body "${O}"`, `sed -i 's/x/${O}/' f`, `awk "/${O}/" f`, `ls ${Q}`],
    ...[`install -m 755 qemu-system-x86_64 /usr/bin`, `cp qemu-system-x86_64 -m x`, `file ${Q}`],
    ...[
      'dpkg -s qemu-system-x86',
      'require_command qemu-system-x86_64 -m',
      'rm -f qemu-system-arm',
    ],
    ...[`complete -W "${O}" vm`, `zenity --info --text "${Q}"`, `setcap cap_net_admin+ep ${Q}`],
    ...[`usage() { cat <<E\n  ${Q}\nE\n}\nusage`, `# ${Q}`, `cat <<E\nrun: ${Q}\nE`],
    // Other programs' own options.
    ...['mpirun -n 4 ./ex56 -ksp_monitor -snes_monitor', './ex19 -monitor -ksp_rtol 1e-8'],
    ...[
      './ex2 -ts_monitor -monitor draw::draw_lg',
      'ceph-mon -i a --mon-data /x --monitor tcp://a',
    ],
    ...['ceph --mon 10.0.0.1:6789 status', 'xrandr --monitor eDP-1', 'bspc monitor -d I II III'],
    ...['airodump-ng -mon mon0 --monitor tcp:0.0.0.0:4444', 'herbstclient --monitor 0 focus'],
    ...['./ui.py --qmp tcp:127.0.0.1:4444', './client -qmp tcp:0.0.0.0:4444', 'i3 --monitor tcp:0'],
    ...['qmp-shell -qmp tcp:0.0.0.0:4444', './console --monitor telnet:0.0.0.0:4444'],
    ...['virsh qemu-monitor-command vm --hmp info', 'telnet 0.0.0.0 4444', 'nc 0.0.0.0 4444'],
    ...['inotifywait --monitor /tmp', 'fswatch -monitor poll_monitor .', 'swaymsg -monitor', ':'],
    ...['make run MONITOR=tcp:0.0.0.0:4444', 'cargo run -- --monitor 0.0.0.0:4444', 'dbus-monitor'],
    ...['./tool -monitor none', './tool -chardev stdio', './tool -mon chardev=x -qmp none'],
    ...['ceph-mon --monitor tcp:0.0.0.0:4444,server', './vm --qmp tcp:0.0.0.0:4444,server'],
    ...[`bash run.sh "${Q}"`, `tmux rename-window "${Q}"`, `virt-install --description '${Q}'`],
    ...[`note qemu-system-arm a.img ${O}`],
    ...[`save_note "${Q}"`, `describe vm "${Q}"`, `foo --message="${Q}"`, `myprog "${Q}"`],
    ...['mon -monitor ~/x', './collector -monitor http://0.0.0.0:4444', 'udevadm monitor --udev'],
  ];
  for (const line of lines) {
    it(JSON.stringify(line).slice(1, 90), () => checkNothing(line));
  }
});
