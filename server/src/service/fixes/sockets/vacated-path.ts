/**
 * A fix that moves a UNIX socket, together with whatever else names the old place. Where something stays
 * behind, the fix says so and is not preferred.
 * Why: docs/decisions/who-names-a-socket-moves-with-it.md
 */
import * as l10n from '@vscode/l10n';
import type { Fix } from '../../../rules/rule.ts';
import { type PartInWord, partsOfScript } from '../../../syntax/shell/parts.ts';
import type { ShellScript } from '../../../syntax/shell/tree.ts';
import type { Template } from '../../../syntax/spell.ts';
import { editsOverlap } from '../../../text/edit.ts';
import type { PlacedFile } from '../../../text/file-set.ts';
import { addTo, oncePer } from '../../../text/lookup.ts';
import { isKnown, type MappedText, type Piece } from '../../../text/mapped-text.ts';
import type { RenderedFix } from '../render-fix.ts';
import {
  isLikeOneElsewhere,
  isNamedElsewhere,
  ownPlaces,
  placesInScript,
} from './socket-references.ts';

/** A file in which the old place may be named. */
export interface NamingFile {
  readonly file: PlacedFile;
  /** Its tree where it is a script; undefined for other languages. */
  readonly script: (() => ShellScript) | undefined;
  /** The directory that the socket moves to, as this file writes it. */
  readonly directory: Template;
}

/** The fix with what has to follow. The source is the text of all files. */
export function withFollowers(
  source: string,
  rendered: RenderedFix,
  relocatesSocket: NonNullable<Fix['relocatesSocket']>,
  files: readonly NamingFile[],
): RenderedFix {
  const { kind, name, joints } = relocatesSocket;
  if (name.decoded === '') return rendered;
  const own = [...ownPlaces(name), ...rendered.edits.map(({ at }) => at)];
  let someStay = files.some(({ file }) => isLikeOneElsewhere(file, name, own));
  if (!isKnown(name)) return someStay ? withRisk(rendered, staysBehind) : rendered;
  const path = name.decoded;
  const moved = relocatesSocket.moved ?? path.lastIndexOf('/');
  const edits = [...rendered.edits];
  const variable = kind === 'path' ? directoryVariable(source, name) : undefined;
  const isShared =
    variable !== undefined &&
    files.some(({ script }) => script !== undefined && isUsedOtherwise(script(), variable));
  for (const { file, script, directory } of files) {
    if (kind === 'abstract') {
      const names = [`@${path}`, `ABSTRACT-CONNECT:${path}`, `ABSTRACT-CLIENT:${path}`];
      someStay ||= names.some((written) => isNamedElsewhere(file, written, own));
    } else if (script) {
      const wanted = { path, moved, joints, by: directory, own };
      const found = placesInScript(file, script, wanted);
      edits.push(...found.edits);
      someStay ||= found.someStay;
    } else {
      someStay ||= isNamedElsewhere(file, path, own);
    }
  }
  if (editsOverlap(edits)) return withRisk(rendered, staysBehind);
  const followed = { ...rendered, edits };
  const shared = isShared ? withRisk(followed, movesMore) : followed;
  return someStay ? withRisk(shared, staysBehind) : shared;
}

/** The fix with one more thing to think of, for which it is not the one to take when in doubt. */
function withRisk(rendered: RenderedFix, more: (risk: string) => string): RenderedFix {
  return { ...rendered, risk: more(rendered.risk), preferred: false };
}

function movesMore(risk: string): string {
  return l10n.t('{0}; the variable is used for other things too, and they move as well', risk);
}

function staysBehind(risk: string): string {
  return l10n.t('{0}; other text here names the old place and must be changed by hand', risk);
}

/** A variable of which a path begins with the value, and what the path has behind it. */
interface DirectoryVariable {
  readonly name: string;
  /** `/qmp.sock` of `$DIR/qmp.sock`. */
  readonly rest: string;
}

/** The variable that holds the beginning of a path; undefined for one that is written in one place. */
function directoryVariable(
  source: string,
  { decoded, pieces, starts }: MappedText,
): DirectoryVariable | undefined {
  const [first] = pieces;
  const definition = first && definitionOf(first);
  if (definition === undefined) return undefined;
  const end = pieces.findIndex((piece) => definitionOf(piece)?.start !== definition.start);
  const name = /^(\w+)=/.exec(source.slice(definition.start, definition.end))?.[1];
  if (end === -1 || name === undefined) return undefined;
  return { name, rest: decoded.slice(starts[end]) };
}

function definitionOf({ through, definition }: Piece): Piece['definition'] {
  return through.length > 0 ? definition : undefined;
}

/** Whether a script uses the variable for anything but the path. */
function isUsedOtherwise(script: ShellScript, { name, rest }: DirectoryVariable): boolean {
  return (usesIn(script).get(name) ?? []).some(({ next }) => {
    const behind = next?.kind === 'text' ? next.text.decoded : '';
    return !behind.startsWith(rest) || /^[\w/-]|^\.\w/.test(behind.slice(rest.length));
  });
}

/** The expansions of a script by the name of their variable; made once for all sockets that move. */
const usesIn = oncePer((script: ShellScript) => {
  const found = new Map<string, PartInWord[]>();
  for (const item of partsOfScript(script)) {
    if (item.part.kind !== 'parameter') continue;
    addTo(found, item.part.name, item);
  }
  return found;
});
