/**
 * Runs pieces of a file once and repeats their effect where all dependencies are equal: variables, functions,
 * included files (like ShellCheck's CFGAnalysis). Pieces nest from a file down to a command. Results are
 * those without reuse.
 */
import type { Chunk } from '../../../syntax/shell/chunks.ts';
import type { Dialect } from '../../../syntax/shell/dialect.ts';
import type { ShellNode } from '../../../syntax/shell/tree.ts';
import { addFuel } from '../../../text/fuel.ts';
import type { IncludedScript } from '../../inclusions.ts';
import type { Context } from '../context.ts';
import { type BlockMemory, blocksAgain } from '../domain/blocks.ts';
import type { State } from '../domain/state.ts';
import type { ShellFunction } from '../domain/values.ts';
import type { Interpreter } from '../interpreter.ts';
import {
  applySummary,
  type Ground,
  holds,
  isPlain,
  lengthOf,
  moveStates,
  NOWHERE,
  outside,
  type Summary,
  summaryOf,
} from './summary.ts';

interface Piece {
  summaries: readonly Summary[];
  /** Recordings since a summary was used. */
  recorded: number;
}

/** Final states of uncalled functions. */
type Ends = () => readonly State[];

const NO_ENDS: Ends = () => [];

const MAX_SUMMARIES = 4;
/** Unused recordings; then recording stops. */
const MAX_RECORDED = 8;

/** Parts of a changed piece. */
const PARTS = 8;

function partsOf(from: number, to: number): readonly (readonly [from: number, to: number])[] {
  const length = Math.ceil((to - from) / PARTS);
  return Array.from({ length: Math.ceil((to - from) / length) }, (_, index) => {
    const start = from + index * length;
    return [start, Math.min(to, start + length)];
  });
}

/** Commands of an included file worth summaries. */
const MIN_COMMANDS = 32;

/** Pieces of a file. */
const byFile = new WeakMap<IncludedScript['script'], Map<string, Piece>>();
const byFunction = new WeakMap<ShellFunction, Piece>();

function groundOf({ dialect, state, frames, files }: Context): Ground {
  return { dialect, state, call: frames.call, shell: frames.shell, files };
}

/** Runs an included file for the first time. */
export function runFile(
  interpreter: Interpreter,
  { script, start }: IncludedScript,
  context: Context,
): void {
  const { nodes } = script;
  const pieces = byFile.get(script);
  // The first script only runs it, to save memory.
  if (pieces === undefined) {
    interpreter.run(nodes, context);
    if (interpreter.inclusions?.isWaiting?.() !== true) byFile.set(script, new Map());
    return;
  }
  const known = pieces;
  const ground = groundOf(context);
  const runPart = (from: number, to: number): Ends => {
    const [node] = nodes.slice(from, from + 1);
    if (node === undefined || !context.state.reachable) return NO_ENDS;
    const key = `${start} ${from} ${to}`;
    const piece = known.get(key) ?? { summaries: [], recorded: 0 };
    known.set(key, piece);
    return reuse(interpreter, piece, ground, () => {
      if (to - from === 1) interpreter.run([node], context);
      else for (const [start, end] of partsOf(from, to)) runPart(start, end);
      return NO_ENDS;
    });
  };
  watched(interpreter, ground, () => runPart(0, nodes.length));
}

const byChunk = new WeakMap<Chunk, Summary>();
const blocksIn = new WeakMap<object, BlockMemory>();

const byGroup = new WeakMap<
  object,
  { readonly chunks: readonly Chunk[]; readonly done: Summary | undefined }
>();

/** Runs the document, except unchanged chunks. */
export function runChunks(
  interpreter: Interpreter,
  chunks: readonly Chunk[],
  context: Context,
): void {
  const ground = groundOf(context);
  watched(interpreter, ground, () => {
    for (let from = 0, to = 0; from < chunks.length; from = to) {
      const group = chunks[from]?.slot.group;
      while (to < chunks.length && chunks[to]?.slot.group === group) to++;
      if (group) runGroup(interpreter, group, chunks.slice(from, to), context, ground);
    }
  });
}

/** Runs a group of chunks as one piece unless it is edited. */
function runGroup(
  interpreter: Interpreter,
  group: object,
  chunks: readonly Chunk[],
  context: Context,
  ground: Ground,
): void {
  const runEach = (run: typeof runChunk): Ends => {
    for (const chunk of chunks) run(interpreter, chunk, context, ground);
    return NO_ENDS;
  };
  const known = byGroup.get(group);
  const isSame =
    known?.chunks.length === chunks.length &&
    known.chunks.every((chunk, index) => chunk === chunks[index]);
  if (context.state.reachable && known?.done && isSame) {
    if (holds(interpreter, known.done, ground)) {
      applySummary(interpreter, known.done, ground);
      return;
    }
  }
  const isOne = !chunks.some(({ nodes }) => nodes.some(bringsIn));
  const areKnown = chunks.every((chunk) => byChunk.has(chunk));
  if (!context.state.reachable || !isOne || (known && !areKnown)) {
    runEach(runChunk);
    if (!known) byGroup.set(group, { chunks, done: undefined });
    return;
  }
  const { summary } = recorded(interpreter, ground, () => {
    return runEach(areKnown ? runChunk : runInChunk);
  });
  byGroup.set(group, { chunks, done: summary });
}

function runChunk(interpreter: Interpreter, chunk: Chunk, context: Context, ground: Ground): void {
  if (chunk.nodes.some(bringsIn) || !context.state.reachable) {
    runInChunk(interpreter, chunk, context);
    return;
  }
  const known = byChunk.get(chunk);
  if (known && holds(interpreter, known, ground)) {
    applySummary(interpreter, known, ground);
    return;
  }
  const { summary } = recorded(interpreter, ground, () => {
    runInChunk(interpreter, chunk, context);
    return NO_ENDS;
  });
  if (summary) byChunk.set(chunk, summary);
  else byChunk.delete(chunk);
}

function runInChunk(
  interpreter: Interpreter,
  { nodes, placement, slot }: Chunk,
  shell: Context,
): void {
  const blocks = blocksIn.get(slot) ?? { blocks: [] };
  blocksIn.set(slot, blocks);
  const scope = { ...shell.scope, known: blocksAgain(blocks) };
  runOutermost(interpreter, nodes, { ...shell, placement, scope });
}

/** Runs top-level commands. */
export function runOutermost(
  interpreter: Interpreter,
  nodes: readonly ShellNode[],
  context: Context,
): void {
  for (const node of nodes) {
    interpreter.aliases.running = node;
    interpreter.run([node], context);
  }
}

function bringsIn(node: ShellNode): boolean {
  if (node.kind !== 'command') return false;
  const [name] = node.words;
  return name?.plain === '.' || name?.plain === 'source';
}

/** Whether a file may be reused: its first inclusion, by a command that runs once. */
export function isReusable(
  interpreter: Interpreter,
  context: Context,
  { path, script }: IncludedScript,
): boolean {
  return (
    (context.files.length === 1 || script.nodes.length >= MIN_COMMANDS) &&
    isPlain(context) &&
    interpreter.running.size === 0 &&
    !interpreter.recorder.isRecording() &&
    !interpreter.broughtIn.has(path) &&
    context.scope.block === undefined &&
    context.frames.loop === undefined
  );
}

interface Uncalled {
  readonly dialect: Dialect;
  readonly end: () => State;
  /** Whether a part never ran. */
  readonly isLeft: (definition: ShellFunction) => boolean;
  readonly run: (definition: ShellFunction) => Ends;
}

/** Runs uncalled functions of the document. */
export function runUncalledFunctions(
  interpreter: Interpreter,
  { dialect, end, isLeft, run }: Uncalled,
): Ends {
  const { defined, inclusions } = interpreter;
  const ends: Ends[] = [];
  for (const { definition } of defined.values()) {
    if (!isLeft(definition)) continue;
    const piece = byFunction.get(definition);
    if (piece) {
      const files = inclusions?.path === undefined ? [] : [inclusions.path];
      const ground = { dialect, state: end(), call: undefined, shell: undefined, files };
      const again = () => reuse(interpreter, piece, ground, () => run(definition));
      ends.push(watched(interpreter, ground, again));
    } else {
      byFunction.set(definition, { summaries: [], recorded: 0 });
      ends.push(run(definition));
    }
  }
  return () => ends.flatMap((some) => some());
}

function watched<T>({ recorder }: Interpreter, { state }: Ground, run: () => T): T {
  const before = state.watch;
  state.watch = recorder.watch;
  const result = run();
  state.watch = before;
  return result;
}

/** Adds an included file. */
export function bringIn({ budget, broughtIn, recorder }: Interpreter, file: IncludedScript): void {
  const { path, script } = file;
  if (broughtIn.has(path)) return;
  broughtIn.set(path, file);
  recorder.isLeft(budget.left);
  addFuel(budget, lengthOf(script));
}

function reuse(interpreter: Interpreter, piece: Piece, ground: Ground, run: () => Ends): Ends {
  const { summaries } = piece;
  const summary = summaries.find((one) => holds(interpreter, one, ground));
  if (summary) {
    piece.recorded = 0;
    if (summaries[0] !== summary)
      piece.summaries = [summary, ...summaries.filter((other) => other !== summary)];
    applySummary(interpreter, summary, ground);
    return () => moveStates(summary.ends, NOWHERE, ground);
  }
  if (piece.recorded >= MAX_RECORDED || interpreter.aliases.named.size > 0) return run();
  piece.recorded++;
  const { summary: done, ends } = recorded(interpreter, ground, run);
  if (done) piece.summaries = [done, ...summaries.slice(0, MAX_SUMMARIES - 1)];
  return ends;
}

function recorded(interpreter: Interpreter, ground: Ground, run: () => Ends) {
  const before = outside(interpreter, ground);
  const recording = interpreter.recorder.begin(interpreter.budget.left);
  const ends = run();
  interpreter.recorder.end(recording);
  const done = { recording, before, ends: ends() };
  return { summary: summaryOf(interpreter, ground, done), ends };
}
