/** Completed monitors work: bash runs the script, a real QEMU starts, and only authorized clients get an answer. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { lowerDomainXml } from '../../server/src/invocation/from-domain-xml.ts';
import { readXml } from '../../server/src/syntax/xml/reader.ts';
import { type CompleteOptions, completeText } from '../support/complete.ts';
import { PKI_DIRECTORY, type Question, RUN_DIRECTORY } from './judge/verdict.ts';
import { openJudge, versionOf } from './judge.ts';

const SYSTEM = 'qemu-system-x86_64';
const DAEMON = 'qemu-storage-daemon';
const BARE = '-machine none -nodefaults -display none -S';

/** Places for a whole monitor, and what is started from each. */
const PLACES: Readonly<Record<string, readonly [text: string, options: CompleteOptions]>> = {
  'a command': [`${SYSTEM} ${BARE} -|\n`, {}],
  'a continued command': [`${SYSTEM} \\\n  ${BARE} \\\n  |\n`, {}],
  'an array': [`args=(\n  ${BARE}\n  |\n)\n${SYSTEM} "\${args[@]}"\n`, {}],
  'a string for a shell': [`bash -c "${SYSTEM} ${BARE} -|"\n`, {}],
  'a here-document for a shell': [`bash <<EOF\n${SYSTEM} ${BARE} |\nEOF\n`, {}],
  'the storage daemon': [`${DAEMON} --|\n`, {}],
  'a domain': [
    "<domain type='kvm'>\n  <name>web</name>\n  <|\n</domain>\n",
    { languageId: 'xml', settings: { socketDirectory: RUN_DIRECTORY } },
  ],
  'a config file': ['|', { languageId: 'qemu-config' }],
};

const RECIPES: Readonly<Record<string, 'readline' | 'control'>> = {
  'HMP monitor on a private UNIX socket': 'readline',
  'QMP monitor on a private UNIX socket': 'control',
  'QMP monitor over TLS for one client': 'control',
};

const folder = mkdtempSync(join(tmpdir(), 'monitor-guard-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** What a text starts. */
function questionOf(text: string, { languageId }: CompleteOptions): Question {
  switch (languageId) {
    case 'xml': {
      const [domain] = lowerDomainXml(readXml(text));
      const argv = domain?.words.map((word) => word.value.decoded) ?? [];
      return { program: SYSTEM, argv: [...BARE.split(' '), ...argv] };
    }
    case 'qemu-config': {
      const argv = [...BARE.split(' '), '-readconfig', 'machine.qemu'];
      return { program: SYSTEM, argv, files: { 'machine.qemu': text } };
    }
    default:
      return commandOf(text);
  }
}

/** What a script starts, by running it with programs in QEMU's place that note their arguments. */
function commandOf(script: string): Question {
  const noted = join(folder, 'argv');
  for (const program of [SYSTEM, DAEMON]) {
    const file = join(folder, program);
    writeFileSync(file, `#!/bin/bash\nprintf '%s\\0' ${program} "$@" >'${noted}'\n`);
    chmodSync(file, 0o755);
  }
  const file = join(folder, 'run.sh');
  writeFileSync(file, script);
  const env = { PATH: `${folder}:${process.env['PATH']}`, XDG_RUNTIME_DIR: RUN_DIRECTORY };
  const { status, stderr } = spawnSync('bash', [file], { env, encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  const [program = '', ...argv] = readFileSync(noted, 'utf8').split('\0').slice(0, -1);
  return { program, argv };
}

/** A text after a recipe was chosen, with the certificates of the judge. */
function filled(marked: string, label: string, options: CompleteOptions): string {
  const inList = options.languageId !== 'qemu-config';
  return completeText(marked, options)
    .accept(label)
    .replace('/etc/pki/qemu', PKI_DIRECTORY)
    .replace('CN=client', inList ? 'O=Test,,CN=client' : 'O=Test,CN=client');
}

const judge = versionOf(SYSTEM) === undefined ? undefined : await openJudge(1);
after(() => judge?.close());

if (judge === undefined || !judge.hasCertificates) {
  it('needs qemu-system-x86_64 and openssl, of which this machine lacks one', () => {
    assert.notEqual(process.env['CI'], 'true', 'CI must have QEMU (Debian: qemu-system-x86)');
  });
} else {
  describe(`QEMU ${versionOf(SYSTEM)} starts the monitors that completion writes`, () => {
    for (const [where, [text, options]] of Object.entries(PLACES)) {
      for (const { label } of completeText(text, options).items) {
        const mode = RECIPES[label];
        if (mode === undefined) continue;
        it(`${label} in ${where}`, async () => {
          const question = questionOf(filled(text, label, options), options);
          const verdict = await judge.judge({ ...question, probe: true });
          assert.ok(verdict.accepted, verdict.accepted ? '' : verdict.stderr);
          assert.doesNotMatch(verdict.stderr, /deprecated/);
          const doors = verdict.greetings.flatMap((greeting) => greeting.doors);
          const open = doors.filter(({ modes, behind }) => modes.length + behind.length > 0);
          const isTls = label.includes('TLS');
          assert.deepEqual(
            open.map((door) => [door.door, ...door.modes, ...door.behind]),
            [[isTls ? 'tls-client' : 'plain', mode]],
            JSON.stringify(verdict.greetings),
          );
          const kinds = new Set(verdict.listeners.map(({ kind }) => kind));
          assert.deepEqual([...kinds], [isTls ? 'tcp' : 'unix']);
        });
      }
    }
  });
}
