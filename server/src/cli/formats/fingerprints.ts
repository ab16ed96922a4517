/** Fingerprints, which identify a finding after its line moved. */
import { createHash } from 'node:crypto';
import type { Report, ReportedFinding } from '../check/report.ts';

/** Window and factor of the hash in GitHub's upload action. */
const WINDOW = 100;
const FACTOR = 37n;
const END = 0xffff;

/**
 * GitHub's default fingerprint of each line: a polynomial modulo 2^64 over the next hundred characters but blanks and
 * tabs, and a counter of equal hashes. https://github.com/github/codeql-action/blob/main/src/fingerprints.ts
 */
export function lineHashes(text: string): readonly string[] {
  const characters = text.replace(/\r\n?/g, '\n').replace(/[ \t]/g, '');
  const length = characters.length + 1;
  const codeAt = (index: number): bigint => {
    if (index >= length) return 0n;
    return BigInt(index === length - 1 ? END : characters.charCodeAt(index));
  };
  const first = FACTOR ** BigInt(WINDOW);
  let hash = 0n;
  for (let index = 0; index < WINDOW; index++) hash = wrapped(hash * FACTOR + codeAt(index));
  const counts = new Map<bigint, number>();
  const hashes: string[] = [];
  for (let start = 0; start < length; start++) {
    if (start === 0 || characters[start - 1] === '\n') {
      const count = (counts.get(hash) ?? 0) + 1;
      counts.set(hash, count);
      hashes.push(`${hash.toString(16)}:${count}`);
    }
    hash = wrapped(hash * FACTOR + codeAt(start + WINDOW) - first * codeAt(start));
  }
  return hashes;
}

function wrapped(value: bigint): bigint {
  return BigInt.asUintN(64, value);
}

/** Both fingerprints of a finding. */
export interface Fingerprints {
  /** GitHub's hash of the line. */
  readonly line: string;
  /** Our hash of rule, file and the line's text. */
  readonly own: string;
}

/** The fingerprints of a report's findings, in order; equal ones are numbered. */
export function fingerprintsOf(
  findings: readonly ReportedFinding[],
  { textOf }: Pick<Report, 'textOf'>,
): readonly Fingerprints[] {
  const files = new Map<
    string,
    { readonly lines: readonly string[]; readonly hashes: readonly string[] }
  >();
  const counts = new Map<string, number>();
  return findings.map(({ rule, place }) => {
    let file = files.get(place.file);
    if (file === undefined) {
      const text = textOf(place.file);
      file = { lines: text.split(/\r\n|\r|\n/), hashes: lineHashes(text) };
      files.set(place.file, file);
    }
    const line = file.lines[place.startLine - 1] ?? '';
    const words = [rule, place.path, line.trim().replace(/\s+/g, ' ')].join('\0');
    const count = (counts.get(words) ?? 0) + 1;
    counts.set(words, count);
    const own = createHash('sha256').update(`${words}\0${count}`).digest('hex');
    return { line: file.hashes[place.startLine - 1] ?? '', own };
  });
}
