/** What loads with the first YAML file. */
import { mayHoldQemu } from '../../invocation/program.ts';
import { lowerYaml } from '../../invocation/yaml/lower.ts';
import type { Later } from '../loaded-later.ts';
import { MIXED_EDIT } from '../mixed-edit.ts';
import { YAML_COMMENTS } from './comments.ts';
import { YAML_COMPLETION } from './complete.ts';
import { publishOnLoopback } from './published-ports.ts';
import {
  areApart,
  DIRECTORY_OF_ROOT,
  isInContainer,
  isOfRoot,
  socketDirectoryIn,
} from './socket-directory.ts';

export const LATER: Later = {
  lower: (text, around) => (around?.wantsClients || mayHoldQemu(text) ? lowerYaml(text) : []),
  comments: YAML_COMMENTS,
  edit: MIXED_EDIT,
  withoutShell: {
    socketDirectory: DIRECTORY_OF_ROOT,
    socketDirectoryIn,
    isInContainer,
    isOfRoot,
    areApart,
    publishOnLoopback,
    expands: false,
  },
  complete: YAML_COMPLETION,
};
