/** Shows how far a review has come, if it takes long enough for somebody to wonder. */
import * as l10n from '@vscode/l10n';
import type { Connection, WorkDoneProgressReporter } from 'vscode-languageserver';
import type { ReviewState } from './review-contract.ts';

/** How long a review may take without a word, in milliseconds. */
const PATIENCE = 1000;
/** How much time lies between two reports, in milliseconds. */
const INTERVAL = 200;

export interface ReviewProgress {
  readonly report: (state: ReviewState) => void;
  /**
   * Reports to somebody who asked for it: the review that runs, or else the next one, unless what is returned says
   * before that the request has ended.
   */
  readonly follow: (reporter: WorkDoneProgressReporter) => () => void;
}

export interface ReviewProgressParts {
  readonly connection: Connection;
  /** Whether the client shows progress that it has not asked for. */
  readonly isSupported: () => boolean;
  /** Does some work after so many milliseconds, unless it is called off by what is returned. */
  readonly later: (milliseconds: number, work: () => void) => () => void;
  /** Called when somebody has seen enough. */
  readonly cancel: () => void;
}

export function reviewProgress(parts: ReviewProgressParts): ReviewProgress {
  const { connection } = parts;
  const reporters = new Set<WorkDoneProgressReporter>();
  const waiting = new Set<WorkDoneProgressReporter>();
  let current: ReviewState | undefined;
  let last = 0;
  let callOff = (): void => undefined;

  function begin(reporter: WorkDoneProgressReporter, isCancellable: boolean): void {
    reporter.begin(l10n.t('Reviewing QEMU monitors'), 0, undefined, isCancellable);
    reporters.add(reporter);
  }

  /** Who asked for it takes the request back instead. */
  function beginAsked(reporter: WorkDoneProgressReporter): void {
    begin(reporter, false);
  }

  /** Nobody waits for the client, which may never answer. */
  async function beginUnasked(): Promise<void> {
    const isAwaited = (): boolean => current?.isRunning === true;
    if (!isAwaited()) return;
    const reporter = await connection.window.createWorkDoneProgress();
    reporter.token.onCancellationRequested(parts.cancel);
    // What has ended meanwhile is shown as what it is: begun and ended.
    begin(reporter, true);
    if (!isAwaited()) end();
  }

  function end(): void {
    callOff();
    for (const reporter of reporters) reporter.done();
    reporters.clear();
  }

  return {
    report: (state) => {
      const hasBegun = state.isRunning && current?.isRunning !== true;
      current = state;
      if (hasBegun) {
        for (const reporter of waiting) beginAsked(reporter);
        waiting.clear();
      }
      if (hasBegun && parts.isSupported()) {
        callOff = parts.later(PATIENCE, () => {
          beginUnasked().catch((error: unknown) => connection.console.warn(String(error)));
        });
      }
      if (!state.isRunning) {
        end();
        return;
      }
      const now = performance.now();
      if (reporters.size === 0 || now - last < INTERVAL) return;
      last = now;
      const { done, known } = state;
      const percentage = known === 0 ? 0 : Math.floor((100 * done) / known);
      const message = l10n.t('{0} of {1}', done, known);
      for (const reporter of reporters) reporter.report(percentage, message);
    },
    follow: (reporter) => {
      if (current?.isRunning) beginAsked(reporter);
      else waiting.add(reporter);
      return () => {
        waiting.delete(reporter);
        if (reporters.delete(reporter)) reporter.done();
      };
    },
  };
}
