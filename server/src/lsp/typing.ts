/** Where the user types, so that an unfinished word is not reported. */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { FileFinding } from '../service/analysis/file-findings.ts';
import { touches } from '../text/span.ts';

/** The rule whose findings come and go with each letter. */
const HALF_WRITTEN = 'refused-by-qemu';

export type Typing = ReturnType<typeof keepTyping>;

/** Keeps where the last change of each open document ends. */
export function keepTyping() {
  const ends = new WeakMap<TextDocument, number>();
  return {
    /** `end` is where new text ends; undefined if all is new. */
    changed: (document: TextDocument, end: number | undefined) => {
      if (end === undefined) ends.delete(document);
      else ends.set(document, end);
    },
    /** Ends the typing; true if there was any. */
    saved: (document: TextDocument) => ends.delete(document),
    /** Where the last change ends; undefined after a save. */
    endOf: (document: TextDocument) => ends.get(document),
  };
}

/** Leaves out findings at the end of the last change. */
export function withoutHalfWritten(
  findings: readonly FileFinding[],
  end: number | undefined,
): readonly FileFinding[] {
  if (end === undefined) return findings;
  const here = { start: end, end };
  return findings.filter(({ rule, at }) => rule !== HALF_WRITTEN || !touches(at, here));
}
