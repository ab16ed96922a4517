/** What the page remembers while it is hidden, and when the window is opened again. */
import { AUDIENCES, type Audience } from './map-model.ts';

export interface PageState {
  /** Of whom only what they reach is shown. */
  readonly filter: Audience | undefined;
  /** Whether everything is shown as text. */
  readonly outline: boolean;
  readonly scroll: { readonly x: number; readonly y: number };
}

/** The state that was kept; whatever an older version kept otherwise is left out. */
export function readState(kept: unknown): PageState {
  const { filter, outline, scroll } = (kept ?? {}) as { readonly [name: string]: unknown };
  const { x, y } = (scroll ?? {}) as { readonly [name: string]: unknown };
  return {
    filter: AUDIENCES.find((audience) => audience === filter),
    outline: outline === true,
    scroll: { x: typeof x === 'number' ? x : 0, y: typeof y === 'number' ? y : 0 },
  };
}

interface KeptScroll {
  readonly restore: () => void;
  /** The height down to which the page is seen, or will be once it is where it was. */
  readonly bottom: () => number;
}

/** Keeps the place on the page, and goes there once there is something to see. */
export function keepScroll(
  kept: () => PageState['scroll'],
  keep: (place: PageState['scroll']) => void,
): KeptScroll {
  let isRestored = false;
  let isAsked = false;
  window.addEventListener('scroll', () => {
    if (!isRestored || isAsked) return;
    isAsked = true;
    requestAnimationFrame(() => {
      isAsked = false;
      keep({ x: window.scrollX, y: window.scrollY });
    });
  });
  return {
    bottom: () => (isRestored ? window.scrollY : kept().y) + window.innerHeight,
    restore: () => {
      if (isRestored) return;
      isRestored = true;
      const { x, y } = kept();
      window.scrollTo(x, y);
    },
  };
}
