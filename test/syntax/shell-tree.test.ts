import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readArithmetic, readShell } from '../../server/src/syntax/shell/reader.ts';
import type { ShellWord } from '../../server/src/syntax/shell/tree.ts';
import { shellPrinter } from '../support/shell-tree.ts';

function tree(source: string): string {
  return shellPrinter(source).all(readShell(source).nodes);
}

function holds(table: readonly (readonly [source: string, expected: string])[]): void {
  for (const [source, expected] of table) assert.equal(tree(source), expected, source);
}

describe('the nodes of a script', () => {
  it('say which commands run in the background, in their own shell', () => {
    holds([
      ['a & b', 'subshell{a}; b'],
      ['a && b & c &', 'subshell{list(a && b)}; subshell{c}'],
      ['if a & then b; fi', 'if(subshell{a} ? b)'],
      ['(a) & { b; }', 'subshell{subshell{a}}; group{b}'],
    ]);
  });

  it('say what is negated', () => {
    holds([
      ['! a', '!pipe(a)'],
      ['! a | b', '!pipe(a | b)'],
      ['a | b', 'pipe(a | b)'],
      ['! ! a', 'pipe(a)'],
      ['time ! a', '!pipe(a)'],
      ['a && ! b || c', 'list(a && !pipe(b) || c)'],
    ]);
  });

  it('carry redirections in their order, and what is read', () => {
    holds([
      ['a >f 2>&1 <g', 'a >f 2>&1 <g'],
      ['>f a &>>g', 'a >f &>>g'],
      ['a {fd}>f 3<>g', 'a {}>f 3<>g'],
      ['a <<<b', `a <<"b"`],
      ['a <<E\nx $y\nE\n', `a <<"'x ' <$y> '\\n'"`],
      ['a 3<<E <<<b\nx\nE\n', `a <<"b"`],
      // The last one counts.
      ['a <<<b <<<"c"', `a <<"'c'"`],
      ['a <<<b <f', 'a <f'],
      ['a <f <<<b', `a <f <<"b"`],
      ['while read x; do a; done <<E >f\nb\nE\n', `group{while(read x){a}} >f <<"'b\\n'"`],
      ['{ a; } 2>f <<<b', `group{group{a}} 2>f <<"b"`],
      ['f() { a; } >f', 'f(){group{group{a}} >f}'],
    ]);
  });

  it('say what a loop goes over', () => {
    holds([
      ['for x in a "b c"; do d; done', 'words(x a "b c"){d}'],
      ['for x in; do d; done', 'words(x){d}'],
      ['for x; do d; done', 'arguments(x){d}'],
      ['select x in a; do d; done', 'select(x a){d}'],
      ['while a; do d; done', 'while(a){d}'],
      ['until a; do d; done', 'until(a){d}'],
      ['for ((i=0;i<3;i++)); do d; done', 'arithmetic((i=0);(i<3);(i++)){d}'],
      ['for ((;;)); do d; done', 'arithmetic(?;?;?){d}'],
    ]);
  });

  it('say what the arms of a case match and how they end', () => {
    holds([
      [
        'case $x in a|"*") b;; [ab]*) c;& (d) ;;& *) e; esac',
        `case($x a|'*') b ;; [ab] *) c ;& d)  ;;& *!) e ;;)`,
      ],
      ['case ~/x in {a,b}) c;; \\*$y) d; esac', `case(~/x {a,b}) c ;; '*' <$y>) d ;;)`],
    ]);
  });

  it('hold the inside of [[ ]] and (( ))', () => {
    holds([
      ['[[ $a == "b"* && ! -f c ]]', '[[(($a == "b"*) && !(-f c))]]'],
      ['[[ x || ( a && b ) ]]', '[[((-n x) || ((-n a) && (-n b)))]]'],
      ['[[ ! ! a ]]', '[[(-n a)]]'],
      ['(( i += 1 ))', '(((i+=1)))'],
      ['(( a ? b : -c ** 2, d ))', '((((a?b:((-c)**2)),d)))'],
    ]);
  });

  it('tell the subscripts and keys of arrays', () => {
    holds([
      ['a[i+1]=b', 'a[i+1]=b'],
      ['a[$i]+="b"', 'a[$i]+="b"'],
      ['a=(b "c d")', 'a=(b "c d")'],
      ['declare -A a=([b]=c [$d]="e f" ["g]h"]=i j)', 'a=(b:c $d:"e f" "g]h":i j) declare -A'],
      ['a=([b[0]]=c [d] [e]f)', 'a=(b[0]:c [d] [e]f)'],
    ]);
  });
});

describe('the directives of ShellCheck', () => {
  it('tell what source reads', () => {
    holds([
      ['# shellcheck source=lib.sh\n. "$D/lib.sh"', '. "$D/lib.sh" #lib.sh'],
      ['#shellcheck disable=SC1091 source=a/b.sh # why\nsource $x', 'source $x #a/b.sh'],
      ['# shellcheck source=a\n# other\n\n  . $x', '. $x #a'],
      ['# shellcheck source=a\r\n. $x\r\n', '. $x #a'],
      ['# shellcheck source=a\n# shellcheck source=b\n. $x', '. $x #b'],
      ['# shellcheck disable=\'A B\' source="a b"\n. $x', '. $x #a b'],
      ['# shellcheck source=a\nb; . $x', 'b; . $x #a'],
      ['# shellcheck source=a\n[ -f $x ] &&\n  . $x', 'list([ -f $x ] && . $x #a)'],
      ['# shellcheck source=a\nif b; then\n  . $x\nfi', 'if(b ? . $x #a)'],
    ]);
  });

  it('say nothing of other commands, from further above, or where there is nothing to read', () => {
    holds([
      ['# shellcheck source=a\nb $x', 'b $x'],
      ['# shellcheck source=a\nb\n. $x', 'b; . $x'],
      ['# shellcheck source=/dev/null\n. $x', '. $x'],
      ['# shellcheck source-path=a\n. $x', '. $x'],
      ['# shellcheck disable=SC1090 # source=a\n. $x', '. $x'],
      ['# see shellcheck source=a\n. $x', '. $x'],
      [
        '# shellcheck source=a\nif b; then\n  # shellcheck source=/dev/null\n  . $x\nfi',
        'if(b ? . $x)',
      ],
    ]);
  });
});

describe('a part of a text', () => {
  it('is read by itself, with offsets in the whole', () => {
    const one = '# shellcheck source=a\n';
    const two = '. b\r\nfor x in {1..2}; do c "${x:1}" $((x+1)); done\n)\nd "e';
    const three = '"\nf\n';
    const text = one + two + three;
    const at = { start: one.length, end: one.length + two.length };
    const { nodes, problems } = readShell(text, at);
    assert.equal(shellPrinter(text).all(nodes), '. b; words(x {1..2}){c "${x:1}" $((x+1))}; d "e');
    assert.ok(problems.length > 1);
    for (const problem of problems) {
      assert.ok(problem.at.start >= at.start && problem.at.end <= at.end);
    }
    assert.deepEqual(readShell(text, { start: 5, end: 2 }).nodes, []);
    assert.deepEqual(readShell(text, { start: 500, end: 900 }).nodes, []);
  });

  it('begins a word where it begins', () => {
    const [node] = readShell('x~/kvm', { start: 1, end: 6 }).nodes;
    const word: ShellWord | undefined = node?.kind === 'command' ? node.words[0] : undefined;
    const kinds = word?.parts.map((part) => part.kind);
    assert.deepEqual(kinds, ['opaque', 'text']);
  });
});

describe('the text of an arithmetic expression', () => {
  it('is read as one, or said to be none', () => {
    const shown = (text: string) => {
      const expression = readArithmetic(text);
      const part = { kind: 'arithmetic', source: text, expression } as const;
      const at = { start: 0, end: text.length };
      return shellPrinter(text).parts([{ ...part, at, quoted: false, context: 'bare' }]);
    };
    assert.equal(shown(' 4444 + i*2 '), '<(4444+(i*2))>');
    assert.equal(shown('0x10'), '<0x10>');
    assert.equal(shown(''), '<>');
    assert.equal(shown('1)) || ((2'), '<?>');
    assert.equal(shown(`${'1+'.repeat(100_000)}1`), '<?>');
    assert.equal(shown(`${'('.repeat(100_000)}1`), '<?>');
  });
});
