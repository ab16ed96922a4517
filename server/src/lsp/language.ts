/**
 * The language in which the server speaks: that of the editor, which hands over the sentences when it starts
 * the server. No file is read for it, and whatever is missing or unusable is said in English.
 * Why: docs/decisions/the-language-of-a-process-is-the-one-global-setting.md
 */
import * as l10n from '@vscode/l10n';

/**
 * Takes the sentences from `initializationOptions.l10n`: an object from English sentences to those of another
 * language, as `vscode.l10n.bundle` has them. Anything else is none. Called before anything is said.
 */
export function chooseLanguage(bundle: unknown): void {
  l10n.config({ contents: usableSentences(bundle) });
}

/**
 * Only text, and only where the same things are filled in as in English: a sentence that loses the address
 * would be worse than one in a foreign language.
 */
function usableSentences(bundle: unknown): Readonly<Record<string, string>> {
  if (typeof bundle !== 'object' || bundle === null || Array.isArray(bundle)) return {};
  const usable = Object.entries(bundle).filter((entry): entry is [string, string] => {
    const [english, translated] = entry;
    return typeof translated === 'string' && placeholders(translated) === placeholders(english);
  });
  return Object.fromEntries(usable);
}

/** `{0} {1}` of `{1} on {0}`, each once. */
function placeholders(sentence: string): string {
  return [...new Set(sentence.match(/\{\d+\}/g))].sort().join(' ');
}
