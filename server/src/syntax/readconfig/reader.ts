/** Reads a file as `qemu_config_foreach` (QEMU 5.2 to 11.1, util/qemu-config.c). Why: docs/decisions/own-parsers.md */
import { LIMITS } from '../../text/limits.ts';
import { NONE, readOnce, withOne } from '../../text/lookup.ts';
import { type MappedText, mappedText, verbatim } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import { type Comments, joinComments, type WrittenComment } from '../comments.ts';
import { NAME_BYTES, READCONFIG } from './encodings.ts';
import { type ConfigLine, configLines, endingLength, skipBytes } from './lines.ts';
import type {
  ConfigDocument,
  ConfigEntry,
  ConfigProblem,
  ConfigSection,
  DroppedValue,
} from './tree.ts';

interface Section extends ConfigSection {
  entries: readonly ConfigEntry[];
}

interface Reader {
  readonly text: string;
  readonly sections: Section[];
  readonly comments: WrittenComment[];
  readonly problems: ConfigProblem[];
  left: number;
}

/** Never throws. Where QEMU stops, reports a problem with `stops` and continues, up to `LIMITS.statements`. */
export const readConfig = readOnce((text): ConfigDocument => {
  const reader: Reader = {
    text,
    sections: [],
    comments: [],
    problems: [],
    left: LIMITS.statements,
  };
  for (const line of configLines(text)) {
    if (reader.left === 0) break;
    if (line.isCut) note(reader, 'line-too-long', content(line));
    readLine(reader, line);
  }
  const { sections, comments, problems } = reader;
  return { sections, comments, problems };
});

function note({ problems }: Reader, kind: ConfigProblem['kind'], at: Span, stops = false): void {
  problems.push({ kind, at, stops });
}

function content(line: ConfigLine): Span {
  return { start: line.at.start, end: line.contentEnd };
}

function readLine(reader: Reader, line: ConfigLine): void {
  const { text } = reader;
  const first = text[line.at.start];
  if (first === '\n') return;
  if (first === '#') {
    const at = content(line);
    reader.comments.push({ at, textAt: { start: at.start + 1, end: at.end } });
    return;
  }
  reader.left--;
  const section = first === '[' ? readHeader(reader, line) : undefined;
  if (section !== undefined) {
    reader.sections.push(section);
    return;
  }
  const entry = readEntry(reader, line);
  if (entry === undefined) {
    note(reader, 'parse-error', content(line), true);
    return;
  }
  const last = reader.sections.at(-1);
  if (last === undefined) note(reader, 'no-group', entry.key.place, true);
  else last.entries = withOne(last.entries, entry);
}

/** `[%63s "%63[^"]"]`, else `[%63[^]]]`; the rest of the line is ignored, but `[mon] "x"` is group `mon]`. */
function readHeader(reader: Reader, line: ConfigLine): Section | undefined {
  const { text } = reader;
  const at = content(line);
  const inside = line.at.start + 1;
  const word = readWord(text, skipSpaces(text, inside, line.end), line.end);
  const quote = skipSpaces(text, word.at.end, line.end);
  if (word.at.end > word.at.start && quote < line.end && text[quote] === '"') {
    const id = readUntil(text, quote + 1, line.end, '"');
    if (id.at.end > id.at.start) {
      noteUnclosedQuote(reader, line, id.at.end);
      return {
        group: nameText(reader, word, 'bare-group'),
        id: nameText(reader, id, 'quoted-id'),
        at,
        entries: NONE,
      };
    }
  }
  const group = readUntil(text, inside, line.end, ']');
  if (group.at.end === group.at.start) return undefined;
  // Without `]`, the line ending is part of the group.
  if (group.at.end > line.contentEnd) note(reader, 'not-a-header', at);
  return { group: nameText(reader, group, 'bare-group'), id: undefined, at, entries: NONE };
}

/** ` %63s = "%1023[^"]"`, else ` %63s` with an empty value; undefined without a key. */
function readEntry(reader: Reader, line: ConfigLine): ConfigEntry | undefined {
  const { text } = reader;
  const word = readWord(text, skipSpaces(text, line.at.start, line.end), line.end);
  const keyAt = word.at;
  if (keyAt.end === keyAt.start) return undefined;
  noteMisplaced(reader, keyAt);
  const key = nameText(reader, word, 'bare-key');
  const equals = skipSpaces(text, keyAt.end, line.end);
  const hasEquals = equals < line.end && text[equals] === '=';
  const quote = hasEquals ? skipSpaces(text, equals + 1, line.end) : line.end;
  if (quote < line.end && text[quote] === '"') {
    const value = readValue(reader, line, quote + 1);
    return { key, value, dropped: undefined, at: line.at };
  }
  const dropped = readDropped(text, line, hasEquals ? equals + 1 : keyAt.end, hasEquals);
  note(reader, 'value-dropped', dropped.at.start < dropped.at.end ? dropped.at : keyAt);
  const value = mappedText([], { start: keyAt.end, end: keyAt.end });
  return { key, value, dropped, at: line.at };
}

function readValue(reader: Reader, line: ConfigLine, start: number): MappedText {
  const { text } = reader;
  const closing = text.indexOf('"', start);
  const at = { start, end: closing === -1 ? line.end : Math.min(closing, line.end) };
  noteUnclosedQuote(reader, line, at.end);
  return textAt(text, at, 'quoted');
}

/** If unterminated, includes the line ending. */
function textAt(source: string, at: Span, context: keyof typeof READCONFIG): MappedText {
  const length = endingLength(source, at);
  if (length === 0) return verbatim(source, at, READCONFIG[context]);
  const end = at.end - length;
  const own = verbatim(source, { start: at.start, end }, READCONFIG[context]);
  const behind = verbatim(source, { start: end, end: at.end }, READCONFIG['line-ending']);
  return mappedText([...own.pieces, ...behind.pieces], at);
}

/** The value that the author meant. */
function readDropped(
  text: string,
  line: ConfigLine,
  from: number,
  hasEquals: boolean,
): DroppedValue {
  const lineEnd = Math.max(from, Math.min(line.contentEnd, line.end));
  const start = skipSpaces(text, from, lineEnd);
  const [written = ''] =
    /^(?:(?![#;])\S+(?:[ \t]+(?![#;])\S+)*)?/.exec(text.slice(start, lineEnd)) ?? [];
  if (written === '') {
    const place = Math.min(from + 1, start);
    return hasEquals
      ? { at: { start: place, end: place }, text: '', encodings: READCONFIG.unquoted }
      : { at: { start: from, end: from }, text: '', encodings: READCONFIG.absent };
  }
  return {
    at: { start, end: start + written.length },
    text: /^(['"])(.*)\1$/.exec(written)?.[2] ?? written,
    encodings: hasEquals ? READCONFIG.unquoted : READCONFIG['without-equals'],
  };
}

function noteUnclosedQuote(reader: Reader, line: ConfigLine, end: number): void {
  if (end <= line.contentEnd || line.contentEnd === line.at.end) return;
  note(reader, 'unclosed-quote', content(line));
}

/** Indented comments and headers, and comments with `;`, are keys to QEMU. */
function noteMisplaced(reader: Reader, keyAt: Span): void {
  const first = reader.text[keyAt.start];
  if (first === '#' || first === ';') note(reader, 'not-a-comment', keyAt);
  else if (first === '[') note(reader, 'not-a-header', keyAt);
}

/** White space to `sscanf`. */
function isSpace(code: number): boolean {
  return code === 0x20 || (code >= 0x9 && code <= 0xd);
}

function skipSpaces(text: string, start: number, end: number): number {
  let position = start;
  while (position < end && isSpace(text.charCodeAt(position))) position++;
  return position;
}

/** A group, id or key, cut to QEMU's limit. */
interface Name {
  readonly at: Span;
  readonly isWhole: boolean;
}

/** `%63s`: non-space characters. */
function readWord(text: string, start: number, end: number): Name {
  let wordEnd = start;
  while (wordEnd < end && !isSpace(text.charCodeAt(wordEnd))) wordEnd++;
  return shorten(text, { start, end: wordEnd });
}

/** `%63[^"]`: characters before `delimiter` or the end. */
function readUntil(text: string, start: number, end: number, delimiter: string): Name {
  let position = start;
  while (position < end && text[position] !== delimiter) position++;
  return shorten(text, { start, end: position });
}

function shorten(text: string, at: Span): Name {
  if ((at.end - at.start) * 3 <= NAME_BYTES) return { at, isWhole: true };
  const { position } = skipBytes(text, at.start, at.end, NAME_BYTES);
  return { at: { start: at.start, end: position }, isWhole: position === at.end };
}

function nameText(
  reader: Reader,
  { at, isWhole }: Name,
  context: keyof typeof READCONFIG,
): MappedText {
  if (!isWhole) note(reader, 'name-too-long', at);
  return textAt(reader.text, at, context);
}

/** Each section is a target, from its header to the end of its last line. */
export function readConfigComments(
  text: string,
  { sections, comments }: ConfigDocument,
  marker: string,
): Comments {
  const targets = sections.map(({ at, entries }) => {
    return { at: { start: at.start, end: entries.at(-1)?.at.end ?? at.end } };
  });
  return joinComments(text, marker, { comments, targets });
}
