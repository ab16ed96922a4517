/** Comments of Dockerfiles and of the scripts in their here-documents. */
import { documentsIn } from '../../invocation/dockerfile/lower.ts';
import { joinComments } from '../../syntax/comments.ts';
import { readDockerfile } from '../../syntax/dockerfile/reader.ts';
import { isFirstOnLine } from '../../syntax/shell/comments.ts';
import { commentsInScript } from '../script-comments.ts';
import type { CommentStyle } from '../support.ts';

/** Comments above instructions, and in scripts above commands. */
export const DOCKERFILE_COMMENTS: CommentStyle = {
  read: (text, marker) => {
    const { instructions, comments } = readDockerfile(text);
    return joinComments(text, marker, {
      comments,
      targets: instructions,
      inside: documentsIn(instructions).map((script) => {
        return commentsInScript(script, marker, 'document');
      }),
    });
  },
  hasLine: isFirstOnLine,
};
