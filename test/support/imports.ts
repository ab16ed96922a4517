/** What a source says that it imports. */

/** The specifiers of all imports: static, type-only, re-exports, dynamic, in types, and `require`. */
export function importsOf(source: string): readonly string[] {
  // Backticks quote a specifier in a call only; after `from` they are a comment's.
  const pattern = /\b(?:from|import|require)(?:\s*|\s*\(\s*)(['"])([^'"\s]+)\1/g;
  const templates = /\b(?:import|require)\s*\(\s*(`)([^`\n]+)`/g;
  return [...source.matchAll(pattern), ...source.matchAll(templates)].map(
    (match) => match[2] ?? '',
  );
}

/** A source without what is gone when it runs. */
export function withoutTypeImports(source: string): string {
  return source.replace(/^(?:import|export) type [^;]*;$/gm, '');
}
