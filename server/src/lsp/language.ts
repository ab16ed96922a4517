/**
 * The language in which the server speaks: that of the editor, which hands over the sentences when it starts
 * the server. No file is read for it, and whatever is missing or unusable is said in English.
 * Why: docs/decisions/messages.md
 */
import * as l10n from '@vscode/l10n';
import { fingerprint } from './fingerprint.ts';

/**
 * Takes the sentences from `initializationOptions.l10n`: an object from English sentences, or from their fingerprints, to
 * those of another language. Anything else is none. Called before anything is said.
 */
export function chooseLanguage(bundle: unknown): void {
  const isBundle = typeof bundle === 'object' && bundle !== null && !Array.isArray(bundle);
  const known = new Map<string, unknown>(isBundle ? Object.entries(bundle) : []);
  const find = (said: Record<string, string>, english: string) => {
    said[english] ??= usable(english, known.get(english) ?? known.get(fingerprint(english)));
    return said[english];
  };
  const contents: Record<string, string> = Object.create(null);
  l10n.config({ contents: known.size === 0 ? contents : new Proxy(contents, { get: find }) });
}

/**
 * Only text, and only where the same things are filled in as in English: a sentence that loses the address
 * would be worse than one in a foreign language. Anything else is empty, for which English is said.
 */
function usable(english: string, translated: unknown): string {
  const isUsable =
    typeof translated === 'string' && placeholders(translated) === placeholders(english);
  return isUsable ? translated : '';
}

/** `{0} {1}` of `{1} on {0}`, each once. */
function placeholders(sentence: string): string {
  return [...new Set(sentence.match(/\{\d+\}/g))].sort().join(' ');
}
