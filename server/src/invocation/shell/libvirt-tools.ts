/**
 * QEMU's arguments for libvirt in a command: `virt-install --qemu-commandline='-qmp tcp:…'`. virt-install
 * and virt-xml divide the value as Python's `shlex.split` does and write the words into the domain
 * (`ParserQEMUCLI` in virt-manager's virtinst/cli.py).
 */
import { SHLEX } from '../../syntax/shlex/encodings.ts';
import {
  concat,
  isKnown,
  type MappedText,
  slice,
  spanOf,
  UNKNOWN,
} from '../../text/mapped-text.ts';
import type { ArgvInvocation, Word } from '../invocation.ts';
import { readAgainAs } from './nested-text.ts';

const OPTION = '--qemu-commandline';

/** Whether a program of this name takes arguments for QEMU. */
export function isVirtTool(name: string): boolean {
  return name === 'virt-install' || name === 'virt-xml';
}

/** What such a program is told to pass on, all of it together; `words` from its name on. */
export function passedToLibvirt(words: readonly Word[]): readonly ArgvInvocation[] {
  const passed: Word[] = [];
  let programAt = words[0]?.at;
  let name: string | undefined;
  for (let index = 1; index < words.length; index++) {
    const word = words[index];
    const { text = '' } = word?.text ?? {};
    if (word === undefined) break;
    if (text === '--remove-device') return [];
    const next = words[index + 1];
    if (text === '--name' || text === '-n') name = next && nameOf(next.text);
    else if (text.startsWith('--name=')) name = nameOf(slice(word.text, '--name='.length));
    const value =
      text === OPTION
        ? next?.text
        : text.startsWith(`${OPTION}=`)
          ? slice(word.text, OPTION.length + 1)
          : undefined;
    if (value === undefined || value.text.startsWith('env=')) continue;
    if (passed.length === 0) programAt = word.at;
    passed.push(...splitWords(value.text.startsWith('args=') ? slice(value, 5) : value));
  }
  if (passed.length === 0 || programAt === undefined) return [];
  return [{ kind: 'argv', program: 'system', programAt, words: passed, partial: 'libvirt', name }];
}

function nameOf(text: MappedText): string | undefined {
  return isKnown(text) ? text.text : undefined;
}

/** A part of a word that is taken as it is, or quoted; `\\` hides one character (Python's shlex, POSIX). */
const PART = /([ \t\r\n]+)|'([^']*)'?|"((?:\\[\s\S]|[^"\\])*)"?|\\([\s\S]?)|[^ \t\r\n'"\\]+/g;

/** Divides a text into words as `shlex.split` does; an unknown part that stands alone may be several. */
function splitWords(text: MappedText): readonly Word[] {
  const words: Word[] = [];
  let parts: MappedText[] = [];
  let start: number | undefined;
  const finish = (end: number) => {
    if (start !== undefined) {
      const word = concat(parts);
      const many = word.text === UNKNOWN && text.text.slice(start, end) === UNKNOWN;
      words.push({ text: word, at: spanOf(slice(text, start, end)), many });
    }
    parts = [];
    start = undefined;
  };
  for (const match of text.text.matchAll(PART)) {
    const [whole, blanks, single, double] = match;
    const { index } = match;
    if (blanks !== undefined) {
      finish(index);
      continue;
    }
    start ??= index;
    const quoted = single ?? double;
    if (quoted === undefined) {
      const from = whole.startsWith('\\') ? index + 1 : index;
      parts.push(readAgainAs(slice(text, from, index + whole.length), SHLEX.shlex));
    } else {
      const inside = unescaped(text, index + 1, quoted, double !== undefined);
      const encodings = double === undefined ? SHLEX['shlex-single'] : SHLEX['shlex-double'];
      parts.push(...inside.map((part) => readAgainAs(part, encodings)));
    }
  }
  finish(text.text.length);
  return words;
}

/** The inside of quotes; between double ones a backslash hides a quote or another backslash. */
function unescaped(
  text: MappedText,
  start: number,
  inside: string,
  escapes: boolean,
): readonly MappedText[] {
  const parts: MappedText[] = [];
  let from = 0;
  if (escapes) {
    for (const { index } of inside.matchAll(/\\(?=["\\])[\s\S]/g)) {
      parts.push(slice(text, start + from, start + index));
      from = index + 1;
    }
  }
  parts.push(slice(text, start + from, start + inside.length));
  return parts;
}
