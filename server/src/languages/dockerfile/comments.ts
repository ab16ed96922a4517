/** Comments of Dockerfiles, which stand above instructions, and those of the scripts in their documents. */
import { documentsIn } from '../../invocation/dockerfile/lower.ts';
import { joinComments, ownAnchor, skipHashComments } from '../../syntax/comments.ts';
import { readDockerfile } from '../../syntax/dockerfile/reader.ts';
import { isFirstOnLine } from '../../syntax/shell/comments.ts';
import { commentsInScript } from '../script-comments.ts';
import type { CommentStyle } from '../support.ts';

export const DOCKERFILE_COMMENTS: CommentStyle = {
  read: (text, marker) => {
    const { instructions, comments } = readDockerfile(text);
    const own = comments
      .filter(({ at }) => text.slice(at.start, at.end).includes(marker))
      .map(({ at }) => ({ at, textAt: { start: at.start + 1, end: at.end } }));
    const inside = documentsIn(text).map((script) => {
      return commentsInScript(script, marker, 'dockerfile-document');
    });
    return {
      ...joinComments({
        comments: [...own, ...inside.flatMap((script) => script.comments)],
        targets: [
          ...instructions.map(({ at }) => ({ at, isPlace: true })),
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
