/** Parses arguments like getopt(3). */
import { isKnown, type MappedText, slice } from '../../../text/mapped-text.ts';
import type { Word } from '../../invocation.ts';

/** Options with a value. */
export interface OptionTable {
  /** `u` for `-u user` */
  readonly letters: string;
  /** `user` for `--user` and `-user` */
  readonly names?: readonly string[];
  /** Whether options may follow operands, as in GNU programs. */
  readonly permuted?: boolean;
}

/** Arguments as options and operands. */
export interface ReadOptions {
  /** Undefined for an option without a value. */
  readonly values: ReadonlyMap<string, MappedText | undefined>;
  readonly operands: readonly Word[];
}

/** Reads options up to an operand or `--`. */
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
    // An unknown word may be the value of an unknown option.
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

/** Returns whether it takes the next word. */
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
