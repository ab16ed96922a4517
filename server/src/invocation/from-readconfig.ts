/** Takes the option groups of a -readconfig file as they are written. No group and no key has a meaning here. */
import type { ConfigDocument, ConfigTreeSection } from '../syntax/readconfig/tree.ts';
import type { ConfigInvocation, ConfigSection } from './invocation.ts';

/**
 * The sections of a file in order. Lines before the first section belong to none and are left out, since
 * QEMU refuses them. The id of a section is the value of its last `id` line if it has one, since to
 * `qemu_config_foreach` the id of the header is nothing but the first value of that key (QEMU 6.1 and
 * later); the line stays among the entries.
 */
export function lowerReadConfig(document: ConfigDocument): ConfigInvocation {
  return {
    kind: 'config',
    sections: document.sections.map(lowerSection),
    problems: document.problems.map(({ at, kind, stops }) => ({ at, kind, stops })),
  };
}

function lowerSection({ group, id, at, entries }: ConfigTreeSection): ConfigSection {
  return {
    group,
    id: entries.findLast((entry) => entry.key.decoded === 'id')?.value ?? id,
    at,
    entries: entries.map((entry) => ({
      key: entry.key,
      value: entry.value,
      dropped: entry.dropped,
      at: entry.at,
    })),
  };
}
