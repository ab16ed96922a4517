/**
 * Small projects with a monitor on a port, and what the fix that moves it has to say of each: which clients go along,
 * which are named, and that there are none. A row is one project; `run.sh` starts QEMU unless it says otherwise.
 */

/** A project: the texts of its files, and what is expected of the switch to a UNIX socket. */
export interface ClientProject {
  readonly files: Readonly<Record<string, string>>;
  /** The file with the monitor. */
  readonly launch?: string;
  /** The places that the fix names, as `test.sh:3`; none of a fix that is safe. */
  readonly named?: readonly string[];
  /** Lines that files have after the fix, of clients that go along. */
  readonly after?: Readonly<Record<string, string>>;
  /** A fix that is not safe for another reason than a client. */
  readonly isReview?: true;
  /** A command that runs the client with `sh`, where it needs no other program than a shell and those that are there. */
  readonly client?: string;
}

const RUN = 'qemu-system-x86_64 -name vm -monitor tcp:127.0.0.1:4444,server,nowait &\n';
const WITH_PORT = (port: string) =>
  `qemu-system-x86_64 -name vm -monitor tcp:127.0.0.1:${port},server,nowait &\n`;
const PATH = '${XDG_RUNTIME_DIR:-$HOME}/vm-monitor.sock';
const NC = `nc -U "${PATH}"`;

const WORKFLOW = '.github/workflows/ci.yml';
const job = (name: string, ...lines: string[]) =>
  `  ${name}:\n    runs-on: ubuntu-latest\n    steps:\n${lines.map((line) => `      - run: ${line}\n`).join('')}`;
const inJob = (...jobs: string[]) => `on: push\njobs:\n${jobs.join('')}`;

/** Projects in which every client goes along, in whatever file. */
export const FOLLOWING: Readonly<Record<string, ClientProject>> = {
  'a script beside it': {
    files: { 'run.sh': RUN, 'test.sh': './run.sh\necho quit | nc localhost 4444\n' },
    after: { 'test.sh': `./run.sh\necho quit | ${NC}\n` },
    client: 'sh test.sh',
  },
  'a script in another folder': {
    files: { 'run.sh': RUN, 'tools/stop.sh': 'echo quit | nc -q1 127.0.0.1 4444\n' },
    after: { 'tools/stop.sh': `echo quit | nc -q1 -U "${PATH}"\n` },
    client: 'sh tools/stop.sh',
  },
  'a script with the port in a variable': {
    files: { 'run.sh': RUN, 'test.sh': 'P=4444\nnc localhost $P </dev/null\n' },
    after: { 'test.sh': `P=4444\n${NC} </dev/null\n` },
    client: 'sh test.sh',
  },
  'a recipe': {
    files: { 'run.sh': RUN, Makefile: 'quit:\n\techo quit | nc localhost 4444\n' },
    after: {
      Makefile: 'quit:\n\techo quit | nc -U "$${XDG_RUNTIME_DIR:-$$HOME}/vm-monitor.sock"\n',
    },
    client: 'make -s quit',
  },
  'two scripts and two lines': {
    files: {
      'run.sh': RUN,
      'a.sh': 'nc localhost 4444 </dev/null\nnc -z localhost 4444\n',
      'b.sh': 'echo quit | nc localhost 4444\n',
    },
    after: { 'b.sh': `echo quit | ${NC}\n` },
    client: 'sh a.sh; sh b.sh',
  },
  'a script that uses socat': {
    files: { 'run.sh': RUN, 'c.sh': 'echo quit | socat - TCP:localhost:4444\n' },
    after: { 'c.sh': `echo quit | socat - "UNIX-CONNECT:${PATH}"\n` },
    client: 'sh c.sh',
  },
  'a port in the environment': {
    files: {
      'run.sh': WITH_PORT('$MON_PORT'),
      'test.sh': 'echo quit | nc localhost $MON_PORT\n',
    },
    after: {
      'test.sh': 'echo quit | nc -U "${XDG_RUNTIME_DIR:-$HOME}/vm-$MON_PORT-monitor.sock"\n',
    },
    client: 'MON_PORT=4444 sh test.sh',
  },
};

/** Projects whose clients cannot be written anew, each named by its file and line. */
export const NAMED: Readonly<Record<string, ClientProject>> = {
  'Python with both in a call': {
    files: {
      'run.sh': RUN,
      'ctl.py': 'import socket\ns = socket.socket()\ns.connect(("127.0.0.1", 4444))\n',
    },
    named: ['ctl.py:3'],
  },
  'Ruby with a constant that QEMU gets, too': {
    files: {
      'vm.rb':
        'QMP_PORT = 7044\nsystem("qemu-system-x86_64 -qmp tcp:localhost:#{QMP_PORT},server,nowait")\n',
      'qmp.rb': 'socket = TCPSocket.new("localhost", QMP_PORT)\n',
    },
    launch: 'vm.rb',
    named: ['qmp.rb:1'],
  },
  'Python with constants': {
    files: {
      'run.sh': RUN,
      'ctl.py': 'import socket\nH, P = "localhost", 4444\nsocket.create_connection((H, P))\n',
    },
    named: ['ctl.py:2'],
  },
  'Python with a constant': {
    files: { 'run.sh': RUN, 'ctl.py': 'import telnetlib\nP = 4444\ntelnetlib.Telnet("vm", P)\n' },
    named: ['ctl.py:3'],
  },
  'programs of the project that get the port': {
    files: {
      'run.sh': RUN,
      'test.sh': './client 4444\nsudo python3 tools/ctl.py "4444"\nCLIENT=./c\n$CLIENT 4444 quit\n',
      'size.sh': './vm.sh -m 4444\nseq 4444\nfallocate -l 4444 disk\n',
    },
    named: ['test.sh:1', 'test.sh:2', 'test.sh:4'],
  },
  'Python with an option': {
    files: { 'run.sh': RUN, 'ctl.py': 'a.add_argument("--port", type=int, default=4444)\n' },
    named: ['ctl.py:1'],
  },
  'asyncio over several lines': {
    files: {
      'run.sh': RUN,
      'ctl.py': 'await asyncio.open_connection(\n    "localhost",\n    4444,\n)\n',
    },
    named: ['ctl.py:3'],
  },
  JavaScript: {
    files: {
      'run.sh': RUN,
      'ctl.js': 'const net = require("net");\nnet.connect({ port: 4444 });\n',
    },
    named: ['ctl.js:2'],
  },
  TypeScript: {
    files: { 'run.sh': RUN, 'src/ctl.ts': 'export const MONITOR_PORT = 4444;\n' },
    named: ['src/ctl.ts:1'],
  },
  Go: {
    files: { 'run.sh': RUN, 'ctl.go': 'c, err := net.Dial("tcp", ":4444")\n' },
    named: ['ctl.go:1'],
  },
  Rust: {
    files: { 'run.sh': RUN, 'src/main.rs': 'let s = TcpStream::connect(("127.0.0.1", 4444))?;\n' },
    named: ['src/main.rs:1'],
  },
  C: { files: { 'run.sh': RUN, 'ctl.c': 'a.sin_port = htons(4444);\n' }, named: ['ctl.c:1'] },
  'C with a macro': {
    files: { 'run.sh': RUN, 'ctl.h': '#define QMP_PORT 4444\n' },
    named: ['ctl.h:1'],
  },
  Lua: {
    files: { 'run.sh': RUN, 'ctl.lua': 'c:connect("127.0.0.1", 4444)\n' },
    named: ['ctl.lua:1'],
  },
  Ruby: {
    files: { 'run.sh': RUN, 'ctl.rb': 's = TCPSocket.new host, 4444\n' },
    named: ['ctl.rb:1'],
  },
  Java: {
    files: { 'run.sh': RUN, 'Ctl.java': 'Socket s = new Socket("localhost", 4444);\n' },
    named: ['Ctl.java:1'],
  },
  Perl: {
    files: { 'run.sh': RUN, 'ctl.pl': 'my $s = IO::Socket::INET->new(PeerPort => 4444);\n' },
    named: ['ctl.pl:1'],
  },
  Expect: {
    files: { 'run.sh': RUN, 'ctl.exp': 'spawn telnet localhost 4444\n' },
    named: ['ctl.exp:1'],
  },
  PowerShell: {
    files: { 'run.sh': RUN, 'ctl.ps1': '$c = New-Object System.Net.Sockets.TcpClient($h, 4444)\n' },
    named: ['ctl.ps1:1'],
  },
  TOML: { files: { 'run.sh': RUN, 'vm.toml': '[monitor]\nport = 4444\n' }, named: ['vm.toml:2'] },
  JSON: { files: { 'run.sh': RUN, 'vm.json': '{ "monitorPort": 4444 }\n' }, named: ['vm.json:1'] },
  INI: { files: { 'run.sh': RUN, 'vm.ini': '[vm]\nport=4444\n' }, named: ['vm.ini:2'] },
  'an .env': { files: { 'run.sh': RUN, '.env': 'QMP_PORT=4444\n' }, named: ['.env:1'] },
  'a manual': {
    files: { 'run.sh': RUN, 'README.md': 'Connect:\n\n    telnet localhost 4444\n' },
    named: ['README.md:3'],
  },
  'a port that Compose publishes': {
    files: { 'run.sh': RUN, 'compose.yaml': 'services:\n  a:\n    ports:\n      - "4444:4444"\n' },
    named: ['compose.yaml:4'],
  },
  'a port that is published': {
    files: { 'run.sh': RUN, 'start.sh': 'docker run -p 4444:4444 image\n' },
    named: ['start.sh:1'],
  },
  'a port that ssh forwards': {
    files: { 'run.sh': RUN, 'tunnel.sh': 'ssh -L 4444:localhost:4444 box\n' },
    named: ['tunnel.sh:1'],
  },
  'a client in a container': {
    files: { 'run.sh': RUN, 'ctl.sh': 'docker exec vm nc localhost 4444\n' },
    named: ['ctl.sh:1'],
  },
  'a list of ports': {
    files: { 'run.sh': RUN, 'wait.sh': 'until ss -ltn | grep -q ":4444 "; do sleep 1; done\n' },
    named: ['wait.sh:1'],
  },
  'a client in the same job': {
    files: { [WORKFLOW]: inJob(job('a', RUN.trim(), './ctl.py localhost:4444'), job('b', 'ls')) },
    launch: WORKFLOW,
    named: [`${WORKFLOW}:7`],
  },
  'a loop over ports': {
    files: {
      'run.sh': RUN,
      'stop.sh': 'for p in 4443 4444; do\n  echo quit | nc localhost $p\ndone\n',
      'stop.py': 'for port in (4443, 4444):\n    s.connect(("localhost", port))\n',
    },
    named: ['stop.py:2', 'stop.sh:2'],
  },
  'a function that is given the port': {
    files: { 'run.sh': RUN, 'stop.sh': 'stop() { echo quit | nc localhost $1; }\nstop 4444\n' },
    named: ['stop.sh:2'],
  },
  'a device of bash': {
    files: { 'run.sh': RUN, 'ctl.sh': 'exec 3<>/dev/tcp/localhost/4444\n' },
    named: ['ctl.sh:1'],
  },
  'a program that is given the port': {
    files: { 'run.sh': `${RUN}./ctl --port 4444\n` },
    named: ['run.sh:2'],
  },
  'the environment of a command': {
    files: { 'run.sh': `${RUN}MON_PORT=4444 ./client.sh\n`, 'client.sh': 'exec ./x\n' },
    named: ['run.sh:2'],
  },
  'an exported port': {
    files: {
      'run.sh': `export MON_PORT=4444\n${WITH_PORT('$MON_PORT')}make test\n`,
      'ctl.py': 'p = int(os.environ["MON_PORT"])\n',
    },
    named: ['ctl.py:1'],
  },
  'a program in a word': {
    files: { 'run.sh': `${RUN}node -e 'require("net").connect(4444)'\n` },
    named: ['run.sh:2'],
  },
  'a host behind the colons of parallel': {
    files: { 'run.sh': `${RUN}parallel nc localhost ::: 4444\n` },
    named: ['run.sh:2'],
  },
  'another user': {
    files: { 'run.sh': RUN, 'ctl.sh': 'sudo -u other nc localhost 4444\n' },
    named: ['ctl.sh:1'],
  },
  'a script with a runtime directory of its own': {
    files: { 'run.sh': RUN, 'ctl.sh': 'export XDG_RUNTIME_DIR=/a\nnc localhost 4444\n' },
    named: ['ctl.sh:2'],
  },
  'two QEMUs and one client': {
    files: { 'run.sh': RUN, 'other.sh': RUN.replace('vm', 'b'), 'ctl.sh': 'nc localhost 4444\n' },
    named: ['ctl.sh:1'],
  },
  'a script that also has a client that follows': {
    files: {
      'run.sh': RUN,
      'a.sh': 'nc localhost 4444\n',
      'b.py': 's.connect(("localhost", 4444))\n',
    },
    named: ['b.py:1'],
    after: { 'a.sh': `${NC}\n` },
  },
  'QEMU in Python': {
    files: {
      'vm.py':
        'import subprocess\nsubprocess.run(["qemu-system-x86_64", "-qmp", "tcp:localhost:4444,server"])\ns.connect((h, 4444))\n',
    },
    launch: 'vm.py',
    named: ['vm.py:3'],
  },
  'QEMU in JavaScript and a setting': {
    files: {
      'vm.js': 'spawn("qemu-system-x86_64", ["-qmp", "tcp:localhost:4444,server"]);\n',
      'vm.toml': 'port = 4444\n',
    },
    launch: 'vm.js',
    named: ['vm.toml:1'],
  },
  'a field of objects': {
    files: {
      'vm.py':
        'import subprocess\ndef run(config):\n    subprocess.run(["qemu-system-x86_64", "-qmp", f"tcp:localhost:{config.mgmt},server"])\n',
      'ctl.py': 'last = instance.mgmt\nexecute(commands, last)\nshow(mgmt)\n',
    },
    launch: 'vm.py',
    named: ['ctl.py:2'],
  },
  'a recipe that starts QEMU': {
    files: {
      Makefile: 'run:\n\tqemu-system-x86_64 -monitor tcp:127.0.0.1:4444,server,nowait\n',
      'shot.py': 'PORT = 4444\n',
    },
    launch: 'Makefile',
    named: ['shot.py:1'],
  },
};

/** Projects without any client, whatever numbers are in them. */
export const SAFE: Readonly<Record<string, ClientProject>> = {
  'nothing else': { files: { 'run.sh': RUN } },
  'files that say nothing': {
    files: { 'run.sh': RUN, 'README.md': '# VM\n', 'a.py': 'print(1)\n' },
  },
  'a port that goes to the guest': {
    files: { 'run.sh': RUN, 'b.sh': 'qemu-system-x86_64 -nic user,hostfwd=tcp::4444-:22\n' },
  },
  'a loop over other numbers, and a function without a client': {
    files: {
      'run.sh': RUN,
      'b.sh': 'for n in 4444 5; do head -c $n f; done\nwrite() { echo $1; }\nwrite 4444\n',
    },
  },
  'another host': {
    files: {
      'run.sh': RUN,
      'b.sh': 'nc build.example.com 4444\nnc 10.0.0.5 4444\n',
      'a.py': 's.connect(("10.0.0.5", 4444))\n',
    },
  },
  comments: {
    files: {
      'run.sh': RUN,
      'b.sh': '# nc localhost 4444\n',
      'a.c': '/* connect(4444) */\n// localhost:4444\n',
    },
  },
  'a version': { files: { 'run.sh': RUN, 'package.json': '{ "version": "1.2.4444" }\n' } },
  'an issue': { files: { 'run.sh': RUN, 'CHANGELOG.md': '- fixes #4444\n' } },
  data: { files: { 'run.sh': RUN, 'data.csv': 'id,n\n1,4444\n', 'a.json': '{ "rows": 4444 }\n' } },
  'a size': { files: { 'run.sh': RUN, 'b.sh': 'head -c 4444 /dev/urandom\nsleep 4444\n' } },
  'another port': { files: { 'run.sh': RUN, 'b.sh': 'nc localhost 4445\nnc localhost 14444\n' } },
  'a client in another job': {
    files: {
      [WORKFLOW]: inJob(
        job('a', RUN.trim()),
        job('b', 'nc localhost 4444', 'X=localhost:4444 ./x'),
      ),
      '.github/workflows/other.yml': inJob(job('a', 'nc localhost 4444')),
    },
    launch: WORKFLOW,
  },
  'a socket already': { files: { 'run.sh': RUN, 'b.sh': 'nc -U /run/4444.sock\n' } },
  'a server with an address of its own': {
    files: { 'run.sh': RUN, 'A.java': 'int p = 4444;\nserver.bind(new InetSocketAddress(p));\n' },
  },
  'a server of another kind': { files: { 'run.sh': RUN, 'b.js': 'app.listen(4444);\n' } },
  'prose about the port': {
    files: { 'run.sh': RUN, 'README.md': 'The monitor is on port 4444.\n' },
  },
  'a command that gives ports to others, too': {
    files: {
      'run.sh': `P=$(get_port 4440 9)\n${WITH_PORT('$P')}ssh_port=$(get_port 2220 9)\n`,
    },
  },
  'a list of arguments that is used again, and what a text is filled in from': {
    files: {
      'vm.py':
        'import subprocess\nargs = ["qemu-system-x86_64"]\nargs += ["-qmp", "tcp::{},server".format(self.env["qmp_port"])]\nrun(args, 1)\nlook(self.env, 2)\nsubprocess.run(args)\n',
    },
    launch: 'vm.py',
  },
  'a variable of that name elsewhere': {
    files: { 'run.sh': `P=4444\n${WITH_PORT('$P')}`, 'b.sh': 'P=80\nnc localhost $P\n' },
  },
};
