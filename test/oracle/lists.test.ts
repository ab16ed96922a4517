/**
 * Programs in other languages run with a stub that records its arguments: their readings allow these. After a fix they still
 * run with all other words as before, and the real QEMU listens on UNIX sockets and on no network.
 * Why: docs/decisions/judges.md
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { applyEdits } from '../../server/src/text/edit.ts';
import { UNKNOWN } from '../../server/src/text/mapped-text.ts';
import { splitWords } from '../../server/src/text/split-words.ts';
import { analyzeText, type CheckOptions, fixesOf } from '../support/check.ts';
import { type Judge, openJudge, versionOf } from './judge.ts';
import { CHANGED, KEPT } from './lists/changed.ts';
import { type ListedProgram, PROGRAMS } from './lists/programs.ts';
import { nameWhatIsMissing } from './needs.ts';
import { commandsIn, openStub, RECORD } from './stub.ts';

const QEMU = 'qemu-system-x86_64';
const folder = mkdtempSync(join(tmpdir(), 'guard-lists-'));
const stub = openStub();
/** Where the stub writes its arguments. */
const said = join(folder, 'argv');

let opened: Promise<Judge | undefined> | undefined;
/** Undefined where there is no QEMU, or no namespaces to run it in. */
const judge = (): Promise<Judge | undefined> => {
  opened ??= versionOf(QEMU) === undefined ? Promise.resolve(undefined) : openJudge(1);
  return opened;
};

after(async () => {
  await (await opened)?.close();
  stub.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The arguments with which a program starts QEMU, which is the stub. */
function startedBy({ file, commands }: ListedProgram, text: string): readonly string[] {
  rmSync(said, { force: true });
  writeFileSync(join(folder, file), text);
  const env = { ...process.env, PATH: `${stub.bin}:${process.env['PATH']}`, [RECORD]: said };
  for (const [command = '', ...words] of commands) {
    const { status, stderr, error } = spawnSync(command, words, {
      cwd: folder,
      env,
      encoding: 'utf8',
    });
    assert.equal(status, 0, `${error ?? ''} ${stderr}\n${text}`);
  }
  return commandsIn(said).at(-1) ?? [];
}

function optionsOf({ languageId, file }: ListedProgram): CheckOptions {
  return { languageId, path: `/w/${file}` };
}

/** The pairs of an option and its value that were read, what is unknown as a pattern. */
function readIn(program: ListedProgram): readonly (readonly [option: string, value: RegExp])[] {
  return analyzeText(program.text, optionsOf(program)).connections.machines.flatMap(({ options }) =>
    options.map(({ word, value }) => {
      const parts = (value?.decoded ?? '')
        .split(UNKNOWN)
        .map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
      return [word.value.decoded, new RegExp(`^${parts.join('.*')}$`)] as const;
    }),
  );
}

/** A text without the monitor that a finding on loopback is about, and with TLS for the other one. */
function changed(program: ListedProgram, text: string): string {
  return (['remove-monitor', 'require-tls'] as const).reduce((source, id) => {
    const analysis = analyzeText(source, optionsOf(program));
    const rule = id === 'remove-monitor' ? 'monitor-on-loopback' : 'monitor-on-network';
    const finding = analysis.findings.find((one) => one.rule === rule);
    const fixes = finding ? fixesOf(analysis, finding, optionsOf(program)) : [];
    const fix = fixes.find((one) => one.id === id);
    assert.ok(fix, `${id} is offered in ${source}`);
    return applyEdits(source, fix.edits) ?? assert.fail('edits overlap');
  }, text);
}

/** The text with the monitors on UNIX sockets, one fix after the other. */
function moved(program: ListedProgram): string {
  let text: string = program.text;
  for (let round = 0; round < 4; round++) {
    const analysis = analyzeText(text, optionsOf(program));
    const fix = analysis.findings
      .flatMap((finding) => fixesOf(analysis, finding, optionsOf(program)))
      .find(({ id }) => id === 'switch-to-unix');
    if (fix === undefined) return text;
    text = applyEdits(text, fix.edits) ?? assert.fail('edits overlap');
  }
  return text;
}

for (const program of PROGRAMS) {
  const [command = '', ...words] = program.probe;
  if (spawnSync(command, words).status !== 0) {
    nameWhatIsMissing(`There is no toolchain for ${program.name}, so no program of it was run`);
    continue;
  }
  describe(`a program in ${program.name}`, () => {
    it('starts QEMU with the words that are read in it', () => {
      const argv = startedBy(program, program.text);
      const pairs = readIn(program);
      assert.deepEqual(new Set(pairs.map(([option]) => option)), new Set(['-monitor', '-qmp']));
      for (const option of ['-monitor', '-qmp']) {
        const value = argv[argv.indexOf(option) + 1] ?? '';
        assert.ok(
          pairs.some(([name, pattern]) => name === option && pattern.test(value)),
          value,
        );
      }
    });

    it('starts it with added words and without removed ones', () => {
      const argv = startedBy(program, changed(program, CHANGED[program.name] ?? ''));
      const rest = argv.slice(argv.indexOf('stdio') + 1);
      assert.deepEqual(argv.slice(0, argv.indexOf('stdio') + 1), KEPT);
      assert.deepEqual(
        rest.map((word) => /^[^,=]*/.exec(word)?.[0]),
        splitWords('-object tls-creds-x509 -object authz-simple -chardev socket -mon chardev'),
      );
    });

    it('starts it on UNIX sockets after its fix, with all other words as before', async (t) => {
      const fixed = moved(program);
      assert.notEqual(fixed, program.text);
      const before = startedBy(program, program.text);
      const argv = startedBy(program, fixed);
      const isAddress = (index: number): boolean =>
        /^-(?:monitor|qmp)$/.test(before[index - 1] ?? '');
      assert.deepEqual(
        argv.map((word, index) => (isAddress(index) ? '' : word)),
        before.map((word, index) => (isAddress(index) ? '' : word)),
      );
      const asked = await judge();
      if (asked === undefined) {
        t.diagnostic(`${QEMU} is not installed, so it was asked nothing`);
        return;
      }
      const machine = ['-machine', 'none', '-no-user-config'];
      const listening = async (own: readonly string[]): Promise<readonly string[]> => {
        const question = { program: QEMU, argv: [...machine, ...own], watch: 'sockets' } as const;
        const verdict = await asked.judge(question);
        assert.ok(verdict.accepted, `${own.join(' ')}: ${JSON.stringify(verdict)}`);
        return verdict.listeners.map(({ kind }) => kind);
      };
      assert.deepEqual(await listening(before), ['tcp', 'tcp']);
      assert.deepEqual(await listening(argv), ['unix', 'unix']);
    });
  });
}
