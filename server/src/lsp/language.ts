/** Sets the language: translations by sentence or fingerprint, else English. Why: docs/decisions/messages.md */
import * as l10n from '@vscode/l10n';
import { fingerprint } from './fingerprint.ts';

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

/** A translation with the English sentence's placeholders; else empty, for English. */
function usable(english: string, translated: unknown): string {
  const isUsable =
    typeof translated === 'string' && placeholders(translated) === placeholders(english);
  return isUsable ? translated : '';
}

/** `{0} {1}` for `{1} on {0}`. */
function placeholders(sentence: string): string {
  return [...new Set(sentence.match(/\{\d+\}/g))].sort().join(' ');
}
