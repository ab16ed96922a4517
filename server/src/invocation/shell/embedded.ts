/** Scripts and commands (`CMD ["kvm", "-S"]`) of a host language, each in its own shell, with the host's encodings. */

import type { Dialect } from '../../syntax/shell/dialect.ts';
import { SHELL } from '../../syntax/shell/encodings.ts';
import { NO_COMMAND } from '../../syntax/shell/inside.ts';
import { placementIn } from '../../syntax/shell/placement.ts';
import { openQuotesIn, readShell } from '../../syntax/shell/reader.ts';
import type { ShellNode, ShellScript } from '../../syntax/shell/tree.ts';
import { fuelOnce, isShort, isUsedUp, spend, stopAt } from '../../text/fuel.ts';
import { MACHINE_WORDS } from '../../text/limits.ts';
import { once } from '../../text/lookup.ts';
import { isKnown, type MappedText, unwritten } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import type { Block } from '../domain/blocks.ts';
import { budgetFor, COST, MAX_STARTS } from '../domain/limits.ts';
import { State } from '../domain/state.ts';
import { type AbstractValue, UNKNOWN_VALUE, UNKNOWN_VALUES } from '../domain/values.ts';
import type { ArgvInvocation, Word } from '../invocation.ts';
import { mayOpenMonitor } from '../monitor-options.ts';
import { mayConcernQemu, soundsLikeQemu } from '../program.ts';
import { changeAttributes } from './attributes.ts';
import type { Context } from './context.ts';
import { runWords } from './execute/commands.ts';
import { joinFrame, runTraps } from './execute/flow.ts';
import { linesOf } from './expand/expand.ts';
import { handFiles, readFile, removeFile } from './files.ts';
import type { Found, Interpreter } from './interpreter.ts';
import { fragmentsIn, heldWords, unusedIn } from './launch/orphan-options.ts';
import { runGenerated } from './nested/generated.ts';
import { withEnvironment } from './nested/nested.ts';
import { readAgainText } from './nested/nested-text.ts';
import { mayNameClient } from './programs/table.ts';
import { runAll, runUnvisited } from './run.ts';
import {
  contextOfShell,
  distinct,
  handedIn,
  newInterpreter,
  runUncalled,
  type ScriptOptions,
  type ScriptResult,
  startedIn,
  startsQemu,
} from './script.ts';
import { viewOf } from './view.ts';

/** A script with what is known of its shell. */
export interface EmbeddedScript {
  readonly text: MappedText;
  /** Undefined for programs that are no shells. */
  readonly dialect: Dialect | undefined;
  /** Variables that the host exports; others are unknown. */
  readonly environment?: ReadonlyMap<string, readonly HostValue[]>;
  readonly block?: Block | undefined;
}

/** A command without a shell. */
export interface EmbeddedCommand extends Pick<EmbeddedScript, 'environment' | 'block'> {
  readonly words: readonly Word[];
  readonly at: Span;
}

/** A variable's value; undefined if unknown. */
export type HostValue = MappedText | undefined;

/** What embedded scripts need of their host. */
export interface EmbeddedOptions extends ScriptOptions {
  /** Whether the scripts are documentation, which launches nothing. */
  readonly isForPeople?: boolean;
  readonly length: number;
  /** Command lines assembled elsewhere, read if no QEMU starts or the analysis stops. */
  readonly held?: () => Iterable<EmbeddedScript>;
  /** Words left for a growing host; below zero only literal words are read. */
  readonly left?: { words: number };
}

function interpreterIn(options: EmbeddedOptions): Interpreter {
  return newInterpreter(options, budgetFor(options.length));
}

/** Runs scripts in order; never throws. */
export function runEmbeddedScripts(
  scripts: Iterable<EmbeddedScript | EmbeddedCommand>,
  options: EmbeddedOptions,
): ScriptResult {
  const interpreter = interpreterIn(options);
  const { budget, launched } = interpreter;
  const host = options.left ?? { words: Number.POSITIVE_INFINITY };
  let isCut = false;
  const files = new State(undefined, budget);
  const places = new Set<number>();
  for (const script of scripts) {
    if ('text' in script && !mayMatter(script)) continue;
    if ('text' in script && script.dialect === undefined) {
      const { decoded, place: at } = script.text;
      if (mayOpenMonitor(decoded)) interpreter.found.push({ kind: 'unread', at });
      continue;
    }
    const own = 'text' in script ? ownText(script, places) : '';
    // A script without new text about QEMU repeats an earlier one.
    const isAgain = 'text' in script && !mayConcernQemu(own);
    if (isAgain && isShort(budget)) {
      if (own.trim() !== '') stopAt(budget, script.text.place);
      continue;
    }
    const place = 'words' in script ? script.at : script.text.place;
    if (launched.size >= MAX_STARTS || (isCut && isUsedUp(budget))) {
      stopAt(budget, place);
      break;
    }
    if ('words' in script) {
      if (!isCut) runCommandOf(interpreter, script, options, files);
      continue;
    }
    const before = interpreter.found.length;
    if (!isCut) runOne(interpreter, script, options, files);
    if (!isCut && isUsedUp(budget)) {
      isCut = true;
      stopAt(budget, place);
      fuelOnce(budget, options.length);
    }
    if (isCut) lookAt(interpreter, script, options);
    if (isCut) host.words = -1;
    else if (!isAgain) host.words -= countOfWords(interpreter.found.slice(before));
  }
  const generated = runGenerated(interpreter, () => [files]);
  const uncalled = runUncalled(interpreter, () => new State(undefined, budget));
  const starts = startsQemu(interpreter);
  const settings = starts ? [] : fragmentsIn(uncalled);
  const exported = fragmentsIn(interpreter.environments);
  const lines = exported.map(({ words }) => words);
  // Later uses of values are unknown.
  const isAtEnd = host.words < 0;
  const used = starts && isAtEnd ? startedIn(interpreter.found) : [];
  const held =
    starts && !isAtEnd ? [] : unusedIn(hostOptions(interpreter, options), [...lines, ...used]);
  const fragments = [...settings, ...exported, ...held];
  return {
    found: interpreter.found,
    others: distinct([...generated, ...fragments, ...handedIn(interpreter.found, starts)]),
    stopped: budget.stopped,
  };
}

/** The script's text at new places; `places` are those of earlier scripts. */
function ownText({ text }: EmbeddedScript, places: Set<number>): string {
  const own = text.pieces.map((piece) => {
    if (places.has(piece.at.start)) return '\n';
    return piece.kind === 'known' ? piece.text : piece.source;
  });
  for (const { at } of text.pieces) places.add(at.start);
  return own.join('');
}

/** Texts that a script writes to the file in a variable. Undefined if unknown or empty. */
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
  runOne(interpreter, own, options, files);
  if (isUsedUp(interpreter.budget)) return [undefined];
  const left = readFile(path, context) ?? UNKNOWN_VALUES;
  return left.map(({ value }) =>
    value.kind === 'scalar' && value.text.decoded !== '' ? value.text : undefined,
  );
}

function mayMatter({ text, environment }: EmbeddedScript): boolean {
  if (mayConcernQemu(text.decoded) || mayNameClient(text.decoded)) return true;
  return soundsLikeQemu(text) || (environment !== undefined && environmentMatters(environment));
}

const environmentMatters = once((environment: NonNullable<EmbeddedScript['environment']>) =>
  [...environment.values()].flat().some((text) => text && mayConcernQemu(text.decoded)),
);

/** Runs unrun commands that may concern QEMU, with unknown values. */
function lookAt(
  interpreter: Interpreter,
  { environment: _, ...script }: EmbeddedScript,
  options: ScriptOptions,
): void {
  const { decoded } = script.text;
  if (!spend(interpreter.budget, decoded.length)) return;
  const mayConcern = ({ at }: ShellNode) => mayConcernQemu(decoded.slice(at.start, at.end));
  const nodes = treeOf(script).nodes.filter(mayConcern);
  runUnvisited(interpreter, nodes, () => contextOf(interpreter, script, options));
}

/** The script's tree, also for its comments. */
export const treeOf = once(({ text, dialect }: EmbeddedScript): ShellScript => {
  return readShell(text.decoded, undefined, dialect);
});

function runOne(
  interpreter: Interpreter,
  script: EmbeddedScript,
  options: ScriptOptions,
  files: State,
): void {
  const read = treeOf(script);
  // An unclosed quote allows no fix.
  const isOpen = openQuotesIn(read).length > 0;
  const own = isOpen ? { ...script, text: readAgainText(script.text) } : script;
  const context = contextOf(interpreter, own, options);
  const { state } = context;
  state.findFilesOf(files);
  withEnvironment(interpreter, () => {
    runAll(interpreter, read.nodes, context);
    runTraps(interpreter, context);
    if (context.frames.shell) joinFrame(state, context.frames.shell);
    return { state, changes: state.changesSince(state.parent) };
  });
  handFiles(interpreter, state, files);
}

/** The text limits literal words. */
function countOfWords(found: readonly Found[]): number {
  return startedIn(found).reduce((sum, words) => {
    const isPutTogether = words.some(({ value }) => value.pieces.some(({ through }) => through[0]));
    return sum + words.length + (isPutTogether ? MACHINE_WORDS : 0);
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
  { text, dialect = 'posix', environment, block }: EmbeddedScript,
  options: ScriptOptions,
): Context {
  const context = contextOfHost(interpreter, dialect, environment, options);
  return { ...context, placement: placementIn(text), scope: { ...context.scope, block } };
}

function contextOfHost(
  interpreter: Interpreter,
  dialect: Dialect,
  environment: EmbeddedScript['environment'],
  options: ScriptOptions,
): Context {
  const base = environment && stateOf(environment, interpreter);
  return contextOfShell(interpreter, dialect, options, base);
}

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
  // Usually the last environment with additions.
  const before = last && isPartOf(last.environment, environment) ? last : undefined;
  if (before) {
    for (const [name, values] of before.state.changesSince(undefined)) state.set(name, values);
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

function hostOptions(
  interpreter: Interpreter,
  options: EmbeddedOptions,
): readonly ArgvInvocation[] {
  const found: ArgvInvocation[] = [];
  const { budget } = interpreter;
  fuelOnce(budget, options.length);
  for (const script of options.held?.() ?? []) {
    const { nodes } = readShell(script.text.decoded, undefined, script.dialect);
    const [node] = nodes;
    if (node?.kind !== 'command' || nodes.length > 1) continue;
    const view = viewOf(interpreter, contextOf(interpreter, script, options));
    for (const { value: words } of linesOf(node.words, view)) {
      found.push(...heldWords(words));
      spend(budget, COST.held * words.length);
    }
    if (isUsedUp(budget)) {
      stopAt(budget, script.text.place);
      break;
    }
  }
  return found;
}
