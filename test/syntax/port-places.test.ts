/** Which places of a text name a port as a client would, in any language. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { portPlaces } from '../../server/src/syntax/ports/port-places.ts';

/** Lines of files that reach port 4444 of this machine. */
const CLIENTS: Readonly<Record<string, readonly string[]>> = {
  'test.sh': [
    'nc -N localhost 4444',
    'echo quit | nc -q1 127.0.0.1 4444',
    'nc -q 1 "$HOST" 4444',
    'exec 3<>/dev/tcp/localhost/4444',
    'until ss -ltn | grep -q ":4444 "; do sleep 1; done',
    'lsof -i :4444',
    'fuser -k 4444/tcp',
    'curl telnet://localhost:4444',
    'MON_PORT=4444 ./client.sh',
    'export QMP_PORT=4444; make test',
    './ctl --port 4444',
    './ctl --port=4444',
    'node -e \'require("net").connect(4444)\'',
    'parallel nc localhost ::: 4444',
    'docker run -p 4444:4444 image',
    'ssh -L 4444:localhost:4444 box',
    'docker exec vm nc localhost 4444',
    'socat - TCP:[::1]:4444',
    'socat - TCP4:127.1:4444',
    './qmp-client.py 4444',
  ],
  'ctl.py': [
    's.connect(("127.0.0.1", 4444))',
    's.connect((host, 4444))',
    'telnetlib.Telnet(HOST, 4444)',
    'asyncio.open_connection(\n    "localhost",\n    4444,\n)',
    'PORT = 4444',
    'qmp_port: int = 4444',
    'socket.create_connection((h, 4444))',
    'parser.add_argument("--port", type=int, default=4444)',
  ],
  'ctl.js': ['net.createConnection(4444)', 'net.connect({ port: 4444 })', 'const MON_PORT = 4444;'],
  'ctl.go': ['net.Dial("tcp", ":4444")', 'const port = 4444', 'net.Dial("tcp", "127.0.0.1:4444")'],
  'ctl.rs': ['TcpStream::connect(("127.0.0.1", 4444))', 'const PORT: u16 = 4444;'],
  'ctl.c': ['addr.sin_port = htons(4444);', '#define MON_PORT 4444'],
  'ctl.lua': ['sock:connect("127.0.0.1", 4444)', 'local port = 4444'],
  'ctl.rb': ['TCPSocket.new("localhost", 4444)', 'TCPSocket.new host, 4444'],
  'Ctl.java': ['new Socket("localhost", 4444);', 'new InetSocketAddress(4444)'],
  'ctl.pl': ["IO::Socket::INET->new(PeerAddr => 'localhost:4444')", 'PeerPort => 4444,'],
  'ctl.ps1': [
    '$c = New-Object System.Net.Sockets.TcpClient($h, 4444)',
    '$c.Connect("127.0.0.1", 4444)',
    '$Port = 4444',
  ],
  'ctl.exp': ['spawn telnet localhost 4444', 'set port 4444'],
  Makefile: ['\tnc localhost 4444', 'MON_PORT ?= 4444', '\t./ctl.sh PORT=4444'],
  'compose.yaml': [
    'ports:\n  - "4444:4444"',
    'ports:\n  - 22:22\n  - 127.0.0.1:4444:4444',
    'port: 4444',
  ],
  Dockerfile: ['EXPOSE 4444', 'ENV MON_PORT 4444'],
  'vm.toml': ['port = 4444', 'address = "127.0.0.1:4444"'],
  'vm.json': ['{ "port": 4444 }', '"monitorPort": "4444"'],
  '.env': ['MON_PORT=4444'],
  'vm.ini': ['port=4444'],
  'README.md': ['    telnet localhost 4444', 'Connect with `nc 127.0.0.1 4444`.'],
  'vm.xml': ['<graphics port="4444"/>', '<port>4444</port>'],
};

/** Lines that have the number and nothing of a client. */
const DECOYS: Readonly<Record<string, readonly string[]>> = {
  'test.sh': [
    '# nc localhost 4444',
    'echo done # telnet localhost 4444',
    'qemu-system-x86_64 -netdev user,id=n,hostfwd=tcp::4444-:22',
    'qemu-system-x86_64 -nic user,hostfwd=tcp:127.0.0.1:4444-:22',
    'qemu-system-x86_64 -monitor tcp:127.0.0.1:4444,server,nowait',
    'qemu-system-x86_64 -gdb tcp::4444',
    'nc otherhost 4444',
    'nc 10.0.0.5 4444',
    'telnet example.com 4444',
    'curl http://example.com:4444/',
    'sleep 4444',
    'head -c 4444 /dev/urandom',
    'VERSION=1.4444',
    'dd bs=4444 count=1',
    'echo "44445 localhost 14444"',
    'chmod 4444 file',
    'echo "The monitor is on port 4444"',
  ],
  'a.py': [
    'x = 4444',
    'assert len(rows) == 4444',
    'connect(("192.168.1.5", 4444))',
    'raise Error("line 4444")',
    'report = 4444',
    'timeout=4444',
    'server.listen(4444)',
  ],
  'a.c': ['// connect(4444)', '/* port = 4444 */ int a;', 'int size = 4444;', 'a[4444] = 0;'],
  'a.lua': ['-- port = 4444'],
  'a.ini': ['; port = 4444', 'size = 4444'],
  'a.xml': ['<!-- localhost:4444 -->', '<size>4444</size>'],
  'a.json': ['{ "rows": 4444 }', '{ "version": "1.2.4444" }'],
  'a.csv': ['1,4444,3', '12:4444:33'],
  'CHANGELOG.md': ['- fixes #4444', '## 1.0.4444', 'There are 4444 of them.'],
};

describe('the places that name a port', () => {
  for (const [path, texts] of Object.entries(CLIENTS)) {
    it(`are found in ${path}`, () => {
      for (const text of texts) {
        const [place] = portPlaces(path, text, '4444');
        assert.ok(place, text);
        assert.equal(text.slice(place.start, place.end), '4444');
      }
    });
  }

  for (const [path, texts] of Object.entries(DECOYS)) {
    it(`are none of the other numbers in ${path}`, () => {
      const clients = (text: string) =>
        portPlaces(path, text, '4444').filter(({ serves }) => !serves);
      for (const text of texts) assert.deepEqual(clients(text), [], text);
    });
  }

  it('are those of a name where that is connected to, given, or read from the environment', () => {
    for (const [path, text] of [
      ['a.sh', 'nc localhost $MON_PORT'],
      ['a.sh', './ctl --port "$MON_PORT"'],
      ['a.py', 's.connect((h, MON_PORT))'],
      ['a.py', 'p = int(os.environ["MON_PORT"])'],
      ['a.py', 'Client(MON_PORT).run()'],
      ['a.js', 'net.connect(process.env.MON_PORT)'],
      ['Makefile', '\tnc localhost $(MON_PORT)'],
    ] as const) {
      assert.equal(portPlaces(path, text, 'MON_PORT').length, 1, text);
    }
    for (const [path, text] of [
      ['a.sh', 'echo "$MON_PORT"'],
      ['a.py', 'print(MON_PORT)'],
      ['a.py', 'MON_PORT = 1'],
      ['a.py', 'def run(MON_PORT):'],
      ['a.sh', '# nc localhost $MON_PORT'],
      ['a.sh', 'nc localhost $MON_PORTS'],
    ] as const) {
      assert.deepEqual(portPlaces(path, text, 'MON_PORT'), [], text);
    }
  });

  it('are where a name is used that holds the port, and where others may read it', () => {
    const used = (path: string, text: string) =>
      portPlaces(path, text, '4444').map(({ start, end }) => text.slice(start, end));
    assert.deepEqual(used('a.sh', 'P=4444\nnc localhost $P\n'), ['P']);
    assert.deepEqual(used('a.sh', 'P=4444\necho $P\n'), []);
    assert.deepEqual(used('a.py', 'P = 4444\ns.connect((HOST, P))\n'), ['P']);
    assert.deepEqual(used('a.sh', 'MON_PORT=4444\nnc localhost $MON_PORT\n'), ['MON_PORT']);
    assert.deepEqual(used('a.sh', 'export MON_PORT=4444\nnc localhost $MON_PORT\n'), [
      '4444',
      'MON_PORT',
    ]);
  });

  it('are uses of a field of any object, and of a name that holds it', () => {
    const used = (text: string) =>
      portPlaces('a.go', text, '.Mgmt').map(({ start, end }) => text.slice(start, end));
    assert.deepEqual(used('Dial(x.conf.Mgmt)\n'), ['x.conf.Mgmt']);
    assert.deepEqual(used('last := vm.Mgmt\nExecute(commands, last)\n'), ['last']);
    assert.deepEqual(used('vm.Mgmt = port()\nMgmt: x.Mgmts\nprint(vm.Mgmt)\n'), []);
  });

  it('need a host for a port that is too common to be looked for alone', () => {
    assert.equal(portPlaces('a.sh', 'nc localhost 80', '80').length, 1);
    assert.deepEqual(portPlaces('a.toml', 'port = 80', '80'), []);
    assert.deepEqual(portPlaces('a.toml', 'monitor = 1', '1'), []);
  });

  it('are none for a port that has no text', () => {
    assert.deepEqual(portPlaces('vm.qemu', 'port )4"\n', ''), []);
  });

  it('are named up to a bound in a file that has very many', () => {
    assert.equal(portPlaces('a.sh', 'nc localhost 4444\n'.repeat(5_000), '4444').length, 200);
  });
});
