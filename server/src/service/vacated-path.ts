/**
 * A fix that moves a UNIX socket, together with whatever else names the old place. Where something stays
 * behind, the fix says so and is not preferred.
 */
import * as l10n from '@vscode/l10n';
import type { Fix } from '../rules/rule.ts';
import type { ShellScript } from '../syntax/shell/tree.ts';
import type { Speller, Template } from '../syntax/speller.ts';
import { editsOverlap } from '../text/edit.ts';
import type { PlacedFile } from '../text/file-set.ts';
import { isKnown, type MappedText, type Piece } from '../text/mapped-text.ts';
import type { Span } from '../text/span.ts';
import { isNamedElsewhere, ownPlaces, placesInScript } from './old-path.ts';
import type { RenderedFix } from './render-fix.ts';
import { directoryVariable, isUsedOtherwise } from './shared-variable.ts';

/** A file in which the old place may be named. */
export interface NamingFile {
  readonly file: PlacedFile;
  /** The script that it is, and how text is written there; undefined for other languages. */
  readonly script: { readonly tree: () => ShellScript; readonly spell: Speller } | undefined;
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
  const { kind, name } = vacates;
  if (name.text === '') return rendered;
  const own = [...ownPlaces(name), ...rendered.edits.map(({ at }) => at)];
  const written = writtenWithVariables(name);
  const isWritten =
    written !== undefined && files.some(({ file }) => isWrittenElsewhere(file, written, own));
  if (isWritten || !isKnown(name)) return isWritten ? withRisk(rendered, staysBehind) : rendered;
  const path = name.text;
  const moved = path.lastIndexOf('/');
  const edits = [...rendered.edits];
  let someStay = false;
  const variable = kind === 'path' ? directoryVariable(source, name) : undefined;
  const isShared =
    variable !== undefined &&
    files.some(({ script }) => script !== undefined && isUsedOtherwise(script.tree(), variable));
  for (const { file, script, directory } of files) {
    if (kind === 'abstract') {
      const names = [`@${path}`, `ABSTRACT-CONNECT:${path}`, `ABSTRACT-CLIENT:${path}`];
      someStay ||= names.some((written) => isNamedElsewhere(file, written, own));
    } else if (script) {
      const wanted = { path, moved, by: directory, own };
      const found = placesInScript(file, script.tree, script.spell, wanted);
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

/**
 * The pattern of a path with expansions, as it is written: `/tmp/$NAME.sock`, also with braces. Undefined for
 * one that is literal.
 */
function writtenWithVariables({ pieces }: MappedText): RegExp | undefined {
  // A path that came through a variable is written where that is assigned.
  const depth = Math.min(...pieces.map(({ through }) => through.length));
  // Who names a variable of the directory follows, since that is what changes.
  if ((pieces[0]?.through.length ?? 0) > depth) return undefined;
  const parts: string[] = [];
  let last: number | undefined;
  let literal = true;
  for (const piece of pieces) {
    const use = piece.through[depth];
    const source = use?.source ?? (piece.kind === 'unknown' ? piece.source : undefined);
    const name = /^\$\{?(\w+)\}?$/.exec(source ?? '')?.[1];
    // One expansion may have given several pieces.
    if (use === undefined || use.at.start !== last) {
      parts.push(name ? `\\$\\{?${name}\\}?` : escaped(source ?? piece));
    }
    last = use?.at.start;
    literal &&= source === undefined;
  }
  return literal ? undefined : new RegExp(`${parts.join('')}(?![\\w.-])`, 'g');
}

/** A text for a pattern that finds it. */
function escaped(text: string | Piece): string {
  const written = typeof text === 'string' ? text : text.kind === 'known' ? text.text : text.source;
  return written.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

function isWrittenElsewhere(
  { text, start }: PlacedFile,
  written: RegExp,
  own: readonly Span[],
): boolean {
  for (const { 0: whole, index } of text.matchAll(written)) {
    const at = { start: start + index, end: start + index + whole.length };
    const line = text.slice(text.lastIndexOf('\n', index) + 1, index);
    if (/(?:^|\s)#/.test(line)) continue;
    if (!own.some((place) => place.start < at.end && at.start < place.end)) return true;
  }
  return false;
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
