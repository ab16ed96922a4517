/** The place of a deciding text, and the way it takes to QEMU. */
import { type Branch, type MappedText, spanOf, type Use } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';

export interface Place {
  /** Where the text is written: a host, a path, a key. */
  readonly at: Span;
  /** The expansions that bring it to QEMU, nearest first. */
  readonly through: readonly Use[];
  /** The branch that adds it, if conditional. */
  readonly branch?: Branch | undefined;
}

/** The place of a text. */
export function placeOf(text: MappedText): Place {
  return {
    at: spanOf(text),
    through: text.pieces[0]?.through ?? [],
    branch: text.pieces[0]?.branch,
  };
}
