/** What a hover says of values from elsewhere and of who can open a monitor, and that it says nothing where it should not. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hoverAt } from '../../../server/src/service/hover/hover.ts';
import { fill, strong } from '../../../server/src/service/hover/prose.ts';
import { analyzeText } from '../../support/check.ts';
import { checkHovers, hoverAtCursor } from '../../support/hover.ts';

describe('a hover on a value that comes through a variable', () => {
  checkHovers({
    'says at the definition what it is': [
      'M="tcp:0.0.▮0.0:1,server"\nkvm -monitor "$M"',
      '0.0.0.0',
      '- 0.0.0.0 means every network interface',
      '…',
      'host: The address it listens at or connects to; empty means every network interface',
      'See also: monitor, command',
    ],
    'says at the use what it stands for, and who can reach the monitor': [
      'M="tcp:0.0.0.0:1,server"\nkvm -monitor "$▮M"',
      '$M',
      'HMP on tcp 0.0.0.0:1: anyone on the network can run commands on this host · monitor-on-network',
      '…',
      '$M stands for tcp:0.0.0.0:1,server',
    ],
    'says at the use of several values which they are, and who can reach each': [
      'if x; then M=tcp::1,server; else M=stdio; fi\nkvm -monitor "${M▮}"',
      '${M}',
      '${M} stands for one of these',
      '- tcp::1,server: anyone on the network',
      '- stdio: only the user who runs QEMU',
    ],
    'says of an array which words it stands for': [
      'A=(-qmp unix:/run/q,server)\nkvm "${A[▮@]}" -m 1G',
      '${A[@]}',
      'QMP monitor on unix /run/q: only the user who runs QEMU',
      '…',
      '${A[@]} stands for -qmp unix:/run/q,server',
      'See also: monitor',
    ],
    'says of a part of a value what that is': [
      'PORT=4444\nkvm -monitor tcp::$PO▮RT,server',
      '$PORT',
      '- An empty host means every network interface',
      '…',
      '$PORT stands for 4444',
    ],
    'says of one that the file does not fix that it does not': [
      'kvm -monitor tcp:$HO▮ST:1,server',
      '$HOST',
      '- The address is only known at run time',
      '…',
      'host: The address it listens at or connects to; empty means every network interface',
    ],
    'prefers the text of a default to the expansion around it': [
      'kvm -monitor "${M:-tcp::44▮44,server}"',
      '4444',
      '- An empty host means every network interface',
      '…',
      'port: The TCP port, as a number or the name of a service; 0 is any free port',
    ],
    'says of options that the file only holds what they would be': [
      'MONITOR="-moni▮tor tcp:0.0.0.0:1,server"\n',
      '-monitor',
      'HMP on tcp 0.0.0.0:1: anyone on the network can run commands on this host (unused here) · monitor-on-network',
      '…',
      '-monitor: Makes an HMP monitor, which controls the machine, on a device string; none leaves out the default one',
      'Default: vc',
    ],
  });

  it('says in how many commands a text is otherwise', () => {
    const loop = (values: string) =>
      hoverAtCursor(`for i in ${values}; do kvm -monitor tcp::44▮0$i,server; done`)?.lines.at(-1);
    assert.match(loop('1') ?? '', /^port: The TCP port/);
    assert.match(loop('1 2') ?? '', /^This differs in one other command line /);
    assert.match(loop('1 2 3') ?? '', /^This differs in 2 other command lines /);
  });

  it('counts the values that have no room', () => {
    const script = (values: string) => `for i in ${values}; do kvm -qmp unix:/run/▮$i,server; done`;
    const lines = (values: string) => hoverAtCursor(script(values).replace('▮$i', '$▮i'))?.lines;
    assert.equal(lines('a b c d e')?.at(-1), '- and one more');
    assert.equal(lines('a b c d e f')?.at(-1), '- and 2 more');
  });
});

describe('a hover', () => {
  const consequences: Readonly<Record<string, string>> = {
    'tcp:0.0.0.0:1,server':
      'HMP on tcp 0.0.0.0:1: anyone on the network can run commands on this host',
    'tcp:localhost:1,server':
      'HMP on localhost:1: any local user or web page can run commands on this host',
    'tcp:$HOST:1,server': 'HMP on tcp $HOST:1: anyone who reaches it can run commands on this host',
    'udp:10.0.0.1:5':
      'HMP on udp 10.0.0.1:5: anyone on the network can control QEMU with forged packets',
    'unix:/tmp/m,server': 'HMP socket in /tmp: any local user can impersonate the monitor',
    'unix:/run/m,server,abstract=on': 'HMP on an abstract socket: any local user can control QEMU',
    'unix:m,server': 'HMP monitor on unix m: only the user who runs QEMU',
    pty: 'HMP on a pty that changes at every start: only the user who runs QEMU can open it',
    stdio: 'HMP monitor on stdio: only the user who runs QEMU',
    null: 'HMP monitor on null: nobody',
    $MON: 'HMP monitor: unknown',
  };
  for (const [device, consequence] of Object.entries(consequences)) {
    it(`begins for ${device} with: ${consequence}`, () => {
      const { lines: [first = ''] = [] } = hoverAtCursor(`kvm -moni▮tor ${device}`) ?? {};
      assert.ok(first.startsWith(consequence), first);
    });
  }

  it('leaves out what is found where the mouse is, in a text that is longer than that', () => {
    const first = (fixture: string) => hoverAtCursor(fixture)?.lines[0];
    assert.match(first('kvm -vnc 0.0.0.0:▮1') ?? '', /: anyone on the network can /);
    assert.match(first('kvm -vnc 0.0▮.0.0:1') ?? '', /^- Viewers of the VNC display /);
  });

  it('leads from what a finding elsewhere says to the page of its rule', () => {
    const { parts = [] } = hoverAtCursor('kvm -moni▮tor tcp:0.0.0.0:1,server') ?? {};
    const rules = parts.filter(({ kind }) => kind === 'rule').map(({ text }) => text);
    assert.deepEqual(rules, ['monitor-on-network']);
  });

  it('says who can open a monitor whose finding a comment silences', () => {
    const comment = '# qemu-monitor-guard: ignore[monitor-on-network] in a lab';
    const { lines } = hoverAtCursor(`${comment}\nkvm -monitor tcp:0.0.▮0.0:1,server`) ?? {};
    assert.equal(lines?.[0], 'HMP monitor on tcp 0.0.0.0:1: anyone on the network');
  });

  it('says of a command with others of its kind what was found about its own', () => {
    const { lines = [] } =
      hoverAtCursor('for i in 1 2; do kvm -moni▮tor tcp::440$i,server; done') ?? {};
    const said = lines.filter((line) => line.endsWith(' · monitor-on-network'));
    assert.equal(said.length, 1);
    assert.ok(said[0]?.includes('4401'), said[0]);
  });

  const values: Readonly<Record<string, string>> = {
    '-display gtk▮,gl=on': '-display: Chooses how the display is shown',
    '-incoming tc▮p:0:$PORT': '-incoming tcp: A TCP port that waits for the first client',
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
      const { lines = [] } = hoverAtCursor(`kvm ${options}`) ?? {};
      assert.ok(lines.includes(said), lines.join('\n'));
    });
  }

  it('says nothing of a property that QEMU does not have', () => {
    const text = 'kvm -object tls-creds-psk,id=t,dir=/x,cha▮rdev=m';
    const lines = hoverAtCursor(text)?.lines ?? [];
    const wrong = lines.filter((line) => line.startsWith('chardev'));
    assert.deepEqual(wrong, []);
  });

  it('says where all users may make files, and shows unknown parts as they are written', () => {
    const { lines = [] } = hoverAtCursor('kvm -moni▮tor unix:/tmp/vm-$USER/m,server') ?? {};
    assert.ok(lines.includes('- Any user can create files in /tmp'), lines.join('\n'));
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
    assert.deepEqual(places('kvm -chardev stdio,id=m0 -mon m▮0'), ['stdio,id=m0', 'm0']);
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

  it('is at most twelve lines long', () => {
    const fixture =
      'kvm -object tls-creds-anon,id=t,endpoint=server -chardev socket,id=m,host=h,port=1,serv▮er=on,tls-creds=t,mux=on -mon m -serial chardev:m';
    assert.ok((hoverAtCursor(fixture)?.lines.length ?? 99) <= 12);
  });

  it('says nothing where no text of QEMU is, and of what we do not know', () => {
    for (const fixture of [
      'ec▮ho -monitor tcp::1,server',
      '# kvm -moni▮tor stdio\nkvm',
      'kvm -chardev socket,id=m,path=x,si▮de=3',
      'kvm -device virtio-▮net,mac=1',
      'kvm di▮sk.img',
      'X=▮1\nkvm',
    ]) {
      assert.equal(hoverAtCursor(fixture)?.lines.join('\n'), undefined, fixture);
    }
  });

  it("leads to QEMU's manual for a property that QEMU has or may have, and that is not described", () => {
    for (const [fixture, key] of [
      ['kvm -device virtio-net,ma▮c=1', 'mac'],
      ['kvm -device virtio-net,mac=▮1', 'mac'],
      ['kvm -chardev stdio,id=m,sig▮nal=off', 'signal'],
      ['kvm -spice port=1,g▮l=on', 'gl'],
    ] as const) {
      assert.deepEqual(hoverAtCursor(fixture)?.lines, [`${key}: see QEMU's manual`], fixture);
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
