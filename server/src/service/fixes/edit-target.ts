/** Whose rules an edit follows: that of the file it changes, or of a text inside a script. */
import type { Edit } from '../../text/edit.ts';
import type { Encodings } from '../../text/encoding.ts';
import type { Analysis } from '../analysis/analyze.ts';
import { HOSTS, type Host } from '../languages.ts';
import { languageInside } from './embedded-language.ts';

/** The file that an edit changes: its language decides where things belong there. */
export interface EditTarget {
  readonly path: string;
  readonly host: Host;
}

/** The file at a place; undefined between files, and where editing it would change nothing. */
export function targetAt(
  { analysis }: { readonly analysis: Analysis },
  at: Edit['at'],
): EditTarget | undefined {
  const path = analysis.files.locate(at)?.path;
  if (path === undefined) return undefined;
  const as = analysis.used.get(path);
  const included = as === 'config' ? HOSTS.readconfig : as === 'script' ? HOSTS.shell : undefined;
  const host = included ?? analysis.host;
  return host?.editable ? { path, host } : undefined;
}

/** The same file where text stands in a language inside it. */
export function targetInside(target: EditTarget, from: Encodings): EditTarget {
  const inside = target.host.id === 'shell' ? languageInside(from) : undefined;
  if (inside === undefined) return target;
  // A config file may have what the shell around it expands, but libvirt's machines have their own place.
  const host = inside.expands && inside.id === 'readconfig' ? target.host : HOSTS[inside.id];
  return { path: target.path, host };
}
