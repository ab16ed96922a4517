/** The one question in one word: who can open this chardev? */
import type { Reach } from './reach.ts';

/** From the most to the fewest; `unknown` says that the file does not decide it. */
export type Audience = 'network' | 'host' | 'directory' | 'user' | 'nobody' | 'unknown';

/** How messages and hovers say it. */
export const AUDIENCE_WORDS: Readonly<Record<Audience, string>> = {
  network: 'anyone on the network',
  host: 'anyone on this host',
  directory: 'any user who may write that directory',
  user: 'only this user',
  nobody: 'nobody',
  unknown: 'cannot be known from this file',
};

/** Who can open the chardev of a reach. TLS that verifies and authorizes leaves those whom it admits. */
export function audienceOf(reach: Reach): Audience {
  switch (reach.who) {
    case 'network':
    case 'host':
      if (reach.protection.kind === 'authorized') return 'user';
      return reach.who;
    case 'peer':
    case 'datagrams':
      return reach.local ? 'host' : 'network';
    case 'abstract':
      return 'host';
    case 'device':
      return 'user';
    default:
      return reach.who;
  }
}
