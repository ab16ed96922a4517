/** Subshells, branches, and targets of `return`, `exit` and `break`. */

import type { ShellWord } from '../../../syntax/shell/tree.ts';
import { isUsedUp } from '../../../text/fuel.ts';
import { LIMITS } from '../../../text/limits.ts';
import { mappedText } from '../../../text/mapped-text.ts';
import type { Span } from '../../../text/span.ts';
import { onPath, type Path } from '../../domain/alternatives.ts';
import { type Block, branchOf, choiceOf, subshellOf } from '../../domain/blocks.ts';
import { bounded, drop } from '../../domain/bounded.ts';
import { joinExits } from '../../domain/join-exits.ts';
import { isFile, type TrapKey, trapKey } from '../../domain/keys.ts';
import { type Budget, COST, spendOnPieces } from '../../domain/limits.ts';
import { type BranchExit, State } from '../../domain/state.ts';
import {
  type AbstractValue,
  only,
  type ShellFunction,
  UNKNOWN_VALUES,
  UNSET,
} from '../../domain/values.ts';
import { type Context, type Frame, inBlock, type Sink } from '../context.ts';
import { visitWord } from '../expand/expand.ts';
import { handFiles } from '../files.ts';
import type { Interpreter } from '../interpreter.ts';
import { viewOf } from '../view.ts';

export function frameOn(base: State, block?: Block, own = false): Frame {
  return { base, exits: [], lost: undefined, block, own };
}

/** Joins exits with the end; `wanted` selects variables. */
export function joinFrame(state: State, frame: Frame, wanted?: (name: string) => boolean): void {
  if (state.budget && isUsedUp(state.budget)) return;
  if (frame.exits.length > 0) {
    state.widen();
    joinExits(state, withUnchanged(state, frame, wanted), wanted, frame.base);
  }
  if (frame.lost === undefined) return;
  for (const name of frame.lost.keys()) {
    if (wanted?.(name) === false) continue;
    state.set(name, bounded([...state.get(name), ...UNKNOWN_VALUES], state.budget));
  }
}

/** Adds old values of variables that change later or elsewhere. */
function withUnchanged(
  state: State,
  { base, exits }: Frame,
  wanted: ((name: string) => boolean) | undefined,
): readonly BranchExit[] {
  const own = state === base;
  const hasWhole = own && exits.some(({ whole }) => whole);
  if (state.reachable ? own && !hasWhole : exits.length === 1) return exits;
  const below = hasWhole ? base.parent : base;
  // If only exits arrive, variables that none changes are unchanged.
  const changed = state.reachable
    ? [...state.changesSince(below).keys()]
    : exits.flatMap(({ changes }) => [...changes.keys()]);
  const names = wanted ? changed.filter(wanted) : changed;
  if (state.budget) spendOnPieces(state.budget, names.length * exits.length);
  return exits.map((exit) => {
    if (own && !exit.whole && state.reachable) return exit;
    const before = exit.whole ? below : base;
    const left = names.filter((name) => !exit.changes.has(name));
    if (left.length === 0) return exit;
    const unchanged = new Map(left.map((name) => [name, before?.get(name) ?? UNSET]));
    return { ...exit, unchanged };
  });
}

/** Records the state at an exit to a frame (`break`). Without a frame only the path ends. */
export function exitTo(frame: Frame | undefined, { state, scope }: Context): void {
  if (frame) {
    // An EXIT trap runs with this state, so all of it is recorded.
    const whole = frame.own && state.has(EXIT_TRAP);
    const base = whole ? frame.base.parent : frame.base;
    const since = state.changesSince(base);
    if (frame.exits.length >= LIMITS.several) {
      frame.lost ??= new Map();
      loseChanges(frame.lost, since, state.budget);
    } else {
      const block = scope.block ?? branchOf(scope);
      // Own changes may grow, so they are copied.
      const changes = state.parent === base ? new Map(since) : since;
      if (state.budget) spendOnPieces(state.budget, COST.variable * changes.size);
      frame.exits.push({ changes, block, arrives: true, whole });
    }
  }
  state.reachable = false;
}

/** Adds changes of an exit over the limit, and keeps their monitor options. */
function loseChanges(
  lost: Map<string, AbstractValue>,
  changes: ReadonlyMap<string, AbstractValue>,
  budget: Budget | undefined,
): void {
  if (budget) spendOnPieces(budget, COST.variable * changes.size);
  for (const [name, values] of changes) {
    const before = lost.get(name);
    if (before === values || (!before && lost.size >= LIMITS.definitions)) continue;
    lost.set(name, values);
    if (budget) drop(values, budget);
  }
}

/** Ends the shell, as `exit` does. */
export function leaveShell(context: Context): void {
  exitTo(context.frames.shell, context);
}

/** Keeps only output and input. */
export function inSubshell(
  interpreter: Interpreter,
  context: Context,
  run: (inner: Context) => void,
): void {
  const state = new State(context.state);
  const scope = subshellOf(context.scope);
  const frame = frameOn(context.state, scope.block);
  const inner: Context = {
    ...context,
    state,
    locals: context.locals && { own: undefined, outer: context.locals },
    scope,
    frames: { call: frame, shell: frame, loop: undefined },
  };
  run(inner);
  runTraps(interpreter, inner);
  const { output, input } = context;
  if (frame.exits.length > 0) {
    joinFrame(state, frame, (name) => {
      return isFile(name) || name === output?.variable || name === input;
    });
  }
  handFiles(interpreter, state, context.state);
  if (output) context.state.set(output.variable, state.get(output.variable));
  if (input !== undefined) context.state.set(input, state.get(input));
}

/** Runs traps at the end of a shell. */
export function runTraps(interpreter: Interpreter, context: Context): void {
  const { trapped } = interpreter;
  const { state, frames } = context;
  const frame = frames.shell;
  // A subshell has no outer traps.
  if (frame === undefined || ![...trapped].some((key) => mayHold(state, frame, key))) return;
  joinFrame(state, frame);
  frame.exits.length = 0;
  frame.lost = undefined;
  runTrapsFor(trapped, interpreter, context);
}

function mayHold(state: State, { exits, lost }: Frame, key: TrapKey): boolean {
  return (
    state.changeSince(state.parent, key) !== undefined ||
    exits.some(({ changes }) => changes.has(key)) ||
    lost?.has(key) === true
  );
}

/** Runs this state's traps. */
export function runTrapsFor(
  keys: Iterable<TrapKey>,
  interpreter: Interpreter,
  context: Context,
): void {
  const { state } = context;
  const nesting = context.nesting + 1;
  const definitions = new Set<ShellFunction>();
  const collect = (): void => {
    for (const { value } of [...keys].flatMap(
      (key) => state.changeSince(state.parent, key) ?? [],
    )) {
      if (value.kind === 'function') definitions.add(value.definition);
    }
  };
  collect();
  for (const { body, placement, path } of definitions) {
    state.reachable = true;
    runBranch(context, (inner) => {
      interpreter.run(body, { ...inner, placement, path, nesting });
    });
    // A trap may set another, which this loop visits.
    if (nesting < LIMITS.few) collect();
  }
}

const EXIT_TRAP = trapKey('EXIT');

function runToExit(context: Context, block: Block, run: (inner: Context) => void): BranchExit {
  const state = new State(context.state);
  run(inBlock(context, block, state));
  return { changes: state.changesSince(context.state), block, arrives: state.reachable };
}

/** Whether the commands, which may be skipped, reach their end. */
export function runBranch(
  context: Context,
  run: (inner: Context) => void,
  condition?: Span,
): boolean {
  const exit = runToExit(context, branchOf(context.scope, false, condition), run);
  joinExits(context.state, [exit]);
  return exit.arrives;
}

/** Commands that may run. */
export interface Arm {
  readonly run: (inner: Context) => void;
  readonly condition?: Span | undefined;
  readonly path?: Path | undefined;
}

/** Runs alternatives, exactly one if `exhaustive`; returns exits. */
export function runChoice(
  context: Context,
  arms: readonly Arm[],
  exhaustive: boolean,
): readonly BranchExit[] {
  const conditions = arms.map(({ condition }) => condition);
  const blocks = choiceOf(context.scope, conditions, exhaustive);
  const counts = arms.length > LIMITS.group ? new Map<string, number>() : undefined;
  const exits = arms.map(({ run, path }, index): BranchExit => {
    const whole = runToExit(context, blocks[index] ?? branchOf(context.scope), run);
    const exit = counts ? limitExit(whole, counts, context.state) : whole;
    return path?.length ? { ...exit, changes: changesOn(exit.changes, path, context.state) } : exit;
  });
  joinExits(context.state, exits);
  return exits;
}

function limitExit(exit: BranchExit, counts: Map<string, number>, { budget }: State): BranchExit {
  const changes = new Map<string, AbstractValue>();
  for (const [name, values] of exit.changes) {
    const count = (counts.get(name) ?? 0) + values.length;
    counts.set(name, count);
    if (count > LIMITS.group && budget) drop(values, budget);
    changes.set(name, count > LIMITS.group ? UNKNOWN_VALUES : values);
  }
  return { ...exit, changes };
}

/** Changes on an arm's path; a value that was changed and restored, as around `env -i`, stays one value. */
function changesOn(
  changes: BranchExit['changes'],
  path: Path,
  before: State,
): BranchExit['changes'] {
  const changed = [...changes].filter(([name, values]) => values !== before.get(name));
  return new Map(changed.map(([name, values]) => [name, onPath(values, path)]));
}

/** The output before anything is printed. */
export const NOTHING_PRINTED: AbstractValue = only({ kind: 'scalar', text: mappedText([]) });

/** Makes a sink for output. */
export function newSink(interpreter: Interpreter): Sink {
  const { every } = interpreter;
  return { variable: interpreter.freshName(), prints: [], opaque: false, every };
}

/** Runs commands; returns their output. */
export function collect(
  interpreter: Interpreter,
  context: Context,
  run: (inner: Context) => void,
): AbstractValue {
  const sink = newSink(interpreter);
  context.state.set(sink.variable, NOTHING_PRINTED);
  run({ ...context, output: sink });
  const printed = context.state.get(sink.variable);
  context.state.forget(sink.variable);
  return sink.opaque ? UNKNOWN_VALUES : printed;
}

/** Runs commands in words whose text is not needed. */
export function visitWords(
  interpreter: Interpreter,
  words: readonly ShellWord[],
  context: Context,
): void {
  const view = viewOf(interpreter, context);
  for (let index = 0; index < words.length; index++) {
    const word = words[index];
    if (word) visitWord(word, view);
  }
}
