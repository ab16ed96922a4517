import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readConfig } from '../../server/src/syntax/readconfig/reader.ts';
import type { ConfigEntry } from '../../server/src/syntax/readconfig/tree.ts';
import { plain } from '../../server/src/syntax/spell.ts';
import { spanOf } from '../../server/src/text/mapped-text.ts';
import type { Span } from '../../server/src/text/span.ts';
import { nameOf, spellIn } from '../support/encodings.ts';

function cut(text: string, at: Span): string {
  return text.slice(at.start, at.end);
}

/** The only entry of a `[x]` section that has `line` as its text. */
function entryOf(line: string): { readonly text: string; readonly entry: ConfigEntry } {
  const text = `[x]\n${line}`;
  const [entry, ...others] = readConfig(text).sections[0]?.entries ?? [];
  assert.ok(entry, JSON.stringify(line));
  assert.equal(others.length, 0);
  return { text, entry };
}

function pair(line: string): readonly string[] {
  const { entry } = entryOf(line);
  return [entry.key.decoded, entry.value.decoded];
}

/** The groups and ids of all sections. */
function headers(text: string): readonly (readonly (string | undefined)[])[] {
  return readConfig(text).sections.map(({ group, id }) => [group.decoded, id?.decoded]);
}

function problems(text: string): readonly string[] {
  return readConfig(text).problems.map(({ kind, at }) => `${kind}: ${cut(text, at)}`);
}

test('a section holds the lines behind its header', () => {
  const text =
    '# note\n\n[chardev "mon0"]\n  host = "::1"\n\n  port = "1"\n[mon]\nmode = "control"\n';
  const document = readConfig(text);
  assert.deepEqual(headers(text), [
    ['chardev', 'mon0'],
    ['mon', undefined],
  ]);
  const [chardev, mon] = document.sections;
  assert.ok(chardev && mon);
  assert.equal(cut(text, chardev.at), '[chardev "mon0"]');
  const texts = chardev.entries.map(({ at }) => cut(text, at));
  assert.deepEqual(texts, ['  host = "::1"\n', '  port = "1"\n']);
  assert.equal(mon.entries[0]?.value.decoded, 'control');
  const told = document.comments.map(({ at, textAt }) => [cut(text, at), cut(text, textAt)]);
  assert.deepEqual(told, [['# note', ' note']]);
  assert.deepEqual(document.problems, []);
});

test('every text is written where it stands', () => {
  const text = '[chardev "mon0"]\n  host = "::1"\n';
  const [section] = readConfig(text).sections;
  const [entry] = section?.entries ?? [];
  assert.ok(section?.id && entry);
  assert.equal(cut(text, spanOf(section.group)), 'chardev');
  assert.equal(cut(text, spanOf(section.id)), 'mon0');
  assert.equal(cut(text, spanOf(entry.key)), 'host');
  assert.equal(cut(text, spanOf(entry.value)), '::1');
});

test('a value runs to the next quote and has no escapes', () => {
  assert.deepEqual(pair('k = "a,b \\"c" rest'), ['k', 'a,b \\']);
  assert.deepEqual(pair(' \tk\v=\f"a" # rest'), ['k', 'a']);
  assert.deepEqual(pair('k ="a"'), ['k', 'a']);
});

test('an empty value in quotes is a value, and stands between them', () => {
  const { text, entry } = entryOf('k = ""\n');
  assert.equal(entry.dropped, undefined);
  assert.equal(text.slice(0, entry.value.place.start), '[x]\nk = "');
});

test('without a blank before the equals sign all of it is the key', () => {
  assert.deepEqual(pair('k="a"'), ['k="a"', '']);
  assert.deepEqual(pair('k= "a"'), ['k=', '']);
});

test('a value without double quotes is empty, and what was meant is told', () => {
  const cases: readonly (readonly [string, string, string, string])[] = [
    ['host = 127.0.0.1\n', '127.0.0.1', '127.0.0.1', 'unquoted'],
    ['host = 127.0.0.1  # me\r\n', '127.0.0.1', '127.0.0.1', 'unquoted'],
    ['host =a#b ; c\n', 'a#b', 'a#b', 'unquoted'],
    ["host = '127.0.0.1'\n", "'127.0.0.1'", '127.0.0.1', 'unquoted'],
    ['path = /a file\n', '/a file', '/a file', 'unquoted'],
    ['host 127.0.0.1', '127.0.0.1', '127.0.0.1', 'without-equals'],
    ['host "127.0.0.1"', '"127.0.0.1"', '127.0.0.1', 'without-equals'],
    ['host =\n', '', '', 'unquoted'],
    ['host = # none\n', '', '', 'unquoted'],
    ['server\n', '', '', 'absent'],
  ];
  for (const [line, at, meant, context] of cases) {
    const { text, entry } = entryOf(line);
    assert.equal(entry.value.decoded, '');
    assert.equal(text.slice(0, spanOf(entry.value).start), `[x]\n${entry.key.decoded}`);
    assert.ok(entry.dropped, line);
    assert.equal(cut(text, entry.dropped.at), at);
    assert.equal(entry.dropped.text, meant);
    assert.equal(nameOf(entry.dropped), context);
    assert.ok(problems(text).some((problem) => problem.startsWith('value-dropped')));
  }
});

test('a dropped value can be written so that it is read', () => {
  for (const line of [
    'h = a',
    "h = 'a'",
    'h a',
    'h "a"',
    'h =',
    'h = ',
    'h',
    'h\r\n',
    'h = a # b\n',
  ]) {
    const { text, entry } = entryOf(line);
    assert.ok(entry.dropped);
    const { at } = entry.dropped;
    const written = nameOf(entry.dropped);
    const spelled = spellIn(plain('::1'), written, written);
    const fixed = text.slice(0, at.start) + spelled + text.slice(at.end);
    const [repaired] = readConfig(fixed).sections[0]?.entries ?? [];
    assert.equal(repaired?.value.decoded, '::1', fixed);
    assert.deepEqual(problems(fixed), []);
  }
});

test('a value without its closing quote takes in the line end', () => {
  for (const ending of ['\n', '\r\n']) {
    const { text, entry } = entryOf(`k = "a${ending}`);
    assert.equal(entry.value.decoded, `a${ending}`);
    assert.deepEqual(entry.value.pieces.map(nameOf), ['quoted', 'line-ending']);
    assert.deepEqual(problems(text), ['unclosed-quote: k = "a']);
  }
  assert.deepEqual(pair('k = "a'), ['k', 'a']);
});

test('a header may be followed by anything, and needs its bracket only without an id', () => {
  assert.deepEqual(headers('[a "b"\n[ a\t"b" ] # c\n[c] # d\n'), [
    ['a', 'b'],
    ['a', 'b'],
    ['c', undefined],
  ]);
  assert.deepEqual(headers('[a'), [['a', undefined]]);
});

test('a header that is written in another dialect names a strange group', () => {
  assert.deepEqual(headers(`[a b]\n[a 'b']\n[a ""]\n[ a]\n[a"b"]\n`), [
    ['a b', undefined],
    [`a 'b'`, undefined],
    ['a ""', undefined],
    [' a', undefined],
    ['a"b"', undefined],
  ]);
});

test('a group without its bracket takes in the line end', () => {
  assert.deepEqual(headers('[a\nb = "c"\n'), [['a\n', undefined]]);
  assert.deepEqual(problems('[a\n'), ['not-a-header: [a']);
});

test('a header behind a blank is a key', () => {
  const text = '[a]\n [b]\n[]\n';
  assert.deepEqual(headers(text), [['a', undefined]]);
  const keys = readConfig(text).sections[0]?.entries.map(({ key }) => key.decoded);
  assert.deepEqual(keys, ['[b]', '[]']);
  assert.ok(problems(text).includes('not-a-header: [b]'));
});

test('a comment begins in the first column, with a number sign', () => {
  const text = '[a]\n # b\n; c\n';
  const keys = readConfig(text).sections[0]?.entries.map(({ key }) => key.decoded);
  assert.deepEqual(keys, ['#', ';']);
  assert.deepEqual(
    problems(text).filter((problem) => !problem.startsWith('value-dropped')),
    ['not-a-comment: #', 'not-a-comment: ;'],
  );
});

test('a line of blanks stops QEMU, and we go on', () => {
  const text = '[a]\n \t\nb = "c"\n\r\n';
  const { sections, problems: found } = readConfig(text);
  assert.equal(sections[0]?.entries.length, 1);
  assert.deepEqual(
    found.map(({ kind, stops }) => [kind, stops]),
    [
      ['parse-error', true],
      ['parse-error', true],
    ],
  );
});

test('a key before the first header belongs to nothing and stops QEMU', () => {
  const { sections, problems: found } = readConfig('\uFEFF[a]\nb = "c"\n[d]\n');
  assert.equal(sections.length, 1);
  assert.equal(found.filter(({ kind, stops }) => kind === 'no-group' && stops).length, 2);
});

test('a NUL hides the rest of its line', () => {
  assert.deepEqual(pair('k = "a\0b"'), ['k', 'a']);
  assert.deepEqual(pair('k\0 = "a"\n'), ['k', '']);
  assert.ok(problems('[a]\n\0k = "a"\n').includes('parse-error: \0k = "a"'));
});

test('names have room for 63 bytes', () => {
  const name = 'x'.repeat(70);
  assert.deepEqual(headers(`[${name} "y"]\n[a "${name}"]\n[${'é'.repeat(40)}]`), [
    [name.slice(0, 63), undefined],
    ['a', name.slice(0, 63)],
    ['é'.repeat(31), undefined],
  ]);
  assert.deepEqual(pair(`${'x'.repeat(63)}="a"`), ['x'.repeat(63), 'a']);
});

test('a line has room for 1023 bytes, and the rest is another line', () => {
  const comment = `#${' '.repeat(1022)}`;
  const text = `${comment}[a "b"]\nc = "d"\n`;
  assert.deepEqual(headers(text), [['a', 'b']]);
  assert.deepEqual(problems(text), [`line-too-long: ${comment}`]);
  assert.deepEqual(problems(`${comment}\n[a]\n`), [`line-too-long: ${comment}`]);
  assert.deepEqual(problems(`#${' '.repeat(1021)}\n[a]\n`), []);
});

test('the bytes of a line are counted in UTF-8', () => {
  const cases = ['é'.repeat(511), '€'.repeat(340) + 'xx', '\u{1F600}'.repeat(255) + 'xx'];
  for (const characters of cases) {
    assert.deepEqual(headers(`#${characters}[a]\n`), [['a', undefined]]);
    assert.deepEqual(headers(`#${characters}x[a]\n`), []);
  }
});

test('anything at all is read', () => {
  for (const text of ['', '\n', '\0', '\uFEFF', '\uD800', '[', '"', '=', ' ', 'a\0b\nc', '[\n]']) {
    assert.doesNotThrow(() => readConfig(text));
  }
});

test('a value is spelled as it is, if quotes can hold it', () => {
  assert.equal(spellIn(plain('a,b\\c'), 'quoted', 'quoted'), 'a,b\\c');
  for (const text of ['a"b', 'a\nb', 'a\0', '\uD800', 'x'.repeat(2000)]) {
    assert.equal(spellIn(plain(text), 'quoted', 'quoted'), undefined);
  }
});

test('a value that took in its line end gets its quote', () => {
  assert.equal(spellIn(plain('a'), 'quoted', 'line-ending'), 'a"\n');
});

test('a name is spelled only if it stays a name', () => {
  assert.equal(spellIn(plain('path'), 'bare-key', 'bare-key'), 'path');
  for (const text of ['', 'a b', '#a', '[a', 'x'.repeat(64)]) {
    assert.equal(spellIn(plain(text), 'bare-key', 'bare-key'), undefined);
  }
  assert.equal(spellIn(plain('mon 0'), 'quoted-id', 'quoted-id'), 'mon 0');
  assert.equal(spellIn(plain(''), 'quoted-id', 'quoted-id'), undefined);
  assert.equal(spellIn(plain('a]'), 'bare-group', 'bare-group'), undefined);
});

test('of too many lines the first are read', () => {
  const { sections, problems } = readConfig(`${'[a]\n'.repeat(149_999)}b\n[c]\n`);
  assert.equal(sections.length, 149_999);
  assert.equal(sections.at(-1)?.entries.length, 1);
  assert.deepEqual(
    problems.map(({ kind }) => kind),
    ['value-dropped'],
  );
});
