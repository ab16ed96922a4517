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
}

interface KeptTrees extends ScriptTrees {
  /** Told of a file that nobody looks at any more. */
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
  readonly script: ShellScript;
}

/** A tree that may be given up. An engine keeps what such a reference is made to as long as its work goes on. */
interface LooseTree {
  readonly size: number;
  readonly text: string;
  readonly script: WeakRef<ShellScript>;
}

/** Holds the trees that were used last, one for each path, of scripts of so many code units together. */
export function scriptTrees(maxHeld = MAX_HELD): KeptTrees {
  const loose = recentlyUsed<LooseTree>(MAX_KNOWN);
  const held = recentlyUsed<HeldTree>(maxHeld, (path, { size, text, script }) => {
    loose.use(path, { size, text, script: new WeakRef(script) });
  });
  const find = (path: string, text: string): ShellScript | undefined => {
    const own = held.get(path);
    if (own) return own.text === text ? own.script : undefined;
    const other = loose.get(path);
    return other?.text === text ? other.script.deref() : undefined;
  };
  return {
    get: (path, text) => {
      const script = find(path, text) ?? readShell(text, undefined, dialectOf(text, path));
      held.use(path, { size: text.length, text, script });
      return script;
    },
    forget: (path) => {
      loose.drop(path);
      held.drop(path);
    },
  };
}
