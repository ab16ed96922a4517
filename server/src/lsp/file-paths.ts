/** Between the URIs of the protocol and paths with `/`, which is all that the service knows. */
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * The absolute path of a file's URI: `/w/run.sh` of `file:///w/run.sh`, and `c:/w/run.sh` of
 * `file:///c%3A/w/run.sh` on Windows. Undefined for what is no file on this machine: a document that was
 * never saved, an old version in a repository.
 */
export function pathOfFile(uri: string): string | undefined {
  if (!uri.startsWith('file:')) return undefined;
  try {
    const path = fileURLToPath(uri);
    return process.platform === 'win32' ? path.replaceAll('\\', '/') : path;
  } catch {
    return undefined;
  }
}

/** The URI of an absolute path. */
export function uriOfFile(path: string): string {
  return pathToFileURL(path).href;
}

/** The path of any URI, decoded, for its name alone; the URI itself where it cannot be. */
export function pathOfUri(uri: string): string {
  try {
    return decodeURIComponent(uri.replace(/^[\w+.-]+:(?:\/\/[^/]*)?/, ''));
  } catch {
    return uri;
  }
}

/** Whether a path is a folder or lies below it; both are absolute and have no `/` at their end. */
export function isBelow(folder: string, path: string): boolean {
  if (folder === '/') return true;
  return path === folder || (path.startsWith(folder) && path[folder.length] === '/');
}
