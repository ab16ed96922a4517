/** The documentation says what is true: its examples are run, its links, commands and settings exist. */
import assert from 'node:assert/strict';
import { posix } from 'node:path';
import { describe, it } from 'node:test';
import { anchorOf } from '../../../scripts/site.ts';
import { rules } from '../../../server/src/rules/index.ts';
import type { Rule } from '../../../server/src/rules/rule.ts';
import { exampleSettings, shownIn } from '../../support/check.ts';
import {
  type CodeBlock,
  codeBlocks,
  headings,
  LANGUAGE_IDS,
  linkTargets,
  tableRows,
} from '../../support/markdown.ts';
import {
  filesBelow,
  isInRepository,
  readManifest,
  readRepositoryFile,
  readSettingSchemas,
} from '../../support/repository.ts';

const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'SECURITY.md',
  'examples/README.md',
  'bench/README.md',
  ...filesBelow('docs').filter((path) => path.endsWith('.md')),
];
/** What pages may name: sources, tests and tools, by their paths from the root. */
const FILES = [
  'esbuild.mjs',
  ...['server', 'client', 'webview', 'test', 'scripts', 'bench'].flatMap(filesBelow),
];
const manifest = readManifest();

/** What the analysis says of an example, as `line of the page: rule-id`. */
function findingsIn({ language, text, line }: CodeBlock, rule: Rule): readonly string[] {
  const languageId = LANGUAGE_IDS.get(language);
  assert.ok(languageId, `line ${line}: an example should be sh, xml or qemu-config`);
  const findings = shownIn(text, { languageId, settings: exampleSettings(rule) });
  return findings.map((finding) => finding.rule);
}

for (const rule of rules) {
  const { id } = rule;
  const path = `docs/rules/${id}.md`;
  const examples = (section: string) =>
    codeBlocks(readRepositoryFile(path)).filter((block) => block.section === section);

  describe(path, () => {
    it('shows bad examples that this rule finds, and no other', () => {
      assert.notEqual(examples('Bad').length, 0);
      for (const block of examples('Bad')) {
        const found = findingsIn(block, rule);
        assert.ok(found.length > 0, `${path}:${block.line}: nothing is found in this example`);
        assert.deepEqual([...new Set(found)], [id], `${path}:${block.line}`);
      }
    });

    it('shows good examples in which no rule finds anything', () => {
      assert.notEqual(examples('Good').length, 0);
      for (const block of examples('Good')) {
        assert.deepEqual(findingsIn(block, rule), [], `${path}:${block.line}`);
      }
    });
  });
}

describe('the documentation', () => {
  it('links to files that are there', () => {
    const broken = PAGES.flatMap((page) =>
      linkTargets(readRepositoryFile(page))
        .filter((target) => !/^(?:https:|#)/.test(target))
        .filter((target) => !isInRepository(resolveLink(page, target)))
        .map((target) => `${page}: ${target}`),
    );
    assert.deepEqual(broken, []);
  });

  it('links to headings that are there', () => {
    const broken = PAGES.flatMap((page) =>
      linkTargets(readRepositoryFile(page))
        .filter((target) => !target.startsWith('https:') && target.includes('#'))
        .filter((target) => {
          const [path = '', anchor] = target.split('#');
          const text = readRepositoryFile(path === '' ? page : resolveLink(page, path));
          return !headings(text).some((heading) => anchorOf(heading) === anchor);
        })
        .map((target) => `${page}: ${target}`),
    );
    assert.deepEqual(broken, []);
  });

  it('names files that are there, and what they define where they define it', () => {
    const wrong = PAGES.flatMap((page) => {
      const text = readRepositoryFile(page);
      const files = [...text.matchAll(/`((?:[\w.-]+\/)*[\w.-]+\.(?:ts|mjs))`/g)];
      const missing = files.filter(
        ([, name]) => !FILES.some((path) => `/${path}`.endsWith(`/${name}`)),
      );
      const defined = [...text.matchAll(/`(\w+)` in `([\w./-]+\.ts)`/g)].filter(
        ([, name, file]) => {
          const path = FILES.find((one) => `/${one}`.endsWith(`/${file}`)) ?? assert.fail(file);
          return !new RegExp(`\\b(?:function|const) ${name}\\b`).test(readRepositoryFile(path));
        },
      );
      return [...missing, ...defined].map(([named]) => `${page}: ${named}`);
    });
    assert.deepEqual(wrong, []);
  });

  it('says of each promise about safety which test holds it', () => {
    const rows = tableRows(readRepositoryFile('SECURITY.md'));
    assert.ok(rows.length > 15);
    const unheld = rows.filter(
      ([, tests = '']) => !/^(?:`test\/[\w./-]+\.test\.ts`(?:, |$))+$/.test(tests),
    );
    assert.deepEqual(unheld, []);
  });

  it('names npm scripts that exist', () => {
    const unknown = PAGES.flatMap((page) => {
      const text = readRepositoryFile(page);
      const names = [...text.matchAll(/npm run ([\w:]+)/g)].map((match) => match[1] ?? '');
      return names.filter((name) => !(name in manifest.scripts)).map((name) => `${page}: ${name}`);
    });
    assert.deepEqual(unknown, []);
  });

  it('has a readme that is one short page', () => {
    assert.ok(new TextEncoder().encode(readRepositoryFile('README.md')).length <= 6 * 1024);
  });

  it('lists every setting with its default', () => {
    const rows = tableRows(readRepositoryFile('docs/settings.md'));
    const missing = Object.entries(readSettingSchemas()).filter(([name, schema]) => {
      const value = `\`${JSON.stringify(schema.default)}\``;
      return !rows.some((cells) => cells[0] === `\`${name}\`` && cells[1] === value);
    });
    const wrong = missing.map(([name]) => name);
    assert.deepEqual(wrong, []);
  });

  it('gives a reason for every package we depend on', () => {
    const rows = tableRows(readRepositoryFile('docs/dependencies.md'));
    const explained = new Set(rows.map(([first]) => first));
    const missing = Object.keys(manifest.devDependencies).filter(
      (name) => !explained.has(`\`${name}\``),
    );
    assert.deepEqual(missing, []);
  });

  it('has the version of package.json at the top of the changelog, or what comes after it', () => {
    const first = /^## (.*)$/m.exec(readRepositoryFile('CHANGELOG.md'))?.[1];
    if (first === 'Unreleased') return;
    assert.match(first ?? '', /^\d+\.\d+\.\d+ \((?:unreleased|\d{4}-\d{2}-\d{2})\)$/);
    assert.equal(first?.split(' ')[0], manifest.version);
  });
});

/** The path from the root that a link of a page leads to. */
function resolveLink(page: string, target: string): string {
  return posix.join(posix.dirname(page), target.replace(/#.*$/, ''));
}
