/**
 * The globs of VS Code's settings as lines of a `.gitignore`, so that one matcher serves both. They count from
 * the folder of the workspace: `*.sh` are the scripts right in it. Whatever a folder that matches holds is
 * matched with it.
 */

/** How many globs the braces of one may make; one that makes more matches nothing. */
const MAX_ALTERNATIVES = 1000;

/** The lines that match what the globs match. */
export function globLines(globs: readonly string[]): readonly string[] {
  return globs.flatMap(expandBraces).flatMap(toLine);
}

function toLine(glob: string): readonly string[] {
  const path = glob.replace(/^(?:\.?\/)+/, '').replace(/\/+$/, '');
  // The blanks at its end are part of a glob, and of a line only behind a backslash.
  return path === '' ? [] : [`/${path.replace(/ +$/, (blanks) => '\\ '.repeat(blanks.length))}`];
}

/** `a.{sh,bash}` as `a.sh` and `a.bash`, braces within braces too. One without its other half is a character. */
function expandBraces(glob: string): readonly string[] {
  let globs: readonly string[] = [glob];
  while (globs.some((one) => INNERMOST.test(one))) {
    globs = globs.flatMap(expandFirst);
    if (globs.length > MAX_ALTERNATIVES) return [];
  }
  return globs;
}

/** A pair of braces with no other one inside. */
const INNERMOST = /\{([^{}]*)\}/;

function expandFirst(glob: string): readonly string[] {
  const found = INNERMOST.exec(glob);
  if (found === null) return [glob];
  const before = glob.slice(0, found.index);
  const behind = glob.slice(found.index + found[0].length);
  return (found[1] ?? '').split(',').map((middle) => before + middle + behind);
}
