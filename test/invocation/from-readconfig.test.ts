import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lowerReadConfig } from '../../server/src/invocation/from-readconfig.ts';
import type { ConfigSection } from '../../server/src/invocation/invocation.ts';
import { readConfig } from '../../server/src/syntax/readconfig/reader.ts';

function sections(text: string): readonly ConfigSection[] {
  return lowerReadConfig(readConfig(text)).sections;
}

test('sections and entries are taken in order with their places', () => {
  const text =
    '[chardev "mon0"]\n  backend = "socket"\n  host = 127.0.0.1\n\n[mon]\n  chardev = "mon0"\n';
  const lowered = sections(text);
  assert.deepEqual(
    lowered.map(({ group, id, at, entries }) => [
      group.decoded,
      id?.decoded,
      text.slice(at.start, at.end),
      entries.map(({ key, value }) => `${key.decoded}=${value.decoded}`),
    ]),
    [
      ['chardev', 'mon0', '[chardev "mon0"]', ['backend=socket', 'host=']],
      ['mon', undefined, '[mon]', ['chardev=mon0']],
    ],
  );
  const host = lowered[0]?.entries[1];
  assert.equal(text.slice(host?.at.start, host?.at.end), '  host = 127.0.0.1\n');
  assert.equal(host?.dropped?.text, '127.0.0.1');
  assert.equal(text.slice(host?.dropped?.at.start, host?.dropped?.at.end), '127.0.0.1');
  assert.equal(lowered[0]?.entries[0]?.dropped, undefined);
});

test('deleting every entry leaves the headers', () => {
  const text = '[a]\r\nb = "c"\r\n d = "e"\r\n[f]\r\ng = "h"';
  const deleted = sections(text)
    .flatMap(({ entries }) => entries)
    .toReversed()
    .reduce((rest, { at }) => rest.slice(0, at.start) + rest.slice(at.end), text);
  assert.equal(deleted, '[a]\r\n[f]\r\n');
});

test('the last id line is the id of the section and stays an entry', () => {
  const [named, renamed, dropped] = sections(
    '[chardev "a"]\n[chardev "a"]\nid = "b"\nid = "c"\n[chardev "a"]\nid = d\n',
  );
  assert.equal(named?.id?.decoded, 'a');
  assert.equal(renamed?.id?.decoded, 'c');
  assert.equal(renamed?.entries.length, 2);
  assert.equal(dropped?.id?.decoded, '');
});

test('lines before the first section belong to none', () => {
  const texts = sections('a = "b"\n[c]\n').map(({ group }) => group.decoded);
  assert.deepEqual(texts, ['c']);
  assert.deepEqual(sections('a = "b"\n'), []);
});

test('repeated sections stay apart', () => {
  assert.equal(sections('[mon]\n[mon]\n').length, 2);
});
