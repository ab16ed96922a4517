/** Pages of rules, from the package. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rulePageUrl } from '../workspace/front-end.ts';

/** Markdown with absolute links; undefined if the package lacks the page. */
export function rulePage(home: string, rule: string): string | undefined {
  try {
    const page = readFileSync(join(home, 'docs', 'rules', `${rule}.md`), 'utf8');
    return page.replace(/\]\(([\w-]+)\.md\)/g, (_, name: string) => `](${rulePageUrl(name)})`);
  } catch {
    return undefined;
  }
}
