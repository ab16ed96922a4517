/** Reads a Dockerfile into instructions (docs.docker.com/reference/dockerfile; `parser.go` of BuildKit). */

import { type TextLine, textLines } from '../../text/lines.ts';
import { readOnce } from '../../text/lookup.ts';
import {
  concat,
  type MappedText,
  slice,
  spanOfPart,
  unknownAt,
  verbatim,
  withMarks,
} from '../../text/mapped-text.ts';
import { firstFrom } from '../../text/span.ts';
import type { WrittenComment } from '../comments.ts';
import { DOCKERFILE } from './encodings.ts';
import type { DockerDocument, Dockerfile, DockerInstruction } from './tree.ts';

const WITH_DOCUMENTS: ReadonlySet<string> = new Set(['RUN', 'COPY', 'ADD']);

/** Never throws. An invalid line becomes an instruction with an unknown name. */
export const readDockerfile = readOnce((text) => {
  return readDocker(verbatim(text, { start: 0, end: text.length }, DOCKERFILE.line));
});

/** Reads a Dockerfile inside another text. */
export function readDocker(source: MappedText): Dockerfile {
  const { decoded } = source;
  const lines = linesOf(source);
  let closings: ReadonlyMap<string, readonly number[]> | undefined;
  const slash = escapeOf(decoded);
  const instructions: DockerInstruction[] = [];
  const comments: WrittenComment[] = [];
  let index = 0;
  while (index < lines.length) {
    const first = lines[index];
    if (first === undefined) break;
    if (noteComment(source, first, comments) || isEmpty(decoded, first)) {
      index++;
      continue;
    }
    const parts: MappedText[] = [];
    let last = first;
    for (; index < lines.length; index++) {
      const line = lines[index];
      if (line === undefined) break;
      if (parts.length > 0 && (noteComment(source, line, comments) || isEmpty(decoded, line)))
        continue;
      const own = decoded.slice(line.start, line.end);
      const [continued] = (slash === '`' ? /`[ \t]*$/ : /\\[ \t]*$/).exec(own) ?? [];
      const end = line.end - (continued?.length ?? 0);
      parts.push(slice(source, line.start, end));
      last = line;
      if (continued === undefined) {
        index++;
        break;
      }
    }
    const whole = concat(parts);
    const [begins = '', keyword = ''] = /^\s*(?:ONBUILD\s+)?(\w+)\s*/i.exec(whole.decoded) ?? [];
    const name = keyword.toUpperCase();
    const rest = slice(whole, begins.length);
    const documents: DockerDocument[] = [];
    for (const opened of WITH_DOCUMENTS.has(name) ? openedIn(rest.decoded) : []) {
      closings ??= closingsOf(decoded, lines);
      const document = documentAt(source, lines, closings, index, opened);
      if (document === undefined) break;
      documents.push(document.document);
      index = document.next;
      last = lines[index - 1] ?? last;
    }
    const margin = /^\s*/.exec(whole.decoded)?.[0].length ?? 0;
    const start = first.start + margin;
    instructions.push({
      keyword: name,
      text: rest,
      documents,
      at: spanOfPart(source, start, Math.max(start, last.end)),
    });
  }
  return { instructions, comments };
}

/** Drops an unknown prefix, since it may end in a line break. */
function linesOf(source: MappedText): readonly TextLine[] {
  return textLines(source.decoded, source.decoded.startsWith('\ufeff') ? 1 : 0).map((line) => {
    let { start } = line;
    while (start < line.end && unknownAt(source, start)) start++;
    return { ...line, start };
  });
}

/** The `# escape=\`` directive at the top. */
function escapeOf(text: string): string {
  const directives = /^\ufeff?(?:[ \t]*#[ \t]*\w+[ \t]*=.*(?:\r?\n|$))*/.exec(text)?.[0] ?? '';
  return /^[ \t]*#[ \t]*escape[ \t]*=[ \t]*`/im.test(directives) ? '`' : '\\';
}

function noteComment(
  source: MappedText,
  { start, end }: TextLine,
  comments: WrittenComment[],
): boolean {
  const [margin] = /^[ \t]*(?=#)/.exec(source.decoded.slice(start, end)) ?? [];
  if (margin === undefined) return false;
  const at = spanOfPart(source, start + margin.length, end);
  comments.push({ at, textAt: { start: at.start + 1, end: at.end } });
  return true;
}

function isEmpty(text: string, { start, end }: TextLine): boolean {
  return text.slice(start, end).trim() === '';
}

interface Opened {
  readonly name: string;
  readonly isQuoted: boolean;
  /** `<<-`: leading tabs are removed. */
  readonly isIndented: boolean;
}

/** `<<EOF`, `<<-"EOF"`; not `<<<`. */
function openedIn(text: string): readonly Opened[] {
  return [...text.matchAll(/(?<![<\d])\d*<<(-?)(["']?)([A-Za-z_][\w.]*)\2(?!<)/g)].map((found) => {
    const [, dash = '', quote = '', name = ''] = found;
    return { name, isQuoted: quote !== '', isIndented: dash !== '' };
  });
}

/** Line numbers by one-word delimiter; under `-` and the word for tab-indented ones. */
function closingsOf(
  text: string,
  lines: readonly TextLine[],
): ReadonlyMap<string, readonly number[]> {
  const closings = new Map<string, number[]>();
  for (const [index, { start, end }] of lines.entries()) {
    const [, tabs = '', name] = /^(\t*)([A-Za-z_][\w.]*)$/.exec(text.slice(start, end)) ?? [];
    if (name === undefined) continue;
    for (const key of tabs === '' ? [name, `-${name}`] : [`-${name}`]) {
      const known = closings.get(key);
      if (known) known.push(index);
      else closings.set(key, [index]);
    }
  }
  return closings;
}

/** The here-document that starts at a line; undefined if unterminated. */
function documentAt(
  source: MappedText,
  lines: readonly TextLine[],
  closings: ReadonlyMap<string, readonly number[]>,
  first: number,
  { name, isQuoted, isIndented }: Opened,
): { readonly document: DockerDocument; readonly next: number } | undefined {
  const { decoded } = source;
  const named = closings.get(isIndented ? `-${name}` : name) ?? [];
  const last = named[firstFrom(named, first, (index) => index)];
  const closing = last === undefined ? undefined : lines[last];
  if (last === undefined || closing === undefined) return undefined;
  const parts = lines.slice(first, last).map(({ start, end, next }) => {
    const tabs = isIndented ? (/^\t*/.exec(decoded.slice(start, end))?.[0].length ?? 0) : 0;
    return inDocument(slice(source, start + tabs, next));
  });
  const content = parts.length > 0 ? concat(parts) : slice(source, closing.start, closing.start);
  const end = inDocument(slice(source, closing.end - name.length, closing.end));
  return { document: { isQuoted, text: content, end }, next: last + 1 };
}

function inDocument(text: MappedText): MappedText {
  return withMarks(text, (piece) => {
    return piece.encodings === DOCKERFILE.line
      ? { ...piece, encodings: DOCKERFILE.document }
      : piece;
  });
}
