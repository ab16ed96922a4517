/** Monitors in containers whose ports are published on the host. */
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { YAML } from '../../../server/src/languages/yaml/index.ts';
import type { Analysis } from '../../../server/src/service/analysis/analyze.ts';
import { findingsOf, fixesOf } from '../../../server/src/service/analysis/file-findings.ts';
import { fixAll } from '../../../server/src/service/fixes/fix-all.ts';
import { renderFixes } from '../../../server/src/service/fixes/render-fix.ts';
import { DEFAULT_SETTINGS } from '../../../server/src/service/settings/settings.ts';
import { analyzeText, applyFix, fixIds } from '../../support/check.ts';

const OPTIONS = { languageId: 'yaml', path: '/w/compose.yaml' };
const PUBLISH = 'publish-on-loopback';

before(() => YAML.loading?.load());

function service(...lines: readonly string[]): string {
  const command = 'command: kvm -monitor tcp:0.0.0.0:4444,server,nowait';
  return `services:\n  vm:\n    ${[command, ...lines].join('\n    ')}\n`;
}

function idsOf(text: string, options: Parameters<typeof fixIds>[1] = OPTIONS): readonly string[] {
  return fixIds(text, options)[0] ?? [];
}

describe('the port of a monitor in a service of Compose', () => {
  for (const [item, fixed] of [
    ['"4444:4444"', '"127.0.0.1:4444:4444"'],
    ['"0.0.0.0:5555:4444"', '"127.0.0.1:5555:4444"'],
    ["'$PORT:4444/tcp'", "'127.0.0.1:$PORT:4444/tcp'"],
    ['4444', '127.0.0.1::4444'],
    ['{ target: 4444, published: 5555 }', '{ host_ip: 127.0.0.1, target: 4444, published: 5555 }'],
    [
      'target: 4444\n        published: 5555',
      'host_ip: 127.0.0.1\n        target: 4444\n        published: 5555',
    ],
    ['target: 4444\n        host_ip: 0.0.0.0', 'target: 4444\n        host_ip: 127.0.0.1'],
  ] as const) {
    it(`is published on 127.0.0.1 first of all: ${item.replaceAll(/\s+/g, ' ')}`, () => {
      const text = service('ports:', `  - 80:80`, `  - ${item}`);
      assert.equal(idsOf(text)[0], PUBLISH);
      const after = service('ports:', `  - 80:80`, `  - ${fixed}`);
      assert.equal(applyFix(text, PUBLISH, OPTIONS), after);
      assert.ok(!idsOf(after).includes(PUBLISH), 'it is there now');
    });
  }

  it('is what a user is offered first, and no run with --fix=all writes it', () => {
    const analysis = analyzeText(service('ports:', '  - 4444:4444'), OPTIONS);
    const findings = findingsOf(OPTIONS.path, analysis, []);
    const render = (one: Analysis) => renderFixes(one, DEFAULT_SETTINGS);
    assert.equal(findings.flatMap((one) => fixesOf(one, render))[0]?.id, PUBLISH);
    const all = { render, offersAll: true, sparesClients: true };
    const { offered, spared } = fixAll([{ path: OPTIONS.path, findings }], all);
    assert.deepEqual(offered, []);
    assert.deepEqual(
      spared.map(({ fix }) => fix.id),
      ['switch-to-unix'],
    );
  });

  it('may stand between brackets', () => {
    const text = service('ports: ["4444:4444", 22]');
    assert.equal(applyFix(text, PUBLISH, OPTIONS), service('ports: ["127.0.0.1:4444:4444", 22]'));
  });

  it('is not touched where it is not published, by the host’s own network, or by unknown words', () => {
    for (const lines of [
      ['ports:', '  - 80:80'],
      ['ports:', '  - 4444:4444/udp'],
      ['ports:', '  - 127.0.0.1:4444:4444'],
      ['ports:', '  - 4444:4444', '  - $OTHERS'],
      ['ports:', '  - 4444:4444', 'network_mode: host'],
      ['ports: *ports'],
      [],
    ]) {
      assert.ok(!idsOf(service(...lines)).includes(PUBLISH), lines.join());
    }
  });
});

describe('a published port that cannot be bound to 127.0.0.1', () => {
  it('has its monitor removed first of all, and the switch needs review', () => {
    const text = service('ports:', '  - 4444:4444', '  - $OTHERS');
    assert.deepEqual(idsOf(text).slice(0, 2), ['remove-monitor', 'switch-to-unix']);
    const image = 'FROM debian\nEXPOSE 4444\nCMD ["kvm", "-monitor", "tcp::4444,server,nowait"]\n';
    const options = { languageId: 'dockerfile', path: '/w/Dockerfile' };
    assert.deepEqual(idsOf(image, options).slice(0, 2), ['remove-monitor', 'switch-to-unix']);
  });
});
