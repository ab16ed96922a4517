/** Comments of YAML, which stand above entries and items, and those of the scripts in it, which stand above commands. */
import { scriptsIn } from '../../invocation/yaml/lower.ts';
import { joinComments, skipHashComments, withMarker } from '../../syntax/comments.ts';
import { isFirstOnLine } from '../../syntax/shell/comments.ts';
import { readYaml } from '../../syntax/yaml/reader.ts';
import type { YamlNode } from '../../syntax/yaml/tree.ts';
import type { Span } from '../../text/span.ts';
import { commentsInScript } from '../script-comments.ts';
import type { CommentStyle } from '../support.ts';

/** Comments of YAML, and those of the scripts that stand in it as blocks. */
export const YAML_COMMENTS: CommentStyle = {
  read: (text, marker) => {
    const file = readYaml(text);
    const places = file.documents.flatMap((node) => [...placesIn(node)]);
    const joined = joinComments({
      comments: withMarker(text, file.comments, marker),
      targets: places.map((at) => ({ at, isPlace: true })),
      inside: scriptsIn(file).map((script) => commentsInScript(script, marker, 'yaml-literal')),
      skip: (from, limit) => skipHashComments(text, from, limit),
    });
    return { ...joined, isWhole: file.isWhole };
  },
  hasLine: isFirstOnLine,
};

/** The entries and items of a file. */
function* placesIn(node: YamlNode | undefined): Generator<Span> {
  const parts = node?.kind === 'map' ? node.entries : node?.kind === 'list' ? node.items : [];
  for (const { at, value } of parts) {
    yield at;
    yield* placesIn(value);
  }
}
