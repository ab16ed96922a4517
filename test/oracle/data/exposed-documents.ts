/**
 * Documents with one monitor on the network each, in the forms in which people write them, for what the
 * fixes beside the UNIX socket make of them. All listen on port 4444.
 */

/** What can be done about the monitor of a document, besides moving it to a UNIX socket. */
export type MonitorAddress = 'loopback' | 'removal' | 'split';

export interface ExposedDocument {
  readonly title: string;
  readonly languageId: 'shellscript' | 'xml' | 'qemu-config' | 'qemu-args';
  readonly text: string;
  readonly ways: readonly MonitorAddress[];
}

/** Nothing but the monitor: no board, no window, nothing of the machine's own configuration. */
const BARE = '-machine none -display none -S -no-user-config';
const QEMU = `qemu-system-x86_64 ${BARE}`;
const SERVER = 'server=on,wait=off';
const BOTH = ['loopback', 'removal'] as const;

function script(
  title: string,
  text: string,
  ways: readonly MonitorAddress[] = BOTH,
): ExposedDocument {
  return { title, languageId: 'shellscript', text: `${text}\n`, ways };
}

const SCRIPTS: readonly ExposedDocument[] = [
  script('a device string', `${QEMU} -monitor tcp:0.0.0.0:4444,server,nowait`),
  script('no defaults', `${QEMU} -nodefaults -qmp tcp::4444,${SERVER}`),
  script(
    'an empty host in quotes',
    `${QEMU} -nodefaults -monitor "telnet::4444,${SERVER}" -name x`,
  ),
  script('single quotes', `${QEMU} -qmp 'tcp:0:4444,server,nowait'`),
  script(
    'a host that is given later',
    `${QEMU} -monitor tcp:127.0.0.1:4444,${SERVER},host=0.0.0.0`,
  ),
  script('a websocket', `${QEMU} -nodefaults -monitor websocket:0.0.0.0:4444,${SERVER}`),
  script(
    'a continued command',
    `${QEMU} \\\n  -nodefaults \\\n  -monitor tcp::4444,${SERVER} \\\n  -name x`,
  ),
  script(
    'the last line of a continued command',
    `env A=1 ${QEMU} \\\n  -nodefaults \\\n  -qmp \\\n  tcp::4444,${SERVER}\ntrue`,
  ),
  script(
    'a chardev',
    `${QEMU} -nodefaults -chardev socket,id=m,host=0.0.0.0,port=4444,${SERVER} -mon m,mode=control`,
  ),
  script(
    'a chardev that keeps the default away',
    `${QEMU} -chardev socket,host=,port=4444,id=m,${SERVER} -name x -mon chardev=m`,
  ),
  script(
    'a chardev that -set changes',
    `${QEMU} -chardev socket,id=m,host=127.0.0.1,port=4444,${SERVER} -mon m -set chardev.m.host=0.0.0.0`,
  ),
  script(
    'a chardev in a mux',
    `${QEMU} -chardev socket,id=s,host=::,port=4444,${SERVER} -chardev mux,id=m,chardev=s -mon m -nodefaults`,
  ),
  script('an array', `a=(-nodefaults -monitor tcp::4444,${SERVER} -name x)\n${QEMU} "\${a[@]}"`),
  script(
    'an array of lines',
    `a=(\n  -nodefaults  # nothing\n  -qmp tcp::4444,${SERVER}  # the monitor\n  -name x\n)\n${QEMU} "\${a[@]}"`,
  ),
  script(
    'an array that grows',
    `a=(-nodefaults)\na+=(-qmp tcp::4444,${SERVER})\na+=(-name x)\n${QEMU} "\${a[@]}"`,
  ),
  script(
    'an array that grows under a condition',
    `a=(${BARE})\nif [ -z "$NO" ]; then\n  a+=(-monitor "tcp::4444,${SERVER}")\nfi\nqemu-system-x86_64 "\${a[@]}"`,
  ),
  script('an option in a variable', `M="-monitor tcp::4444,${SERVER}"\n${QEMU} $M -nodefaults`),
  script('two options in a variable', `M='-qmp tcp::4444,${SERVER} -name x'\n${QEMU} $M`),
  script('an address in a variable', `M=tcp::4444,${SERVER}\n${QEMU} -qmp $M -nodefaults`),
  script('a quoted address', `M="tcp:0.0.0.0:4444,${SERVER}"\n${QEMU} -monitor "$M"`),
  script('a host in a variable', `H=0.0.0.0\n${QEMU} -nodefaults -qmp "tcp:$H:4444,${SERVER}"`),
  script('a default', `${QEMU} -nodefaults \${M:--monitor tcp::4444,${SERVER}}`),
  script('a function', `run() { ${QEMU} "$@"; }\nrun -nodefaults -qmp tcp::4444,${SERVER}`),
  script('the arguments of a script', `set -- -qmp tcp::4444,${SERVER} "$@"\n${QEMU} "$@"`),
  script('a command in a string', `bash -c "${QEMU} -nodefaults -qmp tcp::4444,${SERVER} -name x"`),
  script('a string for eval', `C='${QEMU} -monitor "tcp::4444,${SERVER}"'\neval "$C"`),
  script(
    'the storage daemon',
    `qemu-storage-daemon --chardev socket,id=m,host=0.0.0.0,port=4444,${SERVER} --monitor=m`,
  ),
  script('a serial line', `${QEMU} -nodefaults -serial mon:tcp::4444,${SERVER}`, [
    'loopback',
    'split',
  ]),
  script('a hidden mux', `${QEMU} -nodefaults -serial "tcp::4444,${SERVER},mux=on"`, [
    'loopback',
    'split',
  ]),
  script('a parallel line', `a=(-parallel mon:tcp::4444,${SERVER})\n${QEMU} "\${a[@]}"`, [
    'loopback',
    'split',
  ]),
  script(
    'a chardev for both',
    `${QEMU} -nodefaults -chardev socket,id=c,mux=on,host=0.0.0.0,port=4444,${SERVER} -serial chardev:c -mon c`,
    ['loopback', 'split'],
  ),
];

function passed(title: string, args: string): ExposedDocument {
  const text = `<domain type='qemu' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
  <name>vm</name>
  <uuid>00000000-0000-4000-8000-000000000001</uuid>
  <memory>1024</memory>
  <os><type arch='x86_64' machine='pc'>hvm</type></os>
${args}
</domain>
`;
  return { title, languageId: 'xml', text, ways: BOTH };
}

const DOMAINS: readonly ExposedDocument[] = [
  passed(
    'a domain',
    `  <qemu:commandline>
    <qemu:arg value='-monitor'/>
    <qemu:arg value='tcp::4444,${SERVER}'/>
  </qemu:commandline>`,
  ),
  passed(
    'a domain with more',
    `  <qemu:commandline>
    <!-- For now -->
    <qemu:arg value="-chardev"/>
    <qemu:arg value="socket,id=m,host=0.0.0.0,port=4444,${SERVER}"/>
    <qemu:arg value="-name"/><qemu:arg value="x"/>
    <qemu:arg value="-mon"/>
    <qemu:arg value="m,mode=control"/>
  </qemu:commandline>`,
  ),
  passed(
    'a domain on one line',
    `<qemu:commandline><qemu:arg value='-qmp'/><qemu:arg value='tcp:0:4444,${SERVER}'/></qemu:commandline>`,
  ),
];

function config(title: string, text: string): ExposedDocument {
  return { title, languageId: 'qemu-config', text, ways: BOTH };
}

const CONFIGS: readonly ExposedDocument[] = [
  config(
    'a config file',
    '# qemu config file\n[chardev "m"]\n  backend = "socket"\n  host = "0.0.0.0"\n  port = "4444"\n  server = "on"\n  wait = "off"\n\n[mon]\n  chardev = "m"\n  mode = "control"\n\n[name]\n  guest = "x"\n',
  ),
  config(
    'a config file with an empty host',
    '[mon "m"]\nchardev = "m"\n[chardev "m"]\nbackend = "socket"\nhost = ""\nport = "4444"\nserver = "on"\nwait = "off"\n',
  ),
  config(
    'a config file with CRLF',
    '[chardev "m"]\r\nbackend = "socket"\r\nhost = "::"\r\nport = "4444"\r\nserver = "on"\r\nwait = "off"\r\n[mon]\r\nchardev = "m"\r\n',
  ),
];

const ARGS: ExposedDocument = {
  title: 'an .args file',
  languageId: 'qemu-args',
  text: `LC_ALL=C \\\nqemu-system-x86_64 \\\n${BARE.replaceAll(' -', ' \\\n-')} \\\n-nodefaults \\\n-qmp tcp::4444,${SERVER} \\\n-name x\n`,
  ways: BOTH,
};

export const EXPOSED: readonly ExposedDocument[] = [...SCRIPTS, ...DOMAINS, ...CONFIGS, ARGS];
