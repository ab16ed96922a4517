/** Prefix of result ids, different in each run: a client may keep results of an earlier server. */
export const SESSION: string = Math.random().toString(36).slice(2);
