import { wordSet } from '../../text/split-words.ts';
import type { Option } from '../options/options.ts';

/** Options that print help for `help` or `?` in their list (callers of `has_help_option`). */
const HELPFUL = wordSet(`
  accel audiodev chardev cpu d device display drive machine M net netdev nic object trace vga
  watchdog
`);

const ENDING = new Set(['h', 'help', 'version']);

/** Whether a command line only prints help: `-object authz-simple,help`. */
export function asksForHelp(options: readonly Option[]): boolean {
  return options.some(({ name, value }) => {
    if (ENDING.has(name)) return true;
    if (value === undefined || !/help|\?/.test(value.decoded)) return false;
    const items = value.decoded.split(',');
    // `-mon help` names a chardev.
    const asked = HELPFUL.has(name) ? items : name === 'mon' ? items.slice(1) : [];
    return asked.some((item) => /^(?:help|\?)(?:=|$)/.test(item));
  });
}
