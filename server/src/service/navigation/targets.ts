/** Definitions of variables, ids and files that are brought in. Why: docs/decisions/navigation.md */

import type { FilePlace } from '../../text/file-set.ts';
import { compareTexts } from '../../text/lookup.ts';
import { type MappedText, spanOf } from '../../text/mapped-text.ts';
import { comparePlaces, contains, cover, type Span, spanKey } from '../../text/span.ts';
import type { Analysis } from '../analysis/analyze.ts';
import {
  type IdSymbol,
  mentionPlace,
  placesOfMention,
  symbolsAt,
  writtenPlace,
} from './id-symbols.ts';
import { placeAtUse, tokensOf } from './placed-tokens.ts';

export interface NavigationTarget {
  readonly origin: Span;
  /** `mon0` of `id=mon0`, a variable's value. */
  readonly place: FilePlace;
  /** The assignment or array element. */
  readonly whole: FilePlace;
}

interface FileLink {
  /** `$HERE/lib/vm.sh` */
  readonly at: Span;
  readonly path: string;
}

/** Definitions in all scripts that bring the file in: an assignment, a file, an option or section. */
export function definitionsAt(
  path: string,
  offset: number,
  analyses: readonly Analysis[],
): readonly NavigationTarget[] {
  const ofUse = distinct(analyses.flatMap((analysis) => variableTargets(path, offset, analysis)));
  if (ofUse.length > 0) return ofUse;
  const links = linksIn(path, analyses).filter(({ at }) => isIn(at, offset));
  if (links.length > 0) {
    return links.map(({ at: origin, path: to }) => {
      const place = { path: to, at: { start: 0, end: 0 } };
      return { origin, place, whole: place };
    });
  }
  return idTargets(path, offset, symbolsAt(path, offset, analyses));
}

function isIn({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset <= end;
}

function distinct(targets: readonly NavigationTarget[]): readonly NavigationTarget[] {
  const seen = new Set<string>();
  return targets.filter(({ place: { path, at } }) => {
    const key = `${spanKey(at)} ${path}`;
    return !seen.has(key) && seen.add(key);
  });
}

function variableTargets(
  path: string,
  offset: number,
  analysis: Analysis,
): readonly NavigationTarget[] {
  const { files } = analysis;
  const position = files.place({ path, at: { start: offset, end: offset } })?.start;
  if (position === undefined) return [];
  const found = new Map<string, { readonly use: Span; at: Span; readonly definition: Span }>();
  for (const { token } of tokensOf(analysis)) {
    for (const { at, through, definition } of token.text.pieces) {
      const level = through.findLastIndex((use) => isIn(use.at, position));
      const use = through[level];
      if (use === undefined) continue;
      const next = through[level + 1] ?? { at, definition };
      // The inner one of `$(echo "$ID")`.
      if (contains(use.at, next.at)) continue;
      const key = spanKey(next.definition ?? next.at);
      const known = found.get(key);
      if (known) known.at = cover(known.at, next.at);
      else found.set(key, { use: use.at, at: next.at, definition: next.definition ?? next.at });
    }
  }
  return [...found.values()].flatMap(({ use, at, definition }) => {
    const origin = files.locate(use)?.at;
    const place = files.locate(at);
    const whole = files.locate(cover(at, definition)) ?? place;
    return origin && place && whole ? [{ origin, place, whole }] : [];
  });
}

/** Names of files that are brought in, in order. */
export function linksIn(path: string, analyses: readonly Analysis[]): readonly FileLink[] {
  const links = new Map<string, FileLink>();
  for (const { named, files } of analyses) {
    for (const { name, path: to } of named()) {
      const place = files.locate(placeAtUse(name));
      if (place?.path !== path) continue;
      links.set(`${spanKey(place.at)} ${to}`, { at: place.at, path: to });
    }
  }
  return [...links.values()].toSorted((a, b) => a.at.start - b.at.start);
}

function idTargets(
  path: string,
  offset: number,
  symbols: readonly IdSymbol[],
): readonly NavigationTarget[] {
  const origin = originOf(path, offset, symbols);
  if (origin === undefined) return [];
  return distinct(
    symbols.flatMap((symbol) =>
      definitionPlaces(symbol).map((place) => ({ origin, place, whole: place })),
    ),
  );
}

/** The id at an offset, for the editor's underline. */
export function originOf(
  path: string,
  offset: number,
  symbols: readonly IdSymbol[],
): Span | undefined {
  for (const { analysis, mentions } of symbols) {
    for (const mention of mentions) {
      for (const place of placesOfMention(analysis, mention)) {
        if (place.path === path && isIn(place.at, offset)) return place.at;
      }
    }
  }
  return undefined;
}

function definitionPlaces(symbol: IdSymbol): readonly FilePlace[] {
  const { analysis, mentions } = symbol;
  const given = mentions.filter(({ role }) => role === 'definition');
  if (given.length > 0) return given.flatMap((mention) => mentionPlace(analysis, mention) ?? []);
  return madeUpFor(symbol).flatMap((text) => analysis.files.locate(spanOf(text)) ?? []);
}

/** Device strings that generate the id, such as `compat_monitor0`. */
export function madeUpFor({ machines, target, key }: IdSymbol): readonly MappedText[] {
  if (target !== 'chardev' && target !== 'mon') return [];
  return machines.flatMap(({ chardevs }) => {
    const chardev = chardevs.get(key);
    return chardev?.origin.kind === 'legacy' ? [chardev.origin.device] : [];
  });
}

/** A place of an id. */
export interface IdPlace extends FilePlace {
  readonly role: 'definition' | 'reference';
}

/** Places in order; a definition wins. */
export function idPlacesAt(
  path: string,
  offset: number,
  analyses: readonly Analysis[],
): readonly IdPlace[] {
  const places = new Map<string, IdPlace>();
  for (const symbol of symbolsAt(path, offset, analyses)) {
    for (const mention of symbol.mentions) {
      for (const place of placesOfMention(symbol.analysis, mention)) {
        const key = `${place.path} ${spanKey(place.at)}`;
        if (places.get(key)?.role !== 'definition')
          places.set(key, { ...place, role: mention.role });
      }
    }
  }
  return [...places.values()].toSorted(
    (a, b) => compareTexts(a.path, b.path) || comparePlaces(a, b),
  );
}

/** Files with the ids at an offset. */
export function filesOfIdAt(
  path: string,
  offset: number,
  analyses: readonly Analysis[],
): readonly string[] {
  const paths = symbolsAt(path, offset, analyses).flatMap(({ analysis, mentions }) =>
    mentions.flatMap((mention) => writtenPlace(analysis, mention)?.path ?? []),
  );
  return [...new Set(paths)];
}
