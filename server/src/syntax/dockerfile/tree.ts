/** A Dockerfile as instructions, uninterpreted. */

import type { MappedText } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import type { WrittenComment } from '../comments.ts';

/** The lines below `<<EOF`. */
export interface DockerDocument {
  /** A quoted delimiter disables expansion. */
  readonly isQuoted: boolean;
  /** With line endings, without the delimiter. */
  readonly text: MappedText;
  readonly end: MappedText;
}

/** `RUN …` with its continuation lines. */
export interface DockerInstruction {
  /** Upper case: `RUN`. */
  readonly keyword: string;
  /** With its here-documents, without the last line ending. */
  readonly at: Span;
  /** Behind the keyword, continuation lines joined. */
  readonly text: MappedText;
  readonly documents: readonly DockerDocument[];
}

/** A file's instructions and comments. */
export interface Dockerfile {
  readonly instructions: readonly DockerInstruction[];
  readonly comments: readonly WrittenComment[];
}
