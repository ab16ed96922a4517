/** Starts threads that look at shares of a project, and says at which file one has ended that should not have. */
import { Worker } from 'node:worker_threads';
import type {
  MetFile,
  SharedFile,
  ShareEnd,
  ShareHost,
  ShareOptions,
  ShareReport,
} from './share.ts';
import type { Question, Told } from './thread.ts';
import { NO_FILE, type ThreadData } from './thread-data.ts';

/** A thread. It is asked one thing at a time; what it does not live to answer is rejected with an `EndedThread`. */
export interface ShareThread {
  readonly look: (files: readonly MetFile[]) => Promise<readonly SharedFile[]>;
  readonly finish: (end: ShareEnd) => Promise<ShareReport>;
  readonly stop: () => Promise<unknown>;
}

/** How a thread has ended before its time. */
interface EndedThread {
  readonly kind: 'ended thread';
  /** The file that it was at, if it was at one. */
  readonly path: string | undefined;
  readonly reason: string;
}

/** `script` is the file that the thread runs. */
export function startThread(script: string, options: ShareOptions, host: ShareHost): ShareThread {
  const data: ThreadData = { options, at: new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT) };
  const current = new Int32Array(data.at).fill(NO_FILE);
  const worker = new Worker(script, { workerData: data });
  let failure: NodeJS.ErrnoException | undefined;
  let asked: readonly MetFile[] = [];
  let waiting: PromiseWithResolvers<Told> | undefined;
  let ended: EndedThread | undefined;
  worker.on('message', (told: Told) => {
    if (told.kind === 'left out') host.say(told.message);
    else if (told.kind === 'failed') host.failed(told.failure);
    else waiting?.resolve(told);
  });
  worker.on('error', (error: NodeJS.ErrnoException) => {
    failure = error;
  });
  worker.on('exit', () => {
    ended = {
      kind: 'ended thread',
      path: asked[current[0] ?? NO_FILE]?.path,
      reason: why(failure),
    };
    waiting?.reject(ended);
  });

  async function ask(question: Question, files: readonly MetFile[]): Promise<Told> {
    if (ended) throw ended;
    asked = files;
    waiting = withResolvers<Told>();
    worker.postMessage(question);
    return await waiting.promise;
  }

  return {
    look: async (files) => {
      const told = await ask({ kind: 'look', files }, files);
      return told.kind === 'looked' ? told.files : [];
    },
    finish: async (end) => {
      const told = await ask({ kind: 'end', ...end }, end.together);
      if (told.kind !== 'ended') throw new Error(`A thread has told that it is ${told.kind}`);
      return told.report;
    },
    stop: () => worker.terminate(),
  };
}

/** Whether what a thread rejects with says at which file it ended; everything else is a mistake of ours. */
export function isEndedThread(error: unknown): error is EndedThread {
  return (error as Partial<EndedThread> | null)?.kind === 'ended thread';
}

function why(failure: NodeJS.ErrnoException | undefined): string {
  if (failure?.code === 'ERR_WORKER_OUT_OF_MEMORY') return 'it takes too much memory';
  return failure ? `looking into it failed (${failure.message})` : 'looking into it failed';
}

interface PromiseWithResolvers<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (reason: unknown) => void;
}

/** `Promise.withResolvers`, which Node 20 has not. */
function withResolvers<T>(): PromiseWithResolvers<T> {
  let resolve: (value: T) => void = () => {};
  let reject: (reason: unknown) => void = () => {};
  const promise = new Promise<T>((settle, fail) => {
    resolve = settle;
    reject = fail;
  });
  return { promise, resolve, reject };
}
