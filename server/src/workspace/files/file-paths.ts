/** Converts URIs to paths with `/`, and back; `vscode-vfs://github/w/run.sh` has one, too. */
import { attempt } from '../../text/attempt.ts';

/** A URI with a query or fragment is a version or part, and does not match. */
const PARTS = /^([a-z][a-z0-9+.-]*):(?:\/\/([^/?#]*))?(\/[^?#]*)$/i;
const VIRTUAL = /^\/([a-z][a-z0-9+.-]*):%2F%2F([^/]*)(?=\/|$)/i;

/** `c:/w/run.sh` of `file:///c%3A/w/run.sh`; undefined for unsaved documents and old versions. */
export function pathOfFile(uri: string): string | undefined {
  const [whole, scheme = '', authority = '', written = ''] = PARTS.exec(uri) ?? [];
  // No path has an encoded slash.
  const path = /%2f/i.test(written) ? undefined : decoded(written);
  if (whole === undefined || path === undefined) return undefined;
  if (scheme.toLowerCase() !== 'file') return `/${scheme}:%2F%2F${authority}${path}`;
  if (/^\/[a-z]:/i.test(path)) return path.slice(1);
  if (authority === '' || authority === 'localhost') return path;
  return `//${authority}${path}`;
}

/** The path of an entry: `/run.sh` of `/` and `run.sh`. */
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

/** Whether a path is on no disk. */
export function isVirtual(path: string): boolean {
  return VIRTUAL.test(path);
}

/** A URI's path, for its name only; the URI if it cannot be decoded. */
export function pathOfUri(uri: string): string {
  return decoded(uri.replace(/^[\w+.-]+:(?:\/\/[^/]*)?/, '')) ?? uri;
}

/** Whether a path is the folder or below; both absolute, without `/` at the end. */
export function isBelow(folder: string, path: string): boolean {
  if (folder === '/') return !isVirtual(path);
  return path === folder || (path.startsWith(folder) && path[folder.length] === '/');
}

/** Whether a path is one of the folders or below. */
export function isBelowAny(folders: ReadonlySet<string>, path: string): boolean {
  if (folders.size === 0) return false;
  for (let around = path; around !== ''; around = around.slice(0, around.lastIndexOf('/'))) {
    if (folders.has(around)) return true;
    if (!around.includes('/')) break;
  }
  return folders.has('/') && isBelow('/', path);
}

function decoded(text: string): string | undefined {
  return attempt(() => decodeURIComponent(text));
}

function encoded(path: string): string {
  if (/^[\w/.-]*$/.test(path)) return path;
  // Half a surrogate pair cannot be encoded.
  const characters = path.replace(/\p{Surrogate}/gu, '\uFFFD');
  return encodeURI(characters).replace(/[?#]/g, encodeURIComponent);
}
