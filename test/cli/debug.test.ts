/** `debug FILE:LINE` tells why something is found at a line, or not. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { makeFolder } from '../protocol/workspace-folder.ts';
import { runCommand } from '../support/command-line.ts';

const FILES = {
  'lib.sh': `start_vm() {
  if [ -n "$DEBUG" ]; then
    kvm -name "$1" -monitor "tcp:$HOST:$2,server,nowait"
  fi
}
`,
  'run.sh': `. ./lib.sh
HOST=\${VM_HOST:-0.0.0.0}
start_vm web 4444
start_vm db 4445
exit
kvm -S
`,
  'domain.xml': `<domain type='kvm' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
  <qemu:commandline>
    <qemu:arg value='-qmp'/>
    <qemu:arg value='tcp::1,server'/>
  </qemu:commandline>
</domain>
`,
};

describe('debug', () => {
  it('tells the runs of a command with what each sees, and where the words of its QEMU come from', async (t) => {
    const folder = makeFolder(t, FILES);
    const { code, out } = await runCommand(folder.path('.'), ['debug', 'lib.sh:3', 'run.sh']);
    assert.equal(
      out,
      `run.sh: shell, in .
command  lib.sh:3:5: [kvm] [-name] ["$1"] [-monitor] ["tcp:$HOST:$2,server,nowait"]
reached  2 times
  in the function at lib.sh:1:1, when [ -n "$DEBUG" ]
    @ = ("web" "4444")
    HOST = "0.0.0.0"
  in the function at lib.sh:1:1, when [ -n "$DEBUG" ]
    @ = ("db" "4445")
    HOST = "0.0.0.0"
launch   system at lib.sh:3:5
  -name  from lib.sh:3:9
  web  from run.sh:3:10 through lib.sh:3:16
  -monitor  from lib.sh:3:20
  tcp:0.0.0.0:4444,server,nowait  from lib.sh:3:30, run.sh:2:17, lib.sh:3:39, run.sh:3:14, lib.sh:3:42 through lib.sh:3:34, lib.sh:3:40
launch   system at lib.sh:3:5
  -name  from lib.sh:3:9
  db  from run.sh:4:10 through lib.sh:3:16
  -monitor  from lib.sh:3:20
  tcp:0.0.0.0:4445,server,nowait  from lib.sh:3:30, run.sh:2:17, lib.sh:3:39, run.sh:4:13, lib.sh:3:42 through lib.sh:3:34, lib.sh:3:40
stopped  nowhere: followed to the end
`,
    );
    assert.equal(code, 0);
  });

  it('says of a line that no command there is run', async (t) => {
    const { out } = await runCommand(makeFolder(t, FILES).path('.'), ['debug', 'run.sh:6']);
    assert.match(out, /^reached {2}no: no command of this line is run$/m);
    assert.match(out, /^launch {3}none has words of this line$/m);
  });

  it('knows the launches of what is no script', async (t) => {
    const { out } = await runCommand(makeFolder(t, FILES).path('.'), ['debug', 'domain.xml:4']);
    assert.match(out, /^ {2}tcp::1,server {2}from domain\.xml:4:22$/m);
  });

  it('says where the analysis ended', async (t) => {
    const folder = makeFolder(t, { 'long.sh': 'kvm -S\n'.repeat(1_950) });
    const { out } = await runCommand(folder.path('.'), ['debug', 'long.sh:1']);
    assert.match(out, /^stopped {2}at long\.sh:\d+:\d+$/m);
  });

  it('asks for a line', async (t) => {
    const { code, err } = await runCommand(makeFolder(t, FILES).path('.'), ['debug', 'run.sh']);
    assert.match(err, /debug takes FILE:LINE/);
    assert.equal(code, 2);
  });
});
