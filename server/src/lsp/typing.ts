/** Where the user is typing, so that an unfinished word is not reported. */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { FileFinding } from '../service/analysis/file-findings.ts';
import { touches } from '../text/span.ts';

/** The rule whose findings come and go with each letter. */
const HALF_WRITTEN = 'refused-by-qemu';

/** The places of the last changes of open documents. */
export type Typing = ReturnType<typeof keepTyping>;

/** Keeps the places of changes in documents. */
export function keepTyping() {
  const ends = new WeakMap<TextDocument, number>();
  return {
    /** A document was changed; `end` is where the new text ends, undefined if all of it is new. */
    changed: (document: TextDocument, end: number | undefined) => {
      if (end === undefined) ends.delete(document);
      else ends.set(document, end);
    },
    /** A document was saved, which ends the typing; true if there was any. */
    saved: (document: TextDocument) => ends.delete(document),
    /** Where the last change ends; undefined after a save. */
    endOf: (document: TextDocument) => ends.get(document),
  };
}

/** The findings without those that touch the end of the last change. */
export function withoutHalfWritten(
  findings: readonly FileFinding[],
  end: number | undefined,
): readonly FileFinding[] {
  if (end === undefined) return findings;
  const here = { start: end, end };
  return findings.filter(({ rule, at }) => rule !== HALF_WRITTEN || !touches(at, here));
}
