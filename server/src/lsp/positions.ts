/**
 * The door between offsets and LSP positions. Inside the server everything counts UTF-16 code units, as
 * the protocol does by default; a client may have agreed on UTF-8 bytes instead.
 */
import type { Position, Range, TextDocumentContentChangeEvent } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Span } from '../text/span.ts';

export type PositionEncoding = 'utf-16' | 'utf-8';

/** The first encoding of the client's list that we speak; UTF-16 where it has no list. */
export function chooseEncoding(offered: readonly string[] | undefined): PositionEncoding {
  return offered?.find((encoding) => encoding === 'utf-16' || encoding === 'utf-8') === 'utf-8'
    ? 'utf-8'
    : 'utf-16';
}

/** The range of a span. Both ends are clipped to the document. */
export function toRange(document: TextDocument, at: Span, encoding: PositionEncoding): Range {
  return {
    start: toPosition(document, at.start, encoding),
    end: toPosition(document, at.end, encoding),
  };
}

function toPosition(document: TextDocument, offset: number, encoding: PositionEncoding): Position {
  const position = document.positionAt(offset);
  if (encoding === 'utf-16') return position;
  const line = document.getText({ start: { line: position.line, character: 0 }, end: position });
  return { line: position.line, character: Buffer.byteLength(line) };
}

/** The span of a range; positions outside the document are clipped to it. */
export function toSpan(document: TextDocument, range: Range, encoding: PositionEncoding): Span {
  const start = document.offsetAt(toUtf16(document, range.start, encoding));
  return { start, end: Math.max(start, document.offsetAt(toUtf16(document, range.end, encoding))) };
}

function toUtf16(document: TextDocument, position: Position, encoding: PositionEncoding): Position {
  if (encoding === 'utf-16') return position;
  const { line } = position;
  const text = document.getText({
    start: { line, character: 0 },
    end: { line: line + 1, character: 0 },
  });
  const bytes = Buffer.from(text).subarray(0, position.character);
  return { line, character: bytes.toString().length };
}

/** How documents are created and changed in an encoding: what `TextDocuments` asks for. */
export function documentFactory(encoding: () => PositionEncoding) {
  return {
    create: TextDocument.create,
    update: (
      document: TextDocument,
      changes: TextDocumentContentChangeEvent[],
      version: number,
    ): TextDocument => {
      // Each change counts in the text that the one before it left.
      for (const change of changes) {
        TextDocument.update(document, [inUtf16(document, change, encoding())], version);
      }
      return document;
    },
  };
}

function inUtf16(
  document: TextDocument,
  change: TextDocumentContentChangeEvent,
  encoding: PositionEncoding,
): TextDocumentContentChangeEvent {
  if (encoding === 'utf-16' || !('range' in change)) return change;
  const start = toUtf16(document, change.range.start, encoding);
  const end = toUtf16(document, change.range.end, encoding);
  return { range: { start, end }, text: change.text };
}
