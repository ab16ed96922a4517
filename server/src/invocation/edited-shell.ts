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
import type { Invocation } from './invocation.ts';
import { relocatedInvocation } from './relocated.ts';
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
      return invocationsOf(result, true, lines).map((invocation) =>
        to.kept(invocation, () => relocatedInvocation(invocation, to)),
      );
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
}

/** Gives for each state of a script the way from its chunks to its text. */
function newRelocations(): (script: ChunkedScript) => Relocation {
  const known = new WeakMap<object, Made>();
  return (script) => {
    const { startOf, toText } = placesIn(script);
    let from = new Map<ChunkPart, number>();
    const note = (part: ChunkPart, start: number): void => {
      from.set(part, start);
    };
    const isSame = (places: Made['from']) => {
      for (const [part, start] of places) if (startOf(part) !== start) return false;
      return true;
    };
    return {
      offset: (place) => toText(place, note),
      kept: <T extends object>(of: object, make: () => T): T => {
        const before = known.get(of);
        if (before && isSame(before.from)) {
          for (const [part, start] of before.from) from.set(part, start);
          return before.made as T;
        }
        const around = from;
        from = new Map();
        const made = make();
        known.set(of, { made, from });
        for (const [part, start] of from) around.set(part, start);
        from = around;
        return made;
      },
    };
  };
}
