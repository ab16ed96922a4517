/** The reader of literals reaches the end of a text in which everything is open or closed wrongly. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lowerLists } from '../../../server/src/invocation/lists/lower.ts';
import { decodeLiteral } from '../../../server/src/syntax/literals/decode.ts';
import type { LiteralLanguage } from '../../../server/src/syntax/literals/language.ts';
import { readLiterals } from '../../../server/src/syntax/literals/reader.ts';
import { written } from '../../../server/src/text/mapped-text.ts';
import { LITERAL_LANGUAGES, nameOf } from '../../languages/lists/literal-languages.ts';

const L = LITERAL_LANGUAGES;

describe('a file of literals', () => {
  it('is read to its end where everything in it is open', () => {
    const many = 2_400;
    const sources = [
      ...['"', "'", '`${', '(', '[', '{', '/*', '/', 'r#"', '$(', '"-monitor",', '"-monitor" + '],
      ...['x = "-monitor tcp:" + x\n', '"-monitor", x ? ', 'if (', 'a.b("-qmp");\n', '"-m" "-n" '],
      ...['sh a: b ', 'sh a: b, ', "sh '''", "sh 'true'\n", 'script = "true"; '],
      ...["script = ''\n", 'x '],
    ];
    for (const language of Object.values(LITERAL_LANGUAGES)) {
      for (const source of sources) {
        const text = source.repeat(many / source.length);
        const { tokens, comments } = readLiterals(text, language);
        const end = Math.max(tokens.at(-1)?.end ?? 0, comments.at(-1)?.at.end ?? 0);
        assert.equal(end, text.trimEnd().length, `${nameOf(language)} ${source}`);
        // A sum needs names and operators; without them it is words of one command.
        const isSum =
          source.startsWith('x = ') && nameOf(language) !== 'cmake' && nameOf(language) !== 'batch';
        const found = lowerLists(`${text}-monitor tcp:`, language);
        assert.equal(
          found.length,
          isSum ? many / source.length : 0,
          `${nameOf(language)} ${source}`,
        );
      }
    }
  });

  it('is read behind very many brackets, comments and strings that are closed wrongly or never', () => {
    const many = 12_000;
    const read = (source: string, language: LiteralLanguage) => {
      const last = readLiterals(`${source}\n"z"`, language).tokens.at(-1);
      return last?.kind === 'literal' && written(decodeLiteral(`${source}\n"z"`, last));
    };
    assert.equal(read('('.repeat(many) + ']'.repeat(many), L.javascript), 'z');
    assert.equal(read('/*'.repeat(many) + '*/'.repeat(many), L.rust), 'z');
    assert.equal(read('a = "${\n'.repeat(many), L.kotlin), 'z');
    const raw = Array.from({ length: many / 3 }, (_, index) => `R"${index}(\n`).join('');
    assert.equal(read(raw, L.c), 'z');
  });
});
