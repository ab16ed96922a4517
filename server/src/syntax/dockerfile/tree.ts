/** A Dockerfile as its instructions. What they do is not known here. */

import type { MappedText } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import type { WrittenComment } from '../comments.ts';

/** What stands behind `<<EOF`, on the lines below its instruction. */
export interface DockerDocument {
  /** Whether its delimiter is in quotes, so that nothing in it is replaced. */
  readonly isQuoted: boolean;
  /** Its lines with their line endings, without what closes it. */
  readonly text: MappedText;
  /** The line that closes it. */
  readonly end: MappedText;
}

/** `RUN …` with all the lines that it goes on over. */
export interface DockerInstruction {
  /** In capitals: `RUN`. */
  readonly keyword: string;
  /** All of it with its documents, without the last line ending. */
  readonly at: Span;
  /** What stands behind the keyword, its lines as one. */
  readonly text: MappedText;
  readonly documents: readonly DockerDocument[];
}

/** A file with its comments. */
export interface Dockerfile {
  readonly instructions: readonly DockerInstruction[];
  readonly comments: readonly WrittenComment[];
}
