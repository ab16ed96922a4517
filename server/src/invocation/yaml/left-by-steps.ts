/**
 * The variables that a step of GitHub leaves to the steps behind it: what it writes into the file `$GITHUB_ENV`, which wins
 * over `env:` of the job and the workflow and loses against the step's own. What cannot be read there may be any variable.
 */
import { type MappedText, slice, spanOf, UNKNOWN, withMarks } from '../../text/mapped-text.ts';
import type { HostValue } from '../shell/embedded.ts';
import type { Environment } from './values.ts';

/** With more variables than anybody has nothing is known of any. */
export const MAX_VARIABLES = 500;
/** With more values of one variable than anybody writes none is known. */
const MAX_VALUES = 8;

/** The environment behind a step that leaves one of these in the file; `isSure` where it is run always. */
export function environmentBehind(
  before: Environment,
  left: readonly HostValue[],
  isSure: boolean,
): Environment {
  const ways = left.map((text) => text && assigned(text, before));
  if (ways.some((way) => way === undefined)) {
    return new Map([...before.keys()].map((name) => [name, NOBODY_KNOWS]));
  }
  const all = isSure ? ways : [before, ...ways];
  const names = new Set(all.flatMap((way) => [...(way?.keys() ?? [])]));
  if (names.size > MAX_VARIABLES) return new Map();
  return new Map(
    [...names].map((name) => {
      const values = new Set(all.flatMap((way) => way?.get(name) ?? NOBODY_KNOWS));
      return [name, values.size > MAX_VALUES ? NOBODY_KNOWS : [...values]];
    }),
  );
}

const NOBODY_KNOWS: readonly HostValue[] = [undefined];

/** The variables behind `NAME=value` and `NAME<<END` in a file; undefined where somebody else may say which. */
function assigned(text: MappedText, before: Environment): Environment | undefined {
  const { decoded } = text;
  const found = new Map(before);
  for (let start = 0; start < decoded.length; ) {
    const end = lineEnd(decoded, start);
    const [, name = '', operator, rest = ''] =
      /^(.*?)(=|<<)(.*)$/.exec(decoded.slice(start, end)) ?? [];
    const isOpen = (operator === undefined ? decoded.slice(start, end) : name).includes(UNKNOWN);
    if (isOpen) return undefined;
    let value = slice(text, start + name.length + 1, end);
    start = end + 1;
    if (operator === '<<') {
      const close = closing(decoded, rest, start);
      if (close === undefined) return undefined;
      value = slice(text, start, Math.max(start, close - 1));
      start = lineEnd(decoded, close) + 1;
    }
    if (operator === undefined) continue;
    const at = spanOf(value);
    const own = withMarks(value, (piece) => ({ ...piece, definition: at }));
    const mayBeLeftOut = value.pieces.some(({ branch }) => branch);
    found.set(name, mayBeLeftOut ? [...(found.get(name) ?? NOBODY_KNOWS), own] : [own]);
  }
  return found;
}

function lineEnd(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  return end === -1 ? text.length : end;
}

/** Where the line begins that ends a value of several. */
function closing(text: string, delimiter: string, from: number): number | undefined {
  for (let start = from; start < text.length; start = lineEnd(text, start) + 1) {
    if (text.slice(start, lineEnd(text, start)) === delimiter) return start;
  }
  return undefined;
}
