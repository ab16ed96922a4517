/** Reads XML with namespaces, without DTDs, in linear time, after errors too. Why: docs/decisions/own-parsers.md */
import { NONE, withOne } from '../../text/lookup.ts';
import { type MappedText, mappedText, type Piece } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import { type Comments, joinComments, type WrittenComment } from '../comments.ts';
import { isXmlSpace, skipName, skipSpaces } from './characters.ts';
import { decode, type XML } from './encodings.ts';
import type { XmlAttribute, XmlDocument, XmlElement, XmlName, XmlProblem } from './tree.ts';

interface OpenElement {
  /** As written, which the end tag must repeat. */
  readonly writtenName: string;
  readonly name: XmlName;
  readonly attributes: readonly XmlAttribute[];
  readonly startTagAt: Span;
  children: readonly XmlElement[];
  pieces: readonly Piece[];
  readonly declared: readonly string[];
}

interface Reader {
  readonly text: string;
  readonly elements: XmlElement[];
  readonly comments: WrittenComment[];
  readonly problems: XmlProblem[];
  readonly open: OpenElement[];
  readonly openCount: Map<string, number>;
  readonly scope: NamespaceScope;
  /** The last `</name` by written name; computed on demand. */
  lastEndTags: ReadonlyMap<string, number> | undefined;
  doctypeAt: Span | undefined;
}

/** Never throws; text that is not XML gives a document without elements. */
export function readXml(text: string): XmlDocument {
  const reader: Reader = {
    text,
    elements: [],
    comments: [],
    problems: [],
    open: [],
    openCount: new Map(),
    scope: new Map([['xml', [XML_NAMESPACE]]]),
    lastEndTags: undefined,
    doctypeAt: undefined,
  };
  let position = 0;
  while (position < text.length) {
    const markup = text.indexOf('<', position);
    const textEnd = markup === -1 ? text.length : markup;
    addText(reader, { start: position, end: textEnd }, 'text');
    position = markup === -1 ? text.length : readMarkup(reader, markup);
  }
  while (reader.open.length > 0) closeUnclosed(reader, text.length);
  const { elements, comments, problems, doctypeAt } = reader;
  return { elements, comments, problems, doctypeAt };
}

function addText(reader: Reader, at: Span, context: keyof typeof XML): void {
  const parent = reader.open.at(-1);
  if (parent === undefined || at.start === at.end) return;
  for (const piece of decode(reader.text, at, context, reader.problems)) {
    parent.pieces = withOne(parent.pieces, piece);
  }
}

function readMarkup(reader: Reader, start: number): number {
  const { text } = reader;
  if (text.startsWith('<!--', start)) {
    const textAt = delimited(reader, start, '<!--', '-->');
    const end = Math.min(textAt.end + 3, text.length);
    reader.comments.push({ at: { start, end }, textAt });
    return end;
  }
  if (text.startsWith('<![CDATA[', start)) {
    const textAt = delimited(reader, start, '<![CDATA[', ']]>');
    addText(reader, textAt, 'cdata');
    return Math.min(textAt.end + 3, text.length);
  }
  if (text.startsWith('<?', start)) {
    return Math.min(delimited(reader, start, '<?', '?>').end + 2, text.length);
  }
  if (text.startsWith('<!DOCTYPE', start) && reader.doctypeAt === undefined) {
    reader.doctypeAt = { start, end: skipDoctype(text, start) };
    return reader.doctypeAt.end;
  }
  const slash = text[start + 1] === '/';
  const nameStart = slash ? start + 2 : start + 1;
  const nameEnd = skipName(text, nameStart);
  if (nameEnd === nameStart) {
    report(reader, 'stray-markup', { start, end: nameStart });
    return nameStart;
  }
  return slash ? readEndTag(reader, start, nameEnd) : readStartTag(reader, start, nameEnd);
}

function report(reader: Reader, kind: XmlProblem['kind'], at: Span): void {
  reader.problems.push({ kind, at });
}

/** The span between two delimiters, or to the end of the text. */
function delimited(reader: Reader, start: number, before: string, after: string): Span {
  const from = start + before.length;
  const end = reader.text.indexOf(after, from);
  if (end !== -1) return { start: from, end };
  report(reader, 'unclosed-markup', { start, end: from });
  return { start: from, end: reader.text.length };
}

function readEndTag(reader: Reader, start: number, nameEnd: number): number {
  const { text } = reader;
  const name = text.slice(start + 2, nameEnd);
  const afterSpaces = skipSpaces(text, nameEnd);
  const whole = text[afterSpaces] === '>';
  const end = whole ? afterSpaces + 1 : nameEnd;
  if (!whole) report(reader, 'unclosed-tag', { start, end });
  if ((reader.openCount.get(name) ?? 0) === 0) {
    report(reader, 'unopened-element', { start, end });
    return end;
  }
  while (reader.open.length > 0) {
    if (reader.open.at(-1)?.writtenName === name) {
      closeElement(reader, end);
      break;
    }
    closeUnclosed(reader, start);
  }
  return end;
}

function readStartTag(reader: Reader, start: number, nameEnd: number): number {
  const writtenName = reader.text.slice(start + 1, nameEnd);
  const { attributes, end, ending } = readAttributes(reader, nameEnd);
  const startTagAt = { start, end };
  if (ending === 'cut') report(reader, 'unclosed-tag', { start, end: nameEnd });
  // A second `<arg …>` after one that has no `</arg>` is its sibling.
  const previous = reader.open.at(-1);
  if (previous?.writtenName === writtenName && !endTagFollows(reader, writtenName, start)) {
    closeUnclosed(reader, start);
  }
  const declared = enterScope(reader.scope, attributes);
  const { scope } = reader;
  const element: OpenElement = {
    writtenName,
    name: resolveName(scope, writtenName, { start: start + 1, end: nameEnd }, 'element'),
    attributes:
      attributes.length === 0
        ? NONE
        : attributes.map(({ writtenName: written, nameAt, value, at }) => ({
            name: resolveName(scope, written, nameAt, 'attribute'),
            value,
            at,
          })),
    startTagAt,
    children: NONE,
    pieces: NONE,
    declared,
  };
  reader.open.push(element);
  reader.openCount.set(writtenName, (reader.openCount.get(writtenName) ?? 0) + 1);
  // A half-typed tag contains others only with an end tag: `<domain type=` does.
  const isEmpty =
    ending === 'empty' || (ending === 'cut' && !endTagFollows(reader, writtenName, end));
  if (isEmpty) closeElement(reader, end);
  return end;
}

function endTagFollows(reader: Reader, writtenName: string, position: number): boolean {
  if (reader.lastEndTags === undefined) {
    const last = new Map<string, number>();
    const { text } = reader;
    for (let at = text.indexOf('</'); at !== -1; at = text.indexOf('</', at + 2)) {
      last.set(text.slice(at + 2, skipName(text, at + 2)), at);
    }
    reader.lastEndTags = last;
  }
  return (reader.lastEndTags.get(writtenName) ?? -1) >= position;
}

function closeUnclosed(reader: Reader, end: number): void {
  const element = reader.open.at(-1);
  if (element === undefined) return;
  report(reader, 'unclosed-element', element.startTagAt);
  closeElement(reader, end);
}

function closeElement(reader: Reader, end: number): void {
  const element = reader.open.pop();
  if (element === undefined) return;
  const { writtenName, name, attributes, startTagAt, children } = element;
  reader.openCount.set(writtenName, (reader.openCount.get(writtenName) ?? 1) - 1);
  leaveScope(reader.scope, element.declared);
  const place = { start: startTagAt.end, end: startTagAt.end };
  const closed = {
    name,
    attributes,
    at: end === startTagAt.end ? startTagAt : { start: startTagAt.start, end },
    startTagAt,
    children,
    text: mappedText(element.pieces, place),
  };
  const parent = reader.open.at(-1);
  if (parent) parent.children = withOne(parent.children, closed);
  else reader.elements.push(closed);
}

interface Attributes {
  readonly attributes: readonly WrittenAttribute[];
  readonly end: number;
  /** `>`, `/>`, or neither before the next `<` or the end. */
  readonly ending: 'open' | 'empty' | 'cut';
}

function readAttributes(reader: Reader, from: number): Attributes {
  const { text } = reader;
  let attributes: readonly WrittenAttribute[] = NONE;
  let names: Set<string> | undefined;
  let position = from;
  for (;;) {
    const spacesFrom = position;
    position = skipSpaces(text, position);
    if (text[position] === '>') return { attributes, end: position + 1, ending: 'open' };
    if (text.startsWith('/>', position)) {
      return { attributes, end: position + 2, ending: 'empty' };
    }
    if (position >= text.length || text[position] === '<') {
      return { attributes, end: spacesFrom, ending: 'cut' };
    }
    const nameAt = { start: position, end: skipName(text, position) };
    if (nameAt.start === nameAt.end) {
      report(reader, 'bad-attribute', { start: position, end: ++position });
      continue;
    }
    const writtenName = text.slice(nameAt.start, nameAt.end);
    const { value, end } = readAttributeValue(reader, nameAt);
    position = end;
    if (value === undefined) continue;
    const at = { start: nameAt.start, end };
    const [first] = attributes;
    if (first) names ??= new Set([first.writtenName]);
    if (names?.has(writtenName)) {
      report(reader, 'duplicate-attribute', at);
    } else {
      names?.add(writtenName);
      attributes = withOne(attributes, { writtenName, nameAt, value, at });
    }
  }
}

function readAttributeValue(
  reader: Reader,
  nameAt: Span,
): { readonly value: MappedText | undefined; readonly end: number } {
  const { text } = reader;
  const equals = skipSpaces(text, nameAt.end);
  if (text[equals] !== '=') {
    report(reader, 'bad-attribute', nameAt);
    return { value: undefined, end: nameAt.end };
  }
  const opening = skipSpaces(text, equals + 1);
  const quote = text[opening];
  let end = opening;
  if (quote !== '"' && quote !== "'") {
    report(reader, 'bad-attribute', nameAt);
    while (
      end < text.length &&
      !isXmlSpace(text.charCodeAt(end)) &&
      !'<>'.includes(text[end] ?? '')
    ) {
      end++;
    }
    return { value: undefined, end };
  }
  end++;
  // A `<` (not allowed by production 10) means that the closing quote is missing.
  while (end < text.length && text[end] !== quote && text[end] !== '<') end++;
  if (text[end] !== quote) {
    report(reader, 'bad-attribute', nameAt);
    return { value: undefined, end };
  }
  const at = { start: opening + 1, end };
  const context = quote === '"' ? 'attribute-double' : 'attribute-single';
  return { value: mappedText(decode(text, at, context, reader.problems), at), end: end + 1 };
}

const DELIMITER = /<!--|<\?|["'[\]>]/g;

const CLOSING: ReadonlyMap<string, string> = new Map([
  ['<!--', '-->'],
  ['<?', '?>'],
  ['"', '"'],
  ["'", "'"],
]);

/** The offset after a DOCTYPE; an incomplete one ends at the first `>` or with the text. */
function skipDoctype(text: string, start: number): number {
  DELIMITER.lastIndex = start + 2;
  let depth = 0;
  for (let match = DELIMITER.exec(text); match !== null; match = DELIMITER.exec(text)) {
    const [delimiter] = match;
    const closing = CLOSING.get(delimiter);
    if (closing !== undefined) {
      const end = text.indexOf(closing, match.index + delimiter.length);
      if (end === -1) break;
      DELIMITER.lastIndex = end + closing.length;
    } else if (delimiter === '[') {
      depth++;
    } else if (delimiter === ']') {
      depth--;
    } else if (depth <= 0) {
      return match.index + 1;
    }
  }
  const first = text.indexOf('>', start);
  return first === -1 ? text.length : first + 1;
}

/** Before namespace resolution: its declaration may follow. */
interface WrittenAttribute {
  readonly writtenName: string;
  readonly nameAt: Span;
  readonly value: MappedText;
  readonly at: Span;
}

/** URIs by prefix (empty for the default namespace), innermost last. */
type NamespaceScope = Map<string, string[]>;

const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';
const XMLNS_NAMESPACE = 'http://www.w3.org/2000/xmlns/';

/** Adds a start tag's declarations; returns their prefixes. Ignores those that §3 and §5 forbid, as libxml2 does. */
function enterScope(
  scope: NamespaceScope,
  attributes: readonly WrittenAttribute[],
): readonly string[] {
  let declared: readonly string[] = NONE;
  for (const { writtenName, value } of attributes) {
    const prefix = declaredPrefix(writtenName);
    if (prefix === undefined || !mayDeclare(prefix, value.decoded)) continue;
    const bindings = scope.get(prefix);
    if (bindings) bindings.push(value.decoded);
    else scope.set(prefix, [value.decoded]);
    declared = withOne(declared, prefix);
  }
  return declared;
}

/** `qemu` for `xmlns:qemu`, empty for `xmlns`, undefined for other attributes. */
function declaredPrefix(writtenName: string): string | undefined {
  if (writtenName === 'xmlns') return '';
  return writtenName.startsWith('xmlns:') ? writtenName.slice('xmlns:'.length) : undefined;
}

function mayDeclare(prefix: string, uri: string): boolean {
  if (prefix === 'xml' || prefix === 'xmlns') return false;
  if (uri === XML_NAMESPACE || uri === XMLNS_NAMESPACE) return false;
  return uri !== '' || prefix === '';
}

function leaveScope(scope: NamespaceScope, declared: readonly string[]): void {
  for (const prefix of declared) scope.get(prefix)?.pop();
}

/** Without a prefix an element is in the default namespace, an attribute in none (§6.2). */
function resolveName(
  scope: NamespaceScope,
  writtenName: string,
  at: Span,
  of: 'element' | 'attribute',
): XmlName {
  const colon = writtenName.indexOf(':');
  if (colon > 0 && colon < writtenName.length - 1) {
    const prefix = writtenName.slice(0, colon);
    const local = writtenName.slice(colon + 1);
    return { prefix, local, namespace: boundTo(scope, prefix), at };
  }
  const namespace = of === 'element' ? boundTo(scope, '') : undefined;
  return { prefix: undefined, local: writtenName, namespace, at };
}

function boundTo(scope: NamespaceScope, prefix: string): string | undefined {
  // An empty URI unsets the default namespace.
  return scope.get(prefix)?.at(-1) || undefined;
}

/** Every element is a comment target, also on the comment's line. */
export function readXmlComments(text: string, document: XmlDocument, marker: string): Comments {
  const { elements, comments, problems } = document;
  const targets: XmlElement[] = [];
  const pending = [...elements];
  for (let element = pending.pop(); element !== undefined; element = pending.pop()) {
    targets.push(element);
    for (const child of element.children) pending.push(child);
  }
  const joined = joinComments(text, marker, { comments, targets, blank: /\s/y });
  return { ...joined, isWhole: problems.length === 0 };
}
