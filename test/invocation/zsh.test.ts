import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inventoryOf } from '../../server/src/service/inventory/inventory.ts';
import { analyzeText, check, checkSilent } from '../support/check.ts';

/** The elements of an array, as bash and zsh see `$opts`. */
const ARRAY = `
opts=(-m 1G -monitor tcp:0.0.0.0:4444,server)
                         ^^^^^^^ 💡 error monitor-on-network
qemu-system-x86_64 $opts
`;

describe('a script is read for zsh', () => {
  it('that says so in its first line', () => {
    check(`#!/bin/zsh${ARRAY}`);
    check(`#!/usr/bin/env -S zsh -f${ARRAY}`);
  });
  it('that is called so', () => {
    for (const path of ['/w/run.zsh', '/home/x/.zshrc', '/etc/zsh/zshenv']) check(ARRAY, { path });
  });
  it('unless its first line says something else', () => {
    const script = ARRAY.split('\n')
      .filter((line) => !line.includes('^'))
      .join('\n');
    checkSilent(`#!/bin/bash${script}`, { path: '/w/run.zsh' });
    checkSilent(script);
  });
});

describe('in zsh', () => {
  it('a text without quotes is one word', () => {
    checkSilent(`#!/bin/zsh
OPTS='-m 1G -monitor tcp:0.0.0.0:4444,server'
qemu-system-x86_64 $OPTS
`);
  });
  it('the words of other expansions are unknown, not those beside them', () => {
    for (const words of ['${=OPTS}', '$=OPTS', '-monitor $dev[2]', '-monitor ${dev[1]}']) {
      const analysis = analyzeText(`#!/bin/zsh
OPTS='-monitor none'
dev=(none none)
qemu-system-x86_64 ${words}
`);
      const monitors = inventoryOf(analysis).flatMap((machine) => machine.monitors);
      assert.deepEqual(
        monitors.map(({ audience }) => audience),
        ['unknown'],
        words,
      );
    }
    for (const port of ['$ports[1]', '${port:h}', '$#ports']) {
      check(`#!/bin/zsh
qemu-system-x86_64 -monitor tcp:0.0.0.0:${port},server
                                ^^^^^^^ 💡 error monitor-on-network
`);
    }
  });
  it('a QEMU behind its own words, in its own forms and in strings for it is found', () => {
    for (const line of [
      'noglob #',
      "emulate sh -c '#'",
      'x=${$(#)}',
      'y=(${(f)"$(#)"})',
      'source <(echo "#")',
      'true && { # }',
      'if (true) { # } elif (false) { true }',
      "eval 'for f (a b) #'",
    ]) {
      const at = line.indexOf('#') + 'qemu-system-x86_64 -S -monitor tcp:'.length;
      const command = 'qemu-system-x86_64 -S -monitor tcp:0.0.0.0:4444,server';
      check(`#!/bin/zsh
${line.replace('#', command)}
${' '.repeat(at)}^^^^^^^ 💡 error monitor-on-network
`);
    }
  });
  it('a monitor in backticks stands where it is written behind a form of its own', () => {
    check(`#!/bin/zsh
repeat 1 true
x=\`qemu-system-x86_64 -monitor tcp:0.0.0.0:4444,server\`
                                   ^^^^^^^ 💡 error monitor-on-network
for y in \`echo \\\`qemu-system-x86_64 -qmp tcp:0.0.0.0:4445,server\\\`\`; do
                                             ^^^^^^^ 💡 error monitor-on-network
done
`);
  });
  it('a form of its own in a substitution is not silent', () => {
    for (const open of ['$(', '`', '<(', '"$(', 'y=`true; ']) {
      const close = open.includes('`') ? '`' : open.startsWith('"') ? ')"' : ')';
      const script = `#!/bin/zsh
MON=none
x ${open}for m (tcp::4444,server) { qemu-system-x86_64 -monitor $m }${close}
qemu-system-x86_64 -monitor $MON
`;
      const { unfollowed } = analyzeText(script);
      assert.equal(unfollowed?.start, script.indexOf('x '), open);
    }
  });
  it('nothing is certain behind what only zsh reads, sets or defines', () => {
    for (const [form, use] of [
      ['set -- none; 1=tcp::4444,server', '-monitor $1'],
      ['setopt rc_quotes', "-monitor 'no''ne'"],
      ['f() { emulate -L sh; }; f', '-monitor none'],
      ['setopt sh_word_split', '-monitor $MON'],
      ['set -o shwordsplit', '-monitor $MON'],
      ['typeset -U a; a=(none none tcp::4444,server)', '-monitor $a[2]'],
      ['integer port=4444', '-monitor tcp::$port,server'],
      ['setopt BRACE_CCL', '-monitor {none}'],
      ["options[shwordsplit]=on; MON='none -qmp tcp::4444,server'", '-monitor $MON'],
      ['argv=(-monitor tcp::4444,server)', '"$@"'],
      ['for 1 in tcp::4444,server; do x; done', '-monitor $1'],
      ['MON=none; print -v MON tcp::4444,server', '-monitor $MON'],
      ['zpty f "MON=none; f"', '-monitor none'],
      ["functions[f]='MON=tcp::4444,server'; MON=none; f", '-monitor $MON'],
    ] as const) {
      const { unfollowed } = analyzeText(`#!/bin/zsh\n${form}\nqemu-system-x86_64 ${use}\n`);
      assert.ok(unfollowed, form);
    }
    for (const line of ['#!/bin/zsh -y', '#!/bin/zsh -o shwordsplit']) {
      assert.ok(analyzeText(`${line}\nkvm $OPTS\n`).unfollowed, line);
    }
    for (const line of [
      '#!/bin/zsh -f',
      '#!/usr/bin/env -S zsh -eu',
      '#!/bin/zsh\nsetopt NULL_GLOB no_unset',
      '#!/bin/zsh\nemulate -L zsh; set -euo pipefail',
    ]) {
      assert.equal(analyzeText(`${line}\nkvm $OPTS\n`).unfollowed, undefined, line);
    }
  });
  it('a trap of a function leaves those around it', () => {
    check(`#!/bin/zsh
f() {
  trap 'qemu-system-x86_64 -monitor tcp:0.0.0.0:4444,server' EXIT
                                        ^^^^^^^ 💡 error monitor-on-network
  g
}
g() {
  trap 'true' EXIT
}
f
`);
  });
});
