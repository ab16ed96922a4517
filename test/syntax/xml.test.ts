import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plain } from '../../server/src/syntax/spell.ts';
import { readXml } from '../../server/src/syntax/xml/reader.ts';
import type { XmlAttribute, XmlElement } from '../../server/src/syntax/xml/tree.ts';
import { isKnown, spanOf, UNKNOWN } from '../../server/src/text/mapped-text.ts';
import type { Span } from '../../server/src/text/span.ts';
import { spellIn } from '../support/encodings.ts';

function cut(text: string, at: Span): string {
  return text.slice(at.start, at.end);
}

function only(text: string): XmlElement {
  const [element, ...others] = readXml(text).elements;
  assert.ok(element);
  assert.equal(others.length, 0);
  return element;
}

function attribute(text: string): XmlAttribute {
  const found = only(text).attributes[0];
  assert.ok(found);
  return found;
}

/** The elements of a document as nested local names: `a(b c(d))`. */
function outline(text: string): string {
  const describe = (element: XmlElement): string =>
    element.children.length === 0
      ? element.name.local
      : `${element.name.local}(${element.children.map(describe).join(' ')})`;
  return readXml(text).elements.map(describe).join(' ');
}

function problems(text: string): readonly string[] {
  return readXml(text).problems.map(({ kind, at }) => `${kind}: ${cut(text, at)}`);
}

test('an element reaches from its start tag to its end tag', () => {
  const text = '<a><b c="d"/>text</a >\n';
  const element = only(text);
  assert.equal(cut(text, element.at), '<a><b c="d"/>text</a >');
  assert.equal(cut(text, element.startTagAt), '<a>');
  assert.equal(cut(text, element.children[0]?.at ?? element.at), '<b c="d"/>');
  assert.equal(element.text.decoded, 'text');
  assert.deepEqual(problems(text), []);
});

test('what is not an element is passed over', () => {
  const text =
    '\uFEFF<?xml version="1.0"?><!-- <x> --><!DOCTYPE a [<!ENTITY e "<b>"> <!-- ]> --> ]><a><?b <c> ?><![CDATA[<d>]]></a>';
  assert.equal(outline(text), 'a');
  assert.equal(only(text).text.decoded, '<d>');
  assert.deepEqual(problems(text), []);
});

test('a comment knows its text and its delimiters', () => {
  const text = '<a>\n<!-- why -->\n<b/></a><!---->';
  const [first, second] = readXml(text).comments;
  assert.ok(first && second);
  assert.equal(cut(text, first.at), '<!-- why -->');
  assert.equal(cut(text, first.textAt), ' why ');
  assert.equal(cut(text, second.textAt), '');
});

test('an attribute is written inside its quotes', () => {
  const text = `<a value = 'tcp::4444' />`;
  const { name, value, at } = attribute(text);
  assert.equal(cut(text, name.at), 'value');
  assert.equal(cut(text, spanOf(value)), 'tcp::4444');
  assert.equal(cut(text, at), `value = 'tcp::4444'`);
});

test('an empty value stands between its quotes', () => {
  const text = `<a value=''/>`;
  assert.deepEqual(spanOf(attribute(text).value), { start: 10, end: 10 });
});

test('references are decoded and written where they stand', () => {
  const text = `<a value="a&amp;b&lt;&gt;&quot;&apos;&#65;&#x1F600;c"/>`;
  const { value } = attribute(text);
  assert.equal(value.decoded, `a&b<>"'A\u{1F600}c`);
  assert.deepEqual(
    value.pieces.map(({ at }) => cut(text, at)),
    ['a', '&amp;', 'b', '&lt;', '&gt;', '&quot;', '&apos;', '&#65;', '&#x1F600;', 'c'],
  );
  assert.deepEqual(problems(text), []);
});

test('an entity that this file does not define is unknown', () => {
  const text = `<a value="tcp:&host;:1"/>`;
  const { value } = attribute(text);
  assert.equal(value.decoded, `tcp:${UNKNOWN}:1`);
  const piece = value.pieces[1];
  assert.equal(piece?.kind === 'unknown' && piece.source, '&host;');
  assert.deepEqual(problems(text), []);
});

test('an entity that the DTD defines is unknown as well', () => {
  const text = `<!DOCTYPE a [<!ENTITY host "::1">]><a value="&host;"/>`;
  assert.equal(isKnown(attribute(text).value), false);
});

test('a reference to a character that XML forbids is unknown and a problem', () => {
  for (const reference of ['&#0;', '&#xD800;', '&#xFFFE;', '&#x110000;', `&#${'9'.repeat(99)};`]) {
    const text = `<a value="${reference}"/>`;
    assert.equal(isKnown(attribute(text).value), false);
    assert.deepEqual(problems(text), [`bad-reference: ${reference}`]);
  }
});

test('an ampersand alone stays as it is and is a problem', () => {
  const text = '<a value="a & b &; &#; &x"/>';
  assert.equal(attribute(text).value.decoded, 'a & b &; &#; &x');
  assert.equal(problems(text).length, 4);
});

test('white space in a value is a blank, a line end is one', () => {
  const text = '<a value="a\tb\nc\r\nd\re&#10;f&#9;"/>';
  const { value } = attribute(text);
  assert.equal(value.decoded, 'a b c d e\nf\t');
  assert.deepEqual(
    value.pieces.map(({ at }) => cut(text, at)),
    ['a', '\t', 'b', '\n', 'c', '\r\n', 'd', '\r', 'e', '&#10;', 'f', '&#9;'],
  );
});

test('line ends of a text are line feeds', () => {
  assert.equal(only('<a>1\r\n2\r3\n4\t<![CDATA[5\r\n6]]></a>').text.decoded, '1\n2\n3\n4\t5\n6');
});

test('the text of an element is not that of its children', () => {
  assert.equal(only('<a>1<b>2</b>3</a>').text.decoded, '13');
});

test('a prefix is resolved where it stands', () => {
  const text = `<a xmlns:p='outer'><p:b/><p:b p:c='' xmlns:p='inner'><p:d/></p:b><p:b/></a><p:b/>`;
  const [a, last] = readXml(text).elements;
  const namespaces = a?.children.map(({ name }) => name.namespace);
  assert.deepEqual(namespaces, ['outer', 'inner', 'outer']);
  assert.equal(a?.children[1]?.children[0]?.name.namespace, 'inner');
  assert.equal(a?.children[1]?.attributes[0]?.name.namespace, 'inner');
  assert.equal(last?.name.prefix, 'p');
  assert.equal(last?.name.namespace, undefined);
});

test('the default namespace is for elements, and can be taken back', () => {
  const text = `<a xmlns='u' b=''><c xmlns=''><d/></c><e/></a>`;
  const element = only(text);
  assert.equal(element.name.namespace, 'u');
  assert.equal(element.attributes[1]?.name.namespace, undefined);
  assert.equal(element.children[0]?.name.namespace, undefined);
  assert.equal(element.children[0]?.children[0]?.name.namespace, undefined);
  assert.equal(element.children[1]?.name.namespace, 'u');
});

test('a prefix cannot be taken back, nor stand for a reserved namespace', () => {
  const reserved = ['http://www.w3.org/XML/1998/namespace', 'http://www.w3.org/2000/xmlns/'];
  for (const uri of ['', ...reserved]) {
    const element = only(`<p:a xmlns:p='u'><p:b xmlns:p='${uri}'/><p:c/></p:a>`);
    const namespaces = element.children.map(({ name }) => name.namespace);
    assert.deepEqual(namespaces, ['u', 'u']);
  }
  for (const uri of reserved) {
    const element = only(`<a xmlns='u'><b xmlns='${uri}'/></a>`);
    assert.equal(element.children[0]?.name.namespace, 'u');
  }
});

test('a document type is told by its place alone', () => {
  const text = `<!DOCTYPE a [<!ENTITY e "v">]><a b='&e;'/>`;
  const { doctypeAt } = readXml(text);
  assert.equal(doctypeAt && cut(text, doctypeAt), '<!DOCTYPE a [<!ENTITY e "v">]>');
  assert.equal(attribute(text).value.decoded, UNKNOWN);
  assert.equal(readXml('<a/>').doctypeAt, undefined);
});

test('a namespace is compared after its references are decoded', () => {
  assert.equal(only(`<p:a xmlns:p='u&#114;i'/>`).name.namespace, 'uri');
});

test('a start tag that is being typed costs only itself', () => {
  const typed = `<d>\n<arg value='-s'/>\n<arg value=\n<arg value='-S'/>\n</d>`;
  assert.equal(outline(typed), 'd(arg arg arg)');
  assert.equal(readXml(typed).elements[0]?.children[1]?.attributes.length, 0);
});

test('a value whose quote is missing ends before the next tag', () => {
  const text = `<d>\n<arg value='tcp::1/>\n<arg value='-S'/></d>`;
  assert.equal(outline(text), 'd(arg arg)');
  assert.equal(only(text).children[1]?.attributes[0]?.value.decoded, '-S');
  assert.deepEqual(problems(text), ['bad-attribute: value', 'unclosed-tag: <arg']);
});

test('a half-typed tag begins an element if something ends it', () => {
  assert.equal(outline(`<d type='kvm'\n<name>vm</name>\n<b/></d>`), 'd(name b)');
});

test('an element that is never closed does not swallow its sibling of the same name', () => {
  assert.equal(outline(`<d><arg v='1'><arg v='2'><arg v='3'/></d>`), 'd(arg arg arg)');
});

test('elements of the same name may be nested', () => {
  assert.equal(outline('<a><a><a/></a></a>'), 'a(a(a))');
});

test('an end tag closes what is still open inside', () => {
  const text = '<a><b><c></a><d/>';
  assert.equal(outline(text), 'a(b(c)) d');
  assert.deepEqual(problems(text), ['unclosed-element: <c>', 'unclosed-element: <b>']);
});

test('an end tag that nothing began is passed over', () => {
  const text = '<a></b><c/></a>';
  assert.equal(outline(text), 'a(c)');
  assert.deepEqual(problems(text), ['unopened-element: </b>']);
});

test('an end tag that is being typed is passed over', () => {
  assert.equal(outline('<a><b></b></\n<c/></a>'), 'a(b c)');
  assert.equal(outline('<a><b/></a'), 'a(b)');
});

test('elements that are open at the end of the text end there', () => {
  const text = '<a><b>x';
  assert.equal(cut(text, only(text).at), text);
  assert.deepEqual(problems(text), ['unclosed-element: <b>', 'unclosed-element: <a>']);
});

test('markup that never ends takes in the rest', () => {
  for (const begin of ['<!--', '<?', '<![CDATA[']) {
    const text = `<a/>${begin}<b/>`;
    assert.equal(outline(text), 'a');
    assert.deepEqual(problems(text), [`unclosed-markup: ${begin}`]);
  }
});

test('a document type that never ends costs only its first tag', () => {
  assert.equal(outline(`<!DOCTYPE a ['><b/>`), 'b');
});

test('bad attributes cost only themselves', () => {
  const text = `<a b c=1 "d" e='2' e='3' = f='4'/>`;
  assert.deepEqual(
    only(text).attributes.map(({ name, value }) => [name.local, value.decoded]),
    [
      ['e', '2'],
      ['f', '4'],
    ],
  );
  assert.ok(problems(text).includes(`duplicate-attribute: e='3'`));
});

test('less-than signs that begin no tag are text', () => {
  const text = '<a>1 < 2 <<b/> <3</a>';
  assert.equal(outline(text), 'a(b)');
  assert.equal(problems(text).length, 3);
});

test('a text that is no XML has no elements', () => {
  for (const text of ['', 'qemu -monitor stdio', '\0\0', '<', '\uD800<', '< a>', '&amp;']) {
    assert.equal(outline(text), '');
  }
});

test('deep and long text is read in one go', () => {
  const depth = 50_000;
  const element = only('<a>'.repeat(depth) + '</a>'.repeat(depth));
  assert.equal(element.children.length, 1);
  for (const hostile of ['<', '<a', '<a ', '<a b="', '</a>', '&', '<![CDATA[', '<!-- ']) {
    readXml(hostile.repeat(20_000));
  }
});

test('a value is spelled for its quotes', () => {
  const text = `a&b<c>"d"'e'\t\n\r`;
  assert.equal(
    spellIn(plain(text), 'attribute-double', 'attribute-double'),
    `a&amp;b&lt;c&gt;&quot;d&quot;'e'&#9;&#10;&#13;`,
  );
  assert.equal(
    spellIn(plain(text), 'attribute-single', 'attribute-single'),
    `a&amp;b&lt;c&gt;"d"&apos;e&apos;&#9;&#10;&#13;`,
  );
  assert.equal(spellIn(plain(text), 'text', 'text'), `a&amp;b&lt;c&gt;"d"'e'\t\n&#13;`);
});

test('what leads from one kind of quotes to another is right in both', () => {
  assert.equal(spellIn(plain(`"'`), 'attribute-double', 'attribute-single'), '&quot;&apos;');
});

test('source of the document is copied as it is', () => {
  const template = [
    { kind: 'text', text: 'tcp:<' },
    { kind: 'source', source: '&host;' },
  ] as const;
  assert.equal(spellIn(template, 'attribute-single', 'attribute-single'), 'tcp:&lt;&host;');
});

test('what XML cannot hold is not spelled', () => {
  for (const text of ['\0', '\x01', '\uFFFE', '\uFFFF', '\uD800', '\uDC00a']) {
    assert.equal(spellIn(plain(text), 'attribute-double', 'attribute-double'), undefined);
  }
});

test('a CDATA section takes only what needs no escape', () => {
  assert.equal(spellIn(plain('<a & b>'), 'cdata', 'cdata'), '<a & b>');
  assert.equal(spellIn(plain(']]>'), 'cdata', 'cdata'), undefined);
  assert.equal(spellIn(plain('\r'), 'cdata', 'cdata'), undefined);
});
