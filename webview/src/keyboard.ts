/** Arrow keys go through everything that Tab does, in the same order; Enter and the space bar choose. */

export function attachKeyboard(root: HTMLElement, choose: (target: Element) => void): void {
  root.addEventListener('keydown', (event) => {
    const target = event.target instanceof Element ? event.target : undefined;
    if (target === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      choose(target);
      return;
    }
    const next = neighbour(root, target, event.key);
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  });
}

/** An element of the picture or of the outline. */
type Focusable = Element & HTMLOrSVGElement;

/** Where a key leads; undefined for keys that lead nowhere. */
function neighbour(root: HTMLElement, from: Element, key: string): Focusable | undefined {
  const all = [...root.querySelectorAll<Focusable>('[tabindex="0"]')];
  const place = all.findIndex((one) => one.isSameNode(from));
  switch (key) {
    case 'ArrowDown':
      return all[place + 1];
    case 'ArrowUp':
      return place > 0 ? all[place - 1] : undefined;
    case 'Home':
      return all[0];
    case 'End':
      return all.at(-1);
    default:
      return undefined;
  }
}
