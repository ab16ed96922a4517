/** Comments in YAML above entries and items, and in its scripts above commands. */
import { scriptsIn } from '../../invocation/yaml/lower.ts';
import { joinComments } from '../../syntax/comments.ts';
import { isFirstOnLine } from '../../syntax/shell/comments.ts';
import { readYaml } from '../../syntax/yaml/reader.ts';
import type { YamlNode } from '../../syntax/yaml/tree.ts';
import type { Span } from '../../text/span.ts';
import { commentsInScript } from '../script-comments.ts';
import type { CommentStyle } from '../support.ts';

export const YAML_COMMENTS: CommentStyle = {
  read: (text, marker) => {
    const file = readYaml(text);
    const joined = joinComments(text, marker, {
      comments: file.comments,
      targets: file.documents.flatMap((node) => [...placesIn(node)]),
      inside: scriptsIn(file).map((script) => commentsInScript(script, marker, 'literal')),
    });
    return { ...joined, isWhole: file.isWhole };
  },
  hasLine: isFirstOnLine,
};

function* placesIn(node: YamlNode | undefined): Generator<{ readonly at: Span }> {
  const parts = node?.kind === 'map' ? node.entries : node?.kind === 'list' ? node.items : [];
  for (const part of parts) {
    yield part;
    yield* placesIn(part.value);
  }
}
