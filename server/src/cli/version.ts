/** Which version this is, as the package says that the program lies in. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export function programVersion(home: string): string {
  try {
    return JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')).version;
  } catch {
    return 'unknown';
  }
}
