/** What a thread is started with. */
import type { ShareOptions } from './share.ts';

export interface ThreadData {
  readonly options: ShareOptions;
  /** One number: at which of the files that it was asked about the thread is. */
  readonly at: SharedArrayBuffer;
}

/** It is at none. */
export const NO_FILE = -1;
