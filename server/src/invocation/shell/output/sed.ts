/**
 * `sed` as far as it replaces plain text by plain text (`s/old/new/`, GNU sed's manual 3.3) in what is known.
 */
import { C_ESCAPES } from '../../../syntax/c-escapes.ts';
import {
  concat,
  literally,
  type MappedText,
  replaceEach,
  split,
  UNKNOWN,
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
  const isSure = input.pieces.every(({ kind, branch }) => kind === 'known' && !branch);
  // Each with its end.
  let lines = split(input, /(?<=\n)/g);
  for (const commands of scripts.map(substitutionsIn)) {
    if (commands === undefined) return undefined;
    for (const command of commands) {
      // What is not known, or not there in every run, may be a part of what is replaced, or the first of a line.
      const isOwn = command.all && command.old.length === 1 && command.old !== UNKNOWN;
      // No line has a line ending in it.
      if (command.old.includes('\n') || !(isSure || isOwn)) return undefined;
      lines = lines.map((line) => replaced(line, command));
    }
  }
  return readAgainText(concat(lines));
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

function replaced(line: MappedText, { old, instead, all }: Substitution): MappedText {
  let done = false;
  return replaceEach(line, literally(old), () => {
    const isLeft = done && !all;
    done = true;
    return isLeft ? undefined : instead;
  });
}
