/**
 * Scripts inside a script: strings that are given to a shell, and files that it writes and then runs. What
 * the outer script holds in variables is seen as far as a shell of that kind sees it.
 */

import { readShell } from '../../syntax/shell/reader.ts';
import type { MappedText } from '../../text/mapped-text.ts';
import { NAME, subshellOf } from './blocks.ts';
import type { Carried, ShellOfScript } from './carried.ts';
import { mayNameClient } from './client-tools.ts';
import type { Context } from './context.ts';
import { frameOn, settle } from './flow.ts';
import { FunctionTable } from './function-table.ts';
import type { Interpreter } from './interpreter.ts';
import { MAX_NESTING } from './limits.ts';
import { ARGUMENTS } from './parameters.ts';
import { placementIn } from './placement.ts';
import { State } from './state.ts';
import { listOf, only, present, type Values } from './values.ts';

type CarriedScript = Extract<Carried, { kind: 'script' }>;

/** Runs a script that a command is given. */
export function runScript(
  interpreter: Interpreter,
  { text, shell, positional, input }: CarriedScript,
  context: Context,
): void {
  const { budget } = interpreter;
  const speaks = maySpeakOfQemu(text) || maySpeakOfQemu(input) || mayNameClient(text.text);
  const followed = context.nesting < MAX_NESTING && (shell === 'same' || speaks);
  if (followed && budget.characters >= 0) budget.characters -= text.text.length;
  if (!followed || budget.characters < 0) {
    if (context.output) context.output.opaque = true;
    return;
  }
  const { nodes } = readShell(text.text);
  const inner: Context = {
    ...context,
    placement: placementIn(text),
    nesting: context.nesting + 1,
    carrier: context.carrier && { ...context.carrier, nodes },
    ...(input ? withInput(interpreter, input, context) : {}),
  };
  if (shell === 'same') {
    interpreter.run(nodes, inner);
    return;
  }
  const state = childState(interpreter, shell, context);
  const frame = frameOn(state);
  if (positional.length > 0) state.set(ARGUMENTS, only(listOf(positional.slice(1))));
  if (inner.input !== undefined) state.set(inner.input, context.state.get(inner.input));
  if (inner.output) state.set(inner.output.variable, context.state.get(inner.output.variable));
  interpreter.run(nodes, {
    ...inner,
    state,
    scope: subshellOf(context.scope),
    frames: { call: frame, shell: frame, loop: undefined },
    locals: undefined,
    functions: new FunctionTable(undefined),
    files: [],
    path: undefined,
    foreign: context.foreign || shell === 'foreign',
    listing: undefined,
    around: undefined,
  });
  settle(state, frame);
  if (inner.output) context.state.set(inner.output.variable, state.get(inner.output.variable));
}

function withInput(
  interpreter: Interpreter,
  text: MappedText,
  context: Context,
): Pick<Context, 'input' | 'piped'> {
  const name = interpreter.freshName();
  context.state.set(name, only({ kind: 'scalar', text }));
  return { input: name, piped: undefined };
}

/** What a child of a shell finds in its variables: what is exported, or nothing if it is another's. */
function childState({ exported }: Interpreter, shell: ShellOfScript, context: Context): State {
  const state = new State(undefined);
  if (shell === 'foreign' || context.foreign) return state;
  const names = exported.all ? context.state.names() : exported.names;
  for (const name of names) {
    if (!NAME.test(name) || !context.state.has(name)) continue;
    const values = context.state.get(name).filter(({ value }) => value.kind !== 'array');
    if (values.length > 0) state.set(name, values);
  }
  return state;
}

/** Whether a string may hold a command of QEMU; nearly none does. */
function maySpeakOfQemu(text: MappedText | undefined): boolean {
  if (text === undefined) return false;
  if (/qemu|kvm/i.test(text.text)) return true;
  return text.pieces.some((piece) => {
    return (
      (piece.kind === 'unknown' && /qemu|kvm/i.test(piece.source)) ||
      piece.through.some(({ source }) => /qemu|kvm/i.test(source))
    );
  });
}

/** The only text of values; undefined where there are several, or none is known. */
export function onlyText(values: Values): MappedText | undefined {
  const held = present(values).filter(({ spare }) => !spare);
  const [first] = held;
  return held.length === 1 && first?.value.kind === 'scalar' ? first.value.text : undefined;
}

/**
 * The text that values are, or the texts of which they are one where ways differ; none where a value is
 * something else.
 */
export function textsIn(values: Values): readonly MappedText[] {
  const only = onlyText(values);
  if (only) return [only];
  const texts = values.flatMap(({ value }) => (value.kind === 'scalar' ? value.text : []));
  return texts.length === values.length ? texts : [];
}

/** What is left on the standard input; undefined where that is not known. */
export function inputText({ input, state }: Context): MappedText | undefined {
  return input === undefined ? undefined : onlyText(state.get(input));
}

/** What may be left on the standard input, on different ways; none where that is not known. */
export function inputTexts({ input, state }: Context): readonly MappedText[] {
  return input === undefined ? [] : textsIn(state.get(input));
}
