/** Definitions and references of ids, one symbol per QEMU, group and text. Why: docs/decisions/navigation.md */
import type { Machine } from '../../qemu/machine/machine.ts';
import { idKey } from '../../qemu/options/fact.ts';
import type { IdTarget } from '../../qemu/token/id-target.ts';
import type { Token } from '../../qemu/token/token.ts';
import { anchorOf, type EditAnchor } from '../../text/edit-anchor.ts';
import type { FilePlace } from '../../text/file-set.ts';
import { addTo, getOrInsert, once } from '../../text/lookup.ts';
import { type MappedText, type Piece, spanOf } from '../../text/mapped-text.ts';
import { type Span, sameSpan, spanKey } from '../../text/span.ts';
import type { Analysis } from '../analysis/analyze.ts';
import { type PlacedToken, tokensOf } from './placed-tokens.ts';

export interface IdMention {
  readonly role: 'definition' | 'reference';
  readonly text: MappedText;
  readonly token: Token;
  /** Where the id is written; undefined if it is put together of several texts. */
  readonly anchor: EditAnchor | undefined;
  /** Expansions of the id alone, nearest first: `$ID` of `id=$ID`. */
  readonly uses: readonly Span[];
}

/** An id of a machine, or of unused options. */
export interface IdSymbol {
  readonly analysis: Analysis;
  /** Its machine; several for options that no command uses. */
  readonly machines: readonly Machine[];
  readonly target: IdTarget;
  /** The id's `idKey`. */
  readonly key: string;
  readonly mentions: readonly IdMention[];
}

interface Growing extends IdSymbol {
  readonly machines: Machine[];
  readonly mentions: IdMention[];
}

/** Ids in order of mention. */
export const symbolsOf = once((analysis: Analysis): readonly IdSymbol[] => {
  const tokens = tokensOf(analysis);
  const others = usesOfOthers(tokens);
  const scopes = new Map<Machine | 'held', Map<string, Growing>>();
  for (const { token, machine } of tokens) {
    if (token.kind !== 'id' || token.text.decoded === '') continue;
    const { target, role, text } = token;
    const scope = machine.isHeldForOthers ? 'held' : machine;
    const ids = getOrInsert(scopes, scope, () => new Map<string, Growing>());
    const key = idKey(text);
    const name = `${target} ${key}`;
    const symbol = getOrInsert(ids, name, () => ({
      analysis,
      machines: [],
      target,
      key,
      mentions: [],
    }));
    if (!symbol.machines.includes(machine)) symbol.machines.push(machine);
    const uses = expansionsOf(text).filter((use) => !others.has(spanKey(use)));
    symbol.mentions.push({ role, text, token, anchor: anchorOf(text), uses });
  }
  return [...scopes.values()].flatMap((ids) => [...ids.values()]);
});

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

/** Where the id is written. */
export function writtenPlace({ files }: Analysis, mention: IdMention): FilePlace | undefined {
  return files.locate(mention.anchor?.at ?? spanOf(mention.text));
}

/** Where an id is used: `$ID` of `chardev=$ID`. */
export function mentionPlace(analysis: Analysis, mention: IdMention): FilePlace | undefined {
  const [use] = mention.uses;
  return use ? analysis.files.locate(use) : writtenPlace(analysis, mention);
}

/** Where an id is written and expanded. */
export function placesOfMention(analysis: Analysis, mention: IdMention): readonly FilePlace[] {
  const written = writtenPlace(analysis, mention);
  const uses = mention.uses.flatMap((use) => analysis.files.locate(use) ?? []);
  return written ? [...uses, written] : uses;
}

/** Symbols at an offset, with all that share text. */
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
  // The loop also visits symbols that it adds.
  for (const symbol of found) {
    for (const place of placeKeys(symbol)) {
      for (const other of byPlace.get(place) ?? []) found.add(other);
    }
  }
  return [...found];
}

function placeKeys({ analysis, mentions }: IdSymbol): readonly string[] {
  return mentions.flatMap((mention) => {
    const place = writtenPlace(analysis, mention);
    return place ? [`${spanKey(place.at)} ${place.path}`] : [];
  });
}
