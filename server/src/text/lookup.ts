/** Answers that are computed once, and lists by a key. */

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
