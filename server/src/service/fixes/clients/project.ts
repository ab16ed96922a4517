/**
 * What fixes need of the project: files that name a released address, and their commands. Why:
 * docs/decisions/clients-follow.md
 */
import type { Chardev } from '../../../qemu/chardev/chardev.ts';
import type { Fix } from '../../../rules/rule.ts';
import { isPortName, isSocketPath, portPlaces } from '../../../syntax/ports/port-places.ts';
import type { FilePlace } from '../../../text/file-set.ts';
import { oncePer } from '../../../text/lookup.ts';
import { isKnown, type MappedText } from '../../../text/mapped-text.ts';
import { type Span, sameSpan, touches } from '../../../text/span.ts';
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
  /** By figures, or by the name of a variable. */
  readonly placesOf: (port: string) => readonly PortPlace[];
  /** Undefined for unsupported and unread files. */
  readonly analysisOf: (path: string) => Analysis | undefined;
  /** Whether all files were searched. */
  readonly isWhole: boolean;
}

/** A text that stands alone. */
export const NO_PROJECT: Project = {
  placesOf: () => [],
  analysisOf: () => undefined,
  isWhole: true,
};

/** With lines. */
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
 * Addresses that fixes release, as other files may spell them: a port `4444`, the variable `MON_PORT`, a socket's
 * path `/tmp/vm.sock`.
 */
export const releasedAddresses = oncePer((analysis: Analysis): readonly string[] => {
  const fixes = analysis.findings.flatMap((finding) => finding.move?.() ?? finding.fixes());
  const spellings = fixes.flatMap(({ releasesAddress, relocatesSocket }) => [
    ...(releasesAddress ? spellingsOf(releasesAddress, analysis.files.text()) : []),
    ...(relocatesSocket ? pathOf(relocatesSocket) : []),
  ]);
  return [...new Set(spellings.filter(isTelling))];
});

/** The old path of a moved socket; empty if it is abstract, relative or unknown. */
export function pathOf({ kind, name }: NonNullable<Fix['relocatesSocket']>): readonly string[] {
  return kind === 'path' && isKnown(name) && isSocketPath(name.decoded) ? [name.decoded] : [];
}

/** Whether a spelling means the same in unrelated files; `i` and `x` do not. */
export function isTelling(spelling: string): boolean {
  return /^\d/.test(spelling) || isSocketPath(spelling) || isPortName(spelling);
}

/** Arguments of a text with `%d` or `{}` on its line. */
const FILLING = /^[^\n"']{0,200}["'][^\S\n]*(?:%|\.format\b)([^\n]{0,200})/;

/** `4444`, and `MON_PORT` of `$MON_PORT`, `${MON_PORT:-4444}`, `{args.port}`. */
export function spellingsOf(chardev: Chardev, text: string): readonly string[] {
  const port = portOf(chardev);
  if (port === undefined) return [];
  const around = deviceOf(chardev)?.pieces[0]?.through ?? [];
  const names = port.pieces.flatMap((piece): readonly string[] => {
    // A use of the whole device is no port.
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

/** Undefined for config sections. */
function deviceOf({ origin }: Chardev): MappedText | undefined {
  if (origin.kind === 'legacy') return origin.device;
  return origin.kind === 'option' ? origin.list : undefined;
}

/** Undefined for `$1` and for output of a command with arguments. */
function nameIn(source: string): string | undefined {
  if (/^\$\(.*[^\w).]/.test(source)) return undefined;
  return /^(?:\$[{(]?|\{)?([A-Za-z_][\w.]*)(?!\w)/.exec(source)?.[1];
}

/** Words and addresses of all machines, config files included. */
export const wordsOfMachines = oncePer(
  ({ connections: { machines } }: Analysis): readonly Span[] => {
    const words = machines.flatMap(({ options }) => options.flatMap((option) => option.words));
    const properties = machines.flatMap(({ chardevs }) =>
      [...chardevs.values()].flatMap((chardev) => chardev.properties),
    );
    return [
      ...words.flatMap(({ at, value }) => [at, ...value.pieces.map((piece) => piece.at)]),
      ...properties.flatMap(({ value }) => value.pieces.map((piece) => piece.at)),
    ];
  },
);

/** Whether a place in another file of the project is in the words of that file's own QEMU. */
export function isOfMachine(project: Project, { path, at }: PortPlace): boolean {
  const other = project.analysisOf(path);
  return other !== undefined && wordsOfMachines(other).some((word) => touches(word, at));
}
