import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Comments } from '../../server/src/syntax/comments.ts';
import { readConfig, readConfigComments } from '../../server/src/syntax/readconfig/reader.ts';
import { readShellComments } from '../../server/src/syntax/shell/comments.ts';
import { readShell } from '../../server/src/syntax/shell/reader.ts';
import { readXml, readXmlComments } from '../../server/src/syntax/xml/reader.ts';

const MARKER = 'us:';

function shell(text: string): Comments {
  return readShellComments(text, readShell(text), MARKER);
}

function xml(text: string): Comments {
  return readXmlComments(text, readXml(text), MARKER);
}

function config(text: string): Comments {
  return readConfigComments(text, readConfig(text), MARKER);
}

/** What each comment stands above, by the comment; null for nothing. */
function above(read: (text: string) => Comments, text: string): Readonly<Record<string, unknown>> {
  const { comments } = read(text);
  return Object.fromEntries(
    comments.map(({ at, above: target }) => [
      text.slice(at.start, at.end),
      target ? text.slice(target.at.start, target.at.end) : null,
    ]),
  );
}

describe('the comments of a script', () => {
  it('stand above the command that follows, with all its lines', () => {
    assert.deepEqual(above(shell, '# us: 1\n\n# other\n\tkvm \\\n  -S  # no\nb\n'), {
      '# us: 1': 'kvm \\\n  -S',
    });
  });

  it('stand above a statement as a whole: a pipeline, a list, a block, an array', () => {
    const statements = [
      'a | b',
      'a &&\n  b',
      'a &',
      'a=(\n  1\n)',
      'if a; then\n  b\nfi',
      'for x in 1; do a; done < f',
      'f() {\n  a\n}',
      '{ a; }',
      'case a in\n  a) b ;;\nesac',
      '[[ a ]]',
    ];
    for (const statement of statements) {
      assert.deepEqual(above(shell, `# us: 1\n${statement}\nc\n`), { '# us: 1': statement });
    }
  });

  it('stand above all that begins on the lines of what follows', () => {
    assert.deepEqual(above(shell, '# us: 1\ncd a; if b; then\n  c\nfi; d\ne\n'), {
      '# us: 1': 'cd a; if b; then\n  c\nfi; d',
    });
  });

  it('stand above commands inside blocks, lists and substitutions', () => {
    const text = `if a; then
  # us: 1
  b
else
  # us: 2
  c
fi
x=$(
  # us: 3
  d
)
e &&
  # us: 4
  f
case a in
  a)
    # us: 5
    g ;;
esac
`;
    assert.deepEqual(above(shell, text), {
      '# us: 1': 'b',
      '# us: 2': 'c',
      '# us: 3': 'd',
      '# us: 4': 'f',
      '# us: 5': 'g',
    });
  });

  it('stand above nothing at the end of a block, behind a command, inside one, before an arm', () => {
    const text = `if a; then
  b # us: 1
  # us: 2
else
  c
fi
args=(
  # us: 3
  1
)
d \\
  # us: 4
e
case a in
  # us: 5
  a) b ;;
esac
# us: 6
`;
    assert.deepEqual(above(shell, text), {
      '# us: 1': null,
      '# us: 2': null,
      '# us: 3': null,
      '# us: 4': null,
      '# us: 5': null,
      '# us: 6': null,
    });
  });

  it('are no parts of words, here-documents and other comments', () => {
    const text = `a "
# us: 1
" '# us: 2' b#us: 3 \${x# us: 4} $'# us: 5' \\# us: 6
cat <<A <<'B' 3<<C
# us: 7
$( # us: 8
)
A
# us: 9
B
# us: 10
C
cat <<< "# us: 11"
[[ a == "# us: 12" ]]
# see # us: 13
a # see # us: 14
`;
    assert.deepEqual(above(shell, text), {});
  });

  it('are continued by no backslash of a comment', () => {
    const text = '# no \\\n# us: 1\na # no \\\n# us: 2\nb "# no" \\\n# us: 3\nc\n';
    assert.deepEqual(above(shell, text), {
      '# us: 1': 'a',
      '# us: 2': 'b "# no"',
      '# us: 3': null,
    });
  });

  it('begin behind an operator too, and with several hashes', () => {
    const text = 'a;# us: 1\n##\t# us: 2\r\nb\r\n';
    assert.deepEqual(above(shell, text), { '# us: 1': null, '##\t# us: 2': 'b' });
  });

  it('are the first of the file as long as only comments come before', () => {
    const firsts = (text: string) => shell(text).comments.map(({ isFirst }) => isFirst);
    assert.deepEqual(firsts('#!/bin/sh\n# us: 1\n\n# us: 2\na\n# us: 3\nb\n'), [true, true, false]);
    assert.deepEqual(firsts('# us: 1\n'), [true]);
  });

  it('cover the lines of a here-document with the command that they are for', () => {
    const text = 'a\ncat <<E; b\nline\nE\n';
    const { anchor } = shell(text);
    const at = (part: string) => ({ start: text.indexOf(part), end: text.indexOf(part) + 1 });
    assert.equal(anchor(at('line')).start, text.indexOf('cat'));
    assert.deepEqual(anchor(at('b')), at('b'));
  });

  it('say whether the script could be read as a whole', () => {
    assert.equal(shell('a\n').isWhole, true);
    assert.equal(shell('if a; then\n').isWhole, false);
  });
});

describe('the comments of a document of XML', () => {
  it('stand above the next element of their parent', () => {
    const text = `<?xml version='1.0'?>
<!-- us: 1 -->
<a>
  <!-- us: 2 --> <!-- other -->

  <b x='1'/>
  <b>text <!-- us: 3 --></b><!-- us:
    4 --><c/>
  <!-- us: 5 --> text <d/>
  <!-- us: 6 -->
</a>
<!-- us: 7 -->
`;
    const found = above(xml, text);
    assert.match(String(found['<!-- us: 1 -->']), /^<a>.*<\/a>$/s);
    assert.equal(found['<!-- us: 2 -->'], "<b x='1'/>");
    assert.equal(found['<!-- us: 3 -->'], null);
    assert.equal(found['<!-- us:\n    4 -->'], '<c/>');
    assert.equal(found['<!-- us: 5 -->'], null);
    assert.equal(found['<!-- us: 6 -->'], null);
    assert.equal(found['<!-- us: 7 -->'], null);
  });
});

describe('the comments of a config file', () => {
  it('stand above the next section', () => {
    const text = `# us: 1
# other

[chardev "m"]
  a = "1"
# us: 2
  b = "# us: no"
  # us: a key to QEMU
# us: 3
[mon]
# us: 4
`;
    const section = '[chardev "m"]\n  a = "1"\n# us: 2\n  b = "# us: no"\n  # us: a key to QEMU\n';
    assert.deepEqual(above(config, text), {
      '# us: 1': section,
      '# us: 2': null,
      '# us: 3': '[mon]',
      '# us: 4': null,
    });
  });
});

describe('ten thousand comments', () => {
  const many = 10_000;

  it('above one command all stand above it', () => {
    for (const [read, line] of [
      [shell, '# us: x'],
      [xml, '<!-- us: x -->'],
      [config, '# us: x'],
    ] as const) {
      const thing = { shell: 'a', xml: '<a/>', config: '[a]' }[read.name] ?? '';
      const { comments } = read(`${line}\n`.repeat(many) + thing);
      assert.equal(comments.length, many);
      assert.ok(comments.every(({ above: target }) => target !== undefined));
    }
  });

  it('on one line are one comment', () => {
    assert.equal(shell('# us: x '.repeat(many)).comments.length, 1);
    assert.equal(shell(`a ${'# us: x '.repeat(many)}`).comments.length, 1);
    assert.equal(shell(`a "${'# us: x '.repeat(many)}"`).comments.length, 0);
  });
});
