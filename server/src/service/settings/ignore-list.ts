/** Lists of ignored paths, read as git reads them (gitignore(5)). */
import ignore, { type Ignore } from 'ignore';
import { withoutSlashes } from '../../text/paths.ts';

/** What a list says of the entries of one folder. */
export interface IgnoreState {
  readonly list: Ignore;
  /** The folder, relative to the list's: empty or `lab/old/`. */
  readonly path: string;
}

/** Steps of a pattern for one name. */
const LINE = 100;
/** The most folders in a path, each of which a `**` may skip. */
const LEVELS = 256;

/** The most steps of a list for one name. Each `**` behind the first multiplies those of its line. */
export function stepsOfList(lines: readonly string[]): number {
  let steps = 0;
  for (const line of lines) {
    if (line !== '') steps += LINE + LEVELS ** Math.max(0, line.split('**').length - 2);
  }
  return steps;
}

/** Compiles a list for its own folder. */
export function readIgnoreList(lines: readonly string[]): IgnoreState {
  return { list: newList().add(lines), path: '' };
}

function newList(): Ignore {
  return ignore({ ignoreCase: false });
}

/** The line of a list for a glob: `/lab` for `lab/`; nothing for an empty glob. */
export function globLine(glob: string): readonly string[] {
  const path = withoutSlashes(glob.replace(/^(?:\.?\/)+/, ''));
  // Trailing blanks need a backslash.
  return path === ''
    ? []
    : [`/${path.replace(/(?<! ) +$/, (blanks) => '\\ '.repeat(blanks.length))}`];
}

/** Whether an entry is ignored; undefined if no pattern matches. */
export function verdictOf(
  { list, path }: IgnoreState,
  name: string,
  isFolder: boolean,
): boolean | undefined {
  const { ignored, unignored } = list.test(`${path}${name}${isFolder ? '/' : ''}`);
  return ignored || unignored ? ignored : undefined;
}

/** The state in a subfolder, which is not ignored. */
export function enterFolder(state: IgnoreState, name: string): IgnoreState {
  const path = `${state.path}${name}/`;
  if (!verdictOf(state, name, true)) return { list: state.list, path };
  // Another list takes back that this one ignores the folder.
  const taken = `!/${path.replace(/[*?[\\ ]/g, '\\$&')}`;
  return { list: newList().add(state.list).add(taken), path };
}
