/** Interprets a script abstractly: both ways at conditions (bash manual 3.2, 3.3, 3.7). */

import { visitNodes, wordsOfTest } from '../../syntax/shell/inside.ts';
import { placementIn } from '../../syntax/shell/placement.ts';
import type {
  OpaquePart,
  ShellNode,
  ShellTest,
  ShellWord,
  SubstitutionPart,
} from '../../syntax/shell/tree.ts';
import { isUsedUp, spend, stopAt } from '../../text/fuel.ts';
import { LIMITS } from '../../text/limits.ts';
import type { Span } from '../../text/span.ts';
import { wordSet } from '../../text/split-words.ts';
import { mapValues } from '../domain/alternatives.ts';
import { literalText, NAME } from '../domain/blocks.ts';
import { COST } from '../domain/limits.ts';
import type { State } from '../domain/state.ts';
import {
  type AbstractValue,
  isNothing,
  UNKNOWN_VALUE,
  UNKNOWN_VALUES,
  USER_PROVIDED,
} from '../domain/values.ts';
import type { Context, Sink } from './context.ts';
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
import { define, optionOf } from './options.ts';
import { withoutLineEnds } from './output/output.ts';
import { viewOf } from './view.ts';

/** Runs commands up to the first unreachable one. */
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

function spanOfNodes(nodes: readonly ShellNode[], { placement }: Context): Span | undefined {
  const [first] = nodes;
  const last = nodes.at(-1);
  return first && last ? placement.span({ start: first.at.start, end: last.at.end }) : undefined;
}

/** `true` or `false`; else undefined. */
function constant(nodes: readonly ShellNode[]): boolean | undefined {
  const [node] = nodes;
  if (nodes.length !== 1 || node?.kind !== 'command' || node.words.length !== 1) return undefined;
  // A redirection may fail.
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
  const failed: Assumption[] = [];
  const counts: number[] = [];
  let held: readonly Assumption[] = [];
  for (const { test, body } of clauses) {
    runAll(interpreter, test, context);
    if (!context.state.reachable) return;
    const known = constant(test);
    held = assumptions(test, true, context.state);
    const count = failed.length;
    counts.push(count);
    if (count < LIMITS.several) failed.push(...assumptions(test, false, context.state));
    if (known === false) continue;
    const condition = spanOfNodes(test, context);
    const own = held;
    arms.push({
      run: (inner) => {
        assume(failed.slice(0, count), inner.state);
        assume(own, inner.state);
        runAll(interpreter, body, inner);
      },
      condition,
    });
    if (known === true) {
      whole = true;
      break;
    }
  }
  const last = clauses.at(-1);
  if (otherwise && !(last && constant(last.test) === true)) {
    arms.push({
      run: (inner) => {
        assume(failed, inner.state);
        runAll(interpreter, otherwise, inner);
      },
    });
  }
  if (arms.length === 0) return;
  const exits = runChoice(context, arms, whole);
  if (arms.length < clauses.length) return;
  // `if [ -z "$x" ]; then exit; fi`: `$x` is not empty.
  const arrives = exits.findIndex((exit) => exit.arrives);
  assume(failed.slice(0, counts[arrives]), context.state);
  if (clauses.length === 1 && otherwise && exits[1]?.arrives === false) assume(held, context.state);
}

function runAndOr(
  interpreter: Interpreter,
  { nodes, operators }: Extract<ShellNode, { kind: 'and-or' }>,
  context: Context,
): void {
  const [test, yes, no] = nodes;
  const isShortIf = nodes.length === 3 && operators[0] === '&&' && operators[1] === '||';
  if (test && yes && no && isShortIf) {
    // `test && x=1 || x=2` is an `if`.
    runNode(interpreter, test, context);
    if (!context.state.reachable) return;
    const failed = assumptionsOf(test, false, context.state);
    const passed = assumptionsOf(test, true, context.state);
    let both = passed;
    const first = (inner: Context): void => {
      assume(passed, inner.state);
      runNode(interpreter, yes, inner);
      both = [...passed, ...assumptionsOf(yes, true, inner.state)];
    };
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
    const [one, other] = runChoice(context, arms, true);
    if (other?.arrives === false) assume(both, context.state);
    else if (one?.arrives === false) assume(failed, context.state);
    return;
  }
  const [operator] = operators;
  let known: readonly Assumption[] = [];
  let opposite: readonly Assumption[] = [];
  // Equal operators: all earlier commands ended alike.
  let isUniform = true;
  for (let index = 0; index < nodes.length; index++) {
    const [node, before] = [nodes[index], nodes[index - 1]];
    if (!node || !context.state.reachable) return;
    if (before === undefined) {
      runNode(interpreter, node, context);
      known = assumptionsOf(node, operator === '&&', context.state);
      if (nodes.length === 2) opposite = assumptionsOf(node, operator !== '&&', context.state);
      continue;
    }
    const wasUniform = isUniform;
    isUniform &&= operators[index - 1] === operator;
    const condition = operators[index - 1] === '&&' ? context.placement.span(before.at) : undefined;
    const arrives = runBranch(
      context,
      (inner) => {
        if (isUniform) assume(known, inner.state);
        runNode(interpreter, node, inner);
        if (isUniform && index <= LIMITS.several) {
          known = [...known, ...assumptionsOf(node, operator === '&&', inner.state)];
        }
      },
      condition,
    );
    if (arrives || index < nodes.length - 1) continue;
    // `[ -n "$x" ] || exit`: `$x` is not empty.
    if (index === 1) assume(opposite, context.state);
    else if (wasUniform && !isUniform) assume(known, context.state);
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

/** A substitution's output, without final line ends; unknown if unclosed. */
export function capture(
  interpreter: Interpreter,
  part: SubstitutionPart,
  context: Context,
): AbstractValue {
  const isOpen = part.context === 'unclosed';
  if (part.body.length === 0) return isOpen ? UNKNOWN_VALUES : NOTHING_PRINTED;
  // A state and an output cost. Backticks cost more: outer ones decode and read their text again.
  spend(interpreter.budget, COST.substitution * (part.host ? 4 : 1) + (part.source.length >> 6));
  const printed = collect(interpreter, context, (own) => {
    inSubshell(interpreter, own, (inner) => {
      const inside = insidePart(part, inner);
      if (!redirected(interpreter, part, inside)) runAll(interpreter, part.body, inside);
    });
  });
  if (isOpen) return UNKNOWN_VALUES;
  return mapValues(printed, (value) => {
    if (value.kind !== 'scalar') return value;
    // bash drops NUL, zsh keeps it, and ksh's text ends there.
    if (value.text.decoded.includes('\0')) return UNKNOWN_VALUE;
    return { ...value, text: withoutLineEnds(value.text), grown: undefined };
  });
}

function insidePart({ host }: Pick<OpaquePart, 'host'>, context: Context): Context {
  if (host === undefined) return context;
  return { ...context, placement: placementIn(context.placement.text(host())) };
}

/** Runs unrun commands, each in a context of its own. */
export function runUnvisited(
  interpreter: Interpreter,
  nodes: readonly ShellNode[],
  contextOf: () => Context,
): void {
  visitNodes(nodes, (node, hosts) => {
    if (node.kind !== 'command' || interpreter.visited.has(node)) return;
    const inside = hosts.reduce((outer, host) => insidePart({ host }, outer), contextOf());
    runCommand(interpreter, node, inside);
  });
}

/** Runs commands whose output is unused. */
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
  // Functions of an included file run when it is the document.
  if (path !== interpreter.inclusions?.path) return;
  interpreter.defined.set(start, { definition, context });
}

function runExpression(
  interpreter: Interpreter,
  { test, arithmetic, at }: Extract<ShellNode, { kind: 'expression' }>,
  context: Context,
): void {
  const view = viewOf(interpreter, context);
  if (arithmetic) evaluate(arithmetic, view.runner.numbersIn(view, at));
  if (test) visitWords(interpreter, wordsOfTest(test), context);
  if (test && hasMatch(test)) context.state.set('BASH_REMATCH', UNKNOWN_VALUES);
}

function hasMatch(test: ShellTest): boolean {
  if (test.kind === 'logical') return test.operands.some(hasMatch);
  return test.kind === 'not' ? hasMatch(test.operand) : 'left' in test && test.operator === '=~';
}

/** A variable that is not empty while it has these values. */
interface Assumption {
  readonly name: string;
  readonly values: AbstractValue;
}

/** Conditions that hold after success or failure. */
function assumptions(
  nodes: readonly ShellNode[],
  succeeded: boolean,
  state: State,
): readonly Assumption[] {
  const last = nodes.at(-1);
  return last ? assumptionsOf(last, succeeded, state) : NOTHING;
}

function assumptionsOf(node: ShellNode, succeeded: boolean, state: State): readonly Assumption[] {
  const names = filledBy(node, succeeded);
  if (names.length === 0) return NOTHING;
  return names.map((name) => ({ name, values: state.get(name) }));
}

const NOTHING: readonly Assumption[] = [];

/** Removes impossible values. An always empty variable comes from outside: unknown. */
function assume(assumed: readonly Assumption[], state: State): void {
  for (const { name, values } of assumed) {
    if (state.get(name) !== values) continue;
    const left = values.flatMap((alternative): AbstractValue => {
      const { value, path } = alternative;
      if (value.kind !== 'unset' || values.length === 1) {
        return value.kind === 'unset' || !isNothing(value) ? [alternative] : [];
      }
      return value.surely ? [] : USER_PROVIDED.map((userProvided) => ({ ...userProvided, path }));
    });
    const same = left.length === values.length && left.every((one, at) => one === values[at]);
    if (!same) state.narrow(name, left.length > 0 ? left : USER_PROVIDED);
  }
}

const NONE: readonly string[] = [];

/** Variables that success or failure proves not empty. */
function filledBy(node: ShellNode, succeeded: boolean): readonly string[] {
  switch (node.kind) {
    case 'command':
      return filledByCommand(node.words, succeeded);
    case 'pipeline': {
      const [only] = node.nodes;
      return only && node.nodes.length === 1 ? filledBy(only, succeeded !== node.negated) : NONE;
    }
    case 'and-or': {
      const operator = succeeded ? '&&' : '||';
      if (node.operators.some((other) => other !== operator)) return NONE;
      return node.nodes.flatMap((part) => filledBy(part, succeeded));
    }
    case 'expression':
      return node.test ? filledByTest(node.test, succeeded) : NONE;
    default:
      return NONE;
  }
}

function filledByCommand(words: readonly ShellWord[], succeeded: boolean): readonly string[] {
  const [command] = words;
  const name = command && literalText(command);
  if (name !== '[' && name !== 'test') return NONE;
  const operands = words.slice(1, name === '[' ? -1 : undefined);
  const [first] = operands;
  if (!first) return NONE;
  if (literalText(first) === '!') return filledByWords(operands.slice(1), !succeeded);
  return filledByWords(operands, succeeded);
}

function filledByWords(words: readonly ShellWord[], succeeded: boolean): readonly string[] {
  const [first, second, third] = words;
  if (!first || words.length > 3) return NONE;
  if (!second) return filledByTest({ kind: 'unary', operator: '-n', operand: first }, succeeded);
  const operator = literalText(third ? second : first) ?? '';
  return filledByTest(
    third
      ? { kind: 'binary', operator, left: first, right: third }
      : { kind: 'unary', operator, operand: second },
    succeeded,
  );
}

function filledByTest(test: ShellTest, succeeded: boolean): readonly string[] {
  switch (test.kind) {
    case 'unary':
      if (test.operator !== (succeeded ? '-n' : '-z')) return NONE;
      return variableOf(test.operand);
    case 'binary': {
      const differ = succeeded ? test.operator === '!=' : /^==?$/.test(test.operator);
      return differ && literalText(test.right) === '' ? variableOf(test.left) : NONE;
    }
    case 'logical':
      if (test.operator !== (succeeded ? '&&' : '||')) return NONE;
      return test.operands.flatMap((operand) => filledByTest(operand, succeeded));
    case 'not':
      return filledByTest(test.operand, !succeeded);
  }
}

/** `"$x"`, `${x}`, `${x:-}` */
function variableOf({ parts }: ShellWord): readonly string[] {
  const [part] = parts;
  if (part?.kind !== 'parameter' || parts.length > 1) return NONE;
  if (part.prefix !== undefined || part.subscript !== undefined) return NONE;
  const plain = part.operator === undefined || part.operator === '-' || part.operator === ':-';
  const isEmpty = part.operand?.parts.every(
    (one) => one.kind === 'text' && one.text.decoded === '',
  );
  if (!plain || isEmpty === false) return NONE;
  return NAME.test(part.name) ? [part.name] : NONE;
}

/** Whether a group may fail at its end: then the command after `||` runs, too. */
function mayFailAtItsEnd(node: ShellNode): boolean {
  if (node.kind !== 'group' || node.body.length < 2) return false;
  const last = node.body.at(-1);
  if (last?.kind !== 'command') return true;
  const name = literalText(last.words[0]);
  return last.words.length > 0 && !(name !== undefined && SUCCEEDING.has(name));
}

const SUCCEEDING = wordSet(': true echo printf exit return set export local declare');
