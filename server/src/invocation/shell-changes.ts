/** What a change makes of the values that a variable had before it. */
import type { Assignment, ShellWord } from '../syntax/shell/tree.ts';
import { isKnown, type MappedText, mappedText, type Piece } from '../text/mapped-text.ts';
import type { Word } from './invocation.ts';
import {
  type Alternative,
  joinPaths,
  MAX_ALTERNATIVES,
  staysOut,
  throughBlock,
} from './shell-alternatives.ts';
import { writtenText } from './shell-output.ts';
import type { Binding, Block, Choice, FoundCommand } from './shell-scan.ts';
import { definedAt, inBranch, isForeign, NO_VALUE, type Value } from './shell-value.ts';
import {
  absentOf,
  appended,
  around,
  arrayOf,
  commonPath,
  FOREIGN_VALUES,
  through,
  UNKNOWN_VALUES,
  UNSET,
  type Values,
} from './shell-value-sets.ts';
import type { Place } from './shell-values.ts';

/** What the words of a change expand to at their place. */
export interface Evaluator {
  /** Without word splitting, as in an assignment. */
  readonly texts: (
    word: ShellWord,
    place: Place,
  ) => readonly Alternative<{ readonly text: MappedText; readonly foreign: boolean }>[];
  readonly arrays: (
    words: readonly ShellWord[],
    place: Place,
  ) => readonly Alternative<readonly Word[]>[];
  /** The calls of a function. */
  readonly calls: (name: string) => readonly FoundCommand[];
}

/** The values after a change; never empty. */
export function applyChange(before: Values, binding: Binding, evaluator: Evaluator): Values {
  const { change, scope, position } = binding;
  const block = scope.conditional ? scope.block : undefined;
  // The value is computed where the assignment stands, before it has happened.
  const place: Place = { position: position - 1, scope };
  switch (change.kind) {
    case 'opaque':
      return [...around(before, block), ...through(FOREIGN_VALUES, block)];
    case 'unset':
      return [...around(before, block), ...through([{ value: NO_VALUE, path: [] }], block)];
    case 'default': {
      const absent = absentOf(before, true);
      if (absent.length === 0) return before;
      const path = commonPath(absent);
      const defaults = evaluator.texts(change.word, place).map((text): Alternative<Value> => {
        const value = inBranch({ kind: 'scalar', text: text.value.text }, scope);
        return { value, path: joinPaths(path, text.path) };
      });
      const kept = before.filter((value) => !absent.includes(value) && !isForeign(value.value));
      return [...(block ? before : kept), ...through(defaults, block)];
    }
    case 'assign':
      return assign(before, binding, change.assignment, evaluator);
    case 'each': {
      const words = evaluator.arrays(change.words, place);
      return [...around(before, block), ...through(eachOf(words, binding), block)];
    }
    case 'last': {
      const words = evaluator.arrays(change.words, place);
      const last = words.flatMap(({ value, path }): Values => {
        const word = value.at(-1);
        return word ? [{ value: valueOfItem(word), path }] : [];
      });
      return [...around(before, block), ...through(last.length > 0 ? last : FOREIGN_VALUES, block)];
    }
    case 'printed': {
      const printed = evaluator.arrays(change.words, place).map(({ value, path }) => {
        return { value: inBranch(printedValue(value, change.words), scope), path };
      });
      return [...around(before, block), ...through(printed, block)];
    }
    case 'arguments':
      return argumentsOf(binding, evaluator.calls(change.ofFunction), evaluator);
    case 'shift': {
      const { by } = change;
      const elsewhere = block ? before.filter(({ path }) => staysOut(path, block)) : [];
      const shifted = before
        .filter((value) => !elsewhere.includes(value))
        .map(({ value, path }): Alternative<Value> => ({ value: shift(value, by), path }));
      return block ? [...elsewhere, ...around(before, block), ...through(shifted, block)] : shifted;
    }
  }
}

function assign(
  before: Values,
  { scope, position }: Binding,
  assignment: Assignment,
  evaluator: Evaluator,
): Values {
  const { index, value: written } = assignment;
  if (index || (written.kind === 'array' && written.keys)) return UNKNOWN_VALUES;
  const block = scope.conditional ? scope.block : undefined;
  const place: Place = { position: position - 1, scope, assigning: assignment.name };
  const after = assignedValues(assignment, place, evaluator).map(({ value, path }) => {
    return { value: inBranch(value, scope), path };
  });
  // What grows in a branch is taken to have grown: its words bear the mark of the branch.
  if (assignment.append || mentions(assignment)) {
    const elsewhere = block ? before.filter(({ path }) => staysOut(path, block)) : [];
    const grown = before.filter((value) => !elsewhere.includes(value));
    return [...elsewhere, ...(assignment.append ? appended(grown, after) : after)];
  }
  return [...around(before, block), ...through(after, block)];
}

function assignedValues({ value, at }: Assignment, place: Place, evaluator: Evaluator): Values {
  if (value.kind === 'array') return evaluator.arrays(value.elements, place).map(arrayOf);
  if (value.word === undefined) {
    const text = definedAt(mappedText([], { start: at.end, end: at.end }), at);
    return [{ value: { kind: 'scalar', text }, path: [] }];
  }
  return evaluator.texts(value.word, place).map(({ value: { text, foreign }, path }) => {
    return { value: { kind: 'scalar', text: definedAt(text, at), foreign }, path };
  });
}

/** The words of a loop one by one, or what the user says where they are many or unknown. */
function eachOf(lines: readonly Alternative<readonly Word[]>[], { scope }: Binding): Values {
  const count = lines.reduce((sum, { value }) => sum + value.length, 0);
  if (count === 0 || count > MAX_ALTERNATIVES) return FOREIGN_VALUES;
  const arms: Block[] = [];
  const choice: Choice = { arms, exhaustive: false, repeats: true };
  return lines.flatMap(({ value, path }) => {
    return value.map((word): Alternative<Value> => {
      const arm: Block = { kind: 'branch', parent: scope.block, choice, looped: true };
      arms.push(arm);
      return { value: valueOfItem(word), path: throughBlock(path, arm) };
    });
  });
}

/** One word as the value of a variable. */
export function valueOfWord({ text }: Word): Value {
  if (text.pieces.length > 0 && text.pieces.every(({ kind }) => kind === 'unknown')) {
    return { kind: 'unknown', foreign: text.pieces.every(isParameter) };
  }
  return { kind: 'scalar', text };
}

/** Whether a variable is unknown, and not what a program says. */
function isParameter(piece: Piece): boolean {
  return piece.kind === 'unknown' && !/^(?:\$\(|`)/.test(piece.source);
}

/** A word of a loop. A pattern of file names is not known. */
function valueOfItem({ text, at, many }: Word): Value {
  if (/[*?[]/.test(text.text)) return { kind: 'unknown', foreign: true };
  return valueOfWord({ text: definedAt(text, at), at, many });
}

/** What `printf -v` writes, without the name of the command. */
function printedValue(words: readonly Word[], source: readonly ShellWord[]): Value {
  const [first] = source;
  if (first === undefined) return { kind: 'unknown', foreign: false };
  const name: Word = { text: mappedText([], first.at), at: first.at, many: false };
  const defined = words.map((word) => ({ ...word, text: definedAt(word.text, word.at) }));
  const text = words.some(({ many, text }) => many && !isKnown(text))
    ? undefined
    : writtenText('printf', [name, ...defined], undefined);
  return text ? { kind: 'scalar', text } : { kind: 'unknown', foreign: false };
}

/** What a function is given: one alternative or more for each of its calls, if they are few. */
function argumentsOf(
  { scope }: Binding,
  calls: readonly FoundCommand[],
  evaluator: Evaluator,
): Values {
  if (calls.length === 0 || calls.length > MAX_ALTERNATIVES) return UNSET;
  const arms: Block[] = [];
  const choice: Choice = { arms, exhaustive: false, repeats: true };
  return calls.flatMap(({ command, scope: outer }) => {
    const arm: Block = { kind: 'branch', parent: scope.block, choice, looped: true };
    arms.push(arm);
    const place: Place = { position: command.at.start, scope: outer };
    const given = evaluator.arrays(command.words.slice(1), place).map(arrayOf);
    return through(given, calls.length > 1 ? arm : undefined);
  });
}

function shift(value: Value, by: number | undefined): Value {
  if (value.kind !== 'array') return value;
  if (
    by === undefined ||
    value.words.slice(0, by).some(({ many, text }) => many && !isKnown(text))
  ) {
    return { kind: 'unknown', foreign: true };
  }
  return { kind: 'array', words: value.words.slice(by) };
}

/** Whether nothing of the values before is left after a change. */
export function overwrites(binding: Binding | undefined): boolean {
  if (binding === undefined || binding.scope.conditional) return false;
  const { change } = binding;
  if (change.kind === 'assign') {
    const { assignment } = change;
    return !assignment.append && !assignment.index && !mentions(assignment);
  }
  return change.kind !== 'default' && change.kind !== 'shift';
}

/** Whether the new value holds the old one, as in `x="$x more"` or `x=("${x[@]}" more)`. */
function mentions({ name, value }: Assignment): boolean {
  const words = value.kind === 'array' ? value.elements : [value.word];
  return words.some((word) =>
    word?.parts.some((part) => part.kind === 'parameter' && part.name === name),
  );
}
