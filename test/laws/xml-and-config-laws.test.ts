import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  findIgnoredArguments,
  lowerDomainXml,
} from '../../server/src/invocation/from-domain-xml.ts';
import { lowerReadConfig } from '../../server/src/invocation/from-readconfig.ts';
import { looksLikeQemuConfig } from '../../server/src/syntax/readconfig/detect.ts';
import { configLines } from '../../server/src/syntax/readconfig/lines.ts';
import { readConfig } from '../../server/src/syntax/readconfig/reader.ts';
import { plain } from '../../server/src/syntax/spell.ts';
import { readXml } from '../../server/src/syntax/xml/reader.ts';
import type { XmlElement } from '../../server/src/syntax/xml/tree.ts';
import { knownText, type MappedText, spanOf } from '../../server/src/text/mapped-text.ts';
import { contains, type Span } from '../../server/src/text/span.ts';
import { nameOf, spellIn } from '../support/encodings.ts';
import { SEEDED } from '../support/random.ts';

/** Any string, lone surrogates and control characters included. */
const anyText = fc.string({ unit: 'binary', maxLength: 40 });
const anyUnits = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 })
  .map((units) => String.fromCharCode(...units));

const xmlSoup = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...[
          '<domain>',
          '</domain>',
          '<a',
          '<p:a ',
          '</a>',
          '</p:a',
          '<',
          '>',
          '/>',
          '&',
          '&amp;',
          '&x;',
        ],
        ...[
          '<!--',
          '-->',
          '<?',
          '?>',
          '<![CDATA[',
          ']]>',
          '<!DOCTYPE ',
          '[',
          ']',
          '"',
          "'",
          '=',
          ' ',
        ],
        ...[
          "xmlns:p='u'",
          "xmlns=''",
          'value="',
          "value='x'",
          '\n',
          '\r\n',
          '\t',
          '\0',
          '\uFEFF',
          '&#0;',
        ],
      ),
      anyUnits,
    ),
    { maxLength: 24 },
  )
  .map((parts) => parts.join(''));

const configSoup = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...[
          '[chardev "a"]',
          '[mon]',
          '[',
          ']',
          '[ ',
          '"',
          "'",
          '=',
          ' = ',
          'host',
          'id',
          '#',
          ';',
          ' ',
        ],
        ...[
          '\n',
          '\n',
          '\r\n',
          '\r',
          '\t',
          '\0',
          '\uFEFF',
          '\u{1F600}',
          'é',
          '127.0.0.1',
          'k = "v"\n',
        ],
      ),
      anyUnits,
      fc.integer({ min: 330, max: 1030 }).map((length) => 'x'.repeat(length)),
      fc.integer({ min: 330, max: 345 }).map((length) => '€'.repeat(length)),
    ),
    { maxLength: 24 },
  )
  .map((parts) => parts.join(''));

/** Every piece of the text stands in the source where it says, in order and inside `at`. */
function checkText(source: string, text: MappedText, at: Span): void {
  let position = at.start;
  for (const piece of text.pieces) {
    assert.ok(contains(at, piece.at));
    assert.ok(piece.at.start >= position && piece.at.end > piece.at.start);
    position = piece.at.end;
    const written = source.slice(piece.at.start, piece.at.end);
    if (piece.kind === 'unknown') assert.equal(piece.source, written);
    else if (piece.verbatim) assert.equal(piece.text, written);
  }
  assert.ok(contains(at, spanOf(text)));
}

function checkOrder(spans: readonly Span[], at: Span): void {
  let position = at.start;
  for (const span of spans) {
    assert.ok(span.start >= position && span.end >= span.start && span.end <= at.end);
    position = span.end;
  }
}

function checkElement(source: string, element: XmlElement): void {
  const { at, startTagAt, name, attributes, children, text } = element;
  assert.equal(source[at.start], '<');
  assert.equal(startTagAt.start, at.start);
  assert.ok(contains(at, startTagAt));
  checkOrder([name.at, ...attributes.map((attribute) => attribute.at)], startTagAt);
  for (const attribute of attributes) {
    assert.ok(contains(attribute.at, attribute.name.at));
    checkText(source, attribute.value, attribute.at);
  }
  const content = { start: startTagAt.end, end: at.end };
  checkOrder(
    children.map((child) => child.at),
    content,
  );
  checkText(source, text, content);
  for (const child of children) checkElement(source, child);
}

test('reading XML never throws, and its spans are inside the text, ordered and nested', () => {
  fc.assert(
    fc.property(xmlSoup, (source) => {
      const document = readXml(source);
      const whole = { start: 0, end: source.length };
      checkOrder(
        document.elements.map(({ at }) => at),
        whole,
      );
      for (const element of document.elements) checkElement(source, element);
      checkOrder(
        document.comments.map(({ at }) => at),
        whole,
      );
      for (const { at, textAt } of document.comments) assert.ok(contains(at, textAt));
      for (const { at } of document.problems) assert.ok(contains(whole, at) && at.start < at.end);
      for (const { words } of lowerDomainXml(document)) {
        for (const word of words) assert.ok(contains(word.at, spanOf(word.value)));
      }
      for (const { at } of findIgnoredArguments(document)) assert.ok(contains(whole, at));
    }),
    SEEDED,
  );
});

test('text before a document does not change what is read of it', () => {
  const arg = `<q:commandline xmlns:q='http://libvirt.org/schemas/domain/qemu/1.0'><q:arg value='-s'/></q:commandline>`;
  const beforeDomain = fc.string({
    unit: fc.constantFrom('a', '>', '&', '"', "'", ' ', '\0', ']'),
  });
  fc.assert(
    fc.property(beforeDomain, xmlSoup, (before, after) => {
      const domain = `<domain>${arg}</domain>`;
      const [first] = lowerDomainXml(readXml(before + domain + after));
      const values = first?.words.map(({ value }) => value.decoded);
      assert.deepEqual(values, ['-s']);
    }),
    SEEDED,
  );
});

/** The characters of XML 1.0 §2.2, as a set of its own. */
const FORBIDDEN_IN_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

for (const [context, before, after] of [
  ['attribute-double', '<a v="', '"/>'],
  ['attribute-single', "<a v='", "'/>"],
  ['text', '<a>', '</a>'],
  ['cdata', '<a><![CDATA[', ']]></a>'],
] as const) {
  test(`what is spelled in XML (${context}) is read back`, () => {
    fc.assert(
      fc.property(fc.oneof(anyText, anyUnits, xmlSoup), (text) => {
        const spelled = spellIn(plain(text), context, context);
        if (context !== 'cdata') {
          assert.equal(spelled === undefined, FORBIDDEN_IN_XML.test(text));
        }
        if (spelled === undefined) return;
        const { elements, problems } = readXml(before + spelled + after);
        const element = elements[0];
        const read = context.startsWith('attribute')
          ? element?.attributes[0]?.value
          : element?.text;
        assert.ok(read);
        assert.equal(knownText(read), text);
        assert.deepEqual(problems, []);
      }),
      SEEDED,
    );
  });
}

test('reading a config file never throws, and its spans are inside the text, ordered and nested', () => {
  fc.assert(
    fc.property(configSoup, (source) => {
      const whole = { start: 0, end: source.length };
      const document = readConfig(source);
      const { sections, comments, problems } = document;
      const entries = sections.flatMap((section) => section.entries);
      checkOrder(
        [...sections, ...entries, ...comments]
          .map(({ at }) => at)
          .sort((a, b) => a.start - b.start || a.end - b.end),
        whole,
      );
      for (const { at, group, id, entries: own } of sections) {
        assert.equal(source[at.start], '[');
        // A group or an id whose end is missing takes in the end of the line.
        checkText(source, group, { start: at.start, end: at.end + 2 });
        if (id) checkText(source, id, { start: at.start, end: at.end + 2 });
        for (const entry of own) assert.ok(entry.at.start >= at.end);
      }
      for (const { at, key, value, dropped } of entries) {
        checkText(source, key, at);
        checkText(source, value, at);
        assert.ok(spanOf(value).start >= spanOf(key).end);
        if (dropped === undefined) continue;
        assert.equal(value.decoded, '');
        assert.ok(contains(at, dropped.at) && dropped.at.start >= spanOf(key).end);
        assert.ok(source.slice(dropped.at.start, dropped.at.end).includes(dropped.text));
      }
      for (const { at, textAt } of comments) assert.ok(contains(at, textAt));
      for (const { at } of problems) assert.ok(contains(whole, at));
      const lowered = lowerReadConfig(document);
      assert.equal(lowered.sections.length, sections.length);
      assert.equal(typeof looksLikeQemuConfig(source), 'boolean');
    }),
    SEEDED,
  );
});

test('the lines of a config file are the whole text, and none is longer than QEMU reads', () => {
  fc.assert(
    fc.property(configSoup, (source) => {
      const lines = [...configLines(source)];
      assert.equal(lines.map(({ at }) => source.slice(at.start, at.end)).join(''), source);
      for (const { at, end, contentEnd, isCut } of lines) {
        const line = source.slice(at.start, at.end);
        // Half a character may be read with the line before, so that its rest has up to three bytes more.
        assert.ok(Buffer.byteLength(line) <= 1026);
        assert.ok(!line.slice(0, -1).includes('\n'));
        assert.equal(isCut, !line.endsWith('\n') && at.end < source.length);
        assert.ok(
          contains(at, { start: end, end }) && contains(at, { start: contentEnd, end: contentEnd }),
        );
      }
    }),
    SEEDED,
  );
});

test('what is spelled in a config file is read back', () => {
  const places = [
    ['quoted', '[x]\nk = "', '"\n'],
    ['unquoted', '[x]\nk = ', ' # note\n'],
    ['without-equals', '[x]\nk ', '\r\n'],
    ['absent', '[x]\nk', ''],
  ] as const;
  const quotable = fc.string({
    unit: fc.constantFrom('a', ',', '\\', ' ', '#', '=', "'", 'é', '\r', ']'),
  });
  fc.assert(
    fc.property(
      fc.constantFrom(...places),
      fc.oneof(quotable, anyText, anyUnits),
      (place, text) => {
        const [context, before, after] = place;
        const spelled = spellIn(plain(text), context, context);
        assert.equal(spelled === undefined, /["\n\0]|\p{Surrogate}/u.test(text));
        if (spelled === undefined) return;
        const { sections, problems } = readConfig(before + spelled + after);
        assert.deepEqual(
          sections[0]?.entries.map(({ key, value, dropped }) => [
            key.decoded,
            value.decoded,
            dropped,
          ]),
          [['k', text, undefined]],
        );
        assert.deepEqual(problems, []);
      },
    ),
    SEEDED,
  );
});

test('a key or id that is spelled is read back', () => {
  const names = fc.oneof(
    fc.string({
      unit: fc.constantFrom('a', '-', '.', '#', '[', ']', '=', ' ', 'é'),
      maxLength: 70,
    }),
    anyUnits,
  );
  fc.assert(
    fc.property(names, (name) => {
      const key = spellIn(plain(name), 'bare-key', 'bare-key');
      const id = spellIn(plain(name), 'quoted-id', 'quoted-id');
      if (key !== undefined) {
        const [entry] = readConfig(`[x]\n${key} = "v"`).sections[0]?.entries ?? [];
        assert.deepEqual([entry?.key.decoded, entry?.value.decoded], [name, 'v']);
      }
      if (id !== undefined) {
        assert.equal(readConfig(`[x "${id}"]`).sections[0]?.id?.decoded, name);
      }
    }),
    SEEDED,
  );
});

test('a value that lost its closing quote can be replaced and the next line stays', () => {
  const ending = fc.constantFrom('\n', '\r\n');
  const value = fc.string({ unit: fc.constantFrom('a', '1', ' ', '.') });
  fc.assert(
    fc.property(value, ending, (lost, end) => {
      const source = `[x]${end}k = "${lost}${end}next = "kept"${end}`;
      const [entry] = readConfig(source).sections[0]?.entries ?? [];
      assert.ok(entry);
      const { start, end: valueEnd } = spanOf(entry.value);
      const [first, last] = [entry.value.pieces[0], entry.value.pieces.at(-1)];
      assert.ok(first && last);
      const spelled = spellIn(plain('new'), nameOf(first), nameOf(last));
      const fixed = source.slice(0, start) + spelled + source.slice(valueEnd);
      const texts = readConfig(fixed).sections[0]?.entries.map((each) => each.value.decoded);
      assert.deepEqual(texts, ['new', 'kept']);
    }),
    SEEDED,
  );
});
