/** Comments of Dockerfiles, which stand above instructions, and those of the scripts in their documents. */
import { documentsIn } from '../../invocation/dockerfile/lower.ts';
import { joinComments, skipHashComments, withMarker } from '../../syntax/comments.ts';
import { readDockerfile } from '../../syntax/dockerfile/reader.ts';
import { isFirstOnLine } from '../../syntax/shell/comments.ts';
import { commentsInScript } from '../script-comments.ts';
import type { CommentStyle } from '../support.ts';

/** Lines that begin with `#`, and those of the scripts in it. */
export const DOCKERFILE_COMMENTS: CommentStyle = {
  read: (text, marker) => {
    const { instructions, comments } = readDockerfile(text);
    return joinComments({
      comments: withMarker(text, comments, marker),
      targets: instructions.map(({ at }) => ({ at, isPlace: true })),
      inside: documentsIn(instructions).map((script) => {
        return commentsInScript(script, marker, 'dockerfile-document');
      }),
      skip: (from, limit) => skipHashComments(text, from, limit),
    });
  },
  hasLine: isFirstOnLine,
};
