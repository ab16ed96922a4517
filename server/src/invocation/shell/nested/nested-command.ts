/** A command that a program's argument contains: a script for a shell, or words. */
import type { Dialect } from '../../../syntax/shell/dialect.ts';
import { type MappedText, slice } from '../../../text/mapped-text.ts';
import type { Word } from '../../invocation.ts';
import type { NestedReader } from '../programs/program.ts';
import { joinedWords } from './nested-text.ts';
import { type OptionTable, readOptions } from './option-words.ts';

/** A command passed to a program. */
export type Carried =
  | {
      readonly kind: 'script';
      readonly text: MappedText;
      readonly shell: ShellOfScript;
      /** If the program determines it. */
      readonly dialect?: Dialect | undefined;
      /** `$0`, `$1`, … */
      readonly positional: readonly Word[];
      /** Standard input. */
      readonly input: MappedText | undefined;
    }
  | { readonly kind: 'words'; readonly words: readonly Word[]; readonly isolated: boolean };

/** Sees all variables (`eval`), exported ones, or none of this file's (another user or machine). */
type ShellOfScript = 'same' | 'child' | 'isolated';

/** A text as a script; empty for no text. */
export function script(text: MappedText | undefined, shell: ShellOfScript): readonly Carried[] {
  if (text === undefined) return [];
  const own = withoutAddedEnd(text);
  return [{ kind: 'script', text: own, shell, positional: [], input: undefined }];
}

/** Removes a line end that is not in the source: an unclosed quote would include it. */
function withoutAddedEnd(text: MappedText): MappedText {
  const last = text.pieces.at(-1)?.at;
  return last && last.start === last.end ? slice(text, 0, text.decoded.length - 1) : text;
}

/** A script of words joined by blanks. */
export function joined(words: readonly Word[], shell: ShellOfScript): readonly Carried[] {
  return words.length === 0 ? [] : script(joinedWords(words), shell);
}

/** Words as a command; empty for no words. */
export function asWords(words: readonly Word[], isolated = false): readonly Carried[] {
  return words.length === 0 ? [] : [{ kind: 'words', words, isolated }];
}

/** A string for a shell, or a command of several words. */
export function stringOrWords(words: readonly Word[], shell: ShellOfScript): readonly Carried[] {
  if (words.length === 1) return joined(words, shell);
  return asWords(words, shell === 'isolated');
}

/** `su - user -c '…'` */
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
