/** `read` and `mapfile`: input of a script (bash manual 4.2). */

import { dividedAt } from '../../../syntax/shell/encodings.ts';
import type { ShellNode, ShellWord, SimpleCommand } from '../../../syntax/shell/tree.ts';
import { readAgainAs } from '../../../text/again.ts';
import { standingSpan } from '../../../text/edit-anchor.ts';
import { spend } from '../../../text/fuel.ts';
import {
  isKnown,
  knownText,
  type MappedText,
  mappedText,
  slice,
} from '../../../text/mapped-text.ts';
import { isOneUnknown } from '../../../text/operations.ts';
import { literalText, NAME } from '../../domain/blocks.ts';
import { havoc } from '../../domain/havoc.ts';
import { COST } from '../../domain/limits.ts';
import {
  type AbstractValue,
  listOf,
  only,
  soleText,
  UNKNOWN_VALUES,
  USER_PROVIDED,
} from '../../domain/values.ts';
import type { Word } from '../../invocation.ts';
import type { Context } from '../context.ts';
import { textOf } from '../expand/expand.ts';
import { hasOtherThanBlanks, separatorsOf } from '../expand/expand-word.ts';
import { isListed } from '../expand/parameter-held.ts';
import { placesIn, setNamed } from '../expand/targets.ts';
import { type View, viewOf } from '../view.ts';
import type { Builtin } from './builtins.ts';
import { visitWords } from './flow.ts';

export const read: Builtin = (interpreter, { words }, context) => {
  const view = viewOf(interpreter, context);
  const { state } = context;
  const request = requestOf(words, view);
  const { array } = request;
  // `read "$@"`
  const isOpen = words.some(({ plain, parts }) => {
    return plain === undefined && parts.some((part) => part.kind === 'parameter' && isListed(part));
  });
  if (isOpen) havoc(state);
  const names = request.names.filter((word) => {
    return placesIn(word, view).length > 0 || !isKnown(textOf(word, view));
  });
  visitWords(interpreter, words, context);
  const line = nextLine(request, context);
  const unread = context.input === undefined ? USER_PROVIDED : UNKNOWN_VALUES;
  const isEmptyToKsh = context.dialect === 'ksh' && line?.decoded === '';
  if (array !== undefined) {
    const isSure = line && isKnown(line) && !isEmptyToKsh;
    const fields = isSure ? fieldsOf(line, view) : undefined;
    spend(interpreter.budget, COST.word * (fields?.length ?? 0));
    setNamed(array, fields ? only(listOf(fields)) : unread, view);
    return;
  }
  const give = (index: number, values: AbstractValue): void => {
    if (names.length === 0) state.set('REPLY', values);
    else setNamed(names[index], values, view);
  };
  const count = Math.max(1, names.length);
  const parts = line && partsFor(line, names.length, view);
  for (let index = 0; index < count; index++) {
    const text = parts?.[index];
    if (line === undefined || parts === undefined) give(index, unread);
    else give(index, only({ kind: 'scalar', text: text ?? mappedText([], line.place) }));
  }
};

function partsFor(line: MappedText, names: number, view: View): readonly MappedText[] | undefined {
  if (names === 0) return [line];
  // zsh keeps a separator after the last field.
  if ((!isKnown(line) || view.context.dialect === 'zsh') && names > 1) return undefined;
  return splitLine(line, names, view);
}

interface Request {
  readonly names: readonly ShellWord[];
  /** `-a NAME` */
  readonly array: ShellWord | undefined;
  /** Whether `\\` hides the next character. */
  readonly escapes: boolean;
  /** Undefined if the shells differ, or with a count of characters. */
  readonly end: string | undefined;
}

interface ReadOption {
  readonly letter: string;
  readonly operand: ShellWord | undefined;
  readonly given: string | undefined;
}

function optionsOf(
  words: readonly ShellWord[],
  valued: string,
  view: View,
): { readonly options: readonly ReadOption[]; readonly names: readonly ShellWord[] } {
  const options: ReadOption[] = [];
  let index = 1;
  for (; index < words.length; index++) {
    const text = literalText(words[index]);
    if (!text?.startsWith('-')) break;
    for (let at = 1; at < text.length; at++) {
      const letter = text[at] ?? '';
      const takes = valued.includes(letter);
      const operand = takes && at + 1 === text.length ? words[++index] : undefined;
      const given = operand ? knownText(textOf(operand, view)) : text.slice(at + 1);
      options.push({ letter, operand, given });
      if (takes) break;
    }
  }
  const names = words.slice(index).filter((word) => !literalText(word)?.startsWith('-'));
  return { options, names };
}

/** Options that count characters or name a descriptor are not followed; others only in bash. */
function requestOf(words: readonly ShellWord[], view: View): Request {
  const { options, names } = optionsOf(words, 'adinNptu', view);
  const letters = options.map(({ letter }) => letter);
  const delimiter = options.findLast(({ letter }) => letter === 'd');
  const end = delimiter ? delimiter.given?.slice(0, 1) : '\n';
  const { dialect } = view.context;
  const isBash = dialect === 'bash' || dialect === 'posix';
  const known = isBash ? /^[adeprst]*$/ : /^r*$/;
  const isNamed = dialect !== 'dash' || names.length > 0;
  return {
    names,
    array: options.findLast(({ letter }) => letter === 'a')?.operand,
    escapes: !letters.includes('r'),
    end: known.test(letters.join('')) && isNamed && end !== undefined ? end || NUL : undefined,
  };
}

/** `-d ''` */
const NUL = '\0';

/** The `read` of a loop's test, possibly with `|| [ -n "$x" ]`; else undefined. */
export function readInTest([test, ...others]: readonly ShellNode[]): SimpleCommand | undefined {
  if (others.length > 0) return undefined;
  if (test?.kind === 'and-or') {
    // `read LINE || [ -n "$LINE" ]` also gives an unended last line.
    return test.operators.join() === '||' ? readInTest(test.nodes.slice(0, 1)) : undefined;
  }
  if (test?.kind !== 'command' || literalText(test.words[0]) !== 'read') return undefined;
  return test.input === undefined && test.redirections.length === 0 ? test : undefined;
}

/** Whether a line is left; `openToo`: also without a line end. Undefined if unknown. */
export function hasLine(
  { words }: SimpleCommand,
  context: Context,
  openToo: boolean,
  view: View,
): boolean | undefined {
  const { end } = requestOf(words, view);
  const text = leftToRead(context);
  if (text === undefined || end === undefined) return undefined;
  const found = text.decoded.indexOf(end);
  // Unknown text may be several lines.
  if (!isKnown(found === -1 ? text : slice(text, 0, found))) return undefined;
  return found !== -1 || (text.decoded !== '' && openToo);
}

function leftToRead({ input, state }: Context): MappedText | undefined {
  return input === undefined ? undefined : soleText(state.get(input));
}

function nextLine({ end, escapes }: Request, context: Context): MappedText | undefined {
  const { input, state } = context;
  const text = leftToRead(context);
  if (input === undefined || text === undefined) return undefined;
  if (end === undefined) {
    state.set(input, USER_PROVIDED);
    return undefined;
  }
  const found = text.decoded.indexOf(end);
  const line = slice(text, 0, found === -1 ? text.decoded.length : found);
  const rest = found === -1 ? mappedText([], text.place) : slice(text, found + 1);
  state.set(input, only({ kind: 'scalar', text: rest }));
  if (escapes && line.decoded.includes('\\')) return undefined;
  // Only `-d ''` has a delimiter that unknown text lacks.
  return isKnown(line) || (end === NUL && !escapes) ? line : undefined;
}

/** Splits at IFS; the last part has the rest. */
function splitLine(line: MappedText, count: number, view: View): readonly MappedText[] {
  const separators = separatorsOf(view) ?? ' \t\n';
  const { decoded } = line;
  const divides = (at: number): boolean =>
    at < decoded.length && separators.includes(decoded[at] ?? '');
  const isBlank = (at: number): boolean => divides(at) && ' \t\n'.includes(decoded[at] ?? '');
  const behindBlanks = (at: number): number => {
    let next = at;
    while (isBlank(next)) next++;
    return next;
  };
  const parts: MappedText[] = [];
  let start = behindBlanks(0);
  while (start < decoded.length) {
    let end = start;
    while (end < decoded.length && !divides(end)) end++;
    let next = behindBlanks(end);
    if (divides(next) && (next === end || isBlank(end))) next = behindBlanks(next + 1);
    const isRest = parts.length === count - 1;
    if (isRest && next < decoded.length) {
      end = decoded.length;
      while (end > start && isBlank(end - 1)) end--;
      next = decoded.length;
    }
    const part = slice(line, start, end);
    // An edit with a comma would be split.
    const isUsual = isRest || !hasOtherThanBlanks(separators);
    parts.push(isUsual ? part : readAgainAs(part, dividedAt(separators)));
    start = next;
  }
  return parts;
}

function fieldsOf(line: MappedText, view: View): readonly Word[] {
  return splitLine(line, Number.POSITIVE_INFINITY, view).map((text) => {
    return { value: text, at: standingSpan(text), many: false };
  });
}

/** `mapfile -t lines`; else unknown. */
export const mapfile: Builtin = (interpreter, { words }, context) => {
  const view = viewOf(interpreter, context);
  const { options, names } = optionsOf(words, 'dnOsuCc', view);
  const target = names.findLast((word) => NAME.test(literalText(word) ?? 'x'));
  const isPlain = options.every(({ letter }) => letter === 't');
  const input = context.input === undefined ? [] : context.state.get(context.input);
  const lists = input.flatMap(({ value, path }): AbstractValue => {
    if (value.kind !== 'scalar' || !isPlain) return [];
    return [{ value: listOf(linesIn(value.text, options.length === 0)), path }];
  });
  const known = lists.length > 0 && lists.length === input.length;
  const found = known ? lists : USER_PROVIDED;
  if (target) setNamed(target, found, view);
  else context.state.set('MAPFILE', found);
};

function linesIn(input: MappedText, withEnds: boolean): readonly Word[] {
  const found: Word[] = [];
  let start = 0;
  for (const line of input.decoded.split('\n')) {
    const stop = start + line.length;
    if (stop > start || stop < input.decoded.length) {
      const text = slice(input, start, withEnds ? stop + 1 : stop);
      const open = isOneUnknown(text);
      found.push({ value: text, at: text.place, many: open });
    }
    start = stop + 1;
  }
  return found;
}
