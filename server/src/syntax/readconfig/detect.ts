/** Detects -readconfig files among `.cfg`, `.conf` and `.ini` files: one must have the key that QEMU requires. */
import { readConfig } from './reader.ts';
import type { ConfigEntry, ConfigSection } from './tree.ts';

/** From QEMU's -writeconfig, until version 7.1. */
const FIRST_LINE = /^\uFEFF?# qemu config file\b/;

const HEADER = String.raw`\[[ \t]*(?:chardev|mon|device|object|netdev|fsdev|drive)[ \t"\]]`;
const TELLING_HEADER = new RegExp(`^${HEADER}`, 'm');
/** For bytes, in which lines are not known. */
const HEADER_ANYWHERE = new RegExp(HEADER);

/** On text, or bytes as Latin-1. No false negatives. */
export function mayBeQemuConfig(text: string): boolean {
  return text.includes('# qemu config file') || HEADER_ANYWHERE.test(text);
}

const TELLING_KEYS: ReadonlyMap<string, string> = new Map([
  ['chardev', 'backend'],
  ['mon', 'chardev'],
  ['device', 'driver'],
  ['object', 'qom-type'],
  ['netdev', 'type'],
  ['fsdev', 'fsdriver'],
  ['drive', 'file'],
]);

/** Groups that only QEMU has; their key counts even without quotes. */
const UNMISTAKABLE: ReadonlySet<string> = new Set(['chardev', 'mon']);

/** Whether the first line is `# qemu config file`, or a section is like `[device "net0"]` with `driver = "e1000"`. */
export function looksLikeQemuConfig(text: string): boolean {
  if (FIRST_LINE.test(text)) return true;
  return TELLING_HEADER.test(text) && readConfig(text).sections.some(isTelling);
}

function isTelling({ group, id, entries }: ConfigSection): boolean {
  const key = TELLING_KEYS.get(group.decoded);
  // Only `[mon]` and `[device]` may lack an id.
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
