/** Commands that ran; scripts share the set of a file they include. */
import type { SimpleCommand } from '../../syntax/shell/tree.ts';
import { oncePer } from '../../text/lookup.ts';

/** A set of commands. */
export interface Visited {
  /** Returns whether it is new. */
  readonly add: (command: SimpleCommand) => boolean;
  /** Counts those that ran. The set is shared: it must not change. */
  readonly count: (commands: ReadonlySet<SimpleCommand>) => number;
  /** Returns how many ran before. The set is shared: it must not change. */
  readonly addAll: (commands: ReadonlySet<SimpleCommand>) => number;
  readonly has: (command: SimpleCommand) => boolean;
}

const MIN_SHARED = 64;
const MAX_SHARED = 16;

/** Makes an empty set. */
export function visitedCommands(): Visited {
  const own = new Set<SimpleCommand>();
  let shared: readonly ReadonlySet<SimpleCommand>[] = [];
  const has = (command: SimpleCommand): boolean => {
    return own.has(command) || shared.some((commands) => commands.has(command));
  };
  const countOf = (commands: ReadonlySet<SimpleCommand>) => countIn(commands, own, shared, has);
  return {
    has,
    count: countOf,
    add: (command) => {
      if (shared.length > 0 && has(command)) return false;
      const before = own.size;
      own.add(command);
      return own.size > before;
    },
    addAll: (commands) => {
      const before = countOf(commands);
      if (commands.size >= MIN_SHARED && shared.length < MAX_SHARED) shared = [...shared, commands];
      else for (const command of commands) own.add(command);
      return before;
    },
  };
}

function countIn(
  commands: ReadonlySet<SimpleCommand>,
  own: ReadonlySet<SimpleCommand>,
  shared: readonly ReadonlySet<SimpleCommand>[],
  has: (command: SimpleCommand) => boolean,
): number {
  const touching = shared.filter((others) => bothWith(commands)(others) > 0);
  const [one, ...further] = touching;
  if (further.length > 0) return count(commands, has);
  const isOnlyOwn = (command: SimpleCommand) => own.has(command) && one?.has(command) !== true;
  const [smaller, larger] = own.size < commands.size ? [own, commands] : [commands, own];
  const others = count(smaller, (command) => larger.has(command) && isOnlyOwn(command));
  return (one ? bothWith(commands)(one) : 0) + others;
}

function count(
  commands: ReadonlySet<SimpleCommand>,
  isCounted: (command: SimpleCommand) => boolean,
): number {
  let found = 0;
  for (const command of commands) if (isCounted(command)) found++;
  return found;
}

const bothWith = oncePer((one: ReadonlySet<SimpleCommand>) =>
  oncePer((other: ReadonlySet<SimpleCommand>) => count(one, (command) => other.has(command))),
);
