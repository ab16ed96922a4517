/**
 * What is given to somebody who is not known here: to a helper of another file, to whoever imports a module or calls a
 * function. If it is QEMU's options beyond doubt, it counts where it is written, though nobody sees who runs it.
 */
import type { MappedText } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import type { Word } from '../invocation.ts';
import { conditionalArm, type Frame, type Run } from './run.ts';
import { asText, divided } from './texts.ts';
import { type Item, optionsOf, type Value } from './values.ts';
import { itemsThrough, linesOf, wordsAt } from './words.ts';

/** What a text that may hold QEMU's options for monitors has in it. */
const TELLING = /-(?:mon(?:itor)?|qmp(?:-pretty)?|chardev)\b/;

/** Takes note of a value that somebody else gets. */
export function hand(run: Run, value: Value, at: Span, depth = 0): void {
  for (const { value: own } of optionsOf(value)) {
    switch (own.kind) {
      case 'text':
        if (TELLING.test(own.text.decoded) && isNew(run, own.text)) {
          note(run, wordsAt(divided(own.text), at), own.text);
        }
        break;
      case 'list':
        handItems(run, itemsThrough(run, own) ?? [], depth);
        break;
      case 'dictionary':
      case 'object': {
        const cell = run.state.cells.get(own.id);
        if (depth > 1 || cell === undefined || cell.kind === 'list') break;
        for (const inner of cell.entries.values()) hand(run, inner, at, depth + 1);
        break;
      }
      default:
    }
  }
}

function isNew({ handedTexts, usesHanded }: Run, text: MappedText): boolean {
  return (usesHanded ? handedTexts.used : handedTexts.unused).isNew(text);
}

/** Takes note of lists that somebody else has too, as they are now. */
export function handBorrowed(run: Run, { borrowed }: Frame): void {
  for (const list of borrowed) hand(run, list, { start: 0, end: 0 });
}

/** Takes note of items as a part of a command line, of the texts in them too, and of lists in a list. */
export function handItems(run: Run, items: readonly Item[], depth = 0): void {
  let tells = false;
  for (const { value, at } of items) {
    for (const { value: own } of optionsOf(value)) {
      if (own.kind === 'list' && depth <= 1) hand(run, own, at, depth + 1);
      const text = asText(own)?.decoded ?? '';
      if (!TELLING.test(text)) continue;
      if (/\s/.test(text)) hand(run, own, at);
      else tells = true;
    }
  }
  if (tells) for (const line of linesOf(run, items)) note(run, line, undefined);
}

function note(run: Run, words: readonly Word[], text: MappedText | undefined): void {
  const branch = conditionalArm(run);
  const { usesHanded: isUsed } = run;
  run.handed.push({ words, text, isUsed, condition: branch?.condition, branch });
}
