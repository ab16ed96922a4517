/** A command that a program's argument contains: a script for a shell, or words. */
import type { Dialect } from '../../../syntax/shell/dialect.ts';
import { type MappedText, slice } from '../../../text/mapped-text.ts';
import type { Word } from '../../invocation.ts';
import type { NestedReader } from '../programs/program.ts';
import { joinedWords } from './nested-text.ts';
import { type OptionTable, readOptions } from './option-words.ts';

export type Carried =
  | {
      readonly kind: 'script';
      readonly text: MappedText;
      readonly shell: ShellOfScript;
      readonly dialect?: Dialect | undefined;
      /** `$0`, `$1`, … */
      readonly positional: readonly Word[];
      readonly input: MappedText | undefined;
    }
  | { readonly kind: 'words'; readonly words: readonly Word[]; readonly isolated: boolean };

/** The variables that it sees: all (`eval`), exported ones, none (another user or machine). */
type ShellOfScript = 'same' | 'child' | 'isolated';

/** A text as a script; empty without text. */
export function script(text: MappedText | undefined, shell: ShellOfScript): readonly Carried[] {
  if (text === undefined) return [];
  const own = withoutAddedEnd(text);
  return [{ kind: 'script', text: own, shell, positional: [], input: undefined }];
}

/** An unclosed quote would include the line end that `echo` adds. */
function withoutAddedEnd(text: MappedText): MappedText {
  const last = text.pieces.at(-1)?.at;
  return last && last.start === last.end ? slice(text, 0, text.decoded.length - 1) : text;
}

/** Words joined by blanks, as a script. */
export function joined(words: readonly Word[], shell: ShellOfScript): readonly Carried[] {
  return words.length === 0 ? [] : script(joinedWords(words), shell);
}

/** Words as a command; empty without words. */
export function asWords(words: readonly Word[], isolated = false): readonly Carried[] {
  return words.length === 0 ? [] : [{ kind: 'words', words, isolated }];
}

/** One word as a script, several as a command. */
export function stringOrWords(words: readonly Word[], shell: ShellOfScript): readonly Carried[] {
  if (words.length === 1) return joined(words, shell);
  return asWords(words, shell === 'isolated');
}

/** Reads an option's value as a script: `su - user -c '…'`. */
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
