/**
 * What pieces of a file that many scripts bring in do is found out once, and done again in the next script
 * without running them, wherever all that they depend on is the same: the values of the variables that they
 * see, the functions that they call, the files that they bring in (as CFGAnalysis of ShellCheck does with the
 * calls of a function). A piece is the whole file, each half of it, and so on down to a single command, so that
 * one command that depends on who brings the file in costs no more than itself.
 *
 * It must not make a difference to anything, but for the time it takes. So whatever is not noted is run.
 */
import type { Dialect } from '../../syntax/shell/dialect.ts';
import { folderOf, type IncludedScript } from '../inclusions.ts';
import { TOP } from './blocks.ts';
import type { Context, Frame, ShellFunction } from './context.ts';
import type { Found } from './found.ts';
import type { Handed } from './fragments.ts';
import type { Interpreter } from './interpreter.ts';
import { attributesKey, isOutput } from './keys.ts';
import { budgetFor } from './limits.ts';
import { type Amounts, isEnough, lesser, ofEach, type Recording } from './recorder.ts';
import { sameValues } from './same-values.ts';
import { State } from './state.ts';
import { UNSET, type Values } from './values.ts';
import { HERE } from './whereabouts.ts';

/** What a piece does, as a summary of a procedure says it. Contexts in here stand on `NOWHERE`. */
interface Summary {
  readonly needs: Needs;
  readonly assigned: readonly (readonly [name: string, values: Values, isNarrowed: boolean])[];
  readonly fromOutside: ReadonlyMap<string, Values>;
  /** What it adds to the budget, and the most that it takes at any time; both mostly less than nothing. */
  readonly change: Amounts;
  readonly least: Amounts;
  readonly found: readonly Found[];
  readonly handed: readonly Handed[];
  readonly visited: Recording['visited'];
  readonly called: readonly number[];
  readonly defined: Recording['defined'];
  readonly files: Recording['files'];
  /** What a function that nobody calls leaves. */
  readonly end: State | undefined;
}

/** What has to be the same where it is done again. */
interface Needs {
  readonly recording: Pick<Recording, 'seen' | 'asked' | 'unwritten'>;
  /** The document, where it asks for its name or for files beside it. */
  readonly document: string | undefined;
  readonly folder: string | undefined;
  /** The files through which it was brought in. */
  readonly through: string;
  /** Whether files that it brings in were brought in before. */
  readonly broughtIn: readonly (readonly [path: string, before: boolean])[];
  readonly dialect: Dialect;
  readonly every: boolean;
  readonly writesFiles: boolean;
}

/** The summaries of one piece in different scripts, those of the last one first. */
interface Piece {
  summaries: readonly Summary[];
  /** How often it was recorded since a summary was of use. */
  recorded: number;
}

/** How many summaries of one piece are kept. */
const MAX_SUMMARIES = 4;
/** How often a piece is recorded without being of use before nobody tries any more. */
const MAX_RECORDED = 8;

/** What stands below a piece: the shell of the script that brings it in. */
interface Ground {
  readonly dialect: Dialect;
  readonly state: State;
  readonly call: Frame | undefined;
  readonly shell: Frame | undefined;
  /** The document, and the files through which the piece was brought in. */
  readonly files: readonly string[];
}

const NOWHERE: Ground = {
  dialect: 'posix',
  state: new State(undefined),
  call: undefined,
  shell: undefined,
  files: [],
};

/** The pieces of a file, by where it lies; those of a text that nobody has any more go with its tree. */
const byFile = new WeakMap<IncludedScript['script'], Map<string, Piece>>();
const byFunction = new WeakMap<ShellFunction, Piece>();

function groundOf({ dialect, state, frames, files }: Context): Ground {
  return { dialect, state, call: frames.call, shell: frames.shell, files };
}

/** Runs the commands of a file that the document itself brings in, at its top level and for the first time. */
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
  const runPart = (from: number, to: number): void => {
    const [node] = nodes.slice(from, from + 1);
    if (node === undefined || !context.state.reachable) return;
    const middle = (from + to) >> 1;
    const key = `${start} ${from} ${to}`;
    const piece = known.get(key) ?? { summaries: [], recorded: 0 };
    known.set(key, piece);
    reuse(interpreter, piece, ground, () => {
      if (to - from === 1) interpreter.run([node], context);
      else {
        runPart(from, middle);
        runPart(middle, to);
      }
      return undefined;
    });
  };
  watched(interpreter, ground, () => runPart(0, nodes.length));
}

/**
 * Whether a file is brought in by a command of the document that does nothing but that, at its top level, and for
 * the first time: two runs of one command in one script are two, and what they decide is not the same.
 */
export function isReusable(interpreter: Interpreter, context: Context, path: string): boolean {
  return (
    isPlain(interpreter, context) &&
    !interpreter.broughtIn.has(path) &&
    context.files.length === 1 &&
    context.scope.block === undefined &&
    context.frames.loop === undefined
  );
}

/** Whether nothing around a command makes it another one than where a script begins. */
function isPlain({ running, recorder }: Interpreter, context: Context): boolean {
  const { output, piped, input, locals, listing, carrier, around } = context;
  const surroundings = [output, piped, input, locals, listing, carrier, around];
  const { calls, nesting, rounds, foreign, whereabouts, scope, zsh } = context;
  return (
    surroundings.every((one) => one === undefined) &&
    calls + nesting + running.size === 0 &&
    rounds === 1 &&
    zsh === undefined &&
    !foreign &&
    whereabouts === HERE &&
    scope.inFunction === undefined &&
    !recorder.isRecording()
  );
}

/** Runs a function that nobody calls on what a script leaves; gives the state at its end. */
export function runUncalledFunction(
  interpreter: Interpreter,
  definition: ShellFunction,
  context: Context,
  end: () => State,
  run: () => State,
): State {
  const piece = byFunction.get(definition);
  // Only what was done again elsewhere is the same function in two scripts.
  if (piece === undefined || !isPlain(interpreter, context)) return run();
  const ground: Ground = {
    ...{ state: end(), call: undefined, shell: undefined },
    ...{ files: context.files, dialect: context.dialect },
  };
  return watched(interpreter, ground, () => reuse(interpreter, piece, ground, run)) ?? run();
}

function watched<T>({ recorder }: Interpreter, { state }: Ground, run: () => T): T {
  state.watch = recorder.watch;
  const result = run();
  state.watch = undefined;
  return result;
}

/** Notes that a file is brought in, which may cost as much as if it stood in the document. */
export function bringIn({ budget, broughtIn, recorder }: Interpreter, file: IncludedScript): void {
  const { path, script } = file;
  if (broughtIn.has(path)) return;
  broughtIn.set(path, file);
  recorder.isLeft(budget);
  const [none, more] = [budgetFor(0), budgetFor(script.nodes.at(-1)?.at.end ?? 0)];
  budget.steps += more.steps - none.steps;
  budget.pieces += more.pieces - none.pieces;
  budget.characters += more.characters - none.characters;
}

function reuse<T extends State | undefined>(
  interpreter: Interpreter,
  piece: Piece,
  ground: Ground,
  run: () => T,
): State | undefined {
  const { summaries } = piece;
  const summary = summaries.find((one) => holds(interpreter, one, ground));
  if (summary) {
    piece.recorded = 0;
    if (summaries[0] !== summary)
      piece.summaries = [summary, ...summaries.filter((other) => other !== summary)];
    applySummary(interpreter, summary, ground);
    return summary.end?.movedTo(NOWHERE.state, ground.state, new Map());
  }
  if (piece.recorded >= MAX_RECORDED || interpreter.aliases.named.size > 0) return run();
  piece.recorded++;
  const before = outside(interpreter, ground);
  const recording = interpreter.recorder.begin(interpreter.budget);
  const end = run();
  interpreter.recorder.end();
  const done = summaryOf(interpreter, ground, recording, before, end);
  if (done) piece.summaries = [done, ...summaries.slice(0, MAX_SUMMARIES - 1)];
  return end;
}

/** What a recording does not note one by one, as it is at a moment. */
function outside(interpreter: Interpreter, { state, call, shell }: Ground) {
  const { found, handed, environments, files } = interpreter;
  return {
    ...{ found: found.length, handed: handed.length },
    budget: ofEach((key) => interpreter.budget[key]),
    called: [...interpreter.called],
    broughtIn: new Set(interpreter.broughtIn.keys()),
    kept: [
      environments.length,
      interpreter.aliases.named.size,
      interpreter.budget.stopped,
      interpreter.budget.dropped.size,
      state.reachable,
      ...[call, shell].flatMap((frame) => [frame?.ways.length, frame?.lost, frame?.traps]),
    ],
    writesFiles: files.count() > 0,
  };
}

/** What was done between two moments; undefined where that cannot be done again. */
function summaryOf(
  interpreter: Interpreter,
  ground: Ground,
  recording: Recording,
  before: ReturnType<typeof outside>,
  end: State | undefined,
): Summary | undefined {
  const after = outside(interpreter, ground);
  const least = lesser(recording.least, after.budget);
  const [document] = ground.files;
  const broughtIn: (readonly [path: string, before: boolean])[] = [];
  for (const { found } of recording.files) {
    if (found?.path === document) return undefined;
    if (found) broughtIn.push([found.path, before.broughtIn.has(found.path)]);
  }
  const found = interpreter.found.slice(before.found);
  // Nobody knows yet which of them are run for the first time.
  const repeated = (key: keyof Amounts) => (key === 'steps' ? recording.repeated : 0);
  const isKept =
    !recording.isSpoilt &&
    isEnough(least) &&
    // Which of two lines is the first of its kind depends on the whole script.
    found.every(({ kind }) => kind !== 'launch') &&
    before.kept.every((one, index) => one === after.kept[index]);
  if (!isKept) return undefined;
  const move = mover(ground, NOWHERE);
  const { state } = ground;
  const { seen, asked, unwritten } = recording;
  return {
    needs: {
      recording: { seen, asked, unwritten },
      document: recording.asksForDocument ? document : undefined,
      folder: recording.files.length > 0 ? folderOf(document ?? '') : undefined,
      through: ground.files.slice(1).join('\0'),
      broughtIn,
      dialect: ground.dialect,
      every: interpreter.every,
      writesFiles: before.writesFiles,
    },
    assigned: [...recording.assigned].flatMap(([name, isNarrowed]) => {
      return isOwn(name) ? [] : [[name, state.get(name), isNarrowed] as const];
    }),
    fromOutside: recording.fromOutside,
    change: ofEach((key) => after.budget[key] - before.budget[key] + repeated(key)),
    least: ofEach((key) => least[key] - before.budget[key]),
    found,
    handed: interpreter.handed.slice(before.handed).map((one) => {
      return { ...one, context: move(one.context) };
    }),
    visited: recording.visited,
    called: after.called.slice(before.called.length),
    defined: recording.defined.map(({ definition, context }) => {
      return { definition, context: move(context) };
    }),
    files: recording.files,
    end: end?.movedTo(ground.state, NOWHERE.state, new Map()),
  };
}

/** Whether a variable holds what the interpreter keeps for itself while a command runs. */
function isOwn(name: string): boolean {
  return isOutput(name);
}

/** Whether what a summary depends on is the same here. Asks for the files that it brings in, as it does itself. */
function holds(interpreter: Interpreter, summary: Summary, ground: Ground): boolean {
  const { needs, least, files } = summary;
  const { state } = ground;
  const { recorder, budget, inclusions } = interpreter;
  const [document] = ground.files;
  if (needs.document !== undefined) {
    recorder.asksForDocument();
    if (needs.document !== document) return false;
  }
  const isSameShell =
    needs.dialect === ground.dialect &&
    needs.every === interpreter.every &&
    needs.writesFiles === interpreter.files.count() > 0 &&
    needs.through === ground.files.slice(1).join('\0') &&
    (needs.folder === undefined || needs.folder === folderOf(document ?? '')) &&
    budget.stopped === undefined &&
    budget.steps + least.steps >= summary.visited.length &&
    isEnough(ofEach((key) => budget[key] + least[key])) &&
    interpreter.aliases.named.size === 0;
  if (!isSameShell) return false;
  const { seen, asked, unwritten } = needs.recording;
  for (const [name, values] of seen) if (!sameValues(values, state.get(name))) return false;
  for (const [name, isAssigned] of asked) if (state.has(name) !== isAssigned) return false;
  if (!haveNoOthersAttributes(summary, state)) return false;
  const { broughtIn } = interpreter;
  for (const path of unwritten) {
    if (interpreter.files.knows(path)) return false;
    interpreter.files.read(path, TOP);
  }
  for (const [path, before] of needs.broughtIn) {
    if (path === document || broughtIn.has(path) !== before) return false;
  }
  return files.every(({ paths, name, found }) => {
    const here = inclusions?.script(paths, name);
    return (
      here?.path === found?.path && here?.script === found?.script && here?.start === found?.start
    );
  });
}

/**
 * Whether no variable that a summary has to do with has attributes here of which nobody knew where it was made: of
 * those that were never given any nobody asks.
 */
function haveNoOthersAttributes({ needs, assigned }: Summary, state: State): boolean {
  const { seen, asked } = needs.recording;
  for (const name of state.attributed) {
    const key = attributesKey(name);
    if (seen.has(key) || state.get(key) === UNSET) continue;
    if (seen.has(name) || asked.has(name) || assigned.some(([other]) => other === name))
      return false;
  }
  return true;
}

/** Leaves what a summary has left where it was done first. */
function applySummary(interpreter: Interpreter, summary: Summary, ground: Ground): void {
  const { state } = ground;
  const { recorder, budget, found, handed, visited } = interpreter;
  for (const { found: file } of summary.files) if (file) interpreter.broughtIn.set(file.path, file);
  recorder.isLeft(ofEach((key) => budget[key] + summary.least[key]));
  Object.assign(
    budget,
    ofEach((key) => budget[key] + summary.change[key]),
  );
  for (const [name, values] of summary.fromOutside) {
    state.root().set(name, values);
    recorder.comesFromOutside(name, values);
  }
  for (const [name, values, isNarrowed] of summary.assigned) {
    if (isNarrowed) state.narrow(name, values);
    else state.set(name, values);
  }
  const move = mover(NOWHERE, ground);
  for (const { definition, context } of summary.defined) {
    const moved = move(context);
    interpreter.defined.set(definition.start, { definition, context: moved });
    recorder.defined(definition, moved);
    if (!byFunction.has(definition)) byFunction.set(definition, { summaries: [], recorded: 0 });
  }
  for (const one of summary.found) found.push(one);
  for (const one of summary.handed) handed.push({ ...one, context: move(one.context) });
  for (const command of summary.visited) if (!visited.add(command)) budget.steps--;
  for (const start of summary.called) interpreter.called.add(start);
}

/** Puts contexts of one script into another: what stands on its ground stands on the other's. */
function mover(from: Ground, to: Ground): (context: Context) => Context {
  const states = new Map<State, State>();
  const frame = (one: Frame | undefined): Frame | undefined => {
    if (one === undefined) return undefined;
    return one === from.call ? to.call : one === from.shell ? to.shell : undefined;
  };
  return (context) => ({
    ...context,
    state: context.state.movedTo(from.state, to.state, states),
    // Those of calls and subshells in between have come to their ends.
    frames: {
      call: frame(context.frames.call),
      shell: frame(context.frames.shell),
      loop: undefined,
    },
    files: [...to.files.slice(0, 1), ...context.files.slice(1)],
  });
}
