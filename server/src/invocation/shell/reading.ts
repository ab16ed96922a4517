/** `read` and `mapfile`: what a script takes from its input (bash manual 4.2). */
import type { ShellNode, ShellWord, SimpleCommand } from '../../syntax/shell/tree.ts';
import { isKnown, type MappedText, mappedText, slice } from '../../text/mapped-text.ts';
import type { Word } from '../invocation.ts';
import { literalText, NAME } from './blocks.ts';
import type { Builtin } from './builtins.ts';
import type { Context } from './context.ts';
import { separatorsOf } from './expand-word.ts';
import { visitWords } from './flow.ts';
import { namesIn, setNamed } from './named.ts';
import { FOREIGN_VALUES, listOf, only, type Value, type Values } from './values.ts';
import { type View, viewOf } from './view.ts';

export const read: Builtin = (interpreter, { words }, context) => {
  const view = viewOf(interpreter, context);
  const { state } = context;
  const { names: given, array, simple } = targetsOf(words);
  const names = given.filter((word) => namesIn(word, view).length > 0);
  visitWords(interpreter, words, context);
  const line = simple ? nextLine(context) : undefined;
  if (array !== undefined) {
    setNamed(array, line ? only(listOf(fieldsOf(line, view))) : FOREIGN_VALUES, view);
    return;
  }
  const give = (index: number, values: Values): void => {
    if (names.length === 0) state.set('REPLY', values);
    else setNamed(names[index], values, view);
  };
  const count = Math.max(1, names.length);
  const isOpen = line === undefined || line.text.includes('\\');
  // Without a name nothing is divided, nor taken off at the ends.
  const parts = isOpen ? [] : names.length === 0 ? [line] : divided(line, count, view);
  for (let index = 0; index < count; index++) {
    const text = parts[index];
    if (isOpen) give(index, FOREIGN_VALUES);
    else give(index, only(text ? { kind: 'scalar', text } : emptyAt(line)));
  }
};

/** What a `read` sets, and whether it takes a line as all others do: none of a length or with an end of its own. */
function targetsOf(words: readonly ShellWord[]) {
  const names: ShellWord[] = [];
  let array: ShellWord | undefined;
  let simple = true;
  for (let index = 1; index < words.length; index++) {
    const word = words[index];
    const text = literalText(word);
    if (text?.startsWith('-')) {
      if (/[dnNu]/.test(text)) simple = false;
      if (/[adinNptu]$/.test(text)) {
        index++;
        if (text.endsWith('a')) array = words[index];
      }
    } else if (word && (text === undefined || NAME.test(text))) names.push(word);
  }
  return { names, array, simple };
}

/** The `read` that decides how often a loop runs, alone or in front of `|| [ -n "$x" ]`; undefined for any other. */
export function readInTest([test, ...others]: readonly ShellNode[]): SimpleCommand | undefined {
  if (others.length > 0) return undefined;
  if (test?.kind === 'and-or') {
    // That is true for a last line without an ending alone.
    return test.operators.join() === '||' ? readInTest(test.nodes.slice(0, 1)) : undefined;
  }
  if (test?.kind !== 'command' || literalText(test.words[0]) !== 'read') return undefined;
  const isOwn = test.input === undefined && test.redirections.length === 0;
  return isOwn && targetsOf(test.words).simple ? test : undefined;
}

function emptyAt({ place }: MappedText): Value {
  return { kind: 'scalar', text: mappedText([], place) };
}

/**
 * Whether a `read` would find a line on the standard input, with its ending unless `openToo` says that one without
 * is as good; undefined where that is not known.
 */
export function hasLine(context: Context, openToo: boolean): boolean | undefined {
  const text = leftToRead(context);
  if (text === undefined) return undefined;
  const end = text.text.indexOf('\n');
  // What is not known may be several lines.
  if (!isKnown(end === -1 ? text : slice(text, 0, end))) return undefined;
  return end !== -1 || (text.text !== '' && openToo);
}

/** In the second round of a loop there may be less of it, or nothing, which matters as much as the rest. */
function leftToRead({ input, state }: Context): MappedText | undefined {
  const [first, ...others] = input === undefined ? [] : state.get(input);
  return first?.value.kind === 'scalar' && others.length === 0 ? first.value.text : undefined;
}

/** Takes the next line from the standard input; undefined where it is not known. */
function nextLine(context: Context): MappedText | undefined {
  const { input, state } = context;
  const text = leftToRead(context);
  if (input === undefined || text === undefined) return undefined;
  const end = text.text.indexOf('\n');
  const line = end === -1 ? text : slice(text, 0, end);
  const rest = end === -1 ? mappedText([], text.place) : slice(text, end + 1);
  state.set(input, only({ kind: 'scalar', text: rest }));
  // A part that is not known may hold line endings.
  return isKnown(line) ? line : undefined;
}

/** A line divided at the characters of IFS; the last part has all the rest. */
function divided(line: MappedText, count: number, view: View): readonly MappedText[] {
  const separators = separatorsOf(view) ?? ' \t\n';
  const isBlank = (letter: string | undefined) =>
    letter !== undefined && ' \t\n'.includes(letter) && separators.includes(letter);
  const parts: MappedText[] = [];
  const { text } = line;
  let start = 0;
  while (isBlank(text[start])) start++;
  let last = text.length;
  while (last > start && isBlank(text[last - 1])) last--;
  while (parts.length < count - 1 && start < last) {
    let end = start;
    while (end < last && !separators.includes(text[end] ?? '')) end++;
    parts.push(slice(line, start, end));
    start = end;
    while (isBlank(text[start])) start++;
    if (start === end || !isBlank(text[end])) {
      if (start < last && separators.includes(text[start] ?? '')) start++;
      while (isBlank(text[start])) start++;
    }
  }
  if (start < last) parts.push(slice(line, start, last));
  return parts;
}

function fieldsOf(line: MappedText, view: View): readonly Word[] {
  return divided(line, 10_000, view).map((text) => ({ text, at: text.place, many: false }));
}

/** `mapfile -t lines`. */
export const mapfile: Builtin = (interpreter, { words }, context) => {
  const last = words.length > 1 ? words.at(-1) : undefined;
  const name = literalText(last);
  const target = name === undefined || NAME.test(name) ? last : undefined;
  const input = context.input === undefined ? [] : context.state.get(context.input);
  const options = words.slice(1, -1).map(literalText);
  const plain = options.every((option) => option === '-t');
  const lists = input.flatMap(({ value, path }): Values => {
    if (value.kind !== 'scalar') return [];
    return [{ value: listOf(linesIn(value.text, options.length === 0)), path }];
  });
  const known = plain && lists.length > 0 && lists.length === input.length;
  const found = known ? lists : FOREIGN_VALUES;
  if (target) setNamed(target, found, viewOf(interpreter, context));
  else context.state.set('MAPFILE', found);
};

/** The lines of a text as words, with or without what ends them. */
function linesIn(input: MappedText, withEnds: boolean): readonly Word[] {
  const found: Word[] = [];
  let start = 0;
  for (const line of input.text.split('\n')) {
    const end = start + line.length;
    if (end > start || end < input.text.length) {
      const text = slice(input, start, withEnds ? end + 1 : end);
      // What is not known may be several lines, or none.
      const open = text.pieces.length === 1 && text.pieces[0]?.kind === 'unknown';
      found.push({ text, at: text.place, many: open });
    }
    start = end + 1;
  }
  return found;
}
