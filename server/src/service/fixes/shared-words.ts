/** Which words several command lines have, so that what is taken from one is taken from all. */
import type { Word } from '../../invocation/invocation.ts';
import type { RemovedOption } from '../../languages/support.ts';
import type { Machine } from '../../qemu/machine/machine.ts';
import { addTo, oncePer } from '../../text/lookup.ts';
import { sameSpan, spanKey } from '../../text/span.ts';

/**
 * Whether nobody else loses by it: what has one of the words is the same option everywhere, and who has one
 * of the options has all of them. An array of two commands may go for both, the `-$name` of a loop not for
 * `-serial` as well, and a chardev not for the command that has it for something else.
 */
export function belongOnlyTo(
  options: readonly RemovedOption[],
  machines: readonly Machine[],
): boolean {
  const index = indexed(machines);
  const users = options.map((option) => {
    const places = option.words.map(({ at }) => index.get(spanKey(at)) ?? []);
    const alike = places.every((found) => found.every((place) => isAlike(place.option, option)));
    return alike
      ? new Set(places.flatMap((found) => found.map(({ machine }) => machine)))
      : undefined;
  });
  const [first] = users;
  return users.every((found) => {
    if (found === undefined || first === undefined || found.size !== first.size) return false;
    return [...found].every((machine) => first.has(machine));
  });
}

/** Whether a word is an option's on one command line only, and on that only once. */
export function isOnOneLine({ at }: Word, machines: readonly Machine[]): boolean {
  return (indexed(machines).get(spanKey(at)) ?? []).length < 2;
}

/** An option that a word is one of. */
interface WordUse {
  readonly machine: Machine;
  readonly option: RemovedOption;
}

/** The options that each word is one of, by its place; made once for all fixes of an analysis. */
const indexed = oncePer((machines: readonly Machine[]) => {
  const index = new Map<string, WordUse[]>();
  for (const machine of machines) {
    for (const option of machine.options) {
      for (const { at } of option.words) {
        addTo(index, spanKey(at), { machine, option });
      }
    }
  }
  return index;
});

/** Whether two readings of the same words are the same option, apart from a part of it such as a port. */
function isAlike(one: RemovedOption, other: RemovedOption): boolean {
  if (one.name !== other.name || one.words.length !== other.words.length) return false;
  return one.words.every(({ at, value }, index) => {
    const word = other.words[index];
    const [first] = value.pieces;
    const [second] = word?.value.pieces ?? [];
    return word && first && second && sameSpan(at, word.at) && first.at.start === second.at.start;
  });
}
