/** A state machine that decides when to review what. Why: docs/decisions/review.md */

import { mayHoldText } from '../../languages/detect.ts';
import { LIMITS } from '../../text/limits.ts';
import type { ReviewState } from './review-contract.ts';

/** Milliseconds that a round waits for further changes. */
const QUIET = 200;
/** Milliseconds that changes may delay a round. */
const PATIENCE = 1000;

const NOT_REVIEWED: ReviewState = {
  isRunning: false,
  isComplete: false,
  limit: undefined,
  done: 0,
  known: 0,
};

/** Resolves after the first round with a number above `behind`. */
interface Waiting {
  readonly behind: number;
  readonly resolve: () => void;
}

/** The state; one round runs at a time. */
export interface Schedule {
  readonly life: 'new' | 'active' | 'stopped';
  readonly isWorking: boolean;
  readonly isCut: boolean;
  /** What the next round reviews: all, or files at and below paths. */
  readonly isAllDue: boolean;
  readonly due: ReadonlySet<string>;
  readonly round: number;
  /** When the next round begins at the latest. */
  readonly deadline: number;
  readonly waiting: readonly Waiting[];
  readonly keepsMachines: boolean;
  readonly progress: ReviewState;
}

/** The state before the start. */
export const UNSCHEDULED: Schedule = {
  life: 'new',
  isWorking: false,
  isCut: false,
  isAllDue: false,
  due: new Set(),
  round: 0,
  deadline: Number.POSITIVE_INFINITY,
  waiting: [],
  keepsMachines: false,
  progress: NOT_REVIEWED,
};

type Plain = 'start' | 'renew' | 'cancel' | 'stop' | 'time' | 'ready' | 'ended';

/** `time` ends a `wait`; the round sends `ready` to `ended`. */
export type ReviewEvent =
  | { readonly kind: Plain }
  | { readonly kind: 'resume'; readonly isWatched: boolean }
  | { readonly kind: 'changed'; readonly paths: readonly string[]; readonly isAll: boolean }
  | { readonly kind: 'settle'; readonly resolve: () => void }
  | { readonly kind: 'keepMachines'; readonly resolve: () => void }
  | { readonly kind: 'counted'; readonly done: number; readonly known: number }
  | { readonly kind: 'looked'; readonly limit: number | undefined }
  | { readonly kind: 'emptied' };

/** What to do next. A `wait` replaces an earlier one; without a time it cancels it. */
export type ReviewEffect =
  | { readonly kind: 'wait'; readonly milliseconds: number | undefined }
  /** Waits for the client, then sends `ready`. */
  | { readonly kind: 'prepare' }
  /** Reviews all or changed files, then sends `ended`. */
  | { readonly kind: 'look'; readonly isAll: boolean; readonly changed: ReadonlySet<string> }
  | { readonly kind: 'resolve'; readonly waiting: readonly Waiting[] }
  | { readonly kind: 'progress'; readonly state: ReviewState };

type Step = readonly [next: Schedule, effects: readonly ReviewEffect[]];
type Handlers = {
  readonly [Kind in ReviewEvent['kind']]: (
    state: Schedule,
    event: ReviewEvent & { readonly kind: Kind },
    now: number,
  ) => Step;
};

/** The next state, and effects in order; `now` is in milliseconds. */
export function step(state: Schedule, event: ReviewEvent, now: number): Step {
  const handle = HANDLERS[event.kind] as (state: Schedule, event: ReviewEvent, now: number) => Step;
  return handle(state, event, now);
}

const HANDLERS: Handlers = {
  start: (state, _, now) =>
    state.life === 'new' ? wake({ ...state, life: 'active', isAllDue: true }, 0, now) : [state, []],
  resume: (state, { isWatched }, now) => {
    const { life, progress } = state;
    const isDone = progress.isComplete || progress.limit !== undefined;
    if (life === 'stopped' || progress.isRunning || (isDone && isWatched)) return [state, []];
    return wake({ ...state, life: 'active', isAllDue: true }, 0, now);
  },
  changed: (state, { paths, isAll }, now) => {
    if (state.life === 'new') return [state, []];
    const isNews = paths.some((path) => !state.due.has(path));
    const due = isNews ? new Set([...state.due, ...paths]) : state.due;
    const isMany = due.size > LIMITS.group && [...due].filter(mayHoldText).length > LIMITS.group;
    return wake({ ...state, due, isAllDue: state.isAllDue || isAll || isMany }, QUIET, now);
  },
  renew: (state, _, now) =>
    state.life === 'new'
      ? [state, []]
      : wake({ ...state, isCut: true, isAllDue: true }, QUIET, now),
  cancel: (state) => [{ ...state, isCut: state.isCut || state.progress.isRunning }, []],
  stop: (state, _, now) => wake({ ...state, life: 'stopped', isCut: true }, 0, now),
  settle: (state, { resolve }, now) => {
    const behind = state.isWorking && !isDue(state) ? state.round - 1 : state.round;
    return wake({ ...state, waiting: [...state.waiting, { behind, resolve }] }, 0, now);
  },
  keepMachines: (state, event, now) => {
    const { isRunning, isComplete, limit } = state.progress;
    const hasLooked = isRunning || isComplete || limit !== undefined;
    const next = { ...state, keepsMachines: true };
    // After a cancel only a request continues a review without machines.
    if (state.keepsMachines || !hasLooked) return [next, [resolved([{ behind: 0, ...event }])]];
    const progress = { ...state.progress, isComplete: false };
    return HANDLERS.settle(
      { ...next, progress, isCut: true, isAllDue: true },
      { ...event, kind: 'settle' },
      now,
    );
  },
  time: (state) => {
    const { round } = state;
    const deadline = Number.POSITIVE_INFINITY;
    return [{ ...state, isWorking: true, round: round + 1, deadline }, [{ kind: 'prepare' }]];
  },
  ready: (state) => {
    const { isAllDue: isAll, due: changed } = state;
    const next = {
      ...state,
      isCut: state.life === 'stopped',
      isAllDue: false,
      due: new Set<string>(),
    };
    return [next, [{ kind: 'look', isAll, changed }]];
  },
  counted: (state, { done, known }) =>
    withProgress(state, { ...NOT_REVIEWED, isRunning: true, done, known }),
  looked: (state, { limit }) => {
    const isComplete = !state.isCut && limit === undefined;
    return [{ ...state, progress: { ...state.progress, isComplete, limit } }, []];
  },
  emptied: (state) => withProgress(state, NOT_REVIEWED),
  ended: (state, _, now) => {
    const { progress, isAllDue, waiting, round } = state;
    const isOver = ({ behind }: Waiting): boolean => !isAllDue && behind < round;
    const left = waiting.filter((one) => !isOver(one));
    const [stopped, told] = progress.isRunning
      ? withProgress(state, { ...progress, isRunning: false })
      : [state, []];
    const idle = { ...stopped, isWorking: false, waiting: left };
    const [next, effects] = wake(idle, left.length > 0 ? 0 : QUIET, now);
    return [next, [...told, resolved(waiting.filter(isOver)), ...effects]];
  },
};

function isDue({ life, isAllDue, due }: Schedule): boolean {
  return life === 'active' && (isAllDue || due.size > 0);
}

function wake(state: Schedule, delay: number, now: number): Step {
  if (state.isWorking) return [state, []];
  if (!isDue(state)) {
    const wait = { kind: 'wait', milliseconds: undefined } as const;
    return [{ ...state, waiting: [] }, [wait, resolved(state.waiting)]];
  }
  const deadline = Math.min(state.deadline, now + (delay === 0 ? 0 : PATIENCE));
  const milliseconds = Math.max(0, Math.min(delay, deadline - now));
  return [{ ...state, deadline }, [{ kind: 'wait', milliseconds }]];
}

function resolved(waiting: readonly Waiting[]): ReviewEffect {
  return { kind: 'resolve', waiting };
}

function withProgress(state: Schedule, progress: ReviewState): Step {
  return [{ ...state, progress }, [{ kind: 'progress', state: progress }]];
}
