/** Converts offsets to positions and back. Characters are UTF-16 code units, or UTF-8 bytes if the client agrees. */
import {
  type Position,
  type Range,
  TextDocument,
  type TextDocumentContentChangeEvent,
} from 'vscode-languageserver-textdocument';
import type { Span } from '../text/span.ts';

export type PositionEncoding = 'utf-16' | 'utf-8';

/** The encoding, UTF-16 by default. */
export function chooseEncoding(offered: readonly string[] | undefined): PositionEncoding {
  return offered?.find((encoding) => encoding === 'utf-16' || encoding === 'utf-8') === 'utf-8'
    ? 'utf-8'
    : 'utf-16';
}

/** The range of a span, within the document. */
export function toRange(document: TextDocument, at: Span, encoding: PositionEncoding): Range {
  return {
    start: toPosition(document, at.start, encoding),
    end: toPosition(document, at.end, encoding),
  };
}

function toPosition(document: TextDocument, offset: number, encoding: PositionEncoding): Position {
  const position = document.positionAt(offset);
  if (encoding === 'utf-16') return position;
  const { line, character } = position;
  const start = document.offsetAt({ line, character: 0 });
  const before = bytesBefore(document);
  return { line, character: before(start + character) - before(start) };
}

/** Code units between cached sums. */
const STRIDE = 1024;

interface ByteSums {
  readonly version: number;
  readonly sums: readonly number[];
}

const byteSums = new WeakMap<TextDocument, ByteSums>();

function bytesBefore(document: TextDocument): (offset: number) => number {
  const text = document.getText();
  let known = byteSums.get(document);
  if (known?.version !== document.version) {
    const sums = [0];
    for (let start = 0; start + STRIDE <= text.length; start += STRIDE) {
      sums.push((sums.at(-1) ?? 0) + byteLength(text, start, start + STRIDE));
    }
    known = { version: document.version, sums };
    byteSums.set(document, known);
  }
  const { sums } = known;
  return (offset) => {
    const index = Math.floor(offset / STRIDE);
    return (sums[index] ?? 0) + byteLength(text, index * STRIDE, offset);
  };
}

/** Counts a surrogate pair at its first half. */
function byteLength(text: string, start: number, end: number): number {
  let bytes = 0;
  for (let index = start; index < end; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) bytes += 1;
    else if (unit < 0x800) bytes += 2;
    else if (isHigh(unit) && isLow(text.charCodeAt(index + 1))) bytes += 4;
    else if (!isLow(unit) || !isHigh(text.charCodeAt(index - 1))) bytes += 3;
  }
  return bytes;
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000;
}

/** The span of a range, within the document. */
export function toSpan(document: TextDocument, range: Range, encoding: PositionEncoding): Span {
  const start = document.offsetAt(toUtf16(document, range.start, encoding));
  return { start, end: Math.max(start, document.offsetAt(toUtf16(document, range.end, encoding))) };
}

/** The offset of a position, within the document. */
export function offsetOf(
  document: TextDocument,
  position: Position,
  encoding: PositionEncoding,
): number {
  return document.offsetAt(toUtf16(document, position, encoding));
}

function toUtf16(document: TextDocument, position: Position, encoding: PositionEncoding): Position {
  if (encoding === 'utf-16') return position;
  const { line } = position;
  const text = document.getText({
    start: { line, character: 0 },
    end: { line: line + 1, character: 0 },
  });
  const bytes = new TextEncoder().encode(text).subarray(0, position.character);
  return { line, character: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes).length };
}

/** Makes and updates documents. `changed` gets the end of a single insertion or deletion, else undefined. */
export function documentFactory(
  encoding: () => PositionEncoding,
  changed: (document: TextDocument, end: number | undefined) => void = () => undefined,
) {
  return {
    create: TextDocument.create,
    update: (
      document: TextDocument,
      changes: TextDocumentContentChangeEvent[],
      version: number,
    ): TextDocument => {
      if (version < document.version) return document;
      // Each change refers to the text after the one before.
      for (const change of changes) {
        const own = inUtf16(document, change, encoding());
        const end = changes.length === 1 ? endOfTyping(document, own) : undefined;
        TextDocument.update(document, [own], version);
        changed(document, end);
      }
      return document;
    },
  };
}

function endOfTyping(
  document: TextDocument,
  change: TextDocumentContentChangeEvent,
): number | undefined {
  if (!('range' in change)) return undefined;
  const [start, end] = [document.offsetAt(change.range.start), document.offsetAt(change.range.end)];
  if (start !== end && change.text !== '') return undefined;
  return Math.min(start, end) + change.text.length;
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
