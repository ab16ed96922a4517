/** The TextMate grammar of -readconfig files, run by VS Code's own tokenizer. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import oniguruma from 'vscode-oniguruma';
import textmate from 'vscode-textmate';

/** The grammar's own file. */
export const GRAMMAR = new URL('../../syntaxes/qemu-config.tmLanguage.json', import.meta.url);

const require = createRequire(import.meta.url);
await oniguruma.loadWASM(readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm')));
const registry = new textmate.Registry({
  onigLib: Promise.resolve({
    createOnigScanner: oniguruma.createOnigScanner,
    createOnigString: oniguruma.createOnigString,
  }),
  loadGrammar: async () =>
    textmate.parseRawGrammar(readFileSync(GRAMMAR, 'utf8'), GRAMMAR.pathname),
});
const grammar = await registry.loadGrammar('source.qemu-config');

/** A part of a line with its scopes, separated by blanks. */
interface ScopedText {
  readonly text: string;
  readonly scopes: string;
}

/** The parts of a line. */
export function tokenizeLine(line: string): readonly ScopedText[] {
  assert.ok(grammar);
  return grammar.tokenizeLine(line, textmate.INITIAL).tokens.map((token) => ({
    // The tokenizer adds a line feed of its own.
    text: line.slice(token.startIndex, Math.min(token.endIndex, line.length)),
    scopes: token.scopes.join(' '),
  }));
}

/** Whether the next line is read as if this one were not there. */
export function endsWithItsLine(line: string): boolean {
  assert.ok(grammar);
  const { ruleStack } = grammar.tokenizeLine(line, textmate.INITIAL);
  return ruleStack.equals(textmate.INITIAL) || ruleStack.depth === 1;
}
