/** Where a deciding text is written, and how it reaches QEMU. */
import { type Branch, type MappedText, spanOf, type Use } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';

export interface Place {
  /** A host, a path, a key. */
  readonly at: Span;
  /** Expansions, nearest first. */
  readonly through: readonly Use[];
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
