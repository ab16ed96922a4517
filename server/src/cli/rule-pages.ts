/** The pages of the rules, which come along with the program. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The page of a rule as Markdown; undefined where it did not come along. */
export function rulePage(home: string, rule: string): string | undefined {
  try {
    return readFileSync(join(home, 'docs', 'rules', `${rule}.md`), 'utf8');
  } catch {
    return undefined;
  }
}
