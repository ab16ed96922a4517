// Writes what follows from the catalogue of rules: the settings in package.json, their English texts in package.nls.json, the
// schema of the workspace file, and the table in docs/rules/README.md; and from that of languages when the extension begins.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rules } from '../../server/src/rules/index.ts';
import type { Rule } from '../../server/src/rules/rule.ts';
import { rulePageUrl } from '../../server/src/service/project-address.ts';
import { SEVERITY_SETTINGS } from '../../server/src/service/settings/settings.ts';
import { workspaceFileSchema } from './workspace-file-schema.ts';

const ROOT = join(import.meta.dirname, '../..');
/** The setting with the severities, by rule. */
const SETTING = 'qemuMonitorGuard.rules';
/** What the keys of the settings' texts begin with. */
const TEXT = 'setting.rules.';
/** The page of all rules. */
const INDEX = 'docs/rules/README.md';
/** As package.json names it. */
const SCHEMA = 'schemas/workspace-file.schema.json';

/** The text of a rule in the setting: `A monitor listens … By default an error. [Learn more](…).` */
function description(rule: Rule): string {
  const sentences = [
    rule.summary,
    ...(rule.milder ? [rule.milder.when] : []),
    ...(rule.neighbour ? ['By default off, unless `#qemuMonitorGuard.neighbours#` is on.'] : []),
    `[Learn more](${rulePageUrl(rule.id)}).`,
  ];
  return sentences.join(' ');
}

/** What the setting may hold for a rule. */
const severityOf = (rule: Rule) => ({
  enum: ['default', ...SEVERITY_SETTINGS],
  markdownDescription: `%${TEXT}${rule.id}%`,
});

/** How loud a rule is without settings, as its page and the table say it. */
export function defaultWords(rule: Rule): string {
  const severities = [rule.severity, ...(rule.milder?.severities ?? [])].join(', ');
  return rule.neighbour ? `off (${severities})` : severities;
}

/** The table of all rules. */
function table(): string {
  const rows = [
    ['Rule', 'Default', 'What it finds'],
    ...rules.map((rule) => [`[\`${rule.id}\`](${rule.id}.md)`, defaultWords(rule), rule.summary]),
  ];
  const widths = [0, 1, 2].map((column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const lines = rows.map(
    (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`,
  );
  lines.splice(1, 0, `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`);
  return lines.join('\n');
}

/** A group of settings, as package.json has it. */
interface SettingsGroup {
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The files as they should be, by path. */
export function generatedFiles(): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const group = manifest.contributes.configuration.find(
    ({ properties }: SettingsGroup) => SETTING in properties,
  );
  group.properties[SETTING].properties = Object.fromEntries(
    rules.map((rule) => [rule.id, severityOf(rule)]),
  );
  files.set('package.json', `${JSON.stringify(manifest, null, 2)}\n`);
  const texts = JSON.parse(readFileSync(join(ROOT, 'package.nls.json'), 'utf8'));
  const kept = Object.entries(texts).filter(([key]) => !key.startsWith(TEXT));
  const ofRules = rules.map((rule) => [TEXT + rule.id, description(rule)]);
  const all = Object.fromEntries([...kept, ...ofRules]);
  files.set('package.nls.json', `${JSON.stringify(all, null, 2)}\n`);
  files.set(SCHEMA, workspaceFileSchema());
  const index = readFileSync(join(ROOT, INDEX), 'utf8');
  files.set(
    INDEX,
    index.replace(/^\| Rule .*\n(?:\|.*\n)+/m, () => `${table()}\n`),
  );
  return files;
}
