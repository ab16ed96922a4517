/**
 * Divides the argv of qemu-vnc into options, as GLib does for it: `--opt value`, `--opt=value`, `-o value` and `-ovalue`,
 * no abbreviations. After `entries` in tools/qemu-vnc/qemu-vnc.c and its manual page of QEMU 11.1.
 */
import type { Word } from '../../invocation/invocation.ts';
import { isKnown, slice } from '../../text/mapped-text.ts';
import type { Option, OptionList } from './options.ts';

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

/** The options of a command line in order. What the program refuses is left out. */
export function splitVncServer(words: readonly Word[]): OptionList {
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
