/**
 * Reads a Dockerfile into its instructions (docs.docker.com/reference/dockerfile, and `parser.go` of BuildKit): lines
 * that go on, comments and empty lines between them, here-documents, and another escape character.
 */
import { concat, type MappedText, mappedText, verbatim } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import { DOCKERFILE } from './encodings.ts';
import type { DockerComment, DockerDocument, Dockerfile, DockerInstruction } from './tree.ts';

/** Instructions that may have documents. */
const WITH_DOCUMENTS: ReadonlySet<string> = new Set(['RUN', 'COPY', 'ADD']);

/** Never throws; what is no instruction is one with a name that nobody knows. */
export function readDockerfile(text: string): Dockerfile {
  const lines = linesOf(text);
  let closings: ReadonlyMap<string, readonly number[]> | undefined;
  const slash = escapeOf(text);
  const instructions: DockerInstruction[] = [];
  const comments: DockerComment[] = [];
  let index = 0;
  while (index < lines.length) {
    const first = lines[index];
    if (first === undefined) break;
    if (noteComment(text, first, comments) || isEmpty(text, first)) {
      index++;
      continue;
    }
    const parts: MappedText[] = [];
    let last = first;
    for (; index < lines.length; index++) {
      const line = lines[index];
      if (line === undefined) break;
      // Between lines that go on there may be comments, and empty lines.
      if (parts.length > 0 && (noteComment(text, line, comments) || isEmpty(text, line))) continue;
      const own = text.slice(line.start, line.end);
      const [continued] = (slash === '`' ? /`[ \t]*$/ : /\\[ \t]*$/).exec(own) ?? [];
      const end = line.end - (continued?.length ?? 0);
      parts.push(verbatim(text, { start: line.start, end }, DOCKERFILE.line));
      last = line;
      if (continued === undefined) {
        index++;
        break;
      }
    }
    const whole = concat(parts);
    const [begins = '', keyword = ''] = /^\s*(?:ONBUILD\s+)?(\w+)\s*/i.exec(whole.text) ?? [];
    const name = keyword.toUpperCase();
    const rest = sliceFrom(whole, begins.length);
    const documents: DockerDocument[] = [];
    for (const opened of WITH_DOCUMENTS.has(name) ? openedIn(rest.text) : []) {
      closings ??= closingsOf(text, lines);
      const document = documentAt(text, lines, closings, index, opened);
      if (document === undefined) break;
      documents.push(document.document);
      index = document.next;
      last = lines[index - 1] ?? last;
    }
    const margin = /^\s*/.exec(whole.text)?.[0].length ?? 0;
    const start = first.start + margin;
    instructions.push({
      ...{ keyword: name, text: rest, documents },
      at: { start, end: Math.max(start, last.end) },
    });
  }
  return { instructions, comments };
}

interface Line extends Span {
  readonly next: number;
}

function linesOf(text: string): readonly Line[] {
  const lines: Line[] = [];
  let start = text.startsWith('\ufeff') ? 1 : 0;
  while (start < text.length) {
    const newline = text.indexOf('\n', start);
    const next = newline === -1 ? text.length : newline + 1;
    const ending = newline === -1 ? next : newline;
    const end = ending > start && text[ending - 1] === '\r' ? ending - 1 : ending;
    lines.push({ start, end, next });
    start = next;
  }
  return lines;
}

/** `# escape=\`` among the directives at the beginning. */
function escapeOf(text: string): string {
  const directives = /^\ufeff?(?:[ \t]*#[ \t]*\w+[ \t]*=.*(?:\r?\n|$))*/.exec(text)?.[0] ?? '';
  return /^[ \t]*#[ \t]*escape[ \t]*=[ \t]*`/im.test(directives) ? '`' : '\\';
}

function noteComment(text: string, { start, end }: Line, comments: DockerComment[]): boolean {
  const [margin] = /^[ \t]*(?=#)/.exec(text.slice(start, end)) ?? [];
  if (margin === undefined) return false;
  comments.push({ at: { start: start + margin.length, end } });
  return true;
}

function isEmpty(text: string, { start, end }: Line): boolean {
  return text.slice(start, end).trim() === '';
}

function sliceFrom(text: MappedText, start: number): MappedText {
  const parts: MappedText[] = [];
  let from = start;
  for (const piece of text.pieces) {
    if (piece.kind !== 'known') continue;
    const size = piece.text.length;
    if (from < size) {
      const at = { start: piece.at.start + from, end: piece.at.end };
      parts.push(mappedText([{ ...piece, text: piece.text.slice(from), at }]));
    }
    from = Math.max(0, from - size);
  }
  return parts.length > 0 ? concat(parts) : mappedText([], text.place);
}

interface Opened {
  readonly name: string;
  readonly isQuoted: boolean;
  /** `<<-`: tabs in front of its lines are none of them. */
  readonly isIndented: boolean;
}

/** The documents that a line opens: `<<EOF`, `<<-"EOF"`; not `<<<`. */
function openedIn(text: string): readonly Opened[] {
  return [...text.matchAll(/(?<![<\d])\d*<<(-?)(["']?)([A-Za-z_][\w.]*)\2(?!<)/g)].map((found) => {
    const [, dash = '', quote = '', name = ''] = found;
    return { name, isQuoted: quote !== '', isIndented: dash !== '' };
  });
}

/** The numbers of the lines that say a name and nothing else, behind tabs too; found out when a document asks first. */
function closingsOf(text: string, lines: readonly Line[]): ReadonlyMap<string, readonly number[]> {
  const closings = new Map<string, number[]>();
  for (const [index, { start, end }] of lines.entries()) {
    const [name] = /^\t*[A-Za-z_][\w.]*$/.exec(text.slice(start, end)) ?? [];
    if (name === undefined) continue;
    const known = closings.get(name.trimStart());
    if (known) known.push(index);
    else closings.set(name.trimStart(), [index]);
  }
  return closings;
}

/** The document that begins on a line; undefined for one that nothing closes. */
function documentAt(
  text: string,
  lines: readonly Line[],
  closings: ReadonlyMap<string, readonly number[]>,
  first: number,
  { name, isQuoted, isIndented }: Opened,
): { readonly document: DockerDocument; readonly next: number } | undefined {
  const last = (closings.get(name) ?? []).find((index) => {
    return index >= first && (isIndented || text[lines[index]?.start ?? 0] !== '\t');
  });
  const closing = last === undefined ? undefined : lines[last];
  if (last === undefined || closing === undefined) return undefined;
  const parts = lines.slice(first, last).map(({ start, end, next }) => {
    const tabs = isIndented ? (/^\t*/.exec(text.slice(start, end))?.[0].length ?? 0) : 0;
    return verbatim(text, { start: start + tabs, end: next }, DOCKERFILE.document);
  });
  const place = { start: closing.start, end: closing.start };
  const content = parts.length > 0 ? concat(parts) : mappedText([], place);
  const end = verbatim(
    text,
    { start: closing.end - name.length, end: closing.end },
    DOCKERFILE.document,
  );
  return { document: { name, isQuoted, text: content, end }, next: last + 1 };
}
