/** What is known of one setting. Rules must say which of the three they mean; none is the default. */
import { isKnown, type MappedText } from '../../text/mapped-text.ts';

export type Fact<T> =
  /** The value, and the text that says so (`4444` of `port=4444`). */
  | { readonly kind: 'known'; readonly value: T; readonly text: MappedText }
  /** It is said, but with a part that this file does not fix. */
  | { readonly kind: 'unknown'; readonly text: MappedText }
  /** Nothing is said, so QEMU's default holds. */
  | { readonly kind: 'absent' };

/** What nobody has set, so that QEMU's default counts. */
export const ABSENT: Fact<never> = { kind: 'absent' };

/** The fact that a text says. */
export function textFact(text: MappedText | undefined): Fact<string> {
  if (text === undefined) return ABSENT;
  return isKnown(text) ? { kind: 'known', value: text.decoded, text } : { kind: 'unknown', text };
}

/** The known value, or undefined where it is unknown or absent. */
export function knownValue<T>(fact: Fact<T>): T | undefined {
  return fact.kind === 'known' ? fact.value : undefined;
}

/**
 * A text that tells ids apart, unknown parts included: `mon$i` is the same id wherever it is written,
 * and another one than `mon$j`.
 */
export function idKey(text: MappedText): string {
  return text.pieces
    .map((piece) => (piece.kind === 'known' ? piece.text : `\0${piece.source}\0`))
    .join('');
}
