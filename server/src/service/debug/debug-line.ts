/** What an analysis knows of a line: commands with values, launches. For `qemu-monitor-guard debug`. */
import type { CommandRun } from '../../invocation/inclusions.ts';
import type { Word } from '../../invocation/invocation.ts';
import type { FilePlace } from '../../text/file-set.ts';
import { addTo } from '../../text/lookup.ts';
import { overlap, type Span, spanKey } from '../../text/span.ts';
import type { Analysis } from '../analysis/analyze.ts';

export interface LineFacts {
  /** In the order of their first run. */
  readonly commands: readonly CommandFacts[];
  /** QEMUs on the line, or with words of it. */
  readonly launches: readonly LaunchFacts[];
  readonly stopped: FilePlace | undefined;
}

interface CommandFacts {
  readonly at: FilePlace;
  readonly words: readonly FilePlace[];
  readonly runs: readonly RunFacts[];
}

interface RunFacts extends Pick<CommandRun, 'files' | 'values'> {
  /** Enclosing functions, outermost first. */
  readonly functions: readonly FilePlace[];
  readonly conditions: readonly FilePlace[];
}

interface LaunchFacts {
  readonly program: string;
  readonly at: FilePlace | undefined;
  /** No command in sight uses these options. */
  readonly isUnused: boolean;
  readonly words: readonly {
    readonly text: string;
    readonly from: readonly FilePlace[];
    readonly through: readonly FilePlace[];
  }[];
}

/** Collects facts of recorded `runs`. */
export function debugLine(
  { invocations, files, unfollowed }: Analysis,
  runs: readonly CommandRun[],
  path: string,
  line: Span,
): LineFacts {
  const isThere = (at: Span): boolean => {
    const place = files.locate(at);
    return place?.path === path && overlap(place.at, line);
  };
  const locate = (at: Span): readonly FilePlace[] => {
    const place = files.locate(at);
    return place ? [place] : [];
  };
  const byCommand = new Map<string, CommandRun[]>();
  for (const run of runs) if (isThere(run.at)) addTo(byCommand, spanKey(run.at), run);
  return {
    commands: [...byCommand.values()].flatMap((all): readonly CommandFacts[] => {
      const [first] = all;
      const at = first && files.locate(first.at);
      if (!at) return [];
      const facts = all.map((run) => ({
        ...run,
        functions: run.functions.flatMap((start) => locate({ start, end: start })),
        conditions: run.conditions.flatMap(locate),
      }));
      return [{ at, words: first.words.flatMap(locate), runs: facts }];
    }),
    launches: invocations.flatMap((one): readonly LaunchFacts[] => {
      if (one.kind !== 'argv') return [];
      const spans = [one.programAt, ...one.words.flatMap(originsOf), ...one.words.flatMap(usesOf)];
      if (!spans.some(isThere)) return [];
      const words = one.words.map((word) => ({
        text: word.value.pieces
          .map((piece) => (piece.kind === 'known' ? piece.text : piece.source))
          .join(''),
        from: placesOnce(originsOf(word).flatMap(locate)),
        through: placesOnce(usesOf(word).flatMap(locate)),
      }));
      const isUnused = one.partial === 'fragment';
      return [{ program: one.program, at: files.locate(one.programAt), isUnused, words }];
    }),
    stopped: unfollowed && files.locate(unfollowed),
  };
}

function originsOf({ value, at }: Word): readonly Span[] {
  return value.pieces.length > 0 ? value.pieces.map((piece) => piece.at) : [at];
}

function usesOf({ value }: Word): readonly Span[] {
  return value.pieces.flatMap((piece) => piece.through.map((use) => use.at));
}

function placesOnce(places: readonly FilePlace[]): readonly FilePlace[] {
  return [...new Map(places.map((one) => [`${one.path} ${spanKey(one.at)}`, one])).values()];
}
