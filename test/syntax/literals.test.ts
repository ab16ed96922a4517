/** Literals of all languages: read as they are written, and whatever stands in a file that is half written. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { lowerLists } from '../../server/src/invocation/lists/lower.ts';
import { decodeLiteral } from '../../server/src/syntax/literals/decode.ts';
import type { LiteralLanguage } from '../../server/src/syntax/literals/language.ts';
import { readLiterals } from '../../server/src/syntax/literals/reader.ts';
import { plain, spell } from '../../server/src/syntax/spell.ts';
import { type MappedText, written } from '../../server/src/text/mapped-text.ts';
import { LITERAL_LANGUAGES, nameOf } from '../languages/lists/literal-languages.ts';

function decodedIn(source: string, language: LiteralLanguage): readonly MappedText[] {
  return readLiterals(source, language).tokens.flatMap((token) => {
    return token.kind === 'literal' ? [decodeLiteral(source, token)] : [];
  });
}

/** The texts of the literals in a source, what is replaced as it is written. */
function literalsIn(source: string, language: LiteralLanguage): readonly string[] {
  return decodedIn(source, language).map(written);
}

const L = LITERAL_LANGUAGES;

const READ: readonly (readonly [LiteralLanguage, source: string, literals: readonly string[]])[] = [
  [
    L.javascript,
    `a("b\\"c", 'd\\'e', \`f\${g ? "}" : \`h\`}i\`)`,
    ['b"c', "d'e", 'f${g ? "}" : `h`}i'],
  ],
  [L.javascript, 'a = /["\'`]/.test(b) / 2; "c" // "d"\n/* "e" */ "f"', ['c', 'f']],
  [L.javascript, '"\\u0041\\x42\\u{43}\\\n\\n"', ['ABC\n']],
  [L.go, 'a("b\\t", `c\\t`, \'"\')', ['b\t', 'c\\t']],
  [
    L.rust,
    `a("b\\\n   c", r"d\\", r#"e"f"#, '"', b"g"); fn f<'a>(h: &'a str) {}`,
    ['bc', 'd\\', 'e"f', 'g'],
  ],
  [L.rust, '/* /* "a" */ "b" */ "c"', ['c']],
  [L.c, `L"a" u8"b" R"x(c)"d)x" 1'000 '"' "e\\101"`, ['a', 'b', 'c)"d', 'eA']],
  [L.csharp, '@"a""b" $"c{d}{{e}}" """f"g""" $@"h\\{i}"', ['a"b', 'c{d}{e}', 'f"g', 'h\\{i}']],
  [L.java, '"""\n a"b\n""" "c"', ['\n a"b\n', 'c']],
  [L.kotlin, '"a$b c${d("e")}\\$f" """g\\$h"""', ['a$b c${d("e")}$f', 'g\\$h']],
  [L.groovy, `'a$b' "c$d" '''e\n''' """f\${g}"""`, ['a$b', 'c$d', 'e\n', 'f${g}']],
  [
    L.perl,
    `"a$b->{c}[0]@{[d('"')]}\\@e" . 'f\\'g' . q(h (i) j) . qw[k l] # 'm'\n=pod\n'n'\n=cut\n$q{o} . "p"`,
    [`a$b->{c}[0]@{[d('"')]}@e`, "f'g", 'h (i) j', 'k l', 'p'],
  ],
  [L.zig, 'const a = \\\\b "c"\n;"d"', ['b "c"', 'd']],
  [L.nix, `"a\${b}\\\${c}" ''d''\${e} \${f} ''' '' # "g"`, ['a${b}${c}', "d${e} ${f} '' "]],
  [L.cmake, 'a(b "c d" [=[e]]f]=] ${g}h) # i\n#[[ "j" ]]', ['a', 'b', 'c d', 'e]]f', '${g}h']],
  [L.hcl, 'a = "b${c}" # "d"\n"e$${f}"', ['b${c}', 'e${f}']],
  [L.json, '{"a\\/b": "c\\u0041"}', ['a/b', 'cA']],
  [L.toml, `a = 'b\\' # 'c'\nd = """e\\\n  f"""`, ['b\\', 'ef']],
  [L.powershell, "$a = \"b`\"c$d${e}$(f 'g')\" + 'h''i' # j", ["b\"c$d${e}$(f 'g')", "h'i"]],
  [L.powershell, '& $a -b `\n -c:$d @"\ne "f"\n"@', ['-b', '-c:$d', '\ne "f"']],
  [L.batch, 'a "b c" ^\r\n d%e%f\r\nrem "g"\r\n:: "h"', ['a', 'b c', 'd%e%f']],
];

it('reads an operator of a language as one mark', () => {
  const source = '"a" <> "b"';
  const { tokens } = readLiterals(source, { ...L.javascript, joins: ['<>'] });
  assert.deepEqual(
    tokens.map(({ start, end }) => source.slice(start, end)),
    ['"a"', '<>', '"b"'],
  );
});

describe('the literals of a source', () => {
  for (const [language, source, literals] of READ) {
    it(`in ${nameOf(language)} are read in ${JSON.stringify(source)}`, () => {
      assert.deepEqual(literalsIn(source, language), literals);
    });
  }

  it('are lost with the line of a quote that is open, and no further', () => {
    for (const language of [L.javascript, L.go, L.c, L.java, L.csharp, L.json, L.hcl]) {
      assert.deepEqual(literalsIn('a("b", "c\nd("e")', language), ['b', 'e'], nameOf(language));
    }
  });

  it('are lost with the line of a template that has no end', () => {
    assert.deepEqual(literalsIn('a(`b ${"c"\nd("e")', L.javascript), ['e']);
  });
});

/** Literals of each form that has quotes, with an example of what opens and closes it. */
const FORMS = Object.values(LITERAL_LANGUAGES).flatMap((language) =>
  language.strings.filter(({ word }) => word === undefined).map((form) => ({ language, form })),
);
const OPENINGS: Readonly<Record<string, string>> = {
  'cpp-raw': 'R"x(',
  'rust-raw': 'r##"',
  'cmake-bracket': '[==[',
  'csharp-raw': '"""',
  'csharp-holes': '$"',
  'csharp-verbatim': '@"',
  'csharp-verbatim-holes': '$@"',
  'powershell-here': '@"\n',
  'powershell-here-single': "@'\n",
  'zig-line': '\\\\',
  'ruby-percent': '%W(',
  'ruby-percent-plain': '%w(',
  'perl-quoted': 'qq(',
  'perl-plain': 'q(',
};
const GROUPS: Readonly<Record<string, string>> = {
  'cpp-raw': 'x',
  'rust-raw': '##',
  'cmake-bracket': '==',
  'csharp-raw': '"""',
  'ruby-percent': '(',
  'ruby-percent-plain': '(',
  'perl-quoted': '(',
  'perl-plain': '(',
};

describe('text in a literal', () => {
  it('is no variable behind characters that are two in UTF-16', () => {
    for (const [language, text, spelled] of [
      [L.kotlin, '😀😀😀😀$x', [undefined, '😀😀😀😀\\$x']],
      [
        L.powershell,
        '😀😀😀😀$x',
        ['😀😀😀😀`$x', '😀😀😀😀$x', '😀😀😀😀`$x', '😀😀😀😀$x', undefined],
      ],
      [L.hcl, '😀😀😀😀%{x', ['😀😀😀😀%%{x']],
      [L.batch, '😀😀😀😀%x%', [undefined, undefined, undefined]],
    ] as const) {
      const all = language.strings.map(({ encodings }) => spell(plain(text), encodings, encodings));
      assert.deepEqual(all, spelled, nameOf(language));
    }
  });

  it('is read as it was spelled, in every form', () => {
    let spelledTexts = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...FORMS),
        fc.string({ unit: fc.constantFrom(...'aé😀 0-:,./$%{}()!`"\'\\\t\n#') }),
        ({ language, form }, text) => {
          const spelled = spell(plain(text), form.encodings, form.encodings);
          if (spelled === undefined) return;
          spelledTexts++;
          const opening = OPENINGS[form.id] ?? form.close('');
          const source = `a = ${opening}${spelled}${form.close(GROUPS[form.id] ?? '')}`;
          const begins = form.id.startsWith('powershell-here') ? `\n${text}` : text;
          // What the program replaces would be written like the text, but is an unknown piece.
          const found = decodedIn(source, language).map((literal) => literal.decoded);
          assert.deepEqual(found.slice(-1), [begins], `${form.id} ${source}`);
        },
      ),
      { numRuns: 3_000 },
    );
    assert.ok(spelledTexts > 1_000, `${spelledTexts} texts are enough to tell`);
  });
});

const PIECES = [
  ...['"', "'", '`', '\\', '${', '$(', '{', '}', '(', ')', '[', ']', '<<', '+', '?', ':', ';', ','],
  ...['\n', ' ', '//', '/*', '*/', '#', '<#', '#>', '=', ':=', '+=', '%A%', '^', '|', '"""', "''"],
  ...[
    '"-monitor"',
    '"tcp:0.0.0.0:1,server"',
    '-monitor',
    ' tcp::1,server',
    'if',
    'else',
    'x',
    '.arg',
  ],
  ...[
    'fmt.Sprintf',
    'x = ',
    'x += ',
    'r#"',
    '@"',
    '$"',
    '[[',
    '-qmp',
    'set ',
    '"-chardev"',
    '%d',
    '{}',
  ],
];

describe('a file of any kind', () => {
  it('is read whatever stands in it, with places that are in it', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(LITERAL_LANGUAGES)),
        fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }),
        (language, pieces) => {
          const source = pieces.join('');
          const { tokens } = readLiterals(source, language);
          let last = 0;
          for (const { start, end } of tokens) {
            assert.ok(start >= last && end > start && end <= source.length, source);
            last = end;
          }
          for (const found of lowerLists(source, language)) {
            for (const { at } of found.kind === 'argv' ? found.words : [])
              assert.ok(at.start >= 0 && at.end <= source.length, source);
          }
        },
      ),
      { numRuns: 3_000 },
    );
  });
});
