/** Dockerfiles and Containerfiles: commands at build time and of the container. */
import { documentsIn, lowerDockerfile } from '../../invocation/dockerfile/lower.ts';
import { mayHoldQemu } from '../../invocation/program.ts';
import { joinComments } from '../../syntax/comments.ts';
import { readDockerfile } from '../../syntax/dockerfile/reader.ts';
import { isFirstOnLine } from '../../syntax/shell/comments.ts';
import { LIST_EDIT } from '../list-edit.ts';
import { mixedEdit } from '../mixed-edit.ts';
import { commentsInScript } from '../script-comments.ts';
import { SHELL_COMPLETION, SHELL_SOCKETS } from '../shell/index.ts';
import type { CommentStyle, LanguageSupport } from '../support.ts';
import { DIRECTORY_OF_ROOT, socketDirectoryIn } from './socket-directory.ts';

/** `Dockerfile`, `Containerfile.qemu`, `vm.dockerfile`; not `Dockerfile.md`. */
const NAMES =
  /(?:^|\/)(?:[Dd]ocker|[Cc]ontainer)file(?:[.-](?!(?:md|txt|rst|html?|py|sh|js|json|ya?ml|patch|diff|orig|log|dockerignore)$)[\w.-]+)?$|\.(?:[Dd]ocker|[Cc]ontainer)file$/;

const DOCKERFILE_COMMENTS: CommentStyle = {
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

export const DOCKERFILE_LANGUAGE: LanguageSupport = {
  id: 'dockerfile',
  detect: {
    // Ids of VS Code and other editors.
    languageIds: ['dockerfile', 'docker', 'containerfile'],
    names: NAMES,
    paths: NAMES,
    patterns: [
      '**/{Dockerfile,Containerfile,dockerfile,containerfile}*',
      '**/*.{dockerfile,containerfile,Dockerfile,Containerfile}',
    ],
    mayHaveFindings: mayHoldQemu,
  },
  lower: (text, around) => (around?.wantsClients || mayHoldQemu(text) ? lowerDockerfile(text) : []),
  comments: DOCKERFILE_COMMENTS,
  edit: mixedEdit(LIST_EDIT, /^\s*#/),
  complete: SHELL_COMPLETION,
  ...SHELL_SOCKETS,
  // Exec form expands nothing, and root is a container's default user.
  withoutShell: {
    socketDirectory: DIRECTORY_OF_ROOT,
    socketDirectoryIn,
    expands: false,
    isInContainer: () => true,
  },
};
