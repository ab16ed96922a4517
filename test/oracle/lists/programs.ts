/**
 * Programs in other languages that start QEMU, with what it takes to run them. They are text here: a stub that writes down
 * its arguments stands in the place of QEMU wherever one is run.
 */

export interface ListedProgram {
  /** What the toolchain is, for people. */
  readonly name: string;
  readonly languageId: string;
  /** The file that it is written to. */
  readonly file: string;
  /** What tells that the toolchain is there. */
  readonly probe: readonly string[];
  /** What makes it run, one command after the other, in the folder of the file. */
  readonly commands: readonly (readonly string[])[];
  readonly text: string;
}

const NODE = process.execPath;

export const PROGRAMS: readonly ListedProgram[] = [
  {
    name: 'Node.js',
    languageId: 'javascript',
    file: 'vm.mjs',
    probe: [NODE, '--version'],
    commands: [[NODE, 'vm.mjs']],
    text: `import { spawnSync } from 'node:child_process';
const port = 4000 + Number('71');
const control = process.argv.length > 9 ? 'unix:c.sock,server=on,wait=off' : 'tcp:127.0.0.1:4072,server=on,wait=off';
const args = ['-nodefaults', '-display', 'none', '-S'];
args.push(
  '-monitor',
  \`tcp:0.0.0.0:\${port},server,nowait\`,
);
args.push('-qmp', control);
spawnSync('qemu-system-x86_64', args);
`,
  },
  {
    name: 'Rust',
    languageId: 'rust',
    file: 'vm.rs',
    probe: ['rustc', '--version'],
    commands: [['rustc', '-o', 'vm', 'vm.rs'], ['./vm']],
    text: `use std::process::Command;

const QMP: &str = r"tcp:127.0.0.1:4072,server=on,wait=off";

fn main() {
    let port = 4071;
    let mut command = Command::new("qemu-system-x86_64");
    command.args(["-nodefaults", "-display", "none", "-S"]);
    command
        .arg("-monitor")
        .arg(format!("tcp:0.0.0.0:{},server,nowait", port));
    // The control channel.
    command.arg("-qmp");
    command.arg(QMP);
    command.status().unwrap();
}
`,
  },
  {
    name: 'Perl',
    languageId: 'perl',
    file: 'vm.pl',
    probe: ['perl', '--version'],
    commands: [['perl', '-w', 'vm.pl']],
    text: `use strict;
my $vars = { MONITOR => 4071, QMP => [4072] };
my @args = ('-nodefaults', '-display', 'none', '-S');
push @args, '-monitor', "tcp:0.0.0.0:$vars->{MONITOR},server,nowait" if $vars->{MONITOR};
push @args, '-qmp';
push @args, 'tcp:127.0.0.1:' . $vars->{QMP}->[0] . ',server=on,wait=off';
exec 'qemu-system-x86_64', @args;
`,
  },
  {
    name: 'C',
    languageId: 'c',
    file: 'vm.c',
    probe: ['cc', '--version'],
    commands: [['cc', '-o', 'vm', 'vm.c'], ['./vm']],
    text: `#include <stdio.h>
#include <unistd.h>
#define HOST "0.0.0.0"

int main(void)
{
    char monitor[64];
    snprintf(monitor, sizeof(monitor), "tcp:0.0.0.0:%d,server,nowait", 4071);
    execlp("qemu-system-x86_64", "qemu-system-x86_64", "-nodefaults", "-display", "none", "-S",
           "-monitor", monitor,
           "-qmp", "tcp:127.0.0.1:4072," "server=on,wait=off", (char *)NULL);
    return 1;
}
`,
  },
  {
    name: 'C++',
    languageId: 'cpp',
    file: 'vm.cpp',
    probe: ['c++', '--version'],
    commands: [['c++', '-o', 'vm', 'vm.cpp'], ['./vm']],
    text: `#include <cstdlib>
#include <string>

int main()
{
    std::string line = "qemu-system-x86_64 -nodefaults -display none -S";
    line += R"( -monitor tcp:0.0.0.0:4071,server,nowait)";
    line += " -qmp tcp:127.0.0.1:4072,server=on,wait=off";
    return std::system(line.c_str());
}
`,
  },
  {
    name: 'Java',
    languageId: 'java',
    file: 'Vm.java',
    probe: ['javac', '--version'],
    commands: [['java', 'Vm.java']],
    text: `import java.util.ArrayList;
import java.util.List;

class Vm {
    static final String QMP = "tcp:127.0.0.1:4072,server=on,wait=off";

    public static void main(String[] words) throws Exception {
        List<String> list = new ArrayList<>(List.of("qemu-system-x86_64", "-nodefaults", "-display", "none", "-S"));
        list.add("-monitor");
        list.add(String.format("tcp:0.0.0.0:%d,server,nowait", 4071));
        list.addAll(List.of("-qmp", QMP));
        new ProcessBuilder(list).inheritIO().start().waitFor();
    }
}
`,
  },
  {
    name: 'CMake',
    languageId: 'cmake',
    file: 'vm.cmake',
    probe: ['cmake', '--version'],
    commands: [['cmake', '-P', 'vm.cmake']],
    text: `set(PORT 4071)
set(QMP "tcp:127.0.0.1:4072,server=on,wait=off")
list(APPEND ARGS -nodefaults -display none -S)
execute_process(COMMAND qemu-system-x86_64 \${ARGS}
  -monitor tcp:0.0.0.0:\${PORT},server,nowait
  -qmp \${QMP})
`,
  },
];
