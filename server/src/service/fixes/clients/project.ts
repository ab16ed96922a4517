/** Files of the project that name a released address. Why: docs/decisions/clients-follow.md */
import type { Chardev } from '../../../qemu/chardev/chardev.ts';
import type { Fix } from '../../../rules/rule.ts';
import { isPortName, isSocketPath, portPlaces } from '../../../syntax/ports/port-places.ts';
import { standingSpan } from '../../../text/edit-anchor.ts';
import type { FilePlace } from '../../../text/file-set.ts';
import { once } from '../../../text/lookup.ts';
import { isKnown, type MappedText, written } from '../../../text/mapped-text.ts';
import { sameSpan } from '../../../text/span.ts';
import type { Analysis } from '../../analysis/analyze.ts';
import { portOf } from '../../analysis/client-match.ts';

/** `at` counts from the file's start, `line` from 1. */
export interface PortPlace extends FilePlace {
  readonly line: number;
  /** Whether a QEMU listens there. */
  readonly serves?: true;
}

/** Files around an analysis. */
export interface Project {
  /** The places that name a port by its figures or a variable. */
  readonly placesOf: (port: string) => readonly PortPlace[];
  /** The analysis of a file; undefined for unsupported and unread files. */
  readonly analysisOf: (path: string) => Analysis | undefined;
  readonly isWhole: boolean;
  readonly unread?: string | undefined;
}

/** Stands for a text without a project. */
export const NO_PROJECT: Project = {
  placesOf: () => [],
  analysisOf: () => undefined,
  isWhole: true,
};

/** The places in a text that name a port. */
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

/** Addresses that fixes release, as other files may spell them: `4444`, `MON_PORT`, `/tmp/vm.sock`. */
export const releasedAddresses = once((analysis: Analysis): readonly string[] => {
  const fixes = analysis.findings.flatMap((finding) => finding.move?.() ?? finding.fixes());
  const spellings = fixes.flatMap(({ releasesAddress, relocatesSocket }) => [
    ...(releasesAddress ? spellingsOf(releasesAddress, analysis.files.text()) : []),
    ...(relocatesSocket ? pathsOf(relocatesSocket, analysis.files.text()) : []),
  ]);
  return [...new Set(spellings.filter(isTelling))];
});

/** Spellings of a moved socket's old path: `/tmp/$VM.sock` and `/tmp/${VM}.sock`, `ABSTRACT-CONNECT:q`. */
export function pathsOf(
  { kind, name }: NonNullable<Fix['relocatesSocket']>,
  text: string,
): readonly string[] {
  const path = written(name);
  if (path === '') return [];
  if (kind === 'abstract')
    return [`@${path}`, `ABSTRACT-CONNECT:${path}`, `ABSTRACT-CLIENT:${path}`];
  const { start, end } = standingSpan(name);
  const bare = text.slice(start, end).replaceAll(/\$\{(\w+)\}/g, '$$$1');
  const spellings = [path, bare, bare.replaceAll(/\$(\w+)/g, '${$1}')];
  return [...new Set(spellings)].filter((one) => isSocketPath(one) && !/[\s"']/.test(one));
}

/** Whether unrelated files mean the same by a spelling: `4444` and `MON_PORT`, not `i` and `x`. */
export function isTelling(spelling: string): boolean {
  return /^\d|^\.\w{4}/.test(spelling) || isSocketPath(spelling) || isPortName(spelling);
}

/** Arguments of a text with `%d` or `{}` on its line. */
const FILLING = /^[^\n"']{0,200}["'][^\S\n]*(?:%|\.format\b)([^\n]{0,200})/;

/** Spellings of a chardev's port: `4444`, and `MON_PORT` of `$MON_PORT`, `${MON_PORT:-4444}`, `{args.port}`. */
export function spellingsOf(chardev: Chardev, text: string): readonly string[] {
  const port = portOf(chardev);
  if (port === undefined) return [];
  const around = deviceOf(chardev)?.pieces[0]?.through ?? [];
  const names = port.pieces.flatMap((piece): readonly string[] => {
    // A variable with the whole device is no port.
    const own = piece.through.filter(({ at }) => !around.some((use) => sameSpan(use.at, at)));
    const through = own.flatMap(({ source }) => nameIn(source) ?? []);
    if (piece.kind === 'known') return through;
    const [, filling = ''] = FILLING.exec(text.slice(piece.at.end, piece.at.end + 500)) ?? [];
    const filled = filling.match(/[A-Za-z_][\w.]*/g) ?? [nameIn(piece.source)];
    const known = filled.flatMap((name) => name ?? []);
    const ports = known.filter(isPortName);
    return [...through, ...(ports.length > 0 ? ports : known)];
  });
  const fields = names.flatMap((name) => /\.\w+$/.exec(name)?.[0] ?? []);
  return [...(isKnown(port) ? [port.decoded] : []), ...new Set([...names, ...fields])];
}

function deviceOf({ origin }: Chardev): MappedText | undefined {
  if (origin.kind === 'legacy') return origin.device;
  return origin.kind === 'option' ? origin.list : undefined;
}

/** The variable in an expansion; undefined for `$1` and for the output of a command with arguments. */
function nameIn(source: string): string | undefined {
  if (/^\$\(.*[^\w).]/.test(source)) return undefined;
  return /^(?:\$[{(]?|#?\{)?([A-Za-z_][\w.]*)(?!\w)/.exec(source)?.[1];
}
