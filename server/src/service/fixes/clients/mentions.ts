/** Finds what mentions an address in an analysis and in other files. Why: docs/decisions/clients-follow.md */
import { once, oncePer } from '../../../text/lookup.ts';
import { movedSpan, type Span, touches } from '../../../text/span.ts';
import type { Analysis } from '../../analysis/analyze.ts';
import { type PortPlace, type Project, portPlacesIn } from './project.ts';

/** A place in the analysis; `within` counts in all files. */
export interface Mention extends PortPlace {
  readonly within: Span;
}

const mentionsIn = once(({ files }: Analysis) =>
  oncePer((spelling: string): readonly Mention[] =>
    files.files.flatMap(({ path, text, start }) =>
      portPlacesIn(path, text, spelling).map((place) => {
        return { ...place, within: movedSpan(place.at, start) };
      }),
    ),
  ),
);

const mentionsBesideMachines = once((analysis: Analysis) =>
  oncePer((spelling: string): readonly Mention[] => {
    const words = wordsOfMachines(analysis);
    return mentionsIn(analysis)(spelling).filter(
      ({ within }) => !words.some((word) => touches(word, within)),
    );
  }),
);

/** The mentions of a spelling in an analysis, outside of `own` and not on another machine than `moved`. */
export function mentionsHere(
  analysis: Analysis,
  spelling: string,
  own: readonly Span[],
  moved: Span | undefined,
  isBesideMachines = false,
): readonly Mention[] {
  const all = isBesideMachines ? mentionsBesideMachines(analysis) : mentionsIn(analysis);
  return all(spelling).filter(({ within }) => {
    if (own.some((other) => touches(other, within))) return false;
    return !(moved && analysis.connections.areApart?.(moved, within));
  });
}

/** GitHub runs no two workflows on one machine. */
const WORKFLOW = /\/\.github\/workflows\/[^/]+$/;

/** The places of a spelling in other files that may run on the same machine. */
export function mentionsAround(
  { files, source }: Analysis,
  project: Project,
  spelling: string,
): readonly PortPlace[] {
  const own = new Set(files.files.map(({ path }) => path));
  const isInWorkflow = WORKFLOW.test(source.path);
  return project.placesOf(spelling).filter(({ path }) => {
    return !own.has(path) && !(isInWorkflow && WORKFLOW.test(path));
  });
}

/** Words and addresses of all machines, config files included. */
export const wordsOfMachines = once(({ connections: { machines } }: Analysis): readonly Span[] => {
  const words = machines.flatMap(({ options }) => options.flatMap((option) => option.words));
  const properties = machines.flatMap(({ chardevs }) =>
    [...chardevs.values()].flatMap((chardev) => chardev.properties),
  );
  return [
    ...words.flatMap(({ at, value }) => [at, ...value.pieces.map((piece) => piece.at)]),
    ...properties.flatMap(({ value }) => value.pieces.map((piece) => piece.at)),
  ];
});

/** Whether a place in another file is in the words of that file's own QEMU. */
export function isOfMachine(project: Project, { path, at }: PortPlace): boolean {
  const other = project.analysisOf(path);
  return other !== undefined && wordsOfMachines(other).some((word) => touches(word, at));
}
