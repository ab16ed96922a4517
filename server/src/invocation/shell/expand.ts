/**
 * What words of a script expand to (bash manual 3.5), with the source of every character. A word of which
 * variables have several values makes several lines, none of them of values that exclude each other.
 */
import type {
  ArithmeticPart,
  ParameterPart,
  ShellPart,
  ShellWord,
} from '../../syntax/shell/tree.ts';
import { type MappedText, mappedText, type Piece } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import type { Word } from '../invocation.ts';
import {
  type Alternative,
  type Combination,
  combinations,
  type Path,
  products,
} from './alternatives.ts';
import { evaluate, type Numbers } from './arithmetic.ts';
import { bracesExpanded } from './braces.ts';
import { expandWord, firstSeparator } from './expand-word.ts';
import { joinWords } from './fields.ts';
import { MAX_ALTERNATIVES, MAX_LINES } from './limits.ts';
import {
  isForeign,
  only,
  present,
  seen,
  sizeOf,
  UNKNOWN_VALUE,
  UNKNOWN_VALUES,
  type Value,
  type Values,
} from './values.ts';
import { type Runner, unknownPieces, usesOf, type View, written } from './view.ts';

/** The words of a command on one way through the script. */
export interface Line {
  readonly words: readonly Word[];
  readonly path: Path;
}

/** A text without word splitting, and whether all of it is what the user says. */
export interface Text {
  readonly text: MappedText;
  readonly foreign: boolean;
}

/** The lines that the words of a command expand to, one or more. */
export function linesOf(words: readonly ShellWord[], view: View): readonly Line[] {
  const { budget } = view.runner;
  const lines = expanded(words, view, MAX_LINES);
  budget.lines -= lines.length - 1;
  const [first] = lines;
  if (budget.lines >= 0 || first === undefined) return lines;
  // One line is left, in which what differs is unknown.
  return [{ words: joinedUnknown(words, view), path: [] }];
}

function joinedUnknown(words: readonly ShellWord[], view: View): readonly Word[] {
  const whole = bracesExpanded(words);
  const sets = whole.flatMap((word) => setsOf(word, viewOfWord(word, view)));
  return joined(whole, sets.map(onlyValue), view);
}

/**
 * The words of an array, as alternatives: each is defined where it is written. More than a value may have
 * are cut off, with one too many left to show it.
 */
export function listsOf(
  words: readonly ShellWord[],
  view: View,
): readonly Alternative<readonly Word[]>[] {
  return expanded(words, view, MAX_ALTERNATIVES + 1).map(({ words: value, path }) => {
    return { value, path };
  });
}

/** How many lines a command may be if every combination is wanted. */
const MAX_EVERY = 4_096;

/** How many values may be looked at to combine those of one command. */
const MAX_COMBINING = 20_000;

function expanded(words: readonly ShellWord[], view: View, limit: number): readonly Line[] {
  const whole = bracesExpanded(words);
  const sets: Values[] = [];
  for (const word of whole) addSets(word, viewOfWord(word, view), sets);
  if (sets.length === 0) return [{ words: joined(whole, NO_VALUES_NEEDED, view), path: [] }];
  if (view.runner.every) return linesFrom(products(sets, MAX_EVERY), whole, view);
  const total = sets.reduce((sum, set) => sum + set.length, 0);
  const bound = Math.max(1, Math.min(limit, Math.floor(MAX_COMBINING / total)));
  const found = combinations(sets, bound + 1);
  const lines = linesFrom(found.slice(0, bound), whole, view);
  if (found.length <= bound) return lines;
  // What did not come to have a line of its own is unknown in the last one.
  return [...lines, { words: joined(whole, sets.map(onlyValue), view), path: [] }];
}

function linesFrom(
  found: readonly Combination<Value>[],
  words: readonly ShellWord[],
  view: View,
): readonly Line[] {
  return found.map(({ values, path }) => ({ words: joined(words, values, view), path }));
}

function onlyValue([only, ...others]: Values): Value {
  return only && others.length === 0 ? only.value : UNKNOWN_VALUE;
}

const NO_VALUES_NEEDED: readonly Value[] = [];

function joined(
  words: readonly ShellWord[],
  values: readonly Value[],
  view: View,
): readonly Word[] {
  const next = values[Symbol.iterator]();
  const expandedWords: Word[] = [];
  for (const word of words) {
    for (const one of expandWord(word, next, viewOfWord(word, view))) expandedWords.push(one);
  }
  return expandedWords;
}

function viewOfWord({ at }: ShellWord, view: View): View {
  return view.each ? { ...view, definition: at } : view;
}

/** The only text of a word without word splitting; unknown parts where it has several. */
export function textOf(word: ShellWord, view: View): MappedText {
  const found = textsOf(word, view);
  const [first] = found;
  if (found.length === 1 && first) return first.value.text;
  return mappedText(
    quotedParts(word).flatMap((part) => {
      return part.kind === 'text' ? written(part.text, view).pieces : unknownPieces(part, view);
    }),
    view.context.placement.span(word.at),
  );
}

/** What a word expands to without word splitting, as in an assignment. */
export function textsOf(word: ShellWord, view: View): readonly Alternative<Text>[] {
  const [first] = word.parts;
  if (first?.kind === 'text' && word.parts.length === 1) {
    // Most words are plain text, of which there is nothing to choose or to put together.
    const text = written(first.text, view);
    const { start } = word.at;
    const place = view.context.placement.span({ start, end: start });
    return [{ value: { text: mappedText(text.pieces, place), foreign: false }, path: [] }];
  }
  const parts = quotedParts(word);
  const quoted: ShellWord = { at: word.at, inert: word.inert, parts };
  const sets = setsOf(quoted, view);
  const start = view.context.placement.span({ start: word.at.start, end: word.at.start });
  const variables = parts.length > 0 && parts.every(({ kind }) => kind === 'parameter');
  const separator = view.context.state.has('IFS') ? firstSeparator(view) : ' ';
  return combinedValues(sets, view).map(({ values, path }) => {
    const words = expandWord(quoted, values[Symbol.iterator](), view);
    const text = mappedText(words.length === 0 ? [] : joinWords(words, separator), start);
    const foreign =
      variables &&
      values.every((value) => isForeign(value) || (value.kind === 'unset' && !value.surely));
    return { value: { text, foreign }, path };
  });
}

function combinedValues(sets: readonly Values[], { runner }: View) {
  if (sets.length === 0) return ONE_WAY;
  const limit = MAX_ALTERNATIVES + 1;
  return runner.every ? products(sets, limit) : combinations(sets, limit);
}

const ONE_WAY: readonly { readonly values: readonly Value[]; readonly path: Path }[] = [
  { values: [], path: [] },
];

function quotedParts(word: ShellWord): readonly ShellPart[] {
  return word.parts.map((part): ShellPart => {
    return part.kind === 'text' || part.kind === 'braces' || part.quoted
      ? part
      : { ...part, quoted: true };
  });
}

/** The values of the expansions in a word, in reading order. */
export function setsOf(word: ShellWord, view: View): readonly Values[] {
  const sets: Values[] = [];
  addSets(word, view, sets);
  return sets;
}

function addSets(word: ShellWord, view: View, sets: Values[]): void {
  // Its parts need not be read to know that nothing in it expands.
  if (word.plain !== undefined) return;
  for (const part of word.parts) {
    const values = valuesOf(part, view);
    if (values) sets.push(values);
  }
}

function valuesOf(part: ShellPart, view: View): Values | undefined {
  const { runner, context } = view;
  switch (part.kind) {
    case 'text':
      return undefined;
    case 'braces':
      return UNKNOWN_VALUES;
    case 'opaque':
      if (part.body.length > 0) runner.runAside(part, context);
      return UNKNOWN_VALUES;
    case 'arithmetic':
      return arithmeticValues(part, view);
    case 'substitution':
      return spent(
        runner.capture(part, context).map(({ value, path }) => {
          return { value: seen(value, usesOf(part, view)), path };
        }),
        runner,
      );
    case 'parameter': {
      const values = runner.parameterValues(part, view);
      return spent(values, runner);
    }
  }
}

/** Takes what values cost from the budget. */
function spent(values: Values, { budget }: Runner): Values {
  for (const { value } of values) budget.pieces -= sizeOf(value);
  return budget.pieces < 0 ? UNKNOWN_VALUES : values;
}

function arithmeticValues(part: ArithmeticPart, view: View): Values {
  const value = evaluate(part.expression, numbersIn(view, part.at));
  if (value === undefined) return UNKNOWN_VALUES;
  return only({ kind: 'scalar', text: seenNumber(String(value), part, view) });
}

/** A number that an expansion gives: it is written nowhere, and what can be replaced is the expansion. */
export function seenNumber(
  text: string,
  part: Pick<ParameterPart | ArithmeticPart, 'at' | 'source' | 'context'>,
  view: View,
): MappedText {
  const { placement } = view.context;
  const [first] = unknownPieces(part, view);
  if (first === undefined) return mappedText([], placement.span(part.at));
  const { at, context, definition, branch } = first;
  const through = usesOf(part, view);
  return mappedText([
    { kind: 'known', text, at, verbatim: false, context, definition, branch, through },
  ]);
}

/** The numbers of an expression, as the state has them. */
export function numbersIn(view: View, at: Span): Numbers {
  const { state, placement } = view.context;
  const textOfValues = (values: Values): string | undefined => {
    const held = view.runner.every ? values : present(values);
    const [first, ...others] = held.filter(({ spare }) => !spare);
    if (first === undefined || others.length > 0) return undefined;
    const { value } = first;
    if (value.kind === 'scalar') {
      return value.text.pieces.some(({ kind }) => kind === 'unknown') ? undefined : value.text.text;
    }
    return value.kind === 'unset' && value.surely ? '' : undefined;
  };
  return {
    text: (word) => {
      const text = textOf(word, view);
      return text.pieces.some(({ kind }) => kind === 'unknown') ? undefined : text.text;
    },
    variable: (name) => textOfValues(state.get(name)),
    assign: (name, value) => {
      if (value === undefined) {
        state.set(name, UNKNOWN_VALUES);
        return;
      }
      const place = placement.span(at);
      const piece: Piece = {
        ...{
          kind: 'known',
          text: String(value),
          at: place,
          verbatim: false,
          context: 'arithmetic',
        },
        through: [],
      };
      state.set(name, only({ kind: 'scalar', text: mappedText([piece]) }));
    },
  };
}
