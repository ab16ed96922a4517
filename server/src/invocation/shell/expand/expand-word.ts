import { dividedAt } from '../../../syntax/shell/encodings.ts';
import type {
  ArithmeticPart,
  ParameterPart,
  ShellPart,
  ShellWord,
  SubstitutionPart,
} from '../../../syntax/shell/tree.ts';
import { expandedBefore, readAgain } from '../../../text/encoding.ts';
import { stopAt } from '../../../text/fuel.ts';
import {
  isKnown,
  type MappedText,
  mappedText,
  slice,
  UNKNOWN,
  withMarks,
} from '../../../text/mapped-text.ts';
import { isOneUnknown } from '../../../text/operations.ts';
import { sameSpan } from '../../../text/span.ts';
import { type ConcreteValue, countKnown, soleText, UNKNOWN_VALUE } from '../../domain/values.ts';
import type { Word } from '../../invocation.ts';
import { isReference } from '../attributes.ts';
import { unknownPieces, type View, written } from '../view.ts';
import { Fields, joinWords } from './fields.ts';

/** What expansion reads of a word. */
export type Expandable = Pick<ShellWord, 'at' | 'plain' | 'parts'>;

type Expansion = ParameterPart | SubstitutionPart | ArithmeticPart;

interface Chosen {
  readonly values: readonly ConcreteValue[];
  next: number;
}

/** Appends a word's words to `into`; `divided` also splits literal text: an operand of `${x:-…}`. */
export function expandWord(
  { at, parts }: Expandable,
  chosen: Chosen,
  view: View,
  into: Word[],
  divided = false,
): void {
  const { placement } = view.context;
  const first = parts[0];
  if (parts.length === 1 && first?.kind === 'text' && !divided && first.text.decoded !== '') {
    const text = written(first.text, view);
    into.push({ value: text, at: placement.span(at), many: !first.quoted && isOneUnknown(text) });
    return;
  }
  const next = chosen.values[chosen.next];
  if (
    parts.length === 1 &&
    next?.kind === 'scalar' &&
    first?.kind === 'parameter' &&
    first.quoted
  ) {
    chosen.next++;
    const { start } = placement.span(at);
    const { decoded, pieces, starts } = next.text;
    const whole = { decoded, pieces, starts, place: { start, end: start } };
    into.push({ value: whole, at: placement.span(at), many: false });
    return;
  }
  const fields = new Fields(placement.span(at), into);
  for (const part of parts) {
    switch (part.kind) {
      case 'text': {
        const text = written(part.text, view);
        if (divided && !part.quoted) addSplit(fields, text, part, view);
        else fields.add(text.pieces, !part.quoted && isOneUnknown(text));
        if (part.quoted) fields.open();
        break;
      }
      case 'parameter':
      case 'substitution':
      case 'arithmetic':
        if (isComment(part)) chosen.next++;
        else addValue(fields, part, chosen.values[chosen.next++], view);
        break;
      case 'opaque': {
        const value = chosen.values[chosen.next++];
        // dash keeps the `~` of `file=~/disk.img`.
        const isSure = parts[0] === part || view.definition !== undefined;
        const isHome = isSure && value?.kind === 'scalar';
        fields.add(isHome ? value.text.pieces : unknownPieces(part, view));
        break;
      }
      case 'braces':
        chosen.next++;
        fields.add(unknownPieces(part, view), true);
        break;
    }
  }
  fields.end();
  if (fields.isCut) stopAt(view.runner.budget, placement.span(at));
}

function isComment(part: Expansion): boolean {
  if (part.kind !== 'substitution' || part.quoted || part.context === 'unclosed') return false;
  return part.body.length === 0;
}

function addValue(
  fields: Fields,
  part: Expansion,
  value: ConcreteValue = UNKNOWN_VALUE,
  view: View,
): void {
  const isZsh = view.context.dialect === 'zsh';
  const own = value.kind === 'array' ? value.all : undefined;
  const list = own ?? (part.kind === 'parameter' ? listIn(part, value, isZsh) : undefined);
  const counted = part.kind === 'parameter' && part.prefix === 'length';
  const all = !counted && (list === '@' || (list === '*' && !part.quoted));
  // zsh splits command output, but no values.
  const isWhole = part.quoted || part.kind === 'arithmetic' || (isZsh && part.kind === 'parameter');
  switch (value.kind) {
    case 'scalar':
      if (isWhole) {
        fields.add(value.text.pieces, isZsh && !part.quoted && isOneUnknown(value.text));
        if (part.quoted) fields.open();
      } else {
        addSplit(fields, value.text, part, view);
      }
      break;
    case 'array':
      if (value.spread) {
        if (value.apart?.before) fields.end();
        fields.addWords(value.words, true);
        if (value.apart?.after) fields.end();
      } else if (value.unordered) addUnordered(fields, part, value.words, view, all);
      else if (all) addAll(fields, part, value.words, view);
      else if (list === '*') {
        fields.add(joinWords(value.words, firstSeparator(view)));
        fields.open();
      } else if (part.quoted) {
        fields.add(firstOf(value)?.value.pieces ?? []);
        fields.open();
      } else {
        const first = firstOf(value);
        if (first) addSplit(fields, first.value, part, view);
      }
      break;
    case 'function':
    case 'unset':
    case 'unknown':
      if (value.kind !== 'unset' || !value.surely) {
        fields.add(unknownPieces(part, view), !part.quoted || all || mayBeList(part, view));
      } else if (part.quoted && (!all || isZsh)) {
        fields.open();
      }
      break;
  }
}

/** The subscript, or the list of zsh's `$a`. */
function listIn(
  { name, subscript, quoted }: ParameterPart,
  value: ConcreteValue,
  isZsh: boolean,
): string {
  const list = subscript ?? name;
  return isZsh && subscript === undefined && value.kind === 'array' && list !== '@' && list !== '*'
    ? quoted
      ? '*'
      : '@'
    : list;
}

/** Whether an unknown value may be a whole array: `${!x}` where `x` is `a[@]`, and `${!x@}`. */
function mayBeList(part: Expansion, { context }: View): boolean {
  if (part.kind !== 'parameter') return false;
  const { prefix, name } = part;
  return prefix === 'indirect' || prefix === 'names' || isReference(name, context.state);
}

/** `$a` is element 0. */
function firstOf(list: Extract<ConcreteValue, { kind: 'array' }>): Word | undefined {
  return list.words[list.keys ? list.keys.indexOf('0') : 0];
}

function addUnordered(
  fields: Fields,
  part: Expansion,
  words: readonly Word[],
  view: View,
  all: boolean,
): void {
  for (let index = 0; index < (all ? words.length : 1); index++) {
    if (index > 0) fields.end();
    fields.add(unknownPieces(part, view), all && !part.quoted);
  }
}

function addAll(fields: Fields, part: Expansion, words: readonly Word[], view: View): void {
  const { dialect } = view.context;
  const separators = part.quoted ? undefined : separatorsOf(view);
  if (dialect === 'bash' && separators && !part.quoted && areAllKnown(words)) {
    // Bash joins the elements by IFS, then splits.
    const text = mappedText(joinWords(words, separators.slice(0, 1)));
    const isUsual = !hasOtherThanBlanks(separators);
    fields.addSplit(isUsual ? text : asDivided(text, part, separators, view), separators);
    return;
  }
  const blank = separators === undefined ? /[ \t\n]/ : undefined;
  const divides =
    !part.quoted &&
    dialect !== 'zsh' &&
    words.some(({ value }) => !blank || blank.test(value.decoded));
  if (!divides) {
    fields.addWords(part.quoted ? words : words.map(asUnquoted), part.quoted);
    return;
  }
  // ksh may add an empty word after the last.
  const endsOpen = dialect === 'ksh';
  for (const [index, { value }] of words.entries()) {
    if (index > 0) fields.end();
    // At a separator at either end bash adds an empty word, dash none.
    const opens = index > 0 && isCut(value.decoded.at(0), separators);
    if (opens) addEmpty(fields, part, view);
    if (value.decoded !== '') addSplit(fields, opens ? slice(value, 1) : value, part, view);
    const last = value.decoded === '' ? separators?.at(0) : value.decoded.at(-1);
    const isCutOff = isCut(last, separators) && (index < words.length - 1 || endsOpen);
    if (isCutOff || (endsOpen && value.decoded === '')) addEmpty(fields, part, view);
  }
}

/** Marks text if an edit's blank would not be split. */
function addSplit(fields: Fields, text: MappedText, part: ShellPart, view: View): void {
  const separators = separatorsOf(view);
  const divides = (letter: string) => text.decoded.includes(letter);
  const isUsual =
    separators === undefined ||
    (!hasOtherThanBlanks(separators) &&
      (separators.includes(' ') || ![...separators].some(divides)));
  fields.addSplit(isUsual ? text : asDivided(text, part, separators, view), separators);
}

/** Whether IFS has more than white space. */
export function hasOtherThanBlanks(separators: string): boolean {
  return /[^ \t\n]/.test(separators);
}

/** An edit that replaces the expansion is not split. */
function asDivided(
  text: MappedText,
  part: ShellPart,
  separators: string,
  { context }: View,
): MappedText {
  const own = part.kind === 'text' ? undefined : context.placement.span(part.at);
  const divided = dividedAt(separators);
  return withMarks(text, (piece) => {
    const through = piece.through.map((use) => {
      const isHere = own !== undefined && sameSpan(use.at, own);
      return isHere ? use : { ...use, encodings: expandedBefore(use.encodings, divided) };
    });
    return { ...piece, through, encodings: readAgain(piece.encodings, divided) };
  });
}

function addEmpty(fields: Fields, part: Expansion, view: View): void {
  fields.end();
  fields.add(unknownPieces(part, view), true);
  fields.end();
}

/** An empty element separates: `x` of `x$a` is a word of its own if the first one is empty. */
function asUnquoted(word: Word): Word {
  return isKnown(word.value) ? word : { ...word, many: true };
}

function areAllKnown(words: readonly Word[]): boolean {
  return words.every(({ value }) => isKnown(value)) && countKnown(words);
}

function isCut(letter = '', separators = ''): boolean {
  return letter !== '' && separators.includes(letter) && !/[ \t\n]/.test(letter);
}

/** IFS; undefined for the default, to which `IFS=",$IFS"` adds. */
export function separatorsOf({ context: { state } }: View): string | undefined {
  if (!state.has('IFS')) return undefined;
  return soleText(state.get('IFS'))?.decoded.replaceAll(UNKNOWN, ' \t\n');
}

/** The separator of `"$*"`: the first character of IFS. */
export function firstSeparator(view: View): string {
  return separatorsOf(view)?.slice(0, 1) ?? ' ';
}
