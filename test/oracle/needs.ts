/** What oracles need of the machine: tests that name what is missing, and QEMU in a place of its own. CI has all. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { lowerDomainXml } from '../../server/src/invocation/from-domain-xml.ts';
import { readXml } from '../../server/src/syntax/xml/reader.ts';
import type { Recorder } from '../support/recorder.ts';
import type { Question } from './judge/verdict.ts';
import { type Judge, openJudge, versionOf } from './judge.ts';
import { canShutIn, NAMESPACES } from './namespaces.ts';

export const QEMU = 'qemu-system-x86_64';
/** A machine that runs nothing, shows nothing and has no monitor of its own. */
export const BARE = '-machine none -nodefaults -no-user-config -display none -S';

/** One test names what is missing. */
export function nameWhatIsMissing(what: string): void {
  test(what, (t) => {
    assert.notEqual(process.env['CI'], 'true', what);
    t.diagnostic(what);
  });
}

/** Whether there are these programs and namespaces; one test names what is missing. */
export function isHere(...programs: readonly string[]): boolean {
  const missing = programs.filter(
    (program) => spawnSync('sh', ['-c', `command -v ${program}`]).status !== 0,
  );
  if (!canShutIn()) missing.push('namespaces');
  if (missing.length > 0) nameWhatIsMissing(`This machine lacks ${missing.join(', ')}`);
  return missing.length === 0;
}

/** A judge for the tests of a file; undefined where there is no QEMU or no namespace, which one test names. */
export async function judgeHere(slots: number): Promise<Judge | undefined> {
  if (versionOf(QEMU) === undefined) {
    nameWhatIsMissing(`${QEMU} is not installed`);
    return undefined;
  }
  const judge = await openJudge(slots).catch((error: Error) => error);
  if (judge instanceof Error) {
    nameWhatIsMissing(`QEMU cannot be shut in here: ${judge.message}`);
    return undefined;
  }
  after(() => judge.close());
  return judge;
}

/** A folder that goes away with the tests of a file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'monitor-guard-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs a program of bash in a folder, with a network and processes of its own; gives what it printed. */
export function runAlone(
  cwd: string,
  driver: string,
  words: readonly string[] = [],
  env: NodeJS.ProcessEnv = process.env,
): { readonly stdout: string; readonly stderr: string } {
  writeFileSync(join(cwd, 'driver.sh'), driver);
  return spawnSync('unshare', [...NAMESPACES, 'bash', 'driver.sh', ...words], {
    cwd,
    encoding: 'utf8',
    timeout: 120_000,
    killSignal: 'SIGKILL',
    env,
  });
}

/** What a document starts: what bash makes of a script or arguments, what libvirt passes on, or a file that QEMU reads. */
export function questionOf(shell: Recorder, text: string, languageId = 'shellscript'): Question {
  const bare = BARE.split(' ');
  if (languageId === 'xml') {
    const [domain] = lowerDomainXml(readXml(text));
    const argv = domain?.words.map((word) => word.value.decoded) ?? [];
    return { program: QEMU, argv: [...bare, ...argv] };
  }
  if (languageId === 'qemu-config') {
    const files = { 'machine.qemu': text };
    return { program: QEMU, argv: [...bare, '-readconfig', 'machine.qemu'], files };
  }
  const [command, ...others] = shell.record(text);
  assert.ok(command && others.length === 0, text);
  const [program = '', ...argv] = command;
  return { program, argv };
}
