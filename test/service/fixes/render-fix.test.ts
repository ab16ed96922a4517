import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  analyzeText,
  applyFix,
  check,
  checkFix,
  checkNoFix,
  firstFixes,
  fixIds,
  inArgs,
  inConfig,
  inXml,
} from '../../support/check.ts';

const XML = { languageId: 'xml' };

/** What can be done all the same where no socket can be written. */
const LESSER = ['require-tls', 'listen-on-loopback', 'remove-monitor', 'deny-spawn'];

/** A domain with passed-through arguments, one element each. */
function domain(args: string): string {
  return `<domain type='kvm' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
  <name>web 1</name>
  <qemu:commandline>
${args}
  </qemu:commandline>
</domain>
`;
}

describe('fixes in domain XML', () => {
  it('stand in libvirt’s own directory and keep the quotes of the attribute', () => {
    inXml.checkFix(
      domain(`    <qemu:arg value='-monitor'/>
    <qemu:arg value='tcp:0.0.0.0:4444,server,nowait'/>`),
      domain(`    <qemu:arg value='-monitor'/>
    <qemu:arg value='unix:/var/lib/libvirt/qemu/web-1-monitor.sock,server,nowait'/>`),
    );
  });

  it('replace what was written with references', () => {
    inXml.checkFix(
      domain(`    <qemu:arg value="-qmp"/>
    <qemu:arg value="tcp&#58;0.0.0.0:4444,server=on,wait=off,logfile=/a&amp;b"/>`),
      domain(`    <qemu:arg value="-qmp"/>
    <qemu:arg value="unix:/var/lib/libvirt/qemu/web-1-qmp.sock,server=on,wait=off,logfile=/a&amp;b"/>`),
    );
  });

  it('carry an unknown entity as it is', () => {
    inXml.checkFix(
      domain(`    <qemu:arg value='-qmp'/>
    <qemu:arg value='tcp:localhost:&port;,server'/>`),
      domain(`    <qemu:arg value='-qmp'/>
    <qemu:arg value='unix:/var/lib/libvirt/qemu/web-1-&port;-qmp.sock,server'/>`),
    );
  });

  it('change the chardev that another element uses', () => {
    inXml.checkFix(
      domain(`    <qemu:arg value='-chardev'/>
    <qemu:arg value='socket,id=m,host=0.0.0.0,port=1,server=on'/>
    <qemu:arg value='-mon'/>
    <qemu:arg value='m,mode=control'/>`),
      domain(`    <qemu:arg value='-chardev'/>
    <qemu:arg value='socket,id=m,path=/var/lib/libvirt/qemu/web-1-qmp.sock,server=on'/>
    <qemu:arg value='-mon'/>
    <qemu:arg value='m,mode=control'/>`),
    );
  });
});

describe('fixes in config files', () => {
  it('rename the host, drop the lines about the network and keep all others byte for byte', () => {
    inConfig.checkFix(
      `# qemu config file
[chardev "m"]
  backend = "socket"   # ours
  ipv4 = "on"
  host = "0.0.0.0" # every interface
  port = "4444"
  telnet = "on"
  server = "on"
  wait = "off"

[mon "m"]
  chardev = "m"
  mode = "control"
`,
      `# qemu config file
[chardev "m"]
  backend = "socket"   # ours
  path = "machine-qmp.sock" # every interface
  server = "on"
  wait = "off"

[mon "m"]
  chardev = "m"
  mode = "control"
`,
    );
  });

  it('keep the line endings and the name of the machine', () => {
    inConfig.checkFix(
      '[name]\r\nguest = "vm7"\r\n[chardev "m"]\r\nbackend = "socket"\r\nhost = ""\r\nport = "1"\r\nserver = "on"\r\n[mon]\r\nchardev = "m"\r\n',
      '[name]\r\nguest = "vm7"\r\n[chardev "m"]\r\nbackend = "socket"\r\npath = "vm7-monitor.sock"\r\nserver = "on"\r\n[mon]\r\nchardev = "m"\r\n',
    );
  });
});

describe('fixes in .args files', () => {
  it('stand in libvirt’s own directory', () => {
    inArgs.checkFix(
      'LC_ALL=C \\\n/usr/bin/qemu-system-x86_64 \\\n-name guest=vm \\\n-monitor tcp:0.0.0.0:1,server,nowait \\\n-S\n',
      'LC_ALL=C \\\n/usr/bin/qemu-system-x86_64 \\\n-name guest=vm \\\n-monitor unix:/var/lib/libvirt/qemu/vm-monitor.sock,server,nowait \\\n-S\n',
    );
  });

  it('are not offered for a log, which is not started again', () => {
    checkNoFix(
      `LC_ALL=C \\
/usr/bin/qemu-system-x86_64 \\
-monitor tcp:0.0.0.0:1,server,nowait
             ^^^^^^^ error monitor-on-network
`,
      { languageId: 'log', path: '/var/log/libvirt/qemu/vm.log' },
    );
  });
});

describe('fixes and the setting for the directory of sockets', () => {
  const script = 'kvm -monitor tcp::1,server\n';
  it('follow it, variables and all, in a script', () => {
    checkFix(script, 'kvm -monitor "unix:$HOME/.vms/run-monitor.sock,server"\n', {
      settings: { socketDirectory: '$HOME/.vms' },
    });
    checkFix(script, 'kvm -monitor unix:/run/vms/run-monitor.sock,server\n', {
      settings: { socketDirectory: '/run/vms/' },
    });
  });

  it('write no command out of it, since other code may have set it', () => {
    for (const directory of ['$(id)', '`id`', '${X:-$(id)}', '/run/";id;"']) {
      const quoted = `'unix:${directory}/run-monitor.sock,server'`;
      checkFix(script, `kvm -monitor ${quoted}\n`, {
        settings: { socketDirectory: directory },
      });
    }
  });

  it('double commas, which end a value', () => {
    checkFix(script, 'kvm -monitor unix:/run/a,,b/run-monitor.sock,server\n', {
      settings: { socketDirectory: '/run/a,b' },
    });
  });

  it('ignore variables where nothing expands them', () => {
    checkFix(
      domain(`    <qemu:arg value='-qmp'/>
    <qemu:arg value='tcp::1,server'/>`),
      domain(`    <qemu:arg value='-qmp'/>
    <qemu:arg value='unix:/var/lib/libvirt/qemu/web-1-qmp.sock,server'/>`),
      { ...XML, settings: { socketDirectory: '$HOME' } },
    );
  });

  it('are in the usual directory, after a look, where the chosen one cannot be written', () => {
    const long = `/${'x'.repeat(100)}`;
    const [fix] = firstFixes(script, { settings: { socketDirectory: long } });
    const words = 'cannot be written here, so the socket lies elsewhere';
    assert.deepEqual([fix?.safety, fix?.risk], ['review', `${long} ${words}`]);
    const config =
      '[chardev "m"]\n  backend = "socket"\n  port = "1"\n  server = "on"\n[mon]\n  chardev = "m"\n';
    const [other] = inConfig.firstFixes(config);
    const options = { languageId: 'qemu-config', settings: { socketDirectory: '/srv/a"b' } };
    const [refused] = firstFixes(config, options);
    assert.equal(refused?.risk, `/srv/a"b ${words}`);
    assert.deepEqual(refused.edits, other?.edits);
  });
});

describe('the switch to a UNIX socket', () => {
  it('puts quotes round a bare word, and round what it writes where the word has its own', () => {
    const path = 'unix:${XDG_RUNTIME_DIR:-$HOME}/run-monitor.sock';
    for (const [before, after] of [
      ['-monitor tcp:127.0.0.1:1,server,nowait', `-monitor "${path},server,nowait"`],
      ['-serial mon:tcp::1,server', `-serial "mon:${path},server"`],
      ['-monitor tcp::1,"server"', `-monitor "${path}","server"`],
      ['-monitor tcp::$P,server', `-monitor "${path.replace('run-', 'run-$P-')},server"`],
      [
        '-chardev socket,id=m,host=::,wait=off,port=$P,telnet=on,server=on -mon m',
        `-chardev "socket,id=m,path=${path.slice(5).replace('run-', 'run-$P-')},wait=off,server=on" -mon m`,
      ],
      [
        '-chardev socket,id="m",host=::,port=1,server=on -mon m',
        `-chardev socket,id="m","path=${path.slice(5)}",server=on -mon m`,
      ],
      ['-monitor tcp::1,server,logfile=$L', `-monitor "${path}",server,logfile=$L`],
      ['-monitor tcp::1,server\\,nowait', `-monitor "${path}",server\\,nowait`],
    ]) {
      checkFix(`kvm ${before} -S\n`, `kvm ${after} -S\n`);
    }
  });

  it('takes along what -set says about the network, and nothing else', () => {
    const path = '"unix:${XDG_RUNTIME_DIR:-$HOME}/run-monitor.sock,server"';
    checkFix(
      'kvm -monitor tcp:localhost:1,server -set chardev.compat_monitor0.host=0.0.0.0 -S\n',
      `kvm -monitor ${path} -S\n`,
    );
    checkFix(
      'kvm -chardev socket,id=m,port=1,server=on -mon m -set chardev.m.host= -set chardev.m.wait=off\n',
      'kvm -chardev "socket,id=m,path=${XDG_RUNTIME_DIR:-$HOME}/run-monitor.sock,server=on" -mon m -set chardev.m.wait=off\n',
    );
  });

  it('puts the socket where libvirt runs QEMU, in the arguments that virt-install passes on', () => {
    const command = (value: string) => `virt-install -n web --qemu-commandline=${value}\n`;
    const [tcp, unix] = ['tcp::1,server', 'unix:/var/lib/libvirt/qemu/web-monitor.sock,server'];
    for (const quoted of [
      (device: string) => `'-monitor ${device}'`,
      (device: string) => `"-monitor ${device}"`,
      (device: string) => `"-monitor '${device}' -S"`,
      (device: string) => `'args=-monitor "${device}"'`,
    ]) {
      checkFix(command(quoted(tcp)), command(quoted(unix)));
    }
    assert.deepEqual(fixIds(command("'-monitor tcp:'\\'':1,server'\\'")).flat(), [
      'listen-on-loopback',
    ]);
  });
});

describe('the switch to a UNIX socket stays away', () => {
  it('from an expansion of which they would have to change a part', () => {
    const script = 'ADDRESS=0.0.0.0:4444,server,nowait\nkvm -monitor tcp:$ADDRESS\n';
    assert.deepEqual(fixIds(script), [LESSER]);
  });

  it('from a path that -set gives', () => {
    const path = 'kvm -monitor tcp::1,server -set chardev.compat_monitor0.path=/x\n';
    assert.ok(!fixIds(path).flat().includes('switch-to-unix'));
  });

  it('from a half-typed expansion', () => {
    const [offered] = fixIds('kvm -monitor tcp:127.0.0.1:${,server\n');
    // What follows would go with the monitor.
    assert.deepEqual(offered, []);
  });

  it('from braces, which make other words of the same text', () => {
    for (const port of ['444{4,5}', '444{4,$N}', '444{4..4}']) {
      for (const script of [
        `kvm -monitor tcp::${port},server\n`,
        `A=(-monitor tcp::${port},server)\nkvm $A\n`,
      ]) {
        const [titles] = fixIds(script);
        assert.ok(titles && !titles.includes('switch-to-unix'), script);
        assert.ok(!titles.includes('remove-monitor'), script);
      }
    }
  });

  it('from an unknown port in backticks that double quotes would change', () => {
    assert.deepEqual(fixIds('kvm -monitor tcp::`port "a"`,server\n'), [LESSER]);
  });
});

describe('a variable whose value gets an expansion', () => {
  const moved = 'D="unix:${XDG_RUNTIME_DIR:-$HOME}/run-monitor.sock,server"\n';

  it('is quoted where it is used, so that no blank divides it', () => {
    checkFix('D=tcp::1,server\nkvm -monitor $D -S\n', `${moved}kvm -monitor "$D" -S\n`);
    checkFix('D=tcp::1,server\nkvm -monitor ${D}\n', `${moved}kvm -monitor "\${D}"\n`);
    checkFix(
      'D=tcp::1\nkvm -monitor $D,server\n',
      'D="unix:${XDG_RUNTIME_DIR:-$HOME}/run-monitor.sock"\nkvm -monitor "$D",server\n',
    );
  });

  it('is quoted also where its value goes on in the next line', () => {
    checkFix(
      'D=mo\\\nn:tcp::1,server\nkvm -serial $D\n',
      'D=mo\\\nn:"unix:${XDG_RUNTIME_DIR:-$HOME}/run-monitor.sock,server"\nkvm -serial "$D"\n',
    );
  });

  it('is not what a calculation or a command gives in the word itself', () => {
    for (const port of ['$((4440 + i))', '$(expr 4440 + $i)', '$(echo 4444)']) {
      const [fix] = firstFixes(`for i in 1 2; do kvm -monitor tcp::${port},server & done\n`);
      assert.deepEqual([fix?.id, fix?.safety], ['switch-to-unix', 'safe'], port);
      assert.ok(fix?.edits[0]?.text.includes(`/run-${port}-monitor.sock`), port);
    }
    const [fix] = firstFixes('kvm -monitor $(echo tcp::1),server\n');
    assert.equal(fix?.safety, 'safe');
  });

  it('stays as it is where it holds several words, and the fix wants a look then', () => {
    const opts = (device: string) => `O="-monitor ${device},server -S"\nkvm $O\n`;
    checkFix(opts('tcp::1'), opts('unix:${XDG_RUNTIME_DIR:-$HOME}/run-monitor.sock'));
    const [fix] = firstFixes(opts('tcp::1'));
    assert.deepEqual(
      [fix?.safety, fix?.risk],
      ['review', 'A blank in the directory would divide the path'],
    );
    for (const [before, after] of [
      ['xargs kvm <<< "-monitor ', '"\n'],
      ['kvm -monitor `echo ', '`\n'],
    ]) {
      const [found] = firstFixes(`${before}tcp::1,server${after}`);
      assert.equal(found?.safety, 'review', before);
    }
    const asked = 'read D\nkvm -monitor $D\n';
    checkFix(`D=tcp::1,server\nkvm -monitor $D\n${asked}`, `${moved}kvm -monitor "$D"\n${asked}`);
  });

  it('holds no directory of the settings that would be divided', () => {
    const options = { settings: { socketDirectory: '/srv/my vms' } };
    const [fix] = firstFixes('O="-monitor tcp::1,server -S"\nkvm $O\n', options);
    assert.equal(fix?.safety, 'review');
    assert.doesNotMatch(fix.edits.map(({ text }) => text).join(''), /my vms/);
  });
});

describe('fixes and values put together from several assignments', () => {
  it('never reach from one assignment into another', () => {
    for (const script of [
      'D=tcp:0.0.0.0\nrm -rf junk\nD+=:4444,server\nkvm -monitor $D\n',
      'A=tcp:0.0.0.0\nD=$A\nrm -rf junk\nD+=:4444,server\nkvm -monitor $D\n',
      'D=tcp:0.0.0.0\nrm -rf junk\nD="$D:4444,server"\nkvm -monitor $D\n',
      'D=${X:-tcp:0.0.0.0}\nrm -rf junk\nD="$D:4444,server"\nkvm -monitor $D\n',
    ]) {
      const [titles] = fixIds(script);
      assert.ok(titles && !titles.includes('switch-to-unix'), script);
      const local = applyFix(script, 'listen-on-loopback');
      assert.equal(local, script.replace('0.0.0.0', '127.0.0.1'));
    }
  });

  it('edit the assignment that holds the whole address', () => {
    checkFix(
      'A="-S"\nA="$A -monitor tcp::1,server"\nA+=" -s"\nkvm $A\n',
      'A="-S"\nA="$A -monitor unix:${XDG_RUNTIME_DIR:-$HOME}/run-monitor.sock,server"\nA+=" -s"\nkvm $A\n',
    );
  });
});

describe('a device string inside another list', () => {
  const forward = (device: string) =>
    `kvm -netdev user,id=n,guestfwd=tcp:10.0.2.100:23-${device} -device e1000,netdev=n\n`;

  it('is switched where the commas that are there will do', () => {
    checkFix(
      forward('mon:tcp:0.0.0.0:4444,,server=on,,nodelay=on,,wait=off'),
      forward('mon:"unix:${XDG_RUNTIME_DIR:-$HOME}/run-monitor.sock",,server=on,,wait=off'),
    );
  });

  it('has the comma of a directory four times', () => {
    checkFix(
      forward('mon:tcp:0.0.0.0:4444,,server=on,,wait=off'),
      forward('mon:unix:/run/a,,,,b/run-monitor.sock,,server=on,,wait=off'),
      { settings: { socketDirectory: '/run/a,b' } },
    );
  });

  it('has no fix where new commas would end it', () => {
    for (const [device, marked] of [
      ['mon:udp:10.0.0.1:4444', 'error monitor-over-udp'],
      ['mon:pty', 'information monitor-on-unsuitable-backend'],
    ] as const) {
      const line = forward(device);
      const text = marked.startsWith('error') ? '10.0.0.1' : 'pty';
      const carets = ' '.repeat(line.indexOf(text)) + '^'.repeat(text.length);
      checkNoFix(`${line}${carets} ${marked}\n`);
    }
  });
});

describe('a text that is read in two ways', () => {
  const script = (uses: string) =>
    `RUN="qemu-system-x86_64 -monitor tcp::1,server"\n                                 ^^^^^^ error monitor-on-network\n${uses}\n`;

  it('has no spelling that is right for both, and no fix', () => {
    checkNoFix(script('eval $RUN\n$RUN'));
    checkNoFix(script('$RUN\neval $RUN'));
  });

  it('has one where both uses read it alike', () => {
    check(script('$RUN\n$RUN').replace('error', '💡 error'));
  });
});

describe('the words of a fix', () => {
  it('are those that the version of QEMU was documented with', () => {
    const script = 'qemu-system-x86_64 -monitor udp:127.0.0.1:4444\n';
    const fixed = (flags: string) =>
      `qemu-system-x86_64 -monitor "unix:\${XDG_RUNTIME_DIR:-$HOME}/run-monitor.sock,${flags}"\n`;
    checkFix(script, fixed('server=on,wait=off'));
    checkFix(script, fixed('server,nowait'), { settings: { qemuVersion: 400 } });
    checkFix(script, fixed('server=on,wait=off'), { settings: { qemuVersion: 401 } });
  });
});

describe('fixes that add words', () => {
  const none = (before: string, after: string) => checkFix(before, after);

  it('stand behind the word, outside of its quotes and before what ends the line', () => {
    none('kvm -vnc ":0"\n', 'kvm -vnc ":0" -monitor none\n');
    none("kvm -vnc ':0' & wait\n", "kvm -vnc ':0' -monitor none & wait\n");
    none('kvm -vnc :0; true\n', 'kvm -vnc :0 -monitor none; true\n');
    none('kvm -vnc :$N >log\n', 'kvm -vnc :$N -monitor none >log\n');
    none('kvm -vnc "$H:0"\n', 'kvm -vnc "$H:0" -monitor none\n');
    none('(kvm -vnc :0)\n', '(kvm -vnc :0 -monitor none)\n');
    none('x=$(kvm -vnc :0)\n', 'x=$(kvm -vnc :0 -monitor none)\n');
  });

  it('stand inside a string that is divided at blanks', () => {
    none('V="-vnc :0"\nkvm $V -S\n', 'V="-vnc :0 -monitor none"\nkvm $V -S\n');
    none("V='-S -vnc :0 -m 1G'\nkvm $V\n", "V='-S -vnc :0 -monitor none -m 1G'\nkvm $V\n");
    none('kvm ${V:--vnc :0}\n', 'kvm ${V:--vnc :0 -monitor none}\n');
  });

  it('stand in the array that holds the word', () => {
    none('a=(-vnc ":0")\nkvm "${a[@]}"\n', 'a=(-vnc ":0" -monitor none)\nkvm "${a[@]}"\n');
    none('a+=(-vnc\n:0\n)\nkvm "${a[@]}"\n', 'a+=(-vnc\n:0 -monitor none\n)\nkvm "${a[@]}"\n');
  });

  it('stand at the use of a variable whose assignment has no room for them', () => {
    none('V=:0\nkvm -vnc $V -S\n', 'V=:0\nkvm -vnc $V -monitor none -S\n');
    none('V=:0\nkvm -vnc "$V" -S\n', 'V=:0\nkvm -vnc "$V" -monitor none -S\n');
    none('N=0\nkvm -vnc :$N\n', 'N=0\nkvm -vnc :$N -monitor none\n');
  });

  it('stand nowhere where other words could come between', () => {
    checkNoFix(
      `
A=-s
  ^^ warning gdbstub-exposed
B="$A -S"
kvm $B
`,
      { settings: { neighbours: true } },
    );
  });

  const title = 'listen-on-loopback';
  const options = { ...XML, settings: { neighbours: true } };

  it('are elements like the one before them in a domain, with its prefix, quotes and margin', () => {
    const before = `<d:domain xmlns:d='x'/>`;
    assert.deepEqual(analyzeText(before, options).findings, []);
    for (const [one, two] of [
      [`    <qemu:arg value='-s'/>`, `    <qemu:arg value='tcp:127.0.0.1:1234'/>`],
      [`\t<qemu:arg value="-s"></qemu:arg>`, `\t<qemu:arg value="tcp:127.0.0.1:1234"></qemu:arg>`],
      [`<qemu:arg\n  value = '-s' />`, `<qemu:arg\n  value = 'tcp:127.0.0.1:1234' />`],
    ] as const) {
      const first = one.replace('-s', '-gdb');
      assert.equal(applyFix(domain(one), title, options), domain(`${first}\n${two}`));
    }
  });

  it('keep the line endings of a domain, and its single line', () => {
    const element = (value: string) => `<qemu:arg value='${value}'/>`;
    const crlf = (args: string) => domain(args).replaceAll('\n', '\r\n');
    const two = `${element('-gdb')}\n${element('tcp:127.0.0.1:1234')}`;
    assert.equal(applyFix(crlf(element('-s')), title, options), crlf(two));
    const inline = (args: string) => domain(`<!-- gdb -->${args}`);
    const both = element('-gdb') + element('tcp:127.0.0.1:1234');
    assert.equal(applyFix(inline(element('-s')), title, options), inline(both));
  });

  it('stand on the line of the word in .args files', () => {
    const args = { languageId: 'qemu-args', settings: { neighbours: true } };
    assert.equal(
      applyFix('/usr/bin/kvm \\\n-s \\\n-S\n', title, args),
      '/usr/bin/kvm \\\n-gdb tcp:127.0.0.1:1234 \\\n-S\n',
    );
  });
});
