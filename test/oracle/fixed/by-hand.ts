/** Documents written by hand, which no combination of the generated ones gives. */
import type { Document, Mode } from './document.ts';
import { USER } from './world.ts';

interface Differing extends Partial<Omit<Document, 'files' | 'modes' | 'title'>> {
  readonly files?: Document['files'];
}

function script(
  title: string,
  modes: readonly Mode[],
  text: string,
  { files = {}, ...differing }: Differing = {},
): Document {
  return {
    title,
    host: 'bash script',
    files: { 'run.sh': text, ...files },
    modes,
    client: false,
    mux: false,
    together: / &\n/.test(text),
    machine: 'none',
    environment: 'user-with-blank',
    ...differing,
  };
}

const HMP = ['HMP'] as const;
const QMP = ['QMP'] as const;
const TWO = ['HMP', 'HMP'] as const;
const DIVIDED = { environment: 'user' } as const;
const DASH = { host: 'sh script' } as const;
const TEMPORARY = { environment: 'no-session', directory: /^\/tmp\/tmp\.\w+$/ } as const;

export const BY_HAND: readonly Document[] = [
  script(
    'hosts that tell machines apart',
    TWO,
    'for i in 1 2; do\n  kvm -monitor tcp:127.0.0.$i:4444,server,nowait &\ndone\nwait\n',
  ),
  script(
    'hosts of a list',
    TWO,
    'for ip in 127.0.0.1 127.0.0.2; do\n  kvm -qmp null -monitor "telnet:$ip:4444,server,nowait" &\ndone\nwait\n',
  ),
  script(
    'a host for a function',
    TWO,
    'vm() { kvm -name vm -monitor "tcp:$1:4444,server=on,wait=off"; }\nvm 127.0.0.1 & vm 127.0.0.2 &\nwait\n',
  ),
  script(
    'names and ports of a loop',
    TWO,
    'for i in 1 2; do\n  kvm -name vm$i -monitor tcp::$((4400 + i)),server,nowait &\ndone\nwait\n',
  ),
  script(
    'names for a function',
    ['QMP', 'QMP'],
    'start() {\n  local name=$1 port=$2\n  kvm -name "$name" -qmp "tcp:127.0.0.1:$port,server=on,wait=off"\n}\nstart web 4401 & start db 4402 &\nwait\n',
  ),
  script(
    'devices for a function',
    TWO,
    'vm() { kvm -name "$1" -monitor "$2"; }\nvm a tcp::4401,server,nowait & vm b tcp::4402,server,nowait &\nwait\n',
  ),
  script(
    'devices for a function without names',
    TWO,
    'vm() { kvm -monitor "$1"; }\nvm tcp::4401,server,nowait & vm tcp::4402,server,nowait &\nwait\n',
  ),
  script(
    'devices of a loop',
    TWO,
    'for d in tcp::4401,server,nowait tcp::4402,server,nowait; do\n  kvm -monitor "$d" &\ndone\nwait\n',
  ),
  script(
    'two commands of one name',
    TWO,
    'kvm -name vm -monitor tcp::4401,server,nowait &\nkvm -name vm -monitor tcp::4402,server,nowait &\nwait\n',
  ),
  script('an address in one value', HMP, 'A=0.0.0.0:4444\nkvm -monitor "tcp:$A,server,nowait"\n'),
  script('a transport in a value', HMP, 'T=telnet\nkvm -monitor $T:127.0.0.1:4444,server,nowait\n'),
  script('flags in a value', HMP, 'F=server,nowait\nkvm -monitor "tcp:127.0.0.1:4444,$F"\n'),
  script(
    'a port behind a beginning',
    TWO,
    'D=tcp:127.0.0.1\nvm() { kvm -monitor "$D:$1,server,nowait"; }\nvm 4401 & vm 4402 &\nwait\n',
  ),
  script(
    'ports of an array',
    TWO,
    'ports=(4401 4402)\nfor i in 0 1; do\n  kvm -monitor "tcp::${ports[$i]},server,nowait" &\ndone\nwait\n',
  ),
  script(
    'ports of all elements',
    TWO,
    'ports=(4401 4402)\nfor p in "${ports[@]}"; do\n  kvm -monitor tcp::$p,server,nowait &\ndone\nwait\n',
  ),
  script(
    'a host that two monitors share',
    ['HMP', 'QMP'],
    'H=0.0.0.0\nkvm -monitor tcp:$H:4401,server,nowait -qmp tcp:$H:4402,server,nowait\n',
  ),
  script(
    'a shell inside a shell with a port of the outer one',
    HMP,
    'P=4444\nbash -c "exec kvm -monitor tcp::$P,server,nowait"\n',
  ),
  script(
    'a shell inside a shell with its own arguments',
    HMP,
    `bash -c 'exec kvm -monitor "tcp::$1,server,nowait"' sh 4444\n`,
  ),
  script(
    'an array of a string for a shell',
    HMP,
    `bash -c 'a=(-monitor tcp::4444,server,nowait); exec kvm "\${a[@]}"'\n`,
  ),
  script(
    'backticks with escapes',
    HMP,
    'P=4444\nout=`exec kvm -monitor tcp::\\$P,server,nowait`\n',
  ),
  script(
    'backticks with escapes in double quotes',
    HMP,
    'P=4444\nout="`exec kvm -monitor \\"tcp::\\$P,server,nowait\\"`"\n',
  ),
  script(
    'a loop in backticks that counts by others',
    TWO,
    'out=`for i in \\`seq 4401 4402\\`; do kvm -monitor tcp::\\$i,server,nowait & done; wait`\n',
  ),
  script('a line for xargs', HMP, 'echo -monitor tcp::4444,server,nowait | xargs kvm\n', DIVIDED),
  script(
    'a pipeline into a shell',
    HMP,
    `echo 'exec kvm -monitor tcp::4444,server,nowait' | bash\n`,
  ),
  script('a trap at the end', HMP, `trap 'kvm -monitor tcp::4444,server,nowait' EXIT\n`),
  script(
    'a shell for each line of xargs',
    HMP,
    `echo 1 | xargs -I{} sh -c 'exec kvm -monitor "tcp::4444,server,nowait"'\n`,
  ),
  script(
    'a function that runs its arguments',
    HMP,
    `run() { echo "$@" >/dev/null; "$@"; }\nrun bash -c 'exec kvm -monitor tcp::4444,server,nowait'\n`,
  ),
  script(
    'a here-document in a pipeline into a shell',
    HMP,
    "P=44\nexport P\ncat <<'EOF' | bash\nexec kvm -monitor tcp:0.0.0.0:44$P,server,nowait\nEOF\n",
  ),
  script('words for eval', HMP, 'P=44\neval kvm -monitor "tcp:0.0.0.0:44$P,server,nowait"\n'),
  script('pieces for eval', HMP, `eval 'exec kvm -monitor tcp:'"0.0.0.0"':4444,server,nowait'\n`),
  script(
    'a script with set -eu',
    HMP,
    '#!/bin/bash\nset -euo pipefail\nkvm -monitor tcp::4444,server,nowait\n',
    { environment: 'root' },
  ),
  script(
    'a script in the lines of another system',
    HMP,
    'kvm \\\n -monitor tcp::4444,server,nowait -S\n# the end',
  ),
  script(
    'another way to write no delay',
    HMP,
    'kvm -monitor tcp::4444,nodelay=off,server,nowait\n',
  ),
  script(
    'a log file with a comma in its name',
    HMP,
    'kvm -monitor tcp::4444,server,nowait,logfile=a,,b.log\n',
  ),
  script(
    'host and port behind the address',
    HMP,
    'kvm -monitor tcp:127.0.0.1:4444,server=on,wait=off,host=0.0.0.0\n',
  ),
  script(
    'keys in another order',
    QMP,
    'kvm -chardev server=on,port=4444,wait=off,backend=socket,host=127.0.0.1,id=m -mon mode=control,chardev=m\n',
  ),
  script(
    'one chardev behind a mux for two',
    HMP,
    'kvm -chardev socket,id=b,host=127.0.0.1,port=4444,server=on,wait=off -chardev mux,id=m,chardev=b -mon m\n',
    { mux: true },
  ),
  script('a config file that the script reads', HMP, 'kvm -readconfig vm.cfg -S\n', {
    environment: 'root',
    files: {
      'vm.cfg':
        '[chardev "m"]\n  backend = "socket"\n  host = "0.0.0.0"\n  port = "4444"\n  server = "on"\n  wait = "off"\n[mon]\n  chardev = "m"\n',
    },
  }),
  script(
    'a chardev in a config file and its monitor in the script',
    QMP,
    'kvm -readconfig vm.cfg -mon chardev=m,mode=control\n',
    {
      environment: 'root',
      files: {
        'vm.cfg':
          '[chardev "m"]\nbackend = "socket"\nhost = "127.0.0.1"\nport = "4444"\nserver = "on"\nwait = "off"\n',
      },
    },
  ),
  script(
    'a config file that the script writes',
    HMP,
    'cat >vm.cfg <<EOF\n[chardev "m"]\n  backend = "socket"\n  host = "0.0.0.0"\n  port = "4444"\n  telnet = "on"\n  server = "on"\n  wait = "off"\n[mon]\n  chardev = "m"\nEOF\nkvm -readconfig vm.cfg\n',
    { environment: 'root' },
  ),
  script(
    'a config file that the script writes without expansions',
    QMP,
    `cat >vm.cfg <<'EOF'\n[chardev "m"]\n  backend = "socket"\n  port = "4444"\n  host = ""\n  server = "on"\n  wait = "off"\n[mon]\n  chardev = "m"\n  mode = "control"\nEOF\nkvm -readconfig vm.cfg\n`,
    { environment: 'root' },
  ),
  script(
    'a config file with the port of the script',
    TWO,
    'for p in 4401 4402; do\ncat >vm$p.cfg <<EOF\n[chardev "m"]\n  backend = "socket"\n  host = "127.0.0.1"\n  port = "$p"\n  server = "on"\n  wait = "off"\n[mon]\n  chardev = "m"\nEOF\nkvm -readconfig vm$p.cfg &\ndone\nwait\n',
    { environment: 'root' },
  ),
  script(
    'settings that the script writes',
    HMP,
    `cat >settings.sh <<'EOF'\nMON="-monitor tcp::4444,server,nowait"\nEOF\n. ./settings.sh\nkvm $MON\n`,
    DIVIDED,
  ),
  script('an old shell', HMP, 'MON=${MON-"-monitor tcp:0:4444,server,nowait"}\nexec kvm $MON\n', {
    ...DASH,
    ...DIVIDED,
  }),
  script(
    'arguments of the script behind the option',
    HMP,
    'exec kvm -monitor tcp:localhost:${1:-4444},server,nowait "$@"\n',
    DASH,
  ),
  script(
    'machines at one path in strings for eval',
    ['HMP', 'QMP'],
    'if [ "$1" ]; then\n  cmd="kvm -S -monitor unix:/tmp/vm.sock,server,nowait -qmp tcp::4401,server,nowait"\nelse\n  cmd="kvm -monitor unix:/tmp/vm.sock,server,nowait -qmp tcp::4402,server,nowait"\nfi\n[ ! -e /tmp/vm.sock ] || exit 1\neval "exec $cmd"\n',
  ),
  script(
    'credentials that verify no peer',
    HMP,
    'kvm -object tls-creds-anon,id=t,endpoint=server -chardev socket,id=m,host=,port=4444,server=on,wait=off,tls-creds=t -mon m\n',
  ),
  script(
    'a host that is set behind the chardev',
    QMP,
    'kvm -chardev socket,id=m,host=127.0.0.1,port=4444,server=on -set chardev.m.wait=off -mon m,mode=control -set chardev.m.host=0.0.0.0\n',
  ),
  script(
    'a temporary directory of the script',
    HMP,
    'tmp=$(mktemp -d) || exit 1\nkvm -monitor tcp::4444,server,nowait\n',
    TEMPORARY,
  ),
  script(
    'a temporary directory for machines that run at once',
    TWO,
    'work="$(mktemp -d)"\ntrap \'rm -rf "$work"\' EXIT\nfor i in 1 2; do\n  kvm -monitor tcp::$((4400 + i)),server,nowait &\ndone\nwait\n',
    { ...DASH, ...TEMPORARY },
  ),
  script(
    'a directory that the script makes',
    QMP,
    'set -e\nmkdir -m 700 "$HOME/vms"\nkvm -qmp tcp::4444,server,nowait\n',
    { environment: 'foreign-folder', directory: /^\/run\/home\/guard\/vms$/ },
  ),
  script(
    'a pid file beside which the socket lies',
    HMP,
    'kvm -pidfile "$HOME/web.pid" -monitor tcp::4444,server,nowait\n',
    { environment: 'sudo', directory: /^\/run\/home\/guard$/ },
  ),
  script(
    'another socket in a directory of the script',
    ['HMP', 'QMP'],
    'RUN=/run/vms\nmkdir -p "$RUN"\nkvm -qmp unix:$RUN/qmp.sock,server,nowait -monitor tcp::4444,server,nowait\n',
    { environment: 'root', directory: /^\/run\/vms$/ },
  ),
  script(
    'another user, who has a pid file',
    HMP,
    `sudo -u ${USER.name} kvm -pidfile /run/home/guard/web.pid -monitor tcp::4444,server,nowait\n`,
    { environment: 'root', directory: /^\/run\/home\/guard$/ },
  ),
  script(
    'a shell of another user',
    HMP,
    `sudo -u ${USER.name} sh -c 'exec kvm -monitor tcp::4444,server,nowait'\n`,
    { environment: 'root', directory: /^\/run\/home\/guard$/ },
  ),
  script(
    'a script with set -u and without a home',
    HMP,
    'set -eu\nkvm -monitor tcp::4444,server,nowait\n',
    { ...DASH, environment: 'without-home' },
  ),
  script(
    'a name with what a path cannot hold',
    HMP,
    'kvm -name "a/b c" -monitor tcp::4444,server,nowait\n',
  ),
  script(
    'a name of many characters',
    HMP,
    `kvm -name ${'very-long-name-'.repeat(8)} -monitor tcp::4444,server,nowait\n`,
  ),
];
