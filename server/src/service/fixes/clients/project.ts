/**
 * What a fix asks of the project around the text that it changes: which other files name a port that it gives up, and
 * what these run. Who keeps that, and how it is read, is not known here. Why: docs/decisions/clients-follow.md
 */
import type { Chardev } from '../../../qemu/chardev/chardev.ts';
import type { Fix } from '../../../rules/rule.ts';
import { isPortName, isSocketPath, portPlaces } from '../../../syntax/ports/port-places.ts';
import type { FilePlace } from '../../../text/file-set.ts';
import { oncePer } from '../../../text/lookup.ts';
import { isKnown, type MappedText } from '../../../text/mapped-text.ts';
import { sameSpan } from '../../../text/span.ts';
import type { Analysis } from '../../analysis/analyze.ts';
import { portOf } from '../../analysis/client-match.ts';

/** A place that names a port: `at` counts from the start of its file, `line` from 1. */
export interface PortPlace extends FilePlace {
  readonly line: number;
  /** Whether a QEMU listens on the port there. */
  readonly serves?: true;
}

/** The files around an analysis. */
export interface Project {
  /** The places in all files that name a port, by its figures or by the name of what holds it. */
  readonly placesOf: (port: string) => readonly PortPlace[];
  /** What a file runs; undefined for one in no language that is read, or that is not at hand. */
  readonly analysisOf: (path: string) => Analysis | undefined;
  /** Whether all files were looked at. */
  readonly isWhole: boolean;
}

/** A text that stands alone. */
export const NO_PROJECT: Project = {
  placesOf: () => [],
  analysisOf: () => undefined,
  isWhole: true,
};

/** The places of a file that name a port, with their lines. */
export function portPlacesIn(path: string, text: string, port: string): readonly PortPlace[] {
  let line = 1;
  let counted = 0;
  return portPlaces(path, text, port).map(({ serves, ...at }) => {
    for (let end = text.indexOf('\n', counted); end !== -1 && end < at.start; line++) {
      counted = end + 1;
      end = text.indexOf('\n', counted);
    }
    return { path, at, line, ...(serves && { serves }) };
  });
}

/**
 * The addresses that fixes of an analysis give up, as other files may spell them: a port in figures, `4444`, or by the
 * name of what holds it, `MON_PORT`; the path of a socket, `/tmp/vm.sock`. Empty for a file whose fixes move nothing.
 */
export const releasedAddresses = oncePer((analysis: Analysis): readonly string[] => {
  const fixes = analysis.findings.flatMap((finding) => finding.move?.() ?? finding.fixes());
  const spellings = fixes.flatMap(({ releasesAddress, relocatesSocket }) => [
    ...(releasesAddress ? spellingsOf(releasesAddress, analysis.files.text()) : []),
    ...(relocatesSocket ? pathOf(relocatesSocket) : []),
  ]);
  return [...new Set(spellings.filter(isTelling))];
});

/** The path that a moved socket leaves, as other files may spell it; none if it is abstract, relative or not known. */
export function pathOf({ kind, name }: NonNullable<Fix['relocatesSocket']>): readonly string[] {
  return kind === 'path' && isKnown(name) && isSocketPath(name.decoded) ? [name.decoded] : [];
}

/** Whether files that do not belong together mean the same by a spelling: `i` and `x` are a variable of each. */
export function isTelling(spelling: string): boolean {
  return /^\d/.test(spelling) || isSocketPath(spelling) || isPortName(spelling);
}

/** What a text with `%d` or `{}` is filled with, on its line. */
const FILLING = /^[^\n"']{0,200}["'][^\S\n]*(?:%|\.format\b)([^\n]{0,200})/;

/** How a port may be spelled in the files of its text: `4444`, and `MON_PORT` of `$MON_PORT`, `${MON_PORT:-4444}`, `{args.port}`. */
export function spellingsOf(chardev: Chardev, text: string): readonly string[] {
  const port = portOf(chardev);
  if (port === undefined) return [];
  const around = deviceOf(chardev)?.pieces[0]?.through ?? [];
  const names = port.pieces.flatMap((piece): readonly string[] => {
    // What brings in the whole device holds no port.
    const own = piece.through.filter(({ at }) => !around.some((use) => sameSpan(use.at, at)));
    const through = own.flatMap(({ source }) => nameIn(source) ?? []);
    if (piece.kind === 'known') return through;
    const [, filling = ''] = FILLING.exec(text.slice(piece.at.end, piece.at.end + 500)) ?? [];
    const filled = filling.match(/[A-Za-z_][\w.]*/g) ?? [nameIn(piece.source)];
    const known = filled.flatMap((name) => name ?? []);
    const ports = known.filter(isPortName);
    return [...through, ...(ports.length > 0 ? ports : known)];
  });
  return [...(isKnown(port) ? [port.decoded] : []), ...new Set(names)];
}

/** The text around the port of a chardev; undefined in a section of a config file. */
function deviceOf({ origin }: Chardev): MappedText | undefined {
  if (origin.kind === 'legacy') return origin.device;
  return origin.kind === 'option' ? origin.list : undefined;
}

/** The name in an expansion or a placeholder; undefined for `$1`, and for the output of a command with arguments. */
function nameIn(source: string): string | undefined {
  if (/^\$\(.*[^\w).]/.test(source)) return undefined;
  return /^(?:\$[{(]?|\{)?([A-Za-z_][\w.]*)(?!\w)/.exec(source)?.[1];
}
