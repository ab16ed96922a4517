/** Takes options out of whatever the document is: words of a script, elements of a domain. */
import type { Change } from '../qemu/change/change.ts';
import { readShell } from '../syntax/shell/reader.ts';
import type { ShellScript } from '../syntax/shell/tree.ts';
import { readXml } from '../syntax/xml/reader.ts';
import type { XmlDocument } from '../syntax/xml/tree.ts';
import type { Edit } from '../text/edit.ts';
import type { Span } from '../text/span.ts';
import type { Analysis } from './analyze.ts';
import type { Host } from './languages.ts';
import { removeElements } from './removed-elements.ts';
import { belongOnlyTo, removeShellWords } from './removed-words.ts';
import { isSpareStatement } from './spare-statement.ts';

/** What taking something out of an analysis asks for, read when it is asked for first. */
export interface Removals {
  readonly analysis: Analysis;
  /** The document as XML. */
  readonly document: () => XmlDocument;
  /** Whether the statement at a place can go as a whole. */
  readonly isSpare: (at: Span) => boolean;
}

/** For the fixes of one analysis. */
export function removals(analysis: Analysis): Removals {
  const { files, source } = analysis;
  const scripts = new Map<string, ShellScript>();
  let document: XmlDocument | undefined;
  return {
    analysis,
    document: () => {
      document ??= readXml(source.text);
      return document;
    },
    isSpare: (at) => {
      const place = files.locate(at);
      const file = place && files.files.find(({ path }) => path === place.path);
      if (place === undefined || file === undefined) return false;
      const script = scripts.get(file.path) ?? readShell(file.text);
      scripts.set(file.path, script);
      return isSpareStatement(script, place.at);
    },
  };
}

/** The edits that take options away; undefined where others would lose by it, or where it cannot be said. */
export function removeWords(
  { analysis, document, isSpare }: Removals,
  { id, spell }: Host,
  { options, instead }: Extract<Change, { kind: 'remove-words' }>,
): readonly Edit[] | undefined {
  if (spell === undefined || !belongOnlyTo(options, analysis.machines)) return undefined;
  const source = analysis.files.text();
  switch (id) {
    case 'shell':
    case 'args':
      return removeShellWords({ source, spell, isSpare }, options, instead);
    case 'domain-xml': {
      // libvirt keeps the default monitor away, so that nothing ever takes the place of one.
      const words = options.flatMap((option) => option.words);
      return instead.length > 0 ? undefined : removeElements(source, document(), words);
    }
    case 'libvirt-log':
    case 'readconfig':
      return undefined;
  }
}
