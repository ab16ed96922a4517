/** Records what a piece of a script depends on and changes. What cannot be recorded spoils the recording. */
import type { SimpleCommand } from '../../../syntax/shell/tree.ts';
import type { MappedText } from '../../../text/mapped-text.ts';
import type { IncludedScript, Inclusions } from '../../inclusions.ts';
import type { Context } from '../context.ts';
import type { Budget } from '../domain/limits.ts';
import type { BranchExit, StateWatch } from '../domain/state.ts';
import type { AbstractValue, ShellFunction } from '../domain/values.ts';
import type { Writing } from '../files.ts';
import type { Line } from '../launch/known-lines.ts';
import { type Visited, visitedCommands } from '../visited.ts';

/** A function of the document. */
export interface Defined {
  readonly definition: ShellFunction;
  readonly context: Context;
}

interface AskedFile {
  readonly paths: readonly string[];
  readonly name: MappedText;
  readonly found: IncludedScript | undefined;
}

/** An exit out of a piece. */
interface Leaving {
  readonly frame: object;
  readonly exit: BranchExit;
  readonly pieces: number;
}

/** Dependencies and effects of a piece, without its own results. */
export interface Recording {
  readonly seen: Map<string, AbstractValue>;
  readonly asked: Map<string, boolean>;
  /** In order; true if only narrowed. */
  readonly assigned: Map<string, boolean>;
  /** `repeated` commands ran before. */
  readonly visited: SimpleCommand[];
  repeated: number;
  readonly called: Set<number>;
  readonly wasCalled: Map<number, boolean>;
  readonly defined: Defined[];
  readonly files: AskedFile[];
  readonly written: Writing[];
  /** `counted` lines count. */
  readonly launches: Line[];
  counted: number;
  readonly leaves: Leaving[];
  readonly fromOutside: Map<string, AbstractValue>;
  least: Amounts;
  asksForDocument: boolean;
  isSpoilt: boolean;
}

/** Called functions by offset. */
export interface Called {
  readonly add: (start: number) => void;
  readonly all: ReadonlySet<number>;
  /** Whether a function was called; a dependency. */
  readonly asks: (start: number) => boolean;
}

/** Records reads and changes. */
export interface Recorder {
  readonly watch: StateWatch;
  readonly begin: (budget: Amounts) => Recording;
  readonly end: (recording: Recording) => void;
  readonly isRecording: () => boolean;
  readonly defined: (defined: Defined) => void;
  readonly asksForDocument: () => void;
  readonly comesFromOutside: (name: string, values: AbstractValue) => void;
  readonly spoil: () => void;
  /** Records the budget before it grows. */
  readonly isLeft: (budget: Amounts) => void;
  readonly writes: (writing: Writing) => void;
  readonly launches: (line: Line, isCounted: boolean) => void;
  readonly visited: Visited;
  readonly called: Called;
  readonly inclusions: (inclusions: Inclusions | undefined) => Inclusions | undefined;
}

/** Makes a recorder. */
export function newRecorder(): Recorder {
  const active: Recording[] = [];
  let depth = 0;
  const spoil = (): void => {
    for (const recording of active) recording.isSpoilt = true;
    active.length = 0;
  };
  return {
    watch: stateWatch(active, spoil),
    begin: (budget) => {
      const recording = newRecording(budget);
      active.push(recording);
      depth++;
      return recording;
    },
    end: (recording) => {
      if (!recording.isSpoilt) active.pop();
      depth--;
    },
    isRecording: () => depth > 0,
    defined: (defined) => {
      for (const recording of active) recording.defined.push(defined);
    },
    asksForDocument: () => {
      for (const recording of active) recording.asksForDocument = true;
    },
    comesFromOutside: (name, values) => {
      for (const recording of active) recording.fromOutside.set(name, values);
    },
    spoil,
    isLeft: (budget) => {
      for (const recording of active) recording.least = lesser(recording.least, budget);
    },
    writes: (writing) => {
      for (const { written } of active) written.push(writing);
    },
    launches: (line, isCounted) => {
      for (const recording of active) {
        recording.launches.push(line);
        if (isCounted) recording.counted++;
      }
    },
    visited: recordedVisits(active),
    called: recordedCalls(active),
    inclusions: (inclusions) =>
      inclusions && {
        ...inclusions,
        script: (paths, name) => {
          const found = inclusions.script(paths, name);
          for (const recording of active) recording.files.push({ paths, name, found });
          return found;
        },
        config: (paths, name) => {
          spoil();
          return inclusions.config(paths, name);
        },
      },
  };
}

function stateWatch(active: readonly Recording[], spoil: () => void): StateWatch {
  return {
    sees: (name, values) => {
      // Hot path.
      for (let index = 0; index < active.length; index++) {
        const recording = active[index];
        if (recording === undefined || recording.assigned.has(name)) continue;
        if (!recording.seen.has(name)) recording.seen.set(name, values);
      }
    },
    asks: (name, isAssigned) => {
      for (const { asked, assigned } of active) {
        if (!assigned.has(name) && !asked.has(name)) asked.set(name, isAssigned);
      }
    },
    assigns: (name, isNarrowed) => {
      for (const { assigned } of active) {
        assigned.set(name, isNarrowed && assigned.get(name) !== false);
      }
    },
    assignsAll: (changes) => {
      for (const { assigned } of active) {
        for (const name of changes.keys()) assigned.set(name, false);
      }
    },
    leaves: (frame, exit, pieces) => {
      for (const recording of active) recording.leaves.push({ frame, exit, pieces });
    },
    spoil,
  };
}

function recordedVisits(active: readonly Recording[]): Visited {
  const visited = visitedCommands();
  return {
    ...visited,
    add: (command) => {
      const isNew = visited.add(command);
      for (const recording of active) {
        recording.visited.push(command);
        if (!isNew) recording.repeated++;
      }
      return isNew;
    },
    addAll: (commands) => {
      const before = visited.addAll(commands);
      for (const recording of active) {
        for (const command of commands) recording.visited.push(command);
        recording.repeated += before;
      }
      return before;
    },
  };
}

function recordedCalls(active: readonly Recording[]): Called {
  const called = new Set<number>();
  return {
    add: (start) => {
      called.add(start);
      for (const recording of active) recording.called.add(start);
    },
    all: called,
    asks: (start) => {
      const isCalled = called.has(start);
      for (const { called: own, wasCalled } of active) {
        if (!own.has(start) && !wasCalled.has(start)) wasCalled.set(start, isCalled);
      }
      return isCalled;
    },
  };
}

/** The lower of each counter. */
export function lesser(one: Amounts, other: Amounts): Amounts {
  return ofEach((key) => Math.min(one[key], other[key]));
}

/** Counters of a budget. */
export type Amounts = Pick<
  Budget,
  'steps' | 'lines' | 'pieces' | 'characters' | 'clients' | 'again'
>;

/** Computes each counter. */
export function ofEach(amount: (key: keyof Amounts) => number): Amounts {
  // Hot path.
  return {
    steps: amount('steps'),
    lines: amount('lines'),
    pieces: amount('pieces'),
    characters: amount('characters'),
    clients: amount('clients'),
    again: amount('again'),
  };
}

/** Whether no counter is negative. */
export function isEnough(amounts: Amounts): boolean {
  return Object.values(amounts).every((amount) => amount >= 0);
}

function newRecording(budget: Amounts): Recording {
  return {
    least: ofEach((key) => budget[key]),
    repeated: 0,
    called: new Set(),
    wasCalled: new Map(),
    seen: new Map(),
    asked: new Map(),
    assigned: new Map(),
    fromOutside: new Map(),
    visited: [],
    defined: [],
    files: [],
    written: [],
    launches: [],
    counted: 0,
    leaves: [],
    asksForDocument: false,
    isSpoilt: false,
  };
}
