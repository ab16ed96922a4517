/** Python programs as people write them: each way of writing with each kind of monitor and each user. */
import type { Document, Mode } from './document.ts';
import { SESSIONS } from './world.ts';

/** A monitor's option and its value, and what answers there. */
const MONITORS: readonly (readonly [option: string, value: string, mode: Mode])[] = [
  ['-monitor', 'tcp:0.0.0.0:4444,server,nowait', 'HMP'],
  ['-monitor', 'telnet::4444,server,nowait', 'HMP'],
  ['-qmp', 'tcp:127.0.0.1:4444,server=on,wait=off', 'QMP'],
];

const QEMU = 'qemu-system-x86_64';

/** A program that starts one QEMU. */
type Way = (option: string, value: string) => string;

/** Where a program can say where its user's sockets lie. */
const WITH_DIRECTORY: Readonly<Record<string, Way>> = {
  'in a list': (option, value) =>
    `import os, subprocess\n\nsubprocess.run(["${QEMU}", "-m", "64", "${option}", "${value}"])\n`,
  'in a list that grows': (option, value) =>
    `import os\nimport subprocess\n\n\ndef arguments(more=True):\n    args = ["-m", "64"]\n    if more:\n        args += ["${option}", r"${value}"]\n    return args\n\n\nsubprocess.Popen(["${QEMU}"] + arguments()).wait()\n`,
  'in an f-string': (option, value) =>
    `import os, subprocess\n\nport = 4444\nsubprocess.run(["${QEMU}", "${option}", f"${value.replace('4444', '{port}')}"])\n`,
  'in a text for a shell': (option, value) =>
    `import os\n\nos.system("${QEMU} -m 64" + " ${option} '${value}'")\n`,
  'in an object': (option, value) =>
    `import os, subprocess\n\n\nclass Machine:\n    monitor = "${value}"\n\n    def __init__(self):\n        self.args = ["${QEMU}"]\n\n    def start(self):\n        self.args.extend(("${option}", self.monitor))\n        subprocess.run(self.args)\n\n\nif __name__ == "__main__":\n    Machine().start()\n`,
};

/** Where it cannot: without `os`, and where a text is filled in, or divided where there may be a blank. */
const WITHOUT: Readonly<Record<string, Way>> = {
  'in a list of lines': (option, value) =>
    `import subprocess\n\nargs = [\n    '${QEMU}',\n    '-m', '64',\n    '${option}',\n    '${value}',\n]\nsubprocess.check_call(args)\n`,
  'filled in': (option, value) =>
    `import os, shlex, subprocess\n\nFORMAT = "-m 64 ${option} ${value.replace('4444', '{}')}"\nsubprocess.run(["${QEMU}"] + shlex.split(FORMAT.format(4444)))\n`,
  'filled in with a percent sign': (option, value) =>
    `import os\n\nos.execvp("${QEMU}", ["qemu", "${option}", "${value.replace('4444', '%d')}" % 4444])\n`,
  divided: (option, value) =>
    `import os, subprocess\n\ncommand = "${QEMU} -m 64 "\ncommand += "${option} ${value}"\nsubprocess.run(command.split())\n`,
};

/** Each way with two of the monitors, by turns for each user. */
export function programs(): readonly Document[] {
  return Object.entries({ ...WITH_DIRECTORY, ...WITHOUT }).flatMap(([name, text], way) =>
    MONITORS.toSpliced(way % MONITORS.length, 1).map(([option, value, mode], number): Document => {
      const environment = SESSIONS[(way + number) % SESSIONS.length] ?? 'user';
      return {
        title: `${option} ${value} | ${name} | ${environment}`,
        host: 'Python',
        files: { 'vm.py': text(option, value) },
        modes: [mode],
        client: false,
        mux: false,
        together: false,
        machine: 'none',
        environment,
        ...(name in WITHOUT ? { directory: /^\.$/ } : {}),
      };
    }),
  );
}
