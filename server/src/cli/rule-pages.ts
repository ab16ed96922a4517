import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { attempt, rulePageUrl } from '../workspace/front-end.ts';

/** A rule's page as Markdown with absolute links; undefined if the package lacks it. */
export function rulePage(home: string, rule: string): string | undefined {
  const page = attempt(() => readFileSync(join(home, 'docs', 'rules', `${rule}.md`), 'utf8'));
  return page?.replace(/\]\(([\w-]+)\.md\)/g, (_, name: string) => `](${rulePageUrl(name)})`);
}
