/**
 * `xargs`, which makes command lines of what it reads (findutils' manual, and its `xargs.c`): the words of
 * its input behind those of the command, or each line in place of `{}`.
 */
import { SHELL } from '../../../syntax/shell/encodings.ts';
import { isKnown, type MappedText, slice, split } from '../../../text/mapped-text.ts';
import type { Word } from '../../invocation.ts';
import { unknownWords } from '../../unknown-words.ts';
import { MAX_ROUNDS } from '../domain/limits.ts';
import { asWords, type Carried } from './nested-command.ts';
import { withHolders } from './nested-text.ts';
import { readOptions } from './option-words.ts';

/** The commands that `xargs` runs, `words` from behind its name on; `input` where something is known of it. */
export function runByXargs(
  words: readonly Word[],
  input: MappedText | undefined,
): readonly Carried[] {
  const { values, operands } = readOptions(words, {
    letters: 'adEILnPs',
    names: ['arg-file', 'delimiter', 'eof', 'max-args', 'max-procs', 'max-chars', 'max-lines'],
  });
  if (operands.length === 0) return [];
  const odd = ['a', 'd', '0', 'null', 'E', 'L', 'arg-file', 'delimiter', 'eof', 'max-lines'];
  // It has quotes of its own, which are not those of a shell.
  const read = odd.some((name) => values.has(name)) || /['"\\]/.test(input?.decoded ?? '');
  const text = read ? undefined : input;
  const chosen = values.get('I') ?? values.get('replace');
  const replaces = ['I', 'i', 'replace'].some((name) => values.has(name));
  const holder = replaces ? (chosen?.decoded ?? '{}') : '';
  if (holder !== '') return replacing(operands, holder, text);
  const given = text && wordsIn(text);
  if (given === undefined) return asWords([...operands, unknownInput(operands)]);
  const most = values.get('n') ?? values.get('max-args');
  const size = most === undefined ? given.length : Number(most.decoded);
  if (!(size > 0) || given.length === 0) return asWords([...operands, ...given]);
  const commands: Carried[] = [];
  for (let at = 0; at < given.length && commands.length < MAX_ROUNDS; at += size) {
    commands.push(...asWords([...operands, ...given.slice(at, at + size)]));
  }
  return commands;
}

/** A command for each line, in which the line stands for the holder. */
function replacing(
  operands: readonly Word[],
  holder: string,
  input: MappedText | undefined,
): readonly Carried[] {
  const pattern = new RegExp(holder.replace(/[^\w\s]/g, '\\$&'), 'g');
  const commandFor = (line: MappedText | undefined) =>
    asWords(operands.map((word) => withHolders(word, pattern, line)));
  // What is not known may hold line endings.
  if (input === undefined || !isKnown(input)) return commandFor(undefined);
  const lines = split(input, /\n/g).map((line) => {
    return slice(line, line.decoded.search(/[^ \t]|$/));
  });
  const given = lines.filter((line) => line.decoded !== '').slice(0, MAX_ROUNDS);
  return given.flatMap(commandFor);
}

/** The words of an input; one that is unknown as a whole may be any number of them. */
function wordsIn(input: MappedText): readonly Word[] {
  return split(input, /[ \t\n]+/g)
    .filter(({ decoded }) => decoded !== '')
    .map((text) => {
      const [first, ...others] = text.pieces;
      const many = others.length === 0 && first?.kind === 'unknown';
      return { value: text, at: first?.at ?? text.place, many };
    });
}

/** What is read of an unknown input, behind the last word of the command. */
function unknownInput(operands: readonly Word[]): Word {
  const end = operands.at(-1)?.at.end ?? 0;
  return unknownWords({ start: end, end }, SHELL.bare);
}
