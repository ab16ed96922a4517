/**
 * Takes note of what a piece of a script depends on, and of what it leaves: all that makes it do the same in
 * another script as well. What is not noted spoils a recording. It knows no scripts; `reuse.ts` says what is
 * recorded, and what becomes of it.
 */
import type { SimpleCommand } from '../../../syntax/shell/tree.ts';
import type { MappedText } from '../../../text/mapped-text.ts';
import type { IncludedScript, Inclusions } from '../../inclusions.ts';
import type { Budget } from '../domain/limits.ts';
import type { BranchExit, StateWatch } from '../domain/state.ts';
import type { AbstractValue } from '../domain/values.ts';
import type { Writing } from '../files.ts';
import type { Line } from '../launch/known-lines.ts';
import { type Visited, visitedCommands } from '../visited.ts';
import type { Defined } from './defined-functions.ts';

interface AskedFile {
  readonly paths: readonly string[];
  readonly name: MappedText;
  readonly found: IncludedScript | undefined;
}

/** A way to the end of what stands around a piece: by `exit`, say. */
interface Leaving {
  readonly frame: object;
  readonly exit: BranchExit;
  /** What it took from the budget to note it. */
  readonly pieces: number;
}

/** What one piece of a script depends on and leaves. What it has made itself it does not depend on. */
export interface Recording {
  readonly seen: Map<string, AbstractValue>;
  readonly asked: Map<string, boolean>;
  /** The variables that it assigns, in the order of that, and whether it does nothing but narrow them. */
  readonly assigned: Map<string, boolean>;
  /** The commands that it runs, and how many of them were run before. */
  readonly visited: SimpleCommand[];
  repeated: number;
  readonly called: Set<number>;
  /** Whether functions had been called, where nothing is run a second time any more. */
  readonly wasCalled: Map<number, boolean>;
  readonly defined: Defined[];
  readonly files: AskedFile[];
  /** The files that it writes, in the order of that. */
  readonly written: Writing[];
  /** The command lines of QEMUs that it starts, in the order of that, and how many of them were counted. */
  readonly launches: Line[];
  counted: number;
  /** Where it leaves what stands around it, in the order of that. */
  readonly leaves: Leaving[];
  /** What it has from the environment, and whoever runs the script has from now on. */
  readonly fromOutside: Map<string, AbstractValue>;
  /** The least that is left of the budget while it runs. */
  least: Amounts;
  asksForDocument: boolean;
  /** Whether it depends on something else, or leaves something else. */
  isSpoilt: boolean;
}

/** The functions that were called at least once, by the offset of their definition. */
export interface Called {
  readonly add: (start: number) => void;
  readonly all: ReadonlySet<number>;
  /** The same where something depends on it. */
  readonly asks: (start: number) => boolean;
}

/** Takes down what a function or a file reads and changes, so that it need not be gone through again. */
export interface Recorder {
  /** For the state that what is recorded stands on. */
  readonly watch: StateWatch;
  /** Begins a recording inside of those that have begun before. */
  readonly begin: (budget: Amounts) => Recording;
  /** Ends the recording that was begun last. */
  readonly end: (recording: Recording) => void;
  readonly isRecording: () => boolean;
  readonly defined: (defined: Defined) => void;
  readonly asksForDocument: () => void;
  readonly comesFromOutside: (name: string, values: AbstractValue) => void;
  /** What is recorded depends on something that is not noted. */
  readonly spoil: () => void;
  /** What is left of the budget before more is added to it. */
  readonly isLeft: (budget: Amounts) => void;
  readonly writes: (writing: Writing) => void;
  /** A QEMU is started, whose line is counted or not. */
  readonly launches: (line: Line, isCounted: boolean) => void;
  /** Those of an interpreter, of which the recorder hears. */
  readonly visited: Visited;
  readonly called: Called;
  readonly inclusions: (inclusions: Inclusions | undefined) => Inclusions | undefined;
}

/** A recorder that records nothing yet. */
export function newRecorder(): Recorder {
  /** Those that go on, without those that are spoilt already. */
  let active: Recording[] = [];
  let depth = 0;
  const visited = visitedCommands();
  const called = new Set<number>();
  const spoil = (): void => {
    for (const recording of active) recording.isSpoilt = true;
    active = [];
  };
  return {
    watch: {
      sees: (name, values) => {
        // Asked more often than anything else.
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
    },
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
    visited: {
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
      has: visited.has,
      count: visited.count,
    },
    called: {
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
    },
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

/** What is left of each at least. */
export function lesser(one: Amounts, other: Amounts): Amounts {
  return ofEach((key) => Math.min(one[key], other[key]));
}

/** What a budget counts. */
export type Amounts = Pick<
  Budget,
  'steps' | 'lines' | 'pieces' | 'characters' | 'clients' | 'again'
>;

/** The amounts of a budget, made one by one. */
export function ofEach(amount: (key: keyof Amounts) => number): Amounts {
  // One by one, since they are made for each statement of a script several times.
  return {
    steps: amount('steps'),
    lines: amount('lines'),
    pieces: amount('pieces'),
    characters: amount('characters'),
    clients: amount('clients'),
    again: amount('again'),
  };
}

/** Whether nothing is spent that is not there. */
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
