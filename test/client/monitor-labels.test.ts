import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import '../support/vscode-words.ts';
import { listMonitors } from '../../client/src/monitors/listed-monitor.ts';
import { AUDIENCES } from '../../webview/src/map-model.ts';
import { inventoryOf, machineWith, monitorWith } from './monitors.ts';

const words = await import('../../client/src/monitors/monitor-labels.ts');

describe('the words for monitors', () => {
  it('call a monitor by its mode and the way to it', () => {
    const tcp = { transport: 'telnet', address: '0.0.0.0:4444' };
    assert.equal(words.monitorLabel(monitorWith(tcp)), 'HMP · telnet 0.0.0.0:4444');
    assert.equal(words.monitorLabel(monitorWith({ mode: 'qmp' })), 'QMP · vc');
    const { transport: _, ...unknown } = monitorWith({ mode: 'unknown' });
    assert.equal(words.monitorLabel(unknown), 'Monitor');
  });

  it('give advice wherever others may get in, or it is unknown who can', () => {
    const advised = AUDIENCES.filter((audience) => words.audienceAdvice(audience) !== undefined);
    assert.deepEqual(advised, ['network', 'host', 'directory', 'unknown']);
  });

  it('count one thing otherwise than several', () => {
    assert.match(words.exposedSentence(1), /^1 monitor can/);
    assert.match(words.exposedSentence(2), /^2 monitors can/);
  });

  it('count those that are open to the network among all', () => {
    const count = (...audiences: readonly (typeof AUDIENCES)[number][]) => {
      const monitors = audiences.map((audience) => monitorWith({ audience }));
      return words.qemuMonitorCount(listMonitors(inventoryOf(machineWith('a', 'a', monitors))));
    };
    assert.equal(count('user'), '1 QEMU monitor');
    assert.equal(count('user', 'host'), '2 QEMU monitors');
    assert.equal(count('network'), '1 QEMU monitor is open to the network');
    assert.equal(count('user', 'network', 'host'), '1 of 3 QEMU monitors is open to the network');
    assert.equal(count('network', 'network'), '2 of 2 QEMU monitors are open to the network');
  });

  it('say aloud all that a line of the list shows by colour and place', () => {
    const spoken = (some: Parameters<typeof monitorWith>[0], name?: string) =>
      listMonitors(inventoryOf(machineWith('file:///a.sh', name, [monitorWith(some)]))).map((one) =>
        words.spokenMonitor(one, 'a.sh:4'),
      )[0];
    assert.equal(
      spoken(
        {
          transport: 'tcp',
          address: ':4444',
          audience: 'network',
          severity: 'error',
          rule: 'monitor-on-network',
          problem: { message: 'HMP monitor listens everywhere' },
        },
        'web',
      ),
      'a.sh:4. HMP monitor on tcp :4444. Machine web. Anyone on the network can open it. ' +
        'Error: HMP monitor listens everywhere',
    );
    for (const [by, word] of [
      ['settings', 'Accepted'],
      ['comment', 'Ignored'],
    ] as const) {
      const excused = { rule: 'monitor-on-network', reason: 'lab network', by };
      assert.equal(
        spoken({ transport: 'tcp', address: ':4444', audience: 'network', excused }),
        `a.sh:4. HMP monitor on tcp :4444. Anyone on the network can open it. ${word}: lab network`,
      );
    }
    assert.equal(
      spoken({ mode: 'unknown', audience: 'nobody', transport: 'null' }),
      'a.sh:4. QEMU monitor on null. Nobody can open it',
    );
  });
});
