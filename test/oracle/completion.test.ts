/** Completed monitors work: bash runs the script, a real QEMU starts, and only authorized clients get an answer. */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { type CompleteOptions, completeText } from '../support/complete.ts';
import { RUNTIME_DIR, recorder } from '../support/recorder.ts';
import { PKI_DIRECTORY, RUN_DIRECTORY } from './judge/verdict.ts';
import { BARE, judgeHere, nameWhatIsMissing, questionOf, QEMU as SYSTEM } from './needs.ts';

const DAEMON = 'qemu-storage-daemon';

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

const shell = recorder();
after(() => shell.close());

/** A text after a recipe was chosen, with the certificates of the judge. */
function filled(marked: string, label: string, options: CompleteOptions): string {
  const inList = options.languageId !== 'qemu-config';
  return completeText(marked, options)
    .accept(label)
    .replace('/etc/pki/qemu', PKI_DIRECTORY)
    .replace('CN=client', inList ? 'O=Test,,CN=client' : 'O=Test,CN=client');
}

const judge = await judgeHere(1);
if (judge?.hasCertificates === false) nameWhatIsMissing('openssl made no certificates');
else if (judge) {
  describe('QEMU starts the monitors that completion writes', () => {
    for (const [where, [text, options]] of Object.entries(PLACES)) {
      for (const { label } of completeText(text, options).items) {
        const mode = RECIPES[label];
        if (mode === undefined) continue;
        it(`${label} in ${where}`, async () => {
          const question = questionOf(shell, filled(text, label, options), options.languageId);
          const files = { [`${RUNTIME_DIR}/here`]: '', ...question.files };
          const verdict = await judge.judge({ ...question, files, probe: true });
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
