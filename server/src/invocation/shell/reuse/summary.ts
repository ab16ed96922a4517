/**
 * Dependencies and effects of pieces of a script. With equal dependencies, applying a summary equals running
 * the piece.
 */
import type { Dialect } from '../../../syntax/shell/dialect.ts';
import type { ShellScript, SimpleCommand } from '../../../syntax/shell/tree.ts';
import { isShort, spend, stopAt } from '../../../text/fuel.ts';
import { folderOf } from '../../../text/paths.ts';
import type { Span } from '../../../text/span.ts';
import type { Context, Frame } from '../context.ts';
import type { Path } from '../domain/alternatives.ts';
import { attributesKey, isOutput } from '../domain/keys.ts';
import { COST, MAX_BROUGHT_IN, MAX_STARTS } from '../domain/limits.ts';
import { type BranchExit, State } from '../domain/state.ts';
import { type AbstractValue, UNSET } from '../domain/values.ts';
import { addExit, frameOn } from '../execute/flow.ts';
import { noteWriting } from '../files.ts';
import type { Found, Interpreter } from '../interpreter.ts';
import { hasNoFurtherHolders, noteHolders } from '../launch/holders.ts';
import { HERE } from '../nested/wrapped.ts';
import type { Defined, Recording } from './recorder.ts';

/** What a piece depends on and changes. Contexts stand on `NOWHERE`. */
export interface Summary {
  readonly needs: Needs;
  readonly assigned: ReadonlyMap<string, AbstractValue>;
  /** Variables narrowed but not assigned. */
  readonly narrowed: ReadonlyMap<string, AbstractValue>;
  readonly fromOutside: ReadonlyMap<string, AbstractValue>;
  /** Effect on the fuel at the end, and at the lowest point; mostly negative. */
  readonly change: number;
  readonly least: number;
  readonly found: readonly Found[];
  readonly visited: ReadonlySet<SimpleCommand>;
  /** With repetitions. */
  readonly runs: number;
  readonly called: ReadonlySet<number>;
  readonly defined: readonly Defined[];
  readonly files: Recording['files'];
  readonly written: Recording['written'];
  readonly launches: Recording['launches'];
  /** Exits out of the piece. */
  readonly leaves: readonly { readonly to: 'call' | 'shell'; readonly exit: BranchExit }[];
  readonly environments: readonly State[];
  readonly stopped: Span | undefined;
  /** The final states of uncalled functions. */
  readonly ends: readonly State[];
}

/** Dependencies. */
interface Needs {
  readonly recording: {
    readonly seen: ReadonlyMap<string, AbstractValue>;
    readonly asked: ReadonlyMap<string, boolean>;
    readonly wasCalled: ReadonlyMap<number, boolean>;
  };
  /** If its name or folder matters. */
  readonly document: string | undefined;
  readonly folder: string | undefined;
  /** Files on the way from the document. */
  readonly through: string;
  readonly broughtIn: readonly (readonly [path: string, before: boolean])[];
  readonly dialect: Dialect;
  readonly every: boolean;
  /** The budget's state at the start. */
  readonly isShort: boolean;
  readonly isStopped: boolean;
}

/** The shell of the including script. */
export interface Ground {
  readonly dialect: Dialect;
  readonly state: State;
  readonly call: Frame | undefined;
  readonly shell: Frame | undefined;
  readonly files: readonly string[];
}

const NO_STATE = new State(undefined);

/** The ground of summaries: no script. */
export const NOWHERE: Ground = {
  dialect: 'posix',
  state: NO_STATE,
  call: frameOn(NO_STATE),
  shell: frameOn(NO_STATE, undefined, true),
  files: [],
};

const NO_FILES: ReadonlySet<string> = new Set();

const NOTHING: ReadonlyMap<never, never> = new Map<never, never>();
const NO_CALLS: ReadonlySet<number> = new Set();

function orNothing<K, V>(map: ReadonlyMap<K, V>): ReadonlyMap<K, V> {
  return map.size === 0 ? NOTHING : map;
}

/** What recordings do not cover. */
export function outside(interpreter: Interpreter, { state, call, shell }: Ground) {
  const { found, environments, broughtIn } = interpreter;
  const [inCall, inShell] = [call, shell].map((frame) =>
    frame?.base === state ? undefined : frame,
  );
  return {
    found: found.length,
    environments: environments.length,
    left: interpreter.budget.left,
    broughtIn: broughtIn.size === 0 ? NO_FILES : new Set(broughtIn.keys()),
    kept: [
      interpreter.aliases.named.size,
      interpreter.budget.dropped.size,
      state.reachable,
      inCall?.exits.length,
      inCall?.lost?.size,
      inShell?.exits.length,
      inShell?.lost?.size,
    ],
    isShort: isShort(interpreter.budget),
    isStopped: interpreter.budget.stopped !== undefined,
  };
}

interface Done {
  readonly recording: Recording;
  readonly before: ReturnType<typeof outside>;
  readonly ends: readonly State[];
}

/** Makes a summary; undefined if not repeatable. */
export function summaryOf(
  interpreter: Interpreter,
  ground: Ground,
  { recording, before, ends }: Done,
): Summary | undefined {
  if (recording.isSpoilt) return undefined;
  const after = outside(interpreter, ground);
  const least = Math.min(recording.least, after.left);
  const [document] = ground.files;
  const broughtIn = broughtInAgain(recording, before, document);
  if (broughtIn === undefined) return undefined;
  const found = interpreter.found.slice(before.found);
  const leaves = recording.leaves.filter(({ frame }) => {
    return frame === ground.call || frame === ground.shell;
  });
  // Depends on earlier runs and exits; `applySummary` computes it anew.
  const ofExits = leaves.reduce((sum, { cost }) => sum + cost, 0);
  const dependent = COST.command * recording.repeated + ofExits;
  const visited = new Set(recording.visited);
  const runs = recording.visited.length;
  const isKept =
    suffices(interpreter, before.isShort, least) &&
    (!before.isShort || after.isShort) &&
    before.kept.every((one, index) => one === after.kept[index]);
  if (!isKept) return undefined;
  const move = contextMover(ground, NOWHERE);
  const { state } = ground;
  const { seen, asked, wasCalled, fromOutside, called } = recording;
  return {
    needs: {
      recording: {
        seen: orNothing(seen),
        asked: orNothing(asked),
        wasCalled: orNothing(wasCalled),
      },
      document: recording.asksForDocument ? document : undefined,
      folder: recording.files.length > 0 ? folderOf(document ?? '') : undefined,
      through: ground.files.slice(1).join('\0'),
      broughtIn,
      dialect: ground.dialect,
      every: interpreter.every,
      isShort: before.isShort,
      isStopped: before.isStopped,
    },
    assigned: heldIn(state, recording.assigned, false),
    narrowed: heldIn(state, recording.assigned, true),
    fromOutside: orNothing(fromOutside),
    change: after.left - before.left + dependent,
    least: least - before.left,
    found,
    visited,
    runs,
    called: called.size === 0 ? NO_CALLS : called,
    defined: definedIn(recording, move),
    files: recording.files,
    written: recording.written.map((one) => ({ ...one, context: move(one.context) })),
    launches: recording.launches,
    leaves: leaves.map(({ frame, exit }) => ({
      to: frame === ground.call ? 'call' : 'shell',
      exit,
    })),
    environments: interpreter.environments.slice(before.environments),
    stopped: before.isStopped ? undefined : interpreter.budget.stopped,
    ends: moveStates(ends, ground, NOWHERE),
  };
}

function broughtInAgain(
  { files }: Recording,
  before: Done['before'],
  document: string | undefined,
): Needs['broughtIn'] | undefined {
  const paths = files.flatMap(({ found }) => found?.path ?? []);
  if (document !== undefined && paths.includes(document)) return undefined;
  return paths.map((path) => [path, before.broughtIn.has(path)]);
}

function definedIn(
  { defined }: Recording,
  move: (context: Context) => Context,
): readonly Defined[] {
  const last = new Map(defined.map((one) => [one.definition.start, one]));
  return [...last.values()].map(({ definition, context }) => ({
    definition,
    context: move(context),
  }));
}

function heldIn(
  state: State,
  assigned: Recording['assigned'],
  narrowed: boolean,
): ReadonlyMap<string, AbstractValue> {
  if (assigned.size === 0) return NOTHING;
  const held = new Map<string, AbstractValue>();
  for (const [name, isNarrowed] of assigned) {
    if (isNarrowed === narrowed && !isOutput(name)) held.set(name, state.get(name));
  }
  return orNothing(held);
}

/** Moves states to another script. */
export function moveStates(states: readonly State[], from: Ground, to: Ground): readonly State[] {
  if (states.length === 0) return states;
  const moved = new Map<State, State>();
  return states.map((state) => state.movedTo(from.state, to.state, moved));
}

/** Whether dependencies hold. Requests included files, as a run does. */
export function holds(interpreter: Interpreter, summary: Summary, ground: Ground): boolean {
  const { needs, least, files } = summary;
  const { state } = ground;
  const { recorder, budget, inclusions } = interpreter;
  const [document] = ground.files;
  const isSameShell =
    (needs.document === undefined || needs.document === document) &&
    needs.dialect === ground.dialect &&
    needs.every === interpreter.every &&
    needs.through === ground.files.slice(1).join('\0') &&
    (needs.folder === undefined || needs.folder === folderOf(document ?? '')) &&
    needs.isShort === isShort(budget) &&
    needs.isStopped === (budget.stopped !== undefined) &&
    (needs.isShort || !needs.isStopped) &&
    suffices(interpreter, needs.isShort, budget.left + least - COST.command * summary.runs) &&
    interpreter.launched.size + summary.launches.length <= MAX_STARTS &&
    interpreter.aliases.named.size === 0;
  if (!isSameShell) return false;
  if (!seesTheSame(interpreter, summary, state)) return false;
  const { broughtIn } = interpreter;
  const more = needs.broughtIn.filter(([, before]) => !before).length;
  if (broughtIn.size + more > MAX_BROUGHT_IN) return false;
  for (const [path, before] of needs.broughtIn) {
    if (path === document || broughtIn.has(path) !== before) return false;
  }
  const areSameFiles = files.every(({ paths, name, found }) => {
    const here = inclusions?.script(paths, name);
    return (
      here?.path === found?.path && here?.script === found?.script && here?.start === found?.start
    );
  });
  if (!areSameFiles) return false;
  if (needs.document !== undefined) recorder.asksForDocument();
  return true;
}

/** Enclosing recordings depend on a summary only if it is used. */
function seesTheSame({ recorder, called }: Interpreter, summary: Summary, state: State): boolean {
  const { seen, asked, wasCalled } = summary.needs.recording;
  const { watch } = state;
  state.watch = undefined;
  const isSame =
    every(wasCalled, (start, before) => called.all.has(start) === before) &&
    every(seen, (name, values) => sameValues(values, state.get(name))) &&
    every(asked, (name, isAssigned) => state.has(name) === isAssigned) &&
    haveNoOthersAttributes(summary, state) &&
    hasNoFurtherHolders(state, seen);
  state.watch = watch;
  if (isSame && recorder.isRecording()) {
    for (const start of wasCalled.keys()) called.asks(start);
    for (const [name, values] of seen) watch?.sees(name, values);
    for (const [name, isAssigned] of asked) watch?.asks(name, isAssigned);
  }
  return isSame;
}

function every<K, V>(map: ReadonlyMap<K, V>, holdsFor: (key: K, value: V) => boolean): boolean {
  for (const [key, value] of map) if (!holdsFor(key, value)) return false;
  return true;
}

/** Whether what is left at the lowest point changes nothing: where fuel runs out, each run differs. */
function suffices({ budget }: Interpreter, isShort: boolean, least: number): boolean {
  return isShort ? least >= 0 : least > budget.once;
}

/** Recordings do not ask for attributes of variables that had none. */
function haveNoOthersAttributes({ needs, assigned, narrowed }: Summary, state: State): boolean {
  const { seen, asked } = needs.recording;
  for (const name of state.attributed) {
    const key = attributesKey(name);
    if (seen.has(key) || state.get(key) === UNSET) continue;
    if ([seen, asked, assigned, narrowed].some((names) => names.has(name))) return false;
  }
  return true;
}

/** The end of the last command. */
export function lengthOf({ nodes }: Pick<ShellScript, 'nodes'>): number {
  return nodes.at(-1)?.at.end ?? 0;
}

/** Repeats the effect of a summary. */
export function applySummary(interpreter: Interpreter, summary: Summary, ground: Ground): void {
  const { state } = ground;
  const { recorder, budget, broughtIn, found, visited, called } = interpreter;
  for (const { found: file } of summary.files) if (file) broughtIn.set(file.path, file);
  recorder.isLeft(budget.left + summary.least);
  budget.left += summary.change;
  for (const [name, values] of summary.fromOutside) {
    state.root().set(name, values);
    recorder.comesFromOutside(name, values);
  }
  state.setAll(summary.assigned);
  noteHolders(summary.assigned, state);
  for (const [name, values] of summary.narrowed) state.narrow(name, values);
  const move = contextMover(NOWHERE, ground);
  for (const { definition, context } of summary.defined) {
    const there = { definition, context: move(context) };
    interpreter.defined.set(definition.start, there);
    recorder.defined(there);
  }
  for (const one of summary.found) found.push(one);
  const repeated = visited.addAll(summary.visited) + summary.runs - summary.visited.size;
  spend(budget, COST.command * repeated);
  for (const start of summary.called) called.add(start);
  for (const one of summary.written) {
    noteWriting(interpreter, { ...one, context: move(one.context) });
  }
  for (const start of summary.launches) {
    interpreter.launched.add(start);
    recorder.launches(start);
  }
  for (const { to, exit } of summary.leaves) {
    const frame = ground[to];
    const before = budget.left;
    if (frame) addExit(frame, exit, budget);
    if (frame) state.watch?.leaves(frame, exit, before - budget.left);
  }
  for (const environment of summary.environments) interpreter.environments.push(environment);
  if (summary.stopped) stopAt(budget, summary.stopped);
}

function contextMover(from: Ground, to: Ground): (context: Context) => Context {
  const states = new Map<State, State>();
  const frame = (one: Frame | undefined): Frame | undefined => {
    if (one === undefined) return undefined;
    return one === from.call ? to.call : one === from.shell ? to.shell : undefined;
  };
  return (context) => ({
    ...context,
    state: context.state.movedTo(from.state, to.state, states),
    // Calls and subshells in between have ended.
    frames: {
      call: frame(context.frames.call),
      shell: frame(context.frames.shell),
      loop: undefined,
    },
    files: [...to.files.slice(0, 1), ...context.files.slice(1)],
  });
}

/** Whether a command runs as at a script's start. */
export function isPlain(context: Context): boolean {
  const { output, piped, input, locals } = context;
  const surroundings = [output, piped, input, locals];
  const { calls, nesting, rounds, isolated, execution, scope } = context;
  return (
    surroundings.every((one) => one === undefined) &&
    calls + nesting === 0 &&
    rounds === 1 &&
    !isolated &&
    execution === HERE &&
    scope.inFunction === undefined
  );
}

const MAX_LOOKS = 400;

function sameValues(one: AbstractValue, other: AbstractValue): boolean {
  if (one === other) return true;
  const looks = { left: MAX_LOOKS };
  return (
    one.length === other.length &&
    one.every((alternative, index) => {
      const second = other[index];
      return (
        second !== undefined &&
        alternative.fallbackOnly === second.fallbackOnly &&
        samePath(alternative.path, second.path) &&
        sameData(alternative.value, second.value, looks)
      );
    })
  );
}

function samePath(one: Path, other: Path): boolean {
  return (
    one === other ||
    (one.length === other.length &&
      one.every(({ block, taken }, index) => {
        return block === other[index]?.block && taken === other[index]?.taken;
      }))
  );
}

function sameData(one: unknown, other: unknown, looks: { left: number }): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || !one || !other) return false;
  if (--looks.left < 0 || 'looped' in one) return false;
  if (Object.getPrototypeOf(one) !== Object.getPrototypeOf(other)) return false;
  if (!Array.isArray(one) && Object.getPrototypeOf(one) !== Object.prototype) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => {
      const [first, second] = [one, other].map((data) => (data as Record<string, unknown>)[key]);
      return key in other && sameData(first, second, looks);
    })
  );
}
