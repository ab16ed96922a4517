/** Loops over known words or lines run each round; others until nothing new changes. */

import { isReadBare } from '../../../syntax/shell/encodings.ts';
import { visitNodes } from '../../../syntax/shell/inside.ts';
import { readArithmetic } from '../../../syntax/shell/reader.ts';
import type { Arithmetic, ShellNode, SimpleCommand } from '../../../syntax/shell/tree.ts';
import { isShort, spend, stopAt } from '../../../text/fuel.ts';
import { LIMITS } from '../../../text/limits.ts';
import { once } from '../../../text/lookup.ts';
import { definedAt, isKnown } from '../../../text/mapped-text.ts';
import { branchOf, literalText, NAME } from '../../domain/blocks.ts';
import { bounded } from '../../domain/bounded.ts';
import { hasGrownFrom, hasOtherPlaces, placesIn } from '../../domain/growth.ts';
import { joinExits } from '../../domain/join-exits.ts';
import { ARGUMENTS } from '../../domain/keys.ts';
import { COST, spendOnPieces } from '../../domain/limits.ts';
import { adopt, State } from '../../domain/state.ts';
import {
  type AbstractValue,
  type ConcreteValue,
  only,
  sayTheSame,
  UNKNOWN_VALUES,
  USER_PROVIDED,
  valueOfWord,
} from '../../domain/values.ts';
import type { Word } from '../../invocation.ts';
import { isReference } from '../attributes.ts';
import { type Context, type Frame, inBlock } from '../context.ts';
import { evaluate, type Numbers } from '../expand/arithmetic.ts';
import { linesOf } from '../expand/expand.ts';
import { stored } from '../expand/targets.ts';
import type { Interpreter } from '../interpreter.ts';
import { viewOf } from '../view.ts';
import { frameOn, joinFrame, runBranch } from './flow.ts';
import { hasLine, readInTest } from './reading.ts';

type Loop = Extract<ShellNode, { kind: 'loop' }>;

export function runLoop(interpreter: Interpreter, loop: Loop, context: Context): void {
  const { variable } = loop;
  if (loop.over === 'arithmetic') {
    evaluate(loop.arithmetic[0], interpreter.numbersIn(viewOf(interpreter, context), loop.at));
  }
  if (variable === undefined) {
    const test = loop.over === 'while' ? readInTest(loop.test) : undefined;
    if (test) runLines(interpreter, loop, context, test);
    else runRepeatedly(interpreter, loop, context, undefined);
    return;
  }
  const items = itemsOf(interpreter, loop, context);
  // `select`: any word, any number of times.
  const isAsked = loop.over === 'select';
  const rounds = items.length === 1 && !isAsked ? items[0] : undefined;
  if (rounds?.length === 0) return;
  const most = Math.max(1, Math.floor(LIMITS.steps / context.rounds));
  const isKnownWell = rounds && rounds.length <= most && rounds.every(isOne);
  const left = isKnownWell ? runRounds(interpreter, loop, context, variable, rounds) : items.flat();
  if (isKnownWell && left.length === 0) return;
  const isFew = left.length > 0 && left.length <= LIMITS.values;
  const words = isFew ? left.flatMap((word) => only(valueOfItem(word))) : [];
  const found = isFew && !isAsked ? words : [...words, ...USER_PROVIDED];
  runRepeatedly(interpreter, loop, context, found);
}

function itemsOf(
  interpreter: Interpreter,
  loop: Loop,
  context: Context,
): readonly (readonly Word[])[] {
  if (loop.over === 'arguments') {
    const all = context.state.get(ARGUMENTS).map(({ value }) => value);
    return all.every(({ kind }) => kind === 'array')
      ? all.map((value) => (value.kind === 'array' ? value.words : []))
      : [];
  }
  return linesOf(loop.words, viewOf(interpreter, context)).map(({ value }) => value);
}

/** Whether a word gives the loop exactly one value, unlike `*.qcow2`. */
function isOne({ value, many }: Word): boolean {
  if (many && !isKnown(value)) return false;
  return !isPattern(value) && value.pieces.every(({ branch }) => branch === undefined);
}

function isPattern({ decoded, pieces }: Word['value']): boolean {
  return (
    /[*?[]/.test(decoded) &&
    pieces.some((piece) => {
      const [use] = piece.through;
      if (piece.kind !== 'known' || !/[*?[]/.test(piece.text)) return false;
      // An escaped character is literal.
      return isReadBare((use ?? piece).encodings) && (use !== undefined || piece.verbatim);
    })
  );
}

/** `$@` of `-$@-`, of which each item has another part. */
const LIST = /^\$\{?!?(?:\w+\[)?[@*]/;

function valueOfItem({ value, at, many }: Word): ConcreteValue {
  const isList = value.pieces.some((piece) => piece.kind === 'unknown' && LIST.test(piece.source));
  if (isPattern(value) || (isList && value.pieces.length > 1)) {
    return { kind: 'unknown', userProvided: true };
  }
  return valueOfWord({ value: many && !isKnown(value) ? value : definedAt(value, at) });
}

/** Returns words over the budget. */
function runRounds(
  interpreter: Interpreter,
  loop: Loop,
  context: Context,
  variable: string,
  words: readonly Word[],
): readonly Word[] {
  const { state } = context;
  const { budget } = interpreter;
  const whole = new State(state);
  const end = frameOn(state);
  const inner = { ...context, rounds: context.rounds * words.length };
  let count = 0;
  for (; count < words.length && whole.reachable && !isShort(budget); count++) {
    const word = words[count];
    if (word === undefined) break;
    const round = new State(whole);
    round.set(variable, valuesOfRound(variable, word, { ...inner, state: round }));
    runRound(interpreter, loop.body, inner, { round, whole, end });
  }
  const left = whole.reachable ? words.slice(count) : [];
  joinFrame(whole, end);
  adopt(state, whole);
  return left;
}

/** A nameref means the variable that the word names. */
function valuesOfRound(variable: string, word: Word, context: Context): AbstractValue {
  if (!isReference(variable, context.state)) {
    return stored(variable, only(valueOfItem(word)), context);
  }
  const refersTo = NAME.test(word.value.decoded) ? word.value.decoded : undefined;
  return only({ kind: 'unknown', userProvided: false, ...(refersTo ? { refersTo } : {}) });
}

function runRound(
  interpreter: Interpreter,
  nodes: readonly ShellNode[],
  context: Context,
  { round, whole, end }: { readonly round: State; readonly whole: State; readonly end: Frame },
): void {
  const loopFrame = frameOn(whole);
  const frames = { ...context.frames, loop: loopFrame, end, outer: context.frames };
  interpreter.run(nodes, { ...context, state: round, frames });
  joinFrame(round, loopFrame);
  adopt(whole, round);
}

function runLines(
  interpreter: Interpreter,
  loop: Loop,
  context: Context,
  test: SimpleCommand,
): void {
  const { state } = context;
  const whole = new State(state);
  const end = frameOn(state);
  const around = { ...context, state: whole };
  const openToo = loop.test[0] !== test;
  for (let count = 0; whole.reachable; count++) {
    const isBounded = count < LIMITS.steps && !isShort(interpreter.budget);
    const more = isBounded
      ? hasLine(test, around, openToo, viewOf(interpreter, around))
      : undefined;
    if (more === undefined) {
      runRepeatedly(interpreter, loop, around, undefined);
      break;
    }
    if (!more) {
      // At the end of the input the variables are empty.
      interpreter.run([test], around);
      break;
    }
    const nodes = [test, ...loop.body];
    runRound(interpreter, nodes, context, { round: new State(whole), whole, end });
  }
  joinFrame(whole, end);
  adopt(state, whole);
}

const ROUNDS = 3;

function runRepeatedly(
  interpreter: Interpreter,
  loop: Loop,
  context: Context,
  items: AbstractValue | undefined,
): void {
  const { state } = context;
  const { variable } = loop;
  const { budget } = interpreter;
  if (isShort(budget)) spend(budget, 1);
  let untouched = true;
  let left = false;
  for (const name of countedIn(loop)) {
    if (state.has(name)) state.set(name, UNKNOWN_VALUES);
  }
  const block = branchOf(context.scope, true);
  for (let round = 1; round <= ROUNDS; round++) {
    const arm = new State(state);
    const frame = frameOn(state);
    const inner = {
      ...inBlock(context, block, arm),
      frames: { ...context.frames, loop: frame, end: undefined, outer: context.frames },
    };
    if (variable !== undefined && items) arm.set(variable, items);
    const asked = round === 1 ? arm.remember() : NOTHING_ASKED;
    interpreter.run(loop.test, inner);
    interpreter.run(loop.body, inner);
    if (loop.over === 'arithmetic' && arm.reachable) {
      evaluate(loop.arithmetic[2], interpreter.numbersIn(viewOf(interpreter, inner), loop.at));
    }
    joinFrame(arm, frame);
    if (variable !== undefined) untouched &&= arm.get(variable) === items;
    left ||= frame.exits.length > 0;
    const changes = arm.changesSince(state);
    if (round === 1) {
      joinExits(state, [{ changes, block, arrives: arm.reachable }]);
      if (isShort(budget)) {
        stopAt(budget, context.placement.span(loop.at));
        break;
      }
      // A round that reads no changed variable repeats the last one.
      if (![...changes.keys()].some((name) => asked.has(name))) break;
      continue;
    }
    if (!widen(state, changes) || isShort(budget)) break;
  }
  // `read` empties variables at the end of input.
  if (isShort(budget)) return;
  if (left) runBranch(context, (inner) => interpreter.run(loop.test, inner));
  else interpreter.run(loop.test, context);
  if (variable !== undefined && items && untouched) state.set(variable, items);
}

const NOTHING_ASKED: ReadonlySet<string> = new Set();

/** Returns whether any variable changed. */
function widen(state: State, changes: ReadonlyMap<string, AbstractValue>): boolean {
  let again = false;
  for (const [name, values] of changes) {
    const known = state.get(name);
    if (state.budget) spendOnPieces(state.budget, COST.variable * known.length * values.length);
    let places: ReadonlySet<number> | undefined;
    // `*) args+=("-$1") ;;` in one round, `mon) args+=(-monitor "$2") ;;` in the next
    const fresh = values.filter(({ value }) => {
      if (known.some((other) => sayTheSame(other.value, value))) return false;
      const isGrown = known.some((other) => hasGrownFrom(other.value, value));
      if (!isGrown) return true;
      places ??= placesIn(known);
      return hasOtherPlaces(value, places);
    });
    if (fresh.length === 0) continue;
    again = true;
    if (fresh.every(({ value }) => value.kind === 'function')) {
      state.set(name, bounded([...known, ...fresh], state.budget));
      continue;
    }
    const userProvided = fresh.every(({ value }) => value.kind === 'unknown' && value.userProvided);
    const rest = userProvided ? USER_PROVIDED : UNKNOWN_VALUES;
    state.set(name, bounded([...known, ...rest], state.budget));
  }
  return again;
}

/** Variables that a loop counts: `i=$((i+1))`, `((i++))`. Cached, since nested loops ask again. */
const countedIn = once((loop: Loop): ReadonlySet<string> => {
  const names = new Set<string>();
  const count = (expression: Arithmetic | undefined) => evaluate(expression, countingIn(names));
  const visit = (node: ShellNode): void => {
    if (node.kind === 'loop') for (const expression of node.arithmetic) count(expression);
    else if (node.kind === 'expression') count(node.arithmetic);
    if (node.kind !== 'command') return;
    for (const word of node.words[0]?.plain === 'let' ? node.words.slice(1) : []) {
      count(readArithmetic(literalText(word) ?? ''));
    }
    for (const { name, value } of node.assignments) {
      const parts = value.kind === 'scalar' ? value.word?.parts : undefined;
      if (parts?.some(({ kind }) => kind === 'arithmetic')) names.add(name);
    }
  };
  visitNodes([loop], visit, false);
  return names;
});

/** Collects the names that expressions assign. */
function countingIn(names: Set<string>): Numbers {
  return {
    names: 0,
    dash: false,
    text: literalText,
    held: () => undefined,
    place: (name) => (NAME.test(name) ? { name, subscript: undefined } : undefined),
    assign: (place) => void (place && names.add(place.name)),
  };
}
