/** What a hover says about each kind of QEMU's text, in each language, and that it says nothing elsewhere. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fill, strong } from '../../server/src/service/hover/prose.ts';
import { hoverAt } from '../../server/src/service/hover.ts';
import { analyzeText, type CheckOptions } from '../support/check.ts';
import { hoverAtCursor } from '../support/hover.ts';

/** A fixture with a cursor, the text that its hover is about, and the lines that it begins with. */
type Row = readonly [title: string, fixture: string, about: string, lines: readonly string[]];

const XML: CheckOptions = { languageId: 'xml' };
const CONFIG: CheckOptions = { languageId: 'qemu-config' };
const ARGS: CheckOptions = { languageId: 'qemu-args' };

function checkRows(rows: readonly Row[], options: CheckOptions = {}): void {
  for (const [title, fixture, about, lines] of rows) {
    it(title, () => {
      const found = hoverAtCursor(fixture, options);
      assert.deepEqual(
        { about: found?.about, lines: found?.lines.slice(0, lines.length) },
        { about, lines },
      );
    });
  }
}

describe('a hover in a script says of', () => {
  checkRows([
    [
      'an option what it does, and who can reach its monitor',
      'kvm -mon▮itor tcp:0.0.0.0:4444,server',
      '-monitor',
      [
        '-monitor: Makes an HMP monitor, which controls the machine, on a device string; none leaves out the default one',
        'Default: vc',
        'HMP monitor on tcp 0.0.0.0:4444',
        'Who can open it: anyone on the network',
        '- 0.0.0.0 means every network interface',
        '- Without TLS nobody is asked who they are',
        'How to connect, on the host; Ctrl-] leaves socat',
        '- socat -,raw,echo=0,escape=0x1d TCP:127.0.0.1:4444',
        '- nc 127.0.0.1 4444',
        'Finding: monitor-on-network',
      ],
    ],
    [
      'an option that has nothing to do with monitors only what it does',
      'kvm -m▮ 1G',
      '-m',
      ['-m: Says how much memory the guest has', 'Default: 128M'],
    ],
    [
      'the value of such an option the same',
      'kvm -m 1▮G',
      '1G',
      ['-m: Says how much memory the guest has', 'Default: 128M'],
    ],
    [
      'an option of older versions what takes its place',
      'kvm -no-h▮pet',
      '-no-hpet',
      ['-no-hpet: An option of older versions; write -machine hpet=off', 'Removed in QEMU 9.0'],
    ],
    [
      'a backend what it is',
      'kvm -chardev p▮ty,id=m -mon m',
      'pty',
      [
        'pty: A new pseudo-terminal of the host, whose name QEMU prints at the start',
        'HMP monitor on pty',
      ],
    ],
    [
      'the beginning of a device string what it is',
      'kvm -qmp unix▮:/run/q,server',
      'unix',
      [
        'unix: A UNIX socket at a path, which the permissions of files protect',
        'QMP monitor on unix /run/q',
      ],
    ],
    [
      'mon: what it adds',
      'kvm -serial mo▮n:stdio',
      'mon',
      [
        'mon: Puts an HMP monitor beside the device, and Ctrl-a c switches to it',
        'HMP monitor on stdio',
      ],
    ],
    [
      'a host what it decides',
      'kvm -monitor tcp:local▮host:1,server',
      'localhost',
      [
        'host: The address it listens at or connects to; empty means every network interface',
        'HMP monitor on tcp localhost:1',
        'Who can open it: anyone on this host',
      ],
    ],
    [
      'a port what it is',
      'kvm -monitor udp:10.0.0.1:5▮5',
      '55',
      ['port: The port that datagrams are sent to', 'HMP monitor on udp 10.0.0.1:55'],
    ],
    [
      'a path what it is, by its backend',
      'kvm -chardev file,id=m,path=/va▮r/log/m -mon m',
      '/var/log/m',
      ['path: The file that output is written to', 'HMP monitor on file /var/log/m'],
    ],
    [
      'a flag what it is short for',
      'kvm -monitor tcp::1,server,now▮ait',
      'nowait',
      ['nowait: QEMU starts at once', 'Short for wait=off', 'Default: on'],
    ],
    [
      'a flag of a list that QEMU warns of it',
      'kvm -chardev socket,id=m,path=x,ser▮ver -mon m',
      'server',
      [
        'server: QEMU listens, and serves one client at a time',
        'Short for server=on, and deprecated since QEMU 6.0',
        'Default: off',
      ],
    ],
    [
      'a property which values it has, and since when it is there',
      'kvm -chardev socket,id=m,path=x,server=on,abs▮tract=on -mon m',
      'abstract',
      [
        'abstract: Whether the path is a name without a file, which has no permissions',
        'Default: off · Since QEMU 5.1',
        '- on: A name that every process of the host can connect to (Linux)',
        '- off: A file, whose permissions count',
        'HMP monitor on unix x',
        'Who can open it: anyone on this host',
      ],
    ],
    [
      'a value what it means',
      'kvm -chardev socket,id=m,path=x,server=o▮n -mon m',
      'on',
      [
        'server=on: QEMU listens, and serves one client at a time',
        'Default: off',
        'HMP monitor on unix x',
      ],
    ],
    [
      'a property that another one took the place of when that was',
      'kvm -chardev socket,id=m,path=x,recon▮nect=1 -mon m',
      'reconnect',
      [
        'reconnect: How many seconds QEMU waits before it connects anew; 0 is never',
        'Default: 0 · Since QEMU 2.2, removed in 10.2 · Deprecated since QEMU 9.2; use reconnect-ms',
      ],
    ],
    [
      'a property of another backend that it is ignored',
      'kvm -chardev stdio,id=m,ho▮st=h -mon m',
      'host',
      [
        'host: The address it listens at or connects to; empty means every network interface',
        'QEMU accepts and ignores it here',
      ],
    ],
    [
      'the property of credentials whom it admits to which monitor',
      'kvm -object tls-creds-x509,id=t,dir=/e,endpoint=server,verify-peer=o▮ff -chardev socket,id=m,host=h,port=1,server=on,tls-creds=t -mon m',
      'off',
      [
        'verify-peer=off: Anyone is admitted, and tls-authz is not looked at',
        'Default: on',
        'HMP monitor on tcp h:1',
        'Who can open it: anyone on the network',
        '- It listens at h, where other machines can connect',
        '- TLS with verify-peer=off admits any client',
        'How to connect, on the host; Ctrl-] leaves socat',
        '- openssl s_client -quiet -connect h:1 -CAfile /e/ca-cert.pem',
        '- socat -,raw,echo=0,escape=0x1d OPENSSL:h:1,cafile=/e/ca-cert.pem',
        'Finding: monitor-tls-unauthenticated',
      ],
    ],
    [
      'an object what it is',
      'kvm -object authz-▮simple,id=a,identity=CN=me',
      'authz-simple',
      ['authz-simple: An authorization that admits one identity', 'Since QEMU 4.0'],
    ],
    [
      'an id where it is given',
      'kvm -chardev socket,id=m▮0,path=/run/m,server=on -mon m0',
      'm0',
      ['chardev m0 is defined here', 'HMP monitor on unix /run/m'],
    ],
    [
      'an id where it is used',
      'kvm -chardev socket,id=m0,path=/run/m,server=on -mon chardev=m▮0',
      'm0',
      ['Refers to chardev m0, defined here', 'HMP monitor on unix /run/m'],
    ],
    [
      'an id that names nothing that it does not',
      'kvm -device virtserialport,chardev=n▮ix',
      'nix',
      ['Refers to chardev nix, which is not in sight'],
    ],
    [
      '-set what the property of that chardev means',
      'kvm -chardev pipe,id=m,path=/p -mon m -set chardev.m.pa▮th=/q',
      'path',
      [
        'path: The named pipe, or what its two ends .in and .out begin with',
        'Required',
        'HMP monitor on pipe /q',
      ],
    ],
    [
      'the mode of a monitor what it speaks',
      'kvm -chardev stdio,id=m -mon m,mode=con▮trol',
      'control',
      ['mode=control: QMP: JSON for programs', 'Default: readline', 'QMP monitor on stdio'],
    ],
    [
      '-sandbox what it forbids',
      'kvm -sandbox on,spawn=d▮eny',
      'deny',
      [
        'spawn=deny: No program can be started; files stay within reach',
        'Default: allow · Since QEMU 2.11',
      ],
    ],
    [
      'an option of the storage daemon what it does there',
      'qemu-storage-daemon --chardev socket,id=m,path=/run/m,server=on --moni▮tor m',
      '--monitor',
      [
        '--monitor: Makes a QMP monitor on a chardev that is defined before',
        'QMP monitor on unix /run/m',
      ],
    ],
    [
      'the program what it starts, the monitor that nobody asked for among it',
      'qemu-system▮-x86_64 -name web -vnc :1',
      'qemu-system-x86_64',
      [
        'Starts the machine web with one monitor',
        'HMP monitor on vc',
        'Who can open it: anyone on the network',
        '- Viewers of the VNC display can open it, and nobody asks who they are',
        "- It is on a console of QEMU's own window",
        '- QEMU makes it, because no option asks for a monitor',
        'Finding: monitor-on-open-display',
      ],
    ],
    [
      'a program without a monitor that there is none',
      'k▮vm -nodefaults',
      'kvm',
      ['Starts a machine without a monitor'],
    ],
    [
      'a program with several monitors who can open each',
      'k▮vm -monitor stdio -qmp tcp::1,server',
      'kvm',
      [
        'Starts a machine with 2 monitors',
        '- HMP monitor on stdio: only its user',
        '- QMP monitor on tcp :1: anyone on the network',
      ],
    ],
    [
      'an empty host what it means',
      'kvm -monitor tcp:▮:4444,server',
      '',
      ['host: The address it listens at or connects to; empty means every network interface'],
    ],
  ]);
});

describe('a hover on a socket', () => {
  checkRows([
    [
      'says whom the script lets at it',
      'umask 0\nkvm -monitor unix:/run/▮m.sock,server\n',
      '/run/m.sock',
      [
        'path: The path of the UNIX socket, which takes the place of host and port',
        'HMP monitor on unix /run/m.sock',
        'Who can open it: anyone on this host',
        '- Umask 0 lets every local user connect to its socket',
      ],
    ],
  ]);
});

describe('a hover on a display', () => {
  checkRows([
    [
      'says of a VNC display where it listens, and which monitor it shows',
      'kvm -vnc :▮1',
      ':1',
      [
        'vnc=:1: Port 5901 of every network',
        'HMP monitor on vc',
        'Who can open it: anyone on the network',
        '- Viewers of the VNC display can open it, and nobody asks who they are',
        "- It is on a console of QEMU's own window",
        '- QEMU makes it, because no option asks for a monitor',
        'Finding: monitor-on-open-display',
      ],
    ],
    [
      'says of its password that viewers need it',
      'kvm -vnc :1,pass▮word=on',
      'password',
      [
        'password: Asks for a password, of which eight characters count; a monitor sets it',
        'Default: off',
        'HMP monitor on vc',
        'Who can open it: only authorized clients',
        '- Viewers of the VNC display can open it, if they have its password',
      ],
    ],
    [
      'says of a display that shows no monitor what its properties are',
      'kvm -monitor stdio -vnc :1,sas▮l=on',
      'sasl',
      ['sasl: Asks for a login by SASL', 'Default: off'],
    ],
    [
      'says of SPICE what its properties are',
      'kvm -monitor stdio -spice port=1,disable-tick▮eting=on',
      'disable-ticketing',
      ['disable-ticketing: Admits everyone without a password', 'Default: off'],
    ],
    [
      'says of a monitor on a SPICE port who opens that',
      'kvm -nodefaults -chardev spiceport,id=m,name=m -mo▮n m -spice port=1,disable-ticketing=on',
      '-mon',
      [
        '-mon: Makes a monitor on a chardev that another option defines',
        'Deprecated since QEMU 11.1; use -object monitor-hmp|monitor-qmp',
        'HMP monitor on spiceport',
        'Who can open it: anyone on the network',
        '- Viewers of the SPICE display can open it, and nobody asks who they are',
      ],
    ],
  ]);
});

describe('a hover on a value that comes through a variable', () => {
  checkRows([
    [
      'says at the definition what it is',
      'M="tcp:0.0.▮0.0:1,server"\nkvm -monitor "$M"',
      '0.0.0.0',
      [
        'host: The address it listens at or connects to; empty means every network interface',
        'HMP monitor on tcp 0.0.0.0:1',
      ],
    ],
    [
      'says at the use what it stands for, and who can reach the monitor',
      'M="tcp:0.0.0.0:1,server"\nkvm -monitor "$▮M"',
      '$M',
      [
        '$M stands for tcp:0.0.0.0:1,server',
        'HMP monitor on tcp 0.0.0.0:1',
        'Who can open it: anyone on the network',
      ],
    ],
    [
      'says at the use of several values which they are, and who can reach each',
      'if x; then M=tcp::1,server; else M=stdio; fi\nkvm -monitor "${M▮}"',
      '${M}',
      [
        '${M} stands for one of these',
        '- tcp::1,server: anyone on the network',
        '- stdio: only its user',
      ],
    ],
    [
      'says of an array which words it stands for',
      'A=(-qmp unix:/run/q,server)\nkvm "${A[▮@]}" -m 1G',
      '${A[@]}',
      ['${A[@]} stands for -qmp unix:/run/q,server', 'QMP monitor on unix /run/q'],
    ],
    [
      'says of a part of a value what that is',
      'PORT=4444\nkvm -monitor tcp::$PO▮RT,server',
      '$PORT',
      ['$PORT stands for 4444', 'HMP monitor on tcp :4444'],
    ],
    [
      'says of one that the file does not fix that it does not',
      'kvm -monitor tcp:$HO▮ST:1,server',
      '$HOST',
      [
        'host: The address it listens at or connects to; empty means every network interface',
        'This file does not fix $HOST',
        'HMP monitor on tcp $HOST:1',
        'Who can open it: anyone on the network',
        '- The address is not fixed in this file',
      ],
    ],
    [
      'prefers the text of a default to the expansion around it',
      'kvm -monitor "${M:-tcp::44▮44,server}"',
      '4444',
      [
        'port: The TCP port, as a number or the name of a service; 0 is any free port',
        'HMP monitor on tcp :4444',
      ],
    ],
    [
      'says of options that the file only holds what they would be',
      'MONITOR="-moni▮tor tcp:0.0.0.0:1,server"\n',
      '-monitor',
      [
        '-monitor: Makes an HMP monitor, which controls the machine, on a device string; none leaves out the default one',
      ],
    ],
  ]);

  it('says in how many commands a text is otherwise', () => {
    const loop = (values: string) =>
      hoverAtCursor(`for i in ${values}; do kvm -monitor tcp::44▮0$i,server; done`)?.lines.at(-1);
    assert.equal(loop('1'), 'Finding: monitor-on-network');
    assert.match(loop('1 2') ?? '', /^In one other command line /);
    assert.match(loop('1 2 3') ?? '', /^In 2 other command lines /);
  });

  it('counts the values that have no room', () => {
    const script = (values: string) => `for i in ${values}; do kvm -qmp unix:/run/▮$i,server; done`;
    const lines = (values: string) => hoverAtCursor(script(values).replace('▮$i', '$▮i'))?.lines;
    assert.equal(lines('a b c d e')?.at(-1), '- and one more');
    assert.equal(lines('a b c d e f')?.at(-1), '- and 2 more');
  });
});

describe('a hover in domain XML says of', () => {
  const domain = (args: string) =>
    `<domain type='kvm' xmlns:q='http://libvirt.org/schemas/domain/qemu/1.0'><name>web</name><q:commandline>${args}</q:commandline></domain>`;
  checkRows(
    [
      [
        'an option what it does',
        domain("<q:arg value='-mon▮itor'/><q:arg value='stdio'/>"),
        '-monitor',
        [
          '-monitor: Makes an HMP monitor, which controls the machine, on a device string; none leaves out the default one',
          'Default: vc',
          'HMP monitor on stdio',
        ],
      ],
      [
        'a host who can connect, and how, through libvirt too',
        domain("<q:arg value='-monitor'/><q:arg value='tcp:h▮ost:1,server'/>"),
        'host',
        [
          'host: The address it listens at or connects to; empty means every network interface',
          'HMP monitor on tcp host:1',
          'Who can open it: anyone on the network',
          '- It listens at host, where other machines can connect',
        ],
      ],
    ],
    XML,
  );
});

describe('a hover in a config file says of', () => {
  checkRows(
    [
      [
        'a section which option it is',
        '[char▮dev "m"]\nbackend = "stdio"\n[mon]\nchardev = "m"\n',
        'chardev',
        [
          '[chardev]: Defines a character device, which monitors and devices talk through',
          'HMP monitor on stdio',
        ],
      ],
      [
        'the id of a section that it is given there',
        '[chardev "▮m"]\nbackend = "stdio"\n[mon]\nchardev = "m"\n',
        'm',
        ['chardev m is defined here', 'HMP monitor on stdio'],
      ],
      [
        'a host what it decides',
        '[chardev "m"]\nbackend = "socket"\nhost = "::▮1"\nport = "1"\nserver = "on"\n[mon]\nchardev = "m"\n',
        '::1',
        [
          'host: The address it listens at or connects to; empty means every network interface',
          'HMP monitor on tcp ::1:1',
          'Who can open it: anyone on this host',
        ],
      ],
      [
        'a key whose value QEMU drops what comes of it',
        '[chardev "m"]\nbackend = "socket"\nho▮st = 127.0.0.1\nport = "1"\nserver = "on"\n[mon]\nchardev = "m"\n',
        'host',
        [
          'host: The address it listens at or connects to; empty means every network interface',
          'HMP monitor on tcp :1',
          'Who can open it: anyone on the network',
          '- An empty host means every network interface',
        ],
      ],
    ],
    CONFIG,
  );
});

describe('a hover in an .args file says of', () => {
  checkRows(
    [
      [
        'an option what it does',
        "LC_ALL=C \\\n/usr/bin/qemu-system-x86_64 \\\n-qm▮p 'unix:/run/q,server=on'\n",
        '-qmp',
        [
          '-qmp: Makes a QMP monitor, which programs control the machine through',
          'QMP monitor on unix /run/q',
        ],
      ],
    ],
    ARGS,
  );
});

describe('a hover', () => {
  const audiences: Readonly<Record<string, string>> = {
    'tcp:localhost:1,server': 'anyone on this host',
    'tcp:$HOST:1,server': 'anyone on the network',
    'udp:10.0.0.1:5': 'anyone on the network',
    'unix:/tmp/m,server': 'whoever can write to its directory',
    'unix:/run/m,server,abstract=on': 'anyone on this host',
    'unix:m,server': 'only its user',
    pty: 'only its user',
    stdio: 'only its user',
    null: 'nobody',
    $MON: 'cannot be known from the file',
  };
  for (const [device, audience] of Object.entries(audiences)) {
    it(`says that ${audience} can open ${device}`, () => {
      const { lines = [] } = hoverAtCursor(`kvm -moni▮tor ${device}`) ?? {};
      assert.ok(lines.includes(`Who can open it: ${audience}`), lines.join('\n'));
    });
  }

  const values: Readonly<Record<string, string>> = {
    '-display no▮ne': '-display none: Nothing: the guest has its display, and nobody sees it',
    '-display gtk▮,gl=on': '-display gtk: A window with menus',
    '-incoming tc▮p:0:$PORT': '-incoming tcp: A TCP port that waits for whoever connects first',
    '-vnc no▮ne': 'vnc=none: There is no VNC display until a monitor asks for one',
    '-vnc 0.0.0.0:▮1,lossy=on': 'vnc=0.0.0.0:1: Port 5901 of every network',
    '-vnc localhost:▮7': 'vnc=localhost:7: Port 5907 of this host',
    '-chardev null,id=m -device virtserialport,cha▮rdev=m':
      'chardev: The chardev that it talks through',
    '-chardev null,id=m -object rng-egd,id=r,cha▮rdev=m':
      'chardev: The chardev that it talks through',
  };
  for (const [options, said] of Object.entries(values)) {
    it(`says what is chosen: ${options}`, () => {
      assert.equal(hoverAtCursor(`kvm ${options}`)?.lines[0], said);
    });
  }

  it('says nothing of a property that QEMU does not have', () => {
    const text = 'kvm -object tls-creds-psk,id=t,dir=/x,cha▮rdev=m';
    const lines = hoverAtCursor(text)?.lines ?? [];
    assert.deepEqual(
      lines.filter((line) => line.startsWith('chardev')),
      [],
    );
  });

  it('says where everybody may make files, and writes what is unknown as it is written', () => {
    const { lines = [] } = hoverAtCursor('kvm -moni▮tor unix:/tmp/vm-$USER/m,server') ?? {};
    assert.ok(lines.includes('- Everybody may make files in /tmp'), lines.join('\n'));
    const { lines: network = [] } = hoverAtCursor('kvm -moni▮tor tcp:10.0.0.$N:1,server') ?? {};
    const words = '- It listens at 10.0.0.$N, where other machines can connect';
    assert.ok(network.includes(words), network.join('\n'));
  });

  it('leads to the text that decides, unless it is about that', () => {
    const places = (fixture: string) => {
      const { parts = [], analysis } = hoverAtCursor(fixture) ?? {};
      return parts.flatMap((part) => {
        if (part.kind !== 'place') return [];
        const { start, end } = part.place.at;
        return [analysis?.source.text.slice(start, end)];
      });
    };
    assert.deepEqual(places('M=tcp:0.0.0.0:1,server\nkvm -moni▮tor $M'), ['0.0.0.0']);
    assert.deepEqual(places('M=tcp:0.0.▮0.0:1,server; kvm -monitor $M'), []);
    assert.deepEqual(places('kvm -chardev stdio,id=m0 -mon m▮0'), ['m0', 'stdio,id=m0']);
  });

  it('leads to what belongs to the monitor and stands in other lines', () => {
    const lines = (fixture: string) =>
      hoverAtCursor(fixture)?.lines.filter((line) => line.startsWith('See also'));
    assert.deepEqual(lines('kvm -moni▮tor stdio'), []);
    assert.deepEqual(lines('kvm \\\n  -moni▮tor stdio'), ['See also: command']);
    assert.deepEqual(lines('M=std▮io\nkvm -monitor $M'), ['See also: monitor, command']);
    assert.deepEqual(lines('kvm \\\n  -chardev stdio,id=m \\\n  -mo▮n m'), [
      'See also: chardev, command',
    ]);
    assert.deepEqual(lines('A=(-chardev\nstd▮io,id=m)\nA+=(-mon m)\nkvm "${A[@]}"'), [
      'See also: monitor, chardev, command',
    ]);
  });

  it('names a finding about what it explains', () => {
    const lines = hoverAtCursor('kvm -monitor stdio -monitor no▮ne')?.lines;
    assert.equal(lines?.at(-1), 'Finding: monitor-none-useless');
  });

  it('is at most twelve lines long', () => {
    const fixture =
      'kvm -object tls-creds-anon,id=t,endpoint=server -chardev socket,id=m,host=h,port=1,serv▮er=on,tls-creds=t,mux=on -mon m -serial chardev:m';
    assert.ok((hoverAtCursor(fixture)?.lines.length ?? 99) <= 12);
  });

  it('says nothing where no text of QEMU is, and of what we do not know', () => {
    for (const fixture of [
      'ec▮ho -monitor tcp::1,server',
      '# kvm -moni▮tor stdio\nkvm',
      'kvm -frobni▮cate x',
      'kvm -chardev socket,id=m,path=x,si▮de=3',
      'kvm -device virtio-▮net,mac=1',
      'kvm -device virtio-net,ma▮c=1',
      'kvm di▮sk.img',
      'X=▮1\nkvm',
    ]) {
      assert.equal(hoverAtCursor(fixture)?.lines.join('\n'), undefined, fixture);
    }
  });

  it('has the text under a cursor between two pieces rather than the one before it', () => {
    const text = 'A=tcp:; B=0.0.0.0:1,server\nkvm -monitor $A$B';
    const found = hoverAt(analyzeText(text), text.indexOf('$B'));
    assert.equal(found && text.slice(found.at.start, found.at.end), '$B');
  });
});

describe('a sentence with parts in it', () => {
  it('has them where its language puts them', () => {
    const parts = fill((one, two) => `${two} before ${one}.`, strong('a'), strong('b'));
    assert.deepEqual(
      parts.map(({ kind, text }) => [kind, text]),
      [
        ['strong', 'b'],
        ['text', ' before '],
        ['strong', 'a'],
        ['text', '.'],
      ],
    );
  });
});
