/**
 * The editor's side of positions: where text is, what a range covers, what edits make of a text. It is
 * written anew here, since the server's own reckoning is what the tests are about.
 */
import assert from 'node:assert/strict';
import type {
  CodeAction,
  Position,
  Range,
  TextDocumentEdit,
  TextEdit,
} from 'vscode-languageserver';

export type Encoding = 'utf-16' | 'utf-8';

/** The position of an offset. */
export function positionAt(text: string, offset: number, encoding: Encoding = 'utf-16'): Position {
  const lines = text.slice(0, offset).split(/\r\n|\n|\r/);
  return { line: lines.length - 1, character: count(lines.at(-1) ?? '', encoding) };
}

/** The range of a part of a text that occurs once. */
export function rangeOf(text: string, part: string, encoding: Encoding = 'utf-16'): Range {
  const start = text.indexOf(part);
  assert.notEqual(start, -1, `${part} is not in the text`);
  assert.equal(text.indexOf(part, start + 1), -1, `${part} is in the text twice`);
  return {
    start: positionAt(text, start, encoding),
    end: positionAt(text, start + part.length, encoding),
  };
}

/** What a range covers. */
export function textIn(text: string, range: Range, encoding: Encoding = 'utf-16'): string {
  return text.slice(offsetAt(text, range.start, encoding), offsetAt(text, range.end, encoding));
}

/** A text after edits that all count in the text before them. */
export function applyEdits(
  text: string,
  edits: readonly TextEdit[],
  encoding: Encoding = 'utf-16',
): string {
  const placed = edits.map(({ range, newText }) => ({
    start: offsetAt(text, range.start, encoding),
    end: offsetAt(text, range.end, encoding),
    newText,
  }));
  placed.sort((a, b) => b.start - a.start);
  for (const [index, { start, end }] of placed.entries()) {
    assert.ok(start <= end, 'an edit ends before it starts');
    const later = placed[index - 1];
    assert.ok(later === undefined || end <= later.start, 'two edits overlap');
  }
  return placed.reduce(
    (edited, { start, end, newText }) => edited.slice(0, start) + newText + edited.slice(end),
    text,
  );
}

/** A text after a code action whose edit names document and version. */
export function applyAction(
  text: string,
  action: CodeAction | undefined,
  encoding: Encoding = 'utf-16',
): string {
  const [change, ...others] = action?.edit?.documentChanges ?? [];
  assert.ok(change && 'edits' in change, 'the action has no edit with a version');
  assert.deepEqual(others, []);
  return applyEdits(text, (change satisfies TextDocumentEdit).edits as TextEdit[], encoding);
}

function offsetAt(text: string, { line, character }: Position, encoding: Encoding): number {
  const breaks = [...text.matchAll(/\r\n|\n|\r/g)];
  const start = line === 0 ? 0 : endOf(breaks[line - 1], line);
  const content = text.slice(start, breaks[line]?.index ?? text.length);
  if (encoding === 'utf-16') {
    assert.ok(character <= content.length, `line ${line} has no character ${character}`);
    return start + character;
  }
  const bytes = Buffer.from(content);
  assert.ok(character <= bytes.length, `line ${line} has no byte ${character}`);
  return start + bytes.subarray(0, character).toString().length;
}

function endOf(match: RegExpExecArray | undefined, line: number): number {
  assert.ok(match, `there is no line ${line}`);
  return match.index + match[0].length;
}

function count(text: string, encoding: Encoding): number {
  return encoding === 'utf-8' ? Buffer.byteLength(text) : text.length;
}
