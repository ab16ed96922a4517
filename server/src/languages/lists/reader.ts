import { MAY_BE_COMMAND } from '../../invocation/lists/command-text.ts';
import { lowerLists } from '../../invocation/lists/lower.ts';
import { type Program, readProgram } from '../../invocation/lists/program.ts';
import { type ShellText, shellTextsIn } from '../../invocation/lists/shells.ts';
import { valuesOf } from '../../invocation/lists/values.ts';
import { ALL_MONITOR_OPTIONS, oneOf } from '../../invocation/monitor-options.ts';
import { joinComments, marginStart } from '../../syntax/comments.ts';
import type { LiteralLanguage } from '../../syntax/literals/language.ts';
import { readLiterals } from '../../syntax/literals/reader.ts';
import type { LiteralFile } from '../../syntax/literals/tree.ts';
import { LIMITS } from '../../text/limits.ts';
import { readOnce } from '../../text/lookup.ts';
import { firstFrom, type Span } from '../../text/span.ts';
import type { Later } from '../loaded-later.ts';
import { endOf, lineStart, openQuote, WORD_TAIL } from '../marked-text.ts';
import { mixedEdit } from '../mixed-edit.ts';
import { commentsInScript } from '../script-comments.ts';
import { SHELL_COMPLETION } from '../shell/index.ts';
import type { CommentStyle, Repair } from '../support.ts';
import { literalEdit } from './edit.ts';

/** The reader of a language whose comments begin with `comment`, if it has any. */
export function readerOf(literals: LiteralLanguage, comment: string | undefined): Later {
  const programOf = readOnce(
    (text): Program => readProgram(readLiterals(text, literals), literals),
  );
  const comments: CommentStyle | undefined =
    comment === undefined
      ? undefined
      : {
          read: (text, marker) => {
            const program = programOf(text);
            const shells = shellTextsIn(program, valuesOf(program));
            const inside = shells.flatMap(({ scripts }) => {
              return scripts.map((script) => commentsInScript(script, marker, ''));
            });
            const { comments } = program.file;
            const targets = commentTargets(program, shells).map((at) => ({ at }));
            return joinComments(text, marker, { comments, targets, inside, blank: /\s/y });
          },
          delimiters: [`${comment} `, ''],
          hasLine: (text, { at }) => marginStart(text, at.start) !== undefined,
        };
  return {
    lower: (text) => lowerLists(text, literals, programOf),
    comments,
    edit: mixedEdit(literalEdit(programOf)),
    complete: { ...SHELL_COMPLETION, repairs: literalRepairs(literals) },
  };
}

/** Literals that comments can be about: an option or an address. */
const MATTERS = new RegExp(
  String.raw`^--?${oneOf(ALL_MONITOR_OPTIONS)}$|^(?:mon:)?[a-z]+\d*:|^socket,|host`,
);

/** Spans of comment targets, nested or disjoint. */
function commentTargets(program: Program, shells: readonly ShellText[]): readonly Span[] {
  const { file } = program;
  const given = new Set(shells.map(({ start }) => start));
  const spans: Span[] = [];
  let last = -1;
  for (const [index, token] of file.tokens.entries()) {
    if (spans.length >= LIMITS.pieces) break;
    // The statement is a target already.
    if (token.kind !== 'literal' || token.end <= last) continue;
    const own = program.wordAt(index);
    if (!given.has(index) && !MATTERS.test(own) && !MAY_BE_COMMAND.test(own)) continue;
    const statement = statementOf(program, index);
    if (statement.start >= last) spans.push(statement);
    last = Math.max(last, statement.end);
  }
  return [...spans, ...spans.flatMap((span) => linesIn(file, span))];
}

/** The span of a statement, from first to last token; in data from the first token of the line. */
function statementOf(program: Program, index: number): Span {
  const { tokenAt, file, isBlock } = program;
  let at = index;
  // Out of brackets that are no blocks.
  for (let steps = 0; steps < 64; steps++) {
    const parent = tokenAt(at)?.parent ?? -1;
    if (parent === -1 || isBlock(parent) || isData(program, parent)) break;
    at = parent;
  }
  const first = program.statementStart(at);
  let end = at;
  for (let steps = 0; steps < 2_000; steps++) {
    const next = program.behind(end);
    const token = tokenAt(next);
    const isOver =
      token === undefined ||
      token.parent !== tokenAt(at)?.parent ||
      /^[;)\]}]$/.test(program.textAt(next)) ||
      (token.isFirst && program.statementStart(next) === next) ||
      (program.textAt(next) === ',' && isData(program, token.parent));
    if (isOver) {
      end = next - 1;
      break;
    }
    end = next;
  }
  const start = tokenAt(first)?.start ?? 0;
  return { start, end: Math.max(start, tokenAt(end)?.end ?? file.source.length) };
}

/** Whether a bracket holds named entries, which are like statements: `{ "args": […] }`. */
function isData({ textAt, tokenAt }: Program, index: number): boolean {
  if (textAt(index) !== '{') return false;
  const key = tokenAt(index + 1);
  const sign = textAt(index + 2);
  return key !== undefined && (sign === ':' || sign === '=');
}

function linesIn({ tokens }: LiteralFile, { start, end }: Span): readonly Span[] {
  const lines: { start: number; end: number }[] = [];
  let index = firstFrom(tokens, start, (token) => token.start);
  for (; index < tokens.length; index++) {
    const token = tokens[index];
    if (token === undefined || token.start >= end) break;
    const line = lines.at(-1);
    if (line === undefined || token.isFirst) lines.push({ start: token.start, end: token.end });
    else line.end = token.end;
  }
  return lines.length > 1 ? lines.slice(1) : [];
}

function literalRepairs({ strings }: LiteralLanguage) {
  const sign = strings.some(({ escapes }) => escapes === 'backtick') ? '`' : '\\';
  const quotes = new Set(
    strings.map(({ close }) => close('')).filter((close) => close.length === 1 && close !== '\n'),
  );
  return (text: string, offset: number): readonly Repair[] => {
    const quote = openQuote(text.slice(lineStart(text, offset), offset), quotes, sign);
    return quote === '' ? [] : [[{ at: endOf(WORD_TAIL, text, offset), text: quote }]];
  };
}
