/** Takes the option groups of a -readconfig file as they are written. No group and no key has a meaning here. */
import type { ConfigDocument, ConfigSection } from '../syntax/readconfig/tree.ts';
import type { ConfigInvocation } from './invocation.ts';

/**
 * The sections of a file in order. Lines before the first section belong to none and are left out, since
 * QEMU refuses them. The id of a section is the value of its last `id` line if it has one, since to
 * `qemu_config_foreach` the id of the header is nothing but the first value of that key (QEMU 6.1 and
 * later); the line stays among the entries.
 */
export function lowerReadConfig({ sections, problems }: ConfigDocument): ConfigInvocation {
  return { kind: 'config', sections: sections.map(lowerSection), problems };
}

function lowerSection(section: ConfigSection): ConfigSection {
  const last = section.entries.findLast(({ key }) => key.decoded === 'id');
  return last ? { ...section, id: last.value } : section;
}
