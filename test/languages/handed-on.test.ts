/** A text that may open a monitor and that only another program reads is said, in each language. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyzeText } from '../support/check.ts';

const QEMU = 'qemu-system-x86_64 -monitor tcp::4444,server';
const PYTHON = `subprocess.run("${QEMU}".split())`;

/** By language: what a script elsewhere gets, and scripts for programs that are no shells. */
const SAID: Readonly<Record<string, readonly string[]>> = {
  makefile: [
    'A = tcp::4444,server\nrun: export MON = $(A)\nrun: ; ./run-qemu.sh\n',
    `SHELL := /usr/bin/python3\nrun: ; ${PYTHON}\n`,
  ],
  dockerfile: [
    'FROM qemu\nENV MON=tcp::4444\nCMD ["/run.sh"]\n',
    `FROM a\nSHELL ["powershell"]\nCMD ${QEMU}\n`,
    `FROM a\nRUN <<E\n#!/usr/bin/python3\n${PYTHON}\nE\n`,
    `FROM a\nCOPY <<E /run.sh\n#!/bin/sh\n${QEMU} \\$@\nE\n`,
  ],
  just: [
    'export MON := "tcp::4444"\nrun:\n  ./run-qemu.sh\n',
    `set shell := ["nu", "-c"]\nrun:\n  ${QEMU}\n`,
    `run:\n  #!/usr/bin/env python3\n  ${PYTHON}\n`,
  ],
  yaml: [
    'env:\n  MON: tcp::4444\njobs:\n  a:\n    steps:\n      - run: ./run-qemu.sh\n',
    `on: push\njobs:\n  a:\n    runs-on: windows-latest\n    steps:\n      - run: ${QEMU}\n`,
    `steps:\n  - powershell: ${QEMU}\n`,
    `on: push\njobs:\n  a:\n    steps:\n      - shell: python\n        run: ${PYTHON}\n`,
  ],
};

const PATHS: Readonly<Record<string, string>> = { yaml: '/w/.github/workflows/a.yml' };

function isSaid(text: string, languageId: string): boolean {
  const path = PATHS[languageId];
  const { unfollowed } = analyzeText(
    text,
    path === undefined ? { languageId } : { languageId, path },
  );
  return unfollowed !== undefined;
}

describe('what may open a monitor elsewhere', () => {
  for (const [languageId, texts] of Object.entries(SAID)) {
    for (const text of texts) {
      it(`is said of ${languageId}: ${text.trim().split('\n').at(-1)}`, () => {
        assert.ok(isSaid(text, languageId));
        assert.ok(!isSaid(text.replaceAll(/tcp::4444(?:,server)?|-monitor/g, 'x'), languageId));
      });
    }
  }

  it('is followed though another shell is for Windows only', () => {
    const text = `set windows-shell := ["powershell.exe", "-c"]\nrun:\n  ${QEMU}\n`;
    assert.equal(analyzeText(text, { languageId: 'just' }).findings.length, 1);
  });
});
