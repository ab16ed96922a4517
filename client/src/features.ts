/** All that the client does besides talking to the server, a line for each feature. */
import { registerAccept } from './accept.ts';
import type { ClientFeature } from './client-context.ts';
import { registerConfigLanguage } from './config-language.ts';
import { registerCreateWorkspaceFile } from './create-workspace-file.ts';
import { registerFileRequests } from './file-requests.ts';
import { registerFixWorkspace } from './fix-workspace.ts';
import { registerIgnore } from './ignore.ts';
import { registerSample } from './sample.ts';

export const FEATURES: readonly ClientFeature[] = [
  registerFixWorkspace,
  registerIgnore,
  registerAccept,
  registerConfigLanguage,
  registerSample,
  registerCreateWorkspaceFile,
  registerFileRequests,
];
