/** Comments contain none of a short list of words that mark convoluted English (CONTRIBUTING.md, "Style"). */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { filesBelow, readRepositoryFile } from '../../support/repository.ts';

const ROOMS = ['server/src', 'webview/src', 'client/src', 'test/oracle'];
const FORBIDDEN =
  /\b(?:nobody|somebody|anybody|whoever|whatever it|what is told|is told of|are told of|where there (?:is|are) none|as such|all that is|may be what|none of them all|is none where|of which nobody|in front of it|says the same|no less than|as it were|in order to|the fact that|due to)\b/gi;

interface Comment {
  readonly line: number;
  readonly text: string;
}

/** The lines of a source that are comments, without code in backticks, such as the audience `nobody`. */
function commentLines(source: string): readonly Comment[] {
  let isInside = false;
  return source.split('\n').flatMap((line, index) => {
    const text = line.trim();
    const isComment = isInside || /^(?:\/\/|\/\*)/.test(text);
    if (text.startsWith('/*')) isInside = true;
    if (text.endsWith('*/')) isInside = false;
    return isComment ? [{ line: index + 1, text: text.replace(/`[^`]*`/g, '``') }] : [];
  });
}

function wrongIn(path: string): readonly string[] {
  return commentLines(readRepositoryFile(path)).flatMap(({ line, text }) =>
    [...text.matchAll(FORBIDDEN)].map(([word]) => `${path}:${line}: "${word}" in: ${text}`),
  );
}

describe('the English of comments', () => {
  for (const room of ROOMS) {
    it(`is plain in ${room}`, () => {
      const files = filesBelow(room).filter((path) => /\.(?:ts|css)$/.test(path));
      assert.ok(files.length > 0, `no sources below ${room}`);
      assert.deepEqual(files.flatMap(wrongIn), [], 'say it with a plain subject');
    });
  }

  it('is read from blocks and lines, without code in backticks', () => {
    const source =
      '/** Nobody. */\nconst a = 1; // Nobody\n// The `nobody`.\n/*\n * As such.\n */\n';
    const found = commentLines(source).map(({ line, text }) => [line, text.match(FORBIDDEN)?.[0]]);
    assert.deepEqual(
      found.filter(([, word]) => word),
      [
        [1, 'Nobody'],
        [5, 'As such'],
      ],
    );
  });
});
