/**
 * A rule is a file, a line of the catalogue, a page, a test, a setting and a row of a table. Whoever
 * adds one and forgets a part is told here which.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { defaultWords, generatedFiles } from '../../../scripts/generate/catalogue.ts';
import { rules } from '../../../server/src/rules/index.ts';
import type { Rule, Severity } from '../../../server/src/rules/rule.ts';
import { type CheckOptions, exampleSettings, shownFixes, shownIn } from '../../support/check.ts';
import { type CodeBlock, codeBlocks, headings, LANGUAGE_IDS } from '../../support/markdown.ts';
import {
  filesBelow,
  isInRepository,
  readRepositoryFile,
  readSettingSchemas,
} from '../../support/repository.ts';

const HEADINGS = ['Why it matters', 'Bad', 'Good', 'How to fix', 'When to keep it'];
const SETTING = 'qemuMonitorGuard.rules';
/** A rule and the file that exports it. */
interface RuleFile {
  readonly rule: Rule;
  readonly file: string;
}

const ruleFiles = await findRuleFiles();
const properties = readSettingSchemas();

describe('the catalogue', () => {
  it('holds every rule of server/src/rules, and no other', () => {
    const missing = ruleFiles.filter(({ rule }) => !rules.includes(rule));
    assert.deepEqual(
      missing.map(({ file }) => `${file} exports a rule that rules/index.ts does not list`),
      [],
    );
    assert.equal(rules.length, ruleFiles.length, 'rules/index.ts lists a rule twice');
  });

  it('finds all that belongs to a rule', () => {
    assert.deepEqual(ruleFiles.flatMap(missingParts), []);
  });

  it('is what the settings and the tables of the documentation say', () => {
    const stale = [...generatedFiles()].filter(([path, text]) => readRepositoryFile(path) !== text);
    const wrong = stale.map(([path]) => `${path} is out of date: npm run generate`);
    assert.deepEqual(wrong, []);
  });

  it('has no page, test or setting without a rule', () => {
    const ids = new Set(ruleFiles.map(({ rule }) => rule.id));
    const pages = filesBelow('docs/rules').map((path) => stem(path, '.md'));
    const tests = filesBelow('test/rules').map((path) => stem(path, '.test.ts'));
    const settings = Object.keys(properties[SETTING]?.properties ?? {});
    assert.deepEqual(
      [
        ...pages.filter((id) => id !== 'README' && !ids.has(id)).map((id) => `page ${id}`),
        ...tests.filter((id) => !ids.has(id)).map((id) => `test ${id}`),
        ...settings.filter((id) => !ids.has(id)).map((id) => `setting ${id}`),
      ],
      [],
    );
  });
});

async function findRuleFiles(): Promise<readonly RuleFile[]> {
  const found: RuleFile[] = [];
  for (const file of filesBelow('server/src/rules')) {
    if (file.endsWith('/index.ts')) continue;
    const module = (await import(`../../../${file}`)) as Readonly<Record<string, unknown>>;
    for (const value of Object.values(module)) if (isRule(value)) found.push({ rule: value, file });
  }
  return found;
}

function isRule(value: unknown): value is Rule {
  return (
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    ('check' in value || 'checkComment' in value)
  );
}

/** What a rule lacks, as sentences that say where to add it. */
function missingParts({ rule, file }: RuleFile): readonly string[] {
  const { id } = rule;
  const page = `docs/rules/${id}.md`;
  return [
    ...(stem(file, '.ts') === id ? [] : [`${file} should be called ${id}.ts, after its rule`]),
    ...(isInRepository(`test/rules/${id}.test.ts`) ? [] : [`test/rules/${id}.test.ts is missing`]),
    ...(isInRepository(page)
      ? missingInPage(rule, page)
      : [`${page} is missing, with the headings ${HEADINGS.join(', ')}`]),
    ...missingInSeverities(rule),
  ];
}

function missingInPage(rule: Rule, path: string): readonly string[] {
  const page = readRepositoryFile(path);
  const title = rule.summary.replace(/\.$/, '');
  const expected = [`# ${title}`, ...HEADINGS.map((heading) => `## ${heading}`)];
  const found = headings(page);
  const start = `# ${title}\n\n${factsOf(rule)}\n\n`;
  return [
    ...expected.filter((it) => !found.includes(it)).map((it) => `${path} lacks the heading ${it}`),
    ...found.filter((it) => !expected.includes(it)).map((it) => `${path} has a heading ${it}`),
    ...(page.startsWith(start) ? [] : [`${path} should begin with:\n${start}`]),
    ...(page.includes('https://www.qemu.org/docs/')
      ? []
      : [`${path} has no link to QEMU's manual`]),
    ...(page.endsWith('\n\n[All rules](README.md)\n')
      ? []
      : [`${path} should end with a link to all rules`]),
  ];
}

/** The line of facts that a rule's page begins with. */
function factsOf(rule: Rule): string {
  const fixable = badExamples(rule).some(({ language, text }) => {
    const options = optionsOf(rule, language);
    return shownIn(text, options).some((finding) => shownFixes(finding, options).length > 0);
  });
  return [
    `\`${rule.id}\``,
    defaultWords(rule),
    fixable ? 'quick fix' : 'no quick fix',
    `setting \`${SETTING}\``,
    'since 0.1.0',
  ].join(' · ');
}

/** The severities of a rule's findings are those that the bad examples of its page show. */
function missingInSeverities(rule: Rule): readonly string[] {
  const shown = [...shownSeverities(rule)].sort().join(' or ');
  const said = [rule.severity, ...(rule.milder?.severities ?? [])].sort().join(' or ');
  return [
    ...(shown === said || shown === ''
      ? []
      : [`the bad examples of ${rule.id} show ${shown}, and the rule says ${said}`]),
    ...(rule.milder === undefined || rule.milder.when.startsWith('By default ')
      ? []
      : [`${rule.id} should say when it is what, beginning with "By default"`]),
  ];
}

/** The severities that the bad examples of a rule's page show; none without a page. */
function shownSeverities(rule: Rule): ReadonlySet<Severity> {
  const findings = badExamples(rule).flatMap(({ language, text }) => {
    return shownIn(text, optionsOf(rule, language));
  });
  const own = findings.filter((finding) => finding.rule === rule.id);
  return new Set(own.map((finding) => finding.severity));
}

/** The bad examples of a rule's page; none without a page. */
function badExamples({ id }: Rule): readonly CodeBlock[] {
  const path = `docs/rules/${id}.md`;
  const page = isInRepository(path) ? readRepositoryFile(path) : '';
  return codeBlocks(page).filter((block) => block.section === 'Bad');
}

function optionsOf(rule: Rule, language: string): CheckOptions {
  return {
    languageId: LANGUAGE_IDS.get(language) ?? language,
    settings: exampleSettings(rule),
  };
}

function stem(path: string, ending: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(ending, '');
}
