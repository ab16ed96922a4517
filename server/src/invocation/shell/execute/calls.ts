/** Calls of functions and sourced files, which run in this shell. */

import { bodiesOf } from '../../../syntax/shell/inside.ts';
import type { ShellNode } from '../../../syntax/shell/tree.ts';
import { isShort, isUsedUp, stopAt } from '../../../text/fuel.ts';
import { LIMITS } from '../../../text/limits.ts';
import { once } from '../../../text/lookup.ts';
import type { Span } from '../../../text/span.ts';
import { agree, throughBlock } from '../../domain/alternatives.ts';
import { bounded } from '../../domain/bounded.ts';
import { havocOne } from '../../domain/havoc.ts';
import { ARGUMENTS, trapKey } from '../../domain/keys.ts';
import { type Budget, COST, spendOnPieces } from '../../domain/limits.ts';
import { State } from '../../domain/state.ts';
import type { AbstractValue, ShellFunction } from '../../domain/values.ts';
import type { Context, Local } from '../context.ts';
import type { Interpreter } from '../interpreter.ts';
import type { Definitions } from '../options.ts';
import { frameOn, joinFrame, runChoice, runTrapsFor } from './flow.ts';
import { effectsOf, isIdleCall, noteIdleCall } from './idle-calls.ts';
import { printUnknown } from './redirections.ts';

/** A local variable of any function. */
export const OWN: Local = { before: undefined, surely: true };

const REPEATED = ['RETURN', 'ERR', 'DEBUG'].map(trapKey);

/** Calls a function; each definition if branches differ. */
export function callFunction(
  interpreter: Interpreter,
  definitions: Definitions,
  args: AbstractValue,
  at: Span,
  context: Context,
): void {
  const here = throughBlock([], context.scope.block);
  // A call means that some definition ran.
  const found = definitions.filter(({ value, path }) => {
    return agree(path, here) && (value !== undefined || interpreter.every);
  });
  const [only, ...others] = found;
  if (only?.value && others.length === 0) {
    callOne(interpreter, only.value, args, at, context);
    return;
  }
  if (found.length === 0) printUnknown(context);
  const arms = found.map(({ value, path }) => ({
    run: (inner: Context) => {
      if (value) callOne(interpreter, value, args, at, inner);
      else printUnknown(inner);
    },
    path,
  }));
  runChoice(context, arms, true);
}

function callOne(
  interpreter: Interpreter,
  definition: ShellFunction,
  args: AbstractValue,
  at: Span,
  context: Context,
): void {
  const { running, budget, called } = interpreter;
  const { start } = definition;
  if (isIdleCall(interpreter, definition, args, context)) return;
  const effects = effectsOf(interpreter, context);
  const again = isShort(budget) && called.has(start);
  if (again) stopAt(budget, context.placement.span(at));
  if (context.calls >= LIMITS.steps || running.has(start) || again) {
    assignUnknown(definition.body, budget, context);
    if (context.output) context.output.opaque = true;
    return;
  }
  running.add(start);
  called.add(start);
  const state = new State(context.state);
  const asked = state.remember();
  const own = new Map<string, Local>([[ARGUMENTS, OWN]]);
  const frame = frameOn(context.state);
  state.set(ARGUMENTS, bounded(args, budget));
  const inner: Context = {
    ...context,
    state,
    locals: { own, outer: undefined, caller: context.locals },
    scope: { ...context.scope, inFunction: start },
    placement: definition.placement,
    path: definition.path,
    rounds: 1,
    calls: context.calls + 1,
    frames: { ...context.frames, call: frame, loop: undefined },
  };
  interpreter.run(definition.body, inner);
  // Only a trap sees it.
  const isTrapped = interpreter.trapped.size > 0;
  joinFrame(state, frame, isTrapped ? undefined : (name) => own.get(name)?.surely !== true);
  if (isTrapped) runTrapsFor(REPEATED, interpreter, inner);
  running.delete(start);
  noteIdleCall(interpreter, definition, effects, { state, own, asked }, context);
  passOnChanges(state, context, own);
}

function passOnChanges(state: State, context: Context, own: ReadonlyMap<string, Local>): void {
  const changes = state.changesSince(context.state);
  if (state.budget) {
    spendOnPieces(state.budget, COST.variable * changes.size);
    if (isUsedUp(state.budget)) return;
  }
  changes.forEach((values, name) => {
    const local = own.get(name);
    const outside = local ? local.before : values;
    if (local?.surely === false) {
      const before = outside ?? context.state.get(name);
      context.state.set(name, bounded([...before, ...values], state.budget));
    } else if (outside) context.state.set(name, outside);
  });
  // `[ -n "$1" ] || exit` in the function.
  for (const [name, values] of state.narrowed) {
    if (!own.has(name)) context.state.narrow(name, values);
  }
  if (!state.reachable) context.state.reachable = false;
}

/** Runs code that `return` leaves. */
export function runHere(
  args: AbstractValue | undefined,
  context: Context,
  run: (inner: Context) => void,
): void {
  const state = new State(context.state);
  const frame = frameOn(context.state);
  if (args) state.set(ARGUMENTS, args);
  const frames = { ...context.frames, call: frame, loop: undefined };
  run({ ...context, state, frames });
  joinFrame(state, frame);
  passOnChanges(state, context, new Map(args ? [[ARGUMENTS, OWN]] : []));
}

/** Makes unknown what unfollowed commands assign. */
export function assignUnknown(
  nodes: readonly ShellNode[],
  budget: Budget,
  { state }: Context,
): void {
  const names = assignedIn(nodes);
  spendOnPieces(budget, COST.variable * names.size);
  // The new value may contain the old one.
  for (const name of names) havocOne(state, name);
}

const assignedIn = once((nodes: readonly ShellNode[]): ReadonlySet<string> => {
  const names = new Set<string>();
  for (const node of nodes) collectAssigned(node, names);
  return names;
});

function collectAssigned(node: ShellNode, names: Set<string>): void {
  if (node.kind === 'command') {
    if (node.words.length === 0) for (const { name } of node.assignments) names.add(name);
    return;
  }
  const isApart =
    node.kind === 'function' ||
    (node.kind === 'group' && node.subshell) ||
    (node.kind === 'pipeline' && node.nodes.length > 1);
  if (isApart) return;
  if (node.kind === 'loop' && node.variable) names.add(node.variable);
  for (const part of bodiesOf(node).flat()) collectAssigned(part, names);
}
