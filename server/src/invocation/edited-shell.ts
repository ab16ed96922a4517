/**
 * A script in which somebody types. What an edit left as it was is not gone through again: the chunks of the script are
 * kept with what they do, and the command lines that come of it, as long as all in them stands where it stood.
 * Why: docs/decisions/what-an-edit-leaves-is-kept.md
 */

import { type Targets, targetsIn } from '../syntax/shell/chunk-targets.ts';
import {
  type ChunkedScript,
  type ChunkPart,
  placesIn,
  readChunks,
} from '../syntax/shell/chunks.ts';
import { dialectOf } from '../syntax/shell/dialect.ts';
import { type Relocation, relocatedText } from '../text/relocated.ts';
import { invocationsOf, keptLines } from './from-shell.ts';
import type { Inclusions } from './inclusions.ts';
import type { ArgvInvocation, Invocation } from './invocation.ts';
import { type Moved, movedArgv, relocatedInvocation } from './relocated.ts';
import { runInChunks } from './shell/script.ts';

export interface EditedScript {
  /**
   * The same as of a script that nobody has seen before. Undefined where it has to be gone through as one: before
   * anything was typed, and where what it does cannot be divided.
   */
  readonly lower: (
    text: string,
    path: string,
    inclusions: Inclusions | undefined,
  ) => readonly Invocation[] | undefined;
  /** Has it divided the next time, though nobody has typed in it yet. */
  readonly expectTyping: () => void;
  /** Its statements, where it was gone through in chunks the last time; undefined elsewhere. */
  readonly targets: () => Targets | undefined;
}

/** How often a script that could not be divided is gone through as one before that is tried again. */
const PATIENCE = 20;

/** Nothing is kept yet; the first text is lowered as a whole. */
export function editedScript(): EditedScript {
  let last: string | undefined;
  let script: ChunkedScript | undefined;
  let patience = 0;
  let isExpected = false;
  const lines = keptLines();
  const relocations = newRelocations();
  return {
    expectTyping: () => {
      isExpected = true;
    },
    targets: () => script && targetsIn(script),
    lower: (text, path, inclusions) => {
      const isTyped = last !== undefined && (isExpected || last !== text || script !== undefined);
      last = text;
      isExpected = false;
      if (!isTyped || --patience > 0) return undefined;
      const dialect = dialectOf(text, path);
      // The options of a zsh are no part of its state.
      script = dialect === 'zsh' ? undefined : readChunks(text, dialect, script);
      if (script === undefined) return undefined;
      const to = relocations(script);
      const result = runInChunks(script, { inclusions: inclusions && namedInText(inclusions, to) });
      if (result === undefined) {
        patience = PATIENCE;
        script = undefined;
        return undefined;
      }
      return invocationsOf(result, true, lines).map((invocation) => {
        const from = invocation.kind === 'argv' ? to.movedFrom(invocation) : undefined;
        if (from && invocation.kind === 'argv') return movedArgv(invocation, to, from);
        return to.kept(invocation, () => relocatedInvocation(invocation, to));
      });
    },
  };
}

/** Files are asked for by what stands in the text. */
function namedInText(inclusions: Inclusions, to: Relocation): Inclusions {
  return {
    ...inclusions,
    script: (paths, name) => inclusions.script(paths, relocatedText(name, to)),
    config: (paths, name) => inclusions.config(paths, relocatedText(name, to)),
  };
}

/** What was made of something, and where the parts of chunks were in which it is written. */
interface Made {
  readonly made: object;
  readonly from: ReadonlyMap<ChunkPart, number>;
  /** How long the text was. */
  readonly length: number;
}

interface Relocations extends Relocation {
  /** What was made of a command line when it was somewhere else as a whole. */
  readonly movedFrom: (of: ArgvInvocation) => Moved | undefined;
}

/** Gives for each state of a script the way from its chunks to its text. */
function newRelocations(): (script: ChunkedScript) => Relocations {
  const known = new WeakMap<object, Made>();
  return (script) => {
    const { length } = script.source;
    const { startOf, toText } = placesIn(script);
    /** What is made of one thing for this state is one, whatever is asked of others meanwhile. */
    const here = new Map<object, Made>();
    let from = new Map<ChunkPart, number>();
    const note = (part: ChunkPart, start: number): void => {
      from.set(part, start);
    };
    /** How far all of it moved; undefined where something was typed in it, or where it moved apart. */
    const shiftOf = (places: Made['from']): number | undefined => {
      let by: number | undefined;
      for (const [part, before] of places) {
        const start = startOf(part);
        if (start === undefined || (by ?? start - before) !== start - before) return undefined;
        by = start - before;
      }
      return by ?? 0;
    };
    return {
      offset: (place) => toText(place, note),
      movedFrom: (of) => {
        const before = known.get(of);
        const by = before && shiftOf(before.from);
        if (before === undefined || by === undefined || by === 0) return undefined;
        // What is in another file stays where it is.
        const offset = (place: number) => (place <= before.length ? place + by : place);
        return { of: before.made as ArgvInvocation, offset };
      },
      kept: <T extends object>(of: object, make: () => T): T => {
        const before = here.get(of) ?? known.get(of);
        if (before && shiftOf(before.from) === 0) {
          here.set(of, before);
          for (const [part, start] of before.from) from.set(part, start);
          return before.made as T;
        }
        const around = from;
        from = new Map();
        const made = { made: make(), from, length };
        known.set(of, made);
        here.set(of, made);
        for (const [part, start] of from) around.set(part, start);
        from = around;
        return made.made as T;
      },
    };
  };
}
