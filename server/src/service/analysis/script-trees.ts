/**
 * Trees of scripts and makefiles, kept between analyses and shared: an edit of one file reparses no other, and a
 * file that many bring in is parsed once.
 */
import { placedMakefile } from '../../syntax/make/reader.ts';
import type { Makefile } from '../../syntax/make/tree.ts';
import { dialectOf } from '../../syntax/shell/dialect.ts';
import { readShell } from '../../syntax/shell/reader.ts';
import type { ShellScript } from '../../syntax/shell/tree.ts';
import { recentlyUsed } from './recently-used.ts';

export interface ScriptTrees {
  /** The tree of a file with this text. */
  readonly get: (path: string, text: string) => ShellScript;
  /** The content of an included makefile at this offset, which is the same one in most that include the same files. */
  readonly makefile: (path: string, text: string, start: number) => Makefile;
  /** Drops a file that is no longer needed, or has changed. */
  readonly forget: (path: string) => void;
}

/**
 * Maximum code units of scripts whose trees are held: a tree takes up to two hundred times the memory of
 * its text. Others may be collected and parsed again.
 */
const MAX_HELD = 128 * 1024;
/** Maximum code units of scripts whose trees are still looked up. */
const MAX_KNOWN = 2 * 1024 * 1024;

/** Maximum code units of makefiles whose content is held. */
const MAX_MAKEFILES = 512 * 1024;

interface HeldMakefile {
  readonly size: number;
  readonly text: string;
  readonly makefile: Makefile;
}

interface HeldTree {
  readonly size: number;
  readonly text: string;
  script: ShellScript | undefined;
}

/**
 * A tree that may be collected. An engine keeps the target of a WeakRef until its task ends, which the tree
 * must not be.
 */
interface LooseTree {
  readonly size: number;
  readonly tree: WeakRef<HeldTree>;
}

/** Holds the most recently used trees, one per path, up to so many code units of script. */
export function scriptTrees(maxHeld = MAX_HELD): ScriptTrees {
  const loose = recentlyUsed<LooseTree>(MAX_KNOWN, (_, gone) => giveUp(gone));
  const held = recentlyUsed<HeldTree>(maxHeld, (path, tree) => {
    loose.use(path, { size: tree.size, tree: new WeakRef(tree) });
  });
  const makefiles = recentlyUsed<HeldMakefile>(MAX_MAKEFILES);
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
      // A reader of successive texts of a file, such as fixing all, keeps only one tree of it.
      forget(path);
      const script = readShell(text, undefined, dialectOf(text, path));
      held.use(path, { size: text.length, text, script });
      return script;
    },
    makefile: (path, text, start) => {
      const key = `${start} ${path}`;
      const known = makefiles.get(key);
      const makefile = known?.text === text ? known.makefile : placedMakefile(text, start);
      makefiles.use(key, { size: text.length, text, makefile });
      return makefile;
    },
    forget,
  };
}

function giveUp({ tree }: LooseTree): void {
  const kept = tree.deref();
  if (kept) kept.script = undefined;
}
