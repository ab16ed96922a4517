/** Records what a piece of a script depends on and changes. What cannot be recorded spoils the recording. */
import type { SimpleCommand } from '../../../syntax/shell/tree.ts';
import type { MappedText } from '../../../text/mapped-text.ts';
import type { IncludedScript, Inclusions } from '../../inclusions.ts';
import type { Context } from '../context.ts';
import type { BranchExit, StateWatch } from '../domain/state.ts';
import type { AbstractValue, ShellFunction } from '../domain/values.ts';
import type { Writing } from '../files.ts';
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
  readonly cost: number;
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
  /** Where its QEMUs are written, in order. */
  readonly launches: number[];
  readonly leaves: Leaving[];
  readonly fromOutside: Map<string, AbstractValue>;
  /** The least fuel left. */
  least: number;
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
  /** Nested in earlier recordings. */
  readonly begin: (left: number) => Recording;
  /** Ends the innermost recording. */
  readonly end: (recording: Recording) => void;
  readonly isRecording: () => boolean;
  readonly defined: (defined: Defined) => void;
  readonly asksForDocument: () => void;
  readonly comesFromOutside: (name: string, values: AbstractValue) => void;
  readonly spoil: () => void;
  /** Notes the fuel before it grows. */
  readonly isLeft: (left: number) => void;
  readonly writes: (writing: Writing) => void;
  readonly launches: (start: number) => void;
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
    begin: (left) => {
      const recording = newRecording(left);
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
    isLeft: (left) => {
      for (const recording of active) recording.least = Math.min(recording.least, left);
    },
    writes: (writing) => {
      for (const { written } of active) written.push(writing);
    },
    launches: (start) => {
      for (const { launches } of active) launches.push(start);
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
    leaves: (frame, exit, cost) => {
      for (const recording of active) recording.leaves.push({ frame, exit, cost });
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

function newRecording(left: number): Recording {
  return {
    least: left,
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
    leaves: [],
    asksForDocument: false,
    isSpoilt: false,
  };
}
