/** A file is read for what it starts, for its comments and for its fixes: one after the other, and the same text. */

/**
 * A reader that reads a text once for all who ask for it in a row. What it gave is kept as long as memory allows, and no
 * longer than until another text is read.
 */
export function readOnce<Tree extends object>(
  read: (text: string) => Tree,
): (text: string) => Tree {
  let last: WeakRef<{ readonly text: string; tree: Tree | undefined }> | undefined;
  return (text) => {
    const known = last?.deref();
    if (known?.tree && known.text === text) return known.tree;
    // What a weak reference was asked for stays until all of the present work is done, and so would each tree of it.
    if (known) known.tree = undefined;
    const tree = read(text);
    last = new WeakRef({ text, tree });
    return tree;
  };
}
