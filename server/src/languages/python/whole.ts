/** All of Python but by what its files are known: loaded when the first of them is looked at. */
import { lowerPython } from '../../invocation/from-python.ts';
import { marginStart } from '../../syntax/comments.ts';
import { readPythonComments } from '../../syntax/python/comments.ts';
import { USER_DIRECTORY } from '../../syntax/python/encodings.ts';
import { spell, type Template } from '../../syntax/spell.ts';
import { type Encodings, innermost } from '../../text/encoding.ts';
import type { Later } from '../loaded-later.ts';
import { SHELL } from '../shell/index.ts';
import { PYTHON_EDIT, pythonSeparators, readDocument } from './edit.ts';
import { pythonRepairs } from './repairs.ts';

/** The directory of whoever runs the program, as an expression. */
const OF_USER: Template = [
  { kind: 'source', source: USER_DIRECTORY },
  { kind: 'text', text: '/' },
];

/**
 * A text for a shell has what a shell expands. Elsewhere it is an expression, where one can stand and the file has `os`;
 * what is left is a path from where QEMU is started.
 */
function socketDirectoryAt(at: Encodings): Template {
  if (innermost(at).notation === 'shell') return SHELL.socketDirectory;
  return spell(OF_USER, at, at) === undefined ? [] : OF_USER;
}

/** How Python is read, commented, changed and completed. */
export const PYTHON_READER: Later = {
  lower: (text) => lowerPython(readDocument(text), text),
  comments: {
    read: (text, marker) => readPythonComments(text, readDocument(text), marker),
    hasLine: (text, { at }) => marginStart(text, at.start) !== undefined,
  },
  edit: PYTHON_EDIT,
  complete: {
    repairs: pythonRepairs,
    isInVariable: (text, offset) => /\{[\w.]*$/.test(text.slice(Math.max(0, offset - 64), offset)),
    separators: pythonSeparators,
  },
  socketDirectoryAt,
};
