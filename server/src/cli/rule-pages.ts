/** The pages of the rules, which come along with the program. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rulePageUrl } from '../workspace/front-end.ts';

/** The page of a rule as Markdown, with links that lead out of it; undefined where it did not come along. */
export function rulePage(home: string, rule: string): string | undefined {
  try {
    const page = readFileSync(join(home, 'docs', 'rules', `${rule}.md`), 'utf8');
    return page.replace(/\]\(([\w-]+)\.md\)/g, (_, name: string) => `](${rulePageUrl(name)})`);
  } catch {
    return undefined;
  }
}
