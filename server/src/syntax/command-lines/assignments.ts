/**
 * Assignments of BitBake: `NAME = "…"`, `NAME:append = "…"`, over as many lines as end in a backslash. A quote inside of a
 * value is one of its characters, and so is a backslash (BitBake user manual, "Syntax and Operators").
 */
import { concat, type MappedText, slice, spanOf, withMarks } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import { type CommandLine, commandFile, linesOf } from './reader.ts';

/** An assignment of a recipe, with what its name says. */
export interface Assignment extends CommandLine {
  /** `NAME` of `NAME:append:qemuarm`. */
  readonly base: string;
  /** What stands behind it: `append` and `qemuarm`. */
  readonly overrides: readonly string[];
  readonly nameAt: Span;
  /** Whether it adds to what the name has. */
  readonly adds: boolean;
  /** The value as somebody gets it who names it elsewhere. */
  readonly definition: MappedText;
}

const ASSIGNMENT =
  /^(?:export[ \t]+)?(([\w.+${}/~-]+?)((?::[\w.+${}/~-]+?)*))[ \t]*(:=|\?\?=|\?=|\+=|\.=|=\+|=\.|=)[ \t]*(["'])/;

/** How long a name may be with what stands around it; no longer line is looked through for one. */
const MAX_NAME = 400;

/** Until a few years ago an underscore stood in the place of the colon. */
const OLD_STYLE = /_(append|prepend|remove)(?:_([a-z][\w-]*))?$/;

/** The assignments of a recipe in their order. */
export function assignmentsIn(source: string): readonly Assignment[] {
  return linesOf(commandFile(source), true).flatMap((line) => {
    const [begins, name = '', plain = '', colons = '', operator = '', quote] =
      ASSIGNMENT.exec(line.decoded.slice(0, MAX_NAME)) ?? [];
    const length = line.decoded.length - 1;
    if (begins === undefined || length < begins.length || !line.decoded.endsWith(quote ?? '"'))
      return [];
    const [old, ...behind] = OLD_STYLE.exec(plain) ?? [];
    const overrides = [...behind.filter((one) => one !== undefined), ...colons.split(':').slice(1)];
    const at = spanOf(line);
    const nameStart = at.start + begins.indexOf(name);
    const text = joined(slice(line, begins.length, length));
    return [
      {
        at,
        text,
        overrides,
        nameAt: { start: nameStart, end: nameStart + name.length },
        base: old === undefined ? plain : plain.slice(0, -old.length),
        adds: /[+.]/.test(operator) || overrides.some((one) => /^(?:ap|pre)pend$/.test(one)),
        definition: withMarks(text, (piece) => ({ ...piece, definition: at })),
      },
    ];
  });
}

/** Without the line ends that a backslash takes back. */
function joined(text: MappedText): MappedText {
  const parts: MappedText[] = [];
  let from = 0;
  for (const { index, 0: own } of text.decoded.matchAll(/\\\r?\n/g)) {
    parts.push(slice(text, from, index));
    from = index + own.length;
  }
  return from === 0 ? text : concat([...parts, slice(text, from)]);
}
