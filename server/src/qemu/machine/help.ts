/** Command lines that ask QEMU what it is or what there is. */
import { wordSet } from '../../text/split-words.ts';
import type { Option } from '../options/options.ts';

/** Options whose list may hold `help` or `?` (`has_help_option` in util/qemu-option.c and its callers). */
const HELPFUL = wordSet(`
  accel audiodev chardev cpu d device display drive machine M net netdev nic object trace vga
  watchdog
`);

/** Options that make QEMU say something and end. */
const ENDING = new Set(['h', 'help', 'version']);

/** Whether a line such as `-object authz-simple,help` asks QEMU what there is, which ends then and starts nothing. */
export function asksForHelp(options: readonly Option[]): boolean {
  return options.some(({ name, value }) => {
    if (ENDING.has(name)) return true;
    if (value === undefined || !/help|\?/.test(value.decoded)) return false;
    const items = value.decoded.split(',');
    // `-mon help` names a chardev of that name.
    const asked = HELPFUL.has(name) ? items : name === 'mon' ? items.slice(1) : [];
    return asked.some((item) => /^(?:help|\?)(?:=|$)/.test(item));
  });
}
