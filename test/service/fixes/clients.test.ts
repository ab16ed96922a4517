/**
 * What becomes of a monitor's clients when it moves to a UNIX socket. Longer than other files, since each tool
 * and each form of it has its text before the fix and behind it.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { languageOfFile } from '../../../server/src/languages/detect.ts';
import { analyze } from '../../../server/src/service/analysis/analyze.ts';
import {
  findingsOf,
  fixesOf as fixesInFiles,
} from '../../../server/src/service/analysis/file-findings.ts';
import { type RenderedFix, renderFixes } from '../../../server/src/service/fixes/render-fix.ts';
import { DEFAULT_SETTINGS } from '../../../server/src/service/settings/settings.ts';
import { applyEdits } from '../../../server/src/text/edit.ts';
import { analyzeText, type CheckOptions, firstFixes, fixesOf } from '../../support/check.ts';

const MONITOR = 'kvm -monitor tcp:127.0.0.1:4444,server,nowait &\n';
const SOCKET = '"${XDG_RUNTIME_DIR:-$HOME}/run-monitor.sock"';
const ADDRESS = '"UNIX-CONNECT:${XDG_RUNTIME_DIR:-$HOME}/run-monitor.sock"';

/** The UNIX switch of the first finding of a script, with the script after it. */
function switched(script: string, options: CheckOptions = {}): RenderedFix & { after: string } {
  const fix = firstFixes(script, options).find(({ of }) => of.releasesAddress);
  assert.ok(fix, script);
  return { ...fix, after: applyEdits(script, fix.edits) ?? assert.fail('the edits overlap') };
}

/** Asserts what becomes of lines behind a monitor on port 4444; all their clients follow, some with a program that is new. */
function follow(lines: Readonly<Record<string, string>>, monitor = MONITOR): void {
  for (const [before, after] of Object.entries(lines)) {
    const fix = switched(`${monitor}${before}\n`);
    assert.equal(fix.after.slice(fix.after.indexOf('\n') + 1), `${after}\n`);
    assert.match(fix.title, /^Switch to a UNIX socket and update \d clients?$/, before);
    const isNew = after.includes('socat') && !before.includes('socat');
    assert.deepEqual([fix.safety, fix.preferred], [isNew ? 'review' : 'safe', true], before);
  }
}

/** Asserts that lines stay as they are, and that the fix names where a client is left behind. */
function stay(lines: readonly string[], monitor = MONITOR): void {
  for (const line of lines) {
    const fix = switched(`${monitor}${line}\n`);
    assert.equal(fix.after.slice(fix.after.indexOf('\n') + 1), `${line}\n`);
    assert.equal(fix.title, `Switch to a UNIX socket (then update run.sh:2)`, line);
    assert.deepEqual([fix.safety, fix.preferred], ['review', false], line);
  }
}

/** Asserts that lines have nothing to do with the monitor. */
function ignore(lines: readonly string[], monitor = MONITOR): void {
  for (const line of lines) {
    const fix = switched(`${monitor}${line}\n`);
    assert.equal(fix.title, 'Switch to a UNIX socket', line);
    assert.deepEqual([fix.safety, fix.preferred], ['safe', true], line);
    assert.equal(fix.after.slice(fix.after.indexOf('\n') + 1), `${line}\n`);
  }
}

describe('clients of a monitor that moves to a UNIX socket', () => {
  it('may be those of a port with unknown parts, unless the rest of it says otherwise', () => {
    const many = Array.from('abcdefghijklmnopqrstuvwxyz', (name) => `$${name}`).join('');
    for (const [port, safety] of [
      ['$PORT', 'review'],
      ['44$x', 'review'],
      ['4${x}4', 'review'],
      ['4${x}4${y}4', 'review'],
      [many, 'review'],
      ['59$x', 'safe'],
      ['444${x}44', 'safe'],
      ['4${x}5${y}4', 'safe'],
      [`${many}-x`, 'safe'],
    ] as const) {
      const monitor = `kvm -monitor tcp:127.0.0.1:${port},server &\n`;
      assert.equal(switched(`${monitor}nc localhost 4444\n`).safety, safety, port);
    }
  });

  it('go along where they are a netcat that knows sockets', () => {
    follow({
      'nc localhost 4444': `nc -U ${SOCKET}`,
      'echo a | nc -q1 127.0.0.1 4444': `echo a | nc -q1 -U ${SOCKET}`,
      'nc -w 1 -v localhost 4444 -N': `nc -w 1 -v -U ${SOCKET} -N`,
      'nc -4 localhost 4444': `nc -U ${SOCKET}`,
      'nc -t -n ::1 4444': `nc -U ${SOCKET}`,
      'nc -nv 0.0.0.0 4444': `nc -nv -U ${SOCKET}`,
      '/bin/nc.openbsd localhost 4444': `/bin/nc.openbsd -U ${SOCKET}`,
      'ncat --send-only -4 localhost 4444': `ncat --send-only -U ${SOCKET}`,
      'netcat \\\n  localhost \\\n  4444': `netcat \\\n  -U ${SOCKET}`,
      'nc "localhost" \'4444\' <<EOF\na\nEOF': `nc -U ${SOCKET} <<EOF\na\nEOF`,
      'O="-q 1"\nnc $O localhost 4444': `O="-q 1"\nnc $O -U ${SOCKET}`,
      'rlwrap -a nc localhost 4444': `rlwrap -a nc -U ${SOCKET}`,
      'timeout 5 nc localhost 4444 | grep a': `timeout 5 nc -U ${SOCKET} | grep a`,
      'X=$(nc localhost 4444)': `X=$(nc -U ${SOCKET})`,
      'coproc nc localhost 4444': `coproc nc -U ${SOCKET}`,
      'cat < <(nc localhost 4444)': `cat < <(nc -U ${SOCKET})`,
      'nc $(hostname) 4444': `nc -U ${SOCKET}`,
    });
  });

  it('go along where they wait for the port', () => {
    follow({
      'until nc -z localhost 4444; do sleep 1; done': `until nc -z -U ${SOCKET} 2>/dev/null; do sleep 1; done`,
      'while ! nc -z localhost 4444 2>&1; do a; done': `while ! nc -z -U ${SOCKET} 2>&1; do a; done`,
      'until ncat -z localhost 4444; do a; done': `until ncat -z -U ${SOCKET}; do a; done`,
    });
  });

  it('want a look where they become a program that nothing else in the script uses', () => {
    const { safety, preferred, risk } = switched(`${MONITOR}telnet localhost 4444\n`);
    assert.deepEqual(
      { safety, preferred, risk },
      {
        safety: 'review',
        preferred: true,
        risk: 'telnet in line 2 becomes socat, which must be installed',
      },
    );
    const used = switched(`${MONITOR}telnet localhost 4444\nsocat - TCP:localhost:22\n`);
    assert.equal(used.safety, 'safe');
  });

  it('become socat where their program knows no sockets', () => {
    follow({
      'telnet localhost 4444': `socat - ${ADDRESS}`,
      'telnet -4 -E localhost 4444 <<<a': `socat - ${ADDRESS} <<<a`,
      'xterm -e telnet localhost 4444': `xterm -e socat - ${ADDRESS}`,
    });
    // Where the script has a netcat that does, nothing else need be there.
    assert.match(
      switched(`${MONITOR}nc -z localhost 22\ntelnet localhost 4444\n`).after,
      /\nnc -U "\$\{XDG[^\n]*\n$/,
    );
  });

  it('go along where they are socat, without the options of TCP', () => {
    follow({
      'socat - TCP:localhost:4444': `socat - ${ADDRESS}`,
      'socat tcp4-connect:127.0.0.1:4444,crnl STDIO': `socat ${ADDRESS},crnl STDIO`,
      'socat - "TCP:localhost:4444,nodelay,retry=3"': `socat - ${ADDRESS.slice(0, -1)},retry=3"`,
      'socat - TCP6:[::1]:4444,retry=$N,pf=ip6': `socat - ${ADDRESS},retry=$N`,
      'socat UNIX-LISTEN:a,fork TCP:localhost:4444': `socat UNIX-LISTEN:a,fork ${ADDRESS}`,
    });
  });

  it('stay and are named where they look who listens, or are another program’s or the shell’s own', () => {
    stay([
      'until ss -ltn | grep -q :4444; do a; done',
      'netstat -tlpn 2>/dev/null | grep -qw ":4444"',
      'lsof -i :4444 >/dev/null && a',
      'fuser -k 4444/tcp',
      'curl -s telnet://localhost:4444',
      'qmp-shell -v localhost:4444',
      'python3 qmp-shell -H localhost:4444',
      'until (echo >/dev/tcp/localhost/4444) 2>/dev/null; do a; done',
      'echo quit >/dev/tcp/localhost/4444',
      'timeout 1 cat </dev/tcp/localhost/4444 | a',
      'bash -c "echo quit >/dev/tcp/localhost/4444"',
      'H=localhost; P=4444; exec 3<>/dev/tcp/$H/$P',
      'nc.traditional -q 2 localhost 4444',
      'busybox nc -w 1 localhost 4444',
    ]);
  });

  it('are spelled for the string or document that they stand in', () => {
    follow({
      "bash -c 'nc localhost 4444'": `bash -c 'nc -U ${SOCKET}'`,
      'sh -c "echo a | nc localhost \\"4444\\""':
        'sh -c "echo a | nc -U \\"\\${XDG_RUNTIME_DIR:-\\$HOME}/run-monitor.sock\\""',
      'bash <<EOF\nnc localhost 4444\nEOF':
        'bash <<EOF\nnc -U "\\${XDG_RUNTIME_DIR:-\\$HOME}/run-monitor.sock"\nEOF',
      "trap 'echo quit | nc localhost 4444' EXIT": `trap 'echo quit | nc -U ${SOCKET}' EXIT`,
      "tmux new -d 'telnet localhost 4444'": `tmux new -d 'socat - ${ADDRESS}'`,
    });
  });

  it('carry a port that tells machines apart in their own way', () => {
    const carried = (port: string) => `"\${XDG_RUNTIME_DIR:-$HOME}/run-${port}-monitor.sock"`;
    const monitor = 'kvm -monitor "tcp::$((4400 + i)),server,nowait"\n';
    follow(
      {
        'nc localhost $((4400 + i))': `nc -U ${carried('$((4400 + i))')}`,
        'nc localhost $((4400+i))': `nc -U ${carried('$((4400+i))')}`,
        'P=$((4400 + i))\nnc localhost $P': `P=$((4400 + i))\nnc -U ${carried('$P')}`,
        'bash -c "nc localhost $((4400 + i))"':
          'bash -c "nc -U \\"\\${XDG_RUNTIME_DIR:-\\$HOME}/run-$((4400 + i))-monitor.sock\\""',
      },
      monitor,
    );
    const loop = 'for i in 1 2; do kvm -monitor tcp::440$i,server,nowait & done\n';
    follow(
      {
        'nc localhost 4402': `nc -U ${carried('4402')}`,
        'for i in 1 2; do nc localhost 440$i; done': `for i in 1 2; do nc -U ${carried('440$i')}; done`,
      },
      loop,
    );
    stay(['for p in 4401 5555; do nc localhost $p; done'], loop);
  });

  it('follow each its own monitor', () => {
    const script = `kvm -name a -monitor tcp::4444,server,nowait -qmp tcp::4445,server,nowait &\nnc localhost 4444\nnc -N localhost 4445\n`;
    const fix = switched(script);
    assert.equal(fix.title, 'Switch to a UNIX socket and update 1 client');
    assert.match(fix.after, /\nnc -U [^\n]*a-monitor\.sock"\nnc -N localhost 4445\n$/);
    const both = switched(fix.after);
    assert.equal(both.title, 'Switch to a UNIX socket and update 1 client');
    assert.match(both.after, /\nnc -N -U [^\n]*a-qmp\.sock"\n$/);
  });

  it('can all be moved at once', () => {
    const script = `${MONITOR}kvm -qmp tcp:127.0.0.1:4445,server=on,wait=off &\nnc localhost 4444\nnc localhost 4445\n`;
    const analysis = analyzeText(script);
    const edits = analysis.findings.flatMap(
      (finding) => fixesOf(analysis, finding)[0]?.edits ?? [],
    );
    const text = applyEdits(script, edits) ?? assert.fail('the edits overlap');
    assert.deepEqual(analyzeText(text).findings, []);
    assert.deepEqual(text.match(/run-\w+\.sock/g), [
      'run-monitor.sock',
      'run-qmp.sock',
      'run-monitor.sock',
      'run-qmp.sock',
    ]);
  });

  it('go along with all monitors on their port, which move to one socket', () => {
    const either = (address: string, end: string) =>
      `if a; then kvm -monitor ${address}; else kvm -S -monitor ${address}; fi\n${end}\n`;
    const fix = switched(either('tcp::4444,server', 'nc localhost 4444'));
    assert.equal(
      fix.after,
      either('"unix:${XDG_RUNTIME_DIR:-$HOME}/run-monitor.sock,server"', `nc -U ${SOCKET}`),
    );
    assert.equal(
      fix.title,
      'Switch both monitors on port 4444 to a UNIX socket and update 1 client',
    );
    assert.deepEqual([fix.safety, fix.preferred], ['review', true]);
    assert.equal(
      fix.risk,
      'If several of these machines run, the one started last takes the socket',
    );
    assert.deepEqual(analyzeText(fix.after).findings, []);
    const three = switched(
      'stop() { nc localhost 4444; }\nkvm -S -monitor tcp::4444,server\nstop\nkvm -m 1 -monitor telnet::4444,server\nstop\nkvm -m 2 -qmp tcp::4444,server\nstop\n',
    );
    assert.match(three.title, /^Switch the 3 monitors on port \d+ .* and update 1 client$/);
    assert.equal(three.after.match(/run-monitor\.sock/g)?.length, 4);
    assert.deepEqual(analyzeText(three.after).findings, []);
  });

  it('stay where not all of several monitors can move to one socket', () => {
    stay(
      ['nc localhost 4444'],
      // What is no monitor has no fix.
      'if a; then kvm -monitor tcp::4444,server; else kvm -S -serial tcp::4444,server; fi\n',
    );
    stay(
      ['nc localhost 4444'],
      // QEMU would not start, but it is not for the fix to have it start with one socket on the other.
      'kvm -monitor tcp::4444,server -qmp tcp::4444,server\n',
    );
    stay(
      ['echo "$(echo nc localhost 4444)" | sh'],
      'if a; then kvm -monitor tcp::4444,server; else kvm -S -monitor tcp::4444,server; fi\n',
    );
  });

  it('go along in a file that the script brings in', () => {
    const texts: Readonly<Record<string, string>> = {
      '/w/run.sh': `. ./lib.sh\n${MONITOR}hmp quit\nnc -v localhost 4444 2>&1 | grep succeeded\n`,
      '/w/lib.sh': 'hmp() { echo "$1" | nc -q1 localhost 4444; }\n',
    };
    const text = texts['/w/run.sh'] ?? assert.fail();
    const analysis = analyze(
      { text, languageId: 'shellscript', path: '/w/run.sh' },
      DEFAULT_SETTINGS,
      {
        get: (path) => texts[path] ?? null,
      },
    );
    const [finding] = findingsOf('/w/run.sh', analysis, []);
    assert.ok(finding);
    const [fix] = fixesInFiles(finding, (of) => renderFixes(of, DEFAULT_SETTINGS));
    assert.equal(fix?.title, 'Switch to a UNIX socket and update 1 client (then update run.sh:4)');
    assert.deepEqual([fix?.safety, fix?.preferred], ['review', false]);
    const edits = fix?.edits.filter(({ path }) => path === '/w/lib.sh') ?? [];
    assert.equal(
      applyEdits(texts['/w/lib.sh'] ?? '', edits),
      `hmp() { echo "$1" | nc -q1 -U ${SOCKET}; }\n`,
    );
  });

  it('leave the fix one to look at where they go along in a file that others may use', () => {
    const lib = 'hmp() { nc -q1 localhost 4444; }\n';
    const analysis = analyze(
      { text: `. ./lib.sh\n${MONITOR}hmp\n`, languageId: 'shellscript', path: '/w/run.sh' },
      DEFAULT_SETTINGS,
      { get: (path) => (path === '/w/lib.sh' ? lib : null) },
    );
    const [finding] = analysis.findings;
    assert.ok(finding);
    const [fix] = renderFixes(analysis, DEFAULT_SETTINGS).get(finding) ?? [];
    assert.equal(fix?.title, 'Switch to a UNIX socket and update 1 client');
    assert.deepEqual([fix?.safety, fix?.preferred], ['review', true]);
    assert.equal(
      fix?.risk,
      "Other scripts that use nc in lib.sh line 1 get this monitor's socket too",
    );
  });

  it('stay, and are named, where nothing does the same over a socket', () => {
    stay(['nc -p 99 localhost 4444', 'nc -X 5 -x a:1 localhost 4444', 'nc localhost -v 4444']);
    stay(['nc $TARGET 4444', 'T="localhost 4444"; nc $T', 'nc ${1:-localhost} 4444']);
    stay(['nc localhost ${PORT:-4444}', 'f() { nc localhost $1; }; f 4444']);
    stay(['nc -vz localhost 4444 2>&1 | grep succeeded']);
    stay(['telnet localhost 4444 | grep Connected', 'telnet -l me localhost 4444']);
    stay(['socat - TCP:localhost:4444,fdin=3', 'socat - OPENSSL:localhost:4444']);
    stay(['curl -v telnet://localhost:4444', 'curl -o a telnet://localhost:4444']);
    stay([
      'exec 3<>/dev/tcp/localhost/4444',
      'exec {fd}<>/dev/tcp/localhost/4444',
      'read -r x </dev/tcp/localhost/4444',
      'cat >/dev/tcp/localhost/4444 <<<a',
      '>/dev/tcp/localhost/4444 echo a',
      '{ a=1; echo $a; } >/dev/tcp/localhost/4444',
    ]);
    stay(['ss -ltn | grep :4444 | wc -l', 'ss -ltn | grep -v :4444']);
    stay(['X=$(netstat -tln | grep :4444)']);
    stay(["ss -ltn | awk '{print $4}' | grep -q :4444", 'ss -ltnp | grep -q ":4444.*kvm"']);
    stay(['ss -ltn sport = :4444']);
    stay(['lsof -i :4444 | grep TCP']);
    stay(['$NC localhost 4444']);
    stay(['NC=$(command -v nc); $NC localhost 4444']);
    stay(['lsof -i :4444 -F p']);
    stay(['python3 -c "s.connect((\'localhost\', 4444))"']);
    stay(["expect -c 'spawn telnet localhost 4444'"]);
    stay(['wait-for-it localhost:4444 -- a']);
    stay(['pkill -f tcp:127.0.0.1:4444']);
    stay(['python3 mon.py --port 4444', 'python3 a.py --host=localhost --port=4444']);
    stay(['perl x.pl 127.0.0.1 4444', 'sudo perl hmp-client.pl 4444']);
    stay(['./qmp.py 4444 quit', '"$DIR"/qmp.py "$HOST" 4444']);
    stay(['tools/send.sh localhost:4444 quit']);
  });

  it('stay where the socket would be another one, or not be theirs', () => {
    stay(["sudo bash -c 'nc localhost 4444'", 'sudo -u qemu nc localhost 4444']);
    stay(["su bob -c 'nc localhost 4444'"]);
    stay(['nc localhost 4444'], `sudo ${MONITOR}`);
    stay(['nc box 4444'], "ssh box 'kvm -monitor tcp::4444,server'\n");
    assert.equal(
      switched(`docker run -p 4444:4444 image ${MONITOR}nc localhost 4444\n`).title,
      'Switch to a UNIX socket (then update run.sh:1, run.sh:2)',
    );
    stay(['XDG_RUNTIME_DIR=/a nc localhost 4444']);
    // The file of a socket is there before QEMU goes on, so looking at it wakes no client.
    stay(
      ['until (: >/dev/tcp/localhost/4444) 2>/dev/null; do a; done'],
      'kvm -monitor tcp:127.0.0.1:4444,server=on &\n',
    );
    follow({ 'sudo nc localhost 4444': `sudo nc -U ${SOCKET}` });
    const runner = 'systemd-run --user --setenv A=1';
    follow({ [`${runner} nc localhost 4444`]: `${runner} nc -U ${SOCKET}` });
    const top = 'export XDG_RUNTIME_DIR="/run/user/$(id -u)" # mine\n';
    assert.equal(
      switched(`${top}${MONITOR}nc localhost 4444\n`).title,
      'Switch to a UNIX socket and update 1 client',
    );
    assert.match(
      switched(`${MONITOR}export XDG_RUNTIME_DIR=/a\nnc localhost 4444\n`).title,
      /then update run\.sh:3/,
    );
    follow({ 'sudo nc localhost 4444': `sudo nc -U ${SOCKET}` }, `sudo -E ${MONITOR}`);
    follow({ 'nc localhost 4444': `nc -U ${SOCKET}` }, `systemd-run --user ${MONITOR}`);
    const options = { settings: { socketDirectory: '/run/vm' } };
    const fix = switched(`${MONITOR}sudo bash -c 'nc localhost 4444'\n`, options);
    assert.equal(fix.after.split('\n')[1], "sudo bash -c 'nc -U /run/vm/run-monitor.sock'");
  });

  it('follow into a directory with characters that socat and the shell know', () => {
    const options = { settings: { socketDirectory: '/srv/a b,c:d' } };
    const fix = switched(`${MONITOR}socat - TCP:localhost:4444\nnc localhost 4444\n`, options);
    assert.deepEqual(fix.after.split('\n').slice(1), [
      "socat - 'UNIX-CONNECT:/srv/a b\\,c\\:d/run-monitor.sock'",
      "nc -U '/srv/a b,c:d/run-monitor.sock'",
      '',
    ]);
    // A path that a program would take for something else is not given to it.
    const odd = { settings: { socketDirectory: '/srv/a:b[1]' } };
    const lines = 'qmp-shell localhost:4444\nss -tln | grep -q :4444\nnc localhost 4444\n';
    assert.equal(
      switched(`${MONITOR}${lines}`, odd).title,
      'Switch to a UNIX socket and update 1 client (then update run.sh:2, run.sh:3)',
    );
    // From where a relative path is taken depends on where a command is run.
    const relative = { settings: { socketDirectory: 'run' } };
    const moved = switched(`${MONITOR}cd /tmp\nnc localhost 4444\n`, relative);
    assert.match(moved.title, /then update run\.sh:3/);
  });

  it('are others where host or port are others', () => {
    ignore(
      [
        'nc otherhost 4444',
        'nc -z localhost 2222',
        'nc localhost $SSH_PORT2222',
        'nc -l 4444',
        'nc -lp 4444',
        'nc -U a.sock',
        'socat TCP-LISTEN:4444 -',
        'socat - TCP:localhost:22',
        'ss -ltn | grep -q :22',
        'python3 -c "print(4444)"',
        'echo a >/dev/null',
        '$NC localhost 22',
        './run.sh 4444',
        './qmp.py 22',
        'python3 qmp.py --name=$X',
        './deploy.sh localhost:22',
        'ss -ltn | awk a | grep -q b',
      ].map((line) => line.replace('SSH_PORT2222', '{P}2222')),
    );
  });

  it('may be anything that names the address, and then the fix says where that is', () => {
    for (const line of [
      'echo "Connect with: telnet localhost 4444"',
      'curl http://127.0.0.1:4444',
      'ssh box nc localhost 4444',
      'screendump --port=4444',
    ]) {
      const fix = switched(`${MONITOR}${line}\n`);
      const words = [fix.title, fix.safety, fix.risk, fix.preferred];
      const title = 'Switch to a UNIX socket (then update run.sh:2)';
      const risk = 'run.sh:2 still uses the old address';
      assert.deepEqual(words, [title, 'review', risk, false], line);
    }
    const unknown = 'P=$(pick)\nkvm -qmp tcp::$P,server &\ndrive.py --port "$P"\n';
    assert.equal(switched(unknown).risk, 'run.sh:3 still uses the old address');
    for (const other of [
      'echo localhost:44444',
      'P=4444',
      'kvm -qmp tcp::4444,server',
      'a 4444',
      '# nc localhost 4444',
      '# Anyone who reaches port 4444 controls the machine',
    ]) {
      assert.equal(switched(`${MONITOR}${other}\n`).safety, 'safe', other);
    }
    const used = 'M=tcp::4444,server\nkvm -monitor ${M} -m 1G\n';
    assert.equal(switched(used).safety, 'safe');
    // What starts the machine is no client of it.
    const handed = switched("$VNG --qemu-opts='-qmp tcp:127.0.0.1:4444,server=on,wait=off'\n");
    assert.equal(handed.title, 'Switch to a UNIX socket');
    const inMake = 'M = -monitor tcp::4444,server\nrun:\n\tkvm $(M) -m 1G\n';
    assert.equal(firstFixes(inMake, { languageId: 'makefile' })[0]?.safety, 'safe');
  });

  it('make the fix one for review if it is unknown whether they are clients', () => {
    stay(['nc localhost "$PORT"']);
  });

  it('leave the fix to be looked at where another user must be able to make the socket', () => {
    const risk = 'QEMU may run as another user here, who must be able to create the socket';
    const others = ['sudo -u qemu', 'runuser -u qemu --', '/usr/sbin/gosu qemu', 'sudo -n -u qemu'];
    const wrapper = 'qemu-start -u qemu -- -m 1G -smp 2 -monitor tcp:127.0.0.1:4444,server\n';
    for (const [script, preferred] of [
      ...others.map((other) => [`${other} ${MONITOR}`, false] as const),
      [wrapper, true] as const,
    ]) {
      const fix = switched(script);
      assert.deepEqual([fix.safety, fix.preferred, fix.risk], ['review', preferred, risk], script);
    }
    for (const same of ['sudo', 'sudo -u root', '$SUDO', 'sudo systemd-run -p A=1', 'env -i']) {
      assert.equal(switched(`${same} ${MONITOR}`).safety, 'safe', same);
    }
    assert.equal(
      switched(`sudo ${MONITOR}`).risk,
      'Anything else that used the port must now use this socket, as root',
    );
  });

  it('say of a container that who connects from outside needs the socket in it, and not of a host', () => {
    const outside = (runner: string) =>
      /container/.test(switched(`${runner} ${MONITOR}`).risk ?? '');
    for (const runner of ['docker run image', 'chroot /srv']) assert.ok(outside(runner), runner);
    for (const runner of ['ssh box', '/usr/bin/ssh box', 'autossh box', 'sudo']) {
      assert.ok(!outside(runner), runner);
    }
    for (const [path, text] of [
      ['/w/Dockerfile', `CMD ${MONITOR}`],
      ['/w/compose.yaml', 'services:\n  vm:\n    command: kvm -monitor tcp::1,server\n'],
    ] as const) {
      const { safety, risk } = switched(text, { languageId: languageOfFile(path, '') ?? '', path });
      assert.deepEqual([safety, /container/.test(risk ?? '')], ['review', true], path);
    }
    const step = 'on: push\njobs:\n  a:\n    steps:\n      - run: kvm -monitor tcp::1,server\n';
    assert.equal(switched(step, { languageId: 'yaml', path: '/w/ci.yml' }).safety, 'safe');
  });

  it('are places that belong to the finding', () => {
    const lines = `nc localhost 4444\nnc -X 5 localhost 4444\n${'nc -z localhost 4444\n'.repeat(9)}`;
    const analysis = analyzeText(MONITOR + lines);
    const places = analysis.findings[0]?.related.filter(({ message }) => /Connects/.test(message));
    assert.equal(places?.length, 8);
    assert.deepEqual(
      places.slice(0, 2).map(({ message }) => message),
      ['Connects to the monitor here', 'Connects to the monitor here, and cannot be rewritten'],
    );
  });

  it('are looked for by a holder of options for others, and found nowhere', () => {
    const fix = switched('MONITOR="-monitor tcp:127.0.0.1:4444,server"\n');
    assert.deepEqual([fix.title, fix.safety], ['Switch to a UNIX socket', 'review']);
    const config =
      '[chardev "m"]\n  backend = "socket"\n  host = "127.0.0.1"\n  port = "1"\n  server = "on"\n[mon]\n  chardev = "m"\n';
    assert.equal(switched(config, { languageId: 'qemu-config' }).safety, 'safe');
  });
});
