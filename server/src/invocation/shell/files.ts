/** The files that a script writes, as far as somebody may read them again: `cat >vm.cfg <<EOF`. */
import { type MappedText, mappedText } from '../../text/mapped-text.ts';
import type { Context } from './context.ts';
import type { Block, Scope } from './domain/blocks.ts';
import { grownBy } from './domain/growth.ts';
import {
  type AbstractValue,
  around,
  limited,
  mayBeSkipped,
  only,
  through,
  USER_PROVIDED,
} from './domain/values.ts';

/** A file that the script writes. */
interface WrittenFile {
  readonly path: MappedText;
  /** What is in it. */
  content: AbstractValue;
  /** What was added one by one to what nobody here has written. */
  readonly added: AbstractValue[];
  /** Whether the script itself reads or runs it. */
  used: boolean;
  /** Where the last command stood that wrote it. */
  context: Context;
  /** The blocks that added to it, each with what was in it before. */
  readonly additions: { readonly block: Block; readonly before: AbstractValue }[];
}

export interface WrittenFiles {
  /** Takes note of what is written. Anything unknown makes the whole content unknown. */
  readonly write: (
    path: MappedText,
    content: AbstractValue,
    append: boolean,
    context: Context,
  ) => void;
  /** Takes note of a file that is removed: what is appended behind that is all of it. */
  readonly remove: (path: MappedText, context: Context) => void;
  /** A file of that path, which counts as used from now on; undefined where the script writes none. */
  readonly read: (path: MappedText, scope: Scope) => WrittenFile | undefined;
  /** Whether the script has written a file of that path. */
  readonly knows: (path: MappedText) => boolean;
  readonly all: () => readonly WrittenFile[];
  /** How often something was written so far. */
  readonly count: () => number;
}

/** How often something is added to one file that is looked at. */
const MAX_ADDED = 64;

export function writtenFiles(): WrittenFiles {
  const files = new Map<string, WrittenFile>();
  let count = 0;
  const put = (key: string, path: MappedText, content: AbstractValue, context: Context) => {
    files.set(key, {
      path,
      content: limited(content),
      added: [],
      used: false,
      context,
      additions: [],
    });
  };
  return {
    write: (path, content, append, context) => {
      const key = keyOf(path);
      if (key === '' || key.startsWith('/dev/')) return;
      count++;
      const known = files.get(key);
      const { block } = context.scope;
      const inBranch = block?.kind === 'branch' && block !== known?.context.scope.block;
      if (known && append) {
        withoutEnded(known, block);
        if (inBranch && known.additions.at(-1)?.block !== block) {
          known.additions.push({ block, before: known.content });
        }
        const added = inBranch
          ? content.map(({ value, path: way }) => ({
              value: mayBeSkipped(value, block),
              path: way,
            }))
          : content;
        known.content = limited(grownBy(known.content, added, false));
        if (known.added.length > 0 && known.added.length < MAX_ADDED) known.added.push(content);
        if (!inBranch) known.context = context;
      } else if (append) {
        // A file begins with `#!`.
        const whole = content.every(({ value }) => {
          return value.kind === 'scalar' && value.text.decoded.startsWith('#!');
        });
        put(key, path, whole ? content : grownBy(USER_PROVIDED, content, false), context);
        if (!whole) files.get(key)?.added.push(content);
      } else if (known && inBranch) {
        put(key, path, [...around(known.content, block), ...through(content, block)], context);
      } else {
        put(key, path, content, context);
      }
    },
    remove: (path, context) => {
      const key = keyOf(path);
      if (key === '' || context.scope.block?.kind === 'branch') return;
      count++;
      put(key, path, only({ kind: 'scalar', text: mappedText([], path.place) }), context);
    },
    read: (path, { block }) => {
      const file = files.get(keyOf(path));
      if (file) {
        file.used = true;
        withoutEnded(file, block);
      }
      return file;
    },
    knows: (path) => files.has(keyOf(path)),
    all: () => [...files.values()],
    count: () => count,
  };
}

/** Takes away what blocks have added in which the script ended, for what stands behind them. */
function withoutEnded(file: WrittenFile, block: Block | undefined): void {
  for (;;) {
    const last = file.additions.at(-1);
    if (!last?.block.ends) return;
    for (let around = block; around; around = around.parent) if (around === last.block) return;
    file.content = last.before;
    file.additions.pop();
  }
}

/** A path as it is written: unknown parts are the same where they are written in the same way. */
function keyOf({ pieces }: MappedText): string {
  const parts = pieces.map((piece) =>
    piece.kind === 'known' ? piece.text : `\0${piece.source}\0`,
  );
  return parts.join('').replace(/^\.\//, '');
}
