import { lowerPython } from '../../invocation/from-python.ts';
import { holdsQemuOptions, namesQemu } from '../../invocation/program.ts';
import {
  type Comments,
  type CommentTarget,
  joinComments,
  marginStart,
} from '../../syntax/comments.ts';
import { USER_DIRECTORY } from '../../syntax/python/encodings.ts';
import type { Body, Expression, PythonFile } from '../../syntax/python/tree.ts';
import { visitExpressions, visitStatements } from '../../syntax/python/walk.ts';
import { spell, type Template } from '../../syntax/spell.ts';
import { type Encodings, innermost } from '../../text/encoding.ts';
import type { Span } from '../../text/span.ts';
import type { Later } from '../loaded-later.ts';
import { SHELL } from '../shell/index.ts';
import { PYTHON_EDIT, pythonSeparators, readDocument } from './edit.ts';
import { isInCode, pythonRepairs } from './repairs.ts';

const OF_USER: Template = [
  { kind: 'source', source: USER_DIRECTORY },
  { kind: 'text', text: '/' },
];

/**
 * The directory for sockets: in text for a shell the shell's, unless quotes forbid that; elsewhere an expression (needs
 * `os`) or the working directory.
 */
function socketDirectoryAt(at: Encodings): Template {
  const folder = innermost(at).notation === 'shell' ? SHELL.socketDirectory : OF_USER;
  return spell(folder, at, at) === undefined ? [] : folder;
}

/** What loads with the first Python file. */
export const PYTHON_READER: Later = {
  lower: (text) => {
    const file = readDocument(text);
    return mayActOn(file, text) ? lowerPython(file, text) : [];
  },
  comments: {
    read: (text, marker) => readPythonComments(text, readDocument(text), marker),
    hasLine: (text, { at }) => marginStart(text, at.start) !== undefined,
  },
  edit: PYTHON_EDIT,
  complete: {
    repairs: pythonRepairs,
    isInCode,
    isWhole: (text) => readDocument(text).isWhole,
    isInVariable: (text, offset) => /\{[\w.]*$/.test(text.slice(Math.max(0, offset - 64), offset)),
    separators: pythonSeparators,
  },
  socketDirectoryAt,
};

/** QEMU's name, but of a folder: `qemu/osv`; or an option for a monitor. */
const NAMES_PROGRAM =
  /(?:qemu|kvm|xemu|panda-s|storage-daemon)(?![\w.+-]*\/)|-(?:monitor|qmp|mon\b|chardev)/i;

/** Whether code may start QEMU, besides what comments and docstrings tell of it. */
function mayActOn({ body, comments, stopped }: PythonFile, text: string): boolean {
  if (stopped !== undefined) return true;
  const skipped = [...comments];
  visitStatements(body, (statements) => {
    for (const one of statements) {
      if (one.kind === 'expression' && one.value.kind === 'text') skipped.push(one.at);
    }
  });
  let code = '';
  let end = 0;
  for (const at of skipped.toSorted((one, other) => one.start - other.start)) {
    code += `${text.slice(end, at.start)}\n`;
    end = at.end;
  }
  code += text.slice(end);
  return NAMES_PROGRAM.test(code) || (namesQemu(code) && holdsQemuOptions(code));
}

function readPythonComments(text: string, file: PythonFile, marker: string): Comments {
  const comments = file.comments.map((at) => ({
    at,
    textAt: { start: at.start + 1, end: at.end },
  }));
  const targets: CommentTarget[] = [];
  visitStatements(file.body, (body) => {
    for (const at of linesOf(text, body)) targets.push({ at });
  });
  visitExpressions(file.body, (expression) => {
    for (const at of elementsOf(text, expression)) targets.push({ at });
  });
  const joined = joinComments(text, marker, { comments, targets: distinct(targets) });
  return { ...joined, isWhole: file.isWhole && file.stopped === undefined };
}

function distinct(targets: readonly CommentTarget[]): readonly CommentTarget[] {
  const known = new Map(targets.map((target) => [`${target.at.start} ${target.at.end}`, target]));
  return [...known.values()];
}

/** Spans of statements; those that begin on one line are one span. */
function linesOf(text: string, body: Body): readonly Span[] {
  const spans: Span[] = [];
  for (const { at } of body) {
    const last = spans.at(-1);
    if (last && !text.slice(last.end, at.start).includes('\n')) {
      spans[spans.length - 1] = { start: last.start, end: at.end };
    } else spans.push(at);
  }
  return spans;
}

/** Elements and arguments that begin a line, an option with its value. */
function elementsOf(text: string, expression: Expression): readonly Span[] {
  const elements =
    expression.kind === 'call'
      ? expression.args.map(({ at, value }) => ({ at, value }))
      : expression.kind === 'list' || expression.kind === 'tuple'
        ? expression.elements.map((value) => ({ at: value.at, value }))
        : [];
  return elements.flatMap(({ at, value }, index) => {
    if (marginStart(text, at.start) === undefined) return [];
    const next = elements[index + 1];
    const hasValue = isOption(value) && next !== undefined && !isOption(next.value);
    return [hasValue ? { start: at.start, end: next.at.end } : at];
  });
}

function isOption(expression: Expression): boolean {
  if (expression.kind !== 'text') return false;
  const [first] = expression.parts;
  return first?.kind === 'text' && first.text.decoded.startsWith('-');
}
