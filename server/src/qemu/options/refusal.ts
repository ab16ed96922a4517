/** What QEMU refuses. It hides no other finding, since the next keystroke may repair the line. */
import * as l10n from '@vscode/l10n';
import type { MappedText } from '../../text/mapped-text.ts';
import type { Place } from './place.ts';
import { placeOf } from './place.ts';

export interface Refusal {
  /** `bogus` of `tcp::4444,bogus=1`. */
  readonly place: Place;
  /** QEMU's message: `Invalid parameter 'bogus'`. */
  readonly message: string;
  /** Whether the sentence is ours, since QEMU's does not help. */
  readonly isWhole?: true;
  /** `chardev`, `object`: a dangling id. `version`: other versions accept it. */
  readonly kind: 'other' | 'chardev' | 'object' | 'version';
  /** The message of older versions that refuse it too. */
  readonly older?: string;
  readonly lacks?: true;
  readonly needs?: 'address';
  readonly repair?: { readonly text: MappedText; readonly instead: string };
}

/** Names the version that brought a feature. */
export function broughtBy(message: string, version: string): string {
  return l10n.t('{0} (new in QEMU {1})', message, version);
}

/** Names the version that removed it. */
export function removedBy(message: string, version: string): string {
  return l10n.t('{0} (removed in QEMU {1})', message, version);
}

/** Refuses a text. */
export function refusal(
  text: MappedText,
  message: string,
  kind: Refusal['kind'] = 'other',
): Refusal {
  const { at, through } = placeOf(text);
  // Empty text is shown at the `=` or quote before it.
  const shown = at.start < at.end ? at : { start: Math.max(0, at.start - 1), end: at.end };
  return { place: { at: shown, through }, message, kind };
}

/** Adds a correction, if any. */
export function withRepair(found: Refusal, text: MappedText, instead: string | undefined): Refusal {
  return instead === undefined ? found : { ...found, repair: { text, instead } };
}

/** Refuses for a missing part. */
export function lack(text: MappedText, message: string): Refusal {
  return { ...refusal(text, message), lacks: true };
}

/** Whether a text has a placeholder: `{{ port }}`, `@PORT@`, `%(port)s`, `<port>`, `__PORT__`, `...`. */
export function isTemplate(text: string): boolean {
  return /[{}<>$]|\.\.\.|@[\w-]+@|%\(?\w+|__\w+__/.test(text);
}

/** The only candidate within one typing error; none for shell syntax, which may be for `eval`. */
export function closest(word: string, candidates: Iterable<string>): string | undefined {
  if (/["'`;&|()<>]/.test(word)) return undefined;
  let close: string | undefined;
  for (const candidate of candidates) {
    if (candidate === close || !isOneSlip(word, candidate)) continue;
    if (close !== undefined) return undefined;
    close = candidate;
  }
  return close;
}

function isOneSlip(word: string, other: string): boolean {
  if (word === other || word.length < 2 || Math.abs(word.length - other.length) > 1) return false;
  let start = 0;
  while (start < word.length && word[start] === other[start]) start++;
  const rest = (text: string, from: number) => text.slice(from);
  return (
    rest(word, start + 1) === rest(other, start + 1) ||
    rest(word, start + 1) === rest(other, start) ||
    rest(word, start) === rest(other, start + 1) ||
    (word[start] === other[start + 1] &&
      word[start + 1] === other[start] &&
      rest(word, start + 2) === rest(other, start + 2))
  );
}
