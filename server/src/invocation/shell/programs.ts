/** Which word of a command line is QEMU, and what it is given. */
import { isKnown, type MappedText, UNKNOWN } from '../../text/mapped-text.ts';
import type { ProgramKind, Word } from '../invocation.ts';
import { areQemuOptions, programOf, soundsLikeQemu, soundsLikeStorageDaemon } from '../program.ts';
import { commandIndex } from '../runners.ts';
import { baseName } from './blocks.ts';

export interface ProgramStart {
  /** The word that is the program. */
  readonly index: number;
  readonly program: ProgramKind;
  /** Whether it is a program of another name, which only takes QEMU's options. */
  readonly wrapper: boolean;
}

/** How many unknown words may stand before the program, as in `$SUDO $NICE qemu-system-x86_64`. */
const MAX_UNKNOWN_RUNNERS = 4;

/** Which word of a command is QEMU's name, if there is one. */
export function findProgram(words: readonly Word[]): ProgramStart | undefined {
  let index = commandIndex(words, 0);
  for (let unknown = 0; unknown <= MAX_UNKNOWN_RUNNERS; unknown++) {
    const word = words[index];
    if (word === undefined) return undefined;
    const program = programOf(word.text);
    if (program) return { index, program, wrapper: false };
    if (isKnown(word.text)) return undefined;
    const rest = words.slice(index + 1);
    if (areQemuOptions(rest, soundsLikeQemu(word.text) ? 1 : 2) && !namesProgram(rest[0])) {
      const program = soundsLikeStorageDaemon(word.text) ? 'storage-daemon' : 'system';
      return { index, program, wrapper: hasOtherName(word.text) };
    }
    if (!word.many) return undefined;
    index = commandIndex(words, index + 1);
  }
  return undefined;
}

/** Whether the last part of a path is literal, and no name of QEMU: `"$dir"/run-qemu`. */
function hasOtherName({ text }: MappedText): boolean {
  const name = baseName(text);
  return name !== '' && !name.includes(UNKNOWN);
}

/** Whether a word could be the program: it is no option, and says so by its name or is unknown. */
function namesProgram(word: Word | undefined): boolean {
  if (word === undefined || word.text.text.startsWith('-')) return false;
  return programOf(word.text) !== undefined || soundsLikeQemu(word.text);
}

/** The name of the program that words begin with; empty where there is none. */
export function programName(words: readonly Word[]): string {
  return baseName(words[0]?.text.text ?? '');
}
