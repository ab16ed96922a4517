import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readLibvirtLog } from '../../server/src/languages/libvirt-log/index.ts';
import { readShell } from '../../server/src/syntax/shell/reader.ts';
import type { ShellNode, ShellWord, SimpleCommand } from '../../server/src/syntax/shell/tree.ts';
import { splitWords } from '../../server/src/text/split-words.ts';
import { spellIn } from '../support/encodings.ts';

/** Every simple command of a script, in order. */
function commands(nodes: readonly ShellNode[]): readonly SimpleCommand[] {
  return nodes.flatMap((node): readonly SimpleCommand[] => {
    switch (node.kind) {
      case 'command':
        return [node];
      case 'pipeline':
      case 'and-or':
        return commands(node.nodes);
      case 'group':
      case 'function':
        return commands(node.body);
      case 'if':
        return [
          ...node.clauses.flatMap((clause) => [...commands(clause.test), ...commands(clause.body)]),
          ...commands(node.otherwise ?? []),
        ];
      case 'loop':
        return [...commands(node.test), ...commands(node.body)];
      case 'case':
        return node.arms.flatMap((arm) => commands(arm.body));
      default:
        return [];
    }
  });
}

/** A word as `decoded|source` of each literal piece, and `<source>` for each expansion. */
function show(source: string, word: ShellWord): string {
  return word.parts
    .flatMap((part) =>
      part.kind === 'text'
        ? part.text.pieces.map((piece) => {
            const text = piece.kind === 'known' ? piece.text : '?';
            const written = source.slice(piece.at.start, piece.at.end);
            return text === written ? text : `${text}|${written}`;
          })
        : [`<${part.source}>`],
    )
    .join(' ');
}

function words(source: string): readonly string[] {
  return commands(readShell(source).nodes).flatMap((command) =>
    command.words.map((word) => show(source, word)),
  );
}

describe('the shell reader', () => {
  it('removes every kind of quote and keeps the source of every character', () => {
    const table: readonly (readonly [string, readonly string[]])[] = [
      ['a b', ['a', 'b']],
      [`'a b'"c d"`, ['a b c d']],
      [String.raw`"a\"b\$c\d"`, [String.raw`a "|\" b $|\$ c\d`]],
      [String.raw`a\ b\'`, [String.raw`a  |\  b '|\'`]],
      [String.raw`$'a\x41\n\u00e9\101'`, ['a A|\\x41 \n|\\n é|\\u00e9 A|\\101']],
      ['tcp\\\n:1', ['tcp :1']],
      ['"tcp\\\n:1"', ['tcp :1']],
      ['x$A"$B"${C:-d}`e`$(f)$((1+2))', ['x <$A> <$B> <${C:-d}> <`e`> <$(f)> <$((1+2))>']],
      ['{a,b}c', ['<{a,b}> c']],
      ['~/bin/kvm a~b', ['<~> /bin/kvm', 'a~b']],
      ['*.img [ab]', ['* .img', '[ab]']],
      [`'😀'"é$X"`, ['😀 é <$X>']],
      ['"" \'\'', ['', '']],
    ];
    for (const [source, expected] of table) {
      assert.deepEqual(words(source), expected, source);
    }
  });

  it('finds commands wherever they run', () => {
    const script = `
a1 | a2 && a3 || a4; (a5); { a6; }; ! a7 &
if b1; then b2; elif b3; then b4; else b5; fi
for x in c0; do c1; done; while d1; do d2; done; until d3; do d4; done
for ((i=0;i<3;i++)); do d5; done; select y in z; do d6; done
case $x in e0) e1;; *) e2;; esac
f() { g1; }; function h { h1; }; coproc k1
time m1
`;
    const names = commands(readShell(script).nodes).map(
      (command) => command.words[0] && show(script, command.words[0]),
    );
    assert.deepEqual(
      names,
      splitWords('a1 a2 a3 a4 a5 a6 a7 b1 b2 b3 b4 b5 c1 d1 d2 d3 d4 d5 d6 e1 e2 g1 h1 k1 m1'),
    );
  });

  it('tells assignments from words, also behind declare and its like', () => {
    const [plain, local] = commands(
      readShell('A=1 B+=2 cmd C=3\nlocal -a x=(1 "2 3") y[1]=z').nodes,
    );
    assert.deepEqual(
      plain?.assignments.map(({ name, append }) => [name, append]),
      [
        ['A', false],
        ['B', true],
      ],
    );
    assert.deepEqual(plain?.words.length, 2);
    assert.deepEqual(
      local?.assignments.map(({ name, index, value }) => [name, index !== undefined, value.kind]),
      [
        ['x', false, 'array'],
        ['y', true, 'scalar'],
      ],
    );
  });

  it('goes on behind what it cannot make sense of, each command once and where it stands', () => {
    const broken = [
      ...['a ) b', 'a (b) c', 'fi', '}', 'a ;; b', 'a & & b', "it's prose", 'echo "open', 'x=(a'],
      ...['Boot the (patched) kernel:', '<a>', 'a <<', 'if x; then', 'a ) b\nc ) d'],
    ];
    for (const line of broken) {
      const source = `kvm -a\n${line}\nkvm -b c\\ d\n`;
      const found = commands(readShell(source).nodes).filter(
        (command) => command.words[0] && show(source, command.words[0]) === 'kvm',
      );
      const last = found.at(-1)?.words.map((word) => source.slice(word.at.start, word.at.end));
      assert.deepEqual(last, ['kvm', '-b', 'c\\ d'], line);
      assert.ok(found.length <= 2, line);
      assert.ok(readShell(source).problems.length > 0, line);
    }
  });

  it('reads line endings of Windows as line endings', () => {
    const script = 'kvm -m 1G \\\r\n  -S\r\ncat <<EOF\r\nkvm\r\nEOF\r\nif a\r\nthen b\r\nfi\r\n';
    assert.deepEqual(words(script), ['kvm', '-m', '1G', '-S', 'cat', 'a', 'b']);
  });

  it('reads so many here-documents of one line, and all that stands behind them', () => {
    const names = Array.from({ length: 600 }, (_, index) => `E${index}`);
    const bodies = names.map((name) => `$M\n${name}\n`).join('');
    const onOneLine = (gap: string) => `cat ${names.map((one) => `<<${one}`).join(gap)}\n${bodies}`;
    const apart = names.map((name) => `cat <<${name}\n$M\n${name}\n`).join('');
    for (const [text, count] of [
      [onOneLine(' '), 500],
      [onOneLine(' \\\n'), 500],
      [apart, 600],
    ] as const) {
      const all = commands(readShell(`${text}kvm -S\n`).nodes);
      assert.equal(all.flatMap(({ documents }) => documents).length, count);
      assert.equal(all.at(-1)?.words.length, 2);
    }
  });

  it('reads the command lines of a libvirt log and nothing else of it', () => {
    const log = `2026-01-01 10:00:00.000+0000: starting up libvirt version: 11.3.0, it's "fine
LC_ALL=C \\
PATH=/bin \\
/usr/bin/qemu-system-x86_64 \\
-name guest=vm1,debug-threads=on \\
-msg timestamp=on
char device redirected to /dev/pts/1 (label charserial0)
`;
    const [command, ...others] = commands(readLibvirtLog(log).nodes);
    assert.deepEqual(others, []);
    assert.deepEqual(
      command?.words.map((word) => log.slice(word.at.start, word.at.end)),
      [
        '/usr/bin/qemu-system-x86_64',
        '-name',
        'guest=vm1,debug-threads=on',
        '-msg',
        'timestamp=on',
      ],
    );
  });
});

describe('the shell speller', () => {
  it('keeps the quotes of a place that can hold the text', () => {
    const text = (value: string) => [{ kind: 'text', text: value }] as const;
    assert.equal(spellIn(text('a,b'), 'bare', 'bare'), 'a,b');
    assert.equal(spellIn(text('a b'), 'bare', 'bare'), `'a b'`);
    assert.equal(spellIn(text(`a'b`), 'bare', 'bare'), `"a'b"`);
    assert.equal(spellIn(text('$a"b'), 'double', 'double'), String.raw`\$a\"b`);
    assert.equal(spellIn(text(`it's`), 'single', 'single'), `it'\\''s`);
    assert.equal(spellIn(text(`a'\\`), 'ansi-c', 'ansi-c'), String.raw`a\'\\`);
    assert.equal(spellIn(text('a}'), 'double-operand', 'double-operand'), String.raw`a\}`);
  });

  it('puts expansions into double quotes, wherever they go', () => {
    const template = [
      { kind: 'text', text: 'unix:' },
      { kind: 'source', source: '$DIR' },
    ] as const;
    assert.equal(spellIn(template, 'bare', 'bare'), '"unix:$DIR"');
    assert.equal(spellIn(template, 'double', 'double'), 'unix:$DIR');
    assert.equal(spellIn(template, 'single', 'single'), `'"unix:$DIR"'`);
    assert.equal(spellIn(template, 'bare', 'double'), '"unix:$DIR');
    assert.equal(spellIn(template, 'double', 'bare'), 'unix:$DIR"');
  });

  it('says so where the shell has no way to write it', () => {
    assert.equal(spellIn([{ kind: 'text', text: 'a\0b' }], 'bare', 'bare'), undefined);
    assert.equal(spellIn([{ kind: 'text', text: 'a' }], 'double-operand', 'bare'), undefined);
    assert.equal(spellIn([{ kind: 'source', source: '`a "b"`' }], 'bare', 'bare'), undefined);
    assert.equal(spellIn([{ kind: 'text', text: 'a' }], 'attribute-single', 'bare'), undefined);
  });
});
