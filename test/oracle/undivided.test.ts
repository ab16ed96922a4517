/**
 * A fix does not change how text is split, whatever blanks, commas and quotes HOME or the socket directory contains. Each
 * document runs before and after its fix, with a stub that records its arguments and with a blank in HOME: all words but
 * the address are the same. A fix that cannot keep that needs a review and says why.
 * Why: docs/decisions/fix-edits.md
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { parse } from 'yaml';
import { applyEdits } from '../../server/src/text/edit.ts';
import { analyzeText, fixesOf } from '../support/check.ts';
import { commandsIn, openStub, RECORD } from './stub.ts';

const ADDRESS = 'tcp:0.0.0.0:4444,server';
const CHARDEV = 'socket,id=m,host=0.0.0.0,port=4444,server=on';
const QEMU = 'qemu-system-x86_64';
const DIVIDED = 'A blank in the directory would divide the path';

/** A host language: its files, and how what they say is run by a shell or another judge. */
interface Host {
  readonly languageId: string;
  readonly file: string;
  /** What to run in the folder of the file, and with which variables. */
  readonly runs: (text: string) => readonly Run[];
  /** By what each is about; `QEMU` and `ADDRESS` stand for those. */
  readonly documents: Readonly<Record<string, string>>;
}

interface Run {
  readonly command: readonly [program: string, ...words: string[]];
  readonly environment?: Readonly<Record<string, string>>;
}

const SHELL_DOCUMENTS = {
  'a bare word': 'QEMU -qmp ADDRESS -S',
  'double quotes': 'QEMU -qmp "ADDRESS" -S',
  'single quotes': "QEMU -qmp 'ADDRESS' -S",
  'a variable': 'MON=ADDRESS\nQEMU -qmp $MON -S\nQEMU -qmp "$MON"',
  'a variable of a variable': 'M=ADDRESS\nMON=$M\nQEMU -qmp $MON -S',
  'a variable with a port of another': 'P=4444\nMON=tcp:0.0.0.0:$P,server\nQEMU -qmp $MON',
  'a variable of two branches': 'if true; then M=ADDRESS; else M=stdio; fi\nQEMU -qmp $M',
  'an exported variable': "export MON=ADDRESS\nsh -c 'QEMU -qmp $MON -S'",
  'a variable of one command': "MON=ADDRESS sh -c 'QEMU -qmp $MON'",
  'a variable in a script for another shell': 'MON=ADDRESS\nsh -c "QEMU -qmp $MON -S"',
  'a variable in a here-document': 'MON=ADDRESS\nsh <<EOF\nQEMU -qmp $MON -S\nEOF',
  'options in a variable': 'O="-m 1G -qmp ADDRESS"\nQEMU $O -S',
  'options that are added to others': 'O="-m 1G"\nO="$O -qmp ADDRESS"\nQEMU $O -S',
  'options of a branch': '[ -n "$PATH" ] && O="-qmp ADDRESS"\nQEMU $O -S',
  'options for eval': 'O="-m 1G -qmp ADDRESS"\neval "QEMU $O -S"',
  'a command in a variable': 'CMD="QEMU -m 1G -qmp ADDRESS"\n$CMD',
  'arguments of a function': 'f() { QEMU -qmp $1 -S; }\nf ADDRESS',
  'all arguments of a function': 'f() { QEMU $@ -S; }\nf -qmp ADDRESS',
  'arguments of a function as one text': 'f() { QEMU $* -S; }\nf -qmp ADDRESS',
  'positional parameters': 'X="-qmp ADDRESS"\nset -- $X\nQEMU "$@"',
  'a default': 'QEMU -qmp ${MON:-ADDRESS} -S\nQEMU -qmp "${MON:-ADDRESS}"',
  'a default that is assigned': ': ${MON:=ADDRESS}\nQEMU -qmp $MON -S',
  'a default of a variable': 'MON=${MON:-ADDRESS}\nQEMU -qmp $MON -S',
  'an alternative': 'QEMU ${PATH:+-qmp ADDRESS} -S',
  'words of a loop': 'for m in ADDRESS tcp:0.0.0.0:5,server; do QEMU -qmp $m -S; done',
  'a substitution': 'QEMU -qmp $(echo ADDRESS) -S',
  'a substitution in backticks': 'QEMU -qmp `echo ADDRESS` -S',
  'a calculated port': 'i=4\nQEMU -qmp tcp:0.0.0.0:$((4440 + i)),server -S',
  'a function that prints options': 'f() { echo -qmp ADDRESS; }\nQEMU $(f) -S',
  'words for xargs': 'echo -qmp ADDRESS | xargs QEMU',
  'a list of properties': 'C=CHARDEV\nQEMU -chardev $C -mon m',
  'a list in options': 'O="-chardev CHARDEV -mon m"\nQEMU $O -S',
  'a serial port': 'O="-serial mon:ADDRESS"\nQEMU $O -S',
} as const;

const script = (...shell: [string, ...string[]]): Host['runs'] => {
  return () => [{ command: [...shell, 'run.sh'] }];
};

const HOSTS: Readonly<Record<string, Host>> = {
  'a script of sh': {
    languageId: 'shellscript',
    file: 'run.sh',
    runs: script('dash'),
    documents: SHELL_DOCUMENTS,
  },
  'a script of bash': {
    languageId: 'shellscript',
    file: 'run.sh',
    runs: script('bash'),
    documents: {
      ...SHELL_DOCUMENTS,
      'an array': 'A=(-qmp ADDRESS)\nQEMU "${A[@]}" -S',
      'an array without quotes': 'A=(-qmp ADDRESS)\nQEMU ${A[@]} -S',
      'an array as one text': 'A=(-qmp ADDRESS)\nQEMU ${A[*]} -S',
      'options that are appended': 'O="-m 1G"\nO+=" -qmp ADDRESS"\nQEMU $O -S',
      'words for xargs in a here-string': 'xargs QEMU <<<"-qmp ADDRESS"',
      'words that are read': 'read -ra A <<<"-qmp ADDRESS"\nQEMU "${A[@]}"',
      'a local variable': 'f() { local m=ADDRESS; QEMU -qmp $m -S; }\nf',
    },
  },
  'a Makefile': {
    languageId: 'makefile',
    file: 'Makefile',
    runs: () => [{ command: ['make', '-s', 'run'] }],
    documents: {
      'a recipe': 'run:\n\tQEMU -qmp ADDRESS -S\n',
      'a variable': 'MON = ADDRESS\nrun:\n\tQEMU -qmp $(MON) -S\n',
      options: 'O := -m 1G -qmp ADDRESS\nrun:\n\tQEMU $(O) -S\n',
      'an exported variable':
        'export MON = ADDRESS\nrun:\n\tQEMU -qmp $$MON -S\n\tQEMU -qmp "$$MON"\n',
      'exported options': 'export O = -m 1G -qmp ADDRESS\nrun:\n\tQEMU $$O -S\n',
    },
  },
  'a workflow': {
    languageId: 'yaml',
    file: 'ci.yml',
    runs: (text) => {
      const { env = {}, steps } = parse(text).jobs.a;
      return steps.map((step: { run: string; env?: Record<string, string> }): Run => {
        return { command: ['bash', '-e', '-c', step.run], environment: { ...env, ...step.env } };
      });
    },
    documents: {
      'a step': 'on: push\njobs:\n  a:\n    steps:\n      - run: QEMU -qmp ADDRESS -S\n',
      'a variable':
        'on: push\njobs:\n  a:\n    env:\n      MON: ADDRESS\n    steps:\n      - run: QEMU -qmp $MON -S\n      - run: |\n          QEMU -qmp "$MON"\n',
      'options of a step':
        'on: push\njobs:\n  a:\n    steps:\n      - run: QEMU $O -S\n        env:\n          O: -m 1G -qmp ADDRESS\n',
    },
  },
  'a service of Compose': {
    languageId: 'yaml',
    file: 'compose.yml',
    runs: (text) => {
      const { environment, command } = parse(text.replaceAll('$$', '$')).services.vm;
      return [{ command: ['sh', '-c', command.at(-1)], environment }];
    },
    documents: {
      'a variable':
        'services:\n  vm:\n    image: q\n    environment:\n      MON: ADDRESS\n    command: ["sh", "-c", "QEMU -qmp $$MON -S"]\n',
    },
  },
  'a Dockerfile': {
    languageId: 'dockerfile',
    file: 'Dockerfile',
    // A shell divides and quotes what stands behind ENV as a builder does.
    runs: (text) => {
      const lines = text.replaceAll(/^FROM .*$/gm, '').replaceAll(/^ENV /gm, 'export ');
      return [{ command: ['sh', '-c', lines.replaceAll(/^(?:CMD|RUN) /gm, '')] }];
    },
    documents: {
      'a command': 'FROM q\nCMD QEMU -qmp ADDRESS -S\n',
      'a variable': 'FROM q\nENV MON=ADDRESS\nCMD QEMU -qmp $MON -S\n',
      options: 'FROM q\nENV O="-m 1G -qmp ADDRESS"\nCMD QEMU $O -S\n',
    },
  },
  'a unit of systemd': {
    languageId: 'systemd',
    file: 'vm.service',
    runs: (text) => [{ command: unitCommand(text) }],
    documents: {
      'a command': '[Service]\nExecStart=/usr/bin/QEMU -qmp ADDRESS -S\n',
      'a variable': '[Service]\nEnvironment=MON=ADDRESS\nExecStart=/usr/bin/QEMU -qmp $MON -S\n',
      'a variable in a word':
        '[Service]\nEnvironment=MON=ADDRESS\nExecStart=/usr/bin/QEMU -qmp ${MON} -S\n',
      options: '[Service]\nEnvironment="O=-m 1G -qmp ADDRESS"\nExecStart=/usr/bin/QEMU $O -S\n',
    },
  },
  'a program in Python': {
    languageId: 'python',
    file: 'run.py',
    runs: () => [{ command: ['python3', 'run.py'] }],
    documents: {
      'a list': 'import os, subprocess\nsubprocess.run(["QEMU", "-qmp", "ADDRESS", "-S"])\n',
      'a command': 'import os\nos.system("QEMU -qmp ADDRESS -S")\n',
      'a text that is divided':
        'import os, subprocess\nsubprocess.run("QEMU -qmp ADDRESS -S".split())\n',
      'options for a shell':
        'import os\no = "-m 1G -qmp ADDRESS"\nos.system("QEMU " + o + " -S")\n',
    },
  },
  'a table of cron': {
    languageId: 'crontab',
    file: 'vm.crontab',
    runs: (text) => [{ command: ['sh', '-c', text.replace('@reboot ', '').trim()] }],
    documents: { 'a command': '@reboot QEMU -qmp ADDRESS -S\n' },
  },
};

/** The words that a unit starts (systemd.service(5), "Command lines"): `$NAME` alone is divided, `${NAME}` is not. */
function unitCommand(text: string): Run['command'] {
  const setting = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(text)?.[1] ?? '';
  const words = (line: string): string[] =>
    [...line.matchAll(/(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\\.|[^\s"'\\])+/g)].map(([word]) =>
      word
        .replace(/^"(.*)"$|^'(.*)'$/s, '$1$2')
        .replace(/\\x([0-9a-f]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
        .replace(/\\(["'\\])/g, '$1')
        .replace(/%([t%])/g, (_, letter) => (letter === 't' ? '/run/user/1' : '%')),
    );
  const [environment = ''] = words(setting('Environment'));
  const value = environment.slice(environment.indexOf('=') + 1);
  const [program = '', ...others] = words(setting('ExecStart')).flatMap((word) => {
    if (/^\$\w+$/.test(word)) return value.split(/\s+/);
    return [word.replace(/\$\{\w+\}/g, () => value)];
  });
  return [program.slice(program.lastIndexOf('/') + 1), ...others];
}

/** What the settings say of the directory; undefined where they say nothing. */
const DIRECTORIES: readonly (string | undefined)[] = [
  undefined,
  '/srv/my vms',
  '/srv/a,b',
  "/srv/it's",
  '/srv/a"b',
  '$HOME/my vms',
];

const folder = mkdtempSync(join(tmpdir(), 'guard-undivided-'));
const home = join(folder, 'a home');
mkdirSync(home);
const stub = openStub();
const said = join(folder, 'argv');
after(() => {
  stub.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The words of each QEMU that a document starts. */
function startedBy({ file, runs }: Host, text: string): readonly (readonly string[])[] {
  rmSync(said, { force: true });
  writeFileSync(join(folder, file), text);
  for (const { command, environment } of runs(text)) {
    const [program, ...words] = command;
    spawnSync(program, words, {
      cwd: folder,
      env: {
        PATH: `${stub.bin}:${process.env['PATH']}`,
        HOME: home,
        [RECORD]: said,
        ...environment,
      },
    });
  }
  return commandsIn(said);
}

/** The address in a word for QEMU: what stands behind `unix:` or `path=`, with its commas as they are meant. */
function pathIn(word: string): string | undefined {
  const path = /(?:^|[:,])(?:unix:|path=)((?:[^,]|,,)*)/.exec(word)?.[1];
  return path?.replaceAll(',,', ',');
}

for (const [what, host] of Object.entries(HOSTS)) {
  describe(`no fix splits a word in ${what}`, () => {
    for (const [title, form] of Object.entries(host.documents)) {
      it(title, () => {
        const text = `${form.replaceAll('QEMU', QEMU).replaceAll('ADDRESS', ADDRESS).replaceAll('CHARDEV', CHARDEV)}\n`;
        const before = startedBy(host, text);
        assert.ok(before.length > 0, 'it starts a QEMU');
        for (const socketDirectory of DIRECTORIES) {
          const options = {
            languageId: host.languageId,
            path: `/w/${host.file}`,
            settings: { socketDirectory },
          };
          const analysis = analyzeText(text, options);
          const [finding] = analysis.findings;
          assert.ok(finding);
          const fix = fixesOf(analysis, finding, options).find(({ id }) => id === 'switch-to-unix');
          if (fix === undefined) continue;
          const fixed = applyEdits(text, fix.edits) ?? assert.fail('the edits overlap');
          if (fix.risk === DIVIDED) {
            assert.equal(fix.safety, 'review');
            assert.match(fixed, /HOME/);
            continue;
          }
          const argv = startedBy(host, fixed);
          const of = `${socketDirectory}: ${fixed}`;
          const paths = argv.flat().flatMap((word) => pathIn(word) ?? []);
          const without = (words: readonly string[], also: readonly string[]) =>
            words.filter((_, index) => pathIn(also[index] ?? '') === undefined);
          assert.deepEqual(
            argv.map((words) => without(words, words)),
            before.map((words, index) => without(words, argv[index] ?? [])),
            of,
          );
          assert.ok(paths.length > 0, of);
          const isChosen = socketDirectory !== undefined && !socketDirectory.includes('$');
          if (!isChosen || fix.risk.includes('cannot be written here')) continue;
          for (const path of paths)
            assert.ok(path.startsWith(`${socketDirectory}/`), `${path} ${of}`);
        }
      });
    }
  });
}
