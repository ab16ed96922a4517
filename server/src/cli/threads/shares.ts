/**
 * Shares out the files of a project to threads, as they are met and as the threads get through them, and puts together
 * what these find. That is the same however many there are: files whose findings depend on each other end in one share.
 * A thread that ends at a file costs that file, and another one goes on with the rest of the share.
 * Why: docs/decisions/files-are-shared-out-to-threads.md
 */

import { Worker } from 'node:worker_threads';
import type { WorkspaceFile } from '../../workspace/walk/walk-files.ts';
import { linkedPaths } from '../check/linked-paths.ts';
import { usedByNamed } from '../check/sweep-project.ts';
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

/** How many files a thread is asked about at once. */
const AT_ONCE = 32;
/** How many files may cost a thread; then it is something else. */
const MAX_LOST = 8;
/** How often somebody is asked whether it is still wanted, in milliseconds. */
const LOOK = 50;

/** Which threads there may be. */
export interface Threads {
  /** The file that a thread runs. */
  readonly script: string;
  readonly count: number;
  /** How many code units of files are not too few to be shared out. */
  readonly from: number;
}

interface SharingOut extends ShareHost {
  readonly threads: Pick<Threads, 'script' | 'count'>;
  readonly share: ShareOptions;
  /** The files, as they are met. */
  readonly files: AsyncIterable<readonly WorkspaceFile[]>;
  /** What is known of all files once they were met. */
  readonly met: (looked: SharedLook['looked']) => Pick<ShareEnd, 'isWhole' | 'isComplete'>;
  /** Gets how many files are waiting. */
  readonly onProgress: (waiting: number) => void;
  readonly isUnwanted: () => boolean;
}

interface SharedLook {
  readonly looked: ReadonlyMap<string, SharedFile>;
  /** Files that could not be looked into, with the reasons. */
  readonly lost: ReadonlyMap<string, string>;
  readonly reports: readonly ShareReport[];
}

/** A thread with all files that it was asked about. */
interface OwnShare {
  thread: ShareThread;
  readonly given: Map<string, MetFile>;
}

/** Undefined where nobody wants to know any more. */
export async function shareOut(sharing: SharingOut): Promise<SharedLook | undefined> {
  const { threads, share: options, isUnwanted } = sharing;
  const looked = new Map<string, SharedFile>();
  const lost = new Map<string, string>();
  const queue = waitingFiles();
  let isStopped = false;
  const start = (): ShareThread => startThread(threads.script, options, sharing);
  const shares = Array.from(
    { length: threads.count },
    (): OwnShare => ({ thread: start(), given: new Map() }),
  );
  const stop = async (): Promise<void> => {
    isStopped = true;
    queue.end();
    await Promise.all(shares.map(({ thread }) => thread.stop()));
  };
  const clock = setInterval(() => {
    if (isUnwanted()) void stop();
  }, LOOK);

  /** Asks the thread of a share, and as often another one as it ends at a file. */
  async function ask<T>(own: OwnShare, question: (thread: ShareThread) => Promise<T>): Promise<T> {
    for (let isFresh = false; ; isFresh = true) {
      try {
        if (isFresh) await lookAt(own.thread, [...own.given.values()]);
        return await question(own.thread);
      } catch (error) {
        if (!isEndedThread(error) || isStopped) throw error;
        const { path, reason } = error;
        if (path === undefined || lost.size >= MAX_LOST) {
          throw new Error(`${path ?? 'The files'} cannot be looked into: ${reason}`);
        }
        lost.set(path, reason);
        looked.delete(path);
        own.given.delete(path);
        own.thread = start();
      }
    }
  }

  async function lookAt(thread: ShareThread, files: readonly MetFile[]): Promise<void> {
    const left = files.filter(({ path }) => !lost.has(path));
    for (const file of await thread.look(left)) looked.set(file.path, file);
  }

  async function lookAtAll(own: OwnShare): Promise<void> {
    for (let batch = await queue.take(AT_ONCE); batch; batch = await queue.take(AT_ONCE)) {
      const files = batch;
      await ask(own, (thread) => lookAt(thread, files));
      for (const file of files) if (!lost.has(file.path)) own.given.set(file.path, file);
      sharing.onProgress(queue.length());
    }
  }

  async function meetAll(): Promise<void> {
    for await (const files of sharing.files) queue.put(files);
    queue.end();
  }

  try {
    await Promise.all([meetAll(), ...shares.map(lookAtAll)]);
    const known = { ...sharing.met(looked), used: usedByNamed(options.named, looked) };
    const places = placesOf(looked, shares);
    const reports = await Promise.all(
      shares.map((own, index) =>
        ask(own, (thread) => {
          const together = (places[index]?.together ?? []).filter(({ path }) => !lost.has(path));
          return thread.finish({ ...known, elsewhere: places[index]?.elsewhere ?? [], together });
        }),
      ),
    );
    return { looked, lost, reports };
  } catch (error) {
    if (isStopped) return undefined;
    throw error;
  } finally {
    clearInterval(clock);
    await stop();
  }
}

/** Files that wait for a thread, and threads that wait for files. */
function waitingFiles() {
  const files: MetFile[] = [];
  let count = 0;
  let wake: (() => void)[] = [];
  let isThrough = false;
  const wakeAll = (): void => {
    for (const one of wake) one();
    wake = [];
  };
  return {
    length: () => files.length,
    put: (more: readonly WorkspaceFile[]): void => {
      for (const file of more) files.push({ ...file, order: count++ });
      wakeAll();
    },
    /** There will be no more. */
    end: (): void => {
      isThrough = true;
      wakeAll();
    },
    /** The next files, at most so many; undefined when there will be no more. */
    take: async (most: number): Promise<readonly MetFile[] | undefined> => {
      while (files.length === 0) {
        if (isThrough) return undefined;
        await new Promise<void>((resolve) => wake.push(resolve));
      }
      return files.splice(0, most);
    },
  };
}

/** For each share what it has to tell together, and what another one tells: each group where most of it is. */
function placesOf(looked: ReadonlyMap<string, SharedFile>, shares: readonly OwnShare[]) {
  const places = shares.map(() => ({ elsewhere: [] as string[], together: [] as MetFile[] }));
  for (const group of togetherIn(looked)) {
    const counts = shares.map(({ given }) => group.filter((path) => given.has(path)).length);
    const most = counts.indexOf(Math.max(...counts));
    for (const path of group) {
      const at = shares.findIndex(({ given }) => given.has(path));
      const file = shares[at]?.given.get(path);
      if (file) places[most]?.together.push(file);
      if (at >= 0 && at !== most) places[at]?.elsewhere.push(path);
    }
  }
  return places;
}

/**
 * The files whose findings are told together, in groups of two and more. Scripts that bring in one file do not belong
 * together by that alone, but if anything is found, silenced or changed by a fix in it.
 */
function togetherIn(looked: ReadonlyMap<string, SharedFile>): readonly (readonly string[])[] {
  const users = new Map<string, string[]>();
  const touched = new Set<string>();
  for (const file of looked.values()) {
    for (const path of file.used) {
      const others = users.get(path) ?? [];
      others.push(file.path);
      users.set(path, others);
    }
    for (const path of file.touched) touched.add(path);
  }
  const links = linkedPaths();
  const linked = new Set<string>();
  for (const path of touched) {
    const own = looked.has(path) ? [path] : [];
    const all = [...own, ...(users.get(path) ?? [])];
    if (all.length < 2) continue;
    links.link(all);
    for (const one of all) linked.add(one);
  }
  return links.groups([...linked].toSorted());
}

/** A thread. It is asked one thing at a time; what it does not live to answer is rejected with an `EndedThread`. */
interface ShareThread {
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
function startThread(script: string, options: ShareOptions, host: ShareHost): ShareThread {
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
function isEndedThread(error: unknown): error is EndedThread {
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
