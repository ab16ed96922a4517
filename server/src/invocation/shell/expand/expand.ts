/** Expands words (bash manual 3.5) with the source of each character, in a line per combination of values. */

import { SHELL } from '../../../syntax/shell/encodings.ts';
import type {
  ArithmeticPart,
  OpaquePart,
  ParameterPart,
  ShellPart,
  ShellWord,
} from '../../../syntax/shell/tree.ts';
import { isShort, isUsedUp, spend, stopAt } from '../../../text/fuel.ts';
import { LIMITS } from '../../../text/limits.ts';
import { generated, type MappedText, mappedText, pieceAt } from '../../../text/mapped-text.ts';
import { type Alternative, combinations, mapValues, type Path } from '../../domain/alternatives.ts';
import { COST, spendOnPieces } from '../../domain/limits.ts';
import {
  type AbstractValue,
  type ConcreteValue,
  isUserProvided,
  mayBeSkipped,
  only,
  seen,
  sizeOf,
  soleText,
  UNKNOWN_VALUE,
  UNKNOWN_VALUES,
} from '../../domain/values.ts';
import type { Word } from '../../invocation.ts';
import { unknownWords } from '../../unknown-words.ts';
import { plainWord, type Runner, unknownPieces, usesOf, type View, written } from '../view.ts';
import { evaluate } from './arithmetic.ts';
import { type Expandable, expandWord, firstSeparator } from './expand-word.ts';
import { joinWords } from './fields.ts';

/** A command's words on each path. */
type Lines = readonly Alternative<readonly Word[]>[];

interface Text {
  readonly text: MappedText;
  readonly userProvided: boolean;
}

/** At least one line. */
export function linesOf(words: readonly ShellWord[], view: View): Lines {
  const { budget } = view.runner;
  const lines = expandLines(words, view, isShort(budget) ? LIMITS.few : LIMITS.combinations);
  spend(budget, COST.command * (lines.length - 1));
  return lines;
}

/** An array's words; one alternative over the limit. */
export function listsOf(words: readonly ShellWord[], view: View): Lines {
  return expandLines(words, view, LIMITS.values + 1);
}

function expandLines(words: readonly ShellWord[], view: View, limit: number): Lines {
  const looked = words.length > LIMITS.many ? words.slice(0, LIMITS.many + 1) : words;
  const whole = bracesExpanded(looked);
  spend(view.runner.budget, COST.word * Math.max(0, whole.length - looked.length));
  const next = whole[LIMITS.many];
  if (next === undefined) return linesOfWords(whole, view, limit);
  const at = view.context.placement.span(next.at);
  stopAt(view.runner.budget, at);
  const further = unknownWords(at, SHELL.bare);
  const lines = linesOfWords(whole.slice(0, LIMITS.many), view, limit);
  return mapValues(lines, (line) => [...line, further]);
}

function linesOfWords(whole: readonly ShellWord[], view: View, limit: number): Lines {
  const sets = setsOfWords(whole, view);
  const wordsWith = (values: readonly ConcreteValue[]) => buildWords(whole, values, view);
  if (view.runner.every && sets.length > 0) {
    return mapValues(combinations(sets, LIMITS.pieces, true), wordsWith);
  }
  const values = onlyOnes(sets);
  if (values) return [{ value: wordsWith(values), path: NO_PATH }];
  const total = countOf(sets);
  spend(view.runner.budget, COST.value * total);
  const bound = Math.max(1, Math.min(limit, Math.floor(LIMITS.trials / total)));
  const found = combinations(sets, bound + 1);
  const lines = mapValues(found.slice(0, bound), wordsWith);
  if (found.length <= bound) return lines;
  return [...lines, { value: wordsWith(sets.map(onlyValue)), path: [] }];
}

function countOf(sets: readonly AbstractValue[]): number {
  return sets.reduce((sum, set) => sum + set.length, 0);
}

function onlyValue(values: AbstractValue): ConcreteValue {
  const only = values[0];
  return only && values.length === 1 ? only.value : UNKNOWN_VALUE;
}

const NO_PATH: Path = [];
const isOne = (set: AbstractValue): boolean => set.length === 1;
const NO_VALUES_NEEDED: readonly ConcreteValue[] = [];

function onlyOnes(sets: readonly AbstractValue[]): readonly ConcreteValue[] | undefined {
  if (sets.length === 0) return NO_VALUES_NEEDED;
  return sets.every(isOne) ? sets.map(onlyValue) : undefined;
}

function buildWords(
  words: readonly ShellWord[],
  values: readonly ConcreteValue[],
  view: View,
): readonly Word[] {
  const chosen = { values, next: 0 };
  const into: Word[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index];
    if (word === undefined) continue;
    const plain = plainWord(word, view.context, view.each ? word.at : view.definition);
    if (plain) into.push({ value: plain, at: plain.place, many: false });
    else expandWord(word, chosen, viewOfWord(word, view), into);
  }
  spend(view.runner.budget, COST.word * Math.max(0, into.length - words.length));
  return into;
}

function viewOfWord({ at }: ShellWord, view: View): View {
  return view.each ? { ...view, definition: at } : view;
}

function setsOfWords(words: readonly ShellWord[], view: View): readonly AbstractValue[] {
  const sets: AbstractValue[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index];
    if (word && hasExpansions(word)) addSets(word, viewOfWord(word, view), sets);
  }
  return sets;
}

function hasExpansions(word: Expandable): boolean {
  return word.plain === undefined && word.parts.some(({ kind }) => kind !== 'text');
}

/** A word's text without splitting; several values become unknown. */
export function textOf(word: ShellWord, view: View): MappedText {
  const found = textsOf(word, view);
  const [first] = found;
  if (found.length === 1 && first) return first.value.text;
  return mappedText(
    quotedParts(word.parts).flatMap((part) => {
      return part.kind === 'text' ? written(part.text, view).pieces : unknownPieces(part, view);
    }),
    view.context.placement.span(word.at),
  );
}

/** A word's texts without splitting. */
export function textsOf(word: ShellWord, view: View): readonly Alternative<Text>[] {
  const plain = plainWord(word, view.context, view.definition);
  if (plain) return [{ value: { text: plain, userProvided: false }, path: NO_PATH }];
  const own = word.parts;
  const first = own[0];
  if (first?.kind === 'text' && own.length === 1) {
    const text = written(first.text, view);
    if (text.decoded !== '') return [{ value: { text, userProvided: false }, path: NO_PATH }];
    const { start } = word.at;
    const place = view.context.placement.span({ start, end: start });
    return [{ value: { text: { ...text, place }, userProvided: false }, path: NO_PATH }];
  }
  const quoted = { at: word.at, parts: quotedParts(own) };
  const sets = setsOf(quoted, view);
  const values = view.runner.every ? undefined : onlyOnes(sets);
  if (values) return [{ value: textWith(quoted, values, view), path: NO_PATH }];
  return mapValues(combinedValues(sets, view), (chosen) => textWith(quoted, chosen, view));
}

function textWith(word: Expandable, values: readonly ConcreteValue[], view: View): Text {
  const { parts, at } = word;
  const { placement, state, dialect } = view.context;
  const words: Word[] = [];
  expandWord(word, { values, next: 0 }, view, words);
  const start = placement.span({ start: at.start, end: at.start });
  const userProvided =
    parts.length > 0 &&
    parts.every(({ kind }) => kind === 'parameter') &&
    values.every((value) => isUserProvided(value) || (value.kind === 'unset' && !value.surely));
  const [first] = words;
  if (first && words.length === 1) {
    const { decoded, pieces, starts } = first.value;
    return { text: { decoded, pieces, starts, place: start }, userProvided };
  }
  const positional = parts.find((part) => part.kind === 'parameter' && part.name === '@');
  const differs = dialect !== 'bash' && state.has('IFS') && firstSeparator(view) !== ' ';
  if (positional && differs) {
    // Bash joins arguments with a blank, dash with the first character of IFS.
    const between = positional.kind === 'parameter' ? unknownPieces(positional, view) : [];
    const pieces = words.flatMap(({ value }, index) => {
      return index === 0 ? value.pieces : [...between, ...value.pieces];
    });
    return { text: mappedText(pieces, start), userProvided };
  }
  return { text: mappedText(joinWords(words), start), userProvided };
}

/** Combines the values of a word. */
export function combinedValues(
  sets: readonly AbstractValue[],
  { runner }: View,
): readonly Alternative<readonly ConcreteValue[]>[] {
  spend(runner.budget, COST.value * countOf(sets));
  return combinations(sets, LIMITS.values + 1, runner.every);
}

function quotedParts(parts: readonly ShellPart[]): readonly ShellPart[] {
  if (parts.every(isUnsplit)) return parts;
  return parts.map((part): ShellPart => {
    return part.kind === 'text' || part.kind === 'braces' ? part : { ...part, quoted: true };
  });
}

function isUnsplit(part: ShellPart): boolean {
  return part.kind === 'text' || part.kind === 'braces' || part.quoted;
}

/** Runs commands in a word whose text is unused. */
export function visitWord(word: ShellWord, view: View): void {
  if (!word.inert) setsOf(word, view);
}

/** Each expansion's values, in reading order. */
export function setsOf(word: Expandable, view: View): readonly AbstractValue[] {
  if (word.plain !== undefined) return NO_SETS;
  const [part] = word.parts;
  if (part && word.parts.length === 1) {
    const values = valuesOf(part, view);
    return values ? [values] : NO_SETS;
  }
  const sets: AbstractValue[] = [];
  addSets(word, view, sets);
  return sets;
}

const NO_SETS: readonly AbstractValue[] = [];

function addSets(word: Expandable, view: View, sets: AbstractValue[]): void {
  word.parts.forEach((part) => {
    const values = valuesOf(part, view);
    if (values) sets.push(values);
  });
}

function valuesOf(part: ShellPart, view: View): AbstractValue | undefined {
  if (part.kind === 'text') return undefined;
  const values = valuesOfExpansion(part, view);
  const { host } = view.context.placement;
  const branch = host && pieceAt(host, part.at.start)?.branch;
  return branch
    ? values.map((one) => ({ ...one, value: mayBeSkipped(one.value, branch) }))
    : values;
}

function valuesOfExpansion(part: Exclude<ShellPart, { kind: 'text' }>, view: View): AbstractValue {
  const { runner, context } = view;
  switch (part.kind) {
    case 'braces':
      return UNKNOWN_VALUES;
    case 'opaque':
      if (part.body.length > 0 || part.unread) runner.runAside(part, context);
      return part.source === '~' ? homeOf(part, view) : UNKNOWN_VALUES;
    case 'arithmetic':
      return arithmeticValues(part, view);
    case 'substitution':
      return chargeForValues(
        mapValues(runner.capture(part, context), (value) => seen(value, usesOf(part, view))),
        runner,
      );
    case 'parameter':
      return chargeForValues(runner.parameterValues(part, view), runner);
  }
}

function homeOf(part: OpaquePart, view: View): AbstractValue {
  const { state } = view.context;
  const text = soleText(state.get('HOME'));
  return text ? only(seen({ kind: 'scalar', text }, usesOf(part, view))) : UNKNOWN_VALUES;
}

function chargeForValues(values: AbstractValue, { budget }: Runner): AbstractValue {
  for (const { value } of values) {
    spend(budget, sizeOf(value));
    if (value.kind === 'scalar')
      spendOnPieces(budget, value.text.pieces.length * (value.text.pieces[0]?.through.length ?? 0));
  }
  return isUsedUp(budget) ? UNKNOWN_VALUES : values;
}

function arithmeticValues(part: ArithmeticPart, view: View): AbstractValue {
  const value = evaluate(part.expression, view.runner.numbersIn(view, part.at));
  if (value === undefined) return UNKNOWN_VALUES;
  return only({ kind: 'scalar', text: seenNumber(String(value), part, view) });
}

/** A calculated number; edits replace its expansion. */
export function seenNumber(
  text: string,
  part: Pick<ParameterPart | ArithmeticPart, 'at' | 'source' | 'context'>,
  view: View,
): MappedText {
  const [first] = unknownPieces(part, view);
  if (first === undefined) return mappedText([], view.context.placement.span(part.at));
  const { at, encodings, definition, branch } = first;
  const through = usesOf(part, view);
  return generated(text, { at, encodings, definition, branch, through });
}

function bracesExpanded(words: readonly ShellWord[]): readonly ShellWord[] {
  if (!words.some(hasBraces)) return words;
  const found: ShellWord[] = [];
  for (const word of words) {
    if (found.length > LIMITS.many) break;
    if (hasBraces(word)) found.push(...expandOne(word));
    else found.push(word);
  }
  return found;
}

/** Whether a word may have braces to expand. */
export function hasBraces(word: ShellWord): boolean {
  return word.plain === undefined && word.parts.some(({ kind }) => kind === 'braces');
}

function expandOne({ at, inert, parts }: ShellWord): readonly ShellWord[] {
  let found: readonly (readonly ShellPart[])[] = [[]];
  for (const part of parts) {
    const items = part.kind === 'braces' ? (part.items?.() ?? [[part]]) : [[part]];
    if (found.length * items.length > LIMITS.combinations) return [{ at, inert, parts }];
    found = found.flatMap((before) => items.map((item) => [...before, ...item]));
  }
  // `{$a,b}_c` is `$a_c b_c`.
  if (found.some((expanded) => expanded.some(isNameGoingOn))) return [{ at, inert, parts }];
  return found.map((expanded) => ({ at, inert, parts: expanded }));
}

function isNameGoingOn(part: ShellPart, index: number, parts: readonly ShellPart[]): boolean {
  const next = parts[index + 1];
  if (part.kind !== 'parameter' || part.quoted || next?.kind !== 'text') return false;
  return /^\$[A-Za-z_]/.test(part.source) && !next.quoted && /^\w/.test(next.text.decoded);
}
