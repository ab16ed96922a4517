/** What paths are as texts, wherever they come from. */

/** A path without the slashes at its end: `/run/vm` for `/run/vm//`; empty for the root. */
export function withoutSlashes(path: string): string {
  return path.replace(/(?<!\/)\/+$/, '');
}

/** The folder of an absolute path: `/w/ci` of `/w/ci/run.sh`; `/` of `/run.sh`. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(1, path.lastIndexOf('/')));
}

/** Whether a path says where it begins: `/etc/vm.cfg`, and `C:/vm.cfg` on Windows. */
export function isAbsolute(path: string): boolean {
  return /^(?:\/|[A-Za-z]:\/)/.test(path);
}

/**
 * The path without `.`, `..` and doubled slashes: `/w/lib/vm.sh` for `/w/ci//.././lib/vm.sh`. A `..` too
 * many stays at the root, as it does in a file system. Symbolic links are not known here.
 */
export function normalPath(path: string): string {
  // Most are so already.
  if (!/^[^/]|\/\.{0,2}(?:\/|$)/.test(path)) return path;
  const drive = /^[A-Za-z]:(?=\/)/.exec(path)?.[0] ?? '';
  const parts: string[] = [];
  for (const part of path.slice(drive.length).split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return `${drive}/${parts.join('/')}`;
}

/** Whether a path without a slash in front has no `.`, `..`, doubled slash nor one at its end. */
export function isPlainPath(path: string): boolean {
  return !/(?:^|\/)\.{0,2}(?:\/|$)/.test(path);
}
