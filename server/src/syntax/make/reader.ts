/**
 * Reads a Makefile as GNU make does (`eval` of src/read.c), and never throws. What is half-typed costs its own line: an
 * `ifeq` without an end ends with the file. What a variable holds is not known here, so that a line which only an
 * expansion makes a rule is an expression.
 */
import { type MappedText, mappedText, slice, spanOf, withMarks } from '../../text/mapped-text.ts';
import { cover, type Span } from '../../text/span.ts';
import { assignmentIn, definitionIn, prefixOf } from './assignments.ts';
import { conditionIn, elseIn } from './conditions.ts';
import { MAKE } from './encodings.ts';
import {
  collapsed,
  findOutside,
  lineAt,
  type MakeLine,
  trimmed,
  trimmedStart,
  withoutComment,
} from './lines.ts';
import { joinedLines, ruleIn } from './rules.ts';
import type { MakeComment, MakeCondition, Makefile, MakeNode, MakeRule } from './tree.ts';

/** An `ifeq` whose `endif` has not come. */
interface OpenConditional {
  readonly start: number;
  readonly arms: { readonly condition: MakeCondition; readonly body: MakeNode[] }[];
  otherwise: MakeNode[] | undefined;
}

/** Reads the Makefile of a file. */
export function readMakefile(text: string): Makefile {
  return placedMakefile(text, 0);
}

/** The same of a file that lies behind others in one text, from `start` on. */
export function placedMakefile(text: string, start: number): Makefile {
  const at = { start, end: start + text.length };
  const base = { at, verbatim: true, encodings: MAKE['make-line'], through: [] } as const;
  return readMake(mappedText([{ kind: 'known', text, ...base }], at));
}

/** The same for a text that make reads, such as what `$(eval …)` is given. */
export function readMake(source: MappedText): Makefile {
  const { text } = source;
  const top: MakeNode[] = [];
  const open: OpenConditional[] = [];
  const comments: MakeComment[] = [];
  let into = top;
  let rule: OpenRule | undefined;
  let prefix = '\t';
  let isWhole = true;

  const place = (start: number, end: number): Span => {
    const first = slice(source, start, end);
    return first.text === ''
      ? first.place
      : cover(spanOf(first), spanOf(slice(source, end - 1, end)));
  };
  const inRecipe = (start: number, end: number): MappedText => {
    return withMarks(slice(source, start, end), (piece) => {
      const isOwn = piece.encodings === MAKE['make-line'];
      return isOwn ? { ...piece, encodings: MAKE['make-recipe'] } : piece;
    });
  };
  const endRule = (): void => {
    rule?.finish();
    rule = undefined;
  };

  let line: MakeLine = {
    start: 0,
    end: 0,
    next: text.startsWith('\ufeff') ? 1 : 0,
    isContinued: false,
  };
  while (line.next < text.length) {
    line = lineAt(text, line.next);
    const { start, end } = line;
    if (rule && text[start] === prefix) {
      const own = joinedLines(inRecipe(start + 1, end), prefix);
      const at = place(start + 1, end);
      if (/^\s*#/.test(own.text) && !line.isContinued)
        comments.push(commentAt(text, start + 1, end));
      rule.extend(end);
      into.push({ kind: 'recipe', at, text: own });
      continue;
    }
    const comment = findOutside(text.slice(start, end), '#');
    if (comment !== -1) comments.push(commentAt(text, start + comment, end));
    const whole = collapsed(slice(source, start, end));
    const body = trimmed(withoutComment(whole));
    if (body.text === '') continue;
    const at = place(start + margin(text, start), end);
    const { directive, modifiers, rest } = prefixOf(body.text);
    if (directive === 'define') {
      const value = defineFrom(text, line.next);
      const name = trimmed(slice(body, rest));
      const named = definitionIn(`${name.text} `, 0);
      endRule();
      into.push({
        kind: 'assignment',
        at: place(start + margin(text, start), value.end),
        name: named ? slice(name, 0, named.nameEnd) : name,
        operator: named?.operator ?? '=',
        value: definedText(source, inRecipe, value.lines, value.start),
        modifiers,
      });
      isWhole &&= value.isClosed;
      line = { ...line, next: value.next };
      continue;
    }
    const assignment = assignmentIn(trimmedStart(withoutComment(whole)), at);
    if (assignment) {
      endRule();
      if (assignment.name.text === '.RECIPEPREFIX')
        prefix = assignment.value.text.charAt(0) || '\t';
      into.push(assignment);
      continue;
    }
    const condition = conditionIn(body);
    const current = open.at(-1);
    if (condition) {
      const body: MakeNode[] = [];
      open.push({ start, arms: [{ condition, body }], otherwise: undefined });
      into = body;
      continue;
    }
    const otherwise = current && elseIn(body);
    if (otherwise) {
      rule?.leaves(open.length - 1);
      const next: MakeNode[] = [];
      if (otherwise.condition) current.arms.push({ condition: otherwise.condition, body: next });
      else current.otherwise = next;
      into = next;
      continue;
    }
    if (/^endif(?:\s|$)/.test(body.text)) {
      const ended = open.pop();
      const around = open.at(-1);
      into = around ? (around.otherwise ?? around.arms.at(-1)?.body ?? top) : top;
      if (ended) into.push(conditional(ended, place(ended.start + margin(text, ended.start), end)));
      else isWhole = false;
      rule?.leaves(open.length);
      rule?.extend(end);
      continue;
    }
    const word = /^[\w-]+(?=\s|$)/.exec(body.text)?.[0] ?? '';
    const others = trimmed(slice(body, word.length));
    if (directive === 'undefine') {
      endRule();
      into.push({ kind: 'undefine', at, name: trimmed(slice(body, rest)), modifiers });
    } else if (word === 'export' || word === 'unexport') {
      endRule();
      into.push({ kind: 'export', at, names: others, isExported: word === 'export' });
    } else if (['include', '-include', 'sinclude'].includes(word)) {
      endRule();
      into.push({ kind: 'include', at, names: others });
    } else if (word !== 'vpath' && word !== 'load' && word !== '-load') {
      endRule();
      const found = ruleIn(trimmedStart(whole), at, inRecipeText);
      if (found === undefined) into.push({ kind: 'expression', at, text: body });
      else {
        rule = openRule({ into, rule: found.rule, place, start, end, depth: open.length });
        if (found.recipe) into.push({ kind: 'recipe', at: found.recipeAt, text: found.recipe });
      }
    } else endRule();
  }
  endRule();
  isWhole &&= open.length === 0;
  for (let ended = open.pop(); ended; ended = open.pop()) {
    const around = open.at(-1);
    const outer = around ? (around.otherwise ?? around.arms.at(-1)?.body ?? top) : top;
    outer.push(conditional(ended, place(ended.start, text.length)));
  }
  return { nodes: top, comments, isWhole };
}

/** A rule whose recipe may go on. */
interface OpenRule {
  readonly extend: (end: number) => void;
  /** The conditional ends in which it may stand, so that no more of it is written there. */
  readonly leaves: (depth: number) => void;
  readonly finish: () => void;
}

interface RuleStart {
  readonly into: MakeNode[];
  readonly rule: MakeRule;
  readonly place: (start: number, end: number) => Span;
  readonly start: number;
  readonly end: number;
  /** How many conditionals it stands in. */
  readonly depth: number;
}

function openRule({ into, rule, place, start, end, depth }: RuleStart): OpenRule {
  const index = into.push(rule) - 1;
  let last = end;
  let isLeft = false;
  return {
    extend: (to) => {
      if (!isLeft) last = to;
    },
    leaves: (left) => {
      isLeft ||= left < depth;
    },
    finish: () => {
      into[index] = { ...rule, whole: { ...place(start, last), start: rule.at.start } };
    },
  };
}

function conditional({ arms, otherwise }: OpenConditional, at: Span): MakeNode {
  return { kind: 'conditional', at, arms, otherwise };
}

function margin(text: string, start: number): number {
  return /^[ \t]*/.exec(text.slice(start, start + 200))?.[0].length ?? 0;
}

/** A comment by its place in the text that is read. */
function commentAt(text: string, from: number, end: number): MakeComment {
  const start = text.indexOf('#', from);
  return { at: { start, end }, textAt: { start: start + 1, end } };
}

/** A part of a line of a rule as a recipe has it. */
function inRecipeText(text: MappedText): MappedText {
  return withMarks(text, (piece) => {
    return piece.encodings === MAKE['make-line']
      ? { ...piece, encodings: MAKE['make-recipe'] }
      : piece;
  });
}

/** The lines up to the `endef` of a `define`, of which others may stand inside of it. */
function defineFrom(text: string, from: number) {
  const lines: MakeLine[] = [];
  let depth = 1;
  let next = from;
  while (next < text.length) {
    const line = lineAt(text, next);
    next = line.next;
    const own = text.slice(line.start, line.end);
    if (/^[ ]*endef(?:\s|#|$)/.test(own)) depth--;
    else if (!own.startsWith('\t') && prefixOf(own.trimStart()).directive === 'define') depth++;
    if (depth === 0) return { lines, start: from, end: line.end, next, isClosed: true };
    lines.push(line);
  }
  return { lines, start: from, end: text.length, next, isClosed: false };
}

/** The text of a `define`: each of its lines in one, with the line endings between them. */
function definedText(
  source: MappedText,
  inRecipe: (start: number, end: number) => MappedText,
  lines: readonly MakeLine[],
  start: number,
): MappedText {
  const pieces = lines.flatMap(({ start: from, end }, index) => {
    const own = collapsed(inRecipe(from, end)).pieces;
    const before = lines[index - 1];
    return before ? [...inRecipe(before.next - 1, before.next).pieces, ...own] : own;
  });
  return mappedText(pieces, slice(source, start, start).place);
}
