import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { applyFix, check, checkSilent, inConfig } from '../support/check.ts';

const SAFE = 'kvm -monitor stdio\n';

describe('suppression-stale', () => {
  it('marks the id of a rule that finds nothing there', () => {
    check(`
# qemu-monitor-guard: ignore[monitor-on-network] lab
                             ^^^^^^^^^^^^^^^^^^ 💡 information suppression-stale: Unused ignore: monitor-on-network finds nothing here
kvm -monitor stdio
kvm -qmp tcp::1,server
         ^^^^^^ 💡 error monitor-on-network
`);
    inConfig.check(`
# qemu-monitor-guard: ignore-file[monitor-on-network] lab
                                  ^^^^^^^^^^^^^^^^^^ 💡 information suppression-stale: Unused ignore: monitor-on-network finds nothing here
[chardev "m"]
  backend = "stdio"
`);
  });

  it('marks only the ids that are of no use', () => {
    check(`
# qemu-monitor-guard: ignore[monitor-on-loopback, monitor-on-network] lab
                             ^^^^^^^^^^^^^^^^^^^ 💡 information suppression-stale
kvm -qmp tcp::1,server
`);
  });

  it('takes an id out of its list, and the line with the last one', () => {
    const list = `# qemu-monitor-guard: ignore[monitor-on-loopback, monitor-on-network] lab\n`;
    const open = 'kvm -qmp tcp::1,server\n';
    assert.equal(
      applyFix(list + open, 'remove-id'),
      list.replace('monitor-on-loopback, ', '') + open,
    );
    assert.equal(applyFix(`true\n  ${list}${SAFE}`, 'remove-comment'), `true\n${SAFE}`);
    const xml = '<domain><!-- qemu-monitor-guard: ignore[monitor-on-network] lab --><a/></domain>';
    assert.equal(applyFix(xml, 'remove-comment', { languageId: 'xml' }), '<domain><a/></domain>');
  });

  it('leaves one alone whose rule was not asked', () => {
    const off = new Map([['monitor-on-network', 'off' as const]]);
    const comment = '# qemu-monitor-guard: ignore[monitor-on-network] lab\n';
    checkSilent(comment + SAFE, { settings: { severities: off } });
    const neighbour = '# qemu-monitor-guard: ignore[gdbstub-exposed] lab\n';
    checkSilent(neighbour + SAFE);
    checkSilent(`# qemu-monitor-guard: ignore[deprecated-mon] old machines\n${SAFE}`);
    check(
      `
# qemu-monitor-guard: ignore[gdbstub-exposed] lab
                             ^^^^^^^^^^^^^^^ 💡 information suppression-stale
kvm -monitor stdio
`,
      { settings: { neighbours: true } },
    );
  });

  it('leaves one alone that silences what is only possible', () => {
    const script = 'kvm -monitor "tcp:0.0.0.0:1,$FLAGS"\n';
    const settings = { severities: new Map([['monitor-connects-out', 'off' as const]]) };
    checkSilent(script, { settings });
    checkSilent(`# qemu-monitor-guard: ignore[monitor-on-network] lab\n${script}`, { settings });
  });

  it('leaves one alone in a file that cannot be read as a whole', () => {
    checkSilent(`# qemu-monitor-guard: ignore[monitor-on-network] lab\n${SAFE}if "\n`);
    const xml = '<domain><!-- qemu-monitor-guard: ignore[monitor-on-network] lab --><a></domain>';
    checkSilent(xml, { languageId: 'xml' });
  });

  it('says nothing of a comment that silences nothing anyway', () => {
    check(`
# qemu-monitor-guard: ignore[monitor-on-network]
                      ^^^^^^^^^^^^^^^^^^^^^^^^^^ 💡 warning suppression-malformed
kvm -monitor stdio
`);
  });

  it('can be switched off', () => {
    const settings = { severities: new Map([['suppression-stale', 'off' as const]]) };
    checkSilent(`# qemu-monitor-guard: ignore[monitor-on-network] lab\n${SAFE}`, { settings });
  });
});
