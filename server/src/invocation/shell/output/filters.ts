/**
 * Programs that print what they read, changed: `tr`, `sed s///`. What they are told must be plain; anything
 * else makes their output unknown.
 */
import { C_ESCAPES } from '../../../syntax/c-escapes.ts';
import { SHELL } from '../../../syntax/shell/encodings.ts';
import {
  concat,
  isKnown,
  literally,
  type MappedText,
  mappedText,
  type Piece,
  replaceEach,
  slice,
  split,
  UNKNOWN,
  unwritten,
} from '../../../text/mapped-text.ts';
import { withoutSlashes } from '../../../text/paths.ts';
import type { Word } from '../../invocation.ts';
import { readAgainText } from '../nested/nested-text.ts';

/** Whether a program of this name is one of them, or prints what it makes of its words. */
export function isFilter(name: string): boolean {
  return FILTERS.has(name) || name === 'basename';
}

/** What a program prints of its words alone; undefined where that is not known. */
export function printedBy(name: string, words: readonly Word[]): MappedText | undefined {
  if (name !== 'basename' || words.some(({ many, value }) => many && !isKnown(value)))
    return undefined;
  const text = basename(words.slice(1).map((word) => word.value));
  return text && concat([text, lineEnd(text)]);
}

/** What `basename PATH [SUFFIX]` prints (POSIX), without its line ending; undefined where that is not known. */
function basename(operands: readonly MappedText[]): MappedText | undefined {
  const [path, suffix, ...others] = operands;
  if (path === undefined || others.length > 0 || path.decoded.startsWith('-')) return undefined;
  if (suffix !== undefined && !isKnown(suffix)) return undefined;
  const end = withoutSlashes(path.decoded).length;
  const start = path.decoded.lastIndexOf('/', end - 1) + 1;
  const name = slice(path, start, end);
  const isSure = isKnown(name) && path.pieces.every(({ branch }) => branch === undefined);
  if (!isSure || name.decoded === '') return undefined;
  const ending = suffix?.decoded ?? '';
  const isCut = ending !== '' && name.decoded !== ending && name.decoded.endsWith(ending);
  return isCut ? slice(name, 0, name.decoded.length - ending.length) : name;
}

/** What a filter prints of a text; `words` from its name on. Undefined where that is not known. */
export function filtered(
  name: string,
  words: readonly Word[],
  input: MappedText,
): MappedText | undefined {
  const operands = words.slice(1).map(({ value }) => value);
  if (!operands.every(isKnown)) return undefined;
  return FILTERS.get(name)?.(
    operands.map(({ decoded }) => decoded),
    input,
  );
}

type Filter = (operands: readonly string[], input: MappedText) => MappedText | undefined;

/** Replaces each character of known pieces that `change` has something else for. */
function characters(
  input: MappedText,
  change: (character: string) => string | undefined,
): MappedText {
  const pieces: Piece[] = [];
  for (const piece of input.pieces) {
    if (piece.kind === 'unknown') {
      pieces.push(piece);
      continue;
    }
    let start = 0;
    const whole = mappedText([piece]);
    for (let index = 0; index <= piece.text.length; index++) {
      const instead = index < piece.text.length ? change(piece.text[index] ?? '') : undefined;
      if (instead === undefined && index < piece.text.length) continue;
      pieces.push(...slice(whole, start, index).pieces);
      if (instead !== undefined) {
        for (const one of slice(whole, index, index + 1).pieces) {
          if (one.kind === 'known' && instead !== '') {
            pieces.push({ ...one, text: instead, verbatim: false });
          }
        }
      }
      start = index + 1;
    }
  }
  return mappedText(pieces, input.place);
}

const CLASSES: Readonly<Record<string, string>> = {
  '[:space:]': ' \t\n\r\f\v',
  '[:blank:]': ' \t',
  '[:digit:]': '0123456789',
  '[:lower:]': 'abcdefghijklmnopqrstuvwxyz',
  '[:upper:]': 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
};

/** The characters of a set of `tr`: `a-z`, `\n`, `[:space:]`; undefined for what it has besides. */
function charactersOf(set: string | undefined): readonly string[] | undefined {
  if (set === undefined) return undefined;
  const named = CLASSES[set];
  if (named !== undefined) return [...named];
  if (/\[[:=]|\*\]|\\\d/.test(set)) return undefined;
  const found: string[] = [];
  for (let index = 0; index < set.length; index++) {
    const escaped = set[index] === '\\' && index + 1 < set.length;
    const letter = set[escaped ? ++index : index] ?? '';
    const last = set[index + 2];
    if (!escaped && set[index + 1] === '-' && last !== undefined && last !== '\\') {
      const end = last.charCodeAt(0);
      for (let code = letter.charCodeAt(0); code <= end; code++) {
        found.push(String.fromCharCode(code));
      }
      index += 2;
    } else {
      found.push(escaped ? (C_ESCAPES[letter] ?? letter) : letter);
    }
  }
  return found;
}

/** `tr SET SET`, `tr -d SET`, `tr -s SET`, `tr -s SET SET`. */
const tr: Filter = (operands, input) => {
  const squeezes = operands[0] === '-s';
  const deletes = operands[0] === '-d';
  const [first, second, ...others] = squeezes || deletes ? operands.slice(1) : operands;
  const from = charactersOf(first);
  const to = charactersOf(second);
  if (!from || others.length > 0) return undefined;
  if (deletes) {
    return second === undefined
      ? characters(input, (one) => (from.includes(one) ? '' : undefined))
      : undefined;
  }
  if (second === undefined) return squeezes ? squeezed(input, from) : undefined;
  if (!to || to.length === 0) return undefined;
  const changed = characters(input, (one) => {
    const position = from.lastIndexOf(one);
    return position === -1 ? undefined : (to[position] ?? to.at(-1));
  });
  return squeezes ? squeezed(changed, to) : changed;
};

/** A text in which each of some characters stands no more than once in a row. */
function squeezed(input: MappedText, set: readonly string[]): MappedText {
  const pieces: Piece[] = [];
  // What stands before, where that is known for sure.
  let before: string | undefined = '';
  let branch: object | undefined;
  for (const piece of input.pieces) {
    if (piece.kind === 'unknown') {
      pieces.push(piece);
      before = undefined;
      continue;
    }
    // Whether a part that may be missing stands between two characters decides about the second.
    if (piece.branch !== branch && before !== '') before = undefined;
    branch = piece.branch;
    const whole = mappedText([piece]);
    let start = 0;
    for (let index = 0; index < piece.text.length; index++) {
      const one = piece.text[index] ?? '';
      if (set.includes(one) && (before === one || before === undefined)) {
        pieces.push(...slice(whole, start, index).pieces);
        if (before === undefined) {
          for (const rest of slice(whole, index, index + 1).pieces) {
            pieces.push({ ...rest, branch: rest.branch ?? {} });
          }
        }
        start = index + 1;
      }
      before = one;
    }
    pieces.push(...slice(whole, start, piece.text.length).pieces);
  }
  return mappedText(pieces, input.place);
}

/** The end of a line that stands nowhere in the source. */
export function lineEnd(text: MappedText): MappedText {
  const end = text.pieces.at(-1)?.at.end ?? text.place.end;
  return unwritten('\n', end, SHELL.bare);
}

const FILTERS: ReadonlyMap<string, Filter> = new Map([
  ['tr', tr],
  ['sed', sed],
]);

/** What a letter behind a backslash stands for; `\b` is the edge of a word. */
const { b: _, ...ESCAPES } = C_ESCAPES;

/** A command `s/old/new/` of which `old` is plain text. */
interface Substitution {
  readonly old: string;
  readonly instead: string;
  readonly all: boolean;
}

/** `sed 's/old/new/g; s/more/less/'`; undefined for scripts that do anything else. */
function sed(operands: readonly string[], input: MappedText): MappedText | undefined {
  const scripts = operands[0] === '-e' ? operands.filter((_, index) => index % 2 === 1) : operands;
  const plain =
    operands[0] !== '-e' || operands.every((one, index) => index % 2 === 1 || one === '-e');
  if (!plain || scripts.length === 0 || (operands[0] !== '-e' && scripts.length > 1)) {
    return undefined;
  }
  const isSure = input.pieces.every(({ kind, branch }) => kind === 'known' && !branch);
  // Each with its end.
  let lines = split(input, /(?<=\n)/g);
  for (const commands of scripts.map(substitutionsIn)) {
    if (commands === undefined) return undefined;
    for (const command of commands) {
      // What is not known, or not there in every run, may be a part of what is replaced, or the first of a line.
      const isOwn = command.all && command.old.length === 1 && command.old !== UNKNOWN;
      // No line has a line ending in it.
      if (command.old.includes('\n') || !(isSure || isOwn)) return undefined;
      lines = lines.map((line) => replaced(line, command));
    }
  }
  return readAgainText(concat(lines));
}

/** The commands of a script of sed that does nothing but replace plain text; undefined for any other. */
function substitutionsIn(script: string): readonly Substitution[] | undefined {
  const found: Substitution[] = [];
  let index = 0;
  while (index < script.length) {
    if (/[\s;]/.test(script[index] ?? '')) {
      index++;
      continue;
    }
    const delimiter = script[index + 1];
    if (script[index] !== 's' || delimiter === undefined || /[\w\s\\]/.test(delimiter)) {
      return undefined;
    }
    const old = plainUntil(script, index + 2, delimiter, /[[\]*.^$&+?(){}|\n]/);
    const instead = old && plainUntil(script, old.end, delimiter, /[&\n]/);
    if (!instead || old.text === '') return undefined;
    const flags = /^g?/.exec(script.slice(instead.end))?.[0] ?? '';
    index = instead.end + flags.length;
    if (index < script.length && !/[\s;]/.test(script[index] ?? '')) return undefined;
    found.push({ old: old.text, instead: instead.text, all: flags === 'g' });
  }
  return found;
}

/** Plain text up to a delimiter, behind which `end` stands; undefined where it has a special character. */
function plainUntil(
  script: string,
  start: number,
  delimiter: string,
  special: RegExp,
): { readonly text: string; readonly end: number } | undefined {
  let text = '';
  for (let index = start; index < script.length; index++) {
    const letter = script[index] ?? '';
    if (letter === delimiter) return { text, end: index + 1 };
    if (letter === '\\') {
      const next = script[++index] ?? '';
      if (/[\s\w]/.test(next) && ESCAPES[next] === undefined) return undefined;
      // `\+` and its like are operators in a basic expression.
      if (/[+?(){}|]/.test(next) || next === '') return undefined;
      text += ESCAPES[next] ?? next;
    } else if (special.test(letter)) return undefined;
    else text += letter;
  }
  return undefined;
}

function replaced(line: MappedText, { old, instead, all }: Substitution): MappedText {
  let done = false;
  return replaceEach(line, literally(old), () => {
    const isLeft = done && !all;
    done = true;
    return isLeft ? undefined : instead;
  });
}
