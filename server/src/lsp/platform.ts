/** What a server needs from the machine it runs on: Node has it in one way, a web worker in another. */
import type { FileAccess } from '../workspace/files/file-access.ts';
import type { LookingAt } from '../workspace/supervision.ts';

export interface Platform {
  /** The door to files on the disk below folders, which may come and go; undefined where there is no disk. */
  readonly disk: ((folders: () => readonly string[]) => FileAccess) | undefined;
  /** Tells a supervisor what the server works on. */
  readonly tell: (message: LookingAt) => void;
  /** Resolves when all others that wait have had their turn. */
  readonly turn: () => Promise<void>;
  /** Has the engine collect what nobody needs any more, as far as it lets us. */
  readonly collect: () => void;
  /** Does some work after so many milliseconds, unless it is called off by what is returned. */
  readonly later: (milliseconds: number, work: () => void) => () => void;
}
