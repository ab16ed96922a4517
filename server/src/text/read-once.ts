/** A file is read for what it starts, for its comments and for its fixes: one after the other, and the same text. */

/** A reader that reads a text once for all who ask for it in a row. What it gave is kept as long as memory allows. */
export function readOnce<Tree>(read: (text: string) => Tree): (text: string) => Tree {
  let last: WeakRef<{ readonly text: string; readonly tree: Tree }> | undefined;
  return (text) => {
    const known = last?.deref();
    if (known?.text === text) return known.tree;
    const made = { text, tree: read(text) };
    last = new WeakRef(made);
    return made.tree;
  };
}
