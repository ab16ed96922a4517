/** Markdown and reStructuredText: the commands in their blocks, whose findings are for information. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lowerMarkup } from '../../server/src/invocation/from-markup.ts';
import { languageOf, languageOfFile, mayHaveFindings } from '../../server/src/languages/detect.ts';
import { inventoryOf } from '../../server/src/service/inventory/inventory.ts';
import { literalBlocksIn, markdownBlocksIn } from '../../server/src/syntax/markup/blocks.ts';
import {
  analyzeText,
  applyFix,
  applyIgnore,
  check,
  checkSilent,
  checksIn,
} from '../support/check.ts';
import { completeText } from '../support/complete.ts';
import { startedWith } from '../support/started.ts';

const MARKDOWN = { languageId: 'markdown', path: '/w/vm.md' };
const inMarkdown = checksIn(MARKDOWN);
const RST = { languageId: 'restructuredtext', path: '/w/vm.rst' };

function started(text: string, blocks = markdownBlocksIn): readonly string[] {
  return startedWith(lowerMarkup(blocks(text), text.length));
}

describe('a text for people', () => {
  it('is known by its name or its language', () => {
    assert.equal(languageOfFile('/w/README.md', ''), 'markdown');
    assert.equal(languageOfFile('/w/vm.rst', ''), 'restructuredtext');
    assert.equal(languageOf('markdown', 'Untitled-1', '')?.id, 'markdown');
  });

  it('is not read where it shows no monitor', () => {
    assert.equal(mayHaveFindings('markdown', '```sh\nqemu-system-arm -S -vnc :1\n```\n'), false);
    assert.equal(mayHaveFindings('markdown', '    kvm -monitor tcp::1\n'), true);
  });
});

describe('a text for another program', () => {
  it('stops no analysis of documentation', () => {
    const text = "```\nonhost 'kvm -monitor tcp::1,server'\n```\n";
    assert.equal(analyzeText(text, MARKDOWN).unfollowed, undefined);
  });
});

/** What a text shows, and with which words QEMU is started there. */
const READ: readonly (readonly [what: string, text: string, words: readonly string[]])[] = [
  ['a fence', '```sh\nkvm -m 1G \\\n  -S\n```\n', ['-m|1G|-S']],
  ['a fence that says nothing', '~~~\nkvm -S\n~~~\n', ['-S']],
  ['a fence in an item', '1. a\n   ``` bash\n   kvm -S\n   ```\n', ['-S']],
  ['a fence with more behind its language', '```{.sh title=x}\nkvm -S\n```\n', ['-S']],
  ['a longer fence', '````sh\nkvm -S\n# ```\nkvm -s\n````\n', ['-S', '-s']],
  ['a fence that nothing closes', '```sh\nkvm -S\n', ['-S']],
  [
    'an indented block',
    'a\n\n    $ kvm -m 1G \\\n        -S\n\n    $ kvm -s\nb\n',
    ['-m|1G|-S', '-s'],
  ],
  ['a block behind a tab', 'a\n\n\tkvm -S\n\nb\n', ['-S']],
  ['indented options', 'a\n\n    -qmp tcp::1,server\n', ['held -qmp|tcp::1,server']],
  [
    'options on lines that go on',
    '```\n-chardev socket,id=m,port=1,host=,server \\\n-mon chardev=m \\\n```\n',
    ['held -chardev|socket,id=m,port=1,host=,server|-mon|chardev=m'],
  ],
  ['an indented line of a paragraph', 'a\n    kvm -S\n', []],
  ['an indented list', '- a\n\n    - b, not -qmp tcp::1,server\n', []],
  ['a fence of another language', '```python\nkvm -S\n```\n', []],
  [
    'strings of a fence of data',
    '```toml\nrun = ["kvm", "-qmp", "tcp::1,server"]\n```\n',
    ['held -qmp|tcp::1,server'],
  ],
  [
    'commands of other fences',
    '```make\nrun:\n\tkvm -S \\\n\t  -qmp tcp::1,server\n```\n```ini\n[Service]\nExecStart=/bin/qemu-system-arm -qmp tcp::2,server\n```\n',
    ['held -qmp|tcp::1,server', 'held -qmp|tcp::2,server'],
  ],
  [
    'a fence of a domain without a language',
    "```\n<qemu:arg value='-qmp'/>\n<qemu:arg value='tcp::1,server'/>\n```\n",
    ['-qmp|tcp::1,server'],
  ],
  [
    'a fence of a domain',
    "```xml\n<qemu:commandline>\n  <qemu:arg value='-qmp'/>\n  <qemu:arg value='tcp::1,server'/>\n</qemu:commandline>\n```\n",
    ['-qmp|tcp::1,server'],
  ],
  [
    'a fence of an image',
    '```Dockerfile\nFROM a\nCMD ["kvm", "-S"]\nRUN kvm -s\n```\n',
    ['-S', '-s'],
  ],
  ['text outside of fences', 'kvm -S\n\nThe option `-qmp tcp::1,server` of `kvm`.\n', []],
  ['a command in a sentence', 'Run `kvm -m 1G -S`, then ``sudo kvm -s``.\n', ['-m|1G|-S', '-s']],
  [
    'a part of a domain in a fence',
    "```xml\n<domain type='kvm'><qemu:arg value='-S'/></domain>\n```\n",
    ['-S'],
  ],
  ['prompts', '```console\n$ kvm -m \\\n> 1G\nkvm -s\n# kvm -S\n```\n', ['-m|1G', '-S']],
  ['a long prompt', '```\nroot@host:~# kvm -S\n```\n', ['-S']],
  ['the prompt of root alone', '```\n# kvm -m 1G \\\n  -S\n\n# kvm -s\n```\n', ['-m|1G|-S', '-s']],
  ['a block with a comment', '```\n# kvm with a monitor\nkvm -s\n```\n', ['-s']],
  ['a comment of a script', '```sh\n# kvm -S\n$X\nkvm -s\n```\n', ['-s']],
  ['comments alone of a script', '```sh\n# kvm -S\n```\n', []],
  ['options alone', '```\n-monitor tcp::1,server\n```\n', ['held -monitor|tcp::1,server']],
  [
    'options below a comment',
    '```sh\n# a\n-qmp tcp::1,server\n\n# b\n-m 1G\n```\n',
    ['held -qmp|tcp::1,server|-m|1G'],
  ],
  ['a list in prose', '```\n- a list, not -qmp tcp::1,server\n```\n', []],
  ['what is left out', '```sh\nkvm ... -S\n```\n', ['...|-S']],
];

const LITERAL: typeof READ = [
  ['a block of code', '.. code-block:: sh\n   :linenos:\n\n   kvm \\\n     -S\n\ntext\n', ['-S']],
  ['a literal block', 'So::\n\n  $ kvm -S\n\n  kvm -s\ntext\n', ['-S']],
  ['a block of another language', '.. code-block:: c\n\n   kvm -S\n', []],
  ['text', 'kvm -S\n\n   kvm -s\n', []],
];

describe('what a text for people shows', () => {
  for (const [what, text, words] of READ) {
    it(`is known of ${what}`, () => assert.deepEqual(started(text), words));
  }
  for (const [what, text, words] of LITERAL) {
    it(`is known of ${what} of reStructuredText`, () => {
      assert.deepEqual(started(text, literalBlocksIn), words);
    });
  }
});

describe('a finding in a text for people', () => {
  const comment = 'qemu-monitor-guard: ignore[monitor-on-network] a lab without a network';

  it('is for information, and only about who can open a monitor', () => {
    inMarkdown.check(`
# A machine

\`\`\`sh
qemu-system-x86_64 ... -monitor tcp:0.0.0.0:4444,server,nowait -chardev
                                    ^^^^^^^ 💡 information monitor-on-network
\`\`\`
`);
    check(
      `
Start it::

    qemu-system-x86_64 -monitor tcp:0.0.0.0:4444,server,nowait
                                    ^^^^^^^ 💡 information monitor-on-network
`,
      RST,
    );
  });

  it('has the severity of the settings', () => {
    const severities = new Map([['monitor-on-network', 'error']] as const);
    const text = '```sh\nkvm -monitor tcp::1,server\n```\n';
    const [finding] = analyzeText(text, { ...MARKDOWN, settings: { severities } }).findings;
    assert.equal(finding?.severity, 'error');
  });

  it('is no machine of the workspace', () => {
    const text = '```sh\nkvm -monitor tcp::1,server\n```\n';
    assert.deepEqual(inventoryOf(inMarkdown.analyzeText(text)), []);
  });

  it('is fixed in its block', () => {
    inMarkdown.checkFix(
      '```sh\nkvm -monitor tcp:0.0.0.0:1,server,nowait\n```\n',
      '```sh\nkvm -monitor "unix:${XDG_RUNTIME_DIR:-$HOME}/vm-monitor.sock,server,nowait"\n```\n',
    );
  });

  it('stands in quotes, in items of lists and in quotes of quotes, where it is fixed', () => {
    inMarkdown.check(`
> [!TIP]
> \`\`\`sh
> kvm -m 1 \\
>   -monitor tcp:0.0.0.0:1,server,nowait
                 ^^^^^^^ 💡 information monitor-on-network
> \`\`\`

- > > ~~~
  > > $ kvm -qmp tcp:0.0.0.0:2,server
                     ^^^^^^^ 💡 information monitor-on-network
  > > ~~~

>     kvm -qmp tcp:0.0.0.0:3,server
                   ^^^^^^^ 💡 information monitor-on-network
> kvm -qmp tcp::4,server
`);
    const quote = (address: string) =>
      `> \`\`\`\n> kvm \\\n>   -qmp ${address} \\\n>   -S\n> \`\`\`\n`;
    inMarkdown.checkFix(
      quote('tcp::1,server'),
      quote('"unix:${XDG_RUNTIME_DIR:-$HOME}/vm-qmp.sock,server"'),
    );
    const two = (qmp: string) => `> \`\`\`\n> kvm -S${qmp} \\\n>   -monitor stdio\n> \`\`\`\n`;
    assert.equal(applyFix(two(' \\\n>   -qmp tcp::1,server'), 'remove-monitor', MARKDOWN), two(''));
    inMarkdown.checkSilent(`> <!-- ${comment} -->\n${quote('tcp::1,server')}`);
    inMarkdown.checkSilent('> '.repeat(60_000));
  });

  it('leaves the line above it where it begins a block of options', () => {
    const block = (options: string) => `\`\`\`\n${options}-S -nodefaults\n\`\`\`\n`;
    for (const options of ['-qmp tcp::1,server ', '-qmp tcp::1,server\n']) {
      assert.equal(applyFix(block(options), 'remove-monitor', MARKDOWN), block(''));
    }
  });

  it('is silenced by a comment above the block, or in it', () => {
    const block = '```sh\nkvm -monitor tcp::1,server\n```\n';
    inMarkdown.checkSilent(`<!-- ${comment} -->\n${block}`);
    inMarkdown.checkSilent(block.replace('kvm', `# ${comment}\nkvm`));
    checkSilent(`.. ${comment}\n\n.. code:: sh\n\n   kvm -monitor tcp::1,server\n`, RST);
    assert.equal(
      inMarkdown.analyzeText(`<!-- ${comment} -->\ntext\n\n${block}`).findings.length,
      1,
    );
    const done = applyIgnore(
      `a\n\n${block}`,
      'Ignore monitor-on-network here…',
      'a lab without a network',
      MARKDOWN,
    );
    assert.equal(done, `a\n\n<!-- ${comment} -->\n${block}`);
  });

  it('has completion beside it', () => {
    const done = completeText('```sh\nkvm -monitor unix:/x,ser|\n```\n', MARKDOWN);
    assert.ok(done.items.some(({ edit }) => edit.text.startsWith('server')));
  });
});
