import { languageAt, languageInside } from '../../languages/embedded.ts';
import { INCLUDED } from '../../languages/index.ts';
import type { LanguageSupport } from '../../languages/support.ts';
import type { FixTrees } from '../../languages/trees.ts';
import type { Edit } from '../../text/edit.ts';
import type { Encodings } from '../../text/encoding.ts';
import type { Analysis } from '../analysis/analyze.ts';

/** An edited file with its language. */
export interface EditTarget {
  readonly path: string;
  readonly host: LanguageSupport;
}

/** The file and language at a place; undefined between files and where an edit has no effect. */
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

/** The language rules at a place inside a target: text in an embedded language, or text that no shell reads. */
export function targetInside(
  target: EditTarget,
  from: Encodings,
  { document }: FixTrees,
  at: Edit['at'],
): EditTarget {
  if (target.host.withoutShell) {
    return { ...target, host: languageAt(target.host, from, document, at) };
  }
  // The host knows the directory for sockets at each place.
  if (target.host.socketDirectoryAt) return target;
  const inside = languageInside(from);
  if (inside === undefined) return target;
  // An embedded config file may expand as its shell does; a libvirt domain has its own directory.
  const host = inside.followsScript ? target.host : inside.language;
  return { path: target.path, host };
}
