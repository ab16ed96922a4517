/**
 * Where somebody is typing, so that a word is not called wrong before it is finished: that QEMU refuses half
 * of an option is no news to whoever is writing it.
 */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { FileFinding } from '../service/analysis/file-findings.ts';
import { touches } from '../text/span.ts';

/** The only rule whose findings come and go with every letter of a word. */
const HALF_WRITTEN = 'refused-by-qemu';

/** The places of the last changes of open documents. */
export type Typing = ReturnType<typeof keepTyping>;

/** Keeps them; a document that was just opened has none. */
export function keepTyping() {
  // A document that is opened again is another object.
  const ends = new WeakMap<TextDocument, number>();
  return {
    /** Told of a document that was changed: where the new text ends; undefined if all of it is new. */
    changed: (document: TextDocument, end: number | undefined) => {
      if (end === undefined) ends.delete(document);
      else ends.set(document, end);
    },
    /** Told of a document that was saved, which ends the typing; whether there was any. */
    saved: (document: TextDocument) => ends.delete(document),
    /** Where the last change of a document ends; undefined where none counts. */
    endOf: (document: TextDocument) => ends.get(document),
  };
}

/** The findings of a document without those about the word at whose end, or in which, the last change ended. */
export function withoutHalfWritten(
  findings: readonly FileFinding[],
  end: number | undefined,
): readonly FileFinding[] {
  if (end === undefined) return findings;
  const here = { start: end, end };
  return findings.filter(({ rule, at }) => rule !== HALF_WRITTEN || !touches(at, here));
}
