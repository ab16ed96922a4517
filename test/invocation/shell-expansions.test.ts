import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lowerShell } from '../../server/src/invocation/from-shell.ts';
import { readShell } from '../../server/src/syntax/shell/reader.ts';
import { checkTable } from '../support/shell-lines.ts';

/** The words of each command with `|` between them; `?` is unknown, and `…` behind what may be many. */
function lines(script: string): readonly string[] {
  return lowerShell(readShell(script), { every: true }).map(({ words }) =>
    words
      .map(({ value, many }) => value.decoded.replaceAll('\uFFFC', '?') + (many ? '…' : ''))
      .join('|'),
  );
}

describe('xargs makes command lines of what it reads', () => {
  checkTable(lines, {
    'words behind those of the command': ['echo a b | xargs kvm -S', '-S|a|b'],
    'lines for each number of words': [
      "printf '%s\\n' a b c | xargs -n 2 kvm -S",
      '-S|a|b',
      '-S|c',
    ],
    'lines in place of a holder': [
      "printf '%s\\n' 'a b' ' c' | xargs -I{} kvm -x{} {}",
      ...['-xa b|a b', '-xc|c'],
    ],
    'what is not known': ['ls | xargs kvm -S', '-S|?…'],
    'a part that is not known': ['echo "a:$1 $2" | xargs kvm', 'a:?|?…'],
    'quotes of its own': ['echo \'"a b"\' | xargs kvm', '?…'],
    'nothing to read': ['printf "" | xargs kvm -S', '-S'],
    'options that divide in another way': ['echo a,b | xargs -d, kvm', '?…'],
  });
});

describe('defaults', () => {
  checkTable(lines, {
    'of a blank, which is not empty': ['A=\' \'; kvm "${A:-d}" ${A:+e}', ' |e'],
    'with quotes that hold blanks together': ['A=; kvm ${A:-\'a b\' c} ${A:-"d e"f}', 'a b|c|d ef'],
    'of what may be empty': ['A="$1$2"; kvm "${A:-d}"', '??', 'd'],
    'that are assigned or were given': ['kvm "${A:=d}"; kvm "$A"', '?', 'd', '?', 'd'],
    'of what only a branch writes': ['A=; [ "$1" ] && A+=x; kvm "${A:-d}"', 'x', 'd'],
  });
});

describe('arrays', () => {
  checkTable(lines, {
    'with keys out of order': ['a=([2]=c [3]=x [0]=a); kvm "${a[@]}"', 'a|c|x'],
    'without a subscript': ['a=([1]=b); kvm $a "$a"; a[0]=a; kvm $a', '', 'a'],
    'with a key and what it was before': [
      'a=(x y); a=([1]="${a[@]}" [2]=z); kvm "${a[@]}"',
      'x y|z',
    ],
    'of arguments of which some are left out': ['set -- a b; set -- c "${@:2}"; kvm "$@"', 'c|b'],
    'of which only what is added is known': [
      'mapfile a <x; a+=(-S); kvm "${a[@]}"; a=(kvm "${a[@]}"); "${a[@]}"',
      ...['?…|-S', '?…|-S'],
    ],
    'that grow behind a key': ['a[1]=x; a+=(y); kvm "${a[1]}" "${a[2]}" "${a[@]}"', 'x|y|x|y'],
    'with a key twice': ['a=([1]=b [1]=c); kvm "${a[@]}"', 'c'],
  });
});

describe('a word of unknown parts', () => {
  checkTable(lines, {
    'may be many': ['kvm $A$B $A"$B" "$A"$B "$A$B" x$A', '??…|??…|??…|??|x?'],
  });
});

describe('instead of a value', () => {
  checkTable(lines, {
    'an empty word is a word': ['A=1; kvm ${A:+""} ${A+x}', '|x'],
    'what a branch writes may not be there': ['[ "$1" ] && A+=x; kvm ${A+y}', 'y', ''],
  });
});

describe('printf', () => {
  checkTable(lines, {
    'writes nothing for a format that is an option': ["kvm $(printf '-x %s' a)", '?…'],
    'takes all of its format away with its argument': [
      "kvm $(printf -- '-m%s%% ' a $1)",
      '-ma%|-m?%',
    ],
    'knows no character of a code that only a run knows': [
      'kvm "$(printf "\\\\$(printf %o $1)monitor")" "$(printf "\\\\x$1")" "$(printf "\\\\10$1")"',
      '??monitor|??|??',
    ],
    'keeps an escaped backslash before it': ['kvm "$(printf "\\\\\\\\$1")"', '\\?'],
  });
});

describe('a script that is written in several ways', () => {
  const branch = 'A=1; if x; then A=2; fi; ';
  checkTable(lines, {
    'into a shell': [`${branch}echo "kvm $A" | sh`, '1', '2'],
    'into a file that is sourced': [`${branch}echo "B=$A" >f; B=0; . ./f; kvm $B`, '1', '2'],
    'into a file that is run': [`${branch}echo "kvm $A" >f; sh f`, '1', '2'],
  });
});

describe('IFS', () => {
  checkTable(lines, {
    'that is no white space leaves empty words': ['IFS=,; A=,a,,b,; kvm $A', '|a||b'],
    'with white space leaves none': ["IFS=', '; A=' a , b  c '; kvm $A", 'a|b|c'],
    'that has more than it had': ['IFS=",$IFS"; A="a,b c"; kvm $A', 'a|b|c'],
    'that is as it was': ['F=$IFS; IFS=,; IFS=$F; A="a,b c"; kvm $A', 'a,b|c'],
    'divides nothing unknown': ['O=$IFS; IFS=$O; kvm a-$X-b', 'a-?-b'],
  });
});

describe('replacements', () => {
  checkTable(lines, {
    'of nothing at an end': [
      'a=(b c); A=d; kvm "${a[@]/#/x}" "${A/%/y}" "${A//}" "${A/#}"',
      'xb|xc|dy|d|d',
    ],
    'of a blank before options of which not all are known': [
      'A=" -m 1 $X -S "; [ $Y ] && A+=" -s "; kvm ${A# } ${A%% } ${A#  } "${A#x}"',
      ...['-m|1|?…|-S|-s|-m|1|?…|-S|-s|?…|?'],
    ],
  });
});

describe('arithmetic', () => {
  checkTable(lines, {
    'with the length of what a branch writes': ['[ x ] && A+=abc; kvm "${#A}"', '?'],
    'with a variable that may not be set': ['[ x ] && n=3; kvm "$((n+1))"', '?'],
  });
});

describe('for', () => {
  checkTable(lines, {
    'leaves any word of those that are not all known': [
      'for x in a ${1-b c}; do :; done; kvm "$x"',
      ...['a', '?', 'b', 'c'],
    ],
    'leaves any word behind break': [
      'for x in a $1 c; do [ x ] && break; done; kvm "$x"',
      ...['a', '?', 'c'],
    ],
    'leaves what its body makes of its variable': ['for x in a $1; do x=; done; kvm "$x"', '?', ''],
    'over nothing is not run': ['a=(); for x in "${a[@]}"; do kvm $x; done; kvm', ''],
  });
});

describe('local', () => {
  checkTable(lines, {
    'is no word about what was assigned before it': [
      'A=0; f() { A=1; local A=2; A=3; }; f; kvm $A',
      '1',
    ],
  });
});

describe('what stands behind a way out', () => {
  checkTable(lines, {
    'is not done by those who took it': ['A=0; f() { [ x ] && return; A=1; }; f; kvm $A', '1', '0'],
    'is not done in that round': [
      'A=0; for i in a b; do [ x ] && continue; A=1; done; kvm $A',
      '1',
      '0',
    ],
    'nor in later ones': [
      'A=0; for i in a b; do [ x ] && break; A=$i; done; kvm $A',
      ...['b', 'a', '0'],
    ],
    'is not printed': ['f() { echo a; [ x ] && return; echo b; }; kvm $(f)', 'a|b', 'a'],
    'is not printed by a subshell': ['kvm $(echo a; [ x ] && exit; echo b)', 'a|b', 'a'],
  });
});

describe('filters that change blanks alone', () => {
  const made = (script: string) => lines(script).map((line) => line.replaceAll('?', '_'));

  it('keep what else a text has, known or not', () => {
    for (const filter of ["tr '\\n' ' '", "tr -s '[:space:]' ' '", "tr '\\n\\n' ' '"]) {
      const expected = filter.includes('n\\n') ? ['_'] : ['_ a,b'];
      assert.deepEqual(made(`kvm "$(printf '%s\\n%s' "$1" a,b | ${filter})"`), expected, filter);
    }
    assert.deepEqual(made(`kvm "$(echo 'a\tb' | sed 's/\\t/ /g')"`), ['a b']);
    assert.deepEqual(made(`kvm "$(echo 'a  b   c' | tr -s ' ')"`), ['a b c']);
  });

  it('are unknown where they may change more', () => {
    for (const script of [
      `kvm "$(echo a | sed 's/a/b/g')"`,
      `kvm "$(printf 'a\\nb' | sed 's/\\n/ /g')"`,
      `kvm "$(echo 'a b' | sed 's/ /,/g')"`,
      `kvm "$(echo 'a b' | tr -d ' ')"`,
      `kvm "$(echo 'a b' | tr "$1" ' ')"`,
    ]) {
      assert.deepEqual(made(script), ['_'], script);
    }
  });
});
