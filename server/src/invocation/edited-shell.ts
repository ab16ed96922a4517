/**
 * Incremental analysis of an edited script: unchanged chunks keep summaries and command lines. Why:
 * docs/decisions/incremental-shell.md
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
 * Code units and bytes of chunked scripts: one that starts something on each line needs 300 times its text.
 */
const MAX_DIVIDED = 350 * 1024;
const MAX_KEPT = 64_000_000;

interface Lowered {
  readonly invocations: readonly Invocation[];
  readonly targets: Targets | undefined;
}

/** Gives the same as without a memory. `whole` makes the tree. Undefined if the script cannot be divided. */
export type EditedScript = (
  text: string,
  path: string,
  inclusions: Inclusions | undefined,
  whole: () => ShellScript,
) => Lowered | undefined;

/** Makes an empty memory. */
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
    // zsh options are not in the state.
    const script = dialect === 'zsh' ? undefined : readChunks(text, dialect, before, whole);
    if (script === undefined) return undefined;
    const to = relocations(script);
    const ran = runInChunks(script, { inclusions: inclusions && namedInText(inclusions, to) });
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

function namedInText(inclusions: Inclusions, to: Relocation): Inclusions {
  return {
    ...inclusions,
    script: (paths, name) => inclusions.script(paths, relocatedText(name, to)),
    config: (paths, name) => inclusions.config(paths, relocatedText(name, to)),
  };
}

interface Made {
  readonly made: object;
  readonly from: ReadonlyMap<ChunkPart, number>;
  readonly length: number;
}

interface Relocations extends Relocation {
  /** The same command line before it moved. */
  readonly movedFrom: (of: ArgvInvocation) => Moved | undefined;
}

/** Maps chunk offsets to text offsets in each version of a script. */
function newRelocations(): (script: ChunkedScript) => Relocations {
  const known = new WeakMap<object, Made>();
  return (script) => {
    const { length } = script.source;
    const partAt = partsOf(script);
    const here = new Map<object, Made>();
    let from = new Map<ChunkPart, number>();
    let last: ReturnType<typeof partAt>;
    /** Undefined if edited or moved apart. */
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
        // An offset of a file.
        if (place >= 0) return place;
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
        // In another file.
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
