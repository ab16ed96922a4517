/**
 * Versions of QEMU. What is accepted, and what holds by default, differs between them; a table row says
 * from which version to which it is true.
 */

/** Major and minor as one number that sorts: 1002 is 10.2, 602 is 6.2. Patch releases change no option. */
export type QemuVersion = number;

/** The newest version that the tables were read from. */
export const NEWEST_VERSION: QemuVersion = 1101;

/** Reads `10.2`, `10.2.1` or `v10.2`; undefined for anything else. */
export function parseVersion(text: string): QemuVersion | undefined {
  const match = /^v?(\d{1,2})\.(\d{1,2})(?:\.\d+)*$/.exec(text.trim());
  return match ? Number(match[1]) * 100 + Number(match[2]) : undefined;
}

/** Writes `10.2` for 1002. */
export function versionText(version: QemuVersion): string {
  return `${Math.floor(version / 100)}.${version % 100}`;
}

/** Something that not every version has. */
export interface Versioned {
  /** The first version with it; undefined if it was there before QEMU 2.0. */
  readonly since?: QemuVersion;
  /** The first version without it; undefined if it is still there. */
  readonly until?: QemuVersion;
}

/** Whether a version has it. */
export function isIn(row: Versioned, version: QemuVersion): boolean {
  return version >= (row.since ?? 0) && version < (row.until ?? Number.POSITIVE_INFINITY);
}
