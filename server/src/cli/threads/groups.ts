/** Which files belong together, since what is found in one of them depends on the others. */
import { linkedPaths } from '../check/linked-paths.ts';
import type { SharedFile } from './share.ts';

/**
 * The files whose findings are told together, in groups of two and more. Scripts that bring in one file do not belong
 * together by that alone, but if anything is found, silenced or changed by a fix in it.
 */
export function togetherIn(
  looked: ReadonlyMap<string, SharedFile>,
): readonly (readonly string[])[] {
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
