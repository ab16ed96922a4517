// Begins a rule: its file, its line in the list, its page and its test, each with what has to be filled in.
//
//     npm run new:rule monitor-on-the-moon
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const INDEX = 'server/src/rules/index.ts';
const { version: VERSION } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

/** The files of a new rule by path, with the list of rules as it will be; a sentence where the id will not do. */
export function filesOfRule(id: string, index: string): ReadonlyMap<string, string> | string {
  if (!/^[a-z]+(?:-[a-z]+)+$/.test(id)) {
    return 'An id says what is wrong, in small letters with dashes: monitor-over-udp';
  }
  const name = id.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  if (index.includes(`'./${id}.ts'`)) return `There is a rule ${id} already`;
  const imported = `import { ${name} } from './${id}.ts';`;
  const lines = index.replace(/\n\];/, () => `\n  ${name},\n];`).split('\n');
  // Imports are sorted by path, as the linter asks.
  const next = lines.findIndex((line) => (/ from '\.\/(.*)\.ts';$/.exec(line)?.[1] ?? '') > id);
  const last = lines.findLastIndex((line) => line.startsWith('import '));
  lines.splice(next < 0 ? last + 1 : next, 0, imported);
  return new Map([
    [INDEX, lines.join('\n')],
    [`server/src/rules/${id}.ts`, rule(id, name)],
    [`docs/rules/${id}.md`, page(id)],
    [`test/rules/${id}.test.ts`, test(id)],
  ]);
}

const rule = (id: string, name: string) => `/** TODO: what this finds, in one sentence. */
import * as l10n from '@vscode/l10n';
import { monitorFinding, monitorName, reachableMonitors } from './findings/monitor-finding.ts';
import type { Rule } from './rule.ts';

export const ${name}: Rule = {
  id: '${id}',
  severity: 'warning',
  summary: 'TODO: one sentence, with a full stop.',
  *check(machine) {
    // TODO: ask the machine a question; if there is none that answers this, it belongs into qemu/.
    for (const { monitor, reach } of reachableMonitors(machine)) {
      if (reach.who !== 'datagrams') continue;
      const message = l10n.t('TODO: who can do what: {0}', monitorName(monitor));
      yield monitorFinding(machine, monitor, reach, message);
    }
  },
};
`;

const page = (id: string) => `# TODO: the summary, without a full stop

\`${id}\` · warning · no quick fix · setting \`qemuMonitorGuard.rules\` · since ${VERSION}

## Why it matters

TODO: for authors of launch scripts, with a link to [QEMU's manual](https://www.qemu.org/docs/master/).

## Bad

\`\`\`sh
TODO: a command line in which this rule finds something, and no other does.
\`\`\`

## Good

\`\`\`sh
TODO: the same without it, tried with QEMU.
\`\`\`

## How to fix

TODO

## When to keep it

TODO

[All rules](README.md)
`;

const test = (id: string) => `import { describe, it } from 'node:test';
import { check, checkSilent } from '../support/check.ts';

describe('${id}', () => {
  it('TODO: is a warning where …', () => {
    check(\`
TODO: a command line
      ^^^^ warning ${id}
\`);
  });

  it('TODO: is silent where …', () => {
    checkSilent('TODO: a command line');
  });
});
`;

function main(id = ''): void {
  const files = filesOfRule(id, readFileSync(join(ROOT, INDEX), 'utf8'));
  if (typeof files === 'string') {
    console.error(files);
    process.exitCode = 1;
    return;
  }
  for (const path of files.keys()) {
    if (path !== INDEX && existsSync(join(ROOT, path))) {
      console.error(`${path} is there already`);
      process.exitCode = 1;
      return;
    }
  }
  for (const [path, text] of files) {
    writeFileSync(join(ROOT, path), text);
    console.log(`wrote ${path}`);
  }
}

if (process.argv[1] === import.meta.filename) main(process.argv[2]);
