/**
 * Finds the QEMU commands of a shell script and hands them out with their arguments expanded. What a
 * word expands to is the affair of `shell-values.ts`.
 */
import type { ShellScript } from '../syntax/shell/tree.ts';
import { isKnown, spanOf } from '../text/mapped-text.ts';
import type { ArgvInvocation, ProgramKind, Word } from './invocation.ts';
import { areQemuOptions, programOf, programOfName, soundsLikeQemu } from './program.ts';
import { commandIndex, isRunner } from './runners.ts';
import { scanShell } from './shell-scan.ts';
import { shellValues } from './shell-values.ts';

/** The QEMU command lines of a script, in reading order. */
export function lowerShell(script: ShellScript): readonly ArgvInvocation[] {
  const scan = scanShell(script);
  const values = shellValues(scan);
  const found: ArgvInvocation[] = [];
  for (const { command, name, scope } of scan.commands) {
    if (name !== undefined && !mayRunQemu(name)) continue;
    // A variable assigned in front of a command is not seen by the command's own words.
    const place = { position: command.at.start, scope };
    const words = command.words.flatMap((word) => values.expand(word, place));
    const start = findProgram(words);
    const word = start && words[start.index];
    if (!start || !word) continue;
    found.push({
      kind: 'argv',
      program: start.program,
      programAt: spanOf(word.text),
      words: words.slice(start.index + 1),
      partial: false,
      name: undefined,
    });
  }
  return found;
}

/** Whether a command of this name can start QEMU; nearly all of a script's cannot. */
function mayRunQemu(name: string): boolean {
  return isRunner(name) || programOfName(name) !== undefined;
}

/** How many unknown words may stand before the program, as in `$SUDO $NICE qemu-system-x86_64`. */
const MAX_UNKNOWN_RUNNERS = 4;

/** Which word of a command is QEMU's name, if there is one. */
function findProgram(
  words: readonly Word[],
): { readonly index: number; readonly program: ProgramKind } | undefined {
  let index = commandIndex(words, 0);
  for (let unknown = 0; unknown <= MAX_UNKNOWN_RUNNERS; unknown++) {
    const word = words[index];
    if (word === undefined) return undefined;
    const program = programOf(word.text);
    if (program) return { index, program };
    if (isKnown(word.text)) return undefined;
    const rest = words.slice(index + 1);
    if (areQemuOptions(rest, soundsLikeQemu(word.text) ? 1 : 2) && !namesProgram(rest[0])) {
      return { index, program: 'system' };
    }
    if (!word.many) return undefined;
    index = commandIndex(words, index + 1);
  }
  return undefined;
}

/** Whether a word could be the program: it is no option, and says so by its name or is unknown. */
function namesProgram(word: Word | undefined): boolean {
  if (word === undefined || word.text.text.startsWith('-')) return false;
  return programOf(word.text) !== undefined || soundsLikeQemu(word.text);
}
