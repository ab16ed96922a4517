/** What a server needs from the machine it runs on: Node has it in one way, a web worker in another. */
import type { FileAccess } from './file-access.ts';

export interface Platform {
  /** The door to files below folders, which may come and go. */
  readonly access: (folders: () => readonly string[]) => FileAccess;
  /** Resolves when all others that wait have had their turn. */
  readonly turn: () => Promise<void>;
  /** Resolves after so many milliseconds, and keeps no process alive until then. */
  readonly pause: (milliseconds: number) => Promise<void>;
}
