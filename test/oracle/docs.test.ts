/**
 * Examples of the rules' pages agree with the installed QEMU: good ones start, and QEMU refuses what our model refuses.
 * Needs qemu-system-x86_64 and bash.
 */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { lowerDomainXml } from '../../server/src/invocation/from-domain-xml.ts';
import { parseVersion } from '../../server/src/qemu/options/version.ts';
import { readXml } from '../../server/src/syntax/xml/reader.ts';
import { wordSet } from '../../server/src/text/split-words.ts';
import { type CodeBlock, codeBlocks } from '../support/markdown.ts';
import { RUNTIME_DIR, recorder } from '../support/recorder.ts';
import { filesBelow, readRepositoryFile } from '../support/repository.ts';
import { PKI_DIRECTORY, PSK_DIRECTORY, RUN_DIRECTORY, type Verdict } from './judge/verdict.ts';
import { versionOf } from './judge.ts';
import { modelOf } from './model.ts';
import { judgeHere, QEMU } from './needs.ts';

/** A command line of an example, the program first, and the file that it reads. */
interface Example {
  readonly argv: readonly string[];
  readonly files: Readonly<Record<string, string>>;
}

const shell = recorder();
after(() => shell.close());

/** The command lines that an example gives to QEMU. */
function commandLines({ language, text }: CodeBlock): readonly Example[] {
  if (language === 'qemu-config') {
    return [
      {
        argv: ['qemu-system-x86_64', '-readconfig', 'vm.cfg'],
        files: { 'vm.cfg': withPaths(text) },
      },
    ];
  }
  if (language === 'xml') {
    return lowerDomainXml(readXml(text)).flatMap((invocation) => {
      if (invocation.kind !== 'argv') return [];
      const words = invocation.words.map((word) => word.value.decoded);
      return [{ argv: ['qemu-system-x86_64', '-nodefaults', ...words], files: {} }];
    });
  }
  // The VNC server is not in QEMU 10, and needs a QEMU that runs.
  const recorded = shell.record(text).filter(([program]) => program !== 'qemu-vnc');
  return recorded.map((argv) => ({ argv, files: {} }));
}

/** Options that need a guest's disks, a kernel or a processor that can virtualize. */
const GUEST = wordSet('-drive -hda -cdrom -kernel -append -initrd -cpu -smp');
const HARDWARE = new Set(['-machine', '-M', '-accel', '-m']);
const FLAGS = new Set(['-enable-kvm', '-daemonize']);

/** Directories of the examples that the judge has under another name. */
const DIRECTORIES: readonly (readonly [RegExp, string])[] = [
  [/\/etc\/pki\/[\w-]+/g, PKI_DIRECTORY],
  [/\/etc\/qemu\/psk/g, PSK_DIRECTORY],
  [new RegExp(RUNTIME_DIR, 'g'), RUN_DIRECTORY],
  [/\/var\/tmp(?=\/)/g, '/tmp'],
  [/\/(?:run\/(?:qemu|user\/\d+)|var\/lib\/(?:libvirt\/)?qemu)(?=\/)/g, RUN_DIRECTORY],
];

/** A text with paths that exist where the judge is. */
function withPaths(text: string): string {
  return DIRECTORIES.reduce((changed, [from, to]) => changed.replace(from, to), text);
}

/** The same command line for a small machine without a guest, with paths that exist. */
function small([program = '', ...argv]: readonly string[]): readonly string[] {
  const kept: string[] = [];
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index] ?? '';
    if (GUEST.has(word) || HARDWARE.has(word)) index++;
    else if (
      !FLAGS.has(word) &&
      (word.startsWith('-') || !/^[^=]*\.(?:img|qcow2|raw)$/.test(word))
    ) {
      kept.push(withPaths(word));
    }
  }
  if (program.includes('storage-daemon')) return [program, ...kept];
  const machine = ['-machine', 'pc', '-accel', 'tcg', '-m', '32', '-display', 'none', '-S'];
  return ['qemu-system-x86_64', ...machine, ...kept];
}

/** What QEMU says where only the world around it is missing. */
const ENVIRONMENT =
  /Failed to connect|Network is unreachable|Cannot assign requested address|Temporary failure in name|Could not open '|No such file or directory/;

const judge = await judgeHere(2);
if (judge) {
  const version = versionOf(QEMU) ?? '';
  const spoken = parseVersion(version.replace(/[^\d.].*/, '')) ?? assert.fail(version);
  const counts = { examples: 0, commands: 0, accepted: 0, refused: 0 };

  for (const path of filesBelow('docs/rules')) {
    const blocks = codeBlocks(readRepositoryFile(path));
    if (blocks.length === 0) continue;
    describe(path, () => {
      for (const block of blocks) {
        it(`agrees with QEMU in line ${block.line}`, async () => {
          counts.examples++;
          for (const { argv, files } of commandLines(block)) {
            counts.commands++;
            const line = small(argv);
            const [program = '', ...rest] = line;
            const refusals = modelOf(line, files, spoken).refusals.map(({ message }) => message);
            const verdict: Verdict = await judge.judge({ program, argv: rest, files });
            const accepted: boolean = verdict.accepted || ENVIRONMENT.test(verdict.stderr);
            counts[accepted ? 'accepted' : 'refused']++;
            const said: string = `${line.join(' ')}\nQEMU: ${verdict.stderr}\nwe: ${refusals.join('; ')}`;
            assert.equal(accepted, refusals.length === 0, said);
            if (block.section === 'Good') assert.ok(accepted, said);
          }
        });
      }
    });
  }

  after(() => {
    const { examples, commands, accepted, refused } = counts;
    assert.ok(commands > 0, 'no example held a command');
    console.log(
      `QEMU ${version}: ${examples} examples, ${commands} command lines, ${accepted} accepted, ${refused} refused`,
    );
  });
}
