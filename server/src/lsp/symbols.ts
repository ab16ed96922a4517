/** Outlines as symbols of the protocol. */
import {
  type DocumentSymbol,
  type Range,
  type SymbolInformation,
  SymbolKind,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { monitorTitle, type OutlineItem } from '../service/navigation/outline.ts';
import type { InventoryMachine } from './inventory-feature.ts';
import { type PositionEncoding, toRange } from './positions.ts';

/** The outline of a document or file, for whoever looks through several of them. */
export interface DocumentOutline {
  readonly uri: string;
  readonly document: TextDocument;
  readonly items: readonly OutlineItem[];
}

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

/** The same one behind the other, with what each is made of in its name. */
export function toFlatSymbols(
  { uri, document, items }: DocumentOutline,
  encoding: PositionEncoding,
  container?: string,
): SymbolInformation[] {
  return items.flatMap(({ name, detail, kind, nameAt, children }) => {
    const range: Range = toRange(document, nameAt, encoding);
    const symbol: SymbolInformation = {
      name: detail === '' ? name : `${name} (${detail})`,
      kind: KINDS[kind],
      location: { uri, range },
      ...(container !== undefined && { containerName: container }),
    };
    return [symbol, ...toFlatSymbols({ uri, document, items: children }, encoding, name)];
  });
}

/** The keys of sections, which nobody looks for in a whole workspace. */
const TOO_MANY: ReadonlySet<SymbolKind> = new Set([KINDS.key]);

/** The symbols of several documents that a query may mean; all of them for an empty one. */
export function matchingSymbols(
  query: string,
  outlines: Iterable<DocumentOutline>,
  encoding: PositionEncoding,
): SymbolInformation[] {
  const wanted = query.toLowerCase().replaceAll(' ', '');
  return [...outlines].flatMap((outline) =>
    toFlatSymbols(outline, encoding).filter(
      ({ name, kind }) => !TOO_MANY.has(kind) && isIn(wanted, name.toLowerCase()),
    ),
  );
}

/** The symbols that a query may mean of a machine in a file that is not open: itself and its monitors. */
export function symbolsOf(
  { uri, name, location, monitors }: InventoryMachine,
  query: string,
): SymbolInformation[] {
  const file = uri.slice(uri.lastIndexOf('/') + 1);
  const containerName = name ?? file;
  const symbols: (Omit<SymbolInformation, 'location'> & Pick<InventoryMachine, 'location'>)[] = [
    { name: containerName, kind: KINDS.machine, containerName: file, location },
    ...monitors
      .filter(({ made }) => made !== 'default')
      .map(({ mode, transport = '', address, location: at }) => {
        const way = `${transport} ${address}`.trim();
        const title = monitorTitle(mode);
        const words = way === '' ? title : `${title} (${way})`;
        return { name: words, kind: KINDS.monitor, containerName, location: at };
      }),
  ];
  const wanted = query.toLowerCase().replaceAll(' ', '');
  return symbols.flatMap(({ location: at, ...symbol }) =>
    at && isIn(wanted, symbol.name.toLowerCase()) ? [{ ...symbol, location: at }] : [],
  );
}

/** Whether the characters of a query are in a name, in their order; an editor sorts what is left. */
function isIn(query: string, name: string): boolean {
  let from = 0;
  for (const character of query) {
    const found = name.indexOf(character, from);
    if (found === -1) return false;
    from = found + character.length;
  }
  return true;
}
