/**
 * `sed` as far as it replaces plain text by plain text (`s/old/new/`, GNU sed's manual 3.3). Parts that
 * nobody knows stay as they are, unless they could decide what is replaced elsewhere.
 */
import { C_ESCAPES } from '../../../syntax/c-escapes.ts';
import {
  concat,
  literally,
  type MappedText,
  mappedText,
  replaceEach,
  slice,
  split,
} from '../../../text/mapped-text.ts';
import { readAgainText } from '../nested/nested-text.ts';

/** What a letter behind a backslash stands for; `\b` is the edge of a word. */
const { b: _, ...ESCAPES } = C_ESCAPES;

/** A command `s/old/new/` of which `old` is plain text. */
interface Substitution {
  readonly old: string;
  readonly instead: string;
  readonly all: boolean;
}

/** `sed 's/old/new/g; s/more/less/'`; undefined for scripts that do anything else. */
export function sed(operands: readonly string[], input: MappedText): MappedText | undefined {
  const scripts = operands[0] === '-e' ? operands.filter((_, index) => index % 2 === 1) : operands;
  const plain =
    operands[0] !== '-e' || operands.every((one, index) => index % 2 === 1 || one === '-e');
  if (!plain || scripts.length === 0 || (operands[0] !== '-e' && scripts.length > 1)) {
    return undefined;
  }
  // Each with its end.
  let lines = split(input, /(?<=\n)/g);
  for (const commands of scripts.map(substitutionsIn)) {
    if (commands === undefined) return undefined;
    for (const command of commands) {
      // No line has a line ending in it, and which is the first of a line may depend on one.
      if (command.old.includes('\n') || (!command.all && mayJoin(input))) return undefined;
      const next = lines.flatMap((line) => substituted(line, command) ?? []);
      if (next.length < lines.length) return undefined;
      lines = next;
    }
  }
  return readAgainText(concat(lines));
}

/** Whether lines may turn out to be one, since what ends the first need not be there. */
function mayJoin({ pieces }: MappedText): boolean {
  return pieces.some((piece) => piece.kind === 'known' && piece.branch && /\n/.test(piece.text));
}

/** The commands of a script of sed that does nothing but replace plain text; undefined for any other. */
function substitutionsIn(script: string): readonly Substitution[] | undefined {
  const found: Substitution[] = [];
  let index = 0;
  while (index < script.length) {
    if (/[\s;]/.test(script[index] ?? '')) {
      index++;
      continue;
    }
    const delimiter = script[index + 1];
    if (script[index] !== 's' || delimiter === undefined || /[\w\s\\]/.test(delimiter)) {
      return undefined;
    }
    const old = plainUntil(script, index + 2, delimiter, /[[\]*.^$&+?(){}|\n]/);
    const instead = old && plainUntil(script, old.end, delimiter, /[&\n]/);
    if (!instead || old.text === '') return undefined;
    const flags = /^g?/.exec(script.slice(instead.end))?.[0] ?? '';
    index = instead.end + flags.length;
    if (index < script.length && !/[\s;]/.test(script[index] ?? '')) return undefined;
    found.push({ old: old.text, instead: instead.text, all: flags === 'g' });
  }
  return found;
}

/** Plain text up to a delimiter, behind which `end` stands; undefined where it has a special character. */
function plainUntil(
  script: string,
  start: number,
  delimiter: string,
  special: RegExp,
): { readonly text: string; readonly end: number } | undefined {
  let text = '';
  for (let index = start; index < script.length; index++) {
    const letter = script[index] ?? '';
    if (letter === delimiter) return { text, end: index + 1 };
    if (letter === '\\') {
      const next = script[++index] ?? '';
      if (/[\s\w]/.test(next) && ESCAPES[next] === undefined) return undefined;
      // `\+` and its like are operators in a basic expression.
      if (/[+?(){}|]/.test(next) || next === '') return undefined;
      text += ESCAPES[next] ?? next;
    } else if (special.test(letter)) return undefined;
    else text += letter;
  }
  return undefined;
}

/**
 * A line with a text replaced; undefined where what is not known decides. Known characters next to an
 * unknown part may be the beginning or the end of what is replaced.
 */
function substituted(
  line: MappedText,
  { old, instead, all }: Substitution,
): MappedText | undefined {
  const parts: MappedText[] = [];
  let start = 0;
  let sure = true;
  let done = false;
  // Whether another one may be the first all the same: of the runs that lack it, or behind a line ending.
  let again = false;
  for (const run of runsOf(line)) {
    const before = start > 0;
    const piece = slice(line, start, start + run.length);
    start += run.length;
    if (!run.known || (done && !again)) {
      sure &&= run.known;
      again ||= done && !run.known;
      parts.push(piece);
      continue;
    }
    if (mayCross(old, piece.decoded, before, start < line.decoded.length)) return undefined;
    const holds = piece.decoded.includes(old);
    if (done) {
      if (holds) return undefined;
      parts.push(piece);
      continue;
    }
    // Without `g` only the first one is replaced.
    if (holds && !all && !sure) return undefined;
    sure &&= run.always;
    done = holds && !all;
    again = done && !run.always;
    parts.push(holds ? replaced(piece, old, instead, all) : piece);
  }
  return concat(parts);
}

/** Whether a text that is replaced may begin before a known part or end behind it. */
function mayCross(old: string, known: string, before: boolean, behind: boolean): boolean {
  for (let length = 1; length < old.length && length <= known.length; length++) {
    if (before && known.startsWith(old.slice(old.length - length))) return true;
    if (behind && known.endsWith(old.slice(0, length))) return true;
  }
  return before && behind && known.length < old.length && old.includes(known);
}

interface Run {
  readonly length: number;
  readonly known: boolean;
  /** Whether it is there in any case. */
  readonly always: boolean;
}

/** The parts of a text that are known and there together, and those between them. */
function runsOf({ pieces }: MappedText): readonly Run[] {
  const runs: (Run & { length: number; readonly branch: object | undefined })[] = [];
  for (const piece of pieces) {
    const known = piece.kind === 'known';
    const length = mappedText([piece]).decoded.length;
    const last = runs.at(-1);
    if (last && known && last.known && last.branch === piece.branch) last.length += length;
    else runs.push({ length, known, always: piece.branch === undefined, branch: piece.branch });
  }
  return runs;
}

function replaced(line: MappedText, old: string, instead: string, all: boolean): MappedText {
  let done = false;
  return replaceEach(line, literally(old), () => {
    const isLeft = done && !all;
    done = true;
    return isLeft ? undefined : instead;
  });
}
