/** The table of external programs: what is known of one, by its name or path. */
import { baseName } from '../domain/blocks.ts';
import { CONNECTIONS } from './connections.ts';
import { LIBVIRT } from './libvirt.ts';
import { MACHINES } from './machines.ts';
import { PLAIN } from './plain.ts';
import type { Program } from './program.ts';
import { SHELLS } from './shells.ts';
import { TERMINALS } from './terminals.ts';
import { USERS } from './users.ts';
import { WRAPPERS } from './wrappers.ts';

const ROWS = [WRAPPERS, USERS, MACHINES, SHELLS, TERMINALS, CONNECTIONS, LIBVIRT, PLAIN].flat();

const BY_NAME: ReadonlyMap<string, Program> = new Map(
  ROWS.flatMap((row) => row.names.map((name) => [name, row] as const)),
);

/** The row of a program; undefined for one that nobody knows. */
export function programAt(path: string): Program | undefined {
  return BY_NAME.get(baseName(path));
}

/** The names of all programs of a kind. */
export function namesOf(isOfKind: (row: Program) => boolean): readonly string[] {
  return ROWS.filter(isOfKind).flatMap(({ names }) => names);
}

/** Whether a program runs what it is given. */
export function runsOthers(path: string): boolean {
  const row = programAt(path);
  return row?.lastWords !== undefined || row?.nested !== undefined;
}

const VERBOSE = /^(?:-[a-zA-Z]*v[a-zA-Z]*|--verbose)$/;

/** Whether a command prints nothing; of the words behind its name those that are not known are undefined. */
export function isQuiet(name: string, words: readonly (string | undefined)[]): boolean {
  const prints = programAt(name)?.prints;
  const has = (sought: RegExp) => words.some((word) => word !== undefined && sought.test(word));
  if (prints === 'nothing') return !has(VERBOSE);
  return prints instanceof RegExp && has(prints);
}
