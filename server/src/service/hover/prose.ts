/** Text with links and emphasis. */
import type { FilePlace } from '../../text/file-set.ts';

export type Part =
  | { readonly kind: 'text' | 'strong' | 'code'; readonly text: string }
  | { readonly kind: 'place'; readonly text: string; readonly place: FilePlace }
  | { readonly kind: 'rule'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly url: string };

/** A paragraph or list item. */
export interface Line {
  readonly kind: 'paragraph' | 'item';
  readonly parts: readonly Part[];
}

/** Plain text. */
export function text(words: string): Part {
  return { kind: 'text', text: words };
}

/** **anyone on the network** */
export function strong(words: string): Part {
  return { kind: 'strong', text: words };
}

/** Code: `-monitor`. */
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

const FIRST_SLOT = 0xe000;

/** Inserts parts into a sentence with slots. */
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
