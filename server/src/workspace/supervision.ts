/** Messages between a server and its supervisor. */

/** `print` is a fingerprint of the text. */
export interface Suspect {
  readonly path: string;
  readonly print: number;
}

/** Ended by itself, hung, or ran out of memory. */
export type Downfall = 'ended' | 'held' | 'memory';

/** Ended an earlier server; skipped while its text stays the same. */
export interface PassedOver extends Suspect {
  readonly why: Downfall;
}

/** The current file; null if there is none. */
export interface LookingAt {
  readonly lookingAt: Suspect | null;
}

/** The member of `initialize` with the files to skip. */
export const PASSED_OVER = 'qemuMonitorGuard/passedOver';

/** Asks whether the server responds. */
export const ALIVE = 'qemuMonitorGuard/alive';

/** The web worker's name. */
export const SERVER_THREAD = 'monitor-guard-server';

/** A fingerprint of a text. */
export function printOf(text: string): number {
  let hash = text.length;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash;
}
