import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { applyFix, check, checkSilent, inConfig, inXml } from '../support/check.ts';

const XML = { languageId: 'xml' };
const CONFIG = { languageId: 'qemu-config' };

describe('suppression-malformed', () => {
  it('names the rule that was probably meant', () => {
    check(`
# qemu-monitor-guard: ignore[monitor-on-netwrok] lab
                             ^^^^^^^^^^^^^^^^^^ 💡 warning suppression-malformed: Unknown rule 'monitor-on-netwrok'; did you mean 'monitor-on-network'?
kvm -monitor stdio
# qemu-monitor-guard: ignore[Monitor_On_Network, monitor-network, quiet] lab
                             ^^^^^^^^^^^^^^^^^^ 💡 warning suppression-malformed: Unknown rule 'Monitor_On_Network'; did you mean 'monitor-on-network'?
                                                 ^^^^^^^^^^^^^^^ 💡 warning suppression-malformed: Unknown rule 'monitor-network'; did you mean 'monitor-on-network'?
                                                                  ^^^^^ 💡 warning suppression-malformed: Unknown rule 'quiet'
kvm -monitor stdio
`);
  });

  it('writes the id that was meant, or takes the wrong one out', () => {
    const typo = `# qemu-monitor-guard: ignore[monitor-on-netwrok] lab\nkvm -qmp tcp::1,server\n`;
    const fixed = applyFix(typo, 'correct-comment');
    assert.equal(fixed, typo.replace('netwrok', 'network'));
    checkSilent(fixed);
    assert.equal(applyFix(typo, 'remove-comment'), 'kvm -qmp tcp::1,server\n');
    const list = `# qemu-monitor-guard: ignore[quiet, monitor-on-network] lab\nkvm -qmp tcp::1,server\n`;
    const shorter = applyFix(list, 'remove-id');
    assert.equal(shorter, list.replace('quiet, ', ''));
    checkSilent(shorter);
    const last = list.replace('quiet, monitor-on-network', 'monitor-on-network , quiet');
    assert.equal(applyFix(last, 'remove-id'), shorter);
  });

  it('lets the other ids of a list count', () => {
    check(`
# qemu-monitor-guard: ignore[quiet, monitor-on-network] lab
                             ^^^^^ 💡 warning suppression-malformed
kvm -qmp tcp::1,server
`);
  });

  it('wants a reason, and silences nothing before there is one', () => {
    check(`
# qemu-monitor-guard: ignore[monitor-on-loopback]
                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^ 💡 warning suppression-malformed: This comment ignores nothing: it gives no reason after the brackets
kvm -qmp tcp:localhost:1,server
             ^^^^^^^^^ 💡 warning monitor-on-loopback
# qemu-monitor-guard: ignore[monitor-on-loopback] --
                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^ 💡 warning suppression-malformed
kvm -qmp tcp:localhost:2,server
             ^^^^^^^^^ 💡 warning monitor-on-loopback
`);
  });

  it('does not take what an action puts in place of a reason for one', () => {
    const text = `# qemu-monitor-guard: ignore[monitor-on-network]\nkvm -qmp tcp::1,server\n`;
    const asked = applyFix(text, 'add-reason');
    assert.equal(asked, text.replace(']', '] say why'));
    check(`
# qemu-monitor-guard: ignore[monitor-on-network] say why
                      ^^^^^^^^^^^^^^^^^^^^^^^^^^ 💡 warning suppression-malformed: This comment ignores nothing: it gives no reason after the brackets
kvm -qmp tcp::1,server
         ^^^^^^ 💡 error monitor-on-network
`);
    assert.equal(applyFix(asked, 'add-reason'), asked);
  });

  it('knows ignore and ignore-file, and no other word', () => {
    check(`
# qemu-monitor-guard: ignore-line[monitor-on-network] lab
                      ^^^^^^^^^^^ 💡 warning suppression-malformed: Expected ignore or ignore-file after qemu-monitor-guard:, not 'ignore-line'
kvm -monitor stdio
# qemu-monitor-guard: see the wiki
                      ^^^ 💡 warning suppression-malformed
# qemu-monitor-guard:
  ^^^^^^^^^^^^^^^^^^^ 💡 warning suppression-malformed: Expected ignore or ignore-file after qemu-monitor-guard:
kvm -monitor stdio
`);
    const text = `# qemu-monitor-guard: ingore[monitor-on-network] lab\nkvm -qmp tcp::1,server\n`;
    checkSilent(applyFix(text, 'correct-comment'));
    const disabled = text.replace('ingore', 'disable');
    assert.equal(applyFix(disabled, 'correct-comment'), text.replace('ingore', 'ignore'));
  });

  it('wants a list of rules with both its brackets', () => {
    check(`
# qemu-monitor-guard: ignore lab network
                      ^^^^^^ 💡 warning suppression-malformed: This comment ignores nothing: it names no rule, as in ignore[rule-id] reason
# qemu-monitor-guard: ignore[] lab network
                      ^^^^^^^^ 💡 warning suppression-malformed: This comment ignores nothing: it names no rule, as in ignore[rule-id] reason
# qemu-monitor-guard: ignore[monitor-on-network lab network
                            ^^^^^^^^^^^^^^^^^^^ 💡 warning suppression-malformed: This comment ignores nothing: its list of rules has no closing bracket
kvm -monitor stdio
`);
    const text = `# qemu-monitor-guard: ignore[monitor-on-network lab\nkvm -qmp tcp::1,server\n`;
    checkSilent(applyFix(text, 'correct-comment'));
    const reasoned = text.replace('lab', 'lab [see the wiki]');
    checkSilent(applyFix(reasoned, 'correct-comment'));
    checkSilent(reasoned.replace('network lab', 'network] lab'));
  });

  it('marks a comment that stands where it covers nothing', () => {
    check(`
kvm -monitor stdio # qemu-monitor-guard: ignore[monitor-on-network] lab
                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^ 💡 warning suppression-malformed: This comment ignores nothing: it belongs on its own line above a command
if true; then
  kvm -monitor stdio
  # qemu-monitor-guard: ignore[monitor-on-network] lab
                        ^^^^^^^^^^^^^^^^^^^^^^^^^^ 💡 warning suppression-malformed
fi
# qemu-monitor-guard: ignore-file[monitor-on-network] lab
                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ 💡 warning suppression-malformed: This comment ignores nothing: it belongs above the first command of the file
kvm -monitor stdio
`);
    inXml.check(`
<domain>
  <name>x<!-- qemu-monitor-guard: ignore[monitor-on-network] lab --></name>
                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^ 💡 warning suppression-malformed: This comment ignores nothing: it belongs before an element
</domain>
`);
    inConfig.check(`
[chardev "m"]
# qemu-monitor-guard: ignore[monitor-on-network] lab
                      ^^^^^^^^^^^^^^^^^^^^^^^^^^ 💡 warning suppression-malformed: This comment ignores nothing: it belongs on its own line above a section
  backend = "stdio"
`);
  });

  const COMMENT = '# qemu-monitor-guard: ignore[monitor-on-network] lab';
  const ABOVE = 'move-comment';
  const MOVES: readonly { where: string; before: string; after: string }[] = [
    {
      where: 'behind a command',
      before: `\tkvm -qmp tcp::1,server  ${COMMENT}\n`,
      after: `\t${COMMENT}\n\tkvm -qmp tcp::1,server\n`,
    },
    {
      where: 'behind the last line of a command',
      before: `kvm \\\n  -qmp tcp::1,server & ${COMMENT}\n`,
      after: `${COMMENT}\nkvm \\\n  -qmp tcp::1,server &\n`,
    },
    {
      where: 'in a command that goes on',
      before: `true\nkvm -qmp tcp::1,server \\\n  ${COMMENT}\n  -S\n`,
      after: `true\n${COMMENT}\nkvm -qmp tcp::1,server \\\n  -S\n`,
    },
    {
      where: 'in an array',
      before: `args=(\n  -S\n  ${COMMENT}\n  -qmp tcp::1,server\n)\nkvm "\${args[@]}"\n`,
      after: `${COMMENT}\nargs=(\n  -S\n  -qmp tcp::1,server\n)\nkvm "\${args[@]}"\n`,
    },
    {
      where: 'behind a branch on one line',
      before: `if true; then kvm -qmp tcp::1,server; fi ${COMMENT}`,
      after: `${COMMENT}\nif true; then kvm -qmp tcp::1,server; fi`,
    },
    {
      where: 'behind a command of a file with line endings of Windows',
      before: `true\r\nkvm -qmp tcp::1,server ${COMMENT}\r\n`,
      after: `true\r\n${COMMENT}\r\nkvm -qmp tcp::1,server\r\n`,
    },
  ];
  for (const { where, before, after } of MOVES) {
    it(`moves a comment ${where} above the command`, () => {
      assert.equal(applyFix(before, ABOVE), after);
      checkSilent(after);
    });
  }

  it('moves a comment for the file to its top', () => {
    const line = `${COMMENT.replace('ignore', 'ignore-file')}\n`;
    const id = 'move-comment';
    assert.equal(
      applyFix(`#!/bin/sh\nkvm -qmp tcp::1,server\n${line}`, id),
      `#!/bin/sh\n${line}kvm -qmp tcp::1,server\n`,
    );
    const section = `[chardev "m"]\n  backend = "stdio"\n`;
    assert.equal(applyFix(section + line, id, CONFIG), line + section);
  });

  it('moves a comment above the section or element that it stands in or behind', () => {
    const config = `[chardev "m"]\n  backend = "stdio"\n${COMMENT}\n  mux = "on"\n`;
    assert.equal(
      applyFix(config, 'move-comment', CONFIG),
      `${COMMENT}\n[chardev "m"]\n  backend = "stdio"\n  mux = "on"\n`,
    );
    const comment = '<!-- qemu-monitor-guard: ignore[monitor-on-network] lab -->';
    assert.equal(
      applyFix(`<domain>\n  <a/>\n  <b/> ${comment}\n</domain>`, 'move-comment', XML),
      `<domain>\n  <a/>\n  ${comment}\n  <b/>\n</domain>`,
    );
  });

  it('offers no move where it is not clear what the comment was written for', () => {
    const text = `if true; then\n  kvm -monitor stdio\n\n  ${COMMENT}\nfi\n`;
    assert.throws(() => applyFix(text, ABOVE), /no fix is called/);
    assert.equal(applyFix(text, 'remove-comment'), `if true; then\n  kvm -monitor stdio\n\nfi\n`);
  });

  it('cannot be silenced by a comment', () => {
    check(`
# qemu-monitor-guard: ignore-file[suppression-malformed] quiet
                                  ^^^^^^^^^^^^^^^^^^^^^ 💡 warning suppression-malformed: suppression-malformed cannot be ignored by a comment
kvm -monitor stdio
`);
  });

  it('says nothing of text that only looks like such a comment', () => {
    checkSilent(`
echo "
# qemu-monitor-guard: ignore
" 'x # qemu-monitor-guard: ignore' a#qemu-monitor-guard:
cat <<EOF
# qemu-monitor-guard: ignore
EOF
# see # qemu-monitor-guard: ignore
true # no # qemu-monitor-guard: ignore
# qemu-monitor-guard is a program, and so is my-qemu-monitor-guard: ignore
`);
    const attribute = '<a b="&lt;!-- qemu-monitor-guard: -->"/>';
    inXml.checkSilent(`<domain>\n<!-- about qemu-monitor-guard: ignore -->\n${attribute}</domain>`);
    checkSilent(`[chardev "m"]\n  backend = "# qemu-monitor-guard: ignore"\n`, {
      ...CONFIG,
      settings: { severities: new Map([['refused-by-qemu', 'off']]) },
    });
  });

  it('can be switched off', () => {
    const settings = { severities: new Map([['suppression-malformed', 'off' as const]]) };
    checkSilent('# qemu-monitor-guard: ignore\nkvm -monitor stdio\n', { settings });
  });
});
