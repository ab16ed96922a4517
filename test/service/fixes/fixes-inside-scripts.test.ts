import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { applyFix, checkFix, fixIds } from '../../support/check.ts';

/** A script that writes a config file in a here-document and hands it to QEMU. */
function writing(lines: string, delimiter = 'EOF', name = 'vm.cfg'): string {
  return `cat >${name} <<${delimiter}\n[chardev "m"]\n  backend = "socket"\n${lines}[mon]\n  chardev = "m"\nEOF\nkvm -readconfig ${name}\n`;
}

const FLAGS = '  server = "on"\n  wait = "off"\n';

describe('fixes between backticks', () => {
  it('are spelled through what the backticks decode', () => {
    checkFix(
      'x=`kvm -monitor tcp::\\$P,server`\n',
      'x=`kvm -monitor "unix:\\${XDG_RUNTIME_DIR:-\\$HOME}/run-\\$P-monitor.sock,server"`\n',
    );
    checkFix(
      'x="`kvm -monitor \\"tcp::\\$P,server\\"`"\n',
      'x="`kvm -monitor \\"unix:\\${XDG_RUNTIME_DIR:-\\$HOME}/run-\\$P-monitor.sock,server\\"`"\n',
    );
  });
});

describe('words that are added', () => {
  const adds = (before: string) => applyFix(before, 'deny-spawn');

  it('stand behind all of the word that xargs or read divides off, escapes and expansions included', () => {
    for (const [line, end] of [
      ['echo -monitor tcp::4444,server\\,nowait', ' | xargs kvm\n'],
      ['P=1\necho -monitor "tcp::$P,server', '" | xargs kvm\n'],
      ['A="-monitor tcp::1,server', '"\nread -ra W <<<"$A"\nkvm "${W[@]}"\n'],
      ['P=1\nA="-monitor tcp::1,server=on,port=$P', '"\nkvm $A\n'],
    ] as const) {
      assert.equal(adds(line + end), `${line} -sandbox on,spawn=deny${end}`);
    }
  });

  it('stand behind a word of which some is quoted', () => {
    for (const [line, end] of [
      ['kvm -monitor telnet:"$H:$P",server', '\n'],
      ["kvm -monitor 'tcp::1,'server", '\n'],
      ['a+=(-monitor telnet:"$H:$P",server', ')\nkvm "${a[@]}"\n'],
    ] as const) {
      assert.equal(adds(line + end), `${line} -sandbox on,spawn=deny${end}`);
    }
  });

  it('stand behind the use of what is one word, and are no further element of a list', () => {
    for (const [list, use, end] of [
      ['for m in tcp::1,server; do ', '$m', '; done\n'],
      ['A=(tcp::1,server)\n', '${A[0]}', '\n'],
      ['read -r a b <<<"tcp::1,server x"\n', '$a', '\n'],
      ['set -- tcp::1,server\n', '$1', '\n'],
      ['run() { ', '$1', '; }\nrun tcp::1,server\n'],
    ] as const) {
      const line = `${list}kvm -monitor ${use}`;
      assert.equal(adds(line + end), `${line} -sandbox on,spawn=deny${end}`);
    }
  });

  it('are none among those that xargs counts', () => {
    const line = 'echo -qmp tcp::4444,server -qmp tcp::4445,server | xargs -n 2 kvm -S\n';
    for (const ids of fixIds(line)) {
      assert.ok(ids.includes('switch-to-unix'));
      assert.ok(!ids.some((id) => ['deny-spawn', 'require-tls', 'remove-monitor'].includes(id)));
    }
    assert.match(adds(line.replace('-n 2 ', '')), /server -sandbox on,spawn=deny/);
  });

  it('are none in a script of another language in which a quote is open, and would take them in', () => {
    const yaml = (end: string) =>
      `script:\n  - kvm -m 1G -vnc unix:/run/vm/vnc,websocket=5700${end}\n`;
    const options = { languageId: 'yaml', path: '/w/ci.yml' };
    assert.equal(applyFix(yaml(''), 'add-monitor-none', options), yaml(' -monitor none'));
    assert.deepEqual(fixIds(yaml('"'), options), [[]]);
  });

  it('are none behind quotes and expansions that nothing ends, in a script that a shell is given', () => {
    const inDouble = ['bash -c \'kvm -monitor "tcp::1,server', "'\n"] as const;
    const inSingle = ['ssh h "kvm -monitor \'tcp::1,server', '"\n'] as const;
    const document = ['kvm -monitor tcp::1,server$(cat <<EOF\n$(cat <<EOF\n))', '\n'] as const;
    for (const [line, end] of [inDouble, inSingle, document]) {
      const [ids = []] = fixIds(line + end);
      assert.ok(ids.includes('listen-on-loopback'), line);
      assert.ok(!ids.includes('deny-spawn') && !ids.includes('require-tls'), line);
    }
    // What is in the quotes stays in them.
    const [line, end] = inDouble;
    assert.equal(
      applyFix(line + end, 'listen-on-loopback'),
      `${line.replace('::', ':127.0.0.1:')}${end}`,
    );
  });

  it('stay in the single quotes that end and begin again for a quote of the script in them', () => {
    for (const quote of ["'\\''", `'"'"'`]) {
      for (const value of [`${quote}tcp::1,server${quote}`, `tcp::1,${quote}server${quote}`]) {
        for (const shell of ['bash -c ', '#!/bin/zsh\nssh h ']) {
          const script = (end: string) => `${shell}'kvm -S -monitor ${end} -m 1G'\n`;
          assert.equal(adds(script(value)), script(`${value} -sandbox on,spawn=deny`));
          const before = script(`stdio -qmp ${value}`);
          assert.equal(applyFix(before, 'remove-monitor'), script('stdio'));
        }
      }
    }
  });

  it('are none on a line that mapfile takes as one word', () => {
    const script = 'mapfile -t W <<<"-monitor\ntcp::1,server"\nkvm "${W[@]}"\n';
    assert.deepEqual(fixIds(script), [['switch-to-unix', 'listen-on-loopback', 'remove-monitor']]);
  });
});

describe('fixes in a config file that a script writes', () => {
  it('have the runtime directory where the shell replaces it', () => {
    checkFix(
      writing(`  host = "0.0.0.0"\n  port = "4444"\n  telnet = "on"\n${FLAGS}`),
      writing(`  path = "\${XDG_RUNTIME_DIR:-$HOME}/run-monitor.sock"\n${FLAGS}`),
    );
  });

  it('lie where QEMU is started behind a quoted delimiter, where nothing is replaced', () => {
    checkFix(
      writing(`  port = "4444"\n  host = ""\n${FLAGS}`, "'EOF'"),
      writing(`  path = "run-monitor.sock"\n${FLAGS}`, "'EOF'"),
    );
  });

  it('keep the port that a loop gives, and take whole lines with their expansions', () => {
    const loop = (lines: string) =>
      `for p in 4401 4402; do\n${writing(lines + FLAGS, 'EOF', 'vm$p.cfg')}done\n`;
    checkFix(
      loop('  host = "127.0.0.1"\n  port = "$p"\n'),
      loop('  path = "${XDG_RUNTIME_DIR:-$HOME}/run-$p-monitor.sock"\n'),
    );
  });

  it('are spelled for the string that the here-document stands in', () => {
    const inString = (line: string) =>
      `bash -c "cat >vm.cfg <<E\n[chardev \\"m\\"]\nbackend = \\"socket\\"\n${line}\nserver = \\"on\\"\n[mon]\nchardev = \\"m\\"\nE\nkvm -readconfig vm.cfg"\n`;
    checkFix(
      inString('host = \\"\\"\nport = \\"1\\"'),
      inString('path = \\"\\${XDG_RUNTIME_DIR:-\\$HOME}/run-monitor.sock\\"'),
    );
  });

  it('stay away from lines that the shell puts together', () => {
    const script = `
{
  echo '[chardev "m"]'
  echo 'backend = "socket"'
  echo 'host = "0.0.0.0"'
  echo 'port = "1"'
  echo 'server = "on"'
} >vm.cfg
kvm -readconfig vm.cfg -mon m
`;
    assert.deepEqual(fixIds(script), [['deny-spawn']]);
  });
});

describe('fixes in a domain that a script writes', () => {
  const domain = (value: string) => `cat >vm.xml <<EOF
<domain type='kvm' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
  <name>vm</name>
  <qemu:commandline>
    <qemu:arg value='-qmp'/>
    <qemu:arg value='${value}'/>
  </qemu:commandline>
</domain>
EOF
`;

  it('are in the directory of libvirt, and keep references and expansions', () => {
    checkFix(
      domain('tcp&#58;0.0.0.0:$P,server,logfile=a&amp;b'),
      domain('unix:/var/lib/libvirt/qemu/vm-$P-qmp.sock,server,logfile=a&amp;b'),
    );
  });
});

describe('hosts that tell machines apart', () => {
  it('go into the name of the socket where the port is the same for all', () => {
    checkFix(
      'for i in 1 2; do kvm -monitor tcp:127.0.0.$i:4444,server & done\n',
      'for i in 1 2; do kvm -monitor "unix:${XDG_RUNTIME_DIR:-$HOME}/run-127.0.0$i-monitor.sock,server" & done\n',
    );
    checkFix(
      'vm() { kvm -name vm -monitor "tcp:$1:4444,server"; }\nvm 127.0.0.1 &\nvm 127.0.0.2 &\n',
      'vm() { kvm -name vm -monitor "unix:${XDG_RUNTIME_DIR:-$HOME}/vm-$1-monitor.sock,server"; }\nvm 127.0.0.1 &\nvm 127.0.0.2 &\n',
    );
  });

  it('do not where the port does, or where all have the same', () => {
    checkFix(
      'for i in 1 2; do kvm -monitor tcp:127.0.0.$i:440$i,server & done\n',
      'for i in 1 2; do kvm -monitor "unix:${XDG_RUNTIME_DIR:-$HOME}/run-440$i-monitor.sock,server" & done\n',
    );
    checkFix(
      'H=0.0.0.0\nkvm -monitor tcp:$H:1,server\n',
      'H=0.0.0.0\nkvm -monitor "unix:${XDG_RUNTIME_DIR:-$HOME}/run-monitor.sock,server"\n',
    );
  });
});
