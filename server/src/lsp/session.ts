/** Tells this server from one that ran before it, and whose results a client may still have. */
export const SESSION: string = Math.random().toString(36).slice(2);
