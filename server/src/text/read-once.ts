/** Keeps a reader's last tree, since launches, comments and fixes read one text. */

/** Makes a reader that keeps its last tree weakly. */
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
