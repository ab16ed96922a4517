/**
 * Runs a script without running it: goes through its commands as a shell would, with values instead of
 * processes, both ways where a condition decides, and takes note of each QEMU that is started. What only a
 * run knows is unknown. Bash manual 3.2 (commands), 3.3 (functions), 3.7 (how commands are executed).
 */
import { wordsOfTest } from '../../syntax/shell/inside.ts';
import { placementIn } from '../../syntax/shell/placement.ts';
import type { OpaquePart, ShellNode, SubstitutionPart } from '../../syntax/shell/tree.ts';
import type { Span } from '../../text/span.ts';
import { wordSet } from '../../text/split-words.ts';
import { noteDevices } from './connect/connections.ts';
import type { Context, Sink } from './context.ts';
import { mapValues } from './domain/alternatives.ts';
import { literalText } from './domain/blocks.ts';
import { isUsedUp, stopAt } from './domain/limits.ts';
import { define, optionOf } from './domain/options.ts';
import { type AbstractValue, UNKNOWN_VALUE, UNKNOWN_VALUES } from './domain/values.ts';
import { runCase } from './execute/case.ts';
import { runCommand } from './execute/commands.ts';
import {
  type Arm,
  collect,
  inSubshell,
  NOTHING_PRINTED,
  newSink,
  runBranch,
  runChoice,
  visitWords,
} from './execute/flow.ts';
import { runLoop } from './execute/loops.ts';
import { redirected, withRedirections } from './execute/redirections.ts';
import { evaluate } from './expand/arithmetic.ts';
import type { Interpreter } from './interpreter.ts';
import { withEnvironment } from './nested/nested.ts';
import { withoutLineEnds, withoutNul } from './output/output.ts';
import { viewOf } from './view.ts';

/** Runs commands one after the other, until none is reached any more. */
export function runAll(
  interpreter: Interpreter,
  nodes: readonly ShellNode[],
  context: Context,
): void {
  const { budget } = interpreter;
  for (const node of nodes) {
    if (!context.state.reachable) return;
    if (isUsedUp(budget)) {
      stopAt(budget, context.placement.span(node.at));
      return;
    }
    runNode(interpreter, node, context);
  }
}

function runNode(interpreter: Interpreter, node: ShellNode, context: Context): void {
  switch (node.kind) {
    case 'command':
      runCommand(interpreter, node, context);
      break;
    case 'pipeline':
      runPipeline(interpreter, node, context);
      break;
    case 'and-or':
      runAndOr(interpreter, node, context);
      break;
    case 'group':
      runGroup(interpreter, node, context);
      break;
    case 'if':
      runIf(interpreter, node, context);
      break;
    case 'loop':
      runLoop(interpreter, node, context);
      break;
    case 'case':
      runCase(interpreter, node, context);
      break;
    case 'function':
      runDefinition(interpreter, node, context);
      break;
    case 'expression':
      runExpression(interpreter, node, context);
      break;
  }
}

type Group = Extract<ShellNode, { kind: 'group' }>;

function runGroup(interpreter: Interpreter, node: Group, context: Context): void {
  if (node.redirections.length > 0) noteDevices(interpreter, node, context);
  withRedirections(interpreter, node, context, (inner) => {
    if (node.subshell) {
      withEnvironment(interpreter, () => {
        let { state } = inner;
        inSubshell(interpreter, inner, (own) => {
          runAll(interpreter, node.body, own);
          state = own.state;
        });
        return { state, changes: state.changesSince(inner.state) };
      });
    } else runAll(interpreter, node.body, inner);
  });
}

/** Where a condition is written. */
function spanOfNodes(nodes: readonly ShellNode[], { placement }: Context): Span | undefined {
  const [first] = nodes;
  const last = nodes.at(-1);
  return first && last ? placement.span({ start: first.at.start, end: last.at.end }) : undefined;
}

/** Whether commands are only `true` or `:`, or only `false`; undefined for anything else. */
function constant(nodes: readonly ShellNode[]): boolean | undefined {
  const [node] = nodes;
  if (nodes.length !== 1 || node?.kind !== 'command' || node.words.length !== 1) return undefined;
  // A file or port that cannot be opened makes it fail.
  if (node.redirections.length > 0) return undefined;
  const name = literalText(node.words[0]);
  if (name === 'true' || name === ':') return true;
  return name === 'false' ? false : undefined;
}

function runIf(
  interpreter: Interpreter,
  { clauses, otherwise }: Extract<ShellNode, { kind: 'if' }>,
  context: Context,
): void {
  const arms: Arm[] = [];
  let whole = otherwise !== undefined;
  for (const { test, body } of clauses) {
    runAll(interpreter, test, context);
    if (!context.state.reachable) return;
    const known = constant(test);
    if (known === false) continue;
    arms.push({
      run: (inner) => runAll(interpreter, body, inner),
      condition: spanOfNodes(test, context),
    });
    if (known === true) {
      whole = true;
      break;
    }
  }
  const last = clauses.at(-1);
  if (otherwise && !(last && constant(last.test) === true)) {
    arms.push({ run: (inner) => runAll(interpreter, otherwise, inner) });
  }
  if (arms.length > 0) runChoice(context, arms, whole);
}

function runAndOr(
  interpreter: Interpreter,
  { nodes, operators }: Extract<ShellNode, { kind: 'and-or' }>,
  context: Context,
): void {
  const [test, yes, no] = nodes;
  const isShortIf = nodes.length === 3 && operators[0] === '&&' && operators[1] === '||';
  if (test && yes && no && isShortIf) {
    // `test && x=1 || x=2` is how people write a short `if`.
    runNode(interpreter, test, context);
    if (!context.state.reachable) return;
    const first = (inner: Context): void => runNode(interpreter, yes, inner);
    const condition = context.placement.span(test.at);
    const arms: Arm[] = [
      { run: first, condition },
      { run: (inner) => runNode(interpreter, no, inner) },
    ];
    if (mayFailAtItsEnd(yes)) {
      arms.push({
        run: (inner) => {
          first(inner);
          if (inner.state.reachable) runNode(interpreter, no, inner);
        },
        condition,
      });
    }
    runChoice(context, arms, true);
    return;
  }
  for (const [index, node] of nodes.entries()) {
    const before = nodes[index - 1];
    if (!context.state.reachable) return;
    if (before === undefined) {
      runNode(interpreter, node, context);
      continue;
    }
    const condition = operators[index - 1] === '&&' ? context.placement.span(before.at) : undefined;
    runBranch(context, (inner) => runNode(interpreter, node, inner), condition);
  }
}

function runPipeline(
  interpreter: Interpreter,
  { nodes }: Extract<ShellNode, { kind: 'pipeline' }>,
  context: Context,
): void {
  const [only] = nodes;
  if (only && nodes.length === 1) {
    runNode(interpreter, only, context);
    return;
  }
  const lastHere = context.dialect === 'zsh' || optionOf('lastpipe', context.state) === 'on';
  let input = context.input;
  let carried: AbstractValue | undefined;
  let prints: Sink['prints'] | undefined;
  for (const [index, node] of nodes.entries()) {
    const last = index === nodes.length - 1;
    const sink = last ? context.output : newSink(interpreter);
    if (last && lastHere) {
      if (carried && input !== undefined) context.state.set(input, carried);
      runNode(interpreter, node, { ...context, input, piped: prints });
      if (carried && input !== undefined) context.state.forget(input);
      break;
    }
    inSubshell(interpreter, { ...context, output: sink, input, piped: prints }, (inner) => {
      if (sink && !last) inner.state.set(sink.variable, NOTHING_PRINTED);
      if (carried && input !== undefined) inner.state.set(input, carried);
      runNode(interpreter, node, inner);
    });
    if (carried && input !== undefined) context.state.forget(input);
    if (!sink || last) continue;
    input = interpreter.freshName();
    carried = sink.opaque ? UNKNOWN_VALUES : context.state.get(sink.variable);
    prints = sink.prints;
    context.state.forget(sink.variable);
  }
}

/** A state and an output of its own take so much; what stands between backticks is decoded, read and placed besides. */
const PIECES_IN_SUBSTITUTION = 10;
const PIECES_BETWEEN_BACKTICKS = 40;
/** Hardly any that people write has as many characters. */
const LONG_SUBSTITUTION = 2_000;

/**
 * What a substitution prints, without the line endings behind it, which the shell takes away. What one prints that nothing
 * ends is unknown: the lines behind it are read as commands of the script.
 */
export function capture(
  interpreter: Interpreter,
  part: SubstitutionPart,
  context: Context,
): AbstractValue {
  const isOpen = part.context === 'unclosed';
  if (part.body.length === 0) return isOpen ? UNKNOWN_VALUES : NOTHING_PRINTED;
  interpreter.budget.pieces -= part.host ? PIECES_BETWEEN_BACKTICKS : PIECES_IN_SUBSTITUTION;
  // A long one is gone through once more for each that it stands in.
  interpreter.budget.pieces -= Math.max(0, part.source.length - LONG_SUBSTITUTION) >> 2;
  const printed = collect(interpreter, context, (own) => {
    inSubshell(interpreter, own, (inner) => {
      const inside = insidePart(part, inner);
      if (!redirected(interpreter, part, inside)) runAll(interpreter, part.body, inside);
    });
  });
  if (isOpen) return UNKNOWN_VALUES;
  return mapValues(printed, (value) => {
    if (value.kind !== 'scalar') return value;
    // zsh keeps what no argument can hold, and ksh nothing behind it.
    const isCut = value.text.decoded.includes('\0') && /^(?:zsh|ksh)$/.test(context.dialect);
    if (isCut) return UNKNOWN_VALUE;
    return { ...value, text: withoutLineEnds(withoutNul(value.text)), grown: undefined };
  });
}

/** Where the commands of a part are written: those between backticks may be decoded first. */
function insidePart({ host }: SubstitutionPart | OpaquePart, context: Context): Context {
  if (host === undefined) return context;
  return { ...context, placement: placementIn(context.placement.text(host())) };
}

/** Runs commands whose output nobody reads. */
export function runAside(interpreter: Interpreter, part: OpaquePart, context: Context): void {
  if (part.unread) stopAt(interpreter.budget, context.placement.span(part.at));
  const inside = insidePart(part, { ...context, output: undefined });
  inSubshell(interpreter, inside, (inner) => runAll(interpreter, part.body, inner));
}

function runDefinition(
  interpreter: Interpreter,
  { name, body, at }: Extract<ShellNode, { kind: 'function' }>,
  context: Context,
): void {
  const { placement, path } = context;
  const { start } = placement.span(at);
  const definition = { name, body, start, placement, path };
  define(name, definition, context.state);
  // Uncalled functions of an included file run only when that file is the document.
  if (path !== interpreter.inclusions?.path) return;
  interpreter.defined.set(start, { definition, context });
  interpreter.recorder.defined({ definition, context });
}

function runExpression(
  interpreter: Interpreter,
  { test, arithmetic, at }: Extract<ShellNode, { kind: 'expression' }>,
  context: Context,
): void {
  const view = viewOf(interpreter, context);
  if (arithmetic) evaluate(arithmetic, view.runner.numbersIn(view, at));
  if (test) visitWords(interpreter, wordsOfTest(test), context);
}

/** Whether a group of several commands may fail, so that what stands behind `||` is run too. */
function mayFailAtItsEnd(node: ShellNode): boolean {
  if (node.kind !== 'group' || node.body.length < 2) return false;
  const last = node.body.at(-1);
  if (last?.kind !== 'command') return true;
  const name = literalText(last.words[0]);
  return last.words.length > 0 && !(name !== undefined && SUCCEEDING.has(name));
}

/** Commands that end with success, whatever happens. */
const SUCCEEDING = wordSet(': true echo printf exit return set export local declare');
