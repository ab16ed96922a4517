import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { check, checkFix, checkNoFix, checkSilent, inConfig, shownIn } from '../support/check.ts';

const PYTHON = { languageId: 'python', path: '/w/vm.py' };

describe('socket-path-shared', () => {
  it('marks the second path and points to the first', () => {
    const { findings } = check(`
kvm -monitor unix:/run/v/x.sock,server -serial null -qmp unix:path=/run/v/x.sock,server
                                                                   ^^^^^^^^^^^^^ 💡 warning socket-path-shared: Two sockets use this path, so only the last one works
`);
    const [finding] = findings;
    const first = finding?.related.find(({ message }) => message === 'The other socket is here');
    if (first?.at.start !== '\nkvm -monitor unix:'.length) throw new Error('not the first path');
  });

  it('compares what variables give, and sees serial lines as well', () => {
    check(`
kvm -monitor unix:$RUN/a.sock,server -serial unix:"\${RUN}/b.sock",server -serial unix:$RUN/a.sock,server
                                                                                      ^^^^^^^^^^^ 💡 warning socket-path-shared
`);
    inConfig.check(`[chardev "m"]
  backend = "socket"
  path = "x"
  server = "on"
[chardev "n"]
  backend = "socket"
  path = "x"
          ^ 💡 warning socket-path-shared
  server = "on"
[mon]
  chardev = "n"
`);
  });

  it('gives the second a name of its own', () => {
    checkFix(
      'kvm -monitor unix:/run/v/x.sock,server -qmp unix:/run/v/x.sock,server\n',
      'kvm -monitor unix:/run/v/x.sock,server -qmp unix:/run/v/x-2.sock,server\n',
    );
    checkFix(
      'kvm -monitor unix:$V,server -qmp unix:$V,server -chardev socket,id=c,path=x,server -mon c -qmp unix:x,server\n'.replaceAll(
        '$V',
        '/run/v/m',
      ),
      'kvm -monitor unix:/run/v/m,server -qmp unix:/run/v/m-2,server -chardev socket,id=c,path=x,server -mon c -qmp unix:x-2,server\n',
    );
  });

  it('has no name to give where both take it from one variable', () => {
    checkNoFix(`
S=/run/v/x.sock
  ^^^^^^^^^^^^^ warning socket-path-shared
kvm -monitor unix:$S,server -qmp unix:$S,server
`);
  });

  it('is silent on clients, on other files, and on sockets that are no monitor', () => {
    checkSilent(`
kvm -monitor unix:/run/v/x.sock,server -qmp unix:/run/v/x.sock
kvm -monitor unix:/run/v/x.sock,server -qmp unix:/run/v/y.sock,server
kvm -serial unix:/run/v/x.sock,server -serial unix:/run/v/x.sock,server
kvm -monitor unix:$(mktemp -u -p /run/v),server -qmp unix:$(mktemp -u -p /run/v),server
kvm -monitor unix:$A,server -qmp unix:$B,server
if [ "$1" = hmp ]; then M=(-monitor unix:/run/v/x.sock,server); else M+=(-qmp unix:/run/v/x.sock,server); fi
kvm "\${M[@]}"
kvm -chardev socket,id=a,path=/run/v/x,server=on,mux=on -serial chardev:a -mon a
`);
    checkSilent(`
kvm -monitor unix:/run/v/x.sock,server
kvm -monitor unix:/run/v/x.sock,server
`);
  });

  it('is silent on what is put into a format, which is something else each time', () => {
    const inPython = (one: string, other: string): string =>
      `import subprocess\nsubprocess.run(["kvm", "-monitor", ${one}, "-qmp", ${other}])\n`;
    const go =
      'run("-monitor", fmt.Sprintf("unix:%s,server", a), "-qmp", fmt.Sprintf("unix:%s,server", b))\n';
    checkSilent(inPython("'unix:%s,server' % a(x)", "'unix:%s,server' % b(x)"), PYTHON);
    checkSilent(inPython("'unix:{},server'.format(a(x))", "'unix:{},server'.format(b(x))"), PYTHON);
    checkSilent(go, { languageId: 'go', path: '/w/vm.go' });
  });

  it('is silent on what a loop calculates in each of its rounds', () => {
    const rounds = (path: string): string => `import subprocess
def start(d):
    args = ["kvm"]
    for n, name in ((1, "a"), (2, "b")):
        args += ["-chardev", f"socket,id=m{n},path={${path}},server=on", "-mon", f"chardev=m{n}"]
    subprocess.run(args)
`;
    checkSilent(rounds('d / name'), PYTHON);
    assert.deepEqual(
      shownIn(rounds('d'), PYTHON).map(({ rule }) => rule),
      ['socket-path-shared'],
    );
  });
});
