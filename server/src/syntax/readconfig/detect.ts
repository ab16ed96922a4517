/**
 * Tells a -readconfig file from the many other files that are named `.cfg`, `.conf` or `.ini` and have
 * sections in brackets. A section name that others use as well (`[machine]`, `[device]`) is no
 * evidence; what counts is a section with the key that QEMU needs to make sense of it.
 */
import { readConfig } from './reader.ts';
import type { ConfigEntry, ConfigSection } from './tree.ts';

/** The line that QEMU's -writeconfig put at the top of its files, until 7.1 removed the option. */
const FIRST_LINE = /^\uFEFF?# qemu config file\b/;

/** Most files are nothing like it, and need not be read. */
const HEADER = String.raw`\[[ \t]*(?:chardev|mon|device|object|netdev|fsdev|drive)[ \t"\]]`;
const TELLING_HEADER = new RegExp(`^${HEADER}`, 'm');
/** Bytes do not show every line's beginning. */
const HEADER_ANYWHERE = new RegExp(HEADER);

/**
 * Whether a text may be a QEMU config file, as far as a look at its characters tells. True for too many, and
 * false for none; the same for its bytes, each taken as a character.
 */
export function mayBeQemuConfig(text: string): boolean {
  return text.includes('# qemu config file') || HEADER_ANYWHERE.test(text);
}

/** For each group the key without which it means nothing, for files that quote their values. */
const TELLING_KEYS: ReadonlyMap<string, string> = new Map([
  ['chardev', 'backend'],
  ['mon', 'chardev'],
  ['device', 'driver'],
  ['object', 'qom-type'],
  ['netdev', 'type'],
  ['fsdev', 'fsdriver'],
  ['drive', 'file'],
]);

/** Groups that nobody else has, so that the telling key may lack the quotes it needs. */
const UNMISTAKABLE: ReadonlySet<string> = new Set(['chardev', 'mon']);

/**
 * Whether the text is a QEMU config file beyond reasonable doubt: `# qemu config file` on its first line,
 * or a section such as `[device "net0"]` with a line such as `driver = "virtio-net-pci"`. A
 * `[chardev "mon0"]` with `backend = socket` is one as well, for these are the files that need help.
 */
export function looksLikeQemuConfig(text: string): boolean {
  if (FIRST_LINE.test(text)) return true;
  return TELLING_HEADER.test(text) && readConfig(text).sections.some(isTelling);
}

function isTelling({ group, id, entries }: ConfigSection): boolean {
  const key = TELLING_KEYS.get(group.decoded);
  // `[mon]` and `[device]` need no id; every other group does.
  if (
    key === undefined ||
    (id === undefined && group.decoded !== 'mon' && group.decoded !== 'device')
  ) {
    return false;
  }
  return entries.some((entry) => entry.key.decoded === key && isQemus(entry, group.decoded));
}

function isQemus({ value, dropped }: ConfigEntry, group: string): boolean {
  return dropped === undefined
    ? value.decoded !== ''
    : UNMISTAKABLE.has(group) && dropped.text !== '';
}
