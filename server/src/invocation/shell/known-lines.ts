/** Tells command lines that were seen before: a function that is called twice starts the same machine. */
import { spanKey } from '../../text/span.ts';
import type { ArgvInvocation } from '../invocation.ts';

type Line = Pick<ArgvInvocation, 'programAt' | 'words'>;

export interface KnownLines {
  /** Whether a line says something that no other did, or says it elsewhere; from now on it is known. */
  readonly isNew: (line: Line) => boolean;
}

/** Begins without any line. */
export function knownLines(): KnownLines {
  const first = new Map<string, Line>();
  const keys = new Set<string>();
  return {
    isNew: (line) => {
      const program = spanKey(line.programAt);
      const before = first.get(program);
      // Most programs are started once, and their words need not be spelled out to be told apart.
      if (before === undefined) {
        first.set(program, line);
        return true;
      }
      keys.add(placesOf(before));
      const key = placesOf(line);
      if (keys.has(key)) return false;
      keys.add(key);
      return true;
    },
  };
}

/** What tells a command line from others: what it says, and where that is written. */
function placesOf({ programAt, words }: Line): string {
  const parts = [spanKey(programAt)];
  for (const { text } of words) {
    parts.push(text.text);
    for (const { at, context } of text.pieces) parts.push(spanKey(at), context);
  }
  return parts.join('\0');
}
