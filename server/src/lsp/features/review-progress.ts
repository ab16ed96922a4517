/** Shows a review's progress, to requests and, if it takes long, unasked. */
import * as l10n from '@vscode/l10n';
import type { Connection, WorkDoneProgressReporter } from 'vscode-languageserver';
import type { ReviewState } from '../../workspace/review/review-contract.ts';

/** Milliseconds after which progress is shown unasked. */
const PATIENCE = 1000;
/** Milliseconds between reports. */
const INTERVAL = 200;

interface ReviewProgressParts {
  readonly connection: Connection;
  readonly isSupported: () => boolean;
  readonly later: (milliseconds: number, work: () => void) => () => void;
  readonly cancel: () => void;
}

export class ReviewProgress {
  readonly #parts: ReviewProgressParts;
  readonly #reporters = new Set<WorkDoneProgressReporter>();
  readonly #waiting = new Set<WorkDoneProgressReporter>();
  #isRunning = false;
  #reported = 0;
  #callOff = (): void => undefined;

  constructor(parts: ReviewProgressParts) {
    this.#parts = parts;
  }

  report({ isRunning, done, known }: ReviewState): void {
    const hasBegun = isRunning && !this.#isRunning;
    this.#isRunning = isRunning;
    if (hasBegun) this.#beginAll();
    if (!isRunning) this.#end();
    const now = performance.now();
    if (this.#reporters.size === 0 || now - this.#reported < INTERVAL) return;
    this.#reported = now;
    const percentage = known === 0 ? 0 : Math.floor((100 * done) / known);
    const message = l10n.t('{0} of {1}', done, known);
    for (const reporter of this.#reporters) reporter.report(percentage, message);
  }

  /** Reports the current or next review to a request; returns how to stop. */
  follow(reporter: WorkDoneProgressReporter): () => void {
    // The request can be cancelled itself.
    if (this.#isRunning) this.#begin(reporter, false);
    else this.#waiting.add(reporter);
    return () => {
      this.#waiting.delete(reporter);
      if (this.#reporters.delete(reporter)) reporter.done();
    };
  }

  #beginAll(): void {
    const { connection, isSupported, later } = this.#parts;
    for (const reporter of this.#waiting) this.#begin(reporter, false);
    this.#waiting.clear();
    if (!isSupported()) return;
    this.#callOff = later(PATIENCE, () => {
      this.#beginUnasked().catch((error: unknown) => connection.console.warn(String(error)));
    });
  }

  #begin(reporter: WorkDoneProgressReporter, isCancellable: boolean): void {
    reporter.begin(l10n.t('Reviewing QEMU monitors'), 0, undefined, isCancellable);
    this.#reporters.add(reporter);
  }

  async #beginUnasked(): Promise<void> {
    if (!this.#isRunning) return;
    const reporter = await this.#parts.connection.window.createWorkDoneProgress();
    reporter.token.onCancellationRequested(this.#parts.cancel);
    // The client waits for a beginning, even after the end.
    this.#begin(reporter, true);
    if (!this.#isRunning) this.#end();
  }

  #end(): void {
    this.#callOff();
    for (const reporter of this.#reporters) reporter.done();
    this.#reporters.clear();
  }
}
