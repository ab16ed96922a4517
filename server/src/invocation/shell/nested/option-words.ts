/** Takes the words of a program apart as getopt(3) does, for programs whose options we know. */
import { isKnown, type MappedText, slice } from '../../../text/mapped-text.ts';
import type { Word } from '../../invocation.ts';

/** Which options of a program take a value. */
export interface OptionTable {
  /** Letters such as the `u` of `-u user`. */
  readonly letters: string;
  /** Long names such as `user`, also where they are written with one dash. */
  readonly names?: readonly string[];
  /** Whether options may stand behind operands, as GNU programs allow. */
  readonly permuted?: boolean;
}

/** The words of a command, divided into options and operands. */
export interface ReadOptions {
  /** The value of each option by its letter or name; undefined for one without a value. */
  readonly values: ReadonlyMap<string, MappedText | undefined>;
  /** Everything from the first operand on; of a permuted line the operands alone. */
  readonly operands: readonly Word[];
}

/** Reads options up to the first operand or `--`. A word that is unknown from its beginning on counts as an operand. */
export function readOptions(words: readonly Word[], table: OptionTable): ReadOptions {
  const values = new Map<string, MappedText | undefined>();
  const operands: Word[] = [];
  let index = 0;
  for (; index < words.length; index++) {
    const word = words[index];
    if (word === undefined) break;
    const { decoded } = word.value;
    if (decoded === '--') {
      index++;
      break;
    }
    // Behind an unknown option nobody knows whether the next word is its value.
    const isOpen = !isKnown(word.value) && !decoded.includes('=') && !table.permuted;
    if (decoded.length < 2 || !decoded.startsWith('-') || isOpen) {
      if (!table.permuted) break;
      operands.push(word);
      continue;
    }
    if (readOption(word.value, words[index + 1]?.value, table, values)) index++;
  }
  return { values, operands: [...operands, ...words.slice(index)] };
}

/** Notes one word of options; true if it takes the next word as its value. */
function readOption(
  option: MappedText,
  next: MappedText | undefined,
  { letters, names = [] }: OptionTable,
  values: Map<string, MappedText | undefined>,
): boolean {
  const { decoded } = option;
  const name = decoded.replace(/^--?/, '');
  if (names.includes(name)) {
    values.set(name, next);
    return true;
  }
  if (decoded.startsWith('--')) {
    const equals = decoded.indexOf('=');
    if (equals === -1) values.set(name, undefined);
    else values.set(decoded.slice(2, equals), slice(option, equals + 1));
    return false;
  }
  for (let at = 1; at < decoded.length; at++) {
    const letter = decoded.charAt(at);
    if (!letters.includes(letter)) {
      values.set(letter, undefined);
      continue;
    }
    const attached = at + 1 < decoded.length;
    values.set(letter, attached ? slice(option, at + 1) : next);
    return !attached;
  }
  return false;
}
