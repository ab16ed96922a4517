/** Messages between a server and its supervisor. */

/** A file with its text's fingerprint. */
export interface Suspect {
  readonly path: string;
  readonly print: number;
}

/** How a server ended. */
export type Downfall = 'ended' | 'held' | 'memory';

/** A file that ended an earlier server. */
export interface PassedOver extends Suspect {
  readonly why: Downfall;
}

/** The file that is worked on, if any. */
export interface LookingAt {
  readonly lookingAt: Suspect | null;
}

/** The member of `initialize` with files to skip. */
export const PASSED_OVER = 'qemuMonitorGuard/passedOver';

/** Asks whether the server responds. */
export const ALIVE = 'qemuMonitorGuard/alive';

/** The name of the web worker. */
export const SERVER_THREAD = 'monitor-guard-server';

/** The fingerprint of a text. */
export function printOf(text: string): number {
  let hash = text.length;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash;
}
