/** Options and values in one string: `"-m 1G -monitor tcp:…"`; not prose. */
import { type Encoding, type Encodings, readAgain, writtenIn } from '../../text/encoding.ts';
import { LIMITS } from '../../text/limits.ts';
import { once } from '../../text/lookup.ts';
import { type MappedText, slice, spanOf, UNKNOWN, withMarks } from '../../text/mapped-text.ts';
import type { Word } from '../invocation.ts';
import { ALL_MONITOR_OPTIONS, DEVICE_MONITORS, oneOf } from '../monitor-options.ts';
import { programOf } from '../program.ts';
import { runsOthers } from '../shell/programs/table.ts';
import { isAddress, isChardevList, isMonList, isUnknownDevice, withFormats } from './addresses.ts';
import { DISPLAY_OPTIONS, isDisplay } from './displays.ts';
import { LIST_OPTIONS } from './pairs.ts';

/** Unknown code splits it, so edits need no quotes. */
const WORD: Encoding = {
  id: 'word-in-string',
  notation: 'words',
  expands: false,
  encode: (parts, from, to) => {
    if (from !== to) return undefined;
    const isPlain = parts.every(
      (part) => part.kind === 'source' || /^[\w.:,=+@/%-]*$/.test(part.text),
    );
    // A replacement belongs to the whole string.
    return isPlain
      ? parts.map((part) =>
          part.kind === 'source' ? { ...part, level: Math.min(part.level, 1) } : part,
        )
      : undefined;
  },
};
const WORDS: Encodings = writtenIn(WORD);
const inWords = once((encodings: Encodings) =>
  encodings.written === 0 ? encodings : readAgain(encodings, WORDS),
);

/** Required in a string. */
export const MAY_BE_COMMAND = new RegExp(
  String.raw`(?<![\w-])--?${oneOf([...ALL_MONITOR_OPTIONS, ...DISPLAY_OPTIONS])}(?:[\s"'\\^]|$)`,
);

const OPTION = new RegExp(`^--?${oneOf([...DEVICE_MONITORS.keys()])}$`);

/** The words of each command line with a monitor, also in `bash -c '…'`. */
export function commandLinesIn(text: MappedText): readonly (readonly Word[])[] {
  if (!MAY_BE_COMMAND.test(text.decoded)) return [];
  const found: (readonly Word[])[] = [];
  for (const line of logicalLines(text)) {
    const whole = withFormats(line);
    const words = wordsIn(whole);
    for (const { value } of words) {
      // The only word may have inner quotes.
      const isPart = value.decoded.length < whole.decoded.length;
      if (isPart && /\s/.test(value.decoded)) found.push(...commandLinesIn(value));
    }
    const first = words.findIndex((_, index) => isMonitor(words, index) || isShown(words, index));
    if (first === -1 || !readsLikeCommand(words, first)) continue;
    found.push(optionsOf(words));
  }
  return found;
}

/** Whether a text has a monitor option whose value is elsewhere: `"-monitor "`, `"-qmp {}"`, `qw(-monitor)`. */
export function lacksValue(text: MappedText, isList: boolean): boolean {
  return [...logicalLines(text)].some((line) => {
    const words = wordsIn(withFormats(line));
    const option = words.findIndex(({ value: { decoded } }, index) => {
      if (!OPTION.test(decoded) || decoded.startsWith('--')) return false;
      const value = words[index + 1]?.value.decoded;
      return value === undefined ? isList || /\s$/.test(line.decoded) : value.startsWith(UNKNOWN);
    });
    return option !== -1 && readsLikeCommand(words, option);
  });
}

/** A text's chardevs, each as option and value. */
export function chardevsIn(text: MappedText): readonly (readonly [Word, Word])[] {
  if (!text.decoded.includes('chardev') || !/^\s*--?\w/.test(text.decoded)) return [];
  return [...logicalLines(text)].flatMap((line) => {
    const words = wordsIn(withFormats(line));
    return words.flatMap((option, index) => {
      const value = words[index + 1];
      const isOne =
        /^--?chardev$/.test(option.value.decoded) && value && isChardevList(value.value);
      return isOne ? [[option, value] as const] : [];
    });
  });
}

function isMonitor(words: readonly Word[], index: number): boolean {
  const option = words[index]?.value.decoded ?? '';
  const value = words[index + 1]?.value;
  if (value === undefined) return false;
  if (OPTION.test(option)) {
    return isAddress(value) || (isUnknownDevice(value) && followsProgram(words, index));
  }
  if (option === '-mon') return isMonList(value);
  return option === '-serial' && /^mon:/.test(value.decoded) && isAddress(value);
}

/** Other programs have `-vnc`, so QEMU's name must precede. */
function isShown(words: readonly Word[], index: number): boolean {
  const value = words[index + 1]?.value;
  const name = words[index]?.value.decoded.replace(/^-/, '') ?? '';
  if (value === undefined || !isDisplay(name, value)) return false;
  return followsProgram(words, index);
}

function followsProgram(words: readonly Word[], index: number): boolean {
  return words.slice(0, index).some((word) => programOf(word.value) !== undefined);
}

function* logicalLines(text: MappedText): Generator<MappedText> {
  const pattern = /(?:[^\n\\^]|[\\^](?!\r?\n)|[\\^]\r?\n)+/g;
  for (const { index, 0: own } of text.decoded.matchAll(pattern)) {
    if (MAY_BE_COMMAND.test(own)) yield slice(text, index, index + own.length);
  }
}

function wordsIn(line: MappedText): readonly Word[] {
  const words: Word[] = [];
  const pattern = /(?:"[^"\n]*"|'[^'\n]*'|[^\s"'\\^]|[\\^](?!\r?\n)|["'])+/g;
  for (const { index, 0: own } of line.decoded.matchAll(pattern)) {
    if (words.length >= LIMITS.group) break;
    // `-e FLAGS="-m 1G -monitor tcp:…"`, `<vm args="-m 1G"/>`
    const [, front = '', , back = ''] =
      /^((?:[A-Za-z_]\w*=)?(["'])).*(\2(?:\/?>)?)$/.exec(own) ?? [];
    // `FLAGS=-monitor tcp:…`
    const [name = ''] =
      words.length === 0 ? (/^[A-Za-z_]\w*=(?=-|[\w./]*qemu-)/.exec(own) ?? []) : [];
    const start = index + (front || name).length;
    const end = index + own.length - back.length;
    const inside = slice(line, start, end);
    const isWhole = end - start === own.length;
    const marked = withMarks(inside, (piece) => {
      const { through } = piece;
      return {
        ...piece,
        encodings: inWords(piece.encodings),
        // A name's value is split with the text around it.
        through:
          through.length === 0
            ? through
            : through.map((use) => ({ ...use, encodings: inWords(use.encodings) })),
      };
    });
    const at = spanOf(isWhole ? inside : slice(line, index, index + own.length));
    words.push({ value: marked, at, many: false });
  }
  return words;
}

const SET = /^[A-Z_][A-Z\d_]*=[^(`]*$/;

function readsLikeCommand(words: readonly Word[], option: number): boolean {
  const start = words.findIndex(({ value }) => programOf(value) !== undefined);
  const first = words.find(({ value: { decoded } }) => !runsOthers(decoded) && !SET.test(decoded));
  const isBegun = /^(?:[-\ufffc]|\$\w+$|\$\{\w+\}$)/.test(first?.value.decoded ?? '');
  if (!isBegun && (start === -1 || start > option)) return false;
  // Two plain words in sequence are prose.
  let plain = 0;
  for (const { value } of words.slice(start === -1 ? 0 : start + 1)) {
    const isPlain = /^[A-Za-z(][a-z,.;)]*$/.test(value.decoded);
    plain = isPlain ? plain + 1 : 0;
    if (plain > 1) return false;
  }
  return true;
}

const KEPT = new RegExp(`^--?${oneOf(LIST_OPTIONS)}$`);

function optionsOf(words: readonly Word[]): readonly Word[] {
  const kept: Word[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index];
    const value = words[index + 1];
    if (word && /^--?(?:nodefaults|nographic)$/.test(word.value.decoded)) kept.push(word);
    if (word === undefined || value === undefined || !KEPT.test(word.value.decoded)) continue;
    kept.push(word, value);
    index++;
  }
  return kept;
}
