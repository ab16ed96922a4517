/**
 * The grammar of -readconfig files token by token: each of its rules on lines as people write them, and all config
 * files of the repository, in which headers, keys and values are coloured exactly where QEMU reads some.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { readConfig } from '../../server/src/syntax/readconfig/reader.ts';
import { spanOf } from '../../server/src/text/mapped-text.ts';
import type { Span } from '../../server/src/text/span.ts';
import { GRAMMAR, tokenizeLine } from '../support/grammar.ts';
import { filesBelow, readRepositoryFile } from '../support/repository.ts';

/** The parts of a line as `last scopes: text`, without the grammar's own scope and name. */
function parts(line: string): readonly string[] {
  return tokenizeLine(line).map(({ text, scopes }) => {
    const own = scopes
      .split(' ')
      .slice(1)
      .map((scope) => scope.replace(/\.qemu-config$/, ''));
    return own.length === 0 ? text : `${own.join(' ')}: ${text}`;
  });
}

const SECTION = 'meta.section';
const GROUP = 'meta.section entity.name.section.group';
const ID = 'meta.section string.quoted.double.id';
const BEGIN = 'meta.section punctuation.definition.section.begin';
const END = 'meta.section punctuation.definition.section.end';
const ENTRY = 'meta.entry';
const KEY = 'meta.entry variable.other.key';
const EQUALS = 'meta.entry keyword.operator.assignment';
const VALUE = 'meta.entry string.quoted.double.value';
const OPEN = 'punctuation.definition.string.begin';
const CLOSE = 'punctuation.definition.string.end';
const IGNORED = 'comment.other.ignored';

/** For each rule of the grammar the lines that are for it. */
const CORPUS: Readonly<Record<string, readonly (readonly [string, readonly string[]])[]>> = {
  comment: [
    [
      '# note',
      [
        'comment.line.number-sign punctuation.definition.comment: #',
        'comment.line.number-sign:  note',
      ],
    ],
    ['#', ['comment.line.number-sign punctuation.definition.comment: #']],
  ],
  'not-a-comment': [
    ['  # note', ['invalid.illegal.not-a-comment:   # note']],
    ['; note', ['invalid.illegal.not-a-comment: ; note']],
    ['\t; x = "y"', ['invalid.illegal.not-a-comment: \t; x = "y"']],
  ],
  header: [
    [
      '[chardev "mon0"]',
      [
        ...[`${BEGIN}: [`, `${GROUP}: chardev`, `${SECTION}:  `],
        ...[`${ID} ${OPEN}: "`, `${ID}: mon0`, `${ID} ${CLOSE}: "`, `${END}: ]`],
      ],
    ],
    [
      '[ object  "a b" ] # why',
      [
        ...[`${BEGIN}: [`, `${SECTION}:  `, `${GROUP}: object`, `${SECTION}:   `],
        ...[`${ID} ${OPEN}: "`, `${ID}: a b`, `${ID} ${CLOSE}: "`, `${SECTION}:  `, `${END}: ]`],
        `${SECTION} ${IGNORED}:  # why`,
      ],
    ],
    [
      '[mon "m',
      [...[`${BEGIN}: [`, `${GROUP}: mon`, `${SECTION}:  `, `${ID} ${OPEN}: "`], `${ID}: m`],
    ],
  ],
  'header-without-id': [
    ['[mon]', [`${BEGIN}: [`, `${GROUP}: mon`, `${END}: ]`]],
    [
      '[mon] "x"',
      [
        ...[`${BEGIN}: [`, `${GROUP}: mon]`, `${SECTION}:  `, `${ID} ${OPEN}: "`],
        ...[`${ID}: x`, `${ID} ${CLOSE}: "`],
      ],
    ],
    ['[mon]x', [`${BEGIN}: [`, `${GROUP}: mon`, `${END}: ]`, `${SECTION} ${IGNORED}: x`]],
    ['[chardev mon0]', [`${BEGIN}: [`, `${GROUP}: chardev mon0`, `${END}: ]`]],
  ],
  'not-a-header': [
    [' [mon]', ['invalid.illegal.not-a-header:  [mon]']],
    ['[mon', ['invalid.illegal.not-a-header: [mon']],
    ['[]', ['invalid.illegal.not-a-header: []']],
  ],
  entry: [
    [
      '  host = "127.0.0.1"',
      [
        ...[`${ENTRY}:   `, `${KEY}: host`, `${ENTRY}:  `, `${EQUALS}: =`, `${ENTRY}:  `],
        ...[`${VALUE} ${OPEN}: "`, `${VALUE}: 127.0.0.1`, `${VALUE} ${CLOSE}: "`],
      ],
    ],
    [
      'path ="a,b\\" rest"',
      [
        ...[`${KEY}: path`, `${ENTRY}:  `, `${EQUALS}: =`, `${VALUE} ${OPEN}: "`],
        ...[`${VALUE}: a,b\\`, `${VALUE} ${CLOSE}: "`, `${ENTRY} ${IGNORED}:  rest"`],
      ],
    ],
    [
      'x = ""',
      [
        ...[`${KEY}: x`, `${ENTRY}:  `, `${EQUALS}: =`, `${ENTRY}:  `],
        ...[`${VALUE} ${OPEN}: "`, `${VALUE} ${CLOSE}: "`],
      ],
    ],
  ],
  'unclosed-entry': [
    [
      'x = "y',
      [
        ...[`${KEY}: x`, `${ENTRY}:  `, `${EQUALS}: =`, `${ENTRY}:  `],
        ...[
          `${VALUE} invalid.illegal.unclosed-quote ${OPEN}: "`,
          `${VALUE} invalid.illegal.unclosed-quote: y`,
        ],
      ],
    ],
  ],
  'unquoted-entry': [
    [
      'host = 127.0.0.1 # me',
      [
        ...[`${KEY}: host`, `${ENTRY}:  `, `${EQUALS}: =`, `${ENTRY}:  `],
        `${ENTRY} string.unquoted.value invalid.illegal.unquoted-value: 127.0.0.1 # me`,
      ],
    ],
    [
      "x = 'y'",
      [
        ...[`${KEY}: x`, `${ENTRY}:  `, `${EQUALS}: =`, `${ENTRY}:  `],
        `${ENTRY} string.unquoted.value invalid.illegal.unquoted-value: 'y'`,
      ],
    ],
  ],
  'empty-entry': [
    ['x =', [`${KEY}: x`, `${ENTRY}:  `, `${EQUALS} invalid.illegal.missing-value: =`]],
  ],
  'key-without-equals': [
    ['server', [`${KEY} invalid.illegal.missing-value: server`]],
    [
      'host 127.0.0.1',
      [
        ...[`${KEY} invalid.illegal.missing-value: host`, `${ENTRY}:  `],
        `${ENTRY} string.unquoted.value invalid.illegal.unquoted-value: 127.0.0.1`,
      ],
    ],
    ['x="y"', [`${KEY} invalid.illegal.missing-value: x="y"`]],
  ],
  'blank-line': [['  \t', ['invalid.illegal.blank-line:   \t']]],
};

describe('the grammar of config files', () => {
  for (const [rule, lines] of Object.entries(CORPUS)) {
    for (const [line, expected] of lines) {
      it(`has ${rule} for ${JSON.stringify(line)}`, () => {
        assert.deepEqual(parts(line), expected);
      });
    }
  }

  it('has no rule that is not in this corpus', () => {
    const { repository } = JSON.parse(readFileSync(GRAMMAR, 'utf8')) as {
      readonly repository: Readonly<Record<string, unknown>>;
    };
    assert.deepEqual(Object.keys(CORPUS).toSorted(), Object.keys(repository).toSorted());
  });

  it('says nothing of an empty line', () => {
    assert.deepEqual(parts(''), ['']);
  });
});

/** The text of a file under a scope, as spans; parts that touch are one. */
function spansUnder(text: string, scope: string, but?: string): readonly Span[] {
  const spans: Span[] = [];
  let lineStart = 0;
  for (const line of text.split('\n')) {
    let start = lineStart;
    for (const part of tokenizeLine(line)) {
      const end = start + part.text.length;
      const last = spans.at(-1);
      if (part.scopes.includes(scope) && !(but && part.scopes.includes(but))) {
        if (last && last.end === start) spans[spans.length - 1] = { start: last.start, end };
        else spans.push({ start, end });
      }
      start = end;
    }
    lineStart += line.length + 1;
  }
  return spans.filter(({ start, end }) => start < end);
}

describe('in every config file of the repository', () => {
  const files = ['examples', 'test', 'docs'].flatMap((folder) =>
    filesBelow(folder).filter((path) => /\.(?:qemu|qemucfg)$/.test(path)),
  );

  it('there is something to look at', () => {
    assert.ok(files.length >= 5, files.join());
  });

  for (const path of files) {
    it(`the colours of ${path} are where QEMU reads groups, ids, keys, values and comments`, () => {
      const text = readRepositoryFile(path);
      const { sections, comments } = readConfig(text);
      const entries = sections.flatMap((section) => section.entries);
      const inOrder = (spans: readonly Span[]) =>
        spans
          .filter(({ start, end }) => start < end)
          .toSorted((a, b) => a.start - b.start)
          .map(({ start, end }) => text.slice(start, end));
      const coloured = (scope: string, but?: string) =>
        spansUnder(text, scope, but).map(({ start, end }) => text.slice(start, end));
      const quotes = 'punctuation.definition.string';
      assert.deepEqual(
        coloured('entity.name.section.group'),
        inOrder(sections.map(({ group }) => spanOf(group))),
      );
      assert.deepEqual(
        coloured('string.quoted.double.id', quotes),
        inOrder(sections.flatMap(({ id }) => (id ? [spanOf(id)] : []))),
      );
      assert.deepEqual(
        coloured('variable.other.key'),
        inOrder(entries.map(({ key }) => spanOf(key))),
      );
      assert.deepEqual(
        coloured('string.quoted.double.value', quotes),
        inOrder(entries.map(({ value }) => spanOf(value))),
      );
      assert.deepEqual(
        coloured('string.unquoted.value'),
        inOrder(entries.flatMap(({ dropped }) => (dropped ? [dropped.at] : []))),
      );
      assert.deepEqual(coloured('comment.line'), inOrder(comments.map(({ at }) => at)));
    });
  }
});
