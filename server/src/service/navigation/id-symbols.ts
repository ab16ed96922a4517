/**
 * The ids of chardevs, objects, monitors and whatever else has one: where each is given and where it is used. Two
 * mentions mean the same if one QEMU reads them, in the same group, with the same text. Machines may share
 * text, such as an array, so what is one thing to its author may be several ids of several machines.
 * Why: docs/decisions/navigation.md
 */
import type { Machine } from '../../qemu/machine/machine.ts';
import { idKey } from '../../qemu/options/fact.ts';
import type { IdTarget } from '../../qemu/token/id-target.ts';
import type { Token } from '../../qemu/token/token.ts';
import { anchorOf, type EditAnchor } from '../../text/edit-anchor.ts';
import type { FilePlace } from '../../text/file-set.ts';
import { addTo, oncePer } from '../../text/lookup.ts';
import { type MappedText, type Piece, spanOf } from '../../text/mapped-text.ts';
import { type Span, sameSpan, spanKey } from '../../text/span.ts';
import type { Analysis } from '../analysis/analyze.ts';
import { type PlacedToken, tokensOf } from './placed-tokens.ts';

/** One place where QEMU reads an id. */
export interface IdMention {
  readonly role: 'definition' | 'reference';
  readonly text: MappedText;
  readonly token: Token;
  /** Where the whole id is written and nothing else; undefined where several places make it up. */
  readonly anchor: EditAnchor | undefined;
  /**
   * Expansions that give the id and nothing else, the nearest to QEMU first: the `$ID` of `id=$ID`, though not
   * the `$CHARDEV` of `-chardev $CHARDEV`.
   */
  readonly uses: readonly Span[];
}

/** An id of one machine, or of the options that a file with settings holds for others. */
export interface IdSymbol {
  readonly analysis: Analysis;
  /** More than one only for options that are held for others: who uses them may use all of them. */
  readonly machines: readonly Machine[];
  readonly target: IdTarget;
  /** The id as `idKey` tells it from others; the id itself where all of it is known. */
  readonly key: string;
  readonly mentions: readonly IdMention[];
}

interface Growing extends IdSymbol {
  readonly machines: Machine[];
  readonly mentions: IdMention[];
}

/** The ids of all machines of an analysis, in the order in which they are first mentioned. */
export const symbolsOf = oncePer((analysis: Analysis): readonly IdSymbol[] => {
  const tokens = tokensOf(analysis);
  const others = usesOfOthers(tokens);
  const scopes = new Map<Machine | 'held', Map<string, Growing>>();
  for (const { token, machine } of tokens) {
    if (token.kind !== 'id' || token.text.decoded === '') continue;
    const { target, role, text } = token;
    const scope = machine.isHeldForOthers ? 'held' : machine;
    const ids = scopes.get(scope) ?? new Map<string, Growing>();
    scopes.set(scope, ids);
    const key = idKey(text);
    const name = `${target} ${key}`;
    const symbol = ids.get(name) ?? { analysis, machines: [], target, key, mentions: [] };
    ids.set(name, symbol);
    if (!symbol.machines.includes(machine)) symbol.machines.push(machine);
    const uses = expansionsOf(text).filter((use) => !others.has(spanKey(use)));
    symbol.mentions.push({ role, text, token, anchor: anchorOf(text), uses });
  }
  return [...scopes.values()].flatMap((ids) => [...ids.values()]);
});

/** The expansions that give something else than an id, or more than one. */
function usesOfOthers(tokens: readonly PlacedToken[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { token } of tokens) {
    if (token.kind === 'id') continue;
    for (const { through, defaultOf } of token.text.pieces) {
      for (const { at } of through) found.add(spanKey(at));
      if (defaultOf) found.add(spanKey(defaultOf.at));
    }
  }
  return found;
}

/** The expansions that all of a text comes through, the nearest to its use first. */
function expansionsOf({ pieces }: MappedText): readonly Span[] {
  const [first, ...others] = pieces;
  return first === undefined
    ? []
    : expansionsOfPiece(first).filter((use) =>
        others.every((piece) => expansionsOfPiece(piece).some((other) => sameSpan(use, other))),
      );
}

function expansionsOfPiece({ through, defaultOf }: Piece): readonly Span[] {
  const uses = through.map(({ at }) => at);
  const isNew = defaultOf && !uses.some((use) => sameSpan(use, defaultOf.at));
  return isNew ? [...uses, defaultOf.at] : uses;
}

/** Where a mention's id is written, as far as that is one place; else where it begins. */
export function writtenPlace({ files }: Analysis, mention: IdMention): FilePlace | undefined {
  return files.locate(mention.anchor?.at ?? spanOf(mention.text));
}

/** Where a mention stands in the words of QEMU: the `$ID` of `chardev=$ID`, or where it is written. */
export function mentionPlace(analysis: Analysis, mention: IdMention): FilePlace | undefined {
  const [use] = mention.uses;
  return use ? analysis.files.locate(use) : writtenPlace(analysis, mention);
}

/** All places of a mention: where it is written, and the expansions on the way to QEMU. */
export function placesOfMention(analysis: Analysis, mention: IdMention): readonly FilePlace[] {
  const written = writtenPlace(analysis, mention);
  const uses = mention.uses.flatMap((use) => analysis.files.locate(use) ?? []);
  return written ? [...uses, written] : uses;
}

/**
 * The ids at an offset of a file, and all that share text with them, directly or through others: what has to
 * be renamed together. Empty where no id is.
 */
export function symbolsAt(
  path: string,
  offset: number,
  analyses: readonly Analysis[],
): readonly IdSymbol[] {
  const all = analyses.flatMap(symbolsOf);
  const isHit = (place: FilePlace) =>
    place.path === path && place.at.start <= offset && offset <= place.at.end;
  const found = new Set(
    all.filter(({ analysis, mentions }) =>
      mentions.some((mention) => placesOfMention(analysis, mention).some(isHit)),
    ),
  );
  if (found.size === 0) return [];
  const byPlace = new Map<string, IdSymbol[]>();
  for (const symbol of all) {
    for (const place of placeKeys(symbol)) {
      addTo(byPlace, place, symbol);
    }
  }
  // A set goes on with what is added while it is gone through.
  for (const symbol of found) {
    for (const place of placeKeys(symbol)) {
      for (const other of byPlace.get(place) ?? []) found.add(other);
    }
  }
  return [...found];
}

/** Names each place where an id is written, the same for every analysis that brings its file in. */
function placeKeys({ analysis, mentions }: IdSymbol): readonly string[] {
  return mentions.flatMap((mention) => {
    const place = writtenPlace(analysis, mention);
    return place ? [`${spanKey(place.at)} ${place.path}`] : [];
  });
}
