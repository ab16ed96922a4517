/**
 * What a shell word expands to, as far as this file alone says so: literals, scalars and arrays that
 * are assigned here, and the defaults of `${x:-d}`. Everything else is an unknown piece. This is the
 * seam where following values further goes; nothing but this file knows how far that is.
 */
import type { Assignment, ParameterPart, ShellPart, ShellWord } from '../syntax/shell/tree.ts';
import {
  concat,
  type MappedText,
  mappedText,
  type Piece,
  throughUse,
  type Use,
} from '../text/mapped-text.ts';
import type { Span } from '../text/span.ts';
import type { Word } from './invocation.ts';
import { type FieldBuilder, fieldBuilder, joinWords } from './shell-fields.ts';
import type { Binding, Scope, ShellScan } from './shell-scan.ts';

/** The value of a variable. */
type Value =
  | { readonly kind: 'scalar'; readonly text: MappedText }
  | { readonly kind: 'array'; readonly words: readonly Word[] }
  /** Never assigned in this file: it comes from the environment, or is empty. */
  | { readonly kind: 'unset' }
  | { readonly kind: 'unknown' };

/** Where a word stands, which decides what its variables hold. */
export interface Place {
  readonly position: number;
  readonly scope: Scope;
  /** The variable whose new value the word is: in `x="$x more"` the old value stays where it is. */
  readonly assigning?: string;
}

export interface ShellValues {
  /** The words that a word of a command expands to: none for an empty expansion, several for an array. */
  readonly expand: (word: ShellWord, place: Place) => readonly Word[];
}

/** How far a value may travel from variable to variable. */
const MAX_DEPTH = 64;
/** How many pieces a value may have: beyond it is no hand-written script, and the value is unknown. */
const MAX_PIECES = 2_000;
/** How many pieces a script's expansions may produce altogether, so that the work stays linear. */
const MAX_EXPANDED = 100_000;

const UNKNOWN_VALUE: Value = { kind: 'unknown' };

/** Prepares the evaluation of a scanned script. */
export function shellValues(scan: ShellScan): ShellValues {
  let budget = MAX_EXPANDED;
  /** For each list of changes the value after the first `n` of them, as far as it was asked for. */
  const values = new Map<readonly Binding[], (Value | undefined)[]>();
  const visible = visibleChanges(scan);

  function expand(word: ShellWord, place: Place, depth: number): readonly Word[] {
    const [only, ...others] = word.parts;
    if (only?.kind === 'text' && others.length === 0 && only.text.text !== '') {
      return [{ text: only.text, at: word.at, many: false }];
    }
    const fields = fieldBuilder(word.at);
    for (const part of word.parts) addPart(fields, part, place, depth);
    return fields.finish();
  }

  function addPart(fields: FieldBuilder, part: ShellPart, place: Place, depth: number): void {
    switch (part.kind) {
      case 'text':
        fields.add(part.text.pieces);
        if (part.quoted) fields.open();
        break;
      case 'parameter':
        addParameter(fields, part, place, depth);
        break;
      case 'substitution':
        // A comment in backticks between arguments is how people comment a continued command.
        if (part.body.length > 0 || part.quoted) fields.add([unknownPiece(part)], !part.quoted);
        break;
      case 'opaque':
        fields.add([unknownPiece(part)], part.many);
        break;
    }
  }

  function addParameter(
    fields: FieldBuilder,
    part: ParameterPart,
    place: Place,
    depth: number,
  ): void {
    const use: Use = { at: part.at, source: part.source, context: part.context };
    const value = withinBudget(parameterValue(part, place, depth, use));
    const all = part.subscript === '@' || (part.subscript === '*' && !part.quoted);
    switch (value.kind) {
      case 'scalar': {
        const text = value.text;
        if (part.quoted) {
          fields.add(text.pieces);
          fields.open();
        } else {
          fields.addSplit(text);
        }
        break;
      }
      case 'array':
        if (all) fields.addWords(value.words, part.quoted);
        else if (part.subscript === '*') fields.add(joinWords(value.words));
        else if (part.subscript === undefined) fields.addSplit(value.words[0]?.text);
        else fields.add([unknownPiece(part)]);
        break;
      case 'unset':
      case 'unknown': {
        const list = all || part.name === '@' || (part.name === '*' && !part.quoted);
        fields.add([unknownPiece(part)], !part.quoted || list);
        break;
      }
    }
  }

  function withinBudget(value: Value): Value {
    budget -= sizeOf(value);
    return budget < 0 ? UNKNOWN_VALUE : value;
  }

  /** The value of an expansion seen from its use, with the default of `${x:-d}` taken into account. */
  function parameterValue(part: ParameterPart, place: Place, depth: number, use: Use): Value {
    const value = lookUp(part.name, place, depth);
    const known = place.assigning === part.name ? value : seen(value, use);
    switch (part.operator) {
      case undefined:
      case '?':
      case ':?':
        return known;
      case '-':
      case ':-':
      case '=':
      case ':=': {
        const empty = value.kind === 'scalar' && value.text.text === '' && part.operator !== '-';
        if ((known.kind !== 'unset' && known.kind !== 'unknown' && !empty) || !part.operand) {
          return known;
        }
        if (value.kind === 'unknown' && !onlyOpaque(part.name)) return value;
        return { kind: 'scalar', text: defaultText(part.operand, place, depth, use) };
      }
      case '+':
      case ':+':
      case 'other':
        return UNKNOWN_VALUE;
    }
  }

  /** Whether nothing in this file says what a variable holds: then its default is what the file says. */
  function onlyOpaque(name: string): boolean {
    return (scan.bindings.get(name) ?? []).every((binding) => binding.change.kind === 'opaque');
  }

  function defaultText(operand: ShellWord, place: Place, depth: number, use: Use): MappedText {
    const text = textOf(operand, place, depth);
    const pieces = text.pieces.map((piece): Piece => ({ ...piece, defaultOf: use }));
    return mappedText(pieces, text.place);
  }

  /** What a word expands to without word splitting, as in an assignment. */
  function textOf(word: ShellWord, place: Place, depth: number): MappedText {
    const parts = word.parts.map((part): ShellPart => {
      return part.kind === 'text' ? part : { ...part, quoted: true };
    });
    const words = expand({ ...word, parts }, place, depth + 1);
    return words.length === 0
      ? mappedText([], { start: word.at.start, end: word.at.start })
      : mappedText(joinWords(words), { start: word.at.start, end: word.at.start });
  }

  function lookUp(name: string, place: Place, depth: number): Value {
    if (depth > MAX_DEPTH) return UNKNOWN_VALUE;
    const { changes, count } = visible(name, place);
    let known = values.get(changes);
    if (known === undefined) {
      known = [{ kind: 'unset' }];
      values.set(changes, known);
    }
    // What stands before the last assignment that always happens is overwritten: a dead value.
    let start = count;
    while (known[start] === undefined && !(start < count && overwrites(changes[start]))) start--;
    let value: Value = known[start] ?? { kind: 'unset' };
    for (let index = start; index < count; index++) {
      const change = changes[index];
      if (change) value = limited(applyBinding(value, change, depth));
      known[index + 1] = value;
    }
    return value;
  }

  function applyBinding(before: Value, binding: Binding, depth: number): Value {
    const { change, scope, position } = binding;
    // The value is computed where the assignment stands, before it has happened.
    const place: Place = { position: position - 1, scope };
    switch (change.kind) {
      case 'opaque':
        return UNKNOWN_VALUE;
      case 'unset':
        return scope.conditional ? before : { kind: 'unset' };
      case 'default': {
        if (before.kind === 'unknown') return before;
        if (!isEmpty(before)) return before;
        const text = textOf(change.word, place, depth);
        return inBranch({ kind: 'scalar', text }, scope);
      }
      case 'assign': {
        const { assignment } = change;
        if (assignment.indexed) return UNKNOWN_VALUE;
        const assigning = { ...place, assigning: assignment.name };
        const after = inBranch(assignedValue(assignment, assigning, depth), scope);
        if (assignment.append) return append(before, after);
        if (!scope.conditional || isEmpty(before) || mentions(assignment)) return after;
        // Two values are possible. One that is only emptied on some path is still the other one.
        return isEmpty(after) ? before : UNKNOWN_VALUE;
      }
    }
  }

  function assignedValue(assignment: Assignment, place: Place, depth: number): Value {
    const { value } = assignment;
    if (value.kind === 'scalar') {
      const start = assignment.at.end;
      const text = value.word
        ? textOf(value.word, place, depth)
        : mappedText([], { start, end: start });
      return { kind: 'scalar', text: definedAt(text, assignment.at) };
    }
    const words = value.elements.flatMap((element) => expand(element, place, depth + 1));
    const defined = words.map((word) => ({ ...word, text: definedAt(word.text, word.at) }));
    return { kind: 'array', words: defined };
  }

  return { expand: (word, place) => expand(word, place, 0) };
}

function isEmpty(value: Value): boolean {
  switch (value.kind) {
    case 'scalar':
      return value.text.text.trim() === '';
    case 'array':
      return value.words.length === 0;
    case 'unset':
      return true;
    case 'unknown':
      return false;
  }
}

/** Whether nothing of the value before is left after a change. */
function overwrites(binding: Binding | undefined): boolean {
  if (binding === undefined || binding.scope.conditional) return false;
  const { change } = binding;
  if (change.kind !== 'assign') return change.kind === 'unset' || change.kind === 'opaque';
  const { assignment } = change;
  return !assignment.append && !assignment.indexed && !mentions(assignment);
}

function sizeOf(value: Value): number {
  switch (value.kind) {
    case 'scalar':
      return value.text.pieces.length;
    case 'array':
      return value.words.reduce((sum, word) => sum + 1 + word.text.pieces.length, 0);
    case 'unset':
    case 'unknown':
      return 0;
  }
}

function limited(value: Value): Value {
  return sizeOf(value) > MAX_PIECES ? UNKNOWN_VALUE : value;
}

/** Marks what is written in a definition, literal text and expansions, as belonging together. */
function definedAt(text: MappedText, definition: Span): MappedText {
  const pieces = text.pieces.map((piece): Piece => {
    const { defaultOf } = piece;
    const marked =
      defaultOf && !defaultOf.definition
        ? { ...piece, defaultOf: { ...defaultOf, definition } }
        : piece;
    const [use, ...others] = piece.through;
    if (use === undefined) return piece.definition ? marked : { ...marked, definition };
    return use.definition ? marked : { ...marked, through: [{ ...use, definition }, ...others] };
  });
  return mappedText(pieces, text.place);
}

/** Marks what a branch assigns, as it may be skipped. */
function inBranch(value: Value, { conditional, block }: Scope): Value {
  if (!conditional) return value;
  const mark = (text: MappedText): MappedText => {
    const pieces = text.pieces.map((piece) => (piece.branch ? piece : { ...piece, branch: block }));
    return mappedText(pieces, text.place);
  };
  switch (value.kind) {
    case 'scalar':
      return { kind: 'scalar', text: mark(value.text) };
    case 'array':
      return {
        kind: 'array',
        words: value.words.map((word) => ({ ...word, text: mark(word.text) })),
      };
    case 'unset':
    case 'unknown':
      return value;
  }
}

/** Whether the new value holds the old one, as in `x="$x more"` or `x=("${x[@]}" more)`. */
function mentions({ name, value }: Assignment): boolean {
  const words = value.kind === 'array' ? value.elements : [value.word];
  return words.some((word) =>
    word?.parts.some((part) => part.kind === 'parameter' && part.name === name),
  );
}

/** `x+=…`: an array grows by words, a scalar by text. */
function append(before: Value, after: Value): Value {
  if (before.kind === 'unset') return after;
  if (before.kind === 'array' && after.kind === 'array') {
    return { kind: 'array', words: [...before.words, ...after.words] };
  }
  if (before.kind === 'scalar' && after.kind === 'scalar') {
    return { kind: 'scalar', text: concat([before.text, after.text]) };
  }
  return before.kind === 'scalar' && before.text.text === '' ? after : UNKNOWN_VALUE;
}

/** The changes of a variable in the order in which they happen; a use sees the first `count` of them. */
interface VisibleChanges {
  readonly changes: readonly Binding[];
  readonly count: number;
}

/**
 * Answers which changes a use can see. Inside a function that sets the variable itself only that
 * function's own count; otherwise whatever stands before the use, and for a use in a function first
 * what other code does, since the call may come later.
 */
function visibleChanges(scan: ShellScan): (name: string, place: Place) => VisibleChanges {
  /** For each variable its changes by the function that makes them. */
  const byFunction = new Map<string, ReadonlyMap<number | undefined, readonly Binding[]>>();
  const ownChanges = (name: string, all: readonly Binding[], inFunction: number) => {
    let groups = byFunction.get(name);
    if (groups === undefined) {
      groups = groupByFunction(all);
      byFunction.set(name, groups);
    }
    return groups.get(inFunction) ?? NO_CHANGES;
  };
  const mixedLists = new Map<readonly Binding[], readonly Binding[]>();
  const upTo = (changes: readonly Binding[], position: number): VisibleChanges => {
    let count = changes.length;
    while (count > 0 && (changes[count - 1]?.position ?? 0) > position) count--;
    return { changes, count };
  };
  return (name, { position, scope: { inFunction } }) => {
    const all = scan.bindings.get(name) ?? [];
    if (inFunction === undefined) return upTo(all, position);
    const own = ownChanges(name, all, inFunction);
    // Sharing the list shares the values that are computed for it.
    if (own.length === 0) return { changes: all, count: all.length };
    const before = upTo(own, position);
    const set = own[0]?.change;
    const setsItself = set?.kind === 'assign' && !set.assignment.append;
    if (setsItself && before.count > 0) return before;
    let mixed = mixedLists.get(own);
    if (mixed === undefined) {
      mixed = [...all.filter(({ scope }) => scope.inFunction !== inFunction), ...own];
      mixedLists.set(own, mixed);
    }
    return { changes: mixed, count: mixed.length - own.length + before.count };
  };
}

const NO_CHANGES: readonly Binding[] = [];

function groupByFunction(
  changes: readonly Binding[],
): ReadonlyMap<number | undefined, readonly Binding[]> {
  const groups = new Map<number | undefined, Binding[]>();
  for (const change of changes) {
    const group = groups.get(change.scope.inFunction);
    if (group) group.push(change);
    else groups.set(change.scope.inFunction, [change]);
  }
  return groups;
}

function unknownPiece(part: Exclude<ShellPart, { kind: 'text' }>): Piece {
  const { at, source, context } = part;
  return { kind: 'unknown', at, source, context, through: [] };
}

/** A value as a command sees it: every piece has come through the place of use. */
function seen(value: Value, use: Use): Value {
  if (value.kind === 'scalar') return { kind: 'scalar', text: throughUse(value.text, use) };
  if (value.kind !== 'array') return value;
  const words = value.words.map((word) => ({ ...word, text: throughUse(word.text, use) }));
  return { kind: 'array', words };
}
