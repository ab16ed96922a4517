/**
 * The fixes beside the UNIX socket, by what they leave of a document, character by character. Longer than other
 * files, since each fix has its texts in every language.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { FixId } from '../../../server/src/rules/fix-ids.ts';
import {
  analyzeText,
  applyFix,
  type CheckOptions,
  check,
  firstFixes,
  fixesOf,
  fixIds,
} from '../../support/check.ts';

const REMOVE = 'remove-monitor';
const LOOPBACK = 'listen-on-loopback';
const SANDBOX = 'deny-spawn';
const SPLIT = 'own-socket';
const CONFIG: CheckOptions = { languageId: 'qemu-config' };
const XML: CheckOptions = { languageId: 'xml' };

function leaves(id: FixId, before: string, after: string, options: CheckOptions = {}): void {
  assert.equal(applyFix(before, id, options), after);
}

function isNotOffered(id: FixId, text: string, options: CheckOptions = {}): void {
  const titles = fixIds(text, options);
  assert.notDeepEqual(titles, [], `nothing in it could have a fix: ${text}`);
  assert.ok(!titles.flat().some((offered) => offered === id), text);
}

describe('the removal of a monitor', () => {
  const removes = (before: string, after: string) => leaves(REMOVE, `${before}\n`, `${after}\n`);

  it('takes both words with the blanks in front of them', () => {
    removes('kvm -nodefaults -qmp tcp::1,server -S', 'kvm -nodefaults -S');
    removes('kvm -nodefaults  -qmp   tcp::1,server', 'kvm -nodefaults');
    removes(`kvm '-qmp' "tcp::1,server" -nodefaults & wait`, 'kvm -nodefaults & wait');
    removes('(kvm -nodefaults -qmp tcp::1,server)', '(kvm -nodefaults)');
    removes('kvm -nodefaults -qmp tcp::1,server>log', 'kvm -nodefaults>log');
    removes('x=$(kvm -nodefaults -qmp tcp::$((i + 1)),server)', 'x=$(kvm -nodefaults)');
  });

  it('takes lines out of a continued command, and leaves no dangling backslash', () => {
    removes(
      'kvm \\\n  -nodefaults \\\n  -qmp tcp::1,server \\\n  -S',
      'kvm \\\n  -nodefaults \\\n  -S',
    );
    removes('kvm -nodefaults \\\n  -qmp \\\n    tcp::1,server', 'kvm -nodefaults');
    removes('kvm\\\n -qmp tcp::1,server\\\n -nodefaults', 'kvm -nodefaults');
  });

  it('leaves -monitor none where QEMU would make a monitor of its own', () => {
    removes('kvm -monitor tcp::1,server -S', 'kvm -monitor none -S');
    removes('set -- -monitor tcp::1,server\nkvm "$@" "$@"', 'set -- -monitor none\nkvm "$@" "$@"');
    removes(`kvm -monitor 'tcp::1,server'`, `kvm -monitor 'none'`);
    removes('kvm -qmp tcp::1,server -S', 'kvm -monitor none -S');
    removes('kvm -S -chardev socket,id=m,host=,port=1,server -mon m', 'kvm -S -monitor none');
    removes('kvm -mon m -S -chardev socket,id=m,host=,port=1,server', 'kvm -monitor none -S');
    removes('kvm -serial mon:stdio -qmp tcp::1,server', 'kvm -serial mon:stdio');
    removes('kvm -monitor stdio -qmp tcp::1,server', 'kvm -monitor stdio');
    // What a branch adds may not be there.
    removes(
      'a=()\n[ "$1" ] && a+=(-nodefaults)\nkvm "${a[@]}" -qmp tcp::1,server',
      'a=()\n[ "$1" ] && a+=(-nodefaults)\nkvm "${a[@]}" -monitor none',
    );
  });

  it('takes the chardev and what -set says of it, unless another option names it', () => {
    const chardev = '-chardev socket,id=m,host=,port=1,server';
    removes(`kvm ${chardev} -nodefaults -mon m -set chardev.m.host=::`, 'kvm -nodefaults');
    removes(
      `kvm -nodefaults -chardev socket,id=s,host=,port=1,server -chardev mux,id=m,chardev=s -mon m -S`,
      'kvm -nodefaults -S',
    );
    removes(
      `kvm -nodefaults ${chardev},mux=on -mon m -device virtconsole,chardev=m`,
      `kvm -nodefaults ${chardev},mux=on -device virtconsole,chardev=m`,
    );
    // For other options `none` is no word.
    isNotOffered(REMOVE, 'A=tcp::1,server\nkvm -monitor $A\nkvm -qmp $A\n');
    isNotOffered(REMOVE, 'A=tcp::1,server\nkvm -serial mon:$A\nkvm -monitor $A\n');
    // The finding is one, and it would not be said which of them goes.
    isNotOffered(REMOVE, `kvm -nodefaults ${chardev},mux=on -mon m -mon m,mode=control\n`);
    removes(
      `kvm -nodefaults ${chardev} -mon m -serial chardev:$ID`,
      `kvm -nodefaults ${chardev} -serial chardev:$ID`,
    );
    removes(`kvm -nodefaults ${chardev} -mon m -name m.img`, 'kvm -nodefaults -name m.img');
  });

  it('knows the monitor objects of QEMU 11.1, and the storage daemon', () => {
    const chardev = '-chardev socket,id=m,host=,port=1,server';
    removes(`kvm ${chardev} -object monitor-qmp,id=q,chardev=m -S`, 'kvm -monitor none -S');
    removes(
      `kvm -nodefaults -object '{"qom-type":"monitor-hmp","id":"q","chardev":"m"}' ${chardev}`,
      'kvm -nodefaults',
    );
    removes(
      `kvm -object monitor-qmp,id=q,chardev=m ${chardev} -object monitor-hmp,id=r,chardev=n -chardev stdio,id=n`,
      'kvm -object monitor-hmp,id=r,chardev=n -chardev stdio,id=n',
    );
    removes(
      `qemu-storage-daemon -${chardev}=on --monitor=m --daemonize`,
      'qemu-storage-daemon --daemonize',
    );
    const section = (lines: string) => `[object "q"]\n${lines}`;
    const config = '[chardev "m"]\nbackend = "socket"\nhost = ""\nport = "1"\nserver = "on"\n';
    leaves(
      REMOVE,
      `${config}${section('qom-type = "monitor-qmp"\nchardev = "m"\n')}[name]\nguest = "x"\n`,
      '[name]\nguest = "x"\n',
      CONFIG,
    );
  });

  it('takes elements out of an array, and keeps its lines and comments', () => {
    const array = (inside: string) => `a=(${inside})\nkvm "\${a[@]}"`;
    removes(array('-nodefaults -qmp tcp::1,server -S'), array('-nodefaults -S'));
    removes(array('-qmp tcp::1,server -nodefaults'), array('-nodefaults'));
    removes(
      array('\n  -nodefaults\n  -qmp "tcp::1,server"\n  -S\n'),
      array('\n  -nodefaults\n  -S\n'),
    );
    removes(
      array('\n  -qmp\n  tcp::1,server\n  -nodefaults # why\n'),
      array('\n  -nodefaults # why\n'),
    );
    removes(
      array('\n  -nodefaults # why\n  -qmp tcp::1,server # the monitor\n'),
      array('\n  -nodefaults # why\n  # the monitor\n'),
    );
    removes(
      array('\n  -nodefaults # why\n  -qmp tcp::1,server)\n'.slice(0, -2)),
      array('\n  -nodefaults # why\n  '),
    );
  });

  it('takes a statement that would add nothing, where others are around it', () => {
    const grown = (statement: string) => `a=(-nodefaults)\n${statement}a+=(-S)\nkvm "\${a[@]}"`;
    removes(grown('a+=(-qmp tcp::1,server)\n'), grown(''));
    removes(grown('a+=( -qmp\n  tcp::1,server\n)\n'), grown(''));
    removes(
      grown('if x; then\n  a+=(-qmp tcp::1,server)\nfi\n'),
      grown('if x; then\n  a+=()\nfi\n'),
    );
    removes(
      grown('if x; then\n  a+=(-qmp tcp::1,server)\n  a+=(-s)\nfi\n'),
      grown('if x; then\n  a+=(-s)\nfi\n'),
    );
    removes(grown('x && a+=(-qmp tcp::1,server)\n'), grown('x && a+=()\n'));
    removes(grown('a+=(-qmp tcp::1,server); b=1\n'), grown('a+=(); b=1\n'));
  });

  it('takes parts out of a string that is divided at blanks', () => {
    removes('M="-S -qmp tcp::1,server -s"\nkvm -nodefaults $M', 'M="-S -s"\nkvm -nodefaults $M');
    removes(`M='-qmp tcp::1,server'\nkvm -nodefaults $M`, `M=''\nkvm -nodefaults $M`);
    removes('M="-qmp tcp::1,server -S"\nkvm $M', 'M="-monitor none -S"\nkvm $M');
    removes('M="-monitor tcp::1,server"', 'M="-monitor none"');
    removes('M="\n  -nodefaults\n  -qmp tcp::1,server\n"\nkvm $M', 'M="\n  -nodefaults\n"\nkvm $M');
    removes('kvm -nodefaults ${M:--qmp tcp::1,server}', 'kvm -nodefaults ${M:-}');
  });

  it('takes the use of a variable that holds the address and nothing else', () => {
    removes('M=tcp::1,server\nkvm -nodefaults -qmp $M -S', 'M=tcp::1,server\nkvm -nodefaults -S');
    removes(
      'M="tcp::1,server"\nkvm -nodefaults -qmp "$M" -S',
      'M="tcp::1,server"\nkvm -nodefaults -S',
    );
    isNotOffered(REMOVE, 'M="tcp::1,server -S"\nkvm -nodefaults -qmp $M\n');
    removes(
      'M=tcp:0.0.0.0\nM+=:1,server\nkvm -nodefaults -qmp $M -S',
      'M=tcp:0.0.0.0\nM+=:1,server\nkvm -nodefaults -S',
    );
  });

  it('reaches into strings for other shells and into the arguments of functions', () => {
    removes(`bash -c 'kvm -nodefaults -qmp tcp::1,server -S'`, `bash -c 'kvm -nodefaults -S'`);
    removes(
      'ssh host "kvm -nodefaults \\\\\n  -qmp \\"tcp::1,server\\" \\\\\n  -S"',
      'ssh host "kvm -nodefaults \\\\\n  -S"',
    );
    removes('C="kvm -nodefaults -qmp tcp::1,server"\neval "$C"', 'C="kvm -nodefaults"\neval "$C"');
    removes(
      'run() { kvm -nodefaults "$@"; }\nrun -qmp tcp::1,server -S',
      'run() { kvm -nodefaults "$@"; }\nrun -S',
    );
    removes(
      'set -- -S -qmp tcp::1,server\nkvm -nodefaults "$@"',
      'set -- -S\nkvm -nodefaults "$@"',
    );
  });

  it('is not offered where others would lose by it', () => {
    isNotOffered(
      REMOVE,
      'for n in serial qmp; do a+=("-$n" tcp::1,server); done\nkvm -nodefaults "${a[@]}"\n',
    );
    isNotOffered(REMOVE, 'M=stdio\n[ "$1" ] && M=tcp::1,server\nkvm -nodefaults -qmp "$M"\n');
    const chardev = 'a=(-nodefaults -chardev socket,id=m,host=,port=1,server)\n';
    isNotOffered(REMOVE, `${chardev}kvm "\${a[@]}" -mon m\nkvm "\${a[@]}" -serial chardev:m\n`);
    isNotOffered(REMOVE, `${chardev}kvm "\${a[@]}" -mon m\nkvm "\${a[@]}" -mon m,mode=control\n`);
    // Another monitor's number would be another.
    isNotOffered(
      REMOVE,
      'kvm -monitor tcp::1,server -qmp stdio -set chardev.compat_monitor1.logfile=x\n',
    );
  });

  it('is offered for an array of two commands that have the same monitor', () => {
    removes(
      'a=(-nodefaults -qmp tcp::1,server)\nkvm "${a[@]}"\nkvm "${a[@]}" -S',
      'a=(-nodefaults)\nkvm "${a[@]}"\nkvm "${a[@]}" -S',
    );
    // One of them needs -monitor none and the other does not.
    isNotOffered(REMOVE, 'a=(-qmp tcp::1,server)\nkvm "${a[@]}"\nkvm "${a[@]}" -nodefaults\n');
  });

  it('is not offered where a word is no item of a list', () => {
    isNotOffered(REMOVE, 'a[0]=-nodefaults a[1]=-qmp a[2]=tcp::1,server\nkvm "${a[@]}"\n');
    isNotOffered(REMOVE, 'kvm -nodefaults {-qmp,tcp::1\\,server}\n');
    isNotOffered(REMOVE, 'xargs kvm <<EOF\n-nodefaults -qmp tcp::1,server\nEOF\n');
  });

  it('says what it leaves', () => {
    const risk = (text: string) => {
      const analysis = analyzeText(text);
      const [finding] = analysis.findings;
      const fix = finding && fixesOf(analysis, finding).find(({ id }) => id === REMOVE);
      return [fix?.safety, fix?.preferred, fix?.risk];
    };
    assert.deepEqual(risk('kvm -monitor tcp::1,server\n'), [
      ...['review', false],
      'Its clients can no longer connect; -monitor none replaces it, or QEMU would add its default monitor',
    ]);
    assert.deepEqual(risk('kvm -nodefaults -qmp tcp:192.0.2.1:1\n'), [
      ...['review', false, 'The program that waits for this connection gets none'],
    ]);
  });

  it('takes sections out of a config file, with their lines and one blank line', () => {
    const chardev =
      '[chardev "m"]\n  backend = "socket"\n  # why\n  host = ""\n  port = "1"\n  server = "on"\n';
    const mon = '[mon]\n  chardev = "m"\n';
    const name = '[name]\n  guest = "x"\n';
    leaves(REMOVE, `${name}\n${chardev}\n${mon}`, `${name}\n`, CONFIG);
    leaves(REMOVE, `${chardev}${name}${mon}`, name, CONFIG);
    leaves(REMOVE, `# a\n\n${mon}\n# b\n${chardev}`, '# a\n\n# b\n', CONFIG);
    const device = '[device "d"]\n  driver = "virtconsole"\n  chardev = "m"\n';
    leaves(REMOVE, `${chardev}${mon}${device}`, chardev + device, CONFIG);
    const crlf = (text: string) => text.replaceAll('\n', '\r\n');
    leaves(REMOVE, crlf(`${name}${chardev}${mon}`), crlf(name), CONFIG);
  });
});

describe('the removal of a monitor from a domain', () => {
  const id = 'remove-monitor';
  const domain = (content: string) =>
    `<domain xmlns:q='http://libvirt.org/schemas/domain/qemu/1.0'>\n  <name>x</name>\n${content}</domain>\n`;
  const block = (content: string) => `  <q:commandline>\n${content}  </q:commandline>\n`;
  const monitor = "    <q:arg value='-qmp'/>\n    <q:arg value='tcp::1,server'/>\n";

  it('takes the elements with their lines, and the block that they leave empty', () => {
    leaves(id, domain(block(monitor)), domain(''), XML);
    const other = '    <q:arg value="-S"/>\n';
    leaves(id, domain(block(other + monitor)), domain(block(other)), XML);
    leaves(id, domain(block(monitor.replace('\n   ', '') + other)), domain(block(other)), XML);
  });

  it('keeps a block with a comment, a variable or a text in it', () => {
    for (const rest of ['    <!-- why -->\n', "    <q:env name='A' value='1'/>\n", '    why\n']) {
      leaves(id, domain(block(rest + monitor)), domain(block(rest)), XML);
    }
  });

  it('keeps the line endings, and what stands on the same line', () => {
    const crlf = (text: string) => text.replaceAll('\n', '\r\n');
    leaves(id, crlf(domain(block(monitor))), crlf(domain('')), XML);
    const line = (args: string) =>
      domain(`<q:commandline><q:arg value='-S'/>${args}<q:arg value='-s'/></q:commandline>\n`);
    leaves(id, line("<q:arg value='-qmp'/> <q:arg value='tcp::1,server'/>"), line(''), XML);
  });
});

describe('a monitor that is kept to loopback', () => {
  const local = (before: string, after: string, options: CheckOptions = {}) =>
    leaves(LOOPBACK, before, after, options);

  it('has 127.0.0.1 where the host that counts is written', () => {
    local('kvm -monitor tcp:0.0.0.0:1,server\n', 'kvm -monitor tcp:127.0.0.1:1,server\n');
    local('kvm -monitor "telnet::$P,server"\n', 'kvm -monitor "telnet:127.0.0.1:$P,server"\n');
    local(
      'kvm -monitor tcp:localhost:1,server,host=::\n',
      'kvm -monitor tcp:localhost:1,server,host=127.0.0.1\n',
    );
    local(
      "kvm -chardev 'socket,id=m,host=,port=1,server' -mon m\n",
      "kvm -chardev 'socket,id=m,host=127.0.0.1,port=1,server' -mon m\n",
    );
    local('H=0.0.0.0\nkvm -qmp tcp:$H:1,server\n', 'H=127.0.0.1\nkvm -qmp tcp:$H:1,server\n');
    local('kvm -qmp tcp:${H:-0.0.0.0}:1,server\n', 'kvm -qmp tcp:${H:-127.0.0.1}:1,server\n');
    local('kvm -serial mon:tcp::1,server\n', 'kvm -serial mon:tcp:127.0.0.1:1,server\n');
  });

  it('is one in a config file and in a domain', () => {
    const config = (host: string) =>
      `[chardev "m"]\n  backend = "socket"\n  host = ${host} # all\n  port = "1"\n  server = "on"\n[mon]\n  chardev = "m"\n`;
    local(config('"0.0.0.0"'), config('"127.0.0.1"'), CONFIG);
    local(config('""'), config('"127.0.0.1"'), CONFIG);
    local(config('0.0.0.0'), config('"127.0.0.1"'), CONFIG);
    const domain = (host: string) =>
      `<domain xmlns:q='http://libvirt.org/schemas/domain/qemu/1.0'><q:commandline><q:arg value="-qmp"/><q:arg value="tcp:${host}:1,server"/></q:commandline></domain>\n`;
    local(domain('0&#46;0.0.0'), domain('127.0.0.1'), XML);
  });

  it('is the milder finding afterwards', () => {
    check(`
kvm -monitor ${applyFix('kvm -monitor tcp::1,server', LOOPBACK).slice('kvm -monitor '.length)}
                 ^^^^^^^^^ 💡 warning monitor-on-loopback: HMP on 127.0.0.1:1: any local user or web page can run commands on this host
`);
  });

  it('is not offered for an unknown host, IPv6 alone, TLS, datagrams, or a value that lacks quotes', () => {
    isNotOffered(LOOPBACK, 'kvm -monitor tcp:$H:1,server\n');
    isNotOffered(LOOPBACK, 'kvm -monitor tcp:$ADDRESS,server\n');
    isNotOffered(LOOPBACK, 'kvm -monitor tcp::1,server,ipv4=off\n');
    isNotOffered(LOOPBACK, 'kvm -monitor tcp::1,server,ipv6=on\n');
    isNotOffered(LOOPBACK, 'kvm -monitor udp:10.0.0.1:1\n');
    isNotOffered(
      LOOPBACK,
      'kvm -object tls-creds-anon,id=t,endpoint=server -chardev socket,id=m,host=,port=1,server=on,tls-creds=t -mon m\n',
    );
    const dropped =
      '[chardev "m"]\nbackend = "socket"\nhost = 127.0.0.1\nport = "1"\nserver = "on"\n[mon]\nchardev = "m"\n';
    isNotOffered(LOOPBACK, dropped, CONFIG);
  });
});

describe('a monitor and a guest’s line that share a chardev', () => {
  const socket = (name: string) => `unix:\${XDG_RUNTIME_DIR:-$HOME}/${name}`;
  const split = (before: string, after: string) => leaves(SPLIT, before, after);

  it('have one each afterwards, and the guest keeps its own', () => {
    split(
      'kvm -serial mon:tcp::1,server,nowait -S\n',
      `kvm -serial tcp::1,server,nowait -monitor "${socket('run-monitor.sock')},server,nowait" -S\n`,
    );
    split(
      'kvm -serial "mon:telnet::$P,server=on"\n',
      `kvm -serial "telnet::$P,server=on" -monitor "${socket('run-$P-monitor.sock')},server=on,wait=off"\n`,
    );
    split(
      'kvm -parallel tcp::1,server=on,mux=on,nodelay=on\n',
      `kvm -parallel tcp::1,server=on,nodelay=on -monitor "${socket('run-monitor.sock')},server=on,wait=off"\n`,
    );
    split(
      'kvm -chardev socket,id=c,mux=on,host=,port=1,server=on -device virtconsole,chardev=c -mon c,mode=control -S\n',
      `kvm -chardev socket,id=c,mux=on,host=,port=1,server=on -device virtconsole,chardev=c -qmp "${socket('run-qmp.sock')},server=on,wait=off" -S\n`,
    );
  });

  it('are split in a string, an array and a domain', () => {
    split(
      'S="-serial mon:tcp::1,server=on"\nkvm $S\n',
      `S="-serial tcp::1,server=on -monitor ${socket('run-monitor.sock')},server=on,wait=off"\nkvm $S\n`,
    );
    split(
      'a=(\n  -serial mon:tcp::1,server=on # both\n)\nkvm "${a[@]}"\n',
      `a=(\n  -serial tcp::1,server=on -monitor "${socket('run-monitor.sock')},server=on,wait=off" # both\n)\nkvm "\${a[@]}"\n`,
    );
    const domain = (args: readonly string[]) =>
      `<domain xmlns:q='http://libvirt.org/schemas/domain/qemu/1.0'>\n <name>x</name>\n <q:commandline>\n${args.map((value) => `  <q:arg value='${value}'/>\n`).join('')} </q:commandline>\n</domain>\n`;
    const path = '/var/lib/libvirt/qemu/x-monitor.sock';
    leaves(
      SPLIT,
      domain(['-serial', 'mon:tcp::1,server=on']),
      domain(['-serial', 'tcp::1,server=on', '-monitor', `unix:${path},server=on,wait=off`]),
      XML,
    );
  });

  it('stay together on gdb’s port, which runs commands by itself, and inside another list', () => {
    isNotOffered(SPLIT, 'kvm -gdb mon:tcp::1,server\n');
    isNotOffered(SPLIT, 'kvm -netdev user,id=n,guestfwd=tcp:10.0.2.1:2-mon:tcp::1,,server=on\n');
  });

  it('share the name of a socket with the other fixes of the finding', () => {
    const script = 'kvm -serial mon:tcp::1,server\n';
    const names = firstFixes(script).flatMap(({ edits }) =>
      edits.flatMap(({ text }) => text.match(/[\w-]+\.sock/g) ?? []),
    );
    assert.deepEqual(names, ['run-monitor.sock', 'run-monitor.sock']);
  });
});

describe('a sandbox beside an exposed monitor', () => {
  it('stands behind the monitor, or behind another option that is written in the command', () => {
    leaves(
      SANDBOX,
      'kvm -monitor tcp::1,server -S\n',
      'kvm -monitor tcp::1,server -sandbox on,spawn=deny -S\n',
    );
    leaves(
      SANDBOX,
      'M=tcp::1,server\nkvm -S -monitor "$M" -m 1G\n',
      'M=tcp::1,server\nkvm -S -sandbox on,spawn=deny -monitor "$M" -m 1G\n',
    );
    leaves(
      SANDBOX,
      'kvm -sandbox on,obsolete=deny -monitor tcp::1,server\n',
      'kvm -sandbox on,obsolete=deny,spawn=deny -monitor tcp::1,server\n',
    );
  });

  it('leaves the finding, which says so from then on', () => {
    const fixed = applyFix('kvm -monitor tcp::1,server\n', SANDBOX);
    check(
      `${fixed}             ^^^^^^ 💡 error monitor-on-network: HMP on tcp *:1: anyone on the network can control QEMU\n`,
    );
    isNotOffered(SANDBOX, fixed);
  });

  it('is not offered where QEMU starts programs itself, where it was decided, or where not all is in sight', () => {
    for (const options of [
      ...['-daemonize', '-netdev tap,id=n', '-nic bridge', '-net nic -net tap,script=/x'],
      ...['-netdev user,id=n,smb=/srv', '-netdev user,id=n,guestfwd=tcp:10.0.2.1:1-cmd:cat'],
      ...[
        '-incoming "exec:cat x"',
        '-display spice-app',
        '-sandbox off',
        '-sandbox on,spawn=allow',
      ],
      ...['-sandbox $S', '"$@"', '-readconfig x', '-netdev $N'],
    ]) {
      isNotOffered(SANDBOX, `kvm ${options} -monitor tcp::1,server\n`);
    }
    for (const options of [
      ...['-netdev user,id=n', '-nic none', '-netdev tap,id=n,fd=3', '-incoming tcp:[::1]:2'],
      '-netdev tap,id=n,script=no,downscript=no',
    ]) {
      assert.ok(fixIds(`kvm ${options} -monitor tcp::1,server\n`).flat().includes(SANDBOX));
    }
    isNotOffered(SANDBOX, 'M="-monitor tcp::1,server"\n');
    isNotOffered(SANDBOX, '"$TESTS"/run-qemu -m 1G -smp 2 -monitor tcp::1,server\n');
    // The other command may start helpers.
    isNotOffered(
      SANDBOX,
      'a=(-monitor tcp::1,server)\nkvm "${a[@]}"\nkvm -netdev tap,id=n "${a[@]}"\n',
    );
  });
});
