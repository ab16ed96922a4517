/** Answers that are computed once, lists by a key, and short lists. */

/**
 * A function that computes its answer once for each thing that it is asked about, and keeps it as long as that. A command
 * line may have thousands of monitors, and each of them asks which ids are taken.
 */
export function oncePer<Of extends object, Answer>(
  compute: (of: Of) => Answer,
): (of: Of) => Answer {
  const answers = new WeakMap<Of, { readonly answer: Answer }>();
  return (of) => {
    const known = answers.get(of);
    if (known) return known.answer;
    const answer = compute(of);
    answers.set(of, { answer });
    return answer;
  };
}

/**
 * A function that keeps its last answer for whoever asks the same once more: nearly all pieces of a text are written, and
 * came, in the same way.
 */
export function keepingLast<One extends object, Other extends object, Answer>(
  compute: (one: One, other: Other) => Answer,
): (one: One, other: Other) => Answer {
  let last: { readonly one: One; readonly other: Other; readonly answer: Answer } | undefined;
  return (one, other) => {
    if (last?.one !== one || last.other !== other) {
      last = { one, other, answer: compute(one, other) };
    }
    return last.answer;
  };
}

/** Adds a value to the list that a map has for a key, which may be the first one: `{ a: [1] }` and `a`, 2 give `{ a: [1, 2] }`. */
export function addTo<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const known = lists.get(key);
  if (known) known.push(value);
  else lists.set(key, [value]);
}

/** The same for sets. */
export function addToSet<Key, Value>(sets: Map<Key, Set<Value>>, key: Key, value: Value): void {
  const known = sets.get(key);
  if (known) known.add(value);
  else sets.set(key, new Set([value]));
}

/** The list of what has none of something. */
export const NONE: readonly never[] = [];

/**
 * A list with one more: the same, or another in the place of an empty one. One that is begun to be filled has room for
 * seventeen, which for the many that get one or none is most of what a tree takes.
 */
export function withOne<Part>(list: readonly Part[], part: Part): readonly Part[] {
  if (list.length === 0) return [part];
  (list as Part[]).push(part);
  return list;
}
