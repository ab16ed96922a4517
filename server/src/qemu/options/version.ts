/** 1002 is 10.2. Patch releases change no option. */
export type QemuVersion = number;

/** The newest version in the tables. */
export const NEWEST_VERSION: QemuVersion = 1101;

/** `10.2`, `10.2.1` or `v10.2`; else undefined. */
export function parseVersion(text: string): QemuVersion | undefined {
  const match = /^v?(\d{1,2})\.(\d{1,2})(?:\.\d+)*$/.exec(text.trim());
  return match ? Number(match[1]) * 100 + Number(match[2]) : undefined;
}

/** `10.2` for 1002. */
export function versionText(version: QemuVersion): string {
  return `${Math.floor(version / 100)}.${version % 100}`;
}

/** Limited to some versions. */
export interface Versioned {
  /** The first version with it; undefined if that is before 2.0. */
  readonly since?: QemuVersion;
  /** The first version without it. */
  readonly until?: QemuVersion;
}

/** Whether a version has a row. */
export function isIn(row: Versioned, version: QemuVersion): boolean {
  return version >= (row.since ?? 0) && version < (row.until ?? Number.POSITIVE_INFINITY);
}
