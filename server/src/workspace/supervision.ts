/** What a server and the supervisor that runs it say to each other beside the protocol. */

/** A file as it was when the server looked at it: its path and a print of its text. */
export interface Suspect {
  readonly path: string;
  readonly print: number;
}

/** What became of a server: it ended by itself, it held on to something for too long, or it took too much memory. */
export type Downfall = 'ended' | 'held' | 'memory';

/** A file that a server before this one did not get through, so that nobody looks at it again as it is. */
export interface PassedOver extends Suspect {
  readonly why: Downfall;
}

/** Says before some work which file it is about, and behind it that it is over. */
export interface LookingAt {
  readonly lookingAt: Suspect | null;
}

/** The member of the parameters of `initialize` by which the supervisor hands over what is passed over. */
export const PASSED_OVER = 'qemuMonitorGuard/passedOver';

/** A request that the supervisor makes itself to know whether the server has its wits about it. */
export const ALIVE = 'qemuMonitorGuard/alive';

/** What the web worker is called that does the work. */
export const SERVER_THREAD = 'monitor-guard-server';

/** Tells a text from others by its length and its characters. */
export function printOf(text: string): number {
  let hash = text.length;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash;
}
