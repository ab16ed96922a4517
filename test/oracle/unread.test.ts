/**
 * Programs that really open a monitor to the network are not passed over: each has a finding, a monitor that cannot be
 * known, or a note that it was not followed.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { inventoryOf } from '../../server/src/service/inventory/inventory.ts';
import { analyzeText } from '../support/check.ts';
import { PROGRAM } from './flow/program.ts';
import { canShutIn, NAMESPACES } from './namespaces.ts';
import { nameWhatIsMissing } from './needs.ts';
import { commandsIn, openStub, RECORD } from './stub.ts';
import { PROGRAMS } from './unread/programs.ts';

const OPEN = 'tcp:0.0.0.0:4444,server,nowait';
const settings = { showPossible: true };

function isSilent(text: string, languageId: string): boolean {
  const analysis = analyzeText(text, { languageId, settings });
  const isFound = analysis.findings.some(({ rule }) => rule === 'monitor-on-network');
  const monitors = inventoryOf(analysis).flatMap((machine) => machine.monitors);
  const isUnknown = monitors.some(({ audience }) => audience === 'unknown');
  return !isFound && !isUnknown && analysis.unfollowed === undefined;
}

/** The language and first line of a program, by what runs it; others are shells. */
const LANGUAGES: Readonly<Record<string, readonly [string, string]>> = {
  python3: ['python', 'import subprocess'],
  node: ['javascript', "const { execSync, spawnSync } = require('node:child_process');"],
  perl: ['perl', 'use strict;'],
};

const stub = openStub();
after(() => stub.close());

for (const [runner, programs] of Object.entries(PROGRAMS)) {
  const isHere = spawnSync(runner, ['-c', ''], { env: stub.env }).error === undefined;
  if (!isHere || !canShutIn()) {
    nameWhatIsMissing(`No ${runner} in a namespace of its own, so it ran nothing`);
    continue;
  }
  const [language, first] = LANGUAGES[runner] ?? ['shellscript', `#!/bin/${runner}`];
  describe(`the review does not pass over a program of ${runner} that opens a monitor`, () => {
    for (const program of programs) {
      it(program, () => {
        const body = program.replaceAll('@QEMU', PROGRAM).replaceAll('@OPEN', OPEN);
        const text = `${first}\n${body}\n`;
        const folder = stub.newBatch();
        const [path, record] = [join(folder, 'program'), join(folder, 'record')];
        writeFileSync(path, text);
        const env = { ...stub.env, [RECORD]: record };
        spawnSync('unshare', [...NAMESPACES, runner, path], { cwd: folder, env, timeout: 120_000 });
        assert.ok(commandsIn(record).flat().includes(OPEN), 'it opens none');
        assert.ok(!isSilent(text, language));
      });
    }
  });
}
