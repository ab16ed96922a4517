/**
 * Whether a variable that gives an id is used by other commands than QEMU: `ID=main` may name a directory or a
 * socket as well, and who renames the id by its assignment would change that too.
 */

import { fixTrees } from '../../languages/trees.ts';
import { partsOfScript } from '../../syntax/shell/parts.ts';
import type { PlacedFile } from '../../text/file-set.ts';
import { type Span, spanKey } from '../../text/span.ts';
import type { Analysis } from '../analysis/analyze.ts';
import type { IdSymbol } from './id-symbols.ts';
import { placesOfPiece, tokensOf } from './placed-tokens.ts';

/**
 * The name of such a variable; undefined for none. Arguments of functions (`$1`) are not looked at, since they
 * have as many meanings as there are functions.
 */
export function usedOtherwise(symbols: readonly IdSymbol[]): string | undefined {
  const names = new Set<string>();
  const own = new Set<string>();
  const analyses = new Set(symbols.map(({ analysis }) => analysis));
  for (const { analysis, mentions } of symbols) {
    for (const { text, uses } of mentions) {
      const exact = new Set(uses.map(spanKey));
      for (const piece of text.pieces) {
        for (const at of placesOfPiece(piece)) own.add(placeKey(analysis, at) ?? '');
        for (const { at, source } of piece.through) {
          const name = exact.has(spanKey(at)) && /^\$\{?([A-Za-z_]\w*)/.exec(source)?.[1];
          if (name) names.add(name);
        }
      }
    }
  }
  if (names.size === 0) return undefined;
  for (const analysis of analyses) {
    // What else QEMU gets has none of this text, or the id would not be renamed alone.
    for (const { token } of tokensOf(analysis)) {
      for (const piece of token.text.pieces) {
        if (piece.kind !== 'known') continue;
        for (const { at } of piece.through) own.add(placeKey(analysis, at) ?? '');
      }
    }
    const trees = fixTrees(analysis.source.text);
    for (const file of scriptsOf(analysis, names)) {
      for (const { part, idle } of partsOfScript(trees.script(file))) {
        if (idle || part.kind !== 'parameter' || !names.has(part.name)) continue;
        if (!own.has(`${spanKey(part.at)} ${file.path}`)) return part.name;
      }
    }
  }
  return undefined;
}

/** A key for a place that every analysis has the same. */
function placeKey({ files }: Analysis, at: Span): string | undefined {
  const place = files.locate(at);
  return place && `${spanKey(place.at)} ${place.path}`;
}

/** The scripts of an analysis that mention one of the names. */
function scriptsOf(
  { files, used, source, host }: Analysis,
  names: ReadonlySet<string>,
): readonly PlacedFile[] {
  return files.files.filter(({ path, text }) => {
    const isScript =
      path === source.path ? host?.hasShellWords === true : used.get(path) === 'script';
    return isScript && [...names].some((name) => text.includes(name));
  });
}
