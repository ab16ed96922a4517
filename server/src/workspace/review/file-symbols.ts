/** A file's symbols for the search by name: a flat outline. */
import type { Range, TextDocument } from 'vscode-languageserver-textdocument';
import type { Analysis } from '../../service/analysis/analyze.ts';
import { outlineOf } from '../../service/language-service.ts';
import type { OutlineItem } from '../../service/navigation/outline.ts';
import { type PositionEncoding, toRange } from '../positions.ts';

export interface FileSymbol {
  readonly name: string;
  readonly kind: OutlineItem['kind'];
  readonly range: Range;
  readonly containerName?: string;
}

/** Flattens an outline; names include details. */
export function toFlatSymbols(
  document: TextDocument,
  items: readonly OutlineItem[],
  encoding: PositionEncoding,
  container?: string,
): FileSymbol[] {
  return items.flatMap(({ name, detail, kind, nameAt, children }) => {
    const symbol: FileSymbol = {
      name: detail === '' ? name : `${name} (${detail})`,
      kind,
      range: toRange(document, nameAt, encoding),
      ...(container !== undefined && { containerName: container }),
    };
    return [symbol, ...toFlatSymbols(document, children, encoding, name)];
  });
}

/** All symbols but keys of sections. */
export function searchedSymbols(
  document: TextDocument,
  analysis: Analysis,
  encoding: PositionEncoding,
): readonly FileSymbol[] {
  const all = toFlatSymbols(document, outlineOf(analysis), encoding);
  return all.filter(({ kind }) => kind !== 'key');
}

/** Whether a query may match a symbol, as an empty one does. The editor ranks them. */
export function symbolMatcher(query: string): (symbol: FileSymbol) => boolean {
  const wanted = query.toLowerCase().replaceAll(' ', '');
  return ({ name }) => isIn(wanted, name.toLowerCase());
}

function isIn(query: string, name: string): boolean {
  let from = 0;
  for (const character of query) {
    const found = name.indexOf(character, from);
    if (found === -1) return false;
    from = found + character.length;
  }
  return true;
}
