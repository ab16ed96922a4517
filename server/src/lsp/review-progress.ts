/** Shows how far a review has come, if it takes long enough for somebody to wonder. */
import * as l10n from '@vscode/l10n';
import type { Connection, WorkDoneProgressReporter } from 'vscode-languageserver';
import type { ReviewState } from './review.ts';

/** How long a review may take without a word, in milliseconds. */
const PATIENCE = 1000;
/** How much time lies between two reports, in milliseconds. */
const INTERVAL = 200;

export interface ReviewProgress {
  readonly report: (state: ReviewState) => void;
  /** Reports to somebody who asked for it, until the review ends that runs or is about to. */
  readonly follow: (reporter: WorkDoneProgressReporter) => void;
}

export interface ReviewProgressParts {
  readonly connection: Connection;
  /** Whether the client shows progress that it has not asked for. */
  readonly isSupported: () => boolean;
  /** Does some work after so many milliseconds. */
  readonly later: (milliseconds: number, work: () => void) => unknown;
  /** Called when somebody has seen enough. */
  readonly cancel: () => void;
}

export function reviewProgress(parts: ReviewProgressParts): ReviewProgress {
  const { connection } = parts;
  let reporters: WorkDoneProgressReporter[] = [];
  const waiting: WorkDoneProgressReporter[] = [];
  let current: ReviewState | undefined;
  let last = 0;

  function begin(reporter: WorkDoneProgressReporter): void {
    reporter.begin(l10n.t('Reviewing QEMU monitors'), 0, undefined, true);
    reporters.push(reporter);
  }

  /** Nobody waits for the client, which may never answer. */
  async function beginUnasked(): Promise<void> {
    const isAwaited = (): boolean => current?.isRunning === true;
    if (!isAwaited()) return;
    const reporter = await connection.window.createWorkDoneProgress();
    reporter.token.onCancellationRequested(parts.cancel);
    // What has ended meanwhile is shown as what it is: begun and ended.
    begin(reporter);
    if (!isAwaited()) end();
  }

  function end(): void {
    for (const reporter of reporters) reporter.done();
    reporters = [];
  }

  return {
    report: (state) => {
      const hasBegun = state.isRunning && current?.isRunning !== true;
      current = state;
      if (hasBegun) for (const reporter of waiting.splice(0)) begin(reporter);
      if (hasBegun && parts.isSupported()) {
        parts.later(PATIENCE, () => {
          beginUnasked().catch((error: unknown) => connection.console.warn(String(error)));
        });
      }
      if (!state.isRunning) {
        end();
        return;
      }
      const now = performance.now();
      if (reporters.length === 0 || now - last < INTERVAL) return;
      last = now;
      const { done, known } = state;
      const percentage = known === 0 ? 0 : Math.floor((100 * done) / known);
      const message = l10n.t('{0} of {1} files', done, known);
      for (const reporter of reporters) reporter.report(percentage, message);
    },
    follow: (reporter) => {
      if (current?.isRunning) begin(reporter);
      else if (!current?.isComplete) waiting.push(reporter);
    },
  };
}
