/** YAML as we read it, beside what the package makes of the same text; and text that is written into it. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { isMap, isScalar, parseDocument } from 'yaml';
import { plain, spell } from '../../server/src/syntax/spell.ts';
import { YAML } from '../../server/src/syntax/yaml/encodings.ts';
import { readYaml } from '../../server/src/syntax/yaml/reader.ts';
import type { YamlNode } from '../../server/src/syntax/yaml/tree.ts';
import type { MappedText } from '../../server/src/text/mapped-text.ts';

/** What the scalar behind `k:` says. */
function valueIn(text: string): MappedText | undefined {
  const [document] = readYaml(text).documents;
  const value = document?.kind === 'map' ? document.entries[0]?.value : undefined;
  return value?.kind === 'scalar' ? value.text() : undefined;
}

/** A tree as data. */
function shown(node: YamlNode | undefined): unknown {
  switch (node?.kind) {
    case 'map':
      return Object.fromEntries(node.entries.map(({ key, value }) => [key, shown(value)]));
    case 'list':
      return node.items.map(({ value }) => shown(value));
    case 'scalar':
      return node.text().decoded;
    case 'alias':
      return `*${node.name}`;
    default:
      return undefined;
  }
}

describe('a YAML file', () => {
  it('has mappings, lists and scalars in both notations', () => {
    const [document] = readYaml(
      'a: {b: c, "d": [e, f: g]}\nh:\n- i\n- - j\n  - k\n- l: m\n  n:\n? o\n: &p q\nr: *p\n',
    ).documents;
    assert.deepEqual(shown(document), {
      a: { b: 'c', d: ['e', { f: 'g' }] },
      h: ['i', ['j', 'k'], { l: 'm', n: undefined }],
      o: 'q',
      r: '*p',
    });
  });

  it('may have several documents, and comments', () => {
    const { documents, comments } = readYaml('# a\n---\nb: 1 # c\n---\n- d\n  # e\n');
    assert.deepEqual(documents.map(shown), [{ b: '1' }, ['d']]);
    const starts = comments.map(({ at }) => at.start);
    assert.deepEqual(starts, [0, 13, 27]);
  });

  it('has quotes whose lines begin anywhere, as libyaml reads them', () => {
    const read = (text: string) => shown(readYaml(text).documents[0]);
    assert.deepEqual(read('a:\n  b: "x\nc: y"\n  d: \'e\n\n- f\'\ng: ["h\n i", j]\n'), {
      a: { b: 'x c: y', d: 'e\n- f' },
      g: ['h i', 'j'],
    });
    // The first quote is being typed, and the next one belongs to another word.
    assert.deepEqual(read('a: "x\nb: "y"\nc: z\n'), { a: '', b: 'y', c: 'z' });
  });

  it('says where it is not read any more behind many such quotes', () => {
    const lines = '- "a\nb"\n'.repeat(40);
    const { documents, stopped } = readYaml(lines);
    assert.equal(stopped, lines.indexOf('- "') + 16 * '- "a\nb"\n'.length + 2);
    assert.deepEqual(shown(documents[0]), [...Array(16).fill('a b'), undefined]);
    assert.equal(readYaml('- "a\nb"\n'.repeat(16)).stopped, undefined);
    const long = `# ${'x'.repeat(600_000)}\n- "a\nb"\n`;
    assert.equal(readYaml(long).stopped, undefined);
    assert.equal(readYaml(`${long}- "a\nb"\n`).stopped, long.length + 2);
  });

  it('knows what an alias stands for, unless that is another one', () => {
    const file = readYaml('a: &a x\nb: &b *a\nc: *a\nd: *b\ne: *f\n');
    const alias = (name: string) => ({ kind: 'alias', name, at: { start: 0, end: 0 } }) as const;
    assert.equal(shown(file.anchored(alias('a'))), 'x');
    assert.equal(file.anchored(alias('b')), undefined);
    assert.equal(file.anchored(alias('f')), undefined);
  });

  it('is read as far as it is not too deep', () => {
    const read = (part: string) => readYaml(`a: b\n---\n${part.repeat(20_000)}\n---\nc: d\n`);
    for (const part of ['[', '{a: ', '- ', 'a: [\n', '? ', ': ']) {
      const { documents, isWhole } = read(part);
      assert.deepEqual([shown(documents[0]), isWhole], [{ a: 'b' }, false], part);
    }
    for (const part of ['*a ', '&a ', '! ', '"a" ']) {
      const { documents } = read(part);
      assert.deepEqual(
        [shown(documents[0]), shown(documents.at(-1))],
        [{ a: 'b' }, { c: 'd' }],
        part,
      );
    }
  });

  it('has no text in quotes that are open', () => {
    assert.equal(valueIn('k: "a b\n')?.decoded, '');
    assert.equal(valueIn("k: '")?.decoded, '');
  });
});

const PARTS = [
  ...['a', 'b', ' ', '  ', '\n', '\n\n', '\r\n', '"', "'", '\\', '\\n', '\\x41', '\\\n', '\t'],
  ...['#', ': ', ':', '-', 'é', '😀', '$', '|', '>', '\\u00e9', '\\"', "''"],
];

describe('a scalar', () => {
  it('says what the package says, and knows where each character is written', () => {
    const header = fc.constantFrom('"', "'", '', '|', '>', '|-', '>-', '|+', '>+', '|2', '>2-');
    const parts = fc.array(fc.constantFrom(...PARTS), { maxLength: 14 });
    let compared = 0;
    fc.assert(
      fc.property(header, parts, (style, written) => {
        const body = written.join('');
        const lines = body.split('\n').map((line) => `  ${line}`);
        const inline = `k: ${style}${body}${style}\nz: 1\n`;
        // There the package ends quotes, and libyaml does not.
        if (/["']/.test(style) && /\n[^ \r\n]/.test(body + style)) return;
        const text = /[|>]/.test(style) ? `k: ${style}\n${lines.join('\n')}\nz: 1\n` : inline;
        const document = parseDocument(text, { strict: false, logLevel: 'silent' });
        const [pair] = isMap(document.contents) ? document.contents.items : [];
        const value = pair?.value;
        // What it takes for broken we may read as we like.
        if (document.errors.length > 0 || !isScalar(value) || !isScalar(pair?.key)) return;
        if (pair.key.value !== 'k' || !value.source) return;
        compared++;
        const own = valueIn(text);
        assert.equal(own?.decoded, value.source);
        for (const { kind, at, ...piece } of own?.pieces ?? []) {
          if (kind !== 'known' || !('verbatim' in piece) || !piece.verbatim) continue;
          assert.equal(text.slice(at.start, at.end), piece.text);
        }
      }),
      { numRuns: 2_000 },
    );
    assert.ok(compared > 200, String(compared));
  });
});

/** A file with a scalar in each context, and text around the place. */
const PLACES: Readonly<Record<keyof typeof YAML, readonly [before: string, behind: string]>> = {
  plain: ['k: x', 'y\n'],
  'plain-start': ['k: ', '\n'],
  'plain-in-flow': ['k: [x', 'y]\n'],
  'plain-in-flow-start': ['k: [', ']\n'],
  'single-quoted': ["k: 'x", "y'\n"],
  'double-quoted': ['k: "x', 'y"\n'],
  literal: ['k: |\n  x', 'y\n'],
  folded: ['k: >\n  x', 'y\n'],
};

describe('text in YAML', () => {
  it('is read as it was written, at every place that takes it', () => {
    const unit = fc.constantFrom(...'aé :#-{}[],&*!|>%@`"\'\\\t\n\u0000\u0085😀?~1.');
    let held = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...(Object.keys(PLACES) as (keyof typeof YAML)[])),
        fc.string({ unit, maxLength: 6 }),
        (context, text) => {
          const [before, behind] = PLACES[context];
          const spelled = spell(plain(text), YAML[context], YAML[context]);
          if (spelled === undefined) return;
          held++;
          const around = context.endsWith('start') ? text : `x${text}y`;
          const document = parseDocument(`${before}${spelled}${behind}`, { logLevel: 'silent' });
          assert.deepEqual(document.errors, []);
          const value = (document.toJS() as { k: unknown }).k;
          assert.equal(String(Array.isArray(value) ? value[0] : value).replace(/\n$/, ''), around);
        },
      ),
      { numRuns: 3_000 },
    );
    assert.ok(held > 500, String(held));
  });

  it('is refused where it would be something else', () => {
    for (const [context, text] of [
      ['plain', 'a: b'],
      ['plain', 'a #b'],
      ['plain', 'a\nb'],
      ['plain-start', '"a"'],
      ['plain-start', '- a'],
      ['plain-start', 'true'],
      ['plain-start', '12'],
      ['plain-start', ''],
      ['plain-in-flow', 'a,b'],
      ['single-quoted', 'a\nb'],
      ['literal', 'a\nb'],
    ] as const) {
      assert.equal(
        spell(plain(text), YAML[context], YAML[context]),
        undefined,
        `${context} ${text}`,
      );
    }
  });
});
