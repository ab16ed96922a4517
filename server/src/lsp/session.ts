/** A prefix of result ids for this run, since clients keep results of an earlier server. */
export const SESSION: string = Math.random().toString(36).slice(2);
