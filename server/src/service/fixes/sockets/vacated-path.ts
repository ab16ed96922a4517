/**
 * A fix that moves a UNIX socket, together with whatever else names the old place. Where something stays
 * behind, the fix says so and is not preferred.
 * Why: docs/decisions/who-names-a-socket-moves-with-it.md
 */
import * as l10n from '@vscode/l10n';
import type { Fix } from '../../../rules/rule.ts';
import type { ShellScript } from '../../../syntax/shell/tree.ts';
import type { Template } from '../../../syntax/spell.ts';
import { editsOverlap } from '../../../text/edit.ts';
import type { PlacedFile } from '../../../text/file-set.ts';
import { isKnown } from '../../../text/mapped-text.ts';
import type { RenderedFix } from '../render-fix.ts';
import { directoryVariable, isUsedOtherwise } from './shared-variable.ts';
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
  vacates: NonNullable<Fix['vacates']>,
  files: readonly NamingFile[],
): RenderedFix {
  const { kind, name, joints } = vacates;
  if (name.text === '') return rendered;
  const own = [...ownPlaces(name), ...rendered.edits.map(({ at }) => at)];
  let someStay = files.some(({ file }) => isLikeOneElsewhere(file, name, own));
  if (!isKnown(name)) return someStay ? withRisk(rendered, staysBehind) : rendered;
  const path = name.text;
  const moved = vacates.moved ?? path.lastIndexOf('/');
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
