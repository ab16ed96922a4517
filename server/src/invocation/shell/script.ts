/** Runs a script, then its uncalled functions. Why each time anew: docs/decisions/shell-runs-anew.md */
import type { Dialect } from '../../syntax/shell/dialect.ts';
import { documentsOf, everyCommand, pipedCommands, valuesOf } from '../../syntax/shell/inside.ts';
import { IN_FILE, placementAt } from '../../syntax/shell/placement.ts';
import type {
  FileRedirection,
  ShellNode,
  ShellScript,
  ShellWord,
  SimpleCommand,
} from '../../syntax/shell/tree.ts';
import { fuelOnce, isUsedUp, stopAt, useUp } from '../../text/fuel.ts';
import { once } from '../../text/lookup.ts';
import type { Span } from '../../text/span.ts';
import { type Block, literalText, TOP } from '../domain/blocks.ts';
import { ARGUMENTS, isFile, isFunction, outputKey } from '../domain/keys.ts';
import { type Budget, budgetFor, MAX_STARTS } from '../domain/limits.ts';
import { State } from '../domain/state.ts';
import { type ShellFunction, UNKNOWN_VALUES, UNSET } from '../domain/values.ts';
import type { Inclusions } from '../inclusions.ts';
import type { ArgvInvocation, Invocation, Word } from '../invocation.ts';
import { MONITOR_AND_CHARDEV_OPTIONS, mayOpenMonitor, oneOf } from '../monitor-options.ts';
import { mayConcernQemu, mayOpenSomething, opensOutsideOfComments } from '../program.ts';
import type { Context, Frame } from './context.ts';
import { OWN } from './execute/calls.ts';
import { frameOn, joinFrame, runTraps } from './execute/flow.ts';
import { hasUnvisited } from './execute/idle-calls.ts';
import { listsOf } from './expand/expand.ts';
import { parameterValues } from './expand/parameters.ts';
import { numbersIn } from './expand/targets.ts';
import type { Found, Interpreter } from './interpreter.ts';
import { knownLines } from './launch/known-lines.ts';
import { fragmentsIn, optionsAmong, unusedIn } from './launch/orphan-options.ts';
import { configIn } from './nested/embedded-documents.ts';
import { runGenerated } from './nested/generated.ts';
import { exportedIn } from './nested/nested.ts';
import { HERE } from './nested/wrapped.ts';
import { maySetPermissions } from './permission-log.ts';
import { mayNameClient, programAt } from './programs/table.ts';
import { onlyTalks } from './programs/talking.ts';
import { capture, runAll, runAside, runUnvisited } from './run.ts';
import { viewOf } from './view.ts';

export interface ScriptResult {
  readonly found: readonly Found[];
  readonly others: readonly Invocation[];
  /** Where following stopped; undefined if nothing could be missed. */
  readonly stopped: Span | undefined;
}

/** How a script is run. */
export interface ScriptOptions {
  readonly inclusions?: Inclusions | undefined;
  /** Rare combinations are wanted, too: the user's values, values that some path empties. */
  readonly every?: boolean;
}

/** Never throws. */
export function runWholeScript(script: ShellScript, options: ScriptOptions): ScriptResult {
  const { nodes, source, dialect } = script;
  const interpreter = newInterpreter(options, budgetFor(source.length));
  const context = contextOfShell(interpreter, dialect, options);
  // zsh's text may be misread behind a form unknown to the parser.
  const end = dialect === 'zsh' ? script.unread?.start : undefined;
  const followed =
    end === undefined ? nodes : nodes.filter(({ at }) => at.start < end && at.end < end);
  if (givesItselfAddress(script)) context.state.set(ARGUMENTS, UNKNOWN_VALUES);
  interpreter.run(followed, context);
  if (followed.length < nodes.length) useUp(interpreter.budget);
  if (options.inclusions?.isDiscarded?.()) return NOTHING_FOUND;
  return resultOf(interpreter, script, context);
}

/** `exec "$0" -q tcp:…`: arguments are not only a user's. */
function givesItselfAddress({ nodes, source }: ShellScript): boolean {
  if (!/\$\{?0/.test(source)) return false;
  return everyCommand(nodes).some(({ words }) => {
    const own = words.findIndex(({ parts }) =>
      parts.some((part) => part.kind === 'parameter' && part.name === '0'),
    );
    const isRun = own === 0 || programAt(words[0]?.plain ?? '')?.lastWords !== undefined;
    return isRun && words.slice(own).some(({ plain = '' }) => mayOpenMonitor(plain));
  });
}

const NOTHING_FOUND: ScriptResult = { found: [], others: [], stopped: undefined };

/** What a syntax error cuts off, to the line's end, if it may open a monitor. */
function unreadOption({ nodes, problems, source }: ShellScript): Span | undefined {
  for (const { at } of problems) {
    const lineEnd = source.indexOf('\n', at.start);
    const end = lineEnd === -1 ? source.length : lineEnd;
    const isRead = nodes.some((node) => node.at.start < end && node.at.end > at.start);
    if (!isRead && mayOpenMonitor(source.slice(at.start, end))) return { start: at.start, end };
  }
  return undefined;
}

function resultOf(interpreter: Interpreter, script: ShellScript, context: Context): ScriptResult {
  const { state } = context;
  const unread = script.unread ?? unreadOption(script);
  runTraps(interpreter, context);
  if (unread) stopAt(interpreter.budget, unread);
  const { budget } = interpreter;
  const end = settledOnce(state, context.frames.shell);
  const uncalled = runUncalled(interpreter, end);
  const generated = runGenerated(interpreter, () => {
    return [end(isFile), ...uncalled];
  });
  if (isUsedUp(budget)) runUnfollowed(interpreter, script, context);
  const starts = startsQemu(interpreter);
  const settings = starts
    ? exportedUnused(interpreter, state, end)
    : [...fragmentsIn([end()]), ...fragmentsIn(uncalled, end())];
  const fragments = [...settings, ...fragmentsIn(interpreter.environments)];
  const others = distinct([...generated, ...fragments, ...handedIn(interpreter.found, starts)]);
  const held = unusedOptions(interpreter, script, others, context);
  // Without an opening option, only unread text may hide a finding.
  const stopped = unread || mayOpen(interpreter, script) ? budget.stopped : undefined;
  return { found: interpreter.found, others: [...others, ...held], stopped };
}

/** Makes a shell's first context. */
export function contextOfShell(
  { budget }: Pick<Interpreter, 'budget'>,
  dialect: Dialect,
  { inclusions }: ScriptOptions,
  environment?: State,
): Context {
  const state = new State(environment, budget);
  const frame = frameOn(state, undefined, true);
  const path = inclusions?.path;
  return {
    dialect,
    state,
    scope: TOP,
    placement: IN_FILE,
    frames: { call: frame, shell: frame, loop: undefined },
    output: undefined,
    piped: undefined,
    input: undefined,
    path,
    locals: undefined,
    rounds: 1,
    calls: 0,
    files: path === undefined ? [] : [path],
    calledIf: undefined,
    nesting: 0,
    isolated: false,
    execution: HERE,
  };
}

/** The state at a script's end; joins `exit`s on request. */
function settledOnce(state: State, frame: Frame | undefined) {
  let settled = false;
  return (wanted?: (name: string) => boolean): State => {
    if (settled || frame === undefined) return state;
    if (wanted && state.reachable) {
      const some = new State(state);
      joinFrame(some, frame, wanted);
      return some;
    }
    joinFrame(state, frame);
    settled = true;
    return state;
  };
}

function exportedUnused(
  interpreter: Interpreter,
  { attributed }: State,
  end: () => State,
): readonly ArgvInvocation[] {
  if (attributed.size === 0) return [];
  const state = end();
  const named = [...attributed].map((name) => [name, state.get(name)] as const);
  return unusedIn(fragmentsIn([exportedIn(state, named)]), startedIn(interpreter.found));
}

/** The words of all QEMU starts. */
export function startedIn(found: readonly Found[]): readonly (readonly Word[])[] {
  return found.flatMap((one) => {
    if (one.kind === 'passed') return [one.invocation.words];
    return one.kind === 'launch' ? [one.words] : [];
  });
}

/** Options that unfollowed commands get and no QEMU of the script uses. */
export function handedIn(found: readonly Found[], starts: boolean): readonly ArgvInvocation[] {
  const held = new Set<ArgvInvocation>();
  for (const one of found) {
    if (one.kind === 'held' && (one.isExported || !starts)) held.add(one.invocation);
  }
  const handed = found.flatMap((one) => (one.kind === 'handed' ? [one.invocation] : []));
  return held.size === 0 ? handed : [...handed, ...unusedIn([...held], startedIn(found))];
}

/** Whether a QEMU surely starts. */
export function startsQemu({ found }: Pick<Interpreter, 'found'>): boolean {
  // A program that only its monitor options identify leaves other options unused.
  return found.some((one) => {
    return one.kind === 'passed' || (one.kind === 'launch' && !one.start.byMonitor);
  });
}

/** Removes repeated options. */
export function distinct(invocations: readonly Invocation[]): readonly Invocation[] {
  const known = knownLines();
  return invocations.filter((invocation) => invocation.kind !== 'argv' || known.isNew(invocation));
}

/** Makes an interpreter for a script. */
export function newInterpreter(options: ScriptOptions, budget: Budget): Interpreter {
  let names = 0;
  const interpreter: Interpreter = {
    budget,
    every: options.every === true,
    inclusions: options.inclusions,
    broughtIn: new Map(),
    written: new Map(),
    givenUp: [],
    found: [],
    named: new Map(),
    visited: new Set(),
    texts: new Map(),
    readPlaces: new Set(),
    defined: new Map(),
    environments: [],
    running: new Set(),
    trapped: new Set(),
    called: new Set(),
    idle: new Map(),
    launched: new Set(),
    freshName: () => outputKey(names++),
    readConfig: configIn,
    run: (nodes, context) => runAll(interpreter, nodes, context),
    parameterValues,
    numbersIn,
    capture: (part, context) => capture(interpreter, part, context),
    runAside: (part, context) => runAside(interpreter, part, context),
  };
  return interpreter;
}

/** Runs uncalled functions with unknown arguments; returns their final states. */
export function runUncalled(interpreter: Interpreter, end: () => State): readonly State[] {
  const shells = new Map<State, State>();
  const ends: State[] = [];
  // A function may define others, which this loop then visits.
  for (const { definition } of interpreter.defined.values()) {
    // The function may have been defined anew since.
    const context = interpreter.defined.get(definition.start)?.context;
    if (isUsedUp(interpreter.budget) || !context) continue;
    if (!hasUnvisited(interpreter, definition.body)) continue;
    ends.push(runAlone(interpreter, definition, context, end, shells));
  }
  return ends;
}

function runAlone(
  interpreter: Interpreter,
  definition: ShellFunction,
  context: Context,
  end: () => State,
  shells: Map<State, State>,
): State {
  const { start, placement, path, body } = definition;
  const around = end();
  const below = context.isolated ? undefined : around;
  const state = new State(stateAround(shells, below, context, around), interpreter.budget);
  const block: Block = { kind: 'function', parent: undefined, choice: undefined, looped: false };
  const frame = frameOn(state, block, true);
  state.set(ARGUMENTS, UNSET);
  interpreter.running.add(start);
  const inner: Context = {
    ...context,
    state,
    placement,
    path,
    locals: { own: new Map([[ARGUMENTS, OWN]]), outer: undefined },
    scope: { inFunction: start, block },
    output: undefined,
    piped: undefined,
    input: undefined,
    frames: { call: frame, shell: frame, loop: undefined },
  };
  runAll(interpreter, body, inner);
  runTraps(interpreter, inner);
  joinFrame(state, frame);
  interpreter.running.delete(start);
  // The function's caller may have called other functions before.
  if (!context.isolated) takeFunctions(state, around, around);
  return state;
}

/** The script's final variables with functions of the function's own surroundings. */
function stateAround(
  shells: Map<State, State>,
  below: State | undefined,
  { state, frames: { shell } }: Context,
  around: State,
): State | undefined {
  if (shell?.own && shell.base === around) return below;
  const known = shells.get(state);
  if (known) return known;
  const own = new State(below, around.budget);
  takeFunctions(state, undefined, own);
  shells.set(state, own);
  return own;
}

function takeFunctions(from: State, base: State | undefined, to: State): void {
  for (const [key, values] of from.changesSince(base)) {
    if (isFunction(key) && to.get(key) === UNSET) to.set(key, values);
  }
}

// What a stopped analysis still searches, with unknown values.

function filesOf({ inclusions, broughtIn }: Interpreter, script: ShellScript) {
  return [
    { script, placement: IN_FILE, path: inclusions?.path },
    ...[...broughtIn.values()].map(({ script: other, start, path }) => {
      return { script: other, placement: placementAt(start), path };
    }),
  ];
}

/** Runs each command with unknown values. */
function runUnfollowed(interpreter: Interpreter, document: ShellScript, around: Context): void {
  for (const { script, placement, path } of filesOf(interpreter, document)) {
    fuelOnce(interpreter.budget, script.source.length);
    const context = () => ({ ...blank(interpreter, around), placement, path });
    runUnvisited(interpreter, selectCommands(script), context);
  }
}

/** Commands that may concern a monitor. */
function selectCommands({ nodes, source }: ShellScript): readonly ShellNode[] {
  return nodes.filter(({ at }, index) => {
    // The parser ends a half-typed statement early.
    const text = source.slice(
      at.start,
      Math.max(at.end, nodes[index + 1]?.at.start ?? source.length),
    );
    return mayConcernQemu(text) || maySetPermissions(text) || mayNameClient(text);
  });
}

function blank(interpreter: Interpreter, around: Context): Context {
  const state = new State(undefined, interpreter.budget);
  return { ...around, state };
}

function mayOpen({ broughtIn }: Interpreter, { source }: ShellScript): boolean {
  return (
    opensOutsideOfComments(source) ||
    [...broughtIn.values()].some(({ script }) => mayOpenSomething(script))
  );
}

/** Options that reach no QEMU. */
function unusedOptions(
  interpreter: Interpreter,
  document: ShellScript,
  others: readonly Invocation[],
  around: Context,
): readonly ArgvInvocation[] {
  const { stopped, dropped } = interpreter.budget;
  if (!stopped && dropped.size === 0) return [];
  const seen = placesOf(interpreter.found, others);
  const held = [...dropped.values()].flatMap((words) => {
    return words.every((word) => isSeen(word, seen)) ? [] : optionsAmong(words);
  });
  if (!stopped) return held;
  for (const { script, placement, path } of filesOf(interpreter, document)) {
    for (const words of optionLists(script)) {
      if (held.length >= MAX_STARTS) return held;
      const context = { ...blank(interpreter, around), placement, path };
      const [list] = listsOf(words, viewOf(interpreter, context));
      for (const options of optionsAmong(list?.value ?? [])) {
        if (!options.words.every((word) => isSeen(word, seen))) held.push(options);
      }
    }
  }
  return held;
}

/** Cached, since many scripts include the same files. */
const optionLists = once(({ nodes, source }: ShellScript) => {
  const concerning = nodes.filter((node) => {
    return [node.at, ...documentsOf(node)].some(({ start, end }) => {
      return mayConcernQemu(source.slice(start, end));
    });
  });
  const piped = pipedCommands(concerning);
  return everyCommand(concerning).flatMap((command) => {
    return listsWithOptions(command, piped.has(command));
  });
});

/** Words with options, together: a command's, a variable's, its input's. */
function listsWithOptions(
  { words: [first, ...own], assignments, input, redirections }: SimpleCommand,
  isPiped: boolean,
): readonly (readonly ShellWord[])[] {
  const name = literalText(first);
  const talks = name !== undefined && onlyTalks(name);
  const handsOn = name === 'cat' && (isPiped || redirections.some(isOutput));
  return [
    ...(name === undefined || talks ? [] : [own]),
    ...assignments.map(valuesOf),
    ...(input && (!talks || handsOn) ? [[input]] : []),
  ].filter((list) => list.some(isOption));
}

function isOutput({ operator }: FileRedirection): boolean {
  return operator.includes('>');
}

const OPTION = new RegExp(String.raw`(?:^|\s)--?${oneOf(MONITOR_AND_CHARDEV_OPTIONS)}(?:\s|$)`);

function isOption(word: ShellWord): boolean {
  if (word.plain !== undefined) return OPTION.test(word.plain);
  return word.parts.some((part) => part.kind === 'text' && OPTION.test(part.text.decoded));
}

function placesOf(found: readonly Found[], others: readonly Invocation[]): ReadonlySet<number> {
  const places = new Set<number>();
  const add = (words: readonly Word[]) => {
    for (const { value } of words) for (const { at } of value.pieces) places.add(at.start);
  };
  for (const item of found) {
    if (item.kind === 'launch') add(item.words);
    else if (item.kind === 'passed') add(item.invocation.words);
  }
  for (const invocation of others) if (invocation.kind === 'argv') add(invocation.words);
  return places;
}

/** Unknown parts may be anything. */
function isSeen({ value }: Word, places: ReadonlySet<number>): boolean {
  return value.pieces.every(({ kind, at }) => kind === 'unknown' || places.has(at.start));
}
