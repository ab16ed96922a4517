/**
 * Updates an element's children to match a tree, touching only differences, so that focus, selection and
 * scroll position stay.
 */
import type { TreeElement } from './element-tree.ts';

const SVG = 'http://www.w3.org/2000/svg';

/** The tree of each element that we made; other elements are left alone. */
const madeFrom = new WeakMap<Element, TreeElement>();

export function patchChildren(parent: Element, wanted: readonly TreeElement[]): void {
  const present = new Map<string, Element>();
  for (const [index, child] of [...parent.children].entries()) {
    const tree = madeFrom.get(child);
    if (tree) present.set(keyOf(tree, index), child);
  }
  const kept = wanted.map((tree, index) => {
    const key = keyOf(tree, index);
    const child = present.get(key);
    if (child === undefined) return createElement(parent, tree);
    present.delete(key);
    update(child, tree);
    return child;
  });
  for (const child of present.values()) child.remove();
  let next = parent.firstElementChild;
  for (const child of kept) {
    if (child === next) next = next.nextElementSibling;
    else parent.insertBefore(child, next);
  }
}

function keyOf({ tag, key }: TreeElement, index: number): string {
  return key === undefined ? `${tag} at ${index}` : `${tag} ${key}`;
}

function createElement(parent: Element, tree: TreeElement): Element {
  const isSvg = tree.tag === 'svg' || parent.namespaceURI === SVG;
  const child = isSvg ? document.createElementNS(SVG, tree.tag) : document.createElement(tree.tag);
  update(child, tree);
  return child;
}

function update(target: Element, tree: TreeElement): void {
  const before = madeFrom.get(target);
  if (before === tree) return;
  madeFrom.set(target, tree);
  for (const [name, value] of Object.entries(tree.attributes)) {
    if (before?.attributes[name] === value) continue;
    if (value === undefined) target.removeAttribute(name);
    else target.setAttribute(name, value);
  }
  for (const name of Object.keys(before?.attributes ?? {})) {
    if (!(name in tree.attributes)) target.removeAttribute(name);
  }
  if (tree.text !== undefined) {
    if (before?.text !== tree.text) target.textContent = tree.text;
    return;
  }
  if (before?.text !== undefined) target.textContent = '';
  if (tree.children.length > 0 || (before?.children.length ?? 0) > 0) {
    patchChildren(target, tree.children);
  }
}
