/**
 * Trees of scripts, kept from one analysis to the next and shared by all: who types in one file has no
 * other one read again, and a file that many scripts bring in is read once.
 */
import { dialectOf } from '../../syntax/shell/dialect.ts';
import { readShell } from '../../syntax/shell/reader.ts';
import type { ShellScript } from '../../syntax/shell/tree.ts';
import { recentlyUsed } from './recently-used.ts';

export interface ScriptTrees {
  /** The tree of a file with this text. */
  readonly get: (path: string, text: string) => ShellScript;
  /** Told of a file that nobody looks at any more, or not with the text that it had. */
  readonly forget: (path: string) => void;
}

/**
 * How many code units held scripts may have together: a tree takes up to two hundred times the room of its text. The
 * others are given up when somebody needs the room, and read again.
 */
const MAX_HELD = 128 * 1024;
/** How many code units the scripts have together whose trees are still looked for. */
const MAX_KNOWN = 2 * 1024 * 1024;

interface HeldTree {
  readonly size: number;
  readonly text: string;
  script: ShellScript | undefined;
}

/**
 * A tree that may be given up. An engine keeps what such a reference is made to, or asked for, as long as its work goes
 * on, and that is not to be the tree.
 */
interface LooseTree {
  readonly size: number;
  readonly tree: WeakRef<HeldTree>;
}

/** Holds the trees that were used last, one for each path, of scripts of so many code units together. */
export function scriptTrees(maxHeld = MAX_HELD): ScriptTrees {
  const loose = recentlyUsed<LooseTree>(MAX_KNOWN, (_, gone) => giveUp(gone));
  const held = recentlyUsed<HeldTree>(maxHeld, (path, tree) => {
    loose.use(path, { size: tree.size, tree: new WeakRef(tree) });
  });
  const forget = (path: string): void => {
    const other = loose.get(path);
    if (other) giveUp(other);
    loose.drop(path);
    held.drop(path);
  };
  return {
    get: (path, text) => {
      const known = held.get(path) ?? loose.get(path)?.tree.deref();
      if (known?.script && known.text === text) {
        held.use(path, known);
        return known.script;
      }
      // Who reads one text of a file after the other, as fixing all does, has no more than one tree of it.
      forget(path);
      const script = readShell(text, undefined, dialectOf(text, path));
      held.use(path, { size: text.length, text, script });
      return script;
    },
    forget,
  };
}

function giveUp({ tree }: LooseTree): void {
  const kept = tree.deref();
  if (kept) kept.script = undefined;
}
