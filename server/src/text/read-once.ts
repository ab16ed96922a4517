/** Keeps the last tree of a reader: launches, comments and fixes read the same text in turn. */

/** Memoizes a reader for one text, held weakly. */
export function readOnce<Tree extends object>(
  read: (text: string) => Tree,
): (text: string) => Tree {
  let last: WeakRef<{ readonly text: string; tree: Tree | undefined }> | undefined;
  return (text) => {
    const known = last?.deref();
    if (known?.tree && known.text === text) return known.tree;
    // A dereferenced WeakRef keeps its target until the current job ends; drop the old tree now.
    if (known) known.tree = undefined;
    const tree = read(text);
    last = new WeakRef({ text, tree });
    return tree;
  };
}
