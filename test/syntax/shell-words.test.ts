import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readShell } from '../../server/src/syntax/shell/reader.ts';
import type {
  ParameterPart,
  ShellPart,
  ShellWord,
  SimpleCommand,
} from '../../server/src/syntax/shell/tree.ts';
import { nameOf } from '../support/encodings.ts';
import { shellPrinter } from '../support/shell-tree.ts';

function command(source: string): SimpleCommand {
  const node = readShell(source).nodes.at(-1);
  assert.ok(node?.kind === 'command', source);
  return node;
}

/** The words behind the first. */
function operands(source: string): readonly ShellWord[] {
  return command(source).words.slice(1);
}

function shown(source: string): string {
  const { parts } = shellPrinter(source);
  return operands(source)
    .map((word) => parts(word.parts))
    .join(', ');
}

describe('parameter expansions', () => {
  it('tell what they do with the value', () => {
    const table: readonly (readonly [string, string])[] = [
      ['$x', 'x'],
      ['${x}', 'x'],
      ['${x[@]}', 'x[@]'],
      ['${x[$i + 1]}', 'x[<$i>  + 1]'],
      ['${#x}', 'length x other'],
      ['${#x[@]}', 'length x[@] other'],
      ['${!x}', 'indirect x other'],
      ['${!x:-d}', 'indirect x :- d'],
      ['${!x%d}', 'indirect x other remove % d'],
      ['${!x[1]}', 'indirect x[1] other'],
      ['${!x*}', 'names x other'],
      ['${!x@}', 'names x other'],
      ['${!x[@]}', 'names x[@] other'],
      ['${x:-d}', 'x :- d'],
      ['${x[0]:=$y}', 'x[0] := <$y>'],
      ['${x%.cfg}', 'x other remove % .cfg'],
      ['${x##*/}', 'x other remove ## * /'],
      ["${x%'*'*}", "x other remove % '*' *"],
      ['${x%\\*$y}', "x other remove % '*' <$y>"],
      ['"${x%%"a b"*}"', "x other remove %% 'a b' *"],
      ['"${x#\\**}"', "x other remove # '*' *"],
      ['${x/a}', 'x other replace / a'],
      ['${x//"a/b"/$c&}', "x other replace // 'a/b' by <$c> &"],
      ['"${x/#a/\\&\'b\'}"', "x other replace /# a by '&' 'b'"],
      ['${x/%a/b}', 'x other replace /% a by b'],
      ['${x:1:2}', 'x other slice 1 2'],
      ['${x: -n}', 'x other slice (-n) rest'],
      ['${@:2}', '@ other slice 2 rest'],
      ['${x::$i+1}', 'x other slice  (<$i>+1)'],
      ['"${x:$(a):(b)}"', 'x other slice <$(a)> b'],
      ['${x^^}', 'x other case ^^'],
      ['${x,[ab]}', 'x other case , [ab]'],
      ['${x@Q}', 'x other transform Q'],
    ];
    for (const [word, expected] of table) {
      const source = `: ${word}`;
      const part = operands(source)[0]?.parts[0];
      assert.ok(part?.kind === 'parameter', word);
      assert.equal(shellPrinter(source).parameter(part), expected, word);
    }
  });

  it('leave a slice unread that is too long to be read once more, with the length of a slice', () => {
    const long = `${'1+'.repeat(600)}1`;
    const source = `: \${x:${long}} \${x:1:${long}}`;
    const slices = operands(source).map(({ parts }) => {
      assert.ok(parts[0]?.kind === 'parameter');
      return shellPrinter(source).parameter(parts[0]);
    });
    assert.deepEqual(slices, ['x other slice ? rest', 'x other slice 1 ?']);
  });

  it('are not read where bash finds no end, and in other shells line by line from the quote of a default', () => {
    const script = (first: string) => `${first}\nkvm 1\n: "\${x:-can't -monitor}" b\nkvm 'c'\n`;
    for (const first of ['#!/bin/sh', '#!/bin/dash', '#!/bin/zsh', '']) {
      const { nodes, unread } = readShell(script(first));
      assert.equal(unread?.start, script(first).indexOf(': '), first);
      assert.equal(nodes.filter(({ kind }) => kind === 'command').length, 3, first);
    }
    const [part] = operands(`#!/bin/bash\n: "\${x:-can't -monitor tcp::1}" b\n`)[0]?.parts ?? [];
    assert.equal(part?.kind, 'opaque');
    assert.equal(operands(`: "\${x:-a 'b' c}"`)[0]?.parts[0]?.kind, 'parameter');
  });

  it('are unknown in their default where bash ends them elsewhere than other shells', () => {
    const ends = (first: string) => {
      const [part] = operands(`${first}\n: "\${x:-'}'}"`)[0]?.parts ?? [];
      assert.ok(part?.kind === 'parameter');
      return part.operator;
    };
    assert.deepEqual(['', '#!/bin/dash', '#!/bin/bash'].map(ends), ['other', 'other', ':-']);
  });

  it('end nothing with the quotes of as many defaults as a script may have', () => {
    const { nodes } = readShell('echo "${x:-don\'t}"\nkvm\n'.repeat(50));
    assert.equal(nodes.length, 100);
  });

  it('know the places of what they hold, also after a broken line and in nested commands', () => {
    const source = 'a )\n: "é$(b "${x:$(c $((d)))}")"';
    const places: string[] = [];
    const visit = (part: ShellPart) => {
      if (part.kind === 'text') return;
      assert.equal(part.source, source.slice(part.at.start, part.at.end));
      places.push(part.source);
      if (part.kind === 'substitution') {
        for (const node of part.body) {
          assert.ok(node.kind === 'command');
          for (const word of node.words) word.parts.forEach(visit);
        }
      } else if (part.kind === 'parameter' && part.change?.kind === 'slice') {
        const { offset } = part.change;
        assert.ok(offset?.kind === 'word');
        offset.word.parts.forEach(visit);
      }
    };
    for (const word of operands(source)) word.parts.forEach(visit);
    assert.deepEqual(places, [
      '$(b "${x:$(c $((d)))}")',
      '${x:$(c $((d)))}',
      '$(c $((d)))',
      '$((d))',
    ]);
  });

  it('tell the speller where they stand', () => {
    const source = ': "${x/a/b\\c}" ${x/a/b\\c}';
    const [double, bare] = operands(source).map(({ parts }) => {
      const { change } = parts[0] as ParameterPart;
      assert.ok(change?.kind === 'replace');
      return change.replacement?.parts.map((part) => {
        assert.ok(part.kind === 'text');
        return part.text.pieces.map((piece) => [
          nameOf(piece),
          source.slice(piece.at.start, piece.at.end),
        ]);
      });
    });
    assert.deepEqual(double, [[['double-operand', 'b']], [['double-operand', '\\c']]]);
    assert.deepEqual(bare, [[['bare', 'b']], [['bare', '\\c']]]);
  });
});

describe('arithmetic', () => {
  it('is a tree of words', () => {
    const table: readonly (readonly [string, string])[] = [
      ['$((4444 + i))', '<(4444+i)>'],
      ['"$(( (${i} + $j) * 2 ))"', '<((<${i}>+<$j>)*2)>'],
      ['$[1 + 2]', '<(1+2)>'],
      ['$((a ? b : c))', '<(a?b:c)>'],
      ['$((i++ - --j))', '<((i++)-(--j))>'],
      ['$((!a || ~b & c))', '<((!a)||((~b)&c))>'],
      ['$((2 ** 3 ** 4))', '<(2**(3**4))>'],
      ['$((a[i] + a[$i]))', '<(a[i]+a[<$i>])>'],
      ['$((10#$x + 1$y))', '<(10#<$x>+1<$y>)>'],
      ['$(($(a b) + `c`))', '<(<$(ab)>+<`c`>)>'],
      [`$(("1" + '2'))`, `<('1'+'2')>`],
      ['$((x = y, z))', '<((x=y),z)>'],
      ['$(( ))', '<?>'],
      ['$(($x$y))', '<<$x><$y>>'],
    ];
    for (const [word, expected] of table) assert.equal(shown(`: ${word}`), expected, word);
  });

  it('is not inert, since it may assign', () => {
    const table: readonly (readonly [string, boolean])[] = [
      ['$((i++))', false],
      ['$[i]', false],
      ['${a[i++]}', false],
      ['${x:i=1}', false],
      ['${!x:=y}', false],
      ['$(a)', false],
      ['<(a)', false],
      ['${x:-y}', true],
      ['a=$x', true],
      ['a=${x}--', true],
    ];
    for (const [word, inert] of table) assert.equal(operands(`: ${word}`)[0]?.inert, inert, word);
  });
});

describe('expansions in a long word', () => {
  const isRead = (script: string) =>
    readShell(script).nodes.every((node) => {
      return (
        node.kind !== 'command' ||
        node.words.every(({ parts }) =>
          parts.every((part) => part.kind !== 'opaque' || !part.unread),
        )
      );
    });

  it('are read where what looks like open ones is quoted', () => {
    assert.ok(isRead(`echo '${'${'.repeat(10_000)}'"$a"\n`));
  });

  it('are not where many are open at once, each up to behind the next single quote', () => {
    const line = `echo "\${v:-\${w:-don't}}" "$(echo "\${v:-won't \\}}")"\necho 'it is done'\n`;
    const inBash = (count: number) => `#!/bin/bash\n${line.repeat(count)}`;
    assert.ok(isRead(inBash(20)));
    assert.ok(!isRead(inBash(2_000)));
  });
});

describe('braces', () => {
  /** The words that one with braces makes; an expansion as it is written. */
  function expand(parts: readonly ShellPart[]): readonly string[] {
    return parts.reduce<readonly string[]>(
      (lines, part) => {
        if (part.kind !== 'braces') {
          const text = part.kind === 'text' ? part.text.decoded : `<${part.source}>`;
          return lines.map((line) => line + text);
        }
        const items = part.items?.().flatMap(expand) ?? ['many'];
        return lines.flatMap((line) => items.map((item) => line + item));
      },
      [''],
    );
  }

  /** What `for w in WORD; do printf '[%s]' "$w"; done` printed in bash 5.2. */
  const TABLE: readonly (readonly [words: string, expected: string])[] = [
    ['{a,b}', '[a] [b]'],
    ['x{a,b}y', '[xay] [xby]'],
    ['{a,b}{c,d}', '[ac] [ad] [bc] [bd]'],
    ['{a,{b,c}}', '[a] [b] [c]'],
    ['{{a,b},c}', '[a] [b] [c]'],
    ['{a,{b,{c,d}}e}f', '[af] [bef] [cef] [def]'],
    ['{1..5}', '[1] [2] [3] [4] [5]'],
    ['{5..1}', '[5] [4] [3] [2] [1]'],
    ['{01..03}', '[01] [02] [03]'],
    ['{1..010..4}', '[001] [005] [009]'],
    ['{-1..1}', '[-1] [0] [1]'],
    ['{-01..1}', '[-01] [000] [001]'],
    ['{a..e}', '[a] [b] [c] [d] [e]'],
    ['{e..a}', '[e] [d] [c] [b] [a]'],
    ['{a..e..2}', '[a] [c] [e]'],
    ['{1..9..2}', '[1] [3] [5] [7] [9]'],
    ['{9..1..2}', '[9] [7] [5] [3] [1]'],
    ['{1..9..-4}', '[1] [5] [9]'],
    ['{1..3..0}', '[1] [2] [3]'],
    ['{a..5}', '[{a..5}]'],
    ['{1..a}', '[{1..a}]'],
    ['{}', '[{}]'],
    ['{a}', '[{a}]'],
    ['{a,b', '[{a,b]'],
    ['a,b}', '[a,b}]'],
    ['{a{b,c}}', '[{ab}] [{ac}]'],
    ['{a,b}}', '[a}] [b}]'],
    ['{{a,b}', '[{a] [{b]'],
    ['{,}x', '[x] [x]'],
    ['{a,}x', '[ax] [x]'],
    ['{,a,}x', '[x] [ax] [x]'],
    ['{a\\,b,c}', '[a,b] [c]'],
    ['\\{a,b}', '[{a,b}]'],
    ['{a,b\\}', '[{a,b}]'],
    ['{"a,b",c}', '[a,b] [c]'],
    ["{'a b',c d}", '[{a b,c] [d}]'],
    ['{a,"b"}"{c,d}"', '[a{c,d}] [b{c,d}]'],
    ['"{a,b}"', '[{a,b}]'],
    ['{1..2,x}', '[1..2] [x]'],
    ['{1..3}{a,b}', '[1a] [1b] [2a] [2b] [3a] [3b]'],
    ['{X..c}', '[X] [Y] [Z] [[] [] []] [^] [_] [`] [a] [b] [c]'],
    ['{1..1}x', '[1x]'],
    ['{a,b}$', '[a$] [b$]'],
    ['x{{1..2},{a..b}}', '[x1] [x2] [xa] [xb]'],
    ['{1...3}', '[{1...3}]'],
    ['{1.5..3}', '[{1.5..3}]'],
    ['{+1..3}', '[1] [2] [3]'],
    ['{a..c..}', '[{a..c..}]'],
    ['{aa..cc}', '[{aa..cc}]'],
    ['{a,b}{', '[a{] [b{]'],
    ['{{}a,b}', '[{}a] [b]'],
    ['{a,{b}', '[{a,{b}]'],
    ['a{b{c,d}e', '[a{bce] [a{bde]'],
    ['{0..-0}', '[0]'],
    ['{007..9}', '[007] [008] [009]'],
    ['{-5..05..5}', '[-5] [00] [05]'],
    ['x{,}', '[x] [x]'],
    ['{\\a..c}', '[{a..c}]'],
    ['{1..\\3}', '[{1..3}]'],
    ['{a, b}', '[{a,] [b}]'],
    ['{a,b}={c,d}', '[a=c] [a=d] [b=c] [b=d]'],
    ['foo={a,b}', '[foo=a] [foo=b]'],
    ['-drive=if{a,b}', '[-drive=ifa] [-drive=ifb]'],
  ];

  it('make the words that bash makes', () => {
    for (const [written, expected] of TABLE) {
      const made = operands(`: ${written}`).flatMap(({ parts }) => expand(parts));
      assert.equal(made.map((word) => `[${word}]`).join(' '), expected, written);
    }
  });

  it('hold expansions, and stay text where those would make a range', () => {
    const table: readonly (readonly [string, readonly string[]])[] = [
      ['x{$a,"b$c",$(d {e,f})}', ['x<$a>', 'xb<$c>', 'x<$(d {e,f})>']],
      ['{$a..3}', ['{<$a>..3}']],
      ['{{a,b}..{1..2}}', ['{a..1}', '{a..2}', '{b..1}', '{b..2}']],
      ['${x}{a,b}', ['<${x}>a', '<${x}>b']],
    ];
    for (const [word, expected] of table) {
      assert.deepEqual(expand(operands(`: ${word}`)[0]?.parts ?? []), expected, word);
    }
  });

  it('are not written one by one where they are too many or too deep', () => {
    const many = [
      '{1..65}',
      '{1..9999999999}',
      '{1..99999999999999999999}',
      `{a${',b'.repeat(64)}}`,
      '{x,{1..8}{1..8}}',
      `${'{a,'.repeat(30)}b${'}'.repeat(30)}`,
    ];
    for (const word of many) {
      const [part, ...others] = operands(`: ${word}`)[0]?.parts ?? [];
      assert.ok(part?.kind === 'braces' && part.items === undefined, word);
      assert.deepEqual(others, [], word);
    }
    for (const word of ['{1..64}', '{{1..7}{1..9},x}', `{a${',b'.repeat(63)}}`]) {
      assert.equal(operands(`: ${word}`).flatMap(({ parts }) => expand(parts)).length, 64, word);
    }
  });

  it('are text where bash does not expand them', () => {
    const { assignments } = command('x={a,b} y=(c{1,2}) a[{1,2}]={c,d}');
    const kinds = assignments.map(({ value }) =>
      (value.kind === 'array' ? value.elements : [value.word]).map((word) =>
        word?.parts.map(({ kind }) => kind),
      ),
    );
    assert.deepEqual(kinds, [[['text']], [['text', 'braces']], [['text']]]);
    const [declared] = command('declare x={a,b}').assignments;
    assert.ok(declared?.value.kind === 'scalar');
    assert.equal(declared.value.word?.parts[0]?.kind, 'braces');
    const { input, redirections } = command('a <<<{b,c} >{d,e}');
    assert.equal(input?.parts[0]?.kind, 'text');
    assert.equal(redirections[0]?.target.parts[0]?.kind, 'text');
  });

  it('know where their items are written', () => {
    const source = ': x{1..2}{b\\,c,"d"}';
    const [word] = operands(source);
    const [, range, list] = word?.parts ?? [];
    assert.ok(range?.kind === 'braces' && list?.kind === 'braces');
    assert.equal(range.source, '{1..2}');
    assert.deepEqual(
      [range, list].map(({ items }) =>
        items?.()
          .flat()
          .map((part) => {
            assert.ok(part.kind === 'text');
            return part.text.pieces.map((piece) => {
              assert.ok(piece.kind === 'known');
              return [piece.text, source.slice(piece.at.start, piece.at.end), piece.verbatim];
            });
          }),
      ),
      [
        [[['1', '{1..2}', false]], [['2', '{1..2}', false]]],
        [
          [
            ['b', 'b', true],
            [',', '\\,', false],
            ['c', 'c', true],
          ],
          [['d', 'd', true]],
        ],
      ],
    );
  });
});

describe('tildes', () => {
  it('stand for directories where bash says so', () => {
    const table: readonly (readonly [string, string])[] = [
      [': ~ ~/a ~joe/b a~ "~" \\~', "<~>, <~> /a, <~joe> /b, a~, '~', ~"],
      [': file=~/a:~/b,~ -x=~/a a,b=~', 'file= <~> /a: <~> /b,~, -x=~/a, a,b=~'],
      [': ${x:-~/a} "${x:-~/a}"', '<${x:-~/a}>, <${x:-~/a}>'],
      [': `~/a`', '<`~/a`>'],
    ];
    for (const [source, expected] of table) assert.equal(shown(source), expected, source);
    const source = 'x=~/a:~/b:c~ y=a\\:~ z=(~/d)';
    const { parts } = shellPrinter(source);
    const values = command(source).assignments.map(({ value }) =>
      (value.kind === 'array' ? value.elements : [value.word]).map((word) =>
        parts(word?.parts ?? []),
      ),
    );
    assert.deepEqual(values, [['<~> /a: <~> /b:c~'], ['a:~'], ['<~> /d']]);
  });

  it('stand for directories in operands and in the words that braces make', () => {
    const [unquoted, quoted, braces, inner] = operands(
      ': ${x:-~/a} "${x:-~/a}" {~/a,b~,~/c} x{~/a,b}',
    ).map(({ parts }) => parts[0]);
    assert.ok(unquoted?.kind === 'parameter' && quoted?.kind === 'parameter');
    assert.equal(unquoted.operand?.parts[0]?.kind, 'opaque');
    assert.equal(quoted.operand?.parts[0]?.kind, 'text');
    assert.ok(braces?.kind === 'braces');
    const kinds = braces.items?.().map(([part]) => part?.kind);
    assert.deepEqual(kinds, ['opaque', 'text', 'opaque']);
    assert.equal(inner?.kind, 'text');
  });
});

describe('here-documents', () => {
  it('lose the tabs in front of their lines where their operator says so', () => {
    const table: readonly (readonly [string, string])[] = [
      ['a <<E\n\tb\n\tc $d\nE\n', "'\tb\n\tc ' <$d> '\n'"],
      ['a <<-E\n\tb\n\t\tc\t$d\n\tE\n', "'b\nc\t' <$d> '\n'"],
      ['a <<-E\n\tb \\\n\tc\n\tE\n', "'b \tc\n'"],
      ['a <<-E\n\tb \\\\\n\tc\n\tE\n', "'b \\\nc\n'"],
      ["a <<-'E'\n\tb \\\n\tc $d\n\tE\n", "'b \\\nc $d\n'"],
      ['a <<-E\n\t$b\t\n\n\tE\n', "'' <$b> '\t\n\n'"],
    ];
    for (const [source, expected] of table) {
      const { input } = command(source);
      assert.equal(shellPrinter(source).parts(input?.parts ?? []), expected, source);
      for (const part of input?.parts ?? []) {
        if (part.kind !== 'text') continue;
        for (const piece of part.text.pieces) {
          const written = source.slice(piece.at.start, piece.at.end);
          if (piece.kind === 'known' && piece.verbatim) assert.equal(written, piece.text, source);
        }
      }
    }
  });
});
