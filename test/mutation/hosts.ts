/** The host languages of mutated documents: how a fixture of each ends, where its file lies, and what people write in it. */
import { FORMS } from '../languages/lists/forms.ts';

interface Host {
  readonly languageId: string;
  readonly path: string;
  readonly documents: readonly string[];
}

/** Words for QEMU that take the place of `WORDS` in a document. */
const MONITORS = [
  '-monitor tcp:0.0.0.0:4444,server,nowait',
  '-qmp tcp:127.0.0.1:$PORT,server=on,wait=off -monitor telnet::4445,server',
  '-S -chardev socket,id=m,host=,port=1,server=on -mon chardev=m,mode=control',
  '-chardev socket,id=m,path=vm,abstract=on,server=on -mon m -m 1G',
  '-nodefaults -monitor tcp:localhost:55,server -vnc :0 -gdb tcp::1234 -incoming tcp::9',
  '-monitor udp:10.0.0.1:1@0.0.0.0:2 -serial mon:telnet::7,server,nowait',
  '-monitor unix:/tmp/m,server -qmp tcp:10.0.0.9:4 -name vm,debug-threads=on',
];

function host(languageId: string, path: string, ...ways: readonly string[]): Host {
  const documents = ways.flatMap((way) => {
    if (!way.includes('WORDS')) return [way];
    return MONITORS.map((words) => way.replaceAll('WORDS', () => words));
  });
  return { languageId, path, documents };
}

/** A document of several lines for a shell stands behind a margin. */
function lines(margin: string): string {
  return ['M=4G', '# a lab', 'kvm -m $M \\', '  WORDS', 'echo quit | nc localhost 4444']
    .map((line) => `${margin}${line}\n`)
    .join('');
}

/** What stands behind the last dot of a path. */
export function endingOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

const IGNORE = 'qemu-monitor-guard: ignore[monitor-on-network] a lab';
/** Of those that have none, or that of another language. */
const ENDINGS: Readonly<Record<string, string>> = {
  '/w/Vagrantfile': 'vagrantfile',
  '/w/.vscode/tasks.json': 'jsonc',
};

/** By the ending of fixtures. */
export const HOSTS: ReadonlyMap<string, Host> = new Map([
  ['sh', host('shellscript', '/w/run.sh', lines(''))],
  ['xml', host('xml', '/w/domain.xml')],
  ['qemu', host('qemu-config', '/w/machine.qemu')],
  ['args', host('qemu-args', '/w/guest.args', 'LC_ALL=C \\\n/usr/bin/kvm \\\n-S \\\nWORDS\n')],
  [
    'md',
    host(
      'markdown',
      '/w/vm.md',
      `# A machine\n\n\`\`\`sh\n${lines('')}\`\`\`\n\nor\n\n    $ kvm WORDS\n`,
      `- start it:\n  \`\`\`bash\n${lines('  ')}  \`\`\`\n> ~~~\n> kvm \\\n>   WORDS\n> ~~~\n`,
      `<!-- ${IGNORE} -->\n\`\`\`\n$ kvm WORDS # so\n\`\`\`\n\`\`\`\n# ${IGNORE}\nkvm WORDS\n\`\`\`\n`,
    ),
  ],
  [
    'rst',
    host(
      'restructuredtext',
      '/w/vm.rst',
      `So::\n\n${lines('  ')}\n  $ kvm WORDS\ntext\n`,
      `.. ${IGNORE}\n\n.. code-block:: sh\n   :linenos:\n\n${lines('   ')}\ntext\n`,
    ),
  ],
  [
    'yml',
    host(
      'yaml',
      '/w/vm.yml',
      `on: push\nenv: { PORT: 4444 }\njobs:\n  a:\n    steps:\n      - run: |\n${lines('          ')}      - run: "kvm WORDS"\n`,
      `on: push\njobs:\n  a:\n    steps:\n      - if: x\n        run: >-\n          kvm -S\n          WORDS\n      - run: 'kvm WORDS' # ${IGNORE}\n`,
      'services:\n  vm:\n    command: kvm WORDS\n    environment:\n      - ARGS=WORDS\n      PORT: 1\n',
      'services:\n  vm:\n    entrypoint: ["sh", "-c"]\n    command: ["kvm WORDS"]\n',
      'a:\n  script:\n    - PORT=1\n    - kvm WORDS\n  config: { raw.qemu: "WORDS" }\n',
      'services:\n  vm:\n    command:\n      - kvm\n      - -qmp\n      - tcp:0.0.0.0:4444,server\n      - "-S"\n',
      'data:\n  a.sh: |\n    #!/bin/sh\n    kvm WORDS\n',
    ),
  ],
  [
    'dockerfile',
    host(
      'dockerfile',
      '/w/vm.dockerfile',
      'FROM a\nENV PORT=4444 M="1 G"\nRUN apt-get update && \\\n  # a lab\n  kvm -m "$M" \\\n  WORDS\nCMD kvm WORDS\n',
      'FROM a\nENV ARGS="WORDS"\nENTRYPOINT ["kvm", "-S"]\nCMD ["-monitor", "tcp:0.0.0.0:1,server"]\n',
      `FROM a\n# ${IGNORE}\nCMD ["sh", "-c", "kvm WORDS"]\nHEALTHCHECK CMD echo | nc localhost 4444\n`,
      `COPY <<'EOF' /run.sh\n#!/bin/sh\n${lines('')}EOF\nRUN <<EOF\nkvm WORDS\nEOF\n`,
    ),
  ],
  [
    'service',
    host(
      'systemd',
      '/etc/systemd/system/vm.service',
      '[Service]\nEnvironment=PORT=4444 "ARGS=-m 1G"\nExecStart=/usr/bin/kvm $ARGS \\\n  # a lab\n  WORDS\nExecStop=/bin/sh -c \'echo quit | nc localhost 4444\'\n',
      `[Service]\nEnvironment="ARGS=WORDS"\nExecStartPre=-/bin/true\n# ${IGNORE}\nExecStart=/usr/bin/kvm $ARGS\n`,
      '[Service]\nUser=vm\nExecStart=/bin/bash -c "PORT=1; exec kvm WORDS"\n',
    ),
  ],
  [
    'mk',
    host(
      'makefile',
      '/w/vm.mk',
      'PORT ?= 4444\nF = -m 1G \\\n  WORDS \\\n  -S # so\nrun: ; kvm $(F)\n',
      `define VM\n@true\nkvm -m 64 $(1) WORDS\nendef\nifdef D\nF += -S\nendif\nrun:\n\t# ${IGNORE}\n\t@$(call VM,-S $(F))\n`,
      "run: F += WORDS\nrun:\n\tkvm -m 64 \\\n\t  $(F)\nrun2:\n\tsh -c 'kvm WORDS'\n\t@$(MAKE) run F='WORDS'\n",
    ),
  ],
  [
    'py',
    host(
      'python',
      '/w/run.py',
      'import os\n\nport = 4444\nos.system("kvm -m 64" + " WORDS")\n',
      `import subprocess\n\nargs = "kvm -S WORDS"\n# ${IGNORE}\nsubprocess.run(args.split())\nsubprocess.run(f"kvm WORDS", shell=True)\n`,
      'import subprocess\n\ndef start(port, more=()):\n    args = ["kvm"]\n    args += ["-qmp", f"tcp:0.0.0.0:{port},server"]\n    args.extend(["-monitor", "telnet::%d,server" % 4445])\n    return subprocess.Popen(args + list(more))\n\nstart(4444)\n',
    ),
  ],
  [
    'just',
    host(
      'just',
      '/w/vm.just',
      `m := "1G"\nrun PORT='1':\n    @kvm -m {{m}} WORDS\n    # ${IGNORE}\n    kvm -S \\\n      WORDS\nb:\n    #!/bin/sh\n    kvm WORDS\n`,
    ),
  ],
  [
    'crontab',
    host(
      'crontab',
      '/w/vm.crontab',
      'PORT=1\n@reboot kvm WORDS\n0 3 * * 1-5 cd /vm && kvm WORDS\n',
    ),
  ],
  ['desktop', host('', '/w/vm.desktop', '[Desktop Entry]\nName=kvm\nExec=kvm WORDS %f\n')],
  [
    'supervisord',
    host(
      '',
      '/etc/supervisor/conf.d/vm.conf',
      '[program:vm]\ncommand=kvm WORDS\n[program:b]\ncommand=/bin/sh -c "exec kvm WORDS"\n',
    ),
  ],
  ['proxmox', host('', '/etc/pve/qemu-server/100.conf', 'name: vm\nargs: WORDS -S\nmemory: 512\n')],
  [
    'bb',
    host(
      'bitbake',
      '/w/vm.bb',
      `PORT = "1"\nQB_OPT_APPEND = " \\\n    -S \\\n    WORDS \\\n"\n# ${IGNORE}\nQB_OPT_APPEND:append:arm = " WORDS"\n`,
    ),
  ],
  [
    'qemuboot',
    host('', '/w/vm.qemuboot.conf', '[config_bsp]\nqb_mem = -m 512\nqb_opt_append = WORDS\n'),
  ],
  ['log', host('', '/var/log/libvirt/qemu/vm.log', 'LC_ALL=C \\\n/usr/bin/kvm \\\n-S \\\nWORDS\n')],
  ['env', host('', '/w/vm.env', 'PORT=4444\nARGS="WORDS"\nMORE=\'WORDS\'\n')],
  ['confd', host('', '/w/vm.confd', 'PORT=4444\nARGS="WORDS"\nMORE=\'-S\'\n')],
  ['jsx', host('javascriptreact', '/w/run.jsx', "run(['-qmp', 'tcp::1,server'])\n")],
  ['tsx', host('typescriptreact', '/w/run.tsx', "run(['-qmp', `tcp::${port},server`])\n")],
  ...FORMS.map(({ languageId, path, accepted }): readonly [string, Host] => [
    ENDINGS[path] ?? endingOf(path),
    { languageId, path, documents: Object.keys(accepted) },
  ]),
]);

export function hostOf(ending: string): Host {
  const host = HOSTS.get(ending);
  if (host === undefined) throw new Error(`no host language for .${ending}`);
  return host;
}
