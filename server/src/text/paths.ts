/** Removes final slashes: `/run/vm` for `/run/vm//`. */
export function withoutSlashes(path: string): string {
  return path.replace(/(?<!\/)\/+$/, '');
}

/** The folder of a path: `/w/ci` of `/w/ci/run.sh`, `/` of `/run.sh`. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(1, path.lastIndexOf('/')));
}

/** The name in a path: `run.sh` of `/w/ci/run.sh`. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Whether a path is absolute: `/etc/vm.cfg`, `C:/vm.cfg`. */
export function isAbsolute(path: string): boolean {
  return /^(?:\/|[A-Za-z]:\/)/.test(path);
}

/** Normalizes: `/w/lib/vm.sh` for `/w/ci//.././lib/vm.sh`. Links are not resolved. */
export function normalPath(path: string): string {
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

/** Whether a path has no `.`, `..`, doubled or final slash. */
export function isPlainPath(path: string): boolean {
  return !/(?:^|\/)\.{0,2}(?:\/|$)/.test(path);
}
