/** Paths as text. */

/** `/run/vm` for `/run/vm//`; empty for the root. */
export function withoutSlashes(path: string): string {
  return path.replace(/(?<!\/)\/+$/, '');
}

/** `/w/ci` of `/w/ci/run.sh`, `/` of `/run.sh`. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(1, path.lastIndexOf('/')));
}

/** The name in a path: `run.sh` of `/w/ci/run.sh`. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** `/etc/vm.cfg`, or `C:/vm.cfg` on Windows. */
export function isAbsolute(path: string): boolean {
  return /^(?:\/|[A-Za-z]:\/)/.test(path);
}

/** `/w/lib/vm.sh` for `/w/ci//.././lib/vm.sh`. A surplus `..` stays at the root; links are not resolved. */
export function normalPath(path: string): string {
  // Fast path.
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

/** No `.`, `..`, doubled or trailing slash. */
export function isPlainPath(path: string): boolean {
  return !/(?:^|\/)\.{0,2}(?:\/|$)/.test(path);
}
