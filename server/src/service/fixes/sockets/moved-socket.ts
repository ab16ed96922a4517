/**
 * The path of a socket as both ends of it spell it.
 * Why: docs/decisions/fixes-carry-unknown-parts-over.md
 */

import { plain, type Template, type TemplatePart } from '../../../syntax/spell.ts';
import { type AnchorPart, type EditAnchor, partsAt } from '../../../text/edit-anchor.ts';
import type { MappedText } from '../../../text/mapped-text.ts';
import { safeName } from './socket-names.ts';

/** The socket that takes the place of a port. */
export interface MovedSocket {
  /** With the `/` at its end; empty where the path is taken from where QEMU is started. */
  readonly directory: Template;
  /** Whether that is a directory of this script or this QEMU, and not the one that fixes take otherwise. */
  readonly isOwn: boolean;
  readonly stem: string;
  readonly ending: string;
  /** What is a part of the name, since it is not literal where the monitor has it and tells machines apart. */
  readonly carries: 'port' | 'host' | undefined;
}

/** `-$PORT` as a part of a socket's name. */
export function portInName(parts: readonly AnchorPart[]): Template {
  const carried: TemplatePart[] = [{ kind: 'text', text: '-' }];
  for (const [index, part] of parts.entries()) {
    if (part.kind === 'text') {
      carried.push({ kind: 'text', text: safeName(part.text) });
      continue;
    }
    const next = parts[index + 1];
    const glued = next?.kind === 'text' && /^\w/.test(next.text);
    const { source, encodings } = part.use;
    const braced = glued ? source.replace(/^\$(\w+)$/, '${$1}') : source;
    carried.push({ kind: 'source', source: braced, encodings });
  }
  return carried;
}

/** The same path where a client writes its port in its own way. */
export function pathForPort(
  { directory, stem, ending, carries }: MovedSocket,
  port: MappedText,
  anchor: EditAnchor,
): Template {
  const carried = carries === 'port' ? portInName(partsAt(port, anchor)) : [];
  // A name right behind an expansion of the directory, as behind `$DIR/`, is never glued to it.
  return [...directory, ...plain(stem), ...carried, ...plain(ending)];
}
