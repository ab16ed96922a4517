/**
 * Between the URIs of the protocol and paths with `/`, which is all that the service knows. Files that lie
 * on no disk have paths too: `/vscode-vfs:%2F%2Fgithub/w/run.sh` of `vscode-vfs://github/w/run.sh`, below a
 * folder whose name no disk has.
 */

/** `scheme:`, `//authority`, path; what has a query or a fragment is a version or a part of a file. */
const PARTS = /^([a-z][a-z0-9+.-]*):(?:\/\/([^/?#]*))?(\/[^?#]*)$/i;
/** The beginning of the path of a file that lies on no disk. */
const VIRTUAL = /^\/([a-z][a-z0-9+.-]*):%2F%2F([^/]*)(?=\/|$)/i;

/**
 * The absolute path of a file's URI: `/w/run.sh` of `file:///w/run.sh`, and `c:/w/run.sh` of
 * `file:///c%3A/w/run.sh`. Undefined for what is no file: a document that was never saved, an old version in
 * a repository.
 */
export function pathOfFile(uri: string): string | undefined {
  const [whole, scheme = '', authority = '', written = ''] = PARTS.exec(uri) ?? [];
  // A slash that is no divider is not meant as a path by anybody.
  const path = /%2f/i.test(written) ? undefined : decoded(written);
  if (whole === undefined || path === undefined) return undefined;
  if (scheme.toLowerCase() !== 'file') return `/${scheme}:%2F%2F${authority}${path}`;
  if (/^\/[a-z]:/i.test(path)) return path.slice(1);
  if (authority === '' || authority === 'localhost') return path;
  return `//${authority}${path}`;
}

/** The last component of a path: `run.sh` of `/w/run.sh`. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The path of an entry of a folder: `/run.sh` of `/` and `run.sh`. */
export function pathIn(folder: string, name: string): string {
  return folder === '/' ? `/${name}` : `${folder}/${name}`;
}

/** The URI of an absolute path. */
export function uriOfFile(path: string): string {
  const [begin = '', scheme, authority = ''] = VIRTUAL.exec(path) ?? [];
  if (scheme !== undefined) return `${scheme}://${authority}${encoded(path.slice(begin.length))}`;
  if (path.startsWith('//')) return `file:${encoded(path)}`;
  return `file://${path.startsWith('/') ? '' : '/'}${encoded(path)}`;
}

/** Whether a path is one of a file that lies on no disk. */
export function isVirtual(path: string): boolean {
  return VIRTUAL.test(path);
}

/** The path of any URI, decoded, for its name alone; the URI itself where it cannot be. */
export function pathOfUri(uri: string): string {
  return decoded(uri.replace(/^[\w+.-]+:(?:\/\/[^/]*)?/, '')) ?? uri;
}

/** Whether a path is a folder or lies below it; both are absolute and have no `/` at their end. */
export function isBelow(folder: string, path: string): boolean {
  if (folder === '/') return !isVirtual(path);
  return path === folder || (path.startsWith(folder) && path[folder.length] === '/');
}

/** The same for one of several folders, however many there are. */
export function isBelowAny(folders: ReadonlySet<string>, path: string): boolean {
  if (folders.size === 0) return false;
  for (let around = path; around !== ''; around = around.slice(0, around.lastIndexOf('/'))) {
    if (folders.has(around)) return true;
    if (!around.includes('/')) break;
  }
  return folders.has('/') && isBelow('/', path);
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function encoded(path: string): string {
  if (/^[\w/.-]*$/.test(path)) return path;
  // Half of a pair of surrogates is no character, and has no code.
  const characters = path.replace(/\p{Surrogate}/gu, '\uFFFD');
  return encodeURI(characters).replace(/[?#]/g, encodeURIComponent);
}
