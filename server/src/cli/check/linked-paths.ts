/** Groups paths that are used together (union-find). */
import { addTo } from '../../workspace/front-end.ts';

export function linkedPaths() {
  const parents = new Map<string, string>();
  const rootOf = (path: string): string => {
    let root = path;
    for (let next = parents.get(root); next !== undefined; next = parents.get(root)) root = next;
    return root;
  };
  return {
    link: (paths: readonly string[]): void => {
      const [first] = paths;
      for (const path of paths) {
        const [root, other] = [rootOf(first ?? path), rootOf(path)];
        if (root !== other) parents.set(other, root);
      }
    },
    groups: (paths: readonly string[]): readonly (readonly string[])[] => {
      const groups = new Map<string, string[]>();
      for (const path of paths) {
        const root = rootOf(path);
        addTo(groups, root, path);
      }
      return [...groups.values()];
    },
  };
}
