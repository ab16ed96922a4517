/** Splits argv into options as qemu-system, qemu-storage-daemon and qemu-vnc do. */
import type { ArgvInvocation, Word } from '../../invocation/invocation.ts';
import { ALL_MONITOR_OPTIONS, GUEST_OPTIONS } from '../../invocation/monitor-options.ts';
import { isKnown, type MappedText, slice, spanOf, UNKNOWN } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import { STORAGE_DAEMON_OPTIONS, STORAGE_DAEMON_VALUED, SYSTEM_VALUED } from './option-table.ts';
import { closest, type Refusal, refusal, withRepair } from './refusal.ts';

export interface Option {
  /** The full name without dashes: `chardev` for `--char`. */
  readonly name: string;
  readonly word: Word;
  readonly value: MappedText | undefined;
  /** All words of the option, for removal. */
  readonly words: readonly Word[];
}

interface OptionList {
  readonly options: readonly Option[];
  /** False if unknown words (`"$@"`) may add options. */
  readonly complete: boolean;
  readonly unseen?: Span | undefined;
  /** Refused words that resemble options of monitors. */
  readonly refusals: readonly Refusal[];
}

/** Splits a program's arguments into options; leaves out other words, such as disk images. */
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

/** Splits as `lookup_opt` in system/vl.c: one or two dashes, no `=`, no abbreviations. */
function splitSystem(words: readonly Word[]): OptionList {
  const options: Option[] = [];
  const refusals: Refusal[] = [];
  let unseen: Span | undefined;
  for (let index = 0; index < words.length; index++) {
    const word = words[index];
    if (word === undefined) break;
    if (!isKnown(word.value)) {
      const { decoded: written } = word.value;
      if (word.many || MAY_BE_OPTION.test(written)) unseen ??= spanOf(word.value);
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
    // It may be `mon:tcp:…`.
    if (value?.value.decoded.startsWith(UNKNOWN) && GUEST_OPTIONS.includes(name)) {
      unseen ??= spanOf(value.value);
    }
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
  return { options, complete: unseen === undefined, refusals, unseen };
}

const MAY_BE_OPTION = new RegExp(`^-{0,2}${UNKNOWN}`);

/** How many dashes a word begins with; 0 if it is no option. */
function dashesOf(text: string): number {
  if (text[0] !== '-') return 0;
  const dashes = text[1] === '-' ? 2 : 1;
  return text.length > dashes && text[dashes] !== '-' ? dashes : 0;
}

const OURS = [...ALL_MONITOR_OPTIONS, 'object', 'readconfig'];

/** Whether one pair of quotes holds an option of ours and a value: `-qmp unix:$SOCKET`. */
function joinsOurs(text: string): boolean {
  const name = /^--?([\w-]+)[ =]/.exec(text)?.[1];
  return name !== undefined && OURS.includes(name);
}

/** Whether an option of ours was meant: joined (`-qmp tcp::4444`, `-monitor=stdio`) or cut short. */
function misspells(name: string): boolean {
  const first = /^[^= ]*/.exec(name)?.[0] ?? '';
  if (first !== name) return OURS.includes(first);
  if (name.length < 4) return false;
  return OURS.some((option) => option.startsWith(name)) || closest(name, OURS) !== undefined;
}

/** Splits as getopt_long(3): `--opt value`, `--opt=value`, unique prefixes. */
function splitStorageDaemon(words: readonly Word[]): OptionList {
  const options: Option[] = [];
  const refusals: Refusal[] = [];
  let complete = true;
  for (let index = 0; index < words.length; index++) {
    const word = words[index];
    if (word === undefined) break;
    const text = word.value.decoded;
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

/** The error for a word without two dashes; `-h`, `-V` and `-T` are options. */
function daemonWords(text: string): string {
  return text.startsWith('-') ? `invalid option -- '${text[1] ?? ''}'` : 'Unexpected argument';
}

function fullName(written: string): string | undefined {
  if (STORAGE_DAEMON_OPTIONS.includes(written)) return written;
  const matches = STORAGE_DAEMON_OPTIONS.filter((option) => option.startsWith(written));
  return matches.length === 1 ? matches[0] : undefined;
}

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

/** Splits as GLib: `--opt value`, `--opt=value`, `-ovalue`, no abbreviations (qemu-vnc.c of QEMU 11.1). */
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
