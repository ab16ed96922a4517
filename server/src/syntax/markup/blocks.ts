/** Finds code blocks in prose: Markdown fences (CommonMark 4.5) and indented code (4.4), reStructuredText's `::`. */
import {
  type Encode,
  type Encodings,
  encodeEach,
  sourceOf,
  writtenIn,
} from '../../text/encoding.ts';
import { LIMITS } from '../../text/limits.ts';
import { type TextLine, textLines } from '../../text/lines.ts';
import { concat, type MappedText, mappedText, verbatim } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';

const encode: Encode = (parts, _from, _to, position) => {
  if (parts.some((part) => /[\r\n`]|~~~/.test(sourceOf(part)))) return undefined;
  return encodeEach(parts, position, (text) => text);
};

const CODE_BLOCK: Encodings = writtenIn({
  id: 'code-block',
  notation: 'markup',
  encode,
});

export interface CodeBlock {
  /** The first word of the info string in lower case: `sh`. */
  readonly language: string;
  /** Without the fence's indentation. */
  readonly text: MappedText;
  /** With its fences, or the line that introduces it. */
  readonly at: Span;
}

interface Line extends TextLine {
  readonly text: string;
  readonly margin: number;
}

function linesOf(text: string): readonly Line[] {
  return textLines(text).map((line) => {
    const own = text.slice(line.start, line.end);
    return { ...line, text: own, margin: own.length - own.trimStart().length };
  });
}

function blockText(
  source: string,
  lines: readonly Line[],
  from: number,
  to: number,
  margin: number,
): MappedText {
  const parts = lines.slice(from, to).map((line) => {
    const start = line.start + Math.min(line.margin, margin);
    return verbatim(source, { start, end: line.next }, CODE_BLOCK);
  });
  const start = lines[from]?.start ?? source.length;
  return parts.length > 0 ? concat(parts) : mappedText([], { start, end: start });
}

/** Markdown blocks. An unclosed fence ends with the text. */
export function markdownBlocksIn(source: string): readonly CodeBlock[] {
  return blocksAmong(linesOf(source), source);
}

/** The `> ` of a quoted line; the first may follow a list marker. */
const QUOTE = /^[ \t]*>[ ]?/;
const FIRST_QUOTE = /^[ \t]*(?:(?:[-*+]|\d{1,9}[.)])\s+)?>[ ]?/;

function blocksAmong(lines: readonly Line[], source: string, depth = 0): readonly CodeBlock[] {
  const blocks: CodeBlock[] = [];
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index];
    // A fence may begin a list item.
    const found =
      line && /^(\s*(?:(?:[-*+]|\d{1,9}[.)])\s+)?)(`{3,}(?!`)|~{3,}(?!~))([^`]*)$/.exec(line.text);
    if (line === undefined) break;
    if (!found && depth < LIMITS.nesting && FIRST_QUOTE.test(line.text) && !isIndented(line)) {
      const quote: Line[] = [];
      for (; index < lines.length; index++) {
        const own = lines[index];
        const [marks] = (quote.length > 0 ? QUOTE : FIRST_QUOTE).exec(own?.text ?? '') ?? [];
        if (own === undefined || marks === undefined) break;
        const text = own.text.slice(marks.length);
        const margin = text.length - text.trimStart().length;
        quote.push({ ...own, start: own.start + marks.length, text, margin });
      }
      blocks.push(...blocksAmong(quote, source, depth + 1));
      index--;
      continue;
    }
    if (!found) {
      if (!isIndented(line) || lines[index - 1]?.text.trim()) {
        blocks.push(...commandsInLine(line, source));
        continue;
      }
      const end = endOfIndented(lines, index);
      blocks.push({
        language: '',
        text: blockText(source, lines, index, end, line.margin),
        at: { start: line.start + line.margin, end: lines[end - 1]?.end ?? line.end },
      });
      index = end - 1;
      continue;
    }
    const [, before = '', fence = '', info = ''] = found;
    const first = index + 1;
    let last = first;
    while (last < lines.length && !closes(lines[last]?.text ?? '', fence)) last++;
    const end = lines[Math.min(last, lines.length - 1)]?.end ?? source.length;
    blocks.push({
      language: languageOf(info),
      text: blockText(source, lines, first, last, before.length),
      at: { start: line.start + line.margin, end },
    });
    index = last;
  }
  return blocks;
}

/** A command line in code within prose: `` `qemu-system-x86_64 -s` ``. */
const COMMAND =
  /(?<!`)(``?)(?!`)((?:sudo )?[^`\s]*(?:qemu-|kvm)[^`\s]* (?:[^`]*\s)?-[^`]*)\1(?!`)/g;

function commandsInLine({ text, start }: Line, source: string): readonly CodeBlock[] {
  return [...text.matchAll(COMMAND)].map(({ index, 0: whole, 1: ticks = '', 2: own = '' }) => {
    const from = start + index + ticks.length;
    return {
      language: '',
      text: verbatim(source, { start: from, end: from + own.length }, CODE_BLOCK),
      at: { start: start + index, end: start + index + whole.length },
    };
  });
}

/** Whether a line is indented like code; in list items this may be prose. */
function isIndented({ text }: Line): boolean {
  return /^(?: {4}| {0,3}\t)[ \t]*\S/.test(text);
}

function endOfIndented(lines: readonly Line[], start: number): number {
  let end = start + 1;
  for (let index = end; index < lines.length; index++) {
    const line = lines[index];
    if (line === undefined || line.text.trim() === '') continue;
    if (!isIndented(line)) break;
    end = index + 1;
  }
  return end;
}

function closes(text: string, fence: string): boolean {
  const own = text.trim();
  return own.length >= fence.length && own === fence.charAt(0).repeat(own.length);
}

/** `sh` of ` sh title="x"`, `{.sh}`, `{code-block} sh`. */
function languageOf(info: string): string {
  const [, name = ''] = /^[\s{.]*(?:code-block\}\s*)?([\w+-]*)/.exec(info) ?? [];
  return name.toLowerCase();
}

/** reStructuredText blocks: indented lines after a code directive or `::`. */
export function literalBlocksIn(source: string): readonly CodeBlock[] {
  const lines = linesOf(source);
  const blocks: CodeBlock[] = [];
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index];
    if (line === undefined) break;
    const directive =
      /^\s*\.\.\s+(?:code-block|code|sourcecode|highlight|parsed-literal|prompt)::\s*([\w+-]*)/.exec(
        line.text,
      );
    const isLiteral = directive === null && /::\s*$/.test(line.text) && !/^\s*\.\./.test(line.text);
    if (!directive && !isLiteral) {
      blocks.push(...commandsInLine(line, source));
      continue;
    }
    let first = index + 1;
    // Directive options and empty lines.
    while (first < lines.length && isOption(lines[first], line.margin, directive !== null)) first++;
    const margin = lines[first]?.margin ?? 0;
    if (margin <= line.margin) continue;
    let last = first;
    let end = first;
    for (; last < lines.length; last++) {
      const own = lines[last];
      if (own === undefined || own.text.trim() === '') continue;
      if (own.margin <= line.margin) break;
      end = last + 1;
    }
    blocks.push({
      language: (directive?.[1] ?? '').toLowerCase(),
      text: blockText(source, lines, first, end, margin),
      at: { start: line.start + line.margin, end: lines[end - 1]?.end ?? line.end },
    });
    index = end - 1;
  }
  return blocks;
}

function isOption(line: Line | undefined, margin: number, isDirective: boolean): boolean {
  if (line === undefined) return false;
  if (line.text.trim() === '') return true;
  return isDirective && line.margin > margin && /^\s*:[\w-]+:/.test(line.text);
}
