/**
 * What pieces of a file that many scripts bring in do is found out once, and done again in the next script
 * without running them, wherever all that they depend on is the same: the values of the variables that they
 * see, the functions that they call, the files that they bring in (as CFGAnalysis of ShellCheck does with the
 * calls of a function). A piece is the whole file, each half of it, and so on down to a single command, so that
 * one command that depends on who brings the file in costs no more than itself.
 *
 * It must not make a difference to anything, but for the time it takes. So whatever is not noted is run.
 */
import type { Chunk } from '../../../syntax/shell/chunks.ts';
import type { Dialect } from '../../../syntax/shell/dialect.ts';
import type { ShellNode } from '../../../syntax/shell/tree.ts';
import type { IncludedScript } from '../../inclusions.ts';
import { mayOpenSomething } from '../../program.ts';
import type { Context } from '../context.ts';
import { type BlockMemory, blocksAgain } from '../domain/blocks.ts';
import { allowFile, reserveFor } from '../domain/limits.ts';
import type { State } from '../domain/state.ts';
import type { ShellFunction } from '../domain/values.ts';
import type { Defined, Interpreter } from '../interpreter.ts';
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

/** The summaries of one piece in different scripts, those of the last one first. */
interface Piece {
  summaries: readonly Summary[];
  /** How often it was recorded since a summary was of use. */
  recorded: number;
}

/** A piece that is several functions which nobody calls, one behind the other. */
interface FunctionPiece extends Piece {
  readonly definitions: readonly ShellFunction[];
}

/** The states at the ends of functions that nobody calls, for those who ask. */
type Ends = () => readonly State[];

const NO_ENDS: Ends = () => [];

/** How many summaries of one piece are kept. */
const MAX_SUMMARIES = 4;
/** How often a piece is recorded without being of use before nobody tries any more. */
const MAX_RECORDED = 8;

/** How many commands a file has that is worth summaries where another file brings it in. */
const MIN_COMMANDS = 32;

/** The pieces of a file, by where it lies; those of a text that nobody has any more go with its tree. */
const byFile = new WeakMap<IncludedScript['script'], Map<string, Piece>>();
/** The pieces that begin with a function, by how many functions they are. */
const byFunction = new WeakMap<ShellFunction, Map<number, FunctionPiece>>();

function groundOf({ dialect, state, frames, files }: Context): Ground {
  return { dialect, state, call: frames.call, shell: frames.shell, files };
}

/** Runs the commands of a file that is brought in for the first time, at the top level of the document or of a file. */
export function runFile(
  interpreter: Interpreter,
  { script, start }: IncludedScript,
  context: Context,
): void {
  const { nodes } = script;
  const pieces = byFile.get(script);
  // What only one script brings in is not worth the room.
  if (pieces === undefined) {
    byFile.set(script, new Map());
    interpreter.run(nodes, context);
    return;
  }
  const known = pieces;
  const ground = groundOf(context);
  const runPart = (from: number, to: number): Ends => {
    const [node] = nodes.slice(from, from + 1);
    if (node === undefined || !context.state.reachable) return NO_ENDS;
    const middle = (from + to) >> 1;
    const key = `${start} ${from} ${to}`;
    const piece = known.get(key) ?? { summaries: [], recorded: 0 };
    known.set(key, piece);
    return reuse(interpreter, piece, ground, '', () => {
      if (to - from === 1) interpreter.run([node], context);
      else {
        runPart(from, middle);
        runPart(middle, to);
      }
      return NO_ENDS;
    });
  };
  watched(interpreter, ground, () => runPart(0, nodes.length));
}

/** What the chunks of scripts did in which somebody types. */
const byChunk = new WeakMap<Chunk, Summary>();
/** The blocks in them, also once somebody has typed in one. */
const blocksIn = new WeakMap<object, BlockMemory>();

/** What the chunks of a group did together. */
const byGroup = new WeakMap<
  object,
  { readonly chunks: readonly Chunk[]; readonly done: Summary }
>();

/** Runs the document, but for those of its chunks where all is what it was that they depend on. */
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

/** Runs chunks that lie side by side. Those in which nobody has typed for a while are known as one. */
function runGroup(
  interpreter: Interpreter,
  group: object,
  chunks: readonly Chunk[],
  context: Context,
  ground: Ground,
): void {
  const runAll = (): Ends => {
    for (const chunk of chunks) runChunk(interpreter, chunk, context, ground);
    return NO_ENDS;
  };
  if (!context.state.reachable || !chunks.every((chunk) => byChunk.has(chunk))) {
    runAll();
    return;
  }
  const known = byGroup.get(group);
  const isSame =
    known?.chunks.length === chunks.length &&
    known.chunks.every((chunk, index) => chunk === chunks[index]);
  if (known && isSame && holds(interpreter, known.done, ground, '')) {
    applySummary(interpreter, known.done, ground);
    return;
  }
  const { summary } = recorded(interpreter, ground, '', runAll);
  if (summary) byGroup.set(group, { chunks, done: summary });
  else byGroup.delete(group);
}

/** Runs a chunk of the document, unless all that it depends on is what it was. */
function runChunk(interpreter: Interpreter, chunk: Chunk, shell: Context, ground: Ground): void {
  const { nodes, placement, slot } = chunk;
  const context = { ...shell, placement };
  // What such a file does is kept for all scripts that bring it in.
  if (nodes.some(bringsIn) || !context.state.reachable) {
    interpreter.run(nodes, context);
    return;
  }
  const known = byChunk.get(chunk);
  if (known && holds(interpreter, known, ground, '')) {
    applySummary(interpreter, known, ground);
    return;
  }
  const blocks = blocksIn.get(slot) ?? { blocks: [] };
  blocksIn.set(slot, blocks);
  const scope = { ...context.scope, known: blocksAgain(blocks) };
  const { summary } = recorded(interpreter, ground, '', () => {
    interpreter.run(nodes, { ...context, scope });
    return NO_ENDS;
  });
  if (summary) byChunk.set(chunk, summary);
  else byChunk.delete(chunk);
}

function bringsIn(node: ShellNode): boolean {
  if (node.kind !== 'command') return false;
  const [name] = node.words;
  return name?.plain === '.' || name?.plain === 'source';
}

/**
 * Whether a file is brought in by a command that does nothing but that, at the top level of the document or of a
 * file that it brings in, and for the first time: two runs of one command in one script are two, and what they decide is not the same.
 */
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

/** What runs functions that nobody calls. */
interface Uncalled {
  readonly dialect: Dialect;
  /** The state in which the script ends, on which they are run. */
  readonly end: () => State;
  /** Whether some of a function was never run. */
  readonly isLeft: (definition: ShellFunction) => boolean;
  /** Runs a function, if some of it was never run. */
  readonly run: (defined: Defined) => Ends;
}

/**
 * Runs all functions that nobody calls, those of a file that many scripts bring in as one; what one of them defines
 * comes behind them.
 */
export function runUncalledFunctions(interpreter: Interpreter, uncalled: Uncalled): Ends {
  const ends: Ends[] = [];
  const { defined } = interpreter;
  for (let done = 0; done < defined.size; ) {
    const all = [...defined.values()].slice(done);
    done += all.length;
    for (let index = 0; index < all.length; ) {
      let next = index;
      while (all[next]?.isShared) next++;
      const shared = all.slice(index, next);
      const [first] = all.slice(index, index + 1);
      index = Math.max(next, index + 1);
      if (shared.length > 0) ends.push(runShared(interpreter, shared, uncalled));
      else if (first) ends.push(uncalled.run(first));
    }
  }
  return () => ends.flatMap((some) => some());
}

/** Runs functions that other scripts define as well, as many of them at once as were run in the same way before. */
function runShared(
  interpreter: Interpreter,
  all: readonly Defined[],
  { dialect, end, isLeft, run }: Uncalled,
): Ends {
  const { inclusions, called } = interpreter;
  const files = inclusions?.path === undefined ? [] : [inclusions.path];
  const ground: Ground = { dialect, state: end(), call: undefined, shell: undefined, files };
  const runPart = (part: readonly Defined[]): Ends => {
    const [first] = part;
    if (first === undefined) return NO_ENDS;
    const runEach = () => {
      if (part.length === 1) return run(first);
      const middle = part.length >> 1;
      const ends = [runPart(part.slice(0, middle)), runPart(part.slice(middle))];
      return () => ends.flatMap((some) => some());
    };
    // Of a function that was called all was run, or it is looked at by itself.
    const told = part.map(({ definition }) => {
      if (!called.has(definition.start)) return 'u';
      return isLeft(definition) ? undefined : 'c';
    });
    if (told.includes(undefined)) return runEach();
    return reuse(interpreter, pieceOf(part), ground, told.join(''), runEach);
  };
  return watched(interpreter, ground, () => runPart(all));
}

/** The piece that some functions are. */
function pieceOf(part: readonly Defined[]): Piece {
  const definitions = part.map(({ definition }) => definition);
  const [first] = definitions;
  const pieces = (first && byFunction.get(first)) ?? new Map<number, FunctionPiece>();
  if (first) byFunction.set(first, pieces);
  const known = pieces.get(part.length);
  const isSame = known?.definitions.every((definition, index) => definition === definitions[index]);
  if (known && isSame) return known;
  const piece: FunctionPiece = { summaries: [], recorded: 0, definitions };
  pieces.set(part.length, piece);
  return piece;
}

function watched<T>({ recorder }: Interpreter, { state }: Ground, run: () => T): T {
  const before = state.watch;
  state.watch = recorder.watch;
  const result = run();
  state.watch = before;
  return result;
}

/** Notes that a file is brought in, which may cost as much as if it stood in the document. */
export function bringIn({ budget, broughtIn, recorder }: Interpreter, file: IncludedScript): void {
  const { path, script } = file;
  if (broughtIn.has(path)) return;
  broughtIn.set(path, file);
  recorder.isLeft(budget);
  const length = lengthOf(script);
  allowFile(budget, length);
  reserveFor(budget, length, !mayOpenSomething(script));
}

/** Does what a summary of a piece says, if there is one that holds here, or runs the piece. */
function reuse(
  interpreter: Interpreter,
  piece: Piece,
  ground: Ground,
  told: string,
  run: () => Ends,
): Ends {
  const { summaries } = piece;
  const summary = summaries.find((one) => holds(interpreter, one, ground, told));
  if (summary) {
    piece.recorded = 0;
    if (summaries[0] !== summary)
      piece.summaries = [summary, ...summaries.filter((other) => other !== summary)];
    applySummary(interpreter, summary, ground);
    return () => moveStates(summary.ends, NOWHERE, ground);
  }
  if (piece.recorded >= MAX_RECORDED || interpreter.aliases.named.size > 0) return run();
  piece.recorded++;
  const { summary: done, ends } = recorded(interpreter, ground, told, run);
  if (done) piece.summaries = [done, ...summaries.slice(0, MAX_SUMMARIES - 1)];
  return ends;
}

/** Runs a piece, and says what it did. */
function recorded(interpreter: Interpreter, ground: Ground, told: string, run: () => Ends) {
  const before = outside(interpreter, ground);
  const recording = interpreter.recorder.begin(interpreter.budget);
  const ends = run();
  interpreter.recorder.end(recording);
  const done = { recording, before, ends: ends(), told };
  return { summary: summaryOf(interpreter, ground, done), ends };
}
