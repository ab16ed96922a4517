/** Whose rules an edit follows: that of the file it changes, or of a text inside a script. */
import { languageAt, languageInside } from '../../languages/embedded.ts';
import { INCLUDED } from '../../languages/index.ts';
import type { LanguageSupport } from '../../languages/support.ts';
import type { FixTrees } from '../../languages/trees.ts';
import type { Edit } from '../../text/edit.ts';
import type { Encodings } from '../../text/encoding.ts';
import type { Analysis } from '../analysis/analyze.ts';

/** The file that an edit changes: its language decides where things belong there. */
export interface EditTarget {
  readonly path: string;
  readonly host: LanguageSupport;
}

/** The file at a place; undefined between files, and where editing it would change nothing. */
export function targetAt(
  { analysis }: { readonly analysis: Analysis },
  at: Edit['at'],
): EditTarget | undefined {
  const path = analysis.files.locate(at)?.path;
  if (path === undefined) return undefined;
  const as = analysis.used.get(path);
  const host = as ? INCLUDED[as] : analysis.host;
  return host && !host.isReadOnly ? { path, host } : undefined;
}

/** The same file where text stands in a language inside it, or is read by no shell. */
export function targetInside(
  target: EditTarget,
  from: Encodings,
  { document }: FixTrees,
  at: Edit['at'],
): EditTarget {
  if (target.host.withoutShell) {
    return { ...target, host: languageAt(target.host, from, document, at) };
  }
  // It says itself where sockets lie at each place.
  if (target.host.socketDirectoryAt) return target;
  const inside = languageInside(from);
  if (inside === undefined) return target;
  // A config file may have what the shell around it expands, but libvirt's machines have their own place.
  const host = inside.followsScript ? target.host : inside.language;
  return { path: target.path, host };
}
