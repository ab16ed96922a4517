/**
 * Text for people with links and emphasis, before anybody has decided how it is marked: as Markdown for one
 * client, as plain text for another.
 */
import type { FilePlace } from '../../text/file-set.ts';

export type Part =
  | { readonly kind: 'text' | 'strong' | 'code'; readonly text: string }
  /** Text that leads to a place in a file. */
  | { readonly kind: 'place'; readonly text: string; readonly place: FilePlace }
  /** The id of a rule, which leads to its page. */
  | { readonly kind: 'rule'; readonly text: string }
  /** Text that leads to a page of somebody else. */
  | { readonly kind: 'link'; readonly text: string; readonly url: string };

/** One line: a paragraph of its own, or an item of a list. */
export interface Line {
  readonly kind: 'paragraph' | 'item';
  readonly parts: readonly Part[];
}

/** Words as they are. */
export function text(words: string): Part {
  return { kind: 'text', text: words };
}

/** Words with weight: **anyone on the network**. */
export function strong(words: string): Part {
  return { kind: 'strong', text: words };
}

/** Words of a file or a program: `-monitor`. */
export function code(words: string): Part {
  return { kind: 'code', text: words };
}

/** A line that stands alone. */
export function paragraph(...parts: readonly Part[]): Line {
  return { kind: 'paragraph', parts };
}

/** A line of a list. */
export function item(...parts: readonly Part[]): Line {
  return { kind: 'item', parts };
}

/** Characters of nobody's language, which stand for the parts while a sentence is put together. */
const FIRST_SLOT = 0xe000;

/**
 * A sentence with parts in it, wherever its language puts them: `sentence` is given a stand-in for each part
 * and returns the sentence with them.
 */
export function fill(
  sentence: (first: string, second: string, third: string) => string,
  ...parts: readonly Part[]
): readonly Part[] {
  const filled: Part[] = [];
  let words = '';
  for (const character of sentence(slot(0), slot(1), slot(2))) {
    const part = parts[character.charCodeAt(0) - FIRST_SLOT];
    if (part === undefined) {
      words += character;
      continue;
    }
    if (words !== '') filled.push(text(words));
    words = '';
    filled.push(part);
  }
  if (words !== '') filled.push(text(words));
  return filled;
}

function slot(index: number): string {
  return String.fromCharCode(FIRST_SLOT + index);
}
