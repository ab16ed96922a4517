/**
 * The ways through a script: subshells, what may be skipped, what is one of several, where `return`, `exit`
 * and `break` lead, and what is printed on the way.
 */
import type { ShellNode, ShellWord } from '../../syntax/shell/tree.ts';
import { mappedText } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import { type Block, branchOf, choiceOf, subshellOf } from './blocks.ts';
import { type Context, type Frame, inBlock, type Sink } from './context.ts';
import { textsOf } from './expand.ts';
import { FunctionTable } from './function-table.ts';
import type { Interpreter } from './interpreter.ts';
import { MAX_WAYS } from './limits.ts';
import { joinWays, State, type Way } from './state.ts';
import { limited, only, UNKNOWN_VALUES, type Values } from './values.ts';
import { viewOf } from './view.ts';

/** A new frame above a state, to which `return`, `exit` or `break` lead. */
export function frameOn(base: State): Frame {
  return { base, ways: [], lost: new Set() };
}

/**
 * Joins what came to a frame with what arrived at its end; if only some variables are wanted behind it, then
 * only those.
 */
export function settle(state: State, frame: Frame, wanted?: readonly (string | undefined)[]): void {
  if (frame.ways.length > 0) joinWays(state, completed(state, frame, wanted), wanted);
  for (const name of frame.lost) {
    if (wanted && !wanted.includes(name)) continue;
    state.set(name, limited([...state.get(name), ...UNKNOWN_VALUES]));
  }
}

/** The ways to a frame, which have what was changed only behind them as it was. */
function completed(
  state: State,
  { base, ways }: Frame,
  wanted: readonly (string | undefined)[] | undefined,
): readonly Way[] {
  if (state === base || !state.reachable) return ways;
  const changed = [...state.changesSince(base).keys()];
  const names = wanted ? changed.filter((name) => wanted.includes(name)) : changed;
  return ways.map((way) => {
    const left = names.filter((name) => !way.changes.has(name));
    if (left.length === 0) return way;
    return { ...way, unchanged: new Map(left.map((name) => [name, base.get(name)])) };
  });
}

/** How many variables are looked at when there are too many ways. */
const MAX_LOST = 200;

/** Leaves for a frame: nothing behind this is reached. */
export function leaveTo(frame: Frame | undefined, { state, scope }: Context): void {
  if (frame && frame.ways.length >= MAX_WAYS) {
    // What more ways leave is not told apart.
    state.addNamesSince(frame.base, frame.lost, MAX_LOST);
  } else if (frame) {
    const block = scope.block ?? branchOf(scope);
    frame.ways.push({ changes: new Map(state.changesSince(frame.base)), block, arrives: true });
  }
  state.reachable = false;
}

/** Ends the shell, as `exit` does. */
export function leaveShell(context: Context): void {
  leaveTo(context.frames.shell, context);
  const { block } = context.scope;
  for (let around = block; around; around = around.parent) if (around.kind === 'subshell') return;
  if (block) block.ends = true;
}

/** Runs commands in a subshell, whose changes nobody sees; only what it prints and reads is kept. */
export function runSubshell(
  interpreter: Interpreter,
  nodes: readonly ShellNode[],
  context: Context,
): void {
  inSubshell(context, (inner) => interpreter.run(nodes, inner));
}

/** Does something in a subshell. */
export function inSubshell(context: Context, run: (inner: Context) => void): void {
  const state = new State(context.state);
  const frame = frameOn(context.state);
  run({
    ...context,
    state,
    functions: new FunctionTable(context.functions),
    scope: subshellOf(context.scope),
    frames: { call: frame, shell: frame, loop: undefined },
  });
  const wanted = [context.output?.variable, context.input];
  settle(state, frame, wanted);
  for (const name of wanted) {
    if (name !== undefined) context.state.set(name, state.get(name));
  }
}

/** Runs something on a way of its own that `block` stands for. */
export function runWay(context: Context, block: Block, run: (inner: Context) => void): Way {
  const state = new State(context.state);
  run(inBlock(context, block, state));
  return { changes: state.changesSince(context.state), block, arrives: state.reachable };
}

/** Runs commands that may be skipped. */
export function runBranch(context: Context, run: (inner: Context) => void, condition?: Span): void {
  joinWays(context.state, [runWay(context, branchOf(context.scope, false, condition), run)]);
}

/** What may be run, and under which condition. */
export interface Arm {
  readonly run: (inner: Context) => void;
  readonly condition?: Span | undefined;
}

/** Runs one of several things; with `exhaustive` surely one. */
export function runChoice(context: Context, arms: readonly Arm[], exhaustive: boolean): void {
  const conditions = arms.map(({ condition }) => condition);
  const blocks = choiceOf(context.scope, conditions, exhaustive);
  const ways = arms.flatMap(({ run }, index) => {
    const block = blocks[index];
    return block ? runWay(context, block, run) : [];
  });
  joinWays(context.state, ways);
}

/** What was printed before anything is. */
export const NOTHING_PRINTED: Values = only({ kind: 'scalar', text: mappedText([]) });

/** What takes the output of commands from now on. */
export function newSink(interpreter: Interpreter): Sink {
  return { variable: interpreter.freshName(), prints: [], opaque: false };
}

/** Runs something whose output goes to a new sink; returns what was printed. */
export function collect(
  interpreter: Interpreter,
  context: Context,
  run: (inner: Context) => void,
): Values {
  const sink = newSink(interpreter);
  context.state.set(sink.variable, NOTHING_PRINTED);
  run({ ...context, output: sink });
  const printed = context.state.get(sink.variable);
  context.state.forget(sink.variable);
  return sink.opaque ? UNKNOWN_VALUES : printed;
}

/** Runs the commands inside words that are not expanded for anything else. */
export function visitWords(
  interpreter: Interpreter,
  words: readonly ShellWord[],
  context: Context,
): void {
  for (const word of words) {
    if (!word.inert) textsOf(word, viewOf(interpreter, context));
  }
}
