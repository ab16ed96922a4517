/**
 * Trees of scripts, kept from one analysis to the next and shared by all: who types in one file has no
 * other one read again, and a file that many scripts bring in is read once.
 */
import { dialectOf } from '../../syntax/shell/dialect.ts';
import { readShell } from '../../syntax/shell/reader.ts';
import type { ShellScript } from '../../syntax/shell/tree.ts';

export interface ScriptTrees {
  /** The tree of a file with this text. */
  readonly get: (path: string, text: string) => ShellScript;
}

export interface KeptTrees extends ScriptTrees {
  /** Told of a file that nobody looks at any more. */
  readonly forget: (path: string) => void;
}

/** How many code units kept scripts may have together; a tree takes many times the room of its text. */
const MAX_LENGTH = 2 * 1024 * 1024;

interface Kept {
  readonly text: string;
  readonly script: ShellScript;
}

/** Keeps the trees that were used last, one for each path, of scripts of so many code units together. */
export function scriptTrees(maxLength = MAX_LENGTH): KeptTrees {
  const kept = new Map<string, Kept>();
  let length = 0;
  const drop = (path: string): void => {
    length -= kept.get(path)?.text.length ?? 0;
    kept.delete(path);
  };
  return {
    get: (path, text) => {
      const known = kept.get(path);
      const script =
        known?.text === text ? known.script : readShell(text, undefined, dialectOf(text, path));
      // The one that was used last is the last to go.
      drop(path);
      kept.set(path, { text, script });
      length += text.length;
      for (const oldest of kept.keys()) {
        if (length <= maxLength) break;
        drop(oldest);
      }
      return script;
    },
    forget: drop,
  };
}
