/** Divides argv into options as qemu-system, qemu-storage-daemon and qemu-vnc do. */
import type { ArgvInvocation, Word } from '../../invocation/invocation.ts';
import { isKnown, type MappedText, slice, UNKNOWN } from '../../text/mapped-text.ts';
import { splitWords } from '../../text/split-words.ts';
import { STORAGE_DAEMON_OPTIONS, STORAGE_DAEMON_VALUED, SYSTEM_VALUED } from './option-table.ts';
import { closest, type Refusal, refusal, withRepair } from './refusal.ts';

/** One option of a command line. */
export interface Option {
  /** Without dashes, spelled out: `chardev` for `--char`. */
  readonly name: string;
  /** The word of the option, such as `-monitor`. */
  readonly word: Word;
  /** Its value; undefined if the option takes none or the line ends here. */
  readonly value: MappedText | undefined;
  /** The words that make up the option, for deleting it. */
  readonly words: readonly Word[];
}

/** The options of a command line in its order, with what QEMU refuses of them. */
interface OptionList {
  readonly options: readonly Option[];
  /** False where unknown words may add options, such as `"$@"`. */
  readonly complete: boolean;
  /** Words that are no option and no value of one, where they were meant as ours. */
  readonly refusals: readonly Refusal[];
}

/** The options of a command line in order. Words that are no options (disk images) are left out. */
export function splitOptions(invocation: ArgvInvocation): OptionList {
  switch (invocation.program) {
    case 'system':
      return splitSystem(invocation.words);
    case 'storage-daemon':
      return splitStorageDaemon(invocation.words);
    case 'vnc-server':
      return splitVncServer(invocation.words);
  }
}

/**
 * qemu-system: one or two dashes, no `=`, no abbreviations (`lookup_opt` in system/vl.c). An option that
 * takes a value takes the next word whatever it looks like.
 */
function splitSystem(words: readonly Word[]): OptionList {
  const options: Option[] = [];
  const refusals: Refusal[] = [];
  let complete = true;
  for (let index = 0; index < words.length; index++) {
    const word = words[index];
    if (word === undefined) break;
    if (!isKnown(word.value)) {
      const { decoded: written } = word.value;
      if (word.many || written.startsWith(UNKNOWN)) complete = false;
      else if (joinsOurs(written)) {
        refusals.push(refusal(word.value, 'invalid option'));
        options.push({ name: written, word, value: undefined, words: [word] });
      }
      continue;
    }
    const text = word.value.decoded;
    const dashes = dashesOf(text);
    if (dashes === 0) {
      if (text.startsWith('-')) refusals.push(refusal(word.value, 'invalid option'));
      continue;
    }
    const name = text.slice(dashes);
    const valued = SYSTEM_VALUED.has(name);
    const value = valued ? words[index + 1] : undefined;
    if (value) index++;
    if (valued && !value && OURS.includes(name)) {
      refusals.push(refusal(word.value, 'requires an argument'));
    }
    if (!valued && misspells(name)) {
      const found = refusal(word.value, 'invalid option');
      const instead = name.length > 3 ? closest(name, OURS) : undefined;
      refusals.push(withRepair(found, slice(word.value, dashes), instead));
    }
    options.push({ name, word, value: value?.value, words: value ? [word, value] : [word] });
  }
  return { options, complete, refusals };
}

/** How many dashes an option begins with: one or two, with something else behind them; 0 for no option. */
function dashesOf(text: string): number {
  if (text[0] !== '-') return 0;
  const dashes = text[1] === '-' ? 2 : 1;
  return text.length > dashes && text[dashes] !== '-' ? dashes : 0;
}

/** The options that make monitors and what they talk through. */
const OURS = splitWords(
  'monitor qmp qmp-pretty mon chardev serial parallel debugcon object readconfig',
);

/** Whether one word is an option of ours and a value: `-qmp unix:$SOCKET` in one pair of quotes. */
function joinsOurs(text: string): boolean {
  const name = /^--?([\w-]+)[ =]/.exec(text)?.[1];
  return name !== undefined && OURS.includes(name);
}

/**
 * Whether something that is no option was meant as one of ours: with its value in the same word
 * (`-qmp tcp::4444`, `-monitor=stdio`), or cut short. Other unknown options may be another target's.
 */
function misspells(name: string): boolean {
  const first = /^[^= ]*/.exec(name)?.[0] ?? '';
  if (first !== name) return OURS.includes(first);
  if (name.length < 4) return false;
  return OURS.some((option) => option.startsWith(name)) || closest(name, OURS) !== undefined;
}

/** qemu-storage-daemon: getopt_long, so `--opt value`, `--opt=value` and unique beginnings of names. */
function splitStorageDaemon(words: readonly Word[]): OptionList {
  const options: Option[] = [];
  const refusals: Refusal[] = [];
  let complete = true;
  for (let index = 0; index < words.length; index++) {
    const word = words[index];
    if (word === undefined) break;
    const text = word.value.decoded;
    // The end of the options; what follows is ignored.
    if (text === '--' && isKnown(word.value)) break;
    if (!text.startsWith('--')) {
      if (!isKnown(word.value)) complete = false;
      else refusals.push(refusal(word.value, daemonWords(text)));
      continue;
    }
    const equals = text.indexOf('=');
    const written = equals === -1 ? text.slice(2) : text.slice(2, equals);
    const name = fullName(written);
    if (name === undefined && isKnown(word.value)) {
      refusals.push(refusal(word.value, `unrecognized option '${text}'`));
    }
    const known = name ?? written;
    if (equals !== -1 && name !== undefined && !STORAGE_DAEMON_VALUED.has(name)) {
      refusals.push(refusal(word.value, `option '--${name}' doesn't allow an argument`));
    }
    if (equals !== -1) {
      options.push({ name: known, word, value: slice(word.value, equals + 1), words: [word] });
      continue;
    }
    const valued = STORAGE_DAEMON_VALUED.has(known);
    const value = valued ? words[index + 1] : undefined;
    if (value) index++;
    if (valued && !value) {
      refusals.push(refusal(word.value, `option '--${known}' requires an argument`));
    }
    options.push({ name: known, word, value: value?.value, words: value ? [word, value] : [word] });
  }
  return { options, complete, refusals };
}

/** What the storage daemon says to a word with one dash (but `-h`, `-V` and `-T` are options) or none. */
function daemonWords(text: string): string {
  return text.startsWith('-') ? `invalid option -- '${text[1] ?? ''}'` : 'Unexpected argument';
}

/** The option that a name or a unique beginning of it means. */
function fullName(written: string): string | undefined {
  if (STORAGE_DAEMON_OPTIONS.includes(written)) return written;
  const matches = STORAGE_DAEMON_OPTIONS.filter((option) => option.startsWith(written));
  return matches.length === 1 ? matches[0] : undefined;
}

/** Options that take a value, by their letter where they have one. All others take none. */
const LETTERS: ReadonlyMap<string, string> = new Map([
  ...([
    ['a', 'dbus-address'],
    ['p', 'dbus-p2p-fd'],
    ['n', 'bus-name'],
    ['c', 'console'],
    ['l', 'vnc-addr'],
    ['w', 'websocket'],
    ['t', 'tls-creds'],
    ['s', 'share'],
    ['k', 'keyboard-layout'],
    ['C', 'vt-chardev'],
    ['O', 'object'],
    ['T', 'trace'],
  ] as const),
]);
const VALUED: ReadonlySet<string> = new Set([...LETTERS.values(), 'tls-authz', 'sasl-authz']);

/**
 * The options of qemu-vnc in order, divided as GLib does it: `--opt value`, `--opt=value`, `-o value` and `-ovalue`, no
 * abbreviations (`entries` in tools/qemu-vnc/qemu-vnc.c of QEMU 11.1). What the program refuses is left out.
 */
function splitVncServer(words: readonly Word[]): OptionList {
  const options: Option[] = [];
  let complete = true;
  for (let index = 0; index < words.length; index++) {
    const word = words[index];
    if (word === undefined) break;
    const { decoded } = word.value;
    if (decoded === '--' && isKnown(word.value)) break;
    const read = readOption(decoded);
    if (read === undefined) {
      if (!isKnown(word.value)) complete = false;
      continue;
    }
    const { name, valueAt } = read;
    if (!VALUED.has(name)) {
      options.push({ name, word, value: undefined, words: [word] });
    } else if (valueAt !== undefined) {
      options.push({ name, word, value: slice(word.value, valueAt), words: [word] });
    } else {
      const value = words[index + 1];
      if (value) index++;
      options.push({ name, word, value: value?.value, words: value ? [word, value] : [word] });
    }
  }
  return { options, complete, refusals: [] };
}

/** The option that a word begins with, and where its value begins if that is in the same word. */
function readOption(
  text: string,
): { readonly name: string; readonly valueAt: number | undefined } | undefined {
  const long = /^--([\w-]+)(=?)/.exec(text);
  if (long) {
    const [whole, name = '', equals] = long;
    return { name, valueAt: equals ? whole.length : undefined };
  }
  const name = /^-(\w)/.exec(text)?.[1];
  if (name === undefined) return undefined;
  return { name: LETTERS.get(name) ?? name, valueAt: text.length > 2 ? 2 : undefined };
}
