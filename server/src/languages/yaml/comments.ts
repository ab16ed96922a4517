/** Comments of YAML, which stand above entries and items, and those of the scripts in it, which stand above commands. */
import { scriptsIn } from '../../invocation/yaml/lower.ts';
import { joinComments, ownAnchor, skipHashComments } from '../../syntax/comments.ts';
import { isFirstOnLine } from '../../syntax/shell/comments.ts';
import { readYaml } from '../../syntax/yaml/reader.ts';
import type { YamlNode } from '../../syntax/yaml/tree.ts';
import type { Span } from '../../text/span.ts';
import { commentsInScript, type ScriptComments } from '../script-comments.ts';
import type { CommentStyle } from '../support.ts';

export const YAML_COMMENTS: CommentStyle = {
  read: (text, marker) => {
    const file = readYaml(text);
    const own = file.comments
      .filter(({ at }) => text.slice(at.start, at.end).includes(marker))
      .map(({ at }) => ({ at, textAt: { start: at.start + 1, end: at.end } }));
    const places = file.documents.flatMap((node) => [...placesIn(node)]);
    const inside: readonly ScriptComments[] = scriptsIn(file).map((script) => {
      return commentsInScript(script, marker, 'yaml-literal');
    });
    return {
      ...joinComments({
        comments: [...own, ...inside.flatMap(({ comments }) => comments)],
        targets: [
          ...places.map((at) => ({ at, isPlace: true })),
          ...inside.flatMap(({ targets }) => targets),
        ],
        skip: (from, limit) => skipHashComments(text, from, limit),
      }),
      anchor: ownAnchor,
    };
  },
  delimiters: ['# ', ''],
  unit: 'command',
  hasLine: isFirstOnLine,
  inLine: false,
};

/** The entries and items of a file. */
function* placesIn(node: YamlNode | undefined): Generator<Span> {
  const parts = node?.kind === 'map' ? node.entries : node?.kind === 'list' ? node.items : [];
  for (const { at, value } of parts) {
    yield at;
    yield* placesIn(value);
  }
}
