/** What a thread does that looks at a share of a project: it answers one question after the other. */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import {
  type MetFile,
  projectShare,
  type SharedFile,
  type ShareEnd,
  type ShareReport,
} from './share.ts';
import { NO_FILE, type ThreadData } from './thread-data.ts';

/** What a thread is asked. */
export type Question =
  | { readonly kind: 'look'; readonly files: readonly MetFile[] }
  | ({ readonly kind: 'end' } & ShareEnd);

/** What a thread tells: any number of messages, and then an answer. */
export type Told =
  | { readonly kind: 'left out'; readonly message: string }
  | { readonly kind: 'failed'; readonly failure: string }
  | { readonly kind: 'looked'; readonly files: readonly SharedFile[] }
  | { readonly kind: 'ended'; readonly report: ShareReport };

/** Answers until somebody ends the thread. */
export function serveShare(): void {
  if (parentPort) answer(parentPort, workerData as ThreadData);
}

function answer(port: MessagePort, { options, at }: ThreadData): void {
  const current = new Int32Array(at);
  const tell = (told: Told): void => port.postMessage(told);
  const share = projectShare(options, {
    say: (message) => tell({ kind: 'left out', message }),
    failed: (failure) => tell({ kind: 'failed', failure }),
  });

  /** Whoever waits can see at which of the files the thread is, even if it ends there. */
  async function each(
    files: readonly MetFile[],
    look: (file: MetFile) => Promise<void>,
  ): Promise<void> {
    for (const [index, file] of files.entries()) {
      Atomics.store(current, 0, index);
      await look(file);
    }
    Atomics.store(current, 0, NO_FILE);
  }

  port.on('message', async (question: Question) => {
    switch (question.kind) {
      case 'look': {
        const looked: SharedFile[] = [];
        await each(question.files, async (file) => void looked.push(await share.look(file)));
        tell({ kind: 'looked', files: looked });
        return;
      }
      case 'end':
        await each(question.together, share.lookAgain);
        tell({ kind: 'ended', report: await share.end(question) });
    }
  });
}
