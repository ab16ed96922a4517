/** Outlines as symbols of the protocol. */
import {
  type DocumentSymbol,
  type Range,
  type SymbolInformation,
  SymbolKind,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Analysis } from '../service/analyze.ts';
import { type OutlineItem, outlineOf } from '../service/navigation/outline.ts';
import { type PositionEncoding, toRange } from './positions.ts';

/** Kinds that every client has known from the beginning. */
const KINDS: Readonly<Record<OutlineItem['kind'], SymbolKind>> = {
  machine: SymbolKind.Module,
  monitor: SymbolKind.Interface,
  chardev: SymbolKind.Variable,
  object: SymbolKind.Constant,
  section: SymbolKind.Namespace,
  key: SymbolKind.Property,
};

/** Symbols inside each other. */
export function toDocumentSymbols(
  document: TextDocument,
  items: readonly OutlineItem[],
  encoding: PositionEncoding,
): DocumentSymbol[] {
  return items.map(({ name, detail, kind, at, nameAt, children }) => ({
    name,
    ...(detail !== '' && { detail }),
    kind: KINDS[kind],
    range: toRange(document, at, encoding),
    selectionRange: toRange(document, nameAt, encoding),
    ...(children.length > 0 && { children: toDocumentSymbols(document, children, encoding) }),
  }));
}

/** A symbol of a file, wherever that is. */
export type FileSymbol = Omit<SymbolInformation, 'location'> & { readonly range: Range };

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
      kind: KINDS[kind],
      range: toRange(document, nameAt, encoding),
      ...(container !== undefined && { containerName: container }),
    };
    return [symbol, ...toFlatSymbols(document, children, encoding, name)];
  });
}

/** A symbol at its place. */
export function inFile(uri: string, { range, ...symbol }: FileSymbol): SymbolInformation {
  return { ...symbol, location: { uri, range } };
}

/** What somebody may look for in a whole workspace: all but the keys of sections, which are too many. */
export function searchedSymbols(
  document: TextDocument,
  analysis: Analysis,
  encoding: PositionEncoding,
): readonly FileSymbol[] {
  const all = toFlatSymbols(document, outlineOf(analysis), encoding);
  return all.filter(({ kind }) => kind !== KINDS.key);
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
