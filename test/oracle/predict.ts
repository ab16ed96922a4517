/**
 * What QEMU will say about a file, as far as our reader's tree decides it. Knows just enough of two
 * option groups, `name` and `chardev`, to tell a reading that is wrong from one that is right.
 */
import { readConfig } from '../../server/src/syntax/readconfig/reader.ts';
import type { ConfigSection } from '../../server/src/syntax/readconfig/tree.ts';

/** What becomes of a file. */
type Prediction =
  | { readonly accepted: false; readonly error: string }
  | {
      readonly accepted: true;
      /** The value of `guest` in `[name]`, which QMP gives back as it is. */
      readonly guest: string | undefined;
      /** The ids of the character devices of the file. */
      readonly chardevs: readonly string[];
    };

const KEYS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['name', new Set(['guest', 'process'])],
  ['chardev', new Set(['id', 'backend', 'path', 'host', 'port'])],
]);

/**
 * Predicts the verdict. The errors of a section count when the next header, or the end of the file, is
 * reached; those of a line at once. `error` is a part of what QEMU prints.
 */
export function predict(text: string): Prediction {
  const { sections, problems } = readConfig(text);
  const stop = problems.find((problem) => problem.stops);
  const stopAt = stop?.at.start ?? text.length + 1;
  const ids = new Set<string>();
  let guest: string | undefined;
  for (const [index, section] of sections.entries()) {
    const checkedAt = sections[index + 1]?.at.start ?? text.length;
    if (checkedAt > stopAt) break;
    const error = errorOf(section, ids);
    if (error !== undefined) return { accepted: false, error };
    guest = lastValue(section, 'guest') ?? guest;
  }
  if (stop !== undefined) {
    return {
      accepted: false,
      error: stop.kind === 'no-group' ? 'no group defined' : 'parse error',
    };
  }
  for (const section of sections) {
    if (section.group.decoded === 'chardev' && lastValue(section, 'backend') !== 'null') {
      return { accepted: false, error: '' };
    }
  }
  return { accepted: true, guest, chardevs: [...ids] };
}

function lastValue(section: ConfigSection, key: string): string | undefined {
  return section.entries.findLast((entry) => entry.key.decoded === key)?.value.decoded;
}

function errorOf(section: ConfigSection, ids: Set<string>): string | undefined {
  const group = section.group.decoded;
  // `[]` is a key, but on its way there QEMU has overwritten the name of the group it complains about.
  if (section.entries.some((entry) => entry.key.decoded.startsWith('[]'))) return '';
  const keys = KEYS.get(group);
  // Without the closing quote, since QEMU may print half a character before it.
  if (keys === undefined) return `There is no option group '${group}`;
  const id = lastValue(section, 'id') ?? section.id?.decoded;
  const unknown = section.entries.find((entry) => !keys.has(entry.key.decoded));
  if (group === 'name') {
    if (id !== undefined) return `Invalid parameter 'id'`;
  } else {
    if (id === undefined) return unknown ? 'Invalid parameter' : '';
    if (!/^[A-Za-z][-A-Za-z0-9._]*$/.test(id)) return `Parameter 'id' expects an identifier`;
    if (ids.has(id)) return `Duplicate ID '${id}' for chardev`;
    ids.add(id);
  }
  // With several wrong keys QEMU names whichever its hash table gives first.
  return unknown && 'Invalid parameter';
}
