/** What `$x`, `${x[i]}`, `${x:-d}`, `${x%.cfg}` and their like stand for (bash manual 3.5.3). */
import type { ParameterPart, ShellWord } from '../../syntax/shell/tree.ts';
import {
  isKnown,
  type MappedText,
  mappedText,
  type Piece,
  type Use,
} from '../../text/mapped-text.ts';
import type { Word } from '../invocation.ts';
import { type Alternative, agree, joinPaths, throughBlock } from './alternatives.ts';
import { type Block, choiceOf, TOP } from './blocks.ts';
import {
  elementOf,
  FIRST,
  isPlaced,
  listOfText,
  type Subscript,
  subscriptsAt,
} from './elements.ts';
import { seenNumber } from './expand.ts';
import { keysOf } from './growth.ts';
import { MAX_ALTERNATIVES } from './limits.ts';
import { operandsOf } from './operands.ts';
import { changedValues } from './parameter-changes.ts';
import { withDefault } from './parameter-defaults.ts';
import { meantBy } from './references.ts';
import {
  areCounted,
  isCertain,
  isEmpty,
  isThere,
  limited,
  mayBeSkipped,
  mayRepeat,
  NO_VALUE,
  only,
  present,
  seen,
  UNKNOWN_VALUE,
  UNKNOWN_VALUES,
  UNSET,
  type Value,
  type Values,
  valueOfWord,
} from './values.ts';
import { usesOf, type View } from './view.ts';
import { zshMode } from './zsh.ts';

/** The name under which a state has the positional parameters. */
export const ARGUMENTS = '@';
/** The name under which a state has the directory it is in. */
export const DIRECTORY = '/';

/** The values of an expansion seen from its use; never empty. */
export function parameterValues(part: ParameterPart, view: View): Values {
  if (part.prefix !== undefined) return prefixed(part, view);
  const own = view.assigning === part.name;
  const uses = usesOf(part, view);
  const { operator, operand } = part;
  const asked = elements(part, heldBy(part, view), view);
  const held =
    operator && operator !== 'other' ? asked.map((one) => testedOf(one, part, view)) : asked;
  const values = own ? held : seenAll(held, uses);
  switch (operator) {
    case undefined:
    case '?':
    case ':?':
      return looked(values, view);
    case '-':
    case ':-':
    case '=':
    case ':=':
      return looked(withDefault(part, values, view), view);
    case '+':
    case ':+':
      if (operand === undefined || asked.some(({ value }) => isUntold(value, part))) {
        return UNKNOWN_VALUES;
      }
      return insteadOf(part, operand, held, view);
    case 'other':
      return part.change ? looked(changedValues(part, held, view), view) : UNKNOWN_VALUES;
  }
}

function seenAll(held: Values, uses: readonly Use[]): Values {
  const [only] = held;
  if (only && held.length === 1) return [{ value: seen(only.value, uses), path: only.path }];
  return held.map(({ value, path }) => ({ value: seen(value, uses), path }));
}

/**
 * What `${x:-d}` and its like ask about: a list without words is as good as unset, and so is with a colon one
 * of a single empty word; without a subscript it is the first element.
 */
function testedOf(
  { value, path }: Values[number],
  part: ParameterPart,
  { context }: View,
): Values[number] {
  if (value.kind !== 'array') return { value, path };
  const isWhole = part.subscript === undefined && zshMode(context) !== undefined;
  if (!isWhole && !isAll(part.subscript ?? part.name)) {
    return part.subscript === undefined
      ? { value: elementOf(value, FIRST), path }
      : { value, path };
  }
  const [first, ...others] = value.words;
  if (first === undefined) return { value: isUntold(value, part) ? UNKNOWN_VALUE : NO_VALUE, path };
  const isNothing = others.length === 0 && first.text.text === '';
  return { value: isNothing ? { kind: 'scalar', text: first.text } : value, path };
}

/** Whether bash and dash disagree on what becomes of no arguments: dash takes them to be set, and empty. */
function isUntold(value: Value, { name, subscript, operator, operand }: ParameterPart): boolean {
  if (value.kind !== 'array' || value.words.length > 0 || subscript !== undefined) return false;
  if (!isAll(name) || operator === undefined) return false;
  if (operator === ':+') return name === '@';
  if (operator.startsWith(':')) return false;
  const isEmpty = operand?.parts.every((part) => part.kind === 'text' && part.text.text === '');
  return operator !== '-' || isEmpty !== true;
}

/** What is looked at of the values of an expansion. */
function looked(values: Values, { runner }: View): Values {
  return runner.every ? values : present(values);
}

/** What a parameter holds, with all that is empty or unset. */
function heldBy(part: ParameterPart, view: View): Values {
  const { name } = part;
  const { state, files, path } = view.context;
  if (isPosition(name)) {
    return state
      .get(ARGUMENTS)
      .map((all) => ({ value: nth(all.value, Number(name)), path: all.path }));
  }
  switch (name) {
    case '@':
    case '*':
      return state.get(ARGUMENTS);
    case '#':
      return counted(part, state.get(ARGUMENTS), view);
    case '0':
      view.runner.recorder.asksForDocument();
      return state.has('0') ? state.get('0') : locationOf(part, files[0], view);
    case 'BASH_SOURCE':
      return locationOf(part, path, view);
    case 'PWD':
      return state.has('PWD')
        ? state.get('PWD')
        : locationOf(part, directoryOf(state.get(DIRECTORY)), view);
    case '?':
    case '!':
    case '$':
    case '-':
    case '_':
      return UNKNOWN_VALUES;
    default:
      return state.get(meantBy(name, view.runner, state));
  }
}

/** Whether a parameter is one of `$1`, `$2` …: no name of a variable begins with a digit. */
function isPosition(name: string): boolean {
  const code = name.charCodeAt(0);
  return code > 0x30 && code <= 0x39;
}

/** The path that a value is, where it has one. */
function directoryOf(values: Values): string | undefined {
  const [first, ...others] = values;
  if (first?.value.kind !== 'scalar' || others.length > 0) return undefined;
  return pathOf(first.value.text);
}

/** A text that depends on where the file lies: unknown, but for finding other files. */
function locationOf(part: ParameterPart, path: string | undefined, view: View): Values {
  if (path === undefined) return UNSET;
  const { at, source, context } = part;
  const piece: Piece = { kind: 'unknown', at, source, context, through: [], path };
  return only({ kind: 'scalar', text: view.context.placement.text(mappedText([piece])) });
}

/** The path that a text is, with the places of files filled in; undefined where a part is not known. */
export function pathOf({ pieces }: MappedText): string | undefined {
  let path = '';
  for (const piece of pieces) {
    const text = piece.kind === 'known' ? piece.text : piece.path;
    if (text === undefined) return undefined;
    path += text;
  }
  return path === '' ? undefined : path;
}

/** `$2` of `$@`. */
function nth(all: Value, position: number): Value {
  if (all.kind !== 'array') return all;
  const index = position - 1;
  const word = all.words[index];
  const decisive = all.words.slice(0, index + 1);
  if (!areCounted(decisive)) return { kind: 'unknown', foreign: true };
  if (word === undefined) return decisive.some(mayRepeat) ? UNKNOWN_VALUE : NO_VALUE;
  return isPlaced(all, index, false) ? valueOfWord(word) : UNKNOWN_VALUE;
}

/** The element that a subscript asks for; all of them stay an array. */
function elements(part: ParameterPart, held: Values, view: View): Values {
  const { subscript, index, name } = part;
  if (name === 'BASH_SOURCE')
    return subscript === undefined || subscript === '0' ? held : UNKNOWN_VALUES;
  if (subscript === undefined || index === undefined) return held;
  if (isAll(subscript)) return held.map(({ value, path }) => ({ value: asListed(value), path }));
  const asked = subscriptsAt(index, view);
  const found: Alternative<Value>[] = [];
  for (const { value, path } of held) {
    for (const { value: subscript, path: way } of asked) {
      if (found.length > MAX_ALTERNATIVES) break;
      if (!agree(path, way)) continue;
      found.push({ value: elementAt(value, subscript), path: joinPaths(path, way) });
    }
  }
  return found.length > 0 ? limited(found) : UNKNOWN_VALUES;
}

/** All elements of a value: only bash knows in which order those of an associative array come. */
function asListed(value: Value): Value {
  const isOpen = value.kind === 'array' && value.associative && value.words.length > 1;
  return isOpen ? { ...value, unordered: true } : value;
}

function elementAt(value: Value, subscript: Subscript | undefined): Value {
  if (value.kind === 'unset') return value;
  return subscript ? elementOf(value, subscript) : UNKNOWN_VALUE;
}

function isAll(subscript: string): boolean {
  return subscript === '@' || subscript === '*';
}

/** The runs in which the environment or the user gives a variable a value, and those in which not. */
const outside = new WeakMap<object, Map<string, readonly Block[]>>();

function fromOutside({ name, operator }: ParameterPart, view: View): readonly Block[] {
  // They are the same ones for all commands of a script.
  view.runner.recorder.spoil();
  const known = outside.get(view.runner) ?? new Map<string, readonly Block[]>();
  outside.set(view.runner, known);
  // What is empty is there for `${x+d}` and not for `${x:+d}`.
  const key = `${operator} ${name}`;
  const blocks = known.get(key) ?? choiceOf(TOP, [undefined, undefined], true);
  known.set(key, blocks);
  return blocks;
}

/** What a list that is absent gives also between quotes. */
const NO_WORDS: Value = { kind: 'array', words: [], spread: true };

/** `${x:+operand}`: nothing, or the operand where the variable has a value. */
function insteadOf(part: ParameterPart, operand: ShellWord, held: Values, view: View): Values {
  const uses = usesOf(part, view);
  const operands = operandsOf(part, operand, view);
  const at = view.context.placement.span({ start: part.at.start, end: part.at.start });
  const isList = (part.subscript ?? part.name) === '@';
  const empty: Value = { kind: 'scalar', text: mappedText([], at) };
  const found: Alternative<Value>[] = [];
  // Where the file itself says something else, what is not assigned is taken to be absent.
  const alone = held.every(({ value }) => isEmpty(value));
  const presence = held.map(({ value }) => isThere(value, alone, part.operator === ':+'));
  // Where it is there on all ways, its operand is too.
  const optional = presence.some((there) => there !== true);
  for (const [index, { value, path }] of held.entries()) {
    const nothing = isList && value.kind !== 'scalar' ? NO_WORDS : empty;
    const there = presence[index];
    const [given, absent] = there === undefined ? fromOutside(part, view) : [];
    if (there !== false) {
      const way = throughBlock(path, given);
      const taken = way.findLast((step) => step.taken)?.block;
      const mark = optional ? (taken ?? (way.length > 0 ? {} : undefined)) : undefined;
      for (const instead of operands) {
        if (!agree(way, instead.path)) continue;
        if (found.length > MAX_ALTERNATIVES) return limited(found);
        const marked = mark ? mayBeSkipped(instead.value, mark) : instead.value;
        const text = view.assigning === part.name ? marked : seen(marked, uses);
        found.push({ value: text, path: joinPaths(way, instead.path) });
      }
    }
    if (there !== true) {
      found.push({ value: nothing, path: throughBlock(path, absent) });
    }
  }
  return limited(found);
}

/** `${#x}`, `${!x}` and `${!x*}`. */
function prefixed(part: ParameterPart, view: View): Values {
  const held = heldBy(part, view);
  switch (part.prefix) {
    case 'length':
      return part.subscript === '@' ||
        part.subscript === '*' ||
        part.name === '@' ||
        part.name === '*' ||
        (zshMode(view.context) && held.every(({ value }) => value.kind === 'array'))
        ? counted(part, held, view)
        : elements(part, held, view).map(({ value, path }) => ({
            value: lengthOf(value, part, view),
            path,
          }));
    case 'indirect': {
      // Of a reference it is the name.
      if (view.runner.references.has(part.name)) return UNKNOWN_VALUES;
      const [first, ...others] = present(elements(part, held, view));
      if (!first || others.length > 0 || first.value.kind !== 'scalar') {
        // Without a name in its variable the command ends there, and prints nothing.
        if (view.context.output) view.context.output.opaque = true;
        return UNKNOWN_VALUES;
      }
      const { text } = first.value;
      if (!isKnown(text) || !/^[A-Za-z_]\w*$|^[1-9]\d*$|^@$/.test(text.text)) return UNKNOWN_VALUES;
      const named: ParameterPart = {
        ...part,
        prefix: undefined,
        operator: part.operator === 'other' && !part.change ? undefined : part.operator,
        subscript: undefined,
        index: undefined,
        name: text.text,
      };
      return parameterValues(named, view);
    }
    case 'names':
      if (part.subscript === undefined) return UNKNOWN_VALUES;
      return held.map(({ value, path }) => ({ value: keysAsWords(value, part, view), path }));
    case undefined:
      return UNKNOWN_VALUES;
  }
}

/** What `"${!a[@]}"` gives. */
function keysAsWords(held: Value, part: ParameterPart, view: View): Value {
  const value = held.kind === 'scalar' ? listOfText(held) : held;
  if (value.kind !== 'array') return value.kind === 'unset' && value.surely ? value : UNKNOWN_VALUE;
  const { words, associative } = value;
  if (!isCertain(words)) return UNKNOWN_VALUE;
  if (words.some(({ text }) => mayBeShorter(text))) return UNKNOWN_VALUE;
  const at = view.context.placement.span(part.at);
  const keys = keysOf(value).map((key): Word | undefined => {
    return key === undefined ? undefined : { text: seenNumber(key, part, view), at, many: false };
  });
  return keys.includes(undefined)
    ? UNKNOWN_VALUE
    : {
        kind: 'array',
        words: keys.filter((key) => key !== undefined),
        unordered: associative && keys.length > 1,
      };
}

/** The number of words, as `$#` and `${#x[@]}` give it. */
function counted(part: ParameterPart, held: Values, view: View): Values {
  return held.map(({ value, path }) => {
    return { value: numberValue(countOf(value), part, view), path };
  });
}

/** How many words a value is; undefined where nobody knows. */
function countOf(value: Value): number | undefined {
  switch (value.kind) {
    case 'scalar':
      return 1;
    case 'array':
      return isCertain(value.words) && !value.words.some(({ text }) => mayBeShorter(text))
        ? value.words.length
        : undefined;
    case 'unset':
      return value.surely ? 0 : undefined;
    case 'unknown':
      return undefined;
  }
}

const ASCII = /^[\0-\x7f]*$/;

function lengthOf(value: Value, part: ParameterPart, view: View): Value {
  const first =
    value.kind === 'array'
      ? value.words[0]?.text
      : value.kind === 'scalar'
        ? value.text
        : undefined;
  if (value.kind === 'unset' && value.surely) return numberValue(0, part, view);
  if (first === undefined || !isKnown(first) || mayBeShorter(first)) return UNKNOWN_VALUE;
  // Of any other character dash counts the bytes.
  if (!ASCII.test(first.text)) return UNKNOWN_VALUE;
  return numberValue(first.text.length, part, view);
}

/** Whether a part is there only if a branch is run. */
function mayBeShorter({ pieces }: MappedText): boolean {
  return pieces.some(({ branch }) => branch !== undefined);
}

function numberValue(count: number | undefined, part: ParameterPart, view: View): Value {
  if (count === undefined) return UNKNOWN_VALUE;
  return { kind: 'scalar', text: seenNumber(String(count), part, view) };
}
