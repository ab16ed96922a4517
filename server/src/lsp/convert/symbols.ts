/** Outlines as symbols of the protocol. */
import { type DocumentSymbol, type SymbolInformation, SymbolKind } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { OutlineItem } from '../../service/navigation/outline.ts';
import { type PositionEncoding, toRange } from '../../workspace/positions.ts';
import type { FileSymbol } from '../../workspace/review/file-symbols.ts';

/** Kinds that all clients know. */
const KINDS: Readonly<Record<OutlineItem['kind'], SymbolKind>> = {
  machine: SymbolKind.Module,
  monitor: SymbolKind.Interface,
  chardev: SymbolKind.Variable,
  object: SymbolKind.Constant,
  section: SymbolKind.Namespace,
  key: SymbolKind.Property,
};

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

/** A symbol at its place. */
export function inFile(uri: string, { range, kind, ...symbol }: FileSymbol): SymbolInformation {
  return { ...symbol, kind: KINDS[kind], location: { uri, range } };
}
