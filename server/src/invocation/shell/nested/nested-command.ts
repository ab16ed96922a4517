/** The argument of a program that runs another: a script for a shell, or a command as words. */
import type { Dialect } from '../../../syntax/shell/dialect.ts';
import { type MappedText, slice } from '../../../text/mapped-text.ts';
import type { Word } from '../../invocation.ts';
import type { NestedReader } from '../programs/program.ts';
import { joinedWords } from './nested-text.ts';
import { type OptionTable, readOptions } from './option-words.ts';

/** A command passed to another program. */
export type Carried =
  /** A script for a shell. */
  | {
      readonly kind: 'script';
      readonly text: MappedText;
      readonly shell: ShellOfScript;
      /** The dialect, if the program determines it. */
      readonly dialect?: Dialect | undefined;
      /** `$0`, `$1` … of the script, if given. */
      readonly positional: readonly Word[];
      /** The standard input of its commands. */
      readonly input: MappedText | undefined;
    }
  | { readonly kind: 'words'; readonly words: readonly Word[]; readonly isolated: boolean };

/**
 * The shell of a script: the same one with its variables (`eval`); a child, which gets exported ones; or
 * one of another user, machine or parent, unknown to this file.
 */
type ShellOfScript = 'same' | 'child' | 'isolated';

/** A script, if there is a text. */
export function script(text: MappedText | undefined, shell: ShellOfScript): readonly Carried[] {
  if (text === undefined) return [];
  const own = withoutAddedEnd(text);
  return [{ kind: 'script', text: own, shell, positional: [], input: undefined }];
}

/** A text without a final line end that is not in the source; an unclosed quote would include it. */
function withoutAddedEnd(text: MappedText): MappedText {
  const last = text.pieces.at(-1)?.at;
  return last && last.start === last.end ? slice(text, 0, text.decoded.length - 1) : text;
}

/** Words joined by blanks, as a script. */
export function joined(words: readonly Word[], shell: ShellOfScript): readonly Carried[] {
  return words.length === 0 ? [] : script(joinedWords(words), shell);
}

/** A command as words, if there are any. */
export function asWords(words: readonly Word[], isolated = false): readonly Carried[] {
  return words.length === 0 ? [] : [{ kind: 'words', words, isolated }];
}

/** One word is a string for a shell, several are a command. */
export function stringOrWords(words: readonly Word[], shell: ShellOfScript): readonly Carried[] {
  if (words.length === 1) return joined(words, shell);
  return asWords(words, shell === 'isolated');
}

/** Programs that take a script as an option's value: `su - user -c '…'`. */
export function optionValue(
  names: readonly string[],
  table: OptionTable,
  kind: ShellOfScript,
): NestedReader {
  return (words) => {
    const { values } = readOptions(words, { permuted: true, ...table });
    const name = names.find((option) => values.has(option));
    return name === undefined ? [] : script(values.get(name), kind);
  };
}
