/** Scripts in a script: strings for a shell, and files that it writes, then runs. */

import { type Dialect, dialectOf } from '../../../syntax/shell/dialect.ts';
import { everyCommand } from '../../../syntax/shell/inside.ts';
import { placementIn } from '../../../syntax/shell/placement.ts';
import { openQuotesIn, readShell } from '../../../syntax/shell/reader.ts';
import type { ShellNode, ShellPart } from '../../../syntax/shell/tree.ts';
import { isUsedUp, spend, stopAt } from '../../../text/fuel.ts';
import { LIMITS } from '../../../text/limits.ts';
import {
  concat,
  isKnown,
  type MappedText,
  slice,
  spanOf,
  UNKNOWN,
} from '../../../text/mapped-text.ts';
import { NAME, subshellOf } from '../../domain/blocks.ts';
import { havoc } from '../../domain/havoc.ts';
import { ARGUMENTS, attributesKey, DIRECTORY } from '../../domain/keys.ts';
import { spendOnPieces } from '../../domain/limits.ts';
import { State } from '../../domain/state.ts';
import {
  type AbstractValue,
  listOf,
  only,
  onlyText,
  textsIn,
  UNKNOWN_VALUES,
  UNSET,
} from '../../domain/values.ts';
import { EXPORTED, hasAttribute } from '../attributes.ts';
import type { Context } from '../context.ts';
import { frameOn, joinFrame, runTraps } from '../execute/flow.ts';
import { handFiles } from '../files.ts';
import type { Interpreter } from '../interpreter.ts';
import { noteHolder } from '../launch/holders.ts';
import { exportsAll, isExported } from '../options.ts';
import { inheritUmask } from '../permission-log.ts';
import { mayNameClient } from '../programs/table.ts';
import type { Carried } from './nested-command.ts';
import { readAgainText } from './nested-text.ts';

export type CarriedScript = Extract<Carried, { kind: 'script' }>;

/** Runs a script that a command passes on. */
export function runScript(
  interpreter: Interpreter,
  { text: whole, shell, positional, input, dialect: given }: CarriedScript,
  context: Context,
): void {
  const { budget } = interpreter;
  const text = withoutSigns(whole);
  spend(budget, 4 * text.pieces.length);
  const speaks = maySpeakOfQemu(text) || maySpeakOfQemu(input) || mayNameClient(text.decoded);
  const followed = context.nesting < LIMITS.few && (shell === 'same' || speaks);
  const dialect = shell === 'same' ? context.dialect : (given ?? dialectOf(text.decoded));
  const nodes = followed ? readText(interpreter, text, dialect) : undefined;
  if (nodes === undefined) {
    if (context.nesting >= LIMITS.few && speaks) {
      interpreter.found.push({ kind: 'unread', at: spanOf(text) });
    }
    if (context.output) context.output.opaque = true;
    return;
  }
  const inner: Context = {
    ...context,
    // An edit after the unclosed quote would close it.
    placement: placementIn(openQuotes.has(nodes) ? readAgainText(text) : text),
    nesting: context.nesting + 1,
    ...(input ? withInput(interpreter, input, context) : {}),
  };
  if (shell === 'same') {
    // zsh may read the text in another way.
    if (dialect === 'zsh' && areBroken(nodes)) havoc(inner.state);
    interpreter.run(nodes, inner);
    if (!isKnown(text)) havocOf(nodes, inner);
    return;
  }
  const isolated = context.isolated || shell === 'isolated' ? 'shell' : false;
  const state = childState(interpreter, isolated, context);
  const scope = subshellOf(context.scope);
  const frame = frameOn(state, scope.block, true);
  if (positional.length > 0) state.set(ARGUMENTS, only(listOf(positional.slice(1))));
  if (inner.input !== undefined) state.set(inner.input, context.state.get(inner.input));
  if (inner.output) state.set(inner.output.variable, context.state.get(inner.output.variable));
  const child: Context = {
    ...inner,
    dialect,
    state,
    scope,
    frames: { call: frame, shell: frame, loop: undefined },
    locals: undefined,
    // A child inherits the working directory and sources files from there.
    files: isolated ? [] : context.files,
    path: undefined,
    isolated,
  };
  state.findFilesOf(context.state);
  const before = new Map(state.changesSince(undefined));
  spendOnPieces(budget, 2 * before.size);
  withEnvironment(interpreter, () => {
    interpreter.run(nodes, child);
    runTraps(interpreter, child);
    const changes = [...state.changesSince(undefined)].filter(([name, values]) => {
      return before.get(name) !== values;
    });
    return { state, changes };
  });
  joinFrame(state, frame);
  handFiles(interpreter, state, context.state);
  if (inner.output) context.state.set(inner.output.variable, state.get(inner.output.variable));
}

/** `eval "\$$x"` without the first `$`: its value is unknown. */
function withoutSigns(text: MappedText): MappedText {
  const signs = [...text.decoded.matchAll(/\$(?=\ufffc)/g)].map(({ index }) => index);
  if (signs.length === 0) return text;
  return concat([-1, ...signs].map((start, index) => slice(text, start + 1, signs[index])));
}

/** `eval "$x"`, `eval "${p}_PORT=1"` */
export function havocOf(nodes: readonly ShellNode[], { state, placement }: Context): void {
  for (const { words } of everyCommand(nodes)) {
    if (words.some(({ parts }) => parts.some(mayAssignUnknown))) havoc(state);
    const part = words[0]?.parts[0];
    if (part?.kind !== 'text' || !part.text.decoded.includes(UNKNOWN)) continue;
    havoc(state, placement.text(part.text));
  }
}

/** `eval ": \${$1:=x}"`: its name is unknown. */
function mayAssignUnknown(part: ShellPart): boolean {
  if (part.kind === 'text' || part.kind === 'braces') return false;
  return part.source.includes(UNKNOWN) && part.source.includes('=');
}

const broken = new WeakSet<readonly ShellNode[]>();
const openQuotes = new WeakSet<readonly ShellNode[]>();

/** Whether a shell rejects the text at some point. */
export function areBroken(nodes: readonly ShellNode[]): boolean {
  return broken.has(nodes);
}

/** Parses a string; undefined over the limit. The command's own text is free once. */
export function readText(
  { budget, texts, readPlaces }: Interpreter,
  text: MappedText,
  dialect: Dialect,
): readonly ShellNode[] | undefined {
  const key = `${dialect}\n${text.decoded}`;
  const known = texts.get(key);
  if (known) return known;
  const at = spanOf(text);
  const isHere = text.pieces.every(({ through }) => through.length === 0);
  if (!isHere || readPlaces.has(at.start)) {
    if (!spend(budget, text.decoded.length, at)) return undefined;
  } else readPlaces.add(at.start);
  const script = readShell(text.decoded, undefined, dialect);
  const { nodes, problems } = script;
  if (problems.length > 0 || script.unread) broken.add(nodes);
  if (script.unread) stopAt(budget, at);
  const [quote] = openQuotesIn(script);
  if (quote !== undefined && text.decoded.indexOf('\n', quote) !== -1) openQuotes.add(nodes);
  if (text.decoded.length <= LIMITS.text) texts.set(key, nodes);
  return nodes;
}

/** Runs a child; keeps what it exports if no QEMU in it could use that. */
export function withEnvironment(
  { environments, found }: Interpreter,
  run: () => {
    readonly state: State;
    readonly changes: Iterable<readonly [string, AbstractValue]>;
  },
): void {
  const before = found.length;
  const { state, changes } = run();
  const starts = (kind: string) => kind === 'launch' || kind === 'passed';
  if (found.slice(before).some(({ kind }) => starts(kind))) return;
  const environment = exportedIn(state, changes);
  if (environment.names().size > 0) environments.push(environment);
}

/** Variables that a child would see. */
export function exportedIn(
  state: State,
  variables: Iterable<readonly [string, AbstractValue]>,
): State {
  const environment = new State(undefined);
  for (const [name, values] of variables) {
    if (isExported(name, state) !== false) environment.set(name, values);
  }
  return environment;
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

function childState(
  { budget }: Interpreter,
  isolated: Context['isolated'],
  context: Context,
): State {
  const state = new State(undefined);
  if (isolated) return state;
  inheritUmask(state, context);
  if (context.state.has(DIRECTORY)) state.set(DIRECTORY, context.state.get(DIRECTORY));
  state.set('0', UNKNOWN_VALUES);
  if (isUsedUp(budget)) return state;
  const { attributed } = context.state;
  const areAll = exportsAll(context.state);
  const names = areAll ? context.state.names() : attributed;
  spendOnPieces(budget, 24 * names.size);
  for (const name of names) {
    if (!NAME.test(name) || !context.state.has(name)) continue;
    const values = context.state.get(name).filter(({ value }) => value.kind !== 'array');
    const exported = areAll || hasAttribute(name, 'x', context.state);
    if (exported === false) continue;
    const missing = exported === undefined ? UNSET : [];
    if (values.length === 0) continue;
    state.set(name, [...values, ...missing]);
    // The child exports the variable to its own children, too.
    state.set(attributesKey(name), EXPORTED);
    noteHolder(name, values, state);
  }
  return state;
}

function maySpeakOfQemu(text: MappedText | undefined): boolean {
  if (text === undefined) return false;
  if (/qemu|kvm/i.test(text.decoded)) return true;
  return text.pieces.some((piece) => {
    return (
      (piece.kind === 'unknown' && /qemu|kvm/i.test(piece.source)) ||
      piece.through.some(({ source }) => /qemu|kvm/i.test(source))
    );
  });
}

/** The rest of the standard input; undefined if unknown. */
export function inputText({ input, state }: Context): MappedText | undefined {
  return input === undefined ? undefined : onlyText(state.get(input));
}

/** Possible rests of the standard input; empty if unknown. */
export function inputTexts({ input, state }: Context): readonly MappedText[] {
  return input === undefined ? [] : textsIn(state.get(input));
}
