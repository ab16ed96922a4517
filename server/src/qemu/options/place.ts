/** A place that decides something, and the way its text takes to QEMU. */
import { type Branch, type MappedText, spanOf, type Use } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';

export interface Place {
  /** The text that decides, where it is written: a host, a path, a key. */
  readonly at: Span;
  /** The expansions that bring that text to QEMU, the nearest to QEMU first. */
  readonly through: readonly Use[];
  /** The part of a script that puts the text there, where it may be skipped. */
  readonly branch?: Branch | undefined;
}

/** The place of a text: where its characters are written. */
export function placeOf(text: MappedText): Place {
  return {
    at: spanOf(text),
    through: text.pieces[0]?.through ?? [],
    branch: text.pieces[0]?.branch,
  };
}
