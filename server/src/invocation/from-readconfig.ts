/** Takes the option groups of a -readconfig file as they are written. No group and no key has a meaning here. */
import type { ConfigDocument, ConfigSection } from '../syntax/readconfig/tree.ts';
import type { Encodings } from '../text/encoding.ts';
import type { MappedText } from '../text/mapped-text.ts';
import type { Span } from '../text/span.ts';
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

/** Where the parts of a config file are that lies in another text, or behind other files. */
interface ConfigPlaces {
  readonly text: (of: MappedText) => MappedText;
  readonly span: (at: Span) => Span;
  /** How a value would be written there in the place of one that QEMU does not take; as in a file of its own if not given. */
  readonly encodings?: Encodings;
}

/** A config file as it is counted, and written, in another text. */
export function placedConfig(
  { sections, problems }: ConfigInvocation,
  { text, span, encodings }: ConfigPlaces,
): ConfigInvocation {
  return {
    kind: 'config',
    sections: sections.map(({ group, id, at, entries }) => ({
      group: text(group),
      id: id && text(id),
      at: span(at),
      entries: entries.map(({ key, value, dropped, at: line }) => ({
        key: text(key),
        value: text(value),
        dropped: dropped && {
          ...dropped,
          at: span(dropped.at),
          encodings: encodings ?? dropped.encodings,
        },
        at: span(line),
      })),
    })),
    problems: problems.map((problem) => ({ ...problem, at: span(problem.at) })),
  };
}
