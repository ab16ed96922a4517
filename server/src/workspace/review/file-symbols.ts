/** What may be looked for in a file by name: the items of its outline, one behind the other. */
import type { Range, TextDocument } from 'vscode-languageserver-textdocument';
import type { Analysis } from '../../service/analysis/analyze.ts';
import { outlineOf } from '../../service/language-service.ts';
import type { OutlineItem } from '../../service/navigation/outline.ts';
import { type PositionEncoding, toRange } from '../positions.ts';

/** A symbol of a file, wherever that is. */
export interface FileSymbol {
  readonly name: string;
  readonly kind: OutlineItem['kind'];
  readonly range: Range;
  /** The name of the symbol that it is in. */
  readonly containerName?: string;
}

/** The same one behind the other, with what each is made of in its name. */
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

/** What somebody may look for in a whole workspace: all but the keys of sections, which are too many. */
export function searchedSymbols(
  document: TextDocument,
  analysis: Analysis,
  encoding: PositionEncoding,
): readonly FileSymbol[] {
  const all = toFlatSymbols(document, outlineOf(analysis), encoding);
  return all.filter(({ kind }) => kind !== 'key');
}

/** Tells whether a query may mean a symbol: each of them for an empty one. An editor sorts what is left. */
export function symbolMatcher(query: string): (symbol: FileSymbol) => boolean {
  const wanted = query.toLowerCase().replaceAll(' ', '');
  return ({ name }) => isIn(wanted, name.toLowerCase());
}

/** Whether the characters of a query are in a name, in their order. */
function isIn(query: string, name: string): boolean {
  let from = 0;
  for (const character of query) {
    const found = name.indexOf(character, from);
    if (found === -1) return false;
    from = found + character.length;
  }
  return true;
}
