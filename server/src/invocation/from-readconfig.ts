import type { ConfigDocument, ConfigSection } from '../syntax/readconfig/tree.ts';
import type { Encodings } from '../text/encoding.ts';
import type { MappedText } from '../text/mapped-text.ts';
import type { Span } from '../text/span.ts';
import type { ConfigInvocation } from './invocation.ts';

/** Omits lines before the first section, which QEMU refuses. Since 6.1 the last `id` line replaces the header's. */
export function lowerReadConfig({ sections, problems }: ConfigDocument): ConfigInvocation {
  return { kind: 'config', sections: sections.map(lowerSection), problems };
}

function lowerSection(section: ConfigSection): ConfigSection {
  const last = section.entries.findLast(({ key }) => key.decoded === 'id');
  return last ? { ...section, id: last.value } : section;
}

interface ConfigPlaces {
  readonly text: (of: MappedText) => MappedText;
  readonly span: (at: Span) => Span;
  /** Of a value that replaces a dropped one; default: that of a config file. */
  readonly encodings?: Encodings;
}

/** Moves a config file into another text. */
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
