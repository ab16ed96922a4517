import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { unreadFile } from '../../../server/src/service/analysis/unread-file.ts';

/** Files in languages that are not read, each of which holds a monitor's option with its device string. */
const MONITORS: readonly (readonly [path: string, text: string])[] = [
  ['Makefile', 'run:\n\tqemu-system-x86_64 -monitor tcp:0.0.0.0:4444,server\n'],
  ['vm.mk', "FLAGS += -qmp 'unix:/tmp/q.sock,server'\n"],
  ['run.py', 'cmd = ["kvm", "-qmp", "unix:q.sock"]'],
  ['run.py', 'cmd += [\n    "-qmp",\n    f"tcp:localhost:{port},server",\n]'],
  ['run.py', "line += ' -monitor telnet:127.0.0.1:' + str(port)"],
  ['run.py', 'args.append("-monitor")\nargs.append("tcp:0.0.0.0:1,server")'],
  ['main.rs', 'cmd.arg("-monitor").arg("telnet::7001,server");'],
  ['main.rs', 'cmd.args(["-qmp", &format!("tcp:127.0.0.1:{port},server")]);'],
  ['main.go', 'exec.Command(emu, "-monitor", fmt.Sprintf("telnet:127.0.0.1:%d,server", p))'],
  ['run.ts', "args.push('-chardev', `socket,id=m,host=${host},port=1`)"],
  ['compose.yaml', 'command:\n  - kvm\n  - -monitor\n  - tcp:0.0.0.0:4444,server\n'],
  ['Dockerfile', 'CMD ["kvm", "-monitor", "tcp:0.0.0.0:4444,server"]'],
  ['run.bat', '  -monitor telnet:localhost:%PORT%,server ^'],
  ['run.ps1', '$a = @("-monitor", "tcp:127.0.0.1:$port,server")'],
  ['vm.plist', '<string>-monitor</string>\n    <string>tcp:0.0.0.0:4444,server</string>'],
  ['vm.m', '[a addObject:@"-monitor"];\n  [a addObject:@"tcp:0.0.0.0:4444,server"];'],
  ['vm.m', '[args addObjectsFromArray:@[@"-qmp", @"tcp:0.0.0.0:4444,server"]];'],
  ['run.h.in', '#define MONITOR "-monitor tcp::1,server"'],
  ['run.tcl', 'lappend args -monitor\nlappend args tcp:0.0.0.0:4444,server'],
  ['run.vb', 'args &= " -monitor "\n  args &= "tcp:0.0.0.0:4444,server"'],
  ['run.awk', 'c = "kvm -monitor "; c = c "tcp:0.0.0.0:4444,server"'],
  ['run.fish', 'kvm --qmp-pretty websocket:0.0.0.0:1,server'],
];

const PROGRAMS: readonly (readonly [path: string, text: string])[] = [
  ['Makefile', 'run:\n\tqemu-system-x86_64 -monitor stdio -serial tcp::1,server\n'],
  ['run.py', '["qemu-system-arm", "-monitor", "none", "-serial", "tcp::1,server"]'],
  ['run.py', '["qemu-system-arm", "-monitor", "-serial", "tcp::1,server"]'],
  ['run.py', 'run("qemu-kvm", "-monitor", monitor)'],
];

const OTHERS: readonly (readonly [path: string, text: string])[] = [
  ['a.py', 'parser.add_argument("--monitor", help="tcp: or udp:")'],
  ['a.conf', 'exec swaymsg --monitor DP-1\nurl = tcp://host'],
  ['a.mk', 'solve:\n\t./solver -ksp_monitor -monitorx tcp:1'],
  ['a.steps', '  # -monitor tcp:0.0.0.0:4444,server\n// -qmp tcp::1\nrun'],
  ['a.swift', '"-monitor", "none",\n  "-serial", "tcp::1,server"'],
  ['a.tcl', 'set a {-monitor none}\nlappend a -serial tcp::1,server'],
  ['disk', 'qemu-system-x86_64 -monitor tcp::1\0'],
  ['a.py', ''],
];

describe('a file in a language that is not read', () => {
  for (const [path, text] of MONITORS) {
    it(`counts with ${JSON.stringify(text)}`, () =>
      assert.equal(unreadFile(path, text), 'monitor'));
  }

  for (const [path, text] of PROGRAMS) {
    it(`only names QEMU with ${JSON.stringify(text)}`, () =>
      assert.equal(unreadFile(path, text), 'program'));
  }

  for (const [path, text] of OTHERS) {
    it(`is nothing to us with ${JSON.stringify(text)}`, () =>
      assert.equal(unreadFile(path, text), undefined));
  }

  it('is documentation where it is for people', () => {
    const text = 'Start it with `kvm -monitor tcp:0.0.0.0:4444,server`.';
    for (const path of ['docs/a.md', 'README', 'man/qemu.1', 'a.rst', 'fix.patch']) {
      assert.equal(unreadFile(path, text), 'documentation', path);
      assert.equal(unreadFile(path, 'Install qemu-system-x86_64 first.'), undefined, path);
    }
  });

  it('is looked at in a time that grows with its length', () => {
    // Each of these begins what could be an option with its value, and none of them is one.
    const text = '-monitor "'.repeat(50_000);
    assert.equal(unreadFile('Makefile', text), undefined);
  });
});
