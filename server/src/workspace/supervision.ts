/** What a server and its supervisor exchange beside the protocol. */

/** A file by its path and a fingerprint of its text. */
export interface Suspect {
  readonly path: string;
  readonly print: number;
}

/** How a server ended: by itself, held by a file for too long, or out of memory. */
export type Downfall = 'ended' | 'held' | 'memory';

/** A file that an earlier server did not survive; not looked at again with this text. */
export interface PassedOver extends Suspect {
  readonly why: Downfall;
}

/** The file that the next work is about; null after it. */
export interface LookingAt {
  readonly lookingAt: Suspect | null;
}

/** The member of the parameters of `initialize` with the files to pass over. */
export const PASSED_OVER = 'qemuMonitorGuard/passedOver';

/** The supervisor's request to check that the server responds. */
export const ALIVE = 'qemuMonitorGuard/alive';

/** The name of the web worker that runs the server. */
export const SERVER_THREAD = 'monitor-guard-server';

/** A fingerprint of a text. */
export function printOf(text: string): number {
  let hash = text.length;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash;
}
