/** Dockerfiles: read, found, fixed, commented and completed like every other language. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lowerDockerfile } from '../../server/src/invocation/dockerfile/lower.ts';
import { languageOf, languageOfFile } from '../../server/src/languages/detect.ts';
import { applyFix, applyIgnore, check, checkFix, checkSilent } from '../support/check.ts';
import { completeText } from '../support/complete.ts';
import { startedWith } from '../support/started.ts';

const OPTIONS = { languageId: 'dockerfile', path: '/w/Dockerfile' };

/** The words that a file starts QEMU with, a line for each; `held` are those that it only holds. */
function started(text: string): readonly string[] {
  return startedWith(lowerDockerfile(text));
}

describe('a Dockerfile', () => {
  it('is known by its name, whatever an editor calls its language', () => {
    for (const name of [
      'Dockerfile',
      'Dockerfile.qemu',
      'Containerfile',
      'vm.dockerfile',
      'vm.Dockerfile',
    ]) {
      assert.equal(languageOfFile(`/w/${name}`, ''), 'dockerfile', name);
      assert.equal(languageOf('plaintext', `/w/${name}`, '')?.id, 'dockerfile', name);
    }
    for (const name of ['Dockerfile.md', 'x.dockerfile.md']) {
      assert.notEqual(languageOfFile(`/w/${name}`, ''), 'dockerfile', name);
    }
  });
});

/** What a file holds, and with which words QEMU is started there. */
const READ: readonly (readonly [what: string, text: string, words: readonly string[]])[] = [
  ['a command for the shell', 'CMD kvm -m "1 G" -S\n', ['-m|1 G|-S']],
  ['a command in a list', 'CMD ["kvm", "-name", "a \\"b\\"", "$x"]\n', ['-name|a "b"|$x']],
  ['a list on several lines', 'CMD [ "kvm", \\\n  "-S" \\\n]\n', ['-S']],
  ['a list that is none', 'CMD ["kvm", -S]\n', []],
  ['an instruction in small letters', 'cmd kvm -S\n', ['-S']],
  ['lines that go on', 'RUN kvm \\\n  # a comment\n\n  -S \\\n  -m 1G\n', ['-S|-m|1G']],
  ['another escape character', '# escape=`\nRUN kvm `\n  -S\n', ['-S']],
  ['options of the builder', 'RUN --mount=type=cache,target=/x --network=none kvm -S\n', ['-S']],
  ['several commands', 'RUN apt-get update && kvm -S; kvm -s\n', ['-S', '-s']],
  ['a document', 'RUN <<EOF\nM=1G\nkvm -m $M\nEOF\n', ['-m|1G']],
  ['a document for a shell', 'RUN bash <<EOF\nkvm -S\nEOF\nRUN kvm -s\n', ['-S', '-s']],
  ['a document for another program', 'RUN <<EOF\n#!/usr/bin/env python3\nkvm -S\nEOF\n', []],
  ['a script that is written', "COPY <<'EOF' /run.sh\n#!/bin/sh\nkvm -m $M\nEOF\n", ['-m|$M']],
  ['a script of one echo', "RUN echo '#!/bin/sh\\n\\\nkvm -S' > /run.sh\n", ['-S']],
  ['what an echo may not decode', "RUN echo 'true\\n\\\nkvm -S' | sh\n", []],
  ['a document that nothing closes', 'RUN cat <<EOF\nRUN kvm -S\n', ['-S']],
  ['an entry point', 'ENTRYPOINT ["kvm", "-S"]\nCMD ["-m", "1G"]\n', ['-S|-m|1G']],
  ['an entry point for the shell', 'ENTRYPOINT kvm -S\nCMD ["-m", "1G"]\n', ['-S']],
  ['the last of each', 'CMD ["kvm", "-S"]\nCMD ["kvm", "-s"]\n', ['-s']],
  ['each stage', 'FROM a\nCMD kvm -S\nFROM b\nCMD kvm -s\n', ['-S', '-s']],
  ['a shell in a list', 'CMD ["sh", "-c", "kvm -m $M"]\n', ['-m|$M']],
  [
    'options for an entry point',
    'CMD ["/s.sh", "-monitor", "tcp::1,server"]\n',
    ['-monitor|tcp::1,server'],
  ],
  [
    'variables',
    'ENV M=1G N="a b"\nARG P=2\nCMD kvm -m $M -name "$N" -smp $P\n',
    ['-m|1G|-name|a b|-smp|2'],
  ],
  ['a default in a default', 'ENV M=tcp:${X:-${Y:-h}}:1\nCMD kvm -qmp $M\n', ['-qmp|tcp:h:1']],
  [
    'a default of a variable, with another variable in it',
    'ARG X\nENV Y="" A=1\nENV M=${X:-${Y:-${Z-a$A}}} N=${A:+b} O=${A#1}\nCMD kvm -m $M -name $N$O\n',
    ['-m|a1|-name|${A:+b}${A#1}'],
  ],
  [
    'no variable with a special name, and no default without its end',
    'ENV M=$@ N=${X:-1\nCMD kvm -m $M -name $N\n',
    ['-m|$@|-name|${X:-1'],
  ],
  ['a variable of a variable', 'ENV M=1G\nENV N=x$M\nCMD kvm -name $N\n', ['-name|x1G']],
  ['a variable in its old form', 'ENV ARGS -m 1G\nCMD kvm $ARGS\n', ['-m|1G']],
  [
    'a variable that is set again behind very many',
    `ENV M=1G\n${Array.from({ length: 600 }, (_, index) => `ENV V${index}=x\n`).join('')}ENV M=2G\nCMD kvm -m $M\n`,
    ['-m|2G'],
  ],
  ['a list, in which nothing is replaced', 'ENV M=1G\nCMD ["kvm", "-m", "$M"]\n', ['-m|$M']],
  ['an option in a variable', 'ENV ARGUMENTS="-qmp tcp::1,server"\n', ['held -qmp|tcp::1,server']],
  ['another shell', 'SHELL ["powershell", "-c"]\nRUN kvm -S\n', []],
  ['a check', 'HEALTHCHECK --interval=5m CMD kvm -S\n', ['-S']],
  ['what is run later', 'ONBUILD RUN kvm -S\n', ['-S']],
];

describe('what a Dockerfile starts', () => {
  for (const [what, text, words] of READ) {
    it(`is known of ${what}`, () => assert.deepEqual(started(text), words));
  }

  it('is nothing in comments, labels and ports', () => {
    for (const text of [
      '# CMD kvm -monitor tcp::1,server\n',
      'LABEL usage="kvm -monitor tcp::1,server"\n',
      'EXPOSE 4444\n',
      'CMD ["kvm", "-serial", "tcp::1,server", "-gdb", "tcp::2"]\n',
    ]) {
      checkSilent(text, OPTIONS);
    }
  });
});

describe('the variables of a Dockerfile', () => {
  it('are those of each command, however many there are and whatever becomes of them', () => {
    const many = Array.from({ length: 90 }, (_, n) => `ENV V${n}=${n}\nRUN kvm -m $V${n} $V0\n`);
    const again = 'ENV V0=a\nRUN kvm $V0 $V89\nFROM y\nENV V1=b\nRUN kvm $V0 $V1\n';
    const words = started(`FROM x\n${many.join('')}${again}`);
    assert.deepEqual(words, [...many.map((_, n) => `-m|${n}|0`), 'a|89', '$V0|b']);
  });
});

describe('a finding in a Dockerfile', () => {
  it('stands where its author wrote the text', () => {
    check(
      `
FROM debian
ENV ARGS="-qmp tcp:0.0.0.0:1,server"
                   ^^^^^^^ 💡 error monitor-on-network
RUN kvm \\
    # for the lab
    -monitor tcp:0.0.0.0:4444,server,nowait
                 ^^^^^^^ 💡 error monitor-on-network
CMD ["kvm", "-monitor", "tcp:0.0.0.0:4444,server,nowait"]
                             ^^^^^^^ 💡 error monitor-on-network
`,
      OPTIONS,
    );
  });

  it('is fixed through all layers', () => {
    for (const [before, after] of [
      [
        'CMD kvm -monitor tcp:0.0.0.0:1,server,nowait\n',
        'CMD kvm -monitor "unix:${XDG_RUNTIME_DIR:-$HOME}/vm-monitor.sock,server,nowait"\n',
      ],
      [
        'CMD ["kvm", "-monitor", "tcp:0.0.0.0:1,server,nowait"]\n',
        'CMD ["kvm", "-monitor", "unix:/run/vm-monitor.sock,server,nowait"]\n',
      ],
      [
        'CMD ["sh", "-c", "kvm -monitor tcp:0.0.0.0:$P,server,nowait"]\n',
        'CMD ["sh", "-c", "kvm -monitor \\"unix:${XDG_RUNTIME_DIR:-$HOME}/vm-$P-monitor.sock,server,nowait\\""]\n',
      ],
      [
        'ENV ARGS="-qmp tcp:0.0.0.0:1,server,nowait"\n',
        'ENV ARGS="-qmp unix:/run/vm-qmp.sock,server,nowait"\n',
      ],
      [
        'RUN <<EOF\nkvm -monitor tcp:0.0.0.0:1,server,nowait\nEOF\n',
        'RUN <<EOF\nkvm -monitor "unix:${XDG_RUNTIME_DIR:-$HOME}/vm-monitor.sock,server,nowait"\nEOF\n',
      ],
    ] as const) {
      checkFix(before, after, { ...OPTIONS, path: '/w/vm.dockerfile' });
    }
  });

  it('lies where the user of the image may make it', () => {
    const command = 'CMD ["kvm", "-monitor", "tcp:0.0.0.0:1,server,nowait"]\n';
    const variable = 'ENV ARGS="-monitor tcp:0.0.0.0:1,server,nowait"\n';
    const others = 'tcp:0.0.0.0:1';
    for (const [text, place] of [
      [`USER vm\n${command}`, ''],
      [`${command}USER 1000:1000\n`, ''],
      [`${variable}USER $NAME\n`, ''],
      [`FROM a AS base\nUSER vm\nFROM Base\n${command}`, ''],
      [`FROM --platform=linux/amd64 a\nUSER vm\n${command.replace('CMD', 'RUN')}USER root\n`, ''],
      [`${command.replace('CMD', 'RUN')}USER vm\n`, '/run/'],
      [`USER vm\nUSER 0:0\n${command}`, '/run/'],
      [`USER root\n${variable}`, '/run/'],
      [`FROM a AS base\nUSER vm\nFROM b\n${command}`, '/run/'],
    ] as const) {
      const fixed = text.replace(others, `unix:${place}vm-monitor.sock`);
      checkFix(text, fixed, { ...OPTIONS, path: '/w/vm.dockerfile' });
    }
    const completed = completeText('USER vm\nCMD ["kvm", "-monitor", "|"]\n', OPTIONS);
    assert.ok(completed.items.some(({ edit }) => /unix:[\w.-]+\.sock/.test(edit.text)));
  });

  it('loses the words of a monitor that is removed, and no others', () => {
    for (const [text, fixed] of [
      ['CMD ["kvm", "-nodefaults", "-monitor", "tcp::1,server"]\n', 'CMD ["kvm", "-nodefaults"]\n'],
      [
        'RUN kvm -nodefaults \\\n    -monitor tcp::1,server \\\n    -S\n',
        'RUN kvm -nodefaults \\\n    -S\n',
      ],
    ] as const) {
      assert.equal(applyFix(text, 'remove-monitor', OPTIONS), fixed);
    }
  });

  it('is silenced by a comment above the instruction, and above a command of a document', () => {
    const reason = 'a lab without a network';
    const comment = `# qemu-monitor-guard: ignore[monitor-on-network] ${reason}`;
    checkSilent(`FROM a\n${comment}\nCMD kvm -monitor tcp::1,server\n`, OPTIONS);
    checkSilent(`RUN <<EOF\necho\n${comment}\nkvm -monitor tcp::1,server\nEOF\n`, OPTIONS);
    const text = 'FROM a\nRUN true && \\\n  kvm -monitor tcp::1,server\n';
    assert.equal(
      applyIgnore(text, 'Ignore monitor-on-network here…', reason, OPTIONS),
      text.replace('RUN', `${comment}\nRUN`),
    );
  });

  it('may be ignored in a file whose directives stay the first lines', () => {
    const directives = '# syntax=docker/dockerfile:1\n# escape=`\n';
    const text = `${directives}CMD kvm -monitor tcp::1,server\nRUN kvm -monitor tcp::2,server\n`;
    const done = applyIgnore(text, 'Ignore monitor-on-network in this file…', 'a lab', OPTIONS);
    assert.ok(done.startsWith(`${directives}# qemu-monitor-guard: ignore-file`), done);
  });
});

describe('completion in a Dockerfile', () => {
  it('offers options and devices in both forms', () => {
    const options = completeText('CMD kvm -m 1G -mon|\n', OPTIONS);
    assert.ok(options.labels.includes('-monitor'), options.labels.join(' '));
    const devices = completeText('CMD ["kvm", "-monitor", "unix:/x,ser|"]\n', OPTIONS);
    assert.ok(devices.items.some(({ edit }) => edit.text.startsWith('server')));
  });
});
