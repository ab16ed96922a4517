/** Keeps VS Code from reading `$(ARCH)` in the name of a symbol as an icon, of which breadcrumbs then show nothing. */

/** The part of a `DocumentSymbol` that matters here. */
interface Named {
  name: string;
  detail?: string;
  readonly children?: readonly Named[];
}

/** Puts an invisible word joiner between `$` and `(`, in place. */
export function keepDollars(symbols: readonly Named[]): void {
  for (const symbol of symbols) {
    symbol.name = plain(symbol.name);
    if (symbol.detail) symbol.detail = plain(symbol.detail);
    keepDollars(symbol.children ?? []);
  }
}

function plain(text: string): string {
  return text.replaceAll('$(', '$\u2060(');
}
