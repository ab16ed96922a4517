/** A setting's value: known, unknown or absent, which readers must tell apart. */
import { isKnown, type MappedText } from '../../text/mapped-text.ts';

export type Fact<T> =
  /** `4444` of `port=4444`. */
  | { readonly kind: 'known'; readonly value: T; readonly text: MappedText }
  /** Given, but with an unknown part. */
  | { readonly kind: 'unknown'; readonly text: MappedText }
  /** QEMU's default applies. */
  | { readonly kind: 'absent' };

/** A setting that is not given. */
export const ABSENT: Fact<never> = { kind: 'absent' };

/** The fact of a text. */
export function textFact(text: MappedText | undefined): Fact<string> {
  if (text === undefined) return ABSENT;
  return isKnown(text) ? { kind: 'known', value: text.decoded, text } : { kind: 'unknown', text };
}

/** The value if known. */
export function knownValue<T>(fact: Fact<T>): T | undefined {
  return fact.kind === 'known' ? fact.value : undefined;
}

/** A key for ids, also with unknown parts: all `mon$i` are equal, and differ from `mon$j`. */
export function idKey(text: MappedText): string {
  return text.pieces
    .map((piece) => (piece.kind === 'known' ? piece.text : `\0${piece.source}\0`))
    .join('');
}
