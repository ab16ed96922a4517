/** Caches trees of scripts and makefiles for all analyses. */
import type { QuietMakefile } from '../../invocation/make/include-graph.ts';
import { type MakeOutline, outlineOf } from '../../invocation/make/outline.ts';
import { placedMakefile, readMakefile } from '../../syntax/make/reader.ts';
import type { Makefile } from '../../syntax/make/tree.ts';
import { dialectOf } from '../../syntax/shell/dialect.ts';
import { readShell } from '../../syntax/shell/reader.ts';
import type { ShellScript } from '../../syntax/shell/tree.ts';
import { recentlyUsed } from './recently-used.ts';

export interface ScriptTrees {
  readonly get: (path: string, text: string) => ShellScript;
  readonly makefile: (path: string, text: string, start: number) => Makefile;
  readonly outline: (path: string, text: string) => MakeOutline;
  readonly quiet: Map<string, readonly QuietMakefile[]>;
  readonly forget: (path: string) => void;
}

/** Code units of scripts whose trees, up to 200 times as large, are kept. */
const HELD_SCRIPTS = 128 * 1024;
/** Code units of scripts whose trees may still exist. */
const KNOWN_SCRIPTS = 2 * 1024 * 1024;

const HELD_MAKEFILES = 512 * 1024;

/** Code units of makefiles whose outlines are kept. */
const HELD_OUTLINES = 4 * 1024 * 1024;

interface HeldOutline {
  readonly size: number;
  readonly text: string;
  readonly outline: MakeOutline;
}

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

interface LooseTree {
  readonly size: number;
  readonly tree: WeakRef<HeldTree>;
}

/** Makes a cache with one tree a path. */
export function scriptTrees(maxHeld = HELD_SCRIPTS): ScriptTrees {
  const loose = recentlyUsed<LooseTree>(KNOWN_SCRIPTS, (_, gone) => giveUp(gone));
  const held = recentlyUsed<HeldTree>(maxHeld, (path, tree) => {
    loose.use(path, { size: tree.size, tree: new WeakRef(tree) });
  });
  const makefiles = recentlyUsed<HeldMakefile>(HELD_MAKEFILES);
  const outlines = recentlyUsed<HeldOutline>(HELD_OUTLINES);
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
    quiet: new Map(),
    outline: (path, text) => {
      const known = outlines.get(path);
      const outline = known?.text === text ? known.outline : outlineOf(readMakefile(text));
      outlines.use(path, { size: text.length, text, outline });
      return outline;
    },
    forget,
  };
}

function giveUp({ tree }: LooseTree): void {
  const kept = tree.deref();
  if (kept) kept.script = undefined;
}
