/** Takes options out of whatever the document is: words of a script, elements of a domain. */
import type { Change } from '../../qemu/change/change.ts';
import type { Edit } from '../../text/edit.ts';
import type { Span } from '../../text/span.ts';
import type { Analysis } from '../analysis/analyze.ts';
import type { Host } from '../languages.ts';
import type { FixTrees } from './fix-trees.ts';
import { isSpareStatement } from './removable-statement.ts';
import { removeElements } from './removed-elements.ts';
import { belongOnlyTo, removeShellWords } from './removed-words.ts';

/** The edits that take options away; undefined where others would lose by it, or where it cannot be said. */
export function removeWords(
  analysis: Analysis,
  trees: FixTrees,
  { id, editable }: Host,
  { options, instead }: Extract<Change, { kind: 'remove-words' }>,
): readonly Edit[] | undefined {
  if (!editable || !belongOnlyTo(options, analysis.machines)) return undefined;
  const source = analysis.files.text();
  switch (id) {
    case 'shell':
    case 'args': {
      const isSpare = (at: Span) => isSpareIn(analysis, trees, at);
      return removeShellWords({ source, isSpare }, options, instead);
    }
    case 'domain-xml': {
      // libvirt keeps the default monitor away, so that nothing ever takes the place of one.
      const words = options.flatMap((option) => option.words);
      return instead.length > 0 ? undefined : removeElements(source, trees.document(), words);
    }
    case 'libvirt-log':
    case 'readconfig':
      return undefined;
  }
}

/** Whether the statement at a place of a script can go as a whole. */
function isSpareIn({ files }: Analysis, trees: FixTrees, at: Span): boolean {
  const place = files.locate(at);
  const file = place && files.files.find(({ path }) => path === place.path);
  return (
    place !== undefined && file !== undefined && isSpareStatement(trees.script(file), place.at)
  );
}
