/** Tooltips for the element under the mouse or with keyboard focus. */

/** Milliseconds, so that it does not flicker under a moving mouse. */
const SHOW_AFTER = 350;
/** Milliseconds to move the mouse onto the tooltip. */
const HIDE_AFTER = 200;

/** The sentences for an element, if any. */
type Explain = (target: Element) => readonly string[];

interface Tooltip {
  /** Hides it, before its element changes. */
  readonly hide: () => void;
}

/** Shows a tooltip for the nearest matching ancestor. */
export function attachTooltip(
  root: HTMLElement,
  box: HTMLElement,
  selector: string,
  explain: Explain,
): Tooltip {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let shown: Element | undefined;

  const later = (run: () => void, delay: number): void => {
    clearTimeout(timer);
    timer = setTimeout(run, delay);
  };
  const hide = (): void => {
    clearTimeout(timer);
    shown = undefined;
    box.hidden = true;
  };
  const show = (target: Element): void => {
    clearTimeout(timer);
    const sentences = explain(target);
    if (sentences.length === 0) {
      hide();
      return;
    }
    shown = target;
    box.replaceChildren(
      ...sentences.map((sentence) => {
        const line = document.createElement('p');
        line.textContent = sentence;
        return line;
      }),
    );
    box.hidden = false;
    place(box, target.querySelector('.frame') ?? target);
  };
  const targetOf = (event: Event): Element | null =>
    event.target instanceof Element ? event.target.closest(selector) : null;

  root.addEventListener('pointerover', (event) => {
    const target = targetOf(event);
    if (target === null) later(hide, HIDE_AFTER);
    else if (target !== shown) later(() => show(target), SHOW_AFTER);
    else clearTimeout(timer);
  });
  root.addEventListener('pointerleave', () => later(hide, HIDE_AFTER));
  root.addEventListener('focusin', (event) => {
    const target = targetOf(event);
    // Not after a click, which also focuses.
    if (target?.matches(':focus-visible')) show(target);
  });
  root.addEventListener('focusout', hide);
  box.addEventListener('pointerenter', () => clearTimeout(timer));
  box.addEventListener('pointerleave', () => later(hide, HIDE_AFTER));
  document.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') hide();
  });
  document.addEventListener('scroll', () => {
    if (shown && !shown.matches(':focus')) hide();
  });
  return { hide };
}

/** Places it below the target, or above if there is no room, within the page. */
function place(box: HTMLElement, target: Element): void {
  const gap = 6;
  const { left, top, bottom } = target.getBoundingClientRect();
  const { width, height } = box.getBoundingClientRect();
  const { clientWidth, clientHeight } = document.documentElement;
  const x = Math.min(left, clientWidth - width - gap);
  const below = bottom + gap + height <= clientHeight;
  const y = below ? bottom + gap : Math.max(gap, top - gap - height);
  box.style.left = `${Math.max(gap, x)}px`;
  box.style.top = `${y}px`;
}
