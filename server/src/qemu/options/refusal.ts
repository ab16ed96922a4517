/**
 * What QEMU refuses. A line with a refusal starts nothing, so it is worth saying; yet it hides nothing
 * else, since the next keystroke may repair it.
 */
import * as l10n from '@vscode/l10n';
import type { MappedText } from '../../text/mapped-text.ts';
import type { Place } from './place.ts';
import { placeOf } from './place.ts';

export interface Refusal {
  /** The text QEMU stumbles over: the `bogus` of `tcp::4444,bogus=1`. */
  readonly place: Place;
  /** What QEMU says, in its words and its language: `Invalid parameter 'bogus'`. */
  readonly message: string;
  /** Whether the message is a sentence of ours instead, where QEMU's words would tell nobody anything. */
  readonly isWhole?: true;
  /**
   * `chardev`, `object`: an id that names none. `version`: other versions take it, so that what stands
   * there is judged all the same.
   */
  readonly kind: 'other' | 'chardev' | 'object' | 'version';
  /** What other versions say, where they refuse it all the same. */
  readonly older?: string;
  /** Whether something is missing, which a part that the file does not fix may hold. */
  readonly lacks?: true;
  /** What QEMU's words hide: that a socket has no address. */
  readonly needs?: 'address';
  /** What was probably meant, where one thing is close: `text` should be `instead`. */
  readonly repair?: { readonly text: MappedText; readonly instead: string };
}

/** QEMU's words with the version that first took what it refuses, since they do not say so. */
export function broughtBy(message: string, version: string): string {
  return l10n.t('{0} (new in QEMU {1})', message, version);
}

/** The same with the version that takes it no more. */
export function removedBy(message: string, version: string): string {
  return l10n.t('{0} (removed in QEMU {1})', message, version);
}

/** A refusal at the place of a text. */
export function refusal(
  text: MappedText,
  message: string,
  kind: Refusal['kind'] = 'other',
): Refusal {
  const { at, through } = placeOf(text);
  // Nothing written is shown at the `=` or the quote in front of it.
  const shown = at.start < at.end ? at : { start: Math.max(0, at.start - 1), end: at.end };
  return { place: { at: shown, through }, message, kind };
}

/** A refusal with what was probably meant in the place of a text, where one thing is. */
export function withRepair(found: Refusal, text: MappedText, instead: string | undefined): Refusal {
  return instead === undefined ? found : { ...found, repair: { text, instead } };
}

/** A refusal because something is missing. */
export function lack(text: MappedText, message: string): Refusal {
  return { ...refusal(text, message), lacks: true };
}

/**
 * Whether a text holds what a template engine or a person replaces before QEMU sees it: `{{ port }}`,
 * `@PORT@`, `%(port)s`, `<port>`, `__PORT__`, three dots. Nothing can be said about what QEMU makes of it.
 */
export function isTemplate(text: string): boolean {
  return /[{}<>$]|\.\.\.|@[\w-]+@|%\(?\w+|__\w+__/.test(text);
}

/**
 * The candidate that differs from a word by one typing error (a letter too much, too few, wrong, or two
 * swapped); undefined where none or several do. What a shell reads is none: of `X="-qmp 'tcp::1'; true"; kvm $X` QEMU
 * gets quotes and semicolon, and whoever runs `eval "$X"` needs them.
 */
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
