/** A Dockerfile as instructions, uninterpreted. */

import type { MappedText } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import type { WrittenComment } from '../comments.ts';

/** A here-document: the lines below `<<EOF`. */
export interface DockerDocument {
  /** Whether the delimiter is quoted, which disables expansion. */
  readonly isQuoted: boolean;
  /** The lines of the document with line endings, without the delimiter. */
  readonly text: MappedText;
  /** The line of the closing delimiter. */
  readonly end: MappedText;
}

/** An instruction such as `RUN …` with its continuation lines. */
export interface DockerInstruction {
  /** Upper case: `RUN`. */
  readonly keyword: string;
  /** The instruction with its here-documents, without the last line ending. */
  readonly at: Span;
  /** The text after the keyword, continuation lines joined. */
  readonly text: MappedText;
  readonly documents: readonly DockerDocument[];
}

/** Instructions and comments of a file. */
export interface Dockerfile {
  readonly instructions: readonly DockerInstruction[];
  readonly comments: readonly WrittenComment[];
}
