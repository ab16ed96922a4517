/**
 * Scripts that a host language gives to a shell: the recipes of a Makefile, the `run:` of a workflow; and commands that
 * it starts without one, such as the `CMD ["kvm", "-S"]` of a Dockerfile. Each is a shell of its own, and none of them is
 * the file: it is a text that the host's reader has decoded, in which every character knows where it is written and in
 * which layers of writing. The shell's own layer comes on top of these (`placementIn`), so that findings stand in the
 * host's file and fixes are spelled through all layers.
 */

import type { Dialect } from '../../syntax/shell/dialect.ts';
import { SHELL } from '../../syntax/shell/encodings.ts';
import { everyCommand, NO_COMMAND } from '../../syntax/shell/inside.ts';
import { placementIn } from '../../syntax/shell/placement.ts';
import { openQuotesIn, readShell } from '../../syntax/shell/reader.ts';
import type { ShellNode, ShellScript } from '../../syntax/shell/tree.ts';
import { oncePer } from '../../text/lookup.ts';
import { isKnown, type MappedText, unwritten } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import type { ArgvInvocation, Word } from '../invocation.ts';
import { mayConcernQemu, soundsLikeQemu } from '../program.ts';
import type { Context } from './context.ts';
import { changeAttributes } from './domain/attributes.ts';
import type { Block } from './domain/blocks.ts';
import { allowOnce, budgetForHost, isUsedUp, MAX_STARTS, stopAt } from './domain/limits.ts';
import { State } from './domain/state.ts';
import { type AbstractValue, UNKNOWN_VALUE, UNKNOWN_VALUES } from './domain/values.ts';
import { runCommand, runWords } from './execute/commands.ts';
import { joinFrame, runTraps } from './execute/flow.ts';
import { linesOf } from './expand/expand.ts';
import { handFiles, readFile, removeFile } from './files.ts';
import type { Found, Interpreter } from './interpreter.ts';
import { fragmentsIn, heldWords, unusedIn } from './launch/orphan-options.ts';
import { runGenerated } from './nested/generated.ts';
import { withEnvironment } from './nested/nested.ts';
import { readAgainText } from './nested/nested-text.ts';
import { mayNameClient } from './programs/table.ts';
import { runAll } from './run.ts';
import {
  contextOfShell,
  handedIn,
  newInterpreter,
  once,
  runUncalled,
  type ScriptOptions,
  type ScriptResult,
  startedIn,
  startsQemu,
} from './script.ts';
import { viewOf } from './view.ts';

/** A text with whatever a host language knows of the shell that it is given to. */
export interface EmbeddedScript {
  /** What the shell gets. What the host does not know is unknown in it. */
  readonly text: MappedText;
  /** Which shell it is; `posix` where that is `/bin/sh`. */
  readonly dialect: Dialect;
  /** What the host puts into its environment. Of other variables nothing is known. */
  readonly environment?: ReadonlyMap<string, readonly HostValue[]>;
  /** The branch of the host in which it is run, where it is not run always. */
  readonly block?: Block | undefined;
}

/** Words that are started as they are. They say themselves where in the file they are written. */
export interface EmbeddedCommand extends Pick<EmbeddedScript, 'environment' | 'block'> {
  readonly words: readonly Word[];
  /** All of the command. */
  readonly at: Span;
}

/** One value that a host gives a variable; undefined for one that nobody knows. */
export type HostValue = MappedText | undefined;

/** What a host holds besides the scripts that it runs. */
export interface EmbeddedOptions extends ScriptOptions {
  /** How long the host's text is, which decides how much is done for it. */
  readonly length: number;
  /**
   * Texts that are words of command lines which somebody else puts together. Only asked for where nothing starts a QEMU, and
   * where not all was followed.
   */
  readonly held?: () => Iterable<EmbeddedScript>;
  /**
   * How many words may still be started, for a host whose values grow: below zero, and where no script is followed any more,
   * nothing but what is written in a script is asked for.
   */
  readonly left?: { words: number };
}

/** An interpreter for scripts that stand in a host. */
function interpreterIn(options: EmbeddedOptions): Interpreter {
  const nothing = { lists: [], dialect: 'posix', source: '', length: 0 } as const;
  return newInterpreter(nothing, options, budgetForHost(options.length));
}

/** Runs the scripts of a host one after the other, each in a shell of its own. Never throws. */
export function runEmbeddedScripts(
  scripts: Iterable<EmbeddedScript | EmbeddedCommand>,
  options: EmbeddedOptions,
): ScriptResult {
  const interpreter = interpreterIn(options);
  const { budget, launched } = interpreter;
  const host = options.left ?? { words: Number.POSITIVE_INFINITY };
  let isCut = false;
  let left = LOOKED_AT + LOOKED_AT_FOR_EACH * options.length;
  const files = new State(undefined, budget);
  const places = new Set<number>();
  for (const script of scripts) {
    if ('text' in script && (!mayMatter(script) || (budget.lines < 0 && isAgain(script, places)))) {
      continue;
    }
    isCut ||= isUsedUp(budget);
    const isFull = launched.size >= MAX_STARTS;
    if (isCut || isFull) stopAt(budget, 'words' in script ? script.at : script.text.place);
    if (isFull) break;
    if ('words' in script) {
      if (!isCut) runCommandOf(interpreter, script, options, files);
      continue;
    }
    if (isCut) left -= script.text.decoded.length;
    const before = interpreter.found.length;
    if (left >= 0) isCut = runOne(interpreter, script, options, isCut, files);
    host.words = isCut ? -1 : host.words - countOfWords(interpreter.found.slice(before));
  }
  const generated = runGenerated(interpreter, () => [files]);
  const uncalled = runUncalled(interpreter, 'posix', () => new State(undefined, budget));
  const starts = startsQemu(interpreter);
  const settings = starts ? [] : fragmentsIn(uncalled());
  const exported = fragmentsIn(interpreter.environments);
  const lines = exported.map(({ words }) => words);
  // Whoever uses a value behind the cut is not known to do so.
  const isShort = host.words < 0;
  const used = starts && isShort ? startedIn(interpreter.found) : [];
  const held =
    starts && !isShort ? [] : unusedIn(heldIn(interpreter, options), [...lines, ...used]);
  const fragments = [...settings, ...exported, ...held];
  return {
    found: interpreter.found,
    others: once([...generated, ...fragments, ...handedIn(interpreter.found, starts)]),
    stopped: budget.stopped,
  };
}

/**
 * Whether whatever a script starts is written where others start something, as in calls of one function of make; `places`
 * are those of the parts of scripts. Once enough machines are told of such places nobody asks for more.
 */
function isAgain({ text }: EmbeddedScript, places: Set<number>): boolean {
  // A name may be of several pieces.
  const own = text.pieces.map((piece) => {
    if (places.has(piece.at.start)) return '\n';
    return piece.kind === 'known' ? piece.text : piece.source;
  });
  for (const { at } of text.pieces) places.add(at.start);
  return !mayConcernQemu(own.join(''));
}

/**
 * What a script leaves in the file that a variable names, which is empty before, on each way that it may go. What nobody
 * knows is undefined; so is an empty file, since who speaks of it writes into it.
 */
export function leftInFile(
  variable: string,
  { block: _, ...script }: EmbeddedScript,
  options: EmbeddedOptions,
): readonly HostValue[] {
  const interpreter = interpreterIn(options);
  const path = unwritten(variable, script.text.place.start, SHELL.bare);
  const named = new Set(script.text.decoded.match(/\w+/g));
  const known = [...(script.environment ?? [])].filter(([name]) => named.has(name));
  const environment = new Map([...known, [variable, [path]]]);
  const own = { ...script, environment };
  const files = new State(undefined, interpreter.budget);
  const context = { ...contextOf(interpreter, own, options), state: files };
  removeFile(interpreter, path, context);
  if (runOne(interpreter, own, options, false, files)) return [undefined];
  const left = readFile(interpreter, path, context) ?? UNKNOWN_VALUES;
  return left.map(({ value }) =>
    value.kind === 'scalar' && value.text.decoded !== '' ? value.text : undefined,
  );
}

/**
 * Whether a script may have anything to do with QEMU, as far as a look at its characters tells, and at the names that stand
 * for what nobody knows. Most of what builds something has not.
 */
function mayMatter({ text, environment }: EmbeddedScript): boolean {
  if (mayConcernQemu(text.decoded) || mayNameClient(text.decoded)) return true;
  return soundsLikeQemu(text) || (environment !== undefined && environmentMatters(environment));
}

/** Whether a variable that all of them find may be a command for a QEMU. */
const environmentMatters = oncePer((environment: NonNullable<EmbeddedScript['environment']>) =>
  [...environment.values()].flat().some((text) => text && mayConcernQemu(text.decoded)),
);

/** How many characters of scripts are looked at that are not run, in any case and for each of the host. */
const LOOKED_AT = 100_000;
const LOOKED_AT_FOR_EACH = 20;

/** Runs each command of a script that was not run and may have to do with QEMU, by itself and with nothing that is known. */
function lookAt(
  interpreter: Interpreter,
  { environment: _, ...script }: EmbeddedScript,
  nodes: readonly ShellNode[],
  options: ScriptOptions,
): void {
  const { decoded } = script.text;
  allowOnce(interpreter.budget, decoded.length);
  const mayConcern = ({ at }: ShellNode) => mayConcernQemu(decoded.slice(at.start, at.end));
  for (const command of everyCommand(nodes.filter(mayConcern))) {
    if (interpreter.visited.has(command) || !mayConcern(command)) continue;
    runCommand(interpreter, command, contextOf(interpreter, script, options));
  }
}

/** The tree of a script, asked for when it is run, and then for what its comments stand above. */
export const treeOf = oncePer(({ text, dialect }: EmbeddedScript): ShellScript => {
  return readShell(text.decoded, undefined, dialect);
});

/**
 * Runs a script, as far as it may be run, and looks at the rest; `files` is what all of them have written. Whether nothing
 * may be run behind it.
 */
function runOne(
  interpreter: Interpreter,
  script: EmbeddedScript,
  options: ScriptOptions,
  isCut: boolean,
  files: State,
): boolean {
  const { text } = script;
  const read = treeOf(script);
  const { nodes } = read;
  if (!isCut) {
    // Behind a quote that nothing ends no fix can write.
    const isOpen = openQuotesIn(read).length > 0;
    const own = isOpen ? { ...script, text: readAgainText(text) } : script;
    const context = contextOf(interpreter, own, options);
    const { state } = context;
    state.findFilesOf(files);
    withEnvironment(interpreter, () => {
      runAll(interpreter, nodes, context);
      runTraps(interpreter, context);
      if (context.frames.shell) joinFrame(state, context.frames.shell);
      return { state, changes: state.changesSince(state.parent) };
    });
    handFiles(interpreter, state, files);
  }
  if (!isCut && !isUsedUp(interpreter.budget)) return false;
  stopAt(interpreter.budget, text.place);
  lookAt(interpreter, script, nodes, options);
  return true;
}

/** What a machine takes besides its words, in words, as in all of a document. */
const WORDS_PER_MACHINE = 15;

/** What command lines take, in words; of machines that are written out there are no more than their text has room for. */
function countOfWords(found: readonly Found[]): number {
  return startedIn(found).reduce((sum, words) => {
    const isPutTogether = words.some(({ value }) => value.pieces.some(({ through }) => through[0]));
    return sum + words.length + (isPutTogether ? WORDS_PER_MACHINE : 0);
  }, 0);
}

function runCommandOf(
  interpreter: Interpreter,
  command: EmbeddedCommand,
  options: ScriptOptions,
  files: State,
): void {
  const { words, at, environment, block } = command;
  const own = contextOfHost(interpreter, 'posix', environment, options);
  const context = { ...own, scope: { ...own.scope, block } };
  context.state.findFilesOf(files);
  const name = words[0] && isKnown(words[0].value) ? words[0].value.decoded : undefined;
  const call = { command: { ...NO_COMMAND, at }, name };
  runWords(interpreter, words, call, context, 0);
}

function contextOf(
  interpreter: Interpreter,
  { text, dialect, environment, block }: EmbeddedScript,
  options: ScriptOptions,
): Context {
  const context = contextOfHost(interpreter, dialect, environment, options);
  return { ...context, placement: placementIn(text), scope: { ...context.scope, block } };
}

/** What a shell begins with, with the environment that the host gives it. */
function contextOfHost(
  interpreter: Interpreter,
  dialect: Dialect,
  environment: EmbeddedScript['environment'],
  options: ScriptOptions,
): Context {
  const base = environment && stateOf(environment, interpreter);
  return contextOfShell(interpreter, dialect, options, base);
}

/** What shells with the same environment stand on, each on a state of its own; kept of the last one. */
const bases = new WeakMap<
  Interpreter,
  { readonly environment: NonNullable<EmbeddedScript['environment']>; readonly state: State }
>();

function stateOf(
  environment: NonNullable<EmbeddedScript['environment']>,
  interpreter: Interpreter,
): State | undefined {
  if (environment.size === 0) return undefined;
  const last = bases.get(interpreter);
  if (last?.environment === environment) return last.state;
  const state = new State(undefined, interpreter.budget);
  // Mostly it is the last one with a few more variables, of which the others are shared.
  const before = last && isPartOf(last.environment, environment) ? last : undefined;
  if (before) {
    const { shared, own } = before.state.layers();
    for (const layer of [...shared, own]) state.setAll(layer);
  }
  for (const [name, values] of environment) {
    if (before?.environment.get(name) === values) continue;
    state.set(name, valuesOf(values));
    changeAttributes(name, ['x'], [], state);
  }
  bases.set(interpreter, { environment, state });
  return state;
}

function isPartOf(
  names: ReadonlyMap<string, unknown>,
  others: ReadonlyMap<string, unknown>,
): boolean {
  for (const name of names.keys()) if (!others.has(name)) return false;
  return true;
}

function valuesOf(values: readonly HostValue[]): AbstractValue {
  return values.map((text) => {
    return { value: text ? { kind: 'scalar', text } : UNKNOWN_VALUE, path: [] };
  });
}

/** How many words are looked at of texts that a host only holds. */
const MAX_HELD_WORDS = 20_000;

function heldIn(interpreter: Interpreter, options: EmbeddedOptions): readonly ArgvInvocation[] {
  const found: ArgvInvocation[] = [];
  let left = MAX_HELD_WORDS;
  for (const script of options.held?.() ?? []) {
    if (left < 0) {
      stopAt(interpreter.budget, script.text.place);
      break;
    }
    const { nodes } = readShell(script.text.decoded, undefined, script.dialect);
    const [node] = nodes;
    if (node?.kind !== 'command' || nodes.length > 1) continue;
    const view = viewOf(interpreter, contextOf(interpreter, script, options));
    for (const { words } of linesOf(node.words, view)) {
      found.push(...heldWords(words));
      left -= words.length;
    }
  }
  return found;
}
