/** What is escaped is asked of the parser that VS Code's own preview of Markdown is made of. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import markdownIt from 'markdown-it';
import {
  markdownCode,
  markdownLink,
  markdownRow,
  markdownText,
  relativeTarget,
} from '../../client/src/monitors/markdown.ts';

/** As the preview has it, which makes links of what looks like one, and with HTML let through. */
const parser = markdownIt({ html: true, linkify: true });

/** The texts and the kinds of all that stands in the cells of the one table of a document. */
function cells(markdown: string): readonly { readonly text: string; readonly kinds: string }[] {
  const tokens = parser.parse(markdown, {});
  const outside = tokens.filter(({ type }) => type === 'inline').length;
  const found = tokens.flatMap((token, index) => {
    if (!/^t[hd]_open$/.test(token.type)) return [];
    const { children } = tokens[index + 1] ?? {};
    const text = (children ?? []).map(({ content }) => content).join('');
    const kinds = [...new Set((children ?? []).map(({ type }) => type))].sort().join(' ');
    return [{ text, kinds }];
  });
  assert.equal(found.length, outside, 'nothing stands outside of the table');
  return found;
}

function table(cell: string): string {
  return [markdownRow(['a', 'b']), markdownRow(['---', '---']), markdownRow([cell, 'end'])].join(
    '\n',
  );
}

const HOSTILE = [
  ...['a|b', 'a\\|b', 'a\\\\|b', '`a`', '``', '` `', '\\', 'a\\', '|', '||', '`|', '\\`|`'],
  ...['<img src=x onerror=alert(1)>', '<!-- ', '&lt;b&gt;', '&amp;', '[a](b)', '![a](b)'],
  ...['**a**', '__a__', '~~a~~', 'http://a.example/', 'www.a.example', 'a@b.example', 'a.example'],
  ...['a\nb', 'a\r\n| --- |', '\u2028|', '# a', '- a', '1. a', '$x$', '{a}', 'https://a', '<a:b>'],
  ...[
    'mailto:a@b.example',
    '//a.example',
    '//é.+',
    '\ta',
    '```',
    '\u0000',
    '${X:-`y`}',
    '"\'',
    '0.0.0.0:4444',
  ],
];

/** Texts of the characters that mean something, and a few others. */
const texts = fc.string({
  unit: fc.constantFrom(...'|\\`*_[]()<>&~#!-+.:/@${}"\' \n\taw0é', 'www.', 'http://', '😀'),
  maxLength: 20,
});

function shown(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
}

describe('text in Markdown', () => {
  function assertShown(text: string): void {
    const [, , cell, end] = cells(table(markdownText(text)));
    assert.deepEqual(cell, { text: shown(text), kinds: cell?.kinds === '' ? '' : 'text' }, text);
    assert.equal(end?.text, 'end');
  }

  it('is shown as it is written, whatever it is', () => {
    for (const text of HOSTILE) assertShown(text);
    fc.assert(fc.property(texts, assertShown), { numRuns: 2000 });
  });

  it('is no list, heading or quotation at the beginning of a line either', () => {
    const assertLine = (text: string): void => {
      const tokens = parser.parse(`- ${markdownText(text)}`, {});
      const kinds = tokens.map(({ type }) => type).join(' ');
      const empty = 'bullet_list_open list_item_open list_item_close bullet_list_close';
      const full = empty.replace(
        'open list_item_close',
        'open paragraph_open inline paragraph_close list_item_close',
      );
      assert.equal(kinds, shown(text) === '' ? empty : full, text);
      const [inline] = tokens.flatMap(({ children }) => children ?? []);
      assert.equal(inline?.content ?? '', shown(text));
    };
    for (const text of HOSTILE) assertLine(text);
    fc.assert(fc.property(texts, assertLine), { numRuns: 2000 });
  });

  it('is legible as it stands, for addresses and paths', () => {
    assert.equal(markdownText('0.0.0.0 means every interface'), '0.0.0.0 means every interface');
    assert.equal(markdownText('vm/run.sh:4'), 'vm/run\\.sh:4');
  });
});

describe('code in Markdown', () => {
  function assertShown(text: string): void {
    const [, , cell, end] = cells(table(markdownCode(text)));
    assert.equal(cell?.text, shown(text), text);
    assert.match(cell?.kinds ?? '', /^(?:code_inline|text|)$/, text);
    assert.equal(end?.text, 'end');
  }

  it('is shown as it is written, whatever it is', () => {
    for (const text of HOSTILE) assertShown(text);
    fc.assert(fc.property(texts, assertShown), { numRuns: 2000 });
  });
});

describe('a link in Markdown', () => {
  it('leads where it should, and is called as it should be', () => {
    const assertLink = (label: string, target: string): void => {
      const [, , cell] = cells(table(markdownLink(markdownText(label), target)));
      const tokens = parser.parseInline(markdownLink(markdownText(label), target), {});
      const [open] = tokens[0]?.children ?? [];
      assert.equal(open?.type, 'link_open', `${label} ${target}`);
      assert.equal(decodeURIComponent(String(open?.attrGet('href'))), decodeURIComponent(target));
      assert.equal(cell?.text, shown(label));
    };
    for (const text of HOSTILE.filter((one) => shown(one) !== '')) {
      assertLink(text, relativeTarget('/w', `/w/${text.replaceAll('/', '')}x`));
    }
    assertLink('a', 'vscode-vfs://github/a/b.sh?(x)#L1');
  });
});

describe('the way from a folder to a file', () => {
  it('goes up where it has to, and is encoded', () => {
    assert.equal(relativeTarget('/w/vm', '/w/vm/a.sh'), 'a.sh');
    assert.equal(relativeTarget('/w/', '/w/vm/a b.sh'), 'vm/a%20b.sh');
    assert.equal(relativeTarget('/w/vm', '/w/a.sh'), '../a.sh');
    assert.equal(relativeTarget('/w/vm/x', '/w/lab/a:#?.sh'), '../../lab/a%3A%23%3F.sh');
    assert.equal(relativeTarget('/w/vm', '/w/vm'), '../vm');
    assert.equal(relativeTarget('/', '/a.sh'), 'a.sh');
    assert.equal(relativeTarget('/a/b', '/a/b/b'), 'b');
  });
});
