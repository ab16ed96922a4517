/** Calls without effect: a function such as `die` that found and changed nothing only ends the shell or returns. */
import { bodiesOf } from '../../../syntax/shell/inside.ts';
import type { ShellNode } from '../../../syntax/shell/tree.ts';
import { isUsedUp } from '../../../text/fuel.ts';
import { functionKey } from '../../domain/keys.ts';
import type { State } from '../../domain/state.ts';
import { type AbstractValue, type ShellFunction, sayTheSame } from '../../domain/values.ts';
import type { Word } from '../../invocation.ts';
import { mayConcernQemu, soundsLikeQemu } from '../../program.ts';
import type { Context, Local } from '../context.ts';
import type { Interpreter } from '../interpreter.ts';
import { leaveShell } from './flow.ts';

export interface IdleFunction {
  readonly end: 'return' | 'exit';
  /** Undefined if its output was not read. */
  readonly prints: 'nothing' | 'unknown' | undefined;
  /** Its caller's variables that it read, with their values. */
  readonly reads: ReadonlyMap<string, AbstractValue>;
}

/** Whether a call only prints unknown text or exits, which is applied. */
export function isIdleCall(
  { idle, inclusions }: Interpreter,
  { start }: ShellFunction,
  args: AbstractValue,
  context: Context,
): boolean {
  const { output, isolated, state } = context;
  const known = isolated || inclusions?.watch ? undefined : idle.get(start);
  if (known === undefined || (output && known.prints === undefined)) return false;
  if (args.some(({ value }) => mayMatter(value, state))) return false;
  for (const [name, values] of known.reads) if (!areAlike(state.get(name), values)) return false;
  if (output && known.prints === 'unknown') output.opaque = true;
  if (known.end === 'exit') leaveShell(context);
  return true;
}

function areAlike(some: AbstractValue, others: AbstractValue): boolean {
  if (some === others) return true;
  if (some.length !== others.length) return false;
  return some.every(({ value }, index) => {
    const other = others[index];
    return other !== undefined && sayTheSame(value, other.value);
  });
}

function mayMatter(value: AbstractValue[number]['value'], state: State): boolean {
  return value.kind === 'array'
    ? value.words.some((word) => mayRun(word, state))
    : value.kind !== 'unset';
}

/** Whether a function that runs its arguments may run a QEMU or function. */
function mayRun({ value }: Word, state: State): boolean {
  return (
    mayConcernQemu(value.decoded) || soundsLikeQemu(value) || state.has(functionKey(value.decoded))
  );
}

interface EndedCall {
  readonly state: State;
  readonly own: ReadonlyMap<string, Local>;
  readonly asked: ReadonlySet<string>;
}

interface Effects {
  readonly count: number;
  readonly isOpaque: boolean;
}

/** Effects of a run so far, except on variables. */
export function effectsOf(interpreter: Interpreter, { output }: Context): Effects {
  const { found, written, givenUp, defined, environments, trapped } = interpreter;
  const shells = written.size + givenUp.length + environments.length;
  const count = found.length + shells + defined.size + trapped.size;
  return { count, isOpaque: output?.opaque === true };
}

/** Records whether an ended call had an effect since `before`. */
export function noteIdleCall(
  interpreter: Interpreter,
  { start, body }: ShellFunction,
  before: Effects,
  { state: inner, own, asked }: EndedCall,
  context: Context,
): void {
  const { idle, budget } = interpreter;
  const { output, state } = context;
  const { count, isOpaque } = effectsOf(interpreter, context);
  const isCut = isUsedUp(budget) || hasUnvisited(interpreter, body);
  if (count > before.count || isCut || (inner.reachable && !leavesNothing(inner, own, context))) {
    idle.delete(start);
  } else if (!context.isolated && !before.isOpaque) {
    if (output && !isOpaque && isPrinted(output.variable, inner, state)) return;
    const prints = output && (isOpaque ? 'unknown' : 'nothing');
    const reads = new Map([...asked].map((name) => [name, state.get(name)]));
    idle.set(start, { end: inner.reachable ? 'return' : 'exit', prints, reads });
  }
}

function isPrinted(variable: string, inner: State, state: State): boolean {
  const before = state.get(variable);
  const after = inner.changeSince(state, variable) ?? before;
  return !after.every(({ value }) => before.some((one) => sayTheSame(one.value, value)));
}

function leavesNothing(
  inner: State,
  own: ReadonlyMap<string, Local>,
  { state, output }: Context,
): boolean {
  for (const name of inner.narrowed.keys()) if (!own.has(name)) return false;
  for (const name of inner.changesSince(state).keys()) {
    if (!own.get(name)?.surely && name !== output?.variable) return false;
  }
  return true;
}

/** Whether one of these commands has not run. */
export function hasUnvisited(interpreter: Interpreter, nodes: readonly ShellNode[]): boolean {
  return nodes.some((node) => isUnvisited(interpreter, node));
}

function isUnvisited(interpreter: Interpreter, node: ShellNode): boolean {
  if (node.kind === 'command') return !interpreter.visited.has(node);
  return (
    node.kind !== 'function' && bodiesOf(node).some((nodes) => hasUnvisited(interpreter, nodes))
  );
}
