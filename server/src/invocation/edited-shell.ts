/**
 * A script in which somebody types. What an edit left as it was is not gone through again: the chunks of the script are
 * kept with what they do, and the command lines that come of it, as long as all in them stands where it stood.
 * Why: docs/decisions/incremental-shell.md
 */

import { targetsInChunks } from '../syntax/shell/chunk-targets.ts';
import { type ChunkedScript, type ChunkPart, partsOf, readChunks } from '../syntax/shell/chunks.ts';
import type { Targets } from '../syntax/shell/comments.ts';
import { dialectOf } from '../syntax/shell/dialect.ts';
import type { ShellScript } from '../syntax/shell/tree.ts';
import { type Relocation, relocatedText } from '../text/relocated.ts';
import { invocationsOf, keptLines } from './from-shell.ts';
import type { Inclusions } from './inclusions.ts';
import type { ArgvInvocation, Invocation } from './invocation.ts';
import { type Moved, movedArgv, relocatedInvocation } from './relocated.ts';
import { runInChunks } from './shell/script.ts';

/**
 * How many code units a script may have of which chunks are kept, and how many bytes these may take, about: a script in
 * which each line starts something takes three hundred times the room of its text. Another one is gone through as one, of
 * which only what is found stays.
 */
const MAX_DIVIDED = 350 * 1024;
const MAX_KEPT = 64_000_000;

/** What stands in a script. */
interface Lowered {
  readonly invocations: readonly Invocation[];
  /** Its statements; undefined where nothing is kept of them, so that its tree is asked. */
  readonly targets: Targets | undefined;
}

/**
 * Gives what stands in the next text of a script: the same as of one that nobody has seen before. `whole` is the tree of
 * all of it. Undefined where it has to be gone through as one, since what it does cannot be divided or it is too long.
 */
export type EditedScript = (
  text: string,
  path: string,
  inclusions: Inclusions | undefined,
  whole: () => ShellScript,
) => Lowered | undefined;

/** Nothing is kept yet. */
export function editedScript(): EditedScript {
  let last: ChunkedScript | undefined;
  let most = MAX_DIVIDED;
  let lines = keptLines();
  const relocations = newRelocations();
  return (text, path, inclusions, whole) => {
    const before = last;
    last = undefined;
    if (text.length > most) {
      lines = keptLines();
      return undefined;
    }
    const dialect = dialectOf(text, path);
    // The options of a zsh are no part of its state.
    const script = dialect === 'zsh' ? undefined : readChunks(text, dialect, before, whole);
    if (script === undefined) return undefined;
    const to = relocations(script);
    const ran = runInChunks(script, { inclusions: inclusions && namedInText(inclusions, to) });
    // Where nothing was kept all of it was run.
    if (!ran.isSure && before) return undefined;
    if (ran.bytes > MAX_KEPT) most = text.length - 1;
    else if (ran.isSure) last = script;
    const invocations = invocationsOf(ran.result, true, lines).map((invocation) => {
      const from = invocation.kind === 'argv' ? to.movedFrom(invocation) : undefined;
      if (from && invocation.kind === 'argv') return movedArgv(invocation, to, from);
      return to.kept(invocation, () => relocatedInvocation(invocation, to));
    });
    return { invocations, targets: last && targetsInChunks(script) };
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
    const partAt = partsOf(script);
    /** What is made of one thing for this state is one, whatever is asked of others meanwhile. */
    const here = new Map<object, Made>();
    let from = new Map<ChunkPart, number>();
    /** The part that was noted last; undefined where none is in `from`. */
    let last: ReturnType<typeof partAt>;
    /** How far all of it moved; undefined where something was typed in it, or where it moved apart. */
    const shiftOf = (places: Made['from']): number | undefined => {
      let by: number | undefined;
      for (const [part, before] of places) {
        const now = partAt(part.start);
        if (now?.part !== part || (by ?? now.start - before) !== now.start - before)
          return undefined;
        by = now.start - before;
      }
      return by ?? 0;
    };
    return {
      offset: (place) => {
        // What is in a file stays where it is.
        if (place >= 0) return place;
        // What is asked for together mostly stands together.
        if (!last || place < last.part.start || place > last.part.start + last.part.text.length) {
          last = partAt(place);
          if (last === undefined) return 0;
          from.set(last.part, last.start);
        }
        return last.start + place - last.part.start;
      },
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
        last = undefined;
        const made = { made: make(), from, length };
        known.set(of, made);
        here.set(of, made);
        for (const [part, start] of from) around.set(part, start);
        from = around;
        last = undefined;
        return made.made as T;
      },
    };
  };
}
