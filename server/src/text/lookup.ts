/** Memoizes a function without arguments, or of an object as long as that lives. */
export function once<Answer>(compute: () => Answer): () => Answer;
/** Of an object. */
export function once<Of extends object, Answer>(compute: (of: Of) => Answer): (of: Of) => Answer;
/** Both. */
export function once<Of extends object, Answer>(compute: (of?: Of) => Answer) {
  let alone: { readonly answer: Answer } | undefined;
  let answers: WeakMap<Of, { readonly answer: Answer }> | undefined;
  return (of?: Of): Answer => {
    const known = of ? answers?.get(of) : alone;
    if (known) return known.answer;
    const made = { answer: compute(of) };
    if (of === undefined) {
      alone = made;
    } else {
      answers ??= new WeakMap();
      answers.set(of, made);
    }
    return made.answer;
  };
}

/** Memoizes a function of a key. */
export function oncePer<Key, Answer>(compute: (key: Key) => Answer): (key: Key) => Answer {
  const known = new Map<Key, Answer>();
  return (key) => getOrInsert(known, key, compute);
}

/** The value of a key, made if there is none: `getOrInsertComputed` of ECMAScript 2026. */
export function getOrInsert<Key, Value>(
  map: Map<Key, Value>,
  key: Key,
  make: (key: Key) => Value,
): Value {
  const known = map.get(key);
  if (known !== undefined || map.has(key)) return known as Value;
  const made = make(key);
  map.set(key, made);
  return made;
}

/** Adds to one of several lists. */
export function addTo<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  getOrInsert(lists, key, () => []).push(value);
}

/** Adds to one of several sets. */
export function addToSet<Key, Value>(sets: Map<Key, Set<Value>>, key: Key, value: Value): void {
  getOrInsert(sets, key, () => new Set()).add(value);
}

/** Orders texts by code units, for `toSorted`. */
export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** The shared empty list. */
export const NONE: readonly never[] = [];

/** Appends. Push on an empty list allocates 17 slots in V8; most tree nodes have one child. */
export function withOne<Part>(list: readonly Part[], part: Part): readonly Part[] {
  if (list.length === 0) return [part];
  (list as Part[]).push(part);
  return list;
}

/** Makes a reader that keeps its last tree weakly: launches, comments and fixes read one text. */
export function readOnce<Tree extends object>(
  read: (text: string) => Tree,
): (text: string) => Tree {
  let last: WeakRef<{ readonly text: string; tree: Tree | undefined }> | undefined;
  return (text) => {
    const known = last?.deref();
    if (known?.tree && known.text === text) return known.tree;
    // A dereferenced WeakRef keeps its target until the job ends.
    if (known) known.tree = undefined;
    const tree = read(text);
    last = new WeakRef({ text, tree });
    return tree;
  };
}
