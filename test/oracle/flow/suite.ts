/**
 * Cases of a shell's own test suite, as cases of the oracle. QEMU stands wherever a chosen command is written; what that would
 * have done is of no interest, since the shell and our reading get the same text.
 */
import { lowerShell } from '../../../server/src/invocation/from-shell.ts';
import { readShell } from '../../../server/src/syntax/shell/reader.ts';
import { type Oracle, type OracleCase, readingBy } from './judge.ts';
import { PROGRAM } from './program.ts';
import type { ShellName, Shells } from './shells.ts';

interface SuiteCase extends OracleCase {
  /** What the suite calls it; empty where a file is one case. */
  readonly title: string;
  readonly script: string;
}

/** The cases of a file in which the command stands: all of it, or what follows each line with the mark, which ends in the title. */
export function suiteCases(
  text: string,
  { command, mark }: { readonly command: string; readonly mark?: string | undefined },
): readonly SuiteCase[] {
  const cuts: { readonly title: string; readonly lines: string[] }[] = [];
  if (mark === undefined) cuts.push({ title: '', lines: [] });
  let expecting = false;
  for (const line of text.split('\n')) {
    if (mark !== undefined && line.startsWith(`${mark} `)) {
      cuts.push({ title: line.slice(mark.length + 1), lines: [] });
      expecting = false;
      continue;
    }
    // Oils writes down what a case must print between such lines: `## OK dash STDOUT:`, `## END`.
    if (/^## .*(?:STDOUT|STDERR):\s*$/.test(line)) expecting = true;
    if (!expecting && !line.startsWith('## ')) cuts.at(-1)?.lines.push(line);
    if (line.startsWith('## END')) expecting = false;
  }
  return cuts.flatMap(({ title, lines }) => {
    const body = lines.join('\n');
    const script = withProgram(body, command);
    return script === body ? [] : [{ title, script, straight: false, runs: [undefined] }];
  });
}

/** QEMU in the place of a command that stands as a word, in whatever quotes: not in a longer name, nor assigned to. */
function withProgram(text: string, command: string): string {
  const word = command.replaceAll(/[^\w]/g, '\\$&');
  return text.replaceAll(new RegExp(`(?<![\\w./$\\\\-])${word}(?![\\w./=(+-])`, 'g'), PROGRAM);
}

/** The shells as an oracle for cases that exist; a number is an index of them. */
export function suiteOracle(
  shells: Shells,
  shell: ShellName,
  cases: readonly SuiteCase[],
): Oracle<SuiteCase> {
  const env = { THIS_SH: `/bin/${shell}`, SH: `/bin/${shell}` };
  const inputs = { env, args: [], stdin: '', status: 0 };
  return {
    run: (jobs) => shells.run(jobs.map(({ text: script }) => ({ script, shell, inputs }))),
    textOf: ({ script }) => `#!/bin/${shell}\n${script}`,
    readingOf: readingBy((script) => lowerShell(readShell(script), { every: true })),
    generate: (_, index) => cases[index] ?? { title: '', script: '', straight: false, runs: [] },
    smaller: () => [],
    batch: 100,
    slots: 1,
  };
}
