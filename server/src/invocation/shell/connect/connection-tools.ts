/** Which commands connect to a port, and how each of them is read, by the table of programs. */
import type { SimpleCommand } from '../../../syntax/shell/tree.ts';
import type { Word } from '../../invocation.ts';
import { baseName } from '../domain/blocks.ts';
import { maySpeak } from '../programs/mentions.ts';
import type { Connecting } from '../programs/program.ts';
import { namesOf, programAt } from '../programs/table.ts';

/** Whether a command of this name may connect to a port, or list who listens. */
export function isNetworkClient(name: string): boolean {
  const row = programAt(name);
  return row?.connects !== undefined || row?.listsPorts === true;
}

/**
 * Whether a command of a program that hardly ever talks to a port says that it does: `python3 -c '…'` with a
 * host of this machine in its text. True for all other programs.
 */
export function isWorthReading(name: string, { words, input }: SimpleCommand): boolean {
  const evidence = programAt(name)?.connects?.evidence;
  if (evidence === undefined) return true;
  return [...words, ...(input ? [input] : [])].some((word) => {
    if (word.plain !== undefined) return evidence.test(word.plain);
    return word.parts.some((part) => part.kind === 'text' && evidence.test(part.text.decoded));
  });
}

/** Whether words are a script's, by its path, that may be given a port. */
export function isScript([name, ...words]: readonly Word[]): boolean {
  const path = name?.value.decoded ?? '';
  if (!path.includes('/') || programAt(path)?.connects) return false;
  return maySpeak(path, words);
}

/** How a command connects; of `python3 qmp-shell …` the script decides. */
export function connectionOf(words: readonly Word[]): {
  readonly name: string;
  readonly connects: Connecting | undefined;
  readonly words: readonly Word[];
} {
  const name = baseName(words[0]?.value.decoded ?? '');
  const index = words.findIndex(({ value }) => {
    return programAt(value.decoded)?.connects?.interpreter?.test(name) === true;
  });
  const own = index > 0 ? words.slice(index) : words;
  const program = own[0]?.value.decoded ?? '';
  return { name: baseName(program), connects: programAt(program)?.connects, words: own };
}

/** Whether a script inside a string may hold a client; nearly none does. */
export function mayNameClient(text: string): boolean {
  return CLIENT_NAMES.test(text);
}

/** Of a program that hardly ever connects the name tells nothing. */
const NAMES = namesOf(({ connects, listsPorts }) => {
  return listsPorts === true || (connects !== undefined && connects.evidence === undefined);
});
const CLIENT_NAMES = new RegExp(
  String.raw`/dev/tcp/|\b(?:${NAMES.map((name) => name.replaceAll('.', '\\.')).join('|')})\b`,
);

/** Whether a command of this name may send something. */
export function writesToSocket(name: string): boolean {
  return programAt(name)?.sends !== undefined;
}
