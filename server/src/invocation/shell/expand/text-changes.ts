/** `${x#a}`, `${x/a/b}`, `${a[@]:1:2}`, `${x^^}` of texts and elements. */

import { SHELL } from '../../../syntax/shell/encodings.ts';
import type { ParameterChange, ParameterPart, ShellWord } from '../../../syntax/shell/tree.ts';
import { readAgain, UNKNOWN_ENCODING } from '../../../text/encoding.ts';
import { LIMITS } from '../../../text/limits.ts';
import {
  concat,
  generated,
  isKnown,
  type MappedText,
  mappedText,
  type Piece,
  slice,
  split,
  UNKNOWN,
} from '../../../text/mapped-text.ts';
import { inBranchOf, inCase } from '../../../text/operations.ts';
import { folderOf } from '../../../text/paths.ts';
import type { Alternative } from '../../domain/alternatives.ts';
import {
  type AbstractValue,
  type ConcreteValue,
  countKnown,
  hasOptionalPart,
  isUserProvided,
  seen,
  UNKNOWN_VALUE,
  UNKNOWN_VALUES,
} from '../../domain/values.ts';
import type { Word } from '../../invocation.ts';
import { optionOf } from '../options.ts';
import { usesOf, type View, written } from '../view.ts';
import { evaluate } from './arithmetic.ts';
import { textOf } from './expand.ts';
import { isListed } from './parameter-held.ts';
import { matchEnds, type Pattern, readPattern } from './pattern.ts';

function changedText(
  text: MappedText,
  change: ParameterChange,
  view: View,
): MappedText | undefined {
  if (hasOptionalPart([text])) {
    return change.kind === 'remove' ? withoutBlank(text, change, view) : undefined;
  }
  switch (change.kind) {
    case 'remove':
      return removePattern(text, change, view);
    case 'replace':
      return isKnown(text) ? replacePattern(text, change, view) : undefined;
    case 'slice':
      return isKnown(text) ? sliceText(text, change, view) : undefined;
    case 'case':
      // With a pattern only matching letters change, which is not followed.
      return isKnown(text) && !change.pattern
        ? inCase(
            text,
            change.operator.startsWith('^') ? 'upper' : 'lower',
            change.operator.length === 2 ? 'all' : 'first',
          )
        : undefined;
    case 'transform':
      return isKnown(text) ? transformed(text, change.letter) : undefined;
  }
}

/** `inBash`: only bash has the construct. */
function patternOf(word: ShellWord, view: View, inBash = false): Pattern | undefined {
  const { context } = view;
  const extended = optionOf('extglob', context.state) === 'on';
  let isUnsure = false;
  const parts = word.parts.map((part, index) => {
    if (part.kind === 'text') {
      // A tilde is a home directory.
      isUnsure ||= index === 0 && !part.quoted && part.text.decoded.startsWith('~');
      return { text: written(part.text, view), quoted: part.quoted };
    }
    const alone = { at: word.at, inert: word.inert, parts: [part] };
    // zsh takes a value literally by default.
    const plain = context.dialect === 'zsh' && part.kind === 'parameter';
    const text = textOf(alone, view);
    isUnsure ||= !part.quoted && text.decoded.includes('\\');
    return { text, quoted: part.quoted || plain };
  });
  // Shells disagree on backslashes from expansions.
  return isUnsure
    ? undefined
    : readPattern(parts, inBash || extended || context.dialect === 'bash');
}

/** The pattern of `case` and `${x/a/b}`; undefined if unknown, and under `nocasematch`. */
export function comparedPattern(word: ShellWord, view: View, inBash = false): Pattern | undefined {
  const setting = optionOf('nocasematch', view.context.state);
  return setting === undefined || setting === 'on' ? undefined : patternOf(word, view, inBash);
}

type Removal = Extract<ParameterChange, { kind: 'remove' }>;

function removePattern(text: MappedText, change: Removal, view: View): MappedText | undefined {
  const { operator, pattern: word } = change;
  const pattern = patternOf(word, view);
  if (pattern === undefined) return undefined;
  const [place, ...others] = text.pieces;
  if (place?.kind === 'unknown' && place.path !== undefined && others.length === 0) {
    return operator === '%' && isLastPart(pattern) ? parentOf(place) : undefined;
  }
  if (!isKnown(text)) return withoutBlank(text, change, view);
  if (text.decoded.length > LIMITS.text) return undefined;
  const longest = operator.length === 2;
  if (operator.startsWith('#')) {
    const ends = matchEnds(pattern, text.decoded, 0);
    const end = longest ? ends.at(-1) : ends[0];
    return end === undefined ? text : slice(text, end);
  }
  const { length } = text.decoded;
  for (let step = 0; step <= length; step++) {
    const start = longest ? step : length - step;
    if (matchEnds(pattern, text.decoded, start).includes(length)) return slice(text, 0, start);
  }
  return text;
}

/** `${x# }` and `${x% }` of partly unknown or optional text. */
function withoutBlank(
  text: MappedText,
  { operator, pattern: word }: Removal,
  view: View,
): MappedText | undefined {
  const [item, ...others] = patternOf(word, view) ?? [];
  if (item?.kind !== 'text' || item.text !== ' ' || others.length > 0) return undefined;
  const { decoded } = text;
  const isFirst = operator.startsWith('#');
  const letter = isFirst ? decoded.charAt(0) : decoded.slice(-1);
  if (letter === UNKNOWN || letter === '') return undefined;
  if (letter !== ' ') return text;
  return isFirst ? slice(text, 1) : slice(text, 0, decoded.length - 1);
}

/** `/*`, as in `${0%/*}`. */
function isLastPart(pattern: Pattern): boolean {
  const [slash, rest, ...others] = pattern;
  return (
    slash?.kind === 'text' && slash.text === '/' && rest?.kind === 'any' && others.length === 0
  );
}

function parentOf(piece: Extract<Piece, { kind: 'unknown' }>): MappedText {
  return mappedText([{ ...piece, path: folderOf(piece.path ?? '') }]);
}

function replacePattern(
  text: MappedText,
  { operator, pattern: word, replacement }: Extract<ParameterChange, { kind: 'replace' }>,
  view: View,
): MappedText | undefined {
  const pattern = comparedPattern(word, view, true);
  const instead = inBranchOf(text, replacement ? textOf(replacement, view) : mappedText([]));
  if (pattern === undefined) return undefined;
  // Since bash 5.2, `&` means the match, and a backslash quotes it. A tilde is a home directory.
  if (/[&\\]|^~/.test(instead.decoded) || text.decoded.length > LIMITS.text) return undefined;
  // Only with an anchor: `${a[@]/#/-o }`.
  if (pattern.length === 0) {
    if (operator === '/#') return concat([instead, text]);
    return operator === '/%' ? concat([text, instead]) : text;
  }
  if (text.decoded === '' && matchEnds(pattern, '', 0).length > 0) return undefined;
  const found: MappedText[] = [];
  let kept = 0;
  for (let start = operator === '/%' ? 0 : kept; start <= text.decoded.length; start++) {
    const ends = matchEnds(pattern, text.decoded, start);
    const end =
      operator === '/%' ? ends.find((place) => place === text.decoded.length) : ends.at(-1);
    if (operator === '/#' && start > 0) break;
    if (end === undefined || (end === start && operator !== '/#' && operator !== '/%')) continue;
    found.push(slice(text, kept, start), instead);
    kept = end;
    if (operator !== '//') break;
    start = end - 1;
  }
  return concat([...found, slice(text, kept)]);
}

function sliceText(
  text: MappedText,
  { offset, length }: Extract<ParameterChange, { kind: 'slice' }>,
  view: View,
): MappedText | undefined {
  const place = view.context.placement.span(text.place);
  const numbers = view.runner.numbersIn(view, place);
  const from = evaluate(offset, numbers);
  const count = length === 'rest' ? undefined : evaluate(length, numbers);
  if (from === undefined || (length !== 'rest' && count === undefined)) return undefined;
  const size = text.decoded.length;
  const start = from < 0n ? size + Number(from) : Number(from);
  if (start < 0 || start > size) return mappedText([], text.place);
  if (count === undefined) return slice(text, start);
  const end = count < 0n ? size + Number(count) : Math.min(size, start + Number(count));
  return end < start ? undefined : slice(text, start, end);
}

/** `${x@Q}`, `${x@U}` */
function transformed(text: MappedText, letter: string): MappedText | undefined {
  switch (letter) {
    case 'U':
      return inCase(text, 'upper');
    case 'L':
      return inCase(text, 'lower');
    case 'Q': {
      // Bash quotes other characters with `$'…'`, which is not followed.
      if (!/^[ -~]*$/.test(text.decoded)) return undefined;
      const from = { at: text.place, encodings: SHELL.bare };
      const [quote, inside] = [generated("'", from), generated("'\\''", from)];
      const parts = split(text, /'/g).flatMap((part, index) =>
        index === 0 ? part : [inside, part],
      );
      return concat([quote, ...parts, quote]);
    }
    default:
      return undefined;
  }
}

/** Applies a change such as `${x%.cfg}` to each value. */
export function changedValues(part: ParameterPart, held: AbstractValue, view: View): AbstractValue {
  const { change } = part;
  if (change === undefined) return UNKNOWN_VALUES;
  const { dialect } = view.context;
  // dash changes all arguments as one text.
  if ((dialect === 'dash' || dialect === 'posix') && change.kind === 'remove' && isListed(part)) {
    if (part.subscript === undefined) return UNKNOWN_VALUES;
  }
  // zsh changes each element of `$a`.
  if (dialect === 'zsh' && held.some(({ value }) => value.kind === 'array')) return UNKNOWN_VALUES;
  const uses = usesOf(part, view);
  return held.map(({ value, path }): Alternative<ConcreteValue> => {
    // A scalar is sliced by characters.
    const isList = change.kind === 'slice' && isListed(part) && value.kind !== 'scalar';
    const changed = isList
      ? slicedWords(value, part, view)
      : changedValue(value, part, change, view);
    return { value: seen(changed, uses), path };
  });
}

function changedValue(
  value: ConcreteValue,
  part: ParameterPart,
  change: ParameterChange,
  view: View,
): ConcreteValue {
  switch (value.kind) {
    case 'unset':
      return value.surely ? value : UNKNOWN_VALUE;
    case 'function':
    case 'unknown':
      return UNKNOWN_VALUE;
    case 'scalar': {
      const text = changedText(value.text, change, view);
      return text ? { kind: 'scalar', text: withUnknownEncoding(text) } : UNKNOWN_VALUE;
    }
    case 'array': {
      const words: Word[] = [];
      for (const word of isListed(part) ? value.words : value.words.slice(0, 1)) {
        const text = changedText(word.value, change, view);
        if (text === undefined) return UNKNOWN_VALUE;
        words.push({ ...word, value: withUnknownEncoding(text) });
      }
      return { kind: 'array', words, unordered: value.unordered };
    }
  }
}

/** A new text in its place would be changed, too. */
function withUnknownEncoding(text: MappedText): MappedText {
  const pieces = text.pieces.map((piece): Piece => {
    return piece.kind === 'known'
      ? { ...piece, encodings: readAgain(piece.encodings, UNKNOWN_ENCODING) }
      : piece;
  });
  return mappedText(pieces, text.place);
}

function slicedWords(value: ConcreteValue, part: ParameterPart, view: View): ConcreteValue {
  const { change } = part;
  if (value.kind !== 'array' || change?.kind !== 'slice') {
    return value.kind === 'unset' && value.surely
      ? value
      : { kind: 'unknown', userProvided: isUserProvided(value) };
  }
  const numbers = view.runner.numbersIn(view, part.at);
  const offset = evaluate(change.offset, numbers);
  const length = change.length === 'rest' ? undefined : evaluate(change.length, numbers);
  const positional = part.subscript === undefined;
  if (offset === undefined || (positional && offset === 0n)) return UNKNOWN_VALUE;
  if (change.length !== 'rest' && (length === undefined || length < 0n)) return UNKNOWN_VALUE;
  if (value.unordered || value.keys || !countKnown(value.words)) return UNKNOWN_VALUE;
  const fromEnd = value.words.length + Number(offset);
  if (offset < 0n && fromEnd < 0) return positional ? UNKNOWN_VALUE : { ...value, words: [] };
  const start = offset < 0n ? fromEnd : Number(offset) - (positional ? 1 : 0);
  const end = length === undefined ? undefined : start + Number(length);
  return { kind: 'array', words: value.words.slice(start, end) };
}
